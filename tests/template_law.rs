//! Law 3 for templates: any text a source may hold comes out unchanged, once where the template says so, and changes
//! nothing around it.

use minijinja::Value;
use planc::document::Class;
use planc::source::{Place, SourceMap, Span};
use planc::template::{Expansion, NodeIds, Template, expand};
use planc::template::{Origins, Shown};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

const HOSTILE: &[&str] = &[
    "#panic()",
    "*x*",
    "**",
    "_a_",
    "{{ 7*7 }}",
    "{% raw %}",
    "{% endraw %}",
    "{#",
    "| a | b |",
    "|",
    "|---|",
    "</w:t>",
    "&amp;",
    "&",
    "\\",
    "$x$",
    "@a",
    "<b>",
    "`",
    "```",
    ":::",
    "😀",
    "𠮷",
    "\u{E000}7\u{E001}",
    "\u{3FFF0}0\u{3FFF1}",
    "\u{3FFF3}",
    "# ",
    "- ",
    "1. ",
    "> ",
    "    ",
    "---",
    "===",
    "[a](b)",
    "[a]: b",
    "![",
    "[^1]",
    "~~",
    "（注）",
    "\t",
    "https://a.jp",
    "<!--",
    "]]>",
    "　",
    "葛\u{E0100}",
    "\u{200B}",
    "\u{202E}",
    "%s",
    "\"'",
    "\u{0}",
];

/// Every place where a single line may stand.
const LINES: &str = r#"# 見出し{{ x }}

**{{ x }}**は*「{{ x }}」*で{{ x }}{{ x }} {{ x }}。**「強」**{{ x }}

{{ x }}

{{ caption(x, unit=x) }}

| 欄 | {{ x }} |
|---|--:|
| {{ x }} | 前{{ x }}後 |
{% for y in list %}
| {{ y }} | **{{ y }}** |
{% endfor %}

- {{ x }}
- 項目 {{ x }}

> {{ x }}

[{{ x }}](https://example.jp) {{ link(x, "https://example.jp") }} {{ [x, x]|join("、") }}

{% set a = x %}{{ a }}

{% set b %}組{{ x }}{% endset %}{{ b }}

{% macro m(t) %}*{{ t }}*{% endmacro %}{{ m(x) }}

{{ (list|sort)[0] }}{{ list|first }}{{ (list|unique|list)[0] }}{{ map.key }}{{ x if x == list[0] }}
"#;

/// How often [`LINES`] prints the value.
const PRINTED: usize = 32;

fn run(template: &str, value: &str, prose: bool) -> (Expansion, usize) {
    let mut sources = SourceMap::default();
    let file = sources.add("a.md", template);
    let text: Arc<str> = value.into();
    let place = Place {
        file: sources.add("a.toml", value),
        span: Span {
            start: 0,
            end: value.len(),
        },
    };
    let mut origins = Origins::default();
    origins.add(Shown {
        text: text.clone(),
        place,
        class: Class::Nation,
        prose,
    });
    let list = || Value::from(vec![Value::from(text.clone()), Value::from(text.clone())]);
    let map = Value::from(BTreeMap::from([("key", Value::from(text.clone()))]));
    let context = BTreeMap::from([("x", Value::from(text.clone())), ("list", list()), ("map", map)]);
    let templates = [Template {
        file,
        path: "a.md".into(),
        text: template.into(),
    }];
    let expansion = expand(
        &templates,
        context.into(),
        &Arc::new(origins),
        Vec::new(),
        NodeIds::default(),
    );
    let tree = format!("{:?}", expansion.sections);
    let count = tree
        .matches(&format!("origin: Source({place:?}), class: Nation"))
        .count();
    (expansion, count)
}

/// The tree with a mark for each text that is the value, to the letter.
fn shape(expansion: &Expansion, value: &str) -> serde_json::Value {
    masked(serde_json::to_value(&expansion.sections).unwrap(), value)
}

fn masked(tree: serde_json::Value, value: &str) -> serde_json::Value {
    match tree {
        serde_json::Value::String(text) if text == value => "VALUE".into(),
        serde_json::Value::Array(items) => items.into_iter().map(|it| masked(it, value)).collect(),
        // A mark tells of the place, not of the text.
        serde_json::Value::Object(map) => {
            let kept = map.into_iter().filter(|(key, _)| key != "mark");
            kept.map(|(key, it)| (key, masked(it, value))).collect()
        }
        other => other,
    }
}

fn check_line(value: &str) {
    let (plain, _) = run(LINES, "VALUE", false);
    let (expansion, count) = run(LINES, value, false);
    assert_eq!(expansion.diagnostics, [], "{value:?}");
    assert_eq!(shape(&expansion, value), shape(&plain, "VALUE"), "{value:?}");
    assert_eq!(count, PRINTED, "{value:?}");
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(HOSTILE).prop_map(str::to_owned),
        2 => any::<String>(),
        1 => "[ぁ-ん一-龠a-z0-9 ]{1,9}",
    ];
    prop::collection::vec(piece, 1..9).prop_map(|pieces| pieces.concat())
}

#[test]
fn known_hostile_lines_come_out_unchanged() {
    HOSTILE.iter().for_each(|value| check_line(value));
    check_line(&HOSTILE.concat());
    check_line(&"長い*文*|".repeat(2_000));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_line_comes_out_unchanged(value in hostile()) {
        let value = value.replace(['\n', '\r'], "");
        // Words of the author's own cannot be told from the value; a blank value is refused when it is loaded.
        prop_assume!(!value.trim().is_empty() && !LINES.contains(&value));
        check_line(&value);
    }

    #[test]
    fn any_prose_keeps_its_characters(pieces in prop::collection::vec(hostile(), 1..4), breaks in 1..3_usize) {
        let value = pieces.join(&"\n".repeat(breaks));
        let (expansion, _) = run("{{ x }}\n\n| a |\n|---|\n| {{ x }} |\n\n> {{ x }}\n\n- {{ x }}\n", &value, true);
        prop_assert!(expansion.diagnostics.is_empty());
        let visible = |text: &str| text.chars().filter(|it| !it.is_whitespace()).collect::<String>();
        let tree = serde_json::to_value(&expansion.sections).unwrap();
        let printed = visible(&texts(&tree));
        prop_assert_eq!(printed, format!("{0}a{0}{0}{0}", visible(&value)));
    }
}

const FRAGMENTS: &[&str] = &[
    "{{ x }}",
    "{{ x",
    "}}",
    "{% if x %}",
    "{% if y.z %}",
    "{% endif %}",
    "{% for a in list %}",
    "{% for a in no %}",
    "{% endfor %}",
    "{{ no.no }}",
    "{% set a = no.x %}",
    "{% set a %}",
    "{% endset %}",
    "{% raw %}",
    "{% endraw %}",
    "{#",
    "#}",
    "{{ list }}",
    "{{ caption(x) }}",
    "{{ ref('a') }}",
    "{{ label('a') }}",
    "{{ annex() }}",
    "{{ landscape() }}",
    "{{ x|safe }}",
    "{% autoescape true %}",
    "{% macro m() %}",
    "{% endmacro %}",
    "{{ m() }}",
    "{% include 'a.md' %}",
    "{% import 'b.md' as b %}",
    "| a | b |\n",
    "|---|---|\n",
    "\n",
    "\n\n",
    "    ",
    "- ",
    "> ",
    "# ",
    "###### ",
    "**",
    "`",
    "[",
    "](",
    "](https://a.jp)",
    "<b>",
    "[^1]:",
    "\\",
    "県",
    "a",
    "\u{E000}",
    "\t",
    "'",
    "\"",
    "-%}",
    "{%- endif -%}",
    "\r\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_template_is_expanded_or_refused_within_its_file(pieces in prop::collection::vec(prop::sample::select(FRAGMENTS), 0..25)) {
        let template = pieces.concat();
        let (expansion, _) = run(&template, "値", false);
        for it in &expansion.diagnostics {
            let span = it.place.span;
            prop_assert!(template.get(span.start..span.end).is_some(), "{:?} {:?}", template, it);
        }
    }
}

fn texts(tree: &serde_json::Value) -> String {
    match tree {
        serde_json::Value::Array(items) => items.iter().map(texts).collect(),
        serde_json::Value::Object(map) => {
            let text = map.get("text").and_then(serde_json::Value::as_str).unwrap_or_default();
            // The head of a table stands before its body.
            let order = ["content", "items", "blocks", "head", "body", "cells", "paragraphs"];
            text.to_owned()
                + &order
                    .iter()
                    .filter_map(|key| map.get(*key))
                    .map(texts)
                    .collect::<String>()
        }
        _ => String::new(),
    }
}

//! Edits of files, small and large, that know what the files are made of.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::ops::Range;

/// Pieces of TOML, of Markdown and of minijinja, and characters that break naive programs.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "#",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    " ",
    "\t",
    "\\",
    "\\u0000",
    "\\uD800",
    "\\U0010FFFF",
    "\\x41",
    "x = 1\n",
    "[x]\n",
    "[kpi]\n",
    "[[schedule]]\n",
    "[[companies]]\n",
    "a.b.c = 1\n",
    "-",
    "+",
    "_",
    "1e999",
    "-0",
    "nan",
    "inf",
    "0x1F",
    "0b1",
    "1_000",
    "1__0",
    "99999999999999999999",
    "9223372036854775807",
    "-9223372036854775808",
    "0.0000001",
    "999999999999.999999",
    "2026-13-45",
    "9999-12-31",
    "0000-01-01",
    "-001-01-01",
    "2026-06-19T24:00:00",
    "1979-05-27 07:32:00Z",
    "true",
    "pending = \"\"",
    "{ pending = 1 }",
    "{ pending = \"x\" }",
    "unit = \"円\"",
    "status = \"selected\"\n",
    "order = 0\n",
    "県",
    "𠮷",
    "葛\u{E0100}",
    "が",
    "か\u{3099}",
    "e\u{301}",
    "👨\u{200D}👩",
    "\u{0}",
    "\u{7}",
    "\u{7F}",
    "\u{85}",
    "\u{A0}",
    "\u{AD}",
    "\u{200B}",
    "\u{202E}",
    "\u{2028}",
    "\u{E000}",
    "\u{3FFF0}",
    "\u{3FFF0}0\u{3FFF1}",
    "\u{3FFF1}",
    "\u{3FFF3}",
    "\u{FE0F}",
    "\u{FEFF}",
    "\u{FFFD}",
    "\u{FFFE}",
    "\u{10FFFF}",
    "　",
    "①",
    "ｱ",
    "Ａ１",
    "令和8年",
    "令和8年2月30日（月）",
    "令和12年度に売上高99999999999999999999億円",
    "（",
    "）",
    "「",
    "。",
    "です。",
    "である。",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{%-",
    "-%}",
    "{{ plan.title }}",
    "{{ x }}",
    "{{ 7*7 }}",
    "{{ 1/0 }}",
    "{{ 10**100 }}",
    "{{ -5 // 0 }}",
    "{{ \"x\" * 999999 }}",
    "{{ [1] * 999999 }}",
    "{{ range(100000)|list }}",
    "{% for a in range(99999) %}",
    "{% for c in companies %}",
    "{% for f in fields %}",
    "{% endfor %}",
    "{% if x %}",
    "{% if plan %}",
    "{% elif y %}",
    "{% else %}",
    "{% endif %}",
    "{% set a = plan %}",
    "{% set a %}",
    "{% endset %}",
    "{% macro m(a) %}",
    "{% endmacro %}",
    "{{ m(m) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% raw %}",
    "{% endraw %}",
    "{% include \"00-cover.md\" %}",
    "{% include \"plan-templates/cluster/00-cover.md\" %}",
    "{% import \"a\" as b %}",
    "{% block a %}",
    "{% endblock %}",
    "{% filter upper %}",
    "{% endfilter %}",
    "{% call m() %}",
    "{% with a = 1 %}",
    "{% autoescape false %}",
    "|join(\"、\")",
    "|upper",
    "|length",
    "|first",
    "|sort",
    "|safe",
    "|tojson",
    "|default(1)",
    "|batch(2)",
    "|list",
    "|map(\"upper\")",
    "|replace(\"a\", \"b\")",
    "~",
    "is none",
    "loop.index",
    "caller()",
    "namespace()",
    "dict(a=1)",
    "lipsum()",
    "cycler()",
    "{{ caption(\"a\") }}\n\n",
    "{{ label(\"a\") }}\n\n",
    "{{ ref(\"a\") }}",
    "{{ page(\"a\") }}",
    "{{ contents() }}\n\n",
    "{{ landscape() }}\n\n",
    "{{ portrait() }}\n\n",
    "{{ annex() }}\n\n",
    "{{ cover() }}\n\n",
    "{{ pending_table() }}\n\n",
    "{{ kpi_table(of=fields[0]) }}\n\n",
    "{{ company_sheet(companies[0]) }}\n\n",
    "{{ link(plan.title, \"https://a.example\") }}",
    "# ",
    "## ",
    "###### ",
    "- ",
    "* ",
    "1. ",
    "99999999999. ",
    "> ",
    "    ",
    "---\n",
    "===\n",
    "***",
    "**",
    "__",
    "*",
    "_",
    "`",
    "```\n",
    "~~~\n",
    "~~",
    "|",
    "| a | b |\n|---|---|\n| c | d |\n",
    "|:-:|",
    "[a](b)",
    "[a](<b>)",
    "![a](b)",
    "[a]: b\n",
    "[^1]",
    "[^1]: x\n",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<?",
    "<![CDATA[",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "&#x3FFF0;",
    "&nbsp;",
    "\\*",
    "\\\n",
    "  \n",
    "https://a.example/",
    "<https://a.example/>",
    "$x$",
    ":::",
    "#panic()",
    "</w:t>",
    "]]>",
    "=1+1",
];

/// Brackets that may stand within each other without end.
const NESTS: &[(&str, &str)] = &[
    ("[", "]"),
    ("{a=", "}"),
    ("[[a]]\n", ""),
    ("a.", ""),
    ("(", ")"),
    ("{{", "}}"),
    ("{{ (", ") }}"),
    ("{% if plan %}", "{% endif %}"),
    ("{% for a in [1,2] %}", "{% endfor %}"),
    ("> ", ""),
    ("- ", ""),
    ("  - a\n", ""),
    ("**", "**"),
    ("*a **b ", ""),
    ("[", "](a)"),
    ("![", ""),
    ("`", ""),
    ("（", "）"),
    ("<b>", ""),
    ("|", "|"),
    ("-", ""),
    ("not ", ""),
];

/// One change of a file.
#[derive(Clone, Debug)]
pub enum Edit {
    /// A piece put in.
    Insert(Index, &'static str),
    /// A character put in.
    Character(Index, char),
    /// A byte put in, be it no UTF-8.
    Byte(Index, u8),
    /// A stretch taken out.
    Delete(Index, usize),
    /// A token in the place of another.
    Replace(Index, &'static str),
    /// A stretch again and again.
    Repeat(Index, usize, usize),
    /// Brackets within brackets.
    Nest(Index, (&'static str, &'static str), usize),
    /// Two lines in each other's places.
    Swap(Index, Index),
    /// A line of another file.
    Line(Index, Index, Index),
    /// A stretch of another file.
    Splice(Index, Index, Index, usize),
    /// The end is lost.
    Truncate(Index),
    /// Every line ends as on Windows.
    Windows,
    /// A mark of byte order at the beginning.
    Mark,
    /// Nothing of the file is kept.
    Clear,
}

/// Edits of a file: few, or now and then many.
pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let at = any::<Index>;
    let piece = || select(PIECES);
    let edit = prop_oneof![
        8 => (at(), piece()).prop_map(|(at, piece)| Edit::Insert(at, piece)),
        2 => (at(), any::<char>()).prop_map(|(at, it)| Edit::Character(at, it)),
        1 => (at(), any::<u8>()).prop_map(|(at, it)| Edit::Byte(at, it)),
        4 => (at(), 1..40_usize).prop_map(|(at, length)| Edit::Delete(at, length)),
        8 => (at(), piece()).prop_map(|(at, piece)| Edit::Replace(at, piece)),
        2 => (at(), 1..400_usize, 1..60_usize).prop_map(|(at, length, times)| Edit::Repeat(at, length, times)),
        1 => (at(), select(NESTS), 1..3_000_usize).prop_map(|(at, nest, depth)| Edit::Nest(at, nest, depth)),
        2 => (at(), at()).prop_map(|(one, other)| Edit::Swap(one, other)),
        3 => (at(), at(), at()).prop_map(|(at, file, line)| Edit::Line(at, file, line)),
        2 => (at(), at(), at(), 1..2_000_usize).prop_map(|(at, file, from, length)| Edit::Splice(at, file, from, length)),
        1 => at().prop_map(Edit::Truncate),
        1 => Just(Edit::Windows),
        1 => Just(Edit::Mark),
        1 => Just(Edit::Clear),
    ];
    prop::collection::vec(edit, 1..12)
}

/// A file after its edits; `others` are those it may take lines and stretches from.
pub fn edited(file: &[u8], edits: &[Edit], others: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for edit in edits {
        apply(&mut bytes, edit, others);
        // Beyond, a file is refused for its size alone.
        bytes.truncate(300_000);
    }
    bytes
}

fn apply(bytes: &mut Vec<u8>, edit: &Edit, others: &[Vec<u8>]) {
    match edit {
        Edit::Insert(at, piece) => insert(bytes, at, piece.bytes()),
        Edit::Character(at, it) => insert(bytes, at, it.to_string().bytes()),
        Edit::Byte(at, byte) => insert(bytes, at, [*byte]),
        Edit::Delete(at, length) => drop(bytes.drain(stretch(bytes, at, *length))),
        Edit::Replace(at, piece) => drop(bytes.splice(token(bytes, at), piece.bytes())),
        Edit::Repeat(at, length, times) => {
            let stretch = stretch(bytes, at, *length);
            let again = bytes[stretch.clone()].repeat(*times);
            bytes.splice(stretch, again);
        }
        Edit::Nest(at, (open, close), depth) => {
            let nested = format!("{}a{}", open.repeat(*depth), close.repeat(*depth));
            insert(bytes, at, nested.bytes());
        }
        Edit::Swap(one, other) => {
            let mut lines: Vec<&[u8]> = bytes.split_inclusive(|it| *it == b'\n').collect();
            if !lines.is_empty() {
                let (one, other) = (one.index(lines.len()), other.index(lines.len()));
                lines.swap(one, other);
            }
            *bytes = lines.concat();
        }
        Edit::Line(at, file, line) => {
            let lines: Vec<&[u8]> = file.get(others).split_inclusive(|it| *it == b'\n').collect();
            if !lines.is_empty() {
                let line = line.get(&lines).to_vec();
                let start = bytes[..at.index(bytes.len() + 1)].iter().rposition(|it| *it == b'\n');
                let start = start.map_or(0, |end| end + 1);
                bytes.splice(start..start, line);
            }
        }
        Edit::Splice(at, file, from, length) => {
            let other = file.get(others);
            insert(bytes, at, other[stretch(other, from, *length)].to_vec());
        }
        Edit::Truncate(at) => bytes.truncate(at.index(bytes.len() + 1)),
        Edit::Windows => *bytes = String::from_utf8_lossy(bytes).replace('\n', "\r\n").into_bytes(),
        Edit::Mark => drop(bytes.splice(0..0, "\u{FEFF}".bytes())),
        Edit::Clear => bytes.clear(),
    }
}

fn insert(bytes: &mut Vec<u8>, at: &Index, new: impl IntoIterator<Item = u8>) {
    let at = boundary(bytes, at.index(bytes.len() + 1));
    bytes.splice(at..at, new);
}

/// The beginning of the character that stands at a byte: most edits leave the file UTF-8.
fn boundary(bytes: &[u8], at: usize) -> usize {
    let inside = |at: &usize| bytes.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80);
    (0..=at).rev().find(inside).unwrap_or(0)
}

fn stretch(bytes: &[u8], at: &Index, length: usize) -> Range<usize> {
    let start = boundary(bytes, at.index(bytes.len() + 1));
    start..boundary(bytes, (start + length).min(bytes.len())).max(start)
}

/// The word or number around a byte.
fn token(bytes: &[u8], at: &Index) -> Range<usize> {
    let at = boundary(bytes, at.index(bytes.len() + 1));
    let ends = |it: &u8| it.is_ascii_whitespace() || b"=,[]{}\"'|#()".contains(it);
    let start = bytes[..at].iter().rposition(ends).map_or(0, |it| it + 1);
    let end = bytes[at..].iter().position(ends).map_or(bytes.len(), |it| at + it);
    start..end
}

//! The tags of a template, found without parsing them: enough to refuse some, to blank out a faulty one, to list
//! the strings that the template itself holds.

use super::problem::Problem;
use crate::source::Span;
use std::collections::BTreeSet;

/// What a tag is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    /// `{{ … }}`
    Print,
    /// `{% … %}`
    Statement,
    /// `{# … #}`
    Comment,
}

/// A tag and its bytes, delimiters included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag {
    pub kind: TagKind,
    pub span: Span,
}

const DELIMITERS: &[(TagKind, &str, &str)] = &[
    (TagKind::Print, "{{", "}}"),
    (TagKind::Statement, "{%", "%}"),
    (TagKind::Comment, "{#", "#}"),
];

/// Statements that a template may not hold, and what to say about them.
const REFUSED: &[(&str, &str)] = &[
    (
        "autoescape",
        "autoescape は使えません。値はいつも書かれたとおりに印刷されるので、必要がありません。",
    ),
    ("endautoescape", "autoescape は使えません。"),
];

/// No tag is longer, in bytes: minijinja reads what stands within each other by calling itself.
const LONGEST: usize = 2_000;

/// The tags in their order. What stands between `{% raw %}` and `{% endraw %}` holds none.
pub(super) fn tags(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(tag) = next_tag(text, at) {
        at = tag.span.end;
        if tag.kind == TagKind::Statement && word(text, tag) == "raw" {
            at = end_of_raw(text, at);
        }
        tags.push(tag);
    }
    tags
}

fn next_tag(text: &str, from: usize) -> Option<Tag> {
    let braces = text.get(from..)?.match_indices('{').map(|(at, _)| from + at);
    let mut starts = braces.filter_map(|at| {
        let row = DELIMITERS.iter().find(|row| text[at..].starts_with(row.1))?;
        Some((at, row))
    });
    let (start, &(kind, _, close)) = starts.next()?;
    let end = match kind {
        TagKind::Comment => text[start..].find(close).map(|at| start + at + close.len()),
        TagKind::Print | TagKind::Statement => end_of_expression(text, start + 2, close),
    };
    Some(Tag {
        kind,
        span: Span {
            start,
            end: end.unwrap_or(text.len()),
        },
    })
}

/// The end of a tag: its closing delimiter outside strings and braces.
fn end_of_expression(text: &str, from: usize, close: &str) -> Option<usize> {
    let mut at = from;
    let mut depth = 0_usize;
    while let Some(character) = text[at..].chars().next() {
        if depth == 0 && text[at..].starts_with(close) {
            return Some(at + close.len());
        }
        match character {
            '"' | '\'' => at = end_of_string(text, at, character),
            '{' => (depth, at) = (depth + 1, at + 1),
            '}' => (depth, at) = (depth.saturating_sub(1), at + 1),
            other => at += other.len_utf8(),
        }
    }
    None
}

fn end_of_string(text: &str, start: usize, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text[start..].char_indices().skip(1) {
        match (escaped, character) {
            (true, _) => escaped = false,
            (false, '\\') => escaped = true,
            (false, it) if it == quote => return start + at + 1,
            (false, _) => {}
        }
    }
    text.len()
}

fn end_of_raw(text: &str, from: usize) -> usize {
    let ends = text[from..].match_indices("{%").map(|(at, _)| from + at);
    let mut ends = ends.filter(|&at| first_word(&text[at + 2..]) == "endraw");
    ends.next().unwrap_or(text.len())
}

/// The name of a statement: `for`, `if`, `set` …
pub(super) fn word(text: &str, tag: Tag) -> &str {
    first_word(&text[(tag.span.start + 2).min(tag.span.end)..tag.span.end])
}

fn first_word(inner: &str) -> &str {
    let inner = inner.trim_start_matches(['-', '+']).trim_start();
    let end = inner.find(|it: char| !it.is_alphanumeric() && it != '_');
    &inner[..end.unwrap_or(inner.len())]
}

/// The strings that stand in the tags, as they read.
pub(super) fn literals(text: &str) -> BTreeSet<String> {
    let expressions = tags(text).into_iter().filter(|tag| tag.kind != TagKind::Comment);
    expressions
        .flat_map(|tag| strings(&text[tag.span.start..tag.span.end]))
        .collect()
}

fn strings(tag: &str) -> Vec<String> {
    let mut strings = Vec::new();
    let mut at = 0;
    while let Some(start) = tag[at..].find(['"', '\'']).map(|it| at + it) {
        let quote = if tag[start..].starts_with('"') { '"' } else { '\'' };
        at = end_of_string(tag, start, quote);
        let string = &tag[start + 1..at];
        strings.push(unescaped(string.strip_suffix(quote).unwrap_or(string)));
    }
    strings
}

fn unescaped(literal: &str) -> String {
    literal
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\\"", "\"")
        .replace("\\'", "'")
        .replace("\\\\", "\\")
}

/// What a template may not hold, blanked out, and a problem for each.
pub(super) fn without_refused(text: &str) -> (String, Vec<(Span, Problem)>) {
    let mut problems = Vec::new();
    for tag in tags(text).into_iter().filter(|tag| tag.kind != TagKind::Comment) {
        let refused = REFUSED.iter().find(|(name, _)| *name == word(text, tag));
        if tag.span.end - tag.span.start > LONGEST {
            problems.push((tag.span, endless()));
        } else if let Some((_, message)) = refused.filter(|_| tag.kind == TagKind::Statement) {
            problems.push((tag.span, Problem::new(*message)));
        } else if imports_under_no_name(text, tag) {
            problems.push((tag.span, nameless()));
        }
    }
    let private = text.char_indices().filter(|(_, it)| is_private(*it));
    problems.extend(private.map(|(start, it)| {
        (
            Span {
                start,
                end: start + it.len_utf8(),
            },
            private_problem(it),
        )
    }));
    let blank = problems
        .iter()
        .fold(text.to_owned(), |text, (span, _)| blanked(&text, *span));
    (blank, problems)
}

/// Whether a tag imports under anything but one name, on which minijinja panics.
fn imports_under_no_name(text: &str, tag: Tag) -> bool {
    if tag.kind != TagKind::Statement || word(text, tag) != "import" {
        return false;
    }
    let inner = text[tag.span.start..tag.span.end].trim_end_matches(['%', '}', '-', '+']);
    let mut words: Vec<&str> = inner.split_whitespace().collect();
    if let [.., "with" | "without", "context"] = *words {
        words.truncate(words.len() - 2);
    }
    let name = |it: &str| {
        let constant = matches!(it.to_lowercase().as_str(), "true" | "false" | "none" | "not");
        let begins = |first: char| first.is_ascii_alphabetic() || first == '_';
        it.starts_with(begins) && first_word(it) == it && !constant
    };
    !matches!(*words, [.., keyword, last] if keyword.ends_with("as") && name(last))
}

fn nameless() -> Problem {
    Problem::new("import の as の後には、名前を一つ書きます。")
        .hint("{% import \"…\" as 名前 %} のように書いてください。")
}

fn endless() -> Problem {
    Problem::new("{{ }} 又は {% %} が閉じていないか、長すぎます。")
        .hint("閉じる }} 又は %} を確かめてください。長い式は {% set … %} で分けてください。")
}

/// The text in which only tags alone on their line swallow the line break after them, and a problem for each tag that
/// cannot be told so.
///
/// Otherwise a paragraph that ends in `{% endif %}` would run into the next. A `+` takes the place of the space before
/// `%}`, so that every byte keeps its place.
pub(super) fn with_line_ends(text: &str) -> (String, Vec<(Span, Problem)>) {
    let (mut kept, mut problems) = (text.to_owned(), Vec::new());
    for tag in tags(text).into_iter().filter(|tag| swallows_wrongly(text, *tag)) {
        let at = tag.span.end - 3;
        match text.get(at..at + 1) {
            Some(" ") => kept.replace_range(at..at + 1, "+"),
            Some("-" | "+") => {}
            Some(_) | None => problems.push((tag.span, cramped())),
        }
    }
    (kept, problems)
}

fn cramped() -> Problem {
    Problem::new("{% … %} の %} の前に空白がありません。").hint("{% endif %} のように書いてください。")
}

/// A statement or comment at the end of a line that holds words or values too.
fn swallows_wrongly(text: &str, tag: Tag) -> bool {
    let ends_line = text[tag.span.end..].starts_with(['\n', '\r']);
    let start = text[..tag.span.start].rfind('\n').map_or(0, |at| at + 1);
    let line = Span {
        start,
        end: tag.span.end,
    };
    tag.kind != TagKind::Print && ends_line && !only_statements(text, line)
}

fn only_statements(text: &str, line: Span) -> bool {
    let within = tags(text)
        .into_iter()
        .filter(|tag| tag.span.end > line.start && tag.span.start < line.end);
    let mut rest = text[line.start..line.end].to_owned();
    for tag in within.filter(|tag| tag.kind != TagKind::Print) {
        let (start, end) = (
            tag.span.start.max(line.start) - line.start,
            tag.span.end.min(line.end) - line.start,
        );
        rest = blanked(&rest, Span { start, end });
    }
    rest.trim().is_empty()
}

fn is_private(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{3FFF0}'..='\u{10FFFF}')
        && !matches!(character, '\u{E0000}'..='\u{E0FFF}')
}

fn private_problem(character: char) -> Problem {
    Problem::new(format!(
        "外字（U+{:04X}）はテンプレートに書けません。",
        u32::from(character)
    ))
    .hint("標準の文字に置き換えてください。")
}

/// The text with spaces at these bytes, line breaks kept: everything else keeps its place.
pub(super) fn blanked(text: &str, span: Span) -> String {
    let blank: String = text[span.start..span.end]
        .bytes()
        .map(|it| if it == b'\n' { '\n' } else { ' ' })
        .collect();
    format!("{}{blank}{}", &text[..span.start], &text[span.end..])
}

/// The text with the tag at this byte made harmless, so that what follows can be checked; none where that would change
/// what follows.
pub(super) fn mended(text: &str, at: usize) -> Option<String> {
    let tag = tags(text)
        .into_iter()
        .find(|tag| tag.span.start <= at && at < tag.span.end)?;
    let mended = match (tag.kind, word(text, tag)) {
        (TagKind::Print, _) => blanked(text, tag.span),
        (TagKind::Statement, "if" | "elif") => with_expression(text, tag, word(text, tag), "0")?,
        (TagKind::Statement, "for") => with_expression(text, tag, " in ", "[]")?,
        (TagKind::Statement | TagKind::Comment, _) => return None,
    };
    (mended != text).then_some(mended)
}

/// Another expression after a word of a tag, in as many bytes.
fn with_expression(text: &str, tag: Tag, after: &str, expression: &str) -> Option<String> {
    let inner = &text[tag.span.start..tag.span.end];
    let start = inner.find(after)? + after.len();
    let old = inner[start..].strip_suffix("%}")?.trim_end_matches(['-', '+']);
    let room = old.len().checked_sub(expression.len() + 1)?;
    let start = tag.span.start + start;
    let new = format!(" {expression}{}", " ".repeat(room));
    Some(format!("{}{new}{}", &text[..start], &text[start + old.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_end_outside_strings_and_braces() {
        let text = "a {{ \"}}\" }} b {% set x = {'k': {}} %}{# {{ #}{% raw %}{{ x }}{% endraw %}";
        let found: Vec<&str> = tags(text)
            .iter()
            .map(|tag| &text[tag.span.start..tag.span.end])
            .collect();
        let expected = [
            "{{ \"}}\" }}",
            "{% set x = {'k': {}} %}",
            "{# {{ #}",
            "{% raw %}",
            "{% endraw %}",
        ];
        assert_eq!(found, expected);
        assert_eq!(literals(text).into_iter().collect::<Vec<_>>(), ["k", "}}"]);
    }

    #[test]
    fn only_a_tag_alone_on_its_line_swallows_the_line_break() {
        let cases = [
            ("{% if a %}\n文{% endif %}\n", "{% if a %}\n文{% endif+%}\n"),
            (
                "  {% if a %}{% set b = 1 %}{% endif %}\n",
                "  {% if a %}{% set b = 1 %}{% endif %}\n",
            ),
            ("{{ a }}{# b #}\n", "{{ a }}{# b+#}\n"),
            ("文{% endif -%}\n", "文{% endif -%}\n"),
            ("文{% endif %}文\n", "文{% endif %}文\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(with_line_ends(text), (expected.to_owned(), Vec::new()));
        }
        assert_eq!(with_line_ends("文{%endif%}\n").1.len(), 1);
    }

    #[test]
    fn faulty_tags_become_harmless_in_as_many_bytes() {
        let cases = [
            ("a{{ x.y }}b", 5, Some("a         b")),
            ("{% if x.y %}", 6, Some("{% if 0   %}")),
            ("{%- for a in b.c -%}", 15, Some("{%- for a in  [] -%}")),
            ("{% set a = b.c %}", 12, None),
            ("text", 1, None),
        ];
        for (text, at, expected) in cases {
            assert_eq!(mended(text, at).as_deref(), expected, "{text}");
        }
    }
}

//! Paragraphs of a prose, and how two lines of one paragraph are joined.

/// The paragraphs, parted by empty lines; a single line break within one is none.
pub fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)) {
        match paragraphs.last_mut() {
            Some(last) if !line.trim().is_empty() => append(last, line),
            Some(last) if last.is_empty() => {}
            Some(_) | None => paragraphs.push(String::new()),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

fn append(paragraph: &mut String, line: &str) {
    paragraph.push_str(gap(paragraph.chars().next_back(), line.chars().next()));
    paragraph.push_str(line);
}

/// What stands for a line break between two characters: a space between Latin words, nothing beside a Japanese one.
///
/// 令和 at the end of a line and 8年度 on the next are one word: so one Japanese side is enough for no space.
pub(super) fn gap(left: Option<char>, right: Option<char>) -> &'static str {
    let words = |side: Option<char>| side.is_some_and(|it| !is_japanese(it) && !it.is_whitespace());
    if words(left) && words(right) { " " } else { "" }
}

fn is_japanese(character: char) -> bool {
    matches!(character,
        '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lines_part_paragraphs_and_line_breaks_do_not() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("一行", &["一行"]),
            ("一行\n二行", &["一行二行"]),
            ("Smart\nFactory", &["Smart Factory"]),
            ("令和\n8年度\n", &["令和8年度"]),
            ("一\n\n\n二\r\n \r\n三", &["一", "二", "三"]),
            ("　字下げ  \n  次", &["　字下げ    次"]),
        ];
        for (text, expected) in cases {
            assert_eq!(paragraphs(text), *expected, "{text:?}");
        }
    }
}

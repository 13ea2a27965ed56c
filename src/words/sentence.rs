//! Sentences of a text, wherever its lines break.

use std::ops::Range;

/// A text as it flows: line breaks within a paragraph are left out, for they part no words.
#[derive(Clone, Debug, Default)]
pub struct Flowing {
    /// The text; an empty line stays a line break.
    pub text: String,
    /// Where in it something was left out, and how many bytes.
    left_out: Vec<(usize, usize)>,
}

/// With these a line begins that does not go on the one before.
const MARKS: [char; 12] = ['・', '●', '○', '◎', '■', '□', '※', '-', '－', '*', '#', '|'];

impl Flowing {
    /// A text of a source.
    pub fn of(text: &str) -> Flowing {
        let mut flowing = Flowing::default();
        let mut lines = text.split_inclusive('\n').peekable();
        while let Some(line) = lines.next() {
            let bare = line.trim_end_matches(['\n', '\r']);
            flowing.text.push_str(bare);
            let breaks = line.len() - bare.len();
            let next = lines.peek().map(|next| next.trim_matches([' ', '\r', '\n', '　']));
            let goes_on = !bare.trim().is_empty() && next.is_some_and(|it| !it.is_empty() && !it.starts_with(MARKS));
            match breaks {
                0 => {}
                _ if goes_on => flowing.left_out.push((flowing.text.len(), breaks)),
                _ => {
                    flowing.text.push('\n');
                    flowing.left_out.push((flowing.text.len(), breaks - 1));
                }
            }
        }
        flowing
    }

    /// A text that is one paragraph already.
    pub fn paragraph(text: &str) -> Flowing {
        Flowing {
            text: text.to_owned(),
            left_out: Vec::new(),
        }
    }

    /// The byte of the text as it was written.
    pub fn written(&self, at: usize) -> usize {
        let before = self.left_out.iter().take_while(|(place, _)| *place <= at);
        at + before.map(|(_, bytes)| bytes).sum::<usize>()
    }
}

/// The sentences of a text, without the spaces around them: they end with 。, ！, ？ or the line. What stands in brackets
/// is no sentence of its own.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    let mut push = |range: Range<usize>| {
        let piece = &text[range.clone()];
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            let start = range.start + (piece.len() - piece.trim_start().len());
            found.push(start..start + trimmed.len());
        }
    };
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        match character {
            '「' | '『' | '（' | '(' => depth += 1,
            '」' | '』' | '）' | ')' => depth = depth.saturating_sub(1),
            '。' | '！' | '？' if depth == 0 => {
                push(start..end);
                start = end;
            }
            '\n' => {
                push(start..end);
                (start, depth) = (end, 0);
            }
            _ => {}
        }
    }
    push(start..text.len());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_part_no_words_and_empty_lines_do() {
        let text = "投資額は約28\n億円です。次の\r\n文\n\n別の段落\n・項目";
        let flowing = Flowing::of(text);
        assert_eq!(flowing.text, "投資額は約28億円です。次の文\n\n別の段落\n・項目");
        for word in ["投資", "億円", "次の", "文\n", "別", "・"] {
            let at = flowing.text.find(word).unwrap();
            assert!(text[flowing.written(at)..].starts_with(word), "{word}");
        }
    }

    #[test]
    fn sentences_end_with_their_mark_or_line() {
        let text = "　一つ目です。二つ目（注。）です。\n\n三つ目";
        let found: Vec<&str> = sentences(text).into_iter().map(|it| &text[it]).collect();
        assert_eq!(found, ["一つ目です。", "二つ目（注。）です。", "三つ目"]);
    }
}

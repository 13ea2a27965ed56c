//! One form for all the ways in which the same words can be written.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Stands between texts that do not belong together: nothing is found across it.
pub const GAP: char = '\u{1E}';

/// Letters and digits alone, in one width, case and normal form: neither spaces, line breaks, punctuation nor what
/// cannot be seen parts them.
pub fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    letters.extend(text.nfkc().flat_map(char::to_lowercase).filter(is_kept));
    letters
}

fn is_kept(letter: &char) -> bool {
    letter.is_alphanumeric() || *letter == GAP
}

/// The same as [`letters`], each with the byte of the text at which what it stands for begins.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    /// The letters.
    pub letters: Vec<char>,
    starts: Vec<usize>,
}

impl Letters {
    /// Those of a text.
    pub fn of(text: &str) -> Letters {
        let mut found = Letters::default();
        for (at, character) in folded(text) {
            for letter in character.to_lowercase().filter(is_kept) {
                found.letters.push(letter);
                found.starts.push(at);
            }
        }
        found
    }

    /// The byte of the text at which a letter begins.
    pub fn start(&self, index: usize) -> usize {
        self.starts.get(index).copied().unwrap_or_default()
    }

    /// The byte behind a letter of their text.
    pub fn end(&self, text: &str, index: usize) -> usize {
        let start = self.start(index);
        text[start..].chars().next().map_or(start, |it| start + it.len_utf8())
    }
}

/// The characters of a text in compatibility form (NFKC), each with the byte of the text at which what it stands for
/// begins. What cannot be seen is left out.
pub(super) fn folded(text: &str) -> Vec<(usize, char)> {
    let mut folded = Vec::with_capacity(text.len() / 2);
    let mut characters = text.char_indices().peekable();
    while let Some((start, first)) = characters.next() {
        let mut end = start + first.len_utf8();
        while let Some((at, mark)) = characters.next_if(|(_, it)| joins(*it)) {
            end = at + mark.len_utf8();
        }
        let piece = &text[start..end];
        if is_nfkc_quick(piece.chars()) == IsNormalized::Yes {
            folded.extend(piece.chars().filter(|it| !is_invisible(*it)).map(|it| (start, it)));
        } else {
            folded.extend(piece.nfkc().filter(|it| !is_invisible(*it)).map(|it| (start, it)));
        }
    }
    folded
}

/// Whether a character makes one with that before it.
fn joins(character: char) -> bool {
    matches!(character, '\u{FF9E}' | '\u{FF9F}') || character as u32 > 0x2FF && is_combining_mark(character)
}

fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{E0001}'..='\u{E01EF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_cases_and_normal_forms_are_one() {
        assert_eq!(letters("ｶﾌﾞｼｷ　会社 「Ａｂｃ」\u{AD}1,2\n3"), "カブシキ会社abc123");
        assert_eq!(letters("か\u{3099}⼈\u{200B}神"), "が人神");
    }

    #[test]
    fn each_letter_knows_where_it_stands() {
        let text = "㈱阿蘇 ｶﾞ３億";
        let found = Letters::of(text);
        assert_eq!(found.letters.iter().collect::<String>(), letters(text));
        let three = found.letters.iter().position(|it| *it == '3').unwrap();
        assert_eq!(found.start(three), text.find('３').unwrap());
        let voiced = found.letters.iter().position(|it| *it == 'ガ').unwrap();
        assert_eq!(found.start(voiced), text.find('ｶ').unwrap());
    }

    proptest::proptest! {
        #[test]
        fn letters_are_the_same_with_their_places(text in "([ａ-ｚ0-9０-９ｱ-ﾝﾞﾟァ-ヴか-ん\u{3099}㈱㌔阿蘇 、\n]){0,20}") {
            proptest::prop_assert_eq!(Letters::of(&text).letters.iter().collect::<String>(), letters(&text));
        }
    }
}

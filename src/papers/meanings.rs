//! The maps from the codes of a font to characters, and the strings of PDF.

use super::tokens::{Token, Tokens};
use std::collections::HashMap;

/// What a `ToUnicode` map says.
#[derive(Debug, Default)]
pub struct Meanings {
    of: HashMap<u16, String>,
    /// Codes have one byte, not two.
    pub single: bool,
}

impl Meanings {
    /// Reads a map.
    pub fn read(map: &[u8]) -> Self {
        let mut meanings = Meanings::default();
        let mut operands: Vec<Token> = Vec::new();
        for token in Tokens::of(map) {
            match &token {
                Token::Operator(b"endbfchar") => meanings.add_each(&operands),
                Token::Operator(b"endbfrange") => meanings.add_ranges(&operands),
                Token::Operator(b"endcodespacerange") => {
                    meanings.single = matches!(operands.first(), Some(Token::String(code)) if code.len() == 1);
                }
                Token::Operator(_) => {}
                Token::Number(_) => continue,
                Token::String(_) | Token::Open | Token::Close | Token::Name(_) => {
                    operands.push(token);
                    continue;
                }
            }
            operands.clear();
        }
        meanings
    }

    /// What a code means.
    pub fn of(&self, code: &[u8]) -> Option<&str> {
        self.of.get(&number(code)).map(String::as_str)
    }

    fn add_each(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::String(code), Token::String(text)] = pair {
                self.of.insert(number(code), utf16(text));
            }
        }
    }

    /// From a code to a code the characters from this on, or those of a list.
    fn add_ranges(&mut self, operands: &[Token<'_>]) {
        let mut operands = operands.iter();
        while let (Some(Token::String(first)), Some(Token::String(last))) = (operands.next(), operands.next()) {
            let codes = number(first)..=number(last);
            match operands.next() {
                Some(Token::String(text)) => {
                    let mut text = text.clone();
                    for code in codes {
                        self.of.insert(code, utf16(&text));
                        if let Some(last) = text.last_mut() {
                            *last = last.wrapping_add(1);
                        }
                    }
                }
                Some(Token::Open) => {
                    for (code, text) in codes.zip(operands.by_ref()) {
                        if let Token::String(text) = text {
                            self.of.insert(code, utf16(text));
                        }
                    }
                    operands.next();
                }
                Some(Token::Close | Token::Name(_) | Token::Number(_) | Token::Operator(_)) | None => return,
            }
        }
    }
}

/// The number that the bytes of a code are.
pub fn number(code: &[u8]) -> u16 {
    code.iter().fold(0, |number, byte| number << 8 | u16::from(*byte))
}

/// A text string of PDF: UTF-16 or UTF-8 with a mark, else nearly Latin-1.
pub fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        other => match std::str::from_utf8(other) {
            Ok(text) => text.to_owned(),
            Err(_) => other.iter().map(|&byte| char::from(byte)).collect(),
        },
    }
}

/// UTF-16 as PDF writes it.
pub fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|it| u16::from_be_bytes([it[0], it[1]]))
        .collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_mapped_one_by_one_and_by_ranges() {
        let map =
            b"begincodespacerange <0000><FFFF> endcodespacerange 2 beginbfchar <0001> <963F> <0002> <8607> endbfchar\n\
            1 beginbfrange <0010> <0012> <0030> <0020> <0021> [<7CBE> <5BC6>] endbfrange";
        let meanings = Meanings::read(map);
        for (code, text) in [(1, "阿"), (2, "蘇"), (0x10, "0"), (0x12, "2"), (0x21, "密")] {
            assert_eq!(meanings.of(&[0, code]), Some(text));
        }
        assert!(!meanings.single && meanings.of(&[0, 3]).is_none());
    }

    #[test]
    fn nothing_that_is_cut_off_breaks_it() {
        for map in [
            "(",
            "<",
            "<<",
            "/",
            "[(a\\",
            "(\\7",
            "BI ID x",
            "<1",
            "%",
            "<0001> <0002> [ endbfrange",
        ] {
            Meanings::read(map.as_bytes());
        }
    }
}

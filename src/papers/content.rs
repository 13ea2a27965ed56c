//! What the content of a PDF's page shows: its operators, and the maps from the codes of fonts to characters.

use std::collections::{BTreeMap, HashMap};

/// What the codes of the fonts of a page mean, by the names that the page gives them; `None` where nothing says it.
pub type Fonts<'a> = BTreeMap<Vec<u8>, Option<&'a Meanings>>;

/// What a page shows. A line break parts what is drawn apart.
#[derive(Debug, Default)]
pub struct Shown {
    /// What counts as content.
    pub body: String,
    /// Running heads, page numbers, and what stands there instead of words.
    pub around: String,
}

/// What a font's codes mean.
#[derive(Debug, Default)]
pub struct Meanings {
    of: HashMap<u16, String>,
    /// Codes have one byte, not two.
    single: bool,
}

impl Meanings {
    /// Reads a `ToUnicode` map.
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
                Token::String(_) | Token::Open | Token::Close | Token::Name(_) => {
                    operands.push(token);
                    continue;
                }
            }
            operands.clear();
        }
        meanings
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
                Some(Token::Close | Token::Name(_) | Token::Operator(_)) | None => return,
            }
        }
    }

    fn push(&self, codes: &[u8], to: &mut String) {
        for code in codes.chunks(if self.single { 1 } else { 2 }) {
            to.push_str(self.of.get(&number(code)).map_or("\u{FFFD}", String::as_str));
        }
    }
}

fn number(code: &[u8]) -> u16 {
    code.iter().fold(0, |number, byte| number << 8 | u16::from(*byte))
}

/// What a page's content shows in these fonts.
pub fn shown(content: &[u8], fonts: &Fonts<'_>) -> Shown {
    let mut shown = Shown::default();
    let mut operands: Vec<Token<'_>> = Vec::new();
    let mut font: Option<&Meanings> = None;
    // Of each open mark, whether what stands in it is no content.
    let mut marks: Vec<bool> = Vec::new();
    for token in Tokens::of(content) {
        let Token::Operator(operator) = token else {
            operands.push(token);
            continue;
        };
        let outside = marks.last().copied().unwrap_or(false);
        let to = if outside { &mut shown.around } else { &mut shown.body };
        match operator {
            b"Tj" | b"TJ" | b"'" | b"\"" => {
                for codes in strings(&operands) {
                    match font {
                        Some(meanings) => meanings.push(codes, to),
                        None => to.push_str(&String::from_utf8_lossy(codes)),
                    }
                }
                to.push('\n');
            }
            b"Tf" => font = first_name(&operands).and_then(|name| *fonts.get(name)?),
            b"BMC" | b"BDC" => {
                marks.push(outside || first_name(&operands) == Some(b"Artifact"));
                // Words that stand for what is drawn.
                strings(&operands).for_each(|it| shown.around.push_str(&(text_string(it) + "\n")));
            }
            b"EMC" => {
                marks.pop();
            }
            _ => strings(&operands).for_each(|it| shown.around.push_str(&(text_string(it) + "\n"))),
        }
        operands.clear();
    }
    shown
}

fn strings<'a>(operands: &'a [Token<'_>]) -> impl Iterator<Item = &'a [u8]> {
    operands.iter().filter_map(|it| match it {
        Token::String(bytes) => Some(&**bytes),
        Token::Name(_) | Token::Open | Token::Close | Token::Operator(_) => None,
    })
}

fn first_name<'a>(operands: &[Token<'a>]) -> Option<&'a [u8]> {
    operands.iter().find_map(|it| match it {
        Token::Name(name) => Some(*name),
        Token::String(_) | Token::Open | Token::Close | Token::Operator(_) => None,
    })
}

/// A token of a content stream or of a map; numbers are left out.
#[derive(Debug)]
enum Token<'a> {
    String(Vec<u8>),
    Name(&'a [u8]),
    /// Of an array or dictionary.
    Open,
    Close,
    Operator(&'a [u8]),
}

struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Tokens { rest: bytes }
    }

    /// The bytes up to the first that is not of the kind.
    fn take(&mut self, is: impl Fn(&u8) -> bool) -> &'a [u8] {
        let end = self.rest.iter().position(|it| !is(it)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let digits = self.take(|it| *it != b'>');
        self.skip(1);
        let digits = digits.iter().filter_map(|it| char::from(*it).to_digit(16));
        let digits: Vec<u8> = digits.filter_map(|it| u8::try_from(it).ok()).collect();
        let byte = |pair: &[u8]| pair[0] << 4 | pair.get(1).copied().unwrap_or(0);
        digits.chunks(2).map(byte).collect()
    }

    /// The string behind its opening bracket.
    fn literal(&mut self) -> Vec<u8> {
        let (mut bytes, mut depth) = (Vec::new(), 1);
        while let [first, rest @ ..] = self.rest {
            self.rest = rest;
            match first {
                b'(' => depth += 1,
                b')' => depth -= 1,
                b'\\' => {
                    bytes.extend(self.escaped());
                    continue;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
            bytes.push(*first);
        }
        bytes
    }

    fn escaped(&mut self) -> Option<u8> {
        let octal = self
            .rest
            .iter()
            .take(3)
            .take_while(|it| (b'0'..=b'7').contains(it))
            .count();
        if octal > 0 {
            let value = self.rest[..octal]
                .iter()
                .fold(0_u8, |value, it| value.wrapping_mul(8).wrapping_add(it - b'0'));
            self.skip(octal);
            return Some(value);
        }
        let first = *self.rest.first()?;
        self.skip(1);
        match first {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\n' | b'\r' => None,
            other => Some(other),
        }
    }

    /// Skips the data of a picture in the content: `ID` is behind.
    fn skip_picture(&mut self) {
        let end = self
            .rest
            .windows(3)
            .position(|it| it[0].is_ascii_whitespace() && &it[1..] == b"EI");
        self.skip(end.map_or(self.rest.len(), |at| at + 3));
    }
}

fn is_regular(byte: &u8) -> bool {
    !byte.is_ascii_whitespace() && *byte != 0 && !b"()<>[]{}/%".contains(byte)
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.take(|it| it.is_ascii_whitespace() || *it == 0);
            let first = *self.rest.first()?;
            match first {
                b'(' => {
                    self.skip(1);
                    return Some(Token::String(self.literal()));
                }
                b'<' if self.rest.get(1) != Some(&b'<') => {
                    self.skip(1);
                    return Some(Token::String(self.hexadecimal()));
                }
                b'<' | b'>' => self.skip(2),
                b'[' => {
                    self.skip(1);
                    return Some(Token::Open);
                }
                b']' => {
                    self.skip(1);
                    return Some(Token::Close);
                }
                b'/' => {
                    self.skip(1);
                    return Some(Token::Name(self.take(is_regular)));
                }
                b'%' => {
                    self.take(|it| !matches!(it, b'\n' | b'\r'));
                }
                b'{' | b'}' | b')' => self.skip(1),
                b'0'..=b'9' | b'+' | b'-' | b'.' => {
                    self.take(is_regular);
                }
                _ => {
                    let operator = self.take(is_regular);
                    if operator == b"ID" {
                        self.skip_picture();
                    }
                    return Some(Token::Operator(operator));
                }
            }
        }
    }
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
    fn text_is_read_through_the_maps_of_fonts() {
        let map =
            b"begincodespacerange <0000><FFFF> endcodespacerange 2 beginbfchar <0001> <963F> <0002> <8607> endbfchar\n\
            1 beginbfrange <0010> <0012> <0030> <0020> <0021> [<7CBE> <5BC6>] endbfrange";
        let meanings = Meanings::read(map);
        let fonts = Fonts::from([(b"F1".to_vec(), Some(&meanings))]);
        let content = b"/P <</MCID 0 /ActualText (w\\157rds)>> BDC BT /F1 9.5 Tf [<0001> -20 <00020020>] TJ <00100012> Tj ET EMC\n\
            /Artifact BMC BT /F1 8 Tf <0021> Tj ET EMC % end";
        let shown = shown(content, &fonts);
        assert_eq!(shown.body, "阿蘇精\n02\n");
        assert_eq!(shown.around, "words\n密\n");
    }

    #[test]
    fn nothing_that_is_cut_off_breaks_it() {
        for content in ["(", "<", "<<", "/", "[(a\\", "(\\7", "BI ID x", "<1", "%"] {
            shown(content.as_bytes(), &Fonts::new());
            Meanings::read(content.as_bytes());
        }
    }
}

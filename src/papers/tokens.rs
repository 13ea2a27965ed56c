//! The tokens of content streams and of the maps of fonts: strings, names, numbers, operators.

/// A token of a content stream or of a map.
#[derive(Debug)]
pub enum Token<'a> {
    /// A string, unescaped.
    String(Vec<u8>),
    /// A name, without its slash.
    Name(&'a [u8]),
    /// A number; what is none counts as zero.
    Number(f64),
    /// An array begins.
    Open,
    /// An array ends.
    Close,
    /// What is done with the operands before it.
    Operator(&'a [u8]),
}

/// The tokens of a content stream or of a map, one after the other.
pub struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    /// Those of these bytes.
    pub fn of(bytes: &'a [u8]) -> Self {
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
                    return Some(Token::Number(number(self.take(is_regular))));
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

/// A number as content streams write it: digits with a sign and a point, no exponent.
fn number(digits: &[u8]) -> f64 {
    std::str::from_utf8(digits)
        .ok()
        .and_then(|it| it.parse().ok())
        .filter(|it: &f64| it.is_finite())
        .unwrap_or_default()
}

//! Where a character of a text stands in its source, whatever quotes and escapes it is written with.

use crate::source::{Place, SourceMap, Span};
use std::ops::Range;

/// The place of a part of a text, given by its bytes, where the text is written at `whole`. Where it cannot be followed
/// it is the place of the whole.
pub fn within(sources: &SourceMap, whole: Place, text: &str, part: Range<usize>) -> Place {
    let written = sources.text(whole);
    let last = text[part.clone()].chars().next_back().map_or(0, char::len_utf8);
    let ends = [part.start, part.end - last].map(|at| position(written, text, at));
    let [Some(start), Some(end)] = ends else {
        return whole;
    };
    let span = Span {
        start: whole.span.start + start.start,
        end: whole.span.start + end.end,
    };
    Place { span, ..whole }
}

/// The bytes that write the character which begins at a byte of the text.
fn position(written: &str, text: &str, at: usize) -> Option<Range<usize>> {
    let quotes = ["\"\"\"", "'''", "\"", "'"];
    let quote = quotes.iter().find(|quote| written.starts_with(**quote))?;
    let mut units = Units {
        written,
        at: quote.len(),
        escapes: quote.starts_with('"'),
    };
    for (index, character) in text.char_indices() {
        // A text loses spaces at its ends, and one of the two characters of Windows' line breaks.
        let unit = loop {
            let (range, unit) = units.next()?;
            match unit {
                Some(it) if it == character => break range,
                Some(it) if it.is_whitespace() => {}
                None => {}
                Some(_) => return None,
            }
        };
        if index == at {
            return Some(unit);
        }
    }
    None
}

/// The characters that a TOML string writes, with their bytes; `None` for what writes none.
struct Units<'a> {
    written: &'a str,
    at: usize,
    escapes: bool,
}

impl Iterator for Units<'_> {
    type Item = (Range<usize>, Option<char>);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let mut rest = self.written.get(start..)?.chars();
        let first = rest.next()?;
        self.at += first.len_utf8();
        if first != '\\' || !self.escapes {
            return Some((start..self.at, Some(first)));
        }
        let escape = rest.next()?;
        self.at += escape.len_utf8();
        let unit = match escape {
            'u' => self.code(4),
            'U' => self.code(8),
            'x' => self.code(2),
            'n' => Some('\n'),
            't' => Some('\t'),
            'r' => Some('\r'),
            'b' => Some('\u{8}'),
            'f' => Some('\u{C}'),
            'e' => Some('\u{1B}'),
            it if it.is_whitespace() => None,
            it => Some(it),
        };
        Some((start..self.at, unit))
    }
}

impl Units<'_> {
    fn code(&mut self, digits: usize) -> Option<char> {
        let code = self.written.get(self.at..self.at + digits)?;
        self.at += digits;
        char::from_u32(u32::from_str_radix(code, 16).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::de::DeTable;

    #[test]
    fn every_character_is_found_where_it_is_written() {
        for written in [
            "\"投資は28億円\"",
            "'投資は28億円'",
            "\"\"\"\n投資は\n28億円\n\"\"\"",
            "\"\"\"投資は\\\n   28億円\"\"\"",
            "\"\\u6295\\U00008CC7は28\\\"億円\"",
            "\"\"\"\r\n投資は\r\n28億円\"\"\"",
        ] {
            let source = format!("業 = 1\nx = {written}\n").replace("業", "y");
            let mut sources = SourceMap::default();
            let file = sources.add("a.toml", &source);
            let table = DeTable::parse(&source).unwrap();
            let value = &table.get_ref()["x"];
            let text = value.get_ref().as_str().unwrap().trim_end().replace("\r\n", "\n");
            let whole = Place {
                file,
                span: value.span().into(),
            };
            for (at, character) in text.char_indices() {
                let place = within(&sources, whole, &text, at..at + character.len_utf8());
                let found = sources.text(place);
                let escaped = found.starts_with('\\') || found.contains('\n');
                assert!(found.contains(character) || escaped, "{written}: {character} {found:?}");
                assert!(
                    place.span.end - place.span.start <= 10,
                    "{written}: {character} {found:?}"
                );
            }
        }
    }
}

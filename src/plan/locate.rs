//! Where a key of a source stands, or should stand.

use super::read::written_header;
use crate::source::{FileId, Place, SourceMap, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where a key stands, or the table in which it is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located {
    /// Of a written key its value; else the header of the innermost table that is written, or the file's first byte.
    pub place: Place,
    /// Whether it is surely not written. An empty array is nothing; a file that is no TOML, or empty, tells nothing.
    pub missing: bool,
}

/// Looks for a dotted key, given by its parts, in the text of a file.
pub fn locate(sources: &SourceMap, file: FileId, keys: &[&str]) -> Located {
    let text = &*sources.file(file).text;
    let parsed = DeTable::parse(text);
    let telling = parsed.is_ok() && !text.trim().is_empty();
    let root = parsed.unwrap_or_else(|_| Spanned::new(0..0, DeTable::default()));
    let at = |span: Span, missing| Located {
        place: Place { file, span },
        missing: missing && telling,
    };
    let (mut table, mut header) = (root.get_ref(), Span::default());
    for (index, key) in keys.iter().enumerate() {
        let Some(value) = table.get(*key) else { break };
        let last = index + 1 == keys.len();
        match value.get_ref() {
            DeValue::Table(inner) if !last => {
                if written_header(text, &value.span()) {
                    header = value.span().into();
                }
                table = inner;
            }
            DeValue::Array(items) if items.is_empty() => break,
            DeValue::Table(inner) if inner.is_empty() => return at(value.span().into(), true),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => return at(value.span().into(), false),
        }
    }
    at(header, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_key_is_missed_in_the_innermost_table_that_is_written() {
        let text = "a = 1\nlist = []\n[market]\nexport = \"x\"\n[kpi.sales]\nunit = 1\n";
        let mut sources = SourceMap::default();
        let file = sources.add("a.toml", text);
        let found = |keys: &[&str]| {
            let located = locate(&sources, file, keys);
            (located.place.span.start, located.missing)
        };
        let at = |words: &str| text.find(words).unwrap_or_default();
        assert_eq!(found(&["a"]), (at("1"), false));
        assert_eq!(found(&["b"]), (0, true));
        assert_eq!(found(&["list"]), (0, true));
        assert_eq!(found(&["market", "export"]), (at("\"x\""), false));
        assert_eq!(found(&["market", "products"]), (at("[market]"), true));
        assert_eq!(found(&["kpi", "employment", "targets"]), (0, true));
        assert_eq!(found(&["kpi", "sales", "targets"]), (at("[kpi.sales]"), true));
        assert_eq!(found(&["localization", "roadmap"]), (0, true));
    }
}

//! Where a key of a source stands, or should stand.

use super::form::{Form, Table};
use super::member::{Key, Need};
use super::read::{LONG, TomlValue, nearest, written_header};
use super::repair::{Repaired, repair};
use crate::source::{FileId, Place, SourceMap};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Where a key stands, or the table in which it is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located {
    /// Of a written key its value; else the header of the innermost table that is written, or the file's first byte.
    pub place: Place,
    /// Whether it is surely not written, or an empty array, and nothing else asks for it: the contract does not need it.
    /// A file that is empty, or too long and no TOML, tells nothing.
    pub missing: bool,
}

/// Looks for a dotted key, given by its parts, in the text of a file of this form.
pub fn locate(sources: &SourceMap, file: FileId, form: &Table, keys: &[&str]) -> Located {
    let text = &*sources.file(file).text;
    let found = match DeTable::parse(text) {
        Ok(table) => walk(text, table.get_ref(), form, keys),
        Err(_) if text.len() > LONG => Found::default(),
        Err(_) => {
            let repaired = repair(text, form);
            let (table, _) = DeTable::parse_recoverable(&repaired.text);
            walk(&repaired.text, table.get_ref(), form, keys).in_file(&repaired, keys)
        }
    };
    Located {
        place: Place {
            file,
            span: found.span.into(),
        },
        missing: found.missing && !text.trim().is_empty(),
    }
}

/// What was found in a text.
#[derive(Default)]
struct Found {
    span: Range<usize>,
    missing: bool,
    /// How many parts of the key are written.
    depth: usize,
}

impl Found {
    /// The same in the file of which the text is what could be read: the key may stand in the rest.
    fn in_file(self, repaired: &Repaired, keys: &[&str]) -> Found {
        let lost = keys
            .get(self.depth)
            .is_some_and(|key| repaired.may_have_had(&self.span, key, true));
        // The file's first byte stays it, even where the first lines were left out.
        let outermost = self.span.is_empty();
        Found {
            span: if outermost { 0..0 } else { repaired.original(self.span) },
            missing: self.missing && !lost,
            depth: self.depth,
        }
    }
}

fn walk(text: &str, root: &DeTable<'_>, form: &Table, keys: &[&str]) -> Found {
    let (mut table, mut form, mut header) = (root, Some(form), 0..0);
    // Whether a part of the key stands below a misspelt name besides: what is not here may be there.
    let mut elsewhere = false;
    for (depth, key) in keys.iter().enumerate() {
        let entry = form.and_then(|form| form.keys.iter().find(|(known, _)| known.name == *key));
        let absent = |span: Range<usize>| Found {
            span,
            missing: !elsewhere && entry.is_none_or(|(known, _)| known.need == Need::Optional),
            depth,
        };
        let meant = form.zip(entry).and_then(|(form, entry)| meant(table, form, entry.0));
        let Some(value) = table.get(*key).or(meant) else {
            return absent(header);
        };
        match value.get_ref() {
            DeValue::Table(inner) if inner.is_empty() => return absent(value.span()),
            DeValue::Table(inner) if depth + 1 < keys.len() => {
                if written_header(text, &value.span()) {
                    header = value.span();
                }
                table = inner;
            }
            DeValue::Array(_)
            | DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Table(_) => {
                return Found {
                    span: value.span(),
                    missing: value.get_ref().as_array().is_some_and(|items| items.is_empty()),
                    depth: keys.len(),
                };
            }
        }
        elsewhere |= meant.is_some();
        form = entry.and_then(|(_, form)| match form {
            Form::Table(inner) => Some(inner),
            Form::Leaf(_) | Form::Items(_) | Form::Rows(_) => None,
        });
    }
    Found {
        span: header,
        ..Found::default()
    }
}

/// The value of an unknown key that was surely meant to be a known one.
fn meant<'t, 'a>(table: &'t DeTable<'a>, form: &Table, key: &Key) -> Option<&'t TomlValue<'a>> {
    let known = || form.keys.iter().map(|(known, _)| *known);
    let is_meant = |written: &str| {
        let unknown = known().all(|it| it.name != written);
        unknown && nearest(written, known()).is_some_and(|it| it.name == key.name)
    };
    table
        .iter()
        .find(|(written, _)| is_meant(written.get_ref()))
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Field, Record};

    #[test]
    fn a_key_that_nothing_else_asks_for_is_missed_in_the_innermost_table_that_is_written() {
        let text = "name = \"x\"\ninitiatives = []\n[market]\nexport = \"x\"\n";
        let form = Field::form();
        let found = |text: &str, keys: &[&str]| {
            let mut sources = SourceMap::default();
            let file = sources.add("fields/a.toml", text);
            let located = locate(&sources, file, &form, keys);
            (located.place.span.start, located.missing)
        };
        let at = |words: &str| text.find(words).unwrap_or_default();
        assert_eq!(found(text, &["name"]), (at("\"x\""), false));
        assert_eq!(found(text, &["goal"]), (0, false));
        assert_eq!(found(text, &["initiatives"]), (at("[]"), true));
        assert_eq!(found(text, &["market", "domestic_share"]), (at("[market]"), true));
        assert_eq!(found(text, &["market", "products"]), (at("[market]"), false));
        assert_eq!(found(text, &["localization", "roadmap"]), (0, true));
        assert_eq!(found("", &["localization", "roadmap"]), (0, false));
        // What is left out of a broken file may have been the key, or surely was not.
        let broken = text.replace("name =", "name");
        assert_eq!(found(&broken, &["localization", "roadmap"]), (0, true));
        let broken = text.replace("export =", "domestic_share");
        assert!(!found(&broken, &["market", "domestic_share"]).1);
    }
}

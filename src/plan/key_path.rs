//! Keys of the sources as people and other files write them: `companies/aso-seimitsu#kpi.sales.targets[2030].value`.

use super::{Key, Node, Scalar};
use std::fmt;
use std::str::FromStr;

/// Where a value stands: the file without folder and ending, then the keys that lead to it.
///
/// A row is named by what it is (its year, its `id`, else its name), never by its number: rows may come and go before it.
/// In the name of a row `]` is written twice, in that of a file `#`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyPath {
    /// The file: `companies/aso-seimitsu`, `plan`; of a template its path.
    pub file: String,
    /// What leads to the value; nothing where the whole file is meant.
    pub steps: Vec<Step>,
}

/// A step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A key of a table.
    Key(String),
    /// A row of an array, by what it is.
    Row(String),
}

/// What is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoKeyPath;

impl KeyPath {
    /// A whole file.
    pub fn of_file(file: impl Into<String>) -> KeyPath {
        KeyPath {
            file: file.into(),
            steps: Vec::new(),
        }
    }

    /// A key of the table here.
    #[must_use]
    pub fn key(&self, name: &str) -> KeyPath {
        self.step(Step::Key(name.to_owned()))
    }

    /// A row of the array here.
    #[must_use]
    pub fn row(&self, name: &str) -> KeyPath {
        self.step(Step::Row(name.to_owned()))
    }

    fn step(&self, step: Step) -> KeyPath {
        let mut path = self.clone();
        path.steps.push(step);
        path
    }

    /// The names of its keys alone.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter_map(|step| match step {
            Step::Key(name) => Some(&**name),
            Step::Row(_) => None,
        })
    }
}

impl fmt::Display for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file.replace('#', "##"))?;
        for (index, step) in self.steps.iter().enumerate() {
            match step {
                Step::Key(name) if index == 0 => write!(f, "#{name}")?,
                Step::Key(name) => write!(f, ".{name}")?,
                Step::Row(name) if index == 0 => write!(f, "#[{}]", name.replace(']', "]]"))?,
                Step::Row(name) => write!(f, "[{}]", name.replace(']', "]]"))?,
            }
        }
        Ok(())
    }
}

impl FromStr for KeyPath {
    type Err = NoKeyPath;

    fn from_str(text: &str) -> Result<KeyPath, NoKeyPath> {
        let (file, mut rest) = until(text, '#');
        let mut path = KeyPath::of_file(file);
        while let Some(first) = rest.chars().next() {
            if let Some(row) = rest.strip_prefix('[') {
                let end = until_end(row).ok_or(NoKeyPath)?;
                path.steps.push(Step::Row(row[..end].replace("]]", "]")));
                rest = &row[end + 1..];
                continue;
            }
            if !path.steps.is_empty() {
                rest = rest.strip_prefix('.').ok_or(NoKeyPath)?;
            }
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            if end == 0 || matches!(first, ']' | '#') {
                return Err(NoKeyPath);
            }
            path.steps.push(Step::Key(rest[..end].to_owned()));
            rest = &rest[end..];
        }
        match path.file.is_empty() {
            true => Err(NoKeyPath),
            false => Ok(path),
        }
    }
}

/// What stands before a mark that is not doubled, the doubled ones as one; and what stands behind it.
fn until(text: &str, mark: char) -> (String, &str) {
    let mut before = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character == mark && characters.next_if(|(_, next)| *next == mark).is_none() {
            return (before, &text[at + mark.len_utf8()..]);
        }
        before.push(character);
    }
    (before, "")
}

/// Where the name of a row ends: at the first bracket that is not doubled.
fn until_end(row: &str) -> Option<usize> {
    let mut characters = row.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character == ']' && characters.next_if(|(_, next)| *next == ']').is_none() {
            return Some(at);
        }
    }
    None
}

/// The keys by which a row is known, the surest first.
const NAMES: [&str; 10] = [
    "id",
    "fiscal_year",
    "name",
    "title",
    "label",
    "measure",
    "event",
    "municipality",
    "file",
    "key",
];
/// So many characters of its text name a row that has no name.
const LONGEST_BEGINNING: usize = 20;

/// What a row is, by its table: its `id`, its year, its name; else how its text begins.
pub fn row_name(table: &[(&'static Key, Node<'_>)]) -> String {
    let words = |node: &Node<'_>| match node {
        Node::Value { scalar, .. } => match scalar {
            Scalar::Line(text) | Scalar::Prose(text) => Some(text.trim().to_owned()),
            Scalar::Integer(number) => Some(number.to_string()),
            Scalar::Number(_) | Scalar::Bool(_) | Scalar::Date(_) | Scalar::DateTime(_) => None,
        },
        Node::Absent | Node::Withheld | Node::Pending { .. } | Node::Table(_) | Node::List(_) => None,
    };
    let named = NAMES.iter().find_map(|name| {
        let (_, node) = table.iter().find(|(key, _)| key.name == *name)?;
        words(node)
    });
    let begins = || table.iter().find_map(|(_, node)| words(node)).unwrap_or_default();
    named.unwrap_or_else(|| begins().chars().take(LONGEST_BEGINNING).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let key = "[a-z_][a-z0-9_-]{0,12}".prop_map(Step::Key);
        let row = "([a-z0-9]|[あ-ん]|[.#\\]\\[ ＝\"']){0,8}".prop_map(Step::Row);
        (key.clone(), prop::collection::vec(prop_oneof![key, row], 0..5)).prop_map(|(first, mut rest)| {
            rest.insert(0, first);
            rest
        })
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_as_the_same(file in "[a-zあ-ん#/-]{0,8}[a-z]", steps in prop_oneof![Just(Vec::new()), steps()]) {
            let path = KeyPath { file, steps };
            prop_assert_eq!(path.to_string().parse::<KeyPath>(), Ok(path));
        }

        #[test]
        fn any_text_can_be_read(text in "([a-z]|[\\[\\]#. あ]){0,12}") {
            if let Ok(path) = text.parse::<KeyPath>() {
                prop_assert_eq!(path.to_string().parse::<KeyPath>(), Ok(path));
            }
        }
    }

    #[test]
    fn keys_are_written_as_people_know_them() {
        let value = KeyPath::of_file("companies/aso-seimitsu")
            .key("kpi")
            .key("sales")
            .key("targets");
        let value = value.row("2030").key("value");
        assert_eq!(
            value.to_string(),
            "companies/aso-seimitsu#kpi.sales.targets[2030].value"
        );
        for wrong in ["", "#kpi", "a#kpi..b", "a#kpi[2030", "a#.kpi", "a#kpi[1]x"] {
            assert!(wrong.parse::<KeyPath>().is_err(), "{wrong}");
        }
    }
}

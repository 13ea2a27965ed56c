//! Every text that a version shows, with where it stands: what is searched for changes that were forgotten.

use super::at::At;
use super::change::{Warning, WarningCode};
use super::seen::{Leaf, Seen, State, Table};
use super::version::{ShownVersion, Subject};
use crate::plan::form::LeafForm;
use crate::source::Place;

/// A text that a version shows.
pub struct Passage {
    /// Where it stands.
    pub at: At,
    /// The text without line breaks: a word may begin on one line and end on the next.
    pub text: String,
    /// Where in `text` line breaks were.
    breaks: Vec<usize>,
    place: Place,
}

/// All texts of a version: lines and prose, no words from fixed lists and no paths.
pub fn passages(version: &ShownVersion) -> Vec<Passage> {
    let mut passages = Vec::new();
    for subject in version.subjects() {
        let Subject {
            source,
            path,
            name,
            table,
            ..
        } = &subject;
        collect(&At::top(*source, path, name), table, &mut passages);
    }
    passages
}

fn collect(at: &At, table: &Table<'_>, to: &mut Vec<Passage>) {
    for (key, seen) in table {
        let below = at.below(key);
        match seen {
            Seen::Leaf(leaf) => to.extend(Passage::of(below, leaf)),
            Seen::Items(_) => {}
            Seen::Table(table) => collect(&below, table, to),
            Seen::Rows(rows) => rows
                .rows
                .iter()
                .for_each(|row| collect(&below.row(row), &row.table, to)),
        }
    }
}

impl Passage {
    fn of(at: At, leaf: &Leaf<'_>) -> Option<Passage> {
        let (LeafForm::Line | LeafForm::Prose, Some(text)) = (leaf.form, leaf.text()) else {
            return None;
        };
        let State::Given(_, place) = leaf.state else {
            return None;
        };
        let breaks = text.match_indices('\n').enumerate();
        Some(Passage {
            at,
            text: text.replace('\n', ""),
            breaks: breaks.map(|(count, (position, _))| position - count).collect(),
            place,
        })
    }

    /// Every place of some words in the text.
    pub fn find<'p>(&'p self, words: &'p str) -> impl Iterator<Item = usize> + 'p {
        self.text.match_indices(words).map(|(at, _)| at)
    }

    /// A warning about what stands at a byte of the text.
    pub fn warning(&self, version: &ShownVersion, code: WarningCode, at: usize, message: String) -> Warning {
        let file = version.plan.sources.file(self.place.file);
        let (line, column) = file.position(self.byte(version, at));
        Warning {
            code,
            message,
            subject: self.at.subject.clone(),
            key: self.at.key.clone(),
            label: format!("{}　{}", self.at.name, self.at.label()),
            path: file.path.clone(),
            line,
            column,
        }
    }

    /// The byte of the file; where the text is written with escapes, that at which the value begins.
    fn byte(&self, version: &ShownVersion, at: usize) -> usize {
        let written = version.plan.sources.text(self.place);
        let within = at + self.breaks.iter().filter(|it| **it <= at).count();
        let mut text = self.text.clone();
        for (count, position) in self.breaks.iter().enumerate() {
            text.insert(position + count, '\n');
        }
        let found = written.find(&text).map(|start| start + within);
        self.place.span.start + found.unwrap_or_default()
    }
}

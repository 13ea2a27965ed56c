//! How a comparison table looks: presets of `comparison.toml` of the templates.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The presets by name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Presets(BTreeMap<String, Preset>);

impl Presets {
    /// Before a plan is adopted.
    pub const DRAFT: &str = "draft";
    /// Once it is adopted.
    pub const ADOPTED: &str = "adopted";

    /// The preset of a name.
    pub fn get(&self, name: &str) -> Option<&Preset> {
        self.0.get(name)
    }

    /// The names of all presets, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// How a comparison table looks.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// The head of the column of the version after; the version's name follows it.
    pub after: String,
    /// The head of the column of the version before.
    pub before: String,
    /// Where the version after stands.
    pub after_side: Side,
    /// The head of the column of remarks; empty for no such column.
    pub remarks: String,
    /// How what changed is marked.
    pub mark: Mark,
    /// At the top right.
    pub note: String,
    /// In the place of what has not changed.
    pub unchanged: String,
    /// Before, in the place of what is new.
    pub new: String,
    /// After, in the place of what is gone.
    pub gone: String,
}

impl Preset {
    /// The words that it prints.
    pub fn words(&self) -> [&str; 7] {
        [
            &self.after,
            &self.before,
            &self.remarks,
            &self.note,
            &self.unchanged,
            &self.new,
            &self.gone,
        ]
    }
}

/// A side of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
}

/// How changed words are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Underlined.
    Underline,
    /// Bold.
    Bold,
}

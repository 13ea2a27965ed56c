//! What a project shows to fewer readers than the contract lets it.

use super::{NarrowedKey, Plan};
use crate::document::Class;

/// A key that a project shows to fewer readers than the contract lets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrowing {
    /// The kind of file: `plan`, `fields`, `companies`, `support`, `statistics`.
    pub kind: String,
    /// The dotted keys.
    pub path: Vec<String>,
    /// Who may still read it.
    pub class: Class,
}

impl NarrowedKey {
    /// What it says, where it says all of it.
    pub fn narrowing(&self) -> Option<Narrowing> {
        let mut keys = self.key.get()?.0.split('.').map(str::to_owned);
        Some(Narrowing {
            kind: keys.next()?,
            path: keys.collect(),
            class: self.class.value()?.class(),
        })
    }
}

impl Plan {
    /// What `[[classes]]` of `plan.toml` says.
    pub fn narrowings(&self) -> Vec<Narrowing> {
        self.about.classes.iter().filter_map(|row| row.narrowing()).collect()
    }
}

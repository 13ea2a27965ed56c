//! Where the texts that templates see came from.

use crate::document::Class;
use crate::source::Place;
use std::collections::HashMap;
use std::sync::Arc;

/// Where the texts that templates see came from, found by the address of the string.
///
/// Templates hold texts as `Value::from(Arc<str>)`, so that comparisons and filters of minijinja work on them; the
/// string stays alive as long as this table, hence its address names it.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    texts: HashMap<usize, Shown>,
}

/// A text that an edition shows.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Keeps the address taken.
    pub text: Arc<str>,
    /// Where it was written.
    pub place: Place,
    /// Who may read it.
    pub class: Class,
    /// Paragraphs parted by empty lines, rather than a single line.
    pub prose: bool,
}

impl Origins {
    /// Takes a text in.
    pub fn add(&mut self, shown: Shown) {
        self.texts.insert(address(&shown.text), shown);
    }

    /// The text at this address, where a source wrote it.
    pub fn find(&self, text: &str) -> Option<&Shown> {
        let shown = self.texts.get(&address(text))?;
        (shown.text.len() == text.len()).then_some(shown)
    }

    /// The strictest class of the texts: that of a text whose places were lost on the way.
    pub fn strictest(&self) -> Class {
        let classes = self.texts.values().map(|shown| shown.class);
        classes.max().unwrap_or(Class::Public)
    }
}

fn address(text: &str) -> usize {
    text.as_ptr() as usize
}

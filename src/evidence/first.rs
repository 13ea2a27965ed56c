//! Where a document prints a value of a source first: under which headings, and on which page.

use super::printed::found;
use crate::document::{Document, Origin, Text};
use crate::layout::Layout;
use crate::source::Place;
use std::collections::BTreeMap;

/// Where values of sources are printed first.
#[derive(Debug, Default)]
pub struct FirstPrinted {
    /// As they are.
    exact: BTreeMap<Key, Where>,
    /// Within a figure or sentence made from several.
    within: BTreeMap<Key, Where>,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    /// The headings above it: 第5　目標 ＞ 1　計画全体.
    pub section: String,
    /// The page, from 1; `None` where the pages do not tell.
    pub page: Option<usize>,
}

/// The file and the first byte of a value.
type Key = (u32, usize);

impl FirstPrinted {
    /// Takes in what a document prints next; `here` says where.
    pub(super) fn add(&mut self, text: &Text, here: impl Fn() -> Where) {
        let places = match &text.origin {
            Origin::Source(place) => std::slice::from_ref(place),
            Origin::Computed(places) | Origin::Figure { places, .. } => places,
            Origin::Template(_) => return,
        };
        let map = match places.len() {
            1 => &mut self.exact,
            _ => &mut self.within,
        };
        for place in places {
            map.entry(key(*place)).or_insert_with(&here);
        }
    }

    /// Where a value is printed first; `None` where it is not.
    pub fn of(&self, place: Place) -> Option<&Where> {
        let key = key(place);
        self.exact.get(&key).or_else(|| self.within.get(&key))
    }
}

fn key(place: Place) -> Key {
    (place.file.index(), place.span.start)
}

/// Finds where a document prints the values of its sources.
pub fn first_printed(document: &Document, layout: &Layout) -> FirstPrinted {
    found(document, layout).first
}

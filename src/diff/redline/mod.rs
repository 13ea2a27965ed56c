//! The redline (見え消し): one document that holds two versions, every change marked.
//!
//! Sections belong together by their headings, blocks by their words, rows by their first cells. What has moved is
//! deleted at one place and inserted at another; a table whose columns change, a chart or a picture that shows something
//! else is replaced whole. Numbers of headings, the contents, running heads and pages are those of the version after.

mod block;
mod line;
mod resolve;
mod sections;
mod sequence;
mod table;
mod texts;
mod whole;

pub(super) use line::dead;
pub use resolve::{accept, reject};

use crate::document::{Document, Revision};
use crate::transform::fit;
use std::fmt;
use whole::Whole;

/// What both versions hold, and how what came or went is marked.
struct Pass<'a> {
    before: &'a Document,
    after: &'a Document,
    deleted: Whole,
    inserted: Whole,
}

/// A redline that would have said something else than the two versions. It is never given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unproved {
    /// With all changes accepted, or else with all rejected.
    pub accepted: bool,
    /// The first text that the redline gives where they part, if any.
    pub found: Option<String>,
    /// The text that the version has there, if any.
    pub expected: Option<String>,
}

impl fmt::Display for Unproved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = if self.accepted { "accepting" } else { "rejecting" };
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".to_owned());
        let (found, expected) = (text(&self.found), text(&self.expected));
        write!(f, "{all} every change gives {found:?} instead of {expected:?}")
    }
}

impl std::error::Error for Unproved {}

/// The redline of two completed documents ([`crate::transform::complete`]) of one edition.
///
/// # Errors
/// Where accepting every change would not give `after`, or rejecting every change not `before`: this is proved each
/// time, paragraph by paragraph and cell by cell.
pub fn redline(before: &Document, after: &Document) -> Result<Document, Unproved> {
    let last = after.nodes().into_iter().max();
    let pass = Pass {
        before,
        after,
        deleted: Whole {
            revision: Revision::Deleted,
            nodes: last.map_or(0, |node| node.0 + 1),
            pictures: after.pictures.len(),
        },
        inserted: Whole {
            revision: Revision::Inserted,
            nodes: 0,
            pictures: 0,
        },
    };
    let mut both = Document {
        sections: pass.sections(),
        pictures: after.pictures.iter().chain(&before.pictures).cloned().collect(),
        ..after.clone()
    };
    fit(&mut both);
    prove(&both, before, after)?;
    Ok(both)
}

fn prove(both: &Document, before: &Document, after: &Document) -> Result<(), Unproved> {
    same(&accept(both), after, true)?;
    same(&reject(both), before, false)
}

fn same(found: &Document, expected: &Document, accepted: bool) -> Result<(), Unproved> {
    let (mut found, mut expected) = (
        texts::of_document(found).into_iter(),
        texts::of_document(expected).into_iter(),
    );
    loop {
        match (found.next(), expected.next()) {
            (None, None) => return Ok(()),
            (one, other) if one == other => {}
            (found, expected) => {
                return Err(Unproved {
                    accepted,
                    found,
                    expected,
                });
            }
        }
    }
}

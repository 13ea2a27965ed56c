//! Refuses a document that holds a text which its readers may not see.

use crate::document::{Class, Document, Origin};
use std::fmt;

/// A text of a document whose class is above what the document discloses. Its value is not repeated here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undisclosed {
    /// Where the text came from.
    pub origin: Origin,
    /// Its class.
    pub class: Class,
}

impl fmt::Display for Undisclosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a text of class {:?} from {:?} may not be disclosed by this document",
            self.class, self.origin
        )
    }
}

impl std::error::Error for Undisclosed {}

/// Fails at the first text whose class is above what the document discloses: every writer asks this first.
pub fn refuse_above(document: &Document) -> Result<(), Undisclosed> {
    let mut refused = None;
    document.each_text(&mut |text| {
        if text.class > document.discloses && refused.is_none() {
            refused = Some(Undisclosed {
                origin: text.origin.clone(),
                class: text.class,
            });
        }
    });
    refused.map_or(Ok(()), Err)
}

//! A document of which every text may be read by its readers: what pages and files are made from.

use super::{Class, Document, Origin};
use std::fmt;
use std::ops::Deref;

/// A document that holds nothing above the class that it discloses. Pages are set from it and Word files written from it
/// alone, so that no writer can forget to ask.
#[derive(Clone, Copy, Debug)]
pub struct Disclosable<'a>(&'a Document);

impl Deref for Disclosable<'_> {
    type Target = Document;

    fn deref(&self) -> &Document {
        self.0
    }
}

impl<'a> Disclosable<'a> {
    /// The document itself.
    pub fn document(self) -> &'a Document {
        self.0
    }
}

/// The texts of a document whose class is above what it discloses, by where each came from. The texts are not repeated
/// here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undisclosed {
    /// Each origin once, in the order of the document, with the class of the text.
    pub texts: Vec<(Origin, Class)>,
}

impl Document {
    /// The same document for layout and writers.
    ///
    /// # Errors
    /// Where it holds texts whose class is above what it discloses.
    pub fn disclosable(&self) -> Result<Disclosable<'_>, Undisclosed> {
        let mut texts: Vec<(Origin, Class)> = Vec::new();
        self.each_text(&mut |text| {
            if text.class > self.discloses && !texts.iter().any(|(origin, _)| *origin == text.origin) {
                texts.push((text.origin.clone(), text.class));
            }
        });
        if texts.is_empty() {
            Ok(Disclosable(self))
        } else {
            Err(Undisclosed { texts })
        }
    }
}

impl fmt::Display for Undisclosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "この版では示せない値が、文書の{}か所にあります", self.texts.len())
    }
}

impl std::error::Error for Undisclosed {}

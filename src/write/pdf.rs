//! Writes the pages of a document as PDF: an archivable (PDF/A-2a) and accessible (PDF/UA-1) file.

use super::Written;
use crate::document::{Disclosable, Document};
use crate::layout::Layout;
use std::fmt;
use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// A document that cannot be written so that everybody can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfError {
    /// Why, in typst's words.
    pub messages: Vec<String>,
}

/// Writes the PDF. The same document gives the same bytes: nothing in them depends on the clock or on chance.
///
/// Fails where the tree breaks a rule of accessible documents, such as a skipped level of headings.
pub fn write(document: Disclosable<'_>, layout: &Layout) -> Result<Written, PdfError> {
    let bytes = typst_pdf::pdf(&layout.pages, &options(document.document())?);
    bytes.map(Written::new).map_err(|errors| PdfError {
        messages: errors.iter().map(|error| error.message.to_string()).collect(),
    })
}

/// What the export is asked for.
///
/// # Errors
/// Where typst cannot meet both standards at once.
pub fn options(document: &Document) -> Result<PdfOptions, PdfError> {
    Ok(PdfOptions {
        ident: Smart::Custom(format!("planc {}", document.title.text)),
        creator: Smart::Custom(Some(super::PROGRAM.to_owned())),
        timestamp: timestamp(document.date),
        standards: standards()?,
        ..PdfOptions::default()
    })
}

fn standards() -> Result<PdfStandards, PdfError> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    standards.map_err(|error| PdfError {
        messages: vec![error.message().to_string()],
    })
}

/// Midnight of the document's date.
fn timestamp(date: jiff::civil::Date) -> Option<Timestamp> {
    let year = i32::from(date.year());
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    Datetime::from_ymd_hms(year, month, day, 0, 0, 0).map(Timestamp::new_utc)
}

impl fmt::Display for PdfError {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str(&self.messages.join("\n"))
    }
}

impl std::error::Error for PdfError {}

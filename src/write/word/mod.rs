//! Writes a document as Word: docx-rs builds the body, a finishing pass makes it valid and complete.

mod body;
mod caption;
mod contents;
mod cover;
mod error;
mod field;
mod finish;
mod heading;
mod inline;
mod list;
mod marks;
mod measure;
mod numbering;
mod package;
mod picture;
mod properties;
mod revision;
mod running;
mod settings;
mod styles;
mod table;
mod xml;

pub use styles::names as style_names;

pub use error::WordError;
pub(super) use xml::DECLARATION;

use super::Written;
use crate::document::Disclosable;
use crate::layout::Printed;

/// The document as a Word file. The same document and pages give the same bytes.
pub fn write(document: Disclosable<'_>, printed: &Printed) -> Result<Written, WordError> {
    let document = document.document();
    let draft = body::draft(document, printed)?;
    let body = finish::finish(&draft.xml, &draft.plan)?;
    package::pack(document, &draft, body).map(Written::new)
}

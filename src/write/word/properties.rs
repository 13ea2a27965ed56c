//! The properties of the file: title, author, date, and the program that wrote it.

use super::xml::{DECLARATION, escape};
use crate::document::Document;
use crate::write::PROGRAM;

/// The part `docProps/core.xml`. The date is the plan's, never the clock's.
pub fn core(document: &Document) -> String {
    let title = escape(&document.title.text);
    let author = escape(&document.author.text);
    let subject = escape(match &*document.head.left.text {
        "" => &document.title.text,
        head => head,
    });
    let date = document.date;
    format!(
        r#"{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy><dcterms:created xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:modified><dc:language>ja-JP</dc:language></cp:coreProperties>"#
    )
}

/// The part `docProps/app.xml`.
pub fn app() -> String {
    format!(
        r#"{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>{PROGRAM}</Application></Properties>"#
    )
}

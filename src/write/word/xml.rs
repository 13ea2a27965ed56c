//! Text made safe for XML.

use std::borrow::Cow;

/// Text as content of an element or value of an attribute; line breaks survive in both.
pub fn escape(text: &str) -> Cow<'_, str> {
    let escaped = quick_xml::escape::escape(text);
    if escaped.contains(['\n', '\r', '\t']) {
        let kept = escaped.replace('\n', "&#10;").replace('\r', "&#13;");
        return Cow::Owned(kept.replace('\t', "&#9;"));
    }
    escaped
}

/// The first line of every part.
pub const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// The namespace of text in Word.
pub const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The namespace of relationships as used in parts.
pub const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

//! Why a document cannot be written as Word.

use crate::document::NodeId;
use std::fmt;

/// Why a document cannot be written as Word.
#[derive(Debug)]
pub enum WordError {
    /// A reference leads to a node that is not in the document.
    MissingTarget(NodeId),
    /// The page of a node is not known.
    MissingPage(NodeId),
    /// The chart of a figure was not drawn.
    MissingDrawing(NodeId),
    /// A picture is not among the document's files.
    MissingPicture(usize),
    /// A link leads elsewhere than to the web or a mail address.
    UnsafeLink,
    /// The XML that docx-rs wrote cannot be read back.
    Markup(quick_xml::Error),
    /// The parts cannot be packed.
    Package(zip::result::ZipError),
    /// Bytes cannot be written.
    Write(std::io::Error),
}

impl fmt::Display for WordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WordError::MissingTarget(node) => {
                write!(f, "a reference leads to node {}, which is not in the document", node.0)
            }
            WordError::MissingPage(node) => write!(f, "the page of node {} is not known", node.0),
            WordError::MissingDrawing(node) => {
                write!(f, "the chart of figure {} was not drawn", node.0)
            }
            WordError::MissingPicture(file) => write!(f, "picture file {file} does not exist"),
            WordError::UnsafeLink => f.write_str("a link is neither http, https nor mailto"),
            WordError::Markup(it) => write!(f, "the body cannot be read back: {it}"),
            WordError::Package(it) => write!(f, "the parts cannot be packed: {it}"),
            WordError::Write(it) => write!(f, "the file cannot be written: {it}"),
        }
    }
}

impl std::error::Error for WordError {}

impl From<quick_xml::Error> for WordError {
    fn from(it: quick_xml::Error) -> Self {
        WordError::Markup(it)
    }
}

impl From<zip::result::ZipError> for WordError {
    fn from(it: zip::result::ZipError) -> Self {
        WordError::Package(it)
    }
}

impl From<std::io::Error> for WordError {
    fn from(it: std::io::Error) -> Self {
        WordError::Write(it)
    }
}

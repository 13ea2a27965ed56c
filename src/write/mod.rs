//! Writes a document tree as the bytes of a file.

// A new kind of block fails to compile exactly where a writer needs work.
#![warn(clippy::wildcard_enum_match_arm)]

pub mod excel;
mod file_name;
mod limits;
pub mod parts;
pub mod pdf;
pub mod screening;
mod seal;
pub mod word;
mod written;

pub use file_name::plain_file_name;
pub use limits::{Unprintable, unprintable};
pub use seal::is_as_written;
pub use written::Written;

use crate::diagnostic::Diagnostic;
use std::fmt;

/// What files name as the program that wrote them: its release alone, lest their bytes depend on the commit.
const PROGRAM: &str = concat!("planc ", env!("CARGO_PKG_VERSION"));

/// Why a document could not be written.
#[derive(Debug)]
pub enum WriteError {
    /// As Word.
    Word(word::WordError),
    /// As PDF.
    Pdf(pdf::PdfError),
    /// As Excel.
    Excel(excel::ExcelError),
    /// What was written holds what its readers may not see.
    Leaks(Vec<Diagnostic>),
    /// A writer broke down.
    Panicked,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Word(error) => write!(f, "Word ファイルを作れませんでした（{error}）。"),
            WriteError::Pdf(error) => write!(f, "PDF ファイルを作れませんでした（{error}）。"),
            WriteError::Excel(error) => write!(f, "Excel ファイルを作れませんでした（{error}）。"),
            WriteError::Leaks(found) => write!(f, "示せない値が、作ったファイルに{}件含まれていました。", found.len()),
            WriteError::Panicked => f.write_str("ファイルを作る途中で止まりました。"),
        }
    }
}

impl std::error::Error for WriteError {}

impl From<word::WordError> for WriteError {
    fn from(error: word::WordError) -> Self {
        WriteError::Word(error)
    }
}

impl From<pdf::PdfError> for WriteError {
    fn from(error: pdf::PdfError) -> Self {
        WriteError::Pdf(error)
    }
}

impl From<excel::ExcelError> for WriteError {
    fn from(error: excel::ExcelError) -> Self {
        WriteError::Excel(error)
    }
}

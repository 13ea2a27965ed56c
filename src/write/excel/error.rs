//! Why a workbook could not be written.

use rust_xlsxwriter::XlsxError;
use std::fmt;

/// Why a workbook could not be written.
#[derive(Debug)]
pub enum ExcelError {
    /// A word that a formula gives would be read as something else.
    Result(String),
    /// Excel does not take it.
    Refused(XlsxError),
}

impl From<XlsxError> for ExcelError {
    fn from(error: XlsxError) -> Self {
        ExcelError::Refused(error)
    }
}

impl fmt::Display for ExcelError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExcelError::Result(word) => write!(to, "数式の結果「{word}」を書けません"),
            ExcelError::Refused(error) => error.fmt(to),
        }
    }
}

impl std::error::Error for ExcelError {}

//! Why a workbook could not be written.

use rust_xlsxwriter::XlsxError;
use std::fmt;

/// Why a workbook could not be written.
#[derive(Debug)]
pub enum ExcelError {
    /// A number has more digits than Excel keeps.
    Digits {
        /// The sheet.
        sheet: String,
        /// The cell, as Excel names it.
        cell: String,
    },
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
            ExcelError::Digits { sheet, cell } => write!(
                to,
                "シート「{sheet}」のセル {cell} の数が、Excel の扱える15桁を超えています。数と単位を確かめてください"
            ),
            ExcelError::Result(word) => write!(to, "数式の結果「{word}」を書けません"),
            ExcelError::Refused(error) => error.fmt(to),
        }
    }
}

impl std::error::Error for ExcelError {}

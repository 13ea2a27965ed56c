//! Why a workbook could not be written.

use crate::workbook::Undisclosed;
use rust_xlsxwriter::XlsxError;
use std::fmt;
use zip::result::ZipError;

/// Why a workbook could not be written.
#[derive(Debug)]
pub enum ExcelError {
    /// It holds what its readers may not see.
    Undisclosed(Undisclosed),
    /// A word that a formula gives would be read as something else.
    Result(String),
    /// Excel does not take it.
    Refused(XlsxError),
    /// What the library wrote cannot be read back.
    Unreadable,
    /// The parts cannot be packed.
    Package(ZipError),
}

impl From<ZipError> for ExcelError {
    fn from(error: ZipError) -> Self {
        ExcelError::Package(error)
    }
}

impl From<XlsxError> for ExcelError {
    fn from(error: XlsxError) -> Self {
        ExcelError::Refused(error)
    }
}

impl fmt::Display for ExcelError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExcelError::Undisclosed(Undisclosed { sheet, .. }) => {
                let sheet = sheet
                    .iter()
                    .map(|sheet| format!("シート「{sheet}」に、"))
                    .collect::<String>();
                write!(to, "{sheet}この版では示せない値が含まれています")
            }
            ExcelError::Result(word) => write!(to, "数式の結果「{word}」を書けません"),
            ExcelError::Refused(error) => error.fmt(to),
            ExcelError::Unreadable => to.write_str("書いたファイルを読み返せません"),
            ExcelError::Package(error) => error.fmt(to),
        }
    }
}

impl std::error::Error for ExcelError {}

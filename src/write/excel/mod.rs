//! Writes a workbook as the bytes of an Excel file.

mod chart;
mod error;
mod finish;
mod formula;
mod look;
mod sheet;

pub use error::ExcelError;

use super::Written;
use crate::workbook::{Reference, SheetId, Workbook};
use rust_xlsxwriter::{DocProperties, Workbook as Excel};

/// No cell has more characters.
pub const LONGEST_CELL: usize = 32_767;

/// Row height and column width of an empty sheet, in pixels.
const USUAL: (u32, u32) = (20, 64);

/// Writes the Excel file. The same workbook gives the same bytes: nothing in them depends on the clock or on chance.
///
/// # Errors
/// Where the workbook holds what its readers may not see, or what Excel cannot: a number of more digits than it keeps, a text or a formula too long.
pub fn write(workbook: &Workbook) -> Result<Written, ExcelError> {
    if let Some(found) = workbook.undisclosed() {
        return Err(ExcelError::Undisclosed(found));
    }
    let mut excel = Excel::new();
    excel.set_default_format(&look::usual(), USUAL.0, USUAL.1)?;
    excel.set_properties(&properties(workbook)?);
    for sheet in workbook.sheets() {
        sheet::write(workbook, sheet, excel.add_worksheet())?;
    }
    for (name, reference) in workbook.names() {
        excel.define_name(name.text(), &format!("={}", formula::reference(workbook, reference)))?;
    }
    finish::finish(&excel.save_to_buffer()?).map(Written::new)
}

/// Title and date; never a person.
fn properties(workbook: &Workbook) -> Result<DocProperties, ExcelError> {
    let date = workbook.date;
    let year = u16::try_from(date.year()).unwrap_or(2000);
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    let created = rust_xlsxwriter::ExcelDateTime::from_ymd(year, month, day)?;
    Ok(DocProperties::new()
        .set_title(&*workbook.title.text)
        .set_author(crate::write::PROGRAM)
        .set_custom_property(finish::MARK, "")
        .set_creation_datetime(&created))
}

/// The name of a sheet of the workbook.
fn sheet_name(workbook: &Workbook, sheet: SheetId) -> &str {
    workbook.sheet(sheet).name()
}

/// A reference in which the sheet is named, where it is another.
type Qualified<'a> = (&'a Workbook, &'a Reference);

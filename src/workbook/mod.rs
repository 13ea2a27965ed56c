//! A workbook: what belongs in cells with formulas, typed, before any writer.
//!
//! Amounts stay exact here; a writer makes binary fractions of them. A formula carries the result that planc computed, so that
//! a reader sees the same before and after a spreadsheet program computes it again.

mod chart;
mod formula;
mod name;
mod print;
mod sheet;

pub use chart::{Axis, Chart, Marker, Series};
pub use formula::{Compare, Expr, Function};
pub use name::DefinedName;
pub use print::{Paper, Print};
pub use sheet::{
    Align, Area, At, COUNTED, Cell, Column, Content, HEAD_OF_LIST, Heading, Highlight, Look, NumberFormat, PAGE,
    PAGE_AFTER, PAGE_BEFORE, SIZE, Sheet, Value, height, lines, serial,
};

use crate::document::{self, Class};
use jiff::civil::Date;
use std::sync::Arc;

/// A workbook.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// Its title, in the document properties.
    pub title: document::Text,
    /// Its clock: nothing in it comes from any other.
    pub date: Date,
    /// The strictest class that it may hold; the prefecture's own where nothing else is said.
    pub discloses: Class,
    sheets: Vec<Sheet>,
    names: Vec<(DefinedName, Reference)>,
}

/// Where a workbook holds what its readers may not see. The value is not repeated here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undisclosed {
    /// The sheet; none where it is the title of the workbook or the name of a sheet.
    pub sheet: Option<String>,
    /// The cell; none where it is a chart or the head of a page.
    pub cell: Option<At>,
}

/// A sheet of a workbook, by which formulas of other sheets speak of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SheetId(usize);

/// Cells of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The sheet; `None` is the one that the formula stands on.
    pub sheet: Option<SheetId>,
    /// The cells.
    pub area: Area,
    /// Whether it stays when the formula is copied elsewhere ($A$1).
    pub fixed: bool,
}

impl Workbook {
    /// A workbook without sheets.
    pub fn new(title: document::Text, date: Date) -> Self {
        Workbook {
            title,
            date,
            discloses: Class::Internal,
            sheets: Vec::new(),
            names: Vec::new(),
        }
    }

    /// Where it holds what its readers may not see; no writer writes it then.
    pub fn undisclosed(&self) -> Option<Undisclosed> {
        let above = |class: Class| class > self.discloses;
        if above(self.title.class) {
            return Some(Undisclosed::default());
        }
        self.sheets.iter().find_map(|sheet| {
            let cell = sheet.cells().find(|(_, cell)| above(cell.class)).map(|(at, _)| at);
            let found = cell.is_some() || sheet.around().any(above);
            found.then(|| Undisclosed {
                // A name that may not be seen is not repeated.
                sheet: Some(sheet.name.clone()).filter(|_| !above(sheet.class)),
                cell,
            })
        })
    }

    /// Adds an empty sheet behind the others, under words of planc's own or the nearest that Excel takes and no other
    /// sheet has.
    pub fn add_sheet(&mut self, wanted: &'static str) -> SheetId {
        self.add_sheet_named(wanted, Class::Public)
    }

    /// The same under a name of this class.
    pub fn add_sheet_named(&mut self, wanted: &str, class: Class) -> SheetId {
        let taken: Vec<&str> = self.sheets.iter().map(|sheet| &*sheet.name).collect();
        let name = name::sheet_name(wanted, &taken);
        self.sheets.push(Sheet::new(name, class));
        SheetId(self.sheets.len() - 1)
    }

    /// The sheet of an id of this workbook.
    pub fn sheet(&self, id: SheetId) -> &Sheet {
        &self.sheets[id.0]
    }

    /// The sheet of an id of this workbook, to be filled.
    pub fn sheet_mut(&mut self, id: SheetId) -> &mut Sheet {
        &mut self.sheets[id.0]
    }

    /// All sheets in order.
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// Names a cell, whose class the name has, under the wanted name or the nearest that Excel takes and no other cell has.
    pub fn define(&mut self, wanted: &str, sheet: SheetId, at: At) -> DefinedName {
        let taken: Vec<&str> = self.names.iter().map(|(name, _)| name.text()).collect();
        let name = DefinedName::new(wanted, &taken);
        let reference = Reference {
            sheet: Some(sheet),
            area: Area::one(at),
            fixed: true,
        };
        self.names.push((name.clone(), reference));
        name
    }

    /// The named cells in the order in which they were named.
    pub fn names(&self) -> &[(DefinedName, Reference)] {
        &self.names
    }
}

/// A shared text.
type Text = Arc<str>;

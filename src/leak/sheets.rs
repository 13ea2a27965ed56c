//! The cells of an Excel file in which planc counts: numbers of rows, pages, sizes of files.
//!
//! They are known by where they stand, not by what they say: a column that runs 1, 2, 3 … from row to row says no more than
//! the rows do, and the columns of [`COUNTED`] hold nothing else. The same number anywhere else is searched for.

use super::cells::{Cell, STRINGS, Value, shared, sheets};
use crate::workbook::COUNTED;
use crate::write::parts::Parts;
use std::collections::{BTreeMap, BTreeSet};

/// Pages that stand in one cell are parted by this.
const PARTED: char = '、';
/// No more digits has a count among others.
const LONGEST: usize = 5;

/// What planc counts in a part of an Excel file.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// The cells of a sheet by name, `A12`, with what they say; a second cell of a name says something else.
    pub cells: BTreeMap<String, String>,
    /// Of the shared texts, those by index that stand in such cells alone.
    pub strings: BTreeSet<usize>,
}

/// What planc counts in an Excel file, by part; nothing in any other file.
pub fn counted(parts: &Parts) -> BTreeMap<String, Counted> {
    let mut all = BTreeMap::new();
    let sheets = sheets(parts);
    if sheets.is_empty() {
        return all;
    }
    let strings = shared(parts);
    let (mut counts, mut others) = (BTreeSet::new(), BTreeSet::new());
    for (name, cells) in sheets {
        let mut counted = Counted::default();
        let is_count = numbered_or_declared(&cells, &strings);
        for (cell, is_count) in cells.iter().zip(is_count) {
            if is_count {
                counted
                    .cells
                    .insert(cell.name.clone(), cell.value.text(&strings).to_owned());
            }
            if let Value::Shared(index) = cell.value {
                let to = if is_count { &mut counts } else { &mut others };
                to.insert(index);
            }
        }
        all.insert(name.clone(), counted);
    }
    let strings = counts.difference(&others).copied().collect();
    let cells = BTreeMap::new();
    all.insert(STRINGS.to_owned(), Counted { cells, strings });
    all
}

/// Of each cell, whether planc counts in it.
fn numbered_or_declared(cells: &[Cell], strings: &[String]) -> Vec<bool> {
    let mut declared = BTreeSet::new();
    let mut runs: BTreeMap<&str, (u32, u64)> = BTreeMap::new();
    let mut of_cells = Vec::with_capacity(cells.len());
    for cell in cells {
        let text = cell.value.text(strings);
        if COUNTED.contains(&text) {
            declared.insert(&*cell.column);
        }
        let is_number = matches!(cell.value, Value::Number(_));
        let number = text.parse::<u64>().ok().filter(|_| is_number);
        let run = runs.entry(&cell.column).or_default();
        let next = match number {
            Some(number) if number == run.1 + 1 && (number == 1 || run.0 + 1 == cell.row) => number,
            Some(1) => 1,
            Some(_) | None => 0,
        };
        *run = (cell.row, next);
        let is_declared = declared.contains(&*cell.column) && (number.is_some() || are_counts(text));
        of_cells.push(next > 0 || is_declared);
    }
    of_cells
}

/// 12、1480: bare numbers and nothing else.
fn are_counts(text: &str) -> bool {
    let is_count = |it: &str| (1..=LONGEST).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit());
    text.split(PARTED).all(is_count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(cells: &str) -> Counted {
        let strings = "<sst><si><t>ペー</t><t>ジ</t></si><si><t>12、1480</t></si><si><t>1481</t></si></sst>";
        let parts = Parts::from([
            (STRINGS.to_owned(), strings.as_bytes().to_vec()),
            (
                "xl/worksheets/sheet1.xml".to_owned(),
                format!("<sheetData>{cells}</sheetData>").into_bytes(),
            ),
        ]);
        let all = counted(&parts);
        Counted {
            cells: all["xl/worksheets/sheet1.xml"].cells.clone(),
            strings: all[STRINGS].strings.clone(),
        }
    }

    #[test]
    fn a_column_that_runs_from_one_is_a_count() {
        let cell = |name: &str, number: u32| format!("<c r=\"{name}\"><v>{number}</v></c>");
        let rows = [
            ("A4", 1),
            ("B4", 1480),
            ("A5", 2),
            ("B5", 2),
            ("A6", 3),
            ("A8", 4),
            ("A9", 1),
            ("A10", 2),
        ];
        let found = sheet(&rows.map(|(name, number)| cell(name, number)).concat());
        let names: Vec<&str> = found.cells.keys().map(|it| &**it).collect();
        assert_eq!(names, ["A10", "A4", "A5", "A6", "A9"]);
    }

    #[test]
    fn a_declared_column_holds_counts() {
        let cells = "<c r=\"C3\" t=\"s\"><v>0</v></c><c r=\"C4\" t=\"s\"><v>1</v></c><c r=\"C5\"><v>1480</v></c>\
            <c r=\"C6\" t=\"inlineStr\"><is><t>1,480</t></is></c><c r=\"C7\" t=\"s\"><v>2</v></c><c r=\"D7\" t=\"s\"><v>2</v></c>";
        let found = sheet(cells);
        let names: Vec<&str> = found.cells.keys().map(|it| &**it).collect();
        assert_eq!(names, ["C4", "C5", "C7"]);
        // The other text stands in another column too.
        assert_eq!(found.strings, BTreeSet::from([1]));
    }
}

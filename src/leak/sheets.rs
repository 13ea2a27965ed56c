//! The cells of an Excel file in which planc counts: numbers of rows, pages, sizes of files.
//!
//! They are known by where they stand, not by what they say: a column that runs 1, 2, 3 … from row to row says no more than
//! the rows do, and the columns of [`COUNTED`] hold nothing else. The same number anywhere else is searched for.

use crate::workbook::COUNTED;
use crate::write::parts::Parts;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

/// Where the texts of cells stand.
const STRINGS: &str = "xl/sharedStrings.xml";
const SHEETS: &str = "xl/worksheets/";
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
    let sheets: Vec<(&String, Vec<Cell>)> = parts
        .iter()
        .filter(|(name, _)| name.starts_with(SHEETS) && name.ends_with(".xml"))
        .map(|(name, bytes)| (name, cells(&String::from_utf8_lossy(bytes))))
        .collect();
    if sheets.is_empty() {
        return all;
    }
    let strings = parts.get(STRINGS).map(|it| strings(&String::from_utf8_lossy(it)));
    let strings = strings.unwrap_or_default();
    let (mut counts, mut others) = (BTreeSet::new(), BTreeSet::new());
    for (name, cells) in sheets {
        let mut counted = Counted::default();
        let is_count = numbered_or_declared(&cells, &strings);
        for (cell, is_count) in cells.iter().zip(is_count) {
            if is_count {
                counted.cells.insert(cell.name.clone(), cell.value.text().to_owned());
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

#[derive(Debug)]
enum Value {
    Number(String),
    Text(String),
    /// By its index.
    Shared(usize),
}

struct Cell {
    name: String,
    row: u32,
    column: String,
    value: Value,
}

/// Of each cell, whether planc counts in it.
fn numbered_or_declared(cells: &[Cell], strings: &[String]) -> Vec<bool> {
    let mut declared = BTreeSet::new();
    let mut runs: BTreeMap<&str, (u32, u64)> = BTreeMap::new();
    let mut of_cells = Vec::with_capacity(cells.len());
    for cell in cells {
        let text = match &cell.value {
            Value::Number(text) | Value::Text(text) => text,
            Value::Shared(index) => strings.get(*index).map_or("", |it| it),
        };
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

/// The cells that hold something, row by row.
fn cells(sheet: &str) -> Vec<Cell> {
    let mut reader = Reader::from_str(sheet);
    let mut cells = Vec::new();
    let mut cell: Option<Cell> = None;
    let mut shared = false;
    let mut text = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) if start.local_name().as_ref() == "c" => {
                cell = named(&start);
                let kind = attribute(&start, "t");
                shared = kind == "s";
                if let Some(cell) = cell.as_mut().filter(|_| !matches!(&*kind, "" | "n" | "s")) {
                    cell.value = Value::Text(String::new());
                }
            }
            // What is computed is no count.
            Ok(Event::Start(start)) if start.local_name().as_ref() == "f" => cell = None,
            Ok(Event::Start(start)) if matches!(start.local_name().as_ref(), "v" | "t") => text.clear(),
            Ok(Event::Text(it)) => text.push(it.xml10_content().into_owned()),
            Ok(Event::GeneralRef(it)) => text.push(entity(&it.xml10_content())),
            Ok(Event::End(end)) if matches!(end.local_name().as_ref(), "v" | "t") => {
                if let Some(cell) = &mut cell {
                    cell.value.push(&text.concat());
                }
                text.clear();
            }
            Ok(Event::End(end)) if end.local_name().as_ref() == "c" => {
                cells.extend(cell.take().map(|it| it.sharing(shared)));
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    cells
}

impl Value {
    /// As it stands in the cell.
    fn text(&self) -> &str {
        match self {
            Value::Number(text) | Value::Text(text) => text,
            Value::Shared(_) => "",
        }
    }

    fn push(&mut self, more: &str) {
        match self {
            Value::Number(text) | Value::Text(text) => text.push_str(more),
            Value::Shared(_) => {}
        }
    }
}

impl Cell {
    /// The same, its number being that of a shared text.
    fn sharing(self, shared: bool) -> Cell {
        let index = match &self.value {
            Value::Number(number) if shared => number.parse().ok(),
            Value::Number(_) | Value::Text(_) | Value::Shared(_) => None,
        };
        Cell {
            value: index.map_or(self.value, Value::Shared),
            ..self
        }
    }
}

fn named(start: &BytesStart<'_>) -> Option<Cell> {
    let name = attribute(start, "r");
    let at = name.find(|it: char| it.is_ascii_digit())?;
    Some(Cell {
        row: name[at..].parse().ok()?,
        column: name[..at].to_owned(),
        name,
        value: Value::Number(String::new()),
    })
}

fn attribute(start: &BytesStart<'_>, name: &str) -> String {
    let found = start.try_get_attribute(name).ok().flatten();
    let value = found.and_then(|it| {
        it.normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .ok()
            .map(|it| it.into_owned())
    });
    value.unwrap_or_default()
}

fn entity(name: &str) -> String {
    unescape(&format!("&{name};")).unwrap_or_default().into_owned()
}

/// The shared texts in order.
fn strings(part: &str) -> Vec<String> {
    let mut reader = Reader::from_str(part);
    let mut strings: Vec<String> = Vec::new();
    loop {
        let more = match reader.read_event() {
            Ok(Event::Start(start)) if start.local_name().as_ref() == "si" => {
                strings.push(String::new());
                continue;
            }
            Ok(Event::Text(text)) => text.xml10_content().into_owned(),
            Ok(Event::GeneralRef(name)) => entity(&name.xml10_content()),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => continue,
        };
        if let Some(last) = strings.last_mut() {
            last.push_str(&more);
        }
    }
    strings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(cells: &str) -> Counted {
        let strings = "<sst><si><t>ペー</t><t>ジ</t></si><si><t>12、1480</t></si><si><t>1481</t></si></sst>";
        let parts = Parts::from([
            (STRINGS.to_owned(), strings.as_bytes().to_vec()),
            (
                format!("{SHEETS}sheet1.xml"),
                format!("<sheetData>{cells}</sheetData>").into_bytes(),
            ),
        ]);
        let all = counted(&parts);
        Counted {
            cells: all[&format!("{SHEETS}sheet1.xml")].cells.clone(),
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

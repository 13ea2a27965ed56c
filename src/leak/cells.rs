//! The cells of an Excel file, as far as they hold words and numbers.

use crate::write::parts::Parts;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// Where the texts of cells stand.
pub const STRINGS: &str = "xl/sharedStrings.xml";
const SHEETS: &str = "xl/worksheets/";

/// The sheets of an Excel file by part, each with its cells row by row; none in any other file.
pub fn sheets(parts: &Parts) -> Vec<(&String, Vec<Cell>)> {
    parts
        .iter()
        .filter(|(name, _)| name.starts_with(SHEETS) && name.ends_with(".xml"))
        .map(|(name, bytes)| (name, cells(&String::from_utf8_lossy(bytes))))
        .collect()
}

/// The texts that cells share, in order.
pub fn shared(parts: &Parts) -> Vec<String> {
    let strings = parts.get(STRINGS).map(|it| strings(&String::from_utf8_lossy(it)));
    strings.unwrap_or_default()
}

/// What a cell holds.
#[derive(Debug)]
pub enum Value {
    /// A number as it is written.
    Number(String),
    /// A text of its own.
    Text(String),
    /// A text that cells share, by its index.
    Shared(usize),
}

/// A cell that holds something.
pub struct Cell {
    /// Its name, `B12`.
    pub name: String,
    /// Its row, from 1.
    pub row: u32,
    /// Its column, `B`.
    pub column: String,
    /// What it holds.
    pub value: Value,
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
    /// What the cell says.
    pub fn text<'a>(&'a self, strings: &'a [String]) -> &'a str {
        match self {
            Value::Number(text) | Value::Text(text) => text,
            Value::Shared(index) => strings.get(*index).map_or("", |it| it),
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

//! A sheet and its cells.

use super::{Chart, Expr, Print, Text};
use crate::document::Class;
use crate::figures::Fraction;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The place of a cell, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u16,
}

impl At {
    /// The cell of a row and a column, both counted from 0.
    pub fn new(row: u32, column: u16) -> At {
        At { row, column }
    }
}

/// A rectangle of cells, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Top left.
    pub from: At,
    /// Bottom right.
    pub to: At,
}

impl Area {
    /// The rectangle between two corners.
    pub fn new(from: At, to: At) -> Area {
        Area { from, to }
    }

    /// One cell.
    pub fn one(at: At) -> Area {
        Area { from: at, to: at }
    }

    /// Rows of one column.
    pub fn column(column: u16, first_row: u32, last_row: u32) -> Area {
        Area::new(At::new(first_row, column), At::new(last_row, column))
    }

    /// Whether it is a single cell.
    pub fn is_one(&self) -> bool {
        self.from == self.to
    }
}

/// A sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name, as Excel takes it.
    pub(super) name: String,
    /// Who may read its name.
    pub(super) class: Class,
    /// Its columns from the left; those beyond have a usual width.
    pub columns: Vec<Column>,
    cells: BTreeMap<At, Cell>,
    /// Heights of rows that are not as high as their contents ask for, in points.
    pub heights: BTreeMap<u32, f64>,
    /// How many rows and columns stay in sight when one scrolls.
    pub frozen: (u32, u16),
    /// The table that can be filtered, its heading row first.
    pub filter: Option<Area>,
    /// How it is printed.
    pub print: Print,
    /// Charts, each with its top left cell.
    pub charts: Vec<(At, Chart)>,
    /// What stands out by its value.
    pub highlights: Vec<Highlight>,
}

/// The row of the headings of a list, counted from 0; a title and a note stand above.
pub const HEAD_OF_LIST: u32 = 2;

/// The heading of a column of pages.
pub const PAGE: &str = "ページ";
/// The heading of the pages of the version before.
pub const PAGE_BEFORE: &str = "前のページ";
/// The heading of the pages of the version after.
pub const PAGE_AFTER: &str = "後のページ";
/// The heading of sizes of files.
pub const SIZE: &str = "大きさ（バイト）";
/// The headings of columns whose numbers planc counts itself: none of them is a value of the plan.
pub const COUNTED: [&str; 4] = [PAGE, PAGE_BEFORE, PAGE_AFTER, SIZE];

/// What a column of a list is called, and how wide it is.
pub type Heading = (&'static str, f64);

/// A column of a sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// Its width in half-width digits.
    pub width: f64,
}

/// A cell.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What it holds.
    pub content: Content,
    /// How it looks.
    pub look: Look,
    /// How its number is shown.
    pub format: NumberFormat,
    /// Where its content stands, if not where the look puts it.
    pub align: Option<Align>,
    /// How many rows and columns it spans.
    pub span: (u32, u16),
    /// Who may read it: the prefecture's own staff where nothing else is said.
    pub class: Class,
}

/// What a cell holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// Nothing.
    Empty,
    /// A text: never read as a number or a formula, whatever it looks like.
    Text(Text),
    /// A number.
    Number(Fraction),
    /// A formula with the result that planc computed.
    Formula {
        /// The formula.
        formula: Expr,
        /// Its result.
        result: Value,
    },
}

/// The result of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number.
    Number(Fraction),
    /// A word of planc's own: 調整中, −, ○.
    Text(Text),
}

/// The part that a cell plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Look {
    /// The title of a sheet.
    Title,
    /// A sentence beside or under a table.
    Note,
    /// The heading of several columns.
    Group,
    /// The heading of a column or a row.
    Head,
    /// A value of a table.
    Body,
    /// A value that formulas start from: who changes it sees the rest follow.
    Input,
    /// A total.
    Total,
    /// A value of a table that counts for less: 取下げ.
    Faint,
}

/// Where a content stands in its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

/// How a number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberFormat {
    /// As it is.
    General,
    /// The cell is a text, even when it is edited: corporate numbers.
    Text,
    /// With commas and so many digits after the point; △ for a negative.
    Grouped(u8),
    /// In percent with so many digits after the point; △ for a negative.
    Percent(u8),
    /// 2026/6/19.
    Date,
    /// 2026/6/1 12:00.
    DateTime,
    /// As a pattern of Excel says.
    Pattern(&'static str),
}

/// What stands out by its value.
#[derive(Clone, Debug)]
pub enum Highlight {
    /// Bars behind the numbers of a column, from nothing to one.
    Bars(Area),
    /// Cells that hold this word or begin with it.
    Word(Area, &'static str),
    /// Negative numbers.
    Negative(Area),
}

impl Sheet {
    pub(super) fn new(name: String, class: Class) -> Sheet {
        Sheet {
            name,
            class,
            columns: Vec::new(),
            cells: BTreeMap::new(),
            heights: BTreeMap::new(),
            frozen: (0, 0),
            filter: None,
            print: Print::default(),
            charts: Vec::new(),
            highlights: Vec::new(),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The classes of all that stands beside the cells: its name, its charts, the heads of its pages.
    pub(super) fn around(&self) -> impl Iterator<Item = Class> {
        let charts = self.charts.iter().map(|(_, chart)| chart.class);
        let heads = [&self.print.head_left, &self.print.head_right].map(|head| head.class);
        std::iter::once(self.class).chain(charts).chain(heads)
    }

    /// Puts a cell in its place.
    pub fn put(&mut self, at: At, cell: Cell) {
        self.cells.insert(at, cell);
    }

    /// The cells, row by row.
    pub fn cells(&self) -> impl Iterator<Item = (At, &Cell)> {
        self.cells.iter().map(|(at, cell)| (*at, cell))
    }

    /// Makes a row as high as the longest text in it needs: programs do not for every face.
    pub fn fit_row(&mut self, row: u32) {
        let cells = self.cells.range(At::new(row, 0)..At::new(row + 1, 0));
        let needed = cells.map(|(at, cell)| match &cell.content {
            Content::Text(text) => lines(
                text,
                self.columns.get(usize::from(at.column)).map_or(9.0, |it| it.width),
            ),
            Content::Empty | Content::Number(_) | Content::Formula { .. } => 1.0,
        });
        let most = needed.fold(1.0, f64::max);
        self.heights.insert(row, height(most));
    }

    /// Makes the sheet a list that can be filtered: title, note, headings, and rows, which are numbered in its first column.
    pub fn put_list(
        &mut self,
        title: &'static str,
        note: Cell,
        headings: &[Heading],
        rows: Vec<Vec<Cell>>,
        print: Print,
    ) {
        let width = u16::try_from(headings.len()).unwrap_or(u16::MAX);
        self.columns = headings.iter().map(|(_, width)| Column { width: *width }).collect();
        self.put(At::new(0, 0), Cell::words(title).look(Look::Title));
        self.put_note(1, width, note);
        for (column, (words, _)) in (0..).zip(headings) {
            self.put(At::new(HEAD_OF_LIST, column), Cell::words(words).look(Look::Head));
        }
        let last = HEAD_OF_LIST + u32::try_from(rows.len()).unwrap_or_default();
        for ((number, row), cells) in (1_u32..).zip(HEAD_OF_LIST + 1..).zip(rows) {
            let number = Cell::number(number.into(), NumberFormat::Grouped(0));
            self.put(At::new(row, 0), number.of(Class::Public));
            for (column, cell) in (1..).zip(cells) {
                self.put(At::new(row, column), cell);
            }
            self.fit_row(row);
        }
        self.frozen = (HEAD_OF_LIST + 1, 2);
        let corner = At::new(last, width.saturating_sub(1));
        self.filter = Some(Area::new(At::new(HEAD_OF_LIST, 0), corner));
        self.print = Print {
            repeated_rows: Some((HEAD_OF_LIST, HEAD_OF_LIST)),
            ..print
        };
    }

    /// Puts a sentence across the first `columns` columns of a row, which becomes as high as its lines need.
    pub fn put_note(&mut self, row: u32, columns: u16, note: Cell) {
        let width: f64 = self.columns.iter().take(columns.into()).map(|it| it.width).sum();
        if let Content::Text(text) = &note.content {
            self.heights.insert(row, height(lines(text, width)));
        }
        self.put(At::new(row, 0), note.look(Look::Note).spanning(1, columns));
    }
}

impl Cell {
    fn new(content: Content, format: NumberFormat) -> Cell {
        Cell {
            content,
            look: Look::Body,
            format,
            align: None,
            span: (1, 1),
            class: Class::Internal,
        }
    }

    /// An empty cell of a table.
    pub fn empty() -> Cell {
        Cell::new(Content::Empty, NumberFormat::General).of(Class::Public)
    }

    /// Words of planc's own.
    pub fn words(words: &'static str) -> Cell {
        Cell::text(words).of(Class::Public)
    }

    /// A text.
    pub fn text(text: &str) -> Cell {
        Cell::new(Content::Text(text.into()), NumberFormat::Text)
    }

    /// A number.
    pub fn number(number: Fraction, format: NumberFormat) -> Cell {
        Cell::new(Content::Number(number), format)
    }

    /// A formula and its result.
    pub fn formula(formula: Expr, result: Value, format: NumberFormat) -> Cell {
        Cell::new(Content::Formula { formula, result }, format)
    }

    /// The same for readers of a class.
    pub fn of(self, class: Class) -> Cell {
        Cell { class, ..self }
    }

    /// The same in another part.
    pub fn look(self, look: Look) -> Cell {
        Cell { look, ..self }
    }

    /// The same elsewhere in its cell.
    pub fn align(self, align: Align) -> Cell {
        Cell {
            align: Some(align),
            ..self
        }
    }

    /// The same over so many rows and columns.
    pub fn spanning(self, rows: u32, columns: u16) -> Cell {
        Cell {
            span: (rows.max(1), columns.max(1)),
            ..self
        }
    }
}

impl Value {
    /// A word.
    pub fn word(word: &str) -> Value {
        Value::Text(word.into())
    }
}

/// About how many lines a text takes in a width of so many half-width digits.
pub fn lines(text: &str, width: f64) -> f64 {
    // Lines end early: a little is left free.
    let per_line = (width * 0.96).max(4.0);
    let half_widths = |line: &str| {
        line.chars()
            .map(|it| if it.is_ascii() { 1.0 } else { 2.0 })
            .sum::<f64>()
    };
    text.split('\n')
        .map(|line| (half_widths(line) / per_line).ceil().max(1.0))
        .sum()
}

/// The height of a row of so many lines, in points; Excel takes no more than 409.
pub fn height(lines: f64) -> f64 {
    (13.0 * lines + 4.0).min(409.0)
}

/// A moment as workbooks count it, in days; `None` before March 1900, where programs disagree.
pub fn serial(moment: DateTime) -> Option<Fraction> {
    let (origin, first) = (Date::constant(1899, 12, 30), Date::constant(1900, 3, 1));
    if moment.date() < first {
        return None;
    }
    let days = (moment.date() - origin).get_days();
    let time = moment.time();
    let seconds = i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
    let part = Fraction::from(Decimal::from(seconds)).over(&Fraction::from(86_400));
    let whole = Fraction::from(Decimal::from(days));
    part.map(|part| [whole, part].iter().sum())
}

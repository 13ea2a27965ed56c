//! The workbooks of a package: the list of enclosures, the list of companies.

use super::contents::Packed;
use crate::edition::PlanView;
use crate::figures::Fraction;
use crate::plan::{Company, Entry, Leaf, Line, PENDING};
use crate::template::paragraphs;
use crate::workbook::{Align, Area, At, Cell, Column, Look, NumberFormat, PAGE, Print, SIZE, Sheet, Workbook};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// The columns of the list of companies.
const COMPANY: [(&str, f64); 4] = [("企業名", 34.0), ("市町村", 14.0), ("分野", 30.0), ("事業概要", 70.0)];
/// The columns of the list of enclosures.
const FILE: [(&str, f64); 5] = [
    ("番号", 7.0),
    ("ファイル", 56.0),
    (PAGE, 9.0),
    (SIZE, 16.0),
    ("SHA-256", 68.0),
];

/// The list of enclosures as a workbook.
pub fn enclosures(title: &str, date: Date, files: &[Packed], note: &str) -> Workbook {
    let row = |file: &Packed| {
        let number = |count: Option<u64>| match count {
            Some(count) => Cell::number(Fraction::from(Decimal::from(count)), NumberFormat::Grouped(0)),
            None => Cell::text("−").align(Align::Right),
        };
        vec![
            Cell::text(&format!("{:02}", file.number)).align(Align::Centre),
            Cell::text(&file.path),
            number(file.pages.map(u64::from)),
            number(Some(file.bytes.len() as u64).filter(|_| file.digest.is_some())),
            Cell::text(file.digest.as_deref().unwrap_or("−")),
        ]
    };
    table((title, date), &FILE, files.iter().map(row).collect(), note)
}

/// The selected companies as a workbook.
pub fn companies(title: &str, date: Date, view: &PlanView) -> Workbook {
    let rows = rows(view).map(|row| row.iter().map(|text| Cell::text(text)).collect());
    table((title, date), &COMPANY, rows.collect(), "")
}

/// The selected companies as CSV, with the mark by which Excel knows UTF-8.
pub fn companies_csv(view: &PlanView) -> Vec<u8> {
    let heads = COMPANY.map(|(head, _)| head.to_owned());
    let lines = std::iter::once(heads).chain(rows(view)).map(|row| {
        let fields: Vec<String> = row.iter().map(|field| quoted(field)).collect();
        fields.join(",") + "\r\n"
    });
    let text: String = std::iter::once("\u{feff}".to_owned()).chain(lines).collect();
    text.into_bytes()
}

/// A field of CSV that no program takes for a formula: such a first character becomes its full-width twin.
fn quoted(field: &str) -> String {
    let mut rest = field.chars();
    let first = rest.next().map(|it| match it {
        '=' => '＝',
        '+' => '＋',
        '-' => '−',
        '@' => '＠',
        other => other,
    });
    let text: String = first.into_iter().chain(rest).collect();
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn rows(view: &PlanView) -> impl Iterator<Item = [String; 4]> {
    let plan = view.plan();
    plan.selected().map(move |company| {
        let field = company.field.get().and_then(|field| plan.field(&field.0));
        [
            line(&company.name),
            line(&company.municipality),
            field.map_or_else(String::new, |field| line(&field.name)),
            business(company),
        ]
    })
}

fn line(leaf: &Leaf<Line>) -> String {
    match leaf {
        Leaf::Given { value, .. } => value.0.to_string(),
        Leaf::Pending(_) => PENDING.to_owned(),
        Leaf::Absent | Leaf::Faulty | Leaf::Withheld => String::new(),
    }
}

fn business(company: &Entry<Company>) -> String {
    let prose = company.business.get();
    prose.map_or_else(String::new, |prose| paragraphs(&prose.0).join("\n"))
}

/// A workbook of one table under its title, with a note below.
fn table((title, date): (&str, Date), columns: &[(&str, f64)], rows: Vec<Vec<Cell>>, note: &str) -> Workbook {
    const HEAD: u32 = 2;
    let mut book = Workbook::new(title, date);
    let id = book.add_sheet(title);
    let sheet = book.sheet_mut(id);
    let width = u16::try_from(columns.len()).unwrap_or(1);
    sheet.columns = columns.iter().map(|&(_, width)| Column { width }).collect();
    sheet.put(At::new(0, 0), Cell::text(title).look(Look::Title));
    put_row(
        sheet,
        HEAD,
        columns.iter().map(|(head, _)| Cell::text(head).look(Look::Head)),
    );
    let mut last = HEAD;
    for row in rows {
        last += 1;
        put_row(sheet, last, row);
        sheet.fit_row(last);
    }
    sheet.filter = Some(Area::new(At::new(HEAD, 0), At::new(last, width - 1)));
    sheet.frozen = (HEAD + 1, 0);
    if !note.is_empty() {
        sheet.put_note(last + 2, width, note);
    }
    sheet.print = Print {
        repeated_rows: Some((HEAD, HEAD)),
        ..Print::default()
    };
    book
}

fn put_row(sheet: &mut Sheet, row: u32, cells: impl IntoIterator<Item = Cell>) {
    for (column, cell) in (0..).zip(cells) {
        sheet.put(At::new(row, column), cell);
    }
}

//! The workbooks of a package: the list of enclosures, the list of companies.

use super::contents::Packed;
use crate::diagnostic::render::steers;
use crate::document::{Class, Text};
use crate::edition::{PlanView, discloses};
use crate::figures::Fraction;
use crate::plan::{Company, Entry, Leaf, Line, PENDING};
use crate::template::paragraphs;
use crate::workbook::{
    Align, Area, At, Cell, Column, Look, NumberFormat, PAGE, Print, SIZE, Sheet, Undisclosed, Workbook,
};
use crate::write::Written;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::sync::Arc;

/// The columns of the list of companies.
const COMPANY: [(&str, f64); 4] = [("企業名", 34.0), ("市町村", 14.0), ("分野", 30.0), ("事業概要", 70.0)];
/// The columns of the list of enclosures.
pub const FILE: [(&str, f64); 5] = [
    ("番号", 7.0),
    ("ファイル", 56.0),
    (PAGE, 9.0),
    (SIZE, 16.0),
    ("SHA-256", 68.0),
];

/// Stands in the list where a file has no pages, or its own size and checksum cannot be told.
pub const UNTOLD: &str = "−";

/// The list of enclosures as a workbook.
pub fn enclosures((title, date): (&str, Date), view: &PlanView, files: &[Packed], note: &'static str) -> Workbook {
    let row = |file: &Packed| {
        let number = |count: Option<u64>| match count {
            Some(count) => Cell::number(Fraction::from(Decimal::from(count)), NumberFormat::Grouped(0)),
            None => Cell::words(UNTOLD).align(Align::Right),
        };
        // Packages name files by what everybody may read: enclosures and companies.
        [
            Cell::text(&format!("{:02}", file.number)).align(Align::Centre),
            Cell::text(&file.path),
            number(file.pages.map(u64::from)),
            number(file.file.as_ref().map(|it| it.bytes().len() as u64)),
            Cell::text(file.digest.as_deref().unwrap_or(UNTOLD)),
        ]
        .map(|cell| cell.of(Class::Public))
        .to_vec()
    };
    table((title, date), view, &FILE, files.iter().map(row).collect(), note)
}

/// The selected companies as a workbook.
pub fn companies(title: &str, date: Date, view: &PlanView) -> Workbook {
    let cell = |text: &Text| Cell::text(&text.text).of(text.class);
    let rows = rows(view).map(|row| row.iter().map(cell).collect());
    table((title, date), view, &COMPANY, rows.collect(), "")
}

/// The selected companies as CSV, with the mark by which Excel knows UTF-8.
///
/// # Errors
/// Where a text is not for the edition's readers.
pub fn companies_csv(view: &PlanView) -> Result<Written, Undisclosed> {
    let heads = COMPANY.map(|(head, _)| head.to_owned());
    let mut lines = vec![heads];
    for row in rows(view) {
        if row.iter().any(|text| text.class > discloses(view.edition())) {
            return Err(Undisclosed::default());
        }
        lines.push(row.map(|text| text.text.to_string()));
    }
    let lines = lines.iter().map(|row| {
        let fields: Vec<String> = row.iter().map(|field| quoted(field)).collect();
        fields.join(",") + "\r\n"
    });
    let text: String = std::iter::once("\u{feff}".to_owned()).chain(lines).collect();
    Ok(Written::new(text.into_bytes()))
}

/// Before a text that a spreadsheet program would compute.
const AS_TEXT: char = '\'';

/// A field of CSV that no program takes for a formula. Before one that begins like a formula stands an apostrophe, before
/// one that begins with an apostrophe another: without the first apostrophe, where there is one, every text is what it was.
fn quoted(field: &str) -> String {
    let mark = if is_computed(field) { "'" } else { "" };
    format!("\"{mark}{}\"", field.replace('"', "\"\""))
}

/// Whether a text begins, behind spaces and what is not seen, as a formula does: in Japanese Excel with full-width signs
/// too. A tab or a line break at the beginning goes for a space that programs drop.
fn is_computed(field: &str) -> bool {
    let unseen = |it: char| it.is_whitespace() || steers(it);
    let begins_unseen = field.starts_with(|it: char| it.is_control());
    let first = field.trim_start_matches(unseen).chars().next();
    let begins_formula = |it| {
        matches!(
            it,
            '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '−' | '﹦' | '﹢' | '﹣' | '﹫'
        )
    };
    begins_unseen || first.is_some_and(|it| it == AS_TEXT || begins_formula(it))
}

fn rows(view: &PlanView) -> impl Iterator<Item = [Text; 4]> {
    let plan = view.plan();
    plan.selected().map(move |company| {
        let field = company.field.get().and_then(|field| plan.field(&field.0));
        [
            line(&company.name),
            line(&company.municipality),
            field.map_or_else(Text::default, |field| line(&field.name)),
            business(company),
        ]
    })
}

fn line(leaf: &Leaf<Line>) -> Text {
    match leaf {
        Leaf::Pending(_) => Text::template(PENDING, &Arc::default()),
        Leaf::Given { .. } | Leaf::Absent | Leaf::Faulty | Leaf::Withheld => {
            leaf.text(|line| line.0.to_string()).unwrap_or_default()
        }
    }
}

fn business(company: &Entry<Company>) -> Text {
    let prose = company.business.text(|prose| paragraphs(&prose.0).join("\n"));
    prose.unwrap_or_default()
}

/// A workbook of one table under its title, with a note below.
fn table(
    (title, date): (&str, Date),
    view: &PlanView,
    columns: &[(&'static str, f64)],
    rows: Vec<Vec<Cell>>,
    note: &'static str,
) -> Workbook {
    const HEAD: u32 = 2;
    let mut book = Workbook::new(Text::template(title, &Arc::default()), date);
    book.discloses = discloses(view.edition());
    let id = book.add_sheet_named(title, Class::Public);
    let sheet = book.sheet_mut(id);
    let width = u16::try_from(columns.len()).unwrap_or(1);
    sheet.columns = columns.iter().map(|&(_, width)| Column { width }).collect();
    sheet.put(At::new(0, 0), Cell::text(title).of(Class::Public).look(Look::Title));
    put_row(
        sheet,
        HEAD,
        columns.iter().map(|(head, _)| Cell::words(head).look(Look::Head)),
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
        sheet.put_note(last + 2, width, Cell::words(note));
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of a field, as who knows the rule of the apostrophe reads it.
    fn read(field: &str) -> String {
        let inner = field
            .strip_prefix('"')
            .and_then(|it| it.strip_suffix('"'))
            .unwrap_or_default();
        let inner = inner.replace("\"\"", "\"");
        inner.strip_prefix(AS_TEXT).map_or(inner.clone(), str::to_owned)
    }

    #[test]
    fn no_field_is_computed_and_every_field_is_read_as_it_was() {
        let signs = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "−"];
        let before = [
            "",
            " ",
            "　",
            "\t",
            "\r",
            "\n",
            "  \t ",
            "\u{200B}",
            "\u{FEFF} ",
            "\u{A0}",
        ];
        for sign in signs {
            for space in before {
                let written = format!("{space}{sign}HYPERLINK(\"http://example.jp\")");
                let field = quoted(&written);
                assert!(field.starts_with("\"'"), "{field:?}");
                assert_eq!(read(&field), written);
            }
        }
        for harmless in ["阿蘇精密", "", "　字下げ", "A=B", "売上＋10％", "\"引用\""] {
            assert!(!quoted(harmless).starts_with("\"'"), "{harmless:?}");
            assert_eq!(read(&quoted(harmless)), harmless);
        }
        for marked in ["'=1", "\t甲", "\r\n乙", "'"] {
            assert_eq!(read(&quoted(marked)), marked);
        }
    }
}

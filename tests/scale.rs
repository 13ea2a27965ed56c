//! Plans of any size: nothing panics, both files are sound, no table leaves the page, no number is broken.

use crate::docx;
use crate::generated::{Size, plan};
use crate::project::{self, Built, build, built_sample, check_sources, said};
use crate::sample::{assert_same, expected_in_pdf, pdf_lines};
use planc::document::text::{lines, plain};
use planc::document::{Block, Document, Page, Table};

/// Millimetres of an em of the digits 0 to 9 in tables, at least.
const DIGIT: f64 = 0.5;
const POINT: f64 = 25.4 / 72.0;

/// Both files are sound and say what the tree says; its tables fit.
pub fn assert_well_made(built: &Built) {
    assert_eq!(docx::problems(&built.docx), Vec::<String>::new());
    assert_same(&docx::lines(&built.docx), &lines(&built.document));
    assert_same(&pdf_lines(&built.pdf), &expected_in_pdf(built));
    assert_tables_fit(&built.document);
}

#[test]
fn the_tables_of_the_sample_fit_the_page_and_hold_their_numbers() {
    assert_tables_fit(&built_sample().document);
}

#[test]
fn small_plans_build_in_both_formats() {
    for companies in [1, 2, 3] {
        for fields in [1, 2, 5] {
            let seed = u64::try_from(companies * 31 + fields).unwrap();
            assert_well_made(&build(&plan(Size {
                fields,
                companies,
                seed,
            })));
        }
    }
}

#[test]
fn forty_companies_build_in_both_formats() {
    for fields in [1, 2, 5] {
        assert_well_made(&build(&plan(Size {
            fields,
            companies: 40,
            seed: 7,
        })));
    }
}

#[test]
fn three_hundred_companies_are_checked() {
    let (sources, diagnostics) = check_sources(&plan(Size {
        fields: 5,
        companies: 300,
        seed: 3,
    }));
    let errors: Vec<_> = diagnostics.into_iter().filter(project::is_error).collect();
    assert!(errors.is_empty(), "{:#?}", said(&errors, &sources));
}

/// No table is wider than the text, no column narrower than its longest number.
fn assert_tables_fit(document: &Document) {
    let mut wrong = Vec::new();
    for section in &document.sections {
        let (paper, margins) = match section.page {
            Page::Cover | Page::Portrait => (210.0, document.style.portrait),
            Page::Landscape => (297.0, document.style.landscape),
        };
        let width = paper - margins.left - margins.right;
        tables(&section.blocks, width, &mut |table, width| {
            fits(table, width, document.style.sizes.table, &mut wrong)
        });
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn tables(blocks: &[Block], width: f64, visit: &mut dyn FnMut(&Table, f64)) {
    for block in blocks {
        match block {
            Block::Table(table) => visit(table, width),
            Block::List(list) => list.items.iter().for_each(|item| tables(item, width, visit)),
            Block::Beside(beside) => {
                tables(&beside.left, width - beside.right_width, visit);
                tables(&beside.right, beside.right_width, visit);
            }
            _ => {}
        }
    }
}

fn fits(table: &Table, width: f64, size: f64, wrong: &mut Vec<String>) {
    let name = table
        .caption
        .as_ref()
        .map_or_else(|| "a table".to_owned(), planc::document::text::caption);
    let total: f64 = table.columns.iter().map(|column| column.millimetres).sum();
    if total > width + 0.1 {
        wrong.push(format!("{name}: {total:.2} mm on {width:.2} mm"));
    }
    let mut covered = vec![0_usize; table.columns.len()];
    for row in &table.body {
        let mut at = 0;
        for cell in &row.cells {
            while covered.get(at).is_some_and(|rows| *rows > 0) {
                at += 1;
            }
            let span = at..at + cell.column_span;
            if span.end > table.columns.len() {
                wrong.push(format!("{name}: a row of more cells than the table has columns"));
                break;
            }
            let room: f64 = table.columns[span.clone()]
                .iter()
                .map(|column| column.millimetres)
                .sum();
            for line in cell
                .paragraphs
                .iter()
                .flat_map(|it| plain(it).split('\n').map(str::to_owned).collect::<Vec<_>>())
            {
                let least = longest_number(&line) * DIGIT * size * POINT;
                if least > room {
                    wrong.push(format!("{name}: {line} needs {least:.2} mm, has {room:.2}"));
                }
            }
            covered[span].iter_mut().for_each(|rows| *rows = cell.row_span);
            at += cell.column_span;
        }
        covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    }
}

/// In digits, the longest run of digits, commas and points.
fn longest_number(line: &str) -> f64 {
    let numbers = line.split(|it: char| !it.is_ascii_digit() && !matches!(it, ',' | '.'));
    let width = |number: &str| {
        number
            .chars()
            .map(|it| if it.is_ascii_digit() { 1.0 } else { 0.5 })
            .sum::<f64>()
    };
    numbers.map(width).fold(0.0, f64::max)
}

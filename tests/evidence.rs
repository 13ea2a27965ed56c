//! The workbook of evidence: it holds every number that tables print, and its formulas start from the sources.

use crate::generated::{Size, plan};
use crate::pdf_reader;
use crate::project::{built_sample, check, sample};
use crate::workbook::{Held, cells, parts};
use planc::compile::{self, Format};
use planc::document::{Block, Inline, Origin, Table, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

fn workbook(world: &planc::world::Memory) -> Vec<u8> {
    let pages = check(world).pages.expect("a plan without errors");
    let mut files = compile::write(&pages, &[Format::Xlsx]).unwrap();
    files.pop().unwrap().bytes().to_vec()
}

fn of_sample() -> &'static [u8] {
    static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| workbook(&sample()));
    &BYTES
}

/// The rows of a sheet below its headings, by heading.
fn table(book: &BTreeMap<String, String>, sheet: &str, head: u32) -> Vec<BTreeMap<String, String>> {
    let number = 1 + ["数値", "資料の値", "その他の記載"]
        .iter()
        .position(|it| *it == sheet)
        .unwrap();
    let mut rows: BTreeMap<u32, BTreeMap<String, String>> = BTreeMap::new();
    for (place, held) in cells(book, number) {
        let (column, row) = place.split_at(place.find(|it: char| it.is_ascii_digit()).unwrap());
        let text = match held {
            Held::Text(text) | Held::Formula(_, text) => text,
            Held::Number(number) => number.to_string(),
        };
        rows.entry(row.parse().unwrap())
            .or_default()
            .insert(column.to_owned(), text);
    }
    let heads = rows[&(head + 1)].clone();
    let below = rows.into_iter().filter(|(row, _)| *row > head + 1);
    below
        .map(|(_, row)| {
            row.into_iter()
                .map(|(column, text)| (heads[&column].clone(), text))
                .collect()
        })
        .collect()
}

fn tables(blocks: &[Block], visit: &mut dyn FnMut(&Table)) {
    for block in blocks {
        match block {
            Block::Table(table) => visit(table),
            Block::List(list) => list.items.iter().for_each(|item| tables(item, visit)),
            Block::Beside(beside) => {
                tables(&beside.left, visit);
                tables(&beside.right, visit);
            }
            _ => {}
        }
    }
}

fn texts<'a>(content: &'a [Inline], to: &mut Vec<&'a Text>) {
    for inline in content {
        match inline {
            Inline::Text { text } => to.push(text),
            Inline::Strong { content } | Inline::Emphasis { content } | Inline::Link { content, .. } => {
                texts(content, to)
            }
            _ => {}
        }
    }
}

/// Every number in the cells of tables that comes from data, with the caption of its table.
fn numbers_in_tables() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for section in &built_sample().document.sections {
        tables(&section.blocks, &mut |table| {
            for cell in table.head.iter().chain(&table.body).flat_map(|row| &row.cells) {
                let mut all = Vec::new();
                cell.paragraphs.iter().for_each(|content| texts(content, &mut all));
                let data = all.iter().filter(|text| !matches!(text.origin, Origin::Template(_)));
                found.extend(
                    data.filter(|text| text.text.contains(|it: char| it.is_ascii_digit()))
                        .map(|text| text.text.to_string()),
                );
            }
        });
    }
    found
}

#[test]
fn every_number_of_the_tables_stands_in_the_workbook() {
    let book = parts(of_sample());
    let forms: BTreeSet<String> = ["数値", "資料の値", "その他の記載"]
        .iter()
        .flat_map(|sheet| table(&book, sheet, 2))
        .filter_map(|row| row.get("印刷した形").cloned())
        .collect();
    let all: Vec<&String> = forms.iter().collect();
    let numbers = numbers_in_tables();
    assert!(numbers.len() > 300, "{}", numbers.len());
    let missing: Vec<&String> = numbers
        .iter()
        .filter(|number| {
            !all.iter()
                .any(|form| form.split('、').any(|it| it == **number) || form.contains(number.as_str()))
        })
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_page_that_it_names_prints_the_number() {
    let book = parts(of_sample());
    let pages = pdf_reader::pages(&built_sample().pdf);
    let mut checked = 0;
    for row in table(&book, "数値", 2) {
        for page in row
            .get("ページ")
            .map_or("", String::as_str)
            .split('、')
            .filter(|page| !page.is_empty())
        {
            let text = &pages[page.parse::<usize>().unwrap() - 1];
            let printed = row["印刷した形"].split('、').any(|form| text.contains(form));
            assert!(printed, "{row:?} on page {page}");
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn derived_figures_are_formulas_over_cells_of_the_sources() {
    let book = parts(of_sample());
    let sheet = &book["xl/worksheets/sheet1.xml"];
    let formulas = sheet.matches("<f>").count();
    let rows = table(&book, "数値", 2);
    let without: Vec<&BTreeMap<String, String>> =
        rows.iter().filter(|row| row["算式"].contains("算出しない")).collect();
    assert_eq!(formulas + without.len(), rows.len());
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    assert!(workbook(&sample()) == of_sample());
}

#[test]
fn plans_of_any_size_have_one() {
    for (companies, seed) in [(1, 3), (2, 4), (40, 5)] {
        let book = workbook(&plan(Size {
            fields: 2,
            companies,
            seed,
        }));
        assert!(!table(&parts(&book), "数値", 2).is_empty());
        comemo::evict(0);
    }
}

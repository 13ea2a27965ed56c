//! What the words of a project's own templates say of withheld values, and what a document counts.
//!
//! A short number in a file may be anything; one that an author wrote, with a unit beside it or over its table, is meant.

use super::normal::{Token, numbers};
use super::sought::Sought;
use crate::document::text::plain;
use crate::document::{Block, Cell, Document, Inline, Origin, Table, Text, Units, unit_around};
use crate::plan::Plan;
use crate::project::is_ours;
use crate::words::{GAP, Kind, Quantity, in_unit, quantities};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A number of fewer written digits says nothing, whoever wrote it.
const LEAST_DIGITS: usize = 2;
/// From here on a count is long enough to be taken for a value.
const LONG_COUNT: usize = 1_000;

/// Withheld values in words of the project's own templates.
#[derive(Clone, Debug, Default)]
pub struct Authored {
    quantities: BTreeMap<(Kind, Decimal), usize>,
    /// Numbers alone in cells whose unit stands elsewhere, by their digits.
    cells: BTreeMap<String, usize>,
}

impl Authored {
    /// What a document's authors wrote, of what is sought.
    pub fn of(plan: &Plan, document: &Document, sought: &Sought) -> Authored {
        let mut authored = Authored::default();
        let mut authors = Authors {
            plan,
            known: BTreeMap::new(),
        };
        // Of a number in bold its unit is a text of its own.
        let mut joined = String::new();
        document.each_text(&mut |text| match authors.wrote(text) {
            true => {
                authored.words(&text.text, sought);
                joined.push_str(&text.text);
            }
            false => joined.push(GAP),
        });
        authored.words(&joined, sought);
        each_table(document, &mut |table, around| {
            authored.table(table, around, &mut authors, sought);
        });
        authored
    }

    /// Adds the quantities of words that authors wrote.
    pub fn words(&mut self, words: &str, sought: &Sought) {
        for quantity in quantities(words).iter().filter(|it| it.digits >= LEAST_DIGITS) {
            let found = sought.find(quantity);
            self.quantities
                .extend(found.map(|it| ((quantity.kind, quantity.value), it)));
        }
    }

    /// The value that a quantity is.
    pub fn quantity(&self, quantity: &Quantity) -> Option<usize> {
        self.quantities.get(&(quantity.kind, quantity.value)).copied()
    }

    /// The value that a number alone in its cell is.
    pub fn cell(&self, token: &Token) -> Option<&usize> {
        self.cells.get(&token.digits).filter(|_| token.alone.is_some())
    }

    fn table(&mut self, table: &Table, around: Option<&str>, authors: &mut Authors<'_>, sought: &Sought) {
        let units = Units::of(table, around);
        for row in &table.body {
            for (index, cell) in row.cells.iter().enumerate().filter(|(_, it)| authors.wrote_all(it)) {
                let words = words(cell);
                let unit = units.of_cell(row, index);
                let quantity = unit.and_then(|unit| in_unit(&words, &unit));
                let found = quantity
                    .filter(|it| it.digits >= LEAST_DIGITS)
                    .and_then(|it| sought.find(&it));
                let token = numbers(&words).into_iter().next();
                self.cells
                    .extend(token.zip(found).map(|(token, found)| (token.digits, found)));
            }
        }
    }
}

/// Who wrote what.
struct Authors<'p> {
    plan: &'p Plan,
    /// Whether a template is the project's own.
    known: BTreeMap<String, bool>,
}

impl Authors<'_> {
    /// Whether a text is of a template that is not planc's.
    fn wrote(&mut self, text: &Text) -> bool {
        let Origin::Template(path) = &text.origin else {
            return false;
        };
        if let Some(known) = self.known.get(&**path) {
            return *known;
        }
        let own = !is_ours(self.plan, path);
        self.known.insert(path.to_string(), own);
        own
    }

    fn wrote_all(&mut self, cell: &Cell) -> bool {
        let inlines = cell.paragraphs.iter().flatten();
        let mut texts = Vec::new();
        inlines.for_each(|inline| leaves(inline, &mut texts));
        !texts.is_empty() && texts.into_iter().all(|text| self.wrote(text))
    }
}

fn leaves<'d>(inline: &'d Inline, to: &mut Vec<&'d Text>) {
    match inline {
        Inline::Text { text } | Inline::Pending { text } => to.push(text),
        Inline::Strong { content }
        | Inline::Emphasis { content }
        | Inline::Link { content, .. }
        | Inline::Underline { content }
        | Inline::Revised { content, .. } => content.iter().for_each(|inline| leaves(inline, to)),
        Inline::Break | Inline::Reference { .. } | Inline::PageReference { .. } | Inline::End { .. } => {}
    }
}

fn words(cell: &Cell) -> String {
    let paragraphs: Vec<String> = cell.paragraphs.iter().map(|it| plain(it)).collect();
    paragraphs.join("\n")
}

/// Numbers that planc counts in tables, as they are printed: where the rows of a column are numbered, their numbers. Each
/// says no more than in which row it stands.
pub fn counts(document: &Document) -> BTreeSet<String> {
    let mut longest = 0;
    each_table(document, &mut |table, _| {
        let mut counts: Vec<usize> = Vec::new();
        for row in &table.body {
            counts.resize(counts.len().max(row.cells.len()), 0);
            for (count, cell) in counts.iter_mut().zip(&row.cells) {
                *count += usize::from(words(cell) == (*count + 1).to_string());
            }
        }
        longest = longest.max(counts.into_iter().max().unwrap_or_default());
    });
    (LONG_COUNT..=longest).map(|it| it.to_string()).collect()
}

/// Shows every table, with the unit that a paragraph above or below gives.
fn each_table<'d>(document: &'d Document, visit: &mut dyn FnMut(&'d Table, Option<&str>)) {
    document
        .sections
        .iter()
        .for_each(|section| tables(&section.blocks, visit));
}

fn tables<'d>(all: &'d [Block], visit: &mut dyn FnMut(&'d Table, Option<&str>)) {
    for (index, block) in all.iter().enumerate() {
        match block {
            Block::Table(table) => visit(table, unit_around(all, index).as_deref()),
            Block::List(list) => list.items.iter().for_each(|item| tables(item, visit)),
            Block::Beside(beside) => {
                tables(&beside.left, visit);
                tables(&beside.right, visit);
            }
            Block::Revised(revised) => tables(std::slice::from_ref(&*revised.block), visit),
            Block::Cover(_)
            | Block::Contents(_)
            | Block::Heading(_)
            | Block::Paragraph(_)
            | Block::Figure(_)
            | Block::Picture(_) => {}
        }
    }
}

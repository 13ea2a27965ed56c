//! Pages and PDF: laid out whole, the same twice, and readable by others.

use crate::pdf_reader::lines;
use crate::rich;
use crate::typesetting::TEMPLATE;
use planc::document::{Block, Cell, Document, Inline, NodeId, Row, text};
use planc::layout::{Layout, layout};
use planc::write::pdf;
use std::collections::BTreeMap;

fn laid_out(document: &Document) -> Layout {
    layout(document.disclosable().unwrap(), &TEMPLATE).unwrap_or_else(|error| panic!("{error}"))
}

fn written(document: &Document, layout: &Layout) -> Vec<u8> {
    let written = pdf::write(document.disclosable().unwrap(), layout);
    written.unwrap_or_else(|error| panic!("{error}")).bytes().to_vec()
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = rich::document();
    let first = written(&document, &laid_out(&document));
    comemo::evict(0);
    let second = written(&document, &laid_out(&document));
    assert!(first == second);
}

#[test]
fn others_read_the_text_of_the_document() {
    let document = rich::document();
    let layout = laid_out(&document);
    let expected = text::lines(&with_numbers(document.clone(), &layout.printed().pages));
    let found = lines(&written(&document, &layout));
    for (expected, found) in compact(&expected).iter().zip(compact(&found)) {
        assert_eq!(*expected, found);
    }
    assert_eq!(compact(&expected).len(), compact(&found).len());
}

/// Readers set spaces between scripts and break lines as pages do: what is compared is the rest.
fn compact(lines: &[String]) -> Vec<String> {
    let without_spaces = |line: &String| line.split_whitespace().collect::<String>();
    lines
        .iter()
        .map(without_spaces)
        .filter(|line| !line.is_empty())
        .collect()
}

#[test]
fn every_node_has_its_page_and_every_figure_its_drawing() {
    let document = rich::document();
    let printed = laid_out(&document).printed();
    let nodes: Vec<NodeId> = printed.pages.keys().copied().collect();
    let mut expected = document.nodes();
    expected.sort();
    assert_eq!(nodes, expected);
    assert_eq!(printed.drawings.len(), 4);
    assert!(printed.drawings.values().all(|drawing| drawing.png.len() < 250_000));
}

#[test]
fn no_page_is_empty() {
    let document = rich::document();
    let layout = laid_out(&document);
    let starts = layout.printed().pages;
    // Each section but the cover and the contents begins with a heading, on the page after the one before.
    let first = |section: usize| match &document.sections[section].blocks[0] {
        Block::Heading(heading) => starts[&heading.id],
        _ => panic!("a section without a heading"),
    };
    assert_eq!(first(2), 3);
    assert_eq!(first(4), layout.printed().page_count);
}

#[test]
fn a_template_that_fails_names_its_line() {
    let template = [("plan.typ", "\n#json(\"missing.json\")")];
    let error = layout(rich::document().disclosable().unwrap(), &template).expect_err("no such file");
    assert_eq!(error.messages[0].place, Some(("plan.typ".to_owned(), 2)));
}

#[test]
fn a_character_that_no_face_prints_is_an_error() {
    let mut document = rich::document();
    document.sections[1].blocks.push(rich::paragraph("\u{13000}"));
    let error = layout(document.disclosable().unwrap(), &TEMPLATE).expect_err("a hieroglyph");
    assert!(error.to_string().contains('\u{13000}'), "{error}");
}

/// The document with everything in its texts that pages add: numbers of headings and of pages. Line ends go, since
/// readers cannot tell those that somebody wrote from those that the width of the page made.
fn with_numbers(mut document: Document, pages: &BTreeMap<NodeId, usize>) -> Document {
    for section in &mut document.sections {
        number_blocks(&mut section.blocks, pages);
    }
    document
}

fn number_blocks(blocks: &mut [Block], pages: &BTreeMap<NodeId, usize>) {
    for block in blocks {
        match block {
            Block::Cover(cover) => number_inlines(&mut cover.title, pages),
            Block::Contents(contents) => {
                for entry in &mut contents.entries {
                    entry.content.push(page_number(pages[&entry.target]));
                }
            }
            Block::Heading(heading) => heading.content.insert(0, Inline::text(rich::text(&heading.number))),
            Block::Paragraph(paragraph) => number_inlines(&mut paragraph.content, pages),
            Block::List(list) => list.items.iter_mut().for_each(|item| number_blocks(item, pages)),
            Block::Table(table) => table
                .head
                .iter_mut()
                .chain(&mut table.body)
                .for_each(|row| number_row(row, pages)),
            Block::Figure(_) | Block::Picture(_) => {}
            Block::Beside(beside) => {
                number_blocks(&mut beside.left, pages);
                number_blocks(&mut beside.right, pages);
            }
            Block::Revised(revised) => number_blocks(std::slice::from_mut(&mut *revised.block), pages),
        }
    }
}

fn number_row(row: &mut Row, pages: &BTreeMap<NodeId, usize>) {
    let paragraphs = row.cells.iter_mut().flat_map(|cell: &mut Cell| &mut cell.paragraphs);
    paragraphs.for_each(|content| number_inlines(content, pages));
}

fn number_inlines(content: &mut Vec<Inline>, pages: &BTreeMap<NodeId, usize>) {
    content.retain(|inline| !matches!(inline, Inline::Break));
    for inline in content {
        if let Inline::PageReference { target } = inline {
            *inline = page_number(pages[target]);
        }
    }
}

fn page_number(page: usize) -> Inline {
    Inline::text(rich::text(&page.to_string()))
}

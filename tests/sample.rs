//! The sample plan, whole: law 1, the structure of both files, what an edition may not disclose.

use crate::project::{Built, built_sample, sample};
use crate::{docx, pdf_reader};
use planc::document::{Block, Document, Heading, Inline, NodeId, Text, text};
use planc::plan::{Node, Scalar};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn law_1_the_word_file_says_what_the_tree_says() {
    let built = built_sample();
    assert_same(&docx::lines(&built.docx), &text::lines(&built.document));
}

#[test]
fn law_1_the_pdf_says_what_the_tree_says() {
    let built = built_sample();
    assert_same(&pdf_lines(&built.pdf), &expected_in_pdf(built));
}

/// Fails with the first line that differs.
pub fn assert_same(found: &[String], expected: &[String]) {
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!(
            found == expected,
            "line {index}\n found:    {}\n expected: {}",
            short(found),
            short(expected)
        );
    }
    let longer = if found.len() > expected.len() { found } else { expected };
    let rest = &longer[found.len().min(expected.len())..];
    assert!(
        rest.is_empty(),
        "{} and {} lines: {rest:?}",
        found.len(),
        expected.len()
    );
}

/// As much of a line as a person reads, from where it is told apart.
fn short(line: &str) -> String {
    line.chars().take(400).collect()
}

/// The lines of a PDF, normalized as narrowly as its nature allows: white space goes, since pages break lines where the
/// width ends and spaces at such ends are not kept.
pub fn pdf_lines(pdf: &[u8]) -> Vec<String> {
    compact(pdf_reader::lines(pdf))
}

/// The tree's lines as a PDF has them: with numbers of headings and of pages, which the PDF prints as content.
pub fn expected_in_pdf(built: &Built) -> Vec<String> {
    compact(text::lines(&numbered(built.document.clone(), &built.pages)))
}

fn compact(lines: Vec<String>) -> Vec<String> {
    let compact = lines.iter().map(|line| line.split_whitespace().collect::<String>());
    compact.filter(|line| !line.is_empty()).collect()
}

/// The document with the numbers of headings and pages in its texts, and without line breaks.
fn numbered(mut document: Document, pages: &BTreeMap<NodeId, usize>) -> Document {
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
                let entries = contents.entries.iter_mut();
                entries.for_each(|entry| entry.content.push(words(&pages[&entry.target].to_string())));
            }
            Block::Heading(heading) => heading.content.insert(0, words(&heading.number)),
            Block::Paragraph(paragraph) => number_inlines(&mut paragraph.content, pages),
            Block::List(list) => list.items.iter_mut().for_each(|item| number_blocks(item, pages)),
            Block::Table(table) => {
                let cells = table
                    .head
                    .iter_mut()
                    .chain(&mut table.body)
                    .flat_map(|row| &mut row.cells);
                let paragraphs = cells.flat_map(|cell| &mut cell.paragraphs);
                paragraphs.for_each(|content| number_inlines(content, pages));
                let notes = table.notes.iter_mut();
                notes.for_each(|note| number_inlines(&mut note.content, pages));
            }
            Block::Figure(_) | Block::Picture(_) => {}
            Block::Beside(beside) => {
                number_blocks(&mut beside.left, pages);
                number_blocks(&mut beside.right, pages);
            }
            Block::Revised(revised) => number_blocks(std::slice::from_mut(&mut *revised.block), pages),
        }
    }
}

fn number_inlines(content: &mut Vec<Inline>, pages: &BTreeMap<NodeId, usize>) {
    content.retain(|inline| !matches!(inline, Inline::Break));
    for inline in content {
        match inline {
            Inline::PageReference { target } => *inline = words(&pages[target].to_string()),
            Inline::Revised { content, .. } => number_inlines(content, pages),
            _ => {}
        }
    }
}

fn words(words: &str) -> Inline {
    let text = Text::template(words, &"tests".into());
    Inline::Text { text }
}

#[test]
fn the_word_file_is_sound() {
    assert_eq!(docx::problems(&built_sample().docx), Vec::<String>::new());
}

#[test]
fn the_sample_has_forty_pages_or_more_and_none_is_empty() {
    let pages = pdf_reader::characters_by_page(&built_sample().pdf);
    assert!(pages.len() >= 40, "{} pages", pages.len());
    let empty: Vec<usize> = (1..)
        .zip(&pages)
        .filter(|(_, count)| **count < 20)
        .map(|it| it.0)
        .collect();
    assert!(empty.is_empty(), "pages {empty:?} are empty");
}

#[test]
fn word_counts_the_headings_of_the_sample_as_the_tree_does() {
    let built = built_sample();
    let printed: Vec<(String, String)> = headings(&built.document)
        .map(|heading| (format!("_Toc{:06}", heading.id.0), heading.number.clone()))
        .collect();
    let counted = docx::heading_numbers(&built.docx).into_iter();
    let counted: Vec<(String, String)> = counted
        .map(|(mark, number)| (mark, number.trim_start_matches('■').to_owned()))
        .collect();
    assert_eq!(counted, printed);
}

fn headings(document: &Document) -> impl Iterator<Item = &Heading> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    blocks.filter_map(|block| match block {
        Block::Heading(heading) => Some(heading),
        _ => None,
    })
}

/// All that a Word file and a PDF hold, as text: every part, every property, every string, every stream.
fn all_bytes(built: &Built) -> String {
    let mut all = docx::lines(&built.docx).concat();
    for part in docx::parts(&built.docx) {
        all.push_str(&String::from_utf8_lossy(&part));
    }
    all.push_str(&pdf_reader::lines(&built.pdf).concat());
    pdf_reader::hidden_texts(&built.pdf)
        .iter()
        .for_each(|it| all.push_str(it));
    squeezed(&all)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn nothing_internal_and_nobody_unselected_stands_in_the_files() {
    let (plan, _) = planc::plan::load(&sample());
    let unselected: BTreeSet<_> = plan
        .companies
        .iter()
        .filter(|it| !it.is_selected())
        .map(|it| it.file)
        .collect();
    assert_eq!(unselected.len(), 3);
    let (mut secret, mut open) = (Vec::new(), String::new());
    for (file, node) in plan.nodes() {
        node.leaves("", &mut |path, leaf| {
            // The list of pending values shows the reasons of all classes.
            let (text, class) = match leaf {
                Node::Value {
                    scalar: Scalar::Line(text) | Scalar::Prose(text),
                    class,
                    ..
                } => (&***text, *class),
                Node::Pending { pending, .. } => (&*pending.reason, planc::document::Class::Nation),
                _ => return,
            };
            let internal = class == planc::document::Class::Internal || unselected.contains(&file);
            // The handling mark is meant to be seen; ids are names for programs, some of them words of file formats.
            if internal && path != ".handling" && !path.ends_with(".id") {
                secret.extend(text.split("\n").map(squeezed).filter(|it| it.chars().count() >= 8));
            } else {
                open.push_str(&squeezed(text));
            }
        });
    }
    let templates = sample();
    let templates = templates.files.iter().filter(|(path, _)| path.ends_with(".md"));
    templates.for_each(|(_, bytes)| open.push_str(&squeezed(&String::from_utf8_lossy(bytes))));
    secret.retain(|text| !open.contains(text.as_str()));
    assert!(secret.len() > 50, "{}", secret.len());
    let all = all_bytes(built_sample());
    let leaked: Vec<&String> = secret.iter().filter(|text| all.contains(text.as_str())).collect();
    assert!(leaked.is_empty(), "{leaked:?}");
}

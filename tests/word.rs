//! Word files: valid, complete, and always the same.

use crate::docx::{self, Docx};
use crate::features;
use planc::document::{Block, Class, Document, Inline, NodeId, Paragraph, text};
use planc::write::word::{WordError, write};

fn written(document: &Document) -> Vec<u8> {
    let written = write(document.disclosable().unwrap(), &features::printed());
    written.expect("a Word file").bytes().to_vec()
}

#[test]
fn a_document_with_everything_is_sound() {
    let bytes = written(&features::everything());
    let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/features.docx");
    std::fs::write(path, &bytes).expect("kept for validators that are not ours");
    assert_eq!(docx::problems(&bytes), Vec::<String>::new());
}

#[test]
fn the_text_is_that_of_the_document() {
    let document = features::everything();
    let found = docx::lines(&written(&document));
    let expected = text::lines(&document);
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = features::everything();
    assert!(written(&document) == written(&document));
}

/// Headings of the body and of annexes as the tree prints them, in order.
fn printed_numbers(document: &Document) -> Vec<(String, String)> {
    let blocks = document.sections.iter().flat_map(|it| &it.blocks);
    let headings = blocks.filter_map(|block| match block {
        Block::Heading(it) => Some(it),
        _ => None,
    });
    let numbers = headings.map(|it| (format!("_Toc{:06}", it.id.0), it.number.clone()));
    numbers.collect()
}

fn counted(document: &Document) -> Vec<(String, String)> {
    let numbers = docx::heading_numbers(&written(document)).into_iter();
    numbers
        .map(|(mark, number)| (mark, number.trim_start_matches('■').to_owned()))
        .collect()
}

#[test]
fn word_counts_as_the_tree_does() {
    let document = features::everything();
    assert_eq!(counted(&document), printed_numbers(&document));
}

#[test]
fn word_counts_as_the_tree_does_where_numbers_jump() {
    let rows: &[(u8, &str)] = &[
        (1, "第3"),
        (2, "1"),
        (2, "2"),
        (3, "(4)"),
        (3, "(5)"),
        (2, "3"),
        (3, "(1)"),
        (1, "第4"),
        (2, "7"),
        (2, "8"),
        (1, "序章"),
        (1, "第5"),
        (2, "1"),
        (4, "ウ"),
        (5, "(ア)"),
        (4, "エ"),
        (1, "第6"),
        (2, "7"),
        (1, "第6"),
        (2, "01"),
        (2, "2"),
    ];
    let headings = rows.iter().enumerate();
    let headings = headings.map(|(id, (level, number))| features::body_heading(id as u32, *level, number));
    let document = features::document(headings.collect());
    assert_eq!(counted(&document), printed_numbers(&document));
    assert_eq!(docx::problems(&written(&document)), Vec::<String>::new());
}

#[test]
fn a_photo_stays_the_file_it_was() {
    let bytes = written(&features::everything());
    let docx = Docx::open(&bytes);
    assert!(docx.bytes("word/media/image2.jpg") == features::photo());
}

#[test]
fn links_reach_word_escaped() {
    let bytes = written(&features::everything());
    let docx = Docx::open(&bytes);
    let relationships = docx.text("word/_rels/document.xml.rels");
    let target = r#"Target="https://example.jp/a?b=1&amp;c=%22%E6%97%A5%E6%9C%AC%22""#;
    assert!(relationships.contains(target), "{relationships}");
}

#[test]
fn entries_of_the_file_have_no_times() {
    let bytes = written(&features::everything());
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip file");
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.expect("a name").into_owned())
        .collect();
    assert!(names.is_sorted());
    for name in names {
        let time = zip.by_name(&name).expect("an entry").last_modified();
        assert_eq!(time.map(|it| it.year()), Some(1980), "{name}");
    }
}

#[test]
fn what_is_above_the_class_is_refused_without_its_value() {
    let mut secret = features::text("秘密の値");
    secret.class = Class::Internal;
    let block = Block::Paragraph(Paragraph::body(vec![Inline::text(secret)]));
    let document = features::document(vec![block]);
    let error = document.disclosable().expect_err("a refusal");
    assert!(!error.to_string().contains("秘密"));
    assert!(!format!("{error:?}").contains("秘密"));
}

#[test]
fn references_to_nothing_and_links_to_code_are_refused() {
    let refused = |inline| {
        let block = Block::Paragraph(Paragraph::body(vec![inline]));
        let document = features::document(vec![block]);
        write(document.disclosable().unwrap(), &features::printed()).expect_err("a refusal")
    };
    let reference = Inline::Reference {
        target: NodeId(999),
        text: "表9".to_owned(),
    };
    assert!(matches!(refused(reference), WordError::MissingTarget(NodeId(999))));
    let url = features::text("javascript:alert(1)");
    let link = Inline::Link {
        url,
        content: features::run("x"),
    };
    assert!(matches!(refused(link), WordError::UnsafeLink));
}

#[test]
fn the_check_sees_what_docx_rs_alone_gets_wrong() {
    use docx_rs::{AbstractNumbering, Docx, Numbering, Paragraph, Run, Table, TableCell, TableRow};
    let cell = TableCell::new().add_paragraph(Paragraph::new().add_run(Run::new().add_text("x")));
    let docx = Docx::new()
        .add_abstract_numbering(AbstractNumbering::new(9))
        .add_numbering(Numbering::new(9, 9))
        .add_paragraph(Paragraph::new().style("Nothing"))
        .add_table(Table::new(vec![TableRow::new(vec![cell])]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).expect("a file");
    let found = docx::problems(bytes.get_ref()).join("\n");
    let expected = [
        "an empty rPr",
        "pStyle Nothing is missing",
        "a table without columns",
        "out of order",
    ];
    for problem in expected {
        assert!(found.contains(problem), "{problem} is not in\n{found}");
    }
}

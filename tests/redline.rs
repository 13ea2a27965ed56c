//! Law 4: accepting every change of a redline gives the version after, rejecting every change the version before.

use crate::docx;
use crate::generated::{Size, plan};
use crate::project::{Built, ROOT, said};
use crate::sample::{assert_same, expected_in_pdf, pdf_lines};
use crate::tree_edits::{edited, still};
use crate::versions::worlds;
use crate::{features, rich};
use planc::compile::comparison::{Comparison, Version, redline, table, version};
use planc::diagnostic::Edition;
use planc::document::text::lines;
use planc::document::{Block, Document, NodeId};
use planc::layout::{Drawing, Printed};
use planc::world::Memory;
use planc::write::word;
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

fn read(world: &Memory) -> Version {
    let (sources, diagnostics, version) = version(world, Edition::Draft, &|_| {});
    version.unwrap_or_else(|| panic!("{}", said(&diagnostics, &sources).join("\n")))
}

fn versions() -> &'static [Version; 3] {
    static VERSIONS: LazyLock<[Version; 3]> = LazyLock::new(|| worlds().map(|world| read(&world)));
    &VERSIONS
}

/// Pages and drawings that suffice to write a document as Word: every node stands on page 1.
fn printed(document: &Document) -> Printed {
    let chart = features::printed().drawings.into_values().next().unwrap();
    let nodes = document.nodes();
    let drawing = |node: NodeId| (node, Drawing { ..chart.clone() });
    Printed {
        pages: nodes.iter().map(|&node| (node, 1)).collect(),
        page_count: 1,
        drawings: nodes.iter().copied().map(drawing).collect(),
    }
}

fn word_file(document: &Document) -> Vec<u8> {
    let written = word::write(document.disclosable().unwrap(), &printed(document));
    written.unwrap().bytes().to_vec()
}

/// Reads the redline back from its Word file, and the versions from theirs.
fn assert_law_4(before: &Document, after: &Document) {
    let both = planc::diff::redline(before, after).unwrap_or_else(|error| panic!("{error}"));
    let file = word_file(&both);
    assert_eq!(docx::problems(&file), Vec::<String>::new());
    let lines = |document: &Document| docx::resolved(&word_file(document), true);
    assert_same(&docx::resolved(&file, true), &lines(after));
    assert_same(&docx::resolved(&file, false), &lines(before));
}

#[test]
fn the_versions_of_the_sample_obey_law_4() {
    let [first, second, last] = versions();
    assert_law_4(&first.document, &second.document);
    assert_law_4(&second.document, &last.document);
    assert_law_4(&last.document, &first.document);
}

#[test]
fn nothing_changes_between_a_document_and_itself() {
    for document in [&versions()[0].document, &features::everything(), &rich::document()] {
        let both = planc::diff::redline(document, document).unwrap();
        assert_eq!(docx::changes(&word_file(&both)), 0);
        assert_eq!(lines(&both), lines(document));
    }
    let first = &versions()[0];
    let sheet = table(first, first, None).unwrap_or_else(|error| panic!("{error}"));
    assert!(lines(&sheet.document).contains(&"変更はありません。".to_owned()));
}

/// Documents to edit, without what leads from one node to another.
fn bases() -> &'static [Document] {
    static BASES: LazyLock<Vec<Document>> = LazyLock::new(|| {
        let size = Size {
            fields: 2,
            companies: 4,
            seed: 7,
        };
        let plans = [features::everything(), rich::document(), read(&plan(size)).document];
        plans.into_iter().map(still).collect()
    });
    &BASES
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn law_4_holds_for_any_edits(base in 0_usize..3, one in any::<u64>(), other in any::<u64>(), edits in 0_usize..16) {
        let before = edited(&bases()[base], one, edits / 2);
        let after = edited(&bases()[base], other, edits);
        assert_law_4(&before, &after);
    }
}

#[test]
fn documents_without_anything_in_common_obey_law_4() {
    for (before, after) in [(0, 1), (1, 0)] {
        assert_law_4(&bases()[before], &bases()[after]);
    }
}

#[test]
fn the_same_versions_give_the_same_bytes() {
    let [first, second, _] = versions();
    let file = || word_file(&planc::diff::redline(&first.document, &second.document).unwrap());
    assert!(file() == file());
}

/// What changes between the first two versions, in words.
fn comparison_table() -> Vec<String> {
    let [first, second, _] = versions();
    let sheet = table(first, second, None).unwrap_or_else(|error| panic!("{error}"));
    lines(&sheet.document)
}

#[test]
fn the_comparison_table_shows_what_changed() {
    let path = Path::new(ROOT).join("tests/cases/versions/1-draft-2.txt");
    let found = comparison_table().join("\n") + "\n";
    if std::env::var_os("REWRITE_CASES").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let expected: Vec<String> = std::fs::read_to_string(&path)
        .unwrap_or_default()
        .lines()
        .map(str::to_owned)
        .collect();
    assert_same(&comparison_table(), &expected);
}

#[test]
fn a_preset_that_is_not_there_is_refused_with_those_that_are() {
    let first = &versions()[0];
    let refused = table(first, first, Some("x")).err().unwrap().to_string();
    assert!(refused.contains("adopted、amendment、draft"), "{refused}");
}

/// Numbers of headings, those of deleted ones included, by their bookmarks.
fn printed_numbers(document: &Document) -> Vec<(String, String)> {
    let blocks = document.sections.iter().flat_map(|it| &it.blocks);
    let headings = blocks.filter_map(|block| match block {
        Block::Heading(it) => Some(it),
        Block::Revised(it) => match &*it.block {
            Block::Heading(it) => Some(it),
            _ => None,
        },
        _ => None,
    });
    headings
        .map(|it| (format!("_Toc{:06}", it.id.0), it.number.clone()))
        .collect()
}

#[test]
fn word_counts_the_headings_of_a_redline_as_the_tree_does() {
    let [_, second, last] = versions();
    for (before, after) in [(second, last), (last, second)] {
        let both = planc::diff::redline(&before.document, &after.document).unwrap();
        let counted = docx::heading_numbers(&word_file(&both)).into_iter();
        let counted: Vec<(String, String)> = counted
            .map(|(mark, it)| (mark, it.trim_start_matches('■').to_owned()))
            .collect();
        assert_eq!(counted, printed_numbers(&both));
    }
}

/// Where files are kept for programs that are not ours.
fn keep(folder: &str, name: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), bytes).unwrap();
}

/// Both formats of a comparison, which say what its tree says.
fn kept(name: &str, comparison: Comparison) {
    let docx = comparison
        .docx()
        .unwrap_or_else(|error| panic!("{error}"))
        .bytes()
        .to_vec();
    let pdf = comparison
        .pdf()
        .unwrap_or_else(|error| panic!("{error}"))
        .bytes()
        .to_vec();
    keep("comparison", &format!("{name}.docx"), &docx);
    keep("comparison", &format!("{name}.pdf"), &pdf);
    assert_eq!(docx::problems(&docx), Vec::<String>::new());
    assert_same(&docx::lines(&docx), &lines(&comparison.document));
    let built = Built {
        pages: comparison.layout.printed().pages,
        document: comparison.document,
        docx,
        pdf,
    };
    assert_same(&pdf_lines(&built.pdf), &expected_in_pdf(&built));
    comemo::evict(0);
}

#[test]
fn law_1_both_formats_of_comparisons_say_what_the_tree_says() {
    let [first, second, last] = versions();
    for (name, before, after) in [("2", first, second), ("3", second, last)] {
        kept(
            &format!("redline-{name}"),
            redline(before, after).unwrap_or_else(|error| panic!("{error}")),
        );
        kept(
            &format!("table-{name}"),
            table(before, after, None).unwrap_or_else(|error| panic!("{error}")),
        );
        let folder = format!("versions-{name}");
        let both = planc::diff::redline(&before.document, &after.document).unwrap();
        keep(&folder, "before.docx", &word_file(&before.document));
        keep(&folder, "after.docx", &word_file(&after.document));
        keep(&folder, "redline.docx", &word_file(&both));
    }
}

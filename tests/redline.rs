//! Law 4: accepting every change of a redline gives the version after, rejecting every change the version before.

use crate::docx;
use crate::sample::assert_same;
use crate::versions::worlds;
use planc::compile::Format;
use planc::compile::comparison::{Version, redline, table, version};
use planc::diagnostic::Edition;
use planc::document::Document;
use planc::layout::{Drawing, Printed};
use planc::world::Memory;
use planc::write::word;

fn read(world: &Memory) -> Version {
    let (sources, diagnostics, version) = version(world, Edition::Draft, &|_| {});
    version.unwrap_or_else(|| panic!("{}", crate::project::said(&diagnostics, &sources).join("\n")))
}

/// Pages and drawings that suffice to write a document as Word: every node stands on page 1.
fn printed(document: &Document) -> Printed {
    let chart = crate::features::printed().drawings.into_values().next().unwrap();
    let nodes = document.nodes();
    let drawing = |node| (node, Drawing { ..chart.clone() });
    Printed {
        pages: nodes.iter().map(|&node| (node, 1)).collect(),
        page_count: 1,
        drawings: nodes.iter().copied().map(drawing).collect(),
    }
}

fn word_file(document: &Document) -> Vec<u8> {
    word::write(document, &printed(document)).unwrap()
}

/// Reads the redline back from its Word file, and the versions from theirs.
fn assert_law_4(before: &Document, after: &Document) {
    let both = planc::diff::redline(before, after).unwrap();
    let file = word_file(&both);
    assert_eq!(docx::problems(&file), Vec::<String>::new());
    let lines = |document: &Document| docx::resolved(&word_file(document), true);
    assert_same(&docx::resolved(&file, true), &lines(after));
    assert_same(&docx::resolved(&file, false), &lines(before));
}

#[test]
fn the_versions_of_the_sample_obey_law_4() {
    let [first, second, last] = worlds().map(|world| read(&world));
    assert_law_4(&first.document, &second.document);
    assert_law_4(&second.document, &last.document);
    assert_law_4(&last.document, &first.document);
}

#[test]
#[ignore = "writes files to look at"]
fn look() {
    let [first, second, last] = worlds().map(|world| read(&world));
    for (name, before, after) in [("1-2", &first, &second), ("2-3", &second, &last)] {
        let start = std::time::Instant::now();
        let both = redline(before, after).unwrap_or_else(|error| panic!("{error}"));
        let compared = start.elapsed();
        let files = both
            .write(&[Format::Docx, Format::Pdf])
            .unwrap_or_else(|error| panic!("{error}"));
        println!("{name}: compared in {compared:?}, all in {:?}", start.elapsed());
        let sheet = table(before, after, None).unwrap_or_else(|error| panic!("{error}"));
        let table = sheet
            .write(&[Format::Docx, Format::Pdf])
            .unwrap_or_else(|error| panic!("{error}"));
        std::fs::create_dir_all("/tmp/redline").unwrap();
        std::fs::write(format!("/tmp/redline/{name}.docx"), &files[0]).unwrap();
        std::fs::write(format!("/tmp/redline/{name}.pdf"), &files[1]).unwrap();
        std::fs::write(format!("/tmp/redline/{name}t.docx"), &table[0]).unwrap();
        std::fs::write(format!("/tmp/redline/{name}t.pdf"), &table[1]).unwrap();
    }
}

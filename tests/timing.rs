//! How long pages take; run by hand: `cargo test --release timing -- --ignored --nocapture`.

use crate::rich;
use crate::typesetting::TEMPLATE;
use planc::document::{Block, Document};
use planc::layout::layout;
use planc::write::pdf;
use std::time::Instant;

#[test]
#[ignore = "prints times, proves nothing"]
fn seventy_pages() {
    let start = Instant::now();
    planc::font::unprintable("あ");
    println!("faces {:?}", start.elapsed());
    let mut document = rich::with_sheets(50);
    drop_hostile(&mut document);
    measure("cold", &document);
    document.sections[2]
        .blocks
        .push(rich::paragraph("一段落を足しました。"));
    measure("warm", &document);
}

fn drop_hostile(document: &mut Document) {
    for section in &mut document.sections {
        section.blocks.retain(
            |block| !matches!(block, Block::Paragraph(it) if planc::document::text::plain(&it.content).len() > 9_000),
        );
    }
}

fn measure(name: &str, document: &Document) {
    let start = Instant::now();
    let layout = layout(document, &TEMPLATE).unwrap_or_else(|error| panic!("{error}"));
    let (pages, laid_out) = (layout.pages.pages().len(), start.elapsed());
    let start = Instant::now();
    let bytes = pdf::write(document, &layout).unwrap_or_else(|error| panic!("{error}"));
    let written = start.elapsed();
    let start = Instant::now();
    let printed = layout.printed();
    println!(
        "{name}: {pages} pages {laid_out:?}, PDF {written:?} {} bytes, charts {:?}",
        bytes.len(),
        start.elapsed()
    );
    if let Ok(folder) = std::env::var("PLANC_KEEP") {
        std::fs::write(format!("{folder}/{name}.pdf"), &bytes).expect("a file");
        for (node, drawing) in printed.drawings {
            std::fs::write(format!("{folder}/chart-{}.png", node.0), drawing.png).expect("a file");
        }
    }
}

#[test]
#[ignore = "keeps the rich document for somebody to look at"]
fn keep_rich() {
    measure("rich", &rich::document());
}

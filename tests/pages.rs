//! What stays together on a page, however far down the page it begins.

use crate::rich::{self, paragraph};
use crate::typesetting::TEMPLATE;
use planc::document::{Block, Document, NodeId, Page, Section};
use planc::layout::{Layout, layout};
use typst::layout::{Frame, FrameItem};

/// More lines than a page holds.
const LINES: usize = 44;

/// A document of these blocks below so many lines of text.
fn below(lines: usize, blocks: Vec<Block>) -> Document {
    let mut document = rich::document();
    let filler = (0..lines).map(|_| paragraph("一行の段落です。"));
    document.sections = vec![Section {
        page: Page::Portrait,
        blocks: std::iter::once(rich::chapter(1)).chain(filler).chain(blocks).collect(),
    }];
    document
}

fn laid_out(document: &Document) -> Layout {
    layout(document.disclosable().unwrap(), &TEMPLATE).unwrap_or_else(|error| panic!("{error}"))
}

/// The texts of each page, one after the other.
fn words(layout: &Layout) -> Vec<String> {
    let page = |frame: &Frame| {
        let mut words = String::new();
        collect(frame, &mut words);
        words
    };
    layout.pages.pages().iter().map(|it| page(&it.frame)).collect()
}

fn collect(frame: &Frame, words: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, words),
            FrameItem::Text(text) => words.push_str(&text.text),
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

#[test]
fn a_heading_never_stands_alone_at_the_foot() {
    let followers: [fn(NodeId) -> Block; 3] = [|id| rich::table(id, 30), |id| rich::table(id, 5), rich::chart];
    for follower in followers {
        for lines in 0..LINES {
            let document = below(lines, vec![rich::section(2), follower(NodeId(3))]);
            let pages = laid_out(&document).printed().pages;
            assert_eq!(pages[&NodeId(2)], pages[&NodeId(3)], "{lines} lines");
        }
    }
}

#[test]
fn a_heading_has_text_below_it() {
    for lines in 0..LINES {
        let document = below(lines, vec![rich::section(2), paragraph("見出しの次の段落です。")]);
        let words = words(&laid_out(&document));
        let page = words
            .iter()
            .find(|page| page.contains("見出しの次"))
            .expect("the paragraph");
        assert!(page.contains("節の見出し"), "{lines} lines");
    }
}

#[test]
fn a_table_begins_below_its_caption() {
    for lines in 0..LINES {
        let words = words(&laid_out(&below(lines, vec![rich::table(NodeId(2), 30)])));
        assert_eq!(
            page_with("表の題", &words),
            page_with("第1製作所", &words),
            "{lines} lines"
        );
    }
}

#[test]
fn a_small_table_stays_whole() {
    for lines in 0..LINES {
        let words = words(&laid_out(&below(lines, vec![rich::table(NodeId(2), 8)])));
        assert_eq!(
            page_with("表の題", &words),
            page_with("表の注", &words),
            "{lines} lines"
        );
    }
}

fn page_with(needle: &str, pages: &[String]) -> Option<usize> {
    pages.iter().position(|page| page.contains(needle))
}

//! What the formats refuse, known before anything is written: each with the text that it is about.

use crate::document::text::plain;
use crate::document::{Block, Document, Heading, Inline, Origin, Text};

/// A rule of a format that a document breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unprintable {
    /// Where what breaks it comes from, if that is known.
    pub origin: Option<Origin>,
    /// What is wrong, in a sentence for the staff.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
}

/// No string of a PDF/A-2 file has more bytes (ISO 19005-2, 6.1.13).
const LONGEST_STRING: usize = 32_767;

/// All that Word and PDF would refuse. Levels of headings: ISO 14289-1 (PDF/UA-1), 7.4.2.
pub fn unprintable(document: &Document) -> Vec<Unprintable> {
    let mut found = Found::default();
    let blocks = document.sections.iter().flat_map(|it| &it.blocks);
    blocks.for_each(|it| found.block(it));
    found.strings(document);
    found.all
}

#[derive(Default)]
struct Found {
    level: u8,
    all: Vec<Unprintable>,
}

impl Found {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(it) => self.heading(it),
            Block::List(list) => list.items.iter().flatten().for_each(|it| self.block(it)),
            Block::Beside(beside) => beside.left.iter().chain(&beside.right).for_each(|it| self.block(it)),
            Block::Revised(it) => self.block(&it.block),
            Block::Figure(it) => self.text(&it.alternative),
            Block::Picture(it) => self.text(&it.alternative),
            Block::Paragraph(it) => self.links(&it.content),
            Block::Cover(_) | Block::Contents(_) | Block::Table(_) => {}
        }
    }

    fn heading(&mut self, heading: &Heading) {
        let title = plain(&heading.content);
        let origin = first(&heading.content).map(|it| it.origin.clone());
        self.string(&title, origin.as_ref());
        if heading.level > self.level + 1 {
            let message = match self.level {
                0 => format!(
                    "最初の見出し「{title}」が、第1段階ではなく第{}段階です。",
                    heading.level
                ),
                above => format!(
                    "見出し「{title}」の段階が、第{above}段階から第{}段階に飛んでいます。",
                    heading.level
                ),
            };
            self.all.push(Unprintable {
                origin,
                message,
                hint: "見出しの「#」の数を、すぐ上の見出しより一つだけ多いものにしてください。飛ばすと PDF を作れません。",
            });
        }
        self.level = heading.level;
    }

    /// The addresses of links are strings of the file, too.
    fn links(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Link { url, content } => {
                    self.text(url);
                    self.links(content);
                }
                Inline::Strong { content }
                | Inline::Emphasis { content }
                | Inline::Underline { content }
                | Inline::Revised { content, .. } => self.links(content),
                Inline::Text { .. }
                | Inline::Pending { .. }
                | Inline::Break
                | Inline::Reference { .. }
                | Inline::PageReference { .. }
                | Inline::End { .. } => {}
            }
        }
    }

    fn strings(&mut self, document: &Document) {
        self.text(&document.title);
        self.text(&document.author);
    }

    fn text(&mut self, text: &Text) {
        self.string(&text.text, Some(&text.origin));
    }

    fn string(&mut self, text: &str, origin: Option<&Origin>) {
        // PDF writes what is not ASCII as UTF-16, behind a mark of two bytes.
        let bytes = text.len().max(2 + text.encode_utf16().count() * 2);
        if bytes > LONGEST_STRING {
            let start: String = text.chars().take(20).collect();
            self.all.push(Unprintable {
                origin: origin.cloned(),
                message: format!("「{start}…」は、見出し、代替テキスト又はリンク先として長すぎます。"),
                hint: "1万字より短くしてください。長いと PDF を作れません。",
            });
        }
    }
}

/// The first text of a line.
fn first(content: &[Inline]) -> Option<&Text> {
    content.iter().find_map(|it| match it {
        Inline::Text { text } | Inline::Pending { text } => Some(text),
        Inline::Strong { content }
        | Inline::Emphasis { content }
        | Inline::Underline { content }
        | Inline::Link { content, .. }
        | Inline::Revised { content, .. } => first(content),
        Inline::Break | Inline::Reference { .. } | Inline::PageReference { .. } | Inline::End { .. } => None,
    })
}

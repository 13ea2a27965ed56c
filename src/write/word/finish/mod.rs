//! Makes the body that docx-rs wrote valid and complete: the order of children, fresh ids, and what docx-rs lacks.

mod drawing;
mod element;
mod order;
mod pass;

pub use pass::finish;

use super::picture::Media;

/// What docx-rs cannot carry, by ordinal: the n-th table of the body, the n-th drawing, and so on.
#[derive(Clone, Default)]
pub struct Finishing {
    /// One for each table, in the order in which tables begin.
    pub tables: Vec<Table>,
    /// One for each drawing.
    pub drawings: Vec<Drawing>,
    /// One for each section.
    pub sections: Vec<Running>,
    /// The target of each link to the outside.
    pub links: Vec<String>,
    /// The files that drawings show, each once.
    pub media: Vec<Media>,
    /// Who changed what is tracked, and when.
    pub revisions: Revisions,
}

/// What tracked changes say of themselves.
#[derive(Clone, Default)]
pub struct Revisions {
    /// The department, never a person.
    pub author: String,
    /// As Word writes times: 2026-06-19T00:00:00Z.
    pub date: String,
    /// The ids below are bookmarks'.
    pub first_id: usize,
}

/// What a table lacks.
#[derive(Clone, Copy, Default)]
pub struct Table {
    /// How many of its first rows are repeated on every page.
    pub head_rows: usize,
    /// It only places things side by side.
    pub plain: bool,
}

/// A picture in a line of text.
#[derive(Clone)]
pub struct Drawing {
    /// Which of the files.
    pub media: usize,
    /// Width in English metric units.
    pub width: i64,
    /// Height in English metric units.
    pub height: i64,
    /// What it shows, in words.
    pub alternative: String,
}

/// The running head and foot of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Running {
    /// Nothing but the watermark.
    Cover,
    /// For upright pages.
    Portrait,
    /// For pages on their side.
    Landscape,
}

impl Running {
    /// The number in the name of its parts.
    pub fn number(self) -> u32 {
        match self {
            Running::Cover => 1,
            Running::Portrait => 2,
            Running::Landscape => 3,
        }
    }

    /// The id of the relationship to the head.
    pub fn header_id(self) -> String {
        format!("rIdHeader{}", self.number())
    }

    /// The id of the relationship to the foot.
    pub fn footer_id(self) -> String {
        format!("rIdFooter{}", self.number())
    }
}

impl Finishing {
    /// Takes the ordinal of a table that is about to begin.
    pub fn open_table(&mut self) -> usize {
        self.tables.push(Table::default());
        self.tables.len() - 1
    }

    /// The ordinal of a file; the same bytes are kept once.
    pub fn media(&mut self, media: Media) -> usize {
        let known = self.media.iter().position(|it| it.bytes == media.bytes);
        known.unwrap_or_else(|| {
            self.media.push(media);
            self.media.len() - 1
        })
    }

    /// The running heads in use, each once.
    pub fn runnings(&self) -> impl Iterator<Item = Running> + '_ {
        let all = [Running::Cover, Running::Portrait, Running::Landscape];
        all.into_iter().filter(|it| self.sections.contains(it))
    }

    /// The name of a file below `word/`.
    pub fn media_name(&self, index: usize) -> String {
        let extension = self.media[index].format.extension();
        format!("media/image{}.{extension}", index + 1)
    }

    /// The id of the relationship to a file.
    pub fn media_id(index: usize) -> String {
        format!("rIdImage{}", index + 1)
    }

    /// The id of the relationship to the target of a link.
    pub fn link_id(index: usize) -> String {
        format!("rIdLink{}", index + 1)
    }
}

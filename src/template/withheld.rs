//! Explains the marks that stand in the place of withheld values, under each table and chart that prints one.

use super::print::{ABOUT, HIDDEN};
use crate::document::{Block, Cell, Inline, Origin, Paragraph, Role, Section, Text};
use crate::plan::Wording;
use std::sync::Arc;

/// How a note begins; what follows is its number, where there are several.
const NOTE: &str = "（注";

/// Adds a note to every table and chart of these sections that prints X for a figure, and to those that print one as 約;
/// whatever component or table of a template it is.
pub fn explain(sections: &mut [Section], wording: Wording) {
    sections
        .iter_mut()
        .for_each(|section| blocks(&mut section.blocks, wording));
}

fn blocks(all: &mut [Block], wording: Wording) {
    for block in all {
        match block {
            Block::Table(table) => {
                let rows = table.head.iter().chain(&table.body);
                let cells = rows.flat_map(|row| &row.cells).flat_map(|cell: &Cell| &cell.paragraphs);
                let marks = cells.flatten().map(marks).fold(Marks::default(), Marks::and);
                add(&mut table.notes, marks, wording);
            }
            Block::Figure(figure) => {
                let texts = figure.chart.texts();
                let marks = texts.into_iter().map(mark).fold(Marks::default(), Marks::and);
                add(&mut figure.notes, marks, wording);
            }
            Block::List(list) => list.items.iter_mut().for_each(|item| blocks(item, wording)),
            Block::Beside(beside) => {
                blocks(&mut beside.left, wording);
                blocks(&mut beside.right, wording);
            }
            Block::Revised(revised) => blocks(std::slice::from_mut(&mut *revised.block), wording),
            Block::Cover(_) | Block::Contents(_) | Block::Heading(_) | Block::Paragraph(_) | Block::Picture(_) => {}
        }
    }
}

/// Which marks a table or a chart prints.
#[derive(Clone, Copy, Default)]
struct Marks {
    hidden: bool,
    about: bool,
}

impl Marks {
    fn and(self, other: Marks) -> Marks {
        Marks {
            hidden: self.hidden || other.hidden,
            about: self.about || other.about,
        }
    }
}

fn marks(inline: &Inline) -> Marks {
    match inline {
        Inline::Text { text } => mark(text),
        Inline::Strong { content }
        | Inline::Emphasis { content }
        | Inline::Link { content, .. }
        | Inline::Underline { content }
        | Inline::Revised { content, .. } => content.iter().map(marks).fold(Marks::default(), Marks::and),
        Inline::Pending { .. }
        | Inline::Break
        | Inline::Reference { .. }
        | Inline::PageReference { .. }
        | Inline::End { .. } => Marks::default(),
    }
}

/// A letter X that a source or a template writes is none.
fn mark(text: &Text) -> Marks {
    let is_figure = matches!(text.origin, Origin::Figure { .. });
    Marks {
        hidden: is_figure && &*text.text == HIDDEN,
        about: is_figure && text.text.starts_with(ABOUT),
    }
}

/// Puts the notes behind the others, before the source, and numbers all where they are several.
fn add(notes: &mut Vec<Paragraph>, marks: Marks, wording: Wording) {
    let is = match wording {
        Wording::Polite => "です",
        Wording::Plain => "である",
    };
    let reason = "個々の企業の値が分かることを避けるため";
    let hidden = marks
        .hidden
        .then(|| format!("「{HIDDEN}」は、{reason}、公表しない値{is}。"));
    let about = marks
        .about
        .then(|| format!("「{ABOUT}」の付いた値は、{reason}、概数で示した値{is}。"));
    let new: Vec<Paragraph> = hidden.into_iter().chain(about).map(|words| note(&words)).collect();
    if new.is_empty() {
        return;
    }
    let end = notes.iter().rposition(is_note).map_or(0, |last| last + 1);
    notes.splice(end..end, new);
    let numbered = notes.iter_mut().filter(|it| is_note(it));
    let count = numbered.count();
    for (index, note) in notes.iter_mut().filter(|it| is_note(it)).enumerate() {
        let number = if count > 1 {
            (index + 1).to_string()
        } else {
            String::new()
        };
        renumber(note, &number);
    }
}

fn note(words: &str) -> Paragraph {
    Paragraph {
        role: Role::Note,
        content: vec![Inline::text(Text::template(
            &format!("{NOTE}）{words}"),
            &Arc::default(),
        ))],
    }
}

fn is_note(paragraph: &Paragraph) -> bool {
    matches!(paragraph.content.first(), Some(Inline::Text { text }) if rest_of_note(&text.text).is_some())
}

/// What follows （注） or （注2）.
fn rest_of_note(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(NOTE)?;
    rest.trim_start_matches(|it: char| it.is_ascii_digit())
        .strip_prefix('）')
}

fn renumber(note: &mut Paragraph, number: &str) {
    if let Some(Inline::Text { text }) = note.content.first_mut()
        && let Some(rest) = rest_of_note(&text.text)
    {
        text.text = format!("{NOTE}{number}）{rest}").into();
    }
}

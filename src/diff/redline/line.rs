//! Lines of text with what changed in them.

use crate::diff::words::{Change, compare};
use crate::document::text::plain;
use crate::document::{Inline, Revision, Text};
use std::ops::Range;

/// A line that stands in both versions, with what went and what came.
pub fn changed(before: &[Inline], after: &[Inline]) -> Vec<Inline> {
    let (old, new) = (plain(before), plain(after));
    if old == new {
        return after.to_vec();
    }
    let (mut at_old, mut at_new) = (0, 0);
    let mut line = Vec::new();
    for change in compare(&old, &new) {
        match change {
            Change::Same(text) => {
                line.extend(cut(after, at_new..at_new + text.len(), new.len()));
                at_old += text.len();
                at_new += text.len();
            }
            Change::Deleted(text) => {
                let gone = cut(before, at_old..at_old + text.len(), old.len());
                line.extend(revised(Revision::Deleted, &gone));
                at_old += text.len();
            }
            Change::Inserted(text) => {
                let come = cut(after, at_new..at_new + text.len(), new.len());
                line.extend(revised(Revision::Inserted, &come));
                at_new += text.len();
            }
        }
    }
    if new.is_empty() {
        line.extend(after.iter().cloned());
    }
    line
}

/// A line that came or went; nothing where it is empty.
pub fn revised(revision: Revision, content: &[Inline]) -> Option<Inline> {
    let content = match revision {
        Revision::Inserted => content.to_vec(),
        Revision::Deleted => dead(content),
    };
    (!content.is_empty()).then_some(Inline::Revised { revision, content })
}

/// A paragraph of a cell, or a note, that came or went whole.
pub fn revised_paragraph(revision: Revision, content: &[Inline]) -> Vec<Inline> {
    let mut line: Vec<Inline> = revised(revision, content).into_iter().collect();
    line.push(Inline::End { revision });
    line
}

/// What is deleted refers to nothing any more: its references are words, its page numbers are gone.
pub fn dead(content: &[Inline]) -> Vec<Inline> {
    content.iter().filter_map(dead_inline).collect()
}

fn dead_inline(inline: &Inline) -> Option<Inline> {
    Some(match inline {
        Inline::Reference { text, .. } => Inline::text(Text::template(text, &"diff".into())),
        Inline::PageReference { .. } => return None,
        Inline::Strong { content } => Inline::Strong { content: dead(content) },
        Inline::Emphasis { content } => Inline::Emphasis { content: dead(content) },
        Inline::Underline { content } => Inline::Underline { content: dead(content) },
        Inline::Link { url, content } => Inline::Link {
            url: url.clone(),
            content: dead(content),
        },
        kept @ (Inline::Text { .. }
        | Inline::Pending { .. }
        | Inline::Break
        | Inline::Revised { .. }
        | Inline::End { .. }) => kept.clone(),
    })
}

/// The part of a line between two places of its plain text. What prints nothing goes with the text behind it, at the
/// end of the line with the text before it.
fn cut(line: &[Inline], range: Range<usize>, whole: usize) -> Vec<Inline> {
    let mut part = Vec::new();
    let mut start = 0;
    for inline in line {
        let length = plain(std::slice::from_ref(inline)).len();
        let inside = range.start.max(start)..range.end.min(start + length);
        let silent = length == 0 && range.contains(&start) || length == 0 && start == whole && range.end == whole;
        if silent || inside.start == start && inside.end == start + length && length > 0 {
            part.push(inline.clone());
        } else if inside.start < inside.end {
            part.push(cut_inline(inline, inside.start - start..inside.end - start, length));
        }
        start += length;
    }
    part
}

fn cut_inline(inline: &Inline, range: Range<usize>, whole: usize) -> Inline {
    let within = |content: &[Inline]| cut(content, range.clone(), whole);
    match inline {
        Inline::Text { text } => Inline::Text {
            text: cut_text(text, range),
        },
        Inline::Pending { text } => Inline::Pending {
            text: cut_text(text, range),
        },
        Inline::Strong { content } => Inline::Strong {
            content: within(content),
        },
        Inline::Emphasis { content } => Inline::Emphasis {
            content: within(content),
        },
        Inline::Underline { content } => Inline::Underline {
            content: within(content),
        },
        Inline::Link { url, content } => Inline::Link {
            url: url.clone(),
            content: within(content),
        },
        Inline::Revised { revision, content } => Inline::Revised {
            revision: *revision,
            content: within(content),
        },
        Inline::Reference { target, text } => Inline::Reference {
            target: *target,
            text: text[range].to_owned(),
        },
        Inline::Break | Inline::PageReference { .. } | Inline::End { .. } => inline.clone(),
    }
}

fn cut_text(text: &Text, range: Range<usize>) -> Text {
    Text {
        text: text.text[range].into(),
        ..text.clone()
    }
}

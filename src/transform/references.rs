//! Gives references the words that name their targets.

use super::numbering::Names;
use super::{each_block_of, each_line};
use crate::document::{Document, Inline};

pub(super) fn resolve(document: &mut Document, names: &Names) {
    each_block_of(document, &mut |block| {
        each_line(block, &mut |line| resolve_in(line, names));
    });
}

fn resolve_in(line: &mut [Inline], names: &Names) {
    for inline in line {
        match inline {
            Inline::Reference { target, text } => *text = names.get(target).cloned().unwrap_or_default(),
            Inline::Strong { content }
            | Inline::Emphasis { content }
            | Inline::Link { content, .. }
            | Inline::Underline { content }
            | Inline::Revised { content, .. } => resolve_in(content, names),
            Inline::Text { .. }
            | Inline::Pending { .. }
            | Inline::Break
            | Inline::PageReference { .. }
            | Inline::End { .. } => {}
        }
    }
}

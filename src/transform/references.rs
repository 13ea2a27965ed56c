//! Gives references the words that name their targets.

use super::numbering::Names;
use super::{each_block_of, each_line};
use crate::document::{Document, Inline, NodeId, Text};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Another document, as references to it name its nodes.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// The names of its nodes.
    pub names: Names,
    /// Their pages.
    pub pages: BTreeMap<NodeId, usize>,
    /// The template that speaks of it, as the origin of those words.
    pub path: Arc<str>,
}

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

/// Puts words in the place of references that lead into another document.
pub(super) fn name_foreign(document: &mut Document, own: &Names, other: &Foreign) {
    each_block_of(document, &mut |block| {
        each_line(block, &mut |line| name_in(line, own, other));
    });
}

fn name_in(line: &mut [Inline], own: &Names, other: &Foreign) {
    for inline in line {
        let words = match inline {
            Inline::Reference { target, .. } if !own.contains_key(target) => other.names.get(target).cloned(),
            Inline::PageReference { target } if !own.contains_key(target) => {
                other.pages.get(target).map(ToString::to_string)
            }
            Inline::Strong { content }
            | Inline::Emphasis { content }
            | Inline::Link { content, .. }
            | Inline::Underline { content }
            | Inline::Revised { content, .. } => {
                name_in(content, own, other);
                None
            }
            Inline::Reference { .. }
            | Inline::PageReference { .. }
            | Inline::Text { .. }
            | Inline::Pending { .. }
            | Inline::Break
            | Inline::End { .. } => None,
        };
        if let Some(words) = words {
            *inline = Inline::text(Text::template(&words, &other.path));
        }
    }
}

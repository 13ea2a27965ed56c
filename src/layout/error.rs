//! What typst has to say about a template or a tree that cannot be set.

use super::world::PlanWorld;
use std::fmt;
use typst::diag::SourceDiagnostic;
use typst::{World, WorldExt};

/// A document that could not be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayoutError {
    /// Why, in typst's order.
    pub messages: Vec<Message>,
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The file of the template and the line in it, from 1; none if typst names no place.
    pub place: Option<(String, usize)>,
    /// What is wrong, and hints, one a line.
    pub text: String,
}

impl LayoutError {
    pub(super) fn new(world: &PlanWorld, diagnostics: &[SourceDiagnostic]) -> Self {
        let messages = diagnostics.iter().map(|it| Message::new(world, it));
        LayoutError {
            messages: messages.collect(),
        }
    }

    pub(super) fn plain(text: String) -> Self {
        LayoutError {
            messages: vec![Message { place: None, text }],
        }
    }
}

impl Message {
    fn new(world: &PlanWorld, diagnostic: &SourceDiagnostic) -> Self {
        let hints = diagnostic.hints.iter().map(|hint| format!("\n{}", hint.v));
        Message {
            place: place(world, diagnostic),
            text: std::iter::once(diagnostic.message.to_string()).chain(hints).collect(),
        }
    }
}

fn place(world: &PlanWorld, diagnostic: &SourceDiagnostic) -> Option<(String, usize)> {
    let file = diagnostic.span.id()?;
    let start = world.range(diagnostic.span)?.start;
    let line = world.source(file).ok()?.lines().byte_to_line(start)?;
    let path = file.get().vpath().get_without_slash();
    Some((path.to_owned(), line + 1))
}

impl fmt::Display for LayoutError {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        self.messages.iter().try_for_each(|message| writeln!(to, "{message}"))
    }
}

impl fmt::Display for Message {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        match &self.place {
            Some((file, line)) => write!(to, "{file}:{line}: {}", self.text),
            None => to.write_str(&self.text),
        }
    }
}

impl std::error::Error for LayoutError {}

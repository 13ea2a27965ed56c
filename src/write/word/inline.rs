//! Runs of text.

use super::body::Body;
use super::{WordError, field};
use crate::document::{Inline, NodeId};
use docx_rs::{BreakType, Hyperlink, HyperlinkType, Paragraph, Run, RunFonts};

/// How a run differs from its paragraph.
#[derive(Clone, Copy, Default)]
struct Look {
    strong: bool,
    stressed: bool,
    link: bool,
    pending: bool,
}

impl Look {
    /// A run has one style of its own; the most telling one wins.
    fn style(self) -> Option<&'static str> {
        match self {
            Look { pending: true, .. } => Some("Pending"),
            Look { link: true, .. } => Some("Hyperlink"),
            Look { stressed: true, .. } => Some("Emphasis"),
            Look { strong: true, .. } => Some("Strong"),
            Look { .. } => None,
        }
    }
}

impl Body<'_> {
    /// The paragraph with the content at its end.
    pub fn inlines(&mut self, paragraph: Paragraph, content: &[Inline]) -> Result<Paragraph, WordError> {
        self.push(paragraph, content, Look::default())
    }

    fn push(&mut self, mut paragraph: Paragraph, content: &[Inline], look: Look) -> Result<Paragraph, WordError> {
        for inline in content {
            paragraph = self.push_one(paragraph, inline, look)?;
        }
        Ok(paragraph)
    }

    fn push_one(&mut self, paragraph: Paragraph, inline: &Inline, look: Look) -> Result<Paragraph, WordError> {
        match inline {
            Inline::Strong { content } => self.push(paragraph, content, strong(look)),
            Inline::Emphasis { content } => self.push(paragraph, content, stressed(look)),
            Inline::Link { url, content } => {
                let link = self.link(&url.text)?;
                let look = Look { link: true, ..look };
                Ok(paragraph.add_hyperlink(with_runs(link, self.runs(content, look)?)))
            }
            Inline::Reference { target, .. } => {
                let link = Hyperlink::new(self.mark(*target)?, HyperlinkType::Anchor);
                let runs = self.runs(std::slice::from_ref(inline), look)?;
                Ok(paragraph.add_hyperlink(with_runs(link, runs)))
            }
            Inline::Text { .. } | Inline::Pending { .. } | Inline::Break | Inline::PageReference { .. } => {
                let runs = self.runs(std::slice::from_ref(inline), look)?;
                Ok(runs.into_iter().fold(paragraph, Paragraph::add_run))
            }
        }
    }

    fn link(&mut self, url: &str) -> Result<Hyperlink, WordError> {
        let known = ["http://", "https://", "mailto:"];
        if !known.iter().any(|scheme| url.starts_with(scheme)) {
            return Err(WordError::UnsafeLink);
        }
        self.plan.links.push(url.to_owned());
        Ok(Hyperlink::new(url, HyperlinkType::External))
    }

    /// The content as runs; links in it lead nowhere, for a link holds no link.
    pub fn plain_runs(&self, content: &[Inline]) -> Result<Vec<Run>, WordError> {
        self.runs(content, Look::default())
    }

    fn runs(&self, content: &[Inline], look: Look) -> Result<Vec<Run>, WordError> {
        let mut runs = Vec::new();
        for inline in content {
            match inline {
                Inline::Text { text } => runs.extend(self.run(&text.text, look)),
                Inline::Pending { text } => {
                    let look = Look { pending: true, ..look };
                    runs.extend(self.run(&text.text, look));
                }
                Inline::Strong { content } => runs.extend(self.runs(content, strong(look))?),
                Inline::Emphasis { content } => runs.extend(self.runs(content, stressed(look))?),
                Inline::Break => runs.push(Run::new().add_break(BreakType::TextWrapping)),
                Inline::Link { content, .. } => runs.extend(self.runs(content, look)?),
                Inline::Reference { text, .. } => runs.extend(self.run(text, look)),
                Inline::PageReference { target } => runs.extend(self.page_of(*target)?),
            }
        }
        Ok(runs)
    }

    fn run(&self, text: &str, look: Look) -> Option<Run> {
        if text.is_empty() {
            return None;
        }
        let run = Run::new().add_text(text);
        let run = match look.style() {
            Some(style) => run.style(style),
            None => run,
        };
        Some(if look.strong && look.style() != Some("Strong") {
            run.bold().fonts(self.heading_fonts())
        } else {
            run
        })
    }

    fn heading_fonts(&self) -> RunFonts {
        let fonts = &self.document.style.fonts;
        RunFonts::new()
            .ascii(&fonts.word_heading_latin)
            .hi_ansi(&fonts.word_heading_latin)
            .east_asia(&fonts.word_heading)
    }

    /// The bookmark of a node that something refers to.
    pub fn mark(&self, node: NodeId) -> Result<&str, WordError> {
        self.marks.name(node).ok_or(WordError::MissingTarget(node))
    }

    /// A field with the page of a node.
    pub fn page_of(&self, node: NodeId) -> Result<Vec<Run>, WordError> {
        let page = self.printed.pages.get(&node);
        let page = page.ok_or(WordError::MissingPage(node))?;
        Ok(field::page_of(self.mark(node)?, *page))
    }
}

fn strong(look: Look) -> Look {
    Look { strong: true, ..look }
}

fn stressed(look: Look) -> Look {
    Look { stressed: true, ..look }
}

/// A link around runs.
pub fn with_runs(link: Hyperlink, runs: Vec<Run>) -> Hyperlink {
    runs.into_iter().fold(link, Hyperlink::add_run)
}

//! Runs of text.

use super::body::Body;
use super::revision::{Stretch, with_runs};
use super::{WordError, field};
use crate::document::{Inline, NodeId, Revision};
use docx_rs::{BreakType, Hyperlink, HyperlinkType, Paragraph, Run, RunFonts};

/// How a run differs from its paragraph.
#[derive(Clone, Copy, Default)]
struct Look {
    strong: bool,
    stressed: bool,
    link: bool,
    pending: bool,
    underlined: bool,
    revision: Option<Revision>,
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
        self.push(paragraph, content, self.plain_look())
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
            Inline::Underline { content } => self.push(paragraph, content, underlined(look)),
            Inline::Revised { revision, content } => self.push(paragraph, content, revised(look, *revision)),
            Inline::Text { .. }
            | Inline::Pending { .. }
            | Inline::Break
            | Inline::PageReference { .. }
            | Inline::End { .. } => {
                let runs = self.runs(std::slice::from_ref(inline), look)?;
                Ok(with_runs(paragraph, runs))
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
        let runs = self.runs(content, Look::default())?;
        Ok(runs.into_iter().map(|(run, _)| run).collect())
    }

    /// How text looks where nothing says otherwise: within a block that came or went, it did so too.
    fn plain_look(&self) -> Look {
        Look {
            revision: self.revision,
            ..Look::default()
        }
    }

    fn runs(&self, content: &[Inline], look: Look) -> Result<Vec<Stretch>, WordError> {
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
                Inline::Underline { content } => runs.extend(self.runs(content, underlined(look))?),
                Inline::Revised { revision, content } => runs.extend(self.runs(content, revised(look, *revision))?),
                Inline::Break => runs.push((Run::new().add_break(BreakType::TextWrapping), look.revision)),
                Inline::Link { content, .. } => runs.extend(self.runs(content, look)?),
                Inline::Reference { text, .. } => runs.extend(self.run(text, look)),
                Inline::PageReference { target } => {
                    let page = self.page_of(*target)?.into_iter();
                    runs.extend(page.map(|run| (run, look.revision)));
                }
                Inline::End { .. } => {}
            }
        }
        Ok(runs)
    }

    fn run(&self, text: &str, look: Look) -> Option<Stretch> {
        if text.is_empty() {
            return None;
        }
        let run = Run::new().add_text(text);
        let run = match look.style() {
            Some(style) => run.style(style),
            None => run,
        };
        let run = if look.underlined { run.underline("single") } else { run };
        let run = if look.strong && look.style() != Some("Strong") {
            run.bold().fonts(self.heading_fonts())
        } else {
            run
        };
        Some((run, look.revision))
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

fn underlined(look: Look) -> Look {
    Look {
        underlined: true,
        ..look
    }
}

fn revised(look: Look, revision: Revision) -> Look {
    Look {
        revision: Some(revision),
        ..look
    }
}

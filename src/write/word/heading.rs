//! Headings.

use super::WordError;
use super::body::Body;
use crate::document::{Heading, Numbering};
use docx_rs::{IndentLevel, LineSpacing, NumberingId, Paragraph};

impl Body<'_> {
    /// Adds a heading; Word counts its number, and the count is bent where the tree says otherwise.
    /// At the top of a page, where a section opens too, Word would leave room above it.
    pub fn heading(&mut self, heading: &Heading, opening: bool) -> Result<(), WordError> {
        let paragraph = Paragraph::new().style(&style(heading));
        let paragraph = match self.numbering.heading(heading) {
            Some((number, level)) => paragraph.numbering(NumberingId::new(number as usize), IndentLevel::new(level)),
            None => paragraph,
        };
        let paragraph = if heading.page_break {
            paragraph.page_break_before(true)
        } else {
            paragraph
        };
        let paragraph = if heading.page_break || opening {
            paragraph.line_spacing(LineSpacing::new().before(0))
        } else {
            paragraph
        };
        let name = self.mark(heading.id)?.to_owned();
        let paragraph = self.bookmarked(paragraph, Some(name), |body, it| body.inlines(it, &heading.content))?;
        self.add(paragraph);
        Ok(())
    }
}

fn style(heading: &Heading) -> String {
    match heading.numbering {
        Numbering::Body | Numbering::Annex | Numbering::None => {
            format!("Heading{}", heading.level.clamp(1, 5))
        }
        Numbering::Sheet => "SheetBanner".to_owned(),
        Numbering::Part => "SheetPart".to_owned(),
    }
}

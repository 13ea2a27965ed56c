//! The contents: a field whose result is already there.

use super::body::{Body, Room, tail};
use super::{WordError, field, measure};
use crate::document::{Contents, ContentsEntry};
use docx_rs::{Hyperlink, HyperlinkType, Paragraph, Run, Tab, TabLeaderType, TabValueType};

impl Body<'_> {
    /// Adds the contents with the page numbers that the layout found.
    pub fn contents(&mut self, contents: &Contents, room: Room) -> Result<(), WordError> {
        let title = Run::new().add_text(&*contents.title.text);
        self.add(Paragraph::new().style("TOCHeading").add_run(title));
        let deepest = contents.entries.iter().map(|entry| entry.level).max();
        let instruction = format!("TOC \\o \"1-{}\" \\h \\z \\u", deepest.unwrap_or(2));
        for (index, entry) in contents.entries.iter().enumerate() {
            let mut paragraph = entry_paragraph(entry, room);
            if index == 0 {
                let opening = field::open(&instruction);
                paragraph = opening.into_iter().fold(paragraph, Paragraph::add_run);
            }
            paragraph = paragraph.add_hyperlink(self.entry(entry)?);
            self.add(paragraph);
        }
        if !contents.entries.is_empty() {
            self.add(tail().add_run(field::close()));
            // The section may end here, but not within what Word replaces when it updates the field.
            self.add(tail());
        }
        Ok(())
    }

    fn entry(&self, entry: &ContentsEntry) -> Result<Hyperlink, WordError> {
        let link = Hyperlink::new(self.mark(entry.target)?, HyperlinkType::Anchor);
        let mut runs = Vec::new();
        if !entry.number.is_empty() {
            runs.push(Run::new().add_text(format!("{}　", entry.number)));
        }
        runs.extend(self.plain_runs(&entry.content)?);
        runs.push(Run::new().add_tab());
        runs.extend(self.page_of(entry.target)?);
        Ok(runs.into_iter().fold(link, Hyperlink::add_run))
    }
}

fn entry_paragraph(entry: &ContentsEntry, room: Room) -> Paragraph {
    let tab = Tab::new()
        .val(TabValueType::Right)
        .leader(TabLeaderType::Dot)
        .pos(measure::twips(room.width) as usize);
    Paragraph::new()
        .style(&format!("TOC{}", entry.level.clamp(1, 3)))
        .add_tab(tab)
}

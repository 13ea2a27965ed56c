//! Captions above tables and figures.

use super::body::{Body, Room};
use super::{WordError, field, measure};
use crate::document::text::unit_note;
use crate::document::{Caption, CaptionKind, NodeId};
use docx_rs::{Paragraph, Run, Tab, TabValueType};

impl Body<'_> {
    /// Adds a caption: 表5　title, and the unit at the right.
    pub fn caption(&mut self, node: NodeId, caption: &Caption, room: Room) -> Result<(), WordError> {
        let tab = Tab::new()
            .val(TabValueType::Right)
            .pos(measure::twips(room.width) as usize);
        let paragraph = Paragraph::new().style("Caption").keep_next(true);
        let paragraph = match caption.unit {
            Some(_) => paragraph.add_tab(tab),
            None => paragraph,
        };
        let name = self.mark(node)?.to_owned();
        let paragraph = self.bookmarked(paragraph, Some(name), |body, it| Ok(body.caption_number(it, caption)))?;
        let paragraph = paragraph.add_run(Run::new().add_text("　"));
        let paragraph = self.inlines(paragraph, &caption.title)?;
        self.add(match &caption.unit {
            Some(unit) => paragraph
                .add_run(Run::new().add_tab())
                .add_run(Run::new().style("CaptionUnit").add_text(unit_note(unit))),
            None => paragraph,
        });
        Ok(())
    }

    fn caption_number(&mut self, paragraph: Paragraph, caption: &Caption) -> Paragraph {
        let word = caption.kind.word();
        let number = Run::new().add_text(caption.number.to_string());
        let instruction = self.sequence(caption);
        let mut runs = vec![Run::new().add_text(word)];
        runs.extend(field::whole(&instruction, number));
        let runs = runs.into_iter().map(|run| run.style("CaptionNumber"));
        runs.fold(paragraph, Paragraph::add_run)
    }

    /// The field that counts; it says the number itself where the tree's is not the next.
    fn sequence(&mut self, caption: &Caption) -> String {
        let count = match caption.kind {
            CaptionKind::Table => &mut self.sequences[0],
            CaptionKind::Figure => &mut self.sequences[1],
        };
        let next = *count + 1;
        *count = caption.number;
        let word = caption.kind.word();
        if caption.number == next {
            format!("SEQ {word} \\* ARABIC")
        } else {
            format!("SEQ {word} \\* ARABIC \\r {}", caption.number)
        }
    }
}

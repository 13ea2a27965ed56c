//! Captions above tables and figures.

use super::body::{Body, Room};
use super::revision::{Stretch, with_runs};
use super::{WordError, field, measure};
use crate::document::text::unit_note;
use crate::document::{Caption, CaptionKind, NodeId, Revision, Text};
use docx_rs::{Paragraph, Run, Tab, TabValueType};

impl Body<'_> {
    /// Adds a caption: 表5　title, and the unit at the right.
    pub fn caption(&mut self, node: NodeId, caption: &Caption, room: Room) -> Result<(), WordError> {
        let tab = Tab::new()
            .val(TabValueType::Right)
            .pos(measure::twips(room.width) as usize);
        let paragraph = Paragraph::new().style("Caption").keep_next(true);
        let paragraph = match caption.unit.as_ref().or(caption.former_unit()) {
            Some(_) => paragraph.add_tab(tab),
            None => paragraph,
        };
        let name = self.mark(node)?.to_owned();
        let paragraph = self.bookmarked(paragraph, Some(name), |body, it| Ok(body.caption_number(it, caption)))?;
        let paragraph = with_runs(paragraph, vec![(Run::new().add_text("　"), self.revision)]);
        let paragraph = self.inlines(paragraph, &caption.title)?;
        self.add(with_runs(paragraph, self.units(caption)));
        Ok(())
    }

    /// The unit at the right, behind the one before.
    fn units(&self, caption: &Caption) -> Vec<Stretch> {
        let run = |unit: &Text| Run::new().style("CaptionUnit").add_text(unit_note(unit));
        let new = caption.has_new_unit().then_some(Revision::Inserted);
        let former = caption.former_unit().map(|unit| (run(unit), Some(Revision::Deleted)));
        let unit = caption.unit.as_ref().map(|unit| (run(unit), new.or(self.revision)));
        let mut units: Vec<Stretch> = former.into_iter().chain(unit).collect();
        if let Some((_, revision)) = units.first() {
            let both = if caption.unit.is_some() && caption.former_unit().is_some() {
                None
            } else {
                *revision
            };
            units.insert(0, (Run::new().add_tab(), both));
        }
        units
    }

    fn caption_number(&mut self, paragraph: Paragraph, caption: &Caption) -> Paragraph {
        let text = |number: u32| Run::new().add_text(number.to_string());
        let mut runs = vec![(Run::new().add_text(caption.kind.word()), self.revision)];
        let former = caption.former_number();
        let new = former.map(|_| Revision::Inserted).or(self.revision);
        let deleted = |number: u32| field::whole(&sequence_from(caption.kind, number), text(number)).into_iter();
        if former.is_some() || new == Some(Revision::Deleted) {
            self.lose_count(caption.kind);
        }
        // What is deleted counts again where the change is rejected.
        let former = former.into_iter().flat_map(deleted);
        runs.extend(former.map(|run| (run, Some(Revision::Deleted))));
        let field: Vec<Run> = match new {
            Some(Revision::Deleted) => deleted(caption.number).collect(),
            Some(Revision::Inserted) | None => field::whole(&self.sequence(caption), text(caption.number)),
        };
        runs.extend(field.into_iter().map(|run| (run, new)));
        let runs = runs
            .into_iter()
            .map(|(run, revision)| (run.style("CaptionNumber"), revision));
        with_runs(paragraph, runs.collect())
    }

    fn count(&mut self, kind: CaptionKind) -> &mut Option<u32> {
        match kind {
            CaptionKind::Table => &mut self.sequences[0],
            CaptionKind::Figure => &mut self.sequences[1],
        }
    }

    /// A deleted field counts as long as its deletion is not accepted: the next one says its number itself.
    fn lose_count(&mut self, kind: CaptionKind) {
        *self.count(kind) = None;
    }

    /// The field that counts; it says the number itself where the tree's is not the next.
    fn sequence(&mut self, caption: &Caption) -> String {
        let count = self.count(caption.kind);
        let next = count.map(|count| count + 1);
        *count = Some(caption.number);
        let counts = sequence_of(caption.kind);
        if next == Some(caption.number) {
            counts
        } else {
            sequence_from(caption.kind, caption.number)
        }
    }
}

/// The same where it says its number itself.
fn sequence_from(kind: CaptionKind, number: u32) -> String {
    format!("{} \\r {number}", sequence_of(kind))
}

/// The field that counts captions of a kind.
fn sequence_of(kind: CaptionKind) -> String {
    format!("SEQ {} \\* ARABIC", kind.word())
}

//! The cover.

use super::body::{Body, Room};
use super::{WordError, measure};
use crate::document::text::plain;
use crate::document::{Cover, Inline, Page};
use docx_rs::Paragraph;

/// Room between the frame of the stage and its text, in points.
const FRAME: f64 = 12.0;
/// How far above the lower margin the last lines begin, in millimetres.
const FOOT: f64 = 37.0;

impl Body<'_> {
    /// Adds the cover's lines; their styles place them on the page.
    pub fn cover(&mut self, cover: &Cover, room: Room) -> Result<(), WordError> {
        self.head_line("CoverSeries", &cover.series)?;
        self.head_line("CoverTitle", &cover.title)?;
        self.head_line("CoverPeriod", &cover.period)?;
        self.stage(&cover.stage, room)?;
        self.foot_line("CoverDate", &cover.date)?;
        self.foot_line("CoverIssuer", &cover.issuer)?;
        self.foot_line("CoverDepartment", &cover.department)
    }

    fn head_line(&mut self, style: &str, content: &[Inline]) -> Result<(), WordError> {
        if content.is_empty() {
            return Ok(());
        }
        self.add_filled(Paragraph::new().style(style), content)
    }

    /// The last lines lie in one frame at the foot of the page, at the right.
    fn foot_line(&mut self, style: &str, content: &[Inline]) -> Result<(), WordError> {
        if content.is_empty() {
            return Ok(());
        }
        let (_, height) = measure::paper(Page::Cover);
        let top = height - self.document.style.portrait.bottom - FOOT;
        let paragraph = Paragraph::new()
            .style(style)
            .wrap("around")
            .v_anchor("page")
            .h_anchor("margin")
            .x_align("right")
            .frame_y(measure::twips(top));
        self.add_filled(paragraph, content)
    }

    /// A frame goes round a whole paragraph: indents make it as narrow as its text.
    fn stage(&mut self, stage: &[Inline], room: Room) -> Result<(), WordError> {
        if stage.is_empty() {
            return Ok(());
        }
        let text = measure::ems(&plain(stage)) * super::styles::STAGE_SIZE;
        let right = measure::points(room.width) - text - 2.2 * FRAME;
        let left = measure::points_in_twips(FRAME);
        let right = measure::points_in_twips(right.max(FRAME));
        let paragraph = Paragraph::new().style("CoverStage");
        self.add_filled(paragraph.indent(Some(left), None, Some(right), None), stage)
    }
}

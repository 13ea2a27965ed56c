//! Charts and pictures.

use super::body::{Body, Room};
use super::finish::Drawing;
use super::revision::with_runs;
use super::{WordError, measure};
use crate::document::{Figure, Picture, PictureFormat};
use docx_rs::{Paragraph, Pic, Run};
use std::sync::Arc;

/// The file behind a drawing, once for all drawings that show it.
#[derive(Clone)]
pub struct Media {
    /// PNG or JPEG.
    pub format: PictureFormat,
    /// The file as it is.
    pub bytes: Arc<[u8]>,
}

impl Body<'_> {
    /// Adds a chart, as the layout drew it.
    pub fn figure(&mut self, figure: &Figure, room: Room) -> Result<(), WordError> {
        self.caption(figure.id, &figure.caption, room)?;
        let drawing = self.printed.drawings.get(&figure.id);
        let drawing = drawing.ok_or(WordError::MissingDrawing(figure.id))?;
        let media = Media {
            format: PictureFormat::Png,
            bytes: drawing.png.as_slice().into(),
        };
        let size = (drawing.width, drawing.height);
        let run = self.drawing(media, size, &figure.alternative.text, room);
        let paragraph = with_runs(Paragraph::new().style("Figure"), vec![(run, self.revision)]);
        self.add(paragraph.keep_next(!figure.notes.is_empty()));
        self.notes(&figure.notes)
    }

    /// Adds a picture with its caption below.
    pub fn picture(&mut self, picture: &Picture, room: Room) -> Result<(), WordError> {
        let file = self.document.pictures.get(picture.file);
        let file = file.ok_or(WordError::MissingPicture(picture.file))?;
        let media = Media {
            format: file.format,
            bytes: file.bytes.clone(),
        };
        let size = (measure::points(picture.width), measure::points(picture.height));
        let run = self.drawing(media, size, &picture.alternative.text, room);
        let paragraph = with_runs(Paragraph::new().style("Figure"), vec![(run, self.revision)]);
        self.add(paragraph.keep_next(!picture.caption.is_empty()));
        if picture.caption.is_empty() {
            return Ok(());
        }
        self.add_filled(Paragraph::new().style("PictureCaption"), &picture.caption)
    }

    /// docx-rs only holds the place: the finishing pass writes the drawing.
    fn drawing(&mut self, media: Media, size: (f64, f64), alternative: &str, room: Room) -> Run {
        let scale = (measure::points(room.width) / size.0).min(1.0);
        let media = self.plan.media(media);
        self.plan.drawings.push(Drawing {
            media,
            width: measure::emu(size.0 * scale),
            height: measure::emu(size.1 * scale),
            alternative: alternative.to_owned(),
        });
        Run::new().add_image(Pic::new_with_dimensions(Vec::new(), 1, 1))
    }
}

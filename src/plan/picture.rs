//! Pictures that sources name: their format and size, read from their first bytes only.

use crate::document::PictureFormat;
use image::ImageFormat;
use std::io::Cursor;
use std::sync::Arc;

/// A picture of the sources.
#[derive(Clone, Debug)]
pub struct Picture {
    /// PNG or JPEG.
    pub format: PictureFormat,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The file.
    pub bytes: Arc<[u8]>,
}

/// Both sides of a picture are at most this long, in pixels.
const LONGEST_SIDE: u32 = 12_000;

impl Picture {
    /// Looks at a file; what is wrong with it otherwise, in a sentence for the staff.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Picture, &'static str> {
        let format = match image::guess_format(&bytes) {
            Ok(ImageFormat::Png) => PictureFormat::Png,
            Ok(ImageFormat::Jpeg) => PictureFormat::Jpeg,
            _ => return Err("PNG でも JPEG でもありません。"),
        };
        let reader = image::ImageReader::new(Cursor::new(&bytes)).with_guessed_format();
        let size = reader.ok().and_then(|reader| reader.into_dimensions().ok());
        let Some((width, height)) = size else {
            return Err("画像として読めません。ファイルが壊れているおそれがあります。");
        };
        if width == 0 || height == 0 || width > LONGEST_SIDE || height > LONGEST_SIDE {
            return Err("画像の縦横の大きさが、1～12000画素の範囲にありません。");
        }
        Ok(Picture {
            format,
            width,
            height,
            bytes: bytes.into(),
        })
    }
}

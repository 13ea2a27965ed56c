//! Pictures that sources name, decoded to their pixels and encoded anew.
//!
//! Cameras and programs write places, times, names and small uncropped copies into a picture's file, in more places than
//! anybody could list. None of it may reach an output, so nothing of the file is copied: only its pixels, upright and in
//! sRGB, are kept, and no finer than they are printed.

mod cache;
mod colour;
mod decode;
mod pixels;

use crate::document::PictureFormat;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ImageEncoder, ImageFormat};
use pixels::Pixels;
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
    /// The file that is written: the same bytes from the same file on every machine, without metadata.
    pub bytes: Arc<[u8]>,
}

/// No photo is printed wider, in millimetres.
pub const PRINTED_WIDTH: f64 = 62.0;
/// No photo is printed taller, in millimetres.
pub const PRINTED_HEIGHT: f64 = 80.0;
/// So finely pictures are printed, in pixels an inch.
const RESOLUTION: f64 = 300.0;
const MILLIMETRES_AN_INCH: f64 = 25.4;

/// At this quality nobody sees the difference in print.
const QUALITY: u8 = 90;

/// No honest picture has more pixels a byte: what claims so is cut off or forged.
const MOST_PIXELS_A_BYTE: u64 = 8_000;
/// Both sides of a picture are at most this long, in pixels.
const LONGEST_SIDE: u32 = 12_000;
/// No picture has more pixels: each takes four bytes when it is decoded.
const MOST_PIXELS: u64 = 40_000_000;

const UNREADABLE: &str = "画像として読めません。ファイルが壊れているおそれがあります。";
const TOO_LARGE: &str = "画像が大きすぎます（縦横12000画素、全体で4000万画素まで）。";
const HOLLOW: &str = "画像の縦横の大きさに見合う内容がありません。ファイルが壊れているおそれがあります。";

impl Picture {
    /// Decodes a file and encodes its pixels anew; what is wrong with it otherwise, in a sentence for the staff.
    pub(super) fn open(bytes: &[u8]) -> Result<Picture, &'static str> {
        cache::cached(bytes, || Picture::anew(bytes))
    }

    fn anew(bytes: &[u8]) -> Result<Picture, &'static str> {
        let (format, decoded) = match image::guess_format(bytes) {
            Ok(ImageFormat::Png) => (PictureFormat::Png, decode::png(bytes)?),
            Ok(ImageFormat::Jpeg) => (PictureFormat::Jpeg, decode::jpeg(bytes)?),
            _ => return Err("PNG でも JPEG でもありません。"),
        };
        let most = |millimetres: f64| millimetres / MILLIMETRES_AN_INCH * RESOLUTION;
        let (across, down) = match decoded.turn.swaps_sides() {
            true => (PRINTED_HEIGHT, PRINTED_WIDTH),
            false => (PRINTED_WIDTH, PRINTED_HEIGHT),
        };
        let pixels = decoded.pixels.within(most(across), most(down));
        let pixels = colour::to_srgb(pixels.turned(decoded.turn), decoded.profile.as_deref());
        Ok(Picture {
            format,
            width: pixels.width,
            height: pixels.height,
            bytes: encoded(&pixels, format).ok_or(UNREADABLE)?.into(),
        })
    }
}

/// The size of a picture, refused before its pixels take memory.
fn fits((width, height): (u32, u32), bytes: &[u8]) -> Result<(), &'static str> {
    let count = u64::from(width) * u64::from(height);
    if count == 0 || width > LONGEST_SIDE || height > LONGEST_SIDE || count > MOST_PIXELS {
        return Err(TOO_LARGE);
    }
    if count / MOST_PIXELS_A_BYTE > bytes.len() as u64 {
        return Err(HOLLOW);
    }
    Ok(())
}

fn encoded(pixels: &Pixels, format: PictureFormat) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (width, height, colours) = (pixels.width, pixels.height, pixels.colours().into());
    let written = match format {
        PictureFormat::Jpeg => {
            JpegEncoder::new_with_quality(&mut bytes, QUALITY).write_image(&pixels.samples, width, height, colours)
        }
        PictureFormat::Png => PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive)
            .write_image(&pixels.samples, width, height, colours),
    };
    written.ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests;

//! Pictures that sources name: their format and size, and their bytes without anything but the picture.
//!
//! Cameras write down places, times and names beside a picture. None of it may reach an output, so only what draws the
//! picture is copied.

use crate::document::PictureFormat;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView, ImageDecoder, ImageFormat, ImageReader, Rgba};
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
    /// The file without metadata.
    pub bytes: Arc<[u8]>,
}

/// No honest picture has more pixels a byte: what claims so is cut off or forged.
const MOST_PIXELS_A_BYTE: u64 = 8_000;

/// Both sides of a picture are at most this long, in pixels.
const LONGEST_SIDE: u32 = 12_000;
/// No picture has more pixels: each takes four bytes when it is set.
const MOST_PIXELS: u64 = 40_000_000;

const UNREADABLE: &str = "画像として読めません。ファイルが壊れているおそれがあります。";

impl Picture {
    /// Looks at a file; what is wrong with it otherwise, in a sentence for the staff.
    pub(super) fn open(bytes: &[u8]) -> Result<Picture, &'static str> {
        let plain = match image::guess_format(bytes) {
            Ok(ImageFormat::Png) => plain_png(bytes),
            Ok(ImageFormat::Jpeg) => plain_jpeg(bytes),
            _ => return Err("PNG でも JPEG でもありません。"),
        };
        let plain = plain.ok_or(UNREADABLE)?;
        let (width, height) = size(&plain).ok_or(UNREADABLE)?;
        let long = width > LONGEST_SIDE || height > LONGEST_SIDE;
        if width == 0 || height == 0 || long || u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err("画像が大きすぎます（縦横12000画素、全体で4000万画素まで）。");
        }
        if u64::from(width) * u64::from(height) / MOST_PIXELS_A_BYTE > bytes.len() as u64 {
            return Err("画像の縦横の大きさに見合う内容がありません。ファイルが壊れているおそれがあります。");
        }
        if let Some(turn) = orientation(bytes).filter(|turn| *turn != Orientation::NoTransforms) {
            drop(plain);
            return turned(bytes, turn).ok_or(UNREADABLE);
        }
        let format = if plain.starts_with(PNG) {
            PictureFormat::Png
        } else {
            PictureFormat::Jpeg
        };
        Ok(Picture {
            format,
            width,
            height,
            bytes: plain.into(),
        })
    }
}

fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    reader.into_dimensions().ok()
}

/// How the camera was held; it stands in the metadata.
fn orientation(bytes: &[u8]) -> Option<Orientation> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    reader.into_decoder().ok()?.orientation().ok()
}

/// The picture upright, written anew.
fn turned(bytes: &[u8], turn: Orientation) -> Option<Picture> {
    let image = Turned {
        image: image::load_from_memory(bytes).ok()?,
        turn,
    };
    let mut upright = Vec::new();
    JpegEncoder::new(&mut upright).encode_image(&image).ok()?;
    let (width, height) = image.dimensions();
    drop(image);
    Some(Picture {
        format: PictureFormat::Jpeg,
        width,
        height,
        bytes: upright.into(),
    })
}

/// A picture seen upright: its pixels stay where they are, for a copy of a large one takes as much memory again.
struct Turned {
    image: DynamicImage,
    turn: Orientation,
}

impl GenericImageView for Turned {
    type Pixel = Rgba<u8>;

    fn dimensions(&self) -> (u32, u32) {
        let (width, height) = self.image.dimensions();
        match self.turn {
            Orientation::NoTransforms
            | Orientation::Rotate180
            | Orientation::FlipHorizontal
            | Orientation::FlipVertical => (width, height),
            Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH => (height, width),
        }
    }

    fn get_pixel(&self, x: u32, y: u32) -> Rgba<u8> {
        let (width, height) = self.image.dimensions();
        let (right, bottom) = (width - 1, height - 1);
        let (x, y) = match self.turn {
            Orientation::NoTransforms => (x, y),
            Orientation::Rotate90 => (y, bottom - x),
            Orientation::Rotate180 => (right - x, bottom - y),
            Orientation::Rotate270 => (right - y, x),
            Orientation::FlipHorizontal => (right - x, y),
            Orientation::FlipVertical => (x, bottom - y),
            Orientation::Rotate90FlipH => (y, x),
            Orientation::Rotate270FlipH => (right - y, bottom - x),
        };
        self.image.get_pixel(x, y)
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The chunks that draw a PNG.
const DRAWING: [&[u8]; 9] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP",
];

/// The chunks that draw the picture, up to its end; `None` if it has none.
fn plain_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut plain = PNG.to_vec();
    let mut rest = bytes.strip_prefix(PNG)?;
    loop {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let chunk = rest.get(..length.checked_add(12)?)?;
        let kind = &chunk[4..8];
        if DRAWING.contains(&kind) {
            plain.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(plain);
        }
        rest = &rest[chunk.len()..];
    }
}

/// The segments that draw the picture, up to its end; `None` if it has none.
fn plain_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut plain = vec![0xff, 0xd8];
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let marker = *rest.get(1).filter(|_| rest[0] == 0xff)?;
        match marker {
            0xff => rest = &rest[1..],
            0xda => {
                let end = rest.windows(2).position(|pair| pair == [0xff, 0xd9])?;
                plain.extend_from_slice(&rest[..end + 2]);
                return Some(plain);
            }
            _ => {
                let length = usize::from(u16::from_be_bytes(rest.get(2..4)?.try_into().ok()?));
                let segment = rest.get(..length + 2)?;
                if draws(marker, segment) {
                    plain.extend_from_slice(segment);
                }
                rest = &rest[segment.len()..];
            }
        }
    }
}

/// Tables and frames draw; of the applications' segments JFIF, the colour profile and Adobe's mark of colours do.
fn draws(marker: u8, segment: &[u8]) -> bool {
    match marker {
        0xe0 | 0xee => true,
        0xe2 => segment.get(4..).is_some_and(|body| body.starts_with(b"ICC_PROFILE\0")),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg() -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::new_rgb8(8, 4)
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg)
            .unwrap();
        bytes
    }

    fn with_segment(bytes: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&bytes[..2], &[0xff, marker], &length, body, &bytes[2..]].concat()
    }

    #[test]
    fn what_cameras_write_beside_a_picture_is_dropped() {
        let secret = b"Exif\0\0 PHOTOGRAPHER";
        let mut bytes = with_segment(&with_segment(&jpeg(), 0xe1, secret), 0xfe, secret);
        bytes.extend_from_slice(secret);
        let picture = Picture::open(&bytes).unwrap();
        assert_eq!((picture.width, picture.height), (8, 4));
        assert!(!picture.bytes.windows(6).any(|it| it == b"PHOTOG"));
        assert!(image::load_from_memory(&picture.bytes).is_ok());
    }

    #[test]
    fn a_turned_picture_is_seen_as_the_camera_meant_it() {
        let image = DynamicImage::ImageRgb8(image::RgbImage::from_fn(3, 2, |x, y| image::Rgb([x as u8, y as u8, 0])));
        for exif in 1..=8 {
            let turn = Orientation::from_exif(exif).unwrap();
            let mut expected = image.clone();
            expected.apply_orientation(turn);
            let seen = Turned {
                image: image.clone(),
                turn,
            };
            assert_eq!(seen.dimensions(), expected.dimensions(), "{turn:?}");
            assert!(seen.pixels().eq(expected.pixels()), "{turn:?}");
        }
    }

    #[test]
    fn a_picture_that_ends_early_is_refused() {
        let mut png = Vec::new();
        DynamicImage::new_rgb8(8, 4)
            .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
            .unwrap();
        for whole in [jpeg(), png] {
            assert!(Picture::open(&whole).is_ok());
            for length in 0..whole.len() {
                assert!(Picture::open(&whole[..length]).is_err(), "{length}");
            }
        }
    }
}

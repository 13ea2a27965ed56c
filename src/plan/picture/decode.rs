//! The pixels of a PNG or JPEG file, how they are held, and what their colours mean.

use super::pixels::{Pixels, Turn};
use super::{MOST_PIXELS, TOO_LARGE, UNREADABLE, fits};
use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder};
use std::io::Cursor;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// What a file draws.
#[derive(Debug)]
pub struct Decoded {
    /// Its pixels as they stand in the file.
    pub pixels: Pixels,
    /// How the camera was held.
    pub turn: Turn,
    /// The ICC profile of its colours.
    pub profile: Option<Vec<u8>>,
}

/// Decodes a PNG; of a moving one the picture that every program shows.
pub fn png(bytes: &[u8]) -> Result<Decoded, &'static str> {
    if !png_is_whole(bytes) {
        return Err(UNREADABLE);
    }
    let mut decoder = PngDecoder::new(Cursor::new(bytes)).map_err(|_| UNREADABLE)?;
    fits(decoder.dimensions(), bytes)?;
    if decoder.total_bytes() > MOST_PIXELS * 4 {
        return Err(TOO_LARGE);
    }
    let profile = decoder.icc_profile().ok().flatten();
    let turn = Turn(decoder.orientation().unwrap_or(Orientation::NoTransforms));
    let image = DynamicImage::from_decoder(decoder).map_err(|_| UNREADABLE)?;
    Ok(Decoded {
        pixels: eight_bits(image),
        turn,
        profile,
    })
}

/// Of finer pixels the first eight bits: paper shows no more.
fn eight_bits(image: DynamicImage) -> Pixels {
    let (width, height) = (image.width(), image.height());
    let colour = image.color();
    let samples = match (colour.has_color(), colour.has_alpha()) {
        (false, false) => image.into_luma8().into_raw(),
        (false, true) => image.into_luma_alpha8().into_raw(),
        (true, false) => image.into_rgb8().into_raw(),
        (true, true) => image.into_rgba8().into_raw(),
    };
    Pixels {
        width,
        height,
        channels: usize::from(colour.channel_count()),
        has_alpha: colour.has_alpha(),
        samples,
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Whether a PNG goes on to its end.
fn png_is_whole(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(PNG.len()..).unwrap_or_default();
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        // Behind the data stands a checksum.
        let Some(after) = length.checked_add(4).and_then(|length| after.get(length..)) else {
            return false;
        };
        if &head[4..] == b"IEND" {
            return true;
        }
        rest = after;
    }
    false
}

/// Decodes a JPEG, of grey, colours or four inks.
pub fn jpeg(bytes: &[u8]) -> Result<Decoded, &'static str> {
    if !jpeg_is_whole(bytes) {
        return Err(UNREADABLE);
    }
    // Without the instructions that some machines have and others not: they round in other ways.
    let options = DecoderOptions::default()
        .set_use_unsafe(false)
        .set_strict_mode(false)
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| UNREADABLE)?;
    let (width, height) = decoder.dimensions().ok_or(UNREADABLE)?;
    let side = |length: usize| u32::try_from(length).map_err(|_| TOO_LARGE);
    let (width, height) = (side(width)?, side(height)?);
    fits((width, height), bytes)?;
    let stored = decoder.input_colorspace().ok_or(UNREADABLE)?;
    let wanted = match stored {
        ColorSpace::Luma | ColorSpace::CMYK | ColorSpace::YCCK => stored,
        _ => ColorSpace::RGB,
    };
    decoder.set_options(options.jpeg_set_out_colorspace(wanted));
    let turn = decoder.exif().and_then(|exif| Orientation::from_exif_chunk(exif));
    let profile = decoder.icc_profile();
    let mut samples = decoder.decode().map_err(|_| UNREADABLE)?;
    if stored == ColorSpace::YCCK {
        samples.chunks_exact_mut(4).for_each(to_inks);
    }
    let pixels = Pixels {
        width,
        height,
        channels: wanted.num_components(),
        has_alpha: false,
        samples,
    };
    let count = u64::from(width) * u64::from(height) * pixels.channels as u64;
    if count != pixels.samples.len() as u64 {
        return Err(UNREADABLE);
    }
    Ok(Decoded {
        pixels,
        turn: Turn(turn.unwrap_or(Orientation::NoTransforms)),
        profile,
    })
}

/// The inks that brightness and two differences of colour stand for, as JFIF computes them; black stays.
fn to_inks(pixel: &mut [u8]) {
    if let [first, second, third, _] = pixel {
        let (light, blue, red) = (i32::from(*first), i32::from(*second) - 128, i32::from(*third) - 128);
        // Thousandths of 1.402, 0.344, 0.714 and 1.772; the inks are what is not reflected.
        let ink = |difference: i32| u8::try_from(255 - (light + difference).clamp(0, 255)).unwrap_or(0);
        *first = ink((1402 * red).div_euclid(1000));
        *second = ink((-344 * blue - 714 * red).div_euclid(1000));
        *third = ink((1772 * blue).div_euclid(1000));
    }
}

/// Whether a JPEG goes on to its end: segments up to the first scan, and a mark of the end behind.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let [0xff, marker, after @ ..] = rest {
        rest = match marker {
            0xff => &rest[1..],
            0xda => return rest.windows(2).any(|pair| pair == [0xff, 0xd9]),
            _ => {
                let length = after.first_chunk::<2>().map(|it| usize::from(u16::from_be_bytes(*it)));
                let Some(behind) = length.and_then(|length| after.get(length..)) else {
                    return false;
                };
                behind
            }
        };
    }
    false
}

//! What hides in the files of pictures, and that none of it is kept.

use super::pixels::Turn;
use super::*;
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ExtendedColorType, GrayImage, Luma, Rgb, RgbImage};
use std::io::{Cursor, Write};

/// Stands in everything that is no pixel.
const MARK: &[u8] = b"PHOTOGRAPHER 32.9N";

fn gradient(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x * 7) as u8, (y * 11) as u8, (x + y) as u8])
    })
}

fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

fn jpeg() -> Vec<u8> {
    written(&gradient(40, 24).into(), ImageFormat::Jpeg)
}

fn png() -> Vec<u8> {
    written(&gradient(40, 24).into(), ImageFormat::Png)
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker][..], &length, body].concat()
}

/// A small picture, as a file may bring one besides.
fn thumbnail() -> Vec<u8> {
    let small = written(&gradient(8, 8).into(), ImageFormat::Jpeg);
    [MARK, &small].concat()
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [kind, data].concat();
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    let checksum = crc32fast::hash(&body).to_be_bytes();
    [&length[..], &body, &checksum].concat()
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::none());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// Nothing of the mark is left, and the file is only what its encoder wrote.
fn assert_plain(bytes: &[u8], of: &str) {
    let picture = Picture::open(bytes).unwrap_or_else(|error| panic!("{of}: {error}"));
    assert_eq!((picture.width, picture.height), (40, 24), "{of}");
    assert!(!picture.bytes.windows(6).any(|it| it == &MARK[..6]), "{of}");
    let starts = picture.bytes.windows(3).filter(|it| *it == [0xff, 0xd8, 0xff]).count();
    assert_eq!(starts, usize::from(picture.format == PictureFormat::Jpeg), "{of}");
    let unhidden = match picture.format {
        PictureFormat::Jpeg => Picture::open(&jpeg()),
        PictureFormat::Png => Picture::open(&png()),
    };
    assert_eq!(picture.bytes, unhidden.unwrap().bytes, "{of}");
}

#[test]
fn nothing_that_stands_beside_the_pixels_of_a_jpeg_is_kept() {
    let whole = jpeg();
    let behind = |extra: &[u8]| [&whole[..2], extra, &whole[2..]].concat();
    let hidden = thumbnail();
    for marker in (0xe1..=0xef).chain([0xfe]) {
        // Adobe's own mark says what the colours are: of another program it says nothing.
        assert_plain(&behind(&segment(marker, &hidden)), &format!("{marker:x}"));
    }
    let jfxx = [b"JFXX\0\x10", &hidden[..]].concat();
    assert_plain(&behind(&segment(0xe0, &jfxx)), "JFXX");
    let jfif = [b"JFIF\0\x01\x02\0\0\x01\0\x01\x08\x08", MARK, &[7; 192 - MARK.len()]].concat();
    assert_plain(&behind(&segment(0xe0, &jfif)), "thumbnail of JFIF");
    let icc = [b"ICC_PROFILE\0\x01\x01", MARK].concat();
    assert_plain(&behind(&segment(0xe2, &icc)), "profile");
    let exif = [b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0", &hidden[..]].concat();
    assert_plain(&behind(&segment(0xe1, &exif)), "Exif");
    let scan = whole.windows(2).position(|it| it == [0xff, 0xda]).unwrap();
    let before_scan = [&whole[..scan], &segment(0xfe, &hidden), &whole[scan..]].concat();
    assert_plain(&before_scan, "before the scan");
    assert_plain(&[&whole[..], &hidden].concat(), "behind the end");
}

#[test]
fn nothing_that_stands_beside_the_pixels_of_a_png_is_kept() {
    let whole = png();
    // Behind the signature and the header, which comes first.
    let with = |extra: &[u8]| [&whole[..33], extra, &whole[33..]].concat();
    let hidden = thumbnail();
    let packed = [b"k\0\0", &deflated(&hidden)[..]].concat();
    let international = [b"k\0\0\0\0\0", &hidden[..]].concat();
    let named = [MARK, b"\0\0", &deflated(&hidden)].concat();
    for (kind, data) in [
        (b"tEXt", [b"k\0", &hidden[..]].concat()),
        (b"zTXt", packed),
        (b"iTXt", international),
        (b"iCCP", named),
        (b"eXIf", [b"II*\0\x08\0\0\0\0\0\0\0\0\0", &hidden[..]].concat()),
        (b"prVt", hidden.clone()),
        (b"tIME", MARK[..7].to_vec()),
    ] {
        assert_plain(&with(&chunk(kind, &data)), &String::from_utf8_lossy(kind));
    }
    assert_plain(&[&whole[..], &hidden].concat(), "behind the end");
}

#[test]
fn what_transparency_covers_is_rubbed_out() {
    let rgba = image::RgbaImage::from_fn(4, 1, |x, _| image::Rgba([200, 100, 50, if x < 2 { 0 } else { 255 }]));
    let picture = Picture::open(&written(&rgba.into(), ImageFormat::Png)).unwrap();
    let seen = image::load_from_memory(&picture.bytes).unwrap().into_rgba8();
    assert_eq!(seen.get_pixel(0, 0).0, [0, 0, 0, 0]);
    assert_eq!(seen.get_pixel(3, 0).0, [200, 100, 50, 255]);
}

#[test]
fn a_picture_is_no_finer_than_it_is_printed() {
    let large = written(&gradient(1500, 600).into(), ImageFormat::Jpeg);
    let picture = Picture::open(&large).unwrap();
    assert_eq!((picture.width, picture.height), (732, 293));
    assert_eq!(picture.bytes, Picture::open(&large).unwrap().bytes);
    let tall = written(&DynamicImage::new_luma8(10, 2000), ImageFormat::Png);
    let picture = Picture::open(&tall).unwrap();
    assert_eq!((picture.width, picture.height), (5, 945));
}

#[test]
fn fewer_pixels_are_means_of_the_area_that_they_cover() {
    let pixels = |width, samples: &[u8]| Pixels {
        width,
        height: 1,
        channels: 1,
        has_alpha: false,
        samples: samples.to_vec(),
    };
    assert_eq!(pixels(4, &[0, 100, 200, 100]).within(2.0, 9.0), pixels(2, &[50, 150]));
    assert_eq!(pixels(3, &[0, 90, 180]).within(2.0, 9.0), pixels(2, &[30, 150]));
}

#[test]
fn a_turned_picture_is_seen_as_the_camera_meant_it() {
    let image = gradient(3, 2);
    for exif in 1..=8 {
        let turn = Orientation::from_exif(exif).unwrap();
        let mut expected = DynamicImage::from(image.clone());
        expected.apply_orientation(turn);
        let pixels = Pixels {
            width: 3,
            height: 2,
            channels: 3,
            has_alpha: false,
            samples: image.clone().into_raw(),
        };
        let seen = pixels.turned(Turn(turn));
        assert_eq!(
            (seen.width, seen.height),
            (expected.width(), expected.height()),
            "{turn:?}"
        );
        assert_eq!(seen.samples, expected.into_rgb8().into_raw(), "{turn:?}");
    }
}

#[test]
fn colours_of_a_profile_become_those_of_srgb() {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 100);
    let profile = moxcms::ColorProfile::new_adobe_rgb().encode().unwrap();
    encoder.set_icc_profile(profile).unwrap();
    let green = RgbImage::from_pixel(8, 8, Rgb([100, 200, 100]));
    encoder.write_image(&green, 8, 8, ExtendedColorType::Rgb8).unwrap();
    let seen = image::load_from_memory(&Picture::open(&bytes).unwrap().bytes)
        .unwrap()
        .into_rgb8();
    let Rgb([red, green, _]) = *seen.get_pixel(4, 4);
    // Adobe's green is purer: less red is mixed into it.
    assert!(red < 70 && (195..=210).contains(&green), "{red} {green}");
}

#[test]
fn a_picture_of_four_inks_becomes_one_of_colours() {
    for (bytes, of) in [(cmyk(0), "CMYK"), (cmyk(2), "YCCK")] {
        let picture = Picture::open(&bytes).unwrap_or_else(|error| panic!("{of}: {error}"));
        let seen = image::load_from_memory(&picture.bytes).unwrap();
        assert_eq!(seen.color(), ColorType::Rgb8, "{of}");
        // All inks at their middle: a dark grey of half of the half.
        let Rgb(colours) = *seen.into_rgb8().get_pixel(4, 4);
        assert!(colours.iter().all(|it| (60..=68).contains(it)), "{of}: {colours:?}");
    }
}

/// A JPEG of one block in four inks, each component at its middle: the smallest there is, written by hand.
fn cmyk(transform: u8) -> Vec<u8> {
    let adobe = segment(0xee, &[b"Adobe\0\x64\0\0\0\0", &[transform][..]].concat());
    let quantities = segment(0xdb, &[&[0][..], &[1; 64]].concat());
    let frame: Vec<u8> = (1..=4).flat_map(|it| [it, 0x11, 0]).collect();
    let frame = segment(0xc0, &[&[8, 0, 8, 0, 8, 4][..], &frame].concat());
    // One code of one bit for each table: no difference, and the end of the block.
    let lengths = [1_u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let codes = |class: u8| segment(0xc4, &[&[class][..], &lengths, &[0]].concat());
    let scan: Vec<u8> = (1..=4).flat_map(|it| [it, 0]).collect();
    let scan = segment(0xda, &[&[4][..], &scan, &[0, 63, 0]].concat());
    [
        &[0xff, 0xd8][..],
        &adobe,
        &quantities,
        &frame,
        &codes(0),
        &codes(0x10),
        &scan,
        &[0x00],
        &[0xff, 0xd9],
    ]
    .concat()
}

#[test]
fn every_kind_of_pixel_becomes_one_of_eight_bits() {
    let grey = GrayImage::from_pixel(4, 4, Luma([80]));
    let grey = DynamicImage::from(grey);
    for image in [
        grey.clone(),
        grey.to_rgb16().into(),
        grey.to_luma16().into(),
        grey.to_rgba16().into(),
        grey.to_luma_alpha8().into(),
    ] {
        let kind = image.color();
        let picture = Picture::open(&written(&image, ImageFormat::Png)).unwrap();
        let seen = image::load_from_memory(&picture.bytes).unwrap();
        assert_eq!(seen.color().bytes_per_pixel(), kind.channel_count(), "{kind:?}");
        assert_eq!(seen.into_luma8().get_pixel(1, 1).0, [80], "{kind:?}");
    }
}

#[test]
fn a_picture_that_ends_early_is_refused() {
    for whole in [jpeg(), png()] {
        assert!(Picture::open(&whole).is_ok());
        for length in 0..whole.len() {
            assert!(Picture::open(&whole[..length]).is_err(), "{length}");
        }
    }
}

#[test]
fn no_file_breaks_it() {
    for whole in [jpeg(), png(), cmyk(0), cmyk(2)] {
        for at in 0..whole.len() {
            for value in [0, 0xff, whole[at].wrapping_add(1)] {
                let mut bytes = whole.clone();
                bytes[at] = value;
                // Either is well: it must only come back.
                let _ = Picture::open(&bytes);
            }
        }
    }
}

//! What stands in a picture's file beside the picture: EXIF, XMP, comments, text chunks.

use super::unpack::Part;
use flate2::read::ZlibDecoder;
use std::io::Read;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xFF\xD8\xFF";
/// No packed text of a picture is larger, in bytes.
const LARGEST_TEXT: u64 = 16 * 1024 * 1024;

/// Whether a file is a picture that is read here.
pub fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(PNG) || bytes.starts_with(JPEG)
}

/// All of a picture's file but the picture.
pub fn read(inside: String, bytes: &[u8]) -> Part {
    let mut part = Part::new(inside);
    let beside = if bytes.starts_with(PNG) {
        png(bytes)
    } else {
        jpeg(bytes)
    };
    for piece in beside {
        part.add_any(&piece);
    }
    part
}

/// The chunks that are not drawn, packed texts unpacked, and what follows the last.
fn png(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut pieces = Vec::new();
    let mut rest = &bytes[PNG.len()..];
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some((data, after)) = after.split_at_checked(length) else {
            break;
        };
        match &head[4..] {
            b"IHDR" | b"PLTE" | b"IDAT" => {}
            b"zTXt" | b"iTXt" | b"iCCP" => pieces.extend([data.to_vec(), inflated(data)]),
            _ => pieces.push(data.to_vec()),
        }
        // Behind the data stands a checksum.
        rest = after.get(4..).unwrap_or_default();
    }
    pieces.push(rest.to_vec());
    pieces
}

/// What is packed in a chunk, behind its keyword.
fn inflated(data: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    for start in (0..data.len()).filter(|&at| data[at] == 0x78) {
        text.clear();
        let mut from = ZlibDecoder::new(&data[start..]).take(LARGEST_TEXT);
        if from.read_to_end(&mut text).is_ok() {
            return text;
        }
    }
    Vec::new()
}

/// The segments that are no part of the picture, also those between the scans of a progressive one, and what follows its
/// end.
fn jpeg(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut pieces = Vec::new();
    let mut rest = &bytes[2..];
    while let [0xFF, marker, after @ ..] = rest {
        match marker {
            // Bytes may be filled up.
            0xFF => {
                rest = &rest[1..];
                continue;
            }
            // The end.
            0xD9 => {
                rest = after;
                break;
            }
            _ => {}
        }
        let length = after.first_chunk::<2>().map_or(0, |it| u16::from_be_bytes(*it)) as usize;
        let Some((data, after)) = after.split_at_checked(length.max(2)) else {
            break;
        };
        // Tables and frames are short, and no text; all else is looked at.
        pieces.push(data.to_vec());
        rest = if *marker == 0xDA { behind_scan(after) } else { after };
    }
    pieces.push(rest.to_vec());
    pieces
}

/// What follows the points of a scan: in them 0xFF stands before a zero or the number of a restart.
fn behind_scan(scan: &[u8]) -> &[u8] {
    let is_marker = |it: &[u8]| it[0] == 0xFF && !matches!(it[1], 0 | 0xD0..=0xD7 | 0xFF);
    let end = scan.windows(2).position(is_marker);
    &scan[end.unwrap_or(scan.len())..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_between_scans_are_read() {
        let segment = |marker: u8, data: &[u8]| {
            let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
            [&[0xFF, marker][..], &length, data].concat()
        };
        let scan = [&segment(0xDA, b"\x01")[..], b"points\xFF\x00more\xFF\xD0again"].concat();
        let file = [
            &JPEG[..2],
            &segment(0xE0, b"JFIF"),
            &scan,
            &segment(0xFE, "秘密".as_bytes()),
            &scan,
            b"\xFF\xD9tail",
        ]
        .concat();
        let words = read(String::new(), &file).words;
        assert!(
            words.contains("秘密") && words.contains("tail") && !words.contains("points") && !words.contains("again")
        );
    }

    #[test]
    fn no_file_breaks_it() {
        for bytes in [
            PNG,
            JPEG,
            b"\xFF\xD8\xFF\xE1",
            b"\xFF\xD8\xFF\xE1\0\0",
            b"\x89PNG\r\n\x1a\n\xFF\xFF\xFF\xFFtEXt",
        ] {
            assert!(is_picture(bytes));
            read(String::new(), bytes);
        }
    }
}

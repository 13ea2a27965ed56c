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

/// The segments before the picture's own, and what follows its end.
fn jpeg(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut pieces = Vec::new();
    let mut rest = &bytes[2..];
    while let [0xFF, marker, after @ ..] = rest {
        // The picture begins.
        if *marker == 0xDA {
            break;
        }
        let length = after.first_chunk::<2>().map_or(0, |it| u16::from_be_bytes(*it)) as usize;
        let Some((data, after)) = after.split_at_checked(length.max(2)) else {
            break;
        };
        pieces.push(data.to_vec());
        rest = after;
    }
    let end = rest.windows(2).rposition(|it| it == [0xFF, 0xD9]);
    pieces.push(rest[end.unwrap_or_default()..].to_vec());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

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

//! Pictures, as far as it takes to see that they are whole: that they have a size, points and an end.

/// PNG, JPEG.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xFF\xD8\xFF";
/// TIFF from either end.
const TIFF: [&[u8]; 2] = [b"II*\0", b"MM\0*"];

/// Whether a file is a PNG or JPEG.
pub fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(PNG) || bytes.starts_with(JPEG)
}

/// Whether a picture is whole as far as its format says where it ends; so is what is no picture.
pub fn is_whole(bytes: &[u8]) -> bool {
    match bytes {
        _ if bytes.starts_with(PNG) => png(&bytes[PNG.len()..]),
        _ if bytes.starts_with(JPEG) => jpeg(&bytes[2..]),
        _ if bytes.starts_with(b"GIF8") => gif(bytes),
        _ if TIFF.iter().any(|it| bytes.starts_with(it)) => tiff(bytes),
        _ => true,
    }
}

/// A PNG has a head with a size, points, and an end.
fn png(mut rest: &[u8]) -> bool {
    let (mut has_size, mut has_points) = (false, false);
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some((data, after)) = after.split_at_checked(length) else {
            return false;
        };
        match &head[4..] {
            b"IHDR" => has_size = data.len() >= 8 && data[..4] != [0; 4] && data[4..8] != [0; 4],
            b"IDAT" => has_points |= !data.is_empty(),
            b"IEND" => return has_size && has_points,
            _ => {}
        }
        rest = after.get(4..).unwrap_or_default();
    }
    false
}

/// A JPEG has a frame with a size, a scan, and an end; some programs leave zeros behind that.
fn jpeg(mut rest: &[u8]) -> bool {
    let mut has_size = false;
    while let [0xFF, marker, after @ ..] = rest {
        if *marker == 0xFF {
            rest = &rest[1..];
            continue;
        }
        let length = after.first_chunk::<2>().map_or(0, |it| u16::from_be_bytes(*it)) as usize;
        let Some((data, after)) = after.split_at_checked(length.max(2)) else {
            return false;
        };
        // A frame of any kind of coding; what a phone leaves out of its size a marker behind the scan tells.
        has_size |= matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) && data.len() >= 8;
        if *marker == 0xDA {
            return has_size && after.windows(2).any(|it| it == b"\xFF\xD9");
        }
        rest = after;
    }
    false
}

/// A GIF has a size, a picture, and an end.
fn gif(bytes: &[u8]) -> bool {
    let body = bytes.get(13..).unwrap_or_default();
    let end = bytes.iter().rposition(|it| *it != 0).map(|at| bytes[at]);
    body.contains(&0x2C) && bytes[6..8] != [0; 2] && bytes[8..10] != [0; 2] && end == Some(0x3B)
}

/// A TIFF has a directory with entries where its head says, and all of it.
fn tiff(bytes: &[u8]) -> bool {
    let little = bytes.starts_with(TIFF[0]);
    let number = |at: usize, length: usize| {
        let digits = bytes.get(at..at.checked_add(length)?)?;
        let add = |number: usize, byte: &u8| number << 8 | usize::from(*byte);
        Some(match little {
            true => digits.iter().rev().fold(0, add),
            false => digits.iter().fold(0, add),
        })
    };
    let whole = || {
        let at = number(4, 4)?;
        let entries = number(at, 2)?;
        bytes.get(at..at.checked_add(2 + entries * 12)?)?;
        Some(entries > 0)
    };
    whole().unwrap_or(false)
}

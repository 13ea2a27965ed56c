//! What the library leaves to do: the order of elements in charts, and the mark by which an edited file is known.

use super::error::ExcelError;
use crate::write::parts::{Parts, pack, unpack};
use crate::write::seal;

/// The property that holds the mark.
pub const MARK: &str = "planc";

/// The file as Excel and the schema want it, with the mark.
pub fn finish(file: &[u8]) -> Result<Vec<u8>, ExcelError> {
    let mut parts: Parts = unpack(file).ok_or(ExcelError::Unreadable)?;
    for (_, part) in parts.iter_mut().filter(|(name, _)| name.starts_with("xl/charts/chart")) {
        let text = String::from_utf8_lossy(part);
        *part = shapes_before_markers(&text).into_bytes();
    }
    parts.remove(seal::PART);
    let seal = seal::part(&parts);
    parts.insert(seal::PART.to_owned(), seal.into_bytes());
    Ok(pack(parts)?)
}

/// The schema wants the shape of a series before its marker; the library writes it behind.
fn shapes_before_markers(chart: &str) -> String {
    const MARKER: (&str, &str) = ("<c:marker><c:symbol", "</c:marker>");
    const SHAPE: (&str, &str) = ("<c:spPr>", "</c:spPr>");
    let (mut done, mut rest) = (String::with_capacity(chart.len()), chart);
    while let Some(start) = rest.find(MARKER.0) {
        done.push_str(&rest[..start]);
        let Some(length) = rest[start..].find(MARKER.1) else {
            break;
        };
        let (marker, after) = rest[start..].split_at(length + MARKER.1.len());
        let shape = after.starts_with(SHAPE.0).then(|| after.find(SHAPE.1)).flatten();
        let (shape, after) = after.split_at(shape.map_or(0, |end| end + SHAPE.1.len()));
        done.push_str(shape);
        done.push_str(marker);
        rest = after;
    }
    done + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_stands_before_its_marker() {
        let marker = "<c:marker><c:symbol val=\"x\"/><c:spPr>1</c:spPr></c:marker>";
        let written = format!("<c:tx/>{marker}<c:spPr>2</c:spPr><c:xVal/>{marker}<c:yVal/>");
        let wanted = format!("<c:tx/><c:spPr>2</c:spPr>{marker}<c:xVal/>{marker}<c:yVal/>");
        assert_eq!(shapes_before_markers(&written), wanted);
    }
}

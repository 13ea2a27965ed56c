//! Source files, and values that know where they stand in them.

use std::sync::Arc;

/// A file of a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// Its number in the order in which files were added.
    pub fn index(self) -> u32 {
        self.0
    }
}

/// A range of bytes in a file, on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Span {
            start: range.start,
            end: range.end,
        }
    }
}

/// A span of a certain file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The bytes in it.
    pub span: Span,
}

/// A value and where it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// One file's text, with its path as users know it.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Relative to the project folder, parted by `/`.
    pub path: Arc<str>,
    /// The text without a byte order mark.
    pub text: Arc<str>,
    line_starts: Vec<usize>,
    /// How many characters begin before each [`STRIDE`]th byte: columns of long lines stay cheap.
    characters: Vec<usize>,
}

/// Bytes between two counts of characters.
const STRIDE: usize = 4096;

impl SourceFile {
    fn new(path: &str, text: &str) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        SourceFile {
            path: path.into(),
            text: text.into(),
            line_starts: std::iter::once(0).chain(starts).collect(),
            characters: counts(text.as_bytes()),
        }
    }

    /// Line and column of a byte, both counted from 1, the column in characters.
    pub fn position(&self, byte: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|&start| start <= byte);
        let start = self.line_starts[line - 1];
        let end = self.floor_boundary(byte).max(start);
        (line, self.characters_before(end) - self.characters_before(start) + 1)
    }

    /// The characters that begin before a byte.
    fn characters_before(&self, byte: usize) -> usize {
        let stride = byte / STRIDE;
        let rest = self.text.as_bytes().get(stride * STRIDE..byte);
        self.characters[stride] + rest.map_or(0, begun)
    }

    /// The span moved onto character boundaries inside the text.
    pub fn clamp(&self, span: Span) -> Span {
        let start = self.floor_boundary(span.start);
        let end = self.floor_boundary(span.end).max(start);
        Span { start, end }
    }

    fn floor_boundary(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }
}

/// The characters that begin in a piece of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

fn counts(bytes: &[u8]) -> Vec<usize> {
    let sums = bytes.chunks(STRIDE).scan(0, |sum, chunk| {
        *sum += begun(chunk);
        Some(*sum)
    });
    std::iter::once(0).chain(sums).collect()
}

/// All files read for one plan.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
    /// The number of its first file.
    first: u32,
}

impl SourceMap {
    /// Takes a file in.
    pub fn add(&mut self, path: &str, text: &str) -> FileId {
        let id = self.id(self.files.len());
        self.files.push(SourceFile::new(path, text));
        id
    }

    fn id(&self, index: usize) -> FileId {
        FileId(self.first + u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// An empty map whose files are to stand so many places behind the last of this one: see [`SourceMap::append`].
    #[must_use]
    pub fn behind(&self, places: usize) -> SourceMap {
        SourceMap {
            files: Vec::new(),
            first: self.id(self.files.len() + places).0,
        }
    }

    /// Takes in the files of a map that begins where this one ends.
    pub fn append(&mut self, mut next: SourceMap) {
        self.files.append(&mut next.files);
    }

    /// The file of an id.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[(id.0 - self.first) as usize]
    }

    /// The same files and lines without their texts: enough to name places, nothing to read.
    #[must_use]
    pub fn without_texts(&self) -> SourceMap {
        let bare = |file: &SourceFile| SourceFile {
            text: "".into(),
            ..file.clone()
        };
        SourceMap {
            files: self.files.iter().map(bare).collect(),
            first: self.first,
        }
    }

    /// The id of a path, where it was read.
    pub fn find(&self, path: &str) -> Option<FileId> {
        let index = self.files.iter().position(|file| &*file.path == path)?;
        Some(self.id(index))
    }

    /// The text at a place.
    pub fn text(&self, place: Place) -> &str {
        let file = self.file(place.file);
        let span = file.clamp(place.span);
        &file.text[span.start..span.end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_from_one() {
        let mut map = SourceMap::default();
        let id = map.add("a.toml", "名 = 1\nx = \"阿蘇\"\n");
        let file = map.file(id);
        assert_eq!(file.position(0), (1, 1));
        assert_eq!(file.position("名 = ".len()), (1, 5));
        assert_eq!(file.position("名 = 1\nx = ".len()), (2, 5));
        assert_eq!(file.position(10_000), (3, 1));
    }

    #[test]
    fn columns_of_long_lines_count_the_same() {
        let mut map = SourceMap::default();
        let text = format!("短い行\n{}", "阿x".repeat(5_000));
        let id = map.add("a.toml", &text);
        let start = "短い行\n".len();
        for (index, (at, _)) in text[start..].char_indices().enumerate() {
            assert_eq!(map.file(id).position(start + at), (2, index + 1));
        }
        assert_eq!(map.file(id).position(text.len()), (2, 10_001));
    }
}

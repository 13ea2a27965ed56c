//! Takes files apart, whatever is packed in them, down to texts and bytes.

use super::sheets::{self, Counted};
use super::{json, pdf, picture, xml};
use crate::words::{GAP, unescaped};
use crate::write::parts;

/// Files in files in files: nothing of ours is deeper.
const DEEPEST: usize = 4;

/// A part of a file.
#[derive(Debug, Default)]
pub struct Part {
    /// Which, for people: `word/document.xml`; empty for the file itself.
    pub inside: String,
    /// What people read, each text behind a gap.
    pub words: String,
    /// Paragraphs of them whose lines the file parts, each as one text behind a gap: numbers are looked for here too.
    pub paragraphs: String,
    /// What programs read: names, measures, addresses.
    pub codes: String,
    /// What planc counts, by where it stands: pages, rows. It is searched for texts, not for numbers.
    pub counts: String,
    /// What is no text.
    pub bytes: Vec<u8>,
    /// It is the name of the file, or of one packed in it.
    pub is_name: bool,
}

impl Part {
    /// An empty one.
    pub fn new(inside: String) -> Self {
        Part {
            inside,
            ..Part::default()
        }
    }

    /// Adds a text that people read.
    pub fn add_words(&mut self, text: &str) {
        if !text.is_empty() {
            self.words.push(GAP);
            self.words.push_str(text);
            self.add_decoded(text);
        }
    }

    /// Adds a paragraph whose lines are words already.
    pub fn add_paragraph(&mut self, text: &str) {
        self.paragraphs.push(GAP);
        self.paragraphs.push_str(text);
    }

    /// Adds what planc counts.
    pub fn add_count(&mut self, text: &str) {
        self.counts.push(GAP);
        self.counts.push_str(text);
    }

    /// Adds what an address says once its `%E7%A7%98` are letters.
    fn add_decoded(&mut self, text: &str) {
        if let Some(decoded) = unescaped(text) {
            self.words.push(GAP);
            self.words.push_str(&decoded);
        }
    }

    /// Adds a text that programs read; of short ones nothing can be known.
    pub fn add_code(&mut self, text: &str) {
        if text.len() >= super::secrets::SHORTEST {
            self.codes.push(GAP);
            self.codes.push_str(text);
            self.add_decoded(text);
        }
    }

    /// Adds what may be a text in any encoding.
    pub fn add_any(&mut self, bytes: &[u8]) {
        self.add_words(&String::from_utf8_lossy(bytes));
        for read in [u16::from_be_bytes, u16::from_le_bytes] {
            // A text may begin at an odd byte too.
            for start in 0..2 {
                let units = bytes.get(start..).unwrap_or_default().chunks_exact(2);
                let units: Vec<u16> = units.map(|pair| read([pair[0], pair[1]])).collect();
                self.add_words(&String::from_utf16_lossy(&units));
            }
        }
    }
}

/// All parts of a file, the names in it and its bytes as they are among them.
pub fn unpack(name: &str, bytes: &[u8]) -> Vec<Part> {
    let mut parts = Vec::new();
    add(name, String::new(), (bytes, &Counted::default()), 0, &mut parts);
    // Last what no reader of the format comes by, for it is told of the first part that holds something.
    parts.push(Part {
        bytes: bytes.to_vec(),
        ..Part::default()
    });
    parts
}

fn add(name: &str, inside: String, (bytes, counted): (&[u8], &Counted), depth: usize, to: &mut Vec<Part>) {
    to.push(Part {
        words: name.to_owned(),
        is_name: true,
        ..Part::default()
    });
    let mut part = Part::new(inside);
    if picture::is_picture(bytes) {
        to.push(picture::read(part.inside, bytes));
    } else if bytes.starts_with(b"%PDF-") {
        pdf::read(&part.inside, bytes, to);
    } else if let Some(parts) = parts::unpack(bytes).filter(|_| depth < DEEPEST) {
        let folder = if part.inside.is_empty() { "" } else { "/" };
        let counted = sheets::counted(&parts);
        for (name, bytes) in parts {
            let below = format!("{}{folder}{name}", part.inside);
            let counted = counted.get(&name).cloned().unwrap_or_default();
            add(&name, below, (&bytes, &counted), depth + 1, to);
        }
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        if text.trim_start_matches('\u{FEFF}').starts_with('<') {
            xml::read(text, counted, &mut part);
        } else if !json::read(text, &mut part) {
            part.add_words(text);
        }
        to.push(part);
    } else {
        part.bytes = bytes.to_vec();
        to.push(part);
    }
}

//! The words of a part of an Office file, or of any other XML: texts, attributes, comments.

use super::sheets::Counted;
use super::unpack::Part;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// Attributes that say something to readers; others name things, or measure them.
const SPEAKING: [&str; 8] = [
    "descr", "title", "name", "tooltip", "alias", "author", "initials", "summary",
];

/// Attributes that measure a drawing or are drawn by lot: their digits say nothing.
const MEASURES: [&str; 14] = [
    "cx", "cy", "x", "y", "w", "h", "distT", "distB", "distL", "distR", "paraId", "textId", "nsid", "tmpl",
];
/// Fields whose results planc counts.
const PAGES: [&str; 4] = ["PAGEREF", "PAGE", "NUMPAGES", "SECTIONPAGES"];
/// No page has a number of more digits.
const LONGEST_PAGE: usize = 5;

/// Elements whose runs were taken out of a text, and those whose runs came into it.
const DELETED: [&str; 2] = ["del", "moveFrom"];
const INSERTED: [&str; 2] = ["ins", "moveTo"];

/// Adds what an XML file says, but for what is counted in it; runs of one paragraph, or of one shared text, are one text,
/// and where changes are tracked two: with all of them made, and with none. What stands behind a mistake of syntax is
/// taken as it is.
pub fn read(text: &str, counted: &Counted, part: &mut Part) {
    let mut reader = Reader::from_str(text);
    let mut words = Words {
        part,
        text: String::new(),
        former: String::new(),
        deleted: 0,
        inserted: 0,
        joining: 0,
        skipping: false,
        counted,
        counting: false,
        cell: None,
        shared: 0,
        fields: Vec::new(),
    };
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => words.start(&start),
            Ok(Event::Empty(start)) => words.empty(&start),
            Ok(Event::End(end)) => words.end(local(end.name().0)),
            Ok(Event::Text(text)) => words.push(&text.xml10_content()),
            Ok(Event::CData(text)) => words.push(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => {
                let name = format!("&{};", reference.xml10_content());
                words.push(&unescape(&name).unwrap_or_default());
            }
            Ok(Event::Comment(text)) => words.part.add_words(&text.xml10_content()),
            Ok(Event::PI(text)) => words.part.add_words(text.content()),
            Ok(Event::DocType(text)) => words.part.add_words(&text.xml10_content()),
            Ok(Event::Decl(_)) => {}
            Ok(Event::Eof) => break,
            Err(_) => {
                let at = usize::try_from(reader.error_position()).unwrap_or_default();
                words.part.add_words(text.get(at..).unwrap_or(text));
                break;
            }
        }
    }
    words.flush();
}

struct Words<'a> {
    part: &'a mut Part,
    /// With every change made.
    text: String,
    /// With none: a number that went, and the one that came, are never read as one.
    former: String,
    /// How many elements are open whose runs went, and how many whose came.
    deleted: usize,
    inserted: usize,
    /// How many elements are open whose runs are one text.
    joining: usize,
    /// What comes is the number of a shared text.
    skipping: bool,
    counted: &'a Counted,
    /// What comes stands where planc counts.
    counting: bool,
    /// What the cell says that is open, if planc counts in it.
    cell: Option<&'a String>,
    /// How many shared texts are behind.
    shared: usize,
    /// The instructions of the fields that are open.
    fields: Vec<String>,
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Whether what stands in an element is one text.
fn joins(name: &str) -> bool {
    matches!(name, "p" | "si" | "is")
}

impl Words<'_> {
    fn start(&mut self, start: &BytesStart<'_>) {
        self.attributes(start);
        let name = start.name();
        let name = local(name.0);
        self.field(name, start);
        self.deleted += usize::from(DELETED.contains(&name));
        self.inserted += usize::from(INSERTED.contains(&name));
        if joins(name) {
            self.flush();
            self.joining += 1;
        } else if self.joining == 0 || name == "instrText" {
            self.flush();
        }
        if name == "c" {
            let shared = start.try_get_attribute("t").ok().flatten();
            self.skipping = shared.is_some_and(|it| *it.value == *"s");
            let name = start.try_get_attribute("r").ok().flatten();
            self.cell = name.and_then(|it| self.counted.cells.get(&*it.value));
        } else if name == "si" {
            self.counting = self.counted.strings.contains(&self.shared);
        }
    }

    fn empty(&mut self, start: &BytesStart<'_>) {
        self.attributes(start);
        let name = start.name();
        self.field(local(name.0), start);
        if local(name.0) == "si" {
            self.shared += 1;
        }
    }

    /// Where a field begins and ends; the result of one that names pages is counted.
    fn field(&mut self, name: &str, start: &BytesStart<'_>) {
        if name != "fldChar" {
            return;
        }
        let mut attributes = start.attributes();
        let attributes = attributes.with_checks(false).filter_map(Result::ok);
        let mut kinds = attributes.filter(|it| local(it.key.0) == "fldCharType");
        let kind = kinds.next().map(|it| it.value.into_owned());
        match kind.as_deref() {
            Some("begin") => self.fields.push(String::new()),
            Some("separate") => {
                let instruction = self.fields.last().and_then(|it| it.split_whitespace().next());
                if instruction.is_some_and(|it| PAGES.contains(&it)) {
                    self.flush();
                    self.counting = true;
                }
            }
            Some("end") => {
                if self.counting {
                    self.flush();
                    self.counting = false;
                }
                self.fields.pop();
            }
            Some(_) | None => {}
        }
    }

    fn end(&mut self, name: &str) {
        if joins(name) {
            self.flush();
            self.joining = self.joining.saturating_sub(1);
        } else if self.joining == 0 || name == "instrText" {
            if let Some(field) = self.fields.last_mut().filter(|_| name == "instrText") {
                field.push_str(&self.text);
            }
            self.flush();
        }
        self.deleted = self.deleted.saturating_sub(usize::from(DELETED.contains(&name)));
        self.inserted = self.inserted.saturating_sub(usize::from(INSERTED.contains(&name)));
        match name {
            "c" => (self.skipping, self.cell) = (false, None),
            "si" => {
                self.shared += 1;
                self.counting = false;
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.skipping {
            return;
        }
        // What came and went again is in neither reading, but in the file.
        let in_neither = self.deleted > 0 && self.inserted > 0;
        if self.deleted == 0 || in_neither {
            self.text.push_str(text);
        }
        if self.inserted == 0 || in_neither {
            self.former.push_str(text);
        }
    }

    fn flush(&mut self) {
        let (text, former) = (std::mem::take(&mut self.text), std::mem::take(&mut self.former));
        if former != text {
            self.add(&former);
        }
        self.add(&text);
    }

    fn add(&mut self, text: &str) {
        let is_page = || text.len() <= LONGEST_PAGE && text.bytes().all(|it| it.is_ascii_digit());
        let is_count = self.counting && (self.fields.is_empty() || is_page()) || self.cell.is_some_and(|it| it == text);
        if is_count && !text.is_empty() {
            self.part.add_count(text);
        } else if is_name(text) {
            self.part.add_code(text);
        } else {
            self.part.add_words(text);
        }
    }

    fn attributes(&mut self, start: &BytesStart<'_>) {
        for attribute in start.attributes().with_checks(false).filter_map(Result::ok) {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            let value = value.unwrap_or_default();
            let name = local(attribute.key.0);
            let is_measure = MEASURES.contains(&name) && value.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-');
            if SPEAKING.contains(&name) || !value.is_ascii() {
                self.part.add_words(&value);
            } else if !is_measure {
                self.part.add_code(&value);
            }
        }
    }
}

/// Whether a text names something to programs: a digest, an address, an identifier.
fn is_name(text: &str) -> bool {
    let letter = text.bytes().any(|it| it.is_ascii_alphabetic());
    letter && text.is_ascii() && !text.trim().contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::GAP;

    #[test]
    fn tracked_changes_are_read_as_made_and_as_not_made() {
        let changed = "<w:p><w:r><w:t>約</w:t></w:r><w:del><w:r><w:delText>5</w:delText></w:r></w:del>\
            <w:ins><w:r><w:t>12</w:t></w:r><w:del><w:r><w:delText>0</w:delText></w:r></w:del></w:ins>\
            <w:r><w:t>億円</w:t></w:r></w:p>";
        let mut part = Part::new(String::new());
        read(changed, &Counted::default(), &mut part);
        assert_eq!(part.words, format!("{GAP}約50億円{GAP}約120億円"));
    }
}

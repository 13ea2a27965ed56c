//! The words of a part of an Office file, or of any other XML: texts, attributes, comments.

use super::unpack::Part;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// Attributes that say something to readers; others name things, or measure them.
const SPEAKING: [&str; 8] = [
    "descr", "title", "name", "tooltip", "alias", "author", "initials", "summary",
];

/// Adds what an XML file says; runs of one paragraph, or of one shared text, are one text. What stands behind a mistake of
/// syntax is taken as it is.
pub fn read(text: &str, part: &mut Part) {
    let mut reader = Reader::from_str(text);
    let mut words = Words {
        part,
        text: String::new(),
        joining: 0,
        skipping: false,
    };
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => words.start(&start),
            Ok(Event::Empty(start)) => words.attributes(&start),
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
    text: String,
    /// How many elements are open whose runs are one text.
    joining: usize,
    /// What comes is the number of a shared text.
    skipping: bool,
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
        if joins(name) {
            self.flush();
            self.joining += 1;
        } else if self.joining == 0 || name == "instrText" {
            self.flush();
        }
        if name == "c" {
            let shared = start.try_get_attribute("t").ok().flatten();
            self.skipping = shared.is_some_and(|it| *it.value == *"s");
        }
    }

    fn end(&mut self, name: &str) {
        if joins(name) {
            self.flush();
            self.joining = self.joining.saturating_sub(1);
        } else if self.joining == 0 || name == "instrText" {
            self.flush();
        }
        if name == "c" {
            self.skipping = false;
        }
    }

    fn push(&mut self, text: &str) {
        if !self.skipping {
            self.text.push_str(text);
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        if is_name(&text) {
            self.part.add_code(&text);
        } else {
            self.part.add_words(&text);
        }
    }

    fn attributes(&mut self, start: &BytesStart<'_>) {
        for attribute in start.attributes().with_checks(false).filter_map(Result::ok) {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            let value = value.unwrap_or_default();
            if SPEAKING.contains(&local(attribute.key.0)) || !value.is_ascii() {
                self.part.add_words(&value);
            } else {
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

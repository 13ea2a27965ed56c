//! The pass over the body: everything streams through but the elements that hold properties.

use super::element::{Element, holds_properties};
use super::{Finishing, Table, drawing};
use crate::write::word::WordError;
use crate::write::word::xml::{RELATIONSHIPS, WORD};
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, Writer};
use std::io::Write;

/// The body as Word wants it.
pub fn finish(xml: &[u8], plan: &Finishing) -> Result<Vec<u8>, WordError> {
    let mut pass = Pass {
        reader: Reader::from_reader(xml),
        writer: Writer::new(Vec::new()),
        plan,
        tables: Vec::new(),
        seen: Seen::default(),
        deletions: 0,
    };
    while pass.step()? {}
    Ok(pass.writer.into_inner())
}

struct Pass<'a> {
    reader: Reader<&'a [u8]>,
    writer: Writer<Vec<u8>>,
    plan: &'a Finishing,
    /// The tables around the present place, with the number of their rows so far.
    tables: Vec<(Table, usize)>,
    seen: Seen,
    /// How many deletions are around the present place.
    deletions: usize,
}

/// How many of each have passed.
#[derive(Default)]
struct Seen {
    tables: usize,
    drawings: usize,
    sections: usize,
    links: usize,
    revisions: usize,
}

/// The number that was counted so far, and one more.
fn next(count: &mut usize) -> usize {
    *count += 1;
    *count - 1
}

impl Pass<'_> {
    fn step(&mut self) -> Result<bool, WordError> {
        match self.reader.read_event()? {
            Event::Eof => return Ok(false),
            Event::Start(start) => self.start(start.into_owned())?,
            Event::Empty(start) => self.empty(start.into_owned())?,
            Event::End(end) => {
                match end.name().0 {
                    "w:tbl" => drop(self.tables.pop()),
                    "w:del" => self.deletions -= 1,
                    _ => {}
                }
                let name = self.text_name(end.name().0).to_owned();
                self.writer.write_event(Event::End(BytesEnd::new(name)))?;
            }
            event @ (Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_)) => self.writer.write_event(event)?,
        }
        Ok(true)
    }

    fn start(&mut self, start: BytesStart<'static>) -> Result<(), WordError> {
        let name = start.name().0.to_owned();
        if holds_properties(&name) {
            let element = Element::read(start, &mut self.reader)?;
            return self.properties(element);
        }
        if name == "w:drawing" {
            return self.drawing(&start);
        }
        match name.as_str() {
            "w:tbl" => self.open_table(),
            "w:tr" => self.open_row(),
            "w:del" => self.deletions += 1,
            _ => {}
        }
        let start = self.renewed(start)?;
        Ok(self.writer.write_event(Event::Start(start))?)
    }

    fn empty(&mut self, start: BytesStart<'static>) -> Result<(), WordError> {
        if holds_properties(start.name().0) {
            return self.properties(Element::empty(start));
        }
        let start = self.renewed(start)?;
        Ok(self.writer.write_event(Event::Empty(start))?)
    }

    fn open_table(&mut self) {
        let table = self.plan.tables.get(next(&mut self.seen.tables));
        self.tables.push((table.copied().unwrap_or_default(), 0));
    }

    fn open_row(&mut self) {
        if let Some((_, rows)) = self.tables.last_mut() {
            *rows += 1;
        }
    }

    /// docx-rs counts paragraphs and links through the whole process: ids go or are counted afresh.
    fn renewed(&mut self, start: BytesStart<'static>) -> Result<BytesStart<'static>, WordError> {
        match start.name().0 {
            "w:document" => Ok(root()),
            "w:p" => Ok(BytesStart::new("w:p")),
            "w:instrText" => Ok(spaced(BytesStart::new(self.text_name("w:instrText").to_owned()))),
            "w:t" if self.deletions > 0 => Ok(spaced(BytesStart::new("w:delText"))),
            "w:ins" | "w:del" => Ok(self.revision(&start)),
            "w:gridCol" => Ok(without(&start, "w:type")?),
            "w:hyperlink" => self.link(start),
            _ => Ok(start),
        }
    }

    fn link(&mut self, start: BytesStart<'static>) -> Result<BytesStart<'static>, WordError> {
        let outside = start.try_get_attribute("r:id");
        if outside.map_err(quick_xml::Error::from)?.is_none() {
            return Ok(start);
        }
        let id = Finishing::link_id(next(&mut self.seen.links));
        let mut link = without(&start, "r:id")?;
        link.push_attribute(("r:id", id.as_str()));
        Ok(link)
    }

    fn drawing(&mut self, start: &BytesStart<'_>) -> Result<(), WordError> {
        self.reader.read_to_end(start.name())?;
        let index = next(&mut self.seen.drawings);
        if let Some(it) = self.plan.drawings.get(index) {
            let xml = drawing::xml(it, index);
            self.writer.get_mut().write_all(xml.as_bytes())?;
        }
        Ok(())
    }

    /// Deleted text has elements of its own.
    fn text_name<'n>(&self, name: &'n str) -> &'n str {
        match name {
            "w:t" if self.deletions > 0 => "w:delText",
            "w:instrText" if self.deletions > 0 => "w:delInstrText",
            _ => name,
        }
    }

    /// A tracked change with an id of its own: docx-rs counts them through the whole process.
    fn revision(&mut self, start: &BytesStart<'_>) -> BytesStart<'static> {
        let revisions = &self.plan.revisions;
        let id = revisions.first_id + next(&mut self.seen.revisions);
        BytesStart::new(start.name().0.to_owned()).with_attributes([
            ("w:id", id.to_string().as_str()),
            ("w:author", &revisions.author),
            ("w:date", &revisions.date),
        ])
    }

    fn properties(&mut self, mut element: Element) -> Result<(), WordError> {
        element.renew(&mut |start| match start.name().0 {
            "w:ins" | "w:del" => Some(self.revision(start)),
            _ => None,
        });
        match element.name().as_str() {
            "w:sectPr" => self.add_running(&mut element),
            "w:pPr" => {
                if let Some(section) = element.child("w:sectPr") {
                    self.add_running(section);
                }
            }
            "w:tblPr" => self.add_look(&mut element),
            "w:trPr" => self.add_repeat(&mut element),
            _ => {}
        }
        element.order();
        if element.says_nothing() {
            return Ok(());
        }
        element.write(&mut self.writer)
    }

    fn add_running(&mut self, section: &mut Element) {
        let index = next(&mut self.seen.sections);
        let Some(running) = self.plan.sections.get(index) else {
            return;
        };
        let reference = |name: &str, id: String| Element::new(name, &[("w:type", "default"), ("r:id", &id)]);
        section.push(reference("w:headerReference", running.header_id()));
        section.push(reference("w:footerReference", running.footer_id()));
    }

    fn add_look(&mut self, properties: &mut Element) {
        let Some((table, _)) = self.tables.last() else {
            return;
        };
        let first_row = if table.plain || table.head_rows == 0 { "0" } else { "1" };
        properties.push(Element::new(
            "w:tblLook",
            &[
                ("w:val", if first_row == "1" { "0620" } else { "0600" }),
                ("w:firstRow", first_row),
                ("w:lastRow", "0"),
                ("w:firstColumn", "0"),
                ("w:lastColumn", "0"),
                ("w:noHBand", "1"),
                ("w:noVBand", "1"),
            ],
        ));
    }

    fn add_repeat(&mut self, row: &mut Element) {
        if let Some((table, rows)) = self.tables.last()
            && *rows <= table.head_rows
        {
            row.push(Element::new("w:tblHeader", &[]));
        }
    }
}

/// The spaces round an instruction are part of it.
fn spaced(mut start: BytesStart<'static>) -> BytesStart<'static> {
    start.push_attribute(("xml:space", "preserve"));
    start
}

/// The root with the names that the body uses, and no others.
fn root() -> BytesStart<'static> {
    let drawing = "http://schemas.openxmlformats.org/drawingml/2006";
    BytesStart::new("w:document").with_attributes([
        ("xmlns:w", WORD),
        ("xmlns:r", RELATIONSHIPS),
        ("xmlns:wp", &format!("{drawing}/wordprocessingDrawing")),
        ("xmlns:a", &format!("{drawing}/main")),
        ("xmlns:pic", &format!("{drawing}/picture")),
    ])
}

/// The same element without one of its attributes.
fn without(start: &BytesStart<'_>, name: &str) -> Result<BytesStart<'static>, WordError> {
    let mut kept = BytesStart::new(start.name().0.to_owned());
    for attribute in start.attributes() {
        let attribute = attribute.map_err(quick_xml::Error::from)?;
        if attribute.key.0 != name {
            kept.push_attribute(attribute);
        }
    }
    Ok(kept)
}

//! Elements that hold properties, small enough to be held in memory and put in order.

use super::order;
use crate::write::word::WordError;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, Writer};

/// An element without text.
pub struct Element {
    start: BytesStart<'static>,
    children: Vec<Element>,
}

/// Whether elements of this name hold properties.
pub fn holds_properties(name: &str) -> bool {
    const NAMES: [&str; 6] = ["w:pPr", "w:rPr", "w:sectPr", "w:tblPr", "w:trPr", "w:tcPr"];
    NAMES.contains(&name)
}

impl Element {
    /// An element without children.
    pub fn empty(start: BytesStart<'static>) -> Self {
        Element {
            start,
            children: Vec::new(),
        }
    }

    /// An element with attributes.
    pub fn new(name: &str, attributes: &[(&str, &str)]) -> Self {
        let start = BytesStart::new(name.to_owned());
        Element::empty(start.with_attributes(attributes.iter().copied()))
    }

    /// Reads on to the end of an element that has begun.
    pub fn read(start: BytesStart<'static>, from: &mut Reader<&[u8]>) -> Result<Self, WordError> {
        let mut element = Element::empty(start);
        loop {
            match from.read_event()? {
                Event::Start(start) => {
                    let child = Element::read(start.into_owned(), from)?;
                    element.children.push(child);
                }
                Event::Empty(start) => element.children.push(Element::empty(start.into_owned())),
                Event::End(_) | Event::Eof => return Ok(element),
                Event::Text(_)
                | Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_)
                | Event::GeneralRef(_) => {}
            }
        }
    }

    /// Its name with its prefix.
    pub fn name(&self) -> String {
        self.start.name().0.to_owned()
    }

    /// Adds a child; [`Element::order`] finds its place.
    pub fn push(&mut self, child: Element) {
        self.children.push(child);
    }

    /// Its child of this name.
    pub fn child(&mut self, name: &str) -> Option<&mut Element> {
        self.children.iter_mut().find(|it| it.name() == name)
    }

    /// Puts other tags in the place of some of its own, all the way down.
    pub fn renew(&mut self, tag: &mut dyn FnMut(&BytesStart<'static>) -> Option<BytesStart<'static>>) {
        if let Some(new) = tag(&self.start) {
            self.start = new;
        }
        self.children.iter_mut().for_each(|child| child.renew(tag));
    }

    /// Puts children in the order of the schema, all the way down, and drops properties that say nothing.
    pub fn order(&mut self) {
        let parent = self.name();
        self.children.iter_mut().for_each(Element::order);
        self.children.retain(|it| !it.says_nothing());
        self.children.sort_by_key(|it| order::place(&parent, &it.name()));
    }

    /// Whether it is an empty `w:rPr` or the like.
    pub fn says_nothing(&self) -> bool {
        const CONTAINERS: [&str; 4] = ["w:tblBorders", "w:tcBorders", "w:pBdr", "w:tabs"];
        let name = self.name();
        let container = holds_properties(&name) || CONTAINERS.contains(&name.as_str());
        self.children.is_empty() && container && name != "w:sectPr"
    }

    /// Writes it.
    pub fn write(&self, to: &mut Writer<Vec<u8>>) -> Result<(), WordError> {
        if self.children.is_empty() {
            return Ok(to.write_event(Event::Empty(self.start.borrow()))?);
        }
        to.write_event(Event::Start(self.start.borrow()))?;
        self.children.iter().try_for_each(|child| child.write(to))?;
        Ok(to.write_event(Event::End(BytesEnd::new(self.name())))?)
    }
}

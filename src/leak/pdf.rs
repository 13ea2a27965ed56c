//! The words of a PDF: what its pages show, what its objects say, and every stream unpacked.

use super::sheets::Counted;
use super::unpack::Part;
use super::{picture, xml};
use crate::papers::content::{Shown, shown};
use crate::papers::font::FontBook;
use crate::papers::lines::Lines;
use crate::papers::meanings::text_string;
use crate::parallel;
use crate::words::GAP;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::{BTreeMap, BTreeSet};

/// No stream of ours unpacks to more bytes.
const LARGEST_STREAM: usize = 1 << 28;

/// Adds the parts of a PDF. What cannot be read as one is taken as bytes.
pub fn read(inside: &str, bytes: &[u8], to: &mut Vec<Part>) {
    let part = |what: &str| Part::new(format!("{inside}{what}"));
    let Ok(document) = Document::load_mem(bytes) else {
        let mut whole = part("");
        whole.bytes = bytes.to_vec();
        return to.push(whole);
    };
    let mut said = part("文書の情報、しおり、代替テキストなど");
    strings(&document, &mut said);
    let pdf = Pdf {
        fonts: FontBook::of(&document, LARGEST_STREAM),
        document: &document,
        names: destinations(&document),
    };
    let (mut body, mut around) = (part("ページの本文"), part("ページの欄外"));
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let numbers: BTreeMap<ObjectId, usize> = pages.iter().copied().zip(1..).collect();
    let read = |page: &ObjectId| (pdf.page(*page), pdf.led_to(*page, &numbers));
    for ((page, led_to), number) in parallel::map(&pages, |_, page| read(page)).into_iter().zip(1..) {
        // A sentence goes on from page to page; a line break parts numbers only.
        body.words.push('\n');
        add_lines(&page.body, &led_to, &mut body);
        around.words.push(GAP);
        add_lines(&page.around, &BTreeSet::from([number]), &mut around);
    }
    to.extend([said, body, around]);
    let streams: Vec<&Stream> = document.objects.values().filter_map(|it| it.as_stream().ok()).collect();
    to.extend(parallel::map(&streams, |_, stream| {
        pdf.stream(stream, part("そのほかの内容"))
    }));
}

/// Adds the lines of a page, but for the numbers of pages that stand alone in theirs.
fn add_lines(lines: &Lines, pages: &BTreeSet<usize>, part: &mut Part) {
    for line in lines.iter() {
        let number = line.trim().parse::<usize>().ok().filter(|it| pages.contains(it));
        match number {
            Some(number) => part.add_count(&number.to_string()),
            None => part.words.extend([line, "\n"]),
        }
    }
    lines.broken_paragraphs().iter().for_each(|it| part.add_paragraph(it));
}

struct Pdf<'a> {
    document: &'a Document,
    fonts: FontBook,
    /// Where named links lead.
    names: BTreeMap<Vec<u8>, Object>,
}

impl Pdf<'_> {
    fn page(&self, page: ObjectId) -> Shown {
        let content = self.document.get_page_content_with_limit(page, LARGEST_STREAM);
        let fonts = self.fonts.of_page(self.document, page);
        shown(&content.unwrap_or_default(), &fonts)
    }

    /// The numbers of the pages to which the links of a page lead: what is printed of them is counted.
    fn led_to(&self, page: ObjectId, numbers: &BTreeMap<ObjectId, usize>) -> BTreeSet<usize> {
        let links = self.document.get_page_annotations(page).unwrap_or_default();
        let targets = links.into_iter().filter_map(|link| self.target(link));
        targets.filter_map(|page| numbers.get(&page).copied()).collect()
    }

    /// The page to which a link leads.
    fn target(&self, link: &Dictionary) -> Option<ObjectId> {
        let follow = |object: &'_ Object| self.document.dereference(object).ok().map(|it| it.1.clone());
        let action = link.get(b"A").ok().and_then(follow);
        let place = action.as_ref().and_then(|it| it.as_dict().ok()?.get(b"D").ok());
        let place = place.or(link.get(b"Dest").ok()).and_then(follow)?;
        let named = self.document.catalog().ok()?.get(b"Dests").ok().and_then(follow);
        let place = match &place {
            Object::Name(name) => follow(named?.as_dict().ok()?.get(name).ok()?)?,
            Object::String(name, _) => self.names.get(name).cloned()?,
            _ => place,
        };
        let place = match &place {
            Object::Dictionary(place) => follow(place.get(b"D").ok()?)?,
            _ => place,
        };
        place.as_array().ok()?.first()?.as_reference().ok()
    }

    fn stream(&self, stream: &Stream, mut part: Part) -> Part {
        let is = |key: &[u8], name: &[u8]| {
            stream
                .dict
                .get(key)
                .and_then(Object::as_name)
                .is_ok_and(|it| it == name)
        };
        if picture::is_picture(&stream.content) {
            return picture::read(part.inside, &stream.content);
        }
        // Colours of a picture's points say nothing, and are too many to be looked at.
        if is(b"Subtype", b"Image") {
            return part;
        }
        let bytes = unpacked(stream);
        if is(b"Subtype", b"Form") {
            let shown = shown(&bytes, &self.fonts.of_form(self.document, &stream.dict));
            for lines in [&shown.body, &shown.around] {
                part.words.push(GAP);
                add_lines(lines, &BTreeSet::new(), &mut part);
            }
        } else if is(b"Type", b"Metadata") {
            xml::read(&String::from_utf8_lossy(&bytes), &Counted::default(), &mut part);
        }
        part.bytes = bytes;
        part
    }
}

/// A stream's bytes; of a packing that nobody knows here, as they are.
fn unpacked(stream: &Stream) -> Vec<u8> {
    let bytes = stream.decompressed_content_with_limit(LARGEST_STREAM);
    bytes.unwrap_or_else(|_| stream.content.clone())
}

/// What the tree of names says of destinations.
fn destinations(document: &Document) -> BTreeMap<Vec<u8>, Object> {
    let mut found = BTreeMap::new();
    let dictionary = |object: &Object| document.dereference(object).ok()?.1.as_dict().ok().cloned();
    let root = document
        .catalog()
        .ok()
        .and_then(|it| dictionary(it.get(b"Names").ok()?));
    let root = root.and_then(|it| dictionary(it.get(b"Dests").ok()?));
    let mut open: Vec<Dictionary> = root.into_iter().collect();
    // No tree has more nodes than the file has objects.
    for _ in 0..=document.objects.len() {
        let Some(node) = open.pop() else { break };
        let array = |key: &[u8]| {
            let object = node.get(key).and_then(|it| document.dereference(it)).ok();
            object.and_then(|it| it.1.as_array().ok().cloned()).unwrap_or_default()
        };
        open.extend(array(b"Kids").iter().filter_map(dictionary));
        for pair in array(b"Names").chunks_exact(2) {
            let place = document.dereference(&pair[1]).ok().map(|it| it.1.clone());
            if let (Ok(name), Some(place)) = (pair[0].as_str(), place) {
                found.insert(name.to_vec(), place);
            }
        }
    }
    found
}

/// Everything that objects say in strings, and the names that they give.
fn strings(document: &Document, part: &mut Part) {
    let mut names = BTreeSet::new();
    for value in document
        .trailer
        .iter()
        .map(|(_, it)| it)
        .chain(document.objects.values())
    {
        each(value, &mut |object| match object {
            Object::String(bytes, _) => part.add_words(&text_string(bytes)),
            Object::Name(name) => {
                names.insert(name.clone());
            }
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Array(_)
            | Object::Dictionary(_)
            | Object::Stream(_)
            | Object::Reference(_) => {}
        });
    }
    names
        .iter()
        .for_each(|name| part.add_code(&String::from_utf8_lossy(name)));
}

fn each<'a>(object: &'a Object, visit: &mut dyn FnMut(&'a Object)) {
    match object {
        Object::Array(items) => items.iter().for_each(|item| each(item, visit)),
        Object::Dictionary(of) | Object::Stream(Stream { dict: of, .. }) => {
            of.iter().for_each(|(_, it)| each(it, visit))
        }
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Reference(_) => visit(object),
    }
}

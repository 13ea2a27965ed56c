//! The words of a PDF: what its pages show, what its objects say, and every stream unpacked.

use super::content::{Fonts, Meanings, shown};
use super::unpack::Part;
use super::{picture, xml};
use crate::parallel;
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
        meanings: meanings(&document),
        document: &document,
    };
    let (mut body, mut around) = (part("ページの本文"), part("ページの欄外"));
    let pages: Vec<ObjectId> = document.page_iter().collect();
    for page in parallel::map(&pages, |_, page| pdf.page(*page)) {
        // A sentence goes on from page to page; a line break parts numbers only.
        body.words.push('\n');
        body.words.push_str(&page.body);
        around.add_words(&page.around);
    }
    to.extend([said, body, around]);
    let streams: Vec<&Stream> = document.objects.values().filter_map(|it| it.as_stream().ok()).collect();
    to.extend(parallel::map(&streams, |_, stream| {
        pdf.stream(stream, part("そのほかの内容"))
    }));
}

struct Pdf<'a> {
    document: &'a Document,
    /// What the codes of fonts mean, by the object that says it.
    meanings: BTreeMap<ObjectId, Meanings>,
}

impl Pdf<'_> {
    fn page(&self, page: ObjectId) -> super::content::Shown {
        let content = self.document.get_page_content_with_limit(page, LARGEST_STREAM);
        let fonts = self.document.get_page_fonts(page).unwrap_or_default();
        let fonts = fonts.into_iter().map(|(name, font)| (name, self.meanings_of(font)));
        shown(&content.unwrap_or_default(), &fonts.collect())
    }

    fn meanings_of(&self, font: &Dictionary) -> Option<&Meanings> {
        self.meanings.get(&font.get(b"ToUnicode").ok()?.as_reference().ok()?)
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
            let shown = shown(&bytes, &self.fonts_of(&stream.dict));
            part.add_words(&shown.body);
            part.add_words(&shown.around);
        } else if is(b"Type", b"Metadata") {
            xml::read(&String::from_utf8_lossy(&bytes), &mut part);
        }
        part.bytes = bytes;
        part
    }

    /// The fonts that a form brings with it.
    fn fonts_of(&self, form: &Dictionary) -> Fonts<'_> {
        let inner = |of: &Dictionary, key: &[u8]| self.document.get_dict_in_dict(of, key).cloned().unwrap_or_default();
        let fonts = inner(&inner(form, b"Resources"), b"Font");
        let font = |(name, font): (&Vec<u8>, &Object)| {
            let font = self.document.dereference(font).ok()?.1.as_dict().ok()?;
            Some((name.clone(), self.meanings_of(font)))
        };
        fonts.iter().filter_map(font).collect()
    }
}

/// A stream's bytes; of a packing that nobody knows here, as they are.
fn unpacked(stream: &Stream) -> Vec<u8> {
    let bytes = stream.decompressed_content_with_limit(LARGEST_STREAM);
    bytes.unwrap_or_else(|_| stream.content.clone())
}

fn meanings(document: &Document) -> BTreeMap<ObjectId, Meanings> {
    let fonts = document.objects.values().filter_map(|it| it.as_dict().ok());
    let maps = fonts.filter_map(|it| it.get(b"ToUnicode").ok()?.as_reference().ok());
    let maps: Vec<ObjectId> = maps.collect::<BTreeSet<_>>().into_iter().collect();
    let read = parallel::map(&maps, |_, id| {
        let stream = document.get_object(*id).and_then(Object::as_stream);
        stream
            .map(|stream| Meanings::read(&unpacked(stream)))
            .unwrap_or_default()
    });
    maps.into_iter().zip(read).collect()
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

/// A text string of PDF: UTF-16 or UTF-8 with a mark, else nearly Latin-1.
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        other => match std::str::from_utf8(other) {
            Ok(text) => text.to_owned(),
            Err(_) => other.iter().map(|&byte| char::from(byte)).collect(),
        },
    }
}

/// UTF-16 as PDF writes it.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|it| u16::from_be_bytes([it[0], it[1]]))
        .collect();
    String::from_utf16_lossy(&units)
}

//! PDF files: their pages' texts, and what runs when somebody opens them.

use super::content::{Fonts, Meanings, shown};
use super::{Fault, Kind, Paper, Texts};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::BTreeMap;

/// No page's content unpacks to more bytes.
const LARGEST_STREAM: usize = 1 << 26;
/// More pages than this no paper has.
const MOST_PAGES: usize = 10_000;
/// So deep objects may stand in each other.
const DEEPEST: usize = 100;
/// Names that mean a program, or a file that is handed on unseen.
const PROGRAMS: [&[u8]; 6] = [
    b"JavaScript",
    b"JS",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"RichMedia",
];

/// Reads a PDF file.
pub fn read(bytes: &[u8]) -> Result<Paper, Vec<Fault>> {
    let unreadable = |reason: &str| vec![Fault::Unreadable(reason.to_owned())];
    let holds = |word: &[u8]| bytes.windows(word.len()).any(|it| it == word);
    if !holds(b"startxref") || !holds(b"%%EOF") {
        return Err(unreadable("途中で切れています"));
    }
    // Of an encrypted file nothing else is read: that it opens without a password would not help who must print it.
    if Document::load_metadata_mem(bytes).is_ok_and(|it| it.encrypted) {
        return Err(vec![Fault::Locked]);
    }
    let document = Document::load_mem(bytes).map_err(|_| match holds(b"/Encrypt") {
        true => vec![Fault::Locked],
        false => unreadable("中身が壊れています"),
    })?;
    if document.trailer.has(b"Encrypt") || document.encryption_state.is_some() {
        return Err(vec![Fault::Locked]);
    }
    if document.objects.values().any(|it| runs(it, 0)) || runs(&Object::Dictionary(document.trailer.clone()), 0) {
        let reason = "開くと動くプログラム、又は別のファイルが埋め込まれています";
        return Err(vec![Fault::Program(reason.to_owned())]);
    }
    let pages: Vec<ObjectId> = document.page_iter().take(MOST_PAGES).collect();
    if pages.is_empty() {
        return Err(vec![Fault::Empty]);
    }
    Ok(Paper {
        kind: Kind::Pdf,
        pages: u32::try_from(pages.len()).ok(),
        texts: texts(&document, &pages),
    })
}

/// Whether an object is a program or names one.
fn runs(object: &Object, depth: usize) -> bool {
    let named = |name: &[u8]| PROGRAMS.contains(&name);
    match object {
        _ if depth > DEEPEST => false,
        Object::Name(name) => named(name),
        Object::Array(items) => items.iter().any(|it| runs(it, depth + 1)),
        Object::Dictionary(of) | Object::Stream(Stream { dict: of, .. }) => {
            of.iter().any(|(key, it)| named(key) || runs(it, depth + 1))
        }
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::String(..)
        | Object::Reference(_) => false,
    }
}

fn texts(document: &Document, pages: &[ObjectId]) -> Vec<super::PlacedText> {
    let mut meanings: BTreeMap<ObjectId, Meanings> = BTreeMap::new();
    let mut texts = Texts::default();
    for (index, page) in pages.iter().enumerate() {
        let fonts = document.get_page_fonts(*page).unwrap_or_default();
        for id in fonts.values().filter_map(|font| map_of(font)) {
            meanings.entry(id).or_insert_with(|| {
                let stream = document.get_object(id).and_then(Object::as_stream);
                let map = stream.and_then(|it| it.decompressed_content_with_limit(LARGEST_STREAM));
                map.map(|map| Meanings::read(&map)).unwrap_or_default()
            });
        }
        let font = |(name, font): (Vec<u8>, &Dictionary)| (name, map_of(font).and_then(|id| meanings.get(&id)));
        let fonts: Fonts<'_> = fonts.into_iter().map(font).collect();
        let content = document.get_page_content_with_limit(*page, LARGEST_STREAM);
        let shown = shown(&content.unwrap_or_default(), &fonts);
        for text in [shown.body, shown.around] {
            texts.push(|| format!("{}ページ", index + 1), &text);
        }
    }
    texts.texts
}

/// The map from the codes of a font to characters.
fn map_of(font: &Dictionary) -> Option<ObjectId> {
    font.get(b"ToUnicode").ok()?.as_reference().ok()
}

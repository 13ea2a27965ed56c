//! PDF files: their pages' texts, and what runs when somebody opens them.

use super::content::shown;
use super::font::FontBook;
use super::{Doubt, Fault, Kind, Paper, Texts, picture};
use flate2::read::ZlibDecoder;
use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::BTreeSet;
use std::io::Read;

/// No page's content unpacks to more bytes, nor that of all pages together.
const LARGEST_STREAM: usize = 1 << 26;
/// More pages than this no paper has.
const MOST_PAGES: usize = 10_000;
/// So deep objects may stand in each other.
const DEEPEST: usize = 100;
/// So long the head of an object is: its number, its generation.
const LONGEST_HEAD: usize = 24;
/// Names that mean a program, or a file that is handed on unseen.
const PROGRAMS: [&[u8]; 13] = [
    b"JavaScript",
    b"JS",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"EF",
    b"FileAttachment",
    b"RichMedia",
    b"Movie",
    b"SubmitForm",
    b"ImportData",
    b"GoToR",
    b"XFA",
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
    if !is_whole(&document, &pages, finds_its_objects(bytes)) {
        return Err(unreadable("中身の一部がありません"));
    }
    let texts = texts(&document, &pages);
    Ok(Paper {
        kind: Kind::Pdf,
        pages: u32::try_from(pages.len()).ok(),
        doubts: texts.is_unread().then_some(Doubt::Unread).into_iter().collect(),
        texts: texts.texts,
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

/// Whether everything is there that pages are made of: as many pages as the file says, and what they show and need for it.
/// What the file itself lists as free is nothing; where its list is not found, nothing is known to be free, and a stream
/// that is not whole was cut.
fn is_whole(document: &Document, pages: &[ObjectId], is_list_found: bool) -> bool {
    let root = document
        .catalog()
        .and_then(|it| document.get_dict_in_dict(it, b"Pages"));
    let count = root
        .and_then(|it| it.get(b"Count"))
        .and_then(Object::as_i64)
        .unwrap_or_default();
    let is_missing = |page: &ObjectId| document.get_dictionary(*page).is_err();
    if count > i64::try_from(pages.len()).unwrap_or(i64::MAX) && pages.len() < MOST_PAGES
        || pages.iter().any(is_missing)
    {
        return false;
    }
    let mut seen: BTreeSet<ObjectId> = BTreeSet::new();
    let parts = |of: &'_ Dictionary| [b"Contents".as_slice(), b"Resources"].map(|key| of.get(key).ok().cloned());
    let of_pages: Vec<Object> = pages
        .iter()
        .filter_map(|page| document.get_dictionary(*page).ok())
        .flat_map(parts)
        .flatten()
        .collect();
    let mut open: Vec<&Object> = of_pages.iter().collect();
    while let Some(object) = open.pop() {
        match object {
            Object::Reference(id) if seen.insert(*id) => match document.objects.get(id) {
                Some(object) if is_list_found || is_undamaged(document, object) => open.push(object),
                Some(_) => return false,
                None if !is_list_found || is_listed(document, *id) => return false,
                None => {}
            },
            Object::Array(items) => open.extend(items),
            Object::Dictionary(of) | Object::Stream(Stream { dict: of, .. }) => {
                let own = of
                    .iter()
                    .filter(|(key, _)| !matches!(&***key, b"Parent" | b"P" | b"Pg"));
                open.extend(own.map(|(_, it)| it));
            }
            Object::Reference(_)
            | Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::String(..)
            | Object::Name(_) => {}
        }
    }
    true
}

/// Whether the list of objects stands where the end of the file says, counted from the file's start or from its mark.
fn finds_its_objects(bytes: &[u8]) -> bool {
    let word = b"startxref";
    let mark = bytes.windows(5).position(|it| it == b"%PDF-").unwrap_or_default();
    let behind = bytes
        .windows(word.len())
        .rposition(|it| it == word)
        .map(|at| &bytes[at + word.len()..]);
    let digits = behind
        .unwrap_or_default()
        .iter()
        .skip_while(|it| it.is_ascii_whitespace());
    let digits: String = digits
        .take_while(|it| it.is_ascii_digit())
        .map(|it| char::from(*it))
        .collect();
    let place = digits.parse::<usize>().unwrap_or(usize::MAX);
    let is_list = |at: usize| {
        let list = bytes.get(at..).unwrap_or_default().trim_ascii_start();
        let head = &list[..list.len().min(LONGEST_HEAD)];
        list.starts_with(b"xref")
            || list.first().is_some_and(u8::is_ascii_digit) && head.windows(3).any(|it| it == b"obj")
    };
    [place, place.saturating_add(mark)].into_iter().any(is_list)
}

/// Whether an object, if it is a stream, has as many bytes as it says, and a whole picture or packing.
fn is_undamaged(document: &Document, object: &Object) -> bool {
    let Ok(stream) = object.as_stream() else { return true };
    let said = stream.dict.get(b"Length").and_then(|it| document.dereference(it));
    let said = said
        .and_then(|it| it.1.as_i64())
        .ok()
        .and_then(|it| usize::try_from(it).ok());
    let is_so_long = said.is_none_or(|it| it == stream.content.len());
    let filters = stream.filters().unwrap_or_default();
    let is_packing_whole = || {
        let limit = u64::try_from(LARGEST_STREAM).unwrap_or(u64::MAX);
        let mut packed = ZlibDecoder::new(&*stream.content).take(limit);
        std::io::copy(&mut packed, &mut std::io::sink()).is_ok()
    };
    is_so_long
        && match filters.first() {
            Some(&b"FlateDecode") => is_packing_whole(),
            Some(&b"DCTDecode") => picture::is_whole(&stream.content),
            Some(_) | None => true,
        }
}

fn is_listed(document: &Document, id: ObjectId) -> bool {
    let entry = document.reference_table.get(id.0);
    matches!(entry, Some(XrefEntry::Normal { .. } | XrefEntry::Compressed { .. }))
}

/// What the pages say.
fn texts(document: &Document, pages: &[ObjectId]) -> Texts {
    let fonts = FontBook::of(document, LARGEST_STREAM);
    let mut texts = Texts::default();
    let mut left = LARGEST_STREAM;
    for (index, page) in pages.iter().enumerate() {
        let content = document.get_page_content_with_limit(*page, left).unwrap_or_default();
        left = left.saturating_sub(content.len());
        let shown = shown(&content, &fonts.of_page(document, *page));
        texts.page(&format!("{}ページ", index + 1), &shown);
    }
    // What pages draw by reference: a letter head, a page that another program laid in a frame.
    let forms = document.objects.values().filter_map(|it| it.as_stream().ok());
    for form in forms.filter(|it| {
        it.dict
            .get(b"Subtype")
            .and_then(Object::as_name)
            .is_ok_and(|it| it == b"Form")
    }) {
        let content = form.decompressed_content_with_limit(left).unwrap_or_default();
        left = left.saturating_sub(content.len());
        texts.page("ページの中の枠", &shown(&content, &fonts.of_form(document, &form.dict)));
    }
    texts
}

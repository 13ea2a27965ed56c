//! PDF files: their pages' texts, and what runs when somebody opens them.

use super::content::shown;
use super::font::FontBook;
use super::{Fault, Kind, Paper, Texts};
use lopdf::{Document, Object, ObjectId, Stream};

/// No page's content unpacks to more bytes, nor that of all pages together.
const LARGEST_STREAM: usize = 1 << 26;
/// More pages than this no paper has.
const MOST_PAGES: usize = 10_000;
/// So deep objects may stand in each other.
const DEEPEST: usize = 100;
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
    let texts = texts(&document, &pages);
    Ok(Paper {
        kind: Kind::Pdf,
        pages: u32::try_from(pages.len()).ok(),
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

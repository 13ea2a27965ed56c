//! Reads the text of a PDF as a screen reader would: through its structure tree, with a library that wrote none of it.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeMap;

/// The text line by line: paragraphs, headings, captions, cells, alternative texts of figures.
///
/// Labels of list items and the words inside figures are left out, like everything that is no content.
pub fn lines(pdf: &[u8]) -> Vec<String> {
    let document = Document::load_mem(pdf).expect("a PDF");
    let pages = document.get_pages();
    let marked = pages.values().map(|&page| (page, marked_text(&document, page)));
    let mut reader = Reader {
        document: &document,
        marked: marked.collect(),
        lines: Vec::new(),
        elements: 0,
        last_block: 0,
    };
    let root = dictionary(&document, document.trailer.get(b"Root").expect("a root"));
    let tree = dictionary(&document, root.get(b"StructTreeRoot").expect("a structure tree"));
    reader.children(tree, None, 0);
    reader.lines
}

/// What each page shows, artifacts left out.
pub fn pages(pdf: &[u8]) -> Vec<String> {
    let document = Document::load_mem(pdf).expect("a PDF");
    let text = |&page: &ObjectId| marked_text(&document, page).into_values().collect();
    document.get_pages().values().map(text).collect()
}

/// How many characters each page shows, artifacts left out.
pub fn characters_by_page(pdf: &[u8]) -> Vec<usize> {
    let count = |text: String| text.chars().filter(|it| !it.is_whitespace()).count();
    pages(pdf).into_iter().map(count).collect()
}

/// Every string of the file that is no page content, decoded, and every stream without its packing: where a text could hide.
pub fn hidden_texts(pdf: &[u8]) -> Vec<String> {
    let document = Document::load_mem(pdf).expect("a PDF");
    let mut found = Vec::new();
    for object in document.objects.values() {
        strings(object, &mut found);
    }
    for object in document.objects.values() {
        if let Object::Stream(stream) = object
            && let Ok(bytes) = stream.decompressed_content()
        {
            found.push(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    found
}

fn strings(object: &Object, found: &mut Vec<String>) {
    match object {
        Object::String(bytes, _) => found.push(text_string(bytes)),
        Object::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Object::Dictionary(dictionary) => dictionary.iter().for_each(|(_, item)| strings(item, found)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, item)| strings(item, found)),
        _ => {}
    }
}

fn resolve<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document.dereference(object).expect("an object").1
}

fn dictionary<'a>(document: &'a Document, object: &'a Object) -> &'a Dictionary {
    match resolve(document, object) {
        Object::Dictionary(it) => it,
        Object::Stream(it) => &it.dict,
        other => panic!("no dictionary: {other:?}"),
    }
}

struct Reader<'a> {
    document: &'a Document,
    marked: BTreeMap<ObjectId, BTreeMap<i64, String>>,
    lines: Vec<String>,
    elements: usize,
    last_block: usize,
}

impl Reader<'_> {
    /// Reads the children of an element on a page; their text belongs to the line of `block`.
    fn children(&mut self, of: &Dictionary, page: Option<ObjectId>, block: usize) {
        if let Ok(children) = of.get(b"K") {
            self.child(children, page, block);
        }
    }

    fn child(&mut self, child: &Object, page: Option<ObjectId>, block: usize) {
        match resolve(self.document, child) {
            Object::Array(children) => children.iter().for_each(|it| self.child(it, page, block)),
            Object::Integer(mark) => self.text(page, *mark, block),
            Object::Dictionary(it) => self.element(it, page, block),
            other => panic!("no child of an element: {other:?}"),
        }
    }

    fn element(&mut self, element: &Dictionary, page: Option<ObjectId>, block: usize) {
        let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        if let Ok(mark) = element.get(b"MCID").and_then(Object::as_i64) {
            return self.text(page, mark, block);
        }
        let Ok(name) = element.get(b"S").and_then(Object::as_name) else {
            return;
        };
        match name {
            b"Lbl" => {}
            b"Figure" => {
                let text = element
                    .get(b"Alt")
                    .and_then(Object::as_str)
                    .expect("an alternative text");
                self.lines.push(text_string(text));
                self.last_block = 0;
            }
            b"Span" | b"Strong" | b"Em" | b"Link" | b"Reference" | b"Quote" | b"Code" => {
                self.children(element, page, block);
            }
            _ => {
                self.elements += 1;
                self.children(element, page, self.elements);
            }
        }
    }

    fn text(&mut self, page: Option<ObjectId>, mark: i64, block: usize) {
        let page = page.expect("marked content on a page");
        let text = self.marked[&page].get(&mark).map_or("", String::as_str);
        match self.lines.last_mut() {
            Some(last) if block == self.last_block => last.push_str(text),
            Some(_) | None => self.lines.push(text.to_owned()),
        }
        self.last_block = block;
    }
}

/// A text string of PDF: UTF-16 or UTF-8 with a mark, else nearly Latin-1.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        other => other.iter().map(|&byte| char::from(byte)).collect(),
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair.get(1).copied().unwrap_or(0)]))
        .collect();
    String::from_utf16_lossy(&units)
}

/// What each font's codes mean.
type Meanings = BTreeMap<u16, String>;

/// The text of each marked piece of a page.
fn marked_text(document: &Document, page: ObjectId) -> BTreeMap<i64, String> {
    let fonts: BTreeMap<Vec<u8>, Meanings> = document
        .get_page_fonts(page)
        .expect("fonts")
        .into_iter()
        .map(|(name, font)| (name, meanings(document, font)))
        .collect();
    let content = document.get_page_content(page);
    let content = Content::decode(&content).expect("operators");
    let mut open: Vec<Mark> = Vec::new();
    let mut font = None;
    let mut texts: BTreeMap<i64, String> = BTreeMap::new();
    for operation in &content.operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "BMC" => open.push(Mark::default()),
            "BDC" => {
                let mut mark = Mark::of(operands, open.last());
                if let (Some(words), Some(id)) = (mark.instead.take(), mark.id) {
                    texts.entry(id).or_default().push_str(&words);
                }
                open.push(mark);
            }
            "EMC" => {
                open.pop();
            }
            "Tf" => font = operands.first().and_then(|it| it.as_name().ok()).map(|it| &fonts[it]),
            "Tj" | "TJ" | "'" | "\"" => {
                if let (
                    Some(&Mark {
                        id: Some(id),
                        silent: false,
                        ..
                    }),
                    Some(font),
                ) = (open.last(), font)
                {
                    let text = texts.entry(id).or_default();
                    operands.iter().for_each(|it| show(it, font, text));
                }
            }
            _ => {}
        }
    }
    texts
}

/// A marked piece of content that is open.
#[derive(Default)]
struct Mark {
    /// Its number in the structure tree; none for artifacts.
    id: Option<i64>,
    /// The words that stand for what is shown in it.
    instead: Option<String>,
    /// What is shown does not count.
    silent: bool,
}

impl Mark {
    fn of(operands: &[Object], outer: Option<&Mark>) -> Self {
        let artifact = operands.first().and_then(|it| it.as_name().ok()) == Some(b"Artifact");
        let properties = operands.get(1).and_then(|it| it.as_dict().ok());
        let own = properties.and_then(|it| it.get(b"MCID").and_then(Object::as_i64).ok());
        let inherited = outer.and_then(|it| it.id).filter(|_| !artifact);
        let words = properties.and_then(|it| it.get(b"ActualText").and_then(Object::as_str).ok());
        let within = outer.is_some_and(|it| it.silent);
        Mark {
            id: own.or(inherited),
            instead: words.filter(|_| !within).map(text_string),
            silent: within || words.is_some(),
        }
    }
}

fn show(operand: &Object, font: &Meanings, text: &mut String) {
    match operand {
        Object::String(codes, _) => {
            for code in codes.chunks(2) {
                let code = u16::from_be_bytes([code[0], code[1]]);
                text.push_str(font.get(&code).map_or("\u{FFFD}", String::as_str));
            }
        }
        Object::Array(items) => items.iter().for_each(|item| show(item, font, text)),
        _ => {}
    }
}

/// The `ToUnicode` map of a font with codes of two bytes.
fn meanings(document: &Document, font: &Dictionary) -> Meanings {
    let map = resolve(document, font.get(b"ToUnicode").expect("ToUnicode"));
    let map = map.as_stream().expect("a stream").decompressed_content();
    let map = String::from_utf8(map.expect("a map")).expect("a map");
    let mut meanings = Meanings::new();
    let mut rest = map.as_str();
    while let Some((_, after)) = rest.split_once("beginbfchar") {
        let (rows, after) = after.split_once("endbfchar").expect("an end");
        rest = after;
        let codes: Vec<&str> = rows.split(['<', '>']).skip(1).step_by(2).collect();
        for pair in codes.chunks(2) {
            let code = u16::from_str_radix(pair[0], 16).expect("a code");
            meanings.insert(code, utf16(&hex(pair[1])));
        }
    }
    assert!(!map.contains("beginbfrange"), "ranges are not read yet");
    meanings
}

fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<char> = digits.chars().filter(char::is_ascii_hexdigit).collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).expect("hex");
    digits.chunks(2).map(byte).collect()
}

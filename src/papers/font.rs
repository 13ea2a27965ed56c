//! The fonts of a PDF as far as text needs them: what their codes mean, and how wide they are.

use super::meanings::{Meanings, number};
use crate::parallel;
use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS, UTF_16BE, WINDOWS_1252};
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::{BTreeMap, HashMap};

/// The fonts of a page, by the names that it gives them; `None` where nothing is known of one.
pub type Fonts<'a> = BTreeMap<Vec<u8>, Option<&'a Font>>;

/// Widths are thousandths of the size.
const EM: f64 = 1000.0;
/// How wide a letter of a font is that does not say it: nearly so wide are the digits of most.
const UNTOLD: f64 = 500.0;
/// The bit of a font's flags that says that its letters are not those of Latin alphabets.
const SYMBOLIC: i64 = 4;

/// A font.
#[derive(Debug, Default)]
pub struct Font {
    coding: Coding,
    /// Its codes have two bytes, or one and two.
    composite: bool,
    /// Its text runs from top to bottom.
    pub vertical: bool,
    widths: HashMap<u16, f64>,
    default_width: f64,
}

/// What the codes of a font mean.
#[derive(Debug, Default)]
enum Coding {
    /// What its `ToUnicode` map says.
    Map(Meanings),
    /// Text in a known encoding.
    Text(&'static Encoding),
    /// Nothing says it: the numbers of its glyphs.
    #[default]
    Unknown,
}

/// What a font shows of a string.
#[derive(Debug, Default)]
pub struct Glyphs {
    /// The text; of what cannot be read U+FFFD.
    pub text: String,
    /// How far the pen moves, in thousandths of the size, the spacing between letters apart.
    pub advance: f64,
    /// How many codes there are.
    pub codes: usize,
    /// How many of them are one byte and a space, for which alone the spacing of words is.
    pub spaces: usize,
    /// How many of them nothing says the meaning of.
    pub unread: usize,
}

impl Font {
    /// Reads a font; no map unpacks to more bytes than the limit.
    pub fn read(document: &Document, font: &Dictionary, limit: usize) -> Font {
        let get = |of: &Dictionary, key: &[u8]| Some(document.dereference(of.get(key).ok()?).ok()?.1.clone());
        let descendant = get(font, b"DescendantFonts").and_then(|it| {
            let first = it.as_array().ok()?.first()?;
            Some(document.dereference(first).ok()?.1.as_dict().ok()?.clone())
        });
        let encoding = get(font, b"Encoding");
        let named = encoding.as_ref().and_then(|it| it.as_name().ok()).unwrap_or_default();
        let map = get(font, b"ToUnicode");
        let map = map.as_ref().and_then(|it| it.as_stream().ok());
        let map = map.and_then(|it| it.decompressed_content_with_limit(limit).ok());
        let composite = descendant.is_some();
        let coding = match map {
            Some(map) => Coding::Map(Meanings::read(&map)),
            None if composite => predefined(named).map_or(Coding::Unknown, Coding::Text),
            None => {
                let descriptor = get(font, b"FontDescriptor");
                let descriptor = descriptor.as_ref().and_then(|it| it.as_dict().ok());
                match is_latin(font, named, encoding.as_ref(), descriptor) {
                    true => Coding::Text(WINDOWS_1252),
                    false => Coding::Unknown,
                }
            }
        };
        let mut read = Font {
            coding,
            composite,
            vertical: composite && named.ends_with(b"-V"),
            default_width: if composite { EM } else { UNTOLD },
            widths: HashMap::new(),
        };
        match &descendant {
            Some(descendant) => read.composite_widths(document, descendant, named.starts_with(b"Identity")),
            None => read.simple_widths(document, font),
        }
        read
    }

    fn simple_widths(&mut self, document: &Document, font: &Dictionary) {
        let first = font.get(b"FirstChar").and_then(Object::as_i64).unwrap_or_default();
        let widths = array(document, font, b"Widths");
        // The glyphs of a Type 3 font have a space of their own.
        let matrix = array(document, font, b"FontMatrix");
        let scale = matrix
            .first()
            .and_then(|it| it.as_float().ok())
            .map_or(1.0, |it| f64::from(it) * EM);
        let codes = (first..).map_while(|code| u16::try_from(code).ok());
        let width = |it: &Object| document.dereference(it).ok().and_then(|it| it.1.as_float().ok());
        self.widths = codes
            .zip(&widths)
            .filter_map(|(code, it)| Some((code, f64::from(width(it)?) * scale)))
            .collect();
    }

    /// Widths are given by glyph: only where codes are the numbers of glyphs they are those of codes.
    fn composite_widths(&mut self, document: &Document, font: &Dictionary, by_code: bool) {
        if !by_code {
            return;
        }
        let number = |it: &Object| {
            document
                .dereference(it)
                .ok()
                .and_then(|it| it.1.as_float().ok())
                .map(f64::from)
        };
        self.default_width = font.get(b"DW").ok().and_then(number).unwrap_or(EM);
        let given = array(document, font, b"W");
        let mut given = given.iter();
        while let (Some(first), Some(next)) = (given.next(), given.next()) {
            let Some(first) = first.as_i64().ok().and_then(|it| u16::try_from(it).ok()) else {
                return;
            };
            let next = document.dereference(next).map_or(next, |it| it.1);
            if let Ok(widths) = next.as_array() {
                self.widths
                    .extend((first..=u16::MAX).zip(widths.iter().filter_map(number)));
            } else if let (Some(last), Some(width)) = (next.as_i64().ok(), given.next().and_then(number)) {
                let last = u16::try_from(last).unwrap_or(first);
                self.widths.extend((first..=last).map(|code| (code, width)));
            }
        }
    }

    /// What a string shows.
    pub fn show(&self, string: &[u8]) -> Glyphs {
        let mut glyphs = Glyphs::default();
        let mut rest = string;
        while !rest.is_empty() {
            let (code, behind) = rest.split_at(self.length(rest).min(rest.len()));
            rest = behind;
            glyphs.codes += 1;
            glyphs.spaces += usize::from(code == b" ");
            glyphs.advance += self.width(code);
            match &self.coding {
                Coding::Map(meanings) => match meanings.of(code) {
                    Some(text) => glyphs.text.push_str(text),
                    None => glyphs.unreadable(),
                },
                Coding::Text(encoding) => glyphs.text.push_str(&encoding.decode_without_bom_handling(code).0),
                Coding::Unknown => glyphs.unreadable(),
            }
        }
        glyphs
    }

    /// How many bytes the first code has.
    fn length(&self, codes: &[u8]) -> usize {
        let first = codes.first().copied().unwrap_or_default();
        let multiple = match &self.coding {
            Coding::Map(meanings) => !meanings.single,
            Coding::Text(encoding) if *encoding == SHIFT_JIS => matches!(first, 0x81..=0x9F | 0xE0..=0xFC),
            Coding::Text(encoding) if *encoding == EUC_JP => first >= 0x80,
            Coding::Text(_) | Coding::Unknown => true,
        };
        if self.composite && multiple { 2 } else { 1 }
    }

    fn width(&self, code: &[u8]) -> f64 {
        match self.widths.get(&number(code)) {
            // Japanese text that runs down has no widths.
            _ if self.vertical => EM,
            Some(width) => *width,
            None if self.composite && code.len() == 1 => UNTOLD,
            None => self.default_width,
        }
    }
}

impl Glyphs {
    fn unreadable(&mut self) {
        self.unread += 1;
        self.text.push(char::REPLACEMENT_CHARACTER);
    }

    /// What a string shows in a font that is not known: itself.
    pub fn unknown(string: &[u8]) -> Glyphs {
        Glyphs {
            text: String::from_utf8_lossy(string).into_owned(),
            codes: string.len(),
            advance: UNTOLD * f64::from(u32::try_from(string.len()).unwrap_or_default()),
            ..Glyphs::default()
        }
    }
}

fn array(document: &Document, of: &Dictionary, key: &[u8]) -> Vec<Object> {
    let object = of.get(key).and_then(|it| document.dereference(it));
    object
        .ok()
        .and_then(|it| it.1.as_array().ok().cloned())
        .unwrap_or_default()
}

/// The encoding of a predefined map of codes whose codes are text.
fn predefined(map: &[u8]) -> Option<&'static Encoding> {
    let holds = |word: &[u8]| map.windows(word.len()).any(|it| it == word);
    match () {
        () if holds(b"RKSJ") => Some(SHIFT_JIS),
        () if holds(b"UCS2") || holds(b"UTF16") => Some(UTF_16BE),
        () if map.starts_with(b"EUC") => Some(EUC_JP),
        () => None,
    }
}

/// Whether the codes of a simple font without a map are Latin letters: its encoding is one of PDF's own, or its glyphs
/// bear the names of letters. Programs that embed a part of a font call its glyphs by numbers, or not at all.
fn is_latin(font: &Dictionary, named: &[u8], encoding: Option<&Object>, descriptor: Option<&Dictionary>) -> bool {
    let own = encoding.and_then(|it| it.as_dict().ok());
    if let Some(names) = own.and_then(|it| it.get(b"Differences").ok()?.as_array().ok()) {
        let is_numbered = |name: &[u8]| {
            name.last().is_some_and(u8::is_ascii_digit)
                && name.iter().filter(|it| it.is_ascii_alphabetic()).count() <= 3
        };
        let mut names = names.iter().filter_map(|it| it.as_name().ok()).peekable();
        return names.peek().is_some() && !names.any(is_numbered);
    }
    let is_type3 = font
        .get(b"Subtype")
        .and_then(Object::as_name)
        .is_ok_and(|it| it == b"Type3");
    let flags = descriptor
        .and_then(|it| it.get(b"Flags").ok()?.as_i64().ok())
        .unwrap_or_default();
    !is_type3 && (named.ends_with(b"Encoding") || own.is_some() || flags & SYMBOLIC == 0)
}

/// All fonts of a document.
#[derive(Debug, Default)]
pub struct FontBook {
    of: BTreeMap<ObjectId, Font>,
}

impl FontBook {
    /// Those of a document; none of their maps unpacks to more bytes than the limit.
    pub fn of(document: &Document, limit: usize) -> FontBook {
        let is_font = |of: &Dictionary| of.get(b"Type").and_then(Object::as_name).is_ok_and(|it| it == b"Font");
        let fonts = document.objects.iter();
        let fonts: Vec<(ObjectId, &Dictionary)> = fonts
            .filter_map(|(id, it)| Some((*id, it.as_dict().ok().filter(|it| is_font(it))?)))
            .collect();
        let read = parallel::map(&fonts, |_, (id, font)| (*id, Font::read(document, font, limit)));
        FontBook {
            of: read.into_iter().collect(),
        }
    }

    /// Those of a page.
    pub fn of_page(&self, document: &Document, page: ObjectId) -> Fonts<'_> {
        let Ok((own, shared)) = document.get_page_resources(page) else {
            return Fonts::new();
        };
        let shared = shared.iter().rev().filter_map(|id| document.get_dictionary(*id).ok());
        // What stands nearest to the page counts.
        shared
            .chain(own)
            .flat_map(|it| self.of_resources(document, it))
            .collect()
    }

    /// Those that a form brings with it.
    pub fn of_form(&self, document: &Document, form: &Dictionary) -> Fonts<'_> {
        let resources = document.get_dict_in_dict(form, b"Resources");
        resources.map(|it| self.of_resources(document, it)).unwrap_or_default()
    }

    fn of_resources(&self, document: &Document, resources: &Dictionary) -> Fonts<'_> {
        let fonts = document.get_dict_in_dict(resources, b"Font");
        let fonts = fonts.into_iter().flat_map(Dictionary::iter);
        let known = |it: &Object| self.of.get(&it.as_reference().ok()?);
        fonts.map(|(name, font)| (name.clone(), known(font))).collect()
    }
}

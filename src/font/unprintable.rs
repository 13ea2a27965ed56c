//! What no face prints: looked for before typesetting, since typst complains once, late and without a place.

use super::chain::{Chain, Characters, common};
use super::faces;
use std::ops::RangeInclusive;
use std::sync::OnceLock;
use unicode_normalization::char::is_combining_mark;

/// A piece of text that cannot be printed as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unprintable {
    /// The byte at which it begins.
    pub offset: usize,
    /// A character, with the marks and the variation selector that belong to it.
    pub cluster: String,
}

/// Everything in a text that running text, headings and strong headings do not all print.
///
/// A character with a variation selector counts as printed where the face that prints the character has that form
/// of it, be it the default form. Characters without a look of their own (controls, zero-width characters, marks
/// of writing direction, private use) cannot be proofread, hence count as unprintable whatever the faces hold.
pub fn unprintable(text: &str) -> Vec<Unprintable> {
    let printer = printer();
    if text.chars().all(|it| printer.simple.contains(it)) {
        return Vec::new();
    }
    clusters(text)
        .filter(|(_, cluster)| !printer.prints(cluster))
        .map(|(offset, cluster)| Unprintable {
            offset,
            cluster: cluster.to_owned(),
        })
        .collect()
}

struct Printer {
    chains: Vec<Chain>,
    common: Characters,
    /// Of the common ones those that stand alone and have a look: of these most texts are made.
    simple: Characters,
}

fn printer() -> &'static Printer {
    static PRINTER: OnceLock<Printer> = OnceLock::new();
    PRINTER.get_or_init(|| {
        let chains: Vec<Chain> = faces().chunks(3).map(Chain::new).collect();
        let common = common(&chains);
        let simple = common.only(|it| has_look(it) && !is_attached(it));
        Printer { chains, common, simple }
    })
}

impl Printer {
    fn prints(&self, cluster: &str) -> bool {
        let mut characters = cluster.chars();
        match (characters.next(), characters.next()) {
            (None, _) => true,
            (Some(only), None) => self.common.contains(only) && has_look(only),
            (Some(_), Some(_)) => self.prints_cluster(cluster),
        }
    }

    fn prints_cluster(&self, cluster: &str) -> bool {
        let (selectors, characters): (Vec<char>, Vec<char>) = cluster.chars().partition(|&it| is_selector(it));
        let looks = characters.iter().all(|&it| has_look(it));
        looks && self.chains.iter().all(|chain| prints(chain, &characters, &selectors))
    }
}

fn prints(chain: &Chain, characters: &[char], selectors: &[char]) -> bool {
    let variant = match (characters, selectors) {
        (_, []) => true,
        ([base], [selector]) => chain.prints_variant(*base, *selector),
        (_, [_, ..]) => false,
    };
    variant && chain.prints(characters)
}

/// The text in pieces: a character and the marks and selectors behind it.
fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let mut ends = rest.char_indices().skip(1);
        rest.chars().next()?;
        let end = ends
            .find(|(_, it)| !is_attached(*it))
            .map_or(rest.len(), |(end, _)| end);
        let start = at;
        at += end;
        Some((start, &rest[..end]))
    })
}

fn is_attached(character: char) -> bool {
    // Below this stands nothing that attaches: most text is decided here.
    character >= '\u{300}' && (is_selector(character) || is_combining_mark(character))
}

fn is_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// What has no look of its own, sorted.
const INVISIBLE: [RangeInclusive<u32>; 22] = [
    0x00..=0x1F,
    0x7F..=0x9F,
    0xAD..=0xAD,
    0x34F..=0x34F,
    0x61C..=0x61C,
    0x115F..=0x1160,
    0x17B4..=0x17B5,
    0x180B..=0x180F,
    0x200B..=0x200F,
    0x2028..=0x202E,
    0x2060..=0x206F,
    0x3164..=0x3164,
    0xE000..=0xF8FF,
    0xFDD0..=0xFDEF,
    0xFE00..=0xFE0F,
    0xFEFF..=0xFEFF,
    0xFFA0..=0xFFA0,
    0xFFF0..=0xFFFC,
    0x1BCA0..=0x1BCA3,
    0x1D173..=0x1D17A,
    0xE0000..=0xE0FFF,
    0xF0000..=0x10FFFF,
];

fn has_look(character: char) -> bool {
    let code = character as u32;
    let range = INVISIBLE.partition_point(|range| *range.end() < code);
    let invisible = INVISIBLE.get(range).is_some_and(|range| range.contains(&code));
    let noncharacter = code & 0xFFFE == 0xFFFE;
    !invisible && !noncharacter
}

//! How wide words are, where something must be arranged before typst sets it.

use super::faces;
use std::sync::OnceLock;
use typst::layout::Abs;
use typst::text::{FontInstance, FontVariant, FontVariations};

/// The width of words in the face of headings and tables, in em: a little more rather than less.
///
/// Counts the space that typst sets between Japanese and Latin letters; knows nothing of kerning.
pub fn heading_width(words: &str) -> f64 {
    let advances: f64 = words.chars().map(advance).sum();
    let latin: Vec<bool> = words.chars().map(is_latin).collect();
    let changes = latin.windows(2).filter(|pair| pair[0] != pair[1]).count();
    advances + 0.25 * changes as f64
}

fn advance(character: char) -> f64 {
    let [latin, japanese] = gothic();
    let face = if is_latin(character) { latin } else { japanese };
    let glyph = face.ttf().glyph_index(character);
    let advance = glyph.and_then(|glyph| face.x_advance(glyph.0));
    advance.map_or(1.0, |em| em.get())
}

fn is_latin(character: char) -> bool {
    character < '\u{250}'
}

/// The gothic faces for Latin letters and for Japanese.
fn gothic() -> &'static [FontInstance; 2] {
    static GOTHIC: OnceLock<[FontInstance; 2]> = OnceLock::new();
    GOTHIC.get_or_init(|| {
        let instance = |index: usize| {
            let font = faces()[index].clone();
            font.instantiate(FontVariant::default(), Abs::pt(10.0), &FontVariations::default())
        };
        [instance(3), instance(4)]
    })
}

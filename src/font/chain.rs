//! Faces that stand in for each other: a character is printed by the first that has it.

use typst::layout::Abs;
use typst::text::{Font, FontInstance, FontVariant, FontVariations};

/// Unicode ends here.
const CODE_POINTS: usize = 0x11_0000;

/// A set of characters, one bit each.
pub(super) struct Characters(Vec<u64>);

impl Characters {
    fn new() -> Self {
        Characters(vec![0; CODE_POINTS / 64])
    }

    fn insert(&mut self, code: usize) {
        self.0[code / 64] |= 1 << (code % 64);
    }

    fn intersect(&mut self, other: &Characters) {
        let words = self.0.iter_mut().zip(&other.0);
        words.for_each(|(mine, theirs)| *mine &= theirs);
    }

    /// Those of its characters of which something is true.
    pub(super) fn only(&self, is_kept: impl Fn(char) -> bool) -> Characters {
        let mut kept = Characters::new();
        let held = (char::MIN..=char::MAX).filter(|&it| self.contains(it) && is_kept(it));
        held.for_each(|it| kept.insert(it as usize));
        kept
    }

    /// Whether the set holds this character.
    pub(super) fn contains(&self, character: char) -> bool {
        let code = character as usize;
        self.0[code / 64] >> (code % 64) & 1 == 1
    }
}

/// Faces in the order in which they are tried.
pub(super) struct Chain(Vec<Face>);

struct Face {
    characters: Characters,
    instance: FontInstance,
}

impl Chain {
    /// Faces of typst in the order in which they are tried.
    pub(super) fn new(fonts: &[Font]) -> Self {
        Chain(fonts.iter().map(Face::new).collect())
    }

    /// Whether one face prints all of these: a base and the marks upon it cannot come from two.
    pub(super) fn prints(&self, cluster: &[char]) -> bool {
        self.0.iter().any(|face| face.prints(cluster))
    }

    /// Whether the face that prints the base has this form of it.
    pub(super) fn prints_variant(&self, base: char, selector: char) -> bool {
        let first = self.0.iter().find(|face| face.characters.contains(base));
        first.is_some_and(|face| face.has_variant(base, selector))
    }
}

impl Face {
    fn new(font: &Font) -> Self {
        let mut characters = Characters::new();
        for code in font.info().coverage.iter() {
            characters.insert(code as usize);
        }
        let variant = FontVariant::default();
        let instance = font
            .clone()
            .instantiate(variant, Abs::pt(10.0), &FontVariations::default());
        Face { characters, instance }
    }

    fn prints(&self, cluster: &[char]) -> bool {
        cluster.iter().all(|&it| self.characters.contains(it))
    }

    fn has_variant(&self, base: char, selector: char) -> bool {
        self.instance.ttf().glyph_variation_index(base, selector).is_some()
    }
}

/// What every one of these chains prints, by some face or other.
pub(super) fn common(chains: &[Chain]) -> Characters {
    let mut common = Characters(vec![u64::MAX; CODE_POINTS / 64]);
    chains.iter().for_each(|chain| common.intersect(&chain.all()));
    common
}

impl Chain {
    fn all(&self) -> Characters {
        let mut all = Characters::new();
        for face in &self.0 {
            let words = all.0.iter_mut().zip(&face.characters.0);
            words.for_each(|(mine, theirs)| *mine |= theirs);
        }
        all
    }
}

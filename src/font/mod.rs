//! The faces that documents are printed in, and the characters they lack.

mod chain;
mod measure;
mod unprintable;

pub use measure::heading_width;
pub use unprintable::{Unprintable, unprintable};

use std::sync::OnceLock;
use typst::foundations::Bytes;
use typst::text::Font;

/// The files in chains of three: letters and digits of half width, Japanese, what Japanese lacks.
///
/// A static: of constants this long the compiler would keep copies wherever it reads the crate again.
static CHAINS: [[&[u8]; 3]; 3] = [
    [
        include_bytes!("../../plan-templates/fonts/BIZUDPMincho-Regular.ttf"),
        include_bytes!("../../plan-templates/fonts/BIZUDMincho-Regular.ttf"),
        include_bytes!("../../plan-templates/fonts/NotoSerifJP-Regular.otf"),
    ],
    [
        include_bytes!("../../plan-templates/fonts/BIZUDPGothic-Regular.ttf"),
        include_bytes!("../../plan-templates/fonts/BIZUDGothic-Regular.ttf"),
        include_bytes!("../../plan-templates/fonts/NotoSansJP-Regular.otf"),
    ],
    [
        include_bytes!("../../plan-templates/fonts/BIZUDPGothic-Bold.ttf"),
        include_bytes!("../../plan-templates/fonts/BIZUDGothic-Bold.ttf"),
        include_bytes!("../../plan-templates/fonts/NotoSansJP-Bold.otf"),
    ],
];

/// Every face, for typst: running text, headings, strong headings, three each.
pub fn faces() -> &'static [Font] {
    static FACES: OnceLock<Vec<Font>> = OnceLock::new();
    FACES.get_or_init(|| {
        let files = CHAINS.as_flattened().iter();
        files.flat_map(|file| Font::iter(Bytes::new(*file))).collect()
    })
}

//! The faces that documents are printed in, and the characters they lack.

mod chain;
mod measure;
mod unprintable;

pub use measure::heading_width;
pub use unprintable::{Unprintable, unprintable};

use std::sync::OnceLock;
use typst::foundations::Bytes;
use typst::text::Font;

const MINCHO: &[u8] = include_bytes!("../../plan-templates/fonts/BIZUDMincho-Regular.ttf");
const MINCHO_LATIN: &[u8] = include_bytes!("../../plan-templates/fonts/BIZUDPMincho-Regular.ttf");
const MINCHO_REST: &[u8] = include_bytes!("../../plan-templates/fonts/NotoSerifJP-Regular.otf");
const GOTHIC: &[u8] = include_bytes!("../../plan-templates/fonts/BIZUDGothic-Regular.ttf");
const GOTHIC_LATIN: &[u8] = include_bytes!("../../plan-templates/fonts/BIZUDPGothic-Regular.ttf");
const GOTHIC_REST: &[u8] = include_bytes!("../../plan-templates/fonts/NotoSansJP-Regular.otf");
const BOLD: &[u8] = include_bytes!("../../plan-templates/fonts/BIZUDGothic-Bold.ttf");
const BOLD_LATIN: &[u8] = include_bytes!("../../plan-templates/fonts/BIZUDPGothic-Bold.ttf");
const BOLD_REST: &[u8] = include_bytes!("../../plan-templates/fonts/NotoSansJP-Bold.otf");

/// The files in chains of three: letters and digits of half width, Japanese, what Japanese lacks.
const CHAINS: [[&[u8]; 3]; 3] = [
    [MINCHO_LATIN, MINCHO, MINCHO_REST],
    [GOTHIC_LATIN, GOTHIC, GOTHIC_REST],
    [BOLD_LATIN, BOLD, BOLD_REST],
];

/// Every face, for typst: running text, headings, strong headings, three each.
pub fn faces() -> &'static [Font] {
    static FACES: OnceLock<Vec<Font>> = OnceLock::new();
    FACES.get_or_init(|| {
        let files = CHAINS.as_flattened().iter();
        files.flat_map(|file| Font::iter(Bytes::new(*file))).collect()
    })
}

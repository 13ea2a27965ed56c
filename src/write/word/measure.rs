//! Word's units: twentieths of a point, half points, and 914,400ths of an inch.

use crate::document::{Margins, Page, Style};

/// A4, its short and its long side in millimetres.
const A4: (f64, f64) = (210.0, 297.0);

/// Millimetres in twentieths of a point.
pub fn twips(millimetres: f64) -> i32 {
    points_in_twips(millimetres * 72.0 / 25.4)
}

/// Points in twentieths of a point.
pub fn points_in_twips(points: f64) -> i32 {
    (points * 20.0).round() as i32
}

/// Points in half points, as sizes of type are given.
pub fn half_points(points: f64) -> usize {
    (points * 2.0).round() as usize
}

/// Points in English metric units, as drawings are measured.
pub fn emu(points: f64) -> i64 {
    (points * 12_700.0).round() as i64
}

/// Millimetres in points.
pub fn points(millimetres: f64) -> f64 {
    millimetres * 72.0 / 25.4
}

/// `#rrggbb` as Word writes it.
pub fn colour(hash: &str) -> String {
    hash.trim_start_matches('#').to_uppercase()
}

/// Width and height of a page in millimetres.
pub fn paper(page: Page) -> (f64, f64) {
    match page {
        Page::Cover | Page::Portrait => A4,
        Page::Landscape => (A4.1, A4.0),
    }
}

/// The margins of a page.
pub fn margins(page: Page, style: &Style) -> Margins {
    match page {
        Page::Cover | Page::Portrait => style.portrait,
        Page::Landscape => style.landscape,
    }
}

/// Width between the margins in millimetres.
pub fn text_width(page: Page, style: &Style) -> f64 {
    let margins = margins(page, style);
    paper(page).0 - margins.left - margins.right
}

/// About how wide a text is, in sizes of its type: Japanese characters are square, others half as wide.
pub fn ems(text: &str) -> f64 {
    let wide = |it: char| if it < '\u{2000}' { 0.55 } else { 1.0 };
    text.chars().map(wide).sum()
}

//! How a sheet is printed.

use crate::document::Text;

/// How a sheet is printed: as wide as one page, on as many pages as it is long.
#[derive(Clone, Debug, Default)]
pub struct Print {
    /// The paper.
    pub paper: Paper,
    /// Upright rather than on its side.
    pub portrait: bool,
    /// First and last row that every page repeats.
    pub repeated_rows: Option<(u32, u32)>,
    /// What stands at the head of every page, at the left.
    pub head_left: Text,
    /// What stands at the head of every page, at the right: how it is to be handled.
    pub head_right: Text,
}

/// A size of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 297 × 420 mm.
    A3,
}

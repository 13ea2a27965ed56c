//! Charts: what is drawn from which cells.

use super::{Area, At};
use crate::document::Class;

/// Points over two axes.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it shows; words of planc's own first, for Excel reads what begins with = as a place.
    pub title: String,
    /// The same in words, for who cannot see it.
    pub alternative: String,
    /// The axis across.
    pub x: Axis,
    /// The axis upwards.
    pub y: Axis,
    /// Its points.
    pub series: Vec<Series>,
    /// The strictest class of its words and of the cells that it draws.
    pub class: Class,
    /// Width and height in pixels of 1/96 inch.
    pub size: (u32, u32),
}

/// An axis.
#[derive(Clone, Debug)]
pub struct Axis {
    /// What it counts.
    pub title: String,
    /// How its numbers are shown, as a pattern of Excel.
    pub pattern: &'static str,
    /// Its end, where it is fixed; it begins at 0.
    pub end: Option<f64>,
}

/// Points of one kind, on the sheet that the chart stands on.
#[derive(Clone, Debug)]
pub struct Series {
    /// The cell that says what they are: text of the legend.
    pub name: At,
    /// Their places across: numbers of one column.
    pub x: Area,
    /// Their places upwards: as many numbers.
    pub y: Area,
    /// Their names, one a point.
    pub labels: Vec<String>,
    /// The column in which their names stand too, beside the numbers.
    pub names: u16,
    /// How they look.
    pub marker: Marker,
}

/// How points look: told apart by form, not by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker(pub usize);

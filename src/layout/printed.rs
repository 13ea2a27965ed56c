//! What a writer of a flowing format takes from the pages: their numbers, and the charts as pictures.

use crate::document::NodeId;
use std::collections::BTreeMap;

/// Page numbers and drawn charts of a document that has been set.
#[derive(Clone, Debug, Default)]
pub struct Printed {
    /// The page on which each heading, table and figure begins, from 1.
    pub pages: BTreeMap<NodeId, usize>,
    /// How many pages there are.
    pub page_count: usize,
    /// Each figure's chart as a picture.
    pub drawings: BTreeMap<NodeId, Drawing>,
}

/// A chart as a picture.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// A PNG file.
    pub png: Vec<u8>,
    /// Printed width in points.
    pub width: f64,
    /// Printed height in points.
    pub height: f64,
}

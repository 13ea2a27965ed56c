//! Compares two versions: their words, and the documents that show what changed.

mod align;
pub mod comparison;
mod overlap;
pub mod plan;
mod redline;
pub mod words;

pub use redline::{Unproved, accept, redline, reject};

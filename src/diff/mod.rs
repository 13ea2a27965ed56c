//! Compares two versions: their words, and the documents that show what changed.

pub mod plan;
pub mod words;

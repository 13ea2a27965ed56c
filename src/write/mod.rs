//! Writes a document tree as the bytes of a file.

mod disclosure;
pub mod word;

pub use disclosure::{Undisclosed, refuse_above};

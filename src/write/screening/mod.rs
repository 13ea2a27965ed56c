//! Writes a screening: as a workbook for the meeting, as JSON for programs, as text for a terminal.

mod json;
mod table;
mod text;
mod words;
mod workbook;

pub use json::json;
pub use text::text;
pub use workbook::{About, workbook};

//! planc compiles what a prefecture knows, as TOML, into a regional industry cluster plan, as Word and PDF.

pub mod archive;
pub mod cli;
pub mod compile;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod edition;
pub mod evidence;
pub mod figures;
pub mod font;
pub mod layout;
pub mod leak;
pub mod package;
pub mod parallel;
pub mod plan;
pub mod project;
pub mod rules;
pub mod schema;
pub mod screen;
pub mod source;
pub mod status;
pub mod template;
pub mod transform;
pub mod workbook;
pub mod world;
pub mod write;

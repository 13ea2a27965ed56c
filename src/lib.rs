//! planc compiles what a prefecture knows, as TOML, into a regional industry cluster plan, as Word and PDF.

pub mod diagnostic;
pub mod document;
pub mod edition;
pub mod layout;
pub mod source;
pub mod template;

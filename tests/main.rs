//! The tests, in one program.

mod docx;
mod features;
mod word;

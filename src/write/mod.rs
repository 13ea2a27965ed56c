//! Writes documents as files.

pub mod pdf;

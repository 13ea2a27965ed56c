//! What leaves the prefecture as one zip file, what stays as its own record, and whether either is still as it was.

mod verify;

pub use verify::{Difference, DifferenceKind, Verified, ZipKind, verify};

//! The one way to the disk: of a set of files all are put in their places, or none, whatever stops a run halfway.

#![expect(clippy::disallowed_methods, reason = "this is the way out")]

mod create;
mod journal;
#[cfg(test)]
mod kills;
mod lock;
mod replace;
mod set;
mod storage;

pub use create::{Readers, create};
use replace::Change;
pub use replace::{Reason, Recovery, Unwritten, WriteError};

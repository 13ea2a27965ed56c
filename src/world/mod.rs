//! The one way in, from the disk and the clock: everything else asks a [`World`], so that tests can bring one in memory.

#![expect(clippy::disallowed_methods, reason = "this is the way in")]

mod disk;
mod git;
mod memory;
mod once;
mod own;

pub use disk::{Disk, project_around, read_file};
pub use git::{GitError, revision};
pub use memory::Memory;
pub use once::Once;
pub use own::{JOURNAL, LOCK, NEW, OLD, STAGED, is_own};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use std::io;
use std::time::SystemTime;

/// Why a file could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// It is not there.
    Missing,
    /// Its path leads out of the project folder.
    Outside,
    /// It is larger than planc reads.
    TooLarge,
    /// It is another file than when the run began.
    Changed,
    /// The machine failed, or it is no file.
    Failed(io::Error),
}

/// Files of a project folder, by paths relative to it and parted by `/`.
pub trait World: Sync {
    /// The bytes of a file that has at most `most` of them.
    ///
    /// # Errors
    /// Where it is missing, outside the folder, too large or unreadable.
    fn read_at_most(&self, path: &str, most: u64) -> Result<Vec<u8>, ReadError>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// Where it is missing, outside the folder, too large or unreadable.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.read_at_most(path, LARGEST_FILE)
    }

    /// The size of a file in bytes, whether or not planc would read so large a file.
    ///
    /// # Errors
    /// Where it is missing, outside the folder, or no file.
    fn size(&self, path: &str) -> Result<u64, ReadError>;

    /// The names in a folder, sorted by bytes; empty where there is no such folder.
    ///
    /// # Errors
    /// Where the folder cannot be listed.
    fn list(&self, folder: &str) -> Result<Vec<String>, ReadError>;
}

/// No file of a plan is larger.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// In `plan-templates`: the typefaces are part of planc.
pub const FONTS: &str = "plan-templates/fonts";
/// No folder of a project lies deeper.
pub const DEEPEST: usize = 16;
/// The folder of what earlier versions left behind.
pub const VERSIONS: &str = "versions";
/// How the names of the files in it end that tell what an earlier public edition printed.
pub const PRINTED: &str = ".printed.json";

/// Whether a plan is made from a file of the project folder: a source, a template, a record of an earlier edition.
pub fn makes_the_plan(path: &str) -> bool {
    match path.split_once('/') {
        Some(("sources" | "plan-templates", _)) => true,
        Some((VERSIONS, name)) => name.ends_with(PRINTED) && !name.contains('/'),
        _ => false,
    }
}

/// Whether a path stays below its folder by its words alone, on every system.
pub fn is_plain(path: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
    path.split('/').all(part)
}

/// The day that it is in Japan, by the machine's clock.
pub fn today() -> Date {
    day_in_japan(SystemTime::now())
}

/// The time that it is, by the machine's clock: for signatures alone. What is built depends on no clock.
pub fn now() -> Timestamp {
    Timestamp::try_from(SystemTime::now()).unwrap_or_default()
}

/// Japan is nine hours ahead of UTC all the year.
fn day_in_japan(time: SystemTime) -> Date {
    let time = Timestamp::try_from(time).unwrap_or_default();
    Offset::constant(9).to_datetime(time).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_day_begins_nine_hours_earlier_in_japan() {
        let at = |seconds| day_in_japan(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).to_string();
        // 2026-07-02T14:59:59Z and a second later.
        assert_eq!(at(1_783_004_399), "2026-07-02");
        assert_eq!(at(1_783_004_400), "2026-07-03");
    }
}

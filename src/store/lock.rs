//! Two runs never write at once: a lock that the system releases when its run ends, however it ends.

use super::{Reason, Unwritten, WriteError};
use crate::world::LOCK;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// So often a run looks whether another has finished, and so long it waits each time: ten seconds together.
const LOOKS: u32 = 400;
const PAUSE: Duration = Duration::from_millis(25);

/// Takes the lock of a folder; it is held as long as the file is open, which nobody removes: who waits has it open.
///
/// # Errors
/// Where another run holds it all the time, or the folder takes no lock.
pub fn lock(folder: &Path, path: &str) -> Result<File, WriteError> {
    let fail = |error| WriteError::Unchanged(vec![Unwritten::new(path, Reason::Machine(error))]);
    let file = open(&folder.join(LOCK)).map_err(fail)?;
    for _ in 0..LOOKS {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => sleep(PAUSE),
            Err(TryLockError::Error(error)) => return Err(fail(error)),
        }
    }
    Err(WriteError::Busy)
}

/// A link might lead out of the project.
fn open(place: &Path) -> io::Result<File> {
    if fs::symlink_metadata(place).is_ok_and(|about| !about.is_file()) {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists));
    }
    OpenOptions::new().write(true).create(true).truncate(false).open(place)
}

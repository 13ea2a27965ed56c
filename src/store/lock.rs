//! Two runs never write at once: a lock that the system releases when its run ends, however it ends.

use super::{Reason, Unwritten, WriteError};
use crate::world::LOCK;
use same_file::Handle;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

/// So often a run looks whether another has finished, and so long it waits each time: ten seconds together.
const LOOKS: u32 = 400;
const PAUSE: Duration = Duration::from_millis(25);

/// A lock that is held. Its file goes with it: beside a file that somebody asked for, nothing is left behind.
#[derive(Debug)]
pub struct Lock {
    file: File,
    place: PathBuf,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is held: nobody else's file lies there. One that cannot be removed disturbs nobody.
        let _ = fs::remove_file(&self.place);
        let _ = self.file.unlock();
    }
}

/// Takes the lock of a folder.
///
/// # Errors
/// Where another run holds it all the time, or the folder takes no lock.
pub fn lock(folder: &Path, path: &str) -> Result<Lock, WriteError> {
    let fail = |error| WriteError::Unchanged(vec![Unwritten::new(path, Reason::Machine(error))]);
    let place = folder.join(LOCK);
    for _ in 0..LOOKS {
        match take(&place) {
            Ok(Some(file)) => return Ok(Lock { file, place }),
            Ok(None) => sleep(PAUSE),
            Err(error) => return Err(fail(error)),
        }
    }
    Err(WriteError::Busy)
}

/// The file of the lock, where nobody else holds it.
fn take(place: &Path) -> io::Result<Option<File>> {
    let file = match open(place) {
        // On Windows a file that is being removed is there for a moment, and nobody may open it.
        Err(error) if cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied => return Ok(None),
        opened => opened?,
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    // Who held it before has removed it, perhaps since it was opened here: a lock is one only in its place.
    let there = Handle::from_path(place).ok();
    let is_there = there == Some(Handle::from_file(file.try_clone()?)?);
    Ok(is_there.then_some(file))
}

/// A link might lead out of the project.
fn open(place: &Path) -> io::Result<File> {
    if fs::symlink_metadata(place).is_ok_and(|about| !about.is_file()) {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists));
    }
    OpenOptions::new().write(true).create(true).truncate(false).open(place)
}

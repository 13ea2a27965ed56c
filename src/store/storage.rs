//! The few ways in which planc changes a disk, so that tests can let each of them fail or be the last.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// Changes files. All paths are those of the disk.
pub trait Storage {
    /// Makes a folder in one that is there.
    ///
    /// # Errors
    /// Where the machine cannot.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;

    /// Writes a file in the place of whatever is there, never through a link, so that it outlasts a power failure.
    ///
    /// # Errors
    /// Where the machine cannot.
    fn write(&self, place: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Copies a file likewise, as long as the power stays on.
    ///
    /// # Errors
    /// Where the machine cannot.
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Moves a file over whatever is in the other place, at one stroke.
    ///
    /// # Errors
    /// Where the machine cannot.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// Where the machine cannot.
    fn remove(&self, place: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    ///
    /// # Errors
    /// Where the machine cannot.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;

    /// Lets the names in a folder outlast a power failure.
    fn settle(&self, folder: &Path);
}

/// The machine that planc runs on.
pub struct Machine;

/// So often a file is moved, and so long planc waits in between: scanners for viruses hold new files for a moment.
const TRIES: usize = 5;
const PAUSE: Duration = Duration::from_millis(40);

impl Storage for Machine {
    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir(folder)
    }

    fn write(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = new_file(place)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        io::copy(&mut File::open(from)?, &mut new_file(to)?).map(|_| ())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        for _ in 1..TRIES {
            if fs::rename(from, to).is_ok() {
                return Ok(());
            }
            sleep(PAUSE);
        }
        fs::rename(from, to)
    }

    fn remove(&self, place: &Path) -> io::Result<()> {
        fs::remove_file(place)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }

    /// Windows opens no folder as a file; its own journal keeps the names.
    fn settle(&self, folder: &Path) {
        if let Ok(folder) = File::open(folder) {
            let _ = folder.sync_all();
        }
    }
}

fn new_file(place: &Path) -> io::Result<File> {
    if fs::symlink_metadata(place).is_ok() {
        fs::remove_file(place)?;
    }
    OpenOptions::new().write(true).create_new(true).open(place)
}

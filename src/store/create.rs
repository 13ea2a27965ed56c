//! Making a file that was not there: nothing is ever put in its place, and for a secret nobody else may read it.

use crate::release::Released;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone, as far as the system tells owners apart by modes; elsewhere the folder decides.
    Owner,
    /// Whoever may read other files there.
    All,
}

/// Makes files, each at its place: all of them or none.
///
/// # Errors
/// Where a file of that name is there already, or the machine cannot.
pub fn create(files: &[(&Path, &Released, Readers)]) -> io::Result<()> {
    for (index, (place, file, readers)) in files.iter().enumerate() {
        if let Err(error) = create_one(place, file.bytes(), *readers) {
            let made = files.iter().take(index);
            made.for_each(|(place, ..)| drop(fs::remove_file(place)));
            return Err(error);
        }
    }
    Ok(())
}

fn create_one(place: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if readers == Readers::Owner {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = readers;
    let mut file = options.open(place)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = fs::remove_file(place);
    }
    written
}

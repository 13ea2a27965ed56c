//! Writing into a project folder: what may be asked, and how it may end.

use super::lock::{Lock, lock};
use super::set::Set;
use super::storage::Machine;
use crate::release::Released;
use crate::world::{Disk, JOURNAL, STAGED, is_own, is_plain};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What is to become of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change<'a> {
    /// Its path in the project; each path once in a set.
    pub path: &'a str,
    /// What it is to hold; `None` removes it.
    pub bytes: Option<&'a [u8]>,
}

/// Why a set of files was not written.
#[derive(Debug)]
pub enum WriteError {
    /// Another run is writing into this folder.
    Busy,
    /// These files stood in the way. Every file is as it was.
    Unchanged(Vec<Unwritten>),
    /// These files stood in the way halfway. Every file is wholly old or wholly new; the next run goes on.
    Unfinished(Vec<Unwritten>),
}

/// A file that could not be written.
#[derive(Debug)]
pub struct Unwritten {
    /// Its path in the project.
    pub path: String,
    /// Why.
    pub reason: Reason,
}

/// Why a file could not be written.
#[derive(Debug)]
pub enum Reason {
    /// Its path leads out of the project folder.
    Outside,
    /// In its place is a folder, or something else that is no file.
    NoFile,
    /// Somebody else changed or removed it meanwhile.
    Changed,
    /// The machine refused: the file is open in a program or read-only, the disk is full.
    Machine(io::Error),
}

/// What was done about a set that an earlier run had not finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// All its files, named here, are now new.
    Finished(Vec<String>),
    /// All its files, named here, are again old, but for those that somebody else changed.
    Undone(Vec<String>),
    /// Some of it is undone, but these files are still new: their old ones are lost.
    Mixed(Vec<String>),
    /// Nothing of it was in its place, or everything: what lay beside is gone.
    Cleared,
    /// What was noted of it cannot be read: its files may be old and new.
    Unknown,
}

impl Unwritten {
    /// A file, and why it could not be written.
    pub fn new(path: &str, reason: Reason) -> Self {
        Unwritten {
            path: path.to_owned(),
            reason,
        }
    }

    pub(super) fn machine(path: &str, error: io::Error) -> Self {
        Unwritten::new(path, Reason::Machine(error))
    }
}

/// The files that stood in the way.
pub(super) type Failure = Vec<Unwritten>;

impl Disk {
    /// Writes files that may leave: all of them or none. Tells what was done about an earlier set first.
    ///
    /// # Errors
    /// Where another run is writing, or a file cannot be put in its place.
    pub fn replace(&self, files: &[Released]) -> Result<Option<Recovery>, WriteError> {
        let changes = files.iter().map(|file| Change {
            path: file.path(),
            bytes: Some(file.bytes()),
        });
        self.change(&changes.collect::<Vec<_>>())
    }

    /// Writes and removes files: all of them or none. Tells what was done about an earlier set first.
    ///
    /// # Errors
    /// Where another run is writing, or a file cannot be put in its place.
    fn change(&self, changes: &[Change]) -> Result<Option<Recovery>, WriteError> {
        let _lock = self.lock()?;
        let set = Set::new(self, &Machine);
        let recovery = set.recover()?;
        set.change(changes)?;
        Ok(recovery)
    }

    /// Finishes or undoes what an earlier run left unfinished; touches nothing where there is nothing.
    ///
    /// # Errors
    /// Where another run is writing, or a file can be put neither here nor there.
    pub fn recover(&self) -> Result<Option<Recovery>, WriteError> {
        let noted = |name| fs::symlink_metadata(self.note(name)).is_ok();
        if !noted(JOURNAL) && !noted(STAGED) {
            return Ok(None);
        }
        let _lock = self.lock()?;
        Set::new(self, &Machine).recover()
    }

    /// Makes the folder of the notes, and takes its lock.
    fn lock(&self) -> Result<Lock, WriteError> {
        let fail = |reason| WriteError::Unchanged(vec![Unwritten::new(self.notes_name(), reason)]);
        let folder = self.notes_folder();
        fs::create_dir_all(&self.root).map_err(|error| fail(Reason::Machine(error)))?;
        self.place(&format!("{}planc", self.notes)).map_err(fail)?;
        fs::create_dir_all(&folder).map_err(|error| fail(Reason::Machine(error)))?;
        lock(&folder, self.notes_name())
    }

    /// The folder of the notes, as people know it.
    pub(super) fn notes_name(&self) -> &str {
        if self.notes.is_empty() { "." } else { self.notes }
    }

    /// The folder of the notes.
    pub(super) fn notes_folder(&self) -> PathBuf {
        self.root.join(self.notes)
    }

    /// Where a note lies.
    pub(super) fn note(&self, name: &str) -> PathBuf {
        self.notes_folder().join(name)
    }

    /// Where a file is to lie: in a folder of the project that is there or can be made, not behind a link that leads
    /// out of it.
    pub(super) fn place(&self, path: &str) -> Result<PathBuf, Reason> {
        let place = self.path(path);
        let name = path.rsplit('/').next().unwrap_or(path);
        if !is_plain(path) || is_own(name) {
            return Err(Reason::Outside);
        }
        let mut folders = place.ancestors().skip(1);
        let folder = folders.find(|it| it.exists()).unwrap_or(&self.root);
        let real = |path: &Path| path.canonicalize().map_err(Reason::Machine);
        if !real(folder)?.starts_with(real(&self.root)?) {
            return Err(Reason::Outside);
        }
        if !folder.is_dir() {
            return Err(Reason::Machine(io::ErrorKind::NotADirectory.into()));
        }
        Ok(place)
    }
}

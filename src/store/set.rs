//! Changes a set of files so that, whatever happens, each is wholly old or wholly new, and in the end all are the same.
//!
//! 1. The set is noted as [`STAGED`]; new files, and copies of old ones, are laid beside their places.
//! 2. The note becomes the [`JOURNAL`]: from now on the set is to be finished.
//! 3. The new files take their places.
//! 4. The note becomes [`STAGED`] again, and goes with what still lies beside the places.
//!
//! Who finds a note clears up, after it has finished the set, or put the old files back where that could not be.

use super::journal::{Journal, Move, fingerprint, fingerprint_of, is_missing, kept, staged};
use super::replace::Failure;
use super::storage::Storage;
use super::{Change, Reason, Recovery, Unwritten, WriteError};
use crate::world::{Disk, JOURNAL, STAGED};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// No note is longer, in bytes.
const LONGEST_NOTE: u64 = 1 << 20;

/// What was found under the name of a note.
enum Note {
    Missing,
    Broken,
    Whole(Journal),
}

/// A set of files on a disk whose lock is held.
pub struct Set<'a> {
    disk: &'a Disk,
    storage: &'a dyn Storage,
}

impl<'a> Set<'a> {
    /// Changes a disk through a storage.
    pub fn new(disk: &'a Disk, storage: &'a dyn Storage) -> Self {
        Set { disk, storage }
    }

    /// Changes all files or none.
    ///
    /// # Errors
    /// Where one stands in the way.
    pub fn change(&self, changes: &[Change]) -> Result<(), WriteError> {
        let journal = self.describe(changes).map_err(WriteError::Unchanged)?;
        let staged = self.stage(&journal, changes).and_then(|()| self.commit());
        let done = staged.and_then(|()| self.finish(&journal));
        done.map_err(|failure| self.give_up(&journal, failure))?;
        // All files are in their places: whatever fails now, the next run clears up.
        let _ = self.conclude().and_then(|()| self.clear(&journal));
        Ok(())
    }

    /// Before anything is touched: what is there, and all that stands in the way.
    fn describe(&self, changes: &[Change]) -> Result<Journal, Failure> {
        self.refuse_held(changes.iter().map(|change| change.path))?;
        let mut folders = BTreeSet::new();
        for change in changes.iter().filter(|change| change.bytes.is_some()) {
            let above = change.path.match_indices('/').map(|(end, _)| &change.path[..end]);
            folders.extend(above.filter(|it| !self.disk.path(it).exists()).map(str::to_owned));
        }
        let describe = |change: &Change| {
            let old = fingerprint_of(&self.disk.path(change.path));
            Ok(Move {
                path: change.path.to_owned(),
                old: old.map_err(|error| vec![Unwritten::machine(change.path, error)])?,
                new: change.bytes.map(fingerprint),
            })
        };
        Ok(Journal {
            folders: folders.into_iter().collect(),
            moves: changes.iter().map(describe).collect::<Result<_, Failure>>()?,
        })
    }

    /// Names all files at once that are open in a program, read-only, or no files.
    fn refuse_held<'b>(&self, paths: impl Iterator<Item = &'b str>) -> Result<(), Failure> {
        let refusal = |path| {
            let held = self.disk.place(path).and_then(|place| refuse_held(&place));
            held.err().map(|reason| Unwritten::new(path, reason))
        };
        let failure: Failure = paths.filter_map(refusal).collect();
        if failure.is_empty() { Ok(()) } else { Err(failure) }
    }

    /// Lays new files and copies of old ones beside their places.
    fn stage(&self, journal: &Journal, changes: &[Change]) -> Result<(), Failure> {
        let note = journal
            .encode()
            .and_then(|note| self.storage.write(&self.disk.note(STAGED), &note));
        note.map_err(|error| self.failed_note(error))?;
        for folder in &journal.folders {
            let made = self.storage.create_folder(&self.disk.path(folder));
            made.map_err(|error| vec![Unwritten::machine(folder, error)])?;
        }
        for (step, change) in journal.moves.iter().zip(changes) {
            let laid = self.lay_beside(step, change.bytes);
            laid.map_err(|error| vec![Unwritten::machine(&step.path, error)])?;
        }
        self.settle(journal);
        Ok(())
    }

    fn lay_beside(&self, step: &Move, bytes: Option<&[u8]>) -> io::Result<()> {
        let place = self.disk.path(&step.path);
        if step.old.is_some() {
            self.storage.copy(&place, &kept(&place))?;
        }
        bytes.map_or(Ok(()), |bytes| self.storage.write(&staged(&place), bytes))
    }

    /// From here on the set is finished, whatever happens.
    fn commit(&self) -> Result<(), Failure> {
        self.turn_note(STAGED, JOURNAL)
    }

    /// From here on there is only something to clear up.
    fn conclude(&self) -> Result<(), Failure> {
        self.turn_note(JOURNAL, STAGED)
    }

    fn turn_note(&self, from: &str, to: &str) -> Result<(), Failure> {
        let (from, to) = (self.disk.note(from), self.disk.note(to));
        let turned = self.storage.rename(&from, &to);
        turned.map_err(|error| self.failed_note(error))?;
        self.storage.settle(&self.disk.notes_folder());
        Ok(())
    }

    fn failed_note(&self, error: io::Error) -> Failure {
        vec![Unwritten::machine(self.disk.notes_name(), error)]
    }

    /// Puts the new files in their places. Where one is lost, or somebody else changed a place, none is moved.
    fn finish(&self, journal: &Journal) -> Result<(), Failure> {
        let mut waiting = Vec::new();
        for step in &journal.moves {
            let waits = self.waits(step);
            if waits.map_err(|reason| vec![Unwritten::new(&step.path, reason)])? {
                waiting.push(step);
            }
        }
        self.refuse_held(waiting.iter().map(|step| &*step.path))?;
        for step in waiting {
            let place = self.disk.path(&step.path);
            let moved = match &step.new {
                Some(_) => self.storage.rename(&staged(&place), &place),
                None => self.storage.remove(&place),
            };
            moved.map_err(|error| vec![Unwritten::machine(&step.path, error)])?;
        }
        self.settle(journal);
        Ok(())
    }

    /// Whether a file is still to be put in its place, and can be.
    fn waits(&self, step: &Move) -> Result<bool, Reason> {
        let place = self.disk.path(&step.path);
        let now = fingerprint_of(&place).map_err(Reason::Machine)?;
        if now == step.new {
            return Ok(false);
        }
        let ready = step.new.is_none() || fingerprint_of(&staged(&place)).map_err(Reason::Machine)? == step.new;
        if ready && (now == step.old || now.is_none()) {
            Ok(true)
        } else {
            Err(Reason::Changed)
        }
    }

    /// Puts the old files back; what somebody else changed stays. Returns the files whose old ones are lost.
    fn undo(&self, journal: &Journal) -> Result<Vec<String>, Failure> {
        let mut lost = Vec::new();
        for step in &journal.moves {
            let back = self.put_back(step);
            if !back.map_err(|error| vec![Unwritten::machine(&step.path, error)])? {
                lost.push(step.path.clone());
            }
        }
        self.settle(journal);
        Ok(lost)
    }

    fn put_back(&self, step: &Move) -> io::Result<bool> {
        let place = self.disk.path(&step.path);
        if step.old == step.new || fingerprint_of(&place)? != step.new {
            return Ok(true);
        }
        if step.old.is_none() {
            self.storage.remove(&place)?;
        } else if fingerprint_of(&kept(&place))? == step.old {
            self.storage.rename(&kept(&place), &place)?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    /// After a failure: everything as it was, if that can be.
    fn give_up(&self, journal: &Journal, failure: Failure) -> WriteError {
        let committed = fs::symlink_metadata(self.disk.note(JOURNAL)).is_ok();
        if committed {
            match self.undo(journal).and_then(|lost| self.conclude().map(|()| lost)) {
                Ok(lost) if lost.is_empty() => {}
                _ => return WriteError::Unfinished(failure),
            }
        }
        let _ = self.clear(journal);
        WriteError::Unchanged(failure)
    }

    /// Removes what lies beside the places, folders that were made in vain, and the note.
    fn clear(&self, journal: &Journal) -> Result<(), Failure> {
        for step in &journal.moves {
            let place = self.disk.path(&step.path);
            let cleared = self.remove(&staged(&place)).and_then(|()| self.remove(&kept(&place)));
            cleared.map_err(|error| vec![Unwritten::machine(&step.path, error)])?;
        }
        for folder in journal.folders.iter().rev() {
            // Those with files in them stay.
            let _ = self.storage.remove_folder(&self.disk.path(folder));
        }
        self.drop_note(STAGED)
    }

    fn drop_note(&self, name: &str) -> Result<(), Failure> {
        self.remove(&self.disk.note(name))
            .map_err(|error| self.failed_note(error))
    }

    fn remove(&self, place: &Path) -> io::Result<()> {
        match self.storage.remove(place) {
            Err(error) if !is_missing(&error) => Err(error),
            _ => Ok(()),
        }
    }

    fn settle(&self, journal: &Journal) {
        let places = journal.moves.iter().map(|step| self.disk.path(&step.path));
        let folders: BTreeSet<PathBuf> = places.filter_map(|it| it.parent().map(PathBuf::from)).collect();
        folders.iter().for_each(|folder| self.storage.settle(folder));
    }

    /// Finishes or undoes what an earlier run left unfinished.
    ///
    /// # Errors
    /// Where a file can be put neither here nor there.
    pub fn recover(&self) -> Result<Option<Recovery>, WriteError> {
        let mut recovery = None;
        match self.read_note(JOURNAL)? {
            Note::Missing => {}
            Note::Broken => {
                self.drop_note(JOURNAL).map_err(WriteError::Unfinished)?;
                recovery = Some(Recovery::Unknown);
            }
            Note::Whole(journal) => recovery = Some(self.resume(&journal).map_err(WriteError::Unfinished)?),
        }
        let cleared = match self.read_note(STAGED)? {
            Note::Missing => return Ok(recovery),
            // It was being written: nothing lies beside any place yet.
            Note::Broken => self.drop_note(STAGED),
            Note::Whole(journal) => self.clear(&journal),
        };
        cleared.map_err(WriteError::Unfinished)?;
        Ok(Some(recovery.unwrap_or(Recovery::Cleared)))
    }

    fn resume(&self, journal: &Journal) -> Result<Recovery, Failure> {
        let paths = journal.moves.iter().map(|step| step.path.clone()).collect();
        let recovery = match self.finish(journal) {
            Ok(()) => Recovery::Finished(paths),
            Err(failure) if failure.iter().any(|it| matches!(it.reason, Reason::Changed)) => {
                match self.undo(journal)? {
                    lost if lost.is_empty() => Recovery::Undone(paths),
                    lost => Recovery::Mixed(lost),
                }
            }
            Err(failure) => return Err(failure),
        };
        self.conclude()?;
        Ok(recovery)
    }

    /// A note is data from a disk: one that leads out of the project counts as broken.
    fn read_note(&self, name: &str) -> Result<Note, WriteError> {
        let place = self.disk.note(name);
        let about = match fs::symlink_metadata(&place) {
            Err(error) if is_missing(&error) => return Ok(Note::Missing),
            other => other.map_err(|error| WriteError::Unfinished(self.failed_note(error)))?,
        };
        if !about.is_file() {
            return Ok(Note::Broken);
        }
        let mut bytes = Vec::new();
        let read = File::open(place).and_then(|file| file.take(LONGEST_NOTE).read_to_end(&mut bytes));
        read.map_err(|error| WriteError::Unfinished(self.failed_note(error)))?;
        let journal = Journal::decode(&bytes).filter(|journal| self.is_inside(journal));
        Ok(journal.map_or(Note::Broken, Note::Whole))
    }

    fn is_inside(&self, journal: &Journal) -> bool {
        let files = journal.moves.iter().map(|step| &step.path);
        let inside = |path: &String| !matches!(self.disk.place(path), Err(Reason::Outside));
        files.chain(&journal.folders).all(inside)
    }
}

/// Fails where a file could not be replaced: it is open in a program, read-only, or no file.
fn refuse_held(place: &Path) -> Result<(), Reason> {
    match fs::metadata(place) {
        Err(error) if is_missing(&error) => Ok(()),
        Err(error) => Err(Reason::Machine(error)),
        Ok(about) if !about.is_file() => Err(Reason::NoFile),
        Ok(_) => opened_for_replacing(place).map(|_| ()).map_err(Reason::Machine),
    }
}

/// Opens a file as who may write it. On Windows also as who may move it: a program may share the one and not the other.
fn opened_for_replacing(place: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        /// `GENERIC_WRITE | DELETE`.
        const MAY_REPLACE: u32 = 0x4000_0000 | 0x0001_0000;
        options.access_mode(MAY_REPLACE);
    }
    options.open(place)
}

//! The one door to the disk and the clock: everything else asks a [`World`], so that tests can bring one in memory.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

mod git;

pub use git::{GitError, revision};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
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

/// A folder on the disk.
pub struct Disk {
    root: PathBuf,
    /// The real path of the folder, once it was asked for.
    real_root: OnceLock<PathBuf>,
}

impl Disk {
    /// The project folder.
    pub fn new(root: &Path) -> Self {
        Disk {
            root: root.into(),
            real_root: OnceLock::new(),
        }
    }

    /// Whether the folder is there.
    pub fn exists(&self) -> bool {
        self.root.is_dir()
    }

    /// Whether nothing is in the folder, or no folder there.
    pub fn is_empty(&self) -> bool {
        fs::read_dir(&self.root).map_or(true, |mut entries| entries.next().is_none())
    }

    /// The path on the disk of a path of the project.
    pub fn path(&self, path: &str) -> PathBuf {
        path.split('/').fold(self.root.clone(), |to, part| to.join(part))
    }

    /// The real path, if it lies inside the project folder.
    fn inside(&self, path: &str) -> Result<PathBuf, ReadError> {
        if !is_plain(path) {
            return Err(ReadError::Outside);
        }
        let real = self.path(path).canonicalize().map_err(read_error)?;
        if real.starts_with(self.real_root()?) {
            Ok(real)
        } else {
            Err(ReadError::Outside)
        }
    }

    fn real_root(&self) -> Result<&Path, ReadError> {
        if self.real_root.get().is_none() {
            let real = self.root.canonicalize().map_err(read_error)?;
            let _ = self.real_root.set(real);
        }
        self.real_root.get().map(PathBuf::as_path).ok_or(ReadError::Missing)
    }

    /// The real path of a file, and its size.
    fn file(&self, path: &str) -> Result<(PathBuf, u64), ReadError> {
        let real = self.inside(path)?;
        let about = fs::metadata(&real).map_err(read_error)?;
        if about.is_file() {
            Ok((real, about.len()))
        } else {
            Err(ReadError::Failed(io::Error::other("not a file")))
        }
    }

    /// Writes files so that each is wholly old or wholly new: all of them beside their places first, then renamed.
    /// Where one cannot be put in its place, those before it are put back.
    ///
    /// # Errors
    /// Where a file cannot be written or put in its place, or its place lies outside the folder.
    pub fn replace(&self, files: &[(String, Vec<u8>)]) -> Result<(), WriteError> {
        let mut moves = Vec::new();
        let result = self.write_beside(files, &mut moves);
        let result = result.and_then(|()| put_in_place(&moves));
        for step in &moves {
            let _ = fs::remove_file(&step.new);
            let _ = fs::remove_file(&step.old);
        }
        result
    }

    fn write_beside(&self, files: &[(String, Vec<u8>)], moves: &mut Vec<Move>) -> Result<(), WriteError> {
        for (path, bytes) in files {
            let fail = |error| WriteError {
                path: path.clone(),
                error,
            };
            let place = self.path(path);
            let folder = place.parent().unwrap_or(&self.root);
            self.create(folder).map_err(fail)?;
            let step = Move {
                path: path.clone(),
                new: beside(&place, "new"),
                old: beside(&place, "old"),
                place,
            };
            let written = fs::write(&step.new, bytes);
            moves.push(step);
            written.map_err(fail)?;
        }
        Ok(())
    }

    /// Makes a folder, unless a link on the way leads out of the project.
    fn create(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(&self.root)?;
        let there = folder.ancestors().find(|it| it.exists()).unwrap_or(&self.root);
        if !there.canonicalize()?.starts_with(self.root.canonicalize()?) {
            return Err(io::Error::other("計画のフォルダーの外を指しています"));
        }
        fs::create_dir_all(folder)
    }
}

/// A file on its way to its place.
struct Move {
    path: String,
    new: PathBuf,
    old: PathBuf,
    place: PathBuf,
}

/// A file that could not be written.
#[derive(Debug)]
pub struct WriteError {
    /// Its path in the project.
    pub path: String,
    /// What the machine said.
    pub error: io::Error,
}

/// A name beside a file's place that no user gives; of each process its own.
fn beside(place: &Path, state: &str) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{}.{state}.tmp", std::process::id()))
}

/// Moves what is there aside and what is new in; where that fails, everything back.
fn put_in_place(moves: &[Move]) -> Result<(), WriteError> {
    for (done, step) in moves.iter().enumerate() {
        if let Err(error) = swap(step) {
            moves[..done].iter().for_each(put_back);
            return Err(WriteError {
                path: step.path.clone(),
                error,
            });
        }
    }
    Ok(())
}

fn swap(step: &Move) -> io::Result<()> {
    if step.place.is_dir() {
        return Err(io::Error::other("同じ名前のフォルダーがあります"));
    }
    if step.place.exists() {
        fs::rename(&step.place, &step.old)?;
    }
    let result = fs::rename(&step.new, &step.place);
    if result.is_err() {
        put_back(step);
    }
    result
}

/// Undoes a swap as far as it came.
fn put_back(step: &Move) {
    if step.old.exists() {
        let _ = fs::rename(&step.old, &step.place);
    } else if !step.new.exists() {
        let _ = fs::remove_file(&step.place);
    }
}

/// Whether a path stays below its folder by its words alone, on every system.
pub fn is_plain(path: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
    path.split('/').all(part)
}

fn read_error(error: io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::Missing,
        _ => ReadError::Failed(error),
    }
}

impl World for Disk {
    fn read_at_most(&self, path: &str, most: u64) -> Result<Vec<u8>, ReadError> {
        let (real, size) = self.file(path)?;
        if size > most {
            return Err(ReadError::TooLarge);
        }
        fs::read(real).map_err(read_error)
    }

    fn size(&self, path: &str) -> Result<u64, ReadError> {
        self.file(path).map(|(_, size)| size)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, ReadError> {
        let real = match self.inside(folder) {
            Err(ReadError::Missing) => return Ok(Vec::new()),
            other => other?,
        };
        if !real.is_dir() {
            return Err(ReadError::Failed(io::Error::other("not a folder")));
        }
        let mut names = Vec::new();
        // There is something of that name: whatever stands in the way of listing it, it is not missing.
        for entry in fs::read_dir(real).map_err(ReadError::Failed)? {
            let name = entry.map_err(read_error)?.file_name();
            names.push(name.to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }
}

/// The day that it is in Japan, by the machine's clock.
pub fn today() -> Date {
    day_in_japan(SystemTime::now())
}

/// Japan is nine hours ahead of UTC all the year.
fn day_in_japan(time: SystemTime) -> Date {
    let time = Timestamp::try_from(time).unwrap_or_default();
    Offset::constant(9).to_datetime(time).date()
}

/// A folder in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// The files by path.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    fn file(&self, path: &str) -> Result<&Vec<u8>, ReadError> {
        if !is_plain(path) {
            return Err(ReadError::Outside);
        }
        self.files.get(path).ok_or(ReadError::Missing)
    }
}

impl World for Memory {
    fn read_at_most(&self, path: &str, most: u64) -> Result<Vec<u8>, ReadError> {
        let bytes = self.file(path)?;
        let fits = bytes.len() as u64 <= most;
        fits.then(|| bytes.clone()).ok_or(ReadError::TooLarge)
    }

    fn size(&self, path: &str) -> Result<u64, ReadError> {
        self.file(path).map(|bytes| bytes.len() as u64)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, ReadError> {
        let prefix = format!("{folder}/");
        let below = self.files.keys().filter_map(|path| path.strip_prefix(&prefix));
        let mut names: Vec<String> = below
            .map(|rest| rest.split('/').next().unwrap_or(rest).to_owned())
            .collect();
        names.dedup();
        Ok(names)
    }
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

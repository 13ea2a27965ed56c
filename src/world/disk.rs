//! A folder on the disk: reading it.

use super::{ReadError, World, is_own, is_plain};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A folder on the disk.
pub struct Disk {
    pub(crate) root: PathBuf,
    /// Where lock and journal of what is written lie: a folder, with a slash behind it, or nothing.
    pub(crate) notes: &'static str,
    /// The real path of the folder, once it was asked for.
    real_root: OnceLock<PathBuf>,
}

impl Disk {
    /// The project folder.
    pub fn new(root: &Path) -> Self {
        Disk {
            root: root.into(),
            notes: "output/",
            real_root: OnceLock::new(),
        }
    }

    /// A folder that is no project: it has no `output/` for what planc notes while it writes.
    pub fn elsewhere(folder: &Path) -> Self {
        Disk {
            notes: "",
            ..Disk::new(folder)
        }
    }

    /// Whether the folder is there.
    pub fn exists(&self) -> bool {
        self.root.is_dir()
    }

    /// Whether no file is in the folder but what planc notes there while it writes.
    pub fn is_empty(&self) -> bool {
        holds_nothing(&self.root)
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
        names.retain(|name| !is_own(name));
        names.sort();
        Ok(names)
    }
}

/// A folder that cannot be listed counts as empty: writing into it will tell why.
fn holds_nothing(folder: &Path) -> bool {
    let nothing = |entry: fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => holds_nothing(&entry.path()),
        _ => is_own(&entry.file_name().to_string_lossy()),
    };
    fs::read_dir(folder).map_or(true, |mut entries| entries.all(|entry| entry.is_ok_and(nothing)))
}

/// The bytes of any file, wherever a user says that it lies, if it has at most `most` of them.
///
/// # Errors
/// Where it is missing, too large or unreadable.
pub fn read_file(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let about = fs::metadata(path).map_err(read_error)?;
    if !about.is_file() {
        return Err(ReadError::Failed(io::Error::other("not a file")));
    }
    if about.len() > most {
        return Err(ReadError::TooLarge);
    }
    fs::read(path).map_err(read_error)
}

/// The project folder around a place on the disk, whether or not anything is there yet: one that holds a plan.
pub fn project_around(place: &Path) -> Option<PathBuf> {
    let real = place.ancestors().find_map(|it| match it.as_os_str().is_empty() {
        true => Path::new(".").canonicalize().ok(),
        false => it.canonicalize().ok(),
    })?;
    let mut folders = real.ancestors();
    folders
        .find(|it| it.join("sources/plan.toml").is_file())
        .map(Path::to_path_buf)
}

fn read_error(error: io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::Missing,
        _ => ReadError::Failed(error),
    }
}

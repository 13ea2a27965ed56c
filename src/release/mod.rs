//! The one door out: only what was searched here can be written to a disk, packed or printed.
//!
//! Whoever writes a file has its bytes as [`Written`]; whoever puts it anywhere asks for [`Released`]; and between the two
//! there are two ways alone. What readers of an edition get is searched for what the edition withholds ([`release`]). What
//! only the prefecture itself reads is not, and says as what ([`Own`]).
//!
//! Nothing else makes one:
//!
//! ```
//! use planc::release::{Own, Released};
//! let released = Released::own(Own::Answer, "answer.txt", "計画に変更はありません。");
//! assert_eq!(released.path(), "answer.txt");
//! ```
//!
//! ```compile_fail,E0451
//! use planc::release::Released;
//! let forged = Released { path: "計画.docx".to_owned(), bytes: Vec::new() };
//! ```
//!
//! Nor can bytes that did not pass be written:
//!
//! ```compile_fail,E0308
//! use planc::world::Disk;
//! let disk = Disk::new(std::path::Path::new("."));
//! let file = ("計画.docx".to_owned(), b"PK".to_vec());
//! let _ = disk.replace(&[file]);
//! ```

mod own;

pub use own::Own;

use crate::archive::{self, Packing, Part, pack};
use crate::leak::{self, Hit, Secrets};
use crate::write::Written;
use jiff::civil::Date;
use zip::result::ZipError;

/// A file, or the answer of a command, that may leave.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Released {
    path: String,
    bytes: Vec<u8>,
}

/// What may not leave: withheld values that were found, each with the number of the secrets that name it.
pub type Refused = Vec<(usize, Hit)>;

/// Lets a file leave for the readers of an edition, of two versions side by side for those of both: it holds no value that
/// one of the secrets names.
///
/// # Errors
/// What was found.
pub fn release(path: String, written: Written, secrets: &[&Secrets]) -> Result<Released, Refused> {
    let found = secrets.iter().enumerate().flat_map(|(index, secrets)| {
        let hits = leak::search([(&*path, written.bytes())], secrets);
        hits.into_iter().map(move |hit| (index, hit))
    });
    let found: Refused = found.collect();
    match found.is_empty() {
        true => Ok(Released {
            path,
            bytes: written.into_bytes(),
        }),
        false => Err(found),
    }
}

/// Packs what may leave as one zip file. The same files give the same bytes.
///
/// # Errors
/// Where a file is too large for a zip file, or two have one name.
pub fn zip(path: String, files: &[Released], packing: Packing, date: Option<Date>) -> Result<Released, ZipError> {
    let entries = files.iter().map(|it| (it.path(), it.bytes()));
    let bytes = pack(entries, packing, date)?;
    Ok(Released { path, bytes })
}

/// Binds PDF files that may leave as one, each with its bookmark.
///
/// # Errors
/// The number of the file, from 0, that cannot be read.
pub fn bind(path: String, title: &str, files: &[(&str, &Released)]) -> Result<Released, usize> {
    let parts = files.iter().map(|(title, file)| Part {
        title,
        bytes: file.bytes(),
    });
    let bytes = archive::bind(title, &parts.collect::<Vec<_>>())?;
    Ok(Released { path, bytes })
}

impl Released {
    /// What only the prefecture itself reads, and as what.
    pub fn own(_: Own, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Released {
        Released {
            path: path.into(),
            bytes: bytes.into(),
        }
    }

    /// The same in a folder of planc's own.
    #[must_use]
    pub fn below(self, folder: &str) -> Released {
        let path = format!("{folder}/{}", self.path);
        Released { path, ..self }
    }

    /// The same in a folder that is asked for; where that has no name, at its place.
    #[must_use]
    pub fn within(self, folder: &str) -> Released {
        match folder {
            "" => self,
            folder => self.below(folder),
        }
    }

    /// The same under the name that a user asks for.
    #[must_use]
    pub fn named(self, path: &str) -> Released {
        Released {
            path: path.to_owned(),
            ..self
        }
    }

    /// Its path in the folder where it is put; empty for what is printed.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What a command answers, as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or_default()
    }
}

//! What planc notes before it changes files, so that the next run can finish or undo a set that was cut short.

use crate::world::{NEW, OLD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Where a new file lies before it takes its place.
pub fn staged(place: &Path) -> PathBuf {
    beside(place, NEW)
}

/// Where the old file is kept until all new ones are in their places.
pub fn kept(place: &Path) -> PathBuf {
    beside(place, OLD)
}

fn beside(place: &Path, ending: &str) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}{ending}"))
}

/// A set of files that change together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    /// The folders that are made for it, the outermost first.
    pub folders: Vec<String>,
    /// Its files.
    pub moves: Vec<Move>,
}

/// A file before and after, by [`fingerprint`]; `None` where there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// Its path in the project.
    pub path: String,
    /// What was in its place.
    pub old: Option<String>,
    /// What is to be there.
    pub new: Option<String>,
}

impl Journal {
    /// Its text, headed by its fingerprint.
    ///
    /// # Errors
    /// Never, as far as known: it holds nothing but texts.
    pub fn encode(&self) -> io::Result<Vec<u8>> {
        let text = serde_json::to_string(self)?;
        Ok(format!("{}\n{text}\n", fingerprint(text.as_bytes())).into_bytes())
    }

    /// Reads one; `None` where it is not whole, or not of this version of planc.
    pub fn decode(bytes: &[u8]) -> Option<Journal> {
        let (head, text) = std::str::from_utf8(bytes).ok()?.split_once('\n')?;
        let text = text.strip_suffix('\n')?;
        if head != fingerprint(text.as_bytes()) {
            return None;
        }
        serde_json::from_str(text).ok()
    }
}

/// By this the bytes of a file are known: SHA-256 in hexadecimal.
pub fn fingerprint(bytes: &[u8]) -> String {
    hexadecimal(Sha256::new_with_prefix(bytes))
}

/// The fingerprint of what is in a place, `None` where nothing is. What is no file has one that no file has.
///
/// # Errors
/// Where it cannot be read.
pub fn fingerprint_of(place: &Path) -> io::Result<Option<String>> {
    match fs::metadata(place) {
        Err(error) if is_missing(&error) => return Ok(None),
        Ok(about) if !about.is_file() => return Ok(Some("no file".to_owned())),
        other => other?,
    };
    let mut file = File::open(place)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(Some(hexadecimal(hash))),
            length => hash.update(&buffer[..length]),
        }
    }
}

/// Whether an error says that there is no such file, nor could be.
pub fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn hexadecimal(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{LOCK, is_own};

    #[test]
    fn a_journal_that_is_not_whole_is_none() {
        let journal = Journal {
            folders: vec!["output/draft".to_owned()],
            moves: vec![Move {
                path: "output/draft/計画\n.pdf".to_owned(),
                old: None,
                new: Some(fingerprint(b"new")),
            }],
        };
        let bytes = journal.encode().unwrap();
        assert_eq!(Journal::decode(&bytes), Some(journal));
        for length in 0..bytes.len() {
            assert_eq!(Journal::decode(&bytes[..length]), None, "{length}");
            let mut changed = bytes.clone();
            changed[length] ^= 1;
            assert_eq!(Journal::decode(&changed), None, "{length}");
        }
    }

    #[test]
    fn own_names_are_those_that_planc_gives() {
        let place = Path::new("output/draft/計画.docx");
        for own in [staged(place), kept(place), PathBuf::from(LOCK)] {
            assert!(is_own(&own.file_name().unwrap().to_string_lossy()));
        }
        assert!(!is_own(".gitignore") && !is_own("計画.docx") && !is_own("a.planc-new"));
    }
}

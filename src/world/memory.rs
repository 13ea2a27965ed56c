//! A folder in memory, for tests and fuzzing.

use super::{ReadError, World, is_plain};
use std::collections::BTreeMap;

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

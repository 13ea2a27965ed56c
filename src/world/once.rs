//! A project folder that is read once: what a run makes, it makes of one state of the folder.

use super::{DEEPEST, FONTS, ReadError, VERSIONS, World};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The folders that a plan is made from.
const FOLDERS: [&str; 3] = ["sources", "plan-templates", VERSIONS];
/// So often the folder is read until nothing changes in it meanwhile.
const TRIES: usize = 3;
/// Files of these endings are kept in memory; of others, which are papers, only the checksum.
const KEPT: [&str; 9] = ["toml", "md", "typ", "json", "png", "jpg", "jpeg", "svg", "csv"];

/// A world whose files are what they were when it was opened.
pub struct Once<'a> {
    world: &'a dyn World,
    files: BTreeMap<String, File>,
    folders: BTreeMap<String, Vec<String>>,
    /// Papers that were others when they were read again.
    replaced: Mutex<Vec<String>>,
}

#[derive(Clone, PartialEq, Eq)]
enum File {
    Kept(Vec<u8>),
    /// The size, and the SHA-256.
    Known(u64, [u8; 32]),
}

impl<'a> Once<'a> {
    /// Reads all files of the folder that a plan is made from. Where one changes on the way, all are read once more.
    pub fn open(world: &'a dyn World) -> Once<'a> {
        let mut once = Once::read(world);
        for _ in 1..TRIES {
            if once.changed().is_empty() {
                break;
            }
            once = Once::read(world);
        }
        once
    }

    fn read(world: &'a dyn World) -> Once<'a> {
        let mut once = Once {
            world,
            files: BTreeMap::new(),
            folders: BTreeMap::new(),
            replaced: Mutex::default(),
        };
        for folder in FOLDERS {
            once.collect(folder, DEEPEST);
        }
        once
    }

    /// What cannot be read is left to who needs it.
    fn collect(&mut self, folder: &str, depth: usize) {
        let Ok(names) = self.world.list(folder) else { return };
        for path in names.iter().map(|name| format!("{folder}/{name}")) {
            match self.world.read(&path) {
                Ok(bytes) => {
                    let file = file(&path, bytes);
                    self.files.insert(path, file);
                }
                Err(ReadError::Failed(_) | ReadError::Missing)
                    if depth > 0 && path != FONTS && self.world.size(&path).is_err() =>
                {
                    self.collect(&path, depth - 1);
                }
                Err(_) => {}
            }
        }
        self.folders.insert(folder.to_owned(), names);
    }

    /// The files that have changed, come or gone since they were read, in order. Papers are known by their size, and by
    /// their checksum where they were read again.
    pub fn changed(&self) -> Vec<String> {
        let is_other = |(path, file): &(&String, &File)| match file {
            File::Kept(bytes) => self.world.read(path).ok().as_ref() != Some(bytes),
            File::Known(size, _) => self.world.size(path).ok() != Some(*size),
        };
        let files = self.files.iter().filter(is_other).map(|(path, _)| path.clone());
        let mut changed: Vec<String> = files.collect();
        for (folder, before) in &self.folders {
            let names = self.world.list(folder).unwrap_or_default();
            let fresh = names.into_iter().filter(|name| !before.contains(name));
            changed.extend(fresh.map(|name| format!("{folder}/{name}")));
        }
        let replaced = self.replaced.lock().unwrap_or_else(PoisonError::into_inner);
        changed.extend(replaced.iter().cloned());
        changed.sort();
        changed.dedup();
        changed
    }
}

fn file(path: &str, bytes: Vec<u8>) -> File {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.is_some_and(|it| KEPT.contains(&&*it)) {
        true => File::Kept(bytes),
        false => File::Known(bytes.len() as u64, Sha256::digest(&bytes).into()),
    }
}

impl World for Once<'_> {
    fn read_at_most(&self, path: &str, most: u64) -> Result<Vec<u8>, ReadError> {
        let too_large = |size: u64| size > most;
        match self.files.get(path) {
            Some(File::Kept(bytes)) if too_large(bytes.len() as u64) => Err(ReadError::TooLarge),
            Some(File::Kept(bytes)) => Ok(bytes.clone()),
            Some(File::Known(size, _)) if too_large(*size) => Err(ReadError::TooLarge),
            Some(known) => {
                let bytes = self.world.read_at_most(path, most)?;
                if file(path, bytes.clone()) == *known {
                    return Ok(bytes);
                }
                let mut replaced = self.replaced.lock().unwrap_or_else(PoisonError::into_inner);
                replaced.push(path.to_owned());
                Err(ReadError::Changed)
            }
            None => self.world.read_at_most(path, most),
        }
    }

    fn size(&self, path: &str) -> Result<u64, ReadError> {
        match self.files.get(path) {
            Some(File::Kept(bytes)) => Ok(bytes.len() as u64),
            Some(File::Known(size, _)) => Ok(*size),
            None => self.world.size(path),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, ReadError> {
        match self.folders.get(folder) {
            Some(names) => Ok(names.clone()),
            None => self.world.list(folder),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Memory;
    use std::sync::RwLock;

    /// A folder that somebody else writes to.
    #[derive(Default)]
    struct Shared(RwLock<Memory>);

    impl Shared {
        fn put(&self, path: &str, bytes: &[u8]) {
            let mut memory = self.0.write().unwrap_or_else(PoisonError::into_inner);
            memory.files.insert(path.to_owned(), bytes.to_vec());
        }

        fn memory(&self) -> Memory {
            self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
        }
    }

    impl World for Shared {
        fn read_at_most(&self, path: &str, most: u64) -> Result<Vec<u8>, ReadError> {
            self.memory().read_at_most(path, most)
        }

        fn size(&self, path: &str) -> Result<u64, ReadError> {
            self.memory().size(path)
        }

        fn list(&self, folder: &str) -> Result<Vec<String>, ReadError> {
            self.memory().list(folder)
        }
    }

    #[test]
    fn what_changes_after_it_was_opened_is_not_read_and_told() {
        let (plan, paper, photo) = ("sources/plan.toml", "sources/papers/a.pdf", "sources/b.png");
        let shared = Shared::default();
        shared.put(plan, b"one");
        shared.put(paper, b"one");
        let once = Once::open(&shared);
        assert_eq!(once.changed(), Vec::<String>::new());
        for path in [plan, paper, photo] {
            shared.put(path, b"two");
        }
        assert_eq!(once.read(plan).ok(), Some(b"one".to_vec()));
        assert!(matches!(once.read(paper), Err(ReadError::Changed)));
        assert_eq!(
            once.list("sources").ok(),
            Some(vec!["papers".to_owned(), "plan.toml".to_owned()])
        );
        assert_eq!(once.changed(), [photo, paper, plan]);
    }
}

//! Whether a package or an archive holds just what was packed: nothing missing, added or changed.

use crate::archive::{Archive, Entry, Fault, MANIFEST, SUMS, TAG_MANIFEST, digest, parse_sums};
use std::collections::BTreeMap;
use std::fmt;

/// What came of verifying a zip file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What it is.
    pub kind: ZipKind,
    /// How many files it holds.
    pub files: usize,
    /// What is not as it was packed, by path.
    pub differences: Vec<Difference>,
}

/// What planc packs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZipKind {
    /// What is handed in, or published.
    Package,
    /// The prefecture's own record.
    Archive,
}

/// A file that is not as it was packed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The file.
    pub path: String,
    /// What is wrong with it.
    pub kind: DifferenceKind,
}

/// What may be wrong with a file of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// It is listed, but not there.
    Missing,
    /// It is there, but not listed.
    Added,
    /// Its checksum is not the one listed.
    Changed,
    /// It cannot be unpacked.
    Damaged,
    /// It is a list of checksums, but not as planc writes one.
    List,
    /// It is not what the sources of the archive give.
    NotRebuilt,
}

impl DifferenceKind {
    /// As in the JSON output.
    pub fn name(self) -> &'static str {
        match self {
            DifferenceKind::Missing => "missing",
            DifferenceKind::Added => "added",
            DifferenceKind::Changed => "changed",
            DifferenceKind::Damaged => "damaged",
            DifferenceKind::List => "list",
            DifferenceKind::NotRebuilt => "not-rebuilt",
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self.kind {
            DifferenceKind::Missing => "ありません",
            DifferenceKind::Added => "後から加えられています",
            DifferenceKind::Changed => "中身が変わっています",
            DifferenceKind::Damaged => "壊れています",
            DifferenceKind::List => "検査値の一覧が書き換えられています",
            DifferenceKind::NotRebuilt => "この zip の資料から作り直したものと違います",
        };
        // Names of a hostile file may hold what moves the cursor of a terminal.
        write!(f, "{}：{words}", self.path.escape_debug())
    }
}

/// Compares the files of a zip file with its own lists of checksums. Nothing is written.
///
/// # Errors
/// Where the zip file is none, or one that nobody packed in good faith.
pub fn verify(zip: &[u8]) -> Result<Verified, Fault> {
    let archive = Archive::open(zip)?;
    let folder = bag_folder(&archive);
    let mut files = Files {
        prefix: folder.unwrap_or_default(),
        unlisted: archive.entries().iter().map(|it| (&*it.path, it)).collect(),
        archive: &archive,
        differences: Vec::new(),
    };
    match folder {
        Some(_) => {
            files.list(TAG_MANIFEST, |path| !path.starts_with("data/"));
            files.list(MANIFEST, |path| path.starts_with("data/"));
        }
        None => files.list(SUMS, |_| true),
    }
    let mut differences = files.finish();
    differences.sort();
    differences.dedup();
    Ok(Verified {
        kind: folder.map_or(ZipKind::Package, |_| ZipKind::Archive),
        files: archive.entries().len(),
        differences,
    })
}

/// The folder of a bag with `/` behind it: the one that holds most of a bag's own files. What lies beside it was added.
pub(super) fn bag_folder<'a>(archive: &'a Archive<'_>) -> Option<&'a str> {
    // A package names all that it holds at its root.
    if archive.entry(SUMS).is_some() {
        return None;
    }
    let tags = ["bagit.txt", MANIFEST, TAG_MANIFEST];
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in archive.entries() {
        if let Some((folder, below)) = entry.path.split_once('/')
            && tags.contains(&below)
        {
            *folders.entry(&entry.path[..=folder.len()]).or_default() += 1;
        }
    }
    folders
        .into_iter()
        .max_by_key(|(_, own)| *own)
        .map(|(folder, _)| folder)
}

struct Files<'a> {
    /// What stands before the paths of lists.
    prefix: &'a str,
    /// The files that no list named so far.
    unlisted: BTreeMap<&'a str, &'a Entry>,
    archive: &'a Archive<'a>,
    differences: Vec<Difference>,
}

impl Files<'_> {
    fn tell(&mut self, path: String, kind: DifferenceKind) {
        self.differences.push(Difference { path, kind });
    }

    /// Compares the files that a list is about, which are all named in it; the list itself is not.
    fn list(&mut self, list: &str, concerns: impl Fn(&str) -> bool) {
        let list = format!("{}{list}", self.prefix);
        let Some(entry) = self.archive.entry(&list) else {
            self.tell(list, DifferenceKind::Missing);
            // Without their list it cannot be said which of its files were added.
            let prefix = self.prefix;
            self.unlisted
                .retain(|path, _| !path.strip_prefix(prefix).is_some_and(&concerns));
            return;
        };
        self.unlisted.remove(&*list);
        let Ok(bytes) = self.archive.read(entry) else {
            return self.tell(list, DifferenceKind::Damaged);
        };
        let Some(sums) = parse_sums(&bytes) else {
            return self.tell(list, DifferenceKind::List);
        };
        for (expected, path) in sums {
            if concerns(path) {
                self.compare(&format!("{}{path}", self.prefix), expected);
            } else {
                self.tell(list.clone(), DifferenceKind::List);
            }
        }
    }

    fn compare(&mut self, path: &str, expected: &str) {
        let Some(entry) = self.archive.entry(path) else {
            return self.tell(path.to_owned(), DifferenceKind::Missing);
        };
        self.unlisted.remove(path);
        match self.archive.read(entry) {
            Err(_) => self.tell(path.to_owned(), DifferenceKind::Damaged),
            Ok(bytes) if digest(&bytes) != expected => self.tell(path.to_owned(), DifferenceKind::Changed),
            Ok(_) => {}
        }
    }

    fn finish(mut self) -> Vec<Difference> {
        for path in std::mem::take(&mut self.unlisted).into_keys() {
            self.tell(path.to_owned(), DifferenceKind::Added);
        }
        self.differences
    }
}

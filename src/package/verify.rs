//! Whether a package or an archive holds just what was packed: nothing missing, added or changed, and packed as planc packs.
//!
//! A zip file proves itself in three ways, each of which a forger must have got past: it is packed again from what it
//! holds and compared byte for byte; its lists of checksums name just what is there, in its order; and its list of
//! enclosures says the same sizes and checksums. Who packed it is not proved.

use super::check_words;
use super::enclosed::{EnclosureList, Row, list, made_on};
use super::names::foreign;
use super::record::{ABOUT, About, handed_in_folder};
use super::sent::sent;
use crate::archive::{
    Archive, Entry, Fault, MANIFEST, OddField, Oddity, PAYLOAD, Packed, SUMS, TAG_MANIFEST, digest, faulty_names,
    packed, parse_sums,
};
use crate::papers::runs;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
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
    /// What another program wrote otherwise when it packed the same files again; empty where planc packed them.
    pub packed_again: Vec<Oddity>,
    /// The form in which its lists are written: [`FORM`], or an older one.
    pub form: u32,
    /// Whether there are lists of checksums in it. What the nation gets may have none but its list of enclosures.
    pub has_checksums: bool,
    /// The SHA-256 of the zip file itself.
    pub digest: String,
}

/// The form of the lists in what this planc packs.
pub const FORM: u32 = 2;
/// What planc 0.1.0 packed: nothing but the checksums says what is in a package.
const OLD_FORM: u32 = 1;

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
    /// The file; empty for the zip file as a whole.
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
    NotRebuilt(Otherwise),
    /// planc gives no file such a name.
    Name,
    /// The list of enclosures says something else of it, or nothing.
    Enclosure,
    /// Something in the zip file that planc does not write there.
    Odd(OddField),
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
            DifferenceKind::NotRebuilt(_) => "not-rebuilt",
            DifferenceKind::Name => "name",
            DifferenceKind::Enclosure => "enclosure",
            DifferenceKind::Odd(field) => field.name(),
        }
    }
}

/// How a file differs from the one that is made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Otherwise {
    /// The file is not made again.
    Unmade,
    /// A file is made that the record lacks.
    New,
    /// A document says other numbers; those of its pages count.
    Figures,
    /// A document says the same numbers in other words.
    Words,
    /// A document says the same.
    Layout,
    /// Its bytes, of a file that is no document.
    Bytes,
}

impl Otherwise {
    fn words(self) -> &'static str {
        match self {
            Otherwise::Unmade => "この zip の資料から作り直すと、できないファイルです",
            Otherwise::New => "この zip の資料から作り直すと、加わるファイルです",
            Otherwise::Figures => "この zip の資料から作り直したものと、数字（ページ番号を含みます）が違います",
            Otherwise::Words => "この zip の資料から作り直したものと、文言が違います（数字は同じです）",
            Otherwise::Layout => "この zip の資料から作り直したものと、体裁だけが違います（文字は同じです）",
            Otherwise::Bytes => "この zip の資料から作り直したものと違います",
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names of a hostile file may hold what moves the cursor of a terminal.
        match &*self.path {
            "" => f.write_str("zip 全体：")?,
            path => write!(f, "{}：", path.escape_debug())?,
        }
        f.write_str(match self.kind {
            DifferenceKind::Missing => "ありません",
            DifferenceKind::Added => "後から加えられています",
            DifferenceKind::Changed => "中身が変わっています",
            DifferenceKind::Damaged => "壊れています",
            DifferenceKind::List => "検査値の一覧が書き換えられています",
            DifferenceKind::NotRebuilt(otherwise) => otherwise.words(),
            DifferenceKind::Name => "planc が付ける名前ではありません",
            DifferenceKind::Enclosure => "提出物の一覧に書かれたものと違います",
            DifferenceKind::Odd(field) => return field.fmt(f),
        })
    }
}

/// Compares a zip file with the one that planc packs of the same files, and the files with their own lists. Nothing is
/// written.
///
/// # Errors
/// Where the zip file is none, or one that nobody packed in good faith.
pub fn verify(zip: &[u8]) -> Result<Verified, Fault> {
    let archive = Archive::open(zip)?;
    let mut files = Files {
        archive: &archive,
        made: None,
        form: FORM,
        is_moved: false,
        has_checksums: true,
        differences: Vec::new(),
    };
    let kind = match bag_folder(&archive) {
        Some(folder) => {
            files.bag(folder);
            ZipKind::Archive
        }
        None => {
            files.package("");
            ZipKind::Package
        }
    };
    files.names();
    let mut packed_again = files.packing();
    if files.is_moved {
        let field = OddField::Order;
        packed_again.push(Oddity { entry: None, field });
    }
    let mut differences = files.differences;
    differences.sort();
    differences.dedup();
    Ok(Verified {
        kind,
        files: archive.entries().len(),
        differences,
        packed_again,
        form: files.form,
        has_checksums: files.has_checksums,
        digest: digest(zip),
    })
}

/// The folder of a bag with `/` behind it: the one that holds most of a bag's own files. What lies beside it was added.
pub(super) fn bag_folder<'a>(archive: &'a Archive<'_>) -> Option<&'a str> {
    // A package names all that it holds at its root.
    if archive.entry(SUMS).is_some() {
        return None;
    }
    let tags = [DECLARATION, MANIFEST, TAG_MANIFEST];
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

/// By this file a bag is known.
const DECLARATION: &str = "bagit.txt";

struct Files<'a> {
    archive: &'a Archive<'a>,
    /// The day on which the Word files that planc wrote say that they were made.
    made: Option<Date>,
    form: u32,
    /// Whether the files stand in another order than in a list.
    is_moved: bool,
    has_checksums: bool,
    differences: Vec<Difference>,
}

/// A line of a list of checksums; the list itself has none.
struct Line {
    digest: Option<String>,
    path: String,
}

impl Files<'_> {
    fn tell(&mut self, path: &str, kind: DifferenceKind) {
        let path = path.to_owned();
        self.differences.push(Difference { path, kind });
    }

    /// The tags of a bag and behind them the list that names them, then its payload; in the payload what is handed in.
    fn bag(&mut self, folder: &str) {
        let payload = format!("{PAYLOAD}/");
        let tags = self.list(folder, TAG_MANIFEST, |path| !path.starts_with(&payload));
        let data = self.list(folder, MANIFEST, |path| path.starts_with(&payload));
        let is_whole = tags.is_some() && data.is_some();
        let lines: Vec<Line> = tags.into_iter().chain(data).flatten().collect();
        self.compare("", &lines, is_whole);
        let about = format!("{folder}{payload}{ABOUT}");
        let told = self
            .read(&about)
            .and_then(|it| serde_json::from_slice::<About>(&it).ok());
        let Some((told, edition)) = told.and_then(|it| Some((it.package.clone(), it.edition()?))) else {
            self.tell(&about, DifferenceKind::Missing);
            return;
        };
        let folder = format!("{folder}{payload}{}/", handed_in_folder(edition));
        self.package(&folder);
        let sent = || sent(self.archive, &folder, self.has_checksums, self.made);
        if told.is_some_and(|told| sent().is_some_and(|sent| sent != told.sha256)) {
            self.tell(&about, DifferenceKind::Changed);
        }
    }

    /// What is handed in, or published: all of a zip file, or a folder of a record.
    fn package(&mut self, folder: &str) {
        let archive = self.archive;
        let own = [SUMS, check_words::NAME].map(|it| format!("{folder}{it}"));
        let below = archive.entries().iter().filter(|it| it.path.starts_with(folder));
        let below: Vec<&Entry> = below.filter(|it| !own.contains(&it.path)).collect();
        let names: Vec<&str> = below.iter().map(|it| &it.path[folder.len()..]).collect();
        for name in foreign(&names) {
            self.tell(&format!("{folder}{name}"), DifferenceKind::Name);
        }
        let lists = self.lists(folder, &below);
        self.has_checksums = !lists.iter().any(|(_, list)| list.is_without_checksums);
        // A record has them whether those who got the package do or not.
        if folder.is_empty() && !self.has_checksums {
            let there = own.iter().filter(|it| archive.entry(it).is_some());
            there.for_each(|it| self.tell(it, DifferenceKind::Added));
        } else {
            self.checksums(folder);
        }
        for (own, list) in &lists {
            self.enclosed(folder, &below, (own, &list.rows));
        }
        let own = below
            .iter()
            .filter(|it| !it.path[folder.len()..].contains('/') && it.path.ends_with(".docx"));
        self.made = own.filter_map(|it| made_on(&archive.read(it).ok()?)).max();
    }

    /// Compares what is in a package with its list of checksums, and with what tells how to check.
    fn checksums(&mut self, folder: &str) {
        let lines = self.list(folder, SUMS, |_| true);
        if lines.as_ref().is_some_and(|it| it.len() == 1) {
            self.tell(&format!("{folder}{SUMS}"), DifferenceKind::List);
        }
        self.compare(folder, lines.as_deref().unwrap_or_default(), lines.is_some());
        self.words(folder, lines.as_deref().unwrap_or_default());
    }

    /// How to check is told with what is in the package; older forms did not.
    fn words(&mut self, folder: &str, lines: &[Line]) {
        let own = format!("{folder}{}", check_words::NAME);
        let listed = lines.iter().filter(|it| it.path != own).filter_map(|it| {
            Some(check_words::Listed {
                path: &it.path[folder.len()..],
                size: self.archive.entry(&it.path)?.size,
                digest: it.digest.as_deref()?,
            })
        });
        let listed: Vec<check_words::Listed<'_>> = listed.collect();
        match self.read(&own) {
            // That it is missing, the list of checksums says.
            None if lines.iter().any(|it| it.path == own) => {}
            None => self.tell(&own, DifferenceKind::Missing),
            Some(words) if words == check_words::bytes(&listed) => {}
            Some(words) if words == check_words::old_bytes(&listed) => self.form = OLD_FORM,
            Some(_) => self.tell(&own, DifferenceKind::List),
        }
    }

    /// A list of checksums, with itself behind the files that it names; `None` where there is none that planc wrote.
    fn list(&mut self, folder: &str, list: &str, concerns: impl Fn(&str) -> bool) -> Option<Vec<Line>> {
        let list = format!("{folder}{list}");
        let Some(entry) = self.archive.entry(&list) else {
            self.tell(&list, DifferenceKind::Missing);
            return None;
        };
        let Ok(bytes) = self.archive.read(entry) else {
            self.tell(&list, DifferenceKind::Damaged);
            return None;
        };
        let sums = parse_sums(&bytes).filter(|sums| sums.iter().all(|(_, path)| concerns(path)));
        let Some(sums) = sums else {
            self.tell(&list, DifferenceKind::List);
            return None;
        };
        let line = |(digest, path): (&str, &str)| Line {
            digest: Some(digest.to_owned()),
            path: format!("{folder}{path}"),
        };
        let mut lines: Vec<Line> = sums.into_iter().map(line).collect();
        // The list of a payload is named by another.
        if !list.ends_with(&format!("/{MANIFEST}")) {
            lines.push(Line {
                digest: None,
                path: list,
            });
        }
        Some(lines)
    }

    /// Compares what is there below a folder with its lists: which files, what they hold, their order. Without all of the
    /// lists it cannot be said which files were added.
    fn compare(&mut self, folder: &str, lines: &[Line], is_whole: bool) {
        let archive = self.archive;
        for line in lines {
            match (archive.entry(&line.path), &line.digest) {
                (None, _) => self.tell(&line.path, DifferenceKind::Missing),
                (Some(_), None) => {}
                (Some(entry), Some(told)) => match archive.read(entry) {
                    Err(_) => self.tell(&line.path, DifferenceKind::Damaged),
                    Ok(bytes) if digest(&bytes) != *told => self.tell(&line.path, DifferenceKind::Changed),
                    Ok(_) => {}
                },
            }
        }
        let named: BTreeSet<&str> = lines.iter().map(|it| &*it.path).collect();
        let there = archive.entries().iter().filter(|it| it.path.starts_with(folder));
        let (known, added): (Vec<&Entry>, Vec<&Entry>) = there.partition(|it| named.contains(&*it.path));
        if !is_whole {
            return;
        }
        added.iter().for_each(|it| self.tell(&it.path, DifferenceKind::Added));
        let lines = lines.iter().filter(|it| archive.entry(&it.path).is_some());
        self.is_moved |= known.iter().zip(lines).any(|(entry, line)| entry.path != line.path);
    }

    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.archive.read(self.archive.entry(path)?).ok()
    }

    /// The lists of enclosures in a package, each with its path without the ending.
    fn lists(&self, folder: &str, files: &[&Entry]) -> Vec<(String, EnclosureList)> {
        let workbooks = files.iter().filter(|it| it.path.ends_with(".xlsx"));
        let read = |it: &&Entry| Some((stem(&it.path).to_owned(), list(&self.archive.read(it).ok()?)?));
        let lists = workbooks.filter_map(read);
        lists.filter(|(own, list)| list.is_at(&own[folder.len()..])).collect()
    }

    /// Compares the files of a package with a list of enclosures; of itself in its formats the list tells no checksum.
    fn enclosed(&mut self, folder: &str, files: &[&Entry], (own, list): (&str, &[Row])) {
        for row in list {
            let path = format!("{folder}{}", row.path);
            let Some(entry) = files.iter().find(|it| it.path == path) else {
                self.tell(&path, DifferenceKind::Missing);
                continue;
            };
            let is_size = |told: u64| told == entry.size;
            let is_digest = |told: &String| self.archive.read(entry).is_ok_and(|it| digest(&it) == *told);
            let is_same = match stem(&path) == own {
                true => row.size.is_none_or(is_size) && row.digest.is_none(),
                false => row.size.is_some_and(is_size) && row.digest.as_ref().is_some_and(is_digest),
            };
            if !is_same {
                self.tell(&path, DifferenceKind::Enclosure);
            }
        }
        let named = |entry: &&&Entry| list.iter().any(|row| row.path == entry.path[folder.len()..]);
        let unnamed: Vec<&&Entry> = files.iter().filter(|it| !named(it)).collect();
        unnamed
            .iter()
            .for_each(|it| self.tell(&it.path, DifferenceKind::Enclosure));
        let there = files.iter().filter(|it| named(it)).map(|it| &it.path[folder.len()..]);
        let told = list.iter().map(|it| &*it.path);
        self.is_moved |= unnamed.is_empty() && !there.eq(told);
    }

    /// Names that planc gives no file: what not every system takes, what nobody sees, programs.
    fn names(&mut self) {
        let archive = self.archive;
        let paths = || archive.entries().iter().map(|it| &*it.path);
        let faulty = faulty_names(paths()).into_iter().map(|(path, _)| path);
        let programs = paths().filter(|path| runs(path));
        for path in faulty.chain(programs).collect::<BTreeSet<_>>() {
            self.tell(path, DifferenceKind::Name);
        }
    }

    /// How it was packed: tells of what may make programs unpack something else, and gives back the rest.
    fn packing(&mut self) -> Vec<Oddity> {
        let archive = self.archive;
        match packed(archive) {
            // The day is that of the documents in it.
            Ok(Packed::Canonical(day)) => {
                let field = OddField::Time;
                let is_other = self.made.is_some() && self.made != day;
                is_other.then_some(Oddity { entry: None, field }).into_iter().collect()
            }
            Ok(Packed::Otherwise(oddities)) => {
                let (harmless, others): (Vec<_>, Vec<_>) = oddities.into_iter().partition(|it| it.field.is_harmless());
                for Oddity { entry, field } in others {
                    self.tell(entry.as_deref().unwrap_or_default(), DifferenceKind::Odd(field));
                }
                harmless
            }
            // That is told of where the file is compared.
            Err(_) => Vec::new(),
        }
    }
}

/// A path without its ending.
fn stem(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

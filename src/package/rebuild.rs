//! Builds a record again from its own sources, and compares what comes of it byte by byte.

use super::program::Program;
use super::record::{ABOUT, About};
use super::verify::{Otherwise, bag_folder};
use super::version::{foreign_programs, replace_programs};
use super::{Difference, DifferenceKind, PackError, Wanted, package_as};
use crate::archive::{Archive, Fault, PAYLOAD, project};
use crate::compile::Step;
use crate::diagnostic::{Diagnostic, Edition};
use crate::papers;
use crate::source::SourceMap;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// What came of building a record again.
pub enum Rebuilt {
    /// The same bytes.
    Same,
    /// These files are not what the sources of the record give.
    Differs(Vec<Difference>),
    /// Every file is the same, yet not the zip file around them: somebody packed it again.
    PackedAgain,
    /// The sources of the record have errors.
    Refused(SourceMap, Vec<Diagnostic>, Edition),
    /// Typst templates that are not planc's own, which are programs: they run only for who trusts them.
    OwnTemplates(Vec<String>),
    /// Another program made it, see [`made_by`]: in these files this one makes something else of the same sources.
    ByAnother(Vec<Difference>),
    /// It is no record.
    NoArchive,
}

/// The program that made a record; `None` of a zip file that is none, or does not tell.
///
/// # Errors
/// Where the zip file is none, one that nobody packed in good faith, or damaged.
pub fn made_by(zip: &[u8]) -> Result<Option<Program>, Fault> {
    Ok(about(&Archive::open(zip)?)?.map(|it| it.program))
}

/// Builds the package of an archive again, in memory. Who does not trust its templates builds none with typst templates
/// of its own; those of another program give way to planc's own.
///
/// # Errors
/// Where the zip file is none, one that nobody packed in good faith, or damaged; where a document cannot be written.
pub fn rebuild(zip: &[u8], trusts_templates: bool, progress: &dyn Fn(Step)) -> Result<Rebuilt, RebuildError> {
    let archive = Archive::open(zip)?;
    let Some(about) = about(&archive)? else {
        return Ok(Rebuilt::NoArchive);
    };
    let (Some(edition), Some(mut world)) = (about.edition(), project(&archive)?) else {
        return Ok(Rebuilt::NoArchive);
    };
    let is_ours = about.program.is(&Program::this());
    let own = match trusts_templates {
        true => Vec::new(),
        false => foreign_programs(&world),
    };
    if is_ours && !own.is_empty() {
        return Ok(Rebuilt::OwnTemplates(own));
    }
    replace_programs(&mut world, &own);
    let wanted = Wanted { edition, archive: true };
    let packaged = package_as(&about.program, &world, wanted, progress)?;
    let Some(again) = packaged.zip else {
        return Ok(Rebuilt::Refused(packaged.sources, packaged.diagnostics, edition));
    };
    if is_ours && again.file.bytes() == zip {
        return Ok(Rebuilt::Same);
    }
    let mut differences = differences(&archive, &Archive::open(again.file.bytes())?)?;
    if !is_ours {
        // What was replaced differs, and with it the lists of the bag.
        differences.retain(|it| is_made(&it.path) && !own.iter().any(|own| it.path.ends_with(own)));
        return Ok(Rebuilt::ByAnother(differences));
    }
    Ok(match differences.is_empty() {
        true => Rebuilt::PackedAgain,
        false => Rebuilt::Differs(differences),
    })
}

/// Whether a file of a record belongs to its payload, and is not what tells which program made it.
fn is_made(path: &str) -> bool {
    let below = path.split_once('/').and_then(|(_, below)| below.strip_prefix(PAYLOAD));
    below.is_some_and(|it| it.starts_with('/') && it[1..] != *ABOUT)
}

/// Why an archive could not be built again.
#[derive(Debug)]
pub enum RebuildError {
    /// The zip file.
    Zip(Fault),
    /// A writer.
    Pack(PackError),
}

impl From<Fault> for RebuildError {
    fn from(fault: Fault) -> Self {
        RebuildError::Zip(fault)
    }
}

impl From<PackError> for RebuildError {
    fn from(error: PackError) -> Self {
        RebuildError::Pack(error)
    }
}

fn about(archive: &Archive<'_>) -> Result<Option<About>, Fault> {
    let path = bag_folder(archive).map(|folder| format!("{folder}data/{ABOUT}"));
    let Some(entry) = path.and_then(|path| archive.entry(&path)) else {
        return Ok(None);
    };
    Ok(serde_json::from_slice(&archive.read(entry)?).ok())
}

fn differences(archive: &Archive<'_>, again: &Archive<'_>) -> Result<Vec<Difference>, Fault> {
    let (mut found, mut rest) = (Vec::new(), BTreeMap::new());
    rest.extend(again.entries().iter().map(|it| (&*it.path, it)));
    let mut tell = |path: &str, otherwise| {
        found.push(Difference {
            path: path.to_owned(),
            kind: DifferenceKind::NotRebuilt(otherwise),
        });
    };
    for entry in archive.entries() {
        let Some(other) = rest.remove(&*entry.path) else {
            tell(&entry.path, Otherwise::Unmade);
            continue;
        };
        let (before, after) = (archive.read(entry)?, again.read(other)?);
        if before != after {
            tell(&entry.path, otherwise(&entry.path, &before, &after));
        }
    }
    rest.into_keys().for_each(|path| tell(path, Otherwise::New));
    found.sort();
    Ok(found)
}

/// How two files of one name differ, as far as both can be read.
fn otherwise(path: &str, before: &[u8], after: &[u8]) -> Otherwise {
    let (Some(before), Some(after)) = (said(path, before), said(path, after)) else {
        return Otherwise::Bytes;
    };
    if before == after {
        Otherwise::Layout
    } else if numbers(&before) == numbers(&after) {
        Otherwise::Words
    } else {
        Otherwise::Figures
    }
}

/// What a document says, wherever its lines break; `None` of what is none.
fn said(path: &str, bytes: &[u8]) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let paper = papers::open(name, bytes).ok().filter(|it| !it.texts.is_empty())?;
    let letters = |it: &papers::PlacedText| it.text.nfkc().filter(|it| !it.is_whitespace()).collect::<String>();
    Some(paper.texts.iter().map(letters).collect())
}

/// The numbers in a text with their signs, sorted.
fn numbers(text: &str) -> Vec<String> {
    let is_of_number = |it: char| it.is_ascii_digit() || matches!(it, '.' | '-' | '−' | '△' | '▲');
    let plain = text.replace(',', "");
    let runs = plain.split(|it| !is_of_number(it));
    let mut numbers: Vec<String> = runs
        .filter(|it| it.contains(|it: char| it.is_ascii_digit()))
        .map(str::to_owned)
        .collect();
    numbers.sort();
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_words() {
        let pairs = [
            ("売上高1,200万円", "売上高 1200 万円", true),
            ("3.8％の増", "3.8%増える", true),
            ("令和12年度に321人", "令和12年度に320人", false),
            ("△5億円", "5億円", false),
            ("1.2倍", "12倍", false),
        ];
        for (one, other, same) in pairs {
            let plain = |it: &str| numbers(&it.nfkc().collect::<String>());
            assert_eq!(plain(one) == plain(other), same, "{one} {other}");
        }
    }
}

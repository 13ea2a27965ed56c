//! Builds a record again from its own sources, and compares what comes of it byte by byte.

use super::record::{ABOUT, About, VERSION};
use super::verify::bag_folder;
use super::version::foreign_programs;
use super::{Difference, DifferenceKind, PackError, Wanted, package};
use crate::archive::{Archive, Fault, project};
use crate::compile::Step;
use crate::diagnostic::{Diagnostic, Edition};
use crate::source::SourceMap;
use std::collections::BTreeMap;

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
    /// Another version of planc made it: this one.
    OtherVersion(String),
    /// It is no record.
    NoArchive,
}

/// Builds the package of an archive again, in memory. Who does not trust its templates builds none with typst templates
/// of its own.
///
/// # Errors
/// Where the zip file is none, one that nobody packed in good faith, or damaged; where a document cannot be written.
pub fn rebuild(zip: &[u8], trusts_templates: bool, progress: &dyn Fn(Step)) -> Result<Rebuilt, RebuildError> {
    let archive = Archive::open(zip)?;
    let Some(about) = about(&archive)? else {
        return Ok(Rebuilt::NoArchive);
    };
    let (Some(edition), Some(world)) = (about.edition(), project(&archive)?) else {
        return Ok(Rebuilt::NoArchive);
    };
    if about.planc != VERSION {
        return Ok(Rebuilt::OtherVersion(about.planc));
    }
    let own = foreign_programs(&world);
    if !trusts_templates && !own.is_empty() {
        return Ok(Rebuilt::OwnTemplates(own));
    }
    let wanted = Wanted { edition, archive: true };
    let packaged = package(&world, wanted, progress)?;
    let Some(again) = packaged.zip else {
        return Ok(Rebuilt::Refused(packaged.sources, packaged.diagnostics, edition));
    };
    if again.file.bytes() == zip {
        return Ok(Rebuilt::Same);
    }
    let differences = differences(&archive, &Archive::open(again.file.bytes())?)?;
    Ok(match differences.is_empty() {
        true => Rebuilt::PackedAgain,
        false => Rebuilt::Differs(differences),
    })
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
    let tell = |path: &str, kind| Difference {
        path: path.to_owned(),
        kind,
    };
    for entry in archive.entries() {
        match rest.remove(&*entry.path) {
            None => found.push(tell(&entry.path, DifferenceKind::Added)),
            Some(other) if archive.read(entry)? != again.read(other)? => {
                found.push(tell(&entry.path, DifferenceKind::NotRebuilt));
            }
            Some(_) => {}
        }
    }
    found.extend(rest.into_keys().map(|path| tell(path, DifferenceKind::Missing)));
    found.sort();
    Ok(found)
}

//! Where the versions of a plan come from that are compared: folders, records, git.

use super::record::ABOUT;
use super::verify::{Difference, DifferenceKind, bag_folder, verify};
use crate::archive::{self, Archive, Fault, OddField};
use crate::project::TEMPLATES;
use crate::world::{self, Disk, GitError, Memory, ReadError, World};
use std::path::Path;

/// How a version of a repository begins.
const GIT: &str = "git:";
/// No larger archive is read, in bytes.
const LARGEST_ARCHIVE: u64 = 1024 * 1024 * 1024;

/// Why a version could not be opened.
#[derive(Debug)]
pub enum NotOpened {
    /// There is no such folder and no such file.
    Missing,
    /// The folder holds no plan.
    NoPlan,
    /// The file cannot be read.
    Unreadable(ReadError),
    /// The zip file is damaged, or dangerous.
    Archive(Fault),
    /// The zip file is a record that somebody changed: so many files of it, the first of them.
    Changed(usize, Difference),
    /// The revision cannot be read.
    Git(GitError),
}

/// Opens a version: `git:REVISION` of the project folder, a folder, or an archive.
///
/// # Errors
/// Where there is nothing of that name that planc can read.
pub fn open_version(project: &Path, name: &Path) -> Result<Box<dyn World>, NotOpened> {
    if let Some(revision) = name.to_str().and_then(|name| name.strip_prefix(GIT)) {
        let world = world::revision(project, revision).map_err(NotOpened::Git)?;
        return Ok(Box::new(world));
    }
    let disk = Disk::new(name);
    if disk.exists() {
        let payload = Disk::new(&name.join(archive::PAYLOAD));
        return [disk, payload]
            .into_iter()
            .find(holds_plan)
            .map(|disk| Box::new(disk) as Box<dyn World>)
            .ok_or(NotOpened::NoPlan);
    }
    packed(name).map(|world| Box::new(world) as Box<dyn World>)
}

/// Whether a version is a file that somebody packed: neither a revision nor a folder.
pub fn is_packed(name: &Path) -> bool {
    let is_revision = name.to_str().is_some_and(|name| name.starts_with(GIT));
    !is_revision && !Disk::new(name).exists()
}

fn holds_plan(disk: &Disk) -> bool {
    disk.list("sources").is_ok_and(|names| !names.is_empty())
}

/// The plan in a zip file.
fn packed(name: &Path) -> Result<Memory, NotOpened> {
    let (Some(folder), Some(file)) = (name.parent(), name.file_name().and_then(|it| it.to_str())) else {
        return Err(NotOpened::Missing);
    };
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let bytes = Disk::new(folder).read_at_most(file, LARGEST_ARCHIVE);
    let bytes = bytes.map_err(|error| match error {
        ReadError::Missing => NotOpened::Missing,
        other => NotOpened::Unreadable(other),
    })?;
    let archive = Archive::open(&bytes).map_err(NotOpened::Archive)?;
    // A project folder that somebody packed proves nothing; a record does.
    if bag_folder(&archive).is_some() {
        let verified = verify(&bytes).map_err(NotOpened::Archive)?;
        let mut differences = verified.differences.into_iter().filter(is_of_contents);
        if let Some(first) = differences.next() {
            return Err(NotOpened::Changed(1 + differences.count(), first));
        }
    }
    let project = archive::project(&archive).map_err(NotOpened::Archive)?;
    let mut project = project.ok_or(NotOpened::NoPlan)?;
    // Of a file from elsewhere none runs.
    let foreign = foreign_programs(&project);
    replace_programs(&mut project, &foreign);
    Ok(project)
}

/// Puts planc's own typst templates, which are programs, in the places of others.
pub fn replace_programs(project: &mut Memory, foreign: &[String]) {
    for path in foreign {
        project.files.remove(path);
        if let Some((_, text)) = TEMPLATES.iter().find(|(name, _)| path.ends_with(&format!("/{name}"))) {
            project.files.insert(path.clone(), text.as_bytes().to_vec());
        }
    }
}

/// How the names of typst templates end.
const PROGRAM: &str = ".typ";

/// The typst templates of a project that are not planc's own.
pub fn foreign_programs(project: &Memory) -> Vec<String> {
    let is_ours = |path: &str, bytes: &[u8]| {
        let own = |(name, text): &(&str, &str)| path.ends_with(&format!("/{name}")) && text.as_bytes() == bytes;
        TEMPLATES.iter().any(own)
    };
    let foreign = project.files.iter().filter(|(path, bytes)| {
        path.starts_with("plan-templates/") && path.ends_with(PROGRAM) && !is_ours(path, bytes)
    });
    foreign.map(|(path, _)| path.clone()).collect()
}

/// Whether a difference says that what is compared may not be what was kept: not that the record is another program's.
fn is_of_contents(difference: &Difference) -> bool {
    match difference.kind {
        DifferenceKind::Missing => !difference.path.ends_with(ABOUT),
        DifferenceKind::Changed | DifferenceKind::Added | DifferenceKind::Damaged | DifferenceKind::List => true,
        DifferenceKind::Odd(field) => matches!(field, OddField::OtherName | OddField::Gap),
        DifferenceKind::NotRebuilt(_) | DifferenceKind::Name | DifferenceKind::Enclosure => false,
    }
}

//! Two versions of a plan: where they come from, what changed between them, and the files that show it.

use super::{Pages, Step, build};
use crate::archive::{self, Archive, Fault};
use crate::diagnostic::{Diagnostic, Edition, any_error};
use crate::diff::plan::{self, Comparison, ShownVersion};
use crate::evidence::{self, FirstPrinted, first_printed};
use crate::parallel;
use crate::source::SourceMap;
use crate::world::{self, Disk, GitError, Memory, ReadError, World};
use crate::write::{self, excel};
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

fn holds_plan(disk: &Disk) -> bool {
    disk.list("sources").is_ok_and(|names| !names.is_empty())
}

/// The plan in a zip file.
fn packed(name: &Path) -> Result<Memory, NotOpened> {
    let (Some(folder), Some(file)) = (name.parent(), name.file_name().and_then(|it| it.to_str())) else {
        return Err(NotOpened::Missing);
    };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let bytes = Disk::new(folder).read_at_most(file, LARGEST_ARCHIVE);
    let bytes = bytes.map_err(|error| match error {
        ReadError::Missing => NotOpened::Missing,
        other => NotOpened::Unreadable(other),
    })?;
    let archive = Archive::open(&bytes).map_err(NotOpened::Archive)?;
    archive::project(&archive).map_err(NotOpened::Archive)?.ok_or(NotOpened::NoPlan)
}

/// Two versions and what changed between them.
pub struct Compared<'w> {
    /// What changed.
    pub comparison: Comparison,
    /// The version after.
    pub after: ShownVersion,
    worlds: [&'w dyn World; 2],
    edition: Edition,
}

/// A version with errors in its sources: it is compared with nothing.
pub struct Faulty {
    /// Which of the two.
    pub index: usize,
    /// The files that the diagnostics speak of.
    pub sources: SourceMap,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compares two versions as an edition shows them. What is only missing from that edition stops no comparison: a draft
/// is compared as the public would see it long before it can be published.
///
/// # Errors
/// Where a version has errors in its sources.
pub fn compare<'w>(worlds: [&'w dyn World; 2], edition: Edition) -> Result<Compared<'w>, Faulty> {
    let mut read = parallel::map(&worlds, |_, world| {
        let (version, diagnostics) = plan::read(*world);
        match any_error(&diagnostics, Edition::Draft) {
            true => Err((version.plan.sources, diagnostics)),
            false => Ok(ShownVersion::new(version, edition)),
        }
    })
    .into_iter()
    .enumerate();
    let mut next = || match read.next() {
        Some((_, Ok(version))) => Ok(Some(version)),
        Some((index, Err((sources, diagnostics)))) => Err(Faulty {
            index,
            sources,
            diagnostics,
        }),
        None => Ok(None),
    };
    let (before, after) = (next()?, next()?);
}

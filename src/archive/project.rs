//! A zip file as a project folder: what `diff` reads as a version, and `verify --rebuild` builds again.

use super::fault::{Fault, Reason};
use super::read::{Archive, Entry};
use crate::world::{Memory, makes_the_plan};

/// By this file a project folder is known.
const MARK: &str = "sources/plan.toml";

/// Where in a zip file the project folder lies: what stands before `sources/`, empty or ending in `/`. Of several the
/// outermost counts.
pub fn root(archive: &Archive<'_>) -> Option<String> {
    let roots = archive.entries().iter().filter_map(|it| it.path.strip_suffix(MARK));
    let roots = roots.filter(|it| it.is_empty() || it.ends_with('/'));
    roots.min_by_key(|it| it.matches('/').count()).map(str::to_owned)
}

/// The project folder in a zip file, in memory: an archive of planc, or a project folder that somebody packed. `None`
/// where it holds no plan.
///
/// # Errors
/// Where a file of it is damaged.
pub fn project(archive: &Archive<'_>) -> Result<Option<Memory>, Fault> {
    let Some(root) = root(archive) else { return Ok(None) };
    let mut world = Memory::default();
    for entry in archive.entries() {
        let Some(path) = path_in(&root, entry) else { continue };
        if world.files.insert(path.to_owned(), archive.read(entry)?).is_some() {
            return Err(Fault::of(path, Reason::Duplicate));
        }
    }
    Ok(Some(world))
}

/// The path of an entry in the project, if it is a file that a plan is built from.
fn path_in<'a>(root: &str, entry: &'a Entry) -> Option<&'a str> {
    let path = entry.path.strip_prefix(root)?;
    makes_the_plan(path).then_some(path)
}

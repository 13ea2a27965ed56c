//! What an earlier public edition printed, from the record that was kept of it.

use super::record::{ABOUT, About};
use super::verify::bag_folder;
use crate::archive::{Archive, Fault, project};
use crate::diagnostic::{Edition, any_error};
use crate::disclosure::{self, Printed};
use crate::edition::{Purpose, label, without_figures};
use crate::figures::compute;
use crate::plan::load;
use crate::release::{Own, Released};
use crate::world::World;

/// Why a record does not tell what an earlier public edition printed.
#[derive(Debug)]
pub enum NoPrevious {
    /// The zip file is none, damaged, or dangerous.
    Zip(Fault),
    /// It is no record of a public edition.
    NoRecord,
    /// Its sources have errors.
    Faulty,
}

impl From<Fault> for NoPrevious {
    fn from(fault: Fault) -> Self {
        NoPrevious::Zip(fault)
    }
}

/// The file of a project that tells what the edition of a record printed. A record that was made
/// before editions were audited holds none; its totals were then printed as the plan displays them.
///
/// # Errors
/// Where the zip file is no record of a public edition, or cannot be read.
pub fn previous(zip: &[u8]) -> Result<Released, NoPrevious> {
    let archive = Archive::open(zip)?;
    let path = bag_folder(&archive).map(|folder| format!("{folder}data/{ABOUT}"));
    let about = path.and_then(|path| archive.entry(&path)).ok_or(NoPrevious::NoRecord)?;
    let about: About = serde_json::from_slice(&archive.read(about)?).map_err(|_| NoPrevious::NoRecord)?;
    let world = project(&archive)?.ok_or(NoPrevious::NoRecord)?;
    if about.edition != Edition::Public.name() {
        return Err(NoPrevious::NoRecord);
    }
    let (plan, diagnostics) = load(&world);
    let label = label(&plan, Edition::Public, Purpose::Release);
    let path = Printed::path(&label);
    if let Ok(bytes) = world.read(&path) {
        return Ok(Released::own(Own::Sources, path, bytes));
    }
    if any_error(&diagnostics, Edition::Draft) {
        return Err(NoPrevious::Faulty);
    }
    let public = without_figures(&plan, Edition::Public);
    let printed = disclosure::as_displayed(&plan, public.plan(), &compute(&plan), &label);
    Ok(Released::own(Own::Sources, path, printed.text()))
}

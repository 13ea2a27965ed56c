//! What an earlier public edition printed, from the record that was kept of it.

use super::record::{ABOUT, About};
use super::verify::bag_folder;
use crate::archive::{Archive, Fault, project};
use crate::diagnostic::{Edition, any_error};
use crate::disclosure::{self, Printed, records};
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
    /// A record of the project itself cannot be read: its path.
    Record(String),
}

impl From<Fault> for NoPrevious {
    fn from(fault: Fault) -> Self {
        NoPrevious::Zip(fault)
    }
}

/// The files of a project, as `to` holds it, that tell what the edition of a record printed; none where they are there
/// already, and none in the place of one that tells something else. A record that was made before editions were audited
/// holds none; its totals were then printed as the plan displays them.
///
/// # Errors
/// Where the zip file is no record of a public edition, or cannot be read; where a file of the project cannot.
pub fn previous(zip: &[u8], to: &dyn World) -> Result<Vec<Released>, NoPrevious> {
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
    let kept = records(&world, &label, None).map_err(|_| NoPrevious::Faulty)?.own;
    if !kept.is_empty() {
        return added(kept, &label, to);
    }
    if any_error(&diagnostics, Edition::Draft) {
        return Err(NoPrevious::Faulty);
    }
    let public = without_figures(&plan, Edition::Public);
    let printed = disclosure::as_displayed(&plan, public.plan(), &compute(&plan), &label);
    added(vec![printed], &label, to)
}

/// The files that a project lacks of some records of one label.
fn added(kept: Vec<Printed>, label: &str, to: &dyn World) -> Result<Vec<Released>, NoPrevious> {
    let mut there = records(to, label, None).map_err(NoPrevious::Record)?;
    let mut files = Vec::new();
    for printed in kept {
        let label = there.label_for(&printed, label);
        if there.own.iter().any(|own| own.label == label) {
            continue;
        }
        let printed = Printed { label, ..printed };
        let path = Printed::path(&printed.label);
        files.push(Released::own(Own::Sources, path, printed.text()));
        there.own.push(printed);
    }
    Ok(files)
}

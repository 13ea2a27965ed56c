//! What is told of an edition that is packed: what its build and its package would refuse, before either is made.

use super::names::{faulty_name, paths};
use super::{Wanted, enclosures, package, record, submission, take_over};
use crate::archive::{PAYLOAD, faulty_names, plain_words};
use crate::compile::{self, Checked, Step};
use crate::diagnostic::{Code, Diagnostic, Edition, any_error, sort};
use crate::disclosure::Printed;
use crate::document::Class;
use crate::edition::{Purpose, discloses, label};
use crate::plan::{Plan, Recipient, load, unreadable};
use crate::source::{Place, SourceMap, Span};
use crate::template::enclosures::Enclosed;
use crate::world::World;
use std::collections::BTreeMap;

/// Checks a plan as [`compile::check`] does and, of an edition that is packed, also what its package and the record of it
/// need: papers, the letter, names that every system takes, the plan for publication.
///
/// Packages are made, in memory, only where a template is not the one that planc comes with, or a text is very long.
pub fn check(world: &dyn World, edition: Edition, progress: &dyn Fn(Step)) -> Checked {
    let mut checked = compile::check(world, edition, progress);
    match edition {
        Edition::Final | Edition::Public | Edition::Briefing => {}
        Edition::Draft | Edition::Company => return checked,
    }
    let archive = edition != Edition::Briefing;
    let wanted = Wanted { edition, archive };
    let (plan, _) = load(world);
    let (enclosed, _) = enclosures(world, &plan, wanted, &mut checked);
    if enclosed.iter().any(Enclosed::needs_public) {
        take_over(compile::check(world, submission(), progress), &mut checked);
    }
    names(world, &plan, (wanted, &enclosed), &mut checked);
    if !any_error(&checked.diagnostics, edition)
        && !compile::is_surely_written(world, &plan)
        && let Ok(packaged) = package(world, wanted, progress)
    {
        return Checked {
            sources: packaged.sources,
            diagnostics: packaged.diagnostics,
            pages: None,
        };
    }
    sort(&mut checked.diagnostics, &checked.sources);
    checked
}

/// Tells of the names that not every system takes: in the package, and in the record of it.
fn names(world: &dyn World, plan: &Plan, (wanted, enclosed): (Wanted, &[Enclosed]), checked: &mut Checked) {
    let title = compile::name_of(plan, wanted.edition);
    let made_from = match record::made_from(world, None) {
        Ok(files) => files,
        Err((path, error)) => {
            let place = start_of(&path, &mut checked.sources);
            checked.diagnostics.push(match faulty_names([&*path]).pop() {
                Some((_, fault)) => faulty_name(&path, place, &fault),
                None => unreadable(place, &path, &error),
            });
            return;
        }
    };
    let root = format!("{}{}/{PAYLOAD}", plain_words(&title), super::INTERNAL);
    let mut places: BTreeMap<String, Place> = BTreeMap::new();
    let mut all: Vec<String> = Vec::new();
    for enclosure in enclosed {
        let folder = match enclosure.recipient {
            Recipient::Prefecture => record::KEPT,
            Recipient::Nation | Recipient::Public => record::handed_in_folder(wanted.edition),
        };
        for (path, place) in paths(enclosure) {
            let path = format!("{root}/{folder}/{path}");
            places.insert(path.clone(), place);
            all.push(path);
        }
    }
    if discloses(wanted.edition) == Class::Public {
        let label = label(plan, wanted.edition, Purpose::Release);
        let path = Printed::path(&label);
        let version = match wanted.edition {
            Edition::Public => plan.about.editions.public.version.place(),
            Edition::Draft | Edition::Company | Edition::Briefing | Edition::Final => plan.about.version.place(),
        };
        if let (Some(place), Some((_, name))) = (version, path.rsplit_once('/'))
            && name.len() > LONGEST_NAME
        {
            checked.diagnostics.push(too_long(&label, place));
        }
        all.push(format!("{root}/{path}"));
    }
    all.extend(made_from.iter().map(|(path, _)| format!("{root}/{path}")));
    for (path, fault) in faulty_names(all.iter().map(String::as_str)) {
        let own = path.strip_prefix(&*root).unwrap_or(path).trim_start_matches('/');
        let place = places.get(path).copied();
        let place = place.unwrap_or_else(|| start_of(own, &mut checked.sources));
        let problem: Diagnostic = faulty_name(path, place, &fault);
        checked.diagnostics.push(problem);
    }
}

/// No disk takes a longer name of a file, in bytes.
const LONGEST_NAME: usize = 255;

fn too_long(label: &str, place: Place) -> Diagnostic {
    let message = format!("版の名称「{label}」が長すぎ、その名のファイルを作れません。");
    let hint = "「公表版 第2版」のように、短い名称にしてください。";
    Diagnostic::new(Code::BadFileName, place, message).hint(hint)
}

/// The beginning of a file, which need not be one that is read as text.
fn start_of(path: &str, sources: &mut SourceMap) -> Place {
    let file = sources.find(path).unwrap_or_else(|| sources.add(path, ""));
    Place {
        file,
        span: Span::default(),
    }
}

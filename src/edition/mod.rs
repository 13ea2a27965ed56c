//! What an edition may disclose: a [`PlanView`] lacks everything else, so nothing else can reach a template.

mod narrow;
mod published;
mod readiness;

pub use readiness::readiness;

use crate::diagnostic::Edition;
use crate::disclosure::{Audit, Printed, audit};
use crate::document::Class;
use crate::figures::{Figures, compute};
use crate::plan::{About, Awaited, Company, EditionNames, Entry, Member, Plan, Record};
use narrow::{narrow, narrow_all, withhold};
use published::publish;
use std::borrow::Cow;

/// The strictest class that an edition shows.
pub fn discloses(edition: Edition) -> Class {
    match edition {
        Edition::Draft | Edition::Company | Edition::Final => Class::Nation,
        Edition::Public => Class::Public,
    }
}

/// A plan as an edition's readers may see it. Its only ways in are [`view`] and [`company_view`].
#[derive(Clone, Debug)]
pub struct PlanView {
    plan: Plan,
    figures: Figures,
    awaited: Vec<Awaited>,
    edition: Edition,
    name: String,
    published: Option<Box<Entry<Company>>>,
}

impl PlanView {
    /// The plan without what is withheld: values above the edition's class, applicants that were not selected.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The figures of the selected companies; in a public edition of the plan and the fields alone.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// What the list of pending values shows: in a draft also what the prefecture keeps to itself, of which nothing but
    /// name, reason and place is known here.
    pub fn awaited(&self) -> &[Awaited] {
        &self.awaited
    }

    /// The edition.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// What the edition is called: 素案 第1版, 提出版.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// In a view for one company, the company as it will be published.
    pub fn published(&self) -> Option<&Entry<Company>> {
        self.published.as_deref()
    }
}

/// Takes from a plan what an edition may disclose, where no edition went before.
pub fn view(plan: &Plan, edition: Edition) -> PlanView {
    audited_view(plan, edition, &[]).0
}

/// The same; what shows only class P is audited, together with what earlier editions printed, and prints its totals as
/// coarsely as the audit demands.
pub fn audited_view(plan: &Plan, edition: Edition, earlier: &[Printed]) -> (PlanView, Option<Audit>) {
    let figures = compute(&readable(plan));
    let view = without_figures(plan, edition);
    if discloses(edition) > Class::Public {
        return (PlanView { figures, ..view }, None);
    }
    let audit = audit(plan, &view.plan, &figures, (earlier, &view.name));
    let figures = figures.published(plan, &audit.coarsening);
    (PlanView { figures, ..view }, Some(audit))
}

/// What an edition of a plan is called: 素案 第1版, 公表版.
pub fn label(plan: &Plan, edition: Edition) -> String {
    name(plan, edition)
}

/// The same without figures: what requirements are judged by, where nothing is printed.
pub fn without_figures(plan: &Plan, edition: Edition) -> PlanView {
    let awaited = plan.awaited().into_iter();
    let awaited = awaited.filter(|it| plan.speaks_of(it.file)).collect();
    let mut shown = plan.clone();
    shown.companies.retain(|company| company.is_selected());
    if edition == Edition::Public {
        shown.companies.iter_mut().for_each(|it| publish(&mut it.record));
    }
    name_edition(&mut shown.about.record, edition);
    withhold(&mut shown, discloses(edition));
    PlanView {
        name: name(plan, edition),
        plan: shown,
        figures: Figures::default(),
        awaited,
        edition,
        published: None,
    }
}

/// Takes from a plan what one selected company may see: its own sheet and figures, and of the plan what does not speak
/// of others. `None` where no company of that id is selected.
pub fn company_view(plan: &Plan, id: &str) -> Option<PlanView> {
    let company = plan.company(id).filter(|company| company.is_selected())?;
    let mut published = company.clone();
    publish(&mut published.record);
    narrow(&mut published.record, "companies", &plan.narrowings(), Class::Public);
    published.record.withhold(Class::Public);
    let mut view = without_figures(plan, Edition::Company);
    view.figures = compute(&readable(plan)).of_company(id);
    view.awaited.retain(|awaited| awaited.file == company.file);
    let own = &mut view.plan;
    own.companies.retain(|it| &*it.id == id);
    own.fields.retain(|field| company.is_of(&field.id));
    own.fields
        .iter_mut()
        .for_each(|it| keep(&mut it.record, FIELD_FOR_COMPANY));
    keep(&mut own.about.record, PLAN_FOR_COMPANY);
    own.support.record.hide(&[]);
    own.statistics = None;
    own.companies
        .iter_mut()
        .for_each(|it| it.record.selection_reason.hide(&[]));
    narrow::keep_pictures(own);
    view.published = Some(Box::new(published));
    Some(view)
}

/// Of `plan.toml`, what a company reads: nothing that tells of other companies.
const PLAN_FOR_COMPANY: &[&str] = &[
    "title",
    "prefecture",
    "issuer",
    "department",
    "version",
    "date",
    "plan_period",
    "contact",
    "kpi",
    "display",
];
/// Of its field.
const FIELD_FOR_COMPANY: &[&str] = &["name", "short_name", "order"];

/// Takes away all keys but some.
fn keep<T: Record>(record: &mut T, keys: &[&str]) {
    let others = T::KEYS.iter().filter(|key| !keys.contains(&key.name));
    others.for_each(|key| record.hide(&[key.name]));
}

/// Version and date are those of the edition.
fn name_edition(about: &mut About, edition: Edition) {
    if let Some(names) = names_of(about, edition) {
        (about.version, about.date) = (names.version.clone(), names.date.clone());
        about.version.publish();
        about.date.publish();
    }
}

/// What `plan.toml` calls an edition; a draft has the plan's own version and date.
fn names_of(about: &About, edition: Edition) -> Option<EditionNames> {
    match edition {
        Edition::Draft | Edition::Company => None,
        Edition::Final => Some(about.editions.r#final.record.clone()),
        Edition::Public => Some(about.editions.public.record.clone()),
    }
}

/// 素案 第1版; of the others what they are, and their version where that says more.
fn name(plan: &Plan, edition: Edition) -> String {
    let Some(names) = names_of(&plan.about, edition) else {
        return plan.stage_and_version();
    };
    let version = names.version.get().map_or("", |version| &*version.0);
    if version.contains(edition.word()) || version.is_empty() {
        return if version.is_empty() { edition.word() } else { version }.to_owned();
    }
    format!("{} {version}", edition.word())
}

/// The plan that figures are computed from: without what the project keeps to the prefecture's own staff.
fn readable(plan: &Plan) -> Cow<'_, Plan> {
    if plan.about.classes.is_empty() {
        return Cow::Borrowed(plan);
    }
    let mut narrowed = plan.clone();
    narrow_all(&mut narrowed, Class::Nation);
    Cow::Owned(narrowed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Node, load};
    use crate::world::Disk;

    #[test]
    fn an_edition_lacks_what_its_readers_may_not_see() {
        let (plan, _) = load(&Disk::new(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))));
        for edition in [Edition::Draft, Edition::Final, Edition::Public] {
            let view = view(&plan, edition);
            assert!(view.plan().companies.len() < plan.companies.len());
            for (_, node) in view.plan().nodes() {
                node.leaves("", &mut |path, leaf| {
                    if let Node::Value { class, .. } | Node::Pending { class, .. } = leaf {
                        let needed = path == ".status" || path.starts_with(".display.");
                        assert!(*class <= discloses(edition) || needed, "{path}");
                    }
                });
            }
        }
    }
}

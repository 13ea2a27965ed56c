//! What a version of a plan may show beside a later one: nothing that the later one may not show.
//!
//! Whoever compares two versions would otherwise read in the earlier one what was withdrawn since.

use super::published::{agreed, wording};
use super::{PlanView, Purpose, audited_view, discloses, readable, without_figures};
use crate::diagnostic::Edition;
use crate::disclosure::{Before, Printed, Told, audit, audit_beside};
use crate::document::Class;
use crate::figures::{Coarsening, compute};
use crate::plan::{Company, Node, Plan, PublicSection, Record};
use crate::source::FileId;
use std::collections::BTreeSet;

/// What an edition showed of a version by itself, but does not show beside a later one.
#[derive(Clone, Debug, Default)]
pub struct Withdrawn {
    /// The keys, the inner ones of an item of form 1 taken together.
    pub keys: Vec<WithdrawnKey>,
    /// How many companies the later version does not speak of any more.
    pub companies: usize,
}

/// A key that was shown and is not any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawnKey {
    /// Its file in the earlier version.
    pub file: FileId,
    /// Its dotted keys.
    pub key: String,
    /// What people call it.
    pub label: String,
}

/// So many keys name what is withdrawn: 様式1・基本戦略.
const NAMING_KEYS: usize = 2;

/// What an edition shows of a version by itself, but not in a view beside a later one.
pub fn withdrawn(before: &Plan, beside: &PlanView) -> Withdrawn {
    let own = without_figures(before, beside.edition);
    let mut left = BTreeSet::new();
    beside.plan.each_leaf(&mut |file, key, _, node| {
        if matches!(node, Node::Value { .. } | Node::Pending { .. }) {
            left.insert((file, key.to_owned()));
        }
    });
    let speaks_of = |file: FileId| {
        let company = own.plan.companies.iter().find(|it| it.file == file);
        company.is_none_or(|it| beside.plan.company(&it.id).is_some())
    };
    let mut keys: Vec<WithdrawnKey> = Vec::new();
    own.plan.each_leaf(&mut |file, key, labels, node| {
        let shown = matches!(node, Node::Value { .. } | Node::Pending { .. });
        if !shown || !speaks_of(file) || left.contains(&(file, key.to_owned())) {
            return;
        }
        let names = key.split('[').next().unwrap_or(key).split('.').take(NAMING_KEYS);
        let names: Vec<&str> = names.collect();
        let found = WithdrawnKey {
            file,
            key: names.join("."),
            label: labels.iter().take(names.len()).copied().collect::<Vec<_>>().join("・"),
        };
        if !keys.contains(&found) {
            keys.push(found);
        }
    });
    Withdrawn {
        keys,
        companies: own.plan.companies.len() - beside.plan.companies.len(),
    }
}

/// What an edition shows of two versions of a plan side by side: of the later what it may show, of the earlier what both
/// may; each comes with what editions before it printed. Where only class P is shown, readers have the totals of both: the
/// audit takes them together, and the earlier ones are printed as coarsely as the later.
///
/// Of either version it is told which withheld values readers can compute from both, or nearly know.
pub fn views_side_by_side(
    (before, before_it): (&Plan, &[Printed]),
    (after, earlier): (&Plan, &[Printed]),
    edition: Edition,
) -> ([PlanView; 2], [Told; 2]) {
    let before_may = shared(before, after, edition);
    let view = without_figures(&before_may, edition);
    if discloses(edition) > Class::Public {
        let figures = compute(&readable(&before_may));
        let (after, _) = audited_view(after, (edition, Purpose::Release), &[]);
        return ([PlanView { figures, ..view }, after], Default::default());
    }
    let own = without_figures(before, edition);
    let figures = compute(&readable(before));
    let audit = audit(before, &own.plan, &figures, (before_it, &own.name.text));
    let then = Before {
        plan: before,
        public: &own.plan,
        figures: &figures,
        earlier: before_it,
        coarsening: &audit.coarsening,
    };
    let later = without_figures(after, edition);
    let later_figures = compute(&readable(after));
    // Readers have the editions before either.
    let mut all = earlier.to_vec();
    all.extend(before_it.iter().filter(|it| !earlier.contains(it)).cloned());
    let together = audit_beside(then, (after, &later.plan, &later_figures), (&all, &later.name.text));
    let after = PlanView {
        figures: later_figures.published(after, &together.coarsening),
        ..later
    };
    // The earlier totals are those that were printed then, with the companies that have gone since.
    let figures = figures.published(before, &coarser(audit.coarsening, &together.coarsening));
    let told = Told {
        derivable: together.derivable,
        concerns: together.concerns,
    };
    ([PlanView { figures, ..view }, after], [together.of_before, told])
}

/// The coarser of both for each total.
fn coarser(mut one: Coarsening, other: &Coarsening) -> Coarsening {
    for (total, coarseness) in other {
        let entry = one.entry(total.clone()).or_default();
        *entry = (*entry).max(*coarseness);
    }
    one
}

/// A plan without what an edition of a later version may not show: the keys that the later version narrows and, where
/// only class P is shown, what companies no longer agree to publish and those that are no longer selected.
fn shared(before: &Plan, after: &Plan, edition: Edition) -> Plan {
    let mut shared = before.clone();
    shared.about.record.classes.extend(&after.about.classes);
    if discloses(edition) == Class::Public {
        shared.companies.retain_mut(|company| {
            let later = later(company, after).filter(|it| it.is_selected());
            if let Some(later) = later {
                restrict(&mut company.record, later);
            }
            later.is_some()
        });
    }
    shared
}

/// The company in a later version: companies are known by their corporate numbers.
fn later<'p>(company: &Company, after: &'p Plan) -> Option<&'p Company> {
    let number = company.corporate_number.get()?;
    let mut all = after.companies.iter().map(|it| &it.record);
    all.find(|it| it.corporate_number.get() == Some(number))
}

/// Takes from what a company agreed to publish all that it does not agree to later. Who agrees later to other words
/// alone does not agree any more to those of form 1.
fn restrict(company: &mut Company, later: &Company) {
    let agreed = agreed(later);
    let in_other_words =
        |section: PublicSection| wording(later, section).is_some() && wording(company, section).is_none();
    let is_kept = |section: &PublicSection| agreed.contains(section) && !in_other_words(*section);
    let kept: Vec<PublicSection> = PublicSection::ALL.iter().filter(|it| is_kept(it)).copied().collect();
    let public = &mut company.public.record;
    public.sections.retain(|section| kept.contains(section));
    for section in PublicSection::ALL.iter().filter(|it| !kept.contains(it)) {
        public.text.record.hide(&[section.word()]);
    }
}

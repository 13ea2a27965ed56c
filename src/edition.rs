//! What an edition may disclose: a [`PlanView`] lacks everything else, so nothing else can reach a template.

use crate::diagnostic::Edition;
use crate::document::Class;
use crate::figures::{Figures, compute};
use crate::plan::{Awaited, Plan, Record};
use std::collections::BTreeSet;

/// The strictest class that an edition shows.
pub fn discloses(edition: Edition) -> Class {
    match edition {
        Edition::Draft => Class::Nation,
    }
}

/// A plan as an edition's readers may see it. Its only way in is [`view`].
#[derive(Clone, Debug)]
pub struct PlanView {
    plan: Plan,
    figures: Figures,
    awaited: Vec<Awaited>,
    edition: Edition,
}

impl PlanView {
    /// The plan without what is withheld: values above the edition's class, applicants that were not selected.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The figures of the selected companies.
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
}

/// Takes from a plan what an edition may disclose.
pub fn view(plan: &Plan, edition: Edition) -> PlanView {
    PlanView {
        figures: compute(plan),
        ..without_figures(plan, edition)
    }
}

/// The same without figures: what requirements are judged by, where nothing is printed.
pub fn without_figures(plan: &Plan, edition: Edition) -> PlanView {
    let awaited = plan.awaited().into_iter();
    let awaited = awaited.filter(|it| plan.speaks_of(it.file)).collect();
    let mut plan = plan.clone();
    let limit = discloses(edition);
    plan.companies.retain(|company| company.is_selected());
    // How figures and sentences are printed, and which companies count: not themselves printed, yet needed to print.
    let display = plan.about.display.clone();
    plan.about.record.withhold(limit);
    plan.about.record.display = display;
    plan.support.record.withhold(limit);
    plan.fields.iter_mut().for_each(|it| it.record.withhold(limit));
    plan.statistics.iter_mut().for_each(|it| it.record.withhold(limit));
    for company in &mut plan.companies {
        let status = company.record.status.clone();
        company.record.withhold(limit);
        company.record.status = status;
    }
    // Places name lines; the lines themselves are not for a view.
    plan.sources = plan.sources.without_texts();
    let shown: BTreeSet<_> = photos(&plan).collect();
    plan.pictures.retain(|path, _| shown.contains(path));
    PlanView {
        plan,
        figures: Figures::default(),
        awaited,
        edition,
    }
}

fn photos(plan: &Plan) -> impl Iterator<Item = std::sync::Arc<str>> {
    let photos = plan.companies.iter().flat_map(|company| company.profile.photos.iter());
    photos.filter_map(|photo| photo.file.get().map(|file| file.0.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Node, load};
    use crate::world::Disk;

    #[test]
    fn a_draft_lacks_what_only_the_prefecture_may_read() {
        let (plan, _) = load(&Disk::new(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))));
        let view = view(&plan, Edition::Draft);
        assert!(view.plan().companies.len() < plan.companies.len());
        for (_, node) in view.plan().nodes() {
            node.leaves("", &mut |path, leaf| {
                if let Node::Value { class, .. } | Node::Pending { class, .. } = leaf {
                    let needed = path == ".status" || path.starts_with(".display.");
                    assert!(*class <= Class::Nation || needed, "{path}");
                }
            });
        }
    }
}

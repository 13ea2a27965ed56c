//! What an edition may disclose: a [`PlanView`] lacks everything else, so nothing else can reach a template.

mod mark;
mod narrow;
mod published;
mod readiness;
mod shared;
mod undisclosed;

pub use mark::WITH_CARE;
pub use readiness::readiness;
pub use shared::{Withdrawn, WithdrawnKey, views_side_by_side, withdrawn};
pub use undisclosed::{Reason, Subject, Undisclosed, undisclosed};

use crate::diagnostic::Edition;
use crate::disclosure::{Audit, Printed, audit};
use crate::document::{Class, Text};
use crate::figures::{Figures, compute};
use crate::plan::{About, Awaited, Company, EditionNames, Entry, Leaf, Line, Member, Plan, Record};
use narrow::{narrow, narrow_all, withhold};
use published::{has_answered, publish};
use std::borrow::Cow;
use std::sync::Arc;

/// What the public edition is called that goes to the nation with the submission.
const SUBMITTED: &str = "公表用";

/// The strictest class that an edition shows.
pub fn discloses(edition: Edition) -> Class {
    match edition {
        Edition::Draft | Edition::Company | Edition::Final => Class::Nation,
        Edition::Briefing | Edition::Public => Class::Public,
    }
}

/// What a document of an edition is made for, where that is not simply to be that edition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// It is the edition, as its readers get it.
    #[default]
    Release,
    /// The public edition before the nation has published, to be looked at: every page says so.
    Rehearsal,
    /// 公表用: the public edition that goes to the nation with the submission. The nation publishes first, from what it
    /// received, so this one neither waits for that nor has a date of its own yet: it bears that of the submission.
    Submission,
}

/// A plan as an edition's readers may see it. Its only ways in are [`view`] and [`company_view`].
#[derive(Clone, Debug)]
pub struct PlanView {
    plan: Plan,
    figures: Figures,
    awaited: Vec<Awaited>,
    edition: Edition,
    name: Text,
    mark: Option<Text>,
    published: Option<Box<Entry<Company>>>,
    answered: bool,
}

impl PlanView {
    /// The plan without what is withheld: values above the edition's class, applicants that were not selected.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The figures of the selected companies; for the public those of the plan and the fields alone.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// What the list of pending values shows, each with the class of its readers: in a draft also what the prefecture keeps
    /// to itself, of which nothing but name, reason and place is known here.
    pub fn awaited(&self) -> &[Awaited] {
        &self.awaited
    }

    /// The edition.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// What the edition is called: 素案 第1版, 提出版.
    pub fn name(&self) -> &Text {
        &self.name
    }

    /// The title of the plan as this edition shows it; every file needs one, even while it is pending.
    pub fn title(&self) -> Text {
        let title = self.plan.about.title.text(|title| title.0.to_string());
        title.unwrap_or_else(|| Text::template(self.plan.title(), &Arc::default()))
    }

    /// How its readers are to handle it, if in any special way: 取扱注意・検討中.
    pub fn mark(&self) -> Option<&Text> {
        self.mark.as_ref()
    }

    /// In a view for one company, the company as it will be published.
    pub fn published(&self) -> Option<&Entry<Company>> {
        self.published.as_deref()
    }

    /// In a view for one company, whether it has said what of its sheet may be published.
    pub fn has_answered(&self) -> bool {
        self.answered
    }
}

/// Takes from a plan what an edition may disclose, where no edition went before.
pub fn view(plan: &Plan, edition: Edition) -> PlanView {
    audited_view(plan, (edition, Purpose::Release), &[]).0
}

/// The same for a purpose; what shows only class P is audited, together with what earlier editions printed, and prints its
/// totals as coarsely as the audit demands.
pub fn audited_view(
    plan: &Plan,
    (edition, purpose): (Edition, Purpose),
    earlier: &[Printed],
) -> (PlanView, Option<Audit>) {
    let figures = compute(&readable(plan));
    let view = without_figures(plan, edition).serving(plan, purpose);
    if discloses(edition) > Class::Public {
        return (PlanView { figures, ..view }, None);
    }
    let audit = audit(plan, &view.plan, &figures, (earlier, &view.name.text));
    let figures = figures.published(plan, &audit.coarsening);
    (PlanView { figures, ..view }, Some(audit))
}

/// What the record of an edition of a plan is called: 公表版, 公表用（提出版 第2版）.
pub fn label(plan: &Plan, edition: Edition, purpose: Purpose) -> String {
    match purpose {
        Purpose::Release | Purpose::Rehearsal => name(plan, edition).text.to_string(),
        Purpose::Submission => format!("{SUBMITTED}（{}）", name(plan, Edition::Final).text),
    }
}

/// What such records were called once.
pub fn former_label(purpose: Purpose) -> Option<&'static str> {
    (purpose == Purpose::Submission).then_some(SUBMITTED)
}

impl PlanView {
    /// The same, named, dated and marked as the purpose of a document has it.
    #[must_use]
    pub fn serving(mut self, plan: &Plan, purpose: Purpose) -> PlanView {
        self.mark = mark::of(&plan.about, self.edition, purpose);
        match purpose {
            Purpose::Release | Purpose::Rehearsal => {}
            Purpose::Submission => {
                self.name = Text::template(SUBMITTED, &Arc::default());
                let (about, submission) = (&mut self.plan.about.record, &plan.about.editions.r#final);
                about.date = submission.date.clone();
                about.date.publish();
                if let Some(place) = submission.version.place() {
                    about.version = Leaf::Given {
                        value: Line(SUBMITTED.into()),
                        place,
                        class: Class::Public,
                    };
                }
            }
        }
        self
    }
}

/// The same without figures: what requirements are judged by, where nothing is printed.
pub fn without_figures(plan: &Plan, edition: Edition) -> PlanView {
    let mut shown = plan.clone();
    shown.companies.retain(|company| company.is_selected());
    if discloses(edition) == Class::Public {
        shown.companies.iter_mut().for_each(|it| publish(&mut it.record));
    }
    name_edition(&mut shown.about.record, edition);
    withhold(&mut shown, discloses(edition));
    PlanView {
        name: name(plan, edition),
        awaited: awaited(plan, &shown, edition),
        mark: mark::of(&plan.about, edition, Purpose::Release),
        plan: shown,
        figures: Figures::default(),
        edition,
        published: None,
        answered: false,
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
    view.awaited = awaited(plan, &view.plan, Edition::Company);
    view.published = Some(Box::new(published));
    view.answered = has_answered(company);
    Some(view)
}

/// What an edition tells of pending values: those that it would show, with their classes. Of a draft's readers alone, who
/// prepare the plan, also those that the prefecture keeps to itself: their names and reasons, of which a draft makes a list
/// (未確定事項一覧), count for its readers; their values never come with them.
fn awaited(plan: &Plan, shown: &Plan, edition: Edition) -> Vec<Awaited> {
    match edition {
        Edition::Draft => {}
        Edition::Company | Edition::Briefing | Edition::Final | Edition::Public => return shown.awaited(),
    }
    let limit = discloses(edition);
    let told = plan.awaited().into_iter().filter(|it| plan.speaks_of(it.file));
    told.map(|it| Awaited {
        class: it.class.min(limit),
        ..it
    })
    .collect()
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

/// What `plan.toml` calls an edition; a draft and what is made of it have the plan's own version and date.
fn names_of(about: &About, edition: Edition) -> Option<EditionNames> {
    match edition {
        Edition::Draft | Edition::Company | Edition::Briefing => None,
        Edition::Final => Some(about.editions.r#final.record.clone()),
        Edition::Public => Some(about.editions.public.record.clone()),
    }
}

/// 素案 第1版, 説明用 素案 第1版; of the others what they are, and their version where that says more.
fn name(plan: &Plan, edition: Edition) -> Text {
    let Some(names) = names_of(&plan.about, edition) else {
        return stage_and_version(plan, edition);
    };
    let version = told(&names.version, edition, |version| version.0.to_string()).unwrap_or_default();
    let word = edition.word();
    let name = match &*version.text {
        "" => word.to_owned(),
        written if written.contains(word) => written.to_owned(),
        written => format!("{word} {written}"),
    };
    Text::made_of(&name, &Arc::default(), [&version])
}

/// What a key of the prefecture's own says about an edition itself (its stage, its version, how it is to be handled): whoever
/// has the edition reads it.
pub fn told<T>(leaf: &Leaf<T>, edition: Edition, printed: impl Fn(&T) -> String) -> Option<Text> {
    leaf.text(printed).map(|text| Text {
        class: text.class.min(discloses(edition)),
        ..text
    })
}

/// 素案 第1版, as its readers may see it.
fn stage_and_version(plan: &Plan, edition: Edition) -> Text {
    let stage = told(&plan.about.stage, edition, |stage| stage.word().to_owned());
    let version = told(&plan.about.version, edition, |version| version.0.to_string());
    let parts = stage.iter().chain(&version);
    let name = match edition {
        Edition::Briefing => format!("{} {}", edition.word(), plan.stage_and_version()),
        Edition::Draft | Edition::Company | Edition::Final | Edition::Public => plan.stage_and_version(),
    };
    Text::made_of(&name, &Arc::default(), parts)
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
        for edition in [Edition::Draft, Edition::Briefing, Edition::Final, Edition::Public] {
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

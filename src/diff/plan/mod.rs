//! Compares two plans: companies by corporate number, fields by id, targets by name and year, measures by name, and the
//! words of every text. Both are seen through one edition; what it may not disclose is not even compared.

mod amount;
mod at;
mod change;
mod compare;
mod disclosed;
mod json;
mod names;
mod passage;
mod prose;
mod reason;
mod rows;
mod seen;
mod show;
mod stale;
mod term;
mod text;
mod version;

pub use change::{
    About, Action, Change, Comparison, Content, Delta, Kind, Moved, ParagraphAction, ParagraphChange, Reason, Side,
    State, TotalChange, Warning, WarningCode,
};
pub use json::json;
pub use reason::{HEADINGS, of_section as reason_of_section};
pub use show::Quantity;
pub use text::{STYLES, disclosure, summary, text};
pub use version::{ShownVersion, Version, read};

use crate::document::Class;
use crate::edition::discloses;
use crate::plan::Plan;
use crate::source::{FileId, Place};
use at::At;
use compare::Comparing;
use names::Names;
use rows::out_of_order;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use version::Subject;

/// Compares two versions that the same edition shows.
pub fn compare(before: &ShownVersion, after: &ShownVersion) -> Comparison {
    let tells_reasons = after.view.edition().tells_reasons();
    let names = Names::of(before, after);
    let tells_paths = discloses(after.view.edition()) > Class::Public;
    let mut comparing = Comparing::new(&names, (tells_reasons, tells_paths));
    comparing.subject(&before.about_plan(), &after.about_plan());
    comparing.fields(&before.fields(), &after.fields());
    comparing.companies(before, after);
    comparing.subject(&before.support(), &after.support());
    comparing.subject(&before.statistics(), &after.statistics());
    comparing.templates(&before.templates, &after.templates);
    comparing.drop_moves();
    let Comparing { mut changes, moved, .. } = comparing;
    disclosed::tell(&mut changes, before, after);
    if tells_reasons {
        reason::give(&mut changes, &after.plan);
    }
    Comparison {
        edition: after.view.edition().name(),
        before: before.about(),
        after: after.about(),
        warnings: stale::warnings(&changes, before, after),
        totals: disclosed::totals(before, after),
        changes,
        moved,
    }
}

impl Comparing<'_> {
    fn subject(&mut self, before: &Subject<'_>, after: &Subject<'_>) {
        let at = At::top(after.source, &after.path, &after.name);
        self.table(&at, &before.table, &after.table);
    }

    fn fields(&mut self, before: &[Subject<'_>], after: &[Subject<'_>]) {
        let partners = partners(before, after);
        for (new, partner) in after.iter().zip(&partners) {
            match partner {
                Some(old) => self.subject(&before[*old], new),
                None => self.whole(new, Kind::FieldAdded, Action::Added),
            }
        }
        for old in gone(before, &partners) {
            self.whole(old, Kind::FieldRemoved, Action::Removed);
        }
        let moved = out_of_order(&partners);
        let name = |at: &usize| after[*at].name.clone();
        if let Some(first) = moved.first() {
            self.moved.push(Moved {
                subject: after[*first].path.clone(),
                name: after[*first].name.clone(),
                key: "order".to_owned(),
                label: "対象分野の順序".to_owned(),
                what: moved.iter().map(name).collect::<Vec<_>>().join("、"),
            });
        }
    }

    fn companies(&mut self, before: &ShownVersion, after: &ShownVersion) {
        let (old, new) = (before.companies(), after.companies());
        let partners = partners(&old, &new);
        for (company, partner) in new.iter().zip(&partners) {
            match partner.map(|at| &old[at]) {
                Some(old) => self.company(old, company, (before, after)),
                None => self.whole(company, Kind::CompanyAdded, Action::Added),
            }
        }
        for company in gone(&old, &partners) {
            self.whole(company, Kind::CompanyRemoved, Action::Removed);
        }
    }

    /// A company that stayed; its new name is one change, with the short name and the reading.
    fn company(&mut self, before: &Subject<'_>, after: &Subject<'_>, versions: (&ShownVersion, &ShownVersion)) {
        let start = self.changes.len();
        self.subject(before, after);
        self.photos(before, after, versions);
        let changes = self.changes.split_off(start);
        let is_name = |it: &Change| matches!(&*it.key, "name" | "short_name" | "name_kana");
        if !changes.iter().any(|it| it.key == "name") {
            return self.changes.extend(changes);
        }
        let (mut names, others): (Vec<Change>, Vec<Change>) = changes.into_iter().partition(is_name);
        let mut renamed = names.remove(0);
        renamed.kind = Kind::CompanyRenamed;
        renamed.also = names;
        self.changes.push(renamed);
        self.changes.extend(others);
    }

    /// Photos of one path that show something else.
    fn photos(&mut self, before: &Subject<'_>, after: &Subject<'_>, versions: (&ShownVersion, &ShownVersion)) {
        let (old, new) = (versions.0.view.plan(), versions.1.view.plan());
        let earlier: Vec<&Arc<str>> = photos(old, before.file).map(|(path, _)| path).collect();
        for (index, (path, place)) in photos(new, after.file).enumerate() {
            let both = old.pictures.get(path).zip(new.pictures.get(path));
            if earlier.contains(&path) && both.is_some_and(|(one, other)| one.bytes != other.bytes) {
                let side = match self.tells_paths {
                    true => Side {
                        value: Some(path.to_string()),
                        shown: path.to_string(),
                        ..disclosed::photo()
                    },
                    false => disclosed::photo(),
                };
                let side = Side { place, ..side };
                self.changes.push(Change {
                    key: format!("profile.photos[{index}].file"),
                    label: "様式1・写真・画像の差し替え".to_owned(),
                    before: side.clone(),
                    after: side,
                    ..Change::new(Kind::ValueChanged, Action::Changed, (&after.path, &after.name))
                });
            }
        }
    }

    /// A file that came or went: of it nothing but its name is told.
    fn whole(&mut self, subject: &Subject<'_>, kind: Kind, action: Action) {
        let name = seen::leaf_of(&subject.table, "name");
        let side = name
            .map(|leaf| show::side(leaf, "", self.tells_reasons))
            .unwrap_or_default();
        let (before, after) = match action {
            Action::Added => (Side::default(), side),
            Action::Removed | Action::Changed => (side, Side::default()),
        };
        self.changes.push(Change {
            before,
            after,
            ..Change::new(kind, action, (&subject.path, &subject.name))
        });
    }

    fn templates(&mut self, before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) {
        let added = after.keys().filter(|path| !before.contains_key(*path));
        let all: BTreeSet<&String> = before.keys().chain(added).collect();
        for path in all {
            let action = match (before.get(path), after.get(path)) {
                (Some(old), Some(new)) if old == new => continue,
                (Some(_), Some(_)) => Action::Changed,
                (None, _) => Action::Added,
                (_, None) => Action::Removed,
            };
            self.changes.push(Change {
                label: "ひな形".to_owned(),
                ..Change::new(Kind::TemplateChanged, action, (path, "ひな形"))
            });
        }
    }

    /// Takes out the paragraphs that only went from one text to another.
    fn drop_moves(&mut self) {
        let removed = paragraphs_of(&self.changes, ParagraphAction::Removed);
        let mut added = paragraphs_of(&self.changes, ParagraphAction::Added);
        let mut touched = BTreeSet::new();
        for (from, paragraph) in removed {
            let Some(at) = added.iter().position(|(_, it)| *it == paragraph) else {
                continue;
            };
            let (to, _) = added.remove(at);
            take(&mut self.changes[from], ParagraphAction::Removed, &paragraph);
            take(&mut self.changes[to], ParagraphAction::Added, &paragraph);
            touched.extend([from, to]);
            let change = &self.changes[to];
            self.moved.push(Moved {
                subject: change.subject.clone(),
                name: change.name.clone(),
                key: change.key.clone(),
                label: change.label.clone(),
                what: paragraph,
            });
        }
        let changes = std::mem::take(&mut self.changes).into_iter().enumerate();
        let left = changes.filter(|(at, change)| !touched.contains(at) || !change.paragraphs.is_empty());
        self.changes = left.map(|(_, change)| change).collect();
    }
}

/// The photos of a company's file: path and place.
fn photos(plan: &Plan, file: FileId) -> impl Iterator<Item = (&Arc<str>, Option<Place>)> {
    let company = plan.companies.iter().filter(move |it| it.file == file);
    let photos = company.flat_map(|it| it.profile.photos.iter());
    photos.filter_map(|photo| Some((&photo.file.get()?.0, photo.file.place())))
}

/// Of each file after, which one it was before.
fn partners(before: &[Subject<'_>], after: &[Subject<'_>]) -> Vec<Option<usize>> {
    let partner = |new: &Subject<'_>| before.iter().position(|old| old.identity == new.identity);
    after.iter().map(partner).collect()
}

/// The files that went.
fn gone<'s, 'a>(before: &'s [Subject<'a>], partners: &[Option<usize>]) -> impl Iterator<Item = &'s Subject<'a>> {
    let stayed: BTreeSet<usize> = partners.iter().flatten().copied().collect();
    let all = before.iter().enumerate();
    all.filter_map(move |(at, it)| (!stayed.contains(&at)).then_some(it))
}

/// The paragraphs to which one thing happened, each with its change.
fn paragraphs_of(changes: &[Change], action: ParagraphAction) -> Vec<(usize, String)> {
    let of_change = |(at, change): (usize, &Change)| {
        let found = change.paragraphs.iter().filter(|it| it.action == action);
        let texts = found.flat_map(|it| it.before.iter().chain(&it.after).cloned());
        texts.map(|text| (at, text)).collect::<Vec<_>>()
    };
    changes.iter().enumerate().flat_map(of_change).collect()
}

/// Takes out that a paragraph came or went.
fn take(change: &mut Change, action: ParagraphAction, paragraph: &str) {
    let is_it =
        |it: &ParagraphChange| it.action == action && it.before.iter().chain(&it.after).any(|it| it == paragraph);
    if let Some(at) = change.paragraphs.iter().position(is_it) {
        change.paragraphs.remove(at);
    }
}

//! What readers of an edition that shows only class P read in one of two versions alone, and which totals moved though
//! they may not read why.

use super::change::{Action, Change, Kind, Side, State, TotalChange};
use super::version::ShownVersion;
use crate::document::Class;
use crate::edition::discloses;
use crate::figures::Figure;
use crate::plan::{Node, Plan};
use crate::source::FileId;
use crate::template::print::{self, MoneyFormat};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Puts what was withdrawn, or is published from now on, in the place of what looks as if it had gone or come; counts the
/// companies of which the later version does not speak any more, without a word of which they are.
pub fn tell(changes: &mut Vec<Change>, before: &ShownVersion, after: &ShownVersion) {
    if discloses(after.view.edition()) > Class::Public {
        return;
    }
    let withdrawn = withdrawn(before, after);
    let earlier = keys_before(before, after);
    for change in changes
        .iter_mut()
        .filter(|it| it.action == Action::Added && !it.key.is_empty())
    {
        let key = (change.subject.clone(), change.key.clone());
        let again = withdrawn
            .iter()
            .any(|it| it.subject == key.0 && key.1.starts_with(&it.key));
        let was_there = || {
            let own = earlier.get(&change.subject);
            own.is_some_and(|keys| keys.iter().any(|it| it.starts_with(&change.key)))
        };
        if change.before.state == State::Absent && !again && was_there() {
            change.kind = Kind::Disclosed;
        }
    }
    let shown = |it: &Change| {
        changes
            .iter()
            .any(|other| other.subject == it.subject && other.key.starts_with(&it.key))
    };
    let silent: Vec<Change> = withdrawn.into_iter().filter(|it| !shown(it)).collect();
    changes.extend(silent);
    let left = before.withdrawn.companies;
    changes.extend((0..left).map(|_| Change::new(Kind::CompanyRemoved, Action::Removed, ("companies", "企業"))));
}

/// What the earlier version showed by itself, but does not beside the later one.
fn withdrawn(before: &ShownVersion, after: &ShownVersion) -> Vec<Change> {
    let one = |it: &crate::edition::WithdrawnKey| {
        let (subject, name) = subject(&before.plan, it.file, &after.plan);
        Change {
            key: it.key.clone(),
            label: it.label.clone(),
            ..Change::new(Kind::Withdrawn, Action::Removed, (&subject, &name))
        }
    };
    before.withdrawn.keys.iter().map(one).collect()
}

/// Every key that the earlier version writes, whoever may read it, by its file as the later version names it.
fn keys_before(before: &ShownVersion, after: &ShownVersion) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    before.plan.each_leaf(&mut |file, key, _, node| {
        if matches!(node, Node::Value { .. } | Node::Pending { .. }) {
            let (subject, _) = subject(&before.plan, file, &after.plan);
            keys.entry(subject).or_default().insert(key.to_owned());
        }
    });
    keys
}

/// A file of the earlier version without folder and ending, and what it is about, as the later version has them.
fn subject(before: &Plan, file: FileId, after: &Plan) -> (String, String) {
    let company = before.companies.iter().find(|it| it.file == file);
    if let Some(company) = company {
        let number = company.corporate_number.get();
        let later = after.companies.iter().find(|it| it.corporate_number.get() == number);
        let (id, plan) = later.map_or((&company.id, before), |it| (&it.id, after));
        let file = later.map_or(file, |it| it.file);
        return (format!("companies/{id}"), plan.subject(file).to_owned());
    }
    let path = &before.sources.file(file).path;
    let path = path.trim_start_matches("sources/").trim_end_matches(".toml");
    (path.to_owned(), before.subject(file).to_owned())
}

/// The totals that both versions print, but not alike.
pub fn totals(before: &ShownVersion, after: &ShownVersion) -> Vec<TotalChange> {
    if discloses(after.view.edition()) > Class::Public {
        return Vec::new();
    }
    let earlier: BTreeMap<Arc<str>, String> = printed(before)
        .map(|(figure, text)| (figure.name.clone(), text))
        .collect();
    let changed = printed(after).filter_map(|(figure, text)| {
        let old = earlier.get(&figure.name).filter(|old| **old != text)?;
        Some(TotalChange {
            name: figure.name.to_string(),
            label: figure.label.to_string(),
            before: old.clone(),
            after: text,
        })
    });
    changed.collect()
}

/// The totals of a version, as they are printed.
fn printed(version: &ShownVersion) -> impl Iterator<Item = (Arc<Figure>, String)> {
    let money = MoneyFormat::of(version.view.plan());
    let figures = version.view.figures();
    let groups: Vec<_> = std::iter::once(&figures.plan).chain(figures.fields.values()).collect();
    let all: Vec<Arc<Figure>> = groups
        .into_iter()
        .flat_map(|trends| trends.values().flat_map(|trend| trend.figures().cloned()))
        .collect();
    all.into_iter().map(move |figure| {
        let unit = match figure.unit {
            crate::figures::Unit::Yen => money.unit.word(),
            _ => print::unit_after(&figure),
        };
        let text = match (print::figure(&figure, money), figure.withheld, figure.pending) {
            (Some(number), ..) => format!("{number}{unit}"),
            (None, true, _) => print::HIDDEN.to_owned(),
            (None, false, true) => print::PENDING.to_owned(),
            (None, false, false) => print::NONE.to_owned(),
        };
        (figure, text)
    })
}

/// In the place of a path: where a photo lies in the sources is nobody's business.
pub fn photo() -> Side {
    Side {
        state: State::Given,
        shown: "写真".to_owned(),
        ..Side::default()
    }
}

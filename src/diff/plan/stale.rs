//! Changes that were perhaps forgotten: an old figure, date or name that still stands in a text.

use super::change::{Change, Kind, Warning, WarningCode};
use super::passage::{Passage, passages};
use super::term;
use super::version::ShownVersion;
use crate::figures::{Figure, Fraction, Unit};
use crate::plan::written_dates;
use crate::rules::{WrittenNumber, written_numbers};
use crate::template::print;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A number of fewer digits may be the same by chance where nothing says that it is the same thing.
const LEAST_DIGITS: usize = 3;
/// The same in the texts of the company, or of the file, whose figure it is.
const LEAST_OWN_DIGITS: usize = 2;
/// No shorter name is searched for, in characters.
const SHORTEST_NAME: usize = 2;
/// Words of a company's name that say nothing of which it is.
const LEGAL_FORMS: [&str; 6] = ["株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "協同組合"];

/// Where the version after still says what the changes made old, in the order of its files.
pub fn warnings(changes: &[Change], before: &ShownVersion, after: &ShownVersion) -> Vec<Warning> {
    if changes.is_empty() {
        return Vec::new();
    }
    let mut search = Search {
        passages: &passages(after),
        after,
        found: BTreeMap::new(),
    };
    for change in changes {
        search.figure(change);
        search.date(change);
    }
    search.totals(before);
    search.names(changes, before);
    term::search(changes, &mut search);
    search.found.into_values().collect()
}

/// A search in the texts of the version after.
pub struct Search<'a> {
    /// The texts.
    pub passages: &'a [Passage],
    after: &'a ShownVersion,
    /// By path, line, column and kind: of what stands in one place one thing is said.
    found: BTreeMap<(Arc<str>, usize, usize, WarningCode), Warning>,
}

impl Search<'_> {
    /// Says what stands at a byte of a text.
    pub fn warn(&mut self, passage: &Passage, code: WarningCode, at: usize, message: String) {
        let warning = passage.warning(self.after, code, at, message);
        let key = (warning.path.clone(), warning.line, warning.column, code);
        self.found.entry(key).or_insert(warning);
    }

    /// Numbers of texts that are the old value of a figure of the sources.
    fn figure(&mut self, change: &Change) {
        let Some(delta) = &change.delta else {
            return;
        };
        let message = |written: &str| {
            format!(
                "「{written}」が残っています。{}の{}は{}から{}に変わりました。",
                change.name, change.label, change.before.shown, change.after.shown
            )
        };
        let Some(unit) = unit_of(&delta.before.unit) else {
            return self.words(change, &message);
        };
        for passage in self.passages {
            let kin = Kin::of(passage, change);
            let old = |number: &WrittenNumber<'_>| {
                let is = |exact: &Fraction| number.unit == unit && number.rounds(exact);
                kin.is_long_enough(number) && is(&delta.before.exact) && !is(&delta.after.exact)
            };
            for (at, written) in found_numbers(passage, old) {
                self.warn(passage, WarningCode::OldValue, at, message(&written));
            }
        }
    }

    /// The same of a unit that is neither money nor persons nor percent: 20社.
    fn words(&mut self, change: &Change, message: &dyn Fn(&str) -> String) {
        let shown = &change.before.shown;
        let begins = |passage: &Passage, at: usize| {
            !passage.text[..at].ends_with(|it: char| it.is_ascii_digit() || it == ',' || it == '.')
        };
        if shown.ends_with(|it: char| it.is_ascii_digit()) {
            return;
        }
        for passage in self.passages.iter().filter(|it| it.at.subject == change.subject) {
            for at in passage.find(shown).filter(|at| begins(passage, *at)) {
                self.warn(passage, WarningCode::OldValue, at, message(shown));
            }
        }
    }

    /// Dates of texts that are the old one.
    fn date(&mut self, change: &Change) {
        let day = |value: &Option<String>| value.as_deref()?.parse::<Date>().ok();
        let (Some(old), Some(_)) = (day(&change.before.value), day(&change.after.value)) else {
            return;
        };
        let is_own =
            |passage: &&Passage| passage.at.subject == change.subject || !change.subject.starts_with("companies/");
        for passage in self.passages.iter().filter(is_own) {
            for date in written_dates(&passage.text) {
                let year = date.year.is_none_or(|year| year == old.year());
                if year && date.month == Some(old.month()) && date.day == old.day() {
                    let message = format!(
                        "「{}」が残っています。{}の{}は{}から{}に変わりました。",
                        date.shown, change.name, change.label, change.before.shown, change.after.shown
                    );
                    self.warn(
                        passage,
                        WarningCode::OldValue,
                        offset(&passage.text, date.shown),
                        message,
                    );
                }
            }
        }
    }

    /// Numbers of the prefecture's texts that are an old total.
    fn totals(&mut self, before: &ShownVersion) {
        let now: BTreeMap<Arc<str>, Arc<Figure>> = totals(self.after).map(|it| (it.name.clone(), it)).collect();
        for old in totals(before) {
            let new = now.get(&old.name).and_then(|figure| figure.value.as_ref());
            let (Some(value), Some(new)) = (&old.value, new) else {
                continue;
            };
            if value == new {
                continue;
            }
            for passage in self.passages.iter().filter(|it| speaks_of(it, &old.name)) {
                let is_old = |number: &WrittenNumber<'_>| {
                    let fits = number.unit == old.unit && number.digits() >= LEAST_DIGITS;
                    fits && number.rounds(value) && !number.rounds(new)
                };
                for (at, written) in found_numbers(passage, is_old) {
                    let message = format!(
                        "「{written}」が残っています。{}は{}から{}に変わりました。",
                        old.label,
                        total(value, old.unit),
                        total(new, old.unit)
                    );
                    self.warn(passage, WarningCode::OldValue, at, message);
                }
            }
        }
    }

    /// Names of companies that went, and old names of what has another one.
    fn names(&mut self, changes: &[Change], before: &ShownVersion) {
        let current = current_names(self.after);
        for old in changes.iter().flat_map(|change| old_names(change, before)) {
            for passage in self.passages {
                let right = || current.iter().chain(&old.new);
                let free = |at: &usize| !covered(&passage.text, *at, &old.name, right());
                if let Some(at) = passage.find(&old.name).find(free) {
                    self.warn(passage, old.code, at, old.message.clone());
                }
            }
        }
    }
}

/// How near a text is to what a change is of.
enum Kin {
    Same,
    Own,
    Other,
}

impl Kin {
    fn of(passage: &Passage, change: &Change) -> Kin {
        let own = passage.at.subject == change.subject;
        let target = indicator(&change.key);
        if own && target.is_some() && target == indicator(&passage.at.key) {
            Kin::Same
        } else if own || passage.text.contains(&change.name) {
            Kin::Own
        } else {
            Kin::Other
        }
    }

    fn is_long_enough(&self, number: &WrittenNumber<'_>) -> bool {
        match self {
            Kin::Same => true,
            Kin::Own => number.written.chars().filter(char::is_ascii_digit).count() >= LEAST_OWN_DIGITS,
            Kin::Other => number.digits() >= LEAST_DIGITS,
        }
    }
}

/// sales, of kpi.sales.targets.2030.
fn indicator(key: &str) -> Option<&str> {
    key.strip_prefix("kpi.")?.split('.').next()
}

/// What numbers of texts in this unit count; a head count may have none.
fn unit_of(word: &str) -> Option<Unit> {
    match word {
        "円" | "千円" | "百万円" | "億円" => Some(Unit::Yen),
        "人" | "" => Some(Unit::Persons),
        "％" => Some(Unit::Percent),
        _ => None,
    }
}

/// The numbers of a text for which something holds, as written and with their places.
fn found_numbers(passage: &Passage, holds: impl Fn(&WrittenNumber<'_>) -> bool) -> Vec<(usize, String)> {
    let numbers = written_numbers(&passage.text).into_iter().filter(holds);
    numbers
        .map(|number| (offset(&passage.text, number.written), number.written.to_owned()))
        .collect()
}

/// Where in a text a part of it begins.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

/// The totals of the plan and its fields.
fn totals(version: &ShownVersion) -> impl Iterator<Item = Arc<Figure>> {
    let is_total =
        |it: &Arc<Figure>| it.is_derived() && (it.name.starts_with("plan.") || it.name.starts_with("fields."));
    version.view.figures().all().into_iter().filter(is_total)
}

/// Whether a text of the prefecture may state a total.
fn speaks_of(passage: &Passage, total: &str) -> bool {
    let subject = &*passage.at.subject;
    match subject.strip_prefix("fields/") {
        Some(field) => total.starts_with("plan.") || total.starts_with(&format!("fields.{field}.")),
        None => !subject.starts_with("companies/"),
    }
}

fn total(value: &Fraction, unit: Unit) -> String {
    match unit {
        Unit::Yen => print::money_words(value),
        Unit::Persons | Unit::Percent | Unit::Points | Unit::Ratio | Unit::Free => {
            format!("{}{}", print::grouped(value.plain(1)), unit.word())
        }
    }
}

/// A name that is no longer right.
struct OldName {
    name: String,
    /// What it is called now.
    new: Option<String>,
    code: WarningCode,
    message: String,
}

fn old_names(change: &Change, before: &ShownVersion) -> Vec<OldName> {
    let of_company = change.subject.starts_with("companies/");
    // A reading stands nowhere else.
    let short = change.also.iter().filter(|it| it.key == "short_name");
    let pairs = std::iter::once(change).chain(short);
    let renamed = pairs.filter_map(|it| Some((it.before.value.clone()?, it.after.value.clone()?)));
    match change.kind {
        Kind::CompanyRemoved => removed_names(change, before),
        Kind::CompanyRenamed => renamed
            .flat_map(|(old, new)| [(bare(&old), bare(&new)), (old, new)])
            .filter_map(|(old, new)| old_name(&old, &new))
            .collect(),
        Kind::MeasureRenamed => renamed.filter_map(|(old, new)| old_name(&old, &new)).collect(),
        Kind::TextChanged if matches!(&*change.key, "name" | "short_name") && !of_company => {
            renamed.filter_map(|(old, new)| old_name(&old, &new)).collect()
        }
        _ => Vec::new(),
    }
}

fn old_name(old: &str, new: &str) -> Option<OldName> {
    let long = old.chars().count() >= SHORTEST_NAME && old != new;
    long.then(|| OldName {
        name: old.to_owned(),
        new: Some(new.to_owned()),
        code: WarningCode::OldName,
        message: format!("変更前の名称「{old}」が残っています（変更後は「{new}」）。"),
    })
}

fn removed_names(change: &Change, before: &ShownVersion) -> Vec<OldName> {
    let id = change.subject.trim_start_matches("companies/");
    let company = before.view.plan().company(id);
    let names = company.into_iter().flat_map(|it| [&it.name, &it.short_name]);
    let names: BTreeSet<String> = names
        .filter_map(|leaf| leaf.get())
        .flat_map(|name| [name.0.to_string(), bare(&name.0)])
        .filter(|name| name.chars().count() >= SHORTEST_NAME)
        .collect();
    let old = |name: String| OldName {
        message: format!("計画から削った企業の名称「{name}」が残っています。"),
        code: WarningCode::RemovedCompany,
        new: None,
        name,
    };
    // The longest first: of what stands in one place one thing is said.
    names.into_iter().rev().map(old).collect()
}

/// 阿蘇精密 of 株式会社阿蘇精密（見本）.
fn bare(name: &str) -> String {
    let name = name.split(['（', '(']).next().unwrap_or(name);
    let short = LEGAL_FORMS
        .iter()
        .fold(name.to_owned(), |name, form| name.replace(form, ""));
    short.trim().to_owned()
}

/// The names that are right now.
fn current_names(version: &ShownVersion) -> Vec<String> {
    let companies = version.view.plan().companies.iter();
    let names = companies.flat_map(|it| [&it.name, &it.short_name]);
    let names = names.filter_map(|leaf| leaf.get());
    names.flat_map(|name| [name.0.to_string(), bare(&name.0)]).collect()
}

/// Whether words at a place are a name that is right, or only a part of one.
pub fn covered<'n>(text: &str, at: usize, words: &str, right: impl IntoIterator<Item = &'n String>) -> bool {
    let covers = |name: &String| {
        name.match_indices(words).any(|(within, _)| {
            let start = at.checked_sub(within);
            start
                .and_then(|start| text.get(start..))
                .is_some_and(|rest| rest.starts_with(name.as_str()))
        })
    };
    right.into_iter().any(covers)
}

//! What earlier totals tell of a company whose value is written nowhere any more: its file was deleted, its targets were
//! taken out or are pending again.
//!
//! The readers of the earlier edition still subtract. What they come to is the total less what is written of the others,
//! and that stands here for the value: whether it is determined depends on the totals around it, not on what it is.

use super::block::{Owner, Value, WrittenIn};
use super::bounds::Bounds;
use super::model::{Shown, key, name_of, start_of};
use super::printed::PrintedTotal;
use crate::figures::{Fraction, Indicator};
use crate::plan::FiscalYear;
use crate::source::{Place, Span};
use std::collections::BTreeMap;

/// An indicator at a time.
type Moment = (Indicator, Option<FiscalYear>);
/// A value with its weight.
type Weighted = (Fraction, Fraction);

/// A value that is estimated.
pub struct Estimate {
    value: Fraction,
    weight: Fraction,
    /// An earlier edition printed the value itself.
    printed: bool,
}

/// The values, by corporate number, of the companies in some totals of a moment of whom nothing is `written`: the total that
/// holds the fewest of them tells the most of each. A company whose head count cannot be told counts for nothing in a mean.
pub fn estimates<'a>(
    shown: &'a Shown<'_>,
    of: Moment,
    totals: &[&'a PrintedTotal],
    written: &dyn Fn(&str) -> Option<Weighted>,
) -> BTreeMap<&'a str, Estimate> {
    let is_lost = |number: &&str| written(number).is_none();
    let lost = |total: &PrintedTotal| total.companies.iter().map(String::as_str).filter(is_lost).count();
    let mut ordered: Vec<(usize, usize, &PrintedTotal)> = totals
        .iter()
        .map(|total| (lost(total), total.companies.len(), *total))
        .filter(|(lost, ..)| *lost > 0)
        .collect();
    ordered.sort_by_key(|(lost, all, _)| (*lost, *all));
    let mut found = BTreeMap::new();
    if ordered.is_empty() {
        return found;
    }
    let weights = Weights::new(shown, of);
    for (_, _, total) in ordered {
        let numbers = total.companies.iter().map(String::as_str);
        let numbers: Vec<&str> = numbers.filter(is_lost).filter(|it| weights.of(it).is_some()).collect();
        let Some(each) = left_for_each(total, &numbers, written, &weights) else {
            continue;
        };
        for number in numbers {
            let Some(weight) = weights.of(number) else { continue };
            found.entry(number).or_insert_with(|| {
                let printed = printed(shown, number, of);
                Estimate {
                    weight,
                    printed: printed.is_some(),
                    value: printed.unwrap_or_else(|| each.clone().max(least(of.0))),
                }
            });
        }
    }
    found
}

/// What a total leaves for each of some companies.
fn left_for_each(
    total: &PrintedTotal,
    lost: &[&str],
    written: &dyn Fn(&str) -> Option<Weighted>,
    weights: &Weights<'_>,
) -> Option<Fraction> {
    let (printed, _) = total.rounded()?;
    let (mut sum, mut known_weights) = (Fraction::from(0), Fraction::from(0));
    for (value, weight) in total.companies.iter().filter_map(|number| written(number)) {
        sum = sum.plus(&value.times(&weight));
        known_weights = known_weights.plus(&weight);
    }
    let lost: Vec<Fraction> = lost.iter().filter_map(|number| weights.of(number)).collect();
    let lost: Fraction = lost.iter().sum();
    let whole = match weights.head_counts {
        Some(_) => printed.times(&known_weights.plus(&lost)),
        None => printed,
    };
    let rest = whole.minus(&sum);
    match rest.is_negative() {
        true => Some(rest.negated().over(&lost)?.negated()),
        false => rest.over(&lost),
    }
}

/// Below this no value lies, and none is estimated.
fn least(indicator: Indicator) -> Fraction {
    match indicator {
        Indicator::WageIncrease => Fraction::from(100).negated(),
        Indicator::InternalTransactions | Indicator::Sales | Indicator::Employment => 0.into(),
    }
}

/// The value of a company that an earlier edition printed by itself.
fn printed(shown: &Shown<'_>, number: &str, of: Moment) -> Option<Fraction> {
    let mut values = shown.earlier.iter().flat_map(|printed| &printed.values);
    let own = values.find(|it| it.company == number && it.is_of(of.0, of.1))?;
    Some(own.rounded()?.0)
}

/// How often the values of companies count: in a mean by their head counts, which are estimated where they are lost too.
struct Weights<'a> {
    shown: &'a Shown<'a>,
    of: Moment,
    head_counts: Option<BTreeMap<&'a str, Estimate>>,
}

impl<'a> Weights<'a> {
    fn new(shown: &'a Shown<'_>, of: Moment) -> Weights<'a> {
        let persons = (Indicator::Employment, of.1);
        let head_counts = (of.0 == Indicator::WageIncrease).then(|| {
            let totals = shown.earlier.iter().flat_map(|printed| &printed.totals);
            let totals: Vec<&PrintedTotal> = totals.filter(|total| total.is_of(persons.0, persons.1)).collect();
            let written = |number: &str| {
                let index = *shown.numbers.get(number)?;
                let value = shown.value(index, &shown.plan.companies[index], persons)?;
                Some((value.value, value.weight))
            };
            estimates(shown, persons, &totals, &written)
        });
        Weights { shown, of, head_counts }
    }

    fn of(&self, number: &str) -> Option<Fraction> {
        let Some(head_counts) = &self.head_counts else {
            return Some(1.into());
        };
        let company = self
            .shown
            .numbers
            .get(number)
            .map(|index| &self.shown.plan.companies[*index]);
        let written = company.and_then(|company| self.shown.weight(company, self.of));
        let estimated = || head_counts.get(number).map(|estimate| estimate.value.clone());
        written
            .or_else(estimated)
            .filter(|it| !it.is_zero() && !it.is_negative())
    }
}

impl Estimate {
    /// As a value of the company of a corporate number, the so manieth that is estimated.
    pub fn of_company(self, shown: &Shown<'_>, (number, count): (&str, usize), of: Moment) -> Value {
        let company = shown
            .numbers
            .get(number)
            .map(|index| (*index, &shown.plan.companies[*index]));
        let before = shown.before.as_ref().map_or(0, |before| before.partners.len());
        let about = &shown.plan.about;
        let start = Place {
            file: about.file,
            span: Span::default(),
        };
        let (index, name, id, place) = match company {
            Some((index, company)) => (index, name_of(company), &*company.id, start_of(company)),
            None => (
                shown.plan.companies.len() + before + count,
                format!("資料のない企業（法人番号 {number}）").into(),
                number,
                about.editions.public.version.place().unwrap_or(start),
            ),
        };
        let owner = Owner {
            company: index,
            name,
            written_in: WrittenIn::Nowhere,
        };
        let bounds = match self.printed {
            true => Bounds::exactly(self.value.clone()),
            false => Bounds {
                low: least(of.0),
                high: None,
            },
        };
        Value::new(
            owner,
            (key(id, of), place),
            (self.value, self.weight),
            (bounds, self.printed),
        )
    }
}

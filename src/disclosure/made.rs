//! A block as it is made: the values of an indicator at a time, and what every printed total says of them.

use super::block::{Block, Statement, Value, WrittenIn};
use super::bounds::Bounds;
use super::coarsen;
use super::estimate::estimates;
use super::model::{Shown, ShownBefore};
use super::printed::{Printed, PrintedTotal};
use crate::figures::{Coarseness, Fraction, Indicator, Total};
use crate::plan::FiscalYear;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The place of a total among the statements, and its values.
type NumberedValues = (usize, Arc<[usize]>);

/// A block as it is made, with what can be said of it.
pub struct Made<'a> {
    shown: &'a Shown<'a>,
    /// The values.
    pub block: Block,
    /// The values of each total of this edition, with its place among the statements.
    of_total: BTreeMap<Option<Arc<str>>, NumberedValues>,
    /// What earlier editions say, and the version before.
    pub earlier: Vec<Statement>,
}

/// The values of a block, by whose they are.
struct Values<'a> {
    shown: &'a Shown<'a>,
    of: (Indicator, Option<FiscalYear>),
    /// The totals of earlier editions, each with what its edition is called.
    totals: Vec<(&'a str, &'a PrintedTotal)>,
    all: Vec<Value>,
    /// By company of the plan.
    now: BTreeMap<usize, usize>,
    /// By company of the version before: where nothing changed, the company's value now.
    then: BTreeMap<usize, usize>,
    /// By corporate number, of companies whose values are written nowhere any more.
    lost: BTreeMap<&'a str, usize>,
}

impl<'a> Values<'a> {
    fn new(shown: &'a Shown<'a>, of: (Indicator, Option<FiscalYear>)) -> Values<'a> {
        let labelled = |printed: &'a Printed| printed.totals.iter().map(|total| (&*printed.label, total));
        let totals = shown.earlier.iter().flat_map(labelled);
        let mut values = Values {
            shown,
            of,
            totals: totals.filter(|(_, total)| total.is_of(of.0, of.1)).collect(),
            all: Vec::new(),
            now: BTreeMap::new(),
            then: BTreeMap::new(),
            lost: BTreeMap::new(),
        };
        values.add_now();
        if let Some(before) = &shown.before {
            values.add_then(before);
        }
        values.add_lost();
        values
    }

    /// The values of all companies that this edition, one before or the version before sums.
    fn add_now(&mut self) {
        let shown = self.shown;
        let numbers: BTreeSet<&str> = self.numbers().collect();
        let partners = shown.before.iter().flat_map(|before| {
            let companies = before.shown.plan.companies.iter().zip(&before.partners);
            companies.filter_map(|(company, partner)| partner.filter(|_| company.is_selected()))
        });
        let partners: BTreeSet<usize> = partners.collect();
        for (index, company) in shown.plan.companies.iter().enumerate() {
            let number = company.corporate_number.get().map(|number| &*number.0);
            let is_earlier = partners.contains(&index) || number.is_some_and(|number| numbers.contains(number));
            if company.is_selected() || is_earlier {
                let value = shown.value(index, company, self.of);
                self.now.extend(value.as_ref().map(|_| (index, self.all.len())));
                self.all.extend(value);
            }
        }
    }

    /// The values as they were in the version before: one that is the same now is known as soon as either version tells it.
    fn add_then(&mut self, before: &ShownBefore<'_>) {
        let companies = before.shown.plan.companies.iter().enumerate();
        for (index, company) in companies.filter(|(_, company)| company.is_selected()) {
            let Some(mut value) = before.shown.value(index, company, self.of) else {
                continue;
            };
            let partner = before.partners[index];
            let same = partner.and_then(|partner| self.now.get(&partner).copied());
            if let Some(same) = same.filter(|same| self.all[*same].value == value.value) {
                if value.known && !self.all[same].known {
                    self.all[same] = self.all[same].clone().known_within(value.bounds);
                }
                self.then.insert(index, same);
                continue;
            }
            value.owner.company = partner.unwrap_or(self.shown.plan.companies.len() + index);
            value.owner.written_in = WrittenIn::Before;
            self.then.insert(index, self.all.len());
            self.all.push(value);
        }
    }

    /// The values that earlier editions summed and nothing tells any more, as they can be estimated from the totals.
    fn add_lost(&mut self) {
        let totals: Vec<&'a PrintedTotal> = self.totals.iter().map(|(_, total)| *total).collect();
        let written = |number: &str| {
            let value = &self.all[self.written(number)?];
            Some((value.value.clone(), value.weight.clone()))
        };
        let estimates = estimates(self.shown, self.of, &totals, &written);
        for (count, (number, estimate)) in estimates.into_iter().enumerate() {
            self.lost.insert(number, self.all.len());
            self.all.push(estimate.of_company(self.shown, (number, count), self.of));
        }
    }

    /// The companies in the totals of earlier editions.
    fn numbers(&self) -> impl Iterator<Item = &'a str> {
        self.totals
            .iter()
            .flat_map(|(_, total)| &total.companies)
            .map(String::as_str)
    }

    /// The value of a company that is written in the plan, else in the version before.
    fn written(&self, number: &str) -> Option<usize> {
        let now = self.shown.numbers.get(number).and_then(|company| self.now.get(company));
        let then = || {
            let before = self.shown.before.as_ref()?;
            self.then.get(before.shown.numbers.get(number)?)
        };
        now.or_else(then).copied()
    }

    /// The values of each total of this edition.
    fn of_totals(&self) -> BTreeMap<Option<Arc<str>>, NumberedValues> {
        let totals = self.shown.totals(self.of.0, self.of.1).into_iter().enumerate();
        let of = |(id, total): (usize, Total)| {
            let members = self.shown.members(&total).map(|(company, _)| company);
            let values: Arc<[usize]> = members.filter_map(|company| self.now.get(&company).copied()).collect();
            (total.field, (id, values))
        };
        totals.map(of).collect()
    }

    /// The block, with the precision at which its values are told.
    fn block(&self) -> Block {
        let displayed = |shown: &Shown<'_>| shown.steps.step(self.of.0, Coarseness::AsDisplayed);
        let mut steps: Vec<Fraction> = displayed(self.shown).into_iter().collect();
        steps.extend(self.shown.before.as_ref().and_then(|before| displayed(&before.shown)));
        let earlier = self.shown.earlier.iter();
        steps.extend(earlier.filter_map(|printed| printed.displayed(self.of.0)));
        let written: Vec<&Value> = self.all.iter().filter(|value| value.step.is_some()).collect();
        steps.extend(written.iter().filter_map(|value| value.step.clone()).min());
        let lies_on = |step: &&Fraction| {
            let on = |value: &&Value| !value.value.is_negative() && value.value.is_multiple_of(step);
            written.iter().all(on)
        };
        // A mean lies on no grid, though the rates do.
        let grid = steps.iter().filter(|_| self.of.0 != Indicator::WageIncrease);
        Block {
            indicator: self.of.0,
            year: self.of.1,
            values: self.all.clone(),
            grid: grid.filter(lies_on).max().cloned(),
            resolution: steps.into_iter().max().unwrap_or_else(|| 1.into()),
        }
    }
}

impl<'a> Made<'a> {
    /// The values of an indicator at a time, of all companies that this edition or one before shows.
    pub fn new(shown: &'a Shown<'a>, of: (Indicator, Option<FiscalYear>)) -> Made<'a> {
        let values = Values::new(shown, of);
        let mut made = Made {
            shown,
            of_total: values.of_totals(),
            block: values.block(),
            earlier: Vec::new(),
        };
        made.earlier = made.before(&values);
        for (label, total) in &values.totals {
            let id = made.of_total.len() + made.earlier.len();
            made.earlier.extend(made.of_earlier(id, (label, total), &values));
        }
        made
    }

    /// What the totals of the version before say of the values as they were; where other companies were in a total than
    /// are now, also what readers take it to say who do not know that a value changed.
    fn before(&self, values: &Values<'_>) -> Vec<Statement> {
        let Some(ShownBefore {
            shown,
            coarsening,
            partners,
        }) = &self.shown.before
        else {
            return Vec::new();
        };
        let mut found: Vec<Statement> = Vec::new();
        for total in shown.totals(self.block.indicator, self.block.year) {
            let coarseness = coarsening.get(&total).copied().unwrap_or_default();
            let printed = shown.figure(&total).and_then(|figure| {
                let exact = figure.value.as_ref()?;
                let step = shown.steps.step_of(exact, total.indicator, coarseness)?;
                Some((format!("修正前の版の「{}」", figure.label), exact.to_step(&step), step))
            });
            let Some((label, value, step)) = printed else { continue };
            let members: Vec<usize> = shown.members(&total).map(|(company, _)| company).collect();
            let then: BTreeSet<usize> = members.iter().filter_map(|it| values.then.get(it).copied()).collect();
            let now = |company: &usize| {
                let now = partners[*company].and_then(|partner| values.now.get(&partner));
                now.or_else(|| values.then.get(company)).copied()
            };
            let believed: BTreeSet<usize> = members.iter().filter_map(now).collect();
            let today = self.of_total.get(&total.field).map(|(_, values)| values);
            let same_companies = today.is_some_and(|today| today.iter().copied().eq(believed.iter().copied()));
            let beliefs = (believed != then && !same_companies).then_some(believed);
            for values in std::iter::once(then).chain(beliefs) {
                let id = self.of_total.len() + found.len();
                let values: Vec<usize> = values.into_iter().collect();
                found.extend(self.said(id, label.clone(), (&value, &step), (values, true)));
            }
        }
        found
    }

    /// What an earlier edition's total says.
    ///
    /// Of a company of whose value nothing can be said any more it is known that amounts are not negative; a mean then says
    /// nothing.
    fn of_earlier(&self, id: usize, (label, total): (&str, &PrintedTotal), values: &Values<'_>) -> Option<Statement> {
        let (value, step) = total.rounded()?;
        let found = total.companies.iter().map(|number| {
            let lost = || values.lost.get(number.as_str()).copied();
            values.written(number).or_else(lost)
        });
        let found: Vec<Option<usize>> = found.collect();
        let complete = found.iter().all(Option::is_some);
        let values: BTreeSet<usize> = found.into_iter().flatten().collect();
        let label = format!("{label}の「{}」", total.label);
        self.said(id, label, (&value, &step), (values.into_iter().collect(), complete))
    }

    /// What a total says of some values, ascending. Of one whose values were corrected since it tells them as well as it is
    /// near to them: a correction of a unit hides nobody.
    fn said(
        &self,
        id: usize,
        label: String,
        (value, step): (&Fraction, &Fraction),
        (values, complete): (Vec<usize>, bool),
    ) -> Option<Statement> {
        let mut bounds = self.rounded(value, step, &values);
        if !complete {
            if self.block.indicator == Indicator::WageIncrease {
                return None;
            }
            bounds.low = 0.into();
        }
        let sum: Vec<Fraction> = values
            .iter()
            .map(|index| self.block.values[*index].weighted())
            .collect();
        let sum: Fraction = sum.iter().sum();
        if let Some(beyond) = bounds.beyond(&sum) {
            // Who reads it does not know in which direction it is wrong, nor that it is.
            let spread = beyond.times(&2.into());
            bounds.low = bounds.low.minus(&spread);
            bounds.high = bounds.high.map(|high| high.plus(&spread));
        }
        (!values.is_empty()).then(|| Statement {
            label,
            id,
            values: values.into(),
            bounds,
            total: None,
        })
    }

    /// Between what a weighted sum lies that is printed as this value, rounded to this step; of a mean, the mean.
    fn rounded(&self, value: &Fraction, step: &Fraction, values: &[usize]) -> Bounds {
        let half = step.times(&Decimal::new(5, 1).into());
        let (mut low, mut high) = (value.minus(&half), value.plus(&half));
        if let Some(grid) = self.block.grid.as_ref().filter(|grid| step.is_multiple_of(grid)) {
            // The ends that the grid reaches: half a step is rounded away from zero.
            low = up_to(&low, grid).max(0.into());
            let end = up_to(&high, grid);
            high = end.minus(grid);
        }
        if self.block.indicator == Indicator::WageIncrease {
            let weights: Fraction = values.iter().map(|value| &self.block.values[*value].weight).sum();
            (low, high) = (low.times(&weights), high.times(&weights));
        }
        Bounds { low, high: Some(high) }
    }
}

/// The least multiple of a step that is not below a number.
fn up_to(number: &Fraction, step: &Fraction) -> Fraction {
    let nearest = number.to_step(step);
    match nearest < *number {
        true => nearest.plus(step),
        false => nearest,
    }
}

impl coarsen::Printed for Made<'_> {
    fn statement(&self, total: &Total, coarseness: Coarseness) -> Option<Statement> {
        let figure = self.shown.figure(total)?;
        let exact = figure.value.as_ref()?;
        let step = self.shown.steps.step_of(exact, total.indicator, coarseness)?;
        let (id, values) = self.of_total.get(&total.field)?.clone();
        Some(Statement {
            label: format!("「{}」", figure.label),
            bounds: self.rounded(&exact.to_step(&step), &step, &values),
            id,
            values,
            total: Some(total.clone()),
        })
    }

    fn companies(&self, total: &Total) -> usize {
        self.of_total.get(&total.field).map_or(0, |(_, values)| values.len())
    }
}

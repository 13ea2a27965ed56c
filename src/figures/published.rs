//! What of the figures everybody may see: totals over three companies or more, and nothing from which the value of a
//! smaller group could be told ("Small groups" of the contract of the sources).

use super::figure::{Ends, Figure, Formula, Precision, Unit};
use super::trend::{Target, Trend, Trends};
use super::{Figures, Fraction, Indicator};
use crate::document::Class;
use crate::plan::{Entry, Field, FiscalYear, MoneyUnit, Plan};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// No figure is displayed with more decimals.
const MOST_DECIMALS: u32 = 6;

/// A total over fewer companies would tell a company's own value, to the other of two if to nobody else.
const LEAST: usize = 3;

/// Which totals are not printed.
#[derive(Debug, Default, PartialEq, Eq)]
struct Hidden<'a> {
    fields: BTreeSet<&'a str>,
    plan: bool,
}

/// A field: its id, its place in the order of the plan, how many selected companies it has.
type Size<'a> = (&'a str, u32, usize);

/// Fields with one or two companies are hidden; where they are fewer than three in all, the plan's total less the other
/// fields' would still tell them, hence the smallest other field joins them, of equals the one of the higher order.
/// Where there is none, the plan's total is hidden too.
fn hidden<'a>(fields: &[Size<'a>]) -> Hidden<'a> {
    let (mut small, mut others): (Vec<&Size<'a>>, Vec<&Size<'a>>) = fields
        .iter()
        .filter(|(_, _, companies)| *companies > 0)
        .partition(|(_, _, companies)| *companies < LEAST);
    others.sort_by_key(|(_, order, companies)| (*companies, std::cmp::Reverse(*order)));
    let count = |fields: &[&Size<'a>]| fields.iter().map(|(_, _, companies)| companies).sum::<usize>();
    let mut others = others.into_iter();
    while !small.is_empty() && count(&small) < LEAST {
        match others.next() {
            Some(joining) => small.push(joining),
            None => break,
        }
    }
    Hidden {
        plan: !small.is_empty() && count(&small) < LEAST,
        fields: small.into_iter().map(|(id, _, _)| *id).collect(),
    }
}

/// A total that a public edition prints: whose, of what, and when.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Total {
    /// The id of the field; `None` of the whole plan.
    pub field: Option<Arc<str>>,
    /// The indicator.
    pub indicator: Indicator,
    /// The year of a target; `None` of the baseline.
    pub year: Option<FiscalYear>,
}

/// How coarsely a total is printed, from the finest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coarseness {
    /// As the plan prints such figures.
    #[default]
    AsDisplayed,
    /// Without decimals.
    Whole,
    /// To 億円 or ten persons; each further step is ten times as coarse.
    Rounded(u8),
    /// Not at all: X.
    Hidden,
}

/// The totals that are printed more coarsely than the plan displays them.
pub type Coarsening = BTreeMap<Total, Coarseness>;

/// In which steps a public edition states figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steps {
    /// The unit in which the plan displays money, in yen.
    unit: Fraction,
    /// What one of its last digit is, in yen.
    money: Fraction,
}

impl Steps {
    /// Those of a plan.
    pub fn of(plan: &Plan) -> Steps {
        let (unit, decimals) = displayed_money(plan);
        let unit = Fraction::from(unit.yen());
        let digit = Decimal::new(1, decimals);
        Steps {
            money: unit.times(&digit.into()),
            unit,
        }
    }

    /// The step to which a figure is rounded at a coarseness; where rounding would leave nothing but zero of it, it is
    /// printed as the plan displays it. `None` where it is not printed.
    pub fn step_of(&self, exact: &Fraction, indicator: Indicator, coarseness: Coarseness) -> Option<Fraction> {
        let step = self.step(indicator, coarseness)?;
        match exact.to_step(&step).is_zero() {
            true => self.step(indicator, Coarseness::AsDisplayed),
            false => Some(step),
        }
    }

    /// The step of an indicator's figures at a coarseness, in yen, persons or percent; `None` where nothing is printed.
    pub fn step(&self, indicator: Indicator, coarseness: Coarseness) -> Option<Fraction> {
        let (displayed, whole, rounded) = match indicator {
            Indicator::InternalTransactions | Indicator::Sales => {
                (self.money.clone(), self.unit.clone(), Some(100_000_000))
            }
            Indicator::Employment => (1.into(), 1.into(), Some(10)),
            Indicator::WageIncrease => (Decimal::new(1, 1).into(), 1.into(), None),
        };
        Some(match (coarseness, rounded) {
            (Coarseness::Hidden, _) => return None,
            (Coarseness::AsDisplayed, _) => displayed,
            (Coarseness::Whole, _) | (Coarseness::Rounded(_), None) => displayed.max(whole),
            (Coarseness::Rounded(times), Some(first)) => {
                let ten = Fraction::from(10);
                let mut step = Fraction::from(first);
                while step <= displayed.clone().max(whole.clone()) {
                    step = step.times(&ten);
                }
                (1..times).fold(step, |step, _| step.times(&ten))
            }
        })
    }
}

/// The unit in which a plan displays money, and how many decimals.
pub fn displayed_money(plan: &Plan) -> (MoneyUnit, u32) {
    let display = &plan.about.display;
    let unit = display.money_unit.value().unwrap_or(MoneyUnit::Million);
    (
        unit,
        display.decimals.value().map_or(0, |count| count.0.min(MOST_DECIMALS)),
    )
}

impl Figures {
    /// The totals of the plan and the fields as everybody may see them: without the companies they were summed from,
    /// without those of small groups, and holding no more digits than are printed. What is derived from them is derived
    /// from the printed values, and hence tells nothing more. Nothing of a single company is left.
    pub fn published(&self, plan: &Plan, coarsening: &Coarsening) -> Figures {
        let steps = Steps::of(plan);
        let shown = |field: Option<&Arc<str>>, trends: &Trends| -> Trends {
            let of = |(indicator, trend): (&Indicator, &Trend)| {
                let precision = |figure: &Figure, year| {
                    let total = Total {
                        field: field.cloned(),
                        indicator: *indicator,
                        year,
                    };
                    let coarseness = coarsening.get(&total).copied().unwrap_or_default();
                    let step = match &figure.value {
                        Some(exact) => steps.step_of(exact, *indicator, coarseness)?,
                        None => steps.step(*indicator, coarseness)?,
                    };
                    let displayed = steps.step(*indicator, Coarseness::AsDisplayed)?;
                    let approximate = step > displayed;
                    Some(Precision { step, approximate })
                };
                (*indicator, published(trend, &precision))
            };
            trends.iter().map(of).collect()
        };
        let of_field = |(id, trends): (&Arc<str>, &Trends)| (id.clone(), shown(Some(id), trends));
        Figures {
            plan: shown(None, &self.plan),
            fields: self.fields.iter().map(of_field).collect(),
            ..Figures::default()
        }
    }

    /// The figures of one company alone, for it to confirm.
    pub fn of_company(&self, id: &str) -> Figures {
        let own = |company: &Arc<str>| **company == *id;
        let mut figures = Figures {
            companies: self.companies.clone(),
            products: self.products.clone(),
            form2: self.form2.clone(),
            degrees: self.degrees.clone(),
            national_shares: self.national_shares.clone(),
            ..Figures::default()
        };
        figures.companies.retain(|company, _| own(company));
        figures.products.retain(|company, _| own(company));
        figures.form2.retain(|company, _| own(company));
        figures.degrees.retain(|company, _| own(company));
        figures.national_shares.retain(|company, _| own(company));
        figures
    }
}

/// The totals that the rule on small groups withholds, at every coarseness that may be chosen beside it.
pub fn small_groups(plan: &Plan) -> Coarsening {
    let size = |field: &'_ Entry<Field>| plan.selected_of(&field.id).count();
    let order = |field: &Entry<Field>| field.order.value().map_or(0, |order| order.0);
    let sizes: Vec<Size<'_>> = plan
        .fields
        .iter()
        .map(|field| (&*field.id, order(field), size(field)))
        .collect();
    let hidden = hidden(&sizes);
    let fields = plan.fields.iter().map(|field| &field.id);
    let hidden_fields = fields.filter(|id| hidden.fields.contains(&***id)).cloned().map(Some);
    let groups: Vec<Option<Arc<str>>> = hidden_fields.chain(hidden.plan.then_some(None)).collect();
    let years: Vec<Option<FiscalYear>> = std::iter::once(None)
        .chain(plan.target_years().into_iter().map(Some))
        .collect();
    let mut coarsening = Coarsening::new();
    for field in &groups {
        for indicator in Indicator::ALL {
            for year in years.iter().copied() {
                let field = field.clone();
                let total = Total { field, indicator, year };
                coarsening.insert(total, Coarseness::Hidden);
            }
        }
    }
    coarsening
}

/// A trend as its totals are printed; `precision` is asked for each of them.
fn published(trend: &Trend, precision: &dyn Fn(&Figure, Option<FiscalYear>) -> Option<Precision>) -> Trend {
    let baseline = alone(&trend.baseline, precision(&trend.baseline, None));
    let target = |target: &Target| {
        let figure = alone(&target.figure, precision(&target.figure, Some(target.year)));
        let ends = Ends {
            before: baseline.clone(),
            after: figure.clone(),
        };
        Target {
            year: target.year,
            change: changed(&target.change, ends),
            since: target.since.as_ref().map(|(_, years)| (baseline.clone(), *years)),
            figure,
        }
    };
    Trend {
        targets: trend.targets.iter().map(target).collect(),
        baseline: baseline.clone(),
    }
}

/// A total without what it was summed from, at the precision at which it is printed.
fn alone(figure: &Figure, precision: Option<Precision>) -> Arc<Figure> {
    let value = figure.value.as_ref().zip(precision.as_ref());
    Arc::new(Figure {
        value: value.map(|(value, precision)| value.to_step(&precision.step)),
        withheld: precision.is_none(),
        pending: figure.pending && precision.is_some(),
        formula: Formula::Undisclosed,
        places: Arc::default(),
        class: Class::Public,
        precision,
        ..figure.clone()
    })
}

/// What a target adds, computed from the totals as they are printed.
fn changed(figure: &Figure, ends: Ends) -> Arc<Figure> {
    let approximate = ends.before.is_approximate() || ends.after.is_approximate();
    let formula = match figure.formula {
        Formula::Growth(_) => Formula::Growth(ends),
        _ => Formula::Difference(ends),
    };
    let step = match figure.unit {
        Unit::Ratio => Decimal::new(1, 2),
        _ => Decimal::ONE,
    };
    let precision = Precision {
        step: step.into(),
        approximate,
    };
    let change = Figure::compute((&figure.name, &figure.label), figure.unit, formula);
    Arc::new(Figure {
        precision: approximate.then_some(precision),
        places: Arc::default(),
        class: Class::Public,
        ..change
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sizes: &[usize]) -> (Vec<usize>, bool) {
        let names: Vec<String> = (0..sizes.len()).map(|index| index.to_string()).collect();
        let fields: Vec<Size<'_>> = names
            .iter()
            .zip(sizes)
            .zip(1..)
            .map(|((name, size), order)| (&**name, order, *size))
            .collect();
        let hidden = hidden(&fields);
        let fields = hidden.fields.iter().filter_map(|name| name.parse().ok()).collect();
        (fields, hidden.plan)
    }

    #[test]
    fn small_fields_take_the_smallest_other_with_them() {
        assert_eq!(of(&[3, 4, 5]), (vec![], false));
        assert_eq!(of(&[2, 4, 5]), (vec![0, 1], false));
        assert_eq!(of(&[5, 4, 1, 4]), (vec![2, 3], false));
        assert_eq!(of(&[1, 2, 9]), (vec![0, 1], false));
        assert_eq!(of(&[1, 1, 9, 9]), (vec![0, 1, 3], false));
        assert_eq!(of(&[2]), (vec![0], true));
        assert_eq!(of(&[1, 1]), (vec![0, 1], true));
        assert_eq!(of(&[0, 3]), (vec![], false));
        assert_eq!(of(&[0, 2, 3]), (vec![1, 2], false));
        assert_eq!(of(&[]), (vec![], false));
    }
}

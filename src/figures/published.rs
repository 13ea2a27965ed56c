//! What of the figures everybody may see: totals over three companies or more, and nothing from which the value of a
//! smaller group could be told ("Small groups" of the contract of the sources).

use super::Figures;
use super::figure::{Ends, Figure, Formula};
use super::trend::{Target, Trend, Trends};
use crate::document::Class;
use crate::plan::Plan;
use std::collections::BTreeSet;
use std::sync::Arc;

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

impl Figures {
    /// The totals of the plan and the fields as everybody may see them: without the companies they were summed from,
    /// without those of small groups. Nothing of a single company is left.
    pub fn published(&self, plan: &Plan) -> Figures {
        let sizes: Vec<Size<'_>> = plan
            .fields
            .iter()
            .map(|field| {
                let companies = plan.selected_of(&field.id).count();
                (&*field.id, field.order.value().map_or(0, |order| order.0), companies)
            })
            .collect();
        let hidden = hidden(&sizes);
        let of_field =
            |(id, trends): (&Arc<str>, &Trends)| (id.clone(), published(trends, hidden.fields.contains(&**id)));
        Figures {
            plan: published(&self.plan, hidden.plan),
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

fn published(trends: &Trends, hidden: bool) -> Trends {
    let trend = |trend: &Trend| {
        let baseline = alone(&trend.baseline, hidden);
        let target = |target: &Target| {
            let figure = alone(&target.figure, hidden);
            let ends = Ends {
                before: baseline.clone(),
                after: figure.clone(),
            };
            Target {
                year: target.year,
                change: changed(&target.change, ends, hidden),
                since: target.since.as_ref().map(|(_, years)| (baseline.clone(), *years)),
                figure,
            }
        };
        Trend {
            targets: trend.targets.iter().map(target).collect(),
            baseline: baseline.clone(),
        }
    };
    trends.iter().map(|(indicator, it)| (*indicator, trend(it))).collect()
}

/// A total without what it was summed from.
fn alone(figure: &Figure, hidden: bool) -> Arc<Figure> {
    Arc::new(Figure {
        value: figure.value.clone().filter(|_| !hidden),
        withheld: hidden,
        formula: Formula::Undisclosed,
        places: Arc::default(),
        class: Class::Public,
        ..figure.clone()
    })
}

/// What a target adds, over published totals.
fn changed(figure: &Figure, ends: Ends, hidden: bool) -> Arc<Figure> {
    let formula = match figure.formula {
        Formula::Growth(_) => Formula::Growth(ends),
        _ => Formula::Difference(ends),
    };
    let alone = alone(figure, hidden);
    Arc::new(Figure {
        formula,
        ..(*alone).clone()
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

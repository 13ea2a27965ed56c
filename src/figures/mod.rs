//! Figures derived from the sources: totals of the targets, growth, degrees. Computed once, exactly.
//!
//! Definitions: the table "Derived figures" of the contract of the sources, which rests on forms 1 and 2 of the call.
//! Each figure keeps the formula that gave it, so that all who show the way read the same one.

mod condition;
mod degree;
mod figure;
mod fraction;
mod indicator;
mod measure;
mod product;
mod quantity;
mod trend;
mod words;

pub use condition::{Condition, Measured, Requirement, conditions, is_eligible};
pub use degree::{Degrees, Form2, NationalShares, degrees, form2, national_shares};
pub use figure::{Ends, Figure, Formula, Input, Title, Unit};
pub use fraction::{Fraction, RATE_DECIMALS, Rounded};
pub use indicator::{Indicator, provenance, unit_fits};
pub use measure::{Definition, Measure, Measures, degree_notes, measures};
pub use product::product;
pub use quantity::{Amount, Percent, Persons, Points, Quantity, Ratio, Source, UnitType, Yen};
pub use trend::{Target, Trend, Trends};

use crate::plan::{Company, Entry, Field, Plan};
use degree::external_share;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use trend::AllSeries;

/// Every figure of a plan.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Of all selected companies.
    pub plan: Trends,
    /// Of each field, by its id.
    pub fields: BTreeMap<Arc<str>, Trends>,
    /// Of each selected company, by its id.
    pub companies: BTreeMap<Arc<str>, Trends>,
    /// 域外売上高の割合 of all selected companies.
    pub external_share: Arc<Figure>,
    /// The same of each field, by its id.
    pub external_shares: BTreeMap<Arc<str>, Arc<Figure>>,
    /// What the factors of a company's targets give, where it states some, by its id.
    pub products: BTreeMap<Arc<str>, BTreeMap<Indicator, Arc<Figure>>>,
    /// The amounts of form 2 of each selected company, by its id.
    pub form2: BTreeMap<Arc<str>, Form2>,
    /// Of each selected company, by its id.
    pub degrees: BTreeMap<Arc<str>, Degrees>,
    /// Of each selected company, by its id; empty where the plan has no statistics.
    pub national_shares: BTreeMap<Arc<str>, NationalShares>,
}

/// Whose figures: how their names begin, and how people call them.
struct Group<'a> {
    name: String,
    label: &'a str,
}

impl<'a> Group<'a> {
    fn of_plan() -> Self {
        Group {
            name: "plan".to_owned(),
            label: "計画全体",
        }
    }

    fn of_field(field: &'a Entry<Field>) -> Self {
        Group {
            name: format!("fields.{}", field.id),
            label: field.short_name.get().map_or(&field.id, |name| &name.0),
        }
    }

    fn of_company(company: &'a Entry<Company>) -> Self {
        Group {
            name: format!("companies.{}", company.id),
            label: company.short_name.get().map_or(&company.id, |name| &name.0),
        }
    }
}

/// Computes every figure of a plan.
pub fn compute(plan: &Plan) -> Figures {
    let years = plan.target_years();
    let selected: Vec<&Entry<Company>> = plan.selected().collect();
    let series: Vec<AllSeries> = selected
        .iter()
        .map(|company| AllSeries::of_company(company, &years))
        .collect();
    let group = |group: Group<'_>, members: &dyn Fn(&Entry<Company>) -> bool| {
        let members = selected.iter().zip(&series).filter(|(company, _)| members(company));
        let members: Vec<&AllSeries> = members.map(|(_, series)| series).collect();
        AllSeries::of_group(&group, &members, &years).trends(&group)
    };
    let of_field = |field: &Entry<Field>| {
        let trends = group(Group::of_field(field), &|company| company.is_of(&field.id));
        (field.id.clone(), trends)
    };
    let of_company = |(company, series): (&&Entry<Company>, &AllSeries)| {
        (company.id.clone(), series.trends(&Group::of_company(company)))
    };
    let share_of_field = |field: &Entry<Field>| {
        let members: Vec<&Entry<Company>> = selected
            .iter()
            .copied()
            .filter(|company| company.is_of(&field.id))
            .collect();
        (field.id.clone(), external_share(&Group::of_field(field), &members))
    };
    let totals = plan.statistics.as_ref();
    let shares = |company: &&Entry<Company>| Some((company.id.clone(), national_shares(company, totals?)));
    Figures {
        plan: group(Group::of_plan(), &|_| true),
        fields: plan.fields.iter().map(of_field).collect(),
        companies: selected.iter().zip(&series).map(of_company).collect(),
        external_share: external_share(&Group::of_plan(), &selected),
        external_shares: plan.fields.iter().map(share_of_field).collect(),
        products: selected
            .iter()
            .map(|company| (company.id.clone(), products(company)))
            .collect(),
        form2: selected
            .iter()
            .map(|company| (company.id.clone(), form2(company)))
            .collect(),
        degrees: selected
            .iter()
            .map(|company| (company.id.clone(), degrees(company)))
            .collect(),
        national_shares: selected.iter().filter_map(shares).collect(),
    }
}

fn products(company: &Entry<Company>) -> BTreeMap<Indicator, Arc<Figure>> {
    let product = |indicator| Some((indicator, product(company, indicator)?));
    Indicator::ALL.into_iter().filter_map(product).collect()
}

impl Figures {
    /// The figure of a name.
    pub fn find(&self, name: &str) -> Option<&Arc<Figure>> {
        self.all().into_iter().find(|figure| *figure.name == *name)
    }

    /// Every figure once, the inputs included: the plan's, the fields', then the companies'.
    pub fn all(&self) -> Vec<&Arc<Figure>> {
        let degrees = |id: &Arc<str>| {
            let own = self.degrees.get(id).into_iter().flat_map(|it| [&it.connector, &it.hub]);
            let shares = self.national_shares.get(id);
            own.chain(shares.into_iter().flat_map(|it| [&it.connector, &it.hub]))
        };
        let groups = std::iter::once(&self.plan).chain(self.fields.values());
        let mut listed: Vec<&Arc<Figure>> = groups.flat_map(|trends| trends.values().flat_map(Trend::all)).collect();
        for share in std::iter::once(&self.external_share).chain(self.external_shares.values()) {
            listed.extend(share.formula.parts());
            listed.push(share);
        }
        for (id, trends) in &self.companies {
            listed.extend(trends.values().flat_map(Trend::all));
            for product in self.products.get(id).into_iter().flat_map(BTreeMap::values) {
                listed.extend(product.formula.parts());
                listed.push(product);
            }
            listed.extend(self.form2.get(id).into_iter().flat_map(Form2::figures));
            for degree in degrees(id) {
                listed.extend(degree.formula.parts());
                listed.push(degree);
            }
        }
        let mut seen = BTreeSet::new();
        listed.retain(|figure| seen.insert(figure.name.clone()));
        listed
    }
}

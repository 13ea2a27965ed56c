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
mod published;
mod quantity;
mod trend;
mod words;

pub use condition::{Condition, Measured, Requirement, conditions, is_eligible};
pub use degree::{Degrees, Form2, NationalShares, degrees, form2, national_shares};
pub use figure::{Ends, Figure, Formula, Input, Precision, Title, Unit};
pub use fraction::{Fraction, RATE_DECIMALS, Rounded};
pub use indicator::{Indicator, provenance, unit_fits};
pub use measure::{Definition, Measure, Measures, degree_notes, measures};
pub use product::product;
pub use published::{Coarseness, Coarsening, Steps, Total, displayed_money, small_groups};
pub use quantity::{Amount, Percent, Persons, Points, Quantity, Ratio, Source, UnitType, Yen};
pub use trend::{Target, Trend, Trends};

use crate::parallel;
use crate::plan::{Company, Entry, Field, FiscalYear, Plan};
use degree::{Amounts, Totals, external_share};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use trend::AllSeries;

/// Every figure of a plan.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Of all selected companies.
    pub plan: Trends,
    /// Of each field, by its id.
    pub fields: BTreeMap<Arc<str>, Trends>,
    /// Of each selected company, by its id.
    pub companies: BTreeMap<Arc<str>, Trends>,
    /// 域外売上高の割合 of all selected companies.
    pub external_share: Option<Arc<Figure>>,
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

    /// The file of a company, as inputs name it.
    fn subject(&self, company: &Entry<Company>) -> Arc<str> {
        format!("companies/{}", company.id).into()
    }
}

/// What one company's file gives.
struct OfCompany {
    series: AllSeries,
    trends: Trends,
    products: BTreeMap<Indicator, Arc<Figure>>,
    amounts: Amounts,
    shares: Option<NationalShares>,
}

impl OfCompany {
    fn of(company: &Entry<Company>, years: &[FiscalYear], totals: Option<&Totals>) -> OfCompany {
        let series = AllSeries::of_company(company, years);
        let amounts = Amounts::of(company);
        OfCompany {
            trends: series.trends(&Group::of_company(company)),
            series,
            products: products(company),
            shares: totals.map(|totals| amounts.shares(totals)),
            amounts,
        }
    }
}

/// Computes every figure of a plan.
pub fn compute(plan: &Plan) -> Figures {
    let years = plan.target_years();
    let totals = plan.statistics.as_ref().map(|statistics| Totals::of(statistics));
    let selected: Vec<&Entry<Company>> = plan.selected().collect();
    let computed = parallel::map(&selected, |_, company| OfCompany::of(company, &years, totals.as_ref()));
    let members = |of: &dyn Fn(&Entry<Company>) -> bool| -> Vec<&OfCompany> {
        let members = selected.iter().zip(&computed).filter(|(company, _)| of(company));
        members.map(|(_, computed)| computed).collect()
    };
    let group = |group: &Group<'_>, members: &[&OfCompany]| {
        let series: Vec<&AllSeries> = members.iter().map(|it| &it.series).collect();
        let amounts: Vec<&Amounts> = members.iter().map(|it| &it.amounts).collect();
        let trends = AllSeries::of_group(group, &series, &years).trends(group);
        (trends, external_share(group, &amounts))
    };
    let (of_plan, external_share) = group(&Group::of_plan(), &members(&|_| true));
    let mut figures = Figures {
        plan: of_plan,
        fields: BTreeMap::new(),
        companies: BTreeMap::new(),
        external_share: Some(external_share),
        external_shares: BTreeMap::new(),
        products: BTreeMap::new(),
        form2: BTreeMap::new(),
        degrees: BTreeMap::new(),
        national_shares: BTreeMap::new(),
    };
    for field in &plan.fields {
        let (trends, share) = group(&Group::of_field(field), &members(&|company| company.is_of(&field.id)));
        figures.fields.insert(field.id.clone(), trends);
        figures.external_shares.insert(field.id.clone(), share);
    }
    for (company, computed) in selected.into_iter().zip(computed) {
        let id = || company.id.clone();
        figures.form2.insert(id(), computed.amounts.form2());
        figures.degrees.insert(id(), computed.amounts.degrees());
        figures.companies.insert(id(), computed.trends);
        figures.products.insert(id(), computed.products);
        figures
            .national_shares
            .extend(computed.shares.map(|shares| (id(), shares)));
    }
    figures
}

fn products(company: &Entry<Company>) -> BTreeMap<Indicator, Arc<Figure>> {
    let product = |indicator| Some((indicator, product(company, indicator)?));
    Indicator::ALL.into_iter().filter_map(product).collect()
}

impl Figures {
    /// The figure of a name.
    pub fn find(&self, name: &str) -> Option<Arc<Figure>> {
        self.all().into_iter().find(|figure| *figure.name == *name)
    }

    /// Every figure once, the inputs included: the plan's, the fields', then the companies'.
    pub fn all(&self) -> Vec<Arc<Figure>> {
        let groups = std::iter::once(&self.plan).chain(self.fields.values());
        let mut listed: Vec<Arc<Figure>> = groups.flat_map(|trends| trends.values().flat_map(Trend::all)).collect();
        let shares = self.external_share.iter().chain(self.external_shares.values());
        shares.for_each(|share| push(share, &mut listed));
        for (id, trends) in &self.companies {
            listed.extend(trends.values().flat_map(Trend::all));
            let products = self.products.get(id).into_iter().flat_map(BTreeMap::values);
            products.for_each(|product| push(product, &mut listed));
            listed.extend(self.form2.get(id).into_iter().flat_map(Form2::figures).cloned());
            let own = self.degrees.get(id).into_iter().flat_map(|it| [&it.connector, &it.hub]);
            let shares = self.national_shares.get(id).into_iter();
            let degrees = own.chain(shares.flat_map(|it| [&it.connector, &it.hub]));
            degrees.for_each(|degree| push(degree, &mut listed));
        }
        let mut seen = BTreeSet::new();
        listed.retain(|figure| seen.insert(figure.name.clone()));
        listed
    }
}

/// A figure behind those it is computed from.
fn push(figure: &Arc<Figure>, to: &mut Vec<Arc<Figure>>) {
    to.extend(figure.formula.parts().into_iter().cloned());
    to.push(figure.clone());
}

//! Connector and hub degrees of a company as the prefecture computes them from form 2.
//!
//! The call gives two definitions of each. These are the company's own ratios (form 2, ※3 and ※4); the shares in the
//! prefecture's totals, which the nation's paper speaks of, are another figure and never share a column with them.

use super::Group;
use super::figure::Figure;
use super::quantity::{Quantity, Ratio, Source, Yen};
use crate::plan::{Company, Entry, Leaf, Number, Statistic, Statistics};
use std::sync::Arc;

/// Both degrees of a company, between 0 and 1.
#[derive(Clone, Debug)]
pub struct Degrees {
    /// コネクター度・県算定: external_sales ÷ business_sales, or ÷ sales where form 2 does not state business_sales.
    pub connector: Arc<Figure>,
    /// Whether sales stood in for business_sales: a note says so under every table.
    pub by_sales: bool,
    /// ハブ度・県算定: internal_purchases ÷ purchases.
    pub hub: Arc<Figure>,
}

/// A company's share in the prefecture's totals: 国資料の定義 of both degrees, another figure than [`Degrees`].
#[derive(Clone, Debug)]
pub struct NationalShares {
    /// コネクター度・国資料: external_sales ÷ the prefecture's external sales.
    pub connector: Arc<Figure>,
    /// ハブ度・国資料: internal_purchases ÷ the prefecture's internal purchases.
    pub hub: Arc<Figure>,
}

/// The amounts of a company's form 2 (様式2の1), in yen.
#[derive(Clone, Debug)]
pub struct Form2 {
    /// 売上高.
    pub sales: Arc<Figure>,
    /// うち域外売上高.
    pub external_sales: Arc<Figure>,
    /// 域内外の企業への販売額, where it is stated.
    pub business_sales: Option<Arc<Figure>>,
    /// 仕入高.
    pub purchases: Arc<Figure>,
    /// うち域内仕入高.
    pub internal_purchases: Arc<Figure>,
}

/// Reads the amounts of a company's form 2.
struct Form<'a> {
    company: &'a Entry<Company>,
    group: Group<'a>,
    subject: String,
}

impl<'a> Form<'a> {
    fn of(company: &'a Entry<Company>) -> Self {
        Form {
            company,
            group: Group::of_company(company),
            subject: format!("companies/{}", company.id),
        }
    }

    fn amount(&self, key: &str, label: &str, leaf: &Leaf<Number>) -> Quantity<Yen> {
        let name = format!("{}.transactions.{key}", self.group.name);
        let label = format!("{}の{label}（様式2）", self.group.label);
        let source = Source {
            subject: &self.subject,
            key: &format!("transactions.{key}"),
            leaf,
        };
        Quantity::money((&name, &label), source, self.company.transactions.unit.value())
    }

    fn sales(&self) -> Quantity<Yen> {
        self.amount("sales", "売上高", &self.company.transactions.sales)
    }

    fn business_sales(&self) -> Option<Quantity<Yen>> {
        let stated = &self.company.transactions.business_sales;
        let amount = || self.amount("business_sales", "域内外の企業への販売額", stated);
        stated.is_written().then(amount)
    }

    fn purchases(&self) -> Quantity<Yen> {
        self.amount("purchases", "仕入高", &self.company.transactions.purchases)
    }

    fn external_sales(&self) -> Quantity<Yen> {
        self.amount(
            "external_sales",
            "域外売上高",
            &self.company.transactions.external_sales,
        )
    }

    fn internal_purchases(&self) -> Quantity<Yen> {
        self.amount(
            "internal_purchases",
            "域内仕入高",
            &self.company.transactions.internal_purchases,
        )
    }

    fn degree(&self, key: &str, label: &str, part: &Quantity<Yen>, whole: &Quantity<Yen>) -> Arc<Figure> {
        let name = format!("{}.{key}", self.group.name);
        let label = format!("{}の{label}", self.group.label);
        let degree: Quantity<Ratio> = part.over((&name, &label), whole);
        degree.figure().clone()
    }
}

/// The shares of a company; unknown where the prefecture's totals are.
pub fn national_shares(company: &Entry<Company>, totals: &Statistics) -> NationalShares {
    let form = Form::of(company);
    let external = total("external_sales", "県の域外販売額", &totals.external_sales);
    let internal = total("internal_purchases", "県の域内仕入額", &totals.internal_purchases);
    let (connector, hub) = ("コネクター度（国資料の定義）", "ハブ度（国資料の定義）");
    NationalShares {
        connector: form.degree(
            "connector_degree.national_share",
            connector,
            &form.external_sales(),
            &external,
        ),
        hub: form.degree("hub_degree.national_share", hub, &form.internal_purchases(), &internal),
    }
}

fn total(key: &str, label: &str, statistic: &Statistic) -> Quantity<Yen> {
    let source = Source {
        subject: "statistics",
        key: &format!("{key}.value"),
        leaf: &statistic.value,
    };
    Quantity::money((&format!("statistics.{key}"), label), source, statistic.unit.value())
}

/// The amounts of a company's form 2.
pub fn form2(company: &Entry<Company>) -> Form2 {
    let form = Form::of(company);
    let figure = |quantity: Quantity<Yen>| quantity.figure().clone();
    Form2 {
        sales: figure(form.sales()),
        external_sales: figure(form.external_sales()),
        business_sales: form.business_sales().map(figure),
        purchases: figure(form.purchases()),
        internal_purchases: figure(form.internal_purchases()),
    }
}

impl Form2 {
    /// All amounts, in the order of the form.
    pub fn figures(&self) -> impl Iterator<Item = &Arc<Figure>> {
        let sales = [&self.sales, &self.external_sales]
            .into_iter()
            .chain(&self.business_sales);
        sales.chain([&self.purchases, &self.internal_purchases])
    }
}

/// 域外売上高の割合: what the companies of a group sell outside the prefecture, as a share of all they sell (form 2).
pub(super) fn external_share(group: &Group<'_>, companies: &[&Entry<Company>]) -> Arc<Figure> {
    let sum = |key: &str, label: &str, amount: fn(&Form<'_>) -> Quantity<Yen>| {
        let parts: Vec<Quantity<Yen>> = companies.iter().map(|company| amount(&Form::of(company))).collect();
        let name = format!("{}.transactions.{key}", group.name);
        Quantity::sum((&name, &format!("{}の{label}（様式2）", group.label)), &parts)
    };
    let external = sum("external_sales", "域外売上高", |form| form.external_sales());
    let sales = sum("sales", "売上高", |form| form.sales());
    let name = format!("{}.external_sales_share", group.name);
    let share: Quantity<Ratio> = external.over((&name, &format!("{}の域外売上高の割合", group.label)), &sales);
    share.figure().clone()
}

/// The degrees of a company from its form 2.
pub fn degrees(company: &Entry<Company>) -> Degrees {
    let form = Form::of(company);
    let stated = form.business_sales();
    let by_sales = stated.is_none();
    let whole = stated.unwrap_or_else(|| form.sales());
    let purchases = form.purchases();
    let (connector, hub) = ("コネクター度（県算定）", "ハブ度（県算定）");
    Degrees {
        connector: form.degree(
            "connector_degree.company_ratio",
            connector,
            &form.external_sales(),
            &whole,
        ),
        by_sales,
        hub: form.degree("hub_degree.company_ratio", hub, &form.internal_purchases(), &purchases),
    }
}

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

/// The amounts of a company's form 2, in their unit.
pub(super) struct Amounts {
    group: String,
    label: Arc<str>,
    sales: Quantity<Yen>,
    external_sales: Quantity<Yen>,
    business_sales: Option<Quantity<Yen>>,
    purchases: Quantity<Yen>,
    internal_purchases: Quantity<Yen>,
}

impl Amounts {
    /// Reads the form.
    pub fn of(company: &Entry<Company>) -> Amounts {
        let group = Group::of_company(company);
        let subject = group.subject(company);
        let form = &company.transactions;
        let amount = |key: &str, label: &str, leaf: &Leaf<Number>| {
            let name = format!("{}.transactions.{key}", group.name);
            let label = format!("{}の{label}（様式2）", group.label);
            let key = &format!("transactions.{key}");
            let subject = &subject;
            Quantity::money((&name, &label), Source { subject, key, leaf }, form.unit.value())
        };
        let stated = form.business_sales.is_written();
        let business_sales = || amount("business_sales", "域内外の企業への販売額", &form.business_sales);
        Amounts {
            sales: amount("sales", "売上高", &form.sales),
            external_sales: amount("external_sales", "域外売上高", &form.external_sales),
            business_sales: stated.then(business_sales),
            purchases: amount("purchases", "仕入高", &form.purchases),
            internal_purchases: amount("internal_purchases", "域内仕入高", &form.internal_purchases),
            label: group.label.into(),
            group: group.name,
        }
    }

    /// The same as figures.
    pub fn form2(&self) -> Form2 {
        let figure = |quantity: &Quantity<Yen>| quantity.figure().clone();
        Form2 {
            sales: figure(&self.sales),
            external_sales: figure(&self.external_sales),
            business_sales: self.business_sales.as_ref().map(figure),
            purchases: figure(&self.purchases),
            internal_purchases: figure(&self.internal_purchases),
        }
    }

    /// The degrees by the prefecture's definition.
    pub fn degrees(&self) -> Degrees {
        let whole = self.business_sales.as_ref().unwrap_or(&self.sales);
        let (connector, hub) = ("コネクター度（県算定）", "ハブ度（県算定）");
        Degrees {
            connector: self.degree("connector_degree.company_ratio", connector, &self.external_sales, whole),
            by_sales: self.business_sales.is_none(),
            hub: self.degree(
                "hub_degree.company_ratio",
                hub,
                &self.internal_purchases,
                &self.purchases,
            ),
        }
    }

    /// The shares in the prefecture's totals.
    pub fn shares(&self, totals: &Totals) -> NationalShares {
        let (connector, hub) = ("コネクター度（国資料の定義）", "ハブ度（国資料の定義）");
        let (external, internal) = (&self.external_sales, &self.internal_purchases);
        NationalShares {
            connector: self.degree(
                "connector_degree.national_share",
                connector,
                external,
                &totals.external_sales,
            ),
            hub: self.degree("hub_degree.national_share", hub, internal, &totals.internal_purchases),
        }
    }

    fn degree(&self, key: &str, label: &str, part: &Quantity<Yen>, whole: &Quantity<Yen>) -> Arc<Figure> {
        let name = format!("{}.{key}", self.group);
        let label = format!("{}の{label}", self.label);
        let degree: Quantity<Ratio> = part.over((&name, &label), whole);
        degree.figure().clone()
    }
}

/// The prefecture's totals, by which the nation's paper divides.
pub(super) struct Totals {
    external_sales: Quantity<Yen>,
    internal_purchases: Quantity<Yen>,
}

impl Totals {
    /// Reads them.
    pub fn of(statistics: &Statistics) -> Totals {
        let subject: Arc<str> = "statistics".into();
        let total = |key: &str, label: &str, statistic: &Statistic| {
            let source = Source {
                subject: &subject,
                key: &format!("{key}.value"),
                leaf: &statistic.value,
            };
            Quantity::money((&format!("statistics.{key}"), label), source, statistic.unit.value())
        };
        Totals {
            external_sales: total("external_sales", "県の域外販売額", &statistics.external_sales),
            internal_purchases: total("internal_purchases", "県の域内仕入額", &statistics.internal_purchases),
        }
    }
}

/// The shares of a company; unknown where the prefecture's totals are.
pub fn national_shares(company: &Entry<Company>, totals: &Statistics) -> NationalShares {
    Amounts::of(company).shares(&Totals::of(totals))
}

/// The degrees of a company from its form 2.
pub fn degrees(company: &Entry<Company>) -> Degrees {
    Amounts::of(company).degrees()
}

/// The amounts of a company's form 2.
pub fn form2(company: &Entry<Company>) -> Form2 {
    Amounts::of(company).form2()
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
pub(super) fn external_share(group: &Group<'_>, companies: &[&Amounts]) -> Arc<Figure> {
    let sum = |key: &str, label: &str, amount: fn(&Amounts) -> &Quantity<Yen>| {
        let parts: Vec<Quantity<Yen>> = companies.iter().map(|company| amount(company).clone()).collect();
        let name = format!("{}.transactions.{key}", group.name);
        Quantity::sum((&name, &format!("{}の{label}（様式2）", group.label)), &parts)
    };
    let external = sum("external_sales", "域外売上高", |it| &it.external_sales);
    let sales = sum("sales", "売上高", |it| &it.sales);
    let name = format!("{}.external_sales_share", group.name);
    let share: Quantity<Ratio> = external.over((&name, &format!("{}の域外売上高の割合", group.label)), &sales);
    share.figure().clone()
}

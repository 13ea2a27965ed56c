//! Connector and hub degrees of a company as the prefecture computes them from form 2.
//!
//! The call gives two definitions of each. These are the company's own ratios (form 2, ※3 and ※4); the shares in the
//! prefecture's totals, which the nation's paper speaks of, are another figure and never share a column with them.

use super::{Figure, Fraction};
use crate::plan::{Company, Leaf, MoneyUnit, Number, Statistic, Statistics};

/// Both degrees of a company, between 0 and 1.
#[derive(Clone, Debug)]
pub struct Degrees {
    /// コネクター度・県算定: external_sales ÷ business_sales, or ÷ sales where form 2 does not state business_sales.
    pub connector: Figure,
    /// Whether sales stood in for business_sales: a note says so under every table.
    pub by_sales: bool,
    /// ハブ度・県算定: internal_purchases ÷ purchases.
    pub hub: Figure,
}

/// A company's share in the prefecture's totals: 国資料の定義 of both degrees, another figure than [`Degrees`].
#[derive(Clone, Debug)]
pub struct NationalShares {
    /// コネクター度・国資料: external_sales ÷ the prefecture's external sales.
    pub connector: Figure,
    /// ハブ度・国資料: internal_purchases ÷ the prefecture's internal purchases.
    pub hub: Figure,
}

/// The shares of a company; unknown where the prefecture's totals are.
pub fn national_shares(company: &Company, totals: &Statistics) -> NationalShares {
    let form = &company.transactions;
    NationalShares {
        connector: share(&form.external_sales, &form.unit, &totals.external_sales),
        hub: share(&form.internal_purchases, &form.unit, &totals.internal_purchases),
    }
}

fn share(part: &Leaf<Number>, unit: &Leaf<MoneyUnit>, total: &Statistic) -> Figure {
    let yen = |value: &Leaf<Number>, unit: &Leaf<MoneyUnit>| Some(value.value()?.0 * unit.value()?.yen());
    let value = yen(part, unit).zip(yen(&total.value, &total.unit));
    Figure::of(
        value.and_then(|(part, total)| Fraction::new(part, total)),
        [part, &total.value].into_iter(),
    )
}

/// The degrees of a company from its form 2.
pub fn degrees(company: &Company) -> Degrees {
    let form = &company.transactions;
    let by_sales = !form.business_sales.is_written();
    let whole = if by_sales { &form.sales } else { &form.business_sales };
    Degrees {
        connector: ratio(&form.external_sales, whole),
        by_sales,
        hub: ratio(&form.internal_purchases, &form.purchases),
    }
}

fn ratio(part: &Leaf<Number>, whole: &Leaf<Number>) -> Figure {
    let value = part.value().zip(whole.value());
    Figure::of(
        value.and_then(|(part, whole)| Fraction::new(part.0, whole.0)),
        [part, whole].into_iter(),
    )
}

//! Connector and hub degrees of a company as the prefecture computes them from form 2.
//!
//! The call gives two definitions of each. These are the company's own ratios (form 2, ※3 and ※4); the shares in the
//! prefecture's totals, which the nation's paper speaks of, are another figure and never share a column with them.

use super::{Figure, Fraction};
use crate::plan::{Company, Leaf, Number};
use std::sync::Arc;

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
    let places: Arc<[_]> = [part, whole].into_iter().filter_map(Leaf::place).collect();
    Figure {
        value: value.and_then(|(part, whole)| Fraction::new(part.0, whole.0)),
        places,
    }
}

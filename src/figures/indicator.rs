//! What targets are set for.

use crate::plan::{Company, Kpi, KpiUnit, Kpis, Provenance};
use std::collections::BTreeMap;

/// What targets are set for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Indicator {
    /// 域内取引額, in yen.
    InternalTransactions,
    /// 売上額, in yen.
    Sales,
    /// 賃上げ率, in percent: never summed, its mean is weighted by employment.
    WageIncrease,
    /// 雇用, in persons.
    Employment,
}

impl Indicator {
    /// All four, in the order of the tables.
    pub const ALL: [Indicator; 4] = [
        Indicator::InternalTransactions,
        Indicator::Sales,
        Indicator::WageIncrease,
        Indicator::Employment,
    ];

    /// Its key under `[kpi]`.
    pub fn key(self) -> &'static str {
        match self {
            Indicator::InternalTransactions => "internal_transactions",
            Indicator::Sales => "sales",
            Indicator::WageIncrease => "wage_increase",
            Indicator::Employment => "employment",
        }
    }

    /// As printed.
    pub fn label(self) -> &'static str {
        match self {
            Indicator::InternalTransactions => "域内取引額",
            Indicator::Sales => "売上額",
            Indicator::WageIncrease => "賃上げ率",
            Indicator::Employment => "雇用",
        }
    }

    /// Whether it is counted in money.
    pub fn is_money(self) -> bool {
        matches!(self, Indicator::InternalTransactions | Indicator::Sales)
    }

    /// The targets of a company.
    pub fn of(self, kpis: &Kpis) -> &Kpi {
        match self {
            Indicator::InternalTransactions => &kpis.internal_transactions,
            Indicator::Sales => &kpis.sales,
            Indicator::WageIncrease => &kpis.wage_increase,
            Indicator::Employment => &kpis.employment,
        }
    }
}

/// How many of the companies' targets of an indicator each side has set.
pub fn provenance<'a>(
    companies: impl Iterator<Item = &'a Company>,
    indicator: Indicator,
) -> BTreeMap<Provenance, usize> {
    let mut counts = BTreeMap::new();
    for company in companies {
        if let Some(provenance) = indicator.of(&company.kpi).provenance.value() {
            *counts.entry(provenance).or_default() += 1;
        }
    }
    counts
}

/// Whether a unit fits an indicator.
pub fn unit_fits(indicator: Indicator, unit: KpiUnit) -> bool {
    match indicator {
        Indicator::InternalTransactions | Indicator::Sales => unit.money().is_some(),
        Indicator::WageIncrease => unit == KpiUnit::Percent,
        Indicator::Employment => unit == KpiUnit::Persons,
    }
}

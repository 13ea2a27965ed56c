//! Baselines of the targets against form 2, where year and scope let them be compared.

use super::kpi::written_targets;
use crate::diagnostic::{Code, Diagnostic};
use crate::figures::Indicator;
use crate::plan::{Company, Kpi, Leaf, Number, Plan, Scope};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// A baseline is that of form 2: equal where it is the whole company's, not more where it is a part's.
pub(super) fn baselines(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for (company, indicator, kpi) in written_targets(plan) {
        let (Some(stated), Some(place)) = (stated(company, indicator), kpi.baseline.value.place()) else {
            continue;
        };
        let Some(baseline) = baseline(kpi).filter(|_| is_of_form_year(company, kpi)) else {
            continue;
        };
        let differs = match kpi.scope.value() {
            Some(Scope::Whole) => (baseline.yen - stated.yen).abs() >= baseline.rounding,
            Some(Scope::Prefecture) => baseline.yen - stated.yen >= baseline.rounding,
            None => false,
        };
        if differs {
            let million = Decimal::from(1_000_000);
            let message = format!(
                "{}の基準値（{}百万円）が、様式2の{}（{}百万円）と合いません。",
                indicator.label(),
                (baseline.yen / million).normalize(),
                stated.name,
                (stated.yen / million).normalize()
            );
            let hint = "年度、単位及び対象範囲を確かめ、企業に照会してください。";
            to.push(Diagnostic::new(Code::ContradictsForm2, place, message).hint(hint));
        }
    }
}

/// An amount of form 2.
struct Stated {
    yen: Decimal,
    name: &'static str,
}

fn stated(company: &Company, indicator: Indicator) -> Option<Stated> {
    let form = &company.transactions;
    let (amount, name) = match indicator {
        Indicator::InternalTransactions => (&form.internal_purchases, "域内仕入高"),
        Indicator::Sales => (&form.sales, "売上高"),
        Indicator::WageIncrease | Indicator::Employment => return None,
    };
    // A form that contradicts itself is told of as such.
    let exceeds =
        |part: &Leaf<Number>, whole: &Leaf<Number>| part.value().zip(whole.value()).is_some_and(|(a, b)| a > b);
    if exceeds(&form.external_sales, &form.sales) || exceeds(&form.internal_purchases, &form.purchases) {
        return None;
    }
    Some(Stated {
        yen: amount.value()?.0 * form.unit.value()?.yen(),
        name,
    })
}

struct Baseline {
    yen: Decimal,
    /// One of the last digit that is written.
    rounding: Decimal,
}

fn baseline(kpi: &Kpi) -> Option<Baseline> {
    let Leaf::Given {
        value: Number(number), ..
    } = &kpi.baseline.value
    else {
        return None;
    };
    let unit = kpi.unit.value()?.money()?.yen();
    Some(Baseline {
        yen: number * unit,
        rounding: unit * Decimal::new(1, number.scale()),
    })
}

/// Whether the baseline's fiscal year is the one in which form 2's business year ends.
fn is_of_form_year(company: &Company, kpi: &Kpi) -> bool {
    let end = company.transactions.business_year.end.value();
    let year = |end: Date| if end.month() >= 4 { end.year() } else { end.year() - 1 };
    end.map(year) == kpi.baseline.fiscal_year.value().map(|it| it.0)
}

/// Whether a company's baseline of sales is that of the whole company: then its own texts speak of the same.
pub(super) fn covers_all(company: &Company, indicator: Indicator, kpi: &Kpi) -> bool {
    let same = || {
        let (baseline, stated) = (baseline(kpi)?, stated(company, indicator)?);
        Some((baseline.yen - stated.yen).abs() < baseline.rounding && is_of_form_year(company, kpi))
    };
    kpi.scope.value() == Some(Scope::Whole) || same().unwrap_or(false)
}

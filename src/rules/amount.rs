//! Rules of amounts: none is negative, none beyond belief; so sums and ratios stay exact.

use crate::diagnostic::{Code, Diagnostic};
use crate::figures::Indicator;
use crate::plan::{KpiUnit, Leaf, MoneyUnit, Number, Plan, YearValue};
use rust_decimal::Decimal;

/// No amount reaches it, in yen: ten times the yearly product of the country.
const MOST_YEN: Decimal = Decimal::from_parts(1_874_919_424, 2_328_306, 0, false, 0);
/// No head count reaches it: the people of the country.
const MOST_PERSONS: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);
/// No yearly rise of pay reaches it, in percent.
const MOST_PERCENT: Decimal = Decimal::ONE_HUNDRED;

/// Amounts of money: form 1, form 2, statistics, conditions.
pub(super) fn money(plan: &Plan, to: &mut Vec<Diagnostic>) {
    let minimum = &plan.about.eligibility.minimum_sales;
    yen(to, &minimum.value, &minimum.unit);
    for total in plan
        .statistics
        .iter()
        .flat_map(|it| [&it.external_sales, &it.internal_purchases])
    {
        yen(to, &total.value, &total.unit);
    }
    for company in &plan.companies {
        yen(to, &company.profile.sales.value, &company.profile.sales.unit);
        let form = &company.transactions;
        let amounts = [
            &form.sales,
            &form.external_sales,
            &form.business_sales,
            &form.purchases,
            &form.internal_purchases,
        ];
        amounts.into_iter().for_each(|amount| yen(to, amount, &form.unit));
    }
}

/// Targets and their baselines.
pub(super) fn targets(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for company in &plan.companies {
        for indicator in Indicator::ALL {
            let kpi = indicator.of(&company.kpi);
            let values = std::iter::once(&kpi.baseline).chain(kpi.targets.iter());
            values.for_each(|row| target(to, row, kpi.unit.value(), indicator));
        }
    }
}

fn target(to: &mut Vec<Diagnostic>, row: &YearValue, unit: Option<KpiUnit>, indicator: Indicator) {
    if let Some(range) = range(unit, indicator) {
        within(to, &row.value, &range);
    }
    if indicator == Indicator::Employment {
        whole(to, &row.value);
    }
}

/// What an amount may be: in yen, persons or percent.
struct Range {
    /// What one of the amount's unit is.
    unit: Decimal,
    least: Decimal,
    most: Decimal,
}

fn range(unit: Option<KpiUnit>, indicator: Indicator) -> Option<Range> {
    let (unit, least, most) = match (indicator, unit.and_then(KpiUnit::money)) {
        (Indicator::InternalTransactions | Indicator::Sales, Some(unit)) => (unit.yen(), Decimal::ZERO, MOST_YEN),
        (Indicator::InternalTransactions | Indicator::Sales, None) => return None,
        (Indicator::WageIncrease, _) => (Decimal::ONE, -MOST_PERCENT, MOST_PERCENT),
        (Indicator::Employment, _) => (Decimal::ONE, Decimal::ZERO, MOST_PERSONS),
    };
    Some(Range { unit, least, most })
}

/// Whether an indicator can have a value at all.
pub(super) fn is_possible(number: Decimal, unit: Option<KpiUnit>, indicator: Indicator) -> bool {
    range(unit, indicator).is_none_or(|it| number * it.unit >= it.least && number * it.unit < it.most)
}

fn yen(to: &mut Vec<Diagnostic>, amount: &Leaf<Number>, unit: &Leaf<MoneyUnit>) {
    if let Some(unit) = unit.value() {
        let (least, most) = (Decimal::ZERO, MOST_YEN);
        let unit = unit.yen();
        within(to, amount, &Range { unit, least, most });
    }
}

fn within(to: &mut Vec<Diagnostic>, leaf: &Leaf<Number>, range: &Range) {
    let Leaf::Given {
        value: Number(number),
        place,
        ..
    } = leaf
    else {
        return;
    };
    let amount = number * range.unit;
    let (message, hint) = if amount < range.least && range.least.is_zero() {
        ("負の値は書けません。", "値の符号を確かめてください。")
    } else if amount < range.least || amount >= range.most {
        ("値の桁が大きすぎます。", "桁と単位を確かめてください。")
    } else {
        return;
    };
    to.push(Diagnostic::new(Code::BadValue, *place, message).hint(hint));
}

fn whole(to: &mut Vec<Diagnostic>, leaf: &Leaf<Number>) {
    if let Leaf::Given {
        value: Number(number),
        place,
        ..
    } = leaf
        && !number.fract().is_zero()
    {
        let message = "人数に小数は書けません。";
        to.push(Diagnostic::new(Code::BadValue, *place, message).hint("整数で書いてください。"));
    }
}

//! 算定の内訳: the product of an indicator's factors is its last target.

use super::kpi::written_targets;
use crate::diagnostic::{Code, Diagnostic};
use crate::figures::{Fraction, Indicator, RATE_DECIMALS, product};
use crate::plan::{Kpi, KpiUnit, Leaf, Number, Part, Plan};

/// Factors are multiplied out and give the target that they explain.
pub(super) fn products(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for (company, indicator, kpi) in written_targets(plan) {
        let value = product(company, indicator).and_then(|product| product.value.clone());
        let (Some(product), Some(unit)) = (value, kpi.unit.value()) else {
            continue;
        };
        if let Some(diagnostic) = differing(indicator, kpi, unit, &in_unit(&product, unit)) {
            to.push(diagnostic);
        }
    }
}

fn in_unit(value: &Fraction, unit: KpiUnit) -> Fraction {
    unit.money().map_or_else(|| value.clone(), |unit| value.in_money(unit))
}

fn differing(indicator: Indicator, kpi: &Part<Kpi>, unit: KpiUnit, product: &Fraction) -> Option<Diagnostic> {
    let last = kpi.targets.iter().max_by_key(|row| row.fiscal_year.value())?;
    let Leaf::Given {
        value: Number(target),
        place,
        ..
    } = &last.value
    else {
        return None;
    };
    if *product == Fraction::from(*target) {
        return None;
    }
    let place = kpi
        .factors
        .place
        .into_iter()
        .chain([*place])
        .max_by_key(|place| place.span.start)?;
    let message = format!(
        "{}の算定の内訳の積（{}{word}）が、{}年度の目標値（{target}{word}）と一致しません。",
        indicator.label(),
        product.plain(RATE_DECIMALS),
        last.fiscal_year.value().map_or(0, |year| year.0),
        word = unit.word(),
    );
    let hint = "内訳（factors）の値と単位、又は目標値を直し、掛け合わせた値が目標値に等しくなるようにしてください。";
    Some(Diagnostic::new(Code::FactorsMismatch, place, message).hint(hint))
}

//! Targets that a careful colleague would ask about: below their baseline, beyond belief, in a unit of their own.

use super::amount::is_possible;
use super::kpi::written_targets;
use crate::diagnostic::{Code, Diagnostic};
use crate::figures::Indicator;
use crate::plan::{Kpi, KpiUnit, Leaf, Number, Part, Plan};
use crate::source::Place;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Amounts that grow beyond so many times their baseline are asked about.
const MOST_GROWTH: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
/// So are yearly rises of pay beyond this, in percent.
const MOST_RISE: Decimal = Decimal::from_parts(15, 0, 0, false, 0);

/// Targets are not below their baseline, and not beyond belief.
pub(super) fn targets(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for (_, indicator, kpi) in written_targets(plan) {
        let unit = kpi.unit.value();
        let possible = |number: &Decimal| is_possible(*number, unit, indicator);
        let Some(baseline) = kpi.baseline.value.value().map(|it| it.0).filter(possible) else {
            continue;
        };
        // What cannot be at all is told of as such.
        let found: Vec<Option<Diagnostic>> = given(kpi)
            .filter(|(target, _)| possible(target))
            .map(|(target, place)| doubtful(indicator, target, baseline, place))
            .collect();
        // Where all targets are doubtful in the same way the baseline may be to blame: once is enough.
        let code = |it: &Option<Diagnostic>| it.as_ref().map(|it| it.code);
        let alike = found.iter().all(|it| it.is_some() && code(it) == code(&found[0]));
        let most = if alike { 1 } else { found.len() };
        to.extend(found.into_iter().flatten().take(most));
    }
}

fn doubtful(indicator: Indicator, target: Decimal, baseline: Decimal, place: Place) -> Option<Diagnostic> {
    if target < baseline {
        Some(below(indicator, target, baseline, place))
    } else if beyond_belief(indicator, target, baseline) {
        Some(too_high(indicator, target, baseline, place))
    } else {
        None
    }
}

fn given(kpi: &Kpi) -> impl Iterator<Item = (Decimal, Place)> {
    kpi.targets.iter().filter_map(|row| match &row.value {
        Leaf::Given {
            value: Number(number),
            place,
            ..
        } => Some((*number, *place)),
        Leaf::Absent | Leaf::Withheld | Leaf::Faulty | Leaf::Pending(_) => None,
    })
}

fn below(indicator: Indicator, target: Decimal, baseline: Decimal, place: Place) -> Diagnostic {
    let message = format!(
        "{}の目標値（{target}）が、基準値（{baseline}）を下回っています。",
        indicator.label()
    );
    let hint = "桁と単位を確かめてください。正しければ、下回る理由を算定根拠（basis）に書いてください。";
    Diagnostic::new(Code::TargetBelowBaseline, place, message).hint(hint)
}

fn beyond_belief(indicator: Indicator, target: Decimal, baseline: Decimal) -> bool {
    match indicator {
        Indicator::WageIncrease => target > MOST_RISE,
        Indicator::InternalTransactions | Indicator::Sales | Indicator::Employment => {
            !baseline.is_zero() && target > baseline * MOST_GROWTH
        }
    }
}

fn too_high(indicator: Indicator, target: Decimal, baseline: Decimal, place: Place) -> Diagnostic {
    let label = indicator.label();
    let message = match indicator {
        Indicator::WageIncrease => format!("{label}の目標値（{target}％）が、{MOST_RISE}％を超えています。"),
        Indicator::InternalTransactions | Indicator::Sales | Indicator::Employment => {
            format!("{label}の目標値（{target}）が、基準値（{baseline}）の{MOST_GROWTH}倍を超えています。")
        }
    };
    let hint = "桁と単位を確かめてください。正しければ、算定根拠（basis）に理由を書いてください。";
    Diagnostic::new(Code::ImplausibleGrowth, place, message).hint(hint)
}

/// One indicator has one unit over the companies: the one that most of them use.
pub(super) fn units(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for indicator in Indicator::ALL {
        let kpis: Vec<&Part<Kpi>> = written_targets(plan)
            .filter(|it| it.1 == indicator)
            .map(|it| it.2)
            .collect();
        let Some(usual) = most_used(&kpis).filter(|_| indicator.is_money()) else {
            continue;
        };
        for kpi in kpis {
            if let Leaf::Given { value, place, .. } = &kpi.unit
                && *value != usual
                && value.money().is_some()
            {
                let message = format!(
                    "{}の単位が「{}」ですが、ほかの企業は「{}」です。",
                    indicator.label(),
                    value.word(),
                    usual.word()
                );
                let hint = "桁の誤りがないかを確かめ、単位をそろえてください（換算は正しく行われます）。";
                to.push(Diagnostic::new(Code::UnitDiffers, *place, message).hint(hint));
            }
        }
    }
}

fn most_used(kpis: &[&Part<Kpi>]) -> Option<KpiUnit> {
    let mut counts: BTreeMap<KpiUnit, usize> = BTreeMap::new();
    for unit in kpis.iter().filter_map(|kpi| kpi.unit.value()) {
        *counts.entry(unit).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(unit, _)| unit)
}

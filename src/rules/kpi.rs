//! Rules of the targets: every selected company has all four, for the plan's years, in units that add up.

use super::header;
use crate::diagnostic::{Code, Diagnostic};
use crate::figures::{Indicator, unit_fits};
use crate::plan::{Company, Entry, FiscalYear, Kpi, Leaf, Part, Plan, Scope};
use crate::source::Place;

/// The written targets of the selected companies.
pub(super) fn written_targets(plan: &Plan) -> impl Iterator<Item = (&Entry<Company>, Indicator, &Part<Kpi>)> {
    let selected = plan.companies.iter().filter(|company| company.is_selected());
    selected.flat_map(|company| {
        let written = targets_of(company).filter(|(_, kpi)| kpi.place.is_some());
        written.map(move |(indicator, kpi)| (company, indicator, kpi))
    })
}

fn targets_of(company: &Company) -> impl Iterator<Item = (Indicator, &Part<Kpi>)> {
    let kpis = &company.kpi;
    let parts = [
        &kpis.internal_transactions,
        &kpis.sales,
        &kpis.wage_increase,
        &kpis.employment,
    ];
    Indicator::ALL.into_iter().zip(parts)
}

/// 要件: 域内取引額、売上額、賃上げ、雇用 each have a target.
pub(super) fn complete(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for company in plan.companies.iter().filter(|company| company.is_selected()) {
        for (indicator, kpi) in targets_of(company) {
            if kpi.header.is_none() {
                let key = indicator.key();
                let message = format!(
                    "重点支援企業に必要な目標「{}」（kpi.{key}）がありません。",
                    indicator.label()
                );
                let hint = format!(
                    "[kpi.{key}] を書き足してください。値が未定であれば value = {{ pending = \"理由\" }} と書けます。"
                );
                let place = header(company.kpi.header, company.file);
                to.push(Diagnostic::new(Code::MissingKpi, place, message).hint(hint));
            }
        }
    }
}

/// Targets stand for exactly the plan's years, the baseline for a year that the plan takes.
pub(super) fn years(plan: &Plan, to: &mut Vec<Diagnostic>) {
    let planned = plan.target_years();
    let ordered = is_sound(plan);
    let baseline = &plan.about.kpi.baseline;
    let takes_baselines = !baseline.is_empty() && baseline.iter().all(|year| year.get().is_some());
    let baselines: Vec<FiscalYear> = baseline.values().copied().collect();
    for (_, indicator, kpi) in written_targets(plan) {
        let mut found: Vec<FiscalYear> = kpi.targets.iter().filter_map(|row| row.fiscal_year.value()).collect();
        found.sort();
        let place = kpi.targets.place.filter(|_| ordered);
        let readable = kpi.targets.iter().all(|row| row.fiscal_year.get().is_some());
        if let (true, Some(place)) = (found != planned && readable, place) {
            let message = format!(
                "{}の目標の年度（{}）が、計画の年度（{}）と違います。",
                indicator.label(),
                list(&found),
                list(&planned)
            );
            let hint = "plan.toml の [kpi] years と同じ年度の値を、一つずつ書いてください。";
            to.push(Diagnostic::new(Code::KpiYearMismatch, place, message).hint(hint));
        }
        if let Leaf::Given { value, place, .. } = &kpi.baseline.fiscal_year
            && takes_baselines
            && !baselines.contains(value)
        {
            let message = format!(
                "{}の基準値の年度（{}）が、計画の基準年度（{}）にありません。",
                indicator.label(),
                value.0,
                list(&baselines)
            );
            let hint = "直近の決算が属する年度（決算日の属する年度）を書いてください。";
            to.push(Diagnostic::new(Code::KpiYearMismatch, *place, message).hint(hint));
        }
    }
}

/// Whether the plan's target years can be held against anything: where they are wrong, that is told of once, in `plan.toml`.
fn is_sound(plan: &Plan) -> bool {
    let (years, period) = (&plan.about.kpi.years, &plan.about.plan_period);
    let mut written = years.interim.iter().chain([&years.r#final]);
    let planned = plan.target_years();
    let within = match (period.start.value(), period.end.value()) {
        (Some(start), Some(end)) if start <= end => planned.iter().all(|year| (start..=end).contains(year)),
        _ => true,
    };
    written.all(|year| year.get().is_some()) && !planned.is_empty() && planned.is_sorted_by(|a, b| a < b) && within
}

fn list(years: &[FiscalYear]) -> String {
    let years: Vec<String> = years.iter().map(|year| year.0.to_string()).collect();
    years.join("、")
}

/// Amounts in money, rates in percent, employment in persons.
pub(super) fn units(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for (_, indicator, kpi) in written_targets(plan) {
        if let Leaf::Given { value, place, .. } = &kpi.unit
            && !unit_fits(indicator, *value)
        {
            let message = format!("{}の単位に「{}」は使えません。", indicator.label(), value.word());
            let hint = match indicator {
                Indicator::InternalTransactions | Indicator::Sales => {
                    "円、千円、百万円、億円のどれかを書いてください。"
                }
                Indicator::WageIncrease => "unit = \"％\" と書いてください。",
                Indicator::Employment => "unit = \"人\" と書いてください。",
            };
            to.push(Diagnostic::new(Code::BadValue, *place, message).hint(hint));
        }
    }
}

/// One total never mixes 県内事業所 and 全社: told of at those that most do not share, or else at the later ones.
pub(super) fn scopes(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for indicator in Indicator::ALL {
        // A rate has no scope; one that is written says nothing.
        if indicator == Indicator::WageIncrease {
            continue;
        }
        let written = written_targets(plan).filter(|it| it.1 == indicator);
        let kpis: Vec<_> = written.map(|(company, _, kpi)| (company, kpi)).collect();
        let usual = usual_scope(&kpis);
        for (_, kpi) in &kpis {
            match (&kpi.scope, kpi.place, usual) {
                (Leaf::Absent, Some(place), _) => to.push(without_scope(indicator, place)),
                (Leaf::Given { value, place, .. }, _, Some((expected, other))) if *value != expected => {
                    to.push(other_scope(indicator, *value, *place, expected, other));
                }
                _ => {}
            }
        }
    }
}

/// The scope of most companies, of the first where as many have each; and the first company with it.
fn usual_scope<'a>(kpis: &[(&'a Entry<Company>, &Part<Kpi>)]) -> Option<(Scope, &'a str)> {
    let count = |scope: Scope| kpis.iter().filter(|(_, kpi)| kpi.scope.value() == Some(scope)).count();
    let mut scopes: Vec<(Scope, &str)> = Vec::new();
    for (company, kpi) in kpis {
        let name = company.name.get().map_or("", |name| &*name.0);
        scopes.extend(kpi.scope.value().map(|scope| (scope, name)));
    }
    scopes.into_iter().rev().max_by_key(|(scope, _)| count(*scope))
}

fn without_scope(indicator: Indicator, place: Place) -> Diagnostic {
    let message = format!("{}の「対象範囲」（scope）がありません。", indicator.label());
    let hint = "scope = \"県内事業所\" 又は \"全社\" を書き足してください。";
    Diagnostic::new(Code::MissingKey, place, message).hint(hint)
}

fn other_scope(indicator: Indicator, scope: Scope, place: Place, expected: Scope, other: &str) -> Diagnostic {
    let message = format!(
        "{}の対象範囲が「{}」ですが、「{other}」は「{}」です。範囲の違う値は合計できません。",
        indicator.label(),
        scope.word(),
        expected.word()
    );
    let hint = "同じ範囲の値を企業に照会し、scope をそろえてください。";
    Diagnostic::new(Code::MixedScope, place, message).hint(hint)
}

/// Targets that the company has not confirmed.
pub(super) fn confirmed(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for (_, indicator, kpi) in written_targets(plan) {
        if let (Leaf::Absent, Some(place)) = (&kpi.confirmed, kpi.place) {
            let message = format!(
                "{}の目標値が、企業に確認されていません（確認日 confirmed がありません）。",
                indicator.label()
            );
            let hint = "企業に確認した日を confirmed = 2026-06-24 のように書いてください。";
            to.push(Diagnostic::new(Code::UnconfirmedKpi, place, message).hint(hint));
        }
    }
}

//! 算定の内訳: factors whose product is the last target of an indicator.

use super::figure::{Figure, Formula, Input, Unit};
use super::{Group, Indicator};
use crate::plan::{Company, Entry, Factor, Kpi, KpiUnit, MoneyUnit};
use rust_decimal::Decimal;
use std::sync::Arc;

/// The product of an indicator's factors, in yen, percent or persons; `None` where none is written.
///
/// A factor in money counts in its own unit, the first one otherwise in that of the indicator; 105 ％ count 1.05, but
/// the first ％ of a rate count as written.
pub fn product(company: &Entry<Company>, indicator: Indicator) -> Option<Arc<Figure>> {
    let kpi = indicator.of(&company.kpi);
    let scales = scales(kpi)?;
    let group = Group::of_company(company);
    let name = format!("{}.{}.factors", group.name, indicator.key());
    let label = format!("{}の{}の算定の内訳の積", group.label, indicator.label());
    let subject: Arc<str> = format!("companies/{}", company.id).into();
    let factors = kpi
        .factors
        .iter()
        .zip(scales)
        .enumerate()
        .map(|(index, (factor, scale))| {
            let unit = factor.unit.get().map_or_else(|| "".into(), |unit| unit.0.clone());
            let input = Input {
                subject: subject.clone(),
                key: format!("kpi.{}.factors[{index}].value", indicator.key()).into(),
                written: factor.value.value().map(|number| number.0),
                unit,
                scale,
            };
            let label = factor.label.get().map_or("", |label| &label.0);
            let title = (&*format!("{name}.{}", index + 1), label);
            Arc::new(Figure::given(title, Unit::Free, input, &factor.value))
        });
    let unit = match indicator {
        Indicator::InternalTransactions | Indicator::Sales => Unit::Yen,
        Indicator::WageIncrease => Unit::Percent,
        Indicator::Employment => Unit::Persons,
    };
    Some(Arc::new(Figure::compute(
        (&name, &label),
        unit,
        Formula::Product(factors.collect()),
    )))
}

/// What one of each factor's unit counts; `None` without factors or without a unit of the indicator.
fn scales(kpi: &Kpi) -> Option<Vec<Decimal>> {
    let unit = kpi.unit.value()?;
    let one = |factor: &Factor| {
        let unit = factor.unit.get().map_or("", |unit| &*unit.0);
        yen(unit).or_else(|| matches!(unit, "％" | "%").then_some(Decimal::new(1, 2)))
    };
    let mut scales: Vec<Decimal> = kpi.factors.iter().map(|it| one(it).unwrap_or(Decimal::ONE)).collect();
    let is_money = |factor: &Factor| factor.unit.get().is_some_and(|unit| yen(&unit.0).is_some());
    let first = scales.first_mut()?;
    match unit {
        KpiUnit::Percent => {
            if let Some(first) = scales.iter_mut().find(|scale| **scale == Decimal::new(1, 2)) {
                *first = Decimal::ONE;
            }
        }
        KpiUnit::Persons => {}
        KpiUnit::Yen | KpiUnit::Thousand | KpiUnit::Million | KpiUnit::HundredMillion => {
            if !kpi.factors.iter().any(|factor| is_money(factor)) {
                *first *= unit.money().map_or(Decimal::ONE, MoneyUnit::yen);
            }
        }
    }
    Some(scales)
}

/// The yen of one 百万円, or of one 百万円／社; `None` of what is no money.
fn yen(unit: &str) -> Option<Decimal> {
    let units = [
        ("億円", 100_000_000),
        ("百万円", 1_000_000),
        ("万円", 10_000),
        ("千円", 1_000),
        ("円", 1),
    ];
    let counted = unit.split(['/', '／']).next().unwrap_or(unit);
    let found = units.iter().find(|(word, _)| counted == *word);
    found.map(|(_, yen)| Decimal::from(*yen))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_of_a_unit() {
        assert_eq!(yen("百万円／社"), Some(1_000_000.into()));
        assert_eq!(yen("千円"), Some(1_000.into()));
        assert_eq!(yen("社"), None);
        assert_eq!(yen("円卓"), None);
    }
}

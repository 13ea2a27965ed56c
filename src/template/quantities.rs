//! Filters that print figures, amounts and years as official documents write them (公用文).

use super::problem::Problem;
use super::value::{FigureValue, Inlines, Pending};
use super::{print, value::Amount};
use crate::document::{Inline, Text};
use crate::figures::{Fraction, Unit};
use crate::plan::{FiscalYear, MoneyUnit};
use minijinja::value::Value;
use minijinja::{Environment, Error};

/// The filters for the documentation: name, what it prints, an example.
pub const FILTERS: &[(&str, &str, &str)] = &[
    ("oku", "金額を億円で", "642億円"),
    ("hyakuman", "金額を百万円で", "64,190百万円"),
    ("sen", "金額を千円で", "64,190,000千円"),
    ("kingaku", "金額を、大きさに応じて億と万で", "3億8598万円"),
    ("percent", "割合や率を％で", "37.7％"),
    ("fiscal_year", "西暦の年度を元号の年度で", "令和12年度"),
    ("wareki", "西暦の年を元号の年で", "令和12年"),
];

/// Adds the filters.
pub(super) fn install(environment: &mut Environment<'static>) {
    environment.add_filter("oku", |value: Value, decimals: Option<u32>| {
        money(&value, |yen| in_unit(yen, MoneyUnit::HundredMillion, decimals))
    });
    environment.add_filter("hyakuman", |value: Value, decimals: Option<u32>| {
        money(&value, |yen| in_unit(yen, MoneyUnit::Million, decimals))
    });
    environment.add_filter("sen", |value: Value, decimals: Option<u32>| {
        money(&value, |yen| in_unit(yen, MoneyUnit::Thousand, decimals))
    });
    environment.add_filter("kingaku", |value: Value| money(&value, print::money_words));
    environment.add_filter("percent", percent);
    environment.add_filter("fiscal_year", |value: Value| {
        year(&value).map(|year| Value::from_safe_string(print::fiscal_year(FiscalYear(year))))
    });
    environment.add_filter("wareki", |value: Value| {
        year(&value).map(|year| Value::from_safe_string(print::era(year)))
    });
}

/// With 億 no comma stands in the number; smaller units take commas.
fn in_unit(yen: &Fraction, unit: MoneyUnit, decimals: Option<u32>) -> String {
    let rounded = print::money_in(yen, unit, decimals.unwrap_or(0).min(6));
    let number = match unit {
        MoneyUnit::HundredMillion => print::grouped(rounded).replace(',', ""),
        MoneyUnit::Yen | MoneyUnit::Thousand | MoneyUnit::Million => print::grouped(rounded),
    };
    number + unit.word()
}

/// A figure in yen, or a table of value and unit, printed by a function.
fn money(value: &Value, printed: impl Fn(&Fraction) -> String) -> Result<Value, Error> {
    if let Some(shown) = awaited(value) {
        return Ok(shown);
    }
    if let Some(FigureValue { figure, text }) = value.downcast_object_ref()
        && figure.unit == Unit::Yen
        && let Some(yen) = &figure.value
    {
        return Ok(inline(text, print::about(figure, printed(yen))));
    }
    let part = |key: &str| value.get_attr(key).ok();
    let unit = part("unit").and_then(|unit| MoneyUnit::of_word(unit.as_str()?));
    let amount = part("value");
    if let Some(shown) = amount.as_ref().and_then(awaited) {
        return Ok(shown);
    }
    let amount = amount
        .as_ref()
        .and_then(|it| it.downcast_object_ref::<Amount>().cloned());
    match (amount, unit) {
        (Some(Amount { value, text }), Some(unit)) => {
            let yen = Fraction::from(value).times(&unit.yen().into());
            Ok(inline(&text, printed(&yen)))
        }
        (_, _) => Err(Problem::new("金額ではない値に、金額のフィルターは使えません。")
            .hint("figure(\"plan.sales.2030\") のような数値か、company.profile.sales のような金額に付けてください。")
            .into()),
    }
}

/// A share or a rate in percent.
fn percent(value: Value, decimals: Option<u32>) -> Result<Value, Error> {
    if let Some(shown) = awaited(&value) {
        return Ok(shown);
    }
    let decimals = decimals.unwrap_or(1).min(6);
    let found = value
        .downcast_object_ref::<FigureValue>()
        .and_then(|it| Some((it, it.figure.value.as_ref()?)));
    let (figure, number, decimals) = match found {
        Some((it, value)) if it.figure.unit == Unit::Ratio => (
            &it.figure,
            value.percent(),
            print::percent_decimals(&it.figure, decimals),
        ),
        Some((it, value)) if it.figure.unit == Unit::Percent => (
            &it.figure,
            value.clone(),
            print::decimals(&it.figure, &1.into(), decimals),
        ),
        Some(_) | None => {
            return Err(Problem::new("割合ではない値に、フィルター percent は使えません。")
                .hint("figure(\"plan.sales.2030.growth\") のような割合か率に付けてください。")
                .into());
        }
    };
    let text = found.map(|(it, _)| it.text.clone());
    let printed = print::about(figure, format!("{}％", print::grouped(number.round(decimals))));
    Ok(text.map_or_else(Value::default, |text| inline(&text, printed)))
}

/// 【調整中】 stays what it is; a figure that is not defined stays −.
fn awaited(value: &Value) -> Option<Value> {
    if let Some(pending) = value.downcast_object_ref::<Pending>() {
        return Some(Inlines(vec![pending.inline()]).into());
    }
    let FigureValue { figure, text } = value.downcast_object_ref()?;
    let text = text.clone();
    match (&figure.value, figure.pending) {
        (Some(_), _) => None,
        (None, true) => Some(Inlines(vec![Inline::Pending { text }]).into()),
        (None, false) => Some(Inlines(vec![Inline::text(text)]).into()),
    }
}

/// Other words for a text, with its origin and class.
fn inline(text: &Text, printed: String) -> Value {
    let text = Text {
        text: printed.into(),
        ..text.clone()
    };
    Inlines(vec![Inline::text(text)]).into()
}

fn year(value: &Value) -> Result<i16, Error> {
    let year = i16::try_from(value.clone())
        .ok()
        .filter(|year| (1..=9999).contains(year));
    year.ok_or_else(|| {
        Problem::new("年ではない値に、年のフィルターは使えません。")
            .hint("plan.kpi.years.final のような西暦の年に付けてください。")
            .into()
    })
}

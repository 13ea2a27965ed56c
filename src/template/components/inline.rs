//! Components that stand within a line: totals and years in prose.

use super::super::component::Parameter;
use super::super::print;
use super::super::problem::Problem;
use super::build::Words;
use super::{Call, INDICATOR};
use crate::document::Class;
use crate::figures::{Fraction, Indicator};
use crate::plan::{FiscalYear, MoneyUnit};
use rust_decimal::Decimal;

type Body = fn(&Call<'_>) -> Result<Words, Problem>;

const YEAR: Parameter = Parameter {
    name: "year",
    required: false,
    about: "年度（省くと基準値）",
};

const SAY: &[Parameter] = &[
    Parameter {
        name: "polite",
        required: true,
        about: "です・ます の場合の言葉",
    },
    Parameter {
        name: "plain",
        required: true,
        about: "である の場合の言葉",
    },
];

/// Name, parameters, what it prints, how.
pub const COMPONENTS: &[(&str, &[Parameter], &str, Body)] = &[
    (
        "total",
        &[INDICATOR, YEAR],
        "計画全体の目標値を文中に書く（642億円、4,902人）",
        total,
    ),
    (
        "year_of",
        &[Parameter {
            name: "year",
            required: true,
            about: "年度（西暦）",
        }],
        "年度を元号で書く（令和12年度）",
        year_of,
    ),
    (
        "say",
        SAY,
        "文末を plan.toml の wording に合わせる（say(\"します\", \"する\")）",
        say,
    ),
];

/// A total of the plan in words of prose.
fn total(call: &Call<'_>) -> Result<Words, Problem> {
    let indicator = call.indicator()?;
    let trend = call.context.view.figures().plan.get(&indicator);
    let trend = trend.ok_or_else(|| Problem::new("目標値がありません。"))?;
    let figure = match call.arguments.value("year") {
        None => &trend.baseline,
        Some(_) => {
            let year = year(call)?;
            let found = trend.targets.iter().find(|(it, _)| *it == year);
            &found
                .ok_or_else(|| Problem::new(format!("{}年度の目標値はありません。", year.0)))?
                .1
        }
    };
    Ok(call
        .build
        .figure(figure, Class::Nation, |value| in_prose(indicator, value)))
}

fn in_prose(indicator: Indicator, value: Fraction) -> String {
    match indicator {
        Indicator::InternalTransactions | Indicator::Sales => money_words(value),
        Indicator::WageIncrease => format!("{}％", print::rate(value)),
        Indicator::Employment => format!("{}人", print::grouped(value.round(0))),
    }
}

/// 642億円; below ten 億 with 万, without commas (3億8598万円).
fn money_words(value: Fraction) -> String {
    let oku = print::money_in(value, MoneyUnit::HundredMillion, 0);
    if oku.abs() >= Decimal::TEN {
        return format!("{}億円", oku.normalize());
    }
    let man = value
        .over(Fraction::from(Decimal::from(10_000)))
        .map_or(Decimal::ZERO, |man| man.round(0));
    let (oku, man) = ((man / Decimal::from(10_000)).trunc(), man % Decimal::from(10_000));
    match (oku.is_zero(), man.is_zero()) {
        (true, _) => format!("{}万円", man.normalize()),
        (false, true) => format!("{}億円", oku.normalize()),
        (false, false) => format!("{}億{}万円", oku.normalize(), man.normalize().abs()),
    }
}

fn year_of(call: &Call<'_>) -> Result<Words, Problem> {
    Ok(call.build.words(&print::fiscal_year(year(call)?)))
}

fn say(call: &Call<'_>) -> Result<Words, Problem> {
    let (polite, plain) = (call.arguments.word("polite")?, call.arguments.word("plain")?);
    Ok(call.build.words(call.build.say(polite, plain)))
}

fn year(call: &Call<'_>) -> Result<FiscalYear, Problem> {
    let number = call
        .arguments
        .value("year")
        .and_then(|value| i64::try_from(value.clone()).ok());
    let year = number.and_then(|number| i16::try_from(number).ok());
    let problem = || Problem::new("年度は、plan.kpi.years.final のような値か、2030 のような西暦で書きます。");
    year.map(FiscalYear).ok_or_else(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_in_prose() {
        let words = |yen: i64| money_words(Fraction::from(Decimal::from(yen)));
        assert_eq!(words(64_190_000_000), "642億円");
        assert_eq!(words(385_980_000), "3億8598万円");
        assert_eq!(words(200_000_000), "2億円");
        assert_eq!(words(5_000_000), "500万円");
    }
}

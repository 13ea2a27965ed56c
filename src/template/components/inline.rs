//! Components that stand within a line: totals and years in prose.

use super::super::component::Parameter;
use super::super::print;
use super::super::problem::Problem;
use super::super::value::{FigureValue, Inlines};
use super::build::Words;
use super::{Call, INDICATOR};
use crate::document::{Inline, Text};
use crate::figures::{Figure, Unit};
use crate::plan::FiscalYear;
use minijinja::Value;
use std::sync::Arc;

type Body = fn(&Call<'_>) -> Result<Value, Problem>;

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
        "figure",
        &[Parameter {
            name: "name",
            required: true,
            about: "planc figures が示す名前（plan.sales.2030 など）",
        }],
        "計算した数値を文中に書く（フィルター oku、hyakuman、percent などで形を選べる）",
        figure,
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
fn total(call: &Call<'_>) -> Result<Value, Problem> {
    let indicator = call.indicator()?;
    let trend = call.context.view.figures().plan.get(&indicator);
    let trend = trend.ok_or_else(|| Problem::new("目標値がありません。"))?;
    let figure = match call.arguments.value("year") {
        None => &trend.baseline,
        Some(_) => {
            let year = year(call)?;
            let target = trend.target(year);
            let missing = || Problem::new(format!("{}年度の目標値はありません。", year.0));
            &target.ok_or_else(missing)?.figure
        }
    };
    Ok(in_prose(call, figure))
}

/// A figure in the words of a sentence.
fn in_prose(call: &Call<'_>, figure: &Arc<Figure>) -> Value {
    let printed = match (&figure.value, figure.unit) {
        (Some(value), Unit::Yen) => print::about(figure, print::money_words(value)),
        (Some(_), _) => print::figure(figure, call.build.money).unwrap_or_default() + print::unit_after(figure),
        (None, _) if figure.withheld => print::HIDDEN.to_owned(),
        (None, _) if figure.pending => print::PENDING.to_owned(),
        (None, _) => print::NONE.to_owned(),
    };
    let text = call.build.figure_text(figure, printed);
    let figure = figure.clone();
    FigureValue { figure, text }.into()
}

fn words(words: Words) -> Result<Value, Problem> {
    Ok(Inlines(words).into())
}

/// A figure by its name, for a filter to print.
fn figure(call: &Call<'_>) -> Result<Value, Problem> {
    let name = call.arguments.word("name")?;
    let figure = &call.context.view.figures().find(name).ok_or_else(|| {
        Problem::new(format!("「{name}」という数値はありません。"))
            .hint("planc figures で、数値の名前を確かめてください。")
    })?;
    Ok(in_prose(call, figure))
}

fn year_of(call: &Call<'_>) -> Result<Value, Problem> {
    words(call.build.counted(print::fiscal_year(year(call)?)))
}

fn say(call: &Call<'_>) -> Result<Value, Problem> {
    let (polite, plain) = (call.arguments.word("polite")?, call.arguments.word("plain")?);
    let said = Text::template(call.build.say(polite, plain), &call.build.path);
    words(vec![Inline::text(said)])
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

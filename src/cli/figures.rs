//! `planc figures`: every derived figure with its formula and the places of its inputs.

use super::arguments::{AnswerFormat, Arguments, Figures};
use super::{Exit, report};
use crate::compile;
use crate::diagnostic::{Diagnostic, Edition, Severity};
use crate::figures::{self, Figure, Fraction, Indicator, RATE_DECIMALS, Trends, Unit, compute};
use crate::plan::nearest_of;
use crate::release::Own;
use crate::source::{Place, SourceMap};
use crate::template::print::grouped;
use crate::world::Disk;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

pub fn run(arguments: &Arguments, options: &Figures) -> Exit {
    let (plan, diagnostics) = compile::read(&Disk::new(&arguments.project));
    let is_error = |it: &&Diagnostic| it.code.severity(Edition::Draft) == Severity::Error;
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(is_error).collect();
    if !errors.is_empty() {
        report::hindrances(arguments, &errors, &plan.sources);
        report::fail("エラーがあるため、数値を示しませんでした。");
        return Exit::Refused;
    }
    let all = compute(&plan);
    let listed = match chosen(&all, options.name.as_deref()) {
        Ok(listed) => listed,
        Err(message) => {
            report::fail(&message);
            return Exit::Usage;
        }
    };
    match options.format {
        AnswerFormat::Text => report::answer(&Own::Figures.answer(text(&listed, &plan.sources))),
        AnswerFormat::Json => {
            report::answer_json(&Own::Figures.answer(json(&all, options.name.is_none(), &listed, &plan.sources)))
        }
    }
    Exit::Done
}

/// All derived figures, or those whose name is or begins with the one asked for.
fn chosen(all: &figures::Figures, name: Option<&str>) -> Result<Vec<Arc<Figure>>, String> {
    let figures = all.all();
    let Some(name) = name else {
        return Ok(figures.into_iter().filter(|figure| figure.is_derived()).collect());
    };
    let below = format!("{name}.");
    let matching = |figure: &&Arc<Figure>| *figure.name == *name || figure.name.starts_with(&below);
    let found: Vec<Arc<Figure>> = figures.iter().filter(matching).cloned().collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let nearest = nearest_of(name, figures.iter(), |figure| &figure.name);
    let hint = nearest.map_or_else(String::new, |it| format!("「{}」ではありませんか。", it.name));
    Err(format!(
        "「{name}」という数値はありません。{hint}\n全ての名前は planc figures で確かめられます。"
    ))
}

/// The exact value with its unit; a quotient as percent too.
fn shown(figure: &Figure) -> String {
    let Some(value) = &figure.value else {
        let reason = if figure.pending {
            "調整中"
        } else {
            "算出できません"
        };
        return reason.to_owned();
    };
    let number = grouped(value.plain(RATE_DECIMALS));
    match figure.unit {
        Unit::Ratio => format!("{number}（{}％）", grouped(value.percent().round(1))),
        Unit::Yen | Unit::Persons | Unit::Percent | Unit::Points | Unit::Free => number + figure.unit.word(),
    }
}

fn text(listed: &[Arc<Figure>], sources: &SourceMap) -> String {
    let mut text = String::new();
    for figure in listed {
        let _ = writeln!(text, "{}\n  {}：{}", figure.name, figure.label, shown(figure));
        let _ = writeln!(text, "  算式：{}", figure.formula.words());
        if !figure.is_derived() {
            let _ = writeln!(text, "  場所：{}", places(figure, sources));
        }
        for part in figure.formula.parts() {
            let line = format!("    {}　{}　{}", part.name, shown(part), places(part, sources));
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text.push('\n');
    }
    text
}

/// Where a value of a source stands; of a computed one nothing, its name tells more.
fn places(figure: &Figure, sources: &SourceMap) -> String {
    let place = figure.places.first().filter(|_| !figure.is_derived());
    place
        .map(|place| At::of(*place, sources))
        .map_or_else(String::new, |at| format!("{}:{}:{}", at.path, at.line, at.column))
}

#[derive(Serialize)]
struct At {
    path: String,
    line: usize,
    column: usize,
}

impl At {
    fn of(place: Place, sources: &SourceMap) -> At {
        let file = sources.file(place.file);
        let (line, column) = file.position(place.span.start);
        At {
            path: file.path.to_string(),
            line,
            column,
        }
    }
}

/// The answer that other programs read: the contract of the command line, "JSON that others read".
#[derive(Serialize)]
struct Answer<'a> {
    format: u32,
    #[serde(flatten)]
    totals: Option<Totals<'a>>,
    /// The inputs that are awaited.
    pending: Vec<String>,
    figures: Vec<Detail<'a>>,
}

#[derive(Serialize)]
struct Totals<'a> {
    plan: Values,
    fields: BTreeMap<&'a str, Values>,
}

/// Values of the indicators, by `baseline` and year.
type Values = BTreeMap<&'static str, BTreeMap<String, Option<String>>>;

#[derive(Serialize)]
struct Detail<'a> {
    name: &'a str,
    label: &'a str,
    unit: &'static str,
    value: Option<String>,
    pending: bool,
    formula: String,
    inputs: Vec<InputDetail>,
}

#[derive(Serialize)]
struct InputDetail {
    key: String,
    value: Option<String>,
    unit: String,
    pending: bool,
    #[serde(flatten)]
    place: Option<At>,
}

fn json(all: &figures::Figures, everything: bool, listed: &[Arc<Figure>], sources: &SourceMap) -> String {
    let mut pending: Vec<String> = listed
        .iter()
        .flat_map(|figure| figure.inputs())
        .filter(|(_, figure)| figure.pending)
        .map(|(input, _)| input.path())
        .collect();
    pending.sort();
    pending.dedup();
    let answer = Answer {
        format: 1,
        totals: everything.then(|| Totals {
            plan: values(&all.plan),
            fields: all.fields.iter().map(|(id, trends)| (&**id, values(trends))).collect(),
        }),
        pending,
        figures: listed.iter().map(|figure| detail(figure, sources)).collect(),
    };
    serde_json::to_string(&answer).unwrap_or_default() + "\n"
}

fn values(trends: &Trends) -> Values {
    let one = |(indicator, trend): (&Indicator, &figures::Trend)| {
        let targets = trend
            .targets
            .iter()
            .map(|target| (target.year.0.to_string(), number(&target.figure)));
        let baseline = std::iter::once(("baseline".to_owned(), number(&trend.baseline)));
        (indicator.key(), baseline.chain(targets).collect())
    };
    trends.iter().map(one).collect()
}

/// All digits of an exact number; of one without end, six decimals; a ratio always with six.
fn number(figure: &Figure) -> Option<String> {
    let value: &Fraction = figure.value.as_ref()?;
    let rounded = match figure.unit {
        Unit::Ratio => value.round(RATE_DECIMALS),
        Unit::Yen | Unit::Persons | Unit::Percent | Unit::Points | Unit::Free => value.plain(RATE_DECIMALS),
    };
    Some(rounded.to_string())
}

fn detail<'a>(figure: &'a Figure, sources: &SourceMap) -> Detail<'a> {
    let input = |(input, figure): (&figures::Input, &Figure)| InputDetail {
        key: input.path(),
        value: input.written.map(|number| number.to_string()),
        unit: input.unit.to_string(),
        pending: figure.pending,
        place: figure.places.first().map(|place| At::of(*place, sources)),
    };
    Detail {
        name: &figure.name,
        label: &figure.label,
        unit: figure.unit.word(),
        value: number(figure),
        pending: figure.pending,
        formula: figure.formula.words(),
        inputs: figure.inputs().into_iter().map(input).collect(),
    }
}

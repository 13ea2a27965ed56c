//! Figures against an independent computation, and the laws of totals.

use crate::command_line::planc;
use crate::generated::{Size, corporate_number, plan};
use crate::project::{Folder, build, built_sample, put, sample, text};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, Zero};
use planc::document::text::plain;
use planc::document::{Block, Document, Table};
use planc::figures::{Figure, Figures, Indicator, Trends, compute};
use planc::world::Memory;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const UNITS: [(&str, i64); 4] = [("円", 1), ("千円", 1_000), ("百万円", 1_000_000), ("億円", 100_000_000)];

/// A number as written: digits and how many of them stand after the point.
#[derive(Clone, Copy, Debug)]
struct Written {
    digits: i64,
    decimals: u32,
}

impl Written {
    fn text(self) -> String {
        let scale = 10_i64.pow(self.decimals);
        let width = self.decimals as usize;
        match self.decimals {
            0 => self.digits.to_string(),
            _ => format!("{}.{:0>width$}", self.digits / scale, self.digits % scale),
        }
    }

    fn value(self) -> BigRational {
        BigRational::new(self.digits.into(), BigInt::from(10).pow(self.decimals))
    }
}

/// What a company says: amounts by year in a unit, rates, head counts, form 2.
#[derive(Clone, Debug)]
struct Said {
    field: usize,
    unit: usize,
    transactions: [Written; 3],
    sales: [Written; 3],
    rates: [Written; 3],
    employees: [u32; 3],
    external: i64,
    whole: i64,
}

fn written(limit: i64) -> impl Strategy<Value = Written> {
    (0..limit, 0_u32..4).prop_map(|(digits, decimals)| Written { digits, decimals })
}

fn said() -> impl Strategy<Value = Said> {
    let amounts = || [written(5_000_000), written(5_000_000), written(5_000_000)];
    let rates = [written(120), written(120), written(120)];
    let counts = [0_u32..3_000, 0_u32..3_000, 0_u32..3_000];
    (
        0_usize..3,
        0_usize..4,
        amounts(),
        amounts(),
        rates,
        counts,
        0_i64..1_000_000_000,
        1_i64..1_000_000_000,
    )
        .prop_map(
            |(field, unit, transactions, sales, rates, employees, external, more)| Said {
                field,
                unit,
                transactions,
                sales,
                rates,
                employees,
                external,
                whole: external + more,
            },
        )
}

/// A plan of these companies in three fields, each under a name of its own.
fn world(companies: &[(String, Said)]) -> Memory {
    let frame = plan(Size {
        fields: 3,
        companies: 1,
        seed: 5,
    });
    let pattern = text(&frame, "sources/companies/company-000.toml").to_owned();
    let (head, rest) = pattern.split_once("[transactions]").unwrap();
    let (forms, _) = rest.split_once("unit = ").unwrap();
    let mut world = frame.clone();
    world.files.retain(|path, _| !path.starts_with("sources/companies/"));
    for (index, (id, said)) in companies.iter().enumerate() {
        let own = corporate_number(index);
        let head = head
            .replace(&corporate_number(0), &own)
            .replace("\"field-00\"", &format!("\"field-{:02}\"", said.field));
        let text = format!(
            "{head}[transactions]{forms}unit = \"円\"\nsales = {}\nexternal_sales = {}\npurchases = 0\ninternal_purchases = 0\n{}",
            said.whole,
            said.external,
            kpis(said)
        );
        put(&mut world, &format!("sources/companies/{id}.toml"), text);
    }
    world
}

fn kpis(said: &Said) -> String {
    let kpi = |key: &str, unit: &str, values: [String; 3]| {
        let [baseline, interim, last] = values;
        format!(
            "[kpi.{key}]\nunit = \"{unit}\"\nscope = \"全社\"\nprovenance = \"企業回答\"\nbaseline = {{ fiscal_year = 2024, value = {baseline} }}\n\
             targets = [{{ fiscal_year = 2028, value = {interim} }}, {{ fiscal_year = 2030, value = {last} }}]\n"
        )
    };
    let unit = UNITS[said.unit].0;
    [
        kpi("internal_transactions", unit, said.transactions.map(Written::text)),
        kpi("sales", unit, said.sales.map(Written::text)),
        kpi("wage_increase", "％", said.rates.map(Written::text)),
        kpi("employment", "人", said.employees.map(|it| it.to_string())),
    ]
    .concat()
}

fn figures(world: &Memory) -> Figures {
    let (plan, _) = planc::plan::load(world);
    compute(&plan)
}

fn value(figure: &Figure) -> Option<String> {
    figure.value.as_ref().map(|value| value.plain(30).to_string())
}

/// What a figure is to be, as many digits as it takes, or thirty.
fn digits(value: &BigRational) -> String {
    let places = (0_u32..30)
        .find(|places| (value * BigInt::from(10).pow(*places)).is_integer())
        .unwrap_or(30);
    let scaled = value * BigInt::from(10).pow(places);
    let two = BigRational::from_integer(2.into());
    let half = BigRational::one() / &two;
    let units = (scaled.abs() + half).floor().to_integer();
    let text = format!("{:0>width$}", units.to_string(), width = places as usize + 1);
    let (whole, rest) = text.split_at(text.len() - places as usize);
    let sign = if value.is_negative() && !units.is_zero() {
        "-"
    } else {
        ""
    };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{rest}")
}

type Pick = fn(&Said, usize) -> BigRational;

fn yen(said: &Said, amount: Written) -> BigRational {
    amount.value() * BigInt::from(UNITS[said.unit].1)
}

const TRANSACTIONS: Pick = |said, year| yen(said, said.transactions[year]);
const SALES: Pick = |said, year| yen(said, said.sales[year]);
const EMPLOYEES: Pick = |said, year| BigRational::from_integer(said.employees[year].into());
const RATE: Pick = |said, year| said.rates[year].value();

fn sum(companies: &[&Said], year: usize, pick: Pick) -> BigRational {
    companies.iter().map(|said| pick(said, year)).sum()
}

/// The mean that the contract of the sources defines; of one company its own rate.
fn mean(companies: &[&Said], year: usize) -> Option<BigRational> {
    if let [said] = companies {
        return Some(RATE(said, year));
    }
    let weights = sum(companies, year, EMPLOYEES);
    let products: BigRational = companies
        .iter()
        .map(|said| RATE(said, year) * EMPLOYEES(said, year))
        .sum();
    weights.is_positive().then(|| products / weights)
}

fn assert_trends(trends: &Trends, companies: &[&Said]) {
    for (indicator, pick) in [
        (Indicator::InternalTransactions, TRANSACTIONS),
        (Indicator::Sales, SALES),
        (Indicator::Employment, EMPLOYEES),
    ] {
        let trend = &trends[&indicator];
        let expected: Vec<BigRational> = (0..3).map(|year| sum(companies, year, pick)).collect();
        for (figure, expected) in trend.figures().zip(&expected) {
            assert_eq!(value(figure), Some(digits(expected)), "{}", figure.name);
        }
        for (target, expected_target) in trend.targets.iter().zip(&expected[1..]) {
            let growth = expected[0]
                .is_positive()
                .then(|| (expected_target - &expected[0]) / &expected[0]);
            assert_eq!(
                value(&target.change),
                growth.as_ref().map(digits),
                "{}",
                target.change.name
            );
            let rate = &target.yearly_rate().unwrap();
            assert_yearly(rate, &expected[0], expected_target, target.year.0 - 2024);
        }
    }
    let trend = &trends[&Indicator::WageIncrease];
    let expected: Vec<Option<BigRational>> = (0..3).map(|year| mean(companies, year)).collect();
    for (figure, expected) in trend.figures().zip(&expected) {
        assert_eq!(value(figure), expected.as_ref().map(digits), "{}", figure.name);
    }
    let change = expected[2]
        .clone()
        .zip(expected[0].clone())
        .map(|(after, before)| after - before);
    assert_eq!(value(trend.change().unwrap()), change.as_ref().map(digits));
}

/// The sixth decimal of a yearly rate is the nearest: its powers half a unit away enclose the quotient.
fn assert_yearly(figure: &Figure, before: &BigRational, after: &BigRational, years: i16) {
    if !before.is_positive() || !after.is_positive() {
        assert_eq!(value(figure), None, "{}", figure.name);
        return;
    }
    let text = value(figure).unwrap();
    let scale = BigInt::from(2_000_000);
    let units = BigInt::from(2) * text_in_millionths(&text);
    let power = |units: BigInt| -> BigRational {
        let factor: BigRational = BigRational::one() + BigRational::new(units, scale.clone());
        Pow::pow(factor, i32::from(years))
    };
    let quotient = after / before;
    assert!(power(&units - BigInt::one()) <= quotient, "{}: {text}", figure.name);
    assert!(quotient <= power(&units + BigInt::one()), "{}: {text}", figure.name);
}

fn text_in_millionths(text: &str) -> BigInt {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{rest:0<6}").parse().unwrap()
}

fn named(companies: Vec<Said>) -> Vec<(String, Said)> {
    let name = |(index, said)| (format!("company-{index:03}"), said);
    companies.into_iter().enumerate().map(name).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn sums_and_ratios_are_those_of_rational_numbers(companies in prop::collection::vec(said(), 1..=200)) {
        let companies = named(companies);
        let figures = figures(&world(&companies));
        let all: Vec<&Said> = companies.iter().map(|(_, said)| said).collect();
        assert_trends(&figures.plan, &all);
        for field in 0..3 {
            let members: Vec<&Said> = all.iter().copied().filter(|said| said.field == field).collect();
            if !members.is_empty() {
                assert_trends(&figures.fields[&*format!("field-{field:02}")], &members);
            }
        }
        for (id, said) in &companies {
            assert_trends(&figures.companies[&**id], &[said]);
            let ratio = BigRational::new(said.external.into(), said.whole.into());
            prop_assert_eq!(value(&figures.degrees[&**id].connector), Some(digits(&ratio)));
            prop_assert_eq!(value(&figures.degrees[&**id].hub), None);
        }
    }

    #[test]
    fn totals_do_not_depend_on_the_order(companies in prop::collection::vec(said(), 1..=30)) {
        let forward = named(companies.clone());
        let backward = named(companies.into_iter().rev().collect());
        prop_assert_eq!(totals(&figures(&world(&forward))), totals(&figures(&world(&backward))));
    }

    #[test]
    fn splitting_a_company_leaves_the_totals(companies in prop::collection::vec(said(), 2..=20), parts in 0_i64..1_000) {
        let whole = named(companies);
        let mut split = whole.clone();
        let (id, said) = split[0].clone();
        split[0].1 = part(&said, parts);
        split.push((format!("{id}-rest"), rest(&said, parts)));
        prop_assert_eq!(totals(&figures(&world(&whole))), totals(&figures(&world(&split))));
    }
}

fn totals(figures: &Figures) -> Vec<(String, Option<String>)> {
    let groups = std::iter::once(&figures.plan).chain(figures.fields.values());
    let trends = groups.flat_map(|trends| trends.values());
    let listed = trends.flat_map(|trend| trend.figures().chain(trend.targets.iter().map(|target| &target.change)));
    listed.map(|figure| (figure.name.to_string(), value(figure))).collect()
}

/// So many thousandths of a company; its rates stay.
fn part(said: &Said, thousandths: i64) -> Said {
    let cut = |amount: Written| Written {
        digits: amount.digits * thousandths / 1_000,
        ..amount
    };
    let count = |count: u32| u32::try_from(i64::from(count) * thousandths / 1_000).unwrap();
    Said {
        transactions: said.transactions.map(cut),
        sales: said.sales.map(cut),
        employees: said.employees.map(count),
        ..said.clone()
    }
}

fn rest(said: &Said, thousandths: i64) -> Said {
    let part = part(said, thousandths);
    let less = |index: usize, whole: &[Written; 3], part: &[Written; 3]| Written {
        digits: whole[index].digits - part[index].digits,
        ..whole[index]
    };
    let indexes = [0, 1, 2];
    Said {
        transactions: indexes.map(|index| less(index, &said.transactions, &part.transactions)),
        sales: indexes.map(|index| less(index, &said.sales, &part.sales)),
        employees: indexes.map(|index| said.employees[index] - part.employees[index]),
        ..said.clone()
    }
}

#[test]
fn a_pending_input_leaves_every_figure_above_it_pending() {
    let figures = figures(&sample());
    let pending = |trends: &Trends, indicator, year: usize| trends[&indicator].figures().nth(year).unwrap().pending;
    assert!(pending(&figures.plan, Indicator::WageIncrease, 1));
    assert!(pending(&figures.fields["semiconductor"], Indicator::WageIncrease, 1));
    assert!(!pending(&figures.fields["semiconductor"], Indicator::WageIncrease, 2));
    for figure in figures.all() {
        assert!(!figure.pending || figure.value.is_none(), "{}", figure.name);
        let below = figure.inputs().iter().any(|(_, input)| input.pending);
        assert_eq!(figure.pending, below, "{}", figure.name);
    }
}

#[test]
fn a_yearly_rate_over_different_baseline_years_is_not_computed() {
    let figures = figures(&sample());
    let rate = |trends: &Trends| trends[&Indicator::Sales].targets[1].yearly_rate().unwrap();
    assert!(rate(&figures.plan).value.is_none());
    assert!(rate(&figures.companies["aso-seimitsu"]).value.is_some());
}

#[test]
fn figures_answer_as_the_contract_says() {
    let folder = Folder::of(&sample());
    let run = planc(&folder, &["figures", "--format", "json"]);
    assert_eq!((run.status, &*run.error), (0, ""));
    assert!(run.out.starts_with("{\"format\":1,"));
    let answer: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(answer["plan"]["sales"]["baseline"], "92330000000");
    assert_eq!(answer["plan"]["employment"]["2030"], "4046");
    assert_eq!(answer["plan"]["wage_increase"]["2030"], Value::Null);
    assert_eq!(answer["fields"]["semiconductor"]["wage_increase"]["2030"], "3.780579");
    let pending: Vec<&str> = answer["pending"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_str().unwrap())
        .collect();
    assert_eq!(
        pending,
        [
            "companies/kichiji-foods/kpi.wage_increase.targets.2030",
            "companies/yatsushiro-mobility/kpi.wage_increase.targets.2028"
        ]
    );
    // Every place names a value that stands there.
    let world = sample();
    for input in answer["figures"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|it| it["inputs"].as_array().unwrap())
    {
        let (line, column) = (
            input["line"].as_u64().unwrap() as usize,
            input["column"].as_u64().unwrap() as usize,
        );
        let line = text(&world, input["path"].as_str().unwrap())
            .lines()
            .nth(line - 1)
            .unwrap();
        let found: String = line.chars().skip(column - 1).filter(|it| *it != '_').collect();
        let expected = input["value"].as_str().unwrap_or("{ pending");
        assert!(found.starts_with(expected), "{line} at {column}: {expected}");
    }
}

#[test]
fn a_figure_is_shown_by_its_name_or_refused_with_the_nearest() {
    let folder = Folder::of(&sample());
    let run = planc(&folder, &["figures", "companies.aso-seimitsu.sales.2030.growth"]);
    assert_eq!(run.status, 0);
    assert!(run.out.contains("0.348548（34.9％）"), "{}", run.out);
    assert!(
        run.out
            .contains("companies.aso-seimitsu.sales.baseline　4,820,000,000円"),
        "{}",
        run.out
    );
    let run = planc(&folder, &["figures", "plan.sale.2030"]);
    assert_eq!((run.status, &*run.out), (2, ""));
    assert!(
        run.error.contains("「plan.sales.2030」ではありませんか"),
        "{}",
        run.error
    );
}

#[test]
fn figures_are_refused_where_sources_have_errors() {
    let mut world = sample();
    put(
        &mut world,
        "sources/statistics.toml",
        "[external_sales]\nunit = \"億\"\n",
    );
    let run = planc(&Folder::of(&world), &["figures"]);
    assert_eq!((run.status, &*run.out), (1, ""));
    assert!(run.error.contains("bad-value"), "{}", run.error);
}

/// The printed numbers of a column, by rows; `None` where a row prints something else there.
fn printed(table: &Table, column_from_end: usize) -> Vec<(String, Option<i128>)> {
    let row = |row: &planc::document::Row| {
        let words = |cell: &planc::document::Cell| cell.paragraphs.iter().map(|it| plain(it)).collect::<String>();
        let cell = &row.cells[row.cells.len() - 1 - column_from_end];
        let digits = words(cell).replace(',', "").replace('△', "-");
        (words(&row.cells[0]), digits.replace('.', "").parse().ok())
    };
    table.body.iter().map(row).collect()
}

/// Whether printed parts differ from their printed total, in any column of values.
fn differs(table: &Table) -> bool {
    let columns = table.columns.len();
    (1..columns.min(4)).any(|column| {
        let rows = printed(table, column);
        let mut parts = Vec::new();
        let mut subtotals = Vec::new();
        let mut differs = false;
        for (name, value) in rows {
            let known = |parts: &[Option<i128>]| parts.iter().copied().sum::<Option<i128>>();
            let is_whole = |parts: &[Option<i128>]| known(parts).zip(value).is_some_and(|(sum, total)| sum != total);
            if name == "計画全体" {
                differs |= is_whole(&subtotals);
            } else if name == "計" {
                differs |= is_whole(&parts);
            } else if name.ends_with(" 計") {
                differs |= is_whole(&parts);
                subtotals.push(value);
                parts.clear();
            } else {
                parts.push(value);
            }
        }
        differs
    })
}

fn tables(document: &Document) -> Vec<&Table> {
    fn table(block: &Block) -> Option<&Table> {
        match block {
            Block::Table(table) => Some(table),
            _ => None,
        }
    }
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    blocks.filter_map(table).collect()
}

/// How many tables of totals carry the note; each does exactly if its printed parts differ from its printed total.
fn assert_rounding_notes(document: &Document) -> usize {
    let mut noted = 0;
    for table in tables(document) {
        let title = table.caption.as_ref().map(|it| plain(&it.title)).unwrap_or_default();
        let is_total = title.ends_with("の目標値（分野別）") || title.ends_with("の目標値（企業別）");
        if !is_total || title.starts_with("賃上げ率") {
            continue;
        }
        let note = table.notes.iter().any(|note| plain(&note.content).contains("端数処理"));
        assert_eq!(note, differs(table), "{title}");
        noted += usize::from(note);
    }
    noted
}

#[test]
fn the_note_on_rounding_stands_exactly_where_printed_parts_differ_from_their_total() {
    assert_rounding_notes(&built_sample().document);
    let mut world = plan(Size {
        fields: 2,
        companies: 8,
        seed: 11,
    });
    let rounded = text(&world, "sources/plan.toml").replace("money_unit = \"百万円\"", "money_unit = \"億円\"");
    put(&mut world, "sources/plan.toml", rounded);
    assert!(assert_rounding_notes(&build(&world).document) > 0);
}

#[test]
fn figures_take_under_a_twentieth_of_the_time_of_a_build() {
    let world = plan(Size {
        fields: 5,
        companies: 40,
        seed: 9,
    });
    let (plan, _) = planc::plan::load(&world);
    let time = |run: &dyn Fn()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    let compute = || {
        compute(&plan);
    };
    let figures = (0..5).map(|_| time(&compute)).min().unwrap_or(Duration::MAX);
    let build = time(&|| {
        build(&world);
    });
    println!("figures {figures:?}, a build {build:?}");
    assert!(figures * 20 < build, "{figures:?} against {build:?}");
}

#[test]
fn every_figure_has_a_name_of_its_own() {
    let figures = figures(&sample());
    let mut names = BTreeMap::new();
    for figure in figures.all() {
        for part in figure.formula.parts() {
            let known = names.entry(part.name.clone()).or_insert_with(|| value(part));
            assert_eq!(*known, value(part), "{}", part.name);
        }
        let known = names.entry(figure.name.clone()).or_insert_with(|| value(&figure));
        assert_eq!(*known, value(&figure), "{}", figure.name);
    }
}

/// What a line of a template prints over the sample.
fn printed_by(line: &str) -> String {
    let mut world = sample();
    put(
        &mut world,
        "plan-templates/cluster/01-purpose.md",
        format!("# 章\n\n印{line}刷\n"),
    );
    let checked = crate::project::check(&world);
    let document = checked
        .pages
        .unwrap_or_else(|| panic!("{line}: {:?}", checked.diagnostics))
        .document;
    comemo::evict(0);
    let lines = planc::document::text::lines(&document);
    let line = lines.into_iter().find(|line| line.starts_with('印')).unwrap();
    line.trim_start_matches('印').trim_end_matches('刷').to_owned()
}

#[test]
fn templates_print_figures_in_the_form_of_official_documents() {
    let sales = "figure(\"plan.sales.2030\")";
    let rows = [
        (sales.to_owned(), "1272億円"),
        (format!("{sales}|oku"), "1272億円"),
        (format!("{sales}|oku(1)"), "1271.5億円"),
        (format!("{sales}|hyakuman"), "127,150百万円"),
        (format!("{sales}|sen"), "127,150,000千円"),
        ("companies[0].profile.sales|kingaku".to_owned(), "189億円"),
        ("figure(\"plan.sales.2030.growth\")|percent".to_owned(), "37.7％"),
        ("figure(\"plan.sales.2030.growth\")".to_owned(), "＋37.7％"),
        ("figure(\"plan.wage_increase.2030\")|percent".to_owned(), "【調整中】"),
        ("figure(\"plan.sales.2030.yearly_rate\")|percent".to_owned(), "−"),
        ("figure(\"plan.employment.2030\")".to_owned(), "4,046人"),
        ("plan.kpi.years.final|fiscal_year".to_owned(), "令和12年度"),
        ("2019|wareki".to_owned(), "令和元年"),
    ];
    let line: String = rows
        .iter()
        .map(|(expression, _)| format!("{{{{ {expression} }}}}／"))
        .collect();
    let expected: Vec<&str> = rows.iter().map(|(_, expected)| *expected).collect();
    assert_eq!(
        printed_by(&line).trim_end_matches('／').split('／').collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn a_filter_refuses_what_it_cannot_print() {
    for expression in [
        "figure(\"plan.sale.2030\")",
        "figure(\"plan.employment.2030\")|oku",
        "figure(\"plan.sales.2030\")|percent",
        "plan.title|hyakuman",
        "plan.title|wareki",
    ] {
        let mut world = sample();
        put(
            &mut world,
            "plan-templates/cluster/01-purpose.md",
            format!("# 章\n\n{{{{ {expression} }}}}\n"),
        );
        let checked = crate::project::check(&world);
        let told = crate::project::said(&checked.diagnostics, &checked.sources);
        let place = "plan-templates/cluster/01-purpose.md:3:";
        assert!(
            told.iter()
                .any(|it| it.starts_with(place) && it.contains("template-error")),
            "{expression}: {told:#?}"
        );
    }
}

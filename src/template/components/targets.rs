//! Tables of targets: the plan, a field, a company; their definitions, provenance and basis.

use super::super::print;
use super::super::problem::Problem;
use super::build::{Words, centred, column, figures, header, prose, row, short};
use super::{Call, Group};
use crate::document::{Align, Block, Cell, Column, Inline, Row, Table, Text, Width};
use crate::figures::{Fraction, Indicator, RATE_DECIMALS, Rounded, Trend, Trends, provenance};
use crate::plan::{Company, Entry, Field, KpiUnit, Number, Prose, Provenance};

/// What tables of targets are called.
const TITLE: &str = "目標値";

/// Targets of the plan, a field or a company: one row an indicator, one column a year.
pub fn kpi_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let all = call.context.view.figures();
    let build = &call.build;
    let (title, trends) = match call.group()? {
        Group::Plan => (build.text("目標値（計画全体）"), Some(&all.plan)),
        Group::Field(field) => (build.about(TITLE, &field.name), all.fields.get(&field.id)),
        Group::Company(company) => (build.about(TITLE, &company.short_name), all.companies.get(&company.id)),
    };
    let trends = trends.ok_or_else(|| Problem::new("目標値がありません。"))?;
    Ok(vec![Block::Table(trend_table(call, title, trends)?)])
}

/// The targets of a company, for its sheet.
pub(super) fn company_kpis(call: &Call<'_>, company: &Entry<Company>) -> Result<Vec<Block>, Problem> {
    let trends = call.context.view.figures().companies.get(&company.id);
    let trends = trends.ok_or_else(|| Problem::new("目標値がありません。"))?;
    let table = trend_table(call, call.build.about(TITLE, &company.short_name), trends)?;
    Ok(vec![Block::Table(table)])
}

fn trend_table(call: &Call<'_>, title: Text, trends: &Trends) -> Result<Table, Problem> {
    let build = &call.build;
    let mut columns = vec![
        ("指標".to_owned(), header(Width::Share(1.2))),
        ("単位".to_owned(), centred()),
    ];
    columns.extend(year_columns(call));
    columns.push(("増減".to_owned(), figures()));
    let rows = trends.iter().map(|(indicator, trend)| {
        let mut cells = vec![build.words(indicator.label()), build.words(unit_word(call, *indicator))];
        cells.extend(trend_cells(call, trend));
        row(cells)
    });
    let heads: Vec<(&str, Column)> = columns.iter().map(|(head, column)| (&**head, *column)).collect();
    let mut table = build.table(call.node()?, build.caption_of(title), &heads, rows.collect());
    table.notes = build.notes(&trend_notes(call, trends), None);
    Ok(table)
}

/// 基準値, then each year of the plan, with what it is.
fn year_columns(call: &Call<'_>) -> Vec<(String, Column)> {
    let years = call.plan().target_years();
    let last = years.last().copied();
    let head = |year| {
        let kind = if Some(year) == last { "目標" } else { "中間目標" };
        format!("{kind}\n{}", print::fiscal_year(year))
    };
    let baseline = ("基準値\n直近決算期".to_owned(), figures());
    std::iter::once(baseline)
        .chain(years.iter().map(|&year| (head(year), figures())))
        .collect()
}

/// The values, then what the last target adds.
fn trend_cells(call: &Call<'_>, trend: &Trend) -> Vec<Words> {
    let figures = trend.figures().chain(trend.change());
    figures.map(|figure| call.build.figure(figure)).collect()
}

/// The unit of an indicator as every table prints it.
pub(super) fn unit_word(call: &Call<'_>, indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::InternalTransactions | Indicator::Sales => call.build.money.unit.word(),
        Indicator::WageIncrease => KpiUnit::Percent.word(),
        Indicator::Employment => KpiUnit::Persons.word(),
    }
}

fn trend_notes(call: &Call<'_>, trends: &Trends) -> Vec<Text> {
    let build = &call.build;
    let is = build.say("です", "である");
    let mut notes = vec![format!(
        "基準値は、各企業の直近の決算期（決算日の属する年度）の値{is}。金額は税抜き{is}。"
    )];
    if call
        .arguments
        .value("of")
        .is_none_or(|_| !matches!(call.group(), Ok(Group::Company(_))))
    {
        notes.push(format!("賃上げ率は、同じ年度の従業員数で加重平均した値{is}。"));
    }
    if trends.values().flat_map(Trend::figures).any(|figure| figure.pending) {
        notes.push(format!(
            "{}は、企業へ照会中の値を含むため、未確定{is}。",
            print::PENDING
        ));
    }
    notes.iter().map(|note| build.made_of(note, [])).collect()
}

/// One indicator, one row a field, with the plan's total.
pub fn field_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let indicator = call.indicator()?;
    let build = &call.build;
    let all = call.context.view.figures();
    let mut rows = Vec::new();
    let mut parts = Vec::new();
    for field in &call.plan().fields {
        let Some(trend) = all.fields.get(&field.id).and_then(|trends| trends.get(&indicator)) else {
            continue;
        };
        let mut cells = vec![build.line(&field.name)];
        cells.extend(trend_cells(call, trend));
        rows.push(row(cells));
        parts.push(trend);
    }
    let total = all
        .plan
        .get(&indicator)
        .ok_or_else(|| Problem::new("計画全体の値がありません。"))?;
    let word = if indicator == Indicator::WageIncrease {
        "計画全体（加重平均）"
    } else {
        "計"
    };
    let mut cells = vec![build.words(word)];
    cells.extend(trend_cells(call, total));
    rows.push(row(cells));
    let title = format!("{}の目標値（分野別）", indicator.label());
    let table = amounts_table(
        call,
        indicator,
        build.made_of(&title, []),
        vec![("対象分野".to_owned(), header(Width::Share(1.0)))],
        rows,
    )?;
    Ok(vec![Block::Table(with_rounding_note(
        call,
        table,
        indicator,
        &[(parts, total)],
    ))])
}

/// A table whose figures all have one unit, named in the caption.
fn amounts_table(
    call: &Call<'_>,
    indicator: Indicator,
    title: Text,
    first: Vec<(String, Column)>,
    rows: Vec<Row>,
) -> Result<Table, Problem> {
    let build = &call.build;
    let mut columns = first;
    columns.extend(year_columns(call));
    columns.push(("増減".to_owned(), figures()));
    let heads: Vec<(&str, Column)> = columns.iter().map(|(head, column)| (&**head, *column)).collect();
    let mut caption = build.caption_of(title);
    caption.unit = Some(build.text(unit_word(call, indicator)));
    Ok(build.table(call.node()?, caption, &heads, rows))
}

/// Adds the note on rounding where printed parts do not add up to their printed total.
fn with_rounding_note(
    call: &Call<'_>,
    mut table: Table,
    indicator: Indicator,
    sums: &[(Vec<&Trend>, &Trend)],
) -> Table {
    if sums
        .iter()
        .any(|(parts, total)| rounding_shows(call, indicator, parts, total))
    {
        let differs = call.build.say("一致しません", "一致しない");
        let note = format!("端数処理の関係で、内訳の合計が計と{differs}。");
        table
            .notes
            .extend(call.build.notes(&[call.build.made_of(&note, [])], None));
    }
    table
}

fn rounding_shows(call: &Call<'_>, indicator: Indicator, parts: &[&Trend], total: &Trend) -> bool {
    if indicator == Indicator::WageIncrease {
        return false;
    }
    let print = |value: &Fraction| match indicator.is_money() {
        true => call.build.money.round(value),
        false => value.round(0),
    };
    let columns: Vec<Vec<Option<Rounded>>> = parts
        .iter()
        .map(|part| part.figures().map(|figure| figure.value.as_ref().map(print)).collect())
        .collect();
    total.figures().enumerate().any(|(index, figure)| {
        let printed: Option<Vec<Rounded>> = columns
            .iter()
            .map(|column| column.get(index).cloned().flatten())
            .collect();
        let total = figure.value.as_ref().map(print);
        printed
            .zip(total)
            .is_some_and(|(parts, total)| Rounded::sum(&parts, total.decimals()) != total)
    })
}

/// One indicator, one row a company, with subtotals by field and the plan's total.
pub fn target_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let (indicator, build) = (call.indicator()?, &call.build);
    let all = call.context.view.figures();
    let mut rows = Vec::new();
    let mut sums = Vec::new();
    let mut fields = Vec::new();
    for field in &call.plan().fields {
        let Some(total) = all.fields.get(&field.id).and_then(|trends| trends.get(&indicator)) else {
            continue;
        };
        let parts = company_rows(call, indicator, field, &mut rows);
        rows.push(total_row(call, indicator, field, total));
        sums.push((parts, total));
        fields.push(total);
    }
    if let Some(total) = all.plan.get(&indicator) {
        let word = if indicator == Indicator::WageIncrease {
            "計画全体（加重平均）"
        } else {
            "計画全体"
        };
        rows.push(spanning_row(build.text(word), trend_cells(call, total)));
        sums.push((fields, total));
    }
    let first = vec![
        ("番号".to_owned(), centred()),
        ("企業名".to_owned(), header(Width::Share(1.0))),
    ];
    let title = format!("{}の目標値（企業別）", indicator.label());
    let mut table = amounts_table(call, indicator, build.made_of(&title, []), first, rows)?;
    if indicator.is_money() {
        let scopes: Vec<&str> = scopes(call, indicator);
        let is = build.say("です", "である");
        let note = format!("値の対象範囲は、{}{is}。", scopes.join("、"));
        table.notes = build.notes(&[build.made_of(&note, [])], None);
    }
    Ok(vec![Block::Table(with_rounding_note(call, table, indicator, &sums))])
}

fn scopes(call: &Call<'_>, indicator: Indicator) -> Vec<&'static str> {
    let scopes = call
        .plan()
        .selected()
        .filter_map(|company| indicator.of(&company.kpi).scope.value());
    let mut scopes: Vec<&str> = scopes.map(crate::plan::Scope::word).collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

fn company_rows<'a>(
    call: &Call<'a>,
    indicator: Indicator,
    field: &Entry<Field>,
    rows: &mut Vec<Row>,
) -> Vec<&'a Trend> {
    let all = call.context.view.figures();
    let mut parts = Vec::new();
    for (number, company) in call.plan().selected().enumerate() {
        if !company.is_of(&field.id) {
            continue;
        }
        let Some(trend) = all.companies.get(&company.id).and_then(|trends| trends.get(&indicator)) else {
            continue;
        };
        let mut cells = vec![call.build.counted(number + 1), call.build.line(&company.name)];
        cells.extend(trend_cells(call, trend));
        rows.push(row(cells));
        parts.push(trend);
    }
    parts
}

fn total_row(call: &Call<'_>, indicator: Indicator, field: &Entry<Field>, total: &Trend) -> Row {
    let name = field.short_name.text(|name| name.0.to_string()).unwrap_or_default();
    let word = if indicator == Indicator::WageIncrease {
        "（加重平均）"
    } else {
        " 計"
    };
    let words = call.build.made_of(&format!("{}{word}", name.text), [&name]);
    spanning_row(words, trend_cells(call, total))
}

/// A row whose first cell stands under 番号 and 企業名.
fn spanning_row(word: Text, cells: Vec<Words>) -> Row {
    let mut row = row(cells);
    let strong = Inline::Strong {
        content: vec![Inline::text(word)],
    };
    let first = Cell {
        column_span: 2,
        align: Some(Align::Left),
        ..Cell::new(vec![strong])
    };
    row.cells.insert(0, first);
    row
}

/// The basis of each company's targets of an indicator, with its factors multiplied out.
pub fn basis_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let indicator = call.indicator()?;
    let build = &call.build;
    let rows = call.plan().selected().enumerate().map(|(number, company)| {
        let kpi = indicator.of(&company.kpi);
        let mut basis = build.prose_cell(&kpi.basis);
        basis.paragraphs.extend(factors(call, indicator, company));
        let mut row = row(vec![
            build.counted(number + 1),
            build.line(&company.name),
            build.leaf(&kpi.provenance, |it| it.word().to_owned()),
            build.leaf(&kpi.confirmed, |date| print::date(*date)),
        ]);
        row.cells.push(basis);
        row
    });
    let columns = [
        ("番号", centred()),
        ("企業名", header(Width::Share(0.9))),
        ("出所", short()),
        ("確認日", short()),
        ("算定根拠", prose(2.0)),
    ];
    let title = build.made_of(&format!("{}の目標値の算定根拠", indicator.label()), []);
    let table = build.table(call.node()?, build.caption_of(title), &columns, rows.collect());
    Ok(vec![Block::Table(table)])
}

/// 115百万円（1社当たり取引額）×20社（社数）＝2,300百万円.
fn factors(call: &Call<'_>, indicator: Indicator, company: &Entry<Company>) -> Option<Words> {
    let kpi = indicator.of(&company.kpi);
    let mut line = Vec::new();
    for factor in kpi.factors.iter() {
        if !line.is_empty() {
            line.extend(call.build.words("×"));
        }
        line.extend(
            call.build
                .leaf(&factor.value, |Number(number)| print::grouped(number.normalize())),
        );
        line.extend(call.build.line(&factor.unit));
        line.extend(call.build.words("（"));
        line.extend(call.build.line(&factor.label));
        line.extend(call.build.words("）"));
    }
    let product = call.context.view.figures().products.get(&company.id)?.get(&indicator)?;
    let unit = kpi.unit.value()?;
    let in_unit = |value: &Fraction| {
        let value = unit.money().map_or_else(|| value.clone(), |unit| value.in_money(unit));
        format!("{}{}", print::grouped(value.plain(RATE_DECIMALS)), unit.word())
    };
    line.extend(call.build.words("＝"));
    line.extend(call.build.figure_as(product, in_unit));
    Some(line)
}

/// What each indicator means.
pub fn definition_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let build = &call.build;
    let definitions = &call.plan().about.kpi.definitions;
    let rows = Indicator::ALL.map(|indicator| {
        let definition: &crate::plan::Leaf<Prose> = match indicator {
            Indicator::InternalTransactions => &definitions.internal_transactions,
            Indicator::Sales => &definitions.sales,
            Indicator::WageIncrease => &definitions.wage_increase,
            Indicator::Employment => &definitions.employment,
        };
        let mut row = row(vec![
            build.words(indicator.label()),
            build.words(unit_word(call, indicator)),
        ]);
        row.cells.push(build.prose_cell(definition));
        row
    });
    let columns = [
        ("指標", header(Width::Content)),
        ("単位", centred()),
        ("定義", prose(1.0)),
    ];
    let table = build.table(call.node()?, build.caption("指標の定義"), &columns, rows.into());
    Ok(vec![Block::Table(table)])
}

/// Who set the targets, by indicator: numbers of companies.
pub fn provenance_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let build = &call.build;
    let rows = Indicator::ALL.map(|indicator| {
        let counts = provenance(call.plan().selected().map(|company| &company.record), indicator);
        let count = |provenance| build.counted(counts.get(&provenance).copied().unwrap_or_default());
        let confirmed = call
            .plan()
            .selected()
            .filter(|company| indicator.of(&company.kpi).confirmed.get().is_some());
        row(vec![
            build.words(indicator.label()),
            count(Provenance::Company),
            count(Provenance::Prefecture),
            build.counted(call.plan().selected().count()),
            build.counted(confirmed.count()),
        ])
    });
    let wide = || column(Align::Right, Width::Share(1.0));
    let columns = [
        ("指標", header(Width::Share(1.2))),
        ("企業回答", wide()),
        ("県推計", wide()),
        ("計", wide()),
        ("うち確認済み", wide()),
    ];
    let mut caption = build.caption("目標値の出所");
    caption.unit = Some(build.text("社"));
    let mut table = build.table(call.node()?, caption, &columns, rows.into());
    let is = build.say("です", "である");
    let note = format!("「うち確認済み」は、企業が目標値を確認した日が記録されているもの{is}。");
    table.notes = build.notes(&[build.made_of(&note, [])], None);
    Ok(vec![Block::Table(table)])
}

//! Tables of measures and of accompanying support.

use super::super::print;
use super::super::problem::Problem;
use super::Call;
use super::build::{Words, centred, column, header, prose, row};
use crate::document::{Align, Block, Cell, Column, Row, Width};
use crate::plan::{Items, Leaf, Line, PrefectureMeasure};

/// The measures of the prefecture over the years of the plan: the name of the phase stands in its years.
pub fn phase_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let build = &call.build;
    let measures = &call.plan().support.prefecture_measures;
    let period = &call.plan().about.plan_period;
    let (Some(start), Some(end)) = (period.start.value(), period.end.value()) else {
        let words = build.leaf(&period.start, |_| print::NONE.to_owned());
        return Ok(vec![Block::Paragraph(crate::document::Paragraph::body(words))]);
    };
    let years: Vec<i16> = (start.0..=end.0.min(start.0 + 9)).collect();
    let mut columns: Vec<(String, Column)> = vec![("施策".to_owned(), header(Width::Share(2.0)))];
    let head = |&year: &i16| print::fiscal_year(crate::plan::FiscalYear(year)).replace("令和", "令和\n");
    columns.extend(
        years
            .iter()
            .map(|year| (head(year), column(Align::Centre, Width::Share(0.8)))),
    );
    let phased = measures.iter().filter(|measure| !measure.phases.is_empty());
    let rows = phased.map(|measure| Row {
        cells: phase_cells(call, measure, &years),
    });
    let heads: Vec<(&str, Column)> = columns.iter().map(|(head, column)| (&**head, *column)).collect();
    let table = build.table(
        call.node()?,
        build.caption("県の施策の実施期間"),
        &heads,
        rows.collect(),
    );
    Ok(vec![Block::Table(table)])
}

fn phase_cells(call: &Call<'_>, measure: &PrefectureMeasure, years: &[i16]) -> Vec<Cell> {
    let mut cells = vec![Cell::new(call.build.line(&measure.name))];
    let phase_of = |year: i16| {
        measure.phases.iter().position(|phase| {
            let (start, end) = (phase.start.value(), phase.end.value());
            start
                .zip(end)
                .is_some_and(|(start, end)| (start.0..=end.0).contains(&year))
        })
    };
    let mut index = 0;
    while index < years.len() {
        let phase = phase_of(years[index]);
        let length = years[index..]
            .iter()
            .take_while(|&&year| phase_of(year) == phase)
            .count()
            .max(1);
        match phase.and_then(|phase| measure.phases.get(phase)) {
            Some(phase) => cells.push(Cell {
                column_span: length,
                ..Cell::new(call.build.line(&phase.name))
            }),
            None => cells.extend((0..length).map(|_| Cell::new(call.build.none()))),
        }
        index += length;
    }
    cells
}

/// Who in the prefecture accompanies which company.
pub fn post_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let build = &call.build;
    let rows = call.plan().selected().enumerate().map(|(number, company)| {
        row(vec![
            build.counted(number + 1),
            build.line(&company.name),
            build.line(&company.supporting_post),
        ])
    });
    let columns = [
        ("番号", centred()),
        ("企業名", header(Width::Share(1.0))),
        ("担当", prose(1.2)),
    ];
    let table = build.table(
        call.node()?,
        build.caption("企業ごとの伴走支援の担当"),
        &columns,
        rows.collect(),
    );
    Ok(vec![Block::Table(table)])
}

/// What is asked of the nation (プッシュ型提案).
pub fn national_measure_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let build = &call.build;
    let rows = call
        .plan()
        .support
        .national_measures
        .iter()
        .enumerate()
        .map(|(number, measure)| {
            let mut row = row(vec![
                build.counted(number + 1),
                build.line(&measure.name),
                build.line(&measure.ministry),
                build.leaf(&measure.measure, |it| it.word().to_owned()),
            ]);
            row.cells.push(build.prose_cell(&measure.request));
            row.cells.push(Cell::new(build.line(&measure.timing)));
            row.cells.push(Cell {
                paragraphs: applies_to(call, &measure.applies_to),
                ..Cell::new(Vec::new())
            });
            row
        });
    let columns = [
        ("番号", centred()),
        ("施策", header(Width::Share(1.1))),
        ("所管省庁", column(Align::Left, Width::Share(0.6))),
        ("提案の種類", column(Align::Left, Width::Share(0.6))),
        ("提案の内容", prose(3.0)),
        ("時期", column(Align::Left, Width::Share(0.6))),
        ("対象", column(Align::Left, Width::Share(0.9))),
    ];
    let table = build.table(
        call.node()?,
        build.caption("国の施策に関する提案"),
        &columns,
        rows.collect(),
    );
    Ok(vec![Block::Table(table)])
}

/// The short names of the fields and companies that a measure is for, one a line.
fn applies_to(call: &Call<'_>, items: &Items<Line>) -> Vec<Words> {
    let name = |item: &Leaf<Line>| {
        let id = item.get().map_or("", |line| &*line.0);
        let field = call.plan().field(id).map(|field| &field.short_name);
        let company = call.plan().company(id).map(|company| &company.short_name);
        field
            .or(company)
            .map_or_else(|| call.build.line(item), |name| call.build.line(name))
    };
    if items.is_empty() {
        return vec![call.build.words("全企業")];
    }
    items.iter().map(name).collect()
}

/// What the companies hope for from the nation.
pub fn request_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let build = &call.build;
    let mut rows = Vec::new();
    for company in call.plan().selected() {
        for request in company.requests.iter() {
            let mut row = row(vec![
                build.line(&company.short_name),
                build.line(&request.measure),
                build.line(&request.timing),
            ]);
            row.cells.push(build.prose_cell(&request.body));
            rows.push(row);
        }
    }
    let columns = [
        ("企業", header(Width::Share(1.0))),
        ("施策", column(Align::Left, Width::Share(1.2))),
        ("時期", column(Align::Left, Width::Share(0.7))),
        ("要望の内容", prose(3.0)),
    ];
    let table = build.table(
        call.node()?,
        build.caption("重点支援企業から国への要望"),
        &columns,
        rows,
    );
    Ok(vec![Block::Table(table)])
}

/// What the municipalities do.
pub fn municipality_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let build = &call.build;
    let rows = call.plan().support.municipalities.iter().map(|municipality| {
        let mut row = row(vec![build.line(&municipality.name)]);
        row.cells.push(build.prose_cell(&municipality.role));
        row
    });
    let columns = [("市町村", header(Width::Content)), ("役割", prose(1.0))];
    let table = build.table(call.node()?, build.caption("市町村の役割"), &columns, rows.collect());
    Ok(vec![Block::Table(table)])
}

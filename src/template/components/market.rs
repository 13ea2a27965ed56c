//! Tables of the plan and its target fields: an overview, the nation's 17 fields, products and their aims.

use super::super::print;
use super::super::problem::Problem;
use super::Call;
use super::build::{centred, column, header, prose, row, short};
use crate::document::{Align, Block, Cell, Text, Width};

/// The plan at a glance.
pub fn overview_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let (build, about) = (&call.build, &call.plan().about);
    let mut period = build.leaf(&about.plan_period.start, |year| print::fiscal_year(*year));
    period.extend(build.words("から"));
    period.extend(build.leaf(&about.plan_period.end, |year| print::fiscal_year(*year)));
    period.extend(build.words("まで"));
    let mut facts = vec![
        ("計画の名称", Cell::new(build.line(&about.title))),
        ("策定者", Cell::new(build.line(&about.issuer))),
        ("計画期間", Cell::new(period)),
    ];
    let submission = &about.submission;
    if submission.place.is_some() {
        let mut due = build.line(&submission.recipient);
        due.extend(build.words("（提出期限："));
        due.extend(build.leaf(&submission.due, |date| print::date(*date)));
        due.extend(build.words("）"));
        facts.push(("提出先", Cell::new(due)));
    }
    let mut table = build.facts(call.node()?, facts);
    table.caption = Some(build.caption("計画の概要"));
    Ok(vec![Block::Table(table)])
}

/// Which of the nation's 17 fields each target field belongs to.
pub fn strategic_field_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let build = &call.build;
    let rows = call.plan().fields.iter().map(|field| {
        let mut names = Vec::new();
        for name in field.strategic_fields.iter() {
            if !names.is_empty() {
                names.extend(build.words("、"));
            }
            names.extend(build.leaf(name, |field| field.word().to_owned()));
        }
        if names.is_empty() {
            names = build.words("17の戦略分野に限らない県独自の分野");
        }
        row(vec![build.line(&field.name), names])
    });
    let columns = [
        ("対象分野", header(Width::Share(1.0))),
        ("関係する国の戦略分野", prose(1.4)),
    ];
    let title = "対象分野と国の17の戦略分野との関係";
    let table = build.table(call.node()?, build.caption(title), &columns, rows.collect());
    Ok(vec![Block::Table(table)])
}

/// Products and services of a field: where they stand and what they aim at.
pub fn product_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let (build, field) = (&call.build, call.field()?);
    let products = &field.market.products;
    let rows = products.iter().map(|product| {
        row(vec![
            build.line(&product.name),
            build.leaf(&product.route, |route| route.word().to_owned()),
            build.line(&product.current),
            build.line(&product.target),
            build.leaf(&product.year, |year| print::fiscal_year(*year)),
        ])
    });
    let columns = [
        ("製品・サービス", header(Width::Share(1.2))),
        ("道筋", short()),
        ("現状", column(Align::Left, Width::Share(1.2))),
        ("目標", column(Align::Left, Width::Share(1.2))),
        ("目標年度", centred()),
    ];
    let caption = build.caption_of(build.about("主な製品・サービスと目標", &field.short_name));
    let mut table = build.table(call.node()?, caption, &columns, rows.collect());
    let sources = products.iter();
    let mut sources: Vec<Text> = sources
        .filter_map(|it| it.source.text(|line| line.0.to_string()))
        .collect();
    sources.dedup_by(|one, other| one.text == other.text);
    if !sources.is_empty() {
        let words: Vec<&str> = sources.iter().map(|source| &*source.text).collect();
        let words = format!("{}。", words.join("、"));
        table.notes = build.notes(&[], Some(build.made_of(&words, &sources)));
    }
    Ok(vec![Block::Table(table)])
}

//! Dates, and whom to ask.

use super::super::print;
use super::super::problem::Problem;
use super::Call;
use super::build::{header, prose, row};
use crate::document::{Block, Cell, Width};
use crate::plan::Day;

/// The printed dates of the plan.
pub fn schedule_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let build = &call.build;
    let day = |day: &Day| match day {
        Day::Fixed(date) => print::date(*date),
        Day::Words(words) => words.to_string(),
    };
    let rows = call.plan().about.schedule.iter();
    let rows = rows.map(|event| row(vec![build.leaf(&event.date, day), build.line(&event.event)]));
    let columns = [("時期", header(Width::Share(0.8))), ("内容", prose(2.0))];
    let table = build.table(call.node()?, build.caption("スケジュール"), &columns, rows.collect());
    Ok(vec![Block::Table(table)])
}

/// Department, telephone, mail.
pub fn contact_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let (build, contact) = (&call.build, &call.plan().about.contact);
    let facts = vec![
        ("担当課", Cell::new(build.line(&contact.department))),
        ("電話番号", Cell::new(build.line(&contact.telephone))),
        ("電子メール", Cell::new(build.line(&contact.email))),
    ];
    let mut table = build.facts(call.node()?, facts);
    table.caption = Some(build.caption("問い合わせ先"));
    Ok(vec![Block::Table(table)])
}

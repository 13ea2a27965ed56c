//! `planc status`: the days to each date, and what is pending, missing or not confirmed.

use super::arguments::{Arguments, MessageFormat, Status};
use super::{Exit, report};
use crate::release::Own;
use crate::world::{self, Disk};
use crate::{compile, status};

pub fn run(arguments: &Arguments, options: &Status) -> Exit {
    let (plan, diagnostics) = compile::read(&Disk::new(&arguments.project));
    let today = options.today.unwrap_or_else(world::today);
    let status = status::status(&plan, &diagnostics, today, options.today.is_none());
    match arguments.message_format {
        MessageFormat::Json => report::answer_json(&Own::Status.answer(status::json(&status))),
        MessageFormat::Human => report::answer(&Own::Status.answer(status::text(&status, options.by.grouping()))),
    }
    let hindrances = status::hindrances(&diagnostics);
    report::hindrances(arguments, &hindrances, &plan.sources);
    if hindrances.is_empty() {
        return Exit::Done;
    }
    if arguments.message_format == MessageFormat::Human {
        report::fail(&format!(
            "資料にエラーが{}件あるため、この状況は全てを表していないおそれがあります。上のエラーを直して、もう一度実行してください。",
            hindrances.len()
        ));
    }
    Exit::Refused
}

//! `planc check`: every problem, nothing written.

use super::arguments::{Arguments, Check};
use super::{Exit, report};
use crate::diagnostic::{any_error, render};
use crate::package;
use crate::world::Disk;

pub fn run(arguments: &Arguments, options: &Check) -> Exit {
    let edition = options.edition.edition();
    let checked = package::check(&Disk::new(&arguments.project), edition, &report::progress);
    report::end_progress();
    report::diagnostics(arguments, &checked, edition);
    report::say(
        arguments,
        &format!("{}。", render::summary(&checked.diagnostics, edition)),
    );
    if any_error(&checked.diagnostics, edition) {
        Exit::Refused
    } else {
        Exit::Done
    }
}

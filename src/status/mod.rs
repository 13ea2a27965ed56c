//! How far a plan has come: the days to each of its dates, and what is pending, missing or not confirmed.
//!
//! This is for the prefecture's own staff: values of every class are shown.

mod days;
mod json;
mod open;
mod reason;
mod text;

pub use days::{Dated, Subject, When};
pub use json::json;
pub use open::{Kind, Open};
pub use reason::day_of;
pub use text::text;

use crate::diagnostic::{Code, Diagnostic, Edition, Severity};
use crate::plan::Plan;
use crate::source::{Place, SourceMap};
use jiff::civil::Date;
use serde::Serialize;

/// How far a plan has come.
#[derive(Clone, Debug)]
pub struct Status {
    /// The plan's title.
    pub title: String,
    /// 素案 第1版.
    pub stage: String,
    /// The day that days are counted from.
    pub today: Date,
    /// Whether that is the wall clock's, not one that was asked for.
    pub is_clock: bool,
    /// Every dated item: by date, then those without a day in the order of the sources.
    pub days: Vec<Dated>,
    /// What is open: the plan as a whole, then fields, then companies; each by file and line.
    pub open: Vec<Open>,
}

/// A place as users find it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Location {
    /// Relative to the project folder.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

impl Location {
    fn new(place: Place, sources: &SourceMap) -> Self {
        let file = sources.file(place.file);
        let (line, column) = file.position(place.span.start);
        Location {
            path: file.path.to_string(),
            line,
            column,
        }
    }
}

/// What open items are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// The plan as a whole, each field, each company.
    Company,
    /// Who is in charge.
    Division,
    /// The file to be changed.
    File,
}

/// How far a plan has come on a day; `diagnostics` are those of loading it and of the rules.
pub fn status(plan: &Plan, diagnostics: &[Diagnostic], today: Date, is_clock: bool) -> Status {
    let open = open::open(plan, diagnostics, today);
    Status {
        title: plan.title().to_owned(),
        stage: plan.stage_and_version(),
        today,
        is_clock,
        days: days::days(plan, &open),
        open,
    }
}

/// The errors that a status does not list: with them it may not be the whole truth.
pub fn hindrances(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    // A file that is absent is missing, and what it would say is unknown.
    let is_listed = |code| Kind::of(code).is_some() && code != Code::MissingFile;
    let is_error = |it: &&Diagnostic| it.code.severity(Edition::Draft) == Severity::Error;
    let errors = diagnostics.iter().filter(is_error);
    errors.filter(|it| !is_listed(it.code)).collect()
}

//! The applicants from sources to a workbook: no templates, no pages.

use super::{Step, clock};
use crate::diagnostic::{Code, Diagnostic, Edition, Severity, sort};
use crate::plan::load;
use crate::release::{Own, Released};
use crate::rules;
use crate::screen::{Obstacle, Screening, obstacles};
use crate::source::SourceMap;
use crate::world::World;
use crate::write::screening::{self, About};
use crate::write::{self, excel};

/// What came of screening the applicants.
pub struct Screened {
    /// The files that diagnostics speak of.
    pub sources: SourceMap,
    /// The errors of all sources and the warnings that matter to who selects, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// What is told of the applicants.
    pub screening: Screening,
    /// What stands in the way of it on paper.
    pub obstacles: Vec<Obstacle>,
    /// What a workbook says of the plan.
    about: About,
    /// The name of its file without the ending.
    name: String,
}

/// Loads and screens the applicants: no templates, no pages.
pub fn screen(world: &dyn World, progress: &dyn Fn(Step)) -> Screened {
    progress(Step::Load);
    let (plan, mut diagnostics) = load(world);
    progress(Step::Rules);
    diagnostics.extend(rules::check(&plan));
    diagnostics.retain(concerns_screening);
    sort(&mut diagnostics, &plan.sources);
    let title = format!("{}　選考資料", plan.title());
    let handling = plan.about.handling.get().map_or("取扱注意", |handling| &handling.0);
    Screened {
        diagnostics,
        screening: crate::screen::screen(&plan),
        obstacles: obstacles(&plan),
        about: About {
            title,
            date: clock(&plan),
            handling: format!("【{handling}】"),
        },
        name: write::plain_file_name(plan.title(), "選考資料"),
        sources: plan.sources,
    }
}

/// Warnings that matter to who selects; what is only awaited or unconfirmed in the rest of the plan does not.
const SCREENING: [Code; 5] = [
    Code::ReceivedLate,
    Code::Outranked,
    Code::BusinessYear,
    Code::DuplicateAttachment,
    Code::EmptyField,
];

/// Whoever screens hears of every error, and of what [`SCREENING`] names.
fn concerns_screening(diagnostic: &Diagnostic) -> bool {
    let error = diagnostic.code.severity(Edition::Draft) == Severity::Error;
    error || SCREENING.contains(&diagnostic.code)
}

impl Screened {
    /// The name of its workbook's file.
    pub fn file_name(&self) -> String {
        format!("{}.xlsx", self.name)
    }
}

/// Writes a screening as a workbook.
///
/// # Errors
/// Where the workbook holds what Excel cannot.
pub fn write_screening(screened: &Screened) -> Result<Released, write::WriteError> {
    let workbook = screening::workbook(&screened.screening, &screened.about);
    let written = excel::write(&workbook)?;
    Ok(Released::own(Own::Screening, screened.file_name(), written.bytes()))
}

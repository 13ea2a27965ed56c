//! Checks of a plan against the call and against itself: all problems, none hides another.

mod amount;
mod company;
mod dates;
mod factors;
mod form2;
mod kpi;
mod literal;
mod narrowing;
mod plan;
mod plausible;
mod stated;
mod text;
mod wording;

pub use literal::{Number as WrittenNumber, numbers as written_numbers};

use crate::diagnostic::Diagnostic;
use crate::parallel;
use crate::plan::Plan;
use crate::source::{FileId, Place, Span};

/// Every rule but those of single values, in no particular order: diagnostics are sorted afterwards.
const RULES: &[fn(&Plan, &mut Vec<Diagnostic>)] = &[
    amount::money,
    amount::targets,
    company::eligibility,
    company::consents,
    company::received,
    company::outranked,
    company::corporate_numbers,
    company::fields,
    company::industries,
    company::parts,
    company::business_years,
    company::selected_keys,
    company::kana,
    company::websites,
    company::plausible_years,
    factors::products,
    form2::baselines,
    kpi::complete,
    kpi::years,
    kpi::units,
    kpi::scopes,
    kpi::confirmed,
    literal::totals,
    narrowing::classes,
    plan::period,
    plan::companies,
    plan::years_within,
    plan::empty_fields,
    plan::lists,
    plan::call,
    plan::phases,
    plan::applies_to,
    plausible::targets,
    plausible::units,
    stated::targets,
];

/// Checks a plan.
pub fn check(plan: &Plan) -> Vec<Diagnostic> {
    let of_rule = |_, rule: &fn(&Plan, &mut Vec<Diagnostic>)| {
        let mut diagnostics = Vec::new();
        rule(plan, &mut diagnostics);
        diagnostics
    };
    let mut diagnostics = parallel::map(RULES, of_rule).into_iter().flatten().collect::<Vec<_>>();
    diagnostics.extend(text::leaves(plan));
    diagnostics
}

/// The header of a table if it is written, else the beginning of its file.
fn header(part: Option<Place>, file: FileId) -> Place {
    part.unwrap_or(Place {
        file,
        span: Span::default(),
    })
}

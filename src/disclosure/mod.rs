//! The disclosure audit (秘匿の確認): what a public edition prints, taken together, must not give away what it withholds.
//!
//! Everything printed of the indicators is taken as equations and inequalities over the values of companies: totals by
//! plan, field and year at printed precision, means with their weights (which count as known), values that companies
//! publish themselves, hard bounds, and what earlier editions printed. Changes and yearly rates tell nothing more, for
//! they are computed from the printed totals. Readers are everybody, and each company, which knows its own values.
//!
//! For each withheld value the audit solves for the interval in which readers can place it (the attacker's problem of
//! statistical disclosure control; Hundepool et al., *Statistical Disclosure Control*, 2012, ch. 4). A value is
//! *determined* where that interval is no wider than a unit of the last printed digit: totals are then printed more
//! coarsely, as few as possible. It is *nearly* known where its upper end exceeds the value by less than p percent (p %
//! rule). What a reader can only guess is outside.

mod block;
mod bounds;
mod coarsen;
mod estimate;
mod made;
mod model;
mod printed;
mod programme;
mod prose;
mod report;
mod told;

pub use bounds::{Bounds, Sum, nested, overlapping};
pub use printed::{Printed, PrintedTotal, PrintedValue, Records, records};
pub use prose::{Topic, announced, audit_added, audit_prose, audit_sheet, audit_templates};

use crate::diagnostic::Diagnostic;
use crate::figures::{Coarseness, Coarsening, Figures, Fraction, Indicator, Total, small_groups};
use crate::parallel;
use crate::plan::{Clearable, FiscalYear, Plan};
use block::{Frame, Statement};
use coarsen::{Choice, Printed as _};
use made::Made;
use model::Shown;
use report::Report;
pub use report::Told;

/// Pivots and tries that a block is given, so that a plan of 1,500 companies is audited within two seconds.
const WORK: usize = 4_000;
/// Within so many percent a value counts as nearly known, where the plan says nothing else.
const PERCENT: u32 = 5;

/// What came of an audit.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// How coarsely totals are to be printed.
    pub coarsening: Coarsening,
    /// Withheld values that readers can compute whatever is made coarser.
    pub derivable: Vec<Diagnostic>,
    /// Values that readers nearly know, totals that are coarser for the sake of a value, values of companies of whom
    /// nothing is written any more: for a person to judge.
    pub concerns: Vec<Clearable>,
    /// Of the version before in a comparison, the values of then that readers of both can compute or nearly know.
    pub of_before: Told,
    /// What is printed, for the editions that come after.
    pub printed: Printed,
}

impl Default for Printed {
    fn default() -> Self {
        Printed {
            format: 1,
            label: String::new(),
            totals: Vec::new(),
            values: Vec::new(),
        }
    }
}

/// The earlier version of two that are compared: its readers have its totals, and it tells the values as they were.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// The whole plan.
    pub plan: &'a Plan,
    /// The same as the edition shows it.
    pub public: &'a Plan,
    /// Its exact figures.
    pub figures: &'a Figures,
    /// What editions before it printed.
    pub earlier: &'a [Printed],
    /// How coarsely it prints its totals.
    pub coarsening: &'a Coarsening,
}

/// Audits what an edition that shows only class P prints of a plan.
///
/// `public` is the plan as that edition shows it, `figures` the exact figures of the whole plan, `earlier` what readers
/// have in hand besides: the printed figures of earlier editions. `label` names the edition in the record for those that
/// come after.
pub fn audit(plan: &Plan, public: &Plan, figures: &Figures, (earlier, label): (&[Printed], &str)) -> Audit {
    audited(Shown::new(plan, public, figures, earlier), label)
}

/// The same of the later version of two that are compared: no value of either may follow from what both print.
pub fn audit_beside(
    before: Before<'_>,
    (plan, public, figures): (&Plan, &Plan, &Figures),
    (earlier, label): (&[Printed], &str),
) -> Audit {
    audited(Shown::new(plan, public, figures, earlier).beside(before), label)
}

fn audited(shown: Shown<'_>, label: &str) -> Audit {
    let plan = shown.plan;
    let small = small_groups(plan);
    let percent = protection_percent(plan);
    let share = share(percent);
    let blocks = shown.blocks();
    let found = parallel::map(&blocks, |_, of| one(&shown, *of, &small, (percent, &share)));
    let mut audit = Audit {
        coarsening: small,
        ..Audit::default()
    };
    for report in found {
        audit.coarsening.extend(report.coarsening);
        audit.derivable.extend(report.told.derivable);
        audit.concerns.extend(report.told.concerns);
        audit.of_before.extend(report.of_before);
    }
    audit.printed = shown.record(label, &audit.coarsening);
    audit
}

/// Within so many percent a value counts as nearly known.
fn protection_percent(plan: &Plan) -> u32 {
    let percent = plan.about.publication.protection_percent.value();
    percent.map_or(PERCENT, |percent| percent.0.min(100))
}

fn share(percent: u32) -> Fraction {
    Fraction::from(percent).over(&100.into()).unwrap_or_else(|| 0.into())
}

/// What an edition printed that was never audited: its totals as the plan displays them.
pub fn as_displayed(plan: &Plan, public: &Plan, figures: &Figures, label: &str) -> Printed {
    Shown::new(plan, public, figures, &[]).record(label, &small_groups(plan))
}

/// Audits one indicator at one time.
fn one(
    shown: &Shown<'_>,
    (indicator, year): (Indicator, Option<FiscalYear>),
    small: &Coarsening,
    (percent, share): (u32, &Fraction),
) -> Report {
    let made = Made::new(shown, (indicator, year));
    let is_hidden = |coarseness: Option<&Coarseness>| coarseness == Some(&Coarseness::Hidden);
    let totals = shown.totals(indicator, year).into_iter();
    let totals: Vec<Total> = totals.filter(|total| !is_hidden(small.get(total))).collect();
    let displayed = totals
        .iter()
        .filter_map(|total| made.statement(total, Coarseness::AsDisplayed));
    let all: Vec<Statement> = displayed.chain(made.earlier.iter().cloned()).collect();
    let last = shown.plan.target_years().last().copied();
    let choice = Choice {
        block: &made.block,
        printed: &made,
        totals,
        earlier: &made.earlier,
        frame: Frame::new(&made.block, &all),
        interim: year.is_some() && year != last,
    };
    let mut work = WORK;
    let coarsened = choice.coarsen(&mut work);
    let statements = choice.statements(&coarsened.chosen);
    work = work.max(WORK);
    let near = choice.frame.inference(&statements).findings(share, &mut work);
    report::report(shown, &choice, coarsened, (&statements, near.ok()), (percent, share))
}

//! The screening of all applicants: conditions, degrees, ranks, what is missing. Whom to select stays with people.

mod applicant;
mod obstacle;
mod rank;

pub use applicant::{Applicant, Marks, PAPERS};
pub use obstacle::{Obstacle, obstacles};

use crate::figures::{Definition, Figure, Fraction, Measure, degree_notes};
use crate::plan::{Eligibility, Entry, Field, Plan, Statistics, Status, Wording};
use jiff::civil::DateTime;
use std::sync::Arc;

/// Everything that is told of the applicants of a plan.
#[derive(Clone, Debug)]
pub struct Screening {
    /// The fields in the order of the plan, each with its applicants; at the end those whose field has no file.
    pub groups: Vec<Group>,
    /// The conditions of the call.
    pub eligibility: Eligibility,
    /// When the call closed.
    pub closes: Option<DateTime>,
    /// The prefecture's totals, where there are some.
    pub statistics: Option<Statistics>,
    /// What stands under the tables.
    pub notes: Vec<String>,
}

/// The applicants of a field.
#[derive(Clone, Debug)]
pub struct Group {
    /// The id of the field; empty where the applicants' field has no file.
    pub id: Arc<str>,
    /// The short name of the field.
    pub name: String,
    /// Those who take part in the ranking with all values, then those who lack some, then the withdrawn; each by id.
    pub applicants: Vec<Applicant>,
}

impl Group {
    /// The applicants who did not withdraw.
    pub fn competing(&self) -> impl Iterator<Item = &Applicant> {
        self.applicants.iter().filter(|it| !it.is_withdrawn())
    }

    /// How many rows from the first have both values of a definition and take part in the ranking.
    pub fn complete(&self, definition: Definition) -> usize {
        self.applicants
            .iter()
            .take_while(|it| it.is_complete(definition))
            .count()
    }

    /// The middle value of a measure over those who did not withdraw; `None` where none has it.
    pub fn median(&self, measure: Measure) -> Option<Fraction> {
        rank::median(self.competing().filter_map(|it| it.value(measure).cloned()).collect())
    }
}

impl Screening {
    /// All applicants, field by field.
    pub fn applicants(&self) -> impl Iterator<Item = &Applicant> {
        self.groups.iter().flat_map(|group| &group.applicants)
    }
}

/// Screens all applicants of a plan.
pub fn screen(plan: &Plan) -> Screening {
    let mut groups: Vec<Group> = plan.fields.iter().map(|field| group(plan, field)).collect();
    let known = |id: &str| plan.field(id).is_some();
    let strays = plan
        .companies
        .iter()
        .filter(|it| !it.field.get().is_some_and(|field| known(&field.0)));
    let strays: Vec<Applicant> = strays.map(|company| applicant::applicant(plan, company)).collect();
    if !strays.is_empty() {
        groups.push(ranked("".into(), "対象分野が不明".to_owned(), strays));
    }
    let mut screening = Screening {
        groups,
        eligibility: plan.about.eligibility.record.clone(),
        closes: plan.about.call.closes.value(),
        statistics: plan.statistics.as_ref().map(|it| it.record.clone()),
        notes: Vec::new(),
    };
    screening.notes = notes(&screening);
    screening
}

fn group(plan: &Plan, field: &Entry<Field>) -> Group {
    let members = plan.companies.iter().filter(|company| company.is_of(&field.id));
    let members = members.map(|company| applicant::applicant(plan, company)).collect();
    let name = field.short_name.get().map_or(&*field.id, |name| &*name.0);
    ranked(field.id.clone(), name.to_owned(), members)
}

fn ranked(id: Arc<str>, name: String, mut applicants: Vec<Applicant>) -> Group {
    rank::rank(&mut applicants);
    applicants.sort_by_key(|it| (it.is_withdrawn(), !it.is_complete(Definition::CompanyRatio)));
    Group { id, name, applicants }
}

/// What the numbers are, whom the ranks count, who decides.
fn notes(screening: &Screening) -> Vec<String> {
    let by_sales: Vec<bool> = screening.applicants().map(|it| it.by_sales).collect();
    let mut notes = degree_notes(&by_sales, Wording::Polite);
    notes.push(
        "順位と中央値は、対象分野ごとに、取下げの企業と値が未定の企業を除いて（応募条件を満たさない企業は含めて）、定義別・指標別に付けています。同じ値は同じ順位です。"
            .to_owned(),
    );
    notes.push("この資料は選考の材料です。選定するかどうかは、定性的基準も含めた総合勘案により決めます。".to_owned());
    notes
}

/// What a status is called.
pub fn status_word(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Applied) => "応募",
        Some(Status::Selected) => "選定",
        Some(Status::NotSelected) => "非選定",
        Some(Status::Withdrawn) => "取下げ",
        None => "不明",
    }
}

/// The value of a figure, unless an input is pending.
fn settled(figure: &Figure) -> Option<&Fraction> {
    figure.value.as_ref().filter(|_| !figure.pending)
}

//! What is open: values that are pending, what is missing, targets that nobody confirmed.

use super::Location;
use super::reason::{awaited_day, days_between};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Class;
use crate::plan::{self, Awaited, Plan};
use crate::source::{FileId, Place};
use jiff::civil::Date;

/// What is open about an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A value that is still awaited.
    Pending,
    /// Something that must be there.
    Missing,
    /// A target that the company has not confirmed.
    Unconfirmed,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 3] = [Kind::Pending, Kind::Missing, Kind::Unconfirmed];

    /// What a diagnostic says is open, if it does.
    pub fn of(code: Code) -> Option<Kind> {
        match code {
            Code::PendingValue => Some(Kind::Pending),
            Code::UnconfirmedKpi => Some(Kind::Unconfirmed),
            _ => missing(code).map(|_| Kind::Missing),
        }
    }
}

/// What is missing, in a word.
fn missing(code: Code) -> Option<&'static str> {
    let row = [
        (Code::MissingFile, "ファイル"),
        (Code::MissingKey, "必要な項目"),
        (Code::MissingKpi, "目標"),
        (Code::MissingConsent, "承諾"),
        (Code::MissingRequirement, "国の要件への記載"),
        (Code::MissingAttachment, "写真・添付書類"),
    ];
    row.into_iter().find(|(it, _)| *it == code).map(|(_, label)| label)
}

/// Something open.
#[derive(Clone, Debug)]
pub struct Open {
    /// What is open about it.
    pub kind: Kind,
    /// The diagnostic that says so, or would if the plan spoke of it.
    pub code: Code,
    /// Where.
    pub location: Location,
    /// The file without folder and ending: `companies/aso-seimitsu`, `plan`.
    pub subject: String,
    /// What the file is about, for people.
    pub name: String,
    /// What became of the application, where it is one.
    pub status: Option<plan::Status>,
    /// Who is in charge.
    pub division: String,
    /// What is open, in Japanese.
    pub label: String,
    /// Why it is pending; what the diagnostic says otherwise.
    pub reason: String,
    /// Its dotted keys, of a value that is pending.
    pub key: Option<String>,
    /// The day that the reason names, be it the last of a month.
    pub date: Option<Date>,
    /// Whether the reason names that very day, as the dates of the plan do.
    pub is_day: bool,
    /// Days from today to that date; negative once it is past.
    pub days: Option<i32>,
    /// Whether it counts: what is pending of an applicant that will not be in the plan does not.
    pub counts: bool,
    /// Whether the submission to the nation waits for it.
    pub for_submission: bool,
}

impl Open {
    /// Whether its day is past.
    pub fn is_overdue(&self) -> bool {
        self.counts && self.days.is_some_and(|days| days < 0)
    }
}

/// Everything open: the plan as a whole, then fields, then companies; each by file and line.
pub(super) fn open(plan: &Plan, diagnostics: &[Diagnostic], today: Date) -> Vec<Open> {
    let pending = plan.awaited().into_iter();
    let pending = pending.map(|it| (it.file, pending_value(plan, &it, today)));
    let told = diagnostics.iter().filter(|it| it.code != Code::PendingValue);
    let told = told.filter_map(|it| Some((it.place.file, from_diagnostic(plan, it)?)));
    let mut found: Vec<(FileId, Open)> = pending.chain(told).collect();
    found.sort_by_cached_key(|(file, it)| (rank(plan, *file), it.location.clone(), it.kind));
    found.into_iter().map(|(_, it)| it).collect()
}

/// The plan as a whole, fields in their order, companies by id.
fn rank(plan: &Plan, file: FileId) -> (usize, usize) {
    let field = plan.fields.iter().position(|it| it.file == file);
    let company = plan.companies.iter().position(|it| it.file == file);
    match (field, company) {
        (Some(at), _) => (1, at),
        (None, Some(at)) => (2, at),
        (None, None) => (0, 0),
    }
}

fn pending_value(plan: &Plan, awaited: &Awaited, today: Date) -> Open {
    let near = plan.about.date.value().unwrap_or(today);
    let day = awaited_day(&awaited.pending.reason, near);
    let date = day.map(|day| day.date);
    let item = item(plan, Kind::Pending, Code::PendingValue, awaited.pending.place);
    let of_approval = awaited.key.starts_with("approval.") || awaited.key.starts_with("editions.final.");
    let counts = !matches!(item.status, Some(plan::Status::NotSelected | plan::Status::Withdrawn));
    Open {
        label: awaited.label.clone(),
        reason: awaited.pending.reason.to_string(),
        key: Some(awaited.key.clone()),
        date,
        is_day: day.is_some_and(|day| day.is_day),
        days: date.map(|date| days_between(today, date)),
        counts,
        for_submission: plan.speaks_of(awaited.file) && (awaited.class < Class::Internal || of_approval),
        ..item
    }
}

fn from_diagnostic(plan: &Plan, diagnostic: &Diagnostic) -> Option<Open> {
    let kind = Kind::of(diagnostic.code)?;
    let label = missing(diagnostic.code).unwrap_or("目標値の確認");
    Some(Open {
        label: label.to_owned(),
        reason: diagnostic.message.clone(),
        ..item(plan, kind, diagnostic.code, diagnostic.place)
    })
}

/// What the place of an item says of it.
fn item(plan: &Plan, kind: Kind, code: Code, place: Place) -> Open {
    let location = Location::new(place, &plan.sources);
    let subject = location.path.strip_prefix("sources/").unwrap_or(&location.path);
    let subject = subject.strip_suffix(".toml").unwrap_or(subject).to_owned();
    let company = plan.companies.iter().find(|it| it.file == place.file);
    let post = company.and_then(|it| it.supporting_post.get());
    Open {
        kind,
        code,
        location,
        subject,
        name: plan.subject(place.file).to_owned(),
        status: company.and_then(|it| it.status.value()),
        division: post.map_or_else(|| division(plan, place), |it| it.0.to_string()),
        label: String::new(),
        reason: String::new(),
        key: None,
        date: None,
        is_day: false,
        days: None,
        counts: true,
        for_submission: true,
    }
}

/// Who is in charge of what no supporting post is: a milestone's division, else the plan's.
fn division(plan: &Plan, place: Place) -> String {
    let is_at = |it: &&plan::Part<plan::Milestone>| {
        let places = [it.header, it.date.place(), it.event.place()];
        places.contains(&Some(place))
    };
    let own = plan.about.milestones.iter().find(is_at);
    let own = own.and_then(|it| it.division.get());
    let found = own.or_else(|| plan.about.department.get());
    found.map_or_else(|| "計画の担当課".to_owned(), |it| it.0.to_string())
}

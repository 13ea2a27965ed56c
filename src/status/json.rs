//! The status for programs: one JSON object, whose first key is `format`.

use super::reason::days_between;
use super::{Dated, Kind, Location, Open, Status, Subject, When};
use crate::plan::Status as Application;
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    format: u8,
    title: &'a str,
    stage: &'a str,
    today: String,
    days: Vec<Day<'a>>,
    pending: Vec<Item<'a>>,
    missing: Vec<Item<'a>>,
    unconfirmed: Vec<Item<'a>>,
    overdue: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Day<'a> {
    kind: &'static str,
    label: &'a str,
    date: Option<String>,
    time: Option<String>,
    days: Option<i32>,
    words: Option<&'a str>,
    pending: Option<&'a str>,
    division: Option<&'a str>,
    waits: usize,
    overdue: bool,
    #[serde(flatten)]
    place: Location,
}

#[derive(Clone, Serialize)]
struct Item<'a> {
    code: &'static str,
    subject: &'a str,
    name: &'a str,
    status: Option<&'static str>,
    division: &'a str,
    key: Option<&'a str>,
    label: &'a str,
    reason: &'a str,
    date: Option<String>,
    days: Option<i32>,
    counts: bool,
    #[serde(flatten)]
    place: Location,
}

/// The status as one JSON object on one line, with a line break at the end.
pub fn json(status: &Status) -> String {
    let of = |kind| status.open.iter().filter(move |it| it.kind == kind).map(item).collect();
    let answer = Answer {
        format: 1,
        title: &status.title,
        stage: &status.stage,
        today: status.today.to_string(),
        days: status.days.iter().map(|it| day(it, status)).collect(),
        pending: of(Kind::Pending),
        missing: of(Kind::Missing),
        unconfirmed: of(Kind::Unconfirmed),
        overdue: status.open.iter().filter(|it| it.is_overdue()).map(item).collect(),
    };
    // Nothing in it can fail to be written: its keys are words, its values texts and numbers.
    serde_json::to_string(&answer).unwrap_or_default() + "\n"
}

fn day<'a>(it: &'a Dated, status: &Status) -> Day<'a> {
    let date = it.when.date();
    let days = date.map(|date| days_between(status.today, date));
    let (time, words, pending) = match &it.when {
        When::Day(_) => (None, None, None),
        When::Time(at) => (Some(at.time().to_string()), None, None),
        When::Words(words) => (None, Some(&**words), None),
        When::Pending(reason) => (None, None, Some(&**reason)),
    };
    Day {
        kind: kind(it.subject),
        label: &it.label,
        date: date.map(|date| date.to_string()),
        time,
        days,
        words,
        pending,
        division: it.division.as_deref(),
        waits: it.waits,
        overdue: it.waits > 0 && days.is_some_and(|days| days < 0),
        place: it.location.clone(),
    }
}

fn kind(subject: Subject) -> &'static str {
    match subject {
        Subject::Plan => "plan",
        Subject::Call => "call",
        Subject::Schedule => "schedule",
        Subject::Milestone => "milestone",
        Subject::Submission => "submission",
        Subject::FinalEdition => "final-edition",
        Subject::PublicEdition => "public-edition",
        Subject::Approval => "approval",
        Subject::Publication => "publication",
    }
}

fn item(it: &Open) -> Item<'_> {
    Item {
        code: it.code.name(),
        subject: &it.subject,
        name: &it.name,
        status: it.status.map(Application::word),
        division: &it.division,
        key: it.key.as_deref(),
        label: &it.label,
        reason: &it.reason,
        date: it.date.map(|date| date.to_string()),
        days: it.days,
        counts: it.counts,
        place: it.location.clone(),
    }
}

//! A comparison for programs: the contract of the command line.

use super::change::{
    About, Change, Comparison, Content, Kind, Moved, ParagraphChange, Side, State, TotalChange, Warning,
};
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    format: u8,
    edition: &'static str,
    identical: bool,
    before: Version<'a>,
    after: Version<'a>,
    summary: Summary,
    changes: Vec<Item<'a>>,
    totals: Vec<TotalItem<'a>>,
    moved: Vec<MovedItem<'a>>,
    warnings: Vec<WarningItem<'a>>,
}

#[derive(Serialize)]
struct Version<'a> {
    title: &'a str,
    version: &'a str,
    date: Option<String>,
}

/// How many changes of which kinds there are.
#[derive(Serialize)]
struct Summary {
    kpi: usize,
    companies_added: usize,
    companies_removed: usize,
    companies_renamed: usize,
    fields_added: usize,
    fields_removed: usize,
    measures: usize,
    schedule: usize,
    text: usize,
    values: usize,
    templates: usize,
    disclosure: usize,
    moved: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Item<'a> {
    kind: &'static str,
    action: &'static str,
    subject: &'a str,
    name: &'a str,
    key: Option<&'a str>,
    label: Option<&'a str>,
    before: Option<&'a str>,
    after: Option<&'a str>,
    before_state: &'static str,
    after_state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before_shown: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_shown: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before_pending: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_pending: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    paragraphs: Vec<ParagraphItem<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contents: Vec<ContentItem<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Item<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    division: Option<&'a str>,
}

#[derive(Serialize)]
struct ParagraphItem<'a> {
    action: &'static str,
    before: &'a [String],
    after: &'a [String],
}

#[derive(Serialize)]
struct ContentItem<'a> {
    key: &'static str,
    label: &'static str,
    value: Option<&'a str>,
}

#[derive(Serialize)]
struct TotalItem<'a> {
    name: &'a str,
    label: &'a str,
    before: &'a str,
    after: &'a str,
}

#[derive(Serialize)]
struct MovedItem<'a> {
    subject: &'a str,
    name: &'a str,
    key: &'a str,
    label: &'a str,
    what: &'a str,
}

#[derive(Serialize)]
struct WarningItem<'a> {
    code: &'static str,
    message: &'a str,
    subject: &'a str,
    key: &'a str,
    path: &'a str,
    line: usize,
    column: usize,
}

/// The comparison as one JSON text that ends in a line break.
pub fn json(comparison: &Comparison) -> String {
    let answer = Answer {
        format: 1,
        edition: comparison.edition,
        identical: comparison.is_identical(),
        before: version(&comparison.before),
        after: version(&comparison.after),
        summary: summary(comparison),
        changes: comparison.changes.iter().map(item).collect(),
        totals: comparison.totals.iter().map(total).collect(),
        moved: comparison.moved.iter().map(moved).collect(),
        warnings: comparison.warnings.iter().map(warning).collect(),
    };
    // Texts, numbers and lists of them: nothing here can fail.
    serde_json::to_string_pretty(&answer).unwrap_or_default() + "\n"
}

fn version(about: &About) -> Version<'_> {
    Version {
        title: &about.title,
        version: &about.version,
        date: about.date.map(|date| date.to_string()),
    }
}

fn summary(comparison: &Comparison) -> Summary {
    let count = |kinds: &[Kind]| comparison.count(kinds);
    Summary {
        kpi: count(&Kind::KPI),
        companies_added: count(&[Kind::CompanyAdded]),
        companies_removed: count(&[Kind::CompanyRemoved]),
        companies_renamed: count(&[Kind::CompanyRenamed]),
        fields_added: count(&[Kind::FieldAdded]),
        fields_removed: count(&[Kind::FieldRemoved]),
        measures: count(&Kind::MEASURES),
        schedule: count(&[Kind::ScheduleChanged]),
        text: count(&[Kind::TextChanged]),
        values: count(&[Kind::ValueChanged]),
        templates: count(&[Kind::TemplateChanged]),
        disclosure: count(&Kind::DISCLOSURE),
        moved: comparison.moved.len(),
        warnings: comparison.warnings.len(),
    }
}

fn item(change: &Change) -> Item<'_> {
    let whole = change.key.is_empty();
    Item {
        kind: change.kind.name(),
        action: change.action.name(),
        subject: &change.subject,
        name: &change.name,
        key: (!whole).then_some(&*change.key),
        label: (!whole).then_some(&*change.label),
        before: change.before.value.as_deref(),
        after: change.after.value.as_deref(),
        before_state: state(&change.before),
        after_state: state(&change.after),
        before_shown: shown(&change.before),
        after_shown: shown(&change.after),
        before_pending: pending(&change.before),
        after_pending: pending(&change.after),
        difference: change.delta.as_ref().map(|delta| &*delta.difference),
        percent: change.delta.as_ref().and_then(|delta| delta.percent.as_deref()),
        paragraphs: change.paragraphs.iter().map(paragraph).collect(),
        contents: change.contents.iter().map(content).collect(),
        also: change.also.iter().map(item).collect(),
        reason: change.reason.as_ref().map(|it| &*it.reason),
        division: change.reason.as_ref().and_then(|it| it.division.as_deref()),
    }
}

fn state(side: &Side) -> &'static str {
    match side.state {
        State::Absent => "absent",
        State::Pending(_) => "pending",
        State::Given => "given",
    }
}

/// What people read, where it is something else.
fn shown(side: &Side) -> Option<&str> {
    let same = side.value.as_deref() == Some(&*side.shown);
    (side.state != State::Absent && !same).then_some(&*side.shown)
}

fn pending(side: &Side) -> Option<&str> {
    match &side.state {
        State::Pending(reason) => reason.as_deref(),
        State::Absent | State::Given => None,
    }
}

fn paragraph(change: &ParagraphChange) -> ParagraphItem<'_> {
    ParagraphItem {
        action: change.action.name(),
        before: &change.before,
        after: &change.after,
    }
}

fn content(it: &Content) -> ContentItem<'_> {
    ContentItem {
        key: it.key,
        label: it.label,
        value: it.value.as_deref(),
    }
}

fn total(it: &TotalChange) -> TotalItem<'_> {
    TotalItem {
        name: &it.name,
        label: &it.label,
        before: &it.before,
        after: &it.after,
    }
}

fn moved(it: &Moved) -> MovedItem<'_> {
    MovedItem {
        subject: &it.subject,
        name: &it.name,
        key: &it.key,
        label: &it.label,
        what: &it.what,
    }
}

fn warning(it: &Warning) -> WarningItem<'_> {
    WarningItem {
        code: it.code.name(),
        message: &it.message,
        subject: &it.subject,
        key: &it.key,
        path: &it.path,
        line: it.line,
        column: it.column,
    }
}

//! What changed between two plans, as data.

use super::show::Quantity;
use crate::source::Place;
use std::sync::Arc;

/// Everything that changed between two versions, as one edition shows them.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The edition through which both were seen: draft.
    pub edition: &'static str,
    /// The version before.
    pub before: About,
    /// The version after.
    pub after: About,
    /// The changes: the plan, its fields, its companies, the support, the statistics, the templates.
    pub changes: Vec<Change>,
    /// What only stands elsewhere now: no change.
    pub moved: Vec<Moved>,
    /// Where only class P is shown: printed totals that changed, for what changed them may not be shown.
    pub totals: Vec<TotalChange>,
    /// Where a change was perhaps forgotten.
    pub warnings: Vec<Warning>,
}

/// A printed total that is another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalChange {
    /// The name of the figure.
    pub name: String,
    /// What it is, for people.
    pub label: String,
    /// As it was printed, with its unit.
    pub before: String,
    /// As it is printed now.
    pub after: String,
}

/// Which version it is.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The title of the plan.
    pub title: String,
    /// 素案 第1版.
    pub version: String,
    /// The date of the plan; `None` while it is pending.
    pub date: Option<jiff::civil::Date>,
}

/// A change.
#[derive(Clone, Debug)]
pub struct Change {
    /// What kind of thing changed.
    pub kind: Kind,
    /// What happened to it.
    pub action: Action,
    /// The file without folder and ending: `companies/aso-seimitsu`; of a template its path.
    pub subject: String,
    /// What the file is about, for people.
    pub name: String,
    /// The dotted keys; empty where the whole file came or went.
    pub key: String,
    /// The names of the keys, for people.
    pub label: String,
    /// The value before.
    pub before: Side,
    /// The value after.
    pub after: Side,
    /// How much a figure changed.
    pub delta: Option<Delta>,
    /// Of prose: what became of which paragraphs.
    pub paragraphs: Vec<ParagraphChange>,
    /// Of a row that came or went: what else it says.
    pub contents: Vec<Content>,
    /// Other keys that changed with it: of a renamed company the short name and the reading.
    pub also: Vec<Change>,
    /// Why, as the plan says; in drafts alone.
    pub reason: Option<Reason>,
}

impl Change {
    /// A change of a whole file, which has a path and a name.
    pub fn new(kind: Kind, action: Action, (path, name): (&str, &str)) -> Self {
        Change {
            kind,
            action,
            subject: path.to_owned(),
            name: name.to_owned(),
            key: String::new(),
            label: String::new(),
            before: Side::default(),
            after: Side::default(),
            delta: None,
            paragraphs: Vec::new(),
            contents: Vec::new(),
            also: Vec::new(),
            reason: None,
        }
    }
}

/// What kind of thing changed: the contract of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A company came.
    CompanyAdded,
    /// A company went.
    CompanyRemoved,
    /// A company has another name.
    CompanyRenamed,
    /// A target field came.
    FieldAdded,
    /// A target field went.
    FieldRemoved,
    /// An indicator, or a year of it, came.
    KpiAdded,
    /// An indicator, or a year of it, went.
    KpiRemoved,
    /// A baseline or a target is another.
    KpiChanged,
    /// A measure came.
    MeasureAdded,
    /// A measure went.
    MeasureRemoved,
    /// A measure has another name.
    MeasureRenamed,
    /// A printed date of the plan.
    ScheduleChanged,
    /// Words.
    TextChanged,
    /// Any other value.
    ValueChanged,
    /// A template.
    TemplateChanged,
    /// What was published is not any more: its words are not repeated.
    Withdrawn,
    /// What was withheld is published from now on.
    Disclosed,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 17] = [
        Kind::CompanyAdded,
        Kind::CompanyRemoved,
        Kind::CompanyRenamed,
        Kind::FieldAdded,
        Kind::FieldRemoved,
        Kind::KpiAdded,
        Kind::KpiRemoved,
        Kind::KpiChanged,
        Kind::MeasureAdded,
        Kind::MeasureRemoved,
        Kind::MeasureRenamed,
        Kind::ScheduleChanged,
        Kind::TextChanged,
        Kind::ValueChanged,
        Kind::TemplateChanged,
        Kind::Withdrawn,
        Kind::Disclosed,
    ];
    /// What readers may read in one version alone.
    pub const DISCLOSURE: [Kind; 2] = [Kind::Withdrawn, Kind::Disclosed];
    /// What becomes of targets.
    pub const KPI: [Kind; 3] = [Kind::KpiAdded, Kind::KpiRemoved, Kind::KpiChanged];
    /// What becomes of measures.
    pub const MEASURES: [Kind; 3] = [Kind::MeasureAdded, Kind::MeasureRemoved, Kind::MeasureRenamed];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::CompanyAdded => "company-added",
            Kind::CompanyRemoved => "company-removed",
            Kind::CompanyRenamed => "company-renamed",
            Kind::FieldAdded => "field-added",
            Kind::FieldRemoved => "field-removed",
            Kind::KpiAdded => "kpi-added",
            Kind::KpiRemoved => "kpi-removed",
            Kind::KpiChanged => "kpi-changed",
            Kind::MeasureAdded => "measure-added",
            Kind::MeasureRemoved => "measure-removed",
            Kind::MeasureRenamed => "measure-renamed",
            Kind::ScheduleChanged => "schedule-changed",
            Kind::TextChanged => "text-changed",
            Kind::ValueChanged => "value-changed",
            Kind::TemplateChanged => "template-changed",
            Kind::Withdrawn => "withdrawn",
            Kind::Disclosed => "disclosed",
        }
    }

    /// For people: 目標値の変更.
    pub fn word(self) -> &'static str {
        match self {
            Kind::CompanyAdded => "企業の追加",
            Kind::CompanyRemoved => "企業の削除",
            Kind::CompanyRenamed => "企業名の変更",
            Kind::FieldAdded => "対象分野の追加",
            Kind::FieldRemoved => "対象分野の削除",
            Kind::KpiAdded => "目標値の追加",
            Kind::KpiRemoved => "目標値の削除",
            Kind::KpiChanged => "目標値の変更",
            Kind::MeasureAdded => "施策の追加",
            Kind::MeasureRemoved => "施策の削除",
            Kind::MeasureRenamed => "施策名の変更",
            Kind::ScheduleChanged => "日程",
            Kind::TextChanged => "文言",
            Kind::ValueChanged => "値",
            Kind::TemplateChanged => "ひな形",
            Kind::Withdrawn => "非公表に変更",
            Kind::Disclosed => "公表の開始",
        }
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It was not there, or not shown.
    Added,
    /// It is not there any more, or not shown.
    Removed,
    /// It is another.
    Changed,
}

impl Action {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Action::Added => "added",
            Action::Removed => "removed",
            Action::Changed => "changed",
        }
    }

    /// For people.
    pub fn word(self) -> &'static str {
        match self {
            Action::Added => "追加",
            Action::Removed => "削除",
            Action::Changed => "修正",
        }
    }
}

/// A value on one side of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// How it stands there.
    pub state: State,
    /// For programs: amounts in yen, dates as 2026-07-15; `None` where there is no value.
    pub value: Option<String>,
    /// For people: as written, with its unit.
    pub shown: String,
    /// Where it is written.
    pub place: Option<Place>,
}

/// How a value stands on one side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Not written, or not for this edition's readers.
    #[default]
    Absent,
    /// Still awaited; in drafts with the reason.
    Pending(Option<Arc<str>>),
    /// Written.
    Given,
}

/// A value of a row that came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The key in the row.
    pub key: &'static str,
    /// The same for people.
    pub label: &'static str,
    /// The value for programs.
    pub value: Option<String>,
    /// The value for people.
    pub shown: String,
}

/// How much a figure changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delta {
    /// The figure before.
    pub before: Quantity,
    /// The figure after.
    pub after: Quantity,
    /// For programs, in the unit of the values: yen, persons, points.
    pub difference: String,
    /// In percent of the value before, with one decimal; `None` of rates, and where nothing was before.
    pub percent: Option<String>,
    /// For people: ＋200百万円、＋3.1％.
    pub shown: String,
}

impl Delta {
    /// All that is told of how much, a line each.
    pub fn words(&self) -> String {
        let percent = self.percent.as_deref().unwrap_or_default();
        format!("{}\n{}\n{percent}\n", self.shown, self.difference)
    }
}

/// What became of paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParagraphChange {
    /// What happened.
    pub action: ParagraphAction,
    /// The paragraphs before.
    pub before: Vec<String>,
    /// The paragraphs after.
    pub after: Vec<String>,
}

/// What happened to paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphAction {
    /// Words of one are others.
    Changed,
    /// One came.
    Added,
    /// One went.
    Removed,
    /// One became several, with the same words.
    Split,
    /// Several became one, with the same words.
    Joined,
}

impl ParagraphAction {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            ParagraphAction::Changed => "changed",
            ParagraphAction::Added => "added",
            ParagraphAction::Removed => "removed",
            ParagraphAction::Split => "split",
            ParagraphAction::Joined => "joined",
        }
    }
}

/// Something that only stands elsewhere now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The file without folder and ending.
    pub subject: String,
    /// What the file is about, for people.
    pub name: String,
    /// The dotted keys.
    pub key: String,
    /// The names of the keys, for people.
    pub label: String,
    /// What moved, for people: the beginning of a paragraph, the titles of rows.
    pub what: String,
}

/// Why something was changed, as `[[changes]]` of the plan says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Why.
    pub reason: String,
    /// Who is in charge.
    pub division: Option<String>,
}

/// A change that was perhaps forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What kind.
    pub code: WarningCode,
    /// What stands there, and why it should not.
    pub message: String,
    /// The file without folder and ending.
    pub subject: String,
    /// The dotted keys.
    pub key: String,
    /// What and whose it is, for people.
    pub label: String,
    /// The path of the file in the version after.
    pub path: Arc<str>,
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
}

/// What kind of change was perhaps forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WarningCode {
    /// A text still says the old value of a figure or a date.
    OldValue,
    /// A text still names a company that went.
    RemovedCompany,
    /// A text still says the old name.
    OldName,
    /// A word was replaced in most places.
    OldTerm,
}

impl WarningCode {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            WarningCode::OldValue => "old-value",
            WarningCode::RemovedCompany => "removed-company",
            WarningCode::OldName => "old-name",
            WarningCode::OldTerm => "old-term",
        }
    }
}

impl Comparison {
    /// Whether nothing changed.
    pub fn is_identical(&self) -> bool {
        self.changes.is_empty() && self.totals.is_empty()
    }

    /// How many changes are of one of these kinds.
    pub fn count(&self, kinds: &[Kind]) -> usize {
        self.changes.iter().filter(|it| kinds.contains(&it.kind)).count()
    }
}

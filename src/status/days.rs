//! The dates of a plan: its call, schedule, milestones, editions, submission, approval and publication.

use super::{Location, Open};
use crate::plan::{Day, Leaf, Line, PENDING, Plan};
use crate::source::{Place, SourceMap};
use jiff::civil::{Date, DateTime};

/// What a date belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The plan's own date.
    Plan,
    /// 公募.
    Call,
    /// The printed schedule.
    Schedule,
    /// The prefecture's own dates.
    Milestone,
    /// 国への提出.
    Submission,
    /// The edition that is submitted.
    FinalEdition,
    /// The edition that is published.
    PublicEdition,
    /// 決裁.
    Approval,
    /// The nation's publication.
    Publication,
}

/// When something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// On a day.
    Day(Date),
    /// On a day at a time.
    Time(DateTime),
    /// The day is not fixed.
    Words(String),
    /// Still awaited, with the reason.
    Pending(String),
}

impl When {
    /// The day, if it is fixed.
    pub fn date(&self) -> Option<Date> {
        match self {
            When::Day(date) => Some(*date),
            When::Time(time) => Some(time.date()),
            When::Words(_) | When::Pending(_) => None,
        }
    }
}

/// A dated item of the plan.
#[derive(Clone, Debug)]
pub struct Dated {
    /// What it belongs to.
    pub subject: Subject,
    /// What happens then.
    pub label: String,
    /// When.
    pub when: When,
    /// Who is in charge, of a milestone.
    pub division: Option<String>,
    /// Where the date is written.
    pub location: Location,
    /// How many open items it waits for: those whose reason names its day; of the submission, all that it needs.
    pub waits: usize,
}

/// Every dated item: by date, then those without a day in the order of the sources.
pub(super) fn days(plan: &Plan, open: &[Open]) -> Vec<Dated> {
    let mut list = List {
        sources: &plan.sources,
        found: Vec::new(),
    };
    list.of_plan(plan);
    list.of_rows(plan);
    let mut found = list.found;
    found.iter_mut().for_each(|it| it.waits = waits(it, open));
    found.sort_by_key(|it| (it.when.date().is_none(), it.when.date()));
    found
}

fn waits(dated: &Dated, open: &[Open]) -> usize {
    let Some(date) = dated.when.date() else { return 0 };
    let waits = |it: &&Open| match dated.subject {
        Subject::Submission | Subject::FinalEdition => it.for_submission,
        Subject::Schedule | Subject::Milestone => it.is_day && it.date == Some(date),
        Subject::Plan | Subject::Call | Subject::PublicEdition | Subject::Approval | Subject::Publication => false,
    };
    open.iter().filter(|it| it.counts).filter(waits).count()
}

struct List<'a> {
    sources: &'a SourceMap,
    found: Vec<Dated>,
}

impl List<'_> {
    fn of_plan(&mut self, plan: &Plan) {
        let about = &plan.about;
        let editions = &about.editions;
        self.date(Subject::Plan, "計画の日付", &about.date);
        self.date(Subject::Call, "募集開始", &about.call.opens);
        self.add(Subject::Call, "募集締切", None, &about.call.closes, |it| {
            When::Time(*it)
        });
        self.date(Subject::Submission, "提出期限", &about.submission.due);
        self.date(Subject::FinalEdition, "提出版の日付", &editions.r#final.date);
        self.date(Subject::PublicEdition, "公表版の日付", &editions.public.date);
        self.date(Subject::Approval, "決裁日", &about.approval.decided);
        self.date(Subject::Publication, "国の公表日", &about.publication.nation);
    }

    fn of_rows(&mut self, plan: &Plan) {
        for event in plan.about.schedule.iter() {
            let label = words(&event.event).unwrap_or_else(|| PENDING.to_owned());
            self.add(Subject::Schedule, &label, None, &event.date, |day| match day {
                Day::Fixed(date) => When::Day(*date),
                Day::Words(words) => When::Words(words.to_string()),
            });
        }
        for milestone in plan.about.milestones.iter() {
            let label = words(&milestone.event).unwrap_or_else(|| PENDING.to_owned());
            let division = words(&milestone.division);
            self.add(Subject::Milestone, &label, division, &milestone.date, |it| {
                When::Day(*it)
            });
        }
    }

    fn date(&mut self, subject: Subject, label: &str, leaf: &Leaf<Date>) {
        self.add(subject, label, None, leaf, |it| When::Day(*it));
    }

    fn add<T>(
        &mut self,
        subject: Subject,
        label: &str,
        division: Option<String>,
        leaf: &Leaf<T>,
        when: impl Fn(&T) -> When,
    ) {
        let (when, place): (When, Place) = match leaf {
            Leaf::Given { value, place, .. } => (when(value), *place),
            Leaf::Pending(pending) => (When::Pending(pending.reason.to_string()), pending.place),
            Leaf::Absent | Leaf::Faulty | Leaf::Withheld => return,
        };
        self.found.push(Dated {
            subject,
            label: label.to_owned(),
            when,
            division,
            location: Location::new(place, self.sources),
            waits: 0,
        });
    }
}

fn words(leaf: &Leaf<Line>) -> Option<String> {
    leaf.get().map(|line| line.0.to_string())
}

//! The status for people: columns in the width that a terminal shows, dates as in the sources.

use super::reason::days_between;
use super::{Dated, Grouping, Kind, Open, Status, Subject, When};
use crate::diagnostic::render::plain;
use crate::plan::{self, weekday_name};
use jiff::civil::Date;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

impl Grouping {
    const ALL: [Grouping; 3] = [Grouping::Company, Grouping::Division, Grouping::File];

    fn name(self) -> &'static str {
        match self {
            Grouping::Company => "企業・分野",
            Grouping::Division => "担当",
            Grouping::File => "ファイル",
        }
    }

    fn key(self, item: &Open) -> String {
        match self {
            Grouping::Company => item.name.clone(),
            Grouping::Division => item.division.clone(),
            Grouping::File => item.location.path.clone(),
        }
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Pending => "調整中",
            Kind::Missing => "不足",
            Kind::Unconfirmed => "未確認",
        }
    }
}

impl Subject {
    fn name(self) -> &'static str {
        match self {
            Subject::Plan => "計画",
            Subject::Call => "公募",
            Subject::Schedule => "日程",
            Subject::Milestone => "庁内",
            Subject::Submission => "提出",
            Subject::FinalEdition | Subject::PublicEdition => "版",
            Subject::Approval => "決裁",
            Subject::Publication => "公表",
        }
    }
}

/// The whole status, its open items under one grouping, counted by all of them.
pub fn text(status: &Status, grouping: Grouping) -> String {
    let mut text = format!(
        "{}（{}）の状況\n{}\n",
        plain(&status.title),
        plain(&status.stage),
        today(status)
    );
    text.push_str(&dates(status));
    let counted: Vec<&Open> = status.open.iter().filter(|it| it.counts).collect();
    if !status.open.is_empty() {
        text.push_str(&items(status, grouping));
    }
    if counted.is_empty() {
        text.push_str("\n調整中、不足、未確認の事項はありません。\n");
    } else {
        let others = Grouping::ALL.into_iter().filter(|it| *it != grouping);
        others.for_each(|it| text.push_str(&counts(&counted, it)));
        let _ = write!(text, "\n合計　{}\n", summary(&counted));
    }
    let aside = status.open.len() - counted.len();
    if aside > 0 {
        let _ = writeln!(
            text,
            "ほかに、選定外・取下げの企業の調整中が{aside}件あります（「参考」と示し、件数に含めません）。"
        );
    }
    text
}

fn today(status: &Status) -> String {
    let today = status.today;
    let source = if status.is_clock { "" } else { "（--today の指定）" };
    format!(
        "今日：{}年{}月{}日（{}）{source}",
        today.year(),
        today.month(),
        today.day(),
        weekday_name(today.weekday())
    )
}

fn dates(status: &Status) -> String {
    let (fixed, open): (Vec<&Dated>, Vec<&Dated>) = status.days.iter().partition(|it| it.when.date().is_some());
    let mut text = String::new();
    if !fixed.is_empty() {
        text.push_str("\n■ 日程\n");
        text.push_str(&table(fixed.into_iter().map(|it| dated(it, status.today))));
    }
    if !open.is_empty() {
        text.push_str("\n■ 日の決まっていない日程\n");
        text.push_str(&table(open.into_iter().map(undated)));
    }
    text
}

fn dated(it: &Dated, today: Date) -> Vec<String> {
    let date = it.when.date().unwrap_or(today);
    let days = days_between(today, date);
    let time = match it.when {
        When::Time(time) => format!("（{:02}:{:02}）", time.hour(), time.minute()),
        When::Day(_) | When::Words(_) | When::Pending(_) => String::new(),
    };
    let waits = match it.waits {
        0 => String::new(),
        waits => format!("　未了{waits}件"),
    };
    vec![
        format!("{date}（{}）", weekday_name(date.weekday())),
        left(days, it.waits > 0),
        it.subject.name().to_owned(),
        format!("{}{time}{}{waits}", it.label, in_brackets(it.division.as_deref())),
    ]
}

fn undated(it: &Dated) -> Vec<String> {
    let when = match &it.when {
        When::Pending(reason) => format!("調整中（{reason}）"),
        When::Words(words) => words.clone(),
        When::Day(_) | When::Time(_) => String::new(),
    };
    let label = format!("{}{}", it.label, in_brackets(it.division.as_deref()));
    vec![it.subject.name().to_owned(), label, when]
}

fn in_brackets(text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| format!("（{text}）"))
}

/// あと12日, 本日; a day that is past is over (経過), unless something still waits for it (超過).
fn left(days: i32, waited_for: bool) -> String {
    match (days, waited_for) {
        (0, _) => "本日".to_owned(),
        (1.., _) => format!("あと{days}日"),
        (_, true) => format!("{}日超過", -days),
        (_, false) => format!("{}日経過", -days),
    }
}

/// The open items, group by group.
fn items(status: &Status, grouping: Grouping) -> String {
    let all: Vec<&Open> = status.open.iter().collect();
    let mut text = format!("\n■ 調整中・不足・未確認（{}別）\n", grouping.name());
    for (name, items) in groups(&all, grouping) {
        let counted: Vec<&Open> = items.iter().copied().filter(|it| it.counts).collect();
        let _ = write!(text, "\n{}　{}\n", heading(&name, &items, grouping), summary(&counted));
        let rows = items
            .iter()
            .map(|it| vec![kind(it).to_owned(), due(it), what(it, grouping)]);
        let places = items
            .iter()
            .map(|it| format!("{}:{}", it.location.path, it.location.line));
        for (row, place) in table(rows).lines().zip(places) {
            let _ = writeln!(text, "{row}\n          {}", plain(&place));
        }
    }
    text
}

fn heading(name: &str, items: &[&Open], grouping: Grouping) -> String {
    let name = plain(name);
    let Some(first) = items.first().filter(|_| grouping == Grouping::Company) else {
        return name;
    };
    let status = match first.status {
        None | Some(plan::Status::Selected) => "",
        Some(plan::Status::Applied) => "（選定前）",
        Some(plan::Status::NotSelected) => "（選定外）",
        Some(plan::Status::Withdrawn) => "（取下げ）",
    };
    format!("{name}{status}　担当：{}", plain(&first.division))
}

fn kind(item: &Open) -> &'static str {
    if item.counts { item.kind.name() } else { "参考" }
}

fn due(item: &Open) -> String {
    match item.days {
        Some(days) => left(days, item.counts),
        None => "－".to_owned(),
    }
}

fn what(item: &Open, grouping: Grouping) -> String {
    let name = match grouping {
        Grouping::Division => format!("{}：", item.name),
        Grouping::Company | Grouping::File => String::new(),
    };
    match item.kind {
        Kind::Pending => format!("{name}{}　{}", item.label, item.reason),
        Kind::Missing | Kind::Unconfirmed => format!("{name}{}", item.reason),
    }
}

/// Items under their names: files by path, all else in the order of the items.
fn groups<'a>(items: &[&'a Open], grouping: Grouping) -> Vec<(String, Vec<&'a Open>)> {
    let mut groups: Vec<(String, Vec<&Open>)> = Vec::new();
    for item in items {
        let key = grouping.key(item);
        match groups.iter_mut().find(|(name, _)| *name == key) {
            Some((_, members)) => members.push(item),
            None => groups.push((key, vec![item])),
        }
    }
    if grouping == Grouping::File {
        groups.sort_by(|one, other| one.0.cmp(&other.0));
    }
    groups
}

/// A table of how many items each group has.
fn counts(items: &[&Open], grouping: Grouping) -> String {
    let head = [grouping.name(), "調整中", "不足", "未確認", "うち期限超過"].map(str::to_owned);
    let rows = groups(items, grouping).into_iter().map(|(name, members)| {
        let [pending, missing, unconfirmed] = Kind::ALL.map(|kind| count(&members, kind));
        let numbers = [pending, missing, unconfirmed, overdue(&members)];
        std::iter::once(name).chain(numbers.map(|it| it.to_string())).collect()
    });
    let rows = std::iter::once(head.to_vec()).chain(rows);
    format!("\n■ {}別の件数\n{}", grouping.name(), figures(rows))
}

fn count(items: &[&Open], kind: Kind) -> usize {
    items.iter().filter(|it| it.kind == kind).count()
}

fn overdue(items: &[&Open]) -> usize {
    items.iter().filter(|it| it.is_overdue()).count()
}

/// 調整中 10件、不足 0件、未確認 0件（うち期限超過 2件）.
fn summary(items: &[&Open]) -> String {
    let counts = Kind::ALL.map(|kind| format!("{} {}件", kind.name(), count(items, kind)));
    let overdue = match overdue(items) {
        0 => String::new(),
        overdue => format!("（うち期限超過 {overdue}件）"),
    };
    counts.join("、") + &overdue
}

/// Rows with columns of one width each, two columns of white space before each.
fn table(rows: impl Iterator<Item = Vec<String>>) -> String {
    aligned(rows, usize::MAX)
}

/// The same with figures behind the first column.
fn figures(rows: impl Iterator<Item = Vec<String>>) -> String {
    aligned(rows, 1)
}

/// Rows whose columns from `figures` on are set against their right side.
fn aligned(rows: impl Iterator<Item = Vec<String>>, figures: usize) -> String {
    let rows: Vec<Vec<String>> = rows.map(|row| row.iter().map(|it| plain(it)).collect()).collect();
    let mut widths: Vec<usize> = Vec::new();
    for row in &rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (index, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let space = " ".repeat(width - cell.width());
            line += &if index < figures {
                format!("  {cell}{space}")
            } else {
                format!("  {space}{cell}")
            };
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

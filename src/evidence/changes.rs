//! The list of changes (修正箇所一覧) of two versions as a workbook.

use super::first::{FirstPrinted, Where};
use crate::diff::plan::{
    Action, Change, Comparison, Kind, ParagraphAction, ParagraphChange, ShownVersion, Side, State, TotalChange,
    Warning, reason_of_section, summary,
};
use crate::document::Text;
use crate::figures::Fraction;
use crate::plan::Stage;
use crate::workbook::{Align, Cell, Heading, NumberFormat, PAGE_AFTER, PAGE_BEFORE, Paper, Print, Workbook};
use std::sync::Arc;

/// In the place of what is not there.
const NOTHING: &str = "−";
/// Excel takes no longer text in a cell, in units of UTF-16; some are left for the mark that it is cut.
const LONGEST_TEXT: usize = 32_000;

const CHANGES: [Heading; 12] = [
    ("番号", 6.0),
    ("章・節・表", 34.0),
    (PAGE_BEFORE, 12.0),
    (PAGE_AFTER, 12.0),
    ("対象", 20.0),
    ("項目", 30.0),
    ("修正前", 48.0),
    ("修正後", 48.0),
    ("差", 20.0),
    ("区分", 14.0),
    ("理由", 36.0),
    ("担当", 16.0),
];

const TOTALS: [Heading; 4] = [("番号", 6.0), ("合計", 48.0), ("修正前", 24.0), ("修正後", 24.0)];

const WARNINGS: [Heading; 4] = [
    ("番号", 6.0),
    ("対象・項目", 40.0),
    ("資料のファイルと行", 44.0),
    ("確かめること", 80.0),
];

/// The headings of its sheets.
pub(super) fn headings() -> impl Iterator<Item = &'static Heading> {
    CHANGES.iter().chain(&TOTALS).chain(&WARNINGS)
}

/// The workbook of a comparison; `printed` says where each version prints what.
pub fn workbook(comparison: &Comparison, after: &ShownVersion, printed: [&FirstPrinted; 2]) -> Workbook {
    let (from, to) = (&comparison.before, &comparison.after);
    let date = to.date.unwrap_or_default();
    let title = &after.view.title();
    let title = Text::made_of(&format!("{}　修正箇所一覧", title.text), &Arc::default(), [title]);
    let mut book = Workbook::new(title, date);
    let print = print(&book.title, after);
    let note = format!(
        "{}から{}への修正です。{}",
        from.version,
        to.version,
        summary(comparison)
    );
    let rows = comparison
        .changes
        .iter()
        .map(|change| row(change, after, printed))
        .collect();
    let sheet = book.add_sheet("修正箇所一覧");
    book.sheet_mut(sheet)
        .put_list("修正箇所一覧", Cell::text(&note), &CHANGES, rows, print.clone());
    if !comparison.totals.is_empty() {
        let sheet = book.add_sheet("印刷する合計");
        let note = "公表しない値の変更により、印刷する合計が変わりました。";
        let rows = comparison.totals.iter().map(total).collect();
        book.sheet_mut(sheet)
            .put_list("印刷する合計", Cell::words(note), &TOTALS, rows, print.clone());
    }
    if !comparison.warnings.is_empty() {
        let sheet = book.add_sheet("直し漏れの可能性");
        let note = "修正前の値や名称が残っている記載です。残してよいかどうかを、1件ずつ確かめてください。";
        let rows = comparison.warnings.iter().map(warning).collect();
        book.sheet_mut(sheet)
            .put_list("直し漏れの可能性", Cell::words(note), &WARNINGS, rows, print);
    }
    book
}

fn print(title: &Text, after: &ShownVersion) -> Print {
    let about = &after.plan.about;
    let is_draft = after.view.edition().is_draft();
    let adopted = about.stage.value() == Some(Stage::Adopted);
    let handling = about.handling.text(|handling| format!("【{}】", handling.0));
    Print {
        paper: Paper::A3,
        head_left: title.clone(),
        head_right: handling.filter(|_| is_draft && !adopted).unwrap_or_default(),
        ..Print::default()
    }
}

fn row(change: &Change, after: &ShownVersion, [before_printed, after_printed]: [&FirstPrinted; 2]) -> Vec<Cell> {
    let old = place(&change.before, before_printed);
    let new = place(&change.after, after_printed);
    let section = new.or(old).map_or(NOTHING, |it| &it.section);
    let reason = change.reason.clone().or_else(|| reason_of_section(after, section));
    let (reason, division) = reason.map_or_else(Default::default, |it| (it.reason, it.division.unwrap_or_default()));
    let delta = change.delta.as_ref().map_or(NOTHING, |delta| &delta.shown);
    let label = if change.key.is_empty() {
        change.kind.word()
    } else {
        &change.label
    };
    vec![
        Cell::text(section),
        page(old),
        page(new),
        Cell::text(&change.name),
        Cell::text(label),
        Cell::text(&cut(&shown(change, &change.before, |it| &it.before))),
        Cell::text(&cut(&shown(change, &change.after, |it| &it.after))),
        Cell::text(delta),
        Cell::text(&kind(change)),
        Cell::text(&reason),
        Cell::text(&division),
    ]
}

fn place<'p>(side: &Side, printed: &'p FirstPrinted) -> Option<&'p Where> {
    printed.of(side.place?)
}

fn page(place: Option<&Where>) -> Cell {
    match place.and_then(|place| u32::try_from(place.page?).ok()) {
        Some(page) => Cell::number(Fraction::from(page), NumberFormat::Grouped(0)),
        None => Cell::text(NOTHING).align(Align::Right),
    }
}

/// A value; of prose only the paragraphs that changed.
fn shown(change: &Change, side: &Side, of: impl Fn(&ParagraphChange) -> &Vec<String>) -> String {
    if !change.paragraphs.is_empty() {
        let paragraphs = change.paragraphs.iter().flat_map(|it| of(it).iter().cloned());
        let all: Vec<String> = paragraphs.collect();
        return if all.is_empty() {
            NOTHING.to_owned()
        } else {
            all.join("\n")
        };
    }
    if side.state == State::Absent {
        return NOTHING.to_owned();
    }
    let contents = change.contents.iter().map(|it| format!("{}：{}", it.label, it.shown));
    std::iter::once(side.shown.clone())
        .chain(contents)
        .collect::<Vec<_>>()
        .join("\n")
}

/// 文言（段落の追加）.
fn kind(change: &Change) -> String {
    let actions = change.paragraphs.iter().map(|it| match it.action {
        ParagraphAction::Changed => "修正",
        ParagraphAction::Added => "段落の追加",
        ParagraphAction::Removed => "段落の削除",
        ParagraphAction::Split => "段落の分割",
        ParagraphAction::Joined => "段落の結合",
    });
    let mut words: Vec<&str> = actions.collect();
    words.dedup();
    let general = matches!(
        change.kind,
        Kind::TextChanged | Kind::ValueChanged | Kind::ScheduleChanged | Kind::TemplateChanged
    );
    if words.is_empty() && general && change.action != Action::Changed {
        words.push(change.action.word());
    }
    match words.is_empty() {
        true => change.kind.word().to_owned(),
        false => format!("{}（{}）", change.kind.word(), words.join("、")),
    }
}

fn total(it: &TotalChange) -> Vec<Cell> {
    [&it.label, &it.before, &it.after].map(|text| Cell::text(text)).to_vec()
}

fn warning(warning: &Warning) -> Vec<Cell> {
    vec![
        Cell::text(&warning.label),
        Cell::text(&format!("{} {}行", warning.path, warning.line)),
        Cell::text(&cut(&warning.message)),
    ]
}

fn cut(text: &str) -> String {
    let mut units = 0;
    let fits = |it: &char| {
        units += it.len_utf16();
        units <= LONGEST_TEXT
    };
    let kept: String = text.chars().take_while(fits).collect();
    if kept.len() < text.len() { kept + "…" } else { kept }
}

//! A comparison for people at a terminal.

use super::change::{
    About, Action, Change, Comparison, Kind, Moved, ParagraphAction, ParagraphChange, Side, State, TotalChange,
};
use crate::diagnostic::render::plain;
use crate::diff::words::{self, Change as Stretch};
use crate::template::print;
use std::fmt::Write as _;

/// So many characters of what is the same stand before and behind a change.
const AROUND: usize = 20;
/// No longer beginning of what moved is shown, in characters.
const LONGEST_BEGINNING: usize = 40;
/// In the place of what is not there.
const NOTHING: &str = "（なし）";

/// How many changes there are: 目標値 3件、企業 +2 −1、文言 14か所.
pub fn summary(comparison: &Comparison) -> String {
    let count = |kinds: &[Kind]| comparison.count(kinds);
    let signed = |name: &str, added: Kind, removed: Kind| match (count(&[added]), count(&[removed])) {
        (0, 0) => None,
        (added, 0) => Some(format!("{name} +{added}")),
        (0, removed) => Some(format!("{name} −{removed}")),
        (added, removed) => Some(format!("{name} +{added} −{removed}")),
    };
    let counted = |name: &str, kinds: &[Kind], counter: &str| match count(kinds) {
        0 => None,
        count => Some(format!("{name} {count}{counter}")),
    };
    let parts = [
        counted("目標値", &Kind::KPI, "件"),
        signed("企業", Kind::CompanyAdded, Kind::CompanyRemoved),
        counted("企業名", &[Kind::CompanyRenamed], "件"),
        signed("対象分野", Kind::FieldAdded, Kind::FieldRemoved),
        counted("施策", &Kind::MEASURES, "件"),
        counted("日程", &[Kind::ScheduleChanged], "件"),
        counted("文言", &[Kind::TextChanged], "か所"),
        counted("その他の値", &[Kind::ValueChanged], "件"),
        counted("ひな形", &[Kind::TemplateChanged], "件"),
        counted("公表の範囲", &Kind::DISCLOSURE, "件"),
    ];
    let totals = comparison.totals.len();
    let totals = (totals > 0).then(|| format!("印刷する合計 {totals}件"));
    let parts: Vec<String> = parts.into_iter().flatten().chain(totals).collect();
    match parts.is_empty() {
        true => "変更はありません。".to_owned(),
        false => parts.join("、"),
    }
}

/// The comparison as text that ends in a line break.
pub fn text(comparison: &Comparison, colour: bool) -> String {
    let marks = Marks { colour };
    let mut text = format!(
        "{} → {}\n{}\n",
        plain(&version(&comparison.before)),
        plain(&version(&comparison.after)),
        summary(comparison)
    );
    let mut last = None;
    for change in &comparison.changes {
        if last != Some(&change.subject) {
            let _ = write!(text, "\n■ {}（{}）\n", plain(&change.name), plain(&change.subject));
            last = Some(&change.subject);
        }
        text.push_str(&marks.change(change));
    }
    text.push_str(&totals(&comparison.totals));
    text.push_str(&moved(&comparison.moved));
    text.push_str(&warnings(comparison));
    text
}

/// 素案 第1版（令和8年6月19日）.
fn version(about: &About) -> String {
    let date = about.date.map_or_else(|| print::PENDING.to_owned(), print::date);
    format!("{}（{date}）", about.version)
}

const DELETED: &str = "\x1b[9;31m";
const INSERTED: &str = "\x1b[4;32m";
const END: &str = "\x1b[0m";

/// The escape sequences of an answer in colours: it holds no others.
pub const STYLES: [&str; 3] = [DELETED, INSERTED, END];

/// How deleted and inserted words are marked.
struct Marks {
    colour: bool,
}

impl Marks {
    fn deleted(&self, words: &str) -> String {
        match self.colour {
            true => format!("{DELETED}{}{END}", plain(words)),
            false => format!("[-{}-]", plain(words)),
        }
    }

    fn inserted(&self, words: &str) -> String {
        match self.colour {
            true => format!("{INSERTED}{}{END}", plain(words)),
            false => format!("{{+{}+}}", plain(words)),
        }
    }

    fn change(&self, change: &Change) -> String {
        let mut text = match change.key.is_empty() {
            true => format!("  {}\n", self.whole(change)),
            false if !change.paragraphs.is_empty() => self.prose(change),
            false => format!("  {}：{}\n", plain(&change.label), self.values(change)),
        };
        for also in &change.also {
            let _ = writeln!(text, "    {}：{}", plain(&also.label), self.values(also));
        }
        for content in &change.contents {
            let _ = writeln!(text, "    {}：{}", plain(content.label), beginning(&content.shown));
        }
        if let Some(reason) = &change.reason {
            let division = reason.division.as_ref();
            let division = division.map_or_else(String::new, |it| format!("（{it}）"));
            let _ = writeln!(text, "    理由：{}", plain(&format!("{}{division}", reason.reason)));
        }
        text
    }

    /// A file that came, went or, being a template, changed.
    fn whole(&self, change: &Change) -> String {
        match (change.kind, change.action) {
            (Kind::TemplateChanged, action) => format!("ひな形の{}", action.word()),
            // A company of which nothing more may be told.
            (kind, Action::Removed) if change.before == Side::default() => kind.word().to_owned(),
            (_, Action::Added) => format!("{}：{}", change.kind.word(), self.inserted(&change.after.shown)),
            (_, Action::Removed | Action::Changed) => {
                format!("{}：{}", change.kind.word(), self.deleted(&change.before.shown))
            }
        }
    }

    fn values(&self, change: &Change) -> String {
        let delta = change.delta.as_ref();
        let delta = delta.map_or_else(String::new, |delta| format!("（{}）", delta.shown));
        match change.action {
            _ if change.kind == Kind::Withdrawn => Kind::Withdrawn.word().to_owned(),
            Action::Added if change.kind == Kind::Disclosed => {
                format!("{}　{}", Kind::Disclosed.word(), self.inserted(shown(&change.after)))
            }
            Action::Added => format!("{}　{}", Action::Added.word(), self.inserted(shown(&change.after))),
            Action::Removed => format!("{}　{}", Action::Removed.word(), self.deleted(shown(&change.before))),
            Action::Changed if is_text(change) => self.words(&change.before.shown, &change.after.shown),
            Action::Changed => format!(
                "{} → {}{delta}",
                self.deleted(shown(&change.before)),
                self.inserted(shown(&change.after))
            ),
        }
    }

    fn prose(&self, change: &Change) -> String {
        let mut text = format!("  {}：\n", plain(&change.label));
        for paragraph in &change.paragraphs {
            let _ = writeln!(text, "    {}", self.paragraph(paragraph));
        }
        text
    }

    fn paragraph(&self, change: &ParagraphChange) -> String {
        let (before, after) = (change.before.concat(), change.after.concat());
        match change.action {
            ParagraphAction::Changed => self.words(&before, &after),
            ParagraphAction::Added => format!("段落の追加　{}", self.inserted(&after)),
            ParagraphAction::Removed => format!("段落の削除　{}", self.deleted(&before)),
            ParagraphAction::Split => format!("段落の分割　{}", beginnings(&change.after)),
            ParagraphAction::Joined => format!("段落の結合　{}", beginnings(&change.before)),
        }
    }

    /// A text with its changed words marked, and of the rest what stands around them.
    fn words(&self, before: &str, after: &str) -> String {
        let stretches = words::compare(before, after);
        let last = stretches.len().saturating_sub(1);
        let one = |(index, stretch): (usize, &Stretch<'_>)| match stretch {
            Stretch::Same(words) => plain(&shortened(words, index == 0, index == last)),
            Stretch::Deleted(words) => self.deleted(words),
            Stretch::Inserted(words) => self.inserted(words),
        };
        stretches.iter().enumerate().map(one).collect()
    }
}

/// Words on both sides: compared word by word.
fn is_text(change: &Change) -> bool {
    let given = |side: &Side| side.state == State::Given;
    let words = matches!(
        change.kind,
        Kind::TextChanged | Kind::ScheduleChanged | Kind::MeasureRenamed | Kind::CompanyRenamed
    );
    words && given(&change.before) && given(&change.after)
}

fn shown(side: &Side) -> &str {
    match side.state {
        State::Absent => NOTHING,
        State::Pending(_) | State::Given => &side.shown,
    }
}

/// What is the same, without its middle; at an end of the text without the far end.
fn shortened(words: &str, first: bool, last: bool) -> String {
    let characters: Vec<char> = words.chars().collect();
    let (start, end) = (if first { 0 } else { AROUND }, if last { 0 } else { AROUND });
    if characters.len() <= start + end + 1 {
        return words.to_owned();
    }
    let head: String = characters[..start].iter().collect();
    let tail: String = characters[characters.len() - end..].iter().collect();
    format!("{head}…{tail}")
}

fn beginnings(paragraphs: &[String]) -> String {
    let all: Vec<String> = paragraphs.iter().map(|it| format!("「{}」", beginning(it))).collect();
    all.concat()
}

fn beginning(text: &str) -> String {
    let first: String = text.chars().take(LONGEST_BEGINNING).collect();
    let more = if first.len() < text.len() { "…" } else { "" };
    plain(&format!("{first}{more}"))
}

/// What readers may read in one of the versions alone, a line each: keys without their words, companies by number.
pub fn disclosure(comparison: &Comparison) -> Vec<String> {
    let keys = comparison
        .changes
        .iter()
        .filter(|it| Kind::DISCLOSURE.contains(&it.kind));
    let keys = keys.map(|it| format!("{}：{}　{}", it.kind.word(), it.name, it.label));
    let left = |it: &&Change| it.kind == Kind::CompanyRemoved && it.before == Side::default();
    let left = comparison.changes.iter().filter(left).count();
    let left = (left > 0).then(|| format!("掲載を終えた企業：{left}社"));
    keys.chain(left).collect()
}

/// Totals that are printed otherwise, whatever changed them.
fn totals(totals: &[TotalChange]) -> String {
    if totals.is_empty() {
        return String::new();
    }
    let mut text = "\n■ 印刷する合計\n".to_owned();
    for it in totals {
        let _ = writeln!(
            text,
            "  {}：{} → {}",
            plain(&it.label),
            plain(&it.before),
            plain(&it.after)
        );
    }
    text
}

fn moved(moved: &[Moved]) -> String {
    if moved.is_empty() {
        return String::new();
    }
    let mut text = "\n■ 位置や順序だけが変わったもの（変更に数えません）\n".to_owned();
    for it in moved {
        let place = plain(&format!("{}　{}", it.name, it.label));
        let _ = writeln!(text, "  {place}：{}", beginning(&it.what));
    }
    text
}

fn warnings(comparison: &Comparison) -> String {
    if comparison.warnings.is_empty() {
        return String::new();
    }
    let mut text = format!("\n■ 直し漏れの可能性（{}件）\n", comparison.warnings.len());
    for it in &comparison.warnings {
        let place = plain(&format!("{}:{}:{}", it.path, it.line, it.column));
        let _ = writeln!(text, "  {place}　{}\n    {}", plain(&it.label), plain(&it.message));
    }
    text.push_str("残してよい記載かどうかを、1件ずつ確かめてください。\n");
    text
}

//! A screening as text for a terminal.

use super::table::{Table, cut};
use super::words::{self, NONE, PENDING};
use crate::figures::{Definition, Measure};
use crate::plan::Mark;
use crate::screen::{Applicant, Group, Screening, status_word};
use crate::template::print;

/// No longer name is printed, in columns of a terminal.
const WIDEST: usize = 24;

/// The screening as text that ends in a line break.
pub fn text(screening: &Screening) -> String {
    let count = screening.applicants().count();
    let withdrawn = screening.applicants().filter(|it| it.is_withdrawn()).count();
    let mut lines = vec![format!("応募企業 {count}社（うち取下げ {withdrawn}社）")];
    for group in &screening.groups {
        lines.push(String::new());
        lines.push(format!("【{}】{}社", group.name, group.applicants.len()));
        if !group.applicants.is_empty() {
            lines.extend(table(group).lines().iter().map(|line| format!("  {line}")));
        }
        listed(&mut lines, "応募条件を満たしていません", group, &|it| {
            it.unmet().map(words::unmet).collect::<Vec<_>>().join("、")
        });
        listed(
            &mut lines,
            "提出されていない書類があります",
            group,
            &|it| it.missing_papers().join("、"),
        );
    }
    lines.push(String::new());
    lines.extend(screening.notes.iter().map(|note| format!("（注）{note}")));
    lines.join("\n") + "\n"
}

fn table(group: &Group) -> Table {
    let right: Vec<bool> = [false; 3].into_iter().chain([true; 8]).chain([false]).collect();
    let mut table = Table::new(&right);
    let own = |words: &str| words.to_owned();
    let mut names = vec![String::new(), String::new(), String::new()];
    let mut heads = vec![own("企業"), own("状況"), own("応募条件")];
    for measure in Measure::ALL {
        names.extend([own(measure.definition().label()), String::new()]);
        heads.extend([own(measure.degree()), own("順位")]);
    }
    heads.push(own("評価"));
    table.push(names);
    table.push(heads);
    group.applicants.iter().for_each(|it| table.push(row(it)));
    let mut middle = vec![own("中央値"), String::new(), String::new()];
    for measure in Measure::ALL {
        let value = group.median(measure);
        middle.extend([value.map_or(own(NONE), |it| percent(measure, &it)), String::new()]);
    }
    table.push(middle);
    table
}

fn row(applicant: &Applicant) -> Vec<String> {
    let eligible = match applicant.eligible {
        Some(true) => "適合",
        Some(false) => "不適合",
        None => PENDING,
    };
    let status = status_word(applicant.status);
    let mut row = vec![
        cut(&applicant.short_name, WIDEST),
        status.to_owned(),
        eligible.to_owned(),
    ];
    for measure in Measure::ALL {
        let rank = applicant.ranks.get(&measure);
        let rank = rank.map_or_else(|| NONE.to_owned(), usize::to_string);
        row.extend([degree(applicant, measure), rank]);
    }
    let marks = &applicant.marks;
    let marks = [marks.connector, marks.hub, marks.field_fit];
    row.push(marks.map(|it| it.map_or(NONE, Mark::word)).concat());
    row
}

fn degree(applicant: &Applicant, measure: Measure) -> String {
    match (applicant.value(measure), applicant.figure(measure)) {
        (Some(value), _) => percent(measure, value),
        (None, Some(figure)) if figure.pending => PENDING.to_owned(),
        (None, _) => NONE.to_owned(),
    }
}

fn percent(measure: Measure, value: &crate::figures::Fraction) -> String {
    match measure.definition() {
        Definition::CompanyRatio => print::percent(value),
        Definition::NationalShare => print::fine_percent(value),
    }
}

/// Those of a group of whom there is something to say.
fn listed(lines: &mut Vec<String>, title: &str, group: &Group, say: &dyn Fn(&Applicant) -> String) {
    let said = group.applicants.iter().map(|it| (it, say(it)));
    let said: Vec<_> = said.filter(|(_, words)| !words.is_empty()).collect();
    if said.is_empty() {
        return;
    }
    lines.push(format!("  {title}："));
    for (applicant, words) in said {
        lines.push(format!("    {}：{words}", cut(&applicant.short_name, WIDEST)));
    }
}

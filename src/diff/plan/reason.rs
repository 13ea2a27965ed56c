//! Why something was changed: what `[[changes]]` of the plan says about it.

use super::change::{Change, Reason};
use super::version::ShownVersion;
use crate::plan::{ChangeReason, Plan};

/// Between the headings above a place.
pub const HEADINGS: &str = " ＞ ";

/// Gives the changes their reasons by key; the nearest key counts.
pub fn give(changes: &mut [Change], plan: &Plan) {
    for change in changes {
        let path = match change.key.is_empty() {
            true => change.subject.clone(),
            false => format!("{}/{}", change.subject, change.key),
        };
        let rows = plan.about.changes.iter();
        let fitting = rows.filter_map(|row| Some((covers(&row.key.get()?.0, &path)?, row)));
        let nearest = fitting.max_by_key(|(length, _)| *length);
        change.reason = nearest.and_then(|(_, row)| of(row));
    }
}

/// The reason that is given for a section, by the headings above a place; in drafts alone.
pub fn of_section(version: &ShownVersion, headings: &str) -> Option<Reason> {
    if !version.view.edition().tells_reasons() {
        return None;
    }
    let mut rows = version.plan.about.changes.iter();
    let row = rows.find(|row| {
        row.section
            .get()
            .is_some_and(|section| stands_below(headings, section.0.trim()))
    })?;
    of(row)
}

/// Whether one of the headings has this number, these words, or both.
fn stands_below(headings: &str, section: &str) -> bool {
    headings.split(HEADINGS).any(|heading| {
        let (number, words) = heading.split_once('　').unwrap_or(("", heading));
        section == heading || section == number || section == words
    })
}

/// What a row says.
fn of(row: &ChangeReason) -> Option<Reason> {
    Some(Reason {
        reason: row.reason.get()?.0.to_string(),
        division: row.division.get().map(|division| division.0.to_string()),
    })
}

/// How long a key is that is the path of a change, or stands above it.
fn covers(key: &str, path: &str) -> Option<usize> {
    let rest = path.strip_prefix(key.trim())?;
    let ends = rest.is_empty() || rest.starts_with(['.', '[', '/']);
    ends.then_some(key.len())
}

#[cfg(test)]
mod tests {
    use super::{covers, stands_below};

    #[test]
    fn a_reason_covers_what_stands_below_its_key_or_section() {
        let path = "companies/aso-seimitsu/kpi.sales.targets.2030";
        for key in ["companies/aso-seimitsu", "companies/aso-seimitsu/kpi.sales", path] {
            assert_eq!(covers(key, path), Some(key.len()), "{key}");
        }
        for section in ["第5　目標", "第5", "目標", "計画全体"] {
            assert!(stands_below("第5　目標 ＞ 1　計画全体", section), "{section}");
        }
        assert!(!stands_below("第5　目標 ＞ 1　計画全体", "第"));
        for key in ["companies/aso", "companies/aso-seimitsu/kpi.sal", "plan"] {
            assert_eq!(covers(key, path), None, "{key}");
        }
    }
}

//! Why something was changed: what `[[changes]]` of the plan says about it.

use super::change::{Change, Reason};
use crate::plan::{ChangeReason, Plan};

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
    use super::covers;

    #[test]
    fn a_key_covers_what_stands_below_it() {
        let path = "companies/aso-seimitsu/kpi.sales.targets.2030";
        for key in ["companies/aso-seimitsu", "companies/aso-seimitsu/kpi.sales", path] {
            assert_eq!(covers(key, path), Some(key.len()), "{key}");
        }
        for key in ["companies/aso", "companies/aso-seimitsu/kpi.sal", "plan"] {
            assert_eq!(covers(key, path), None, "{key}");
        }
    }
}

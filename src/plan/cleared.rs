//! `[[cleared]]` of `plan.toml`: warnings on what an edition discloses that a person has looked at and answers for.

use super::{Cleared, Leaf, Part, Plan};
use crate::diagnostic::{Code, Diagnostic};

/// A warning that a person may answer for in the sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clearable {
    /// The warning.
    pub diagnostic: Diagnostic,
    /// The key of what it is about: `companies/aso-seimitsu#kpi.sales.targets[2030].value`.
    pub key: String,
    /// The words it is about, where it is about words: only a row that repeats them clears it.
    pub text: Option<String>,
}

/// Passes on the warnings that no row of `[[cleared]]` answers for, and tells of the rows that answer for none of them.
///
/// Rows with a `text` are of the audit of prose, the others of the disclosure audit; all that an edition finds is given
/// at once, since a row counts as unused only where everything was looked at.
pub fn clear(plan: &Plan, found: Vec<Clearable>, to: &mut Vec<Diagnostic>) {
    let rows: Vec<&Part<Cleared>> = plan.about.cleared.iter().collect();
    let mut used = vec![false; rows.len()];
    for warning in found {
        let answers = rows.iter().map(|row| row.answers(&warning));
        let answered: Vec<usize> = answers
            .enumerate()
            .filter(|(_, it)| *it)
            .map(|(index, _)| index)
            .collect();
        if answered.is_empty() {
            to.push(warning.diagnostic);
        }
        answered.into_iter().for_each(|index| used[index] = true);
    }
    for (row, _) in rows.iter().zip(used).filter(|(_, used)| !used) {
        let Some(place) = row.key.place().filter(|_| row.key.get().is_some()) else {
            continue;
        };
        let message = "この [[cleared]] に当たる注意はありません。";
        let hint = "注意の原因が直っていれば、この [[cleared]] を消してください。残っているはずであれば、key（と text）を、注意に示されたとおりに書いてください。";
        to.push(Diagnostic::new(Code::ClearedNothing, place, message).hint(hint));
    }
}

impl Cleared {
    /// Whether it names exactly what a warning is about, and gives a reason.
    fn answers(&self, warning: &Clearable) -> bool {
        let same_text = match (&self.text, &warning.text) {
            (Leaf::Absent, None) => true,
            (Leaf::Given { value, .. }, Some(text)) => value.0.trim() == text.trim(),
            _ => false,
        };
        let key = self.key.get().map(|key| key.0.trim());
        same_text && self.reason.get().is_some() && key == Some(&*warning.key)
    }
}

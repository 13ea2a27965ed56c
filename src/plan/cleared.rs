//! `[[cleared]]` of `plan.toml`: what is said of an edition's disclosures that a person has looked at and answers for.

use super::{Cleared, KeyPath, Leaf, Part, Plan};
use crate::diagnostic::{Code, Diagnostic};
use crate::words::letters;

/// A warning, or an error in words, that a person may answer for in the sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clearable {
    /// What is said.
    pub diagnostic: Diagnostic,
    /// The key of what it is about.
    pub key: KeyPath,
    /// The words it is about, where it is about words: the sentence, and the whole text. Only a row that repeats one of
    /// them clears it, so that it holds no longer once the words are others.
    pub texts: Vec<String>,
}

/// Passes on what no row of `[[cleared]]` answers for, and tells of the rows that answer for none of them.
///
/// Rows with a `text` are of the audit of prose, the others of the disclosure audit; all that an edition finds of the files
/// that `is_of` names is given at once, since a row counts as unused only where everything was looked at.
pub fn clear(plan: &Plan, found: Vec<Clearable>, is_of: &dyn Fn(&str) -> bool, to: &mut Vec<Diagnostic>) {
    let used = unanswered(plan, found, to);
    for (row, _) in plan.about.cleared.iter().zip(used).filter(|(_, used)| !used) {
        let file = row.key.get().and_then(|key| key.0.split('#').next());
        let Some(place) = row.key.place().filter(|_| file.is_some_and(is_of)) else {
            continue;
        };
        let message = "この [[cleared]] に当たる注意又はエラーはありません。";
        let hint = "注意の原因が直っていれば、この [[cleared]] を消してください。残っているはずであれば、key（と text）を、注意に示されたとおりに書いてください。";
        to.push(Diagnostic::new(Code::ClearedNothing, place, message).hint(hint));
    }
}

/// Passes on what no row answers for, of a part of what an edition will find; says of each row whether it answered.
pub fn unanswered(plan: &Plan, found: Vec<Clearable>, to: &mut Vec<Diagnostic>) -> Vec<bool> {
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
    used
}

/// What no row of any of these plans answers for: of a version that is compared, who writes the later one may answer too.
pub fn left(plans: &[&Plan], mut found: Vec<Clearable>) -> Vec<Clearable> {
    let rows: Vec<&Part<Cleared>> = plans.iter().flat_map(|plan| plan.about.cleared.iter()).collect();
    found.retain(|warning| !rows.iter().any(|row| row.answers(warning)));
    found
}

impl Cleared {
    /// Whether it names exactly what a warning is about, and gives a reason. Widths, spaces and marks make no other text.
    fn answers(&self, warning: &Clearable) -> bool {
        let same_text = match &self.text {
            Leaf::Absent => warning.texts.is_empty(),
            Leaf::Given { value, .. } => {
                let cleared = letters(&value.0);
                warning.texts.iter().any(|text| letters(text) == cleared)
            }
            Leaf::Faulty | Leaf::Withheld | Leaf::Pending(_) => false,
        };
        let key = self.key.get().and_then(|key| key.0.trim().parse::<KeyPath>().ok());
        same_text && self.reason.get().is_some() && key.as_ref() == Some(&warning.key)
    }
}

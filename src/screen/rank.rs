//! Ranks and middle values within a field, measure by measure.

use super::Applicant;
use crate::figures::{Fraction, Measure};

/// Gives every applicant its rank by each measure: equal values share one, the next rank counts them all.
pub(super) fn rank(applicants: &mut [Applicant]) {
    for measure in Measure::ALL {
        let competing = applicants.iter().filter(|it| !it.is_withdrawn());
        let values: Vec<Fraction> = competing.filter_map(|it| it.value(measure).cloned()).collect();
        for applicant in applicants.iter_mut().filter(|it| !it.is_withdrawn()) {
            if let Some(own) = applicant.value(measure) {
                let rank = 1 + values.iter().filter(|value| *value > own).count();
                applicant.ranks.insert(measure, rank);
            }
        }
    }
}

/// The middle value, or the mean of the two in the middle.
pub(super) fn median(mut values: Vec<Fraction>) -> Option<Fraction> {
    values.sort();
    let middle = values.len() / 2;
    let upper = values.get(middle)?;
    if values.len() % 2 == 1 {
        return Some(upper.clone());
    }
    let sum: Fraction = [values.get(middle.checked_sub(1)?)?, upper].into_iter().sum();
    sum.over(&2.into())
}

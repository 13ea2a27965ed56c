//! The way of a figure in words for the staff.

use super::figure::{Figure, Formula};

impl Formula {
    /// How it is computed, in one phrase: （2030年度 − 基準値）÷ 基準値. What it names are labels of figures.
    pub fn words(&self) -> String {
        match self {
            Formula::Undisclosed => "企業の値から算出（内訳は公表していません）".to_owned(),
            Formula::Given(input) => format!("資料の値（{}）", input.path()),
            Formula::Sum(parts) => format!("次の{}件の合計", parts.len()),
            Formula::Product(parts) => format!("次の{}件の積", parts.len()),
            Formula::WeightedMean(pairs) => {
                format!("次の{}件の率の、同じ年度の従業員数による加重平均", pairs.len())
            }
            Formula::Quotient { part, whole } => format!("{} ÷ {}", part.label, whole.label),
            Formula::Growth(ends) => {
                let (before, after) = (&ends.before.label, &ends.after.label);
                format!("（{after} − {before}）÷ {before}")
            }
            Formula::Difference(ends) => format!("{} − {}", ends.after.label, ends.before.label),
            Formula::YearlyRate { ends, years } => match years {
                Some(years) => format!("（{} ÷ {}）の{years}乗根 − 1", ends.after.label, ends.before.label),
                None => "基準値の年度が企業によって違うため、算出しない".to_owned(),
            },
        }
    }
}

impl Figure {
    /// Whether it is computed from others, not read from a source.
    pub fn is_derived(&self) -> bool {
        !matches!(self.formula, Formula::Given(_))
    }
}

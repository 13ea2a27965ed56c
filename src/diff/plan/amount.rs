//! Figures on both sides: whether they are the same in other units, and how much they changed.

use super::change::Delta;
use super::seen::{Table, leaf_of};
use super::show::Quantity;
use crate::figures::Fraction;
use crate::template::print::{grouped, signed};

/// Digits after the point of a difference: the sources have no more.
const DECIMALS: u32 = 6;

/// The units in which numbers of a table stand, before and after; empty where there is none.
#[derive(Clone, Debug, Default)]
pub struct Units {
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

impl Units {
    /// The units of a table, where it has a key for one; else those around it.
    pub fn of(&self, before: &Table<'_>, after: &Table<'_>) -> Units {
        let unit = |table| leaf_of(table, "unit").map(|leaf| leaf.text().unwrap_or_default().to_owned());
        match (unit(before), unit(after)) {
            (Some(before), Some(after)) => Units { before, after },
            _ => self.clone(),
        }
    }

    fn differ(&self) -> bool {
        self.before != self.after
    }
}

/// How two figures differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Not, be it in other units.
    None,
    /// The number is the same and its unit is another: what changed is the unit.
    OfUnit,
    /// The number is another.
    OfNumber,
}

/// How two figures in these units differ.
pub fn difference(before: &Quantity, after: &Quantity, units: &Units) -> Difference {
    if are_comparable(before, after) && before.exact == after.exact {
        Difference::None
    } else if units.differ() && before.written == after.written {
        Difference::OfUnit
    } else {
        Difference::OfNumber
    }
}

/// Whether both are money, or in one unit.
fn are_comparable(before: &Quantity, after: &Quantity) -> bool {
    before.unit == after.unit || before.money().is_some() && after.money().is_some()
}

/// How much a figure changed; `None` where the two are of different kinds.
pub fn delta(before: &Quantity, after: &Quantity) -> Option<Delta> {
    if !are_comparable(before, after) {
        return None;
    }
    let difference = after.exact.minus(&before.exact);
    let rate = before.unit == "％";
    let percent = difference.over(&before.exact).filter(|_| !rate);
    let percent = percent.map(|ratio| ratio.percent().round(1));
    let mut shown = vec![words(&difference, after)];
    shown.extend(percent.as_ref().map(|percent| format!("{}％", signed(percent))));
    Some(Delta {
        before: before.clone(),
        after: after.clone(),
        difference: difference.plain(DECIMALS).to_string(),
        percent: percent.map(|percent| percent.to_string()),
        shown: shown.join("、"),
    })
}

/// ＋200百万円; of rates points.
fn words(difference: &Fraction, after: &Quantity) -> String {
    let in_unit = after
        .money()
        .map_or_else(|| difference.clone(), |unit| difference.in_money(unit));
    let unit = if after.unit == "％" {
        "ポイント"
    } else {
        &after.unit
    };
    let plus = if difference.is_negative() { "" } else { "＋" };
    format!("{plus}{}{unit}", grouped(in_unit.plain(DECIMALS)))
}

//! Words of a screening that text and workbook share.

use crate::figures::{Condition, Fraction, Measured, Requirement};
use crate::plan::MoneyUnit;
use crate::template::print;

/// In the place of what is pending.
pub const PENDING: &str = "調整中";
/// In the place of what does not apply.
pub const NONE: &str = print::NONE;

/// ○ where something holds, × where it does not, 調整中 while that cannot be said.
pub fn mark(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "○",
        Some(false) => "×",
        None => PENDING,
    }
}

/// An unmet condition, with its limit and by how much it is not met: 売上高6.2億円（条件は10億円以上、3.8億円不足）.
pub fn unmet(condition: &Condition) -> String {
    let label = condition.requirement.label();
    let lacking = condition.margin.as_ref().map(Fraction::negated);
    let (Some(value), Some(limit), Some(lacking)) = (condition.value, condition.limit, lacking) else {
        return label.to_owned();
    };
    let by = |unit: &str| format!("{}{unit}", print::grouped(lacking.plain(1)));
    match condition.requirement {
        Requirement::MinimumSales => {
            let lacking = oku(&lacking);
            format!(
                "{label}{}（条件は{}以上、{lacking}不足）",
                measured(value),
                measured(limit)
            )
        }
        Requirement::MaximumEmployees => {
            format!(
                "{label}{}（条件は{}以下、{}超過）",
                measured(value),
                measured(limit),
                by("名")
            )
        }
        Requirement::BusinessYear => {
            format!(
                "{label}が{}（条件は{}以後、{}早い）",
                measured(value),
                measured(limit),
                by("日")
            )
        }
        Requirement::Received => format!("{label}が{}（締切は{}）", measured(value), measured(limit)),
        Requirement::AccompanyingSupport | Requirement::Network => format!("{label}がない"),
    }
}

fn measured(value: Measured) -> String {
    match value {
        Measured::Yen(yen) => oku(&yen.into()),
        Measured::Persons(count) => format!("{}名", print::grouped(count)),
        Measured::Day(date) => print::date(date),
        Measured::Moment(at) => print::date_time(at),
        Measured::Consent(given) => mark(Some(given)).to_owned(),
    }
}

/// An amount in 億円, with all its digits.
fn oku(yen: &Fraction) -> String {
    format!(
        "{}億円",
        print::grouped(yen.in_money(MoneyUnit::HundredMillion).plain(8))
    )
}

//! Every way in which a number can be printed.

use super::normal::{is_telling, numbers};
use crate::figures::{Figure, Fraction, Unit};
use crate::plan::MoneyUnit;
use rust_decimal::Decimal;

/// More decimals than this nothing prints.
const MOST_DECIMALS: u32 = 6;

/// The digits of a number of a source in all units of money, where it is money; exact, and rounded as planc prints it.
pub fn of_source(number: Decimal, unit: Option<MoneyUnit>) -> Vec<String> {
    let mut forms = exact(&number.into());
    if let Some(unit) = unit {
        forms.extend(of_yen(&Fraction::product(number, unit.yen())));
    }
    telling(forms)
}

/// The digits of a figure, wherever it has a value.
pub fn of_figure(figure: &Figure) -> Vec<String> {
    let Some(value) = &figure.value else {
        return Vec::new();
    };
    let mut forms = exact(value);
    // As cells of workbooks hold it.
    forms.push(value.approximate().to_string());
    match figure.unit {
        Unit::Yen => forms.extend(of_yen(value)),
        Unit::Persons => forms.extend(rounded(value)),
        Unit::Percent | Unit::Points | Unit::Free => forms.extend(rounded(value)),
        Unit::Ratio => {
            let percent = value.percent();
            forms.extend(exact(&percent).into_iter().chain(rounded(&percent)));
        }
    }
    telling(forms)
}

fn of_yen(yen: &Fraction) -> Vec<String> {
    let mut forms = Vec::new();
    for unit in MoneyUnit::ALL {
        let money = yen.in_money(*unit);
        forms.extend(exact(&money).into_iter().chain(rounded(&money)));
    }
    // 3億8598万円, rounded to 万.
    let myriads = yen.times(&Decimal::new(1, 4).into());
    forms.extend(exact(&myriads));
    let rounded = myriads.round(0).to_string();
    forms.push(format!("{rounded}0000"));
    forms.push(rounded);
    forms
}

fn exact(number: &Fraction) -> Vec<String> {
    vec![number.plain(MOST_DECIMALS).to_string()]
}

fn rounded(number: &Fraction) -> Vec<String> {
    (0..=3).map(|decimals| number.round(decimals).to_string()).collect()
}

/// Those by which a number can be known, in the form of [`numbers`].
fn telling(forms: Vec<String>) -> Vec<String> {
    let tokens = forms.iter().flat_map(|form| numbers(form));
    let mut forms: Vec<String> = tokens.map(|it| it.digits).filter(|it| is_telling(it)).collect();
    forms.sort();
    forms.dedup();
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_in_every_unit() {
        let forms = of_source(Decimal::new(38_598, 2), Some(MoneyUnit::Million));
        for form in ["385980000", "385980", "385.98", "3.8598", "38598"] {
            assert!(forms.iter().any(|it| it == form), "{form} in {forms:?}");
        }
        assert!(!forms.iter().any(|it| it == "386"));
    }
}

//! Every way in which a number can be printed.

use super::normal::numbers;
use crate::figures::{Figure, Fraction, Unit};
use crate::plan::{KpiUnit, MoneyUnit};
use crate::words::Kind;
use rust_decimal::Decimal;

/// More decimals than this nothing prints.
const MOST_DECIMALS: u32 = 6;

/// A way in which a number can be printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form {
    /// Its digits, as [`numbers`] reads them.
    pub digits: String,
    /// It says the whole number: nothing was rounded.
    pub exact: bool,
    /// What it counts, and how much, where its unit is known.
    pub quantity: Option<(Kind, Decimal)>,
}

/// The forms of a number of a source, in all units of money where it is money; exact, and rounded as planc prints it.
pub fn of_source(number: Decimal, unit: Option<KpiUnit>) -> Vec<Form> {
    let mut forms = Forms::default();
    forms.add(exact(&number.into()), true, None);
    match unit {
        Some(KpiUnit::Percent) => forms.of_rate(&number.into()),
        Some(KpiUnit::Persons) => forms.of_count(Some(Kind::Persons), &number.into()),
        Some(KpiUnit::Yen | KpiUnit::Thousand | KpiUnit::Million | KpiUnit::HundredMillion) => {
            let yen = unit.and_then(KpiUnit::money).map(MoneyUnit::yen);
            forms.of_yen(&Fraction::product(number, yen.unwrap_or_default()));
        }
        None => {}
    }
    forms.finish()
}

/// The forms of a figure, wherever it has a value.
pub fn of_figure(figure: &Figure) -> Vec<Form> {
    let Some(value) = &figure.value else {
        return Vec::new();
    };
    let mut forms = Forms::default();
    forms.add(exact(value), true, None);
    // As cells of workbooks hold it.
    forms.add(value.approximate().to_string(), true, None);
    match figure.unit {
        Unit::Yen => forms.of_yen(value),
        Unit::Persons => forms.of_count(Some(Kind::Persons), value),
        Unit::Percent | Unit::Points => forms.of_rate(value),
        Unit::Free => forms.of_count(None, value),
        Unit::Ratio => forms.of_rate(&value.percent()),
    }
    forms.finish()
}

#[derive(Default)]
struct Forms(Vec<Form>);

impl Forms {
    /// Adds digits; `counted` says what they count, and how much one of it is.
    fn add(&mut self, printed: String, exact: bool, counted: Option<(Kind, Decimal)>) {
        let Some(token) = numbers(&printed).into_iter().next() else {
            return;
        };
        let quantity = counted.and_then(|(kind, one)| {
            let value = Decimal::from_str_exact(&token.digits).ok()?.checked_mul(one)?;
            Some((kind, value.normalize()))
        });
        self.0.push(Form {
            digits: token.digits,
            exact,
            quantity,
        });
    }

    fn of_count(&mut self, kind: Option<Kind>, number: &Fraction) {
        let counted = kind.map(|kind| (kind, Decimal::ONE));
        self.add(exact(number), true, counted);
        self.rounded(number, counted);
    }

    fn of_rate(&mut self, percent: &Fraction) {
        self.of_count(Some(Kind::Rate), percent);
    }

    fn rounded(&mut self, number: &Fraction, counted: Option<(Kind, Decimal)>) {
        for decimals in 0..=3 {
            self.add(number.round(decimals).to_string(), false, counted);
        }
    }

    fn of_yen(&mut self, yen: &Fraction) {
        for unit in MoneyUnit::ALL {
            let (money, counted) = (yen.in_money(*unit), Some((Kind::Money, unit.yen())));
            self.add(exact(&money), true, counted);
            self.rounded(&money, counted);
        }
        // 3億8598万円, rounded to 万.
        let myriads = yen.times(&Decimal::new(1, 4).into());
        let counted = Some((Kind::Money, Decimal::from(10_000)));
        self.add(exact(&myriads), true, counted);
        let rounded = myriads.round(0).to_string();
        self.add(format!("{rounded}0000"), false, None);
        self.add(rounded, false, counted);
    }

    /// Each form once; what is both exact and rounded is exact.
    fn finish(mut self) -> Vec<Form> {
        let order = |it: &Form| (it.digits.clone(), it.quantity, !it.exact);
        self.0.sort_by_cached_key(order);
        self.0
            .dedup_by(|next, first| next.digits == first.digits && next.quantity == first.quantity);
        self.0
    }
}

fn exact(number: &Fraction) -> String {
    number.plain(MOST_DECIMALS).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_in_every_unit() {
        let forms = of_source(Decimal::new(38_598, 2), Some(KpiUnit::Million));
        for form in ["385980000", "385980", "385.98", "3.8598", "38598"] {
            assert!(
                forms.iter().any(|it| it.digits == form && it.exact),
                "{form} in {forms:?}"
            );
        }
        let rounded = forms.iter().find(|it| it.digits == "386").unwrap();
        assert!(!rounded.exact && rounded.quantity == Some((Kind::Money, 386_000_000.into())));
    }

    #[test]
    fn rates_and_persons_keep_their_kind() {
        let of = |unit: KpiUnit| of_source(Decimal::new(38, 1), Some(unit));
        let has =
            |forms: Vec<Form>, kind: Kind| forms.iter().any(|it| it.quantity == Some((kind, Decimal::new(38, 1))));
        assert!(has(of(KpiUnit::Percent), Kind::Rate) && !has(of(KpiUnit::Percent), Kind::Money));
        assert!(has(of(KpiUnit::Persons), Kind::Persons));
    }
}

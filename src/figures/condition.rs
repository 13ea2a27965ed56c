//! The conditions of the call (応募条件): met or not, and by how much. What only people weigh is not among them.

use super::Fraction;
use crate::plan::{Company, Leaf, MoneyUnit, Number, Plan};
use crate::source::Place;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

/// A condition that can be counted out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Requirement {
    /// 定量的基準: sales of the latest business year.
    MinimumSales,
    /// 定量的基準: employees.
    MaximumEmployees,
    /// 様式2の1: when the business year began.
    BusinessYear,
    /// その他: 伴走支援の承諾.
    AccompanyingSupport,
    /// その他: 経営者ネットワークへの参加.
    Network,
    /// 募集期間: the application came before the call closed.
    Received,
}

impl Requirement {
    /// All of them, in the order of the call.
    pub const ALL: [Requirement; 6] = [
        Requirement::MinimumSales,
        Requirement::MaximumEmployees,
        Requirement::BusinessYear,
        Requirement::AccompanyingSupport,
        Requirement::Network,
        Requirement::Received,
    ];

    /// The name that other programs read.
    pub fn key(self) -> &'static str {
        match self {
            Requirement::MinimumSales => "minimum_sales",
            Requirement::MaximumEmployees => "maximum_employees",
            Requirement::BusinessYear => "business_year_starts_on_or_after",
            Requirement::AccompanyingSupport => "accompanying_support",
            Requirement::Network => "network",
            Requirement::Received => "received",
        }
    }

    /// As people call it.
    pub fn label(self) -> &'static str {
        match self {
            Requirement::MinimumSales => "売上高",
            Requirement::MaximumEmployees => "従業員",
            Requirement::BusinessYear => "事業年度の開始日",
            Requirement::AccompanyingSupport => "伴走支援体制の承諾",
            Requirement::Network => "経営者ネットワークへの参加",
            Requirement::Received => "受付",
        }
    }
}

/// What a condition compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measured {
    /// Money, in yen.
    Yen(Decimal),
    /// Head counts.
    Persons(u32),
    /// Days.
    Day(Date),
    /// Moments.
    Moment(DateTime),
    /// Whether consent is given.
    Consent(bool),
}

impl Measured {
    /// By how much this keeps clear of a limit below it: yen, persons, days; negative where it does not.
    fn above(self, limit: Measured) -> Option<Fraction> {
        match (self, limit) {
            (Measured::Yen(value), Measured::Yen(limit)) => Some(Fraction::from(value).minus(&limit.into())),
            (Measured::Persons(value), Measured::Persons(limit)) => Some(Fraction::from(value).minus(&limit.into())),
            (Measured::Day(value), Measured::Day(limit)) => Some(Decimal::from((value - limit).get_days()).into()),
            (Measured::Moment(value), Measured::Moment(limit)) => days(value, limit),
            (Measured::Consent(value), Measured::Consent(_)) => Some(Decimal::from(i32::from(value) - 1).into()),
            _ => None,
        }
    }
}

/// From a moment to a later one, in days.
fn days(value: DateTime, limit: DateTime) -> Option<Fraction> {
    let whole = i64::from((value.date() - limit.date()).get_days());
    let second = |at: DateTime| i64::from(at.hour()) * 3600 + i64::from(at.minute()) * 60 + i64::from(at.second());
    let seconds = whole * 86_400 + second(value) - second(limit);
    Fraction::from(Decimal::from(seconds)).over(&Fraction::from(86_400))
}

/// A condition as a company meets it, or does not.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Which one.
    pub requirement: Requirement,
    /// What the company states; `None` while that is pending or unknown.
    pub value: Option<Measured>,
    /// What the call demands; `None` while that is unknown.
    pub limit: Option<Measured>,
    /// Whether the value or the limit is pending.
    pub pending: bool,
    /// By how much it is met, in yen, persons or days; negative where it is not met.
    pub margin: Option<Fraction>,
    /// Where the company's value is written.
    pub place: Option<Place>,
}

impl Condition {
    fn new(requirement: Requirement, value: (Option<Measured>, Option<Place>), limit: Option<Measured>) -> Self {
        let (value, place) = value;
        let margin = value.zip(limit).and_then(|(value, limit)| match requirement {
            Requirement::MaximumEmployees | Requirement::Received => limit.above(value),
            Requirement::MinimumSales
            | Requirement::BusinessYear
            | Requirement::AccompanyingSupport
            | Requirement::Network => value.above(limit),
        });
        Condition {
            requirement,
            value,
            limit,
            pending: false,
            margin,
            place,
        }
    }

    fn pending_if(self, pending: bool) -> Self {
        Condition { pending, ..self }
    }

    /// Whether it is met; `None` while that cannot be said.
    pub fn is_met(&self) -> Option<bool> {
        self.margin.as_ref().map(|margin| !margin.is_negative())
    }
}

/// All conditions of the call as a company meets them, in the order of [`Requirement::ALL`].
pub fn conditions(plan: &Plan, company: &Company) -> Vec<Condition> {
    let Plan { about, .. } = plan;
    let (least, most) = (&about.eligibility.minimum_sales, &about.eligibility.maximum_employees);
    let earliest = &about.eligibility.business_year_starts_on_or_after;
    let (sales, start) = (&company.profile.sales, &company.transactions.business_year.start);
    let consent = |leaf: &Leaf<bool>, requirement| {
        let given = (leaf.value().map(Measured::Consent), leaf.place());
        Condition::new(requirement, given, Some(Measured::Consent(true))).pending_if(leaf.pending().is_some())
    };
    vec![
        Condition::new(
            Requirement::MinimumSales,
            (yen(&sales.value, &sales.unit), sales.value.place()),
            yen(&least.value, &least.unit),
        )
        .pending_if(either(&sales.value, &least.value) || either(&sales.unit, &least.unit)),
        Condition::new(
            Requirement::MaximumEmployees,
            of(&company.employees, |it| Measured::Persons(it.0)),
            most.value().map(|it| Measured::Persons(it.0)),
        )
        .pending_if(either(&company.employees, most)),
        Condition::new(
            Requirement::BusinessYear,
            of(start, Measured::Day),
            earliest.value().map(Measured::Day),
        )
        .pending_if(either(start, earliest)),
        consent(&company.consents.accompanying_support, Requirement::AccompanyingSupport),
        consent(&company.consents.network, Requirement::Network),
        Condition::new(
            Requirement::Received,
            of(&company.received, Measured::Moment),
            about.call.closes.value().map(Measured::Moment),
        )
        .pending_if(either(&company.received, &about.call.closes)),
    ]
}

/// Whether all conditions are met: no as soon as one is not, `None` while none is unmet and one cannot be said.
pub fn is_eligible(conditions: &[Condition]) -> Option<bool> {
    let met: Vec<Option<bool>> = conditions.iter().map(Condition::is_met).collect();
    if met.contains(&Some(false)) {
        return Some(false);
    }
    met.iter().all(Option::is_some).then_some(true)
}

fn yen(value: &Leaf<Number>, unit: &Leaf<MoneyUnit>) -> Option<Measured> {
    Some(Measured::Yen(value.value()?.0 * unit.value()?.yen()))
}

fn of<T: Copy>(leaf: &Leaf<T>, measured: fn(T) -> Measured) -> (Option<Measured>, Option<Place>) {
    (leaf.value().map(measured), leaf.place())
}

fn either<T, U>(one: &Leaf<T>, other: &Leaf<U>) -> bool {
    one.pending().is_some() || other.pending().is_some()
}

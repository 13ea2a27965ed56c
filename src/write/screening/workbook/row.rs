//! The row of an applicant: what it stated, and formulas over that.

use super::super::words::{NONE, PENDING, mark};
use super::basis::Basis;
use super::columns as column;
use super::table::Member;
use crate::figures::{Condition, Definition, Figure, Fraction, Measure, Measured, Requirement};
use crate::plan::Mark;
use crate::screen::status_word;
use crate::workbook::{Align, Area, At, Cell, Compare, Expr, Function, Look, NumberFormat, Sheet, Value, serial};

/// Yen and head counts.
const WHOLE: NumberFormat = NumberFormat::Grouped(0);

/// Where a row stands, and what its formulas need beside it.
pub struct Place<'a> {
    pub row: u32,
    /// The rows of the whole table.
    pub rows: (u32, u32),
    pub basis: &'a Basis,
}

impl Place<'_> {
    fn at(&self, column: u16) -> At {
        At::new(self.row, column)
    }

    fn cell(&self, column: u16) -> Expr {
        Expr::cell(self.at(column))
    }

    fn column(&self, column: u16) -> Expr {
        Expr::fixed(Area::column(column, self.rows.0, self.rows.1))
    }
}

/// Writes the row of an applicant.
pub fn put(sheet: &mut Sheet, place: &Place<'_>, number: u32, member: &Member<'_>) {
    let mut row = Row {
        sheet,
        place,
        member,
        faint: member.applicant.is_withdrawn(),
    };
    row.identity(number);
    row.conditions();
    row.form2();
    for measure in Measure::ALL {
        row.measure(measure);
    }
    row.judgement();
}

struct Row<'a> {
    sheet: &'a mut Sheet,
    place: &'a Place<'a>,
    member: &'a Member<'a>,
    faint: bool,
}

impl Row<'_> {
    fn put(&mut self, column: u16, cell: Cell) {
        let look = if self.faint { Look::Faint } else { cell.look };
        self.sheet.put(self.place.at(column), cell.look(look));
    }

    fn words(&mut self, column: u16, words: &str, align: Align) {
        self.put(column, Cell::text(words).align(align));
    }

    fn identity(&mut self, number: u32) {
        let Member { applicant, field, .. } = *self.member;
        self.put(0, Cell::number(number.into(), WHOLE).align(Align::Centre));
        self.words(column::NAME, &applicant.name, Align::Left);
        self.words(column::FIELD, field, Align::Left);
        self.words(column::STATUS, status_word(applicant.status), Align::Centre);
        self.words(4, &applicant.municipality, Align::Left);
        self.words(5, &applicant.corporate_number, Align::Centre);
    }

    fn conditions(&mut self) {
        let basis = self.place.basis;
        let limit = |name: &crate::workbook::DefinedName| Expr::Name(name.clone());
        for condition in &self.member.applicant.conditions {
            match condition.requirement {
                Requirement::MinimumSales => {
                    self.input(column::SALES, condition, WHOLE);
                    let above = self.place.cell(column::SALES).minus(limit(&basis.minimum_sales));
                    self.margin(column::SALES_MARGIN, condition, above, WHOLE);
                }
                Requirement::MaximumEmployees => {
                    self.input(column::EMPLOYEES, condition, WHOLE);
                    let below = limit(&basis.maximum_employees).minus(self.place.cell(column::EMPLOYEES));
                    self.margin(column::EMPLOYEES_MARGIN, condition, below, WHOLE);
                }
                Requirement::BusinessYear => {
                    self.input(column::YEAR, condition, NumberFormat::Date);
                    let after = self.place.cell(column::YEAR).minus(limit(&basis.year_start));
                    self.margin(column::YEAR_MARGIN, condition, after, WHOLE);
                }
                Requirement::Received => {
                    self.input(column::RECEIVED, condition, NumberFormat::DateTime);
                    let before = limit(&basis.closes).minus(self.place.cell(column::RECEIVED));
                    self.margin(column::RECEIVED_MARGIN, condition, before, NumberFormat::Grouped(2));
                }
                Requirement::AccompanyingSupport => {
                    self.words(column::SUPPORT, mark(condition.is_met()), Align::Centre);
                }
                Requirement::Network => self.words(column::NETWORK, mark(condition.is_met()), Align::Centre),
            }
        }
        self.eligible();
    }

    /// What the company stated.
    fn input(&mut self, column: u16, condition: &Condition, format: NumberFormat) {
        let value = condition.value.and_then(counted);
        let cell = value.map_or_else(pending, |value| Cell::number(value, format).look(Look::Input));
        self.put(column, cell.align(Align::Right));
    }

    /// By how much a condition is met.
    fn margin(&mut self, column: u16, condition: &Condition, formula: Expr, format: NumberFormat) {
        let result = condition
            .margin
            .clone()
            .map_or_else(|| Value::word(PENDING), Value::Number);
        self.put(
            column,
            Cell::formula(formula.or_word(PENDING), result, format).align(Align::Right),
        );
    }

    /// ○ where all conditions are met.
    fn eligible(&mut self) {
        const MARGINS: [u16; 4] = [
            column::SALES_MARGIN,
            column::EMPLOYEES_MARGIN,
            column::YEAR_MARGIN,
            column::RECEIVED_MARGIN,
        ];
        const CONSENTS: [u16; 2] = [column::SUPPORT, column::NETWORK];
        let place = self.place;
        let below = MARGINS.map(|it| place.cell(it).is(Compare::Less, Expr::whole(0)));
        let says = |word: &'static str| CONSENTS.map(|it| place.cell(it).is(Compare::Equal, Expr::text(word)));
        let unmet = Function::Or.of(below.into_iter().chain(says("×")));
        let known = Function::Count.of(MARGINS.map(|it| place.cell(it)));
        let all = known.is(Compare::Equal, Expr::whole(4));
        let met = Function::And.of(std::iter::once(all).chain(says("○")));
        let otherwise = Function::If.of([met, Expr::text("○"), Expr::text(PENDING)]);
        let formula = Function::If.of([unmet, Expr::text("×"), otherwise]);
        let result = Value::word(mark(self.member.applicant.eligible));
        self.put(
            column::ELIGIBLE,
            Cell::formula(formula, result, NumberFormat::General).align(Align::Centre),
        );
    }

    fn form2(&mut self) {
        let form = &self.member.applicant.form2;
        self.amount(column::FORM_SALES, Some(&form.sales));
        self.amount(column::EXTERNAL_SALES, Some(&form.external_sales));
        self.amount(column::BUSINESS_SALES, form.business_sales.as_deref());
        self.amount(column::PURCHASES, Some(&form.purchases));
        self.amount(column::INTERNAL_PURCHASES, Some(&form.internal_purchases));
    }

    fn amount(&mut self, column: u16, figure: Option<&Figure>) {
        let cell = match figure.map(|it| it.value.clone()) {
            Some(Some(value)) => Cell::number(value, WHOLE).look(Look::Input),
            Some(None) => pending(),
            None => Cell::text(NONE).look(Look::Input),
        };
        self.put(column, cell.align(Align::Right));
    }

    /// A degree by one definition, and its rank.
    fn measure(&mut self, measure: Measure) {
        let Some((part, whole)) = self.quotient(measure) else {
            self.words(column::measure(measure), NONE, Align::Right);
            self.words(column::measure(measure) + 1, NONE, Align::Centre);
            return;
        };
        let applicant = self.member.applicant;
        let pending = applicant
            .figure(measure)
            .is_some_and(|it| it.value.is_none() && it.pending);
        let word = if pending { PENDING } else { NONE };
        let number = |it: &Expr| Function::IsNumber.of([it.clone()]);
        let known = Function::And.of([number(&part), number(&whole)]);
        let positive = whole.clone().is(Compare::Greater, Expr::whole(0));
        let quotient = Function::If.of([positive, part.over(whole), Expr::text(NONE)]);
        let formula = Function::If.of([known, quotient, Expr::text(word)]);
        let result = applicant
            .value(measure)
            .cloned()
            .map_or_else(|| Value::word(word), Value::Number);
        let format = match measure.definition() {
            Definition::CompanyRatio => NumberFormat::Percent(1),
            Definition::NationalShare => NumberFormat::Percent(3),
        };
        self.put(
            column::measure(measure),
            Cell::formula(formula, result, format).align(Align::Right),
        );
        self.rank(measure);
    }

    /// Part and whole of a degree; `None` where nothing is known of the prefecture's totals.
    fn quotient(&self, measure: Measure) -> Option<(Expr, Expr)> {
        let place = self.place;
        let part = match measure {
            Measure::ConnectorRatio | Measure::ConnectorShare => column::EXTERNAL_SALES,
            Measure::HubRatio | Measure::HubShare => column::INTERNAL_PURCHASES,
        };
        let whole = match measure {
            Measure::ConnectorRatio => {
                let stated = place.cell(column::BUSINESS_SALES);
                let absent = stated.clone().is(Compare::Equal, Expr::text(NONE));
                Function::If.of([absent, place.cell(column::FORM_SALES), stated])
            }
            Measure::HubRatio => place.cell(column::PURCHASES),
            Measure::ConnectorShare | Measure::HubShare => Expr::Name(place.basis.total(measure)?.clone()),
        };
        Some((place.cell(part), whole))
    }

    /// One more than those of the field that have a greater value and did not withdraw.
    fn rank(&mut self, measure: Measure) {
        let (place, own) = (self.place, column::measure(measure));
        let withdrawn = || Expr::text("取下げ");
        let same_field = place
            .column(column::FIELD)
            .is(Compare::Equal, place.cell(column::FIELD));
        let competing = place.column(column::STATUS).is(Compare::Unequal, withdrawn());
        let number = Function::IsNumber.of([place.column(own)]);
        let greater = place.column(own).is(Compare::Greater, place.cell(own));
        let above = Function::SumProduct.of([same_field.times(competing).times(number).times(greater)]);
        let takes_part = Function::And.of([
            place.cell(column::STATUS).is(Compare::Unequal, withdrawn()),
            Function::IsNumber.of([place.cell(own)]),
        ]);
        let formula = Function::If.of([takes_part, Expr::whole(1).plus(above), Expr::text(NONE)]);
        let rank = self
            .member
            .applicant
            .ranks
            .get(&measure)
            .and_then(|it| u32::try_from(*it).ok());
        let result = rank.map_or_else(|| Value::word(NONE), |rank| Value::Number(rank.into()));
        self.put(own + 1, Cell::formula(formula, result, WHOLE).align(Align::Centre));
    }

    /// What people think, and what is missing.
    fn judgement(&mut self) {
        let applicant = self.member.applicant;
        let marks = &applicant.marks;
        for (column, mark) in (column::MARKS..).zip([marks.connector, marks.hub, marks.field_fit]) {
            self.words(column, mark.map_or("", Mark::word), Align::Centre);
        }
        self.words(
            column::COMMENT,
            marks.comment.as_deref().unwrap_or_default(),
            Align::Left,
        );
        let missing = applicant.missing_papers();
        let missing = if missing.is_empty() {
            "なし".to_owned()
        } else {
            missing.join("、")
        };
        self.words(column::MISSING, &missing, Align::Left);
    }
}

fn pending() -> Cell {
    Cell::text(PENDING).look(Look::Input)
}

/// A value as a workbook counts it.
fn counted(value: Measured) -> Option<Fraction> {
    match value {
        Measured::Yen(yen) => Some(yen.into()),
        Measured::Persons(count) => Some(count.into()),
        Measured::Day(date) => serial(date.at(0, 0, 0, 0)),
        Measured::Moment(at) => serial(at),
        Measured::Consent(_) => None,
    }
}

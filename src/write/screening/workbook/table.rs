//! A sheet of applicants: headings, rows, totals, notes, charts.

use super::super::words::{NONE, PENDING};
use super::basis::Basis;
use super::row::{self, Place};
use super::{About, charts, columns as column};
use crate::figures::{Definition, Figure, Form2, Fraction, Measure};
use crate::screen::{Applicant, Group};
use crate::workbook::{
    Align, Area, At, Cell, Column, Compare, Expr, Function, Highlight, Look, NumberFormat, Paper, Print, Sheet, Value,
    height, lines,
};

/// The row of the headings; those of groups stand above it.
const HEAD: u32 = 3;

/// An applicant, and the name under which its field goes in the workbook.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    pub field: &'a str,
    pub group: &'a Group,
    pub applicant: &'a Applicant,
}

/// What all sheets have in common.
pub struct Shared<'a> {
    pub basis: &'a Basis,
    pub about: &'a About,
    pub notes: &'a [String],
}

/// Fills a sheet with applicants.
pub fn fill(sheet: &mut Sheet, title: &str, members: &[Member<'_>], shared: &Shared<'_>) {
    heads(sheet, title, shared.about);
    let first = HEAD + 1;
    let count = u32::try_from(members.len()).unwrap_or_default();
    let rows = (first, first + count.max(1) - 1);
    for ((number, row), member) in (1..).zip(first..).zip(members) {
        let place = Place {
            row,
            rows,
            basis: shared.basis,
        };
        row::put(sheet, &place, number, member);
        sheet.heights.insert(row, height(most_lines(member)));
    }
    if members.is_empty() {
        let none = Cell::text("応募企業はありません。").spanning(1, column::COUNT);
        sheet.put(At::new(first, 0), none);
    }
    let mut next = rows.1 + 1;
    if !members.is_empty() {
        totals(sheet, next, rows, members);
        next += 1;
        next += u32::from(medians(sheet, next, rows.0, members));
        let table = Area::new(At::new(HEAD, 0), At::new(rows.1, column::COUNT - 1));
        sheet.filter = Some(table);
        sheet.highlights = highlights(rows);
    }
    next += 1;
    for (row, note) in (next..).zip(shared.notes) {
        sheet.put_note(row, column::EXTERNAL_SALES, Cell::text(&format!("（注）{note}")));
        next = row + 1;
    }
    charts::put(sheet, next + 1, rows.0, members);
}

fn heads(sheet: &mut Sheet, title: &str, about: &About) {
    sheet.columns = column::GROUPS
        .iter()
        .flat_map(|(_, heads)| heads.iter().map(|it| Column { width: it.1 }))
        .collect();
    sheet.put(
        At::new(0, 0),
        Cell::text(&format!("選考資料　{title}")).look(Look::Title),
    );
    let hint = "クリーム色のセルが応募書類の値です。差、判定、コネクター度、ハブ度、順位、合計及び中央値は数式で、値を変えると計算し直されます。";
    sheet.put_note(1, column::EXTERNAL_SALES, Cell::words(hint));
    sheet.heights.insert(0, 24.0);
    sheet.heights.insert(HEAD - 1, height(1.2));
    sheet.heights.insert(HEAD, height(2.2));
    let mut at = 0;
    for (group, heads) in column::GROUPS {
        let width = u16::try_from(heads.len()).unwrap_or(1);
        let cell = Cell::text(group).look(Look::Group).spanning(1, width);
        sheet.put(At::new(HEAD - 1, at), cell);
        for (column, (head, _)) in (at..).zip(*heads) {
            sheet.put(At::new(HEAD, column), Cell::text(head).look(Look::Head));
        }
        at += width;
    }
    sheet.frozen = (HEAD + 1, column::NAME + 1);
    sheet.print = Print {
        paper: Paper::A3,
        portrait: false,
        repeated_rows: Some((HEAD - 1, HEAD)),
        head_left: about.internal(&about.title),
        head_right: about.internal(&about.handling),
    };
}

/// How many lines the longest text of a row takes.
fn most_lines(member: &Member<'_>) -> f64 {
    let applicant = member.applicant;
    let missing = applicant.missing_papers().join("、");
    let texts = [
        (&*applicant.name, 24.0),
        (member.field, 11.0),
        (&*applicant.municipality, 9.0),
        (applicant.marks.comment.as_deref().unwrap_or_default(), 36.0),
        (&*missing, 16.0),
    ];
    texts
        .iter()
        .map(|(text, width)| lines(text, *width))
        .fold(1.0, f64::max)
}

fn highlights((first, last): (u32, u32)) -> Vec<Highlight> {
    let area = |column: u16| Area::column(column, first, last);
    let negative = [
        column::SALES_MARGIN,
        column::EMPLOYEES_MARGIN,
        column::YEAR_MARGIN,
        column::RECEIVED_MARGIN,
    ];
    let words = [column::SUPPORT, column::NETWORK, column::ELIGIBLE];
    let bars = Definition::CompanyRatio.measures().map(column::measure);
    let negative = negative.map(|it| Highlight::Negative(area(it)));
    let words = words.map(|it| Highlight::Word(area(it), "×"));
    let bars = bars.map(|it| Highlight::Bars(area(it)));
    negative.into_iter().chain(words).chain(bars).collect()
}

/// An amount of form 2.
type Pick = fn(&Form2) -> &Figure;

/// The sums of form 2 over those who did not withdraw.
fn totals(sheet: &mut Sheet, row: u32, (first, last): (u32, u32), members: &[Member<'_>]) {
    blank(sheet, row, "合計（取下げを除く）");
    let columns: [(u16, Pick); 4] = [
        (column::FORM_SALES, |form| &form.sales),
        (column::EXTERNAL_SALES, |form| &form.external_sales),
        (column::PURCHASES, |form| &form.purchases),
        (column::INTERNAL_PURCHASES, |form| &form.internal_purchases),
    ];
    for (column, pick) in columns {
        let amounts = Expr::fixed(Area::column(column, first, last));
        let status = Expr::fixed(Area::column(column::STATUS, first, last));
        let competing = status.clone().is(Compare::Unequal, Expr::text("取下げ"));
        let unknown = Expr::whole(1).minus(Function::IsNumber.of([amounts.clone()]));
        let lacking = Function::SumProduct.of([competing.times(unknown)]);
        let sum = Function::SumIf.of([status, Expr::text("<>取下げ"), amounts]);
        let formula = Function::If.of([lacking.is(Compare::Greater, Expr::whole(0)), Expr::text(PENDING), sum]);
        let competing = members.iter().map(|it| it.applicant).filter(|it| !it.is_withdrawn());
        let values: Option<Vec<&Fraction>> = competing.map(|it| pick(&it.form2).value.as_ref()).collect();
        let result = values.map_or_else(
            || Value::word(PENDING),
            |values| Value::Number(values.into_iter().sum()),
        );
        let cell = Cell::formula(formula, result, NumberFormat::Grouped(0)).align(Align::Right);
        sheet.put(At::new(row, column), cell.look(Look::Total));
    }
}

/// The middle values of a field; fields never share one, so the sheet of all has none. Whether there is the row.
fn medians(sheet: &mut Sheet, row: u32, first: u32, members: &[Member<'_>]) -> bool {
    let one_field = members.windows(2).all(|pair| pair[0].field == pair[1].field);
    let Some(group) = members.first().map(|it| it.group).filter(|_| one_field) else {
        return false;
    };
    blank(sheet, row, "中央値（取下げを除く）");
    // The withdrawn stand last.
    let competing = u32::try_from(group.competing().count()).unwrap_or_default();
    for measure in Measure::ALL {
        let result = group.median(measure).map_or_else(|| Value::word(NONE), Value::Number);
        let format = match measure.definition() {
            Definition::CompanyRatio => NumberFormat::Percent(1),
            Definition::NationalShare => NumberFormat::Percent(3),
        };
        let column = column::measure(measure);
        let cell = if competing == 0 {
            Cell::text(NONE)
        } else {
            let values = Expr::fixed(Area::column(column, first, first + competing - 1));
            Cell::formula(Function::Median.of([values]).or_word(NONE), result, format)
        };
        sheet.put(At::new(row, column), cell.align(Align::Right).look(Look::Total));
    }
    true
}

/// A row of totals with nothing but its name.
fn blank(sheet: &mut Sheet, row: u32, name: &str) {
    for column in 0..column::COUNT {
        sheet.put(At::new(row, column), Cell::empty().look(Look::Total));
    }
    sheet.put(At::new(row, column::NAME), Cell::text(name).look(Look::Total));
}

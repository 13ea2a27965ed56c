//! Formulas of figures as formulas over cells, which give what planc computed.

use crate::figures::{Ends, Figure, Formula, RATE_DECIMALS};
use crate::template::print::HIDDEN;
use crate::workbook::{Area, Compare, DefinedName, Expr, Function, SheetId, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// In a cell whose value is awaited.
pub const PENDING: &str = "調整中";
/// In a cell whose value is not defined.
pub const UNDEFINED: &str = "−";
/// Sums of more parts are spelt as ranges: Excel takes 255 arguments and 8,192 characters.
const MOST_NAMES: usize = 30;

/// The cell of a figure.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its sheet.
    pub sheet: SheetId,
    /// Its row, counted from 0.
    pub row: u32,
    /// Its column.
    pub column: u16,
    /// Its name.
    pub name: DefinedName,
}

/// The cells of figures, by name.
pub type Places = BTreeMap<Arc<str>, Place>;

/// What planc computed.
pub fn result(figure: &Figure) -> Value {
    match &figure.value {
        Some(value) => Value::Number(value.clone()),
        None if figure.withheld => Value::word(HIDDEN),
        None if figure.pending => Value::word(PENDING),
        None => Value::word(UNDEFINED),
    }
}

/// The formula of a derived figure; `None` of one that is read from a source or that no formula gives.
pub fn formula(figure: &Figure, places: &Places) -> Option<Expr> {
    let cells = Cells(places);
    match &figure.formula {
        Formula::Undisclosed | Formula::Given(_) | Formula::YearlyRate { years: None, .. } => None,
        Formula::Sum(parts) => Some(cells.all_known(parts, cells.call(Function::Sum, parts)?)),
        Formula::Product(parts) => Some(cells.all_known(parts, cells.call(Function::Product, parts)?)),
        Formula::WeightedMean(pairs) => cells.weighted_mean(pairs),
        Formula::Quotient { part, whole } => {
            let (part, whole) = (cells.one(part)?, cells.one(whole)?);
            Some(both_known(&part, &whole, over(part.clone(), whole.clone())))
        }
        Formula::Growth(ends) => cells.of_ends(ends, |before, after| over(after.minus(before.clone()), before)),
        Formula::Difference(ends) => cells.of_ends(ends, |before, after| after.minus(before)),
        Formula::YearlyRate {
            ends,
            years: Some(years),
        } => cells.of_ends(ends, |before, after| yearly_rate(before, after, *years)),
    }
}

fn positive(cell: Expr) -> Expr {
    cell.is(Compare::Greater, Expr::whole(0))
}

/// A quotient; not defined where the whole is not positive.
fn over(part: Expr, whole: Expr) -> Expr {
    Function::If.of([positive(whole.clone()), part.over(whole), Expr::text(UNDEFINED)])
}

fn yearly_rate(before: Expr, after: Expr, years: u32) -> Expr {
    let both = Function::And.of([positive(before.clone()), positive(after.clone())]);
    let root = after.over(before).power(Expr::whole(1).over(Expr::whole(years)));
    let rounded = Function::Round.of([root.minus(Expr::whole(1)), Expr::whole(RATE_DECIMALS)]);
    Function::If.of([both, rounded, Expr::text(UNDEFINED)])
}

fn both_known(one: &Expr, other: &Expr, formula: Expr) -> Expr {
    let count = Function::Count.of([one.clone(), other.clone()]);
    Function::If.of([count.is(Compare::Equal, Expr::whole(2)), formula, Expr::text(PENDING)])
}

struct Cells<'a>(&'a Places);

impl Cells<'_> {
    fn one(&self, figure: &Figure) -> Option<Expr> {
        self.0.get(&figure.name).map(|place| Expr::Name(place.name.clone()))
    }

    fn of_ends(&self, ends: &Ends, formula: impl Fn(Expr, Expr) -> Expr) -> Option<Expr> {
        let (before, after) = (self.one(&ends.before)?, self.one(&ends.after)?);
        Some(both_known(&before, &after, formula(before.clone(), after.clone())))
    }

    /// The cells as arguments: by name where they are few, else by the ranges that they fill.
    fn arguments(&self, figures: &[&Arc<Figure>]) -> Option<Vec<Expr>> {
        if figures.len() <= MOST_NAMES {
            return figures.iter().map(|figure| self.one(figure)).collect();
        }
        let places: Option<Vec<&Place>> = figures.iter().map(|figure| self.0.get(&figure.name)).collect();
        let mut ranges: Vec<(SheetId, u16, u32, u32)> = Vec::new();
        for place in places? {
            match ranges.last_mut() {
                Some((sheet, column, _, last))
                    if (*sheet, *column, *last + 1) == (place.sheet, place.column, place.row) =>
                {
                    *last = place.row;
                }
                _ => ranges.push((place.sheet, place.column, place.row, place.row)),
            }
        }
        let range = |(sheet, column, first, last)| Expr::on(sheet, Area::column(column, first, last));
        Some(ranges.into_iter().map(range).collect())
    }

    fn call(&self, function: Function, figures: &[Arc<Figure>]) -> Option<Expr> {
        Some(function.of(self.arguments(&figures.iter().collect::<Vec<_>>())?))
    }

    /// The formula where every figure is a number.
    fn all_known(&self, figures: &[Arc<Figure>], formula: Expr) -> Expr {
        let Some(count) = self.call(Function::Count, figures) else {
            return formula;
        };
        let all = u32::try_from(figures.len()).unwrap_or(u32::MAX);
        Function::If.of([count.is(Compare::Equal, Expr::whole(all)), formula, Expr::text(PENDING)])
    }

    fn weighted_mean(&self, pairs: &[(Arc<Figure>, Arc<Figure>)]) -> Option<Expr> {
        if let [(rate, _)] = pairs {
            return self.one(rate);
        }
        let (rates, weights): (Vec<Arc<Figure>>, Vec<Arc<Figure>>) = pairs.iter().cloned().unzip();
        let products = match (self.range(&rates), self.range(&weights)) {
            (Some(rates), Some(weights)) => Function::SumProduct.of([rates, weights]),
            _ => {
                let product =
                    |(rate, weight): &(Arc<Figure>, Arc<Figure>)| Some(self.one(rate)?.times(self.one(weight)?));
                let products: Option<Vec<Expr>> = pairs.iter().map(product).collect();
                Function::Sum.of(products?)
            }
        };
        let mean = over(products, self.call(Function::Sum, &weights)?);
        Some(self.all_known(&rates, self.all_known(&weights, mean)))
    }

    /// The one range that cells fill, in their order.
    fn range(&self, figures: &[Arc<Figure>]) -> Option<Expr> {
        let places: Option<Vec<&Place>> = figures.iter().map(|figure| self.0.get(&figure.name)).collect();
        let places = places?;
        let (first, last) = (places.first()?, places.last()?);
        let next = |pair: &[&Place]| match pair {
            [one, other] => (one.sheet, one.column, one.row + 1) == (other.sheet, other.column, other.row),
            _ => true,
        };
        let unbroken = places.windows(2).all(next);
        unbroken.then(|| Expr::on(first.sheet, Area::column(first.column, first.row, last.row)))
    }
}

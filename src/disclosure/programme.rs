//! A linear programme in exact arithmetic: the simplex method on a dictionary, by Bland's rule, which never cycles.

use super::bounds::{Bounds, Sum};
use crate::figures::Fraction;

/// A programme that would take more work than its block is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// Parts and sums of them within bounds, at a feasible vertex.
///
/// Variables are the parts above their lower bounds, then one slack a row; a row says what its basic variable is:
/// `basic = constant − Σ coefficient × other`.
pub struct Programme {
    rows: Vec<Row>,
    /// The variables outside the basis, by column.
    others: Vec<usize>,
    lows: Vec<Fraction>,
}

#[derive(Clone)]
struct Row {
    basic: usize,
    constant: Fraction,
    coefficients: Vec<Fraction>,
}

impl Programme {
    /// Finds a vertex; where there is none, no values lie within all the bounds, and nothing follows from them.
    ///
    /// # Errors
    /// Where that would take more work than is left.
    pub fn new(parts: &[Bounds], sums: &[Sum], work: &mut usize) -> Result<Programme, Stopped> {
        let lows: Vec<Fraction> = parts.iter().map(|part| part.low.clone()).collect();
        let mut limits: Vec<(Vec<usize>, bool, Fraction)> = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            limits.extend(
                part.high
                    .as_ref()
                    .map(|high| (vec![index], true, high.minus(&part.low))),
            );
        }
        for sum in sums {
            let low: Fraction = sum.parts.iter().map(|part| &lows[*part]).sum();
            let upper = sum
                .bounds
                .high
                .as_ref()
                .map(|high| (sum.parts.clone(), true, high.minus(&low)));
            limits.extend(upper);
            limits.push((sum.parts.clone(), false, low.minus(&sum.bounds.low)));
        }
        let row = |(index, (members, at_most, constant)): (usize, (Vec<usize>, bool, Fraction))| {
            let one = if at_most {
                Fraction::from(1)
            } else {
                Fraction::from(1).negated()
            };
            let mut coefficients = vec![Fraction::from(0); parts.len()];
            members.iter().for_each(|part| coefficients[*part] = one.clone());
            Row {
                basic: parts.len() + index,
                constant,
                coefficients,
            }
        };
        let mut programme = Programme {
            rows: limits.into_iter().enumerate().map(row).collect(),
            others: (0..parts.len()).collect(),
            lows,
        };
        programme.make_feasible(work)?;
        Ok(programme)
    }

    /// The least and the greatest value of a part.
    ///
    /// # Errors
    /// Where finding them would take more work than is left.
    pub fn bounds(&mut self, part: usize, work: &mut usize) -> Result<Bounds, Stopped> {
        let low = self.maximize(part, &Fraction::from(1).negated(), work)?;
        let high = self.maximize(part, &1.into(), work)?;
        let above = |value: Fraction| self.lows[part].plus(&value);
        Ok(Bounds {
            low: low.map_or_else(|| self.lows[part].clone(), |low| above(low.negated())),
            high: high.map(above),
        })
    }

    /// Brings in one variable that lifts every row that is below zero, and drives it out again.
    fn make_feasible(&mut self, work: &mut usize) -> Result<(), Stopped> {
        let worst = (0..self.rows.len()).min_by_key(|row| self.rows[*row].constant.clone());
        let Some(worst) = worst.filter(|row| self.rows[*row].constant.is_negative()) else {
            return Ok(());
        };
        let lift = self.others.len() + self.rows.len();
        self.others.push(lift);
        let minus_one = Fraction::from(1).negated();
        self.rows
            .iter_mut()
            .for_each(|row| row.coefficients.push(minus_one.clone()));
        self.pivot(worst, self.others.len() - 1, work)?;
        let least = self.maximize(lift, &minus_one, work)?;
        if let Some(row) = self.rows.iter().position(|row| row.basic == lift)
            && let Some(column) = self.rows[row].coefficients.iter().position(|it| !it.is_zero())
        {
            self.pivot(row, column, work)?;
        }
        if least.is_some_and(|least| least.is_negative()) {
            return Err(Stopped);
        }
        if let Some(column) = self.others.iter().position(|it| *it == lift) {
            self.others.swap_remove(column);
            self.rows.iter_mut().for_each(|row| {
                row.coefficients.swap_remove(column);
            });
        }
        Ok(())
    }

    /// The greatest value of `sign × variable`; `None` where nothing bounds it.
    fn maximize(&mut self, variable: usize, sign: &Fraction, work: &mut usize) -> Result<Option<Fraction>, Stopped> {
        loop {
            let goal = self.goal(variable, sign);
            let rising =
                (0..self.others.len()).filter(|column| !goal[*column].is_zero() && !goal[*column].is_negative());
            let Some(column) = rising.min_by_key(|column| self.others[*column]) else {
                let basic = self.rows.iter().find(|row| row.basic == variable);
                return Ok(Some(basic.map_or(0.into(), |row| row.constant.times(sign))));
            };
            let limits = self.rows.iter().enumerate().filter_map(|(index, row)| {
                let limit = row.constant.over(&row.coefficients[column])?;
                Some((limit, row.basic, index))
            });
            let Some((_, _, row)) = limits.min() else {
                return Ok(None);
            };
            self.pivot(row, column, work)?;
        }
    }

    /// What each variable outside the basis adds to `sign × variable`.
    fn goal(&self, variable: usize, sign: &Fraction) -> Vec<Fraction> {
        match self.rows.iter().find(|row| row.basic == variable) {
            Some(row) => row.coefficients.iter().map(|it| it.times(sign).negated()).collect(),
            None => {
                let own = |other: &usize| if *other == variable { sign.clone() } else { 0.into() };
                self.others.iter().map(own).collect()
            }
        }
    }

    /// Exchanges the basic variable of a row for the variable of a column.
    fn pivot(&mut self, at: usize, column: usize, work: &mut usize) -> Result<(), Stopped> {
        *work = work.checked_sub(1).ok_or(Stopped)?;
        let mut row = self.rows[at].clone();
        let mut pivot = row.coefficients[column].clone();
        row.coefficients[column] = 1.into();
        if pivot.is_negative() {
            pivot = pivot.negated();
            row.constant = row.constant.negated();
            row.coefficients.iter_mut().for_each(|it| *it = it.negated());
        }
        let scaled = |value: &Fraction| value.over(&pivot).unwrap_or_else(|| 0.into());
        row.constant = scaled(&row.constant);
        row.coefficients.iter_mut().for_each(|it| *it = scaled(it));
        std::mem::swap(&mut row.basic, &mut self.others[column]);
        for (index, other) in self.rows.iter_mut().enumerate() {
            let factor = other.coefficients[column].clone();
            if index == at || factor.is_zero() {
                continue;
            }
            other.constant = other.constant.minus(&factor.times(&row.constant));
            other.coefficients[column] = 0.into();
            for (value, own) in other.coefficients.iter_mut().zip(&row.coefficients) {
                if !own.is_zero() {
                    *value = value.minus(&factor.times(own));
                }
            }
        }
        self.rows[at] = row;
        Ok(())
    }
}

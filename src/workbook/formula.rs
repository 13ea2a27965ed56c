//! Formulas as trees: what a writer spells out is always well-formed.

use super::{Area, At, DefinedName, Reference, SheetId, Text};
use crate::figures::Fraction;

/// A formula, or a part of one.
#[derive(Clone, Debug)]
pub enum Expr {
    /// A number.
    Number(Fraction),
    /// A text.
    Text(Text),
    /// Cells.
    Cells(Reference),
    /// A named cell.
    Name(DefinedName),
    /// A sum of two.
    Plus(Box<Expr>, Box<Expr>),
    /// A difference.
    Minus(Box<Expr>, Box<Expr>),
    /// A product of two.
    Times(Box<Expr>, Box<Expr>),
    /// A quotient.
    Over(Box<Expr>, Box<Expr>),
    /// A power.
    Power(Box<Expr>, Box<Expr>),
    /// A comparison.
    Compare(Box<Expr>, Compare, Box<Expr>),
    /// A function of its arguments.
    Call(Function, Vec<Expr>),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// =
    Equal,
    /// <>
    Unequal,
    /// <
    Less,
    /// <=
    AtMost,
    /// >
    Greater,
    /// >=
    AtLeast,
}

/// The functions that Excel and LibreOffice compute alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// SUM
    Sum,
    /// PRODUCT
    Product,
    /// SUMPRODUCT
    SumProduct,
    /// SUMIF
    SumIf,
    /// IF
    If,
    /// IFERROR
    IfError,
    /// ISNUMBER
    IsNumber,
    /// AND
    And,
    /// OR
    Or,
    /// COUNT
    Count,
    /// MEDIAN
    Median,
    /// ROUND
    Round,
}

impl Expr {
    /// A cell of the same sheet.
    pub fn cell(at: At) -> Expr {
        Expr::Cells(Reference {
            sheet: None,
            area: Area::one(at),
            fixed: false,
        })
    }

    /// Cells of the same sheet that stay when the formula is copied.
    pub fn fixed(area: Area) -> Expr {
        Expr::Cells(Reference {
            sheet: None,
            area,
            fixed: true,
        })
    }

    /// Cells of a sheet that stay when the formula is copied.
    pub fn on(sheet: SheetId, area: Area) -> Expr {
        Expr::Cells(Reference {
            sheet: Some(sheet),
            area,
            fixed: true,
        })
    }

    /// A whole number.
    pub fn whole(number: u32) -> Expr {
        Expr::Number(number.into())
    }

    /// A text.
    pub fn text(text: &str) -> Expr {
        Expr::Text(text.into())
    }

    /// `self + other`
    pub fn plus(self, other: Expr) -> Expr {
        Expr::Plus(self.into(), other.into())
    }

    /// `self - other`
    pub fn minus(self, other: Expr) -> Expr {
        Expr::Minus(self.into(), other.into())
    }

    /// `self * other`
    pub fn times(self, other: Expr) -> Expr {
        Expr::Times(self.into(), other.into())
    }

    /// `self / other`
    pub fn over(self, other: Expr) -> Expr {
        Expr::Over(self.into(), other.into())
    }

    /// `self ^ other`
    pub fn power(self, other: Expr) -> Expr {
        Expr::Power(self.into(), other.into())
    }

    /// `self = other` and so on.
    pub fn is(self, compare: Compare, other: Expr) -> Expr {
        Expr::Compare(self.into(), compare, other.into())
    }

    /// `SUM(…)`
    pub fn sum(area: Expr) -> Expr {
        Function::Sum.of([area])
    }

    /// This, or a word where it is an error.
    pub fn or_word(self, word: &str) -> Expr {
        Function::IfError.of([self, Expr::text(word)])
    }
}

impl Function {
    /// The function of these arguments.
    pub fn of(self, arguments: impl IntoIterator<Item = Expr>) -> Expr {
        Expr::Call(self, arguments.into_iter().collect())
    }
}

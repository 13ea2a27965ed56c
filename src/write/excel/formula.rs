//! Formulas as Excel spells them.

use super::{Qualified, sheet_name};
use crate::workbook::{At, Compare, Expr, Function, Reference, Workbook};
use rust_xlsxwriter::column_number_to_name;

/// A formula without its equals sign.
pub fn spell(workbook: &Workbook, formula: &Expr) -> String {
    let both =
        |one: &Expr, sign: &str, other: &Expr| format!("{}{sign}{}", operand(workbook, one), operand(workbook, other));
    match formula {
        Expr::Number(number) => number.approximate().to_string(),
        Expr::Text(text) => format!("\"{}\"", text.replace('"', "\"\"")),
        Expr::Cells(cells) => reference(workbook, cells),
        Expr::Name(name) => name.text().to_owned(),
        Expr::Plus(one, other) => both(one, "+", other),
        Expr::Minus(one, other) => both(one, "-", other),
        Expr::Times(one, other) => both(one, "*", other),
        Expr::Over(one, other) => both(one, "/", other),
        Expr::Power(one, other) => both(one, "^", other),
        Expr::Compare(one, compare, other) => both(one, sign(*compare), other),
        Expr::Call(function, arguments) => {
            let arguments: Vec<String> = arguments.iter().map(|it| spell(workbook, it)).collect();
            format!("{}({})", name(*function), arguments.join(","))
        }
    }
}

/// A part of a larger formula: in brackets where signs stand in it.
fn operand(workbook: &Workbook, part: &Expr) -> String {
    let spelt = spell(workbook, part);
    match part {
        Expr::Number(_) if spelt.starts_with('-') => format!("({spelt})"),
        Expr::Number(_) | Expr::Text(_) | Expr::Cells(_) | Expr::Name(_) | Expr::Call(..) => spelt,
        Expr::Plus(..) | Expr::Minus(..) | Expr::Times(..) | Expr::Over(..) | Expr::Power(..) | Expr::Compare(..) => {
            format!("({spelt})")
        }
    }
}

/// Cells: B2, $B$2:$B$9, '前提'!$B$2.
pub fn reference(workbook: &Workbook, reference: &Reference) -> String {
    let area = reference.area;
    let from = cell(area.from, reference.fixed);
    let cells = if area.is_one() {
        from
    } else {
        format!("{from}:{}", cell(area.to, reference.fixed))
    };
    format!("{}{cells}", sheet((workbook, reference)))
}

fn sheet((workbook, reference): Qualified<'_>) -> String {
    let name = reference.sheet.map(|sheet| sheet_name(workbook, sheet));
    name.map_or_else(String::new, |name| format!("'{}'!", name.replace('\'', "''")))
}

/// B2, or $B$2.
pub fn cell(at: At, fixed: bool) -> String {
    let mark = if fixed { "$" } else { "" };
    format!("{mark}{}{mark}{}", column_number_to_name(at.column), at.row + 1)
}

fn sign(compare: Compare) -> &'static str {
    match compare {
        Compare::Equal => "=",
        Compare::Unequal => "<>",
        Compare::Less => "<",
        Compare::AtMost => "<=",
        Compare::Greater => ">",
        Compare::AtLeast => ">=",
    }
}

fn name(function: Function) -> &'static str {
    match function {
        Function::Sum => "SUM",
        Function::Product => "PRODUCT",
        Function::SumProduct => "SUMPRODUCT",
        Function::SumIf => "SUMIF",
        Function::If => "IF",
        Function::IfError => "IFERROR",
        Function::IsNumber => "ISNUMBER",
        Function::And => "AND",
        Function::Or => "OR",
        Function::Count => "COUNT",
        Function::Median => "MEDIAN",
        Function::Round => "ROUND",
    }
}

//! A sheet: its cells, what stays in sight, filters, print set-up.

use super::error::ExcelError;
use super::{chart, formula, look};
use crate::workbook::{Area, At, Cell, Content, Highlight, NumberFormat, Paper, Print, Sheet, Value, Workbook};
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar, ConditionalFormatText,
    ConditionalFormatTextRule, Format, Formula, IgnoreError, Worksheet,
};

/// Excel takes no longer head of a page, in units of UTF-16; the codes for the face are part of it.
const LONGEST_HEAD: usize = 90;

pub fn write(workbook: &Workbook, sheet: &Sheet, to: &mut Worksheet) -> Result<(), ExcelError> {
    to.set_name(sheet.name())?;
    for (index, column) in (0..).zip(&sheet.columns) {
        to.set_column_width(index, column.width)?;
    }
    for (row, height) in &sheet.heights {
        to.set_row_height(*row, *height)?;
    }
    for (at, cell) in sheet.cells() {
        let writing = Writing { workbook, at };
        writing.cell(cell, to)?;
    }
    to.set_freeze_panes(sheet.frozen.0, sheet.frozen.1)?;
    if let Some(Area { from, to: end }) = sheet.filter {
        to.autofilter(from.row, from.column, end.row, end.column)?;
    }
    for highlight in &sheet.highlights {
        highlighted(highlight, to)?;
    }
    for (at, drawn) in &sheet.charts {
        to.insert_chart(at.row, at.column, &chart::draw(sheet.name(), drawn))?;
    }
    to.set_screen_gridlines(false);
    printed(&sheet.print, to)
}

/// A cell on its way.
struct Writing<'a> {
    workbook: &'a Workbook,
    at: At,
}

impl Writing<'_> {
    fn cell(&self, cell: &Cell, to: &mut Worksheet) -> Result<(), ExcelError> {
        let (At { row, column }, format) = (self.at, look::format(cell));
        let (rows, columns) = cell.span;
        if (rows, columns) != (1, 1) {
            to.merge_range(row, column, row + rows - 1, column + columns - 1, "", &format)?;
        }
        match &cell.content {
            Content::Empty => to.write_blank(row, column, &format)?,
            Content::Text(text) => {
                if cell.format == NumberFormat::Text && text.parse::<f64>().is_ok() {
                    to.ignore_error(row, column, IgnoreError::NumberStoredAsText)?;
                }
                to.write_string_with_format(row, column, &**text, &format)?
            }
            Content::Number(number) => to.write_number_with_format(row, column, number.approximate(), &format)?,
            Content::Formula { formula, result } => {
                let spelt = Formula::new(formula::spell(self.workbook, formula)).set_result(self.result(result)?);
                to.write_formula_with_format(row, column, spelt, &format)?
            }
        };
        Ok(())
    }

    fn result(&self, value: &Value) -> Result<String, ExcelError> {
        match value {
            Value::Number(number) => Ok(number.approximate().to_string()),
            // The library would write these as what they look like.
            Value::Text(word)
                if word.parse::<f64>().is_ok() || word.starts_with('#') || matches!(&**word, "TRUE" | "FALSE") =>
            {
                Err(ExcelError::Result(word.to_string()))
            }
            Value::Text(word) => Ok(word.to_string()),
        }
    }
}

fn highlighted(highlight: &Highlight, to: &mut Worksheet) -> Result<(), ExcelError> {
    let bad = Format::new()
        .set_font_color(0x009c_1c1c)
        .set_background_color(0x00fb_e9e7);
    match highlight {
        Highlight::Bars(area) => {
            let bars = ConditionalFormatDataBar::new()
                .set_fill_color(Color::RGB(0x00c9_d8e8))
                .set_solid_fill(true)
                .set_minimum(rust_xlsxwriter::ConditionalFormatType::Number, 0)
                .set_maximum(rust_xlsxwriter::ConditionalFormatType::Number, 1);
            condition(*area, &bars, to)
        }
        Highlight::Word(area, word) => {
            let rule = ConditionalFormatText::new()
                .set_rule(ConditionalFormatTextRule::BeginsWith((*word).to_owned()))
                .set_format(bad);
            condition(*area, &rule, to)
        }
        Highlight::Negative(area) => {
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::LessThan(0))
                .set_format(bad);
            condition(*area, &rule, to)
        }
    }
}

fn condition<T>(area: Area, rule: &T, to: &mut Worksheet) -> Result<(), ExcelError>
where
    T: rust_xlsxwriter::ConditionalFormat + Send + Sync,
{
    let Area { from, to: end } = area;
    to.add_conditional_format(from.row, from.column, end.row, end.column, rule)?;
    Ok(())
}

fn printed(print: &Print, to: &mut Worksheet) -> Result<(), ExcelError> {
    to.set_paper_size(match print.paper {
        Paper::A4 => 9,
        Paper::A3 => 8,
    });
    if !print.portrait {
        to.set_landscape();
    }
    to.set_print_fit_to_pages(1, 0);
    to.set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3);
    to.set_print_center_horizontally(true);
    if let Some((first, last)) = print.repeated_rows {
        to.set_repeat_rows(first, last)?;
    }
    let face = format!("&\"{},標準\"&9 ", look::FACE);
    let (left, right) = (head(&print.head_left.text), head(&print.head_right.text));
    to.set_header(format!("&L{face}{left}&R{face}{right}"));
    to.set_footer(format!("&C{face}&P / &N"));
    Ok(())
}

/// Words at the head of a page, none of them read as a code.
fn head(words: &str) -> String {
    let cut: String = words.chars().take(LONGEST_HEAD / 2).collect();
    cut.replace('&', "&&")
}

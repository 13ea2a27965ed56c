//! Looks of cells: faces, colours, rules, patterns of numbers.

use crate::workbook::{Align, Cell, Look, NumberFormat};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The face of tables, as Windows names it.
pub const FACE: &str = "BIZ UDゴシック";
/// Behind headings, and of what is drawn first.
pub const ACCENT: u32 = 0x001b_365d;
/// Text of charts.
pub const INK: u32 = 0x001a_1a1a;
/// Behind headings of several columns.
const DEEP: u32 = 0x0010_2238;
/// Behind totals.
const TINT: u32 = 0x00ea_f0f6;
/// Behind values that formulas start from.
const INPUT: u32 = 0x00ff_f8e1;
/// Thin rules.
pub const RULE: u32 = 0x00b8_c2cc;
/// Notes and what counts for less.
pub const NOTE: u32 = 0x0055_5f69;

/// The look of a cell that says nothing of it.
pub fn usual() -> Format {
    Format::new()
        .set_font_name(FACE)
        .set_font_size(10)
        .set_font_charset(128)
        .set_align(FormatAlign::VerticalCenter)
}

/// The look of a cell.
pub fn format(cell: &Cell) -> Format {
    let format = in_part(usual(), cell.look).set_num_format(pattern(cell.format));
    match cell.align {
        None => format,
        Some(Align::Left) => format.set_align(FormatAlign::Left),
        Some(Align::Centre) => format.set_align(FormatAlign::Center),
        Some(Align::Right) => format.set_align(FormatAlign::Right),
    }
}

fn in_part(format: Format, look: Look) -> Format {
    let ruled = |format: Format| format.set_border(FormatBorder::Thin).set_border_color(RULE);
    let heading = |format: Format, colour: u32| {
        ruled(format)
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(colour)
            .set_align(FormatAlign::Center)
            .set_text_wrap()
    };
    match look {
        Look::Title => format.set_bold().set_font_size(14).set_font_color(ACCENT),
        Look::Note => format
            .set_font_size(9)
            .set_font_color(NOTE)
            .set_text_wrap()
            .set_align(FormatAlign::Top),
        Look::Group => heading(format, DEEP),
        Look::Head => heading(format, ACCENT),
        Look::Body => ruled(format).set_text_wrap(),
        Look::Input => ruled(format).set_text_wrap().set_background_color(INPUT),
        Look::Total => ruled(format).set_bold().set_background_color(TINT),
        Look::Faint => ruled(format).set_text_wrap().set_font_color(NOTE),
    }
}

/// As Excel writes a pattern.
pub fn pattern(format: NumberFormat) -> String {
    let signed = |pattern: String| format!("{pattern};\"△\"{pattern}");
    let digits = |digits: u8| {
        let point = if digits == 0 { "" } else { "." };
        format!("{point}{}", "0".repeat(digits.into()))
    };
    match format {
        NumberFormat::General => "General".to_owned(),
        NumberFormat::Text => "@".to_owned(),
        NumberFormat::Grouped(decimals) => signed(format!("#,##0{}", digits(decimals))),
        NumberFormat::Percent(decimals) => signed(format!("0{}%", digits(decimals))),
        NumberFormat::Date => "yyyy/m/d".to_owned(),
        NumberFormat::DateTime => "m/d h:mm".to_owned(),
        NumberFormat::Pattern(pattern) => pattern.to_owned(),
    }
}

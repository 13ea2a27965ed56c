//! Finds numbers with what belongs to them: sign, era, unit.

/// What stands before a number and belongs to it.
const BEFORE: [&str; 14] = [
    "令和", "平成", "昭和", "第", "△", "▲", "−", "－", "-", "＋", "+", "±", "￥", "¥",
];
/// Eras have a first year without a digit.
const FIRST_YEARS: [&str; 3] = ["令和元", "平成元", "昭和元"];
/// Numbers go on behind these: 3億8598万円.
const MAGNITUDES: [&str; 4] = ["兆", "億", "万", "千"];
/// Units; of two that fit, the longer is taken.
const UNITS: [&str; 64] = [
    "百万円",
    "十億円",
    "億円",
    "兆円",
    "万円",
    "千円",
    "円",
    "百万ドル",
    "万ドル",
    "ドル",
    "ポイント",
    "パーセント",
    "％",
    "%",
    "‰",
    "年度末",
    "年度",
    "年間",
    "年",
    "か月間",
    "か月",
    "カ月",
    "ヶ月",
    "ヵ月",
    "箇月",
    "月期",
    "月",
    "日間",
    "日",
    "週間",
    "時間",
    "時",
    "分間",
    "分",
    "秒",
    "人",
    "名",
    "社",
    "者",
    "件",
    "回",
    "か所",
    "カ所",
    "ヶ所",
    "箇所",
    "倍",
    "位",
    "歳",
    "台",
    "個",
    "本",
    "校",
    "団体",
    "市町村",
    "分野",
    "項目",
    "種類",
    "ha",
    "㎡",
    "㎢",
    "km",
    "kg",
    "kW",
    "t",
];

/// How many bytes a number takes that begins at a place, with all that belongs to it; 0 where none begins.
///
/// Digits within a Latin word (ISO9001) are no number.
pub fn length(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let within_word = text[..at].ends_with(|it| is_latin(it) || is_digit(it));
    if within_word && rest.starts_with(is_digit) {
        return 0;
    }
    if let Some(year) = FIRST_YEARS.iter().find(|year| rest.starts_with(**year)) {
        let unit = unit(&rest[year.len()..]);
        return if unit == 0 { 0 } else { year.len() + unit };
    }
    let before = BEFORE.iter().find(|it| rest.starts_with(**it)).map_or(0, |it| it.len());
    // Between two numbers, - joins them: 2026-2030.
    if before > 0 && text[..at].ends_with(is_digit) {
        return 0;
    }
    let digits = digits(&rest[before..]);
    if digits == 0 {
        return 0;
    }
    before + digits + tail(&rest[before + digits..])
}

/// What follows digits: magnitudes with more digits, then a unit.
fn tail(rest: &str) -> usize {
    let magnitude = MAGNITUDES
        .iter()
        .find(|it| rest.starts_with(**it))
        .map_or(0, |it| it.len());
    let more = digits(&rest[magnitude..]);
    if magnitude > 0 && more > 0 {
        return magnitude + more + tail(&rest[magnitude + more..]);
    }
    unit(rest).max(magnitude)
}

fn unit(rest: &str) -> usize {
    let fitting = UNITS.iter().filter(|unit| fits(rest, unit));
    fitting.map(|unit| unit.len()).max().unwrap_or(0)
}

/// A unit in Latin letters ends where the letters end.
fn fits(rest: &str, unit: &str) -> bool {
    let after = rest.strip_prefix(unit);
    after.is_some_and(|after| !(unit.ends_with(is_latin) && after.starts_with(|it| is_latin(it) || is_digit(it))))
}

/// Digits, with commas and a point between them.
fn digits(text: &str) -> usize {
    let mut end = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, it)) = characters.next() {
        let joins = matches!(it, ',' | '.' | '，' | '．') && end == at && at > 0;
        let joins = joins && characters.peek().is_some_and(|(_, next)| is_digit(*next));
        if is_digit(it) {
            end = at + it.len_utf8();
        } else if !joins {
            break;
        } else {
            end = at + it.len_utf8();
        }
    }
    end
}

fn is_digit(it: char) -> bool {
    matches!(it, '0'..='9' | '０'..='９')
}

fn is_latin(it: char) -> bool {
    it.is_ascii_alphabetic() || matches!(it, 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

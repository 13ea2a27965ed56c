//! Dates written in words: their weekdays, days that no calendar has, two names of one year that differ.

use super::text::Text;
use crate::diagnostic::{Code, Diagnostic};
use crate::plan::Plan;
use jiff::civil::{Date, Weekday};

const WEEKDAYS: [(char, Weekday); 7] = [
    ('月', Weekday::Monday),
    ('火', Weekday::Tuesday),
    ('水', Weekday::Wednesday),
    ('木', Weekday::Thursday),
    ('金', Weekday::Friday),
    ('土', Weekday::Saturday),
    ('日', Weekday::Sunday),
];

/// The eras with the year before their first.
const ERAS: [(&str, i64); 6] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("R", 2018),
    ("H", 1988),
    ("S", 1925),
];

/// A written weekday is that of its date.
pub(super) fn weekdays(plan: &Plan, text: &Text<'_>, to: &mut Vec<Diagnostic>) {
    let year = plan.about.date.value().map(Date::year);
    for wrong in wrong_dates(text.content, year) {
        let hint = "日付と曜日のどちらが正しいかを、公募要領や通知と照らし合わせてください。";
        to.push(Diagnostic::new(Code::BadDate, text.place, wrong).hint(hint));
    }
}

/// A date that a text writes, as far as it does.
#[derive(Clone, Copy, Default)]
struct Written {
    year: Option<i16>,
    month: Option<i8>,
    day: i8,
}

/// What is wrong with the dates of a text; `year` is the plan's, for dates without one.
fn wrong_dates(text: &str, year: Option<i16>) -> Vec<String> {
    let mut wrong = Vec::new();
    // Few texts name a weekday: look for the bracket first.
    if !text.contains(['（', '(']) || !text.contains('日') && !text.contains('/') {
        return wrong;
    }
    let mut last = Written::default();
    for (at, found) in text.char_indices() {
        if found == '日' {
            let before = &text[..at];
            let Some((written, start)) = date_before(before, &mut wrong) else {
                continue;
            };
            let known = completed(written, last);
            if known.month.is_some() {
                last = known;
            }
            let shown = format!("{}日", &before[start..]);
            if let Some(weekday) = weekday_after(&text[at + '日'.len_utf8()..]) {
                wrong.extend(wrong_weekday(&shown, known, weekday, year));
            }
        }
    }
    wrong
}

/// A date with the year and month of the date before it, where it has none of its own.
fn completed(written: Written, last: Written) -> Written {
    Written {
        year: written.year.or(last.year),
        month: written.month.or(last.month),
        day: written.day,
    }
}

/// The date whose day's number ends a text, and where it begins.
fn date_before(text: &str, wrong: &mut Vec<String>) -> Option<(Written, usize)> {
    let (day, start) = number_before(text)?;
    let mut written = Written {
        day: i8::try_from(day).ok()?,
        ..Written::default()
    };
    let Some((month, month_start)) = text[..start].strip_suffix('月').and_then(number_before) else {
        return Some((written, start));
    };
    written.month = i8::try_from(month).ok();
    let Some((year, year_start)) = year_before(&text[..month_start], wrong) else {
        return Some((written, month_start));
    };
    written.year = i16::try_from(year).ok();
    Some((written, year_start))
}

/// The year that ends a text: 令和8年, 2026年, or 令和8年（2026年）.
fn year_before(text: &str, wrong: &mut Vec<String>) -> Option<(i64, usize)> {
    let inner = text.strip_suffix(['）', ')']);
    let Some(inner) = inner else {
        return single_year(text);
    };
    let (year, start) = single_year(inner)?;
    let outer = inner[..start].strip_suffix(['（', '(']).and_then(single_year);
    if let Some((other, other_start)) = outer {
        if other != year {
            wrong.push(format!("「{}」の和暦と西暦が合いません。", &text[other_start..]));
        }
        return Some((year, other_start));
    }
    None
}

fn single_year(text: &str) -> Option<(i64, usize)> {
    let before = text.strip_suffix('年')?;
    let (number, start) = match before.strip_suffix('元') {
        Some(era) => (1, era.len()),
        None => number_before(before)?,
    };
    if number >= 1900 {
        return Some((number, start));
    }
    let (era, zero) = ERAS.iter().find(|(era, _)| before[..start].ends_with(era))?;
    Some((zero + number, start - era.len()))
}

/// The number whose digits end a text, full-width ones included, and where it begins.
fn number_before(text: &str) -> Option<(i64, usize)> {
    let digits = text.char_indices().rev().map_while(|(at, it)| Some((at, digit(it)?)));
    let digits: Vec<(usize, i64)> = digits.take(5).collect();
    let start = digits.last()?.0;
    let number = digits.iter().rev().fold(0, |sum, (_, digit)| sum * 10 + digit);
    Some((number, start))
}

fn digit(character: char) -> Option<i64> {
    let full = u32::from(character).checked_sub(u32::from('０')).filter(|it| *it < 10);
    full.or_else(|| character.to_digit(10)).map(i64::from)
}

/// The weekday in brackets that begins a text.
fn weekday_after(text: &str) -> Option<Weekday> {
    let mut characters = text.trim_start().chars();
    characters.next().filter(|it| matches!(it, '（' | '('))?;
    let name = characters.next()?;
    let (_, weekday) = WEEKDAYS.iter().find(|(it, _)| *it == name)?;
    let closes = characters
        .next()
        .is_some_and(|it| matches!(it, '）' | ')' | '曜' | '・' | '祝'));
    closes.then_some(*weekday)
}

fn wrong_weekday(shown: &str, written: Written, weekday: Weekday, year: Option<i16>) -> Option<String> {
    let month = written.month?;
    let assumed = written.year.or(year)?;
    let Ok(date) = Date::new(assumed, month, written.day) else {
        return Some(format!("「{shown}」は、暦にない日付です。"));
    };
    // Without a year it may be the one before or after the plan's.
    let others = if written.year.is_some() { 0..=0 } else { -1..=1 };
    let fits = |by: i16| Date::new(assumed + by, month, written.day).is_ok_and(|it| it.weekday() == weekday);
    if others.into_iter().any(fits) {
        return None;
    }
    Some(format!(
        "「{shown}」は{}曜日ではなく、{}曜日です。",
        name(weekday),
        name(date.weekday())
    ))
}

fn name(weekday: Weekday) -> char {
    WEEKDAYS
        .iter()
        .find(|(_, it)| *it == weekday)
        .map_or('？', |(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::wrong_dates;

    #[test]
    fn weekdays_are_those_of_their_dates() {
        let right = [
            "令和8年7月15日（水）",
            "令和8年（2026年）7月15日(水)",
            "令和８年７月１５日（水曜日）",
            "2026年7月15日（水・祝）",
            "令和8年5月15日（金）から6月1日（月）正午まで",
            "令和8年7月15日（水）、16日（木）",
            "7月15日（水）",
            "7月15日（木）",
            "平成元年1月8日（日）",
            "10日（2回）、（月）に4日（土日を除く）",
            "15日（水）",
            "",
        ];
        for text in right {
            assert_eq!(wrong_dates(text, Some(2026)), Vec::<String>::new(), "{text}");
        }
        let wrong = [
            (
                "令和8年7月15日（木）",
                "「令和8年7月15日」は木曜日ではなく、水曜日です。",
            ),
            (
                "令和8年（2026年）7月15日（木）",
                "「令和8年（2026年）7月15日」は木曜日ではなく、水曜日です。",
            ),
            (
                "令和8年（2027年）7月15日（木）",
                "「令和8年（2027年）」の和暦と西暦が合いません。",
            ),
            (
                "令和8年5月15日（金）から6月1日（火）正午",
                "「6月1日」は火曜日ではなく、月曜日です。",
            ),
            ("7月15日（月）", "「7月15日」は月曜日ではなく、水曜日です。"),
            ("令和8年2月30日（月）", "「令和8年2月30日」は、暦にない日付です。"),
            (
                "令和8年7月15日（水）、16日（水）",
                "「16日」は水曜日ではなく、木曜日です。",
            ),
        ];
        for (text, message) in wrong {
            assert_eq!(wrong_dates(text, Some(2026)), [message], "{text}");
        }
    }
}

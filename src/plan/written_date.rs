//! Dates as people write them in running text: 令和8年7月15日（水）, 7月15日, and 16日 behind one of them.

use jiff::civil::Weekday;

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

/// A date that a text writes, as far as it does.
#[derive(Clone, Copy, Debug)]
pub struct WrittenDate<'a> {
    /// Its year, or that of the date before it.
    pub year: Option<i16>,
    /// Its month, or that of the date before it.
    pub month: Option<i8>,
    /// The day of the month; it may be one that no calendar has.
    pub day: i8,
    /// The date as written.
    pub shown: &'a str,
    /// What is written behind it.
    pub behind: &'a str,
    /// Two names of one year that are not the same year: 令和8年（2027年）.
    pub clash: Option<&'a str>,
}

/// Every date that a text writes with 日, in order.
pub fn written_dates(text: &str) -> Vec<WrittenDate<'_>> {
    let mut found = Vec::new();
    let mut last = (None, None);
    for (at, day) in text.match_indices('日') {
        let Some(mut date) = date_before(&text[..at]) else {
            continue;
        };
        date.shown = &text[at - date.shown.len()..at + day.len()];
        date.behind = &text[at + day.len()..];
        date.year = date.year.or(last.0);
        date.month = date.month.or(last.1);
        if date.month.is_some() {
            last = (date.year, date.month);
        }
        found.push(date);
    }
    found
}

/// Every end of a month that a text writes: 6月末. Their `day` is 31, whether or not the month has it.
pub fn written_month_ends(text: &str) -> Vec<WrittenDate<'_>> {
    let found = text.match_indices("月末").filter_map(|(at, word)| {
        let end = at + word.len();
        let month = month_before(&text[..at + '月'.len_utf8()])?;
        Some(WrittenDate {
            day: 31,
            shown: &text[end - month.shown.len() - '末'.len_utf8()..end],
            behind: &text[end..],
            ..month
        })
    });
    found.collect()
}

/// The name of a weekday in one character.
pub fn weekday_name(weekday: Weekday) -> char {
    let row = WEEKDAYS.iter().find(|(_, it)| *it == weekday);
    row.map_or('？', |(name, _)| *name)
}

/// The weekday of a name.
pub fn weekday(name: char) -> Option<Weekday> {
    let row = WEEKDAYS.iter().find(|(it, _)| *it == name);
    row.map(|(_, weekday)| *weekday)
}

/// The date whose day's number ends a text.
fn date_before(text: &str) -> Option<WrittenDate<'_>> {
    let (day, start) = number_before(text)?;
    let bare = WrittenDate {
        year: None,
        month: None,
        day: 0,
        shown: &text[start..],
        behind: "",
        clash: None,
    };
    let month = month_before(&text[..start]);
    let shown = month.map_or(bare.shown, |month| &text[start - month.shown.len()..]);
    Some(WrittenDate {
        day: i8::try_from(day).ok()?,
        shown,
        ..month.unwrap_or(bare)
    })
}

/// The month that ends a text, with its year.
fn month_before(text: &str) -> Option<WrittenDate<'_>> {
    let (month, start) = number_before(text.strip_suffix('月')?)?;
    let year = year_before(&text[..start]);
    Some(WrittenDate {
        year: year.as_ref().and_then(|it| i16::try_from(it.number).ok()),
        month: i8::try_from(month).ok(),
        day: 0,
        shown: &text[year.as_ref().map_or(start, |it| it.start)..],
        behind: "",
        clash: year.and_then(|it| it.clash),
    })
}

/// A year and where it begins.
struct Year<'a> {
    number: i64,
    start: usize,
    clash: Option<&'a str>,
}

/// The year that ends a text: 令和8年, 2026年, or 令和8年（2026年）.
fn year_before(text: &str) -> Option<Year<'_>> {
    let Some(inner) = text.strip_suffix(['）', ')']) else {
        return single_year(text);
    };
    let year = single_year(inner)?;
    let outer = single_year(inner[..year.start].strip_suffix(['（', '('])?)?;
    let clash = (outer.number != year.number).then(|| &text[outer.start..]);
    Some(Year {
        start: outer.start,
        clash,
        ..year
    })
}

fn single_year(text: &str) -> Option<Year<'_>> {
    let before = text.strip_suffix('年')?;
    let (number, start) = match before.strip_suffix('元') {
        Some(era) => (1, era.len()),
        None => number_before(before)?,
    };
    let year = |number, start| Year {
        number,
        start,
        clash: None,
    };
    if number >= 1900 {
        return Some(year(number, start));
    }
    let (era, zero) = ERAS.iter().find(|(era, _)| before[..start].ends_with(era))?;
    Some(year(zero + number, start - era.len()))
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

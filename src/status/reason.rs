//! The day that the reason of a pending value names: 「企業回答待ち（7月3日）」 waits until 3 July.

use crate::plan::{WrittenDate, written_dates, written_month_ends};
use jiff::ToSpan;
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

/// Words behind a date that make it no day by which something should be there.
const VAGUE: [&str; 12] = [
    "頃", "ころ", "ごろ", "前後", "以降", "以後", "間", "以内", "目", "時点", "現在", "から",
];

/// A day that something waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Awaited {
    /// The day.
    pub date: Date,
    /// Whether it was written as such, not as the end of a month.
    pub is_day: bool,
}

/// The day until which a reason says to wait, the last where it names several; `near` is the plan's date, next to which
/// a date without a year lies. `None` where no day is plainly named.
pub fn awaited_day(reason: &str, near: Date) -> Option<Awaited> {
    let days = written_dates(reason).into_iter().map(|date| (date, false));
    let ends = written_month_ends(reason).into_iter().map(|date| (date, true));
    let plain = days.chain(ends).filter(|(date, _)| is_awaited(date.behind));
    let worded = plain.filter_map(|(date, end)| {
        Some(Awaited {
            date: resolved(&date, end, near)?,
            is_day: !end,
        })
    });
    let numbered = numbered(reason).into_iter();
    worded.chain(numbered.map(|date| Awaited { date, is_day: true })).max()
}

/// Whether a date is one that is waited for, by what stands behind it.
fn is_awaited(behind: &str) -> bool {
    let clause = behind
        .split(['、', '。', '（', '）', '(', ')'])
        .next()
        .unwrap_or_default();
    !VAGUE.iter().any(|word| behind.starts_with(word)) && !clause.contains('済')
}

fn resolved(date: &WrittenDate<'_>, end_of_month: bool, near: Date) -> Option<Date> {
    let day = |year| {
        let first = Date::new(year, date.month?, 1).ok()?;
        if end_of_month {
            return Some(first.last_of_month());
        }
        Date::new(year, date.month?, date.day).ok()
    };
    match date.year {
        Some(year) => day(year),
        None => nearest((-1..=1).filter_map(|by| day(near.year().checked_add(by)?)), near),
    }
}

fn nearest(days: impl Iterator<Item = Date>, near: Date) -> Option<Date> {
    days.min_by_key(|day| days_between(near, *day).abs())
}

/// Days from one date to another; negative where it lies before.
pub fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// Dates in digits with a year of four: 2026-07-03, 2026/7/3.
fn numbered(reason: &str) -> Vec<Date> {
    let folded: String = reason.nfkc().collect();
    let words = folded.split(|it: char| !it.is_ascii_digit() && !matches!(it, '-' | '/'));
    words.filter_map(numbered_date).collect()
}

fn numbered_date(word: &str) -> Option<Date> {
    let parts: Vec<&str> = word.split(['-', '/']).collect();
    let [year, month, day] = parts[..] else { return None };
    let year = year.parse().ok().filter(|_| year.len() == 4)?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A day of `--today`, exactly as the sources write one: 2026-07-03.
pub fn day_of(text: &str) -> Option<Date> {
    let form = "0000-00-00".bytes();
    let same = |(one, form): (u8, u8)| {
        if form == b'0' {
            one.is_ascii_digit()
        } else {
            one == form
        }
    };
    let well_formed = text.len() == form.len() && text.bytes().zip(form).all(same);
    numbered_date(text).filter(|date| well_formed && date.checked_add(1.day()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn only_a_day_that_is_plainly_named_is_awaited() {
        let rows = [
            ("企業回答待ち（7月3日）", Some(date(2026, 7, 3))),
            ("企業回答待ち（７月３日）", Some(date(2026, 7, 3))),
            ("7月1日に照会、7月3日（金）までに回答", Some(date(2026, 7, 3))),
            ("6月20日、25日の会議の後", Some(date(2026, 6, 25))),
            ("7月10日の決裁後に記入", Some(date(2026, 7, 10))),
            ("担当係を調整中（6月末）", Some(date(2026, 6, 30))),
            ("令和9年2月末の公表後", Some(date(2027, 2, 28))),
            ("令和8年7月3日", Some(date(2026, 7, 3))),
            ("2026-07-03、2026/7/15", Some(date(2026, 7, 15))),
            ("２０２６／７／３に回答", Some(date(2026, 7, 3))),
            // Next to the plan's date, be it in another year.
            ("1月15日の会議", Some(date(2027, 1, 15))),
            ("12月25日", Some(date(2026, 12, 25))),
            ("11月25日", Some(date(2026, 11, 25))),
            ("国の公表日", None),
            ("起案時に採番", None),
            ("6月中旬", None),
            ("6月末頃", None),
            ("7月3日ごろ", None),
            ("7月3日以降に照会", None),
            ("4月1日時点の人数を確認中", None),
            ("7月1日に照会済み", None),
            ("3日間の審査", None),
            ("10日以内に回答", None),
            ("2月30日", None),
            ("13月1日、0月末", None),
            ("全体の1/3が未回答", None),
            ("99999999999月99999999999日", None),
            ("", None),
        ];
        for (reason, expected) in rows {
            assert_eq!(
                awaited_day(reason, date(2026, 10, 19)).map(|it| it.date),
                expected,
                "{reason}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn any_reason_can_be_read(reason in "([0-9０-９]{1,3}|月|日|末|年|令和|R|元|（|）|-|/|頃|済|、|.){0,14}") {
            if let Some(day) = awaited_day(&reason, date(2026, 10, 19)) {
                proptest::prop_assert!(reason.contains(['日', '末', '-', '/', '－', '／']), "{reason} {day:?}");
            }
        }
    }

    #[test]
    fn a_day_of_the_command_line_is_written_as_in_the_sources() {
        assert_eq!(day_of("2026-07-03"), Some(date(2026, 7, 3)));
        let wrong = [
            "2026-7-3",
            "2026/07/03",
            "２０２６-07-03",
            "2026-02-30",
            "7月3日",
            "",
            "2026-07-03 ",
            "9999-12-31",
        ];
        for text in wrong {
            assert_eq!(day_of(text), None, "{text}");
        }
    }
}

//! Dates written in words: their weekdays, days that no calendar has, two names of one year that differ.

use super::text::Text;
use crate::diagnostic::{Code, Diagnostic};
use crate::plan::{Plan, WrittenDate, weekday, weekday_name, written_dates};
use jiff::civil::{Date, Weekday};

/// A written weekday is that of its date.
pub(super) fn weekdays(plan: &Plan, text: &Text<'_>, to: &mut Vec<Diagnostic>) {
    let year = plan.about.date.value().map(Date::year);
    for wrong in wrong_dates(text.content, year) {
        let hint = "日付と曜日のどちらが正しいかを、公募要領や通知と照らし合わせてください。";
        to.push(Diagnostic::new(Code::BadDate, text.place, wrong).hint(hint));
    }
}

/// What is wrong with the dates of a text; `year` is the plan's, for dates without one.
fn wrong_dates(text: &str, year: Option<i16>) -> Vec<String> {
    let mut wrong = Vec::new();
    // Few texts name a weekday: look for the bracket first.
    if !text.contains(['（', '(']) || !text.contains('日') && !text.contains('/') {
        return wrong;
    }
    for date in written_dates(text) {
        let clash = |years| format!("「{years}」の和暦と西暦が合いません。");
        wrong.extend(date.clash.map(clash));
        if let Some(weekday) = weekday_after(date.behind) {
            wrong.extend(wrong_weekday(&date, weekday, year));
        }
    }
    wrong
}

/// The weekday in brackets that begins a text.
fn weekday_after(text: &str) -> Option<Weekday> {
    let mut characters = text.trim_start().chars();
    characters.next().filter(|it| matches!(it, '（' | '('))?;
    let weekday = weekday(characters.next()?)?;
    let closes = characters
        .next()
        .is_some_and(|it| matches!(it, '）' | ')' | '曜' | '・' | '祝'));
    closes.then_some(weekday)
}

fn wrong_weekday(written: &WrittenDate<'_>, weekday: Weekday, year: Option<i16>) -> Option<String> {
    let (shown, month) = (written.shown, written.month?);
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
        weekday_name(weekday),
        weekday_name(date.weekday())
    ))
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

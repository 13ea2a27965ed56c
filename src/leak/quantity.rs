//! Amounts of money, head counts and rates as texts write them, with the units that stand beside them.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

/// What a number counts, as far as its unit tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Money, in yen.
    Money,
    /// Persons.
    Persons,
    /// A rate in percent, or the difference of two.
    Rate,
}

/// A number with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// What it counts.
    pub kind: Kind,
    /// How much: yen, persons, percent.
    pub value: Decimal,
    /// How many digits are written, zeros in front left out: 2,300百万円 has four, 二十三億円 two.
    pub digits: usize,
}

/// What a number is multiplied by, the longest words first.
const SCALES: [(&str, i64); 10] = [
    ("兆", 1_000_000_000_000),
    ("千億", 100_000_000_000),
    ("百億", 10_000_000_000),
    ("十億", 1_000_000_000),
    ("億", 100_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("十万", 100_000),
    ("万", 10_000),
    ("千", 1_000),
];
/// From here on a number may go on behind its scale: 3億8598万.
const MYRIAD: i64 = 10_000;
/// Without a unit behind, what is counted in these is money.
const HUNDRED_MILLION: i64 = 100_000_000;
const UNITS: [(&str, Kind); 8] = [
    ("円", Kind::Money),
    ("人", Kind::Persons),
    ("名", Kind::Persons),
    ("%", Kind::Rate),
    ("パーセント", Kind::Rate),
    ("ポイント", Kind::Rate),
    ("percent", Kind::Rate),
    ("yen", Kind::Money),
];
const NUMERALS: &str = "〇一二三四五六七八九";
const PLACES: [(char, u32); 3] = [('千', 1_000), ('百', 100), ('十', 10)];

/// The quantities of a text in order, in digits of whatever width or in Chinese numerals, with or without separators.
pub fn quantities(text: &str) -> Vec<Quantity> {
    let characters: Vec<char> = text.nfkc().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        match begins(&characters, at).then(|| quantity(&characters, at)).flatten() {
            Some((quantity, end)) => {
                found.push(quantity);
                at = end;
            }
            None => at = behind(&characters, at),
        }
    }
    found
}

/// A number without a unit that a caption or a heading gives: 百万円, ％.
pub fn in_unit(number: &str, unit: &str) -> Option<Quantity> {
    let characters: Vec<char> = format!("{}{}", number.trim(), unit.trim()).nfkc().collect();
    let bare = number.nfkc().filter(|it| !it.is_whitespace());
    let bare = bare.skip_while(|it| matches!(it, '△' | '▲' | '-' | '−' | '+'));
    let is_number = bare.clone().all(|it| it.is_ascii_digit() || matches!(it, ',' | '.')) && bare.count() > 0;
    let start = characters.iter().position(char::is_ascii_digit)?;
    quantity(&characters, start)
        .filter(|(_, end)| is_number && *end == characters.len())
        .map(|it| it.0)
}

/// Whether a word is a unit of quantities.
pub fn is_unit(word: &str) -> bool {
    in_unit("1", word).is_some()
}

fn begins(characters: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| characters.get(at));
    let part = |it: &char| it.is_ascii_alphanumeric() || matches!(it, '_' | '$' | '#' | '.') || is_numeral(*it);
    let first = characters[at];
    (first.is_ascii_digit() || is_numeral(first)) && !before.is_some_and(part)
}

/// Where to look next: behind the run of digits that begins here.
fn behind(characters: &[char], at: usize) -> usize {
    let run = characters[at..]
        .iter()
        .take_while(|it| it.is_ascii_digit() || **it == ',')
        .count();
    at + run.max(1)
}

fn is_numeral(it: char) -> bool {
    NUMERALS.contains(it) || PLACES.iter().any(|(place, _)| *place == it)
}

/// The quantity that begins here, and where it ends.
fn quantity(characters: &[char], start: usize) -> Option<(Quantity, usize)> {
    let (mut value, mut digits, mut at, mut last) = (Decimal::ZERO, 0_usize, start, i64::MAX);
    loop {
        let (number, written, end) = number(characters, at)?;
        let end = end + space(characters, end);
        let scale = SCALES.iter().find(|(word, _)| follows(characters, end, word));
        let (word, scale) = scale.copied().unwrap_or(("", 1));
        if scale >= last {
            return None;
        }
        value = value.checked_add(number.checked_mul(scale.into())?)?;
        digits = match last {
            i64::MAX => written,
            _ => digits + 4,
        };
        last = scale;
        at = end + word.chars().count();
        let goes_on = scale >= MYRIAD
            && characters
                .get(at)
                .is_some_and(|it| it.is_ascii_digit() || is_numeral(*it));
        if !goes_on {
            break;
        }
    }
    at += space(characters, at);
    let unit = UNITS.iter().find(|(word, _)| follows(characters, at, word));
    let (word, kind) = match unit {
        Some((word, kind)) => (*word, *kind),
        None if last >= HUNDRED_MILLION => ("", Kind::Money),
        None => return None,
    };
    let quantity = Quantity {
        kind,
        value: value.normalize(),
        digits,
    };
    Some((quantity, at + word.chars().count()))
}

fn follows(characters: &[char], at: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(index, it)| {
        characters
            .get(at + index)
            .is_some_and(|other| other.to_ascii_lowercase() == it)
    })
}

fn space(characters: &[char], at: usize) -> usize {
    usize::from(characters.get(at) == Some(&' '))
}

/// A number without its scale: its value, how many digits it has, where it ends.
fn number(characters: &[char], start: usize) -> Option<(Decimal, usize, usize)> {
    if !characters.get(start)?.is_ascii_digit() {
        return numerals(characters, start);
    }
    let is_digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
    let (mut written, mut at) = (String::new(), start);
    while let Some(&it) = characters.get(at) {
        let parts = matches!(it, ',' | ' ' | '_' | '\'' | '’' | '٬');
        let group = parts && (1..=3).all(|ahead| is_digit(at + ahead)) && !is_digit(at + 4);
        let point = it == '.' && is_digit(at + 1) && !written.contains('.');
        if it.is_ascii_digit() || point {
            written.push(it);
        } else if !group || written.contains('.') {
            break;
        }
        at += 1;
    }
    let digits = written.replace('.', "").trim_start_matches('0').len();
    Some((Decimal::from_str_exact(&written).ok()?, digits, at))
}

/// 二千三百, 二三〇〇.
fn numerals(characters: &[char], start: usize) -> Option<(Decimal, usize, usize)> {
    let numeral = |at: usize| {
        let it = characters.get(at)?;
        u32::try_from(NUMERALS.chars().position(|numeral| numeral == *it)?).ok()
    };
    let run = (start..).map_while(numeral).count();
    let (mut value, mut at) = (0_u32, start);
    if run > 1 {
        at += run;
        for digit in (start..at).filter_map(numeral) {
            value = value.checked_mul(10)?.checked_add(digit)?;
        }
    } else {
        let mut last = u32::MAX;
        loop {
            let digit = numeral(at);
            at += usize::from(digit.is_some());
            let place = PLACES.iter().find(|(place, _)| characters.get(at) == Some(place));
            let Some((_, place)) = place.filter(|(_, place)| *place < last) else {
                value += digit.unwrap_or(0);
                break;
            };
            value += digit.unwrap_or(1) * place;
            (at, last) = (at + 1, *place);
        }
    }
    let digits = value.to_string().trim_end_matches('0').len().max(1);
    (at > start).then(|| (Decimal::from(value), digits, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let one = |it: Quantity| format!("{:?} {} {}", it.kind, it.value, it.digits);
        quantities(text).into_iter().map(one).collect()
    }

    #[test]
    fn money_in_every_spelling() {
        for text in [
            "2,300百万円",
            "２３億円",
            "二十三億円",
            "23億",
            "2 300 百万円",
            "2\u{2009}300百万円",
            "二三〇〇百万円",
            "23億0000万円",
            "2_300_000千円",
            "2,300,000,000円",
            "二千三百百万円",
        ] {
            let quantity = quantities(text);
            assert!(quantity.len() == 1 && quantity[0].kind == Kind::Money, "{text}");
            assert_eq!(quantity[0].value, Decimal::from(2_300_000_000_i64), "{text}");
        }
        assert_eq!(
            found("3億8598万円と13.6億円"),
            ["Money 385980000 5", "Money 1360000000 3"]
        );
        assert_eq!(
            found("二百万円、三千万円、百円"),
            ["Money 2000000 1", "Money 30000000 1", "Money 100 1"]
        );
        assert_eq!(found("1兆2,345億円"), ["Money 1234500000000 5"]);
    }

    #[test]
    fn persons_and_rates() {
        assert_eq!(found("320人、３５０名"), ["Persons 320 3", "Persons 350 3"]);
        assert_eq!(
            found("3.8％、3.8 パーセント、0.4ポイント"),
            ["Rate 3.8 2", "Rate 3.8 2", "Rate 0.4 1"]
        );
        assert_eq!(found("2万人"), ["Persons 20000 1"]);
    }

    #[test]
    fn what_counts_something_else_is_none() {
        for text in [
            "1480台",
            "2026年",
            "12.5倍",
            "B12人",
            "三重県",
            "十分",
            "1.2.3%",
            "1480",
        ] {
            assert!(quantities(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn a_caption_gives_the_unit() {
        let money = |number: &str| in_unit(number, "百万円").map(|it| it.value);
        assert_eq!(money("2,300"), Some(Decimal::from(2_300_000_000_i64)));
        assert_eq!(money("△2,300"), Some(Decimal::from(2_300_000_000_i64)));
        assert!(money("2,300台").is_none() && money("令和8年").is_none() && money("").is_none());
        assert!(is_unit("百万円") && is_unit("％") && is_unit("人") && !is_unit("社") && !is_unit(""));
    }
}

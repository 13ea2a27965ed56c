//! Amounts of money, head counts, rates, areas and counts as texts write them, with the units that stand beside them.
//!
//! The one reader of numbers in running text: digits of whatever width, with or without separators, Chinese numerals by
//! places (三百四十) or one after the other (三四〇), mixed scales (3億8598万), decimals (23.0, 三・八), ranges whose unit
//! stands once (23～25億円), words that make a number a rough one (約, 程度).

use super::letters::folded;
use rust_decimal::Decimal;

/// What a number counts, as far as its unit tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Money, in yen.
    Money,
    /// Persons.
    Persons,
    /// A rate in percent, or the difference of two.
    Rate,
    /// Ground or floor, in square metres.
    Area,
    /// Machines, buildings, lines: what is counted where somebody invests.
    Pieces,
}

/// A number with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// What it counts.
    pub kind: Kind,
    /// How much: yen, persons, percent, square metres.
    pub value: Decimal,
    /// How many digits are written, zeros in front left out: 2,300百万円 has four, 二十三億円 two.
    pub digits: usize,
    /// What one of its last written digit is.
    step: Decimal,
    /// The byte of the text at which its number begins.
    pub start: usize,
    /// The byte behind its unit.
    pub end: usize,
    /// Words beside it say that it is a rough one.
    pub rough: bool,
}

impl Quantity {
    /// The same in a longer text, in which its own begins at a byte.
    #[must_use]
    pub fn moved(self, by: usize) -> Quantity {
        Quantity {
            start: self.start + by,
            end: self.end + by,
            ..self
        }
    }

    /// How many of its digits count: of 2,300百万円 two.
    pub fn significant(&self) -> usize {
        significant(self.value)
    }

    /// Between what an exact value lies that would be written as this number. Of a rough one zeros at the end count for
    /// nothing: 約2,300 is anything from 2,250.
    pub fn bounds(&self) -> (Decimal, Decimal) {
        let mut step = self.step;
        while self.rough && !self.value.is_zero() {
            match step.checked_mul(Decimal::TEN) {
                Some(next) if (self.value % next).is_zero() => step = next,
                _ => break,
            }
        }
        let half = step / Decimal::TWO;
        (self.value - half, self.value + half)
    }
}

/// How many digits of a number count: those without zeros at either end.
pub fn significant(value: Decimal) -> usize {
    value.mantissa().unsigned_abs().to_string().trim_matches('0').len()
}

/// What a number is multiplied by, the longest words first.
const SCALES: [(&str, i64); 12] = [
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
    ("billion", 1_000_000_000),
    ("million", 1_000_000),
];
/// From here on a number may go on behind its scale: 3億8598万.
const MYRIAD: i64 = 10_000;
/// Without a unit behind, what is counted in these is money.
const HUNDRED_MILLION: i64 = 100_000_000;
/// The units, with what one of each is, in thousandths: the longest first where one begins another.
const UNITS: [(&str, Kind, i64); 30] = [
    ("円", Kind::Money, 1_000),
    ("yen", Kind::Money, 1_000),
    ("人", Kind::Persons, 1_000),
    ("名", Kind::Persons, 1_000),
    ("%", Kind::Rate, 1_000),
    ("パーセント", Kind::Rate, 1_000),
    ("ポイント", Kind::Rate, 1_000),
    ("percent", Kind::Rate, 1_000),
    ("割", Kind::Rate, 10_000),
    ("平方メートル", Kind::Area, 1_000),
    ("平方m", Kind::Area, 1_000),
    ("平米", Kind::Area, 1_000),
    ("m2", Kind::Area, 1_000),
    ("ヘクタール", Kind::Area, 10_000_000),
    ("ha", Kind::Area, 10_000_000),
    ("坪", Kind::Area, 3_306),
    ("台", Kind::Pieces, 1_000),
    ("基", Kind::Pieces, 1_000),
    ("棟", Kind::Pieces, 1_000),
    ("式", Kind::Pieces, 1_000),
    ("隻", Kind::Pieces, 1_000),
    ("ライン", Kind::Pieces, 1_000),
    ("レーン", Kind::Pieces, 1_000),
    ("系列", Kind::Pieces, 1_000),
    ("セット", Kind::Pieces, 1_000),
    ("店舗", Kind::Pieces, 1_000),
    ("工場", Kind::Pieces, 1_000),
    ("か所", Kind::Pieces, 1_000),
    ("カ所", Kind::Pieces, 1_000),
    ("箇所", Kind::Pieces, 1_000),
];
/// Behind these words a unit counts something else: 1人当たり, 5台目.
const NOT_UNITS: [&str; 7] = ["当", "あたり", "目", "前", "材", "工", "分の"];
const NUMERALS: &str = "〇一二三四五六七八九";
const PLACES: [(char, u32); 3] = [('千', 1_000), ('百', 100), ('十', 10)];
const ROUGH_BEFORE: [&str; 8] = ["約", "およそ", "おおよそ", "凡そ", "ほぼ", "おおむね", "概ね", "計約"];
const ROUGH_BEHIND: [&str; 9] = ["程度", "前後", "ほど", "余", "弱", "強", "超", "規模", "あまり"];
const RANGES: [&str; 8] = ["~", "〜", "-", "−", "–", "から", "ないし", "、"];

/// The quantities of a text in order.
pub fn quantities(text: &str) -> Vec<Quantity> {
    Reader::of(text).quantities()
}

/// A number without a unit that a caption or a heading gives: 百万円, ％.
pub fn in_unit(number: &str, unit: &str) -> Option<Quantity> {
    let reader = Reader::of(&format!("{}{}", number.trim(), unit.trim()));
    let bare = folded(number)
        .into_iter()
        .map(|(_, it)| it)
        .filter(|it| !it.is_whitespace());
    let bare = bare.skip_while(|it| matches!(it, '△' | '▲' | '-' | '−' | '+'));
    let is_number = bare.clone().all(|it| it.is_ascii_digit() || matches!(it, ',' | '.')) && bare.count() > 0;
    let start = reader.characters.iter().position(char::is_ascii_digit)?;
    let read = reader.quantity(start)?;
    (is_number && read.end == reader.characters.len()).then_some(read.quantity)
}

/// Whether a word is a unit of quantities.
pub fn is_unit(word: &str) -> bool {
    in_unit("1", word).is_some()
}

/// 百万円 of 売上額（百万円） and of （単位：百万円）.
pub fn unit_in(words: &str) -> Option<String> {
    let brackets = ['（', '）', '(', ')', '：', ':', '［', '］'];
    let mut parts = words.split(brackets).map(str::trim);
    parts.rfind(|it| is_unit(it)).map(str::to_owned)
}

/// A quantity that was read.
struct Read {
    quantity: Quantity,
    /// The character behind it.
    end: usize,
    /// What its last number was multiplied by, scale and unit together.
    factor: Decimal,
}

/// A number without its scale.
struct Number {
    value: Decimal,
    /// How many digits it has.
    digits: usize,
    /// What one of its last digit is.
    step: Decimal,
    /// The character behind it.
    end: usize,
}

struct Reader {
    characters: Vec<char>,
    /// The byte of the text at which each begins, and its end.
    starts: Vec<usize>,
}

impl Reader {
    fn of(text: &str) -> Reader {
        let (mut starts, characters): (Vec<usize>, Vec<char>) = folded(text).into_iter().unzip();
        starts.push(text.len());
        Reader { characters, starts }
    }

    fn quantities(&self) -> Vec<Quantity> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.characters.len() {
            if !self.begins(at) {
                at = self.behind(at);
                continue;
            }
            if let Some(read) = self.quantity(at) {
                found.push(read.quantity);
                at = read.end;
            } else if let Some((first, second)) = self.range(at) {
                found.extend([first, second.quantity]);
                at = second.end;
            } else {
                at = self.behind(at);
            }
        }
        found
    }

    fn begins(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.characters.get(at));
        let part =
            |it: &char| it.is_ascii_alphanumeric() || matches!(it, '_' | '$' | '#' | '.' | '第') || is_numeral(*it);
        let first = self.characters[at];
        (first.is_ascii_digit() || is_numeral(first)) && !before.is_some_and(part)
    }

    /// Where to look next: behind the run of digits that begins here.
    fn behind(&self, at: usize) -> usize {
        let run = self.characters[at..].iter();
        at + run.take_while(|it| it.is_ascii_digit() || **it == ',').count().max(1)
    }

    /// The quantity that begins here.
    fn quantity(&self, start: usize) -> Option<Read> {
        let (mut value, mut digits, mut at, mut last) = (Decimal::ZERO, 0_usize, start, i64::MAX);
        let mut step;
        loop {
            let number = self.number(at)?;
            let end = number.end + self.space(number.end);
            let scale = SCALES.iter().find(|(word, _)| self.follows(end, word));
            let (word, scale) = scale.copied().unwrap_or(("", 1));
            if scale >= last {
                return None;
            }
            value = value.checked_add(number.value.checked_mul(scale.into())?)?;
            step = number.step.checked_mul(scale.into())?;
            digits = match last {
                i64::MAX => number.digits,
                _ => digits + 4,
            };
            last = scale;
            at = end + word.chars().count();
            let goes_on = |it: &char| it.is_ascii_digit() || is_numeral(*it);
            if scale < MYRIAD || !self.characters.get(at).is_some_and(goes_on) {
                break;
            }
        }
        at += self.space(at);
        let (kind, one, end) = self.unit(start, at, last)?;
        let value = value.checked_mul(one)?.normalize();
        let step = step.checked_mul(one)?.normalize();
        Some(Read {
            quantity: self.found((kind, value, step), digits, (start, end)),
            end,
            factor: one.checked_mul(last.into())?,
        })
    }

    /// The unit behind a number: its kind, what one of it is, where it ends.
    fn unit(&self, start: usize, at: usize, scale: i64) -> Option<(Kind, Decimal, usize)> {
        if let Some((word, kind, one)) = UNITS.iter().find(|(word, ..)| self.follows(at, word)) {
            let end = at + word.chars().count();
            let is_other = *kind != Kind::Money && NOT_UNITS.iter().any(|word| self.follows(end, word));
            return (!is_other).then(|| (*kind, Decimal::new(*one, 3).normalize(), end));
        }
        let yen_before = start.checked_sub(1).and_then(|at| self.characters.get(at)) == Some(&'¥');
        (scale >= HUNDRED_MILLION || yen_before).then_some((Kind::Money, Decimal::ONE, at))
    }

    /// Two numbers of which only the second says its unit: 23～25億円.
    fn range(&self, start: usize) -> Option<(Quantity, Read)> {
        let first = self.number(start)?;
        let mark = RANGES.iter().find(|mark| self.follows(first.end, mark))?;
        let next = first.end + mark.chars().count();
        let second = self.quantity(next)?;
        let value = first.value.checked_mul(second.factor)?.normalize();
        let step = first.step.checked_mul(second.factor)?.normalize();
        let quantity = self.found((second.quantity.kind, value, step), first.digits, (start, first.end));
        Some((quantity, second))
    }

    fn found(
        &self,
        (kind, value, step): (Kind, Decimal, Decimal),
        digits: usize,
        (start, end): (usize, usize),
    ) -> Quantity {
        let before = |word: &&str| {
            let from = start.checked_sub(word.chars().count());
            from.is_some_and(|from| self.follows(from, word))
        };
        Quantity {
            kind,
            value,
            digits,
            step,
            start: self.starts[start],
            end: self.starts[end],
            rough: ROUGH_BEFORE.iter().any(before) || ROUGH_BEHIND.iter().any(|word| self.follows(end, word)),
        }
    }

    fn follows(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(index, it)| {
            let other = self.characters.get(at + index);
            other.is_some_and(|other| other.to_ascii_lowercase() == it)
        })
    }

    fn space(&self, at: usize) -> usize {
        usize::from(self.characters.get(at) == Some(&' '))
    }

    /// The number that begins here.
    fn number(&self, start: usize) -> Option<Number> {
        if !self.characters.get(start)?.is_ascii_digit() {
            return self.numerals(start);
        }
        let is_digit = |at: usize| self.characters.get(at).is_some_and(char::is_ascii_digit);
        let (mut written, mut at) = (String::new(), start);
        while let Some(&it) = self.characters.get(at) {
            let parts = matches!(it, ',' | ' ' | '_' | '\'' | '’' | '٬' | '、');
            let group = parts && (1..=3).all(|ahead| is_digit(at + ahead)) && !is_digit(at + 4);
            let point = matches!(it, '.' | '・') && is_digit(at + 1) && !written.contains('.');
            if it.is_ascii_digit() {
                written.push(it);
            } else if point {
                written.push('.');
            } else if !group || written.contains('.') {
                break;
            }
            at += 1;
        }
        let value = Decimal::from_str_exact(&written).ok()?;
        Some(Number {
            value,
            digits: written.replace('.', "").trim_start_matches('0').len(),
            step: Decimal::new(1, value.scale()),
            end: at,
        })
    }

    /// What a numeral stands for.
    fn numeral(&self, at: usize) -> Option<u32> {
        let it = self.characters.get(at)?;
        u32::try_from(NUMERALS.chars().position(|numeral| numeral == *it)?).ok()
    }

    /// 二千三百, 二三〇〇, 三・八.
    fn numerals(&self, start: usize) -> Option<Number> {
        let run = (start..).map_while(|at| self.numeral(at)).count();
        let (mut value, mut at) = (0_u32, start);
        if run > 1 {
            at += run;
            for digit in (start..at).filter_map(|at| self.numeral(at)) {
                value = value.checked_mul(10)?.checked_add(digit)?;
            }
        } else {
            let mut last = u32::MAX;
            loop {
                let digit = self.numeral(at);
                at += usize::from(digit.is_some());
                let place = PLACES.iter().find(|(place, _)| self.characters.get(at) == Some(place));
                let Some((_, place)) = place.filter(|(_, place)| *place < last) else {
                    value += digit.unwrap_or(0);
                    break;
                };
                value += digit.unwrap_or(1) * place;
                (at, last) = (at + 1, *place);
            }
        }
        let whole = Number {
            value: value.into(),
            digits: value.to_string().trim_end_matches('0').len().max(1),
            step: Decimal::ONE,
            end: at,
        };
        (at > start).then(|| self.fraction(&whole).unwrap_or(whole))
    }

    /// ・八 behind 三.
    fn fraction(&self, whole: &Number) -> Option<Number> {
        let point = self.characters.get(whole.end)?;
        let digits = (whole.end + 1..).map_while(|at| self.numeral(at));
        let digits: String = digits.map(|it| it.to_string()).collect();
        if !matches!(point, '・' | '.' | '点') || digits.is_empty() {
            return None;
        }
        let value = Decimal::from_str_exact(&format!("{}.{digits}", whole.value)).ok()?;
        Some(Number {
            value,
            digits: whole.digits + digits.len(),
            step: Decimal::new(1, value.scale()),
            end: whole.end + 1 + digits.chars().count(),
        })
    }
}

fn is_numeral(it: char) -> bool {
    NUMERALS.contains(it) || PLACES.iter().any(|(place, _)| *place == it)
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
            "1480社",
            "1人当たり",
            "3台目",
            "第三工場",
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

    #[test]
    fn every_spelling_of_one_value() {
        let rows: [(Kind, i64, u32, &[&str]); 5] = [
            (
                Kind::Money,
                2_300_000_000,
                0,
                &[
                    "23.0億円",
                    "約23億円",
                    "¥2,300,000,000",
                    "￥2300000000",
                    "2.3 billion yen",
                    "二十三億",
                    "二三億円",
                ],
            ),
            (
                Kind::Money,
                385_980_000,
                0,
                &[
                    "3億8598万円",
                    "三億八千五百九十八万円",
                    "３億８，５９８万円",
                    "385.98百万円",
                ],
            ),
            (
                Kind::Rate,
                38,
                1,
                &["3.8％", "三・八パーセント", "３．８％", "3.8 %", "3・8％", "三点八％"],
            ),
            (
                Kind::Persons,
                340,
                0,
                &["340人", "340名", "三百四十人", "三四〇名", "３４０人"],
            ),
            (
                Kind::Area,
                4_200,
                0,
                &["4,200平方メートル", "4,200㎡", "0.42ha", "四千二百平米"],
            ),
        ];
        for (kind, value, scale, spellings) in rows {
            for text in spellings {
                let quantity = quantities(text);
                assert_eq!(quantity.len(), 1, "{text}: {:?}", found(text));
                assert_eq!(
                    (quantity[0].kind, quantity[0].value),
                    (kind, Decimal::new(value, scale)),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn a_range_has_one_unit() {
        let billions = ["Money 2300000000 2", "Money 2500000000 2"];
        for text in ["23〜25億円", "23億円～25億円", "二十三から二十五億円", "23－25億円"] {
            assert_eq!(found(text), billions, "{text}");
        }
    }

    #[test]
    fn a_number_says_no_more_than_its_digits() {
        let bounds = |text: &str| quantities(text)[0].bounds();
        let million = |it: i64| Decimal::from(it * 1_000_000);
        assert_eq!(bounds("48億円"), (million(4_750), million(4_850)));
        assert_eq!(bounds("約2,300百万円"), (million(2_250), million(2_350)));
        assert_eq!(bounds("4,820百万円程度"), (million(4_815), million(4_825)));
        assert_eq!(quantities("2,300百万円")[0].significant(), 2);
    }

    #[test]
    fn quantities_know_where_they_stand() {
        let text = "投資は㈱阿蘇の約２８億円、6台です";
        let stand: Vec<&str> = quantities(text).into_iter().map(|it| &text[it.start..it.end]).collect();
        assert_eq!(stand, ["２８億円", "6台"]);
    }
}

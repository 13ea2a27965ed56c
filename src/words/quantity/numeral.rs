//! Numbers without their scales, in whatever digits.

use super::reader::Reader;
use rust_decimal::Decimal;

const NUMERALS: &str = "〇一二三四五六七八九";
const PLACES: [(char, u32); 3] = [('千', 1_000), ('百', 100), ('十', 10)];
/// 大字 and old forms of numerals, places, scales and the yen, with what each stands for.
const VARIANTS: [(char, char); 27] = [
    ('零', '〇'),
    ('壱', '一'),
    ('壹', '一'),
    ('弌', '一'),
    ('弐', '二'),
    ('貳', '二'),
    ('貮', '二'),
    ('弍', '二'),
    ('参', '三'),
    ('參', '三'),
    ('弎', '三'),
    ('肆', '四'),
    ('伍', '五'),
    ('陸', '六'),
    ('漆', '七'),
    ('柒', '七'),
    ('捌', '八'),
    ('玖', '九'),
    ('拾', '十'),
    ('佰', '百'),
    ('陌', '百'),
    ('仟', '千'),
    ('阡', '千'),
    ('萬', '万'),
    ('亿', '億'),
    ('圓', '円'),
    ('圆', '円'),
];

/// A number without its scale.
pub struct Number {
    pub value: Decimal,
    /// How many digits it has.
    pub digits: usize,
    /// What one of its last digit is.
    pub step: Decimal,
    /// The character behind it.
    pub end: usize,
}

/// Writes the variants of numerals as everybody writes them. Words of other meanings have some of them, too: 参 is a
/// numeral only beside another or a place.
pub fn plain(characters: &mut [char]) {
    let of = |it: char| {
        VARIANTS
            .iter()
            .find(|(variant, _)| *variant == it)
            .map(|(_, plain)| *plain)
    };
    for at in 0..characters.len() {
        let Some(plain) = of(characters[at]) else { continue };
        let counts = |it: char| is_numeral(it) || matches!(it, '万' | '億' | '兆');
        let before = at
            .checked_sub(1)
            .is_some_and(|at| counts(characters[at]) || characters[at].is_ascii_digit());
        let behind = characters.get(at + 1).is_some_and(|it| counts(of(*it).unwrap_or(*it)));
        if before || behind || !is_numeral(plain) {
            characters[at] = plain;
        }
    }
}

pub fn is_numeral(it: char) -> bool {
    NUMERALS.contains(it) || PLACES.iter().any(|(place, _)| *place == it)
}

impl Reader {
    /// The number that begins here.
    pub(super) fn number(&self, start: usize) -> Option<Number> {
        match self.is_digit(start) && !self.is_mixed(start) {
            true => self.decimal(start),
            false => self.numerals(start),
        }
    }

    fn is_digit(&self, at: usize) -> bool {
        self.characters.get(at).is_some_and(char::is_ascii_digit)
    }

    fn place(&self, at: usize) -> Option<u32> {
        let it = self.characters.get(at)?;
        PLACES.iter().find(|(place, _)| place == it).map(|(_, value)| *value)
    }

    /// 2千3百80, 1百80人; the 千 of 3千万 is one of its scale.
    fn is_mixed(&self, start: usize) -> bool {
        let behind = self.characters.get(start + 2);
        let is_scale = behind.is_some_and(|it| matches!(it, '万' | '億' | '兆'));
        let goes_on = behind.is_some_and(|it| it.is_ascii_digit() || is_numeral(*it));
        match self.place(start + 1) {
            Some(1_000) => goes_on,
            Some(_) => !is_scale,
            None => false,
        }
    }

    /// 2,300.5, with whatever stands between groups of three.
    fn decimal(&self, start: usize) -> Option<Number> {
        let (mut written, mut at) = (String::new(), start);
        while let Some(&it) = self.characters.get(at) {
            let spaced = usize::from(it == ',' && self.characters.get(at + 1) == Some(&' '));
            let first = at + spaced;
            let three = (1..=3).all(|ahead| self.is_digit(first + ahead)) && !self.is_digit(first + 4);
            let parts = matches!(it, ',' | ' ' | '_' | '\'' | '’' | '٬' | '、');
            let point = matches!(it, '.' | '・') && self.is_digit(at + 1) && !written.contains('.');
            if it.is_ascii_digit() {
                written.push(it);
            } else if point {
                written.push('.');
            } else if !(parts && three) || written.contains('.') {
                break;
            } else {
                at += spaced;
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

    /// 二千三百, 二三〇〇, 三・八, 2千3百80.
    fn numerals(&self, start: usize) -> Option<Number> {
        let (value, end) = match self.one_after_the_other(start) {
            Some(found) => found?,
            None => self.by_places(start)?,
        };
        let whole = Number {
            value: value.into(),
            digits: value.to_string().trim_end_matches('0').len().max(1),
            step: Decimal::ONE,
            end,
        };
        (end > start).then(|| self.fraction(&whole).unwrap_or(whole))
    }

    /// 二三〇〇, 二、三〇〇; nothing where there is but one numeral, nor a value where there are too many.
    fn one_after_the_other(&self, start: usize) -> Option<Option<(u32, usize)>> {
        let (mut value, mut at) = (Some(0_u32), start);
        loop {
            let is_group = || (1..=3).all(|ahead| self.numeral(at + ahead).is_some()) && self.numeral(at + 4).is_none();
            match (self.numeral(at), self.characters.get(at)) {
                (Some(digit), _) => value = value.and_then(|it| it.checked_mul(10)?.checked_add(digit)),
                (None, Some(',' | '、')) if at > start && is_group() => {}
                _ => break,
            }
            at += 1;
        }
        (at > start + 1).then(|| value.map(|it| (it, at)))
    }

    fn by_places(&self, start: usize) -> Option<(u32, usize)> {
        let (mut value, mut at, mut last) = (0_u32, start, u32::MAX);
        loop {
            let (part, end) = self.part(at);
            let place = self
                .place(end)
                .filter(|it| *it < last && part.is_none_or(|part| part < 10));
            match (part, place) {
                (_, Some(place)) => {
                    value = value.checked_add(part.unwrap_or(1).checked_mul(place)?)?;
                    (at, last) = (end + 1, place);
                }
                (Some(part), None) if part < last => return Some((value.checked_add(part)?, end)),
                _ => return Some((value, at)),
            }
        }
    }

    /// Digits of whatever kind between places.
    fn part(&self, at: usize) -> (Option<u32>, usize) {
        if let Some(digit) = self.numeral(at) {
            return (Some(digit), at + 1);
        }
        let digits: String = self.characters[at.min(self.characters.len())..]
            .iter()
            .take_while(|it| it.is_ascii_digit())
            .collect();
        (digits.parse().ok(), at + digits.len())
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

//! Reads printed numbers: 第5 is the fifth, (ウ) the third.

use super::Outline;

/// The order of kana as Word counts them.
const KANA: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";

/// The value of a printed number, if Word prints it so at this level.
pub fn value(outline: Outline, level: u8, number: &str) -> Option<u32> {
    match outline {
        Outline::Body if level == 0 => digits(number.strip_prefix('第')?),
        Outline::Annex if level == 0 => digits(number.strip_prefix("別紙")?),
        Outline::Body | Outline::Annex => match level {
            1 => digits(number),
            2 => digits(bracketed(number)?),
            3 => kana(number),
            _ => kana(bracketed(number)?),
        },
        Outline::Sheet => {
            let rest = number.strip_prefix("重点支援企業").unwrap_or(number);
            digits(rest.trim())
        }
        Outline::Part | Outline::Items | Outline::Bullets => None,
    }
}

fn bracketed(number: &str) -> Option<&str> {
    number.strip_prefix('(')?.strip_suffix(')')
}

fn digits(number: &str) -> Option<u32> {
    let plain = number.bytes().all(|it| it.is_ascii_digit()) && !number.starts_with('0');
    number.parse().ok().filter(|_| plain)
}

fn kana(number: &str) -> Option<u32> {
    let mut letters = number.chars();
    let letter = letters.next()?;
    let at = KANA.chars().position(|it| it == letter)?;
    letters.next().is_none().then_some(at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_word_prints_them() {
        assert_eq!(value(Outline::Body, 0, "第12"), Some(12));
        assert_eq!(value(Outline::Body, 1, "3"), Some(3));
        assert_eq!(value(Outline::Body, 2, "(4)"), Some(4));
        assert_eq!(value(Outline::Body, 4, "(ウ)"), Some(3));
        assert_eq!(value(Outline::Annex, 0, "別紙2"), Some(2));
        assert_eq!(value(Outline::Sheet, 0, "重点支援企業 7"), Some(7));
        assert_eq!(value(Outline::Body, 0, "序章"), None);
        assert_eq!(value(Outline::Body, 1, "01"), None);
    }
}

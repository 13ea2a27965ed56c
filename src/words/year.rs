//! Years as texts write them: 令和12年度, 2030年, R12.

use super::letters::folded;

/// The eras with the year before their first.
const ERAS: [(&str, i16); 5] = [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("R", 2018), ("H", 1988)];

/// Every year that a text names, fiscal or not, in order: of 令和元年度 2019.
pub fn years(text: &str) -> Vec<i16> {
    let characters: Vec<char> = folded(text).into_iter().map(|(_, it)| it).collect();
    let mut found = Vec::new();
    for at in 0..characters.len() {
        let era = ERAS.iter().find(|(word, _)| starts(&characters[at..], word));
        let year = match era {
            Some((word, zero)) => {
                let rest = &characters[at + word.chars().count()..];
                of_era(rest).map(|year| zero + year)
            }
            None if at == 0 || !characters[at - 1].is_ascii_digit() => of_four(&characters[at..]),
            None => None,
        };
        found.extend(year);
    }
    found
}

fn starts(characters: &[char], word: &str) -> bool {
    word.chars()
        .enumerate()
        .all(|(index, it)| characters.get(index) == Some(&it))
}

/// 12 of 12年, 元 or 12 behind a letter that stands for an era.
fn of_era(rest: &[char]) -> Option<i16> {
    if rest.first() == Some(&'元') {
        return Some(1);
    }
    let rest: Vec<char> = rest.iter().copied().skip_while(|it| *it == ' ').collect();
    let digits: String = rest.iter().take_while(|it| it.is_ascii_digit()).collect();
    let year = match digits.is_empty() {
        true => numeral(&rest)?,
        false => digits.parse().ok()?,
    };
    (1..100).contains(&year).then_some(year)
}

/// 十二 of 十二年.
fn numeral(rest: &[char]) -> Option<i16> {
    let digit = |it: &char| "一二三四五六七八九".chars().position(|numeral| numeral == *it);
    let run: Vec<char> = rest
        .iter()
        .copied()
        .take_while(|it| *it == '十' || digit(it).is_some())
        .collect();
    let parts: Vec<&[char]> = run.split(|it| *it == '十').collect();
    let one = |part: &[char]| part.first().map(|it| digit(it).map_or(0, |it| it + 1));
    let year = match parts.as_slice() {
        [ones] => one(ones)?,
        [tens, ones] => one(tens).unwrap_or(1) * 10 + one(ones).unwrap_or(0),
        _ => return None,
    };
    i16::try_from(year).ok()
}

/// 2030 of 2030年 and 2030年度.
fn of_four(characters: &[char]) -> Option<i16> {
    let digits: String = characters.iter().take_while(|it| it.is_ascii_digit()).collect();
    let behind = characters.get(digits.len());
    let year = digits
        .parse()
        .ok()
        .filter(|_| digits.len() == 4 && behind == Some(&'年'))?;
    (1900..=2100).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::years;

    #[test]
    fn eras_and_years_of_four_digits() {
        let rows: [(&str, &[i16]); 8] = [
            ("令和12年度に売上高65億円", &[2030]),
            ("令和６年度から令和12年度まで", &[2024, 2030]),
            ("令和十二年度、令和元年", &[2030, 2019]),
            ("2030年度、２０２８年", &[2030, 2028]),
            ("平成30年に、昭和60年から", &[2018, 1985]),
            ("R12年度", &[2030]),
            ("12030年、2030円、20年", &[]),
            ("令和8年（2026年）", &[2026, 2026]),
        ];
        for (text, expected) in rows {
            assert_eq!(years(text), expected, "{text}");
        }
    }
}

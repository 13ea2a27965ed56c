//! Names of the middle classes (中分類) of the Japan Standard Industrial Classification, revision of July 2023.

/// The name of a middle class, or of the one that a longer code belongs to.
pub fn industry_name(code: &str) -> Option<&'static str> {
    let digits = code.len() <= 4 && code.bytes().all(|byte| byte.is_ascii_digit());
    let middle = code.get(..2).filter(|_| digits)?;
    let rows = include_str!("jsic.tsv").lines().filter_map(|row| row.split_once('\t'));
    rows.into_iter().find(|(code, _)| *code == middle).map(|(_, name)| name)
}

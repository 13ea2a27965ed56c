//! Targets that a company's own prose states, against its table of targets: only where both surely speak of the same.

use super::form2::covers_all;
use super::kpi::written_targets;
use crate::diagnostic::{Code, Diagnostic};
use crate::figures::Indicator;
use crate::plan::{Company, Kpi, Leaf, Plan, Prose, YearValue};
use rust_decimal::Decimal;

/// How the prose names the amounts; those without an indicator only part the others from their numbers.
const NAMES: &[(&str, Option<Indicator>)] = &[
    ("域内取引額", Some(Indicator::InternalTransactions)),
    ("域内仕入高", Some(Indicator::InternalTransactions)),
    ("県内仕入高", Some(Indicator::InternalTransactions)),
    ("県内からの仕入", Some(Indicator::InternalTransactions)),
    ("売上高", Some(Indicator::Sales)),
    ("売上額", Some(Indicator::Sales)),
];
/// With these a number is not the whole amount, or no round one.
const INNOCENT: &[&str] = &["増", "減", "以上", "超", "以下", "未満", "程度", "前後", "台", "規模"];
/// A sentence with one of these may speak of a part, or of something else.
const PARTS: &[&str] = &[
    "うち",
    "輸出",
    "投資",
    "県外",
    "海外",
    "部門",
    "事業の",
    "製品の",
    "1社当たり",
    "利益",
];

/// From here on, in yen, no number is an amount: it is a slip, and products of it could not be held.
const LIMIT: u64 = 1_000_000_000_000_000_000;

/// 「令和12年度に売上高65億円」 says what the table of targets says.
pub(super) fn targets(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for (company, indicator, kpi) in written_targets(plan) {
        if !covers_all(company, indicator, kpi) {
            continue;
        }
        let known = known(kpi);
        for leaf in proses(company, kpi) {
            let Leaf::Given {
                value: Prose(text),
                place,
                ..
            } = leaf
            else {
                continue;
            };
            let wrong = text
                .split(['。', '\n'])
                .find_map(|it| contradiction(it, indicator, &known));
            if let Some(message) = wrong {
                let hint = "目標値と文のどちらが正しいかを、企業に確かめてください。";
                to.push(Diagnostic::new(Code::ContradictsTarget, *place, message).hint(hint));
            }
        }
    }
}

fn proses<'a>(company: &'a Company, kpi: &'a Kpi) -> [&'a Leaf<Prose>; 7] {
    let form = &company.profile;
    [
        &form.philosophy,
        &form.situation,
        &form.strategy,
        &form.investment,
        &form.regional_impact,
        &form.vision,
        &kpi.basis,
    ]
}

/// The fiscal years of a company's table with their amounts, in yen.
fn known(kpi: &Kpi) -> Vec<(i16, Decimal)> {
    let Some(unit) = kpi.unit.value().and_then(|unit| unit.money()) else {
        return Vec::new();
    };
    let rows = std::iter::once(&kpi.baseline).chain(kpi.targets.iter());
    let row = |row: &YearValue| Some((row.fiscal_year.value()?.0, row.value.value()?.0 * unit.yen()));
    rows.filter_map(|it| row(it)).collect()
}

/// What a sentence says of a known year, where that clearly differs.
pub(super) fn contradiction(sentence: &str, indicator: Indicator, known: &[(i16, Decimal)]) -> Option<String> {
    if !sentence.contains("令和") || PARTS.iter().any(|part| sentence.contains(part)) {
        return None;
    }
    let differs = |(year, yen): &(i16, Decimal)| {
        let (_, expected) = known.iter().find(|(it, _)| it == year)?;
        let clearly = (yen - expected).abs() * Decimal::from(20) > *expected;
        let shown = |yen: Decimal| (yen / Decimal::from(100_000_000)).normalize();
        clearly.then(|| {
            format!(
                "文では令和{}年度の{}が{}億円ですが、目標値の表では{}億円です。",
                year - 2018,
                indicator.label(),
                shown(*yen),
                shown(*expected)
            )
        })
    };
    statements(sentence, indicator).iter().find_map(differs)
}

/// The fiscal years and amounts in yen that a sentence states of an indicator.
fn statements(sentence: &str, indicator: Indicator) -> Vec<(i16, Decimal)> {
    let years = sentence.match_indices("令和").filter_map(|(at, era)| {
        let rest = &sentence[at + era.len()..];
        let digits = rest.find(|it: char| !it.is_ascii_digit())?;
        let year: i16 = rest[..digits].parse().ok()?;
        let rest = rest[digits..].strip_prefix("年度")?;
        let (named, amount) = after_year(rest)?;
        let named = named.or_else(|| last_name(&sentence[..at]))?;
        (named == indicator).then_some((year.checked_add(2018)?, amount))
    });
    years.collect()
}

/// 「に売上高」「の県内からの仕入れを」「には」, then an amount.
fn after_year(rest: &str) -> Option<(Option<Indicator>, Decimal)> {
    let rest = ["までに", "には", "に", "の"]
        .iter()
        .find_map(|it| rest.strip_prefix(it))?;
    let named = NAMES
        .iter()
        .find_map(|(name, indicator)| Some((*indicator, rest.strip_prefix(name)?)));
    let (indicator, rest) = named.unwrap_or((None, rest));
    let rest = rest.trim_start_matches(['高', 'れ', 'は', 'を', 'が', '、']);
    let (amount, _, rest) = yen(rest)?;
    (!INNOCENT.iter().any(|word| rest.starts_with(word))).then_some((indicator, amount))
}

/// The amount named last before a place.
fn last_name(before: &str) -> Option<Indicator> {
    let found = NAMES
        .iter()
        .filter_map(|(name, indicator)| Some((before.rfind(name)?, *indicator)));
    found.max_by_key(|(at, _)| *at).and_then(|(_, indicator)| indicator)
}

/// The amount that begins a text: 14億8000万円, 2,300百万円; in yen, the unit of its last digit, and what follows.
pub(super) fn yen(text: &str) -> Option<(Decimal, Decimal, &str)> {
    let units = [
        ("億", 100_000_000_i64),
        ("百万", 1_000_000),
        ("万", 10_000),
        ("千", 1_000),
    ];
    let (mut sum, mut rest) = (Decimal::ZERO, text);
    loop {
        let end = rest.find(|it: char| !it.is_ascii_digit() && !matches!(it, '.' | ','))?;
        let number = Decimal::from_str_exact(&rest[..end].replace(',', "")).ok()?;
        rest = &rest[end..];
        let unit = units
            .iter()
            .find_map(|(name, yen)| Some((*yen, rest.strip_prefix(name)?)));
        let (unit, after) = unit.unwrap_or((1, rest));
        sum = sum.checked_add(number.checked_mul(unit.into())?)?;
        if sum >= Decimal::from(LIMIT) {
            return None;
        }
        let step = Decimal::new(1, number.scale()).checked_mul(unit.into())?;
        rest = after;
        if let Some(rest) = rest.strip_prefix('円') {
            return Some((sum, step, rest));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_found_where_they_are_sure() {
        let (sales, internal) = (Indicator::Sales, Indicator::InternalTransactions);
        let rows = [
            ("令和12年度に売上高65億円を達成し", sales, vec![(2030, 65_00)]),
            ("令和6年度の売上高は48億2000万円で", sales, vec![(2024, 48_20)]),
            (
                "県内からの仕入高を、令和6年度の14億8000万円から令和12年度には23億円へ増やします",
                internal,
                vec![(2024, 14_80), (2030, 23_00)],
            ),
            (
                "令和12年度の県内からの仕入れを9億5000万円とし",
                internal,
                vec![(2030, 9_50)],
            ),
            ("域内取引額を令和12年度に2,300百万円に", internal, vec![(2030, 23_00)]),
            ("令和12年度に売上高10億円増を目指し", sales, vec![]),
            ("令和12年度に約65億円の売上高", sales, vec![]),
            ("令和12年度に23億円を投じ", sales, vec![]),
        ];
        for (sentence, indicator, expected) in rows {
            let million = |(year, amount): (i16, i64)| (year, Decimal::from(amount * 1_000_000));
            let expected: Vec<_> = expected.into_iter().map(million).collect();
            assert_eq!(statements(sentence, indicator), expected, "{sentence}");
        }
    }
}

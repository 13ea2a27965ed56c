//! Rules of a company: the call's conditions, consents, numbers that contradict each other.

use super::header;
use crate::diagnostic::{Code, Diagnostic};
use crate::figures::{Condition, Definition, Measure, Measured, Measures, conditions, is_eligible, measures};
use crate::plan::{Company, Entry, Leaf, Line, MoneyUnit, Plan, Status, industry_name};
use crate::source::Place;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// 定量的基準: sales of the latest business year, employees, the year that form 2 may speak of.
pub(super) fn eligibility(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for company in plan.companies.iter().filter(|company| company.is_selected()) {
        for (place, unmet) in unmet(plan, company) {
            if let Some(reason) = reason(&unmet) {
                to.push(not_eligible(company, place, &reason));
            }
        }
    }
}

/// The conditions that a company does not meet, each with its place.
fn unmet(plan: &Plan, company: &Company) -> Vec<(Place, Condition)> {
    let conditions = conditions(plan, company).into_iter();
    let unmet = conditions.filter(|it| it.is_met() == Some(false));
    unmet.filter_map(|it| Some((it.place?, it))).collect()
}

fn not_eligible(company: &Entry<Company>, place: Place, reason: &str) -> Diagnostic {
    let name = named(company);
    let message = format!("重点支援企業「{name}」が応募条件を満たしていません。{reason}");
    Diagnostic::new(Code::NotEligible, place, message)
        .hint("値を申請書と照らし合わせてください。正しければ、status を \"selected\" にできません。")
}

/// Why a company is too small, too large or too early; `None` of what is no such condition.
fn reason(unmet: &Condition) -> Option<String> {
    let oku = |yen: Decimal| (yen / MoneyUnit::HundredMillion.yen()).normalize();
    match (unmet.value?, unmet.limit?) {
        (Measured::Yen(found), Measured::Yen(least)) => Some(format!(
            "売上高は{}億円で、条件は{}億円以上です（公募の応募条件・定量的基準）。",
            oku(found),
            oku(least)
        )),
        (Measured::Persons(found), Measured::Persons(most)) => Some(format!(
            "従業員は{found}名で、条件は{most}名以下です（公募の応募条件・定量的基準）。"
        )),
        (Measured::Day(found), Measured::Day(earliest)) => Some(format!(
            "様式2の事業年度の開始日は{found}で、条件は{earliest}以後です（様式2の1）。"
        )),
        _ => None,
    }
}

/// その他の条件: 伴走支援の承諾 and ネットワークへの参加.
pub(super) fn consents(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for company in plan.companies.iter().filter(|company| company.is_selected()) {
        for (place, unmet) in unmet(plan, company) {
            if let Some(Measured::Consent(_)) = unmet.value {
                let name = unmet.requirement.label();
                let message = format!("重点支援企業に必要な「{name}」がありません（公募の応募条件・その他）。");
                let hint = "企業に確かめてください。承諾がなければ、status を \"selected\" にできません。";
                to.push(Diagnostic::new(Code::MissingConsent, place, message).hint(hint));
            }
        }
    }
}

/// Applications after the call closed.
pub(super) fn received(plan: &Plan, to: &mut Vec<Diagnostic>) {
    let call = &plan.about.call;
    // A call that closes before it opens is told of itself.
    let after_opening = |closes: &DateTime| call.opens.value().is_none_or(|opens| closes.date() >= opens);
    if !call.closes.get().is_some_and(after_opening) {
        return;
    }
    for company in &plan.companies {
        for (place, unmet) in unmet(plan, company) {
            if let (Some(Measured::Moment(value)), Some(Measured::Moment(closes))) = (unmet.value, unmet.limit) {
                let message = format!("受付日時（{value}）が、公募の締切（{closes}）より後です。");
                let hint = "受付の記録を確かめてください。";
                to.push(Diagnostic::new(Code::ReceivedLate, place, message).hint(hint));
            }
        }
    }
}

/// A selected company that a rejected one of its field surpasses in every measure. To select is a human's: this only asks.
pub(super) fn outranked(plan: &Plan, to: &mut Vec<Diagnostic>) {
    let totals = plan.statistics.as_ref().map(|it| &it.record);
    let rejected = plan.companies.iter().filter(|company| {
        let eligible = is_eligible(&conditions(plan, company)) == Some(true);
        company.status.value() == Some(Status::NotSelected) && eligible
    });
    let rejected: Vec<_> = rejected.map(|company| (company, measures(company, totals))).collect();
    for company in plan.companies.iter().filter(|company| company.is_selected()) {
        let own = measures(company, totals);
        let above = rejected
            .iter()
            .find(|(other, theirs)| other.field.get() == company.field.get() && surpass(theirs, &own));
        if let (Some((other, _)), Some(place)) = (above, company.status.place()) {
            let message = format!(
                "重点支援企業「{}」は、選定しなかった「{}」（同じ対象分野）より、コネクター度もハブ度も低い値です。",
                named(company),
                named(other)
            );
            let hint = "総合勘案による選定であれば、このままで構いません。選定理由で説明できることを確かめてください。";
            to.push(Diagnostic::new(Code::Outranked, place, message).hint(hint));
        }
    }
}

fn named(company: &Company) -> &str {
    company.name.get().map_or("", |name| &*name.0)
}

/// Whether every measure that both have is greater; both must have the ratios of form 2.
fn surpass(theirs: &Measures, own: &Measures) -> bool {
    let pairs = Measure::ALL.into_iter().filter_map(|measure| {
        let value = |of: &'_ Measures| of.get(&measure)?.value.clone();
        Some((measure, value(theirs)?, value(own)?))
    });
    let pairs: Vec<_> = pairs.collect();
    let known = |measure| pairs.iter().any(|it| it.0 == measure);
    Definition::CompanyRatio.measures().into_iter().all(known) && pairs.iter().all(|(_, theirs, own)| theirs > own)
}

/// One file a company.
pub(super) fn corporate_numbers(plan: &Plan, to: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, &Entry<Company>> = BTreeMap::new();
    for company in &plan.companies {
        let Leaf::Given { value, place, .. } = &company.corporate_number else {
            continue;
        };
        if let Some(first) = seen.insert(&value.0, company) {
            let path = &plan.sources.file(first.file).path;
            let message = format!("法人番号 {} は、{path} にも書かれています。", value.0);
            let hint = "同じ企業を二度登録していないか、番号の写し誤りがないかを確かめてください。";
            to.push(Diagnostic::new(Code::DuplicateCorporateNumber, *place, message).hint(hint));
            seen.insert(&value.0, first);
        }
    }
}

/// The field of a company has a file.
pub(super) fn fields(plan: &Plan, to: &mut Vec<Diagnostic>) {
    let known: Vec<&str> = plan.fields.iter().map(|field| &*field.id).collect();
    for company in &plan.companies {
        if let Leaf::Given {
            value: Line(id), place, ..
        } = &company.field
            && !known.contains(&&**id)
        {
            let message = format!("対象分野「{id}」の定義（sources/fields/{id}.toml）がありません。");
            let hint = format!("{}のどれかを書いてください。", known.join("、"));
            to.push(Diagnostic::new(Code::UnknownField, *place, message).hint(hint));
        }
    }
}

/// うち書き of form 2: a part is not greater than its whole.
pub(super) fn parts(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for company in &plan.companies {
        let form = &company.transactions;
        let pairs = [
            (&form.external_sales, "域外売上高", &form.sales, "売上高"),
            (&form.internal_purchases, "域内仕入高", &form.purchases, "仕入高"),
            (&form.business_sales, "域内外の企業への販売額", &form.sales, "売上高"),
            (
                &form.external_sales,
                "域外売上高",
                &form.business_sales,
                "域内外の企業への販売額",
            ),
        ];
        // A whole that is too small is told of once, at its first part.
        let mut told = Vec::new();
        for (part, part_name, whole, whole_name) in pairs {
            let (Some(value), Some(limit), Some(place)) = (part.value(), whole.value(), part.place()) else {
                continue;
            };
            if value > limit && !told.contains(&place) && !whole.place().is_some_and(|it| told.contains(&it)) {
                let message = format!(
                    "{part_name}（{}）が、{whole_name}（{}）を超えています（様式2の1）。",
                    value.0, limit.0
                );
                let hint = "桁と単位を、様式2と照らし合わせてください。";
                to.push(Diagnostic::new(Code::PartExceedsWhole, place, message).hint(hint));
                told.push(place);
                told.extend(whole.place());
            }
        }
    }
}

/// A business year ends after it starts.
pub(super) fn business_years(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for company in &plan.companies {
        let year = &company.transactions.business_year;
        if let (Some(start), Leaf::Given { value: end, place, .. }) = (year.start.value(), &year.end)
            && *end <= start
        {
            let message = format!("事業年度の終了日（{end}）が、開始日（{start}）より後ではありません。");
            let hint = "様式2の事業年度を確かめてください。";
            to.push(Diagnostic::new(Code::BadDate, *place, message).hint(hint));
        }
    }
}

/// What a company needs once it is selected.
pub(super) fn selected_keys(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for company in plan.companies.iter().filter(|company| company.is_selected()) {
        let keys = [
            ("selection_reason", "選定理由", company.selection_reason.is_written()),
            (
                "supporting_post",
                "伴走支援の担当",
                company.supporting_post.is_written(),
            ),
        ];
        for (name, label, written) in keys {
            if !written {
                let message = format!("重点支援企業に必要な項目「{label}」（{name}）がありません。");
                let hint = format!(
                    "{name} = … を書き足してください。未定であれば {name} = {{ pending = \"理由\" }} と書けます。"
                );
                to.push(Diagnostic::new(Code::MissingKey, header(None, company.file), message).hint(hint));
            }
        }
    }
}

/// The industry by its number, or another with the reason (公募の留意事項).
pub(super) fn industries(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for company in &plan.companies {
        let industry = &company.industry;
        let Some(header) = industry.place else { continue };
        if let Leaf::Given {
            value: Line(code),
            place,
            ..
        } = &industry.code
            && industry_name(code).is_none()
        {
            let message = format!("「{code}」は、日本標準産業分類の中分類の番号ではありません。");
            let hint = "2桁の番号を、code = \"26\" のように書いてください。";
            to.push(Diagnostic::new(Code::BadValue, *place, message).hint(hint));
        }
        let other = industry.other.is_written() && industry.reason.is_written();
        if !industry.code.is_written() && !other {
            let message = "業種の分類番号（code）も、その他の業種（other）と理由（reason）も書かれていません。";
            let hint = "code = \"26\" のように番号を書くか、other と reason の両方を書いてください。";
            to.push(Diagnostic::new(Code::MissingKey, header, message).hint(hint));
        }
    }
}

/// A reading is written in kana.
pub(super) fn kana(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for company in &plan.companies {
        let Leaf::Given {
            value: Line(text),
            place,
            ..
        } = &company.name_kana
        else {
            continue;
        };
        let foreign: String = text.chars().filter(|it| !is_kana(*it)).take(10).collect();
        if !foreign.is_empty() {
            let message = format!("企業名の読み（name_kana）に、仮名でない文字（{foreign}）があります。");
            let hint = "全角の片仮名で書いてください。例：カブシキガイシャアソセイミツ";
            to.push(Diagnostic::new(Code::NotKana, *place, message).hint(hint));
        }
    }
}

/// Half-width kana are kana, if unwise: that is said elsewhere.
fn is_kana(character: char) -> bool {
    matches!(character, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '・' | 'ー' | '　' | ' ' | '\u{FF61}'..='\u{FF9F}')
}

/// A website has an address that a browser opens.
pub(super) fn websites(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for company in &plan.companies {
        if let Leaf::Given {
            value: Line(text),
            place,
            ..
        } = &company.website
            && !is_url(text)
        {
            let message = "ウェブサイトの住所（URL）として読めません。";
            let hint = "https:// から始まる半角の文字で書いてください。例：\"https://www.example.jp/\"";
            to.push(Diagnostic::new(Code::BadValue, *place, message).hint(hint));
        }
    }
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let parts = |host: &str| host.contains('.') && host.split('.').all(|part| !part.is_empty());
    let wide = |it: char| matches!(it, '！'..='～' | '、' | '。' | '<' | '>' | '"' | '\\');
    host.is_some_and(parts) && !text.contains(|it: char| it.is_whitespace() || it.is_control() || wide(it))
}

/// Months after its end until when the accounts of a business year may still be unsettled.
const SETTLING: i32 = 3;

/// 直近の決算: a business year is twelve months, and the latest that was settled when the call closed.
pub(super) fn plausible_years(plan: &Plan, to: &mut Vec<Diagnostic>) {
    let closes = plan.about.call.closes.value().map(|it| it.date());
    for company in &plan.companies {
        let year = &company.transactions.business_year;
        let (Some(start), Some(end), Some(place)) = (year.start.value(), year.end.value(), year.end.place()) else {
            continue;
        };
        // A selected company whose year is too early is told of that.
        let earliest = plan.about.eligibility.business_year_starts_on_or_after.value();
        if company.is_selected() && earliest.is_some_and(|earliest| start < earliest) {
            continue;
        }
        let problem = wrong_length(start, end).or_else(|| closes.and_then(|closes| not_latest(end, closes)));
        if let Some(message) = problem.filter(|_| start < end) {
            let hint =
                "直近1期分の決算書と照らし合わせてください。決算期の変更などで正しければ、このままで構いません。";
            to.push(Diagnostic::new(Code::BusinessYear, place, message).hint(hint));
        }
    }
}

fn months_after(date: Date, months: i32) -> Option<Date> {
    // The last day of a month stays the last day.
    let next = date.tomorrow().ok()?.checked_add(months.months()).ok()?;
    next.yesterday().ok()
}

fn wrong_length(start: Date, end: Date) -> Option<String> {
    let expected = start.yesterday().ok().and_then(|it| months_after(it, 12))?;
    (end != expected)
        .then(|| format!("事業年度（{start}から{end}まで）が、12か月ではありません（12か月であれば{expected}まで）。"))
}

fn not_latest(end: Date, closes: Date) -> Option<String> {
    if end > closes {
        return Some(format!(
            "事業年度の終了日（{end}）が、公募の締切（{closes}）より後です。"
        ));
    }
    let settled = months_after(end, 12 + SETTLING)?;
    (settled < closes).then(|| {
        format!("事業年度（{end}まで）が、直近の決算ではありません。公募の締切（{closes}）には、次の期の決算が済んでいたはずです。")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn addresses() {
        for text in ["https://aso.example.jp/", "http://example.jp?a=b", "https://日本語.jp/"] {
            assert!(is_url(text), "{text}");
        }
        for text in [
            "aso.example.jp",
            "https://",
            "https://localhost",
            "https：//a.jp",
            "https://a b.jp",
            "mailto:a@b.jp",
        ] {
            assert!(!is_url(text), "{text}");
        }
    }

    #[test]
    fn business_years() {
        let closes = date(2026, 6, 1);
        assert_eq!(wrong_length(date(2024, 4, 1), date(2025, 3, 31)), None);
        assert_eq!(wrong_length(date(2024, 3, 1), date(2025, 2, 28)), None);
        assert!(wrong_length(date(2024, 4, 1), date(2025, 3, 30)).is_some());
        assert_eq!(not_latest(date(2025, 3, 31), closes), None);
        assert!(not_latest(date(2025, 2, 28), closes).is_some());
        assert!(not_latest(date(2026, 6, 30), closes).is_some());
    }
}

//! Words that announce an investment, or how many a company hires.

use super::Finding;
use super::passage::Passage;
use super::sentence::Sentence;
use crate::diagnostic::Code;
use crate::plan::{Plan, written_dates};
use crate::words::{Kind, Quantity};

/// What a sentence of a company's own published text speaks of investments by, whatever number it has: the word, and
/// words that make the sentence innocent.
const INVESTMENT: &[(&str, &[&str])] = &[
    ("投資", &["投資家"]),
    ("着工", &[]),
    ("増設", &[]),
    ("新設", &[]),
    ("増築", &[]),
    ("を建て", &[]),
    ("を建設", &[]),
    ("の建設", &[]),
    ("億円", &["売上", "取引", "輸出", "仕入", "販売", "市場"]),
];
/// What a sentence with a number of people speaks of hiring by.
const HIRING: &[&str] = &["採用", "増員", "雇用", "増やし", "従業員", "新卒"];
/// Words that announce an investment where a number stands beside them, in letters.
const ANNOUNCING: &[&str] = &[
    "着工",
    "起工",
    "竣工",
    "新設",
    "増設",
    "新築",
    "増築",
    "改築",
    "建設",
    "建て",
    "建造",
    "取得",
    "購入",
    "導入",
    "設置",
    "稼働",
    "操業",
    "投資",
    "投じ",
    "新工場",
    "新棟",
    "設備更新",
    "立ち上げ",
    "動き始め",
    "動き出",
    "を入れま",
    "を据え",
];
/// Of these the day or the year alone says enough.
const WORKS: &[&str] = &[
    "着工",
    "起工",
    "竣工",
    "稼働開始",
    "操業開始",
    "稼働",
    "操業を",
    "落成",
    "立ち上げ",
    "動き始め",
    "動き出",
];
/// What a company invests in, in letters.
const ASSETS: &[&str] = &[
    "工場",
    "棟",
    "ライン",
    "設備",
    "機械",
    "加工機",
    "装置",
    "倉庫",
    "建屋",
    "建物",
    "プラント",
    "社屋",
    "用地",
    "敷地",
    "土地",
    "研究所",
    "物流センター",
    "ロボット",
    "測定機",
    "検査機",
    "成形機",
    "プレス機",
    "タンク",
    "冷凍庫",
    "槽",
    "クリーンルーム",
    "施設",
];
/// Who does something that is no company's.
const AUTHORITIES: &[&str] = &[
    "県は",
    "県が",
    "県では",
    "本県は",
    "県の",
    "国は",
    "国が",
    "国の",
    "市は",
    "町は",
    "村は",
    "市町村",
    "大学",
    "県立",
    "県産業技術センター",
    "高等専門学校",
    "港",
];
/// What an authority speaks of companies by.
const COMPANIES: &[&str] = &["企業", "同社", "当社", "社が", "社は", "社の", "工場"];
/// Beside a number: it bounds what everybody may ask for.
const SUPPORT: &[&str] = &[
    "補助",
    "助成",
    "交付",
    "上限",
    "限度",
    "予算",
    "融資",
    "支援する",
    "支援します",
];
/// Such years or parts of them tell when something begins.
const WHEN: &[&str] = &["月", "年度", "上期", "下期", "年内", "年に", "年春", "年秋", "年末"];
/// The same without a year.
const SOON: &[&str] = &["来年", "再来年", "今年度中", "年度内に", "来春", "来秋"];
/// What a company builds on.
const SITES: &[&str] = &["隣接地", "隣地", "新たな用地"];
/// Words that announce what is built there, with nothing else beside them.
const BUILDING: &[&str] = &["建設", "建て", "建造", "新設", "増設", "着工"];

/// Whether a text has one of the words without which nothing in it announces anything.
pub fn may_announce(text: &str) -> bool {
    let words = INVESTMENT.iter().map(|(word, _)| word);
    words.chain(HIRING).chain(ANNOUNCING).any(|word| text.contains(word))
}

/// What a sentence announces.
pub fn finding(plan: &Plan, passage: &Passage<'_>, sentence: &Sentence<'_>) -> Option<Finding> {
    let (word, what) = match passage.of_form {
        true => telling(sentence.text).map(|word| (word, "")),
        false => None,
    }
    .or_else(|| announced(plan, passage, sentence))?;
    let at = sentence.text.find(word).unwrap_or_default();
    let start = sentence.range.start + at;
    let end = sentence.text[at..].starts_with(word).then_some(start + word.len());
    Some(Finding {
        code: Code::PublicMentionsInvestment,
        part: start..end.unwrap_or(sentence.range.end),
        cleared: sentence.range.clone(),
        message: format!("公表する文が、投資又は採用の規模（「{word}」{what}）に触れている可能性があります。"),
        advice: "個別の投資案件は公表しません（公募の留意事項）。企業に確かめ、投資や採用の規模が分からない文に書き換えてください。企業の文は [public.text] に書けます。",
    })
}

/// The word by which a sentence tells what stays unpublished.
fn telling(sentence: &str) -> Option<&'static str> {
    let innocent = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let investment = INVESTMENT
        .iter()
        .find(|(word, except)| sentence.contains(word) && !innocent(except));
    investment.map(|(word, _)| *word).or_else(|| hiring(sentence))
}

fn hiring(sentence: &str) -> Option<&'static str> {
    let ends = sentence.match_indices(['人', '名']).map(|(at, _)| at);
    let counted =
        ends.filter(|at| sentence[..*at].ends_with(|it: char| it.is_ascii_digit() || matches!(it, '０'..='９')));
    let mut groups = counted.filter(|at| !sentence[*at..].starts_with("人当たり"));
    groups.next()?;
    HIRING.iter().copied().find(|word| sentence.contains(word))
}

/// A word that announces an investment, and what stands beside it.
fn announced(plan: &Plan, passage: &Passage<'_>, sentence: &Sentence<'_>) -> Option<(&'static str, &'static str)> {
    let word = ANNOUNCING
        .iter()
        .copied()
        .find(|word| sentence.letters.contains(word))?;
    let has_asset = sentence.has(ASSETS);
    let of_company = passage.company.is_some() || sentence.names_company || !sentence.companies.is_empty();
    let public_work = !of_company && sentence.has(AUTHORITIES) && !sentence.has(COMPANIES);
    if public_work {
        return None;
    }
    let counted = sentence
        .quantities
        .iter()
        .find_map(|it| counted(passage, sentence, it, has_asset));
    counted
        .map(|what| (word, what))
        .or_else(|| dated(plan, sentence, has_asset))
        .or_else(|| built(sentence).filter(|_| of_company))
}

/// A word for the building of a company's next works, numbered or placed.
fn built(sentence: &Sentence<'_>) -> Option<(&'static str, &'static str)> {
    let is_next = is_ordinal_asset(&sentence.letters) || sentence.has(SITES);
    let word = BUILDING.iter().find(|word| sentence.letters.contains(**word))?;
    is_next.then_some((word, "と場所など"))
}

/// What a number says of an investment.
fn counted(
    passage: &Passage<'_>,
    sentence: &Sentence<'_>,
    quantity: &Quantity,
    has_asset: bool,
) -> Option<&'static str> {
    let text = passage.text();
    let window = |from: usize, to: usize| {
        let start = (from..=quantity.start)
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(quantity.start);
        let end = (quantity.end..=to)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(quantity.end);
        &text[start..end]
    };
    let near = window(
        quantity.start.saturating_sub(24).max(sentence.range.start),
        (quantity.end + 36).min(sentence.range.end),
    );
    if SUPPORT.iter().any(|word| near.contains(word)) {
        return None;
    }
    let invests = sentence.has(&["投資", "投じ", "総額", "事業費"]);
    let sells = ["売上", "取引", "輸出", "仕入", "販売", "市場", "出荷"]
        .iter()
        .any(|word| near.contains(word));
    match quantity.kind {
        Kind::Money if (has_asset || invests) && !sells => Some("と金額"),
        Kind::Pieces if has_asset || invests || is_machine(&text[..quantity.start]) => Some("と台数など"),
        Kind::Area if has_asset || invests => Some("と面積"),
        Kind::Money | Kind::Pieces | Kind::Area | Kind::Persons | Kind::Rate => None,
    }
}

/// Whether what is counted is a machine: 凍結機5台, 発酵槽2基.
fn is_machine(before: &str) -> bool {
    before.trim_end().ends_with(['機', '炉', '槽', '器', '釜'])
}

/// A word that says when something is begun or done, with the day or year, unless that has long gone by.
fn dated(plan: &Plan, sentence: &Sentence<'_>, has_asset: bool) -> Option<(&'static str, &'static str)> {
    let word = WORKS.iter().copied().find(|word| sentence.letters.contains(word))?;
    let now = plan.about.plan_period.start.value().map_or(0, |year| year.0);
    let is_ahead = sentence.years.iter().any(|year| *year >= now);
    let day = written_dates(sentence.text)
        .iter()
        .any(|date| date.year.is_none_or(|year| year >= now));
    let says = |words: &[&str]| words.iter().any(|it| sentence.text.contains(it));
    let says_when = day || is_ahead && says(WHEN) || says(SOON);
    let ordinal = is_ordinal_asset(&sentence.letters);
    ((has_asset || ordinal) && says_when).then_some((word, "と時期"))
}

/// 第三工場, 第2棟.
fn is_ordinal_asset(letters: &str) -> bool {
    letters.match_indices('第').any(|(at, _)| {
        let rest = letters[at + '第'.len_utf8()..].trim_start_matches(|it: char| it.is_numeric());
        ["工場", "棟", "ライン", "期工事", "倉庫", "プラント"]
            .iter()
            .any(|word| rest.starts_with(word))
    })
}

#[cfg(test)]
mod tests {
    use super::telling;

    #[test]
    fn only_sentences_of_investments_and_hiring_tell() {
        let rows = [
            ("投資額は約28億円です", Some("投資")),
            ("令和12年度に売上高65億円を達成します", None),
            ("総額30億円の第三工場を持ちます", Some("億円")),
            ("県内の高校から60人を採用します", Some("採用")),
            ("従業員1人当たりの研修を増やします", None),
            ("1人の名人ではなく全員の仕事です", None),
            ("牛乳の成分を使い切る工場を実現します", None),
        ];
        for (sentence, word) in rows {
            assert_eq!(telling(sentence), word, "{sentence}");
        }
    }
}

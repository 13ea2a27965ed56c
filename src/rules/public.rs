//! What a company agreed to publish does not speak of its investments or of how many it hires.

use crate::diagnostic::{Code, Diagnostic};
use crate::plan::{Company, Leaf, Plan, Prose, PublicSection};

/// What a sentence speaks of investments by: the word, and words that make the sentence innocent.
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

/// 留意事項: 企業における個別の投資案件を公表することはありません.
pub(super) fn investments(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for company in &plan.companies {
        for leaf in published(company) {
            let Leaf::Given {
                value: Prose(text),
                place,
                ..
            } = leaf
            else {
                continue;
            };
            if let Some((word, sentence)) = text.split(['。', '\n']).find_map(telling) {
                let shown: String = sentence.trim().chars().take(40).collect();
                let message = format!("公表する文が、投資又は採用の規模（{word}）に触れています（「{shown}…」）。");
                let hint = "個別の投資案件は公表しません（公募の留意事項）。企業に確かめ、[public.text] に公表用の文を書いてください。";
                to.push(Diagnostic::new(Code::PublicMentionsInvestment, *place, message).hint(hint));
            }
        }
    }
}

/// The texts that the public will read: those worded for it, else those of form 1 that it may read.
fn published(company: &Company) -> Vec<&Leaf<Prose>> {
    let (form, text) = (&company.profile, &company.public.text);
    let sections = [
        (PublicSection::Philosophy, &form.philosophy, &text.philosophy),
        (PublicSection::Situation, &form.situation, &text.situation),
        (PublicSection::Strategy, &form.strategy, &text.strategy),
        (
            PublicSection::RegionalImpact,
            &form.regional_impact,
            &text.regional_impact,
        ),
        (PublicSection::Vision, &form.vision, &text.vision),
    ];
    let is_public = |section| company.public.sections.values().any(|it| *it == section);
    let chosen = sections.into_iter().map(|(section, own, worded)| {
        let own = Some(own).filter(|_| is_public(section));
        Some(worded).filter(|it| it.is_written()).or(own)
    });
    chosen.flatten().collect()
}

/// The word by which a sentence tells what stays unpublished.
fn telling(sentence: &str) -> Option<(&'static str, &str)> {
    let innocent = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let investment = INVESTMENT
        .iter()
        .find(|(word, except)| sentence.contains(word) && !innocent(except));
    let word = investment.map(|(word, _)| *word).or_else(|| hiring(sentence))?;
    Some((word, sentence))
}

fn hiring(sentence: &str) -> Option<&'static str> {
    let ends = sentence.match_indices(['人', '名']).map(|(at, _)| at);
    let counted =
        ends.filter(|at| sentence[..*at].ends_with(|it: char| it.is_ascii_digit() || matches!(it, '０'..='９')));
    let mut groups = counted.filter(|at| !sentence[*at..].starts_with("人当たり"));
    groups.next()?;
    HIRING.iter().copied().find(|word| sentence.contains(word))
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
            assert_eq!(telling(sentence).map(|it| it.0), word, "{sentence}");
        }
    }
}

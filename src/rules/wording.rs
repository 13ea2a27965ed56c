//! Rules of how a text is worded: sentence endings, characters that are unwise, full-width digits.

use super::text::Text;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Class;
use crate::plan::{Plan, Wording};
use unicode_normalization::UnicodeNormalization;

/// How polite sentences end.
const POLITE: [&str; 9] = [
    "です",
    "ます",
    "ました",
    "ません",
    "でした",
    "でしょう",
    "ましょう",
    "ください",
    "ませんか",
];
/// How plain sentences end, roughly; nouns end otherwise.
const PLAIN: [&str; 11] = ["る", "た", "だ", "ない", "たい", "う", "く", "す", "む", "ぶ", "つ"];
/// With one of these among its first characters a sentence takes the one before it up: 「…が店に並ぶ。そのような…を目指します」.
const TAKES_UP: [&str; 4] = ["その", "そう", "それ", "そんな"];

/// です・ます and である do not mix in one text, nor with those of the plan.
pub(super) fn endings(plan: &Plan, text: &Text<'_>, to: &mut Vec<Diagnostic>) {
    if !text.prose {
        return;
    }
    let bare = without_brackets(text.content);
    let found = sentence_endings(&bare);
    let words = |wording: Wording| found.iter().find(|it| it.0 == wording).map(|it| last_words(it.1));
    let (plain, polite) = (words(Wording::Plain), words(Wording::Polite));
    let wanted = plan
        .about
        .display
        .wording
        .value()
        .filter(|_| text.class < Class::Internal);
    let (message, hint) = match (plain, polite, wanted) {
        (Some(plain), Some(polite), _) => (
            format!("「です・ます」（…{polite}。）と「である」（…{plain}。）が混ざっています。"),
            "どちらかにそろえてください。",
        ),
        (Some(plain), None, Some(Wording::Polite)) => (
            format!("文末が「である」（…{plain}。）です。この計画の文末は「です・ます」です。"),
            "文末を直すか、plan.toml の [display] wording を直してください。",
        ),
        (None, Some(polite), Some(Wording::Plain)) => (
            format!("文末が「です・ます」（…{polite}。）です。この計画の文末は「である」です。"),
            "文末を直すか、plan.toml の [display] wording を直してください。",
        ),
        _ => return,
    };
    to.push(Diagnostic::new(Code::MixedWording, text.place, message).hint(hint));
}

/// How each sentence of a text without brackets ends, with the sentence; endings in nouns are passed over.
fn sentence_endings(bare: &str) -> Vec<(Wording, &str)> {
    let sentences: Vec<&str> = bare.split_inclusive('。').map(str::trim).collect();
    let mut found = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let Some(sentence) = sentence.strip_suffix('。') else {
            continue;
        };
        let next = sentences.get(index + 1).copied().unwrap_or_default();
        let ends = |endings: &[&str]| endings.iter().any(|ending| sentence.ends_with(ending));
        if ends(&POLITE) {
            found.push((Wording::Polite, sentence));
        } else if ends(&PLAIN) && !takes_up(next) {
            found.push((Wording::Plain, sentence));
        }
    }
    found
}

/// The last characters of a sentence, by which somebody finds it.
fn last_words(sentence: &str) -> &str {
    let start = sentence.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    &sentence[start..]
}

fn takes_up(sentence: &str) -> bool {
    let beginning: String = sentence.chars().take(8).collect();
    TAKES_UP.iter().any(|word| beginning.contains(word))
}

/// A text without quotations and notes in brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '「' | '『' | '（' | '(' => depth += 1,
            '」' | '』' | '）' | ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(character),
            _ => {}
        }
    }
    bare
}

/// Characters that print, but look different or break elsewhere: 丸数字, 組文字, 半角カナ.
pub(super) fn machine_dependent(_: &Plan, text: &Text<'_>, to: &mut Vec<Diagnostic>) {
    let mut found: Vec<char> = text.content.chars().filter(|it| is_machine_dependent(*it)).collect();
    found.sort_unstable();
    found.dedup();
    let Some(first) = found.first() else { return };
    let shown: String = found.iter().take(10).collect();
    let message = format!("機種依存文字（{shown}）が含まれています。相手先で文字化けするおそれがあります。");
    let plain: String = std::iter::once(*first).nfkc().collect();
    let hint = format!("別の書き方に替えてください。例：{first} は {plain}");
    to.push(Diagnostic::new(Code::MachineDependent, text.place, message).hint(hint));
}

fn is_machine_dependent(character: char) -> bool {
    let enclosed = matches!(character, '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}' | '\u{3200}'..='\u{33FF}');
    let halfwidth = matches!(character, '\u{FF61}'..='\u{FF9F}');
    let roman = matches!(character, '\u{2160}'..='\u{217F}');
    enclosed || halfwidth || roman || matches!(character, '№' | '℡')
}

/// Digits and letters in running text are half-width, so that numbers can be searched and compared.
pub(super) fn full_width(_: &Plan, text: &Text<'_>, to: &mut Vec<Diagnostic>) {
    let is_wide = |it: char| matches!(it, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    if !text.prose || !text.content.contains(is_wide) {
        return;
    }
    let from = text.content.find(is_wide).unwrap_or_default();
    let wide: String = text.content[from..]
        .chars()
        .take_while(|it| is_wide(*it))
        .take(20)
        .collect();
    let plain: String = wide.nfkc().collect();
    let message = format!("文章の中に、全角の数字又は英字（{wide}）があります。");
    let hint = format!("半角で書いてください。例：{plain}");
    to.push(Diagnostic::new(Code::FullWidthDigits, text.place, message).hint(hint));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_told_apart() {
        let rows = [
            ("目指します。担います。", "polite polite"),
            ("目指す。担った。高くない。", "plain plain plain"),
            ("「店に並ぶ。」と考えます。", "polite"),
            ("世界の店に並ぶ。そのような産地を目指します。", "polite"),
            ("県外からの調達が中心。6月に申出があった。", "plain"),
            ("半導体製造装置用の部品の加工", ""),
            ("取り組んでください（期限までに出す。）。", "polite"),
        ];
        for (text, expected) in rows {
            let bare = without_brackets(text);
            let names = sentence_endings(&bare).into_iter().map(|(wording, _)| match wording {
                Wording::Polite => "polite",
                Wording::Plain => "plain",
            });
            assert_eq!(names.collect::<Vec<_>>().join(" "), expected, "{text}");
        }
    }
}

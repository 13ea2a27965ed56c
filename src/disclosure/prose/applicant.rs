//! Names of applicants that were not selected: nobody but the prefecture and the nation knows that they applied.

use super::Finding;
use super::investment::names_read_by_all;
use super::names::names_of;
use super::sentence::Sentence;
use crate::diagnostic::Code;
use crate::plan::Plan;
use crate::words::{Letters, letters};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::BTreeMap;
use std::ops::Range;

/// A shorter name is a word of any text, in letters.
const SHORTEST: usize = 3;
/// Such a letter behind a name makes no longer word of it: 阿蘇精密社, 阿蘇精密製.
const SUFFIXES: [char; 7] = ['社', '様', '等', '他', '製', '側', '殿'];
/// Of a name in hiragana these letters are none.
const PARTICLES: [char; 9] = ['は', 'が', 'の', 'を', 'と', 'も', 'に', 'で', 'や'];

/// The names of applicants that were not selected, as they stand alone.
#[derive(Default)]
pub struct Applicants {
    automaton: Option<AhoCorasick>,
    /// The company of each pattern, by its index in the plan; `None` of names that everybody reads.
    companies: Vec<Option<usize>>,
}

/// What a letter makes words with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Kanji,
    Katakana,
    Hiragana,
    Latin,
    Other,
}

impl Applicants {
    /// Those of a plan of which an edition's readers see `public`. A name that is also that of a place, of a field or of
    /// whatever else they read, tells nothing; nor is it found within a longer one that they read.
    pub fn of(plan: &Plan, public: &Plan) -> Applicants {
        let known = names_read_by_all(public);
        let mut of: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for (index, company) in plan.companies.iter().enumerate().filter(|(_, it)| !it.is_selected()) {
            let names = names_of(company)
                .into_iter()
                .filter(|it| it.chars().count() >= SHORTEST);
            let tells = |name: &String| !known.iter().any(|it| it.contains(&**name));
            of.extend(names.filter(tells).map(|name| (name, Some(index))));
        }
        if of.is_empty() {
            return Applicants::default();
        }
        let selected = plan.companies.iter().filter(|it| it.is_selected());
        let selected = selected.flat_map(names_of).chain(known);
        selected.for_each(|name| _ = of.insert(name, None));
        let (patterns, companies): (Vec<String>, Vec<Option<usize>>) = of.into_iter().unzip();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&patterns);
        Applicants {
            automaton: automaton.ok(),
            companies,
        }
    }

    /// The first name in a sentence.
    pub fn finding(&self, plan: &Plan, sentence: &Sentence<'_>) -> Option<Finding> {
        let automaton = self.automaton.as_ref()?;
        let own = Letters::of(sentence.text);
        let joined: String = own.letters.iter().collect();
        let (company, range) = automaton.find_iter(&joined).find_map(|hit| {
            let company = self.companies[hit.pattern().as_usize()]?;
            let first = joined[..hit.start()].chars().count();
            let last = first + joined[hit.range()].chars().count() - 1;
            let range = own.start(first)..own.end(sentence.text, last);
            stands_alone(sentence.text, &range).then_some((company, range))
        })?;
        Some(Finding {
            code: Code::PerhapsWithheldInText,
            part: sentence.range.start + range.start..sentence.range.start + range.end,
            cleared: sentence.range.clone(),
            message: format!(
                "公表する文のこの語は、重点支援企業に選定されていない応募企業（companies/{}）の名前かもしれません。",
                plan.companies[company].id
            ),
            advice: "応募したことが分からないように、名前を除いて書き換えてください。",
        })
    }
}

/// Whether a part is a word of its own, not part of a longer one.
fn stands_alone(text: &str, part: &Range<usize>) -> bool {
    let name = letters(&text[part.clone()]);
    let (Some(first), Some(last)) = (name.chars().next(), name.chars().next_back()) else {
        return false;
    };
    let before = text[..part.start].chars().next_back();
    let behind = text[part.end..].chars().next();
    let is_joined = |one: char, other: Option<char>| {
        other.is_some_and(|other| Script::of(one) == Script::of(other) && Script::of(one) != Script::Other)
    };
    let ends = behind.is_some_and(|it| match Script::of(last) {
        Script::Hiragana => PARTICLES.contains(&it),
        _ => SUFFIXES.contains(&it),
    });
    !is_joined(first, before) && (ends || !is_joined(last, behind))
}

impl Script {
    fn of(letter: char) -> Script {
        match letter {
            '一'..='鿿' | '々' | '〆' | 'ヶ' => Script::Kanji,
            'ァ'..='ヺ' | 'ー' | 'ｦ'..='ﾟ' => Script::Katakana,
            'ぁ'..='ゖ' => Script::Hiragana,
            'ａ'..='ｚ' | 'Ａ'..='Ｚ' | '０'..='９' => Script::Latin,
            it if it.is_ascii_alphanumeric() => Script::Latin,
            _ => Script::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::stands_alone;

    #[test]
    fn a_name_is_a_word_of_its_own() {
        let rows = [
            ("火国食品は応募しました", "火国食品", true),
            ("㈱火国食品様", "火国食品", true),
            ("地元の「火国食品」", "火国食品", true),
            ("大火国食品", "火国食品", false),
            ("火国食品卸売市場", "火国食品", false),
            ("ヒノクニフーズ", "ヒノクニ", false),
            ("ヒノクニが", "ヒノクニ", true),
            ("株のひのくには", "ひのくに", false),
            ("「ひのくに」", "ひのくに", true),
            ("火国HINOKUNI2", "HINOKUNI", false),
        ];
        for (text, name, expected) in rows {
            let start = text.find(name).unwrap();
            assert_eq!(stands_alone(text, &(start..start + name.len())), expected, "{text}");
        }
    }
}

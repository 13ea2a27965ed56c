//! Parts a text into words: Japanese by its dictionary, a number with its sign and unit in one.

use super::number;
use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

/// The words of a text, white space and marks included: joined they give the text.
pub fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut open, mut at) = (0, 0);
    while let Some(first) = text[at..].chars().next() {
        match number::length(text, at) {
            0 => at += first.len_utf8(),
            length => {
                push_words(&text[open..at], &mut words);
                words.push(&text[at..at + length]);
                at += length;
                open = at;
            }
        }
    }
    push_words(&text[open..], &mut words);
    words
}

fn push_words<'a>(text: &'a str, to: &mut Vec<&'a str>) {
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let mut start = 0;
    for end in segmenter.segment_str(text).filter(|end| *end > 0) {
        to.push(&text[start..end]);
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::words;
    use proptest::prelude::*;

    #[test]
    fn a_number_keeps_its_sign_and_unit() {
        let one = [
            "1,234百万円",
            "令和8年度",
            "令和元年度",
            "3.5％",
            "12人",
            "△5",
            "−1.2ポイント",
            "3億8598万円",
            "第3回",
            "12か月",
            "１，２３４千円",
            "500㎡",
            "100t",
            "2028年",
            "15社",
        ];
        for number in one {
            assert_eq!(words(number), [number]);
            let text = format!("値は{number}で");
            assert!(words(&text).contains(&number), "{text}: {:?}", words(&text));
        }
        assert_eq!(words("令和8年4月1日"), ["令和8年", "4月", "1日"]);
        assert_eq!(words("2026-2030"), ["2026", "-", "2030"]);
        assert_eq!(words("ISO9001を"), ["ISO9001", "を"]);
        assert_eq!(words("県内企業の取引"), ["県内", "企業", "の", "取引"]);
    }

    proptest! {
        #[test]
        fn words_joined_give_the_text(text in "[ -~ぁ-んァ-ン一-龠０-９△−，．％0-9令和第年\n]{0,60}|.{0,60}") {
            prop_assert_eq!(words(&text).concat(), text.clone());
            prop_assert!(words(&text).iter().all(|word| !word.is_empty()));
        }
    }
}

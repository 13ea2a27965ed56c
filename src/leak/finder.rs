//! Finds many texts in many bytes at once.

use aho_corasick::AhoCorasick;

/// So many bytes of each pattern are looked for at once; whether the rest follows is seen where they are found. Whole
/// paragraphs would make the automaton as large as the plan.
const PREFIX: usize = 24;

/// Patterns, each with a value of its own.
#[derive(Clone, Debug, Default)]
pub struct Finder {
    patterns: Vec<(Vec<u8>, usize)>,
    /// `None` where there is nothing to find, or where the patterns are too many for it.
    automaton: Option<AhoCorasick>,
}

impl Finder {
    /// Looks for these patterns.
    pub fn new(patterns: Vec<(Vec<u8>, usize)>) -> Self {
        let prefixes = patterns
            .iter()
            .map(|(pattern, _)| &pattern[..pattern.len().min(PREFIX)]);
        let automaton = AhoCorasick::new(prefixes).ok();
        Finder { patterns, automaton }
    }

    /// Shows the value of each pattern that stands in the bytes to `visit`, as often as it stands there. Digits at its ends
    /// are whole numbers: `12株式会社` is not found in `112株式会社`.
    pub fn find(&self, bytes: &[u8], visit: &mut dyn FnMut(usize)) {
        let mut look = |index: usize, start: usize| {
            let Some((pattern, value)) = self.patterns.get(index) else {
                return;
            };
            if bytes[start..].starts_with(pattern) && is_whole(bytes, start, start + pattern.len()) {
                visit(*value);
            }
        };
        match &self.automaton {
            Some(automaton) => automaton
                .find_overlapping_iter(bytes)
                .for_each(|found| look(found.pattern().as_usize(), found.start())),
            None => (0..bytes.len()).for_each(|start| (0..self.patterns.len()).for_each(|it| look(it, start))),
        }
    }
}

fn is_whole(bytes: &[u8], start: usize, end: usize) -> bool {
    let digits = |one: Option<usize>, other: usize| {
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        one.is_some_and(is_digit) && is_digit(other)
    };
    !digits(start.checked_sub(1), start) && !digits(end.checked_sub(1), end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(patterns: &[&str], text: &str) -> Vec<usize> {
        let patterns = patterns
            .iter()
            .enumerate()
            .map(|(index, it)| (it.as_bytes().to_vec(), index));
        let mut found = Vec::new();
        Finder::new(patterns.collect()).find(text.as_bytes(), &mut |index| found.push(index));
        found
    }

    #[test]
    fn patterns_of_one_beginning_are_told_apart() {
        let long = "株式会社阿蘇精密機械製作所";
        let other = "株式会社阿蘇精密機械研究所";
        assert_eq!(found(&[long, other, "阿蘇精密"], &format!("甲{other}乙")), [1, 2]);
        assert!(found(&[long], "株式会社阿蘇精密機械").is_empty());
    }

    #[test]
    fn numbers_at_the_ends_are_whole() {
        assert!(found(&["12株式会社"], "112株式会社").is_empty());
        assert_eq!(found(&["12株式会社"], "甲12株式会社3"), [0]);
        assert!(found(&["8999900000001"], "89999000000012").is_empty());
    }
}

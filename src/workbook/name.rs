//! Names that Excel takes, each once.

use super::Text;
use unicode_normalization::UnicodeNormalization;

/// Excel takes no longer name of a sheet, in units of UTF-16.
const LONGEST_SHEET: usize = 31;
/// Excel takes no longer name of a cell.
const LONGEST_NAME: usize = 200;

/// The name of a cell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DefinedName(Text);

impl DefinedName {
    pub(super) fn new(wanted: &str, taken: &[&str]) -> DefinedName {
        let letter = |it: char| if it.is_alphanumeric() { it } else { '_' };
        let plain: String = wanted.chars().map(letter).collect();
        // A1, R1C1 and 2030 are no names; an underscore before them makes them some.
        let first = plain.nfkc().next();
        let starts = first.is_some_and(|it| it.is_alphabetic() && !it.is_ascii());
        let plain = if starts { plain } else { format!("_{plain}") };
        DefinedName(unique(&plain, LONGEST_NAME, taken, |number| format!("_{number}")).into())
    }

    /// As formulas write it.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// The wanted name without what Excel forbids, and unlike those that are taken.
pub(super) fn sheet_name(wanted: &str, taken: &[&str]) -> String {
    let allowed = |it: char| match it {
        '[' => '［',
        ']' => '］',
        ':' => '：',
        '*' => '＊',
        '?' => '？',
        '/' => '／',
        '\\' => '＼',
        '\'' => '’',
        other => other,
    };
    let plain: String = wanted.chars().filter(|it| !it.is_control()).map(allowed).collect();
    let plain = plain.trim();
    // Excel keeps this word for itself.
    let reserved = plain.is_empty() || same(plain, "History");
    let plain = if reserved {
        format!("シート{plain}")
    } else {
        plain.to_owned()
    };
    unique(&plain, LONGEST_SHEET, taken, |number| format!("（{number}）"))
}

/// The words, cut to so many units of UTF-16, with a number where they are taken.
fn unique(words: &str, longest: usize, taken: &[&str], ending: fn(usize) -> String) -> String {
    let free = |name: &String| !taken.iter().any(|it| same(it, name));
    let numbered = |number: usize| {
        let ending = if number == 1 { String::new() } else { ending(number) };
        format!("{}{ending}", cut(words, longest - ending.encode_utf16().count()))
    };
    // One more name than there are taken ones: one of them is free.
    (1..=taken.len() + 1).map(numbered).find(free).unwrap_or_default()
}

/// Whether Excel, or a person, takes two names for one.
fn same(one: &str, other: &str) -> bool {
    let folded = |name: &str| name.nfkc().collect::<String>().to_lowercase();
    folded(one) == folded(other)
}

fn cut(words: &str, longest: usize) -> &str {
    let mut units = 0;
    let end = words.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > longest
    });
    end.map_or(words, |(at, _)| &words[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_that_excel_takes() {
        let rows = [
            ("半導体", "半導体"),
            ("'A/B:C*[D]?\\'", "’A／B：C＊［D］？＼’"),
            ("", "シート"),
            (" \u{7}", "シート"),
            ("history", "シートhistory"),
        ];
        for (wanted, name) in rows {
            assert_eq!(sheet_name(wanted, &[]), name, "{wanted:?}");
        }
    }

    #[test]
    fn no_two_sheets_have_one_name() {
        assert_eq!(sheet_name("food", &["Food"]), "food（2）");
        assert_eq!(sheet_name("ＦＯＯＤ", &["Food", "food（2）"]), "ＦＯＯＤ（3）");
        let long = "𠮷".repeat(40);
        let first = sheet_name(&long, &[]);
        let second = sheet_name(&long, &[&first]);
        assert_eq!(first, "𠮷".repeat(15));
        assert_eq!(second, format!("{}（2）", "𠮷".repeat(14)));
    }

    #[test]
    fn names_of_cells_are_never_places() {
        for (wanted, name) in [
            ("売上高の下限", "売上高の下限"),
            ("A1", "_A1"),
            ("2030年度", "_2030年度"),
            ("R", "_R"),
            ("売 上", "売_上"),
        ] {
            assert_eq!(DefinedName::new(wanted, &[]).text(), name);
        }
        assert_eq!(DefinedName::new("売上高", &["売上高"]).text(), "売上高_2");
    }
}

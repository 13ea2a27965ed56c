//! Names of files that every system takes.

use crate::archive::plain_words;

/// No longer name is given, in bytes of UTF-8: file systems take 255, and a file being written has a longer one.
const LONGEST: usize = 180;

/// Title and version as a name without an ending: 計画（素案 第1版）. A title that is too long is cut, never the version.
pub fn plain_file_name(title: &str, version: &str) -> String {
    let version = cut(&plain_words(version), LONGEST / 2);
    let ending = format!("（{version}）");
    let title = cut(&plain_words(title), LONGEST - ending.len());
    format!("{}{ending}", title.trim())
}

fn cut(words: &str, most: usize) -> String {
    let mut kept = String::new();
    for character in words.chars() {
        if kept.len() + character.len_utf8() > most {
            break;
        }
        kept.push(character);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_become_full_width() {
        assert_eq!(
            plain_file_name("計画 A/B: \"案\"?", "素案 第1版"),
            "計画 A／B： ”案”？（素案 第1版）"
        );
        assert_eq!(plain_file_name("改\n行\t", "案"), "改行（案）");
    }

    #[test]
    fn a_long_title_is_cut_and_keeps_its_version() {
        let name = plain_file_name(&"長".repeat(300), "素案 第1版");
        assert!(name.len() <= LONGEST && name.ends_with("（素案 第1版）"));
        assert!(plain_file_name("題", &"版".repeat(300)).len() <= LONGEST);
    }
}

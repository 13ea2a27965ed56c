//! Names of files that were meant as sources: what Windows, editors and people make of them.

use unicode_normalization::UnicodeNormalization;

/// The sources that stand in no folder of their own.
const SINGLE: [&str; 3] = ["plan", "support", "statistics"];

/// How copies end that editors and people keep on purpose.
const COPIES: [&str; 7] = ["~", ".bak", ".old", ".orig", ".tmp", ".swp", ".rej"];

/// Whether a file is not read, but was surely meant to be; `outermost` is the folder of `plan.toml`.
pub(super) fn is_stray(name: &str, outermost: bool) -> bool {
    let folded = folded(name);
    // Files of editors and systems.
    if name.starts_with(['.', '~']) || COPIES.iter().any(|ending| folded.ends_with(ending)) {
        return false;
    }
    if outermost {
        let own = SINGLE
            .iter()
            .any(|id| is_lookalike(name, id) || name == format!("{id}.toml"));
        // Where it is missing, that is said; where it is there, a file system may give it in other letters.
        return !own && folded.contains(".toml");
    }
    let note = folded.starts_with("readme") || folded.starts_with("memo") || folded.starts_with("メモ");
    !name.ends_with(".toml")
        && (folded.contains(".toml") || folded.ends_with(".tml") || folded.ends_with(".txt") && !note)
}

/// Whether a name was meant to be `<id>.toml`.
pub(super) fn is_lookalike(name: &str, id: &str) -> bool {
    name != format!("{id}.toml") && folded(name).starts_with(&format!("{id}.toml"))
}

fn folded(name: &str) -> String {
    name.nfkc().collect::<String>().to_lowercase().replace('。', ".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_meant_as_a_source_is_stray() {
        for name in [
            "ASO.TOML",
            "aso.Toml",
            "aso.toml.txt",
            "aso．toml",
            "aso.ｔｏｍｌ",
            "aso.toml.docx",
            "aso.txt",
            "aso.tml",
        ] {
            assert!(is_stray(name, false), "{name}");
        }
        for name in [
            "aso.toml",
            "~$aso.docx",
            "aso.toml.bak",
            "aso.toml~",
            ".aso.toml.swp",
            ".DS_Store",
            "desktop.ini",
            "Thumbs.db",
            "README.md",
            "README.txt",
            "メモ.txt",
            "aso.docx",
        ] {
            assert!(!is_stray(name, false), "{name}");
        }
        for name in ["aso.toml", "stastistics.toml", "field.TOML"] {
            assert!(is_stray(name, true), "{name}");
        }
        for name in ["plan.toml", "PLAN.TOML", "README.md", "memo.txt", "companies"] {
            assert!(!is_stray(name, true), "{name}");
        }
    }
}

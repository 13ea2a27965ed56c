//! Names of files that every system takes, above all Windows.

use crate::diagnostic::render::steers;
use std::collections::BTreeMap;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// No path in a zip file is longer, in the units that Windows counts (UTF-16): it takes 259 in all, and the folder into
/// which the zip file is unpacked needs some.
pub const LONGEST_PATH: usize = 200;

/// Names that are devices on Windows, whatever ending they have.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Why a path cannot be in a zip file that everybody can unpack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// A part is empty, `.` or `..`.
    Part,
    /// A character that Windows forbids, or that lists of checksums would have to escape.
    Character(char),
    /// A character that nobody sees, or that turns what follows round.
    Unseen(char),
    /// A device of Windows.
    Reserved,
    /// A part ends with a dot or a space.
    Ending,
    /// Not in the normal form of composed letters (NFC).
    Decomposed,
    /// Longer than [`LONGEST_PATH`].
    TooLong(usize),
    /// The same as another path, to systems that do not tell their letters apart.
    Collision(String),
}

impl fmt::Display for NameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NameFault::Part => f.write_str("空の名前、「.」又は「..」が含まれています"),
            NameFault::Character(it) => write!(f, "名前に使えない文字「{}」が含まれています", it.escape_debug()),
            NameFault::Unseen(it) => write!(f, "目に見えない文字「{}」が含まれています", it.escape_unicode()),
            NameFault::Reserved => f.write_str("Windows が機器の名前として使う語（CON、NUL など）です"),
            NameFault::Ending => f.write_str("名前の終わりが「.」又は空白です"),
            NameFault::Decomposed => f.write_str("濁点などが文字から分かれた形で書かれています（NFC ではありません）"),
            NameFault::TooLong(length) => write!(f, "zip の中の位置が{length}字あり、{LONGEST_PATH}字を超えます"),
            NameFault::Collision(other) => write!(f, "「{other}」と、Windows などでは同じ名前になります"),
        }
    }
}

/// The paths that not every system takes, each with the first reason why.
pub fn faulty_names<'a>(paths: impl IntoIterator<Item = &'a str>) -> Vec<(&'a str, NameFault)> {
    let mut faulty = Vec::new();
    let mut seen = Seen::default();
    for path in paths {
        let fault = fault(path).or_else(|| seen.add(path).map(NameFault::Collision));
        faulty.extend(fault.map(|fault| (path, fault)));
    }
    faulty
}

/// The files and folders of the paths so far, in one form of all their letters.
#[derive(Default)]
struct Seen<'a> {
    files: BTreeMap<String, &'a str>,
    folders: BTreeMap<String, &'a str>,
}

impl<'a> Seen<'a> {
    /// Adds a path, and gives the one that it cannot stand beside.
    fn add(&mut self, path: &'a str) -> Option<String> {
        let key = folded(path);
        let folders: Vec<&str> = key.match_indices('/').map(|(at, _)| &key[..at]).collect();
        let other = self.files.get(&key).or_else(|| self.folders.get(&key));
        let other = other.or_else(|| folders.iter().find_map(|folder| self.files.get(*folder)));
        let other = other.map(|it| (*it).to_owned());
        for folder in folders {
            self.folders.entry(folder.to_owned()).or_insert(path);
        }
        self.files.entry(key).or_insert(path);
        other
    }
}

/// A name in one form for all ways of writing its letters: composed, and neither capital nor small.
pub fn folded(name: &str) -> String {
    let composed: String = name.nfc().collect();
    composed.to_uppercase().to_lowercase().nfc().collect()
}

fn fault(path: &str) -> Option<NameFault> {
    let length = path.encode_utf16().count();
    if length > LONGEST_PATH {
        return Some(NameFault::TooLong(length));
    }
    if !path.nfc().eq(path.chars()) {
        return Some(NameFault::Decomposed);
    }
    path.split('/').find_map(part_fault)
}

fn part_fault(part: &str) -> Option<NameFault> {
    if matches!(part, "" | "." | "..") {
        return Some(NameFault::Part);
    }
    if let Some(character) = part.chars().find(|it| is_forbidden(*it)) {
        return Some(NameFault::Character(character));
    }
    if let Some(character) = part.chars().find(|it| steers(*it)) {
        return Some(NameFault::Unseen(character));
    }
    if part.ends_with(['.', ' ', '\u{3000}']) {
        return Some(NameFault::Ending);
    }
    is_reserved(part).then_some(NameFault::Reserved)
}

/// What Windows forbids, and `%`, which BagIt lists escape and some programs do not.
fn is_forbidden(character: char) -> bool {
    character.is_control() || twin(character).is_some()
}

fn is_reserved(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let numbered = port.is_some_and(|number| {
        let mut digits = number.chars();
        let digit = digits
            .next()
            .is_some_and(|it| it.is_ascii_digit() || "¹²³".contains(it));
        digit && digits.next().is_none()
    });
    numbered || RESERVED.contains(&&*stem)
}

/// The full-width twin of a character that is forbidden in names.
fn twin(character: char) -> Option<char> {
    Some(match character {
        '\\' => '＼',
        '/' => '／',
        ':' => '：',
        '*' => '＊',
        '?' => '？',
        '"' => '”',
        '<' => '＜',
        '>' => '＞',
        '|' => '｜',
        '%' => '％',
        _ => return None,
    })
}

/// Words as a part of a name: forbidden characters become their full-width twins, letters composed (NFC), controls go.
pub fn plain_words(words: &str) -> String {
    let kept = words.nfc().filter(|it| !it.is_control());
    kept.map(|it| twin(it).unwrap_or(it)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(paths: &[&str]) -> Vec<NameFault> {
        let found = faulty_names(paths.iter().copied());
        found.into_iter().map(|(_, fault)| fault).collect()
    }

    #[test]
    fn names_that_windows_refuses_are_told_apart() {
        for good in [
            "01_送付状.pdf",
            "a/b c.txt",
            "CONSOLE.txt",
            "com10",
            "コム1.pdf",
            ".gitignore",
            "é",
        ] {
            assert_eq!(faults(&[good]), [], "{good}");
        }
        let bad = [
            ("", NameFault::Part),
            ("a//b", NameFault::Part),
            ("a/../b", NameFault::Part),
            ("a:b", NameFault::Character(':')),
            ("50%", NameFault::Character('%')),
            ("a\nb", NameFault::Character('\n')),
            ("a\\b", NameFault::Character('\\')),
            ("con", NameFault::Reserved),
            ("x/NUL.txt", NameFault::Reserved),
            ("Com1.pdf", NameFault::Reserved),
            ("LPT² .pdf", NameFault::Reserved),
            ("a.", NameFault::Ending),
            ("a /b", NameFault::Ending),
            ("a\u{202E}fdp.exe", NameFault::Unseen('\u{202E}')),
            ("01\u{200B}_a", NameFault::Unseen('\u{200B}')),
            ("e\u{301}", NameFault::Decomposed),
        ];
        for (name, fault) in bad {
            assert_eq!(faults(&[name]), [fault], "{name:?}");
        }
        let long = "長".repeat(201);
        assert_eq!(faults(&[&long]), [NameFault::TooLong(201)]);
        assert_eq!(faults(&[&long[..600]]), []);
    }

    #[test]
    fn names_that_some_systems_take_for_one_collide() {
        let collision = |one: &str| [NameFault::Collision(one.to_owned())];
        assert_eq!(faults(&["A.pdf", "a.PDF"]), collision("A.pdf"));
        assert_eq!(faults(&["straße", "STRASSE"]), collision("straße"));
        assert_eq!(faults(&["ΟΔΟΣ", "οδος"]), collision("ΟΔΟΣ"));
        assert_eq!(faults(&["Ａ", "ａ"]), collision("Ａ"));
        assert_eq!(faults(&["x/a", "X"]), collision("x/a"));
        assert_eq!(faults(&["x", "X/a"]), collision("x"));
        assert_eq!(faults(&["x/a", "X/b", "か", "が"]), []);
    }

    #[test]
    fn forbidden_characters_become_full_width() {
        assert_eq!(plain_words("A/B: \"案\"? 5%"), "A／B： ”案”？ 5％");
        assert_eq!(plain_words("改\n行\te\u{301}"), "改行é");
    }
}

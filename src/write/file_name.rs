//! Names of files that every system takes.

/// No longer name is given, in characters: paths on Windows have little room.
const LONGEST: usize = 100;

/// The name without what Windows forbids: forbidden characters become their full-width twins.
pub fn plain_file_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter(|c| !c.is_control())
        .map(plain)
        .take(LONGEST)
        .collect();
    plain.trim_end_matches(['.', ' ']).to_owned()
}

fn plain(character: char) -> char {
    match character {
        '\\' => '＼',
        '/' => '／',
        ':' => '：',
        '*' => '＊',
        '?' => '？',
        '"' => '”',
        '<' => '＜',
        '>' => '＞',
        '|' => '｜',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_become_full_width() {
        assert_eq!(plain_file_name("計画 A/B: \"案\"?."), "計画 A／B： ”案”？");
        assert_eq!(plain_file_name("改\n行\t"), "改行");
        assert_eq!(plain_file_name(&"長".repeat(300)).chars().count(), LONGEST);
    }
}

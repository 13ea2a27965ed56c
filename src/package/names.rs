//! How the files of a package are named, and how a name is known for one of those.

use crate::archive::{NameFault, plain_words};
use crate::diagnostic::{Code, Diagnostic};
use crate::plan::EnclosureContent;
use crate::source::Place;
use crate::template::enclosures::{CompanyPapers, Enclosed, PaperFile};
use encoding_rs::SHIFT_JIS;
use unicode_normalization::UnicodeNormalization;

/// 06_応募申請書, behind what the names of the nation's files begin with: the number brings the files into order
/// wherever they are listed.
pub fn base(enclosure: &Enclosed) -> String {
    let prefix = plain_words(&enclosure.naming.prefix);
    let before = if prefix.is_empty() { "" } else { "_" };
    let name = plain_words(&enclosure.name);
    format!("{prefix}{before}{:02}_{name}", enclosure.number)
}

/// A paper of a company: in a folder of the company or, where all files lie side by side, with its name before its own.
pub fn paper_path(enclosure: &Enclosed, company: &CompanyPapers, paper: &PaperFile) -> String {
    let (folder, name) = (plain_words(&company.name), plain_words(&paper.name));
    let ending = ending(&paper.path);
    let parts = [
        base(enclosure),
        format!("{:02}_{folder}", company.number),
        name + &ending,
    ];
    parts.join(if enclosure.naming.flat { "_" } else { "/" })
}

/// The paths of what is enclosed, each with where it is named.
pub fn paths(enclosure: &Enclosed) -> Vec<(String, Place)> {
    if enclosure.content == EnclosureContent::Papers {
        let papers = enclosure.companies.iter().flat_map(|company| {
            let path = |paper: &PaperFile| (paper_path(enclosure, company, paper), paper.place);
            company.papers.iter().map(path)
        });
        return papers.collect();
    }
    let formats = enclosure.formats.iter();
    let path = formats.map(|format| format!("{}.{}", base(enclosure), format.word()));
    path.map(|path| (path, enclosure.place)).collect()
}

/// The ending of a file's name with its dot, in small letters; none where it has none.
fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => format!(".{}", plain_words(ending).to_lowercase()),
        Some(_) | None => String::new(),
    }
}

/// The names among those of a package that planc gives no enclosure. All begin with the same words, or with none, and
/// go on with a number from 01: `43_熊本県_06_応募申請書/01_甲/様式1.pdf`.
pub fn foreign<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let shared = names.iter().copied().reduce(common).unwrap_or_default();
    let ends = shared.match_indices('_').map(|(at, _)| at + 1);
    let of = |start: usize| -> Vec<&'a str> {
        let others = names.iter().copied().filter(|name| !is_numbered(&name[start..]));
        others.collect()
    };
    // The prefix with which the fewest are left over: who adds a file without it did not take it from all others.
    let left = std::iter::once(0).chain(ends).map(of);
    left.min_by_key(Vec::len).unwrap_or_default()
}

/// What two texts begin with.
fn common<'a>(one: &'a str, other: &str) -> &'a str {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other);
    &one[..same.map(|(it, _)| it.len_utf8()).sum()]
}

fn is_numbered(name: &str) -> bool {
    let bytes = name.as_bytes();
    matches!(bytes, [b'0'..=b'9', b'0'..=b'9', b'_', _, ..]) && !bytes.starts_with(b"00")
}

/// That a path is none for every system.
pub fn faulty_name(path: &str, place: Place, fault: &NameFault) -> Diagnostic {
    let message = format!("zip の中の名前「{}」は使えません。{fault}。", path.escape_debug());
    let hint = "ファイルの名前、enclosures.toml の名称又は企業の略称を、短く、ほかと重ならない名前に変えてください。";
    Diagnostic::new(Code::BadFileName, place, message).hint(hint)
}

/// Stands where a letter has no likeness among those of Shift JIS.
const UNKNOWN: &str = "〓";
/// Letters of names of people and companies that Windows' Shift JIS (CP932) lacks, and what stands for each there.
const LIKE: [(char, &str); 13] = [
    ('𠮷', "吉"),
    ('𠀋', "丈"),
    ('𡈽', "土"),
    ('𣘺', "橋"),
    ('𠮟', "叱"),
    ('𥔎', "碕"),
    ('〜', "～"),
    ('—', "―"),
    ('−', "－"),
    ('‖', "∥"),
    ('•', "・"),
    ('’', "'"),
    ('ß', "ss"),
];

/// That programs which know file names in Shift JIS alone show a name otherwise, with one that all show alike.
pub fn unusual_name(path: &str, place: Place) -> Option<Diagnostic> {
    let strange: Vec<char> = path.chars().filter(|it| !is_in_shift_jis(*it)).collect();
    let first = strange.first()?;
    let name = path.rsplit('/').find(|part| part.contains(*first)).unwrap_or(path);
    let other: String = name.chars().map(like).collect();
    let message = format!(
        "zip の中の名前「{}」の「{}」は、古い Windows の文字コード（シフト JIS）にない文字です。国のシステムや受け取った人の PC によっては、名前が化けたり、展開できなかったりします。",
        name.escape_debug(),
        strange.iter().collect::<String>().escape_debug()
    );
    let hint = format!(
        "そのままでもかまいません。化けるのを避ける場合は、ファイルの名前、enclosures.toml の名称又は企業の略称を、「{other}」となるように変えてください。"
    );
    Some(Diagnostic::new(Code::UnusualFileName, place, message).hint(hint))
}

fn is_in_shift_jis(letter: char) -> bool {
    let mut bytes = [0; 4];
    let (_, _, is_lacking) = SHIFT_JIS.encode(letter.encode_utf8(&mut bytes));
    !is_lacking
}

/// The letter, or what stands for it in Shift JIS.
fn like(letter: char) -> String {
    if is_in_shift_jis(letter) {
        return letter.to_string();
    }
    if let Some((_, like)) = LIKE.iter().find(|(it, _)| *it == letter) {
        return (*like).to_owned();
    }
    // Letters with a sign lose it, compatible forms become the usual ones.
    let plain: String = letter.nfkd().filter(|it| is_in_shift_jis(*it)).collect();
    if plain.is_empty() { UNKNOWN.to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_package_are_known_with_and_without_what_they_begin_with() {
        for prefix in ["", "43_熊本県_", "熊本県_", "0_"] {
            let names = ["01_送付状.docx", "06_応募申請書/01_甲/様式1.pdf", "12_書類_様式.pdf"];
            let named = names.map(|it| format!("{prefix}{it}"));
            let mut named: Vec<&str> = named.iter().map(String::as_str).collect();
            assert_eq!(foreign(&named), Vec::<&str>::new(), "{prefix}");
            named.push("00_差替え.pdf");
            assert!(foreign(&named).contains(&"00_差替え.pdf"), "{prefix}");
        }
        for alone in ["送付状.docx", "1_送付状.docx", "00_送付状.docx", "01_", ""] {
            assert_eq!(foreign(&[alone]), [alone]);
        }
        assert_eq!(foreign(&[]), Vec::<&str>::new());
    }

    #[test]
    fn what_shift_jis_lacks_has_a_likeness() {
        let cases = [
            ("𠮷野精密", "吉野精密"),
            ("カフェé", "カフェe"),
            ("①様式Ⅱ髙﨑", "①様式Ⅱ髙﨑"),
            ("한글", "〓〓"),
            ("ﬁlm", "film"),
            ("~波〜ダッシュ", "~波～ダッシュ"),
        ];
        for (name, expected) in cases {
            let got: String = name.chars().map(like).collect();
            assert_eq!(got, expected);
        }
    }
}

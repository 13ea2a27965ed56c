//! Opens the papers that companies declare, and says why one cannot be submitted.

use super::{Company, CorporateNumber, Entry, FilePath, Leaf};
use crate::diagnostic::{Code, Diagnostic};
use crate::papers::{self, Doubt, Fault, Kind, Paper, PlacedText};
use crate::source::Place;
use unicode_normalization::UnicodeNormalization;

/// The digits of a corporate number.
const DIGITS: usize = 13;
/// Shorter names say too little: they stand in other words.
const SHORTEST_NAME: usize = 4;

/// How one company is told in a paper.
pub struct Sign {
    number: Option<String>,
    name: Option<String>,
}

impl Sign {
    /// Of a company's file.
    pub fn of(company: &Company) -> Self {
        let name = company.name.get().map(|it| bare(&plain(&it.0)).to_owned());
        Sign {
            number: company.corporate_number.get().map(|it| it.0.to_string()),
            name: name.filter(|it| it.chars().count() >= SHORTEST_NAME),
        }
    }
}

/// What is wrong with the papers of a company: each declared `file` and what was found in it.
///
/// `signs` are those of all companies, `own` is the index of this one; `read` gives a file's bytes, where it is readable.
pub fn check(
    company: &Entry<Company>,
    (own, signs): (usize, &[Sign]),
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for attachment in company.attachments.iter() {
        let Leaf::Given {
            value: FilePath(path),
            place,
            ..
        } = &attachment.file
        else {
            continue;
        };
        let told = problem(path, *place, (own, signs), read);
        found.extend(told.into_iter().map(|it| match company.is_selected() {
            true => it,
            false => softened(it),
        }));
    }
    found
}

/// Papers of who is not selected are not submitted: that something is wrong with one stops nobody.
fn softened(mut of: Diagnostic) -> Diagnostic {
    of.code = Code::DoubtfulPaper;
    of
}

fn problem(
    path: &str,
    place: Place,
    signs: (usize, &[Sign]),
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Vec<Diagnostic> {
    if path.to_ascii_lowercase().ends_with(".toml") {
        let message = format!("「{path}」は計画の元データで、企業の書類ではありません。");
        let hint = "元データには公表しない内容が含まれます。企業から受け取った書類のファイルを指定してください。";
        return vec![Diagnostic::new(Code::PaperKindMismatch, place, message).hint(hint)];
    }
    let Some(bytes) = read(path) else { return Vec::new() };
    let name = path.rsplit('/').next().unwrap_or(path);
    match papers::open(name, &bytes) {
        Err(faults) => faults.iter().map(|fault| faulty(path, place, fault)).collect(),
        Ok(paper) if paper.kind == Kind::Other => {
            let message = format!("「{path}」は、planc が中身を確かめられない種類のファイルです。");
            let hint = "提出してよいファイルかどうかを、開いて確かめてください。できれば PDF にしてください。";
            vec![Diagnostic::new(Code::DoubtfulPaper, place, message).hint(hint)]
        }
        Ok(paper) => {
            let doubts = paper.doubts.iter().map(|doubt| doubtful(path, place, *doubt));
            let other = another(&paper, signs).map(|at| {
                let message = format!("「{path}」は、ほかの企業の書類のようです（{}）。", at.place);
                let hint = "その企業の法人番号又は名称があり、この企業のものがありません。ファイルを取り違えていないかを確かめ、この企業の書類に替えてください。";
                Diagnostic::new(Code::AnotherCompanysPaper, place, message).hint(hint)
            });
            doubts.chain(other).collect()
        }
    }
}

fn doubtful(path: &str, place: Place, doubt: Doubt) -> Diagnostic {
    let (message, hint) = match doubt {
        Doubt::Unread => (
            format!("「{path}」の文字を、planc は読み取れませんでした。ほかの企業の書類でないことを確かめていません。"),
            "ファイルを開いて、この企業の書類であることを確かめてください。文字を選んで写せない PDF は、国でも検索や読み上げができません。できれば、元のファイルから PDF を作り直したものを受け取ってください。",
        ),
        Doubt::Linked => (
            format!("「{path}」は、ほかのファイルの内容を取り込むように作られています（リンク）。"),
            "国ではリンク先のファイルを開けません。企業に、リンクを解除して値や図を残したファイル、又は PDF にしたものを求めてください。",
        ),
    };
    Diagnostic::new(Code::DoubtfulPaper, place, message).hint(hint)
}

fn faulty(path: &str, place: Place, fault: &Fault) -> Diagnostic {
    let (code, message, hint) = match fault {
        Fault::Empty => (
            Code::UnreadablePaper,
            format!("「{path}」には中身がありません。"),
            "正しいファイルを企業から受け取り直してください。",
        ),
        Fault::Unreadable(reason) => (
            Code::UnreadablePaper,
            format!("「{path}」を書類として読めません（{reason}）。"),
            "ファイルを開けるかどうかを確かめ、開けないときは企業から受け取り直してください。",
        ),
        Fault::Locked => (
            Code::LockedPaper,
            format!("「{path}」は、パスワード又は編集の制限により保護されています。"),
            "保護を外したファイルを企業から受け取ってください。保護されたままでは、国で開けないおそれがあります。",
        ),
        Fault::Program(reason) => (
            Code::PaperWithProgram,
            format!("「{path}」は提出できません。{reason}。"),
            "開かずに、企業に確かめてください。マクロなどのない Word、Excel、PDF などで受け取り直してください。",
        ),
        Fault::Mismatch(said, found) => (
            Code::PaperKindMismatch,
            format!(
                "「{path}」は、名前では「{}」ですが、中身は「{}」です。",
                said.word(),
                found.word()
            ),
            "ファイルを開いて中身を確かめ、名前の終わり（拡張子）を中身に合わせるか、正しいファイルに替えてください。",
        ),
    };
    Diagnostic::new(code, place, message).hint(hint)
}

/// Where a paper names another company, if it does not name its own.
fn another<'p>(paper: &'p Paper, (own, signs): (usize, &[Sign])) -> Option<&'p PlacedText> {
    let plains: Vec<(&PlacedText, String)> = paper.texts.iter().map(|it| (it, plain(&it.text))).collect();
    let names = |sign: &Sign, text: &str| {
        let has = |it: &Option<String>| it.as_ref().is_some_and(|it| text.contains(&**it));
        has(&sign.name)
            || sign
                .number
                .as_ref()
                .is_some_and(|it| numbers(text).any(|number| number == it))
    };
    let sign = signs.get(own)?;
    if plains.iter().any(|(_, text)| names(sign, text)) {
        return None;
    }
    let others = || signs.iter().enumerate().filter(|(index, _)| *index != own);
    let found = plains
        .iter()
        .find(|(_, text)| others().any(|(_, other)| names(other, text)));
    found.map(|(at, _)| *at)
}

/// A name without the form of the company, which papers write in many ways, and without a remark in brackets behind it.
fn bare(name: &str) -> &str {
    const FORMS: [&str; 7] = [
        "株式会社",
        "有限会社",
        "合同会社",
        "合資会社",
        "合名会社",
        "(株)",
        "(有)",
    ];
    let name = match name.strip_suffix(')').and_then(|it| it.rsplit_once('(')) {
        Some((before, _)) if !before.is_empty() => before,
        Some(_) | None => name,
    };
    let name = FORMS.iter().find_map(|form| name.strip_prefix(form)).unwrap_or(name);
    FORMS.iter().find_map(|form| name.strip_suffix(form)).unwrap_or(name)
}

/// A text without spaces and hyphens, in half-width letters.
fn plain(text: &str) -> String {
    let skipped = |it: &char| it.is_whitespace() || matches!(it, '-' | '‐' | '‑' | '–' | '—' | '−' | '－');
    text.nfkc().filter(|it| !skipped(it)).collect()
}

/// The corporate numbers of a text, wherever thirteen digits have their check digit: other digits may stand beside them.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let runs = text.split(|it: char| !it.is_ascii_digit());
    let within = |run: &str| 0..(run.len() + 1).saturating_sub(DIGITS);
    let numbers = runs.flat_map(move |run| within(run).map(move |at| &run[at..at + DIGITS]));
    numbers.filter(|it| CorporateNumber::is_valid(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_any_width_and_with_hyphens() {
        let text = plain("法人番号：８－９９９９－０００００００１、電話 7999900000001");
        let text = text.replace("7999900000001", "0");
        assert_eq!(numbers(&plain("8 9999 0000 0001")).count(), 1);
        assert_eq!(numbers(&plain("７９９９９０００００００１")).count(), 0);
        assert!(text.contains("法人番号"));
    }

    #[test]
    fn a_paper_of_another_company_is_told_from_ones_own() {
        let signs: Vec<Sign> = [
            ("8999900000001", "株式会社甲製作所"),
            ("9999900000002", "乙工業株式会社"),
        ]
        .into_iter()
        .map(|(number, name)| Sign {
            number: Some(number.to_owned()),
            name: Some(name.to_owned()),
        })
        .collect();
        let says = |texts: &[&str]| {
            let text = |text: &&str| PlacedText {
                place: "1ページ".to_owned(),
                text: (*text).to_owned(),
            };
            let paper = Paper {
                kind: Kind::Pdf,
                pages: None,
                texts: texts.iter().map(text).collect(),
                doubts: Default::default(),
            };
            another(&paper, (1, &signs)).is_some()
        };
        assert!(says(&["決算書", "株式会社 甲製作所"]));
        assert!(says(&["８９９９９０００００００１"]));
        assert!(!says(&["株式会社甲製作所と取引がある", "乙工業株式会社"]));
        assert!(!says(&["だれの名もない"]));
        for name in ["株式会社アリアケ(見本)", "アリアケ株式会社", "(株)アリアケ", "アリアケ"]
        {
            assert_eq!(bare(name), "アリアケ");
        }
    }
}

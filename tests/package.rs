//! Packages: what is in them, for whom, under which names; the same bytes anywhere; nothing packed while anything is missing.

use crate::command_line::planc;
use crate::project::{Folder, ROOT, july, place, published, put, replace, sample, text};
use crate::verify::{Files, assert_told_by_name, told, unpacked};
use planc::archive::{LONGEST_PATH, Packing, digest, faulty_names, pack, parse_sums};
use planc::diagnostic::{Edition, Severity};
use planc::package::{
    DifferenceKind, Otherwise, Packaged, Program, Rebuilt, Wanted, made_by, package, rebuild, verify,
};
use planc::world::Memory;
use std::path::Path;
use std::sync::LazyLock;

const FINAL: Wanted = Wanted {
    edition: Edition::Final,
    archive: false,
};
/// The prefecture's record of what is handed in.
pub const ARCHIVE: Wanted = Wanted {
    edition: Edition::Final,
    archive: true,
};
const PUBLIC: Wanted = Wanted {
    edition: Edition::Public,
    archive: false,
};
const ENCLOSURES: &str = "plan-templates/cluster/enclosures.toml";

/// A world with the papers of all selected companies, as `cases/package/papers.toml` has them.
fn with_papers(mut world: Memory) -> Memory {
    let cases = Path::new(ROOT).join("tests/cases/package");
    let papers: toml::Table = std::fs::read_to_string(cases.join("papers.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let selected = |path: &&String| path.starts_with("sources/companies/");
    for path in world.files.keys().filter(selected).cloned().collect::<Vec<_>>() {
        let mut company = text(&world, &path).to_owned();
        if !company.contains("\nstatus = \"selected\"") {
            continue;
        }
        let id = path["sources/companies/".len()..].trim_end_matches(".toml").to_owned();
        for paper in papers["paper"].as_array().unwrap() {
            let word = |key: &str| paper[key].as_str().unwrap();
            let file = format!("attachments/{id}/{}", word("file"));
            company += &format!("\n[[attachments]]\nkind = \"{}\"\nfile = \"{file}\"\n", word("kind"));
            let own = format!("%{id} {}\n", word("kind"));
            let bytes = match word("sample") {
                "workbook" => workbook(&own),
                sample => [std::fs::read(cases.join(sample)).unwrap(), own.into_bytes()].concat(),
            };
            world.files.insert(format!("sources/{file}"), bytes);
        }
        put(&mut world, &path, company);
    }
    world
}

/// A workbook of one text.
fn workbook(text: &str) -> Vec<u8> {
    let shared = format!("<sst><si><t>{text}</t></si></sst>");
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        ("xl/sharedStrings.xml", &*shared),
        ("xl/workbook.xml", "<workbook/>"),
    ];
    let parts = parts.iter().map(|(name, text)| (*name, text.as_bytes()));
    pack(parts, Packing::Deflated, None).unwrap()
}

/// The sample as of 15 July, with all papers.
pub fn ready() -> Memory {
    with_papers(july())
}

/// What comes of packing.
pub fn packed(world: &Memory, wanted: Wanted) -> Packaged {
    let packaged = package(world, wanted, &|_| {}).unwrap_or_else(|error| panic!("{error}"));
    comemo::evict(0);
    packaged
}

fn zip_of(world: &Memory, wanted: Wanted) -> Vec<u8> {
    let packaged = packed(world, wanted);
    let errors = errors(&packaged, wanted);
    packaged
        .zip
        .unwrap_or_else(|| panic!("{errors:#?}"))
        .file
        .bytes()
        .to_vec()
}

/// Places and codes of the errors.
fn errors(packaged: &Packaged, wanted: Wanted) -> Vec<String> {
    let errors = packaged
        .diagnostics
        .iter()
        .filter(|it| it.code.severity(wanted.edition) == Severity::Error);
    errors.map(|it| place(it, &packaged.sources)).collect()
}

/// What is handed in on 15 July, packed once for all tests.
fn handed_in() -> &'static [u8] {
    static ZIP: LazyLock<Vec<u8>> = LazyLock::new(|| zip_of(&ready(), FINAL));
    &ZIP
}

fn archived() -> &'static [u8] {
    static ZIP: LazyLock<Vec<u8>> = LazyLock::new(|| zip_of(&ready(), ARCHIVE));
    &ZIP
}

fn names(files: &Files) -> Vec<&str> {
    files.iter().map(|(path, _)| &**path).collect()
}

fn bytes<'a>(files: &'a Files, path: &str) -> &'a [u8] {
    &files
        .iter()
        .find(|it| it.0 == path)
        .unwrap_or_else(|| panic!("no {path}"))
        .1
}

#[test]
fn the_receiver_finds_everything_in_order_and_nothing_else() {
    let files = unpacked(handed_in());
    let expected = [
        "01_送付状.docx",
        "01_送付状.pdf",
        "02_提出物一覧.pdf",
        "02_提出物一覧.xlsx",
        "03_地域産業クラスター計画（提出版）.docx",
        "03_地域産業クラスター計画（提出版）.pdf",
        "04_地域産業クラスター計画（公表用）.docx",
        "04_地域産業クラスター計画（公表用）.pdf",
        "05_別冊（非公表）.docx",
        "05_別冊（非公表）.pdf",
        "06_非公表項目一覧.pdf",
        "07_要件適合表.pdf",
        "08_算定根拠.xlsx",
        "09_応募申請書/01_アリアケプロセス/様式1.pdf",
        "09_応募申請書/01_アリアケプロセス/様式2.xlsx",
        "09_応募申請書/02_阿蘇精密/様式1.pdf",
    ];
    let names = names(&files);
    assert_eq!(names[..expected.len()], expected);
    assert_eq!(names[names.len() - 2..], ["確認方法.txt", "SHA256SUMS.txt"]);
    assert_eq!(names.len(), 13 + 2 * 13 + 2);
    // The papers as they are; what stays with the prefecture is not there.
    let world = ready();
    let form = &world.files["sources/attachments/aso-seimitsu/form1.PDF"];
    assert!(bytes(&files, "09_応募申請書/02_阿蘇精密/様式1.pdf") == form);
    let kept = &world.files["sources/attachments/aso-seimitsu/financial-statement.pdf"];
    assert!(!files.iter().any(|(_, bytes)| bytes == kept));
    assert_eq!(faulty_names(names), []);
}

#[test]
fn the_list_of_checksums_names_every_file_and_is_true() {
    let files = unpacked(handed_in());
    let sums = parse_sums(bytes(&files, "SHA256SUMS.txt")).expect("a list");
    let found: Vec<(String, &str)> = files.iter().map(|(path, bytes)| (digest(bytes), &**path)).collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(digest, path)| (&**digest, *path)).collect();
    assert_eq!(sums, found[..found.len() - 1]);
    let words = std::str::from_utf8(bytes(&files, "確認方法.txt")).unwrap();
    assert!(words.starts_with('\u{feff}') && words.contains("Get-FileHash") && words.contains("certutil -hashfile"));
    assert_eq!(words.matches('\n').count(), words.matches("\r\n").count());
}

#[test]
fn letter_and_list_say_what_the_sources_and_the_files_say() {
    let files = unpacked(handed_in());
    let letter = crate::docx::lines(bytes(&files, "01_送付状.docx"));
    let letter: Vec<&str> = letter.iter().map(|it| it.trim()).collect();
    let expected = [
        "産支第9999号",
        "令和8年7月15日",
        "内閣官房地域未来戦略本部事務局長　様",
        "熊本県知事　（知事の氏名）",
        "（公印省略）",
        "熊本県地域産業クラスター計画の提出について",
    ];
    assert_eq!(letter[..expected.len()], expected);
    for line in ["記", "提出物一覧", "応募申請書（重点支援企業13社分）", "以上"] {
        assert!(letter.contains(&line), "{line}: {letter:#?}");
    }
    let list = crate::sample::pdf_lines(bytes(&files, "02_提出物一覧.pdf")).concat();
    for (path, bytes) in files
        .iter()
        .filter(|(path, _)| !path.starts_with("02_") && !path.ends_with(".txt"))
    {
        let squeezed: String = path.split_whitespace().collect();
        let digest = digest(bytes);
        assert!(list.contains(&squeezed), "{path}");
        assert!(list.contains(&digest[..32]) && list.contains(&digest[32..]), "{path}");
    }
    let matrix = crate::sample::pdf_lines(bytes(&files, "07_要件適合表.pdf")).concat();
    assert!(matrix.contains("第8の2（") && matrix.contains("ページ）"), "{matrix}");
}

#[test]
fn any_single_file_changed_removed_or_added_is_told_of_by_name() {
    // The large ones do not tell more than the small ones.
    let files: Files = unpacked(handed_in())
        .into_iter()
        .filter(|(_, bytes)| bytes.len() < 100_000)
        .collect();
    let sums: Vec<(String, String)> = files
        .iter()
        .filter(|it| it.0 != "SHA256SUMS.txt")
        .map(|(path, bytes)| (digest(bytes), path.clone()))
        .collect();
    let sums = planc::archive::render_sums(sums.iter().map(|(digest, path)| (&**digest, &**path)));
    let mut files = files;
    files.last_mut().unwrap().1 = sums.into_bytes();
    assert_told_by_name(&files);
}

#[test]
fn the_same_package_from_two_folders_has_the_same_bytes() {
    let (one, two) = (Folder::of(&ready()), Folder::of(&ready()));
    // What systems and editors leave behind changes nothing.
    two.write("sources/.DS_Store", b"x");
    two.write("sources/attachments/aso-seimitsu/Thumbs.db", b"x");
    for folder in [&one, &two] {
        for words in [&["package"][..], &["package", "--archive"]] {
            let run = planc(folder, words);
            assert_eq!(run.status, 0, "{}{}", run.out, run.error);
        }
    }
    let files = one.files("output");
    assert!(files == two.files("output"));
    let names: Vec<&str> = files.keys().map(|it| &**it).collect();
    let expected = [
        "output/archive/熊本県地域産業クラスター計画（提出版）【部内限り】.zip",
        "output/package/熊本県地域産業クラスター計画（提出版）.zip",
        "output/package/熊本県地域産業クラスター計画（提出版）_メール.txt",
    ];
    assert_eq!(names, expected);
    assert!(files[expected[1]] == handed_in() && files[expected[0]] == archived());
    for zip in &expected[..2] {
        let run = planc(&one, &["verify", zip]);
        assert_eq!((run.status, &*run.error), (0, ""), "{}", run.out);
    }
    assert_eq!(planc(&one, &["verify", "--rebuild", expected[0]]).status, 0);
    assert_eq!(planc(&one, &["verify", "--rebuild", expected[1]]).status, 2);
    assert_eq!(planc(&one, &["verify", "nowhere.zip"]).status, 3);
    one.write("broken.zip", b"no zip");
    let run = planc(&one, &["verify", "broken.zip"]);
    assert_eq!(run.status, 1, "{}", run.error);
    let mut changed = unpacked(handed_in());
    changed[3].1.push(0);
    one.write("changed.zip", &crate::verify::packed(&changed));
    let run = planc(&one, &["verify", "changed.zip"]);
    assert_eq!(run.status, 1);
    assert!(
        run.out.contains("02_提出物一覧.xlsx：中身が変わっています"),
        "{}",
        run.out
    );
    let json = planc(&one, &["--message-format", "json", "verify", "changed.zip"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["differences"][0]["kind"], "changed");
}

/// An archive with one of its files changed, and all lists of checksums made to agree.
fn forged(change: impl Fn(&str, &mut Vec<u8>)) -> Vec<u8> {
    let mut files = unpacked(archived());
    let folder = files[0].0.split('/').next().unwrap().to_owned();
    for (path, bytes) in &mut files {
        let path = path[folder.len() + 1..].to_owned();
        change(&path, bytes);
    }
    let listed = |files: &Files, data: bool| {
        let below = files
            .iter()
            .map(|(path, bytes)| (digest(bytes), path[folder.len() + 1..].to_owned()));
        let sums: Vec<(String, String)> = below
            .filter(|(_, path)| path.starts_with("data/") == data && path != "tagmanifest-sha256.txt")
            .collect();
        planc::archive::render_sums(sums.iter().map(|(digest, path)| (&**digest, &**path))).into_bytes()
    };
    for (name, data) in [("manifest-sha256.txt", true), ("tagmanifest-sha256.txt", false)] {
        let sums = listed(&files, data);
        let path = format!("{folder}/{name}");
        files.iter_mut().find(|it| it.0 == path).unwrap().1 = sums;
    }
    let files = files.iter().map(|(path, bytes)| (&**path, &**bytes));
    pack(files, Packing::Stored, Some(jiff::civil::date(2026, 7, 15))).unwrap()
}

#[test]
fn an_archive_is_built_again_from_its_own_sources() {
    let again = |zip: &[u8]| rebuild(zip, false, &|_| {}).unwrap_or_else(|_| panic!("no archive"));
    assert!(matches!(again(archived()), Rebuilt::Same));
    assert!(matches!(again(&forged(|_, _| {})), Rebuilt::Same));
    assert!(matches!(again(handed_in()), Rebuilt::NoArchive));
    // One byte of a source, with lists of checksums that agree: what it prints differs.
    let zip = forged(|path, bytes| {
        if path == "data/sources/companies/aso-seimitsu.toml" {
            let text = std::str::from_utf8(bytes).unwrap();
            let changed = text.replacen("employees = 320", "employees = 321", 1);
            assert!(changed != text);
            *bytes = changed.into_bytes();
        }
    });
    assert_eq!(told(&zip), []);
    let Rebuilt::Differs(found) = again(&zip) else {
        panic!("the same")
    };
    let plan = found
        .iter()
        .find(|it| it.path.ends_with("data/提出物/03_地域産業クラスター計画（提出版）.pdf"));
    assert_eq!(
        plan.expect("the plan").kind,
        DifferenceKind::NotRebuilt(Otherwise::Figures)
    );
    let zip = forged(|path, bytes| {
        if path == "data/sources/plan.toml" {
            bytes.extend(b"stray = 1\n");
        }
    });
    assert!(matches!(again(&zip), Rebuilt::Refused(..)));
    // Typst templates are programs: of a record from elsewhere none runs unasked.
    let zip = forged(|path, bytes| {
        if path == "data/plan-templates/cluster/marks.typ" {
            bytes.extend(b"#while true {}\n");
        }
    });
    assert!(matches!(again(&zip), Rebuilt::OwnTemplates(paths) if paths == ["plan-templates/cluster/marks.typ"]));
    assert!(matches!(
        again(&crate::verify::packed(&unpacked(archived()))),
        Rebuilt::PackedAgain
    ));
}

#[test]
fn a_record_of_another_program_is_built_again_and_compared() {
    let again = |zip: &[u8]| match rebuild(zip, false, &|_| {}) {
        Ok(Rebuilt::ByAnother(found)) => found,
        _ => panic!("not by another"),
    };
    let this = Program::this();
    assert_eq!(made_by(archived()).unwrap(), Some(this.clone()));
    assert_eq!(made_by(handed_in()).unwrap(), None);
    let told = [
        // Of another release, whose typst templates give way to those of this one.
        format!(r#""planc":"0.0.1","commit":"不明","sources":"{}""#, "0".repeat(64)),
        // As 0.1.0 told it, though of this release.
        format!(r#""planc":"{}""#, this.release),
    ];
    for told in told {
        let other = forged(|path, bytes| match path {
            "data/planc.json" => *bytes = format!("{{\"format\":1,{told},\"edition\":\"final\"}}").into_bytes(),
            "data/plan-templates/cluster/marks.typ" => bytes.extend(b"#let unused = 1\n"),
            _ => {}
        });
        // What tells of the program itself, and what its typst templates were, is no difference.
        assert_eq!(again(&other), []);
    }
    // The commit alone makes no other program: of the same sources the same bytes come.
    let commit = this.commit.unwrap();
    let zip = forged(|path, bytes| {
        if path == "data/planc.json" {
            let text = std::str::from_utf8(bytes).unwrap();
            let other: String = commit.chars().rev().collect();
            *bytes = text.replace(&commit, &other).into_bytes();
        }
    });
    assert!(matches!(rebuild(&zip, false, &|_| {}), Ok(Rebuilt::Same)));
}

#[test]
fn an_archive_is_a_bag_with_everything_in_it() {
    let files = unpacked(archived());
    let folder = "熊本県地域産業クラスター計画（提出版）【部内限り】/";
    let below: Vec<&str> = files
        .iter()
        .map(|(path, _)| path.strip_prefix(folder).expect("one folder"))
        .collect();
    assert_eq!(
        below[..4],
        [
            "bagit.txt",
            "bag-info.txt",
            "manifest-sha256.txt",
            "tagmanifest-sha256.txt"
        ]
    );
    assert_eq!(
        bytes(&files, &format!("{folder}bagit.txt")),
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    );
    let world = ready();
    for (path, bytes) in &world.files {
        assert!(
            files
                .iter()
                .any(|it| it.0 == format!("{folder}data/{path}") && it.1 == *bytes),
            "{path}"
        );
    }
    for (path, bytes) in unpacked(handed_in()) {
        assert!(
            files
                .iter()
                .any(|it| it.0 == format!("{folder}data/提出物/{path}") && it.1 == bytes),
            "{path}"
        );
    }
    let kept = format!("{folder}data/県保管/10_決算書及び企業概要/02_阿蘇精密/決算書（直近1期分）.pdf");
    assert!(bytes(&files, &kept) == world.files["sources/attachments/aso-seimitsu/financial-statement.pdf"]);
    assert!(names(&files).iter().all(|it| it.encode_utf16().count() <= LONGEST_PATH));
    // As a version for `diff`.
    let archive = planc::archive::Archive::open(archived()).unwrap();
    let mut version = planc::archive::project(&archive).unwrap().unwrap().files;
    // Beside it lies what the plan for publication printed.
    version.retain(|path, _| !path.starts_with("versions/"));
    assert!(version == world.files);
}

#[test]
fn nothing_is_packed_while_anything_is_awaited_or_missing() {
    let june = packed(&sample(), FINAL);
    assert!(june.zip.is_none());
    let found = errors(&june, FINAL).join("\n");
    for code in ["pending-value", "unconfirmed-kpi", "missing-attachment"] {
        assert!(found.contains(code), "{code}: {found}");
    }
    // A single paper, told of at its company.
    let mut world = ready();
    replace(
        &mut world,
        "sources/companies/kuma-bio.toml",
        "kind = \"form2\"",
        "kind = \"other\"",
    );
    let path = "sources/companies/kuma-bio.toml";
    let line = text(&world, path)
        .lines()
        .position(|it| it == "[[attachments]]")
        .unwrap()
        + 1;
    let packaged = packed(&world, FINAL);
    let found = errors(&packaged, FINAL);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with(&format!("{path}:")) && found[0].ends_with(" missing-attachment"),
        "{found:?} {line}"
    );
    // What the prefecture keeps is asked for by the record alone.
    let mut world = ready();
    replace(&mut world, path, "kind = \"company-profile\"", "kind = \"other\"");
    assert_eq!(errors(&packed(&world, FINAL), FINAL), Vec::<String>::new());
    assert_eq!(errors(&packed(&world, ARCHIVE), ARCHIVE).len(), 1);
    // No letter.
    let mut world = ready();
    let about = text(&world, "sources/plan.toml");
    let (before, rest) = about.split_once("[submission.letter]").unwrap();
    let (_, after) = rest.split_once("[approval]").unwrap();
    let about = format!("{before}[approval]{after}");
    put(&mut world, "sources/plan.toml", about);
    let found = errors(&packed(&world, FINAL), FINAL);
    assert_eq!(found, ["sources/plan.toml:88:1 missing-key"]);
    // No list of what is enclosed.
    let mut world = ready();
    world.files.remove(ENCLOSURES);
    assert_eq!(
        errors(&packed(&world, FINAL), FINAL),
        [format!("{ENCLOSURES}:1:1 missing-file")]
    );
}

#[test]
fn what_is_enclosed_is_said_in_the_templates_alone() {
    let mut world = ready();
    // The nation asks for the financial statements, of the attracted companies only; form 2 is not needed.
    let changed = text(&world, ENCLOSURES).replace("recipient = \"prefecture\"", "recipient = \"nation\"");
    let changed = changed.replace(
        "kind = \"financial-statement\"",
        "kind = \"financial-statement\"\napplies = \"company.attracted\"",
    );
    let changed = changed.replace("\n[[enclosures.papers]]\nname = \"様式2\"\nkind = \"form2\"\n", "");
    put(&mut world, ENCLOSURES, changed);
    let files = unpacked(&zip_of(&world, FINAL));
    let count = |word: &str| files.iter().filter(|it| it.0.contains(word)).count();
    let sources = ready();
    let attracted = sources.files.iter().filter(|(path, bytes)| {
        let text = String::from_utf8_lossy(bytes);
        path.starts_with("sources/companies/") && text.contains("attracted = true") && text.contains("\"selected\"")
    });
    let attracted = attracted.count();
    assert!(attracted > 0);
    assert_eq!(
        (count("様式2"), count("様式1"), count("企業概要.pdf"), count("決算書（")),
        (0, 13, 13, attracted)
    );
}

#[test]
fn mistakes_in_the_list_of_enclosures_are_told_of_at_their_place() {
    let cases = [
        ("number = 5", "number = 4", "番号 4 は、二度書かれているか"),
        ("number = 5", "number = 500", "番号 500 は"),
        (
            "formats = [\"xlsx\"]",
            "formats = [\"pdf\"]",
            "「evidence」は、この形式では作れません",
        ),
        (
            "content = \"evidence\"",
            "contents = \"evidence\"",
            "「contents」という項目はありません",
        ),
        (
            "recipient = \"public\"\ncontent = \"companies\"",
            "recipient = \"public\"\ncontent = \"evidence\"",
            "公表するものには入れられません",
        ),
        (
            "kind = \"form2\"",
            "kind = \"form3\"",
            "「form3」は、ここに書ける言葉ではありません",
        ),
        (
            "kind = \"form2\"",
            "kind = \"form2\"\napplies = \"company.colour\"",
            "「colour」という項目はありません",
        ),
        (
            "kind = \"form2\"",
            "kind = \"form2\"\napplies = \"company.assessment.hub\"",
            "県の内部だけの項目です",
        ),
        (
            "kind = \"form2\"",
            "kind = \"form2\"\napplies = \"company.attracted and\"",
            "条件の書き方に誤りがあります",
        ),
        (
            "name = \"算定根拠\"",
            "name = { pending = \"未定\" }",
            "調整中（pending）にできません",
        ),
    ];
    for (from, to, message) in cases {
        let mut world = ready();
        replace(&mut world, ENCLOSURES, from, to);
        let packaged = packed(&world, FINAL);
        assert!(packaged.zip.is_none(), "{to}");
        let told: Vec<_> = packaged
            .diagnostics
            .iter()
            .filter(|it| it.message.contains(message))
            .collect();
        assert_eq!(told.len(), 1, "{to}: {:#?}", packaged.diagnostics);
        assert!(place(told[0], &packaged.sources).starts_with(ENCLOSURES), "{to}");
    }
}

#[test]
fn names_that_not_every_system_takes_are_told_of_as_bad_file_name() {
    let long = "長".repeat(190);
    let cases = [
        ("short_name = \"球磨バイオ\"", "short_name = \"球磨バイオ.\""),
        ("short_name = \"球磨バイオ\"", &*format!("short_name = \"{long}\"")),
    ];
    for (from, to) in cases {
        let mut world = ready();
        replace(&mut world, "sources/companies/kuma-bio.toml", from, to);
        let found = errors(&packed(&world, FINAL), FINAL);
        assert!(
            !found.is_empty() && found.iter().all(|it| it.ends_with(" bad-file-name")),
            "{found:?}"
        );
        assert!(found[0].starts_with("sources/companies/kuma-bio.toml:"), "{found:?}");
    }
    let names = ["100%.pdf", "A.pdf", "CON.pdf", "a.pdf", "か\u{3099}.pdf"];
    let mut world = ready();
    for name in names {
        put(&mut world, &format!("sources/attachments/aso-seimitsu/{name}"), "x");
    }
    // What is not enclosed need not have a name for everybody.
    assert_eq!(errors(&packed(&world, FINAL), FINAL), Vec::<String>::new());
    let faulty = names.iter().filter(|it| **it != "A.pdf");
    let expected: Vec<String> = faulty
        .map(|it| format!("sources/attachments/aso-seimitsu/{it}:1:1 bad-file-name"))
        .collect();
    assert_eq!(errors(&packed(&world, ARCHIVE), ARCHIVE), expected);
    put(&mut world, "sources/attachments/aso-seimitsu/a:b.pdf", "x");
    let expected = ["sources/attachments/aso-seimitsu/a:b.pdf:1:1 bad-file-name"];
    assert_eq!(errors(&packed(&world, ARCHIVE), ARCHIVE), expected);
}

#[test]
fn a_public_package_holds_the_plan_and_the_companies_and_nothing_else() {
    let world = with_papers(published());
    let files = unpacked(&zip_of(&world, PUBLIC));
    let expected = [
        "01_地域産業クラスター計画.docx",
        "01_地域産業クラスター計画.pdf",
        "02_重点支援企業一覧.xlsx",
        "02_重点支援企業一覧.csv",
        "確認方法.txt",
        "SHA256SUMS.txt",
    ];
    assert_eq!(names(&files), expected);
    let csv = std::str::from_utf8(bytes(&files, expected[3])).unwrap();
    assert!(csv.starts_with("\u{feff}\"企業名\",\"市町村\",\"分野\",\"事業概要\"\r\n"));
    assert_eq!(csv.matches("\r\n").count(), 1 + 13);
    // None of what only the nation, or only the prefecture, may read.
    let company: toml::Table = text(&world, "sources/companies/aso-seimitsu.toml").parse().unwrap();
    let secret = company["profile"]["investment"].as_str().unwrap().trim();
    let secret: String = secret.chars().take(20).collect();
    let word = crate::docx::lines(bytes(&files, expected[0])).concat();
    assert!(!word.contains(&secret) && !csv.contains(&secret) && word.contains("阿蘇精密"));
    let before = packed(&with_papers(july()), PUBLIC);
    assert!(before.zip.is_none());
    assert!(
        errors(&before, PUBLIC)
            .iter()
            .any(|it| it.ends_with(" before-publication"))
    );
}

/// A package of the sample whose `enclosures.toml` begins with other settings, and holds more at its end.
fn set(settings: &str, more: &str) -> Memory {
    let mut world = ready();
    replace(&mut world, ENCLOSURES, "verify_files = true\n", settings);
    let all = format!("{}{more}", text(&world, ENCLOSURES));
    put(&mut world, ENCLOSURES, all);
    world
}

#[test]
fn the_nation_gets_names_as_it_asks_for_them_and_the_record_all() {
    let world = set("prefix = \"43_熊本県\"\nflat = true\n", "");
    let zip = zip_of(&world, FINAL);
    let files = unpacked(&zip);
    assert!(
        names(&files)
            .iter()
            .all(|it| it.starts_with("43_熊本県_") && !it.contains('/'))
    );
    assert!(
        names(&files).contains(&"43_熊本県_09_応募申請書_02_阿蘇精密_様式1.pdf"),
        "{:?}",
        names(&files)
    );
    // Without lists of checksums a package is compared with its list of enclosures alone.
    let verified = verify(&zip).unwrap();
    assert_eq!((verified.differences, verified.has_checksums), (vec![], false));
    let archive = zip_of(&world, ARCHIVE);
    assert_eq!(verify(&archive).unwrap().differences, []);
    let kept = unpacked(&archive);
    let sums = names(&kept)
        .into_iter()
        .filter(|it| it.ends_with("提出物/SHA256SUMS.txt"));
    assert_eq!(sums.count(), 1);
    assert!(matches!(rebuild(&archive, false, &|_| {}).unwrap(), Rebuilt::Same));
    // The record knows the zip file that was sent.
    let about = kept.iter().find(|it| it.0.ends_with("planc.json")).unwrap();
    assert!(String::from_utf8_lossy(&about.1).contains(&digest(&zip)));
    let day = jiff::civil::date(2026, 7, 15);
    let forged = |change: &dyn Fn(&mut Files)| {
        let mut files = files.clone();
        change(&mut files);
        let entries = files.iter().map(|(path, bytes)| (&**path, &**bytes));
        verify(&pack(entries, Packing::Stored, Some(day)).unwrap())
            .unwrap()
            .differences
    };
    assert_eq!(forged(&|_| {}), []);
    assert_ne!(forged(&|files| drop(files.remove(3))), []);
    assert_ne!(forged(&|files| files[3].1.push(0)), []);
    assert_ne!(
        forged(&|files| files.push(("43_熊本県_99_追加.pdf".to_owned(), vec![]))),
        []
    );
    assert_ne!(forged(&|files| files.push(("SHA256SUMS.txt".to_owned(), vec![]))), []);
}

#[test]
fn all_pdf_files_are_bound_as_one_with_a_bookmark_for_each() {
    let more = "\n[[enclosures]]\nnumber = 20\nname = \"提出書類一式\"\nrecipient = \"nation\"\ncontent = \"merged\"\n";
    let world = set("verify_files = true\n", more);
    let zip = zip_of(&world, FINAL);
    assert_eq!(verify(&zip).unwrap().differences, []);
    let files = unpacked(&zip);
    let merged = lopdf::Document::load_mem(bytes(&files, "20_提出書類一式.pdf")).unwrap();
    let pdf = files
        .iter()
        .filter(|(path, _)| path.ends_with(".pdf") && !path.starts_with("20_"));
    let parts: Vec<(&str, usize)> = pdf
        .filter(|(path, _)| !path.starts_with("02_"))
        .map(|(path, bytes)| (path.trim_end_matches(".pdf"), pages_of(bytes)))
        .collect();
    assert_eq!(merged.get_pages().len(), parts.iter().map(|it| it.1).sum::<usize>());
    let pages: Vec<lopdf::ObjectId> = merged.page_iter().collect();
    let mut first = 0;
    let bookmarks = bookmarks(&merged);
    assert_eq!(bookmarks.len(), parts.len());
    for ((name, count), (title, page)) in parts.iter().zip(bookmarks) {
        assert_eq!((&*title, page), (*name, pages[first]));
        first += count;
    }
}

fn pages_of(pdf: &[u8]) -> usize {
    lopdf::Document::load_mem(pdf).unwrap().get_pages().len()
}

/// The bookmarks at the top, each with the page to which it leads.
fn bookmarks(pdf: &lopdf::Document) -> Vec<(String, lopdf::ObjectId)> {
    let root = pdf.catalog().unwrap().get(b"Outlines").unwrap().as_reference().unwrap();
    let next = |id: lopdf::ObjectId, key: &[u8]| pdf.get_dictionary(id).unwrap().get(key).ok()?.as_reference().ok();
    let all = std::iter::successors(next(root, b"First"), |id| next(*id, b"Next"));
    all.map(|id| {
        let bookmark = pdf.get_dictionary(id).unwrap();
        let title = lopdf::decode_text_string(bookmark.get(b"Title").unwrap()).unwrap();
        let place = bookmark.get(b"Dest").unwrap().as_array().unwrap();
        (title, place[0].as_reference().unwrap())
    })
    .collect()
}

#[test]
fn a_name_that_shift_jis_lacks_is_told_with_another() {
    let mut world = ready();
    let (from, to) = ("short_name = \"球磨バイオ\"", "short_name = \"球〜バイオ\"");
    replace(&mut world, "sources/companies/kuma-bio.toml", from, to);
    let packaged = packed(&world, FINAL);
    let told = packaged
        .diagnostics
        .iter()
        .filter(|it| it.code.name() == "unusual-file-name");
    let told: Vec<String> = told
        .map(|it| it.message.clone() + it.hint.as_deref().unwrap_or_default())
        .collect();
    // The sample has one of its own.
    assert_eq!(told.len(), 2, "{told:?}");
    for (name, other) in [("_球〜バイオ", "_球～バイオ"), ("_𠮷次フーズ", "_吉次フーズ")] {
        assert!(
            told.iter().any(|it| it.contains(name) && it.contains(other)),
            "{told:?}"
        );
    }
    assert!(packaged.zip.is_some());
}

#[test]
fn the_mail_tells_the_zip_file_that_it_brings() {
    let packaged = packed(&ready(), FINAL);
    let (zip, mail) = (packaged.zip.unwrap().file, packaged.mail.unwrap());
    assert_eq!(mail.path().replace("_メール.txt", ".zip"), zip.path());
    let text = mail.text();
    for said in [
        &*digest(zip.bytes()),
        zip.path().rsplit('/').next().unwrap(),
        "件名：",
        "certutil",
    ] {
        assert!(text.contains(said), "{text}");
    }
    assert!(packed(&ready(), ARCHIVE).mail.is_none());
}

#[test]
fn what_companies_enclose_is_not_taken_for_the_packages_own() {
    for settings in ["", "flat = true\n"] {
        let mut world = set(settings, "");
        // A workbook that is a list of enclosures itself.
        let list = bytes(&unpacked(handed_in()), "02_提出物一覧.xlsx").to_vec();
        let form = world
            .files
            .keys()
            .find(|it| it.ends_with("form2.xlsx"))
            .unwrap()
            .clone();
        world.files.insert(form, list);
        for wanted in [FINAL, ARCHIVE] {
            let verified = verify(&zip_of(&world, wanted)).unwrap();
            assert_eq!((verified.differences, verified.packed_again), (vec![], vec![]));
        }
    }
}

#[test]
fn a_list_of_another_kind_of_zip_before_the_end_is_refused() {
    let zip = handed_in();
    let end = zip.windows(4).rposition(|it| it == b"PK\x05\x06").unwrap();
    let mut forged = zip.to_vec();
    forged[end - 20..end - 16].copy_from_slice(b"PK\x06\x07");
    assert!(verify(&forged).is_err());
}

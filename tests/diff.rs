//! The comparison of plans: cases of `cases/diff/*.md`, laws over random edits, and the command.
//!
//! A case is prose, then changes of the sample as in `check_cases.rs`: first those of both versions (`=== both` ends them,
//! where there are any), then those of the version after; `=== edition public` compares as that edition. At the end, `=== expected` lists what is said: a line each for
//! the changes, for what moved, and for warnings. `REWRITE_CASES=1` writes it into the files: read the difference.

use crate::check_cases::{edition, patch_world, patched};
use crate::command_line::{Run, planc};
use crate::diff_edits::{Edit, edit};
use crate::generated::{self, Size};
use crate::project::{Folder, case_files, put, quoted, replace, run_cases, sample, source_paths, text, values};
use crate::verify::{packed as packed_again, unpacked};
use crate::workbook::{Held, cells, parts};
use planc::archive::{Bag, Packing, pack};
use planc::diagnostic::Edition;
use planc::diff::plan::{self, Change, Comparison, Kind, ShownVersion};
use planc::edition::discloses;
use planc::plan::{Node, Scalar, load};
use planc::world::Memory;
use proptest::prelude::*;
use serde_json::Value;
use std::process::Command;

/// The editions that are compared.
const EDITIONS: [Edition; 3] = [Edition::Draft, Edition::Final, Edition::Public];

fn shown(world: &Memory, edition: Edition) -> ShownVersion {
    side_by_side(world, world, edition).0
}

fn side_by_side(before: &Memory, after: &Memory, edition: Edition) -> (ShownVersion, ShownVersion) {
    let versions = [before, after].map(|world| plan::read(world).0);
    let ([before, after], _) = ShownVersion::side_by_side(versions, edition);
    (before, after)
}

fn compared(before: &Memory, after: &Memory) -> Comparison {
    compared_as(before, after, Edition::Draft)
}

fn compared_as(before: &Memory, after: &Memory, edition: Edition) -> Comparison {
    let (before, after) = side_by_side(before, after, edition);
    plan::compare(&before, &after)
}

/// `kpi-changed companies/aso-seimitsu/kpi.sales.targets.2030: 6500000000 -> 6700000000`.
pub fn line(change: &Change) -> String {
    let path = match change.key.is_empty() {
        true => change.subject.clone(),
        false => format!("{}/{}", change.subject, change.key),
    };
    if !change.paragraphs.is_empty() {
        let actions: Vec<&str> = change.paragraphs.iter().map(|it| it.action.name()).collect();
        return format!("{} {path}: paragraphs {}", change.kind.name(), actions.join(", "));
    }
    let side = |side: &plan::Side| match (&side.state, &side.value) {
        (plan::State::Absent, _) => "∅".to_owned(),
        (plan::State::Pending(_), _) => "pending".to_owned(),
        (plan::State::Given, value) => value.clone().unwrap_or_else(|| side.shown.clone()),
    };
    let also = change.also.iter().map(|it| format!(" + {}", it.key));
    let also: String = also.collect();
    let sides = format!("{} -> {}", side(&change.before), side(&change.after));
    format!("{} {path}: {sides}{also}", change.kind.name())
}

fn lines(comparison: &Comparison) -> Vec<String> {
    comparison.changes.iter().map(line).collect()
}

fn moves(comparison: &Comparison) -> Vec<String> {
    let moved = comparison.moved.iter();
    moved.map(|it| format!("moved {}/{}", it.subject, it.key)).collect()
}

fn said(comparison: &Comparison) -> Vec<String> {
    let mut said = lines(comparison);
    for change in &comparison.changes {
        let reason = change.reason.as_ref();
        said.extend(reason.map(|it| format!("reason {}/{}: {}", change.subject, change.key, it.reason)));
    }
    said.extend(moves(comparison));
    let warnings = comparison.warnings.iter();
    said.extend(warnings.map(|it| {
        format!(
            "warning {} {}:{}:{} {}",
            it.code.name(),
            it.path,
            it.line,
            it.column,
            it.message
        )
    }));
    said
}

#[test]
fn cases() {
    run_cases("diff", |given| {
        let (both, later) = given.split_once("=== both\n").unwrap_or(("", given));
        let before = patched(both);
        let after = patch_world(before.clone(), later);
        let edition = edition(given).unwrap_or(Edition::Draft);
        said(&compared_as(&before, &after, edition))
            .iter()
            .flat_map(|it| [it, "\n"])
            .collect()
    });
}

#[test]
fn every_kind_has_a_case() {
    let all: String = case_files("diff")
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    for kind in Kind::ALL {
        let told = all.lines().any(|line| line.starts_with(&format!("{} ", kind.name())));
        assert!(told, "{}", kind.name());
    }
}

fn generated(seed: u64) -> Memory {
    generated::plan(Size {
        fields: 2,
        companies: 6,
        seed,
    })
}

#[test]
fn a_version_with_itself_is_empty() {
    let worlds = (1..12).map(generated).chain([
        sample(),
        Memory {
            files: planc::project::files().into_iter().collect(),
        },
    ]);
    for world in worlds {
        for edition in EDITIONS {
            let comparison = compared_as(&world, &world, edition);
            assert!(
                comparison.is_identical() && said(&comparison).is_empty(),
                "{:#?}",
                said(&comparison)
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn each_of_several_edits_is_named_as_what_it_is(seed in 1_u64..10_000, edits in edits()) {
        let mut before = generated(seed);
        let mut after = before.clone();
        let mut expected = Vec::new();
        for (place, edit) in edits.iter().enumerate() {
            expected.extend(edit.make(place, &mut before, &mut after));
        }
        let comparison = compared(&before, &after);
        let mut found = [lines(&comparison), moves(&comparison)].concat();
        found.sort();
        expected.sort();
        prop_assert_eq!(found, expected);
    }
}

/// Up to four edits, each of another company or of its own file.
fn edits() -> impl Strategy<Value = Vec<Edit>> {
    proptest::collection::vec(edit(), 1..5)
}

/// A value that differs from the one written, of the same type.
fn other(written: &str) -> Option<String> {
    if let Some(text) = written.strip_prefix('"') {
        return match written.strip_prefix("\"\"\"") {
            Some(_) => Some(written.replacen("\"\"\"\n", "\"\"\"\n新たな語。", 1)),
            None => Some(format!("\"新たな語{text}")),
        };
    }
    if let Some((date, _)) = written.split_once("-").filter(|_| written.len() >= 10) {
        let year: u32 = date.parse().ok()?;
        return Some(written.replacen(date, &(year + 1).to_string(), 1));
    }
    match written {
        "true" => Some("false".to_owned()),
        "false" => Some("true".to_owned()),
        number => {
            let digits = number.replace('_', "");
            digits.parse::<u64>().map(|it| (it + 1).to_string()).ok()
        }
    }
}

#[test]
fn every_value_of_the_sources_that_an_edition_shows_is_compared() {
    let world = sample();
    let before = shown(&world, Edition::Draft);
    let (plan, _) = load(&world);
    let (mut tried, mut silent) = (0, Vec::new());
    for path in source_paths(&world) {
        let source = text(&world, &path).to_owned();
        for (index, value) in values(&source).into_iter().enumerate() {
            // Some of all, others in each file: reading the plan anew takes a while.
            if (index + path.len()) % 6 != 0 {
                continue;
            }
            let Some(changed) = other(&source[value.span.clone()]) else {
                continue;
            };
            let changed = format!("{}{changed}{}", &source[..value.span.start], &source[value.span.end..]);
            let mut edited = world.clone();
            put(&mut edited, &path, changed);
            let (_, diagnostics) = plan::read(&edited);
            let faulty = diagnostics
                .iter()
                .any(|it| it.code.severity(Edition::Draft) == planc::diagnostic::Severity::Error);
            let file = plan.sources.find(&path).unwrap();
            if faulty || !is_shown(&before, file, value.span.start) {
                continue;
            }
            tried += 1;
            let comparison = plan::compare(&before, &shown(&edited, Edition::Draft));
            let only =
                comparison.changes.len() == 1 || comparison.changes.iter().all(|it| it.key.ends_with("applies_to"));
            if !only {
                silent.push(format!("{path} {}: {:?}", value.key, lines(&comparison)));
            }
        }
    }
    assert!(tried > 100, "{tried}");
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

/// Whether a version shows a value that begins at a byte of a file.
fn is_shown(version: &ShownVersion, file: planc::source::FileId, at: usize) -> bool {
    let mut found = false;
    for (_, node) in version.view.plan().nodes() {
        node.each_leaf(&mut |leaf| {
            if let Node::Value { place, class, .. } = leaf {
                found |= place.file == file && place.span.start == at && *class <= discloses(version.view.edition());
            }
        });
    }
    found
}

#[test]
fn a_comparison_holds_nothing_above_the_class_of_its_edition() {
    let before = sample();
    let mut after = before.clone();
    let company = "sources/companies/aso-seimitsu.toml";
    replace(
        &mut after,
        company,
        "comment = \"県外売上高",
        "comment = \"新たな所見：県外売上高",
    );
    replace(&mut after, company, "投資額は約28億円で", "投資額は約29億円で");
    let kikuchi = "sources/companies/kikuchi-material.toml";
    replace(&mut after, kikuchi, "status = \"selected\"", "status = \"withdrawn\"");
    for edition in EDITIONS {
        let comparison = compared_as(&before, &after, edition);
        let said = plan::json(&comparison) + &plan::text(&comparison, false);
        for secret in secrets(&[&before, &after], edition) {
            assert!(!said.contains(&secret), "{edition:?}: {secret}");
        }
        assert!(!said.contains("新たな所見"));
        assert_eq!(said.contains("29億円"), edition != Edition::Public);
    }
}

/// The texts of versions that an edition shows in none of them.
fn secrets(worlds: &[&Memory], edition: Edition) -> Vec<String> {
    let (mut secret, mut open) = (Vec::new(), String::new());
    for world in worlds {
        let version = shown(world, edition);
        texts(&version.plan, &mut |text| secret.push(text.to_owned()));
        texts(version.view.plan(), &mut |text| open.push_str(text));
    }
    secret.retain(|text| text.chars().count() >= 8 && !open.contains(text.as_str()));
    assert!(secret.len() > 10);
    secret
}

fn texts(plan: &planc::plan::Plan, visit: &mut dyn FnMut(&str)) {
    for (_, node) in plan.nodes() {
        node.each_leaf(&mut |leaf| {
            if let Node::Value {
                scalar: Scalar::Line(text) | Scalar::Prose(text),
                ..
            } = leaf
            {
                visit(text);
            }
        });
    }
}

#[test]
fn what_a_company_no_longer_publishes_is_not_repeated() {
    let before = sample();
    let mut after = before.clone();
    let company = "sources/companies/aso-seimitsu.toml";
    replace(&mut after, company, "sections = [\"philosophy\", ", "sections = [");
    let comparison = compared_as(&before, &after, Edition::Public);
    assert_eq!(
        lines(&comparison),
        ["withdrawn companies/aso-seimitsu/profile.philosophy: ∅ -> ∅"]
    );
    assert!(!plan::json(&comparison).contains("千分の一の誠実"));
    // The other way round it is news.
    let comparison = compared_as(&after, &before, Edition::Public);
    assert!(plan::json(&comparison).contains("千分の一の誠実"));
    assert!(compared_as(&before, &after, Edition::Final).is_identical());
}

fn diff(folder: &Folder, words: &[&str]) -> Run {
    planc(folder, &[&["diff"], words].concat())
}

/// A folder with the sample in `before`, and in `after` with one target changed.
fn folder() -> Folder {
    let mut after = sample();
    replace(
        &mut after,
        "sources/companies/aso-seimitsu.toml",
        "{ fiscal_year = 2030, value = 2_300 }",
        "{ fiscal_year = 2030, value = 2_500 }",
    );
    let factor = "[{ label = \"1社当たり取引額\", value = 115";
    replace(
        &mut after,
        "sources/companies/aso-seimitsu.toml",
        factor,
        &factor.replace("115", "125"),
    );
    let folder = Folder::empty();
    for (name, world) in [("before", sample()), ("after", after)] {
        for (path, bytes) in &world.files {
            folder.write(&format!("{name}/{path}"), bytes);
        }
    }
    folder
}

const TARGET: &str = "kpi.internal_transactions.targets.2030";

#[test]
fn the_command_says_what_changed_in_words_and_in_json() {
    let folder = folder();
    let same = diff(&folder, &["before", "before", "--exit-code"]);
    assert_eq!((same.status, same.error.as_str()), (0, ""));
    assert!(same.out.contains("変更はありません。"), "{}", same.out);
    let run = diff(&folder, &["before", "after"]);
    assert_eq!((run.status, run.error.as_str()), (0, ""));
    for words in [
        "目標値 1件、その他の値 1件\n",
        "域内取引額の目標値（令和12年度）：[-2,300百万円-] → {+2,500百万円+}（＋200百万円、＋8.7％）",
        "■ 直し漏れの可能性（2件）",
        "sources/companies/aso-seimitsu.toml:58:36",
    ] {
        assert!(run.out.contains(words), "{words}\n{}", run.out);
    }
    assert!(
        diff(&folder, &["before", "after", "--color", "always"])
            .out
            .contains("\u{1b}[")
    );
    let run = diff(&folder, &["before", "after", "--format", "json", "--exit-code"]);
    assert_eq!(run.status, 1);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&json["format"], &json["identical"]), (&1.into(), &false.into()));
    assert_eq!(json["summary"]["kpi"], 1);
    let change = &json["changes"][0];
    assert_eq!(change["kind"], "kpi-changed");
    assert_eq!(change["subject"], "companies/aso-seimitsu");
    assert_eq!(change["key"], TARGET);
    assert_eq!(
        (&change["before"], &change["after"]),
        (&"2300000000".into(), &"2500000000".into())
    );
    assert_eq!(
        (&change["difference"], &change["percent"]),
        (&"200000000".into(), &"8.7".into())
    );
    assert_eq!(json["warnings"][0]["code"], "old-value");
    let run = diff(
        &folder,
        &["before", "after", "--format", "json", "-o", "made/answer.json"],
    );
    assert_eq!((run.status, run.error.as_str()), (0, ""));
    assert!(folder.files("made")["made/answer.json"].starts_with(b"{\n  \"format\": 1"));
}

#[test]
fn versions_come_from_archives_too() {
    let folder = folder();
    let packed = |name: &str| {
        let payload = folder.files(name);
        let payload = payload
            .into_iter()
            .map(|(path, bytes)| (path.split_once('/').unwrap().1.to_owned(), bytes));
        let bag = Bag {
            folder: "熊本県地域産業クラスター計画".to_owned(),
            info: Vec::new(),
            payload: payload.collect(),
        };
        let files = bag.files();
        pack(
            files.iter().map(|(path, bytes)| (&**path, &**bytes)),
            Packing::Deflated,
            None,
        )
        .unwrap()
    };
    folder.write("before.zip", &packed("before"));
    for after in ["before", "before.zip"] {
        let run = diff(&folder, &["before.zip", after, "--exit-code"]);
        assert_eq!((run.status, run.error.as_str()), (0, ""), "{}", run.out);
    }
    let json: Value = serde_json::from_str(&diff(&folder, &["before.zip", "after", "--format", "json"]).out).unwrap();
    assert_eq!(json["changes"][0]["key"], TARGET);
    // A record that somebody changed is none to compare with.
    let mut changed = packed("before");
    let mut files = unpacked(&changed);
    files.last_mut().unwrap().1.push(b'\n');
    changed = packed_again(&files);
    folder.write("changed.zip", &changed);
    let run = diff(&folder, &["changed.zip", "after"]);
    assert_eq!((run.status, run.out.as_str()), (3, ""));
    assert!(run.error.contains("作成したときのままの記録ではない"), "{}", run.error);
}

#[test]
fn a_version_that_cannot_be_used_ends_with_3_and_says_what_to_do() {
    let folder = folder();
    folder.write("cut.zip", b"PK\x03\x04 cut");
    folder.write("empty/readme.txt", b"nothing");
    folder.write("wrong/sources/plan.toml", b"title = 1\n");
    for name in ["nowhere", "cut.zip", "empty", "wrong", "git:HEAD", "git:"] {
        let run = diff(&folder, &[name, "after"]);
        assert_eq!((run.status, run.out.as_str()), (3, ""), "{name}: {}", run.error);
        assert!(
            run.error.contains(&format!("「{name}」")) && run.error.contains("ください"),
            "{}",
            run.error
        );
        assert!(run.error.lines().count() < 40, "{}", run.error);
    }
    let usage = diff(&folder, &["before"]);
    assert_eq!(usage.status, 2);
}

/// Runs git in a folder, under the name of nobody.
pub fn git(folder: &Folder, words: &[&str]) {
    let identity = [
        "-c",
        "user.name=planc",
        "-c",
        "user.email=planc@example.jp",
        "-c",
        "commit.gpgsign=false",
    ];
    let run = Command::new("git")
        .args(identity)
        .args(words)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{words:?}: {}",
        String::from_utf8_lossy(&run.stderr)
    );
}

#[test]
fn versions_come_from_git_also_where_the_plan_is_a_part_of_the_repository() {
    let folder = folder();
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "before"]);
    git(&folder, &["commit", "-q", "-m", "素案"]);
    git(&folder, &["tag", "素案第1版"]);
    for (path, bytes) in folder.files("after") {
        folder.write(&path.replacen("after", "before", 1), &bytes);
    }
    let of = |words: &[&str]| {
        let run = planc(
            &folder,
            &[&["-C", "before", "diff"], words, &["--format", "json"]].concat(),
        );
        assert_eq!((run.status, run.error.as_str()), (0, ""), "{words:?}");
        serde_json::from_str::<Value>(&run.out).unwrap()
    };
    assert_eq!(of(&["git:HEAD", "before"])["changes"][0]["key"], TARGET);
    assert_eq!(of(&["git:素案第1版", "git:HEAD"])["identical"], true);
    git(&folder, &["commit", "-q", "-a", "-m", "修正"]);
    assert_eq!(of(&["git:HEAD~1", "git:HEAD"])["changes"][0]["key"], TARGET);
    // What was put in the place of a commit is not what was committed.
    git(&folder, &["replace", "HEAD~1", "HEAD"]);
    assert_eq!(of(&["git:HEAD~1", "git:HEAD"])["changes"][0]["key"], TARGET);
    git(&folder, &["replace", "-d", "HEAD~1"]);
    for (name, words) in [
        ("git:HEAD~9", "git の記録にありません"),
        ("git:--all", "git の記録にありません"),
    ] {
        let run = planc(&folder, &["-C", "before", "diff", name, "before"]);
        assert_eq!(run.status, 3);
        assert!(run.error.contains(words), "{}", run.error);
    }
    let run = planc(&folder, &["-C", "after", "diff", "git:HEAD", "after"]);
    assert!(run.status == 3 && run.error.contains("計画の資料"), "{}", run.error);
}

#[test]
fn the_list_of_changes_tells_sections_pages_and_reasons() {
    let folder = folder();
    let reasons = format!(
        "\n[[changes]]\nkey = \"companies/aso-seimitsu/kpi\"\nreason = {}\ndivision = \"産業支援課\"\n",
        quoted("企業からの回答による修正")
    );
    let path = "after/sources/plan.toml";
    let plan = String::from_utf8(folder.files("after")[path].clone()).unwrap() + &reasons;
    folder.write(path, plan.as_bytes());
    let run = diff(&folder, &["before", "after", "--format", "xlsx", "-o", "list.xlsx"]);
    assert_eq!((run.status, run.error.as_str()), (0, ""));
    let parts = parts(&std::fs::read(folder.path().join("list.xlsx")).unwrap());
    let cells = cells(&parts, 1);
    let held = |at: &str| match &cells[at] {
        Held::Text(text) => text.clone(),
        Held::Number(number) => number.to_string(),
        other => panic!("{at}: {other:?}"),
    };
    assert_eq!(held("A3"), "番号");
    assert!(
        held("B4").starts_with('第') || held("B4").contains('表'),
        "{}",
        held("B4")
    );
    let pages: Vec<usize> = ["C4", "D4"].map(|at| held(at).parse().unwrap()).to_vec();
    assert!(pages.iter().all(|page| (2..80).contains(page)), "{pages:?}");
    assert_eq!(
        (held("G4"), held("H4")),
        ("2,300百万円".to_owned(), "2,500百万円".to_owned())
    );
    assert_eq!(held("K4"), "企業からの回答による修正");
    assert_eq!(held("L4"), "産業支援課");
    // In the place of the project where no file is named.
    let run = planc(&folder, &["-C", "after", "diff", "before", "after", "--format", "xlsx"]);
    assert_eq!((run.status, run.error.as_str()), (0, ""));
    let made = folder.files("after/output/diff");
    assert!(
        made.keys()
            .all(|path| path.contains("修正箇所一覧") && path.ends_with(".xlsx")),
        "{:?}",
        made.keys()
    );
}

#[test]
fn word_and_pdf_show_both_versions() {
    let folder = folder();
    for (style, format, name) in [("comparison", "docx", "新旧対照表"), ("redline", "pdf", "見え消し")] {
        let run = planc(
            &folder,
            &[
                "-C", "after", "diff", "before", "after", "--format", format, "--style", style,
            ],
        );
        assert_eq!((run.status, run.error.as_str()), (0, ""), "{style}");
        let made = folder.files("after/output/diff");
        let (_, bytes) = made
            .iter()
            .find(|(path, _)| path.contains(name) && path.ends_with(format))
            .unwrap();
        assert!(bytes.starts_with(if format == "pdf" { b"%PDF" } else { b"PK\x03\x04" }));
    }
    let run = diff(&folder, &["before", "after", "--format", "pdf", "--preset", "ない型"]);
    assert!(run.status == 2 && run.error.contains("ない型"), "{}", run.error);
    // What waits cannot be set as the public edition.
    let run = diff(&folder, &["before", "after", "--format", "pdf", "--edition", "public"]);
    assert!(
        run.status == 3 && run.error.contains("unconfirmed-kpi"),
        "{}",
        run.error
    );
}

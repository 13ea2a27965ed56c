//! Requirements as data: each falls with its evidence, none needs Rust, all print to the letter.

use crate::docx;
use crate::project::{Built, ROOT, build, built_sample, check, check_sources, place, put, said, sample, text};
use crate::sample::pdf_lines;
use planc::diagnostic::{Code, Diagnostic, Edition};
use planc::document::text::lines;
use planc::edition::view;
use planc::plan::{Requirement, load};
use planc::source::SourceMap;
use planc::template::requirements::{Finding, Judgement, Matrix, Presence, Requirements, judge};
use planc::template::values;
use planc::world::Memory;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

const FILE: &str = "plan-templates/cluster/requirements.toml";
const SAMPLE: &str = "tests/cases/requirements/sample.txt";
const CALL: &str = "tests/cases/requirements/call.txt";

struct Judged {
    matrix: Matrix,
    sources: SourceMap,
    diagnostics: Vec<Diagnostic>,
}

/// Judges a plan, and nothing else.
fn judged(world: &Memory) -> Judged {
    let (mut plan, _) = load(world);
    let written = text(world, FILE);
    let file = plan.sources.add(FILE, written);
    let mut diagnostics = Vec::new();
    let requirements = Requirements::read(file, FILE, written, &mut diagnostics);
    let view = view(&plan, Edition::Draft);
    let (context, origins) = values(&view);
    let shown = (&context, &Arc::new(origins));
    let matrix = judge(&requirements, &plan.sources, &view, shown, &mut diagnostics);
    Judged {
        matrix,
        sources: plan.sources,
        diagnostics,
    }
}

fn id(requirement: &Requirement) -> &str {
    &requirement.id.get().unwrap().0
}

/// The outcome of each requirement for each thing it is asked of.
fn outcomes(matrix: &Matrix) -> BTreeMap<(String, String), Judgement> {
    let rows = matrix.rows.iter().flat_map(|row| {
        row.findings
            .iter()
            .map(|it| ((id(&row.requirement).to_owned(), subject(it)), it.judgement))
    });
    rows.collect()
}

fn subject(finding: &Finding) -> String {
    finding.subject.as_deref().unwrap_or("plan").to_owned()
}

#[test]
fn the_sample_is_judged_as_expected() {
    let found = judged(&sample());
    assert_eq!(said(&found.diagnostics, &found.sources), Vec::<String>::new());
    let outcomes = outcomes(&found.matrix).into_iter();
    let outcomes: String = outcomes
        .map(|((requirement, subject), judgement)| format!("{requirement} {subject} {judgement:?}\n"))
        .collect();
    let path = Path::new(ROOT).join(SAMPLE);
    if std::env::var_os("REWRITE_CASES").is_some() {
        std::fs::write(&path, &outcomes).unwrap();
    }
    assert_eq!(outcomes, std::fs::read_to_string(path).unwrap());
}

/// A source without a key, and where its absence is to be told: at the header of its table, or at the file's beginning.
fn without(world: &Memory, path: &str, key: &str) -> (Memory, String) {
    let parts: Vec<&str> = key.split('.').collect();
    let (last, tables) = parts.split_last().unwrap();
    let mut root: toml::Table = text(world, path).parse().unwrap();
    let mut table = &mut root;
    for name in tables {
        table = table[*name].as_table_mut().unwrap();
    }
    table.remove(*last).unwrap_or_else(|| panic!("{path}: {key}"));
    let after = root.to_string();
    let header = format!("[{}]", tables.join("."));
    let line = after.lines().position(|line| line == header);
    let expected = format!("{path}:{}:1", line.map_or(1, |line| line + 1));
    let mut changed = world.clone();
    put(&mut changed, path, after);
    (changed, expected)
}

/// The source in which a key of a subject stands, and the key within it.
fn file_and_key(key: &str, subject: &str) -> (String, String) {
    let (root, rest) = key.split_once('.').unwrap();
    let file = match root {
        "field" => format!("sources/fields/{subject}.toml"),
        "company" => format!("sources/companies/{subject}.toml"),
        _ => format!("sources/{root}.toml"),
    };
    (file, rest.to_owned())
}

#[test]
fn each_piece_of_evidence_takes_just_its_requirement_along() {
    let world = sample();
    let before = judged(&world).matrix;
    let expected = outcomes(&before);
    let mut removed = 0;
    for row in &before.rows {
        for finding in row.findings.iter().filter(|it| it.judgement == Judgement::Met) {
            for piece in row.requirement.evidence.iter() {
                let (mut changed, mut place_of_gap) = (world.clone(), String::new());
                for key in piece.keys.values() {
                    let (file, key) = file_and_key(&key.0, &subject(finding));
                    (changed, place_of_gap) = without(&changed, &file, &key);
                }
                assert_only_missing(
                    &changed,
                    (id(&row.requirement), &subject(finding)),
                    &expected,
                    &place_of_gap,
                );
                removed += 1;
            }
        }
    }
    assert!(removed > 100, "{removed}");
}

fn assert_only_missing(
    world: &Memory,
    (requirement, subject): (&str, &str),
    before: &BTreeMap<(String, String), Judgement>,
    gap: &str,
) {
    let found = judged(world);
    let mut expected = before.clone();
    expected.insert((requirement.to_owned(), subject.to_owned()), Judgement::Missing);
    assert_eq!(outcomes(&found.matrix), expected, "{requirement} {subject}");
    // What the contract needs anyway is missed as a key or a target: one mistake is told once.
    let (sources, diagnostics) = check_sources(world);
    let missing = diagnostics.iter().filter(|it| it.code.name().starts_with("missing-"));
    let told: Vec<String> = missing.map(|it| place(it, &sources)).collect();
    let told: Vec<&str> = told.iter().filter_map(|it| it.split(' ').next()).collect();
    assert_eq!(told, [gap], "{requirement} {subject}");
}

#[test]
fn what_is_awaited_is_neither_met_nor_missing() {
    let mut world = sample();
    let path = "sources/fields/semiconductor.toml";
    let mut root: toml::Table = text(&world, path).parse().unwrap();
    let market = root["market"].as_table_mut().unwrap();
    market.remove("domestic_share");
    let pending: toml::Table = "pending = \"7月\"".parse().unwrap();
    market.insert("export".to_owned(), pending.into());
    put(&mut world, path, root.to_string());
    let found = judged(&world);
    let key = ("market".to_owned(), "semiconductor".to_owned());
    assert_eq!(outcomes(&found.matrix)[&key], Judgement::Pending);
    assert!(found.diagnostics.is_empty());
    let finding = &found.matrix.rows[0].findings[0];
    assert_eq!(finding.evidence, [Presence::Pending, Presence::Given]);
}

/// A requirement that no code knows.
const FRESH: &str = r#"
[[requirements]]
id = "notices"
text = "企業が留意すべき事項を*示している*か 等"
source = "試験"
scope = "plan"
applies = "companies"
met = "plan.notices"

[[requirements.evidence]]
label = "留意事項"
keys = ["plan.notices"]
sections = ["accompanying"]
"#;

#[test]
fn a_requirement_is_added_without_code() {
    let mut world = sample();
    let whole = format!("{}{FRESH}", text(&world, FILE));
    put(&mut world, FILE, whole);
    let checked = check(&world);
    let document = checked.pages.expect("pages").document;
    let printed = lines(&document);
    assert!(printed.iter().any(|it| it == "企業が留意すべき事項を*示している*か 等"));
    assert!(printed.iter().any(|it| it.starts_with("留意事項：第8の2（")));

    let (world, gap) = without(&world, "sources/plan.toml", "notices");
    let checked = check(&world);
    let told = checked
        .diagnostics
        .iter()
        .filter(|it| it.code == Code::MissingRequirement);
    let told: Vec<String> = told.map(|it| place(it, &checked.sources)).collect();
    assert_eq!(told, [format!("{gap} missing-requirement")]);
    let printed = lines(&checked.pages.expect("a draft is set all the same").document);
    assert!(printed.iter().any(|it| it == "× 未記載"));
    assert!(printed.iter().any(|it| it == "未記載：留意事項"));
}

/// Every text of the requirements, in their order.
fn texts() -> Vec<String> {
    let found = judged(&sample());
    let rows = found.matrix.rows.iter();
    rows.map(|row| row.requirement.text.get().unwrap().0.to_string())
        .collect()
}

#[test]
fn requirements_print_to_the_letter() {
    let Built { docx, pdf, .. } = built_sample();
    let (word, pdf) = (docx::lines(docx), pdf_lines(pdf));
    for text in texts() {
        assert!(word.contains(&text), "{text}");
        let squeezed: String = text.split_whitespace().collect();
        assert!(pdf.contains(&squeezed), "{text}");
    }
}

#[test]
fn requirements_are_quoted_from_the_call() {
    let call = std::fs::read_to_string(Path::new(ROOT).join(CALL)).unwrap();
    assert_eq!(texts(), call.lines().collect::<Vec<_>>());
}

#[test]
fn requirements_are_provisional_until_they_are_confirmed() {
    let provisional = |lines: &[String]| lines.iter().any(|it| it.contains("要件適合表（暫定）"));
    assert!(provisional(&lines(&built_sample().document)));
    let mut world = sample();
    let confirmed = text(&world, FILE).replace("status = \"暫定\"", "status = \"確定\"");
    put(&mut world, FILE, confirmed);
    assert!(!provisional(&lines(&build(&world).document)));
}

#[test]
fn a_new_project_misses_no_requirement() {
    let files = planc::project::files().into_iter().collect();
    let found = judged(&Memory { files });
    assert_eq!(said(&found.diagnostics, &found.sources), Vec::<String>::new());
    let outcomes = outcomes(&found.matrix);
    let awaited = |it: &&Judgement| **it == Judgement::Pending;
    assert!(outcomes.values().filter(awaited).count() > 5, "{outcomes:?}");
    assert!(!outcomes.values().any(|it| *it == Judgement::Missing), "{outcomes:?}");
}

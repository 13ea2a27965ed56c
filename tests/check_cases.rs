//! Checks the sample with the changes of each file of `cases/check/*.md`, and compares what is said with what the case expects.
//!
//! A case is one file: prose, then parts that begin with `=== <path>`. Of a part, lines with `-` stand in the file, once
//! and one after the other, and are replaced by the lines with `+` that follow; `+` lines alone are appended. `=== <path>
//! deleted` takes a file away; `=== <path> bytes` writes a file anew, with `\\xNN` for single bytes; `=== <path> repeat N`
//! appends its lines N times, each `#` a number; `=== <path> edited` builds the plan, edits that Word file and builds
//! again; `=== edition final` checks that edition; `=== written` builds and writes the plan; `=== archive` packs the
//! record of the sample as of 15 July, with all papers. At the end, `=== expected` lists as `path:line:column code` whatever is said beyond what
//! is said of the sample itself. `REWRITE_CASES=1` writes what was said into the files: read the difference.

use crate::broken_files::place as json_place;
use crate::command_line::planc;
use crate::output_folder::edited as edit;
use crate::package;
use crate::project::{self, Folder, case_files, place, put, run_cases, sample, text};
use planc::compile::{self, Format};
use planc::diagnostic::{Code, Diagnostic, Edition};
use planc::source::SourceMap;
use planc::world::Memory;
use planc::write::WriteError;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn cases() {
    let known = told_of_the_sample();
    run_cases("check", |given| folded(&told(given, &known)));
}

#[test]
fn every_code_has_a_case() {
    let all: String = case_files("check")
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    for code in Code::ALL.iter().map(|code| code.name()) {
        let told = all.lines().any(|line| line.ends_with(&format!(" {code}")));
        assert!(told, "{code}");
    }
}

/// A diagnostic without its line, which moves when lines are added above it.
fn kind(diagnostic: &Diagnostic, sources: &SourceMap) -> (String, &'static str, String) {
    let path = sources.file(diagnostic.place.file).path.to_string();
    (path, diagnostic.code.name(), diagnostic.message.clone())
}

fn told_of_the_sample() -> BTreeSet<(String, &'static str, String)> {
    let checked = project::check(&sample());
    checked
        .diagnostics
        .iter()
        .map(|it| kind(it, &checked.sources))
        .collect()
}

fn told(given: &str, known: &BTreeSet<(String, &'static str, String)>) -> String {
    let world = &patched(given);
    if let Some(path) = edited(given) {
        return told_of_building_again(world, path, known);
    }
    if is_archive(given) {
        let packed = package::packed(world, package::ARCHIVE);
        let told = packed.diagnostics.iter();
        return told.map(|it| place(it, &packed.sources) + "\n").collect();
    }
    let checked = match edition(given) {
        Some(edition) => compile::check(world, edition, &|_| {}),
        None => project::check(world),
    };
    let pages = checked.pages.as_ref().filter(|_| given.contains("\n=== written\n"));
    let leaks = match pages.map(|pages| compile::write(pages, &[Format::Docx, Format::Pdf])) {
        Some(Err(WriteError::Leaks(leaks))) => leaks,
        Some(_) | None => Vec::new(),
    };
    let told = checked.diagnostics.iter().chain(&leaks);
    let fresh = told.filter(|it| !known.contains(&kind(it, &checked.sources)));
    fresh.map(|it| place(it, &checked.sources) + "\n").collect()
}

/// What is told where a Word file was edited after it was built.
fn told_of_building_again(world: &Memory, path: &str, known: &BTreeSet<(String, &'static str, String)>) -> String {
    let folder = Folder::of(world);
    assert_eq!(planc(&folder, &["build", "--format", "docx"]).status, 0);
    let built = std::fs::read(folder.path().join(path)).unwrap();
    folder.write(path, &edit(&built));
    let said = planc(&folder, &["--message-format", "json", "build", "--format", "docx"]).out;
    let is_known = |line: &&str| {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        known
            .iter()
            .any(|it| object["path"] == it.0.as_str() && object["code"] == it.1 && object["message"] == it.2.as_str())
    };
    said.lines()
        .filter(|line| !is_known(line))
        .map(|line| json_place(line) + "\n")
        .collect()
}

/// Whether a case is about the record of what is handed in.
fn is_archive(given: &str) -> bool {
    given.lines().any(|line| line == "=== archive")
}

/// The edition that a case is about, where it is not the draft.
pub fn edition(given: &str) -> Option<Edition> {
    let name = given.lines().find_map(|line| line.strip_prefix("=== edition "))?;
    Some(match name {
        "final" => Edition::Final,
        "public" => Edition::Public,
        _ => panic!("{name:?}"),
    })
}

/// The Word file that a case edits.
fn edited(given: &str) -> Option<&str> {
    let heads = given.split("\n=== ").skip(1).filter_map(|part| part.lines().next());
    heads.into_iter().find_map(|head| head.strip_suffix(" edited"))
}

/// Of more than twenty that are told of a file by one code, the first three and how many more.
fn folded(told: &str) -> String {
    let kind = |line: &str| {
        (
            line.split(':').next().unwrap().to_owned(),
            line.rsplit(' ').next().unwrap().to_owned(),
        )
    };
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    told.lines()
        .for_each(|line| *counts.entry(kind(line)).or_default() += 1);
    counts.retain(|_, count| *count > 20);
    let (mut text, mut shown) = (String::new(), BTreeMap::new());
    for line in told.lines() {
        let seen = shown.entry(kind(line)).or_insert(0);
        *seen += 1;
        if *seen <= 3 || !counts.contains_key(&kind(line)) {
            text.push_str(&format!("{line}\n"));
        }
    }
    for ((path, code), count) in counts {
        text.push_str(&format!("{path} and {} more {code}\n", count - 3));
    }
    text
}

/// Bytes as a case writes them.
fn unescaped(body: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in body.lines().filter_map(|line| line.strip_prefix('+')) {
        let mut parts = line.split("\\x");
        bytes.extend(parts.next().unwrap().bytes());
        for part in parts {
            bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
            bytes.extend(part[2..].bytes());
        }
        bytes.push(b'\n');
    }
    bytes
}

/// Lines again and again, each with its number.
fn repeated(body: &str, times: usize) -> String {
    let lines: Vec<&str> = body.lines().filter_map(|line| line.strip_prefix('+')).collect();
    let all = (1..=times).flat_map(|number| {
        lines
            .iter()
            .map(move |line| line.replace('#', &number.to_string()) + "\n")
    });
    all.collect()
}

/// The sample with the changes of a case.
pub fn patched(given: &str) -> Memory {
    let world = if is_archive(given) { package::ready() } else { sample() };
    patch_world(world, given)
}

/// A plan with the changes of a case.
pub fn patch_world(mut world: Memory, given: &str) -> Memory {
    for part in given.split("\n=== ").skip(1) {
        let (head, body) = part.split_once('\n').unwrap_or((part, ""));
        match head.split_once(' ') {
            Some((path, "deleted")) => {
                world.files.remove(path).unwrap_or_else(|| panic!("no file {path}"));
            }
            Some((path, "bytes")) => put(&mut world, path, unescaped(body)),
            Some((_, "edited")) => {}
            None if head == "written" => {}
            Some((path, repeat)) if repeat.starts_with("repeat ") => {
                let times = repeat.trim_start_matches("repeat ").parse().unwrap();
                let after = text(&world, path).to_owned() + &repeated(body, times);
                put(&mut world, path, after);
            }
            Some(("edition", _)) => {}
            None if head == "archive" => {}
            Some(_) if head.ends_with(" edited") => {}
            Some(_) => panic!("{head:?}"),
            None => {
                let before = if world.files.contains_key(head) {
                    text(&world, head)
                } else {
                    ""
                };
                let after = patch(before.to_owned(), body);
                put(&mut world, head, after);
            }
        }
    }
    world
}

fn patch(mut text: String, body: &str) -> String {
    let (mut from, mut to) = (String::new(), String::new());
    for line in body.lines().chain(["-"]) {
        let (list, line) = match (line.strip_prefix('-'), line.strip_prefix('+')) {
            (Some(line), _) => (false, line),
            (_, Some(line)) => (true, line),
            _ => continue,
        };
        if !list && !to.is_empty() {
            text = change(text, &from, &to);
            (from, to) = (String::new(), String::new());
        }
        let target = if list { &mut to } else { &mut from };
        target.push_str(line);
        target.push('\n');
    }
    text
}

fn change(text: String, from: &str, to: &str) -> String {
    if from.is_empty() {
        return text + to;
    }
    let at: Vec<usize> = text
        .match_indices(from)
        .map(|it| it.0)
        .filter(|at| *at == 0 || text[..*at].ends_with('\n'))
        .collect();
    assert_eq!(at.len(), 1, "{from:?} stands {} times", at.len());
    format!("{}{to}{}", &text[..at[0]], &text[at[0] + from.len()..])
}

//! Checks the sample with the changes of each file of `cases/check/*.md`, and compares what is said with what the case expects.
//!
//! A case is one file: prose, then parts that begin with `=== <path>`. Of a part, lines with `-` stand in the file, once
//! and one after the other, and are replaced by the lines with `+` that follow; `+` lines alone are appended. `=== <path>
//! deleted` takes a file away. At the end, `=== expected` lists as `path:line:column code` whatever is said beyond what
//! is said of the sample itself. `REWRITE_CASES=1` writes what was said into the files: read the difference.

use crate::project::{self, place, put, sample, text};
use planc::diagnostic::{Code, Diagnostic};
use planc::source::SourceMap;
use planc::world::Memory;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What no file of text can bring about, and where it is tested instead.
const ELSEWHERE: [&str; 3] = [
    "not-utf8",          // command_line.rs
    "edited-output",     // output_folder.rs
    "too-many-problems", // broken_files.rs
];

#[test]
fn cases() {
    let known = told_of_the_sample();
    let mut failed = Vec::new();
    for path in files() {
        let case = std::fs::read_to_string(&path).unwrap();
        let (given, expected) = case
            .split_once("=== expected\n")
            .unwrap_or_else(|| panic!("{path:?} expects nothing"));
        let found = told(&patched(given), &known);
        if std::env::var_os("REWRITE_CASES").is_some() {
            std::fs::write(&path, format!("{given}=== expected\n{found}")).unwrap();
        } else if found != expected {
            failed.push(format!("{}\nexpected:\n{expected}found:\n{found}", path.display()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_code_has_a_case() {
    let all: String = files()
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    for code in Code::ALL.iter().map(|code| code.name()) {
        let told = all.lines().any(|line| line.ends_with(&format!(" {code}")));
        assert!(told || ELSEWHERE.contains(&code), "{code}");
    }
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(project::ROOT).join("tests/cases/check");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
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

fn told(world: &Memory, known: &BTreeSet<(String, &'static str, String)>) -> String {
    let checked = project::check(world);
    let fresh = checked
        .diagnostics
        .iter()
        .filter(|it| !known.contains(&kind(it, &checked.sources)));
    fresh.map(|it| place(it, &checked.sources) + "\n").collect()
}

/// The sample with the changes of a case.
pub fn patched(given: &str) -> Memory {
    let mut world = sample();
    for part in given.split("\n=== ").skip(1) {
        let (head, body) = part.split_once('\n').unwrap_or((part, ""));
        match head.split_once(' ') {
            Some((path, "deleted")) => {
                world.files.remove(path).unwrap_or_else(|| panic!("no file {path}"));
            }
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

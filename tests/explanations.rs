//! The examples of every code are run: the bad one is told of by just that code at just that place, the good one is not.
//!
//! `REWRITE_CASES=1` writes the table of codes into `sources/README.md`.

use crate::project::{ROOT, check, check_sources, put, sample, text};
use planc::diagnostic::explain::{Explanation, list, table};
use planc::diagnostic::{Code, Diagnostic};
use planc::source::SourceMap;
use planc::world::Memory;
use std::collections::BTreeSet;
use std::path::Path;

/// A diagnostic without its line, which moves with the example.
type Told = (String, &'static str, String);

fn told(world: &Memory, code: Code, path: &str) -> (SourceMap, Vec<Diagnostic>) {
    if path.starts_with("plan-templates/") || code == Code::MissingRequirement {
        let checked = check(world);
        (checked.sources, checked.diagnostics)
    } else {
        check_sources(world)
    }
}

fn kind(it: &Diagnostic, sources: &SourceMap) -> Told {
    let path = sources.file(it.place.file).path.to_string();
    (path, it.code.name(), it.message.clone())
}

/// The sample with an example in it, and the byte at which that begins.
fn with(example: &str, it: &Explanation) -> (Memory, usize) {
    let mut world = sample();
    let before = text(&world, &it.file).to_owned();
    let from = it.replaces.as_deref().unwrap_or(&it.good).trim_end();
    let found: Vec<usize> = before.match_indices(from).map(|(at, _)| at).collect();
    assert_eq!(found.len(), 1, "{from:?} stands {} times in {}", found.len(), it.file);
    let until = it.until.as_deref().map(str::trim_end);
    let end = until.map_or(found[0] + from.len(), |until| before.find(until).expect("its end"));
    let gap = if until.is_some() { "\n\n" } else { "" };
    let after = format!("{}{}{gap}{}", &before[..found[0]], example.trim_end(), &before[end..]);
    put(&mut world, &it.file, after);
    (world, found[0])
}

/// What is said beyond what is said of the sample.
fn new(world: &Memory, code: Code, path: &str) -> (SourceMap, Vec<Diagnostic>) {
    let (sources, diagnostics) = told(&sample(), code, path);
    let known: BTreeSet<Told> = diagnostics.iter().map(|it| kind(it, &sources)).collect();
    let (sources, diagnostics) = told(world, code, path);
    let new = diagnostics
        .into_iter()
        .filter(|it| !known.contains(&kind(it, &sources)));
    let new = new.collect();
    (sources, new)
}

#[test]
fn bad_examples_are_told_of_at_their_place_and_good_ones_are_not() {
    let mut failed = Vec::new();
    for code in Code::ALL {
        let it = code.explanation();
        if it.tested.is_some() {
            continue;
        }
        let (world, start) = with(&it.bad, &it);
        let (sources, found) = new(&world, *code, &it.file);
        let after = text(&world, &it.file);
        let place = it.at.as_deref().map_or(0, |at| {
            let at = at.trim_end();
            let below = after[start..].find(at).map(|found| start + found);
            below
                .or_else(|| after.find(at))
                .unwrap_or_else(|| panic!("{at:?} is not in {}", it.file))
        });
        let expected = (it.file.clone(), code.name(), place);
        let found: Vec<_> = found
            .iter()
            .map(|it| {
                (
                    sources.file(it.place.file).path.to_string(),
                    it.code.name(),
                    it.place.span.start,
                )
            })
            .collect();
        if found != [expected.clone()] {
            failed.push(format!("{}: expected {expected:?}, found {found:?}", code.name()));
        }
        let (_, found) = new(&with(&it.good, &it).0, *code, &it.file);
        if found.iter().any(|it| it.code == *code) {
            failed.push(format!("{}: the good example is told of too", code.name()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn what_is_tested_elsewhere_is_tested_there() {
    for code in Code::ALL {
        if let Some(path) = code.explanation().tested {
            let test = std::fs::read_to_string(Path::new(ROOT).join(&path)).unwrap_or_else(|_| panic!("no {path}"));
            assert!(test.contains(code.name()), "{} is not in {path}", code.name());
        }
    }
}

#[test]
fn the_list_names_every_code() {
    assert_eq!(list().lines().count(), Code::ALL.len());
}

#[test]
fn the_table_of_codes_is_up_to_date() {
    let path = Path::new(ROOT).join("sources/README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- codes -->\n", "<!-- /codes -->");
    let start = readme.find(begin).expect("the mark before the table") + begin.len();
    let stop = readme.find(end).expect("the mark behind the table");
    let expected = format!("{}{}{}", &readme[..start], table(), &readme[stop..]);
    if std::env::var_os("REWRITE_CASES").is_some() {
        std::fs::write(&path, expected).unwrap();
    } else {
        assert!(readme == expected, "run REWRITE_CASES=1 cargo test --release codes");
    }
}

//! One mistake yields one diagnostic, at its place; many mistakes at once yield all of theirs and no other.
//!
//! A file of `cases/mistakes/` lists changes to the sample: in `file`, what stands at `find` (the first after the words
//! `after`, where given) becomes `replace`; `told` says `line:column code` of what is told when all changes of the file
//! are made at once, `told_in` in which other file. Each change made alone gives just its own diagnostic.
//! `REWRITE_CASES=1` writes what is told into the files: read the difference.

use crate::project::{self, check_sources, is_error, put, sample, text};
use planc::diagnostic::{Diagnostic, sort};
use planc::source::SourceMap;
use planc::world::Memory;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Mistakes {
    /// Whether they can be made at once; otherwise one would hide another.
    together: bool,
    mistake: Vec<Mistake>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Mistake {
    file: String,
    #[serde(default)]
    after: String,
    find: String,
    replace: String,
    told: String,
    told_in: Option<String>,
}

/// What is told: path, line, column, code.
type Told = (String, usize, usize, String);

impl Mistake {
    fn path(&self) -> String {
        format!("sources/{}", self.file)
    }

    /// Where it is made in the untouched sample.
    fn span(&self, world: &Memory) -> Range<usize> {
        let path = self.path();
        let text = text(world, &path);
        let after = text
            .find(&self.after)
            .unwrap_or_else(|| panic!("{:?} in {path}", self.after));
        let from = after + self.after.len();
        let found: Vec<usize> = text[from..]
            .match_indices(&self.find)
            .map(|(at, _)| from + at)
            .collect();
        let unique = found.len() == 1 || !self.after.is_empty() && !found.is_empty();
        assert!(unique, "{:?} stands {} times in {path}", self.find, found.len());
        found[0]..found[0] + self.find.len()
    }

    /// What is told of it, if it stands so many lines further up than in the file of all mistakes.
    fn told(&self, shift: isize) -> Told {
        let (place, code) = self.told.split_once(' ').unwrap_or(("0:0", ""));
        let (line, column) = place.split_once(':').unwrap();
        let line: isize = line.parse().unwrap();
        let path = self
            .told_in
            .as_ref()
            .map_or_else(|| self.path(), |path| format!("sources/{path}"));
        let line = usize::try_from(line - if self.told_in.is_some() { 0 } else { shift }).unwrap_or(0);
        (path, line, column.parse().unwrap(), code.to_owned())
    }

    /// The lines that it adds.
    fn lines(&self) -> isize {
        let count = |text: &str| isize::try_from(text.matches('\n').count()).unwrap();
        count(&self.replace) - count(&self.find)
    }
}

fn files() -> Vec<(PathBuf, Mistakes)> {
    let folder = Path::new(project::ROOT).join("tests/cases/mistakes");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let mistakes = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path, mistakes)
    };
    paths.into_iter().map(read).collect()
}

/// The sample with some mistakes in it.
fn with(mistakes: &[&Mistake]) -> Memory {
    let untouched = sample();
    let mut world = sample();
    let mut places: Vec<(String, Range<usize>, &str)> = mistakes
        .iter()
        .map(|it| (it.path(), it.span(&untouched), it.replace.as_str()))
        .collect();
    places.sort_by_key(|(path, span, _)| (path.clone(), span.start));
    for pair in places.windows(2) {
        assert!(
            pair[0].0 != pair[1].0 || pair[0].1.end <= pair[1].1.start,
            "{:?} overlap",
            pair
        );
    }
    for (path, span, replacement) in places.into_iter().rev() {
        let mut changed = text(&world, &path).to_owned();
        changed.replace_range(span, replacement);
        put(&mut world, &path, changed);
    }
    world
}

/// What the sources alone are told of, in order.
pub fn checked(world: &Memory) -> (SourceMap, Vec<Diagnostic>) {
    let (sources, mut diagnostics) = check_sources(world);
    sort(&mut diagnostics, &sources);
    (sources, diagnostics)
}

/// A diagnostic without its line.
pub fn kind(it: &Diagnostic, sources: &SourceMap) -> (String, &'static str, String) {
    (
        sources.file(it.place.file).path.to_string(),
        it.code.name(),
        it.message.clone(),
    )
}

fn known() -> BTreeSet<(String, &'static str, String)> {
    let (sources, diagnostics) = checked(&sample());
    assert!(!diagnostics.iter().any(is_error));
    diagnostics.iter().map(|it| kind(it, &sources)).collect()
}

/// What is told of a world beyond what is told of the sample.
fn told(world: &Memory, known: &BTreeSet<(String, &'static str, String)>) -> Vec<Told> {
    let (sources, diagnostics) = checked(world);
    let fresh = diagnostics.iter().filter(|it| !known.contains(&kind(it, &sources)));
    fresh
        .map(|it| {
            let file = sources.file(it.place.file);
            let (line, column) = file.position(it.place.span.start);
            (file.path.to_string(), line, column, it.code.name().to_owned())
        })
        .collect()
}

/// How many lines a mistake moves down by those above it in its file.
fn shift(mistake: &Mistake, all: &[&Mistake]) -> isize {
    let world = sample();
    let start = mistake.span(&world).start;
    let above = all
        .iter()
        .filter(|it| it.file == mistake.file && it.span(&world).start < start);
    above.map(|it| it.lines()).sum()
}

#[test]
fn forty_mistakes_at_once_are_all_told_and_nothing_else() {
    let known = known();
    for (path, mistakes) in files().into_iter().filter(|it| it.1.together) {
        let all: Vec<&Mistake> = mistakes.mistake.iter().collect();
        let mut expected: Vec<Told> = all.iter().map(|it| it.told(0)).collect();
        expected.sort();
        let mut found = told(&with(&all), &known);
        found.sort();
        let missing: Vec<_> = expected.iter().filter(|it| !found.contains(it)).collect();
        let made_up: Vec<_> = found.iter().filter(|it| !expected.contains(it)).collect();
        if std::env::var_os("REWRITE_CASES").is_none() {
            assert!(
                missing.is_empty() && made_up.is_empty(),
                "{}\nnot told: {missing:#?}\nmade up: {made_up:#?}",
                path.display()
            );
            assert_eq!(expected.len(), found.len());
        }
        let files: BTreeSet<&String> = all.iter().map(|it| &it.file).collect();
        assert!(
            all.len() == 40 && files.len() >= 10,
            "{} mistakes in {} files",
            all.len(),
            files.len()
        );
    }
}

#[test]
fn each_mistake_alone_is_told_once_at_its_place() {
    let known = known();
    let mut failed = Vec::new();
    for (path, mistakes) in files() {
        let all: Vec<&Mistake> = if mistakes.together {
            mistakes.mistake.iter().collect()
        } else {
            Vec::new()
        };
        let found: Vec<Vec<Told>> = mistakes.mistake.iter().map(|it| told(&with(&[it]), &known)).collect();
        if std::env::var_os("REWRITE_CASES").is_some() {
            rewrite(&path, &mistakes, &found, &all);
            continue;
        }
        for (mistake, found) in mistakes.mistake.iter().zip(found) {
            let expected = mistake.told(shift(mistake, &all));
            if found != [expected.clone()] {
                failed.push(format!(
                    "{:?} -> {:?}\nexpected {expected:?}\nfound {found:#?}",
                    mistake.find, mistake.replace
                ));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

/// Writes what is told of each mistake into their file.
fn rewrite(path: &Path, mistakes: &Mistakes, found: &[Vec<Told>], all: &[&Mistake]) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut rows = mistakes.mistake.iter().zip(found);
    let line = |line: &str| {
        if !line.starts_with("told = ") {
            return format!("{line}\n");
        }
        let (mistake, found) = rows.next().unwrap();
        let found: Vec<String> = found
            .iter()
            .map(|(path, line, column, code)| {
                let own = *path == mistake.path();
                let line = isize::try_from(*line).unwrap() + if own { shift(mistake, all) } else { 0 };
                format!("{line}:{column} {code}")
            })
            .collect();
        format!("told = \"{}\"\n", found.join(" and "))
    };
    let text: String = text.lines().map(line).collect();
    std::fs::write(path, text).unwrap();
}

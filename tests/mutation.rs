//! Law 6: loading never panics, never stops at the first mistake, and every span lies in its file.

use crate::mistakes::checked;
use crate::project::{self, check_sources, place, said, sample, source_paths, text, values};
use crate::scale::assert_well_made;
use planc::diagnostic::Diagnostic;
use planc::source::SourceMap;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A generator of numbers that is the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

const PIECES: &[&str] = &[
    "\"",
    "'",
    "\"\"\"",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "#",
    "\n",
    "\r\n",
    "\r",
    "\\",
    "\\u0000",
    "県",
    "\u{0}",
    "\u{feff}",
    "𠮷",
    "x = 1\n",
    "[x]\n",
    "[[schedule]]\n",
    "[kpi]\n",
    "-",
    "_",
    "1e999",
    "nan",
    "0x1F",
    "99999999999999999999",
    "2026-13-45",
    "true",
    "pending = \"\"",
    "{ pending = 1 }",
    "{ pending = \"x\", y = 1 }",
];

/// Values of every type.
const VALUES: &[&str] = &[
    "\"文\"",
    "\"\"",
    "\"   \"",
    "\"a\\nb\"",
    "1",
    "-1",
    "0",
    "99999999999999999999999999999999",
    "1.5",
    "-0.0",
    "1e400",
    "inf",
    "nan",
    "0xFF",
    "true",
    "2026-02-28",
    "0001-01-01",
    "9999-12-31",
    "2026-01-01T00:00:00",
    "2026-01-01T00:00:00Z",
    "2026-01-01T23:59:60",
    "07:00:00",
    "[]",
    "[1, \"a\"]",
    "[[[]]]",
    "{}",
    "{ a = 1 }",
    "{ pending = \"未定\" }",
    "{ pending = \"\" }",
    "{ pending = 3 }",
    "{ value = \"x\", unit = 3 }",
];

fn mutated(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len() + 1);
        match dice.below(6) {
            0 => {
                let end = (at + 1 + dice.below(12)).min(bytes.len());
                bytes.drain(at.min(end)..end);
            }
            1 => {
                let piece = dice.pick(PIECES).bytes();
                bytes.splice(at..at, piece);
            }
            2 => bytes = swapped(&bytes, dice),
            3 => bytes.truncate(at),
            4 => {
                let byte = u8::try_from(dice.below(256)).unwrap();
                bytes.splice(at..at, [byte]);
            }
            _ => bytes = retyped(bytes, dice),
        }
    }
    bytes
}

/// Two lines in each other's places.
fn swapped(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    if !lines.is_empty() {
        let (one, two) = (dice.below(lines.len()), dice.below(lines.len()));
        lines.swap(one, two);
    }
    lines.concat()
}

/// A value of another type, where the file can still be read.
fn retyped(bytes: Vec<u8>, dice: &mut Dice) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return bytes;
    };
    if toml::de::DeTable::parse(text).is_err() {
        return bytes;
    }
    let values = values(text);
    if values.is_empty() {
        return bytes;
    }
    let value = dice.pick(&values);
    let mut text = text.to_owned();
    text.replace_range(value.span.clone(), dice.pick::<&str>(VALUES));
    text.into_bytes()
}

/// What the contract asks of every list of diagnostics.
pub fn assert_sound(diagnostics: &[Diagnostic], sources: &SourceMap) {
    for it in diagnostics {
        let (file, span) = (sources.file(it.place.file), it.place.span);
        assert!(
            file.text.get(span.start..span.end).is_some(),
            "{span:?} of {}: {it:?}",
            file.path
        );
        // What the parser of TOML says is English: none of it reaches the staff.
        let words = it.message.split(|it: char| !it.is_ascii_alphabetic());
        let english =
            matches!(it.code.name(), "toml-syntax" | "bad-date") && { words }.any(|it| it.len() > 2 && it != "TOML");
        assert!(!english, "{}", it.message);
        assert!(!it.message.is_empty() && it.hint.as_ref().is_none_or(|hint| !hint.is_empty()));
    }
    let places: Vec<_> = diagnostics
        .iter()
        .map(|it| {
            let file = sources.file(it.place.file);
            (
                file.path.to_string(),
                file.position(it.place.span.start),
                it.code.name(),
            )
        })
        .collect();
    assert!(places.is_sorted(), "{places:#?}");
    // Two tables that begin at one place may lack keys of one name: their places differ in the end.
    let said: Vec<String> = diagnostics.iter().map(|it| format!("{it:?}")).collect();
    let different: BTreeSet<&String> = said.iter().collect();
    assert_eq!(different.len(), said.len(), "said twice: {said:#?}");
}

#[test]
fn law_6_no_mutation_of_the_sources_makes_loading_panic_or_point_outside() {
    let mut dice = Dice(0x5EED_0001);
    let paths = source_paths(&sample());
    for round in 0..600 {
        let mut world = sample();
        let path = dice.pick(&paths).clone();
        let bytes = mutated(&world.files[&path], &mut dice);
        project::put(&mut world, &path, bytes.clone());
        let result = catch_unwind(AssertUnwindSafe(|| {
            let (sources, diagnostics) = checked(&world);
            assert_sound(&diagnostics, &sources);
        }));
        assert!(
            result.is_ok(),
            "round {round}, {path}:\n{}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

#[test]
fn law_6_a_value_of_any_other_type_is_refused_or_built_but_never_a_panic() {
    let mut dice = Dice(0x5EED_0002);
    let paths = source_paths(&sample());
    let mut built = 0;
    // Many values at once: what is refused is put back, the rest is set as pages.
    for _ in 0..6 {
        let mut world = sample();
        for path in &paths {
            for _ in 0..12 {
                let mut tried = world.clone();
                let bytes = retyped(tried.files[path].clone(), &mut dice);
                project::put(&mut tried, path, bytes);
                let (sources, diagnostics) = checked(&tried);
                assert_sound(&diagnostics, &sources);
                if !diagnostics.iter().any(project::is_error) {
                    world = tried;
                }
            }
        }
        let checked = project::check(&world);
        assert_sound(&checked.diagnostics, &checked.sources);
        let said = said(&checked.diagnostics, &checked.sources);
        let pages = checked.pages.unwrap_or_else(|| panic!("{said:#?}"));
        let all = [planc::compile::Format::Docx, planc::compile::Format::Pdf];
        planc::compile::write(&pages, &all).unwrap_or_else(|error| panic!("{error}"));
        built += 1;
    }
    assert_eq!(built, 6);
}

#[test]
fn law_6_mistakes_in_every_file_are_all_said_in_one_run() {
    let mut world = sample();
    let paths = source_paths(&world);
    for path in &paths {
        let broken = format!("unheard_of = 1\n{}", text(&world, path));
        project::put(&mut world, path, broken);
    }
    let (sources, diagnostics) = checked(&world);
    let said: Vec<String> = diagnostics.iter().map(|it| place(it, &sources)).collect();
    for path in paths {
        let expected = format!("{path}:1:1 unknown-key");
        assert!(said.contains(&expected), "{expected}");
    }
}

/// A file in pieces that may be there or not: tables with their headers, or keys with their values.
fn pieces(text: &str, tables: bool) -> Vec<String> {
    let (mut pieces, mut quoted) = (vec![String::new()], false);
    for line in text.split_inclusive('\n') {
        let key = line.split(" = ").next().unwrap_or_default();
        let is_key = line.contains(" = ") && key.chars().all(|it| it.is_ascii_lowercase() || it == '_');
        let begins = !quoted && (line.starts_with('[') || !tables && is_key);
        if begins {
            pieces.push(String::new());
        }
        if let Some(last) = pieces.last_mut() {
            last.push_str(line);
        }
        quoted ^= line.matches("\"\"\"").count() == 1;
    }
    pieces
}

#[test]
fn law_6_a_plan_without_anything_optional_builds() {
    let mut world = sample();
    world.files.remove("sources/statistics.toml");
    world.files.retain(|path, _| !path.starts_with("sources/attachments/"));
    // One company of each field, without photos: more would say nothing new.
    let kept = ["aso-seimitsu", "tamana-dairy"];
    let other = |path: &String| path.starts_with("sources/companies/") && !kept.iter().any(|id| path.contains(id));
    world.files.retain(|path, _| !other(path));
    for path in source_paths(&world) {
        let lines = text(&world, &path)
            .lines()
            .filter(|line| !line.starts_with("photos =") && !line.starts_with("applies_to ="));
        let changed = lines.collect::<Vec<_>>().join("\n") + "\n";
        project::put(&mut world, &path, changed);
    }
    assert!(!check_sources(&world).1.iter().any(project::is_error));
    let mut removed = 0;
    for tables in [true, false] {
        for path in source_paths(&world) {
            let mut index = 0;
            loop {
                let mut rest = pieces(text(&world, &path), tables);
                if index >= rest.len() {
                    break;
                }
                if rest.remove(index).trim().is_empty() {
                    index += 1;
                    continue;
                }
                let mut tried = world.clone();
                project::put(&mut tried, &path, rest.concat());
                if check_sources(&tried).1.iter().any(project::is_error) {
                    index += 1;
                } else {
                    world = tried;
                    removed += 1;
                }
            }
        }
    }
    assert!(removed > 60, "{removed}");
    let checked = project::check(&world);
    let errors: Vec<Diagnostic> = checked.diagnostics.into_iter().filter(project::is_error).collect();
    assert!(errors.is_empty(), "{:#?}", said(&errors, &checked.sources));
    assert_well_made(&project::build(&world));
}

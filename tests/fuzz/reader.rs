//! Law 6 on files edited at random: reading and checking never panics, ends, and points into the files.

use super::edits::{Edit, edited, edits};
use super::fuzz;
use crate::mutation::assert_sound;
use crate::project::{put, sample, source_paths};
use planc::compile;
use planc::diagnostic::{Edition, render};
use planc::world::Memory;
use proptest::prelude::*;
use proptest::sample::Index;
use std::path::Path;

/// The sample with few companies: quick to check, and every kind of file is there.
fn world() -> Memory {
    let mut world = sample();
    let kept = ["aso-seimitsu", "kuma-bio", "gokase-kogyo"];
    let dropped = |path: &str| path.starts_with("sources/companies/") && !kept.iter().any(|it| path.contains(it));
    world.files.retain(|path, _| !dropped(path));
    world
}

/// The sources, and all cases and examples of the tests and of the explanations.
fn corpus(world: &Memory) -> Vec<Vec<u8>> {
    let mut corpus: Vec<Vec<u8>> = source_paths(world)
        .iter()
        .map(|path| world.files[path].clone())
        .collect();
    for folder in ["tests/cases/check", "src/diagnostic/explain"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|it| it.unwrap().path())
            .collect();
        paths.sort();
        corpus.extend(paths.iter().filter_map(|path| std::fs::read(path).ok()));
    }
    corpus
}

#[test]
fn the_reader() {
    let world = world();
    let (corpus, paths) = (corpus(&world), source_paths(&world));
    let input = |(file, edits): &(Index, Vec<Edit>)| {
        let path = file.get(&paths);
        (path, edited(&world.files[path], edits, &corpus))
    };
    fuzz(
        "the_reader",
        150,
        (any::<Index>(), edits()),
        |it| input(it).1,
        |it| {
            let (path, bytes) = input(it);
            let mut world = world.clone();
            put(&mut world, path, bytes);
            assert_checked(&world);
        },
    );
}

/// Whatever `planc check` would do and print.
fn assert_checked(world: &Memory) {
    let checked = compile::check(world, Edition::Draft, &|_| {});
    assert_sound(&checked.diagnostics, &checked.sources);
    for diagnostic in checked.diagnostics.iter().take(40) {
        let person = render::human(diagnostic, Edition::Draft, &checked.sources, false);
        let program = render::json(diagnostic, Edition::Draft, &checked.sources);
        let commands = |it: char| it.is_control() && it != '\n';
        assert!(!person.contains(commands), "a terminal would obey {person:?}");
        assert_eq!(program.matches('\n').count(), 1, "{program}");
        assert!(serde_json::from_str::<serde_json::Value>(&program).is_ok(), "{program}");
    }
}

//! Templates edited at random over the values of the sample: expanding them never panics, ends, and points into them.

use super::edits::{Edit, edited, edits};
use super::fuzz;
use crate::mutation::assert_sound;
use crate::project::sample;
use planc::diagnostic::{Edition, sort};
use planc::edition::{PlanView, view};
use planc::plan::{Plan, load};
use planc::source::SourceMap;
use planc::template::requirements::Matrix;
use planc::template::{Expansion, NodeIds, Template, components, expand, values};
use planc::world::Memory;
use proptest::prelude::*;
use proptest::sample::Index;
use std::path::Path;
use std::sync::Arc;

const FOLDER: &str = "plan-templates/cluster/";

/// The templates of a world, in order.
pub fn templates(world: &Memory, sources: &mut SourceMap) -> Vec<Template> {
    let files = world.files.iter();
    let section = |path: &str| {
        path.strip_prefix(FOLDER)
            .is_some_and(|name| name.ends_with(".md") && !name.contains('/'))
    };
    let files = files.filter(|(path, _)| section(path));
    let read = files.map(|(path, bytes)| template(path, std::str::from_utf8(bytes).unwrap(), sources));
    read.collect()
}

fn template(path: &str, text: &str, sources: &mut SourceMap) -> Template {
    Template {
        file: sources.add(path, text),
        path: path.into(),
        text: text.into(),
    }
}

/// Expands templates over what a view shows.
pub fn expanded(templates: &[Template], view: &Arc<PlanView>) -> Expansion {
    let (context, origins) = values(view);
    let ids = NodeIds::default();
    let parts = components(view, &ids, Matrix::default());
    expand(templates, context, &Arc::new(origins), parts, ids)
}

fn corpus(world: &Memory) -> Vec<Vec<u8>> {
    let templates = world
        .files
        .iter()
        .filter(|(path, _)| path.starts_with(FOLDER) && path.ends_with(".md"));
    let mut corpus: Vec<Vec<u8>> = templates.map(|(_, bytes)| bytes.clone()).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/template");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
    paths.sort();
    corpus.extend(paths.iter().map(|path| std::fs::read(path).unwrap()));
    corpus
}

#[test]
fn the_templates() {
    let world = sample();
    let corpus = corpus(&world);
    let (plan, _) = load(&world);
    let view = Arc::new(view(&plan, Edition::Draft));
    let text = |(file, edits): &(Index, Vec<Edit>)| {
        let bytes = edited(file.get::<Vec<u8>>(&corpus), edits, &corpus);
        // As when it is read: what is no UTF-8 is refused before.
        String::from_utf8_lossy(&bytes)
            .trim_start_matches('\u{FEFF}')
            .replace("\r\n", "\n")
    };
    fuzz(
        "the_templates",
        60,
        (any::<Index>(), edits()),
        |it| text(it).into_bytes(),
        |it| assert_told_inside(&text(it), &plan, &view),
    );
}

/// Whatever is told of a template is told at a place in it.
fn assert_told_inside(text: &str, plan: &Plan, view: &Arc<PlanView>) {
    let mut sources = plan.sources.clone();
    let edited = [
        template("plan-templates/cluster/edited.md", text, &mut sources),
        // Another that it may include.
        template("plan-templates/cluster/00-cover.md", "{{ cover() }}\n", &mut sources),
    ];
    let mut diagnostics = expanded(&edited, view).diagnostics;
    sort(&mut diagnostics, &sources);
    assert_sound(&diagnostics, &sources);
}

#[test]
fn a_number_that_breaks_off_in_a_character_is_told_of_before_it() {
    let (plan, _) = load(&sample());
    let view = Arc::new(view(&plan, Edition::Draft));
    for text in [
        "{% if true %}\n{%0b\u{E000}1 endif %}\n",
        "{{ 0x年 }}\n",
        "{{ 1e葛\u{E0100}2 }}\n",
    ] {
        assert_told_inside(text, &plan, &view);
    }
}

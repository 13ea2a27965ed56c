//! Parts of the documentation that tables in the code write: a test that finds one out of step mends it and fails.

use planc::diagnostic::Edition;
use planc::edition::view;
use planc::plan::load;
use planc::template::requirements::Matrix;
use planc::template::{Component, FILTERS, NodeIds, basics, components};
use planc::world::Disk;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Holds the lines between two comments of a file to what the code says.
fn generated(file: &str, begin: &str, end: &str, expected: &str) {
    let text = std::fs::read_to_string(path(file))
        .expect("a document")
        .replace("\r\n", "\n");
    let (before, rest) = text.split_once(begin).expect("where it begins");
    let (first, rest) = rest.split_once('\n').expect("a line");
    let (found, after) = rest.split_once(end).expect("where it ends");
    if found != expected {
        let mended = format!("{before}{begin}{first}\n{expected}{end}{after}");
        std::fs::write(path(file), mended).expect("a document");
        panic!("{file} was out of step and has been rewritten: look at it and commit it");
    }
}

#[test]
fn components_stand_in_the_readme_of_the_templates() {
    let (plan, _) = load(&Disk::new(&path("")));
    let ids = NodeIds::default();
    let view = Arc::new(view(&plan, Edition::Draft));
    let rows = components(&view, &ids, Matrix::default())
        .into_iter()
        .chain(basics(&ids));
    let mut table = String::from("| 部品 | 印刷されるもの | 引数 |\n| --- | --- | --- |\n");
    rows.for_each(|it| table += &row(&it));
    generated(
        "plan-templates/README.md",
        "<!-- 部品：ここから",
        "<!-- 部品：ここまで -->",
        &table,
    );
}

#[test]
fn filters_of_figures_stand_in_the_readme_of_the_templates() {
    let mut table = String::from("| フィルター | 印刷されるもの | 例 |\n| --- | --- | --- |\n");
    for (name, about, example) in FILTERS {
        table += &format!("| `{name}` | {about} | {example} |\n");
    }
    generated(
        "plan-templates/README.md",
        "<!-- 数値のフィルター：ここから",
        "<!-- 数値のフィルター：ここまで -->",
        &table,
    );
}

fn row(component: &Component) -> String {
    let parameters = component.parameters.iter();
    let parameters: Vec<String> = parameters.map(|it| format!("`{}` {}", it.name, it.about)).collect();
    format!(
        "| `{}` | {} | {} |\n",
        component.signature(),
        component.about,
        parameters.join("<br>")
    )
}

//! The laws of the code itself: first lines, layers, no forgotten file, no component without words.

use crate::project::{ROOT, sample};
use planc::diagnostic::Edition;
use planc::edition::view;
use planc::plan::load;
use planc::template::requirements::Matrix;
use planc::template::{NodeIds, basics, components};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// From the lowest; layers of one row do not import each other.
const LAYERS: &[&[&str]] = &[
    &["source", "parallel", "words"],
    &["diagnostic"],
    &["world", "document", "font"],
    &["archive"],
    &["papers", "signature"],
    &["plan"],
    &["schema"],
    &["project"],
    &["figures"],
    &["workbook", "disclosure"],
    &["rules", "edition", "screen"],
    &["status"],
    &["template"],
    &["transform"],
    &["diff"],
    &["layout"],
    &["evidence"],
    &["write"],
    &["leak"],
    &["release"],
    &["store"],
    &["compile"],
    &["package"],
    &["cli"],
];

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(&Path::new(ROOT).join(folder), &mut files);
    files.sort();
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
}

fn name(path: &Path) -> String {
    let below = path.strip_prefix(ROOT).unwrap();
    let parts: Vec<&str> = below.iter().map(|part| part.to_str().unwrap()).collect();
    parts.join("/")
}

#[test]
fn every_file_says_first_what_it_is() {
    for path in rust_files("src").iter().chain(&rust_files("tests")) {
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.starts_with("//! "), "{}", name(path));
    }
}

fn rank(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&layer))
}

/// The layers that a text imports: the first names behind `crate::`.
fn imports(text: &str) -> BTreeSet<&str> {
    // Unit tests at the end of a file may look upwards.
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let code = code.lines().map(|line| line.split("//").next().unwrap_or(""));
    let mut found = BTreeSet::new();
    for line in code {
        for rest in line.split("crate::").skip(1) {
            match rest.strip_prefix('{') {
                Some(list) => found.extend(list.split([',', '}', ';']).map(|it| first_name(it.trim()))),
                None => {
                    found.insert(first_name(rest));
                }
            }
        }
    }
    found.remove("");
    found
}

fn first_name(text: &str) -> &str {
    let end = text.find(|it: char| !it.is_ascii_alphanumeric() && it != '_');
    &text[..end.unwrap_or(text.len())]
}

#[test]
fn layers_import_downwards_only() {
    let mut wrong = Vec::new();
    for path in rust_files("src") {
        let name = name(&path);
        let layer = name
            .trim_start_matches("src/")
            .split(['/', '.'])
            .next()
            .unwrap()
            .to_owned();
        if matches!(&*layer, "lib" | "main") {
            continue;
        }
        let own = rank(&layer).unwrap_or_else(|| panic!("{name} is in no layer"));
        let text = std::fs::read_to_string(&path).unwrap();
        for import in imports(&text) {
            let below = rank(import).unwrap_or_else(|| panic!("{name} imports {import}, which is no layer"));
            if import != layer && below >= own {
                wrong.push(format!("{name} imports {import}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_test_file_is_forgotten() {
    let main = std::fs::read_to_string(Path::new(ROOT).join("tests/main.rs")).unwrap();
    for entry in std::fs::read_dir(Path::new(ROOT).join("tests")).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        if path.extension().is_some_and(|it| it == "rs") && stem != "main" {
            assert!(
                main.contains(&format!("\nmod {stem};")),
                "{stem} is not in tests/main.rs"
            );
        }
    }
}

#[test]
fn every_component_and_parameter_says_what_it_is_for_under_a_name_of_its_own() {
    let ids = NodeIds::default();
    let (plan, _) = load(&sample());
    let view = Arc::new(view(&plan, Edition::Draft));
    let mut names = BTreeSet::new();
    for component in basics(&ids)
        .into_iter()
        .chain(components(&view, &ids, Matrix::default()))
    {
        assert!(!component.about.trim().is_empty(), "{}", component.name);
        assert!(names.insert(component.name), "{} twice", component.name);
        for parameter in component.parameters {
            assert!(
                !parameter.about.trim().is_empty(),
                "{}: {}",
                component.name,
                parameter.name
            );
        }
    }
    assert!(names.len() > 20);
}

/// Where what nobody searched leaves, and as what: the only places, each for the reason that `src/release/own.rs` gives.
const UNSEARCHED: &[(&str, &[&str])] = &[
    ("src/cli/arguments.rs", &["Answer"]),
    ("src/cli/figures.rs", &["Figures"]),
    ("src/cli/keys.rs", &["Answer", "Key"]),
    ("src/cli/new.rs", &["Sources"]),
    ("src/cli/report.rs", &["Answer", "Diagnostics"]),
    ("src/cli/schema.rs", &["Sources"]),
    ("src/cli/screen.rs", &["Screening"]),
    ("src/cli/sign.rs", &["Signature"]),
    ("src/cli/status.rs", &["Status"]),
    ("src/cli/verify.rs", &["Answer"]),
    ("src/compile.rs", &["Sources"]),
    ("src/compile/screening.rs", &["Screening"]),
    ("src/package/contents.rs", &["Checksums", "Paper"]),
    ("src/package/mail.rs", &["Checksums"]),
    ("src/package/previous.rs", &["Sources"]),
    ("src/package/record.rs", &["Record"]),
];

#[test]
fn what_leaves_unsearched_stands_in_one_table() {
    let mut found = Vec::new();
    for path in rust_files("src") {
        let name = name(&path);
        let text = std::fs::read_to_string(&path).unwrap();
        if name.starts_with("src/release/") {
            continue;
        }
        let uses: BTreeSet<String> = text
            .split("Own::")
            .skip(1)
            .map(|it| first_name(it).to_owned())
            .collect();
        if !uses.is_empty() {
            found.push((name, uses.into_iter().collect::<Vec<_>>()));
        }
    }
    found.sort();
    let expected: Vec<(String, Vec<String>)> = UNSEARCHED
        .iter()
        .map(|(name, uses)| ((*name).to_owned(), uses.iter().map(|it| (*it).to_owned()).collect()))
        .collect();
    assert_eq!(found, expected);
    let table = std::fs::read_to_string(Path::new(ROOT).join("src/release/own.rs")).unwrap();
    for kind in found.iter().flat_map(|(_, uses)| uses) {
        assert!(table.contains(&format!("    {kind},\n")), "{kind}");
    }
}

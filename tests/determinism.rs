//! Law 2: the same sources give the same bytes, in one process or two, in any order, in any folder.

use crate::command_line::planc;
use crate::project::{Folder, build, built_sample, replace, sample};

#[test]
fn law_2_built_again_after_another_plan_the_bytes_are_equal() {
    let first = built_sample();
    let mut other = sample();
    replace(
        &mut other,
        "sources/plan.toml",
        "version = \"第1版\"",
        "version = \"第2版\"",
    );
    other.files.remove("sources/companies/kuma-bio.toml");
    let between = build(&other);
    assert!(between.docx != first.docx && between.pdf != first.pdf);
    let second = build(&sample());
    assert!(first.docx == second.docx, "Word");
    assert!(first.pdf == second.pdf, "PDF");
}

#[test]
fn law_2_built_by_two_processes_in_two_folders_the_bytes_are_equal() {
    let (one, two) = (Folder::of(&sample()), Folder::of(&sample()));
    let built = |folder: &Folder| {
        assert_eq!(planc(folder, &["build"]).status, 0);
        folder.files("output")
    };
    let (first, second) = (built(&one), built(&two));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    assert_eq!(first.len(), 3);
    assert!(first == second);
    let ours = built_sample();
    let of = |ending: &str| first.iter().find(|(path, _)| path.ends_with(ending)).map(|it| it.1);
    assert!(of("docx") == Some(&ours.docx) && of("pdf") == Some(&ours.pdf));
}

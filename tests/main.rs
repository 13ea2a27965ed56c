//! Every test that runs without programs from outside; those with them stand in `tests/outside/`.

#![allow(
    missing_docs,
    clippy::disallowed_methods,
    reason = "tests read and write files of their own"
)]
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a test fails by panicking, and states its case in one place"
)]

mod archive;
mod audit;
mod briefing;
mod broken_files;
mod check_cases;
mod classes;
mod command_line;
mod determinism;
mod diff;
mod diff_edits;
mod documents;
mod docx;
mod editions;
mod every_value;
mod evidence;
mod explanations;
mod features;
mod figures;
mod font;
mod fuzz;
mod generated;
mod hiding;
mod hostile;
mod kills;
mod leak;
mod mistakes;
mod mutation;
mod old_folders;
mod output_folder;
mod package;
mod pages;
mod pairs;
mod papers;
mod pdf;
mod pdf_reader;
mod program;
mod project;
mod promise;
mod prose;
mod redline;
mod requirements;
mod rich;
mod sample;
mod scale;
mod screen;
mod side_by_side;
mod signatures;
mod status;
mod submission;
mod template;
mod template_law;
mod tidiness;
mod tree_edits;
mod typesetting;
mod verify;
mod versions;
mod word;
mod workbook;

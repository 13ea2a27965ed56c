//! What the targets share: the sample as a world in memory, and what holds of every diagnostic.

use planc::diagnostic::{Diagnostic, Edition, render};
use planc::source::SourceMap;
use planc::world::Memory;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folders of a project that are read.
const FOLDERS: [&str; 2] = ["sources", "plan-templates/cluster"];
/// Few companies: quick to read, and every kind of file is there.
const COMPANIES: [&str; 2] = ["aso-seimitsu", "kuma-bio"];

/// The sample with few companies.
pub fn sample() -> Memory {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = BTreeMap::new();
    for folder in FOLDERS {
        collect(root.join(folder), folder.to_owned(), &mut files);
    }
    let is_dropped =
        |path: &str| path.starts_with("sources/companies/") && !COMPANIES.iter().any(|it| path.contains(it));
    files.retain(|path, _| !is_dropped(path));
    Memory { files }
}

fn collect(folder: PathBuf, path: String, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("the sample").flatten() {
        let path = format!("{path}/{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => collect(entry.path(), path, files),
            false => {
                files.insert(path, std::fs::read(entry.path()).expect("a file of the sample"));
            }
        }
    }
}

/// Lets threads panic that planc guards: only what reaches the fuzzer is a find. The fuzzer's own hook would end the
/// process before the guard.
pub fn leave_panics_to_their_threads() {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}

/// Every diagnostic points into its file, and is told without commanding the terminal.
pub fn assert_sound(diagnostics: &[Diagnostic], sources: &SourceMap) {
    for it in diagnostics {
        let text = &sources.file(it.place.file).text;
        assert!(text.get(it.place.span.start..it.place.span.end).is_some(), "{it:?}");
        assert!(!it.message.is_empty(), "{it:?}");
    }
    for it in diagnostics.iter().take(20) {
        let person = render::human(it, Edition::Draft, sources, false);
        let program = render::json(it, Edition::Draft, sources);
        assert!(!person.contains(|it: char| it.is_control() && it != '\n'), "{person:?}");
        assert_eq!(program.matches('\n').count(), 1, "{program}");
    }
}

//! The sample plan as tests need it: in memory, changed here and there, copied to a folder, built.

use planc::compile::{self, Checked, Format};
use planc::diagnostic::{Diagnostic, Edition, Severity};
use planc::document::Document;
use planc::release::Released;
use planc::source::SourceMap;
use planc::world::Memory;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use toml::de::{DeTable, DeValue};

/// The repository.
pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The sources and templates of the repository, read once.
pub fn sample() -> Memory {
    static SAMPLE: LazyLock<Memory> = LazyLock::new(|| {
        let mut files = BTreeMap::new();
        for folder in ["sources", "plan-templates/cluster"] {
            collect(&Path::new(ROOT).join(folder), folder, &mut files);
        }
        Memory { files }
    });
    SAMPLE.clone()
}

fn collect(folder: &Path, path: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{path}/{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            collect(&entry.path(), &path, files);
        } else {
            files.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
}

/// The files of a folder of cases, in order.
pub fn case_files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(ROOT).join("tests/cases").join(folder);
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Compares what each case of a folder gives with what stands behind `=== expected`; `REWRITE_CASES=1` writes it there.
pub fn run_cases(folder: &str, found: impl Fn(&str) -> String) {
    let mut failed = Vec::new();
    for path in case_files(folder) {
        let case = std::fs::read_to_string(&path).unwrap();
        let (given, expected) = case
            .split_once("=== expected\n")
            .unwrap_or_else(|| panic!("{path:?} expects nothing"));
        let found = found(given);
        if std::env::var_os("REWRITE_CASES").is_some() {
            std::fs::write(&path, format!("{given}=== expected\n{found}")).unwrap();
        } else if found != expected {
            failed.push(format!("{}\nexpected:\n{expected}found:\n{found}", path.display()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// How much a test tries: what it usually does, or what the environment asks for by a name.
pub fn tries<N: std::str::FromStr>(name: &str, usual: N) -> N {
    match std::env::var(name) {
        Ok(asked) => asked.parse().unwrap_or_else(|_| panic!("{name}={asked} is no number")),
        Err(_) => usual,
    }
}

/// The paths of all source files of a world, in order.
pub fn source_paths(world: &Memory) -> Vec<String> {
    let toml = |path: &&String| path.starts_with("sources/") && path.ends_with(".toml");
    world.files.keys().filter(toml).cloned().collect()
}

/// The text of a file.
pub fn text<'a>(world: &'a Memory, path: &str) -> &'a str {
    let bytes = world.files.get(path).unwrap_or_else(|| panic!("no file {path}"));
    std::str::from_utf8(bytes).unwrap()
}

/// Puts a text in the place of a file.
pub fn put(world: &mut Memory, path: &str, text: impl Into<Vec<u8>>) {
    world.files.insert(path.to_owned(), text.into());
}

/// Replaces words that stand exactly once in a file.
pub fn replace(world: &mut Memory, path: &str, from: &str, to: &str) {
    let before = text(world, path);
    assert_eq!(before.matches(from).count(), 1, "{from:?} in {path}");
    let after = before.replace(from, to);
    put(world, path, after);
}

/// The sample as it would be on 15 July, when all that was awaited is there.
pub fn july() -> Memory {
    patched(sample(), "15-july")
}

/// The same after the nation has published.
pub fn published() -> Memory {
    patched(july(), "published")
}

/// A world with the replacements of a file of `cases/editions`.
fn patched(mut world: Memory, name: &str) -> Memory {
    let path = Path::new(ROOT).join(format!("tests/cases/editions/{name}.toml"));
    let patch: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    for step in patch["replace"].as_array().unwrap() {
        let word = |key: &str| step[key].as_str().unwrap();
        let before = text(&world, word("file"));
        assert!(before.contains(word("from")), "{step}");
        let after = before.replace(word("from"), word("to"));
        put(&mut world, word("file"), after);
    }
    world
}

/// A plan in both formats.
pub struct Built {
    /// The tree.
    pub document: Document,
    /// The pages of its nodes, for what prints page numbers.
    pub pages: BTreeMap<planc::document::NodeId, usize>,
    /// Word.
    pub docx: Vec<u8>,
    /// PDF.
    pub pdf: Vec<u8>,
}

/// Builds a plan that has no errors.
pub fn build(world: &Memory) -> Built {
    let checked = check(world);
    let Checked {
        sources,
        diagnostics,
        pages,
    } = checked;
    let pages = pages.unwrap_or_else(|| panic!("{}", said(&diagnostics, &sources).join("\n")));
    let written = compile::write(&pages, &[Format::Docx, Format::Pdf]);
    let mut written = files(written.unwrap_or_else(|error| panic!("{error}")));
    let (pdf, docx) = (written.pop().unwrap().1, written.pop().unwrap().1);
    // typst remembers every build of the process: gigabytes in the end.
    comemo::evict(0);
    Built {
        pages: pages.layout.printed().pages,
        document: pages.document,
        docx,
        pdf,
    }
}

/// Files as they lie on a disk.
pub fn files(released: Vec<Released>) -> Vec<(String, Vec<u8>)> {
    let file = |it: &Released| (it.path().to_owned(), it.bytes().to_vec());
    released.iter().map(file).collect()
}

/// The sample, built once for all tests.
pub fn built_sample() -> &'static Built {
    static BUILT: LazyLock<Built> = LazyLock::new(|| build(&sample()));
    &BUILT
}

/// Everything but writing: also what setting pages would tell.
pub fn check(world: &Memory) -> Checked {
    compile::build(world, Edition::Draft, &|_| {})
}

/// What the sources are told of without expanding templates: quick.
pub fn check_sources(world: &Memory) -> (SourceMap, Vec<Diagnostic>) {
    let (plan, diagnostics) = compile::read(world);
    (plan.sources, diagnostics)
}

/// `path:line:column code` of a diagnostic.
pub fn place(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let file = sources.file(diagnostic.place.file);
    let (line, column) = file.position(diagnostic.place.span.start);
    format!("{}:{line}:{column} {}", file.path, diagnostic.code.name())
}

/// Places and messages of all diagnostics.
pub fn said(diagnostics: &[Diagnostic], sources: &SourceMap) -> Vec<String> {
    let one = |it: &Diagnostic| format!("{} {}", place(it, sources), it.message);
    diagnostics.iter().map(one).collect()
}

/// Whether a diagnostic stops the build of a draft.
pub fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.code.severity(Edition::Draft) == Severity::Error
}

/// A value of a TOML file.
#[derive(Clone, Debug)]
pub struct Value {
    /// Dotted keys, with indexes of arrays: `profile.photos[0].caption`.
    pub key: String,
    /// Where it stands.
    pub span: Range<usize>,
    /// The text, where it is one.
    pub text: Option<String>,
}

/// Every value of a TOML file that is neither a table nor an array, in the order of their places.
pub fn values(text: &str) -> Vec<Value> {
    let table = DeTable::parse(text).unwrap();
    let mut found = Vec::new();
    for (key, value) in table.get_ref() {
        walk(key.get_ref(), value, &mut found);
    }
    found.sort_by_key(|value| value.span.start);
    found
}

fn walk(key: &str, value: &toml::Spanned<DeValue<'_>>, found: &mut Vec<Value>) {
    match value.get_ref() {
        DeValue::Table(table) => {
            for (name, value) in table {
                walk(&format!("{key}.{}", name.get_ref()), value, found);
            }
        }
        DeValue::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                walk(&format!("{key}[{index}]"), value, found);
            }
        }
        leaf => found.push(Value {
            key: key.to_owned(),
            span: value.span(),
            text: leaf.as_str().map(str::to_owned),
        }),
    }
}

/// A TOML string of one line that says this, whatever it is.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            it if it.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(it))),
            it => quoted.push(it),
        }
    }
    quoted + "\""
}

/// A folder of a test's own, removed at the end.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty one.
    pub fn empty() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("planc-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// One with the files of a world.
    pub fn of(world: &Memory) -> Self {
        let folder = Folder::empty();
        for (path, bytes) in &world.files {
            folder.write(path, bytes);
        }
        folder
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file.
    pub fn write(&self, path: &str, bytes: &[u8]) {
        let place = self.0.join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, bytes).unwrap();
    }

    /// All files below a folder of it, by path, but for the lock of a run that was stopped.
    pub fn files(&self, below: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let folder = self.0.join(below);
        if folder.is_dir() {
            collect(&folder, below, &mut files);
        }
        files.retain(|path, _| path.rsplit('/').next() != Some(".planc-lock"));
        files
    }
}

impl Folder {
    /// It and everything in it, as paths of the disk.
    #[cfg(unix)]
    pub fn every_path(&self) -> Vec<PathBuf> {
        let mut paths = vec![self.0.clone()];
        let mut next = 0;
        while let Some(path) = paths.get(next) {
            if path.is_dir() {
                let entries = std::fs::read_dir(path).unwrap();
                paths.extend(entries.map(|entry| entry.unwrap().path()));
            }
            next += 1;
        }
        paths
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

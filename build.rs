//! Tells the program what it is built from: the commit, and a digest of all that decides what it does.
//!
//! A commit alone runs this script again no more than a change of a test does: what the program does stays the same,
//! the digest says so, and nothing is compiled anew. The commit is therefore the one at which the sources were last
//! compiled, with a mark where they were not yet its own; builds from a fresh clone, as releases are, name it exactly.

#![expect(clippy::disallowed_methods, reason = "a build has no World")]

use sha2::{Digest, Sha256};
use std::env;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// All that is compiled in: the code, templates and typefaces, and the versions of what the program stands on.
const SOURCES: [&str; 5] = ["Cargo.lock", "Cargo.toml", "build.rs", "plan-templates", "src"];
/// Says what git would say of the sources, where there is no git, or must not be one.
const COMMIT: &str = "PLANC_COMMIT";

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    for path in SOURCES {
        println!("cargo::rerun-if-changed={path}");
    }
    println!("cargo::rerun-if-env-changed={COMMIT}");
    let commit = env::var(COMMIT).unwrap_or_else(|_| commit(&root).unwrap_or_else(|| "不明".to_owned()));
    println!("cargo::rustc-env={COMMIT}={commit}");
    println!("cargo::rustc-env=PLANC_SOURCES={}", sources(&root)?);
    Ok(())
}

/// The commit of the folder, with a mark where the sources differ from it; `None` outside a repository of its own.
pub fn commit(root: &Path) -> Option<String> {
    let place = git(root, &["rev-parse", "--show-prefix", "HEAD"])?;
    // A copy of the sources may lie within the repository of something else.
    let commit = place.strip_prefix('\n')?.trim();
    let changes = git(root, &[&["status", "--porcelain", "--"][..], &SOURCES].concat())?;
    let mark = if changes.is_empty() { "" } else { "＋変更" };
    Some(format!("{commit}{mark}"))
}

fn git(root: &Path, words: &[&str]) -> Option<String> {
    let output = Command::new("git").current_dir(root).args(words).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then_some(text)
}

/// The SHA-256 of the list of checksums that `sha256sum` prints of the sources, sorted by the bytes of their paths.
pub fn sources(root: &Path) -> Result<String, Box<dyn Error>> {
    let mut paths = Vec::new();
    for path in SOURCES {
        collect(root, path, &mut paths)?;
    }
    paths.sort();
    let mut list = String::new();
    for path in paths {
        writeln!(list, "{}  {path}", hex(&fs::read(root.join(&path))?)?)?;
    }
    hex(list.as_bytes())
}

fn collect(root: &Path, path: &str, to: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    let place = root.join(path);
    if !place.is_dir() {
        to.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(place)? {
        let name = entry?
            .file_name()
            .into_string()
            .map_err(|name| format!("{path}: {name:?}"))?;
        // What systems and editors leave behind is no source.
        if !name.starts_with('.') && !name.ends_with('~') {
            collect(root, &format!("{path}/{name}"), to)?;
        }
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        write!(text, "{byte:02x}")?;
    }
    Ok(text)
}

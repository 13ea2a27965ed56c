//! A project folder as it was at a revision of git, read by the `git` program itself.

use super::{LARGEST_FILE, Memory, is_plain, makes_the_plan};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;

/// The folders of a project that versions differ in.
const FOLDERS: [&str; 3] = ["sources", "plan-templates", super::VERSIONS];
/// All files of a revision together are no larger, in bytes.
const LARGEST_PROJECT: u64 = 2 * 1024 * 1024 * 1024;

/// Why a revision could not be read.
#[derive(Debug)]
pub enum GitError {
    /// There is no `git` program.
    NoProgram,
    /// The folder belongs to no repository.
    NoRepository,
    /// The repository has no such revision.
    UnknownRevision,
    /// At that revision the folder holds no sources.
    NoProject,
    /// The files are larger than planc reads.
    TooLarge,
    /// The program failed.
    Failed(io::Error),
}

/// The files of a project folder, be it the whole of a repository or a part, at a revision.
///
/// # Errors
/// Where there is no program, repository or revision of that name, or no project at it.
pub fn revision(folder: &Path, revision: &str) -> Result<Memory, GitError> {
    let inside = git(folder, &["rev-parse", "--is-inside-work-tree"])?;
    if !inside.status.success() {
        return Err(GitError::NoRepository);
    }
    let commit = commit(folder, revision)?;
    let entries = entries(folder, &commit)?;
    if !entries.iter().any(|entry| entry.path.starts_with("sources/")) {
        return Err(GitError::NoProject);
    }
    let too_large = entries.iter().any(|entry| entry.size > LARGEST_FILE);
    if too_large || entries.iter().map(|entry| entry.size).sum::<u64>() > LARGEST_PROJECT {
        return Err(GitError::TooLarge);
    }
    let files = contents(folder, &entries)?;
    Ok(Memory { files })
}

/// A call of git in a folder: it asks nothing, and no configuration changes what it reads.
fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .args(["--no-pager", "-c", "core.quotepath=off"])
        .args(words)
        .current_dir(folder)
        .env("GIT_TERMINAL_PROMPT", "0")
        // What a partial clone lacks would be fetched: nothing here goes over a network.
        .env("GIT_NO_LAZY_FETCH", "1")
        // Nobody's replacement passes for what was committed.
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        .stdin(Stdio::null());
    command
}

fn git(folder: &Path, words: &[&str]) -> Result<Output, GitError> {
    command(folder, words).output().map_err(not_started)
}

fn not_started(error: io::Error) -> GitError {
    match error.kind() {
        io::ErrorKind::NotFound => GitError::NoProgram,
        _ => GitError::Failed(error),
    }
}

/// The full name of the commit. No name of a revision begins with `-`: such a one would be taken for an option.
fn commit(folder: &Path, revision: &str) -> Result<String, GitError> {
    if revision.is_empty() || revision.starts_with('-') {
        return Err(GitError::UnknownRevision);
    }
    let name = format!("{revision}^{{commit}}");
    let found = git(folder, &["rev-parse", "--verify", "--quiet", &name])?;
    let commit = String::from_utf8_lossy(&found.stdout).trim().to_owned();
    let is_name = !commit.is_empty() && commit.bytes().all(|it| it.is_ascii_hexdigit());
    match found.status.success() && is_name {
        true => Ok(commit),
        false => Err(GitError::UnknownRevision),
    }
}

/// A file of a revision.
struct Entry {
    path: String,
    object: String,
    size: u64,
}

/// The files below the folder; links and other repositories are none.
fn entries(folder: &Path, commit: &str) -> Result<Vec<Entry>, GitError> {
    let words = ["ls-tree", "-r", "-z", "--long", commit, "--"];
    let listed = git(folder, &[&words[..], &FOLDERS].concat())?;
    if !listed.status.success() {
        return Err(failed(&listed));
    }
    let listed = String::from_utf8_lossy(&listed.stdout);
    Ok(listed.split('\0').filter_map(entry).collect())
}

/// `100644 blob 8a1d…    1234\tsources/plan.toml`.
fn entry(line: &str) -> Option<Entry> {
    let (about, path) = line.split_once('\t')?;
    let mut about = about.split_ascii_whitespace();
    let (mode, _, object, size) = (about.next()?, about.next()?, about.next()?, about.next()?);
    (mode.starts_with("100") && is_plain(path) && makes_the_plan(path)).then(|| Entry {
        path: path.to_owned(),
        object: object.to_owned(),
        size: size.parse().unwrap_or(u64::MAX),
    })
}

/// What the files hold: all from one call.
fn contents(folder: &Path, entries: &[Entry]) -> Result<BTreeMap<String, Vec<u8>>, GitError> {
    let child = command(folder, &["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(not_started)?;
    let output = ask(child, entries).map_err(GitError::Failed)?;
    let mut rest = &output.stdout[..];
    let mut files = BTreeMap::new();
    for entry in entries {
        let broken = || GitError::Failed(io::Error::other("git cat-file"));
        let size = usize::try_from(entry.size).map_err(|_| GitError::TooLarge)?;
        let head = rest.iter().position(|byte| *byte == b'\n').ok_or_else(broken)? + 1;
        let bytes = rest.get(head..head + size).ok_or_else(broken)?;
        files.insert(entry.path.clone(), bytes.to_vec());
        rest = rest.get(head + size + 1..).ok_or_else(broken)?;
    }
    Ok(files)
}

/// Asks for the objects on a thread of its own: git answers while it is still being asked.
fn ask(mut child: Child, entries: &[Entry]) -> io::Result<Output> {
    let stdin = child.stdin.take();
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut stdin = stdin?;
            // Where git ends early, its answer is too short: that is seen there.
            entries
                .iter()
                .try_for_each(|entry| writeln!(stdin, "{}", entry.object))
                .ok()
        });
        child.wait_with_output()
    })
}

fn failed(output: &Output) -> GitError {
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    GitError::Failed(io::Error::other(said))
}

//! Law 7, step by step: a set is cut short or refused at each of its steps, and at each step of its recovery.

use super::journal::{Journal, Move, fingerprint, staged};
use super::set::Set;
use super::storage::Storage;
use super::{Change, Recovery, WriteError};
use crate::world::{Disk, JOURNAL, STAGED, is_own};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// Path, what it holds before and after.
const FILES: [(&str, Option<&str>, Option<&str>); 5] = [
    ("output/draft/a.docx", Some("old a"), Some("new a, which is longer")),
    ("output/draft/b.pdf", Some("old b, which is longer"), Some("new b")),
    ("output/draft/gone.txt", Some("old gone"), None),
    ("output/draft/same.xlsx", Some("same"), Some("same")),
    ("output/made/deep/c.zip", None, Some("new c")),
];

type Files = BTreeMap<String, String>;

fn all(pick: impl Fn(&(&str, Option<&str>, Option<&str>)) -> Option<String>) -> Files {
    let one = |row: &(&str, Option<&str>, Option<&str>)| Some((row.0.to_owned(), pick(row)?));
    FILES.iter().filter_map(one).collect()
}

fn old() -> Files {
    all(|(_, old, _)| old.map(str::to_owned))
}

fn new() -> Files {
    all(|(_, _, new)| new.map(str::to_owned))
}

fn changes() -> Vec<Change<'static>> {
    let change = |(path, _, new): &(&'static str, Option<&str>, Option<&'static str>)| Change {
        path,
        bytes: new.map(str::as_bytes),
    };
    FILES.iter().map(change).collect()
}

/// A project of a test's own, removed at the end.
struct Project(PathBuf);

impl Project {
    fn of(files: &Files) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let project = Project(std::env::temp_dir().join(format!("planc-set-{}-{number}", std::process::id())));
        fs::create_dir_all(project.0.join("output")).unwrap();
        files.iter().for_each(|(path, text)| project.write(path, text));
        project
    }

    fn write(&self, path: &str, text: &str) {
        let place = self.0.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    /// With all notes and all that lies beside.
    fn copy(&self) -> Self {
        let copy = Project::of(&Files::new());
        copy_folder(&self.0, &copy.0);
        copy
    }

    fn disk(&self) -> Disk {
        Disk::new(&self.0)
    }

    /// All files but planc's own.
    fn files(&self) -> Files {
        let mut files = self.every_file();
        files.retain(|path, _| !is_own(path.rsplit('/').next().unwrap()));
        files
    }

    fn every_file(&self) -> Files {
        let mut files = Files::new();
        collect(&self.0, "", &mut files);
        files
    }

    /// Each file is wholly old or wholly new, and there is no other.
    fn assert_law(&self, when: &str) {
        let files = self.files();
        for (path, old, new) in FILES {
            let now = files.get(path).map(String::as_str);
            assert!(now == old || now == new, "{path} {when}: {now:?}");
        }
        assert!(
            files.keys().all(|path| FILES.iter().any(|row| row.0 == path)),
            "{when}: {files:?}"
        );
    }

    /// Nothing but these files, and no folder that was made in vain.
    fn assert_only(&self, files: &Files, when: &str) {
        assert_eq!(&self.every_file(), files, "{when}");
        let made = self.0.join("output/made").exists();
        assert_eq!(made, files.contains_key("output/made/deep/c.zip"), "{when}");
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&to).unwrap();
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

/// A storage that fails at a step: then once, or for ever, as if the run were killed there.
struct Failing {
    steps: Cell<usize>,
    at: usize,
    killed: bool,
    /// Nothing can be moved here: a program has it open.
    held: Option<&'static str>,
}

impl Failing {
    fn kill(at: usize) -> Self {
        Failing {
            steps: Cell::new(0),
            at,
            killed: true,
            held: None,
        }
    }

    fn once(at: usize) -> Self {
        Failing {
            killed: false,
            ..Failing::kill(at)
        }
    }

    fn never() -> Self {
        Failing::kill(usize::MAX)
    }

    fn held(path: &'static str) -> Self {
        Failing {
            held: Some(path),
            ..Failing::never()
        }
    }

    fn has_failed(&self) -> bool {
        self.steps.get() > self.at
    }

    fn step(&self) -> io::Result<()> {
        let step = self.steps.get();
        self.steps.set(step + 1);
        if step == self.at || self.killed && step > self.at {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }
}

impl Storage for Failing {
    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        fs::create_dir(folder)
    }

    fn write(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step()?;
        fs::write(place, &bytes[..bytes.len() / 2])?;
        self.step()?;
        fs::write(place, bytes)
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.write(to, &fs::read(from)?)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        if self.held.is_some_and(|held| to.ends_with(held)) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        fs::rename(from, to)
    }

    fn remove(&self, place: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_file(place)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_dir(folder)
    }

    fn settle(&self, _: &Path) {}
}

fn change(project: &Project, storage: &Failing) -> Result<(), WriteError> {
    Set::new(&project.disk(), storage).change(&changes())
}

fn recover(project: &Project, storage: &Failing) -> Result<Option<Recovery>, WriteError> {
    Set::new(&project.disk(), storage).recover()
}

/// Projects as a kill leaves them at each step of a set.
fn killed_at_each_step() -> Vec<Project> {
    let mut projects = Vec::new();
    loop {
        let project = Project::of(&old());
        let storage = Failing::kill(projects.len());
        let done = change(&project, &storage);
        if !storage.has_failed() {
            done.unwrap();
            project.assert_only(&new(), "unharmed");
            return projects;
        }
        projects.push(project);
    }
}

/// Kills the recovery at each of its steps; hands over what is there when the next one is through.
fn recovered_at_each_step(project: &Project, mut check: impl FnMut(&Project, &str)) {
    for at in 0.. {
        let copy = project.copy();
        let storage = Failing::kill(at);
        let first = recover(&copy, &storage);
        check(&copy, "between");
        if !storage.has_failed() {
            first.unwrap();
        }
        recover(&copy, &Failing::never()).unwrap();
        check(&copy, "after");
        if !storage.has_failed() {
            return;
        }
    }
}

#[test]
fn law_7_holds_after_a_kill_at_each_step_and_at_each_step_of_the_recovery() {
    let projects = killed_at_each_step();
    assert!(projects.len() > 30, "{}", projects.len());
    for (step, project) in projects.iter().enumerate() {
        let when = format!("killed at {step}");
        project.assert_law(&when);
        let committed = project.files() == new() || project.0.join("output").join(JOURNAL).exists();
        let end = if committed { new() } else { old() };
        recovered_at_each_step(project, |project, moment| {
            project.assert_law(&when);
            if moment == "after" {
                project.assert_only(&end, &when);
            }
        });
    }
}

#[test]
fn a_set_whose_new_file_is_lost_is_undone() {
    let mut undone = 0;
    for (step, project) in killed_at_each_step().iter().enumerate() {
        let when = format!("killed at {step}");
        let beside = staged(&project.0.join("output/draft/b.pdf"));
        if !project.0.join("output").join(JOURNAL).exists() || fs::remove_file(beside).is_err() {
            continue;
        }
        undone += 1;
        let copy = project.copy();
        assert!(matches!(
            recover(&copy, &Failing::never()),
            Ok(Some(Recovery::Undone(_)))
        ));
        recovered_at_each_step(project, |project, moment| {
            project.assert_law(&when);
            if moment == "after" {
                project.assert_only(&old(), &when);
            }
        });
    }
    assert!(undone > 1);
}

#[test]
fn what_somebody_changed_after_the_kill_is_never_overwritten() {
    for (path, before, after) in FILES {
        for (step, project) in killed_at_each_step().iter().enumerate() {
            let when = format!("{path} changed after a kill at {step}");
            project.write(path, "edited");
            recover(project, &Failing::never()).unwrap();
            let mut files = project.files();
            assert_eq!(files.remove(path).as_deref(), Some("edited"), "{when}");
            let rest = |mut files: Files| {
                files.remove(path);
                files
            };
            // The file that is the same before and after says nothing.
            let same = before == after;
            assert!(
                same || files == rest(old()) || files == rest(new()),
                "{when}: {files:?}"
            );
        }
    }
}

#[test]
fn a_set_that_is_refused_at_any_step_leaves_everything_as_it_was() {
    for at in 0.. {
        let when = format!("refused at {at}");
        let project = Project::of(&old());
        let storage = Failing::once(at);
        match change(&project, &storage) {
            Ok(()) => {
                assert_eq!(project.files(), new(), "{when}");
                recover(&project, &Failing::never()).unwrap();
                project.assert_only(&new(), &when);
            }
            Err(WriteError::Unchanged(files)) => {
                assert!(!files.is_empty());
                project.assert_only(&old(), &when);
            }
            Err(other) => panic!("{when}: {other:?}"),
        }
        if !storage.has_failed() {
            return;
        }
    }
}

#[test]
fn a_file_that_a_program_opens_in_the_last_moment_leaves_everything_as_it_was() {
    for path in ["output/draft/a.docx", "output/draft/b.pdf", "output/made/deep/c.zip"] {
        let project = Project::of(&old());
        let Err(WriteError::Unchanged(files)) = change(&project, &Failing::held(path)) else {
            panic!("{path}");
        };
        assert_eq!(files[0].path, path);
        project.assert_only(&old(), path);
    }
}

#[test]
fn a_file_that_a_program_holds_during_the_recovery_is_named_and_the_next_run_goes_on() {
    let path = "output/draft/b.pdf";
    for project in killed_at_each_step() {
        match recover(&project, &Failing::held(path)) {
            Err(WriteError::Unfinished(files)) => assert_eq!(files[0].path, path),
            other => assert!(other.is_ok(), "{other:?}"),
        }
        project.assert_law("held");
        recover(&project, &Failing::never()).unwrap();
        assert!([old(), new()].contains(&project.every_file()));
    }
}

/// A note that somebody else wrote under planc's name.
fn noted(project: &Project, note: &str, path: &str, old: &str) {
    let journal = Journal {
        folders: Vec::new(),
        moves: vec![Move {
            path: path.to_owned(),
            old: Some(fingerprint(old.as_bytes())),
            new: None,
        }],
    };
    fs::write(project.0.join("output").join(note), journal.encode().unwrap()).unwrap();
}

#[test]
fn a_note_that_leads_out_of_the_project_or_is_broken_touches_nothing() {
    let outside = Project::of(&Files::from([("secret.txt".to_owned(), "secret".to_owned())]));
    let absolute = outside.0.join("secret.txt");
    let mut paths = vec![
        format!("../{}/secret.txt", outside.0.file_name().unwrap().to_str().unwrap()),
        absolute.to_str().unwrap().to_owned(),
        "output/.planc-lock".to_owned(),
    ];
    let project = Project::of(&old());
    if link(&outside.0, &project.0.join("output/link")) {
        paths.push("output/link/secret.txt".to_owned());
    }
    for path in paths {
        for note in [JOURNAL, STAGED] {
            noted(&project, note, &path, "secret");
            let recovery = recover(&project, &Failing::never()).unwrap();
            let expected = if note == JOURNAL {
                Recovery::Unknown
            } else {
                Recovery::Cleared
            };
            assert_eq!(recovery, Some(expected), "{path}");
            assert_eq!(fs::read_to_string(&absolute).unwrap(), "secret", "{path}");
        }
    }
    fs::write(project.0.join("output").join(JOURNAL), "half a no").unwrap();
    assert_eq!(recover(&project, &Failing::never()).unwrap(), Some(Recovery::Unknown));
    let change = Change {
        path: "output/link/secret.txt",
        bytes: Some(b"new"),
    };
    let written = Set::new(&project.disk(), &Failing::never()).change(&[change]);
    assert_eq!(written.is_err(), project.0.join("output/link").exists());
    assert_eq!(fs::read_to_string(&absolute).unwrap(), "secret");
}

/// Whether this user may make links.
fn link(to: &Path, from: &Path) -> bool {
    #[cfg(unix)]
    let made = std::os::unix::fs::symlink(to, from);
    #[cfg(windows)]
    let made = std::os::windows::fs::symlink_dir(to, from);
    made.is_ok()
}

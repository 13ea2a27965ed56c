//! Law 7 with the real program: killed at random moments, many at once, on files that are held, on a full disk.

use crate::command_line::{Run, planc};
use crate::generated::Chance;
use crate::project::{Folder, published, put, replace, tries};
use planc::world::Memory;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{scope, sleep, yield_now};
use std::time::{Duration, Instant};

type Files = BTreeMap<String, Vec<u8>>;

const CHAPTER: &str = "plan-templates/cluster/01-purpose.md";

/// A plan of three pages, so that a build takes some hundredths of a second; each version writes other bytes.
pub fn tiny(version: usize) -> Memory {
    let mut world = Memory {
        files: planc::project::files().into_iter().collect(),
    };
    shorten(&mut world, version);
    let (pending, date) = (
        "\ndate = { pending = \"日付を記入\" }\n\n",
        format!("\ndate = 2026-06-1{version}\n\n"),
    );
    let text = String::from_utf8(world.files["sources/plan.toml"].clone()).unwrap();
    put(
        &mut world,
        "sources/plan.toml",
        text.replacen(pending.trim_end(), date.trim_end(), 1),
    );
    world
}

/// Takes away all chapters but the cover and one of the version's own.
fn shorten(world: &mut Memory, version: usize) {
    let chapter = |path: &String| path.starts_with("plan-templates/cluster/") && path.ends_with(".md");
    world
        .files
        .retain(|path, _| !chapter(path) || path.ends_with("00-cover.md"));
    put(
        world,
        CHAPTER,
        format!("# 目的\n\n{}\n", "版。".repeat(1 + 400 * version)),
    );
}

fn start(folder: &Folder, words: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_planc"))
        .args(words)
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

const STAGED: &str = ".planc-staged";
const JOURNAL: &str = ".planc-journal";

/// Whether a set is under way, or was left unfinished, by either note.
fn is_noted(folder: &Folder, notes: &[&str]) -> bool {
    let output = folder.path().join("output");
    notes.iter().any(|note| output.join(note).exists())
}

/// What a kill left.
#[derive(Clone, Copy, Debug, Default)]
struct Left {
    /// A set that was cut short.
    cut: usize,
    /// Old and new files at once.
    mixed: usize,
}

/// A command that is killed over and over while it writes now the one and now the other version.
struct Victim<'a> {
    words: &'a [&'a str],
    versions: [Memory; 2],
    folder: Folder,
    /// What it writes of each version.
    written: [Files; 2],
    /// How long it runs, and how much of that it writes.
    whole: Duration,
    writing: Duration,
    /// The version that was written last.
    version: usize,
    chance: Chance,
}

impl<'a> Victim<'a> {
    fn new(words: &'a [&'a str], versions: [Memory; 2], seed: u64) -> Self {
        let folder = Folder::of(&versions[0]);
        let mut victim = Victim {
            words,
            versions,
            folder,
            written: [Files::new(), Files::new()],
            whole: Duration::ZERO,
            writing: Duration::ZERO,
            version: 0,
            chance: Chance(seed),
        };
        for version in [0, 1] {
            victim.turn_to(version);
            victim.measure();
            victim.written[version] = victim.outputs();
        }
        assert!(!victim.written[0].is_empty());
        let [one, other] = &victim.written;
        assert!(one.keys().eq(other.keys()) && one.iter().all(|(path, bytes)| other[path] != *bytes));
        victim
    }

    fn turn_to(&mut self, version: usize) {
        self.version = version;
        for (path, bytes) in &self.versions[version].files {
            if self.versions[1 - version].files[path] != *bytes {
                self.folder.write(path, bytes);
            }
        }
    }

    fn measure(&mut self) {
        let begin = Instant::now();
        let mut child = start(&self.folder, self.words);
        self.wait_for(&mut child, Self::is_writing);
        let writing = Instant::now();
        assert!(child.wait().unwrap().success());
        (self.whole, self.writing) = (begin.elapsed(), writing.elapsed());
    }

    /// Until something is seen, or the run has ended without anybody noticing.
    fn wait_for(&self, child: &mut Child, seen: impl Fn(&Self) -> bool) {
        while !seen(self) && child.try_wait().unwrap().is_none() {
            yield_now();
        }
    }

    fn is_writing(&self) -> bool {
        is_noted(&self.folder, &[STAGED, JOURNAL])
    }

    /// Whether a first file is new, by its length.
    fn has_begun(&self) -> bool {
        let [new, old] = [&self.written[self.version], &self.written[1 - self.version]];
        let is_new = |(path, bytes): (&String, &Vec<u8>)| {
            let length = std::fs::metadata(self.folder.path().join(path)).map_or(0, |about| about.len());
            length == bytes.len() as u64 && bytes.len() != old[path].len()
        };
        new.iter().any(is_new)
    }

    /// A time below another.
    fn part_of(&mut self, time: Duration) -> Duration {
        Duration::from_micros(self.chance.below(u64::try_from(time.as_micros()).unwrap() + 1))
    }

    fn outputs(&self) -> Files {
        let mut files = self.folder.files("output");
        files.remove("output/.gitignore");
        files
    }

    /// Runs the command and kills it: at any moment, while it writes, or while files take their places.
    fn kill(&mut self) {
        let mut child = start(&self.folder, self.words);
        match self.chance.below(6) {
            0..3 => sleep(self.part_of(self.whole * 9 / 8)),
            3 => {
                self.wait_for(&mut child, Self::is_writing);
                let (begin, delay) = (Instant::now(), self.part_of(self.writing));
                while begin.elapsed() < delay {
                    yield_now();
                }
            }
            4 => self.wait_for(&mut child, |it| is_noted(&it.folder, &[JOURNAL])),
            _ => self.wait_for(&mut child, Self::has_begun),
        }
        let _ = child.kill();
        child.wait().unwrap();
    }

    /// The outputs as a kill left them, without what planc noted and laid beside.
    fn left(&self) -> Files {
        let mut files = self.outputs();
        files.retain(|path, _| !path.contains("/."));
        files
    }

    /// Each file is wholly old or wholly new, or not yet there; nothing else is, but what planc notes.
    fn assert_whole(&self, was_empty: bool) {
        let files = self.left();
        for (path, bytes) in &files {
            assert!(
                self.written.iter().any(|written| written.get(path) == Some(bytes)),
                "{path} is torn"
            );
        }
        assert!(
            was_empty || files.keys().eq(self.written[0].keys()),
            "{:?}",
            files.keys()
        );
    }

    /// All files are of one version, or none is there yet, and nothing else is left.
    fn assert_even(&self) {
        let files = self.outputs();
        assert!(files.is_empty() || self.written.contains(&files), "{:?}", files.keys());
    }

    /// A run that is refused for a mistake in the sources.
    fn refused(&self) -> Run {
        let path = "sources/plan.toml";
        let kept = std::fs::read(self.folder.path().join(path)).unwrap();
        self.folder.write(path, b"stage = ");
        let run = planc(&self.folder, self.words);
        self.folder.write(path, &kept);
        assert_eq!(run.status, 1, "{}{}", run.out, run.error);
        run
    }

    /// A kill and what follows.
    fn round(&mut self, number: usize) -> Left {
        let empty = number % 10 == 9;
        if empty {
            std::fs::remove_dir_all(self.folder.path().join("output")).unwrap();
        }
        self.turn_to(1 - self.version);
        self.kill();
        self.assert_whole(empty);
        let left = Left {
            cut: usize::from(self.is_writing()),
            mixed: usize::from(!self.left().is_empty() && !self.written.contains(&self.left())),
        };
        assert!(left.cut >= left.mixed);
        if left.cut == 1 && (left.mixed == 1 || number.is_multiple_of(2)) {
            // Even a run that writes nothing itself finishes or undoes the set, and says so.
            assert!(self.refused().error.contains("途中で止まっていました"));
            self.assert_even();
        }
        let run = planc(&self.folder, self.words);
        assert_eq!(run.status, 0, "{}{}", run.out, run.error);
        assert!(self.outputs() == self.written[self.version], "after kill {number}");
        left
    }
}

/// Law 7 for a command that writes below `output/` what it reads in one of two versions of the sources.
pub fn survives(words: &[&str], versions: impl Fn() -> [Memory; 2] + Sync, kills: usize) {
    const THREADS: u64 = 3;
    let (next, left) = (AtomicUsize::new(0), Mutex::new(Left::default()));
    let work = |seed: u64| {
        let mut victim = Victim::new(words, versions(), seed * 0x9E37_79B9);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= kills {
                return;
            }
            let one = victim.round(number);
            let mut all = left.lock().unwrap();
            (all.cut, all.mixed) = (all.cut + one.cut, all.mixed + one.mixed);
        }
    };
    scope(|scope| {
        for seed in 1..=THREADS {
            let work = &work;
            scope.spawn(move || work(seed));
        }
    });
    let left = left.into_inner().unwrap();
    println!("{words:?}: {kills} kills left {left:?}");
    assert!(
        left.cut * 40 >= kills,
        "too few kills came while it wrote: {left:?} of {kills}"
    );
}

/// By hand `KILLS=200`.
#[test]
fn law_7_holds_after_kills_of_a_build() {
    survives(&["build"], || [tiny(0), tiny(1)], tries("KILLS", 100));
}

#[test]
fn law_7_holds_after_kills_of_a_package() {
    let version = |version: usize| {
        let mut world = published();
        shorten(&mut world, version);
        world
    };
    survives(
        &["package", "--edition", "public"],
        || [version(0), version(1)],
        tries("KILLS", 40),
    );
}

#[test]
fn law_7_holds_after_kills_of_a_screening() {
    let version = |version: usize| {
        let mut world = tiny(0);
        let path = "sources/companies/company-1.toml";
        let name = format!("\nname = \"会社{version}\"\n");
        replace(&mut world, path, "\nname = { pending = \"企業名を記入\" }\n", &name);
        world
    };
    survives(
        &["screen", "--format", "xlsx"],
        || [version(0), version(1)],
        tries("KILLS", 40),
    );
}

#[test]
fn law_7_a_new_project_that_was_cut_short_is_made_by_the_next_run() {
    let files: Files = planc::project::files().into_iter().collect();
    let outside = Folder::empty();
    let begin = Instant::now();
    assert_eq!(planc(&outside, &["new", "first"]).status, 0);
    let whole = u64::try_from(begin.elapsed().as_micros()).unwrap();
    let mut chance = Chance(7);
    for number in 0..20 {
        let name = format!("plan-{number}");
        let mut child = start(&outside, &["new", &name]);
        sleep(Duration::from_micros(chance.below(whole)));
        let _ = child.kill();
        child.wait().unwrap();
        for (path, bytes) in outside.files(&name) {
            let path = path.strip_prefix(&format!("{name}/")).unwrap();
            assert!(path.contains(".planc-") || files[path] == bytes, "{path}");
        }
        let run = planc(&outside, &["new", &name]);
        // It may have been made before the kill.
        assert!(
            run.status == 0 || run.error.contains("空ではありません"),
            "{}",
            run.error
        );
        let made = outside.files(&name);
        let made = made
            .into_iter()
            .map(|(path, bytes)| (path[name.len() + 1..].to_owned(), bytes));
        assert!(made.collect::<Files>() == files, "after kill {number}");
    }
}

/// By hand `SAVES=20`.
#[test]
fn a_record_is_of_one_state_whatever_is_saved_meanwhile() {
    let version = |version: usize| {
        let mut world = published();
        shorten(&mut world, version);
        world
    };
    let chapters = [version(0), version(1)].map(|it| it.files[CHAPTER].clone());
    let folder = Folder::of(&version(0));
    let words = ["package", "--edition", "public", "--archive"];
    let begin = Instant::now();
    assert_eq!(planc(&folder, &words).status, 0);
    let whole = u64::try_from(begin.elapsed().as_micros()).unwrap();
    let path = folder.files("output/archive").into_keys().next().unwrap();
    let mut chance = Chance(11);
    for number in 0..tries("SAVES", 4) {
        let mut child = start(&folder, &words);
        sleep(Duration::from_micros(chance.below(whole)));
        folder.write(CHAPTER, &chapters[1 - number % 2]);
        assert!(child.wait().unwrap().success());
        let run = planc(&folder, &["verify", "--rebuild", &path]);
        assert_eq!(run.status, 0, "save {number}: {}{}", run.out, run.error);
    }
}

/// In one stroke, so that a run reads one version or the other.
fn put_chapter(folder: &Folder, version: usize) {
    let (next, chapter) = ("next.md", &tiny(version).files[CHAPTER]);
    folder.write(next, chapter);
    // On Windows it takes more than one attempt while a run reads the other version.
    let put = || std::fs::rename(folder.path().join(next), folder.path().join(CHAPTER));
    for _ in 0..100 {
        if put().is_ok() {
            return;
        }
        sleep(Duration::from_millis(5));
    }
    put().unwrap();
}

#[test]
fn law_7_runs_at_once_do_not_mix() {
    let folder = Folder::of(&tiny(0));
    let words = ["build", "--format", "docx,pdf"];
    let written: Vec<Files> = (0..2)
        .map(|version| {
            put_chapter(&folder, version);
            assert_eq!(planc(&folder, &words).status, 0);
            folder.files("output")
        })
        .collect();
    for _ in 0..10 {
        let mut runs = Vec::new();
        for number in 0..6 {
            put_chapter(&folder, number % 2);
            runs.push(start(&folder, &words));
            // Long enough that it has read the chapter as often as not.
            sleep(Duration::from_millis(15));
        }
        for run in &mut runs {
            assert!(run.wait().unwrap().success());
        }
        assert!(written.contains(&folder.files("output")));
    }
}

#[test]
fn law_7_a_run_that_waits_too_long_for_another_changes_nothing_and_says_so() {
    let folder = Folder::of(&tiny(0));
    assert_eq!(planc(&folder, &["build"]).status, 0);
    let before = folder.files("output");
    let lock = std::fs::File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(folder.path().join("output/.planc-lock"))
        .unwrap();
    lock.lock().unwrap();
    put_chapter(&folder, 1);
    let run = planc(&folder, &["build"]);
    assert_eq!(run.status, 3, "{}", run.out);
    assert!(run.error.contains("別の planc"), "{}", run.error);
    assert!(folder.files("output") == before);
    lock.unlock().unwrap();
    assert_eq!(planc(&folder, &["build"]).status, 0);
    assert!(!folder.path().join("output/.planc-lock").exists());
}

/// As long as this lives, a file cannot be replaced: on Windows since a program has it open, elsewhere since it is
/// read-only.
struct Held(#[expect(dead_code, reason = "it is held open")] std::fs::File);

fn hold(place: &Path) -> Held {
    let mut options = std::fs::File::options();
    options.read(true);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        /// `FILE_SHARE_READ`: what Word leaves to others.
        options.share_mode(1);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(place, std::fs::Permissions::from_mode(0o444)).unwrap();
    }
    Held(options.open(place).unwrap())
}

/// Runs planc as somebody for whom permissions count: `root` may write anywhere.
pub fn as_anybody(folder: &Folder, words: &[&str]) -> Run {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, chown};
        use std::os::unix::process::CommandExt;
        const NOBODY: u32 = 65534;
        if std::fs::metadata(folder.path()).unwrap().uid() == 0 {
            let everything = folder.every_path();
            everything
                .iter()
                .for_each(|path| chown(path, Some(NOBODY), Some(NOBODY)).unwrap());
            let mut command = Command::new(env!("CARGO_BIN_EXE_planc"));
            return Run::of(command.args(words).current_dir(folder.path()).uid(NOBODY).gid(NOBODY));
        }
    }
    planc(folder, words)
}

#[test]
fn law_7_files_that_are_held_are_all_named_and_nothing_is_changed() {
    let folder = Folder::of(&tiny(0));
    assert_eq!(planc(&folder, &["build"]).status, 0);
    let before = folder.files("output");
    put_chapter(&folder, 1);
    let held: Vec<&String> = before
        .keys()
        .filter(|path| path.ends_with(".docx") || path.ends_with(".xlsx"))
        .collect();
    let holding: Vec<Held> = held.iter().map(|path| hold(&folder.path().join(path))).collect();
    let run = as_anybody(&folder, &["build"]);
    drop(holding);
    assert_eq!((run.status, held.len()), (3, 2), "{}{}", run.out, run.error);
    assert!(held.iter().all(|path| run.error.contains(&***path)), "{}", run.error);
    assert!(
        !run.error.contains(".pdf") && run.error.contains("前のまま"),
        "{}",
        run.error
    );
    assert!(folder.files("output") == before);
}

/// A file that grows too large is refused by the system as on a full disk: in the midst of writing it.
#[cfg(unix)]
#[test]
fn law_7_a_file_that_finds_no_room_leaves_everything_as_it_was() {
    let folder = Folder::of(&tiny(0));
    assert_eq!(planc(&folder, &["build"]).status, 0);
    let before = folder.files("output");
    put_chapter(&folder, 1);
    let largest = before.values().map(Vec::len).max().unwrap();
    for blocks in [0, 1, 8, largest / 512 - 1] {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" build");
        let run = Run::of(
            Command::new("sh")
                .args(["-c", &script, env!("CARGO_BIN_EXE_planc")])
                .current_dir(folder.path()),
        );
        assert_eq!(run.status, 3, "{blocks}: {}{}", run.out, run.error);
        assert!(run.error.contains("大きさを超えています"), "{}", run.error);
        assert!(folder.files("output") == before, "{blocks}");
    }
    assert_eq!(planc(&folder, &["build"]).status, 0);
    assert!(folder.files("output") != before);
}

//! How long `planc check` takes beside parsing the same files with the `toml` crate alone: `cargo bench --bench check`.
//!
//! Both read the same files from the same disk, in this process, by turns; the best of the rounds counts on either side,
//! since whatever else the machine does only ever adds. The ratio must hold for a call with many applicants and few
//! selected companies; where all are selected it is measured too, and held to a bound of its own.

#![allow(
    missing_docs,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench reads files and the clock, prints, and fails by panicking"
)]

#[path = "plans.rs"]
mod plans;

use planc::compile::{Step, check};
use planc::diagnostic::{Edition, any_error, render};
use planc::world::{Disk, Memory};
use plans::{enlarge, project};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The applicants.
const MANY: usize = 1_500;
/// No slower than this beside parsing alone.
const TARGET: f64 = 3.0;
/// The same where every applicant is selected: more than half as much again where others keep the second core busy, over
/// which the figures are spread.
const TARGET_ALL: f64 = 4.5;
/// Rounds at least.
const ROUNDS: usize = 5;
/// Rounds at most, where the machine is busy.
const MOST_ROUNDS: usize = 40;

fn main() {
    let sample = project();
    measure("13 selected", &enlarge(&sample, MANY, false), TARGET);
    measure("all selected", &enlarge(&sample, MANY, true), TARGET_ALL);
}

fn measure(name: &str, world: &Memory, target: f64) {
    let folder = std::env::temp_dir().join(format!("planc-bench-{}", std::process::id()));
    write(world, &folder);
    let files = sources(world, &folder);
    let (mut plain, mut whole, mut stages) = (Duration::MAX, Duration::MAX, Vec::new());
    for round in 0..MOST_ROUNDS {
        let start = Instant::now();
        parse(&files);
        plain = plain.min(start.elapsed());
        let start = Instant::now();
        let times = checked(&folder);
        if start.elapsed() < whole {
            (whole, stages) = (start.elapsed(), times);
        }
        if round + 1 >= ROUNDS && ratio(whole, plain) <= target {
            break;
        }
    }
    std::fs::remove_dir_all(&folder).expect("a folder of ours");
    println!("{MANY} companies, {name}");
    for pair in stages.windows(2) {
        println!("  {:<14} {:>10}", pair[0].0, milliseconds(pair[1].1 - pair[0].1));
    }
    println!("  {:<14} {:>10}", "toml alone", milliseconds(plain));
    println!("  {:<14} {:>10}", "check", milliseconds(whole));
    let ratio = ratio(whole, plain);
    println!("  {:<14} {ratio:>7.2}      at most {target}\n", "ratio");
    assert!(ratio <= target, "{name}: {ratio:.2} times as long as parsing alone");
}

fn ratio(whole: Duration, plain: Duration) -> f64 {
    whole.as_secs_f64() / plain.as_secs_f64()
}

fn write(world: &Memory, folder: &Path) {
    for (path, bytes) in &world.files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
}

fn sources(world: &Memory, folder: &Path) -> Vec<PathBuf> {
    let toml = world
        .files
        .keys()
        .filter(|path| path.starts_with("sources/") && path.ends_with(".toml"));
    toml.map(|path| folder.join(path)).collect()
}

/// Reads and parses files, and nothing else.
fn parse(files: &[PathBuf]) {
    for file in files {
        let text = std::fs::read_to_string(file).expect("a text");
        let table: toml::Table = toml::from_str(&text).expect("TOML");
        assert!(!table.is_empty());
    }
}

/// Checks the project and renders what there is to say; when each stage began.
fn checked(folder: &Path) -> Vec<(&'static str, Instant)> {
    let times = RefCell::new(Vec::new());
    let begin = |name| times.borrow_mut().push((name, Instant::now()));
    let checked = check(&Disk::new(folder), Edition::Draft, &|step| begin(label(step)));
    begin("print");
    assert!(!any_error(&checked.diagnostics, Edition::Draft));
    for diagnostic in &checked.diagnostics {
        assert!(!render::human(diagnostic, Edition::Draft, &checked.sources, false).is_empty());
    }
    begin("");
    times.into_inner()
}

/// The rules run beside the view and the expansion: what is left of them is waited for.
fn label(step: Step) -> &'static str {
    match step {
        Step::Load => "load",
        Step::Rules => "rules (rest)",
        Step::Templates => "templates",
        Step::View => "view, figures",
        Step::Expand => "expand",
        Step::Transform => "transform",
        Step::Layout => "layout",
        Step::Write => "write",
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

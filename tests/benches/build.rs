//! How long a build takes, stage by stage, and beside bare typst: `cargo bench`.
//!
//! Bare typst sets the same tree by the same template in the same world and exports the same PDF; the build goes the
//! whole way from sources in memory to the bytes of Word and PDF. Rounds alternate, and typst forgets what it computed
//! before each. The ratio is of wall time and wants two free cores.

#![allow(
    missing_docs,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench reads the clock, prints, and fails by panicking"
)]

#[path = "plans.rs"]
mod plans;

use planc::compile::comparison::version;
use planc::compile::{Format, Pages, Step, write};
use planc::diagnostic::{Edition, Severity};
use planc::document::Document;
use planc::layout::{PlanWorld, TemplateFile};
use planc::world::Memory;
use planc::write::{pdf, word};
use plans::{enlarge, project};
use std::cell::RefCell;
use std::time::{Duration, Instant};
use typst_layout::PagedDocument;

/// No slower than this beside bare typst.
const TARGET: f64 = 1.3;

/// The companies of the large plan.
const MANY: usize = 200;

fn main() {
    let sample = project();
    measure("the sample", &sample, 5);
    let large = enlarge(&sample, MANY, true);
    measure(&format!("{MANY} companies"), &large, 3);
}

fn measure(name: &str, world: &Memory, rounds: usize) {
    let pages = build(world, &|_| {});
    println!("{name}: {} pages", pages.layout.page_count());
    let document = pages.document;
    drop(pages.layout);
    let typst = typst_world(world, &document);
    let (mut plain, mut whole, mut stages, mut word) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut peaks = [None, None];
    for _ in 0..rounds {
        plain.push(cold(|| bare(&typst, &document)).0);
        peaks[0].get_or_insert_with(peak);
        let (time, (pages, mut times)) = cold(|| build_and_write(world));
        whole.push(time);
        peaks[1].get_or_insert_with(peak);
        word.extend(write_apart(&pages, &mut times));
        stages.push(times);
    }
    print_stages(&stages);
    let (plain, whole) = (median(plain), median(whole));
    let ratio = whole.as_secs_f64() / plain.as_secs_f64();
    println!("  {:<14} {:>10}", "bare typst", milliseconds(plain));
    println!("  {:<14} {:>10}", "build", milliseconds(whole));
    println!("  {:<14} {ratio:>7.2}      at most {TARGET}", "ratio");
    let compared = median((0..rounds).map(|_| compare(world)).collect());
    println!(
        "  {:<14} {:>10} of at most one build",
        "compare",
        milliseconds(compared)
    );
    if !word.is_empty() {
        println!("  {:<14} {:>10} of processor time", "word", milliseconds(median(word)));
    }
    if let [Some(bare), Some(build)] = peaks.map(Option::flatten) {
        println!("  {:<14} {build:>6} MiB, of bare typst {bare} MiB", "peak memory");
    }
    println!();
}

/// The time of a redline, with its proof, of a plan in which thousands of words have changed.
fn compare(world: &Memory) -> Duration {
    let mut later = world.clone();
    for (path, bytes) in &mut later.files {
        if path.ends_with(".toml") && path.starts_with("sources/") {
            let text = std::str::from_utf8(bytes).expect("text");
            *bytes = text.replace("します。", "する。").into_bytes();
        }
    }
    let read = |world: &Memory| version(world, Edition::Draft, &|_| {}).2.expect("a version");
    let (before, after) = (read(world), read(&later));
    let start = Instant::now();
    let both = planc::diff::redline(&before.document, &after.document).expect("a redline");
    assert!(!both.sections.is_empty());
    start.elapsed()
}

/// When each stage began; the name of a pause is empty.
type Times = Vec<(&'static str, Instant)>;

/// From the sources to the bytes of both formats.
fn build_and_write(world: &Memory) -> (Pages, Times) {
    let times = RefCell::new(Vec::new());
    let pages = build(world, &|step| times.borrow_mut().push((label(step), Instant::now())));
    let mut times = times.into_inner();
    times.push(("word and pdf", Instant::now()));
    write_all(&pages, &[Format::Docx, Format::Pdf]);
    times.push(("", Instant::now()));
    (pages, times)
}

/// Writes the formats one after the other; gives the processor time of Word.
fn write_apart(pages: &Pages, times: &mut Times) -> Option<Duration> {
    comemo::evict(0);
    times.push(("pdf alone", Instant::now()));
    write_all(pages, &[Format::Pdf]);
    let before = processor_time();
    times.push(("word alone", Instant::now()));
    word::write(
        pages.document.disclosable().expect("what may be shown"),
        &pages.layout.printed(),
    )
    .expect("a file");
    times.push(("", Instant::now()));
    Some(processor_time()? - before?)
}

/// Prints the median time of each stage: each lasts until the next begins.
fn print_stages(rounds: &[Times]) {
    let Some(first) = rounds.first() else { return };
    for (index, pair) in first.windows(2).enumerate().filter(|(_, pair)| !pair[0].0.is_empty()) {
        let times = rounds.iter().map(|round| round[index + 1].1 - round[index].1).collect();
        println!("  {:<14} {:>10}", pair[0].0, milliseconds(median(times)));
    }
}

fn label(step: Step) -> &'static str {
    match step {
        Step::Load => "load",
        Step::Rules => "rules",
        Step::Templates => "templates",
        Step::View => "view, figures",
        Step::Expand => "expand",
        Step::Transform => "transform",
        Step::Layout => "layout",
        Step::Write => "write",
    }
}

fn build(world: &Memory, progress: &dyn Fn(Step)) -> Pages {
    let checked = planc::compile::build(world, Edition::Draft, progress);
    checked.pages.unwrap_or_else(|| {
        let errors = checked.diagnostics.iter();
        let errors = errors.filter(|it| it.code.severity(Edition::Draft) == Severity::Error);
        panic!("{:#?}", errors.take(5).collect::<Vec<_>>())
    })
}

fn write_all(pages: &Pages, formats: &[Format]) {
    let files = write(pages, formats).expect("files");
    assert!(files.iter().all(|file| !file.bytes().is_empty()));
}

fn typst_world(world: &Memory, document: &Document) -> PlanWorld {
    let files = world.files.iter().filter_map(|(path, bytes)| {
        let name = path.strip_prefix("plan-templates/cluster/")?;
        let text = name
            .ends_with(".typ")
            .then(|| std::str::from_utf8(bytes).expect("text"))?;
        Some((name, text))
    });
    let files: Vec<TemplateFile<'_>> = files.collect();
    PlanWorld::new(document, &files).expect("a world")
}

/// Sets and exports what the build made, and nothing else.
fn bare(world: &PlanWorld, document: &Document) {
    let pages = typst::compile::<PagedDocument>(world).output.expect("pages");
    let options = pdf::options(document).expect("options");
    let bytes = typst_pdf::pdf(&pages, &options).expect("a PDF");
    assert!(!bytes.is_empty());
}

/// The time of a run before which typst forgot all, and what came of it.
fn cold<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    comemo::evict(0);
    let start = Instant::now();
    let result = run();
    (start.elapsed(), result)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// What this thread used of a processor until now; only Linux tells.
fn processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// The most memory that this process ever held, in mebibytes; only Linux tells.
fn peak() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes / 1024)
}

//! Inputs that nobody would think of: files of the sample edited at random, over and over, until something breaks.
//!
//! `cargo test` tries a few hundred, always the same. `FUZZ_SECONDS=60 cargo test --release --test main fuzz::` goes on
//! for a minute; `FUZZ_SEED` begins elsewhere. What breaks is reduced and written to `target/fuzz/`. There is no
//! coverage feedback: the edits know the formats instead. With it, in a build of its own, `fuzz/` does the same.

mod edits;
mod reader;
mod templates;
mod values;
mod watch;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::cell::Cell;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// No input may take longer.
const LIMIT: Duration = Duration::from_secs(2);
/// Inputs between two looks at the clock.
const AT_ONCE: u32 = 32;

/// Runs a target on inputs of a strategy: `few` of them, or for as long as `FUZZ_SECONDS` says.
///
/// `run` panics where a law is broken. `show` gives the input as bytes, for the report.
fn fuzz<S: Strategy>(name: &str, few: u32, strategy: S, show: impl Fn(&S::Value) -> Vec<u8>, run: impl Fn(&S::Value)) {
    let seed = number("FUZZ_SEED").unwrap_or(0x5EED);
    let seconds = number("FUZZ_SECONDS").map(Duration::from_secs);
    let config = Config {
        cases: if seconds.is_some() { AT_ONCE } else { few },
        failure_persistence: None,
        max_shrink_iters: 2_000,
        max_shrink_time: 60_000,
        ..Config::default()
    };
    let (start, tried) = (Instant::now(), Cell::new(0_u64));
    for round in 0_u64.. {
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &begin(seed, round));
        let mut runner = TestRunner::new_with_rng(config.clone(), rng);
        let result = runner.run(&strategy, |input| {
            tried.set(tried.get() + 1);
            in_time(name, &show(&input), || run(&input))
        });
        if let Err(error) = result {
            report(name, seed, error, &show);
        }
        if seconds.is_none_or(|seconds| start.elapsed() >= seconds) {
            break;
        }
    }
    println!("{name}: {} inputs in {:.1?}, seed {seed}", tried.get(), start.elapsed());
}

/// Where the row of chances of a round begins.
fn begin(seed: u64, round: u64) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&round.to_le_bytes());
    bytes
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Twice too slow is too slow: once, another process may have been in the way.
fn in_time(name: &str, bytes: &[u8], run: impl Fn()) -> Result<(), TestCaseError> {
    let _watched = watch::watch(name, bytes);
    // No program outlives its own stack: should it run over, this is what it ran over.
    keep(name, bytes);
    let time = || {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    if time() > LIMIT {
        let again = time();
        if again > LIMIT {
            return Err(TestCaseError::fail(format!("it took {again:.1?}")));
        }
    }
    Ok(())
}

fn report<T: std::fmt::Debug>(name: &str, seed: u64, error: TestError<T>, show: &impl Fn(&T) -> Vec<u8>) -> ! {
    match error {
        TestError::Abort(reason) => panic!("{name} gave up: {reason}"),
        TestError::Fail(reason, input) => {
            let bytes = show(&input);
            let path = keep(name, &bytes);
            let shown: String = String::from_utf8_lossy(&bytes).chars().take(2_000).collect();
            panic!("{name}, seed {seed}: {reason}\nkept in {}:\n{shown}", path.display())
        }
    }
}

/// Writes an input that may break something, or did, to `target/fuzz/`.
fn keep(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
    let path = folder.join(name);
    let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, bytes));
    written.unwrap_or_else(|error| println!("{} cannot be written: {error}", path.display()));
    path
}

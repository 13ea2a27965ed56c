//! Ends the process where an input never comes to its end: no thread can be stopped from outside.

use super::keep;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// After this time an input is taken to be endless.
const ENDLESS: Duration = Duration::from_secs(60);

type Inputs = BTreeMap<u64, (Instant, String, Vec<u8>)>;

/// What is being tried, by a number of its own.
fn tried() -> MutexGuard<'static, Inputs> {
    static TRIED: LazyLock<Mutex<Inputs>> = LazyLock::new(|| {
        thread::spawn(look);
        Mutex::default()
    });
    TRIED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn look() {
    loop {
        thread::sleep(Duration::from_secs(1));
        if let Some((_, name, bytes)) = tried().values().find(|(start, _, _)| start.elapsed() > ENDLESS) {
            let path = keep(name, bytes);
            // What is printed the usual way is kept until the test ends, and it does not.
            let _ = writeln!(std::io::stderr(), "{name} never ends: {}", path.display());
            std::process::abort();
        }
    }
}

/// An input that is being tried, until it is dropped.
pub struct Watched(u64);

/// Begins to watch an input.
pub fn watch(name: &str, bytes: &[u8]) -> Watched {
    let mut tried = tried();
    let number = tried.last_key_value().map_or(0, |(last, _)| last + 1);
    tried.insert(number, (Instant::now(), name.to_owned(), bytes.to_vec()));
    Watched(number)
}

impl Drop for Watched {
    fn drop(&mut self) {
        tried().remove(&self.0);
    }
}

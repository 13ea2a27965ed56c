//! Work on what others made, in a process of its own that is held to limits: whatever a record from elsewhere asks for,
//! it takes no more than these.
//!
//! The process is the same program with the same command line. A mark in its environment tells it that it is the one to
//! be held; it holds itself, by the limits of its command line, before it reads anything. Who sets the mark by hand is
//! held as well: there is no way to work without limits by it, nor to start a process from a process.

#![expect(
    clippy::disallowed_methods,
    reason = "what another process says of failures is passed on; a limit of time needs a clock"
)]

mod limits;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

pub use limits::{Limits, Resource};
#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The mark of the process that is held: where its errors are shown.
const MARK: &str = "PLANC_HELD";
/// The values of the mark.
const TERMINAL: &str = "terminal";
const ELSEWHERE: &str = "elsewhere";
/// The greatest exit status by which a command ends of itself.
const LAST_STATUS: i32 = 3;
/// How often the memory is looked at where the system does not do that itself.
const TICK: Duration = Duration::from_millis(20);
/// How the runtime begins to say, in its own words, that a process ends for want of memory.
const LAST_WORDS: [&[u8]; 3] = [b"memory allocation of ", b"\nthread '", b"fatal runtime error"];

/// How the process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Of itself, with this status.
    Status(u8),
    /// It met a limit.
    Beyond(Resource),
    /// It could not be started or stopped short.
    Broken,
}

/// Whether this process is the one that is held.
pub fn is_held() -> bool {
    std::env::var_os(MARK).is_some()
}

/// Whether errors are shown on a terminal; a process that is held hands them to the one that started it.
pub fn errors_on_terminal() -> bool {
    match std::env::var_os(MARK) {
        Some(shown) => shown == TERMINAL,
        None => io::stderr().is_terminal(),
    }
}

/// Holds this process to limits, and ends it with the one that started it. False where the system refuses.
pub fn hold(limits: Limits) -> bool {
    // What is told of a fault in planc is told by the process that started this one.
    std::panic::set_hook(Box::new(|_| ()));
    let held = system::hold(limits);
    // Nothing is written there; it ends when the other process does.
    let watched = thread::Builder::new().spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        system::end()
    });
    held && watched.is_ok()
}

/// Runs this command line once more, in a process that holds itself to `limits`. Its answers go where this one's go.
pub fn run(limits: Limits) -> Ended {
    start().map_or(Ended::Broken, |child| watch(child, limits))
}

fn start() -> io::Result<Child> {
    let shown = if errors_on_terminal() { TERMINAL } else { ELSEWHERE };
    let mut command = Command::new(std::env::current_exe()?);
    command.args(std::env::args_os().skip(1)).env(MARK, shown);
    system::prepare(&mut command);
    command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn()
}

fn watch(mut child: Child, limits: Limits) -> Ended {
    let (said, ends) = mpsc::channel();
    let errors = child.stderr.take();
    let errors: JoinHandle<bool> = thread::spawn(move || {
        let is_out_of_memory = errors.is_some_and(pass_on);
        // Whoever waited has gone where this fails.
        let _ = said.send(());
        is_out_of_memory
    });
    let most = limits.time() * system::PATIENCE;
    let beyond = until(&ends, most, || system::memory(&child) > limits.memory());
    if beyond.is_some() {
        system::kill(&mut child);
    }
    let status = child.wait();
    let is_out_of_memory = errors.join().unwrap_or_default();
    let Ok(status) = status else { return Ended::Broken };
    match (beyond, status.code()) {
        (Some(resource), _) => Ended::Beyond(resource),
        (None, Some(code @ 0..=LAST_STATUS)) => Ended::Status(u8::try_from(code).unwrap_or_default()),
        _ if is_out_of_memory => Ended::Beyond(Resource::Memory),
        _ => system::met(status).map_or(Ended::Broken, Ended::Beyond),
    }
}

/// Waits until the process has ended, its time is over, or it takes too much.
fn until(ends: &Receiver<()>, most: Duration, takes_too_much: impl Fn() -> bool) -> Option<Resource> {
    let start = Instant::now();
    while ends.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        if takes_too_much() {
            return Some(Resource::Memory);
        }
        if start.elapsed() > most {
            return Some(Resource::Time);
        }
    }
    None
}

/// Passes errors on as they come, except for the last words of the runtime: whether there were any.
fn pass_on(mut errors: ChildStderr) -> bool {
    let (mut chunk, mut are_last) = ([0; 1 << 16], false);
    while let Ok(count @ 1..) = errors.read(&mut chunk) {
        let said = &chunk[..count];
        // Only a whole message of its own begins so: planc speaks Japanese.
        are_last |= LAST_WORDS.iter().any(|words| said.starts_with(words));
        if !are_last {
            let _ = io::stderr().write_all(said);
        }
    }
    are_last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_in_time_meets_no_limit() {
        let (said, ends) = mpsc::channel();
        let long = Duration::from_mins(1);
        assert_eq!(until(&ends, Duration::ZERO, || false), Some(Resource::Time));
        assert_eq!(until(&ends, long, || true), Some(Resource::Memory));
        assert_eq!(said.send(()), Ok(()));
        assert_eq!(until(&ends, Duration::ZERO, || true), None);
    }
}

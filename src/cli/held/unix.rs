//! Limits that the kernel keeps: of the time of the processor, of memory that is written to, of files.

use super::{Limits, Resource};
use rustix::process::{Pid, Resource as Kind, Rlimit, Signal, getpgrp, getpid, kill_process_group, setrlimit};
use std::num::NonZero;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child, Command, ExitStatus};

/// The limit is one of the processor's time: a machine that does other work too gets so many times as long.
pub const PATIENCE: u32 = 6;
/// What each thread may keep for itself, in bytes: its stack, most of which is never touched, counts as memory.
const OF_A_THREAD: u64 = 4 * 1024 * 1024;

/// Puts the process in a group of its own, by which it is ended with all that it started.
pub fn prepare(command: &mut Command) {
    command.process_group(0);
}

/// Holds this process to limits.
pub fn hold(limits: Limits) -> bool {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let memory = limits.memory() + OF_A_THREAD * u64::try_from(threads).unwrap_or_default();
    let all = [
        (Kind::Cpu, limits.time().as_secs()),
        (Kind::Data, memory),
        (Kind::Fsize, limits.memory()),
        (Kind::Core, 0),
    ];
    // Where both are the same, the end for want of time is none by a signal of its own.
    let set = |(kind, most): (Kind, u64)| {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most + 1),
        };
        setrlimit(kind, limit).is_ok()
    };
    all.into_iter().all(set)
}

/// Ends this process with all that it started.
pub fn end() {
    // The mark was set by hand where this is somebody else's group.
    if getpgrp() == getpid() {
        let _ = kill_process_group(getpid(), Signal::KILL);
    }
    std::process::exit(super::LAST_STATUS);
}

/// The kernel itself refuses memory beyond the limit.
pub fn memory(_: &Child) -> u64 {
    0
}

/// Ends the process with all that it started.
pub fn kill(child: &mut Child) {
    let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
}

/// Which limit ended a process.
pub fn met(status: ExitStatus) -> Option<Resource> {
    let signal = Signal::from_named_raw(status.signal()?)?;
    match signal {
        Signal::XCPU => Some(Resource::Time),
        Signal::XFSZ => Some(Resource::Output),
        // The kernel ends who takes the last memory of the machine.
        Signal::KILL => Some(Resource::Memory),
        _ => None,
    }
}

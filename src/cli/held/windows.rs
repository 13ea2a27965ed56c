//! Limits by a job object: what a process started ends with it. Windows keeps no limits of memory and time that can be set
//! without unsafe code; the process that started it looks after these.

use super::{Limits, Resource};
use std::os::windows::io::AsRawHandle as _;
use std::process::{Child, Command, ExitStatus};
use win32job::utils::get_process_memory_info;
use win32job::{ExtendedLimitInfo, Job};

/// The time is that of the clock: a machine that does other work too gets so many times as long.
pub const PATIENCE: u32 = 2;

/// Nothing is to be done before the process starts.
pub fn prepare(_: &mut Command) {}

/// Binds whatever this process starts to it.
pub fn hold(_: Limits) -> bool {
    let mut info = ExtendedLimitInfo::new();
    info.limit_kill_on_job_close();
    let job = Job::create_with_limit_info(&info);
    let Ok(job) = job else { return false };
    let is_assigned = job.assign_current_process().is_ok();
    // Closed with the process, not before.
    let _ = job.into_handle();
    is_assigned
}

/// Ends this process with all that it started.
pub fn end() {
    std::process::exit(super::LAST_STATUS);
}

/// The memory that the process was promised, in bytes.
pub fn memory(child: &Child) -> u64 {
    let counters = get_process_memory_info(child.as_raw_handle() as isize);
    counters.map_or(0, |it| u64::try_from(it.pagefile_usage).unwrap_or(u64::MAX))
}

/// Ends the process with all that it started.
pub fn kill(child: &mut Child) {
    let _ = child.kill();
}

/// Windows ends no process for what it takes.
pub fn met(_: ExitStatus) -> Option<Resource> {
    None
}

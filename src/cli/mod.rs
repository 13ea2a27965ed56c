//! The command line. Only here anything is printed.

mod arguments;
mod build;
mod check;
mod diff;
mod edited;
mod explain;
mod figures;
mod held;
mod keys;
mod new;
mod output;
mod package;
mod passphrase;
mod proofs;
mod report;
mod schema;
mod screen;
mod sign;
mod status;
mod verify;

use crate::package::is_packed;
use crate::world::Disk;
use arguments::{Arguments, Command};
use held::{Ended, Limits};
use std::path::Path;
use std::process::ExitCode;

/// How a command ended: the contract of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// Done; warnings are allowed.
    Done = 0,
    /// The sources have errors, or `verify` found a difference.
    Refused = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The machine failed us.
    Machine = 3,
}

/// Runs the command that the process was called with.
pub fn run() -> ExitCode {
    let exit = match arguments::parse(std::env::args_os()) {
        Ok(arguments) => match limits(&arguments.command) {
            Some(limits) => within(limits, &arguments),
            None => dispatch(&arguments),
        },
        Err(exit) => exit,
    };
    let exit = if report::is_unprinted() { Exit::Machine } else { exit };
    ExitCode::from(exit as u8)
}

/// The limits of a command that works on what others made: builds a record again, compares with one, takes figures from
/// one. None for all others: a plan of one's own may take what it takes.
fn limits(command: &Command) -> Option<Limits> {
    let limits = match command {
        Command::Verify(options) => options.rebuild.then_some(options.limits),
        Command::Package(options) => options.previous.is_some().then_some(options.limits),
        Command::Diff(options) => [&options.before, &options.after]
            .into_iter()
            .any(|it| is_packed(Path::new(it)))
            .then_some(options.limits),
        _ => None,
    };
    limits.map(Option::unwrap_or_default)
}

/// Runs a command in a process that is held to limits; this may be that process.
fn within(limits: Limits, arguments: &Arguments) -> Exit {
    const BROKEN: &str = "途中で止まったため、結果はありません。もう一度実行し、同じことになるときは、元の記録の zip かを確かめてください。";
    if held::is_held() {
        if held::hold(limits) {
            return dispatch(arguments);
        }
        report::fail("使う時間や記憶領域に上限を設けられないため、実行しませんでした。");
        return Exit::Machine;
    }
    let reason = match held::run(limits) {
        Ended::Status(0) => return Exit::Done,
        Ended::Status(1) => return Exit::Refused,
        Ended::Status(2) => return Exit::Usage,
        Ended::Status(_) => return Exit::Machine,
        Ended::Beyond(met) => limits.told(met),
        Ended::Broken => BROKEN.to_owned(),
    };
    report::end_progress();
    report::fail(&reason);
    Exit::Machine
}

fn dispatch(arguments: &Arguments) -> Exit {
    if !Disk::new(&arguments.project).exists() {
        let folder = arguments.project.display();
        report::fail(&format!(
            "フォルダー「{folder}」がありません。-C の後のフォルダーの名前を確かめてください。"
        ));
        return Exit::Usage;
    }
    match &arguments.command {
        Command::Build(options) => build::run(arguments, options),
        Command::Check(options) => check::run(arguments, options),
        Command::Diff(options) => diff::run(arguments, options),
        Command::Explain(options) => explain::run(arguments, options),
        Command::Figures(options) => figures::run(arguments, options),
        Command::Keys(options) => keys::run(arguments, options),
        Command::New(options) => new::run(arguments, options),
        Command::Package(options) => package::run(arguments, options),
        Command::Screen(options) => screen::run(arguments, options),
        Command::Schema(options) => schema::run(arguments, options),
        Command::Sign(options) => sign::run(arguments, options),
        Command::Status(options) => status::run(arguments, options),
        Command::Verify(options) => verify::run(arguments, options),
    }
}

//! The command line. Only here anything is printed.

mod arguments;
mod build;
mod check;
mod diff;
mod edited;
mod explain;
mod figures;
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

use crate::world::Disk;
use arguments::{Arguments, Command};
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
        Ok(arguments) => dispatch(&arguments),
        Err(exit) => exit,
    };
    let exit = if report::is_unprinted() { Exit::Machine } else { exit };
    ExitCode::from(exit as u8)
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

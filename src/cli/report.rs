//! Prints diagnostics and progress.

use super::arguments::{Arguments, Colour, MessageFormat};
use crate::compile::{Checked, Step};
use crate::diagnostic::{Edition, render};
use std::io::{IsTerminal, Write};

/// Prints all diagnostics to standard output, for people with the errors' places once more where warnings hide them.
pub fn diagnostics(arguments: &Arguments, checked: &Checked, edition: Edition) {
    let colour = match arguments.color {
        Colour::Auto => std::io::stdout().is_terminal(),
        Colour::Always => true,
        Colour::Never => false,
    };
    let mut text = String::new();
    for diagnostic in &checked.diagnostics {
        text.push_str(&match arguments.message_format {
            MessageFormat::Json => render::json(diagnostic, edition, &checked.sources),
            MessageFormat::Human => render::human(diagnostic, edition, &checked.sources, colour) + "\n",
        });
    }
    if arguments.message_format == MessageFormat::Human {
        text.push_str(&render::error_places(&checked.diagnostics, edition, &checked.sources));
    }
    out(&text);
}

/// Prints a sentence for people to standard output; programs that read JSON get none.
pub fn say(arguments: &Arguments, sentence: &str) {
    if arguments.message_format == MessageFormat::Human {
        out(&format!("{sentence}\n"));
    }
}

/// Prints a sentence about a failure to standard error.
pub fn fail(sentence: &str) {
    let _ = writeln!(std::io::stderr(), "{sentence}");
}

/// A closed pipe is no failure: who reads has read enough.
fn out(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Shows on a terminal what is being done; says nothing anywhere else.
pub fn progress(step: Step) {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() {
        let _ = write!(terminal, "\r\x1b[2K{}", words(step));
        let _ = terminal.flush();
    }
}

/// Takes the last progress away.
pub fn end_progress() {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() {
        let _ = write!(terminal, "\r\x1b[2K");
        let _ = terminal.flush();
    }
}

fn words(step: Step) -> &'static str {
    match step {
        Step::Load => "資料を読んでいます…",
        Step::Rules => "資料を確かめています…",
        Step::Templates => "ひな形を読んでいます…",
        Step::View | Step::Expand | Step::Transform => "文書を組み立てています…",
        Step::Layout => "ページを組んでいます…",
        Step::Write => "ファイルを書き出しています…",
    }
}

//! Prints answers, diagnostics and progress.

#![expect(clippy::disallowed_methods, reason = "this is the way to the terminal")]

use super::arguments::{Arguments, Colour, MessageFormat};
use super::held::errors_on_terminal;
use crate::compile::{Checked, Step};
use crate::diagnostic::render::{steers, visible};
use crate::diagnostic::{Diagnostic, Edition, render};
use crate::release::{Own, Released};
use crate::source::SourceMap;
use std::fmt::Write as _;
use std::io::{ErrorKind, IsTerminal, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

/// Prints all diagnostics to standard output: what `check` and `build` are asked for. People see the errors' places
/// once more where warnings hide them.
pub fn diagnostics(arguments: &Arguments, checked: &Checked, edition: Edition) {
    let colour = colours_answers(arguments);
    let (all, sources) = (&checked.diagnostics, &checked.sources);
    let mut text = rendered(arguments, all.iter(), edition, sources, colour);
    if arguments.message_format == MessageFormat::Human {
        text += &render::error_places(all, edition, sources);
    }
    out(&Own::Diagnostics.answer(text), str::to_owned);
}

/// Prints diagnostics of a command whose answer is something else, as of a draft: to standard error.
pub fn hindrances(arguments: &Arguments, diagnostics: &[&Diagnostic], sources: &SourceMap) {
    hindrances_of(arguments, diagnostics.iter().copied(), Edition::Draft, sources);
}

/// The same as of an edition.
pub fn hindrances_of<'a>(
    arguments: &Arguments,
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    edition: Edition,
    sources: &SourceMap,
) {
    let colour = colour(arguments, errors_on_terminal());
    let text = rendered(arguments, diagnostics.into_iter(), edition, sources, colour);
    err(&Own::Diagnostics.answer(text));
}

/// Whether answers on standard output have colours.
pub fn colours_answers(arguments: &Arguments) -> bool {
    colour(arguments, std::io::stdout().is_terminal())
}

fn colour(arguments: &Arguments, is_terminal: bool) -> bool {
    match arguments.color {
        Colour::Auto => is_terminal,
        Colour::Always => true,
        Colour::Never => false,
    }
}

fn rendered<'a>(
    arguments: &Arguments,
    diagnostics: impl Iterator<Item = &'a Diagnostic>,
    edition: Edition,
    sources: &SourceMap,
    colour: bool,
) -> String {
    let one = |diagnostic| match arguments.message_format {
        MessageFormat::Json => escaped(&render::json(diagnostic, edition, sources)),
        MessageFormat::Human => render::human(diagnostic, edition, sources, colour) + "\n",
    };
    diagnostics.map(one).collect()
}

/// Prints the answer of a command to standard output. Whatever it holds of sources, archives or names of files, nothing in
/// it commands the terminal.
pub fn answer(text: &Released) {
    out(text, visible);
}

/// The same of an answer that is also given in colours: where there is nothing else in these than the text and `own`
/// escape sequences.
pub fn answer_in_colours(text: &Released, coloured: &str, own: &[&str]) {
    let plain = own.iter().fold(coloured.to_owned(), |plain, it| plain.replace(it, ""));
    match plain == text.text() {
        true => out(text, |_| safe(coloured, own)),
        false => answer(text),
    }
}

/// A text in which no escape sequence is left but planc's own.
fn safe(text: &str, own: &[&str]) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1B}') {
        let (before, after) = rest.split_at(at);
        shown.push_str(&visible(before));
        let kept = own.iter().find(|it| after.starts_with(**it)).map_or(1, |it| it.len());
        let (sequence, after) = after.split_at(kept);
        shown.push_str(if kept == 1 { "\u{FFFD}" } else { sequence });
        rest = after;
    }
    shown + &visible(rest)
}

/// Prints an answer in JSON to standard output; what would steer a terminal is escaped, as JSON escapes it.
pub fn answer_json(text: &Released) {
    out(text, escaped);
}

/// JSON in which no string holds a character that steers a terminal: readers of JSON read the same.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        // Between strings stand line breaks and spaces only.
        if character == '\n' || !steers(character) {
            text.push(character);
            continue;
        }
        let mut units = [0; 2];
        for unit in character.encode_utf16(&mut units) {
            let _ = write!(text, "\\u{unit:04x}");
        }
    }
    text
}

/// Prints a sentence for people to standard output; programs that read JSON get none.
pub fn say(arguments: &Arguments, sentence: &str) {
    if arguments.message_format == MessageFormat::Human {
        out(&Own::Answer.answer(format!("{sentence}\n")), visible);
    }
}

/// Prints a sentence about a failure to standard error.
pub fn fail(sentence: &str) {
    err(&Own::Answer.answer(format!("{}\n", visible(sentence))));
}

/// Says which files were changed while planc worked, whose changes are in nothing that it wrote.
pub fn changed_meanwhile(paths: &[String]) {
    if !paths.is_empty() {
        let lines: String = paths.iter().map(|path| format!("\n  {path}")).collect();
        fail(&format!(
            "実行している間に、次のファイルが変更されました。書き出したものには、変更する前の内容が入っています。変更を入れるには、もう一度実行してください。{lines}"
        ));
    }
}

/// Whether something could not be printed.
static UNPRINTED: AtomicBool = AtomicBool::new(false);

fn err(text: &Released) {
    let _ = std::io::stderr().write_all(text.bytes());
}

/// Prints what may leave, made `safe` for a terminal. A closed pipe is no failure: who reads has read enough.
fn out<'t, S: AsRef<str>>(text: &'t Released, safe: impl FnOnce(&'t str) -> S) {
    let mut to = std::io::stdout();
    let written = to
        .write_all(safe(text.text()).as_ref().as_bytes())
        .and_then(|()| to.flush());
    if written.is_err_and(|error| error.kind() != ErrorKind::BrokenPipe) {
        UNPRINTED.store(true, Ordering::Relaxed);
    }
}

/// Says, where something could not be printed, that it is not all there.
pub fn is_unprinted() -> bool {
    let unprinted = UNPRINTED.load(Ordering::Relaxed);
    if unprinted {
        fail("結果を書き出せませんでした。書き出し先の空き容量と、書き込む権限を確かめてください。");
    }
    unprinted
}

/// Shows on a terminal what is being done; says nothing anywhere else.
pub fn progress(step: Step) {
    let mut terminal = std::io::stderr();
    if errors_on_terminal() {
        let _ = write!(terminal, "\r\x1b[2K{}", words(step));
        let _ = terminal.flush();
    }
}

/// Takes the last progress away.
pub fn end_progress() {
    let mut terminal = std::io::stderr();
    if errors_on_terminal() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_says_the_same_without_steering_a_terminal() {
        let words = "甲\u{1B}[2J\u{9B}2J\u{7F}\u{202E}\u{200B}\u{E0041}乙\n";
        let json = serde_json::json!({ "name": words }).to_string();
        let shown = escaped(&format!("{json}\n"));
        assert!(!shown.trim_end().contains(steers), "{shown:?}");
        let read: serde_json::Value = serde_json::from_str(&shown).unwrap_or_default();
        assert_eq!(read["name"], words);
    }
}

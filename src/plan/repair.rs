//! Takes mistakes of syntax out of a file, so that all the rest of it can be read: none hides another, none makes one up.
//!
//! The parser goes on after a mistake, but loses what follows a missing `=`, `]` or `"""`. Here the text is cut into
//! statements as people write them, one key or header a line; statements that cannot be read are left out, and what
//! they may have said is remembered.

use super::form::{Form, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};
use unicode_normalization::UnicodeNormalization;

/// So often a file is tried again without the statements that could not be read.
const ROUNDS: usize = 4;

/// A mistake of syntax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// Where, in the file as it is written.
    pub span: Range<usize>,
    /// What the parser says.
    pub message: String,
}

/// A file without the statements that cannot be read.
#[derive(Debug, Default)]
pub(super) struct Repaired {
    /// What remains.
    pub text: String,
    /// Every mistake, one a statement or value, by place.
    pub mistakes: Vec<Mistake>,
    pieces: Vec<Piece>,
    /// Values that the parser read, but not as they were meant; in the repaired text.
    broken: Vec<Range<usize>>,
    lost: Vec<Lost>,
    /// A table that somebody wrote may be missing.
    lost_tables: bool,
    /// Anything that somebody wrote may be missing.
    hopeless: bool,
}

/// A stretch of the repaired text, and the stretch of the file that it stands for.
#[derive(Debug)]
struct Piece {
    at: usize,
    original: Range<usize>,
    kept: bool,
}

/// A statement that was left out.
#[derive(Debug)]
struct Lost {
    /// Where its table's header begins in the repaired text; `None` for the outermost table.
    header: Option<usize>,
    /// What it said, where it names its key; otherwise it may have been any.
    said: Option<String>,
}

impl Repaired {
    /// The place in the file of a place in the repaired text.
    pub fn original(&self, span: Range<usize>) -> Range<usize> {
        let start = self.offset(span.start);
        let end = if span.is_empty() { start } else { self.offset(span.end) };
        start..end.max(start)
    }

    fn offset(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.at <= at);
        let Some(piece) = index.checked_sub(1).map(|index| &self.pieces[index]) else {
            return at;
        };
        if piece.kept {
            (piece.original.start + (at - piece.at)).min(piece.original.end)
        } else {
            piece.original.start
        }
    }

    /// Whether a single value was not read as it was meant; that was said.
    pub fn is_broken(&self, value: &Range<usize>) -> bool {
        self.broken
            .iter()
            .any(|it| it.start <= value.end && value.start <= it.end)
    }

    /// Whether a key that is not there may have stood in what was left out of its table.
    pub fn may_have_had(&self, header: &Range<usize>, key: &str, is_table: bool) -> bool {
        let header = Some(header.start).filter(|_| !header.is_empty());
        let said = |it: &Lost| it.said.as_ref().is_none_or(|said| has_word(said, key));
        self.hopeless || is_table && self.lost_tables || self.lost.iter().any(|it| it.header == header && said(it))
    }
}

fn has_word(text: &str, word: &str) -> bool {
    let part = |it: char| it.is_ascii_alphanumeric() || it == '_';
    text.split(|it| !part(it)).any(|it| it == word)
}

/// A file of which only the first mistake is known: it is too long to look for more.
pub(super) fn hopeless(error: &Error) -> Repaired {
    Repaired {
        mistakes: vec![mistake(error)],
        hopeless: true,
        ..Repaired::default()
    }
}

fn mistake(error: &Error) -> Mistake {
    Mistake {
        span: error.span().unwrap_or(0..0),
        message: error.message().to_owned(),
    }
}

/// Takes the mistakes out of a text that has some; `form` is what the contract wants of it.
pub(super) fn repair(text: &str, form: &Table) -> Repaired {
    let mut repair = Repair::new(text, form);
    for _ in 0..ROUNDS {
        let repaired = repair.build();
        let (table, errors) = DeTable::parse_recoverable(&repaired.text);
        let (unreadable, rest): (Vec<&Error>, Vec<&Error>) =
            errors.iter().partition(|error| repair.is_unreadable(&repaired, error));
        if unreadable.is_empty() {
            let (broken, told) = wrong_values(&table, &rest);
            let told = told.into_iter().map(|it| Mistake {
                span: repaired.original(it.span),
                ..it
            });
            return repair.finish(told.collect(), broken);
        }
        if !repair.leave_out(&repaired, &unreadable) {
            break;
        }
    }
    repair.give_up()
}

/// The single values that were not read as meant, and one mistake each; other mistakes as they are.
fn wrong_values(table: &Spanned<DeTable<'_>>, errors: &[&Error]) -> (Vec<Range<usize>>, Vec<Mistake>) {
    let mut values = Vec::new();
    table.get_ref().values().for_each(|it| single_values(it, &mut values));
    values.sort_by_key(|value| value.start);
    let (mut broken, mut told): (Vec<Range<usize>>, Vec<Mistake>) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for error in errors {
        let it = mistake(error);
        // A key in letters that no key has is told of as unknown.
        if it.message.starts_with("invalid unquoted key") {
            continue;
        }
        let before = values.partition_point(|value| value.start <= it.span.end);
        let value = before.checked_sub(1).map(|index| &values[index]);
        let touched = value.filter(|value| it.span.start <= value.end && !is_duplicate(&it.message));
        if let Some(value) = touched {
            if !seen.insert(value.start) {
                continue;
            }
            broken.push(value.clone());
            if value.is_empty() {
                told.push(Mistake {
                    message: "missing value".to_owned(),
                    ..it
                });
                continue;
            }
        }
        told.push(it);
    }
    (broken, told)
}

fn single_values(value: &Spanned<DeValue<'_>>, to: &mut Vec<Range<usize>>) {
    match value.get_ref() {
        DeValue::Table(table) => table.values().for_each(|it| single_values(it, to)),
        DeValue::Array(items) => items.iter().for_each(|it| single_values(it, to)),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            to.push(value.span())
        }
    }
}

fn is_duplicate(message: &str) -> bool {
    message.starts_with("duplicate key") || message.starts_with("cannot extend")
}

/// What the parser says of a value or key that ends where it seems to: what follows is read as it stands.
const READABLE: &[&str] = &[
    "string values must be quoted",
    "invalid basic string",
    "invalid literal string",
    "invalid multi-line",
    "invalid unquoted key",
    "invalid comment character",
    "missing escaped value",
    "too few unicode value digits",
    "invalid value",
    "unexpected leading zero",
    "unexpected sign",
    "redundant",
    "integers with a radix",
    "radix must be",
    "`_` may only",
    "carriage return",
    "missing opening quote",
    "invalid float",
    "invalid integer",
    "invalid boolean",
    "invalid mantissa",
    "invalid fraction",
    "invalid exponent",
    "invalid hexadecimal",
    "invalid octal",
    "invalid binary",
    "invalid date",
    "invalid time",
    "invalid offset",
];

/// What a statement is, as far as its first line tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Blank,
    Header,
    Pair,
    /// No key and no header.
    Other,
}

/// What becomes of a statement.
#[derive(Debug)]
enum Fate {
    Kept,
    Removed,
    /// A header as it was probably meant.
    Rewritten(String),
}

#[derive(Debug)]
struct Statement {
    range: Range<usize>,
    kind: Kind,
    fate: Fate,
    /// It was told of.
    told: bool,
}

struct Repair<'a> {
    text: &'a str,
    form: &'a Table,
    statements: Vec<Statement>,
    mistakes: Vec<Mistake>,
    lost_tables: bool,
}

impl<'a> Repair<'a> {
    fn new(text: &'a str, form: &'a Table) -> Self {
        let mut repair = Repair {
            text,
            form,
            statements: Vec::new(),
            mistakes: Vec::new(),
            lost_tables: false,
        };
        let mut at = 0;
        while at < text.len() {
            at = repair.statement(at);
        }
        repair
    }

    /// Takes in the statement that begins at a byte; returns where the next one begins.
    fn statement(&mut self, at: usize) -> usize {
        let kind = kind(line_at(self.text, at));
        if kind == Kind::Other {
            self.words(at);
        }
        let (end, unclosed) = match kind {
            Kind::Pair => pair_end(self.text, at),
            Kind::Blank | Kind::Header | Kind::Other => (line_end(self.text, at), None),
        };
        if let Some(open) = unclosed {
            self.mistakes.push(Mistake {
                span: open..open + 1,
                message: if self.text[open..].starts_with(['[', '{']) {
                    "unclosed array".to_owned()
                } else {
                    "unclosed text".to_owned()
                },
            });
        }
        self.statements.push(Statement {
            range: at..end,
            kind,
            fate: if unclosed.is_some() || kind == Kind::Other {
                Fate::Removed
            } else {
                Fate::Kept
            },
            told: unclosed.is_some() || kind == Kind::Other,
        });
        end
    }

    /// Words at a byte that are neither key nor header, unless they are the rest of a mistake that was told of.
    fn words(&mut self, at: usize) {
        let before = self.statements.iter_mut().rev().find(|it| it.kind != Kind::Blank);
        if before.as_ref().is_some_and(|it| it.told) {
            return;
        }
        let mut place = at;
        if let Some(pair) = before.filter(|it| it.kind == Kind::Pair)
            && let Some(value) = empty_value(&self.text[pair.range.clone()])
        {
            // The text of a key begins below it: its quotes are missing.
            place = pair.range.start + value;
            pair.fate = Fate::Removed;
        }
        self.mistakes.push(Mistake {
            span: place..place,
            message: if place == at { "words" } else { "text without quotes" }.to_owned(),
        });
    }

    /// The text without what is left out.
    fn build(&self) -> Repaired {
        let mut repaired = Repaired::default();
        let mut header = None;
        for statement in &self.statements {
            let (at, original) = (repaired.text.len(), statement.range.clone());
            let text = &self.text[original.clone()];
            let indent = text.len() - text.trim_start().len();
            if statement.kind == Kind::Header && !matches!(statement.fate, Fate::Removed) {
                header = Some(
                    at + if matches!(statement.fate, Fate::Kept) {
                        indent
                    } else {
                        0
                    },
                );
            }
            let kept = matches!(statement.fate, Fate::Kept);
            match &statement.fate {
                Fate::Kept => repaired.text.push_str(text),
                Fate::Rewritten(line) => repaired.text.push_str(line),
                Fate::Removed => {
                    let said = key_of(text).map(|_| text.to_owned());
                    repaired.lost.push(Lost { header, said });
                    continue;
                }
            }
            let original = if kept {
                original
            } else {
                original.start + indent..original.end
            };
            repaired.pieces.push(Piece { at, original, kept });
        }
        repaired
    }

    fn index(&self, repaired: &Repaired, error: &Error) -> Option<usize> {
        let at = repaired.offset(error.span()?.start);
        let index = self.statements.partition_point(|it| it.range.start <= at);
        index.checked_sub(1)
    }

    /// Whether the parser loses more than the value that it complains of.
    fn is_unreadable(&self, repaired: &Repaired, error: &Error) -> bool {
        let message = error.message();
        if is_duplicate(message) {
            let index = self.index(repaired, error);
            return index.is_some_and(|index| self.statements[index].kind == Kind::Header);
        }
        // A key without a value in braces: the parser invents one.
        let invented =
            message.starts_with("invalid literal string") && !self.statement_of(repaired, error).contains('\'');
        invented || !READABLE.iter().any(|it| message.starts_with(it))
    }

    fn statement_of(&self, repaired: &Repaired, error: &Error) -> &'a str {
        let index = self.index(repaired, error);
        index.map_or("", |index| &self.text[self.statements[index].range.clone()])
    }

    /// Leaves out the statements that errors stand in; whether there were any.
    fn leave_out(&mut self, repaired: &Repaired, errors: &[&Error]) -> bool {
        let mut found: Vec<(usize, Mistake)> = errors
            .iter()
            .filter_map(|error| {
                let span = repaired.original(error.span()?);
                let message = match error.message() {
                    it if it.starts_with("invalid literal string") => "missing assignment".to_owned(),
                    it => it.to_owned(),
                };
                Some((self.index(repaired, error)?, Mistake { span, message }))
            })
            .collect();
        found.sort_by_key(|(index, it)| (*index, it.span.start));
        let singles = self.singles_among_rows();
        let mut changed = false;
        for (index, mistake) in found {
            let name = header_name(line_at(self.text, self.statements[index].range.start));
            let single = name.and_then(|name| singles.get_key_value(&name));
            if let Some((name, single)) = single.filter(|_| is_duplicate(&mistake.message)) {
                self.make_row(*single, name);
                changed = true;
            } else {
                changed |= self.leave_out_one(index, mistake);
            }
        }
        changed
    }

    /// Where tables that other headers have as rows have a header of their own, by name.
    fn singles_among_rows(&self) -> BTreeMap<String, usize> {
        let (mut singles, mut rows) = (BTreeMap::new(), BTreeSet::new());
        for (index, statement) in self.statements.iter().enumerate() {
            let line = self.text[statement.range.clone()].trim_start();
            let header = (statement.kind == Kind::Header).then(|| header_name(line)).flatten();
            match header {
                Some(name) if line.starts_with("[[") => drop(rows.insert(name)),
                Some(name) => drop(singles.entry(name).or_insert(index)),
                None => {}
            }
        }
        singles.retain(|name, _| rows.contains(name));
        singles
    }

    /// Makes a single table one of the rows of its name.
    fn make_row(&mut self, index: usize, name: &str) {
        if matches!(self.statements[index].fate, Fate::Kept) {
            let start = self.statements[index].range.start;
            self.mistakes.push(Mistake {
                span: start..start + 1,
                message: "single among rows".to_owned(),
            });
            self.statements[index].fate = Fate::Rewritten(format!("[[{name}]]\n"));
        }
    }

    fn leave_out_one(&mut self, index: usize, mistake: Mistake) -> bool {
        let statement = &self.statements[index];
        if !matches!(statement.fate, Fate::Kept) {
            return false;
        }
        self.mistakes.push(mistake.clone());
        self.statements[index].told = true;
        let line = &self.text[self.statements[index].range.clone()];
        match self.statements[index].kind {
            Kind::Header if !is_duplicate(&mistake.message) => match header_name(line) {
                Some(name) => self.statements[index].fate = Fate::Rewritten(self.header_meant(line, &name)),
                None => self.leave_out_table(index),
            },
            Kind::Header => self.leave_out_table(index),
            Kind::Pair | Kind::Other | Kind::Blank => self.statements[index].fate = Fate::Removed,
        }
        true
    }

    /// A header as the contract wants it; where that knows no such table, as it was probably meant.
    fn header_meant(&self, line: &str, name: &str) -> String {
        let rows = is_rows(self.form, name).unwrap_or_else(|| folded(line).starts_with("[["));
        if rows {
            format!("[[{name}]]\n")
        } else {
            format!("[{name}]\n")
        }
    }

    fn leave_out_table(&mut self, index: usize) {
        self.lost_tables = true;
        self.statements[index].fate = Fate::Removed;
        for statement in &mut self.statements[index + 1..] {
            if statement.kind == Kind::Header {
                break;
            }
            statement.fate = Fate::Removed;
            statement.told = true;
        }
    }

    fn finish(mut self, told: Vec<Mistake>, broken: Vec<Range<usize>>) -> Repaired {
        let repaired = self.build();
        self.mistakes.extend(told);
        self.mistakes.sort_by_key(|it| it.span.start);
        Repaired {
            mistakes: self.mistakes,
            broken,
            lost_tables: self.lost_tables,
            ..repaired
        }
    }

    /// What is known where every try brings new mistakes.
    fn give_up(self) -> Repaired {
        let (_, errors) = DeTable::parse_recoverable(self.text);
        Repaired {
            text: self.text.to_owned(),
            mistakes: errors.iter().map(mistake).collect(),
            hopeless: true,
            ..Repaired::default()
        }
    }
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

fn line_at(text: &str, at: usize) -> &str {
    &text[at..line_end(text, at)]
}

fn folded(line: &str) -> String {
    line.trim().nfkc().collect()
}

fn kind(line: &str) -> Kind {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        Kind::Blank
    } else if folded(line).starts_with('[') || is_bare_header(line) {
        Kind::Header
    } else if key_of(line).is_some() {
        Kind::Pair
    } else {
        Kind::Other
    }
}

/// The key that a statement sets, if it looks like one.
fn key_of(statement: &str) -> Option<String> {
    let line = folded(statement.trim_start().lines().next()?);
    let end = line
        .find(['=', ':'])
        .or_else(|| line.find(['"', '\'', '[', '{']).filter(|at| *at > 0))?;
    let key = line[..end].trim();
    let part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | '"' | '\'');
    (!key.is_empty() && key.chars().all(part)).then(|| key.to_owned())
}

/// Whether a line is a header that lost its brackets.
fn is_bare_header(line: &str) -> bool {
    let plain = |name: &str| {
        name.bytes()
            .all(|it| it.is_ascii_lowercase() || matches!(it, b'_' | b'.'))
    };
    line.contains(['.', ']']) && plain(line.trim_end_matches(']'))
}

/// The name in a header.
fn header_name(line: &str) -> Option<String> {
    let line = folded(line);
    let name = line.trim_start_matches('[').split([']', '#']).next()?;
    let parts: Vec<&str> = name.split('.').map(str::trim).collect();
    let name = parts.join(".");
    let part = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-');
    name.split('.')
        .all(|it| !it.is_empty() && it.chars().all(part))
        .then_some(name)
}

/// Whether a table is one of an array of tables; `None` where the contract has none of that name.
fn is_rows(form: &Table, name: &str) -> Option<bool> {
    let (first, rest) = name
        .split_once('.')
        .map_or((name, None), |(first, rest)| (first, Some(rest)));
    let (_, found) = form.keys.iter().find(|(key, _)| key.name == first)?;
    match (found, rest) {
        (Form::Table(_), None) => Some(false),
        (Form::Rows(_), None) => Some(true),
        (Form::Table(table) | Form::Rows(table), Some(rest)) => is_rows(table, rest),
        (Form::Leaf(_) | Form::Items(_), _) => None,
    }
}

/// Where the value of a pair stands, if it says nothing.
fn empty_value(pair: &str) -> Option<usize> {
    let (key, rest) = pair.split_once('=')?;
    let value = rest.trim_start();
    let indent = rest.len() - value.len();
    matches!(value.trim_end(), "" | "\"" | "\"\"" | "'" | "''")
        .then(|| key.len() + 1 + indent.min(rest.find('\n').unwrap_or(rest.len())))
}

/// Where a key's value ends, and what it leaves open.
fn pair_end(text: &str, start: usize) -> (usize, Option<usize>) {
    let mut open: Vec<(usize, u8)> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        let rest = &text[at..];
        match byte {
            b'#' => {
                at = rest.find('\n').map_or(text.len(), |length| at + length);
                continue;
            }
            b'"' | b'\'' if rest.starts_with("\"\"\"") || rest.starts_with("'''") => match long_text_end(text, at) {
                Ok(end) => {
                    at = end;
                    continue;
                }
                Err(end) => return (end, Some(at)),
            },
            b'"' | b'\'' => {
                at = short_text_end(text, at);
                continue;
            }
            b'[' | b'{' => open.push((at, byte)),
            b']' | b'}' => {
                open.pop();
            }
            b'\n' => match open.first() {
                None => return (at + 1, None),
                Some((first, _)) if begins_anew(text, at + 1, open.last().map(|it| it.1)) => {
                    return (at + 1, Some(*first));
                }
                Some(_) => {}
            },
            _ => {}
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    (text.len(), open.first().map(|it| it.0))
}

/// Whether a line begins another statement, though a bracket is open.
fn begins_anew(text: &str, at: usize, innermost: Option<u8>) -> bool {
    let line = line_at(text, at);
    if !is_statement(line) {
        return false;
    }
    // A table in braces may go over several lines; then its keys are parted by commas.
    let before = text[..at].trim_end();
    innermost != Some(b'{') || line.starts_with('[') || !before.ends_with([',', '{'])
}

/// Where a text in three quotes ends; where it must have been meant to end, if it is not closed.
fn long_text_end(text: &str, at: usize) -> Result<usize, usize> {
    let quotes = &text[at..at + 3];
    let close = text[at + 3..].find(quotes).map(|length| at + 3 + length);
    let mut line = line_end(text, at);
    while line < close.unwrap_or(text.len()) {
        if is_statement(line_at(text, line)) {
            return Err(line);
        }
        line = line_end(text, line);
    }
    let Some(close) = close else { return Err(text.len()) };
    let more = text[close + 3..]
        .bytes()
        .take(2)
        .take_while(|it| quotes.as_bytes()[0] == *it);
    Ok(close + 3 + more.count())
}

/// Where a text of one line ends, or its line does.
fn short_text_end(text: &str, at: usize) -> usize {
    let quote = text.as_bytes()[at];
    let mut escaped = false;
    for (length, byte) in text.bytes().enumerate().skip(at + 1) {
        match byte {
            b'\n' => return length,
            _ if escaped => escaped = false,
            b'\\' if quote == b'"' => escaped = true,
            _ if byte == quote => return length + 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether a line from its first column on is surely a header, or a key with a value.
fn is_statement(line: &str) -> bool {
    let word = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.');
    let named = |name: &str| name.starts_with(|it: char| it.is_ascii_alphabetic()) && name.chars().all(word);
    if line.starts_with('[') {
        let name = line.trim_end().trim_matches(['[', ']']);
        return line.trim_end().ends_with(']') && named(name);
    }
    let value = |rest: &str| {
        let rest = rest.trim_start();
        rest.starts_with(|it: char| matches!(it, '"' | '\'' | '[' | '{' | '+' | '-' | 't' | 'f') || it.is_ascii_digit())
    };
    line.split_once('=')
        .is_some_and(|(key, rest)| named(key.trim_end()) && value(rest))
}

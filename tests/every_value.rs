//! Law 6 for every value of every source file of the sample: taken away, of another type, empty, its key misspelt.
//!
//! What is asked follows from the table of the contract, not from a list of keys here.

use crate::mistakes::{checked, kind};
use crate::mutation::assert_sound;
use crate::project::{is_error, put, sample, source_paths, text, tries, values};
use planc::compile;
use planc::diagnostic::{Code, Diagnostic};
use planc::plan::form::{Form, LeafForm, Table};
use planc::plan::{About, Company, Field, Key, Need, Record, Statistics, Support};
use planc::source::SourceMap;
use planc::world::Memory;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use toml::de::{DeTable, DeValue};

/// How a value is written.
#[derive(Clone, Debug)]
enum Written {
    /// `key = value` on lines of its own, or in braces.
    Pair { key: Range<usize>, in_braces: bool },
    /// In brackets.
    Item,
    /// Below headers of this name.
    Headers(String),
}

#[derive(Clone, Debug)]
struct Value {
    key: &'static Key,
    /// The names of the tables that it stands in, and its own.
    path: String,
    form: Form,
    written: Written,
    span: Range<usize>,
}

/// A change to a file and what must be told of it.
struct Change {
    what: String,
    text: String,
    law: Law,
}

enum Law {
    /// Nothing need be told.
    Quiet,
    /// Something is told.
    Told,
    /// An error is told at a byte.
    ErrorAt(usize),
    /// This code is told at a byte.
    CodeAt(&'static str, usize),
}

fn form(path: &str) -> Table {
    match path {
        "sources/plan.toml" => About::form(),
        "sources/support.toml" => Support::form(),
        "sources/statistics.toml" => Statistics::form(),
        _ if path.starts_with("sources/fields/") => Field::form(),
        _ => Company::form(),
    }
}

/// Every value below a table, tables and arrays included.
fn walk(text: &str, form: &Table, table: &DeTable<'_>, path: &str, in_braces: bool, to: &mut Vec<Value>) {
    for (name, value) in table {
        let known = form.keys.iter().find(|(key, _)| key.name == name.get_ref());
        let (key, form) = known.unwrap_or_else(|| panic!("{path}.{}", name.get_ref()));
        let path = if path.is_empty() {
            key.name.to_owned()
        } else {
            format!("{path}.{}", key.name)
        };
        let headers = header_lines(text).any(|(_, it)| it == path || it.starts_with(&format!("{path}.")));
        let written = if headers {
            Written::Headers(path.clone())
        } else {
            Written::Pair {
                key: name.span(),
                in_braces,
            }
        };
        let dotted = value.get_ref().is_table() && !headers && !text[value.span().start..].starts_with('{');
        if !dotted {
            let form = form.clone();
            to.push(Value {
                key,
                path: path.clone(),
                form,
                written,
                span: value.span(),
            });
        }
        let braces = !headers && !dotted;
        match (form, value.get_ref()) {
            (Form::Table(form), DeValue::Table(table)) => walk(text, form, table, &path, braces, to),
            (Form::Rows(form), DeValue::Array(rows)) => {
                for row in rows.iter() {
                    walk(text, form, row.get_ref().as_table().unwrap(), &path, braces, to);
                }
            }
            (Form::Items(leaf), DeValue::Array(items)) => to.extend(items.iter().map(|item| Value {
                key,
                path: path.clone(),
                form: Form::Leaf(*leaf),
                written: Written::Item,
                span: item.span(),
            })),
            _ => {}
        }
    }
}

/// The header lines of a file: where each begins, and its name.
fn header_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end()))
    });
    let headers = lines.filter(|(_, line)| line.starts_with('[') && line.ends_with(']'));
    headers.map(|(start, line)| (start, line.trim_matches(['[', ']'])))
}

/// The text without the tables of a name, and where the first of them stood.
fn without_headers(text: &str, path: &str) -> (String, usize) {
    let starts: Vec<(usize, &str)> = header_lines(text).collect();
    let mut rest = String::new();
    let first = starts.first().map_or(text.len(), |it| it.0);
    rest.push_str(&text[..first]);
    let mut gap = None;
    for (index, (start, name)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(text.len(), |it| it.0);
        if *name == path || name.starts_with(&format!("{path}.")) {
            gap.get_or_insert(rest.len());
        } else {
            rest.push_str(&text[*start..end]);
        }
    }
    (rest, gap.unwrap())
}

impl Value {
    /// The text without it.
    fn removed(&self, text: &str) -> String {
        let mut rest = text.to_owned();
        match &self.written {
            Written::Headers(path) => return without_headers(text, path).0,
            Written::Item => rest.replace_range(with_comma(text, self.span.clone()), ""),
            Written::Pair { key, in_braces: true } => {
                rest.replace_range(with_comma(text, key.start..self.span.end), "");
            }
            Written::Pair { key, in_braces: false } => {
                let start = text[..key.start].rfind('\n').map_or(0, |at| at + 1);
                rest.replace_range(start..self.span.end, "");
            }
        }
        rest
    }

    /// The text with another value in its place, and where that stands.
    fn replaced(&self, text: &str, value: &str) -> (String, usize) {
        let Written::Headers(path) = &self.written else {
            let mut changed = text.to_owned();
            changed.replace_range(self.span.clone(), value);
            return (changed, self.span.start);
        };
        let (mut rest, gap) = without_headers(text, path);
        let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
        let above = header_lines(&rest).filter(|(at, it)| *at < gap && *it == parent).last();
        let (at, line) = match above {
            Some((at, _)) => (at + rest[at..].find('\n').unwrap() + 1, format!("{name} = {value}\n")),
            None if parent.is_empty() => (0, format!("{name} = {value}\n")),
            None => (gap, format!("[{parent}]\n{name} = {value}\n")),
        };
        rest.insert_str(at, &line);
        (rest, at + line.len() - value.len() - 1)
    }

    /// The text with another name for its key, and where that first stands.
    fn renamed(&self, text: &str, name: &str) -> Option<(String, usize)> {
        match &self.written {
            Written::Item => None,
            Written::Pair { key, .. } => {
                let mut changed = text.to_owned();
                changed.replace_range(key.clone(), name);
                Some((changed, key.start))
            }
            Written::Headers(path) => {
                let own = path.len() - self.key.name.len();
                let found = header_lines(text).filter(|(_, it)| it == path || it.starts_with(&format!("{path}.")));
                let places: Vec<usize> = found
                    .map(|(at, _)| at + text[at..].find(|it| it != '[').unwrap() + own)
                    .collect();
                let mut changed = text.to_owned();
                for at in places.iter().rev() {
                    changed.replace_range(*at..at + self.key.name.len(), name);
                }
                Some((changed, places[0]))
            }
        }
    }

    fn is_needed(&self, selected: bool) -> bool {
        self.key.need.is_always() || selected && self.key.need == Need::Selected
    }

    /// Everything that may go wrong with it.
    fn changes(&self, text: &str, selected: bool) -> Vec<Change> {
        let mut changes = Vec::new();
        let told = |needed| if needed { Law::Told } else { Law::Quiet };
        let item = matches!(self.written, Written::Item);
        let mut add = |what: &str, text: String, law: Law| {
            let what = format!("{} at {}: {what}", self.key.name, self.span.start);
            changes.push(Change { what, text, law });
        };
        add("removed", self.removed(text), told(!item && self.is_needed(selected)));
        for value in other_types(&self.form) {
            let (changed, at) = self.replaced(text, value);
            add(value, changed, Law::ErrorAt(at));
        }
        let (empty, law) = match &self.form {
            Form::Leaf(leaf) if takes_text(*leaf) => ("\"\"", None),
            Form::Leaf(_) => ("{}", None),
            // An array of words may be empty.
            Form::Items(_) => ("[]", Some(Law::Quiet)),
            Form::Rows(_) => ("[]", Some(told(self.is_needed(selected)))),
            Form::Table(table) => {
                let needed = table.keys.iter().any(|(key, _)| key.need.is_always());
                ("{}", Some(told(needed)))
            }
        };
        let (changed, at) = self.replaced(text, empty);
        add("emptied", changed, law.unwrap_or(Law::ErrorAt(at)));
        for name in [format!("{}x", self.key.name), format!("zzz_{}", self.key.name)] {
            if let Some((changed, at)) = self.renamed(text, &name) {
                add(&name, changed, Law::CodeAt("unknown-key", at));
            }
        }
        changes
    }
}

/// The place of a value between commas, with one of them.
fn with_comma(text: &str, span: Range<usize>) -> Range<usize> {
    let after = text[span.end..].find(|it: char| !it.is_whitespace()).unwrap_or(0);
    if text[span.end + after..].starts_with(',') {
        return span.start..span.end + after + 1;
    }
    let before = text[..span.start].trim_end();
    let start = before.strip_suffix(',').map_or(span.start, str::len);
    start..span.end
}

fn takes_text(leaf: LeafForm) -> bool {
    !matches!(
        leaf,
        LeafForm::Number
            | LeafForm::Count
            | LeafForm::FiscalYear
            | LeafForm::Bool
            | LeafForm::Date
            | LeafForm::DateTime
    )
}

/// Values that a key cannot hold.
fn other_types(form: &Form) -> Vec<&'static str> {
    let all = [
        "\"文\"",
        "7",
        "7.5",
        "true",
        "2026-06-01",
        "07:00:00",
        "[7]",
        "{ a = 7 }",
    ];
    let right: &[&str] = match form {
        Form::Table(_) => &["{ a = 7 }"],
        Form::Items(_) | Form::Rows(_) => &["[7]"],
        Form::Leaf(LeafForm::Number) => &["7", "7.5"],
        Form::Leaf(LeafForm::Count | LeafForm::FiscalYear) => &["7"],
        Form::Leaf(LeafForm::Bool) => &["true"],
        Form::Leaf(LeafForm::Date) => &["2026-06-01"],
        Form::Leaf(LeafForm::DateTime) => &[],
        Form::Leaf(LeafForm::Day) => &["\"文\"", "2026-06-01"],
        Form::Leaf(_) => &["\"文\""],
    };
    all.into_iter().filter(|it| !right.contains(it)).collect()
}

/// A file with short texts in the places of long ones, which take long to look through.
fn shortened(text: &str) -> String {
    let mut short = text.to_owned();
    for value in values(text).into_iter().rev() {
        let long = value
            .text
            .is_some_and(|it| it.len() > 60 && !it.starts_with("attachments/"));
        if long {
            let prose = text[value.span.clone()].starts_with("\"\"\"");
            let words = if prose {
                "\"\"\"\n文章を書きます。\n\"\"\""
            } else {
                "\"文章を書きます。\""
            };
            short.replace_range(value.span, words);
        }
    }
    short
}

/// The sample with no more than a file needs, so that each try is quick.
fn small(path: &str) -> Memory {
    let mut world = sample();
    for path in source_paths(&world) {
        let short = shortened(text(&world, &path));
        put(&mut world, &path, short);
    }
    if path != "sources/support.toml" {
        let support = text(&world, "sources/support.toml");
        let measures = support.find("[[accompanying.measures]]").unwrap();
        let support = support[..measures].to_owned();
        put(&mut world, "sources/support.toml", support);
    }
    let other = "sources/companies/tamana-dairy.toml";
    let company = if path.starts_with("sources/companies/") {
        path
    } else {
        other
    };
    world
        .files
        .retain(|it, _| !it.starts_with("sources/companies/") || it == company);
    world
}

/// The sample with dotted keys in the places of some tables.
fn with_dotted_keys(text: &str) -> String {
    let rows = [
        (
            "plan_period = { start = 2026, end = 2030 }",
            "plan_period.start = 2026\nplan_period.end = 2030",
        ),
        (
            "years = { interim = [2028], final = 2030 }",
            "years.interim = [2028]\nyears.final = 2030",
        ),
        (
            "business_year = { start = 2024-04-01, end = 2025-03-31 }",
            "business_year.start = 2024-04-01\nbusiness_year.end = 2025-03-31",
        ),
        (
            "baseline = { fiscal_year = 2024, value = 4_820 }",
            "baseline.fiscal_year = 2024\nbaseline.value = 4_820",
        ),
    ];
    rows.into_iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// A file, and the values of it that are to go wrong.
struct Trial {
    path: String,
    text: String,
    values: Vec<Value>,
}

/// Every file of the sample, also with dotted keys. Of values that stand in the same place of files of one kind, so many
/// go wrong.
fn trials(most: usize) -> Vec<Trial> {
    let mut trials = Vec::new();
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for path in source_paths(&sample()) {
        let own = shortened(text(&sample(), &path));
        let dotted = with_dotted_keys(&own);
        let texts = if dotted == own { vec![own] } else { vec![dotted, own] };
        for text in texts {
            let (table, mut values) = (DeTable::parse(&text).unwrap(), Vec::new());
            walk(&text, &form(&path), table.get_ref(), "", false, &mut values);
            values.retain(|value| {
                let kind = path.split('/').nth(1).unwrap_or(&path).to_owned();
                let count = seen.entry((kind, value.path.clone())).or_default();
                *count += 1;
                *count <= most
            });
            let path = path.clone();
            trials.push(Trial { path, text, values });
        }
    }
    trials
}

/// All of them by hand: `VALUES=1000`.
#[test]
fn law_6_every_value_of_every_file_can_go_wrong_and_is_told_of() {
    let trials = trials(tries("VALUES", 8));
    let (next, failed, tried) = (AtomicUsize::new(0), Mutex::new(Vec::new()), AtomicUsize::new(0));
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(trial) = trials.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (count, wrong) = trial.run();
                    tried.fetch_add(count, Ordering::Relaxed);
                    failed.lock().unwrap().extend(wrong);
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    let shown: Vec<&String> = failed.iter().take(30).collect();
    assert!(failed.is_empty(), "{} laws broken: {shown:#?}", failed.len());
    let tried = tried.into_inner();
    assert!(tried > 10_000, "{tried}");
}

impl Trial {
    /// How many changes were tried in the file, and which laws were broken.
    fn run(&self) -> (usize, Vec<String>) {
        let Trial { path, text, values } = self;
        let mut world = small(path);
        put(&mut world, path, text.as_str());
        let (sources, diagnostics) = checked(&world);
        let known: BTreeSet<_> = diagnostics.iter().map(|it| kind(it, &sources)).collect();
        let selected = text.contains("status = \"selected\"");
        let (mut tried, mut failed) = (0, Vec::new());
        for change in values.iter().flat_map(|value| value.changes(text, selected)) {
            tried += 1;
            put(&mut world, path, change.text.clone());
            let (sources, diagnostics) = checked(&world);
            assert_sound(&diagnostics, &sources);
            let fresh = diagnostics.iter().filter(|it| !known.contains(&kind(it, &sources)));
            let fresh: Vec<&Diagnostic> = fresh.collect();
            // What is asked by the requirements alone takes longer to find.
            let asked = || {
                compile::read(&world)
                    .1
                    .iter()
                    .any(|it| it.code == Code::MissingRequirement)
            };
            let told = |law: &Law| holds(law, path, &fresh, &sources) || matches!(law, Law::Told) && asked();
            if !told(&change.law) {
                failed.push(format!("{path}: {}: {fresh:?}", change.what));
            }
        }
        (tried, failed)
    }
}

fn holds(law: &Law, path: &str, fresh: &[&Diagnostic], sources: &SourceMap) -> bool {
    let at = |it: &&&Diagnostic, at: usize| it.place.span.start == at && &*sources.file(it.place.file).path == path;
    match law {
        Law::Quiet => true,
        Law::Told => !fresh.is_empty(),
        Law::ErrorAt(byte) => fresh.iter().any(|it| is_error(it) && at(&it, *byte)),
        Law::CodeAt(code, byte) => fresh.iter().any(|it| it.code.name() == *code && at(&it, *byte)),
    }
}

//! Where in a source a comparison stands: keys for programs, names for people.

use super::amount::Units;
use super::rows::{fiscal_year, title};
use super::seen::{Row, Table};
use crate::plan::{FiscalYear, Key};
use crate::template::print;

/// No longer title is repeated in a name, in characters.
const LONGEST_TITLE: usize = 30;

/// What a source is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// `plan.toml`.
    Plan,
    /// A field.
    Field,
    /// A company.
    Company,
    /// `support.toml`.
    Support,
    /// `statistics.toml`.
    Statistics,
}

impl Source {
    /// For people.
    pub fn word(self) -> &'static str {
        match self {
            Source::Plan => "計画全体",
            Source::Field => "対象分野",
            Source::Company => "企業",
            Source::Support => "伴走支援・支援施策",
            Source::Statistics => "県の統計",
        }
    }

    /// The arrays of measures.
    fn measures(self) -> &'static [&'static str] {
        match self {
            Source::Support => &["accompanying.measures", "prefecture_measures", "national_measures"],
            Source::Field => &["initiatives"],
            Source::Plan | Source::Company | Source::Statistics => &[],
        }
    }
}

/// A place in a source.
#[derive(Clone, Debug)]
pub struct At {
    /// What the file is about.
    pub source: Source,
    /// The file without folder and ending.
    pub subject: String,
    /// What the file is about, for people.
    pub name: String,
    /// The dotted keys.
    pub key: String,
    /// The names of the keys.
    pub labels: Vec<String>,
    /// The units of numbers.
    pub units: Units,
    /// The array whose row this is.
    pub list: Option<String>,
}

impl At {
    /// The whole of a source.
    pub fn top(source: Source, subject: &str, name: &str) -> Self {
        At {
            source,
            subject: subject.to_owned(),
            name: name.to_owned(),
            key: String::new(),
            labels: Vec::new(),
            units: Units::default(),
            list: None,
        }
    }

    /// A key of the table here.
    pub fn below(&self, key: &Key) -> At {
        let mut at = self.clone();
        at.list = None;
        if !at.key.is_empty() {
            at.key.push('.');
        }
        at.key.push_str(key.name);
        at.labels.push(key.label.to_owned());
        at
    }

    /// A row of the array here: a target by its year, another by its index.
    pub fn row(&self, row: &Row<'_>) -> At {
        let mut at = self.clone();
        at.list = Some(self.key.clone());
        let (key, name) = match fiscal_year(&row.table) {
            Some(year) => (format!(".{year}"), format!("（{}）", year_words(&year))),
            None => (format!("[{}]", row.index), in_quotes(&row.table)),
        };
        at.key.push_str(&key);
        if let Some(label) = at.labels.last_mut() {
            label.push_str(&name);
        }
        at
    }

    /// The table here, which may have units of its own.
    pub fn inside(&self, before: &Table<'_>, after: &Table<'_>) -> At {
        At {
            units: self.units.of(before, after),
            ..self.clone()
        }
    }

    /// The names of the keys as one: 売上額の目標値（令和12年度）.
    pub fn label(&self) -> String {
        match &*self.labels {
            [_, indicator, rest @ ..] if self.is_kpi() && !rest.is_empty() => {
                format!("{indicator}の{}", rest.join("・"))
            }
            [_, indicator] if self.is_kpi() => format!("{indicator}の目標値"),
            labels => labels.join("・"),
        }
    }

    /// Whether this belongs to the targets of a company.
    fn is_kpi(&self) -> bool {
        self.source == Source::Company && self.key.starts_with("kpi.")
    }

    /// Whether this is an indicator of a company.
    pub fn is_indicator(&self) -> bool {
        self.is_kpi() && self.key.matches('.').count() == 1
    }

    /// Whether companies or fields are named here by their ids.
    pub fn names_sources(&self) -> bool {
        self.source == Source::Company && self.key == "field" || self.key.ends_with(".applies_to")
    }

    /// Whether this is a printed date of the plan.
    pub fn is_schedule(&self) -> bool {
        self.source == Source::Plan && self.key.starts_with("schedule[")
    }

    /// Whether the rows of the array here are measures.
    pub fn holds_measures(&self) -> bool {
        self.source.measures().contains(&&*self.key)
    }

    /// Whether this is a row of measures.
    pub fn is_measure(&self) -> bool {
        let list = self.list.as_deref();
        list.is_some_and(|list| self.source.measures().contains(&list))
    }
}

/// 令和12年度 of 2030.
pub fn year_words(year: &str) -> String {
    let known = year.parse().ok().map(|year| print::fiscal_year(FiscalYear(year)));
    known.unwrap_or_else(|| year.to_owned())
}

fn in_quotes(table: &Table<'_>) -> String {
    let Some(title) = title(table) else {
        return String::new();
    };
    let first: String = title.chars().take(LONGEST_TITLE).collect();
    let more = if first.len() < title.len() { "…" } else { "" };
    format!("「{}{more}」", first.replace('\n', ""))
}

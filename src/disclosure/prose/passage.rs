//! What everybody reads of the sources: every text, with what it is about, and every number.

use crate::document::{Added, Class};
use crate::plan::{KeyPath, KpiUnit, Node, Plan, PublicSection, Record, Scalar, Step, row_name, within};
use crate::source::{FileId, Place, Span};
use crate::words::{Flowing, is_unit, unit_in};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// A text, or a paragraph of a document, that everybody reads.
pub struct Passage<'a> {
    flowing: Flowing,
    written: Written<'a>,
    /// The company whose file it stands in, by its index in the plan.
    pub company: Option<usize>,
    /// The id of the field whose file it stands in.
    pub field: Option<Arc<str>>,
    /// The name of the row that it belongs to, or the heading above it.
    pub heading: String,
    /// In which its numbers count that have no unit of their own.
    pub unit: Option<String>,
    /// A prose of form 1 that a company agreed to publish: what it tells of itself there is no secret.
    pub agreed: bool,
    /// It stands in form 1.
    pub of_form: bool,
}

/// Whether everybody reads what is of a class.
pub fn is_read_by_all(class: Class) -> bool {
    class == Class::Public
}

/// Where a passage is written.
enum Written<'a> {
    Source {
        key: KeyPath,
        place: Place,
        text: &'a str,
    },
    /// Pieces of a document, one after the other.
    Document(Vec<Piece>),
}

/// A piece of a paragraph.
pub struct Piece {
    /// Its bytes in the paragraph.
    pub range: Range<usize>,
    /// Where its words come from.
    pub author: Author,
}

/// Who wrote a piece of a document.
pub enum Author {
    /// A template of the project's own: its path.
    Template(Arc<str>),
    /// Words that a template put together with values of the sources.
    Both(Place),
    /// The sources, or planc.
    Other,
}

impl<'a> Passage<'a> {
    /// A paragraph of a document, with the heading above it and the unit that stands there.
    pub fn of_document(text: &str, pieces: Vec<Piece>, (heading, unit): (&str, Option<String>)) -> Passage<'a> {
        Passage {
            flowing: Flowing::paragraph(text),
            written: Written::Document(pieces),
            company: None,
            field: None,
            heading: heading.to_owned(),
            unit,
            agreed: false,
            of_form: false,
        }
    }

    /// A paragraph of a page, of which a file of the project's own that sets pages wrote some words.
    pub fn of_pages(added: &Added) -> Passage<'a> {
        let piece = |range: &Range<usize>| Piece {
            range: range.clone(),
            author: Author::Template(added.file.clone()),
        };
        Passage::of_document(
            &added.text,
            added.parts.iter().map(piece).collect(),
            (&added.above, None),
        )
    }

    /// The text, without line breaks inside its paragraphs.
    pub fn text(&self) -> &str {
        &self.flowing.text
    }

    /// Whether it is told of a part here: what a document takes from the sources is told of there.
    pub fn is_own(&self, part: &Range<usize>) -> bool {
        match &self.written {
            Written::Source { .. } => true,
            Written::Document(_) => self.author(part).is_some(),
        }
    }

    /// The first piece of a part that the project's own templates wrote.
    fn author(&self, part: &Range<usize>) -> Option<&Piece> {
        let Written::Document(pieces) = &self.written else {
            return None;
        };
        let touched = pieces.iter().filter(|it| super::overlap(&it.range, part));
        touched.into_iter().find(|it| !matches!(it.author, Author::Other))
    }

    /// By which a person clears what is told of a part.
    pub fn key(&self, part: &Range<usize>) -> KeyPath {
        match (&self.written, self.author(part).map(|it| &it.author)) {
            (Written::Source { key, .. }, _) => key.clone(),
            (_, Some(Author::Template(path))) => KeyPath::of_file(&**path),
            _ => KeyPath::of_file("plan-templates"),
        }
    }

    /// Where a part of it is written.
    pub fn place(&self, plan: &Plan, part: &Range<usize>) -> Place {
        if let Written::Source { place, text, .. } = &self.written {
            let part = self.flowing.written(part.start)..self.flowing.written(part.end.saturating_sub(1)) + 1;
            let end = (part.end..=text.len()).find(|at| text.is_char_boundary(*at));
            return within(&plan.sources, *place, text, part.start..end.unwrap_or(text.len()));
        }
        let top = Place {
            file: plan.about.file,
            span: Span::default(),
        };
        match self.author(part) {
            Some(piece) => match &piece.author {
                Author::Template(path) => {
                    let start = piece.range.start.max(part.start);
                    let words = &self.text()[start..piece.range.end];
                    plan.sources
                        .find(path)
                        .map_or(top, |file| in_template(plan, file, words))
                }
                Author::Both(place) => *place,
                Author::Other => top,
            },
            None => top,
        }
    }
}

/// The texts that the public will read of companies: those worded for it, else those of form 1 that it may read.
pub fn agreed(plan: &Plan) -> Vec<Passage<'_>> {
    let companies = plan.companies.iter().enumerate();
    companies
        .flat_map(|(index, company)| {
            let (form, text) = (&company.profile, &company.public.text);
            let sections = [
                (
                    PublicSection::Philosophy,
                    "philosophy",
                    &form.philosophy,
                    &text.philosophy,
                ),
                (PublicSection::Situation, "situation", &form.situation, &text.situation),
                (PublicSection::Strategy, "strategy", &form.strategy, &text.strategy),
                (
                    PublicSection::RegionalImpact,
                    "regional_impact",
                    &form.regional_impact,
                    &text.regional_impact,
                ),
                (PublicSection::Vision, "vision", &form.vision, &text.vision),
            ];
            let file = KeyPath::of_file(format!("companies/{}", company.id));
            sections.into_iter().filter_map(move |(section, name, own, worded)| {
                let (leaf, key) = match worded.is_written() {
                    true => (worded, file.key("public").key("text")),
                    false if company.public.sections.values().any(|it| *it == section) => (own, file.key("profile")),
                    false => return None,
                };
                let (text, place) = (leaf.get()?, leaf.place()?);
                Some(Passage {
                    flowing: Flowing::of(&text.0),
                    heading: String::new(),
                    unit: None,
                    company: Some(index),
                    field: None,
                    agreed: true,
                    of_form: true,
                    written: Written::Source {
                        key: key.key(name),
                        place,
                        text: &text.0,
                    },
                })
            })
        })
        .collect()
}

/// So many characters find a place in a template at first; fewer where a line break or a mark of Markdown parts them.
const LONGEST_WORDS: usize = 16;

/// Where a template writes some words, as far as they stand there so.
fn in_template(plan: &Plan, file: FileId, words: &str) -> Place {
    let text = &plan.sources.file(file).text;
    let ends: Vec<usize> = words
        .char_indices()
        .map(|(at, it)| at + it.len_utf8())
        .take(LONGEST_WORDS)
        .collect();
    let span = ends.iter().rev().find_map(|end| {
        let start = text.find(&words[..*end])?;
        Some(Span::from(start..start + end))
    });
    Place {
        file,
        span: span.unwrap_or_default(),
    }
}

/// A number of a source.
pub struct Number {
    /// Its key.
    pub key: KeyPath,
    /// What it is called: 目標値・売上額・目標値・値.
    pub label: String,
    /// The company whose it is, by its index in the plan.
    pub company: Option<usize>,
    /// What is written.
    pub value: Decimal,
    /// The unit beside it or above.
    pub unit: KpiUnit,
    /// The fiscal year of its row.
    pub year: Option<i16>,
    /// Everybody reads it, here or elsewhere.
    pub shown: bool,
}

/// The texts that everybody reads, and all numbers.
#[derive(Default)]
pub struct Texts<'a> {
    /// The texts.
    pub passages: Vec<Passage<'a>>,
    /// The numbers with a unit.
    pub numbers: Vec<Number>,
}

/// What is known of a table while its keys are looked at.
#[derive(Clone, Default)]
struct Around<'a> {
    path: KeyPath,
    labels: Vec<&'static str>,
    unit: Option<KpiUnit>,
    year: Option<i16>,
    already_public: bool,
    heading: Cow<'a, str>,
}

/// What a file is about.
#[derive(Clone, Default)]
struct Subject {
    company: Option<usize>,
    field: Option<Arc<str>>,
}

impl<'a> Texts<'a> {
    /// Those of a plan, of which everybody reads what is of class P in `public`, a company whatever is there.
    pub fn of(plan: &'a Plan, public: &Plan, reader: Option<usize>) -> Texts<'a> {
        let mut shown = BTreeSet::new();
        for (_, node) in public.nodes() {
            node.each_leaf(&mut |leaf| {
                if let Node::Value { place, class, .. } = leaf
                    && (reader.is_some() || is_read_by_all(*class))
                {
                    shown.insert(*place);
                }
            });
        }
        let mut subjects: BTreeMap<FileId, Subject> = BTreeMap::new();
        for (index, company) in plan.companies.iter().enumerate() {
            subjects.entry(company.file).or_default().company = Some(index);
        }
        for field in &plan.fields {
            subjects.entry(field.file).or_default().field = Some(field.id.clone());
        }
        let mut reading = Reading {
            shown,
            subject: Subject::default(),
            texts: Texts::default(),
        };
        let mut read = |file: FileId, nodes| {
            reading.subject = subjects.get(&file).cloned().unwrap_or_default();
            let path = &plan.sources.file(file).path;
            let name = path.strip_prefix("sources/").unwrap_or(path).trim_end_matches(".toml");
            let around = Around {
                path: KeyPath::of_file(name),
                ..Around::default()
            };
            reading.table(nodes, around, false);
        };
        read(plan.about.file, plan.about.nodes());
        read(plan.support.file, plan.support.nodes());
        plan.fields.iter().for_each(|it| read(it.file, it.nodes()));
        plan.companies.iter().for_each(|it| read(it.file, it.nodes()));
        plan.statistics.iter().for_each(|it| read(it.file, it.nodes()));
        reading.texts
    }
}

/// The proses of form 1 which a company may agree to publish.
const SECTIONS: [&str; 5] = ["philosophy", "situation", "strategy", "regional_impact", "vision"];

/// Whether a text that everybody reads stands in form 1 of a company, and whether it is a prose there: in captions,
/// alternatives and the like a company agrees to no number.
fn in_form(path: &KeyPath, company: Option<usize>) -> (bool, bool) {
    let is = |step: Option<&Step>, names: &[&str]| matches!(step, Some(Step::Key(key)) if names.contains(&&**key));
    let of_form = company.is_some() && is(path.steps.first(), &["public", "profile"]);
    (of_form, of_form && is(path.steps.last(), &SECTIONS))
}

struct Reading<'a> {
    shown: BTreeSet<Place>,
    subject: Subject,
    texts: Texts<'a>,
}

/// The keys that name a row.
const HEADINGS: [&str; 4] = ["name", "title", "label", "event"];

impl<'a> Reading<'a> {
    fn table(&mut self, nodes: Vec<(&'static crate::plan::Key, Node<'a>)>, mut around: Around<'a>, is_row: bool) {
        let line = |name: &str| {
            nodes.iter().find_map(|(key, node)| match node {
                Node::Value {
                    scalar: Scalar::Line(text),
                    ..
                } if key.name == name => Some(*text),
                _ => None,
            })
        };
        around.unit = line("unit").and_then(|word| KpiUnit::of_word(word)).or(around.unit);
        around.already_public |= line("already_public").is_some();
        if is_row {
            around.heading = HEADINGS
                .iter()
                .find_map(|name| line(name))
                .map_or(Cow::default(), |it| Cow::Borrowed(&**it));
        }
        for (key, node) in &nodes {
            if let Node::Value {
                scalar: Scalar::Integer(year),
                ..
            } = node
                && key.name == "fiscal_year"
            {
                around.year = i16::try_from(*year).ok();
            }
        }
        for (key, node) in nodes {
            let mut below = Around {
                path: around.path.key(key.name),
                ..around.clone()
            };
            below.labels.push(key.label);
            self.node(node, below);
        }
    }

    fn node(&mut self, node: Node<'a>, around: Around<'a>) {
        match node {
            Node::Table(nodes) => self.table(nodes, around, false),
            Node::List(nodes) => {
                for node in nodes {
                    match node {
                        Node::Table(nodes) => {
                            let row = Around {
                                path: around.path.row(&row_name(&nodes)),
                                ..around.clone()
                            };
                            self.table(nodes, row, true);
                        }
                        other => self.node(other, around.clone()),
                    }
                }
            }
            Node::Value { scalar, place, .. } => self.value(scalar, place, around),
            Node::Absent | Node::Withheld | Node::Pending { .. } => {}
        }
    }

    fn value(&mut self, scalar: Scalar<'a>, place: Place, around: Around<'a>) {
        let shown = self.shown.contains(&place);
        match scalar {
            Scalar::Line(text) | Scalar::Prose(text) if shown && !is_unit(text) => {
                let (of_form, agreed) = in_form(&around.path, self.subject.company);
                self.texts.passages.push(Passage {
                    flowing: Flowing::of(text),
                    unit: unit_in(&around.heading),
                    heading: around.heading.into_owned(),
                    company: self.subject.company,
                    field: self.subject.field.clone(),
                    agreed,
                    of_form,
                    written: Written::Source {
                        key: around.path,
                        place,
                        text,
                    },
                });
            }
            Scalar::Number(value) => self.number(value, place, around.unit, around),
            Scalar::Integer(count) => {
                let persons = matches!(around.path.steps.last(), Some(Step::Key(key)) if key.ends_with("employees"));
                self.number(count.into(), place, persons.then_some(KpiUnit::Persons), around);
            }
            Scalar::Line(_) | Scalar::Prose(_) | Scalar::Bool(_) | Scalar::Date(_) | Scalar::DateTime(_) => {}
        }
    }

    fn number(&mut self, value: Decimal, place: Place, unit: Option<KpiUnit>, around: Around<'a>) {
        let Some(unit) = unit else { return };
        self.texts.numbers.push(Number {
            shown: self.shown.contains(&place) || around.already_public,
            key: around.path,
            label: around.labels.join("・"),
            company: self.subject.company,
            value,
            unit,
            year: around.year,
        });
    }
}

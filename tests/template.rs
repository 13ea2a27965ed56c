//! Expands the templates of `cases/template/*.md` and compares the tree, as an outline, with what each case expects.
//!
//! A case is one file: prose, then parts that begin with `=== context` (TOML), `=== template <path>` (one or more) and
//! `=== expected`. In the context `{ prose = "…" }`, `{ nation = "…" }` (class N), `{ pending = "…" }` and
//! `{ amount = "…", text = "…" }` make values; other strings are single lines of class P.
//!
//! The outline marks where words came from: ‹a source›, ‹N:a source of class N›, «computed»; others are the author's.
//! `REWRITE_CASES=1` writes what came out into the files: read the difference before committing it.

use crate::project::run_cases;
use minijinja::Value;
use planc::document::{
    Block, Caption, Cell, Class, Cover, Inline, Numbering, Origin, Page, Paragraph, Role, Row, Table,
};
use planc::document::{Section, Text, Width};
use planc::source::{Place, SourceMap, Span};
use planc::template::{Amount, Blocks, Component, Directive, Expansion, NodeIds, Parameter, Pending, Template, expand};
use planc::template::{Origins, Shown};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

#[test]
fn cases() {
    run_cases("template", outline_of);
}

fn outline_of(given: &str) -> String {
    let mut case = Case::default();
    let mut context = Value::from_iter(BTreeMap::<String, Value>::new());
    for part in given.split("\n=== ").skip(1) {
        let (head, body) = part.split_once('\n').unwrap_or((part, ""));
        match head.split_once(' ') {
            Some(("template", path)) => case.add(path, &format!("{body}\n")),
            _ => context = case.value(toml::Value::Table(body.parse().unwrap())),
        }
    }
    let ids = NodeIds::default();
    let origins = Arc::new(case.origins.clone());
    let expansion = expand(&case.templates, context, &origins, components(&ids), ids);
    outline(&expansion, &case.sources)
}

#[derive(Default)]
struct Case {
    sources: SourceMap,
    templates: Vec<Template>,
    origins: Origins,
}

impl Case {
    fn add(&mut self, path: &str, text: &str) {
        let file = self.sources.add(path, text);
        self.templates.push(Template {
            file,
            path: path.into(),
            text: text.into(),
        });
    }

    fn value(&mut self, value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => self.text(&text, false, Class::Public),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(truth) => truth.into(),
            toml::Value::Array(values) => values.into_iter().map(|it| self.value(it)).collect(),
            toml::Value::Table(table) => self.table(table),
            toml::Value::Datetime(_) => panic!("no dates in cases"),
        }
    }

    fn table(&mut self, table: toml::Table) -> Value {
        let text = |key: &str| table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        if let Some(prose) = text("prose") {
            return self.text(&prose, true, Class::Public);
        }
        if let Some(line) = text("nation") {
            return self.text(&line, false, Class::Nation);
        }
        if let Some(reason) = text("pending") {
            return Pending::new(self.place(&reason), Class::Public).into();
        }
        if let (Some(value), Some(text)) = (text("amount"), text("text")) {
            let origin = Origin::Computed([self.place(&text)].into());
            let text = Text {
                text: text.into(),
                origin,
                class: Class::Public,
            };
            return Amount {
                value: value.parse().unwrap(),
                text,
            }
            .into();
        }
        table
            .into_iter()
            .map(|(key, value)| (key, self.value(value)))
            .collect::<BTreeMap<_, _>>()
            .into()
    }

    fn text(&mut self, text: &str, prose: bool, class: Class) -> Value {
        let text: Arc<str> = text.into();
        let place = self.place(&text);
        self.origins.add(Shown {
            text: text.clone(),
            place,
            class,
            prose,
        });
        text.into()
    }

    fn place(&mut self, text: &str) -> Place {
        let file = self.sources.add("source.toml", text);
        Place {
            file,
            span: Span {
                start: 0,
                end: text.len(),
            },
        }
    }
}

/// What the domain would bring: a table, a cover, two paragraphs.
fn components(ids: &NodeIds) -> Vec<Component> {
    let nodes = ids.clone();
    let id = Parameter {
        name: "id",
        required: false,
        about: "参照名",
    };
    let row = |parameters: &'static [Parameter], name, run: planc::template::Run| Component {
        name,
        parameters,
        about: "",
        run,
    };
    vec![
        Component {
            name: "kpi_table",
            parameters: Box::leak(Box::new([id])),
            about: "",
            run: Arc::new(move |arguments| {
                let table = Table {
                    id: arguments.node("id", &nodes)?,
                    style: planc::document::TableKind::Data,
                    caption: None,
                    columns: Vec::new(),
                    head: Vec::new(),
                    flow: planc::document::Flow::default(),
                    body: vec![Row {
                        cells: vec![Cell::new(vec![words("目標")])],
                    }],
                    notes: Vec::new(),
                };
                Ok(Blocks(vec![Block::Table(table)]).into())
            }),
        },
        row(
            &[],
            "two_paragraphs",
            Arc::new(|_| {
                let paragraph = |text| Block::Paragraph(Paragraph::body(vec![words(text)]));
                Ok(Blocks(vec![paragraph("一つ目"), paragraph("二つ目")]).into())
            }),
        ),
        row(&[], "cover_page", Arc::new(|_| Ok(Directive::Page(Page::Cover).into()))),
        row(
            &[],
            "cover",
            Arc::new(|_| {
                let mut cover = Cover {
                    series: Vec::new(),
                    title: vec![words("計画")],
                    period: Vec::new(),
                    stage: Vec::new(),
                    date: Vec::new(),
                    issuer: Vec::new(),
                    department: Vec::new(),
                };
                cover.issuer.push(words("熊本県"));
                Ok(Blocks(vec![Block::Cover(cover)]).into())
            }),
        ),
    ]
}

fn words(text: &str) -> Inline {
    Inline::text(Text::template(text, &"planc".into()))
}

fn outline(expansion: &Expansion, sources: &SourceMap) -> String {
    let mut out = Outline(String::new());
    expansion.sections.iter().for_each(|section| out.section(section));
    let mut diagnostics = expansion.diagnostics.clone();
    planc::diagnostic::sort(&mut diagnostics, sources);
    for it in &diagnostics {
        let file = sources.file(it.place.file);
        let (line, column) = file.position(it.place.span.start);
        let written = sources.text(it.place).replace('\n', "⏎");
        out.line(
            0,
            &format!("! {}:{line}:{column} `{written}` {}", file.path, it.message),
        );
    }
    for (name, id) in &expansion.labels {
        out.line(0, &format!("label {name} = {}", id.0));
    }
    out.0
}

struct Outline(String);

impl Outline {
    fn line(&mut self, depth: usize, text: &str) {
        writeln!(self.0, "{}{text}", "  ".repeat(depth)).unwrap();
    }

    fn section(&mut self, section: &Section) {
        self.line(0, &format!("-- {:?}", section.page));
        self.blocks(0, &section.blocks);
    }

    fn blocks(&mut self, depth: usize, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(depth, block));
    }

    fn block(&mut self, depth: usize, block: &Block) {
        match block {
            Block::Heading(it) => {
                let marks = "#".repeat(it.level.into());
                let annex = if it.numbering == Numbering::Annex { " annex" } else { "" };
                let page = if it.page_break { " new-page" } else { "" };
                self.line(
                    depth,
                    &format!("{marks} {} ({}{annex}{page})", inlines(&it.content), it.id.0),
                );
            }
            Block::Paragraph(it) => self.paragraph(depth, it),
            Block::List(list) => {
                for (index, item) in list.items.iter().enumerate() {
                    self.line(
                        depth,
                        &list
                            .start
                            .map_or("-".into(), |start| format!("{}.", start + index as u32)),
                    );
                    self.blocks(depth + 1, item);
                }
            }
            Block::Table(table) => self.table(depth, table),
            Block::Contents(it) => self.line(depth, &format!("contents {}", it.title.text)),
            Block::Cover(it) => self.line(depth, &format!("cover {}", inlines(&it.title))),
            Block::Figure(_) | Block::Picture(_) | Block::Beside(_) | Block::Revised(_) => self.line(depth, "other"),
        }
    }

    fn paragraph(&mut self, depth: usize, paragraph: &Paragraph) {
        let role = match paragraph.role {
            Role::Body => "p",
            Role::Sheet => "sheet",
            Role::Quote => "quote",
            Role::Note => "note",
            Role::Left => "left",
            Role::Centre => "centre",
            Role::Right => "right",
        };
        self.line(depth, &format!("{role} {}", inlines(&paragraph.content)));
    }

    fn table(&mut self, depth: usize, table: &Table) {
        let columns: Vec<String> = table
            .columns
            .iter()
            .map(|it| {
                format!(
                    "{:?}{}",
                    it.align,
                    if it.width == Width::Content { "" } else { " shared" }
                )
            })
            .collect();
        self.line(depth, &format!("table ({}) {}", table.id.0, columns.join(", ")));
        if let Some(Caption { title, unit, .. }) = &table.caption {
            let unit = unit.as_ref().map(|it| format!("（{}）", text(it))).unwrap_or_default();
            self.line(depth + 1, &format!("caption {}{unit}", inlines(title)));
        }
        for (name, rows) in [("head", &table.head), ("row", &table.body)] {
            for row in rows {
                let cells: Vec<String> = row.cells.iter().map(cell).collect();
                self.line(depth + 1, &format!("{name} | {} |", cells.join(" | ")));
            }
        }
        table.notes.iter().for_each(|note| self.paragraph(depth + 1, note));
    }
}

fn cell(cell: &Cell) -> String {
    let paragraphs: Vec<String> = cell.paragraphs.iter().map(|it| inlines(it)).collect();
    paragraphs.join(" ¶ ")
}

fn inlines(content: &[Inline]) -> String {
    content.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text { text: it } => text(it),
        Inline::Strong { content } => format!("strong[{}]", inlines(content)),
        Inline::Emphasis { content } => format!("emphasis[{}]", inlines(content)),
        Inline::Pending { text: it } => format!("pending[{}]", text(it)),
        Inline::Break => "⏎".into(),
        Inline::Link { url, content } => format!("link[{} → {}]", inlines(content), text(url)),
        Inline::Reference { target, .. } => format!("ref[{}]", target.0),
        Inline::PageReference { target } => format!("page[{}]", target.0),
        Inline::Underline { content } | Inline::Revised { content, .. } => inlines(content),
        Inline::End { .. } => String::new(),
    }
}

fn text(text: &Text) -> String {
    let class = match text.class {
        Class::Public => "",
        Class::Nation => "N:",
        Class::Internal => "I:",
    };
    match &text.origin {
        Origin::Template(_) => text.text.to_string(),
        Origin::Source(_) => format!("‹{class}{}›", text.text),
        Origin::Computed(_) | Origin::Figure { .. } => format!("«{class}{}»", text.text),
    }
}

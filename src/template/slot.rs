//! Values on their way round the Markdown parser: what is printed stands in a slot, the text holds its number only.

use super::budget::Budget;
use super::origins::{Origins, Shown};
use super::problem::Problem;
use super::prose;
use super::value::{Amount, Blocks, Directive, FigureValue, Inlines, LOST, Pending};
use crate::document::{Inline, Origin, Text};
use minijinja::value::{Value, ValueKind};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Before the number of a slot. Unassigned, but Chinese to the Markdown parser: so `**` beside it opens and closes.
pub(super) const OPEN: char = '\u{3FFF0}';
/// After the number of a slot.
pub(super) const CLOSE: char = '\u{3FFF1}';

/// No text is printed that is longer, in bytes: none of the sources is.
const LONGEST: usize = 200_000;

/// A value that the template prints.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    /// Parts of a line.
    Line(Vec<Inline>),
    /// A prose, by paragraphs.
    Prose(Vec<Text>),
    /// Blocks of a component; the same object prints once only, for its nodes are unique.
    Blocks(Arc<Blocks>),
    /// No print, but a change of pages or a mark for the next block.
    Directive(Directive),
}

/// The slots in the order of printing.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots(Arc<Mutex<Vec<Slot>>>);

impl Slots {
    /// Takes a value in; returns the token that stands for it.
    pub fn push(&self, slot: Slot) -> String {
        let mut slots = self.slots();
        slots.push(slot);
        format!("{OPEN}{}{CLOSE}", slots.len() - 1)
    }

    pub fn get(&self, number: usize) -> Option<Slot> {
        self.slots().get(number).cloned()
    }

    pub fn len(&self) -> usize {
        self.slots().len()
    }

    /// Forgets what a template printed, be it that it failed or that its tokens have been read.
    pub fn truncate(&self, len: usize) {
        self.slots().truncate(len);
    }

    fn slots(&self) -> MutexGuard<'_, Vec<Slot>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads values as what prints, with origin and class.
#[derive(Debug)]
pub(super) struct Words {
    pub origins: Arc<Origins>,
    /// The strings that templates themselves hold.
    pub literals: BTreeSet<String>,
    /// What filters may compose.
    pub budget: Budget,
}

impl Words {
    /// What a value prints as; `path` is that of the template that prints it.
    pub fn slot(&self, value: &Value, path: &str) -> Result<Slot, Problem> {
        if let Some(blocks) = value.downcast_object::<Blocks>() {
            return Ok(Slot::Blocks(blocks));
        }
        if let Some(directive) = value.downcast_object_ref::<Directive>() {
            return Ok(Slot::Directive(directive.clone()));
        }
        match value.as_str() {
            Some(text) if self.is_prose(text) => Ok(Slot::Prose(self.paragraphs(value, path)?)),
            Some(_) | None => Ok(Slot::Line(self.inlines(value, path)?)),
        }
    }

    fn is_prose(&self, text: &str) -> bool {
        text.contains('\n') || self.origins.find(text).is_some_and(|shown| shown.prose)
    }

    /// A value as parts of a line; a prose only where it has one paragraph.
    pub fn inlines(&self, value: &Value, path: &str) -> Result<Vec<Inline>, Problem> {
        if let Some(Inlines(inlines)) = value.downcast_object_ref() {
            return Ok(inlines.clone());
        }
        if let Some(pending) = value.downcast_object_ref::<Pending>() {
            return Ok(vec![pending.inline()]);
        }
        if let Some(FigureValue { figure, text }) = value.downcast_object_ref()
            && figure.pending
        {
            return Ok(vec![Inline::Pending { text: text.clone() }]);
        }
        let text = self.text(value, path)?;
        Ok(if text.text.is_empty() {
            Vec::new()
        } else {
            vec![Inline::text(text)]
        })
    }

    /// A value as one line of text.
    pub fn text(&self, value: &Value, path: &str) -> Result<Text, Problem> {
        if let Some(amount) = value.downcast_object_ref::<Amount>() {
            return Ok(amount.text.clone());
        }
        if let Some(figure) = value.downcast_object_ref::<FigureValue>() {
            return Ok(figure.text.clone());
        }
        let mut paragraphs = self.paragraphs(value, path)?;
        match (paragraphs.len(), paragraphs.pop()) {
            (1, Some(text)) => Ok(text),
            (0, _) => Ok(Text::template("", &path.into())),
            (_, _) => Err(Problem::new("段落が二つ以上ある文章は、文の途中には置けません。")
                .hint("段落を一つにするか、文章だけを一つの段落に置いてください。")),
        }
    }

    fn paragraphs(&self, value: &Value, path: &str) -> Result<Vec<Text>, Problem> {
        let text = self.printable(value)?;
        if !text.contains('\n') {
            return Ok(vec![self.with_origin(value, text, path)]);
        }
        let whole = self.with_origin(value, text, path);
        let paragraphs = prose::paragraphs(&whole.text);
        Ok(paragraphs
            .into_iter()
            .map(|it| Text {
                text: it.into(),
                ..whole.clone()
            })
            .collect())
    }

    /// The characters of a plain value.
    fn printable(&self, value: &Value) -> Result<Arc<str>, Problem> {
        let text = match value.kind() {
            ValueKind::String => value.to_str().unwrap_or_default(),
            ValueKind::Number if value.is_integer() => value.to_string().into(),
            kind => return Err(unprintable(kind)),
        };
        if text.len() > LONGEST {
            return Err(too_long());
        }
        // What a source wrote may hold any character; only what a template made can hold marks of ours.
        if self.origins.find(&text).is_some() {
            return Ok(text);
        }
        if value.is_safe() && text.contains(OPEN) {
            return Err(composed());
        }
        if text.contains(LOST) { Err(lost()) } else { Ok(text) }
    }

    fn with_origin(&self, value: &Value, text: Arc<str>, path: &str) -> Text {
        match value.as_str().and_then(|it| self.origins.find(it)) {
            Some(shown) => from_source(shown),
            None if value.is_safe() || self.literals.contains(&*text) => Text::template(&text, &path.into()),
            // Cut or put together in the template: its places are lost, and so it counts as strict as anything shown.
            None => Text {
                text,
                origin: Origin::Computed([].into()),
                class: self.origins.strictest(),
            },
        }
    }
}

fn from_source(shown: &Shown) -> Text {
    Text {
        text: shown.text.clone(),
        origin: Origin::Source(shown.place),
        class: shown.class,
    }
}

fn too_long() -> Problem {
    let problem = Problem::new("印刷する文が長すぎます。").ending();
    problem.hint("文字列を繰り返す * や、つなぐ ~ の使い方を確かめてください。")
}

fn composed() -> Problem {
    Problem::new("{% set %}…{% endset %} などで組んだ文は、部品やフィルターには渡せません。")
        .hint("値そのものを渡すか、組んだ文を {{ … }} でそのまま印刷してください。")
}

fn lost() -> Problem {
    Problem::new("数値や部品の結果を ~ や文字列のフィルターでつなぐことはできません。")
        .hint("{{ a }}{{ b }} と続けて書くか、[a, b]|join を使ってください。")
}

fn unprintable(kind: ValueKind) -> Problem {
    let (message, hint) = match kind {
        ValueKind::Undefined | ValueKind::None => ("値がありません。", "{% if … is not none %} で囲んでください。"),
        ValueKind::Bool => (
            "はい・いいえの値はそのままでは印刷できません。",
            "{% if … %}…{% else %}…{% endif %} で言葉にしてください。",
        ),
        ValueKind::Number => (
            "小数はそのままでは印刷できません。",
            "金額や割合は計算済みの項目を使ってください。",
        ),
        ValueKind::Seq | ValueKind::Iterable => (
            "値が一覧です。そのままでは印刷できません。",
            "{% for x in … %}{{ x }}{% endfor %} で一つずつ書くか、…|join(\"、\") を使ってください。",
        ),
        ValueKind::Map => (
            "値が項目の集まりです。",
            "{{ company.name }} のように項目の名前まで書いてください。",
        ),
        // Objects that are no text; the kinds are open-ended.
        _ => (
            "この値は印刷できません。",
            "部品の名前の後に ( ) があるか確かめてください。",
        ),
    };
    Problem::new(message).hint(hint)
}

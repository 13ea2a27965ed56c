//! Conditions of requirements: expressions of minijinja that stand in `requirements.toml`.

use super::keys::{self, class_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Class;
use crate::plan::{Leaf, Line, RequirementScope};
use crate::source::{Place, Span};
use crate::template::problem::{Problem, explain};
use minijinja::{Environment, Error, ErrorKind, Expression, Value};
use std::ops::Range;
use std::sync::Arc;

/// A condition that was understood.
pub struct Condition<'a> {
    expression: Expression<'a, 'static>,
    written: Written<'a>,
    /// The strictest class of what it asks for.
    pub class: Class,
    /// The dotted names in it.
    pub names: Vec<String>,
}

/// A text of `requirements.toml` and where it stands.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    /// What it says.
    pub text: &'a Arc<str>,
    place: Place,
    /// The byte of the file at which the first character of the text stands, if it stands there letter by letter.
    start: Option<usize>,
}

impl<'a> Written<'a> {
    /// The text of a leaf; `file` is the text of the whole file.
    pub fn new(leaf: &'a Leaf<Line>, file: &str) -> Option<Self> {
        let Leaf::Given { value, place, .. } = leaf else {
            return None;
        };
        let literal = file.get(place.span.start..place.span.end).unwrap_or_default();
        Some(Written {
            text: &value.0,
            place: *place,
            start: literal.find(&*value.0).map(|at| place.span.start + at),
        })
    }

    /// A problem at a stretch of the text.
    pub fn told(&self, problem: Problem, range: Range<usize>) -> Diagnostic {
        let whole = self.text.get(range.clone()).is_none_or(str::is_empty);
        let span = self.start.filter(|_| !whole).map(|start| Span {
            start: start + range.start,
            end: start + range.end,
        });
        let place = Place {
            span: span.unwrap_or(self.place.span),
            ..self.place
        };
        let told = Diagnostic::new(Code::TemplateError, place, problem.message);
        Diagnostic {
            hint: problem.hint,
            ..told
        }
    }

    /// A dotted name in the text that leads nowhere.
    pub fn unknown(&self, name: &str, unknown: keys::Unknown) -> Diagnostic {
        let start = self.text.find(name).map(|at| at + unknown.at);
        let end = |start: usize| {
            let rest = self.text.get(start..).unwrap_or_default();
            let length = rest.find(|it: char| !it.is_alphanumeric() && it != '_');
            start + length.unwrap_or(rest.len())
        };
        self.told(unknown.problem, start.map_or(0..0, |start| start..end(start)))
    }
}

impl<'a> Condition<'a> {
    /// Compiles an expression and checks every name in it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(
        written: Written<'a>,
        scope: RequirementScope,
        environment: &'a Environment<'static>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let compiled = environment.compile_expression_owned(written.text.to_string());
        let expression = compiled.map_err(|error| vec![faulty(written, &error)])?;
        let mut names: Vec<String> = expression.undeclared_variables(true).into_iter().collect();
        // A set of strings has no order.
        names.sort();
        names.retain(|name| !environment.globals().any(|(global, _)| global == name));
        let classes: Vec<_> = names.iter().map(|name| (name, class_of(name, scope))).collect();
        let (mut class, mut wrong) = (Class::Public, Vec::new());
        for (name, found) in classes {
            match found {
                Ok(found) => class = class.max(found),
                Err(unknown) => wrong.push(written.unknown(name, unknown)),
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Condition {
            expression,
            written,
            class,
            names,
        })
    }

    /// Whether it holds of these values.
    ///
    /// # Errors
    /// That it cannot be computed.
    pub fn holds(&self, values: &Value) -> Result<bool, Box<Diagnostic>> {
        let value = self.expression.eval(values.clone());
        value
            .map(|value| value.is_true())
            .map_err(|error| Box::new(faulty(self.written, &error)))
    }
}

fn faulty(written: Written<'_>, error: &Error) -> Diagnostic {
    let range = error.range().unwrap_or_default();
    let at = written.text.get(range.clone()).filter(|text| !text.is_empty());
    let problem = match error.kind() {
        ErrorKind::SyntaxError | ErrorKind::BadEscape => Problem::new(format!(
            "条件の書き方に誤りがあります（{}）。",
            error.detail().unwrap_or_default()
        ))
        .hint("and、or、not と括弧、引用符の閉じ忘れを確かめてください。例：field.market.export or field.market.domestic_share"),
        // The kinds are open-ended: the words of templates do for all others.
        _ => explain(error, at.unwrap_or(written.text)),
    };
    written.told(problem, range)
}

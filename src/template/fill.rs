//! Runs the templates: values go to slots, the author's words and the tokens come out as Markdown.
//!
//! minijinja stops at the first mistake. So a tag that fails is made harmless and the template runs again, until it
//! comes to its end or a mistake cannot be mended: all are reported, not only the first.

use super::budget::Budget;
use super::problem::{explain, innermost};
use super::slot::Slots;
use super::{NodeIds, Template, tag};
use crate::diagnostic::Diagnostic;
use minijinja::{Environment, Error, ErrorKind, OutputSpan, Value};
use std::ops::Range;

/// What a template became.
pub(super) struct Filled {
    /// Markdown with tokens.
    pub text: String,
    /// Which bytes came from where.
    pub spans: Vec<OutputSpan>,
}

/// The templates as they are run, mended where they failed.
pub(super) struct Filler<'a> {
    templates: &'a [Template],
    texts: Vec<String>,
    environment: Environment<'static>,
    budget: Budget,
    pub diagnostics: Vec<Diagnostic>,
    /// How often a tag was made harmless.
    mended: usize,
}

/// No template writes more, in bytes of Markdown with tokens: that of a plan of 1,500 companies is far smaller.
const MOST_WRITTEN: usize = 4_000_000;
/// So many mistakes are looked for: each takes another run.
const MOST_MENDED: usize = 100;

impl<'a> Filler<'a> {
    /// Takes all templates in, so that one may import the macros of another.
    pub fn new(templates: &'a [Template], environment: Environment<'static>, budget: Budget) -> Self {
        let mut filler = Filler {
            templates,
            texts: Vec::new(),
            environment,
            budget,
            diagnostics: Vec::new(),
            mended: 0,
        };
        for template in templates {
            let (text, refused) = tag::without_refused(&template.text);
            let (text, cramped) = tag::with_line_ends(&text);
            let diagnostics = refused
                .into_iter()
                .chain(cramped)
                .map(|(span, it)| it.at(template.place(span)));
            filler.diagnostics.extend(diagnostics);
            filler.texts.push(text);
        }
        (0..templates.len()).for_each(|index| filler.load(index));
        filler
    }

    fn load(&mut self, index: usize) {
        while let Err(error) = self.compile(index) {
            if !self.mend(&error, index) {
                return;
            }
        }
    }

    fn compile(&mut self, index: usize) -> Result<(), Error> {
        let path = self.templates[index].path.to_string();
        self.environment.add_template_owned(path, self.texts[index].clone())
    }

    /// Runs one template; none if a mistake could not be mended.
    pub fn fill(&mut self, index: usize, context: &Value, slots: &Slots, ids: &NodeIds) -> Option<Filled> {
        let (names, printed) = (ids.snapshot(), slots.len());
        loop {
            let error = match self.run(index, context) {
                Ok(filled) => return Some(filled),
                Err(error) => error,
            };
            ids.restore(names.clone());
            slots.truncate(printed);
            // A template that could not be compiled is missing, and has been reported.
            let compiled = self.environment.get_template(&self.templates[index].path).is_ok();
            if !compiled || !self.mend(&error, index) {
                return None;
            }
        }
    }

    fn run(&self, index: usize, context: &Value) -> Result<Filled, Error> {
        self.budget.renew();
        let template = self.environment.get_template(&self.templates[index].path)?;
        let (text, spans) = template.render_with_spans(context.clone())?;
        if text.len() > MOST_WRITTEN {
            return Err(Error::new(ErrorKind::OutOfFuel, "too much text"));
        }
        Ok(Filled { text, spans })
    }

    /// Reports an error and makes its tag harmless; false if that cannot be done.
    fn mend(&mut self, error: &Error, running: usize) -> bool {
        let error = innermost(error);
        let named = error
            .name()
            .and_then(|name| self.templates.iter().position(|it| &*it.path == name));
        let index = named.unwrap_or(running);
        let range = self.range(error, index);
        let written = written(&self.texts[index], &range);
        let problem = explain(error, &written);
        let ends = problem.ends;
        self.diagnostics
            .push(problem.at(self.templates[index].place(range.clone().into())));
        self.mended += 1;
        // What never ends would not end the next time either.
        if ends || error.kind() == ErrorKind::OutOfFuel || self.mended > MOST_MENDED {
            return false;
        }
        let Some(mended) = tag::mended(&self.texts[index], range.start) else {
            return false;
        };
        self.texts[index] = mended;
        self.compile(index)
            .map_or_else(|error| self.mend(&error, index), |()| true)
    }

    fn range(&self, error: &Error, index: usize) -> Range<usize> {
        let text = &self.texts[index];
        let range = error.range().unwrap_or_else(|| line(text, error.line().unwrap_or(1)));
        match text.get(range.clone()) {
            Some(_) => range,
            None => 0..0,
        }
    }
}

fn line(text: &str, number: usize) -> Range<usize> {
    let start: usize = text.split_inclusive('\n').take(number - 1).map(str::len).sum();
    start..start + text[start..].lines().next().unwrap_or("").len()
}

/// What stands at the place of an error, on one line.
fn written(text: &str, range: &Range<usize>) -> String {
    let written = text[range.clone()].lines().next().unwrap_or("");
    written
        .trim_matches(|it: char| it.is_whitespace() || "{}%".contains(it))
        .to_owned()
}

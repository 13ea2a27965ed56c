//! Templates: Markdown sections with minijinja, expanded to the typed tree.
//!
//! Data never becomes markup. For every value the formatter writes a token and keeps the value in a slot; the Markdown
//! parser sees the author's words and tokens only; the values come back in the tree. So whatever a company writes
//! prints as it is, and every text in the tree still knows its place and class.

mod basics;
mod budget;
mod component;
mod components;
pub mod enclosures;
mod environment;
mod fill;
mod filters;
mod flow;
mod ids;
mod inline;
mod markdown;
mod origins;
mod position;
pub mod print;
mod problem;
mod prose;
mod quantities;
pub mod requirements;
mod slot;
mod table;
mod tag;
mod value;
mod view;
mod withheld;

pub use basics::basics;
pub use component::{Arguments, Component, Parameter, Run};
pub use components::{Given, components};
pub use ids::NodeIds;
pub use origins::{Origins, Shown};
pub use problem::Problem;
pub use prose::paragraphs;
pub use quantities::FILTERS;
pub use value::{Amount, Blocks, Directive, Inlines, Pending};
pub use view::values;
pub use withheld::explain;

use crate::diagnostic::Diagnostic;
use crate::document::{NodeId, Section};
use crate::source::{FileId, Place, Span};
use minijinja::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One section of a plan: Markdown with minijinja.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its file in the source map.
    pub file: FileId,
    /// Its path, by which other templates import it.
    pub path: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
}

/// What templates become.
#[derive(Debug)]
pub struct Expansion {
    /// The pages, in runs of one orientation.
    pub sections: Vec<Section>,
    /// Every problem of every template.
    pub diagnostics: Vec<Diagnostic>,
    /// The nodes that have a label.
    pub labels: BTreeMap<String, NodeId>,
}

/// Expands the templates in their order into one flow.
///
/// `context` is what templates see, its texts `Value::from(Arc<str>)` that stand in `origins`. `components` come beside
/// those of [`basics`]. A template that fails leaves out what cannot be made; the others are expanded all the same.
pub fn expand(
    templates: &[Template],
    context: Value,
    origins: &Arc<Origins>,
    components: Vec<Component>,
    ids: NodeIds,
) -> Expansion {
    let literals = templates
        .iter()
        .flat_map(|template| tag::literals(&template.text))
        .collect();
    let budget = budget::Budget::default();
    let words = Arc::new(slot::Words {
        origins: origins.clone(),
        literals,
        budget: budget.clone(),
    });
    let slots = slot::Slots::default();
    let components = basics(&ids).into_iter().chain(components).collect();
    let environment = environment::environment(&words, &slots, components);
    let mut filler = fill::Filler::new(templates, environment, budget);
    let (mut flow, mut references) = (flow::Flow::new(), Vec::new());
    for (index, template) in templates.iter().enumerate() {
        let Some(filled) = filler.fill(index, &context, &slots, &ids) else {
            continue;
        };
        let markdown = position::Markdown::new(filled, templates, template);
        let mut reader = markdown::Reader::new(&markdown, &slots, &ids, &template.path);
        let items = reader.read();
        // The tokens of this template have been read: what it placed is the flow's alone, and need not be copied.
        slots.truncate(0);
        flow.extend(items);
        filler.diagnostics.append(&mut reader.diagnostics);
        references.append(&mut reader.references);
    }
    let fallback = templates.first().map(|template| template.place(Span::default()));
    let sections = flow.finish();
    let mut diagnostics = filler.diagnostics;
    diagnostics.append(&mut flow.diagnostics);
    diagnostics.extend(flow::unknown_labels(&ids, &references, fallback));
    Expansion {
        sections,
        diagnostics,
        labels: ids.labels(),
    }
}

impl Template {
    /// A place in the file. What was mended on the way may be told of within a character.
    fn place(&self, span: Span) -> Place {
        let start = self.boundary(span.start);
        let span = Span {
            start,
            end: self.boundary(span.end).max(start),
        };
        Place { file: self.file, span }
    }

    /// The byte, or the first of the character that it is in.
    fn boundary(&self, byte: usize) -> usize {
        let mut back = (0..=byte.min(self.text.len())).rev();
        back.find(|&at| self.text.is_char_boundary(at)).unwrap_or(0)
    }

    /// From this byte to the end of its line.
    fn to_end_of_line(&self, start: usize) -> Span {
        let start = self.boundary(start);
        let rest = self.text[start..].lines().next().unwrap_or("");
        Span {
            start,
            end: start + rest.trim_end().len(),
        }
    }
}

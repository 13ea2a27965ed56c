//! What an edition shows: a value that equals it is no secret.
//!
//! Words that the project's own templates add count for nothing: who writes a withheld number into a template is told.

use super::amount;
use super::normal::{GAP, letters, numbers};
use super::secrets::{each_leaf, moment};
use crate::document::{Document, Origin, Text};
use crate::edition::PlanView;
use crate::plan::{MoneyUnit, Node, Plan, Scalar};
use crate::project::TEMPLATES;
use crate::source::{FileId, Place};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What an edition shows.
#[derive(Default)]
pub struct Shown {
    /// Where it is written.
    pub places: BTreeSet<Place>,
    /// All of its texts, normalized.
    pub letters: String,
    /// All of its numbers, in every form in which they may be printed.
    pub numbers: BTreeSet<String>,
}

impl Shown {
    /// What an edition shows of a plan, and how its document puts it.
    pub fn of(plan: &Plan, view: &PlanView, document: &Document) -> Shown {
        let mut shown = Shown::default();
        for (file, node) in view.plan().nodes() {
            each_leaf(&node, "", None, &mut |_, node, unit| shown.leaf(plan, file, node, unit));
        }
        for awaited in view.awaited() {
            shown.places.insert(awaited.pending.place);
            shown.text(&awaited.pending.reason);
        }
        TEMPLATES
            .iter()
            .flat_map(|(_, text)| text.lines())
            .for_each(|line| shown.text(line));
        let head = &document.head;
        let around = [&head.left, &head.centre, &head.right, &document.title, &document.author];
        around.into_iter().for_each(|it| shown.text(&it.text));
        shown.text(&view.name().text);
        shown.figures(view);
        shown.document(plan, view, document);
        shown
    }

    fn leaf(&mut self, plan: &Plan, file: FileId, node: &Node<'_>, unit: Option<MoneyUnit>) {
        match node {
            Node::Value { scalar, place, .. } => {
                self.places.insert(*place);
                self.scalar(*scalar, unit);
                // Evidence names the line.
                let (line, _) = plan.sources.file(file).position(place.span.start);
                self.numbers.insert(line.to_string());
            }
            Node::Pending { pending, .. } => {
                self.places.insert(pending.place);
                self.text(&pending.reason);
            }
            Node::Absent | Node::Withheld | Node::Table(_) | Node::List(_) => {}
        }
    }

    fn scalar(&mut self, scalar: Scalar<'_>, unit: Option<MoneyUnit>) {
        match scalar {
            Scalar::Line(text) | Scalar::Prose(text) => self.text(text),
            Scalar::Number(number) => self.numbers.extend(amount::of_source(number, unit)),
            Scalar::Integer(integer) => self.numbers.extend(amount::of_source(integer.into(), None)),
            Scalar::DateTime(at) => self.text(&moment(at)),
            Scalar::Bool(_) | Scalar::Date(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        self.letters.push_str(&letters(text));
        self.letters.push(GAP);
        self.numbers.extend(numbers(text).into_iter().map(|token| token.digits));
    }

    fn figures(&mut self, view: &PlanView) {
        for figure in view.figures().all().iter().filter(|figure| !figure.withheld) {
            self.numbers.extend(amount::of_figure(figure));
        }
    }

    /// The document's texts as they follow each other, for a reader joins them; a text that is none of the edition's own
    /// parts them.
    fn document(&mut self, plan: &Plan, view: &PlanView, document: &Document) {
        let figures: BTreeSet<Arc<str>> = view.figures().all().iter().map(|it| it.name.clone()).collect();
        let is_ours = |path: &str| {
            let file = plan.sources.find(path).map(|file| plan.sources.file(file));
            let name = path.rsplit_once("cluster/").map_or(path, |(_, name)| name);
            file.is_some_and(|file| TEMPLATES.contains(&(name, &*file.text)))
        };
        let mut known = (String::new(), false);
        document.each_text(&mut |text: &Text| {
            let own = text.class <= document.discloses
                && match &text.origin {
                    Origin::Template(path) => {
                        if *known.0 != **path {
                            known = (path.to_string(), is_ours(path));
                        }
                        known.1
                    }
                    Origin::Source(place) => self.places.contains(place),
                    Origin::Computed(places) => places.iter().all(|place| self.places.contains(place)),
                    Origin::Figure { name, .. } => figures.contains(name),
                };
            if own {
                self.letters.push_str(&letters(&text.text));
                self.numbers
                    .extend(numbers(&text.text).into_iter().map(|token| token.digits));
            } else {
                self.letters.push(GAP);
            }
        });
    }
}

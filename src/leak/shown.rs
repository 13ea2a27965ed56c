//! What an edition shows: a value that equals it is no secret.
//!
//! Words that the project's own templates add count for nothing: who writes a withheld number into a template is told.

use super::amount::{self, Form};
use super::normal::numbers;
use super::secrets::{each_leaf, moment, unit_of_integer};
use crate::document::{Document, Origin, Text};
use crate::edition::PlanView;
use crate::evidence::headings;
use crate::plan::{KpiUnit, Node, Plan, Scalar};
use crate::project::{TEMPLATES, is_ours};
use crate::source::Place;
use crate::words::{GAP, Kind, letters, quantities};
use crate::write::word::style_names;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What an edition shows.
#[derive(Clone, Default)]
pub struct Shown {
    /// Where it is written.
    pub places: BTreeSet<Place>,
    /// Where values are awaited whose reasons it tells.
    pub reasons: BTreeSet<Place>,
    /// All of its texts, normalized.
    pub letters: String,
    /// All of its numbers, in every form in which they may be printed; not what planc counts.
    pub numbers: BTreeSet<String>,
    /// Those of them whose unit is known.
    pub quantities: BTreeSet<(Kind, Decimal)>,
    /// The digits that its document prints of the plan, words of templates apart.
    printed: BTreeSet<String>,
}

/// A rounded number of fewer digits is shown only where it is printed.
const LEAST_ROUNDED: usize = 3;

impl Shown {
    /// What an edition shows of a plan, and how its document puts it where there is one.
    pub fn of(plan: &Plan, view: &PlanView, document: Option<&Document>) -> Shown {
        let mut shown = Shown::default();
        let each_text = |visit: &mut dyn FnMut(&Text)| document.into_iter().for_each(|it| it.each_text(visit));
        each_text(&mut |text| {
            if !matches!(text.origin, Origin::Template(_)) {
                let tokens = numbers(&text.text).into_iter();
                shown.printed.extend(tokens.map(|token| token.digits));
            }
        });
        for (_, node) in view.plan().nodes() {
            each_leaf(&node, "", None, &mut |key, node, unit| shown.leaf(key, node, unit));
        }
        for awaited in view.awaited().iter().filter(|_| view.edition().tells_reasons()) {
            shown.places.insert(awaited.pending.place);
            shown.reasons.insert(awaited.pending.place);
            shown.text(&awaited.pending.reason);
        }
        TEMPLATES
            .iter()
            .flat_map(|(_, text)| text.lines())
            .for_each(|line| shown.text(line));
        headings().for_each(|it| shown.text(it));
        shown.text(&view.name().text);
        shown.figures(view);
        if let Some(document) = document {
            let head = &document.head;
            let around = [&head.left, &head.centre, &head.right, &document.title, &document.author];
            around.into_iter().for_each(|it| shown.text(&it.text));
            style_names(&document.style).for_each(|it| shown.text(&it));
            shown.document(plan, view, document);
        }
        shown
    }

    /// Adds why something was changed, which comparisons of drafts tell.
    pub fn reasons_of_changes(&mut self, plan: &Plan, view: &PlanView) {
        let rows = plan.about.changes.iter().filter(|_| view.edition().tells_reasons());
        for leaf in rows.flat_map(|row| [&row.reason, &row.division]) {
            self.places.extend(leaf.place());
            leaf.get().into_iter().for_each(|line| self.text(&line.0));
        }
    }

    /// Adds numbers that were computed from what is shown: by how much a figure changed.
    pub fn computed(&mut self, words: &str) {
        self.numbers_of(words);
    }

    /// What is shown beside another version of the plan: its values too, by whatever place.
    pub fn beside(&self, other: &Shown) -> Shown {
        let mut both = self.clone();
        both.letters.push(GAP);
        both.letters.push_str(&other.letters);
        both.numbers.extend(other.numbers.iter().cloned());
        both.quantities.extend(other.quantities.iter().cloned());
        both.printed.extend(other.printed.iter().cloned());
        both
    }

    fn leaf(&mut self, key: &str, node: &Node<'_>, unit: Option<KpiUnit>) {
        match node {
            Node::Value { scalar, place, .. } => {
                self.places.insert(*place);
                self.scalar(*scalar, unit_of_integer(key).or(unit));
            }
            // That it is awaited is printed; the reason stands in the list of pending values, which is not every edition's.
            Node::Pending { pending, .. } => {
                self.places.insert(pending.place);
            }
            Node::Absent | Node::Withheld | Node::Table(_) | Node::List(_) => {}
        }
    }

    fn scalar(&mut self, scalar: Scalar<'_>, unit: Option<KpiUnit>) {
        match scalar {
            Scalar::Line(text) | Scalar::Prose(text) => self.text(text),
            Scalar::Number(number) => self.forms(amount::of_source(number, unit)),
            Scalar::Integer(integer) => {
                let unit = unit.filter(|unit| *unit == KpiUnit::Persons);
                self.forms(amount::of_source(integer.into(), unit));
            }
            Scalar::DateTime(at) => self.text(&moment(at)),
            Scalar::Bool(_) | Scalar::Date(_) => {}
        }
    }

    fn forms(&mut self, forms: Vec<Form>) {
        for form in forms {
            let is_long = form.digits.bytes().filter(u8::is_ascii_digit).count() >= LEAST_ROUNDED;
            if form.exact || is_long || self.printed.contains(&form.digits) {
                self.quantities.extend(form.quantity);
            }
            self.numbers.insert(form.digits);
        }
    }

    fn text(&mut self, text: &str) {
        self.letters.push_str(&letters(text));
        self.letters.push(GAP);
        self.numbers_of(text);
    }

    fn numbers_of(&mut self, text: &str) {
        self.numbers.extend(numbers(text).into_iter().map(|token| token.digits));
        self.quantities
            .extend(quantities(text).into_iter().map(|it| (it.kind, it.value)));
    }

    fn figures(&mut self, view: &PlanView) {
        for figure in view.figures().all().iter().filter(|figure| !figure.withheld) {
            self.forms(amount::of_figure(figure));
            // The evidence names every figure by its label.
            self.text(&figure.label);
        }
    }

    /// The document's texts as they follow each other, for a reader joins them; a text that is none of the edition's own
    /// parts them.
    fn document(&mut self, plan: &Plan, view: &PlanView, document: &Document) {
        let figures: BTreeSet<Arc<str>> = view.figures().all().iter().map(|it| it.name.clone()).collect();
        let mut known = (String::new(), false);
        document.each_text(&mut |text: &Text| {
            let own = text.class <= document.discloses
                && match &text.origin {
                    Origin::Template(path) => {
                        if *known.0 != **path {
                            known = (path.to_string(), is_ours(plan, path));
                        }
                        known.1
                    }
                    Origin::Source(place) => self.places.contains(place),
                    Origin::Computed(places) => places.iter().all(|place| self.places.contains(place)),
                    Origin::Figure { name, .. } => figures.contains(name),
                };
            if own {
                self.letters.push_str(&letters(&text.text));
                // Digits alone are a count of planc's: no template of its own writes any.
                let is_count = matches!(text.origin, Origin::Template(_)) && text.text.parse::<u64>().is_ok();
                if !is_count {
                    self.numbers_of(&text.text);
                }
            } else {
                self.letters.push(GAP);
            }
        });
    }
}

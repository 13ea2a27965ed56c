//! The plan as templates see it: every value of a [`PlanView`] under the names of the sources.

use super::print;
use super::value::{Amount, Pending};
use super::{Origins, Shown};
use crate::diagnostic::Edition;
use crate::document::{Class, Origin, Text};
use crate::edition::{PlanView, discloses};
use crate::plan::{Company, Entry, Key, Node, Record, Scalar};
use crate::source::{FileId, Place};
use minijinja::value::{Enumerator, Object, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A field or company: its keys, and which one it is.
#[derive(Debug)]
pub struct Subject {
    /// A field, not a company.
    pub is_field: bool,
    /// The name of its file.
    pub id: Arc<str>,
    keys: BTreeMap<&'static str, Value>,
}

impl Object for Subject {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.keys.get(key.as_str()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.keys.keys().copied().map(Value::from).collect())
    }
}

/// What templates see, and where its texts come from.
pub fn values(view: &PlanView) -> (Value, Origins) {
    shown(view, None)
}

/// The same as if what is pending were not written; companies of which nothing is awaited are those of `written`.
pub(super) fn values_without_pending(view: &PlanView, written: &Value) -> Value {
    shown(view, Some(written)).0
}

fn shown(view: &PlanView, written: Option<&Value>) -> (Value, Origins) {
    let mut origins = Origins::default();
    let limit = discloses(view.edition());
    let mut show = Show {
        origins: &mut origins,
        limit,
        pending: written.is_none(),
    };
    let plan = view.plan();
    let mut known = written.and_then(|it| it.get_attr("companies").and_then(|it| it.try_iter()).ok());
    let awaited: BTreeSet<FileId> = match written {
        Some(_) => plan.awaited().iter().map(|it| it.file).collect(),
        None => BTreeSet::new(),
    };
    let company = |company: &Entry<Company>| {
        let known = known.as_mut().and_then(Iterator::next);
        known
            .filter(|_| !awaited.contains(&company.file))
            .unwrap_or_else(|| show.subject(false, &company.id, &company.record))
    };
    let companies: Vec<Value> = plan.selected().map(company).collect();
    let fields: Vec<Value> = plan
        .fields
        .iter()
        .map(|field| {
            let members: Vec<Value> = plan
                .selected()
                .zip(&companies)
                .filter(|(company, _)| company.is_of(&field.id))
                .map(|(_, value)| value.clone())
                .collect();
            let mut keys = show.keys(&field.record);
            keys.insert("companies", Value::from(members));
            show.subject_of(true, &field.id, keys)
        })
        .collect();
    let statistics = plan.statistics.iter().map(|it| show.table(it.nodes())).next();
    let root = BTreeMap::from([
        ("plan", show.table(plan.about.nodes())),
        ("fields", Value::from(fields)),
        ("companies", Value::from(companies)),
        ("edition", Value::from(edition(view.edition()))),
        ("briefing", Value::from(view.edition() == Edition::Briefing)),
        ("readers", Value::from(readers(limit))),
        ("support", show.table(plan.support.nodes())),
        ("statistics", statistics.unwrap_or_else(|| Value::from(()))),
    ]);
    (Value::from(root), origins)
}

/// The edition as templates ask it. One for briefing shows what a public one may: templates that were written before there
/// was one hold back there what they hold back from the public.
fn edition(edition: Edition) -> &'static str {
    match edition {
        Edition::Briefing => Edition::Public.name(),
        Edition::Draft | Edition::Company | Edition::Final | Edition::Public => edition.name(),
    }
}

/// For whom an edition is, as templates ask it: more than one edition is for the public.
fn readers(limit: Class) -> &'static str {
    match limit {
        Class::Public => "public",
        Class::Nation | Class::Internal => "nation",
    }
}

struct Show<'a> {
    origins: &'a mut Origins,
    /// The strictest class shown. The view keeps a company's status, which no template may print.
    limit: Class,
    /// Whether pending values are there, as marks.
    pending: bool,
}

impl Show<'_> {
    fn subject<T: Record>(&mut self, is_field: bool, id: &Arc<str>, record: &T) -> Value {
        let keys = self.keys(record);
        self.subject_of(is_field, id, keys)
    }

    fn subject_of(&mut self, is_field: bool, id: &Arc<str>, mut keys: BTreeMap<&'static str, Value>) -> Value {
        keys.insert("id", Value::from(id.clone()));
        Value::from_object(Subject {
            is_field,
            id: id.clone(),
            keys,
        })
    }

    fn keys<T: Record>(&mut self, record: &T) -> BTreeMap<&'static str, Value> {
        let nodes = record.nodes().into_iter();
        nodes
            .filter_map(|(key, node)| Some((key.name, self.node(node)?)))
            .collect()
    }

    fn table(&mut self, nodes: Vec<(&'static Key, Node<'_>)>) -> Value {
        let keys = nodes
            .into_iter()
            .filter_map(|(key, node)| Some((key.name, self.node(node)?)));
        Value::from(keys.collect::<BTreeMap<&str, Value>>())
    }

    /// The value of a node; `None` where it is withheld, so that asking for it is an error.
    fn node(&mut self, node: Node<'_>) -> Option<Value> {
        Some(match node {
            Node::Withheld => return None,
            Node::Value { class, .. } if class > self.limit => return None,
            Node::Absent => Value::from(()),
            Node::Pending { .. } if !self.pending => Value::from(()),
            Node::Pending { pending, class } => Value::from_object(Pending::new(pending.place, class)),
            Node::Value { scalar, place, class } => self.scalar(scalar, place, class),
            Node::Table(nodes) => self.table(nodes),
            Node::List(nodes) => nodes.into_iter().filter_map(|node| self.node(node)).collect(),
        })
    }

    fn scalar(&mut self, scalar: Scalar<'_>, place: Place, class: Class) -> Value {
        match scalar {
            Scalar::Line(text) => self.text(text, place, class, false),
            Scalar::Prose(text) => self.text(text, place, class, true),
            Scalar::Date(date) => self.text(&print::date(date).into(), place, class, false),
            Scalar::DateTime(at) => self.text(&print::date_time(at).into(), place, class, false),
            Scalar::Integer(integer) => Value::from(integer),
            Scalar::Bool(truth) => Value::from(truth),
            Scalar::Number(value) => {
                let text = Text {
                    text: print::grouped(value).into(),
                    origin: Origin::Source(place),
                    class,
                };
                Value::from_object(Amount { value, text })
            }
        }
    }

    fn text(&mut self, text: &Arc<str>, place: Place, class: Class, prose: bool) -> Value {
        // A copy of its own: two places may share one string, but an address names one place.
        let text: Arc<str> = Arc::from(&**text);
        self.origins.add(Shown {
            text: text.clone(),
            place,
            class,
            prose,
        });
        Value::from(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Edition;
    use crate::edition::view;
    use crate::plan::load;
    use crate::world::Disk;

    #[test]
    fn templates_see_the_names_of_the_sources() {
        let (plan, _) = load(&Disk::new(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))));
        let (root, origins) = values(&view(&plan, Edition::Draft));
        let title = root
            .get_attr("plan")
            .and_then(|plan| plan.get_attr("title"))
            .unwrap_or_default();
        assert_eq!(title.as_str(), Some("熊本県地域産業クラスター計画"));
        assert!(title.as_str().is_some_and(|title| origins.find(title).is_some()));
    }
}

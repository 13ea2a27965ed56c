//! Numbers of nodes, and the labels by which templates name them.

use crate::document::NodeId;
use crate::source::Place;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Gives out the numbers of nodes; shared by the expansion and all components, so that none is given twice.
///
/// Clones share one counter. The numbers depend on nothing but the order in which they are asked for.
#[derive(Clone, Debug, Default)]
pub struct NodeIds(Arc<Mutex<Names>>);

#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    next: u32,
    labels: BTreeMap<String, Label>,
}

#[derive(Clone, Debug)]
struct Label {
    id: NodeId,
    defined: bool,
    /// Where files beside the templates mention it.
    mentions: Vec<Place>,
}

impl Names {
    fn label(&mut self, name: &str) -> &mut Label {
        let next = &mut self.next;
        self.labels.entry(name.to_owned()).or_insert_with(|| Label {
            id: take(next),
            defined: false,
            mentions: Vec::new(),
        })
    }
}

impl NodeIds {
    /// A number that no node has.
    pub fn fresh(&self) -> NodeId {
        take(&mut self.names().next)
    }

    /// The node of a label, whether it came already or comes later.
    pub fn mention(&self, label: &str) -> NodeId {
        self.names().label(label).id
    }

    /// The same of a label that a file beside the templates mentions at a place.
    pub fn mention_at(&self, label: &str, place: Place) -> NodeId {
        let mut names = self.names();
        let label = names.label(label);
        label.mentions.push(place);
        label.id
    }

    /// The node of a label that stands here; none if the label stands elsewhere already.
    pub fn define(&self, label: &str) -> Option<NodeId> {
        let mut names = self.names();
        let label = names.label(label);
        (!std::mem::replace(&mut label.defined, true)).then_some(label.id)
    }

    /// The labels that stand somewhere, with their nodes.
    pub fn labels(&self) -> BTreeMap<String, NodeId> {
        let names = self.names();
        let defined = names.labels.iter().filter(|(_, label)| label.defined);
        defined.map(|(name, label)| (name.clone(), label.id)).collect()
    }

    /// The labels that were only mentioned, and where files beside the templates did so.
    pub(super) fn missing(&self) -> Vec<(String, NodeId, Vec<Place>)> {
        let names = self.names();
        let missing = names.labels.iter().filter(|(_, label)| !label.defined);
        let one = |(name, label): (&String, &Label)| (name.clone(), label.id, label.mentions.clone());
        missing.map(one).collect()
    }

    pub(super) fn snapshot(&self) -> Names {
        self.names().clone()
    }

    pub(super) fn restore(&self, names: Names) {
        *self.names() = names;
    }

    fn names(&self) -> MutexGuard<'_, Names> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn take(next: &mut u32) -> NodeId {
    let id = NodeId(*next);
    *next += 1;
    id
}

//! What an edition shows of a source, leaf by leaf, with what is needed to compare it: forms, and ids of rows.

use crate::plan::form::{Form, LeafForm};
use crate::plan::{self, Key, Node, Pending, Record, Scalar};
use crate::source::Place;

/// A table: its keys and what they hold, all of them, in the order of the contract.
pub type Table<'a> = Vec<(&'static Key, Seen<'a>)>;

/// What a key holds.
pub enum Seen<'a> {
    /// A single value.
    Leaf(Leaf<'a>),
    /// An array of single values.
    Items(Items<'a>),
    /// A table.
    Table(Table<'a>),
    /// An array of tables.
    Rows(Rows<'a>),
}

/// A single value.
pub struct Leaf<'a> {
    /// What the contract lets it be.
    pub form: LeafForm,
    /// How it stands.
    pub state: State<'a>,
}

/// How a single value stands.
pub enum State<'a> {
    /// Not written.
    Absent,
    /// Not for this edition's readers.
    Withheld,
    /// Still awaited.
    Pending(&'a Pending),
    /// A value.
    Given(Scalar<'a>, Place),
}

/// The values of an array.
#[derive(Default)]
pub struct Items<'a> {
    /// The values that are shown.
    pub items: Vec<Leaf<'a>>,
    /// There are values, but none for this edition's readers.
    pub withheld: bool,
}

/// The rows of an array of tables.
#[derive(Default)]
pub struct Rows<'a> {
    /// The rows that are shown.
    pub rows: Vec<Row<'a>>,
    /// There are rows, but none for this edition's readers.
    pub withheld: bool,
}

/// A row.
pub struct Row<'a> {
    /// By which versions are compared. It is the prefecture's own: never to be printed.
    pub id: Option<&'a str>,
    /// Its place among the rows, from 0.
    pub index: usize,
    /// What it says.
    pub table: Table<'a>,
}

/// What an edition shows of a record: `full` is what was written, `shown` what is left of it.
pub fn seen<'a, T: Record>(full: &'a T, shown: &'a T) -> Table<'a> {
    table(&T::form(), full.nodes(), shown.nodes())
}

fn table<'a>(form: &plan::form::Table, full: Nodes<'a>, shown: Nodes<'a>) -> Table<'a> {
    let nodes = form.keys.iter().zip(full).zip(shown);
    nodes
        .map(|(((key, form), (_, full)), (_, shown))| (*key, member(form, full, shown)))
        .collect()
}

type Nodes<'a> = Vec<(&'static Key, Node<'a>)>;

fn member<'a>(form: &Form, full: Node<'a>, shown: Node<'a>) -> Seen<'a> {
    match (form, shown) {
        (Form::Leaf(form), shown) => Seen::Leaf(leaf(*form, shown)),
        (Form::Items(form), shown) => Seen::Items(items(*form, &nodes_of(full), nodes_of(shown))),
        (Form::Table(form), shown) => Seen::Table(table(form, keys_of(full), keys_of(shown))),
        (Form::Rows(form), shown) => Seen::Rows(rows(form, nodes_of(full), nodes_of(shown))),
    }
}

fn leaf(form: LeafForm, node: Node<'_>) -> Leaf<'_> {
    let state = match node {
        Node::Value { scalar, place, .. } => State::Given(scalar, place),
        Node::Pending { pending, .. } => State::Pending(pending),
        Node::Withheld => State::Withheld,
        Node::Absent | Node::Table(_) | Node::List(_) => State::Absent,
    };
    Leaf { form, state }
}

fn items<'a>(form: LeafForm, full: &[Node<'_>], shown: Vec<Node<'a>>) -> Items<'a> {
    let items: Vec<Leaf<'a>> = shown.into_iter().map(|it| leaf(form, it)).collect();
    Items {
        withheld: items.len() < full.len() || items.iter().any(|it| matches!(it.state, State::Withheld)),
        items,
    }
}

fn rows<'a>(form: &plan::form::Table, full: Vec<Node<'a>>, shown: Vec<Node<'a>>) -> Rows<'a> {
    let withheld = shown.len() < full.len();
    let pairs = full.into_iter().zip(shown).enumerate();
    let row = |(index, (full, shown)): (usize, (Node<'a>, Node<'a>))| {
        let full = keys_of(full);
        Row {
            id: id(&full),
            index,
            table: table(form, full, keys_of(shown)),
        }
    };
    Rows {
        rows: pairs.map(row).collect(),
        withheld,
    }
}

fn id<'a>(keys: &Nodes<'a>) -> Option<&'a str> {
    keys.iter().find_map(|(key, node)| match node {
        Node::Value {
            scalar: Scalar::Line(id),
            ..
        } if key.name == "id" => Some(&***id),
        _ => None,
    })
}

fn keys_of(node: Node<'_>) -> Nodes<'_> {
    match node {
        Node::Table(keys) => keys,
        Node::Absent | Node::Withheld | Node::Pending { .. } | Node::Value { .. } | Node::List(_) => Vec::new(),
    }
}

fn nodes_of(node: Node<'_>) -> Vec<Node<'_>> {
    match node {
        Node::List(nodes) => nodes,
        Node::Absent | Node::Withheld | Node::Pending { .. } | Node::Value { .. } | Node::Table(_) => Vec::new(),
    }
}

impl<'a> Leaf<'a> {
    /// The text, where it is one.
    pub fn text(&self) -> Option<&'a str> {
        match self.state {
            State::Given(Scalar::Line(text) | Scalar::Prose(text), _) => Some(text),
            State::Given(..) | State::Absent | State::Withheld | State::Pending(_) => None,
        }
    }

    /// Where it, or that it is pending, is written.
    pub fn place(&self) -> Option<Place> {
        match self.state {
            State::Given(_, place) => Some(place),
            State::Pending(pending) => Some(pending.place),
            State::Absent | State::Withheld => None,
        }
    }

    /// Whether a reader sees anything there.
    pub fn is_shown(&self) -> bool {
        matches!(self.state, State::Given(..) | State::Pending(_))
    }
}

/// The leaf of a key of a table.
pub fn leaf_of<'t, 'a>(table: &'t Table<'a>, name: &str) -> Option<&'t Leaf<'a>> {
    table.iter().find_map(|(key, seen)| match seen {
        Seen::Leaf(leaf) if key.name == name => Some(leaf),
        Seen::Leaf(_) | Seen::Items(_) | Seen::Table(_) | Seen::Rows(_) => None,
    })
}

/// Whether a reader sees anything of a table.
pub fn is_shown(table: &Table<'_>) -> bool {
    table.iter().any(|(_, seen)| match seen {
        Seen::Leaf(leaf) => leaf.is_shown(),
        Seen::Items(items) => items.items.iter().any(Leaf::is_shown),
        Seen::Table(table) => is_shown(table),
        Seen::Rows(rows) => rows.rows.iter().any(|row| is_shown(&row.table)),
    })
}

/// Every leaf of a table, also those of its tables and rows, with the dotted keys that lead to it.
pub fn each_leaf<'t, 'a>(table: &'t Table<'a>, visit: &mut dyn FnMut(&'static Key, &'t Leaf<'a>)) {
    for (key, seen) in table {
        match seen {
            Seen::Leaf(leaf) => visit(key, leaf),
            Seen::Items(items) => items.items.iter().for_each(|leaf| visit(key, leaf)),
            Seen::Table(table) => each_leaf(table, visit),
            Seen::Rows(rows) => rows.rows.iter().for_each(|row| each_leaf(&row.table, visit)),
        }
    }
}

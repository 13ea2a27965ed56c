//! What a key of a source may hold: a leaf, a table, an array of tables. Each knows where it was written.

use super::form::{Form, LeafForm, Table};
use super::read::{Reader, TomlTable, TomlValue};
use crate::document::{Class, Origin, Text};
use crate::source::Place;
use std::ops::Deref;
use std::sync::Arc;

/// Whether a key must be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// In every file, and it holds the plan together: it cannot be pending.
    Fixed,
    /// In every file.
    Required,
    /// Of every selected company; `rules` asks for it.
    Selected,
    /// Not.
    Optional,
}

impl Need {
    /// Whether it must be written whatever else is.
    pub fn is_always(self) -> bool {
        matches!(self, Need::Fixed | Need::Required)
    }
}

/// What the contract says of a key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As written.
    pub name: &'static str,
    /// As the staff call it.
    pub label: &'static str,
    /// Who may read it.
    pub class: Class,
    /// Whether it must be written.
    pub need: Need,
}

/// What a key holds.
pub trait Member: Default {
    /// What the contract lets the key hold.
    fn form() -> Form;

    /// Reads the value of a key; `None` stands for a key that is not written.
    fn read(key: &Key, value: Option<&TomlValue<'_>>, reader: &mut Reader<'_>) -> Self;

    /// What is written there, but cannot be read: nothing more is to be said of it, nor of what it holds.
    fn faulty(place: Place) -> Self;

    /// Takes away what a reader of class `limit` may not see.
    fn withhold(&mut self, key: &Key, limit: Class);

    /// Takes away what lies at dotted keys below it, itself where there are none.
    fn hide(&mut self, path: &[&str]);

    /// Makes it and all below it public.
    fn publish(&mut self);

    /// What it holds, for who does not care which key it is: checks of all texts, the view of the templates.
    fn node(&self, key: &'static Key) -> Node<'_>;
}

/// A table of the contract: a struct whose fields are its keys.
pub trait Record: Default {
    /// Its keys, in the order of the contract.
    const KEYS: &'static [Key];

    /// What the contract lets the table hold.
    fn form() -> Table;
    /// Reads all keys.
    fn read(table: &TomlTable<'_>, reader: &mut Reader<'_>) -> Self;
    /// A table that is written, but cannot be read.
    fn faulty(place: Place) -> Self;
    /// Takes away what a reader of class `limit` may not see.
    fn withhold(&mut self, limit: Class);
    /// Takes away what lies at dotted keys, everything where there are none. Keys that it lacks hide nothing.
    fn hide(&mut self, path: &[&str]);
    /// Makes all of it public.
    fn publish(&mut self);
    /// Its keys and what they hold, in the order of the contract.
    fn nodes(&self) -> Vec<(&'static Key, Node<'_>)>;
}

/// A member without its type.
pub enum Node<'a> {
    /// Not written.
    Absent,
    /// Not for this edition's readers.
    Withheld,
    /// Still awaited.
    Pending {
        /// Why, and where.
        pending: &'a Pending,
        /// Who may read the value once it is there.
        class: Class,
    },
    /// A value.
    Value {
        /// The value.
        scalar: Scalar<'a>,
        /// Where it stands.
        place: Place,
        /// Who may read it.
        class: Class,
    },
    /// A table.
    Table(Vec<(&'static Key, Node<'a>)>),
    /// An array.
    List(Vec<Node<'a>>),
}

impl<'a> Node<'a> {
    /// Shows every leaf below, itself included, to `visit`.
    pub fn each_leaf(&self, visit: &mut dyn FnMut(&Node<'a>)) {
        match self {
            Node::Table(nodes) => nodes.iter().for_each(|(_, node)| node.each_leaf(visit)),
            Node::List(nodes) => nodes.iter().for_each(|node| node.each_leaf(visit)),
            Node::Absent | Node::Withheld | Node::Pending { .. } | Node::Value { .. } => visit(self),
        }
    }

    /// Shows every leaf below, itself included, to `visit` with the dotted keys that lead to it.
    pub fn leaves(&self, path: &str, visit: &mut dyn FnMut(&str, &Node<'a>)) {
        match self {
            Node::Table(nodes) => {
                for (key, node) in nodes {
                    node.leaves(&format!("{path}.{}", key.name), visit);
                }
            }
            Node::List(nodes) => {
                for (index, node) in nodes.iter().enumerate() {
                    node.leaves(&format!("{path}[{index}]"), visit);
                }
            }
            Node::Absent | Node::Withheld | Node::Pending { .. } | Node::Value { .. } => visit(path, self),
        }
    }
}

/// A value without its type.
#[derive(Clone, Copy, Debug)]
pub enum Scalar<'a> {
    /// A text without line breaks.
    Line(&'a Arc<str>),
    /// Paragraphs parted by empty lines.
    Prose(&'a Arc<str>),
    /// A number as written.
    Number(rust_decimal::Decimal),
    /// A year, a count, an order.
    Integer(i64),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Date(jiff::civil::Date),
    /// A day and the time of day.
    DateTime(jiff::civil::DateTime),
}

/// A value that is still awaited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Why, and until when.
    pub reason: Arc<str>,
    /// Where it is written.
    pub place: Place,
    /// Who may read the value once it is there.
    pub class: Class,
}

/// A single value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Leaf<T> {
    /// Not written.
    #[default]
    Absent,
    /// Written, but not as the contract wants it; that was said where it was read.
    Faulty,
    /// Written, but not for this edition's readers.
    Withheld,
    /// Still awaited.
    Pending(Pending),
    /// Written.
    Given {
        /// The value.
        value: T,
        /// Where.
        place: Place,
        /// Who may read it.
        class: Class,
    },
}

impl<T> Leaf<T> {
    /// The value, if there is one.
    pub fn get(&self) -> Option<&T> {
        match self {
            Leaf::Given { value, .. } => Some(value),
            Leaf::Absent | Leaf::Faulty | Leaf::Withheld | Leaf::Pending(_) => None,
        }
    }

    /// The value as a text of a document, printed by a function.
    pub fn text(&self, printed: impl Fn(&T) -> String) -> Option<Text> {
        match self {
            Leaf::Given { value, place, class } => Some(Text {
                text: printed(value).into(),
                origin: Origin::Source(*place),
                class: *class,
            }),
            Leaf::Absent | Leaf::Faulty | Leaf::Withheld | Leaf::Pending(_) => None,
        }
    }

    /// Where it, or that it is pending, is written.
    pub fn place(&self) -> Option<Place> {
        match self {
            Leaf::Given { place, .. } => Some(*place),
            Leaf::Pending(pending) => Some(pending.place),
            Leaf::Absent | Leaf::Faulty | Leaf::Withheld => None,
        }
    }

    /// That it is pending.
    pub fn pending(&self) -> Option<&Pending> {
        match self {
            Leaf::Pending(pending) => Some(pending),
            Leaf::Absent | Leaf::Faulty | Leaf::Withheld | Leaf::Given { .. } => None,
        }
    }

    /// Whether it is not for this edition's readers.
    pub fn is_withheld(&self) -> bool {
        matches!(self, Leaf::Withheld)
    }

    /// Whether the key is written, be it pending or not.
    pub fn is_written(&self) -> bool {
        matches!(self, Leaf::Faulty | Leaf::Pending(_) | Leaf::Given { .. })
    }
}

impl<T: Copy> Leaf<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<T> {
        self.get().copied()
    }
}

/// What a leaf may hold.
pub trait LeafValue: Sized + Clone {
    /// What may be written.
    const FORM: LeafForm;

    /// The value; on anything else a diagnostic and `None`.
    fn read(value: &TomlValue<'_>, reader: &mut Reader<'_>) -> Option<Self>;

    /// The value without its type.
    fn scalar(&self) -> Scalar<'_>;
}

impl<T: LeafValue> Member for Leaf<T> {
    fn form() -> Form {
        Form::Leaf(T::FORM)
    }

    fn read(key: &Key, value: Option<&TomlValue<'_>>, reader: &mut Reader<'_>) -> Self {
        let Some(value) = value else {
            return reader.missing(key, &Self::form()).map_or(Leaf::Absent, Self::faulty);
        };
        let place = reader.place(value.span());
        if reader.is_broken(value) {
            return Leaf::Faulty;
        }
        if key.need == Need::Fixed && reader.is_wrongly_pending(key, value) {
            return Leaf::Faulty;
        }
        if let Some(pending) = reader.pending(value, key.class) {
            return pending.map_or(Leaf::Faulty, Leaf::Pending);
        }
        match T::read(value, reader) {
            Some(value) => Leaf::Given {
                value,
                place,
                class: key.class,
            },
            None => Leaf::Faulty,
        }
    }

    fn faulty(_: Place) -> Self {
        Leaf::Faulty
    }

    fn withhold(&mut self, key: &Key, limit: Class) {
        let class = match self {
            Leaf::Given { class, .. } | Leaf::Pending(Pending { class, .. }) => *class,
            Leaf::Absent | Leaf::Faulty | Leaf::Withheld => key.class,
        };
        if class > limit {
            *self = Leaf::Withheld;
        }
    }

    fn hide(&mut self, _: &[&str]) {
        *self = Leaf::Withheld;
    }

    fn publish(&mut self) {
        match self {
            Leaf::Given { class, .. } | Leaf::Pending(Pending { class, .. }) => *class = Class::Public,
            Leaf::Absent | Leaf::Faulty | Leaf::Withheld => {}
        }
    }

    fn node(&self, _: &'static Key) -> Node<'_> {
        match self {
            Leaf::Absent | Leaf::Faulty => Node::Absent,
            Leaf::Withheld => Node::Withheld,
            Leaf::Pending(pending) => Node::Pending {
                pending,
                class: pending.class,
            },
            Leaf::Given { value, place, class } => Node::Value {
                scalar: value.scalar(),
                place: *place,
                class: *class,
            },
        }
    }
}

/// A table. An absent one has all its keys absent.
#[derive(Clone, Debug, Default)]
pub struct Part<T> {
    /// Its header, if it is written: `[kpi.sales]` alone writes none of `kpi`.
    pub header: Option<Place>,
    /// Where it is first named, if it is: its header, or a key of it.
    pub place: Option<Place>,
    /// Its keys.
    pub record: T,
}

impl<T> Deref for Part<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.record
    }
}

impl<T: Record> Member for Part<T> {
    fn form() -> Form {
        Form::Table(T::form())
    }

    fn read(key: &Key, value: Option<&TomlValue<'_>>, reader: &mut Reader<'_>) -> Self {
        let Some(value) = value else {
            return reader
                .missing(key, &Self::form())
                .map_or_else(Part::default, Self::faulty);
        };
        match reader.table(key, value) {
            Some(record) => Part {
                header: reader.header(value.span()),
                place: Some(reader.place(value.span())),
                record,
            },
            // A value that should be a table, and is none, stands where its header would.
            None => Self::faulty(reader.place(value.span())),
        }
    }

    fn faulty(place: Place) -> Self {
        Part {
            header: Some(place),
            place: Some(place),
            record: T::faulty(place),
        }
    }

    fn withhold(&mut self, _: &Key, limit: Class) {
        self.record.withhold(limit);
    }

    fn hide(&mut self, path: &[&str]) {
        self.record.hide(path);
    }

    fn publish(&mut self) {
        self.record.publish();
    }

    fn node(&self, _: &'static Key) -> Node<'_> {
        Node::Table(self.record.nodes())
    }
}

/// Who may read an array.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Access {
    /// Whom the contract names.
    #[default]
    Contract,
    /// Everybody.
    Public,
    /// None of this edition's readers.
    Withheld,
}

impl Access {
    fn class(self, key: &Key) -> Class {
        match self {
            Access::Contract | Access::Withheld => key.class,
            Access::Public => Class::Public,
        }
    }
}

/// An array of tables.
#[derive(Clone, Debug)]
pub struct Rows<T> {
    /// Where the array is written, if it is: its first header, or its bracket.
    pub place: Option<Place>,
    rows: Vec<Part<T>>,
    access: Access,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Rows {
            place: None,
            rows: Vec::new(),
            access: Access::default(),
        }
    }
}

impl<T: Clone> Rows<T> {
    /// Adds the rows of another version of the table.
    pub fn extend(&mut self, other: &Rows<T>) {
        self.rows.extend(other.rows.iter().cloned());
    }
}

impl<T> Deref for Rows<T> {
    type Target = [Part<T>];

    fn deref(&self) -> &[Part<T>] {
        &self.rows
    }
}

impl<T: Record> Member for Rows<T> {
    fn form() -> Form {
        Form::Rows(T::form())
    }

    fn read(key: &Key, value: Option<&TomlValue<'_>>, reader: &mut Reader<'_>) -> Self {
        let Some(value) = value else {
            return reader
                .missing(key, &Self::form())
                .map_or_else(Rows::default, Self::faulty);
        };
        let place = reader.place(value.span());
        let Some(rows) = reader.rows(key, value) else {
            return Self::faulty(place);
        };
        Rows {
            place: Some(place),
            rows: rows.into_iter().map(|row| Part::read_row(key, row, reader)).collect(),
            access: Access::default(),
        }
    }

    /// One row of which nothing is known.
    fn faulty(place: Place) -> Self {
        Rows {
            place: Some(place),
            rows: vec![Part::faulty(place)],
            access: Access::default(),
        }
    }

    fn withhold(&mut self, key: &Key, limit: Class) {
        if self.access.class(key) > limit {
            self.hide(&[]);
        }
        self.rows.iter_mut().for_each(|row| row.record.withhold(limit));
    }

    fn hide(&mut self, path: &[&str]) {
        if path.is_empty() {
            self.rows.clear();
            self.access = Access::Withheld;
        }
        self.rows.iter_mut().for_each(|row| row.record.hide(path));
    }

    fn publish(&mut self) {
        self.access = Access::Public;
        self.rows.iter_mut().for_each(|row| row.record.publish());
    }

    fn node(&self, _: &'static Key) -> Node<'_> {
        if self.access == Access::Withheld {
            return Node::Withheld;
        }
        let rows = self.rows.iter().map(|row| Node::Table(row.record.nodes()));
        Node::List(rows.collect())
    }
}

impl<T: Record> Part<T> {
    fn read_row(key: &Key, row: &TomlValue<'_>, reader: &mut Reader<'_>) -> Self {
        let place = reader.place(row.span());
        Part {
            header: Some(place),
            place: Some(place),
            record: reader.table(key, row).unwrap_or_else(|| T::faulty(place)),
        }
    }
}

/// An array of plain values.
#[derive(Clone, Debug)]
pub struct Items<T> {
    /// Where the array is written, if it is.
    pub place: Option<Place>,
    items: Vec<Leaf<T>>,
    access: Access,
}

impl<T> Default for Items<T> {
    fn default() -> Self {
        Items {
            place: None,
            items: Vec::new(),
            access: Access::default(),
        }
    }
}

impl<T> Deref for Items<T> {
    type Target = [Leaf<T>];

    fn deref(&self) -> &[Leaf<T>] {
        &self.items
    }
}

impl<T> Items<T> {
    /// The values.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.items.iter().filter_map(Leaf::get)
    }

    /// Keeps the values of which something holds; what is no value yet stays.
    pub fn retain(&mut self, holds: impl Fn(&T) -> bool) {
        self.items.retain(|item| item.get().is_none_or(&holds));
    }
}

impl<T: LeafValue> Member for Items<T> {
    fn form() -> Form {
        Form::Items(T::FORM)
    }

    fn read(key: &Key, value: Option<&TomlValue<'_>>, reader: &mut Reader<'_>) -> Self {
        let Some(value) = value else {
            return reader
                .missing(key, &Self::form())
                .map_or_else(Items::default, Self::faulty);
        };
        let place = reader.place(value.span());
        let Some(items) = reader.items(key, value) else {
            return Self::faulty(place);
        };
        let items = items.into_iter().map(|item| Leaf::read(key, Some(item), reader));
        Items {
            place: Some(place),
            items: items.collect(),
            access: Access::default(),
        }
    }

    /// One item of which nothing is known.
    fn faulty(place: Place) -> Self {
        Items {
            place: Some(place),
            items: vec![Leaf::Faulty],
            access: Access::default(),
        }
    }

    fn withhold(&mut self, key: &Key, limit: Class) {
        if self.access.class(key) > limit {
            self.hide(&[]);
        }
    }

    fn hide(&mut self, _: &[&str]) {
        self.items.clear();
        self.access = Access::Withheld;
    }

    fn publish(&mut self) {
        self.access = Access::Public;
        self.items.iter_mut().for_each(Member::publish);
    }

    fn node(&self, key: &'static Key) -> Node<'_> {
        if self.access == Access::Withheld {
            return Node::Withheld;
        }
        Node::List(self.items.iter().map(|item| item.node(key)).collect())
    }
}

/// Writes down tables of the contract: one line a key, with its type, class, need and Japanese name.
///
/// The struct, how it is read, who may see what and the lists of keys all come from this one table.
macro_rules! record {
    ($($(#[$meta:meta])* $record:ident {
        $($field:ident: $type:ty = $class:ident $need:ident $label:literal,)*
    })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default)]
        pub struct $record { $(#[doc = $label] pub $field: $type,)* }

        impl $crate::plan::Record for $record {
            const KEYS: &'static [$crate::plan::Key] = &[$($crate::plan::Key {
                name: $crate::plan::member::key_name(stringify!($field)),
                label: $label,
                class: $crate::document::Class::$class,
                need: $crate::plan::Need::$need,
            },)*];

            fn form() -> $crate::plan::form::Table {
                let mut keys = Self::KEYS.iter();
                let mut forms = Vec::with_capacity(Self::KEYS.len());
                $(if let Some(key) = keys.next() {
                    forms.push((key, <$type as $crate::plan::Member>::form()));
                })*
                $crate::plan::form::Table { keys: forms }
            }

            fn read(table: &$crate::plan::read::TomlTable<'_>, reader: &mut $crate::plan::read::Reader<'_>) -> Self {
                let mut keys = Self::KEYS.iter();
                Self { $($field: {
                    let _ = stringify!($field);
                    reader.member(keys.next(), table)
                },)* }
            }

            fn faulty(place: $crate::source::Place) -> Self {
                Self { $($field: $crate::plan::Member::faulty(place),)* }
            }

            fn withhold(&mut self, limit: $crate::document::Class) {
                let mut keys = Self::KEYS.iter();
                $(if let Some(key) = keys.next() { $crate::plan::Member::withhold(&mut self.$field, key, limit); })*
            }

            fn hide(&mut self, path: &[&str]) {
                let (first, rest) = path.split_first().map_or((None, path), |(first, rest)| (Some(*first), rest));
                $(if first.is_none_or(|first| first == $crate::plan::member::key_name(stringify!($field))) {
                    $crate::plan::Member::hide(&mut self.$field, rest);
                })*
            }

            fn publish(&mut self) {
                $($crate::plan::Member::publish(&mut self.$field);)*
            }

            fn nodes(&self) -> Vec<(&'static $crate::plan::Key, $crate::plan::Node<'_>)> {
                let mut keys = Self::KEYS.iter();
                let mut nodes = Vec::with_capacity(Self::KEYS.len());
                $(if let Some(key) = keys.next() {
                    nodes.push((key, $crate::plan::Member::node(&self.$field, key)));
                })*
                nodes
            }
        }
    )*};
}
pub(crate) use record;

/// The key of a field's name: raw identifiers lose their mark.
pub const fn key_name(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

//! The objects that templates hand around beside plain texts, numbers and truth values.
//!
//! None of them can be read as a string: what becomes of one in `~` or in a filter for strings is [`LOST`], which the
//! formatter refuses to print.

use crate::document::{Block, Caption, Class, Inline, NodeId, Origin, Page, Text};
use crate::figures::Figure;
use crate::source::Place;
use minijinja::value::{DynObject, Object, ObjectRepr, Value};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// Stands in a string where an object was made one. No template may hold it.
pub(super) const LOST: char = '\u{3FFF3}';

/// Parts of a line: what filters and components return when a text alone does not do.
#[derive(Clone, Debug)]
pub struct Inlines(pub Vec<Inline>);

/// Blocks: what a component returns that stands alone in its paragraph.
#[derive(Clone, Debug)]
pub struct Blocks(pub Vec<Block>);

/// What a component says about the pages or about the next block, rather than something that prints.
#[derive(Clone, Debug)]
pub enum Directive {
    /// From here on pages lie like this.
    Page(Page),
    /// From here on headings are those of annexes.
    Annex,
    /// The table that follows has this caption; references lead to this node.
    Caption(Caption, NodeId),
    /// The heading that follows is this node.
    Label(NodeId),
}

/// A value that is still awaited; the view puts it wherever the value would stand.
#[derive(Clone, Debug)]
pub struct Pending(Text);

impl Pending {
    /// The mark 【調整中】 in place of the value at this place.
    pub fn new(place: Place, class: Class) -> Self {
        Pending(Text {
            text: "【調整中】".into(),
            origin: Origin::Source(place),
            class,
        })
    }

    pub(super) fn inline(&self) -> Inline {
        Inline::Pending { text: self.0.clone() }
    }
}

/// An amount, degree or rate: printed as the view wrote it, compared by its exact value.
#[derive(Clone, Debug)]
pub struct Amount {
    /// What comparisons see, in the unit that the text has.
    pub value: Decimal,
    /// What is printed.
    pub text: Text,
}

/// A figure of the plan: printed as tables print it, or by a filter in the unit of the sentence.
#[derive(Clone, Debug)]
pub struct FigureValue {
    /// The figure.
    pub figure: Arc<Figure>,
    /// What is printed without a filter.
    pub text: Text,
}

macro_rules! opaque {
    ($($type:ty { $($more:item)* })*) => { $(
        impl Object for $type {
            fn repr(self: &Arc<Self>) -> ObjectRepr {
                ObjectRepr::Plain
            }

            fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{LOST}")
            }

            $($more)*
        }

        impl From<$type> for Value {
            fn from(object: $type) -> Self {
                Value::from_object(object)
            }
        }
    )* };
}

opaque! {
    Inlines {}
    Blocks {}
    Directive {}
    Pending {}
    FigureValue {}
    Amount {
        fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
            Some(self.value.cmp(&other.downcast_ref::<Self>()?.value))
        }
    }
}

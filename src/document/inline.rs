//! What runs of text are made of.

use super::{NodeId, Revision};
use crate::source::Place;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// Who may read a value: everybody, the nation and the prefecture, or the prefecture's own staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// P: everybody.
    Public,
    /// N: the nation and the prefecture.
    Nation,
    /// I: the prefecture's own staff.
    Internal,
}

/// Where a text came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Words of a template or of planc itself: the template's file.
    Template(Arc<str>),
    /// A value of a source.
    Source(Place),
    /// Computed from values of sources.
    Computed(Arc<[Place]>),
    /// A figure of the plan.
    Figure {
        /// The figure's name.
        name: Arc<str>,
        /// Where its inputs are written.
        places: Arc<[Place]>,
    },
}

impl Origin {
    /// Where in the sources the text, or what it was made from, is written.
    pub fn places(&self) -> &[Place] {
        match self {
            Origin::Template(_) => &[],
            Origin::Source(place) => std::slice::from_ref(place),
            Origin::Computed(places) | Origin::Figure { places, .. } => places,
        }
    }
}

/// A piece of text without line breaks, with its origin and class. Writers see it as plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The characters, as they are to be read.
    pub text: Arc<str>,
    /// Where they came from.
    pub origin: Origin,
    /// Who may read them.
    pub class: Class,
}

impl Text {
    /// Words that a template, or planc itself, brings.
    pub fn template(text: &str, file: &Arc<str>) -> Self {
        Text {
            text: text.into(),
            origin: Origin::Template(file.clone()),
            class: Class::Public,
        }
    }

    /// Words that planc makes of texts, in the name of a template: all places that stand behind these, and the strictest
    /// of their classes.
    pub fn made_of<'a>(text: &str, file: &Arc<str>, parts: impl IntoIterator<Item = &'a Text>) -> Self {
        let mut made = Text::template(text, file);
        let mut places = Vec::new();
        let mut all_words = true;
        for part in parts {
            made.class = made.class.max(part.class);
            all_words &= matches!(part.origin, Origin::Template(_));
            places.extend_from_slice(part.origin.places());
        }
        if !all_words {
            made.origin = Origin::Computed(places.into());
        }
        made
    }

    /// By which layout tells on which pages it stands: of a figure its name, of a value of a source its place, where
    /// numbers and other words count apart.
    pub fn mark(&self) -> Option<String> {
        match &self.origin {
            Origin::Figure { name, .. } => Some(format!("figure {name}")),
            Origin::Source(place) => {
                let number = self.text.contains(|it: char| it.is_ascii_digit());
                let kind = if number { "source" } else { "words" };
                Some(format!("{kind} {} {}", place.file.index(), place.span.start))
            }
            Origin::Template(_) | Origin::Computed(_) => None,
        }
    }
}

impl Default for Text {
    /// No words.
    fn default() -> Self {
        Text::template("", &Arc::default())
    }
}

/// A text with its mark, if it has one.
fn marked<S: Serializer>(text: &Text, to: S) -> Result<S::Ok, S::Error> {
    let mark = text.mark();
    let mut map = to.serialize_map(None)?;
    map.serialize_entry("text", text)?;
    if let Some(mark) = mark {
        map.serialize_entry("mark", &mark)?;
    }
    map.end()
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.text)
    }
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Inline {
    /// Plain text.
    Text {
        /// The text.
        #[serde(flatten, serialize_with = "marked")]
        text: Text,
    },
    /// Strong text.
    Strong {
        /// What is strong.
        content: Vec<Inline>,
    },
    /// Stressed text.
    Emphasis {
        /// What is stressed.
        content: Vec<Inline>,
    },
    /// 【調整中】, in the place of a value that is pending.
    Pending {
        /// The mark.
        #[serde(flatten, serialize_with = "marked")]
        text: Text,
    },
    /// The end of a line.
    Break,
    /// A link to a page of the web or a mail address.
    Link {
        /// Where it leads.
        url: Text,
        /// What is printed.
        content: Vec<Inline>,
    },
    /// A reference within the document (表5, 第5の1).
    Reference {
        /// What it leads to.
        target: NodeId,
        /// What is printed; filled in by `transform`.
        text: String,
    },
    /// The number of the page on which a node stands; known after layout only.
    PageReference {
        /// The node.
        target: NodeId,
    },
    /// Underlined text: what differs, in a comparison table.
    Underline {
        /// What is underlined.
        content: Vec<Inline>,
    },
    /// What came or went, in a redline.
    Revised {
        /// Which of both.
        revision: Revision,
        /// What came or went.
        content: Vec<Inline>,
    },
    /// The last inline of a paragraph of a cell, or of a note, that came or went whole, in a redline.
    End {
        /// Which of both.
        revision: Revision,
    },
}

impl Inline {
    /// Plain text.
    pub fn text(text: Text) -> Self {
        Inline::Text { text }
    }
}

//! The numberings of headings and lists. Word counts by itself; where the tree counts otherwise, the tree rules.

mod part;
mod printed;
mod row;

pub use part::part;

use crate::document::{self, Heading};
use row::Row;

/// A row of numbers that Word counts: an abstract numbering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outline {
    /// 第1 → 1 → (1) → ア → (ア).
    Body,
    /// 別紙1 → 1 → (1) → ア → (ア).
    Annex,
    /// 重点支援企業 1.
    Sheet,
    /// The mark of a sheet's parts.
    Part,
    /// Items of a list with numbers.
    Items,
    /// Items of a list with bullets.
    Bullets,
}

impl Outline {
    /// All of them, in the order of their ids.
    pub const ALL: [Outline; 6] = [
        Outline::Body,
        Outline::Annex,
        Outline::Sheet,
        Outline::Part,
        Outline::Items,
        Outline::Bullets,
    ];

    /// The id of the abstract numbering, and of the numbering that counts it without exceptions.
    pub fn id(self) -> u32 {
        match self {
            Outline::Body => 1,
            Outline::Annex => 2,
            Outline::Sheet => 3,
            Outline::Part => 4,
            Outline::Items => 5,
            Outline::Bullets => 6,
        }
    }
}

/// A numbering with exceptions.
#[derive(Clone, Debug)]
pub struct Instance {
    /// Its id.
    pub id: u32,
    /// What it counts.
    pub outline: Outline,
    /// The levels that begin elsewhere than at 1.
    pub starts: Vec<(u8, u32)>,
    /// A level whose number is written out.
    pub literal: Option<(u8, String)>,
}

/// The numberings that a document uses.
#[derive(Clone, Debug)]
pub struct Numbering {
    /// Those with exceptions.
    pub instances: Vec<Instance>,
    body: Row,
    annex: Row,
    sheet: Row,
}

impl Default for Numbering {
    fn default() -> Self {
        Numbering {
            instances: Vec::new(),
            body: Row::new(Outline::Body),
            annex: Row::new(Outline::Annex),
            sheet: Row::new(Outline::Sheet),
        }
    }
}

impl Numbering {
    /// The numbering and the level that print the number of a heading; none where its style does it alone.
    pub fn heading(&mut self, heading: &Heading) -> Option<(u32, usize)> {
        let deep = heading.level.clamp(1, 5) - 1;
        let (row, level) = match heading.numbering {
            document::Numbering::Part => return None,
            document::Numbering::None => return Some(UNNUMBERED),
            document::Numbering::Body => (&mut self.body, deep),
            document::Numbering::Annex => (&mut self.annex, deep),
            document::Numbering::Sheet => (&mut self.sheet, 0),
        };
        if heading.number.is_empty() {
            return Some(UNNUMBERED);
        }
        let id = row.take(level, &heading.number, &mut self.instances);
        Some((id, usize::from(level)))
    }

    /// The numbering of a list at a level; lists with numbers begin anew, each by itself.
    pub fn list(&mut self, start: Option<u32>, level: u8) -> u32 {
        match start {
            None => Outline::Bullets.id(),
            Some(start) => open(&mut self.instances, Outline::Items, vec![(level, start)], None),
        }
    }
}

/// The numbering that takes a style's number away.
const UNNUMBERED: (u32, usize) = (0, 0);

/// Adds a numbering with exceptions.
fn open(instances: &mut Vec<Instance>, outline: Outline, starts: Vec<(u8, u32)>, literal: Option<(u8, String)>) -> u32 {
    let id = (Outline::ALL.len() + instances.len() + 1) as u32;
    instances.push(Instance {
        id,
        outline,
        starts,
        literal,
    });
    id
}

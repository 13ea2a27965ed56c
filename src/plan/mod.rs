//! The plan: what the sources say, typed, every value with its place.

mod awaited;
mod cleared;
mod enclosure;
pub mod form;
mod jsic;
mod key_path;
mod load;
mod locate;
pub(crate) mod member;
mod narrowing;
mod paper;
mod picture;
mod read;
mod records;
mod repair;
mod requirement;
mod stray;
mod syntax;
mod value;
mod within;
mod written_date;

pub use awaited::Awaited;
pub use cleared::{Clearable, clear, left, unanswered};
pub use enclosure::*;
pub use jsic::industry_name;
pub use key_path::{KeyPath, NoKeyPath, Step, row_name};
pub use load::{load, unreadable};
pub use locate::{Located, locate};
pub use member::{Items, Key, Leaf, Member, Need, Node, Part, Pending, Record, Rows, Scalar};
pub use narrowing::Narrowing;
pub use picture::{PRINTED_HEIGHT, PRINTED_WIDTH, Picture};
pub(crate) use read::{nearest, nearest_of};
pub use records::*;
pub use requirement::*;
pub use value::*;
pub use within::within;
pub use written_date::{WrittenDate, weekday, weekday_name, written_dates, written_month_ends};

use crate::source::{FileId, SourceMap};
use std::collections::BTreeMap;
use std::sync::Arc;

/// 【調整中】, in the place of what is pending.
pub const PENDING: &str = "【調整中】";

/// Everything that the sources of a plan say.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The files it was read from; templates join them later.
    pub sources: SourceMap,
    /// `plan.toml`.
    pub about: Entry<About>,
    /// `fields/*.toml`, by their order in the plan.
    pub fields: Vec<Entry<Field>>,
    /// `companies/*.toml`, by id.
    pub companies: Vec<Entry<Company>>,
    /// `support.toml`.
    pub support: Entry<Support>,
    /// `statistics.toml`, if there is one.
    pub statistics: Option<Entry<Statistics>>,
    /// The pictures that photos name, by the path written there.
    pub pictures: BTreeMap<Arc<str>, Picture>,
}

/// A file of the sources.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// The name of its file without the ending.
    pub id: Arc<str>,
    /// The file.
    pub file: FileId,
    /// What it says.
    pub record: T,
}

impl<T> std::ops::Deref for Entry<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.record
    }
}

impl Plan {
    /// The title of the plan; every file needs one, even while it is pending.
    pub fn title(&self) -> &str {
        let title = self.about.title.get();
        title.map_or("地域産業クラスター計画", |title| &title.0)
    }

    /// 素案 第1版.
    pub fn stage_and_version(&self) -> String {
        let stage = self.about.stage.value().map_or("", Stage::word);
        let version = self.about.version.get().map_or(PENDING, |version| &*version.0);
        format!("{stage} {version}").trim_start().to_owned()
    }

    /// The companies that an edition may speak of, in the order of the fields, then of their ids.
    pub fn selected(&self) -> impl Iterator<Item = &Entry<Company>> {
        self.fields.iter().flat_map(|field| self.selected_of(&field.id))
    }

    /// The selected companies of a field, by id.
    pub fn selected_of<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a Entry<Company>> {
        self.companies
            .iter()
            .filter(move |company| company.is_selected() && company.is_of(field))
    }

    /// The field of an id.
    pub fn field(&self, id: &str) -> Option<&Entry<Field>> {
        self.fields.iter().find(|field| &*field.id == id)
    }

    /// The company of an id.
    pub fn company(&self, id: &str) -> Option<&Entry<Company>> {
        self.companies.iter().find(|company| &*company.id == id)
    }

    /// All years of targets: the interim ones, then the final one.
    pub fn target_years(&self) -> Vec<FiscalYear> {
        let years = &self.about.kpi.years;
        years.interim.values().copied().chain(years.r#final.value()).collect()
    }

    /// Every table of the sources with its file, for checks that look at all values.
    pub fn nodes(&self) -> Vec<(FileId, Node<'_>)> {
        let mut nodes = vec![
            (self.about.file, Node::Table(self.about.nodes())),
            (self.support.file, Node::Table(self.support.nodes())),
        ];
        nodes.extend(self.fields.iter().map(|it| (it.file, Node::Table(it.nodes()))));
        nodes.extend(self.companies.iter().map(|it| (it.file, Node::Table(it.nodes()))));
        nodes.extend(self.statistics.iter().map(|it| (it.file, Node::Table(it.nodes()))));
        nodes
    }
}

impl Company {
    /// Whether the plan speaks of it.
    pub fn is_selected(&self) -> bool {
        self.status.value() == Some(Status::Selected)
    }

    /// Whether it belongs to a field.
    pub fn is_of(&self, field: &str) -> bool {
        self.field.get().is_some_and(|it| &*it.0 == field)
    }
}

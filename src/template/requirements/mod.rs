//! Requirements as data: `requirements.toml` says what is asked of a plan, conditions in the expressions of the
//! templates say when it applies and when it is met, and keys say where the plan answers.
//!
//! What comes of it is a [`Matrix`]: diagnostics and the table of the annex (要件適合表) both read from it.

mod condition;
mod judge;
mod keys;
mod report;

pub(super) use condition::{Condition, Written};
pub(super) use judge::{Shown, conditions};
pub(super) use keys::Subject;

pub use judge::judge;

use crate::diagnostic::Diagnostic;
use crate::plan::{Part, Requirement, RequirementList, RequirementProfile, read_requirements};
use crate::source::FileId;
use std::sync::Arc;

/// A `requirements.toml`.
#[derive(Clone, Debug)]
pub struct Requirements {
    /// Its path, as the origin of what it says.
    path: Arc<str>,
    text: Arc<str>,
    list: RequirementList,
}

impl Requirements {
    /// Reads a `requirements.toml`; what is wrong with its form is in the diagnostics.
    pub fn read(file: FileId, path: &str, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Self {
        Requirements {
            path: path.into(),
            text: text.into(),
            list: read_requirements(file, text, diagnostics),
        }
    }

    /// What it says.
    pub fn list(&self) -> &RequirementList {
        &self.list
    }
}

/// Every requirement and how the plan answers it (要件適合表).
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// The path of `requirements.toml`.
    pub path: Arc<str>,
    /// Whether the requirements are final.
    pub profile: RequirementProfile,
    /// The requirements in their order.
    pub rows: Vec<Judged>,
}

/// A requirement and what was found of each thing it is asked of.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The requirement.
    pub requirement: Part<Requirement>,
    /// One finding of the plan, or one of each target field or selected company, in the order of the plan.
    pub findings: Vec<Finding>,
}

/// How the plan, a field or a company answers a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The id of the field or company; none of the plan.
    pub subject: Option<Arc<str>>,
    /// The outcome.
    pub judgement: Judgement,
    /// What was found of each piece of evidence, in the order of `requirements.toml`.
    pub evidence: Vec<Presence>,
}

/// What comes of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Judgement {
    /// 適合.
    Met,
    /// 該当なし.
    NotApplicable,
    /// 調整中: what decides it is still awaited.
    Pending,
    /// 未記載: nothing answers it.
    Missing,
    /// This edition does not show what decides it.
    Withheld,
}

/// Whether evidence is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// One of its keys is written, and nothing in it is awaited.
    Given,
    /// None is, but one is awaited, be it in part.
    Pending,
    /// This edition does not show it.
    Withheld,
    /// None is written.
    Absent,
}

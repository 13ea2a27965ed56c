//! An applicant as the screening sees it.

use super::settled;
use crate::figures::{
    Condition, Definition, Figure, Form2, Fraction, Measure, Measures, conditions, degrees, form2, is_eligible,
    measures,
};
use crate::plan::{AttachmentKind, Company, Entry, Leaf, Line, Mark, Plan, Status};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The papers that the call asks for (応募書類), as people call them.
pub const PAPERS: [(AttachmentKind, &str); 4] = [
    (AttachmentKind::Form1, "様式1"),
    (AttachmentKind::Form2, "様式2"),
    (AttachmentKind::FinancialStatement, "決算書"),
    (AttachmentKind::CompanyProfile, "企業概要"),
];

/// An applicant.
#[derive(Clone, Debug)]
pub struct Applicant {
    /// The name of its file.
    pub id: Arc<str>,
    /// 企業名.
    pub name: String,
    /// 略称.
    pub short_name: String,
    /// 法人番号; empty where it cannot be read.
    pub corporate_number: String,
    /// 本社の市町村.
    pub municipality: String,
    /// Whether its head office is in the prefecture; `None` while that is unknown.
    pub inside_prefecture: Option<bool>,
    /// The id of its field as its file says it.
    pub field: String,
    /// What became of the application.
    pub status: Option<Status>,
    /// The conditions of the call.
    pub conditions: Vec<Condition>,
    /// Whether it meets them all; `None` while that cannot be said.
    pub eligible: Option<bool>,
    /// The amounts of form 2.
    pub form2: Form2,
    /// Whether its sales stand in for its sales to companies.
    pub by_sales: bool,
    /// Its degrees by both definitions.
    pub measures: Measures,
    /// Its rank by each measure among those of its field that did not withdraw; none while its value is pending.
    pub ranks: BTreeMap<Measure, usize>,
    /// 総合勘案.
    pub marks: Marks,
    /// The papers of the call that are not attached.
    pub missing: Vec<AttachmentKind>,
}

/// 総合勘案: what people think of it.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// コネクター度.
    pub connector: Option<Mark>,
    /// ハブ度.
    pub hub: Option<Mark>,
    /// 対象分野への合致.
    pub field_fit: Option<Mark>,
    /// 所見.
    pub comment: Option<String>,
}

impl Applicant {
    /// Whether it withdrew: it stays listed and takes part in nothing.
    pub fn is_withdrawn(&self) -> bool {
        self.status == Some(Status::Withdrawn)
    }

    /// A measure.
    pub fn figure(&self, measure: Measure) -> Option<&Figure> {
        self.measures.get(&measure).map(|figure| &**figure)
    }

    /// The value of a measure, if it is known.
    pub fn value(&self, measure: Measure) -> Option<&Fraction> {
        self.figure(measure).and_then(settled)
    }

    /// Whether it takes part in the ranking with both values of a definition.
    pub fn is_complete(&self, definition: Definition) -> bool {
        !self.is_withdrawn() && definition.measures().iter().all(|it| self.value(*it).is_some())
    }

    /// The conditions that it does not meet.
    pub fn unmet(&self) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(|it| it.is_met() == Some(false))
    }

    /// The missing papers as people call them.
    pub fn missing_papers(&self) -> Vec<&'static str> {
        let named = PAPERS.iter().filter(|(kind, _)| self.missing.contains(kind));
        named.map(|(_, name)| *name).collect()
    }
}

pub(super) fn applicant(plan: &Plan, company: &Entry<Company>) -> Applicant {
    let line = |leaf: &Leaf<Line>| leaf.get().map(|line| line.0.to_string());
    let name = line(&company.name).unwrap_or_else(|| company.id.to_string());
    let conditions = conditions(plan, company);
    let attached: Vec<AttachmentKind> = company.attachments.iter().filter_map(|it| it.kind.value()).collect();
    Applicant {
        id: company.id.clone(),
        short_name: line(&company.short_name).unwrap_or_else(|| name.clone()),
        name,
        corporate_number: company
            .corporate_number
            .get()
            .map_or_else(String::new, |it| it.0.to_string()),
        municipality: line(&company.municipality).unwrap_or_default(),
        inside_prefecture: company.inside_prefecture.value(),
        field: line(&company.field).unwrap_or_default(),
        status: company.status.value(),
        eligible: is_eligible(&conditions),
        conditions,
        form2: form2(company),
        by_sales: degrees(company).by_sales,
        measures: measures(company, plan.statistics.as_ref().map(|it| &it.record)),
        ranks: BTreeMap::new(),
        marks: Marks {
            connector: company.assessment.connector.value(),
            hub: company.assessment.hub.value(),
            field_fit: company.assessment.field_fit.value(),
            comment: company.assessment.comment.get().map(|it| it.0.to_string()),
        },
        missing: PAPERS
            .iter()
            .map(|it| it.0)
            .filter(|kind| !attached.contains(kind))
            .collect(),
    }
}

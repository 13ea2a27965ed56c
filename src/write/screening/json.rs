//! A screening as JSON: the contract of the command line.

use crate::figures::{Condition, Definition, Figure, Measure, Measured};
use crate::plan::{AttachmentKind, Mark, Status};
use crate::screen::{Applicant, Screening};
use serde::Serialize;
use std::collections::BTreeMap;

/// Digits after the point of ratios.
const DECIMALS: u32 = 6;

#[derive(Serialize)]
struct Answer<'a> {
    format: u8,
    companies: Vec<Company<'a>>,
}

#[derive(Serialize)]
struct Company<'a> {
    id: &'a str,
    name: &'a str,
    field: &'a str,
    status: Option<&'static str>,
    eligible: Option<bool>,
    unmet: Vec<&'static str>,
    connector_degree: ByDefinition<Option<String>>,
    hub_degree: ByDefinition<Option<String>>,
    connector_rank: ByDefinition<Option<usize>>,
    hub_rank: ByDefinition<Option<usize>>,
    conditions: Vec<Stated>,
    form2: BTreeMap<&'static str, Option<String>>,
    assessment: Assessment<'a>,
    missing_papers: Vec<&'static str>,
}

/// One value for each definition: they never mix.
#[derive(Serialize)]
struct ByDefinition<T> {
    company_ratio: T,
    national_share: T,
}

#[derive(Serialize)]
struct Stated {
    condition: &'static str,
    met: Option<bool>,
    value: Option<String>,
    limit: Option<String>,
    /// In yen, persons or days; negative where the condition is not met.
    margin: Option<String>,
}

#[derive(Serialize)]
struct Assessment<'a> {
    connector: Option<&'static str>,
    hub: Option<&'static str>,
    field_fit: Option<&'static str>,
    comment: Option<&'a str>,
}

/// The screening as one JSON text that ends in a line break.
pub fn json(screening: &Screening) -> String {
    let answer = Answer {
        format: 1,
        companies: screening.applicants().map(company).collect(),
    };
    // Texts, numbers and lists of them: nothing here can fail.
    let text = serde_json::to_string_pretty(&answer).unwrap_or_default();
    text + "\n"
}

fn company(applicant: &Applicant) -> Company<'_> {
    let ratio = |measure: Measure| applicant.value(measure).map(|it| it.round(DECIMALS).to_string());
    let rank = |measure: Measure| applicant.ranks.get(&measure).copied();
    Company {
        id: &applicant.id,
        name: &applicant.name,
        field: &applicant.field,
        status: applicant.status.map(Status::word),
        eligible: applicant.eligible,
        unmet: applicant.unmet().map(|it| it.requirement.key()).collect(),
        connector_degree: by_definition(0, ratio),
        hub_degree: by_definition(1, ratio),
        connector_rank: by_definition(0, rank),
        hub_rank: by_definition(1, rank),
        conditions: applicant.conditions.iter().map(stated).collect(),
        form2: form2(applicant),
        assessment: Assessment {
            connector: applicant.marks.connector.map(Mark::word),
            hub: applicant.marks.hub.map(Mark::word),
            field_fit: applicant.marks.field_fit.map(Mark::word),
            comment: applicant.marks.comment.as_deref(),
        },
        missing_papers: applicant.missing.iter().copied().map(AttachmentKind::word).collect(),
    }
}

/// The connector degrees (0) or the hub degrees (1).
fn by_definition<T>(degree: usize, of: impl Fn(Measure) -> T) -> ByDefinition<T> {
    ByDefinition {
        company_ratio: of(Definition::CompanyRatio.measures()[degree]),
        national_share: of(Definition::NationalShare.measures()[degree]),
    }
}

fn stated(condition: &Condition) -> Stated {
    Stated {
        condition: condition.requirement.key(),
        met: condition.is_met(),
        value: condition.value.map(measured),
        limit: condition.limit.map(measured),
        margin: condition.margin.as_ref().map(|it| it.plain(DECIMALS).to_string()),
    }
}

fn measured(value: Measured) -> String {
    match value {
        Measured::Yen(yen) => yen.normalize().to_string(),
        Measured::Persons(count) => count.to_string(),
        Measured::Day(date) => date.to_string(),
        Measured::Moment(at) => at.to_string(),
        Measured::Consent(given) => given.to_string(),
    }
}

fn form2(applicant: &Applicant) -> BTreeMap<&'static str, Option<String>> {
    let form = &applicant.form2;
    let yen = |figure: &Figure| figure.value.as_ref().map(|it| it.plain(DECIMALS).to_string());
    BTreeMap::from([
        ("sales", yen(&form.sales)),
        ("external_sales", yen(&form.external_sales)),
        ("business_sales", form.business_sales.as_deref().and_then(yen)),
        ("purchases", yen(&form.purchases)),
        ("internal_purchases", yen(&form.internal_purchases)),
    ])
}

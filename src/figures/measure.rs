//! The four measures by which applicants are compared: two degrees, each by two definitions that never mix.

use super::{Figure, degrees, national_shares};
use crate::plan::{Company, Entry, Statistics, Wording};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A degree by one of its definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// コネクター度（県算定）.
    ConnectorRatio,
    /// ハブ度（県算定）.
    HubRatio,
    /// コネクター度（国資料の定義）.
    ConnectorShare,
    /// ハブ度（国資料の定義）.
    HubShare,
}

/// A definition of both degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Definition {
    /// A company's own ratios, from form 2.
    CompanyRatio,
    /// A company's shares in the prefecture's totals, which the nation's paper speaks of.
    NationalShare,
}

impl Measure {
    /// All of them, by definition.
    pub const ALL: [Measure; 4] = [
        Measure::ConnectorRatio,
        Measure::HubRatio,
        Measure::ConnectorShare,
        Measure::HubShare,
    ];

    /// Its definition.
    pub fn definition(self) -> Definition {
        match self {
            Measure::ConnectorRatio | Measure::HubRatio => Definition::CompanyRatio,
            Measure::ConnectorShare | Measure::HubShare => Definition::NationalShare,
        }
    }

    /// The degree, whatever the definition.
    pub fn degree(self) -> &'static str {
        match self {
            Measure::ConnectorRatio | Measure::ConnectorShare => "コネクター度",
            Measure::HubRatio | Measure::HubShare => "ハブ度",
        }
    }
}

impl Definition {
    /// Both.
    pub const ALL: [Definition; 2] = [Definition::CompanyRatio, Definition::NationalShare];

    /// As tables name it.
    pub fn label(self) -> &'static str {
        match self {
            Definition::CompanyRatio => "県算定",
            Definition::NationalShare => "国資料の定義",
        }
    }

    /// The name that other programs read.
    pub fn key(self) -> &'static str {
        match self {
            Definition::CompanyRatio => "company_ratio",
            Definition::NationalShare => "national_share",
        }
    }

    /// Its connector degree, then its hub degree.
    pub fn measures(self) -> [Measure; 2] {
        match self {
            Definition::CompanyRatio => [Measure::ConnectorRatio, Measure::HubRatio],
            Definition::NationalShare => [Measure::ConnectorShare, Measure::HubShare],
        }
    }
}

/// The measures of a company; the shares only where the prefecture's totals are known to somebody.
pub type Measures = BTreeMap<Measure, Arc<Figure>>;

/// All measures of a company.
pub fn measures(company: &Entry<Company>, totals: Option<&Statistics>) -> Measures {
    let own = degrees(company);
    let mut measures = Measures::from([(Measure::ConnectorRatio, own.connector), (Measure::HubRatio, own.hub)]);
    if let Some(totals) = totals {
        let shares = national_shares(company, totals);
        measures.insert(Measure::ConnectorShare, shares.connector);
        measures.insert(Measure::HubShare, shares.hub);
    }
    measures
}

/// What the degrees divide by what, as notes under tables: the denominators of form 2 and of the nation's paper differ.
///
/// `by_sales` tells of each company whether its sales stood in for its sales to companies.
pub fn degree_notes(by_sales: &[bool], wording: Wording) -> Vec<String> {
    let stated = by_sales.iter().any(|by_sales| !by_sales);
    let replaced = by_sales.iter().any(|by_sales| *by_sales);
    let (is, did) = match wording {
        Wording::Polite => ("です", "しました"),
        Wording::Plain => ("である", "した"),
    };
    let form = "様式2は域内外の企業への販売額を求めていないため、";
    let connector = match (stated, replaced) {
        (true, false) => format!("コネクター度は、域外売上高÷域内外の企業への販売額{is}。"),
        (false, _) => format!("コネクター度は、域外売上高÷売上高{is}。{form}売上高を分母と{did}。"),
        (true, true) => format!(
            "コネクター度は、域外売上高÷域内外の企業への販売額{is}。{form}その回答がない企業については、売上高を分母と{did}。"
        ),
    };
    let open = "様式2の定義の文言には解釈の余地があるため、各企業の仕入高に占める割合として県が算定";
    vec![
        connector,
        format!("ハブ度は、域内仕入高÷仕入高{is}。{open}{did}。"),
        format!("国の資料にある「企業が所在する都道府県の域外販売額・域内仕入額に占める割合」とは、別の値{is}。"),
    ]
}

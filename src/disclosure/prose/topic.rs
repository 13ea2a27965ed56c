//! What a value of a company is, and by which words sentences speak of it.

use crate::plan::KeyPath;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// What a company sells.
    Sales,
    /// What of it goes outside the prefecture.
    ExternalSales,
    /// What it buys.
    Purchases,
    /// What of it comes from the prefecture.
    InternalTransactions,
    /// By how much it raises wages.
    Wages,
    /// Whom it employs.
    Employment,
    /// What it invests.
    Investment,
    /// Something else.
    Other,
}

// The words that name each, in letters.
const SALES: &[&str] = &[
    "売上",
    "売り上げ",
    "売上げ",
    "年商",
    "販売額",
    "販売高",
    "出荷額",
    "sales",
];
const EXTERNAL_SALES: &[&str] = &[
    "域外",
    "県外",
    "海外",
    "輸出",
    "売上",
    "売り上げ",
    "販売額",
    "販売高",
    "販売を",
];
const PURCHASES: &[&str] = &["仕入", "仕入れ", "調達", "購買", "買入"];
const INTERNAL_TRANSACTIONS: &[&str] = &[
    "域内取引",
    "県内取引",
    "地元取引",
    "取引額",
    "取引高",
    "仕入",
    "県内調達",
    "域内調達",
    "地元調達",
    "調達",
    "購買",
];
const WAGES: &[&str] = &[
    "賃上げ",
    "賃金",
    "給与",
    "昇給",
    "ベースアップ",
    "ベア",
    "処遇改善",
    "賃率",
];
const EMPLOYMENT: &[&str] = &[
    "雇用",
    "従業員",
    "社員",
    "人員",
    "採用",
    "増員",
    "体制",
    "スタッフ",
    "働く",
    "人数",
    "要員",
    "職員数",
];
const INVESTMENT: &[&str] = &[
    "投資",
    "着工",
    "起工",
    "竣工",
    "新設",
    "増設",
    "新築",
    "増築",
    "改築",
    "移転",
    "建設",
    "建て",
    "建築",
    "整備",
    "取得",
    "導入",
    "設備",
    "稼働",
    "操業",
    "工場",
    "新棟",
    "ライン",
    "総額",
    "事業費",
    "設け",
];

impl Topic {
    /// That of a key.
    pub fn of(key: &KeyPath) -> Topic {
        let has = |word: &str| key.keys().any(|key| key.contains(word));
        let rows = [
            ("internal_transactions", Topic::InternalTransactions),
            ("internal_purchases", Topic::InternalTransactions),
            ("external_sales", Topic::ExternalSales),
            ("investment", Topic::Investment),
            ("purchases", Topic::Purchases),
            ("sales", Topic::Sales),
            ("wage", Topic::Wages),
            ("employ", Topic::Employment),
        ];
        let found = rows.into_iter().find(|(word, _)| has(word));
        found.map_or(Topic::Other, |(_, topic)| topic)
    }

    /// The words that name it, in letters.
    pub fn nouns(self) -> &'static [&'static str] {
        match self {
            Topic::Sales => SALES,
            Topic::ExternalSales => EXTERNAL_SALES,
            Topic::Purchases => PURCHASES,
            Topic::InternalTransactions => INTERNAL_TRANSACTIONS,
            Topic::Wages => WAGES,
            Topic::Employment => EMPLOYMENT,
            Topic::Investment => INVESTMENT,
            Topic::Other => &[],
        }
    }
}

//! The columns of the tables of applicants.

use crate::figures::Measure;

/// A column: its heading and its width in half-width digits.
pub type Heading = (&'static str, f64);

/// The columns in order, under the headings of their groups.
pub const GROUPS: &[(&str, &[Heading])] = &[
    (
        "応募企業",
        &[
            ("番号", 5.0),
            ("企業名", 24.0),
            ("対象分野", 11.0),
            ("状況", 7.0),
            ("本社", 9.0),
            ("法人番号", 15.0),
        ],
    ),
    (
        "応募条件（差は、満たしていれば0以上）",
        &[
            ("売上高\n（円）", 15.0),
            ("下限との差\n（円）", 15.0),
            ("従業員\n（人）", 8.0),
            ("上限との差\n（人）", 10.0),
            ("事業年度\n開始日", 11.0),
            ("下限との差\n（日）", 10.0),
            ("受付日時", 12.0),
            ("締切まで\n（日）", 9.0),
            ("伴走\n支援", 6.0),
            ("ネット\nワーク", 7.0),
            ("判定", 8.0),
        ],
    ),
    (
        "様式2（円、税抜）",
        &[
            ("売上高", 16.0),
            ("うち\n域外売上高", 16.0),
            ("域内外の企業\nへの販売額", 16.0),
            ("仕入高", 16.0),
            ("うち\n域内仕入高", 16.0),
        ],
    ),
    (
        "県算定",
        &[
            ("コネク\nター度", 9.0),
            ("分野内\n順位", 7.0),
            ("ハブ度", 9.0),
            ("分野内\n順位", 7.0),
        ],
    ),
    (
        "国資料の定義（県全体に占める割合）",
        &[
            ("コネク\nター度", 9.0),
            ("分野内\n順位", 7.0),
            ("ハブ度", 9.0),
            ("分野内\n順位", 7.0),
        ],
    ),
    (
        "総合勘案",
        &[
            ("コネク\nター度", 8.0),
            ("ハブ度", 7.0),
            ("対象\n分野", 6.0),
            ("所見", 36.0),
        ],
    ),
    ("書類", &[("不足している\n書類", 16.0)]),
];

pub const NAME: u16 = 1;
pub const FIELD: u16 = 2;
pub const STATUS: u16 = 3;
pub const SALES: u16 = 6;
pub const SALES_MARGIN: u16 = 7;
pub const EMPLOYEES: u16 = 8;
pub const EMPLOYEES_MARGIN: u16 = 9;
pub const YEAR: u16 = 10;
pub const YEAR_MARGIN: u16 = 11;
pub const RECEIVED: u16 = 12;
pub const RECEIVED_MARGIN: u16 = 13;
pub const SUPPORT: u16 = 14;
pub const NETWORK: u16 = 15;
pub const ELIGIBLE: u16 = 16;
pub const FORM_SALES: u16 = 17;
pub const EXTERNAL_SALES: u16 = 18;
pub const BUSINESS_SALES: u16 = 19;
pub const PURCHASES: u16 = 20;
pub const INTERNAL_PURCHASES: u16 = 21;
pub const MARKS: u16 = 30;
pub const COMMENT: u16 = 33;
pub const MISSING: u16 = 34;
/// How many there are.
pub const COUNT: u16 = 35;

/// The column of a measure; its rank stands right of it.
pub fn measure(measure: Measure) -> u16 {
    match measure {
        Measure::ConnectorRatio => 22,
        Measure::HubRatio => 24,
        Measure::ConnectorShare => 26,
        Measure::HubShare => 28,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_where_they_are_counted() {
        let heads: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, heads)| heads.iter().map(|it| it.0))
            .collect();
        assert_eq!(heads.len(), usize::from(COUNT));
        for (column, head) in [
            (NAME, "企業名"),
            (FIELD, "対象分野"),
            (STATUS, "状況"),
            (RECEIVED, "受付日時"),
            (ELIGIBLE, "判定"),
            (INTERNAL_PURCHASES, "うち\n域内仕入高"),
            (measure(Measure::HubShare), "ハブ度"),
            (MARKS, "コネク\nター度"),
            (COMMENT, "所見"),
            (MISSING, "不足している\n書類"),
        ] {
            assert_eq!(heads[usize::from(column)], head);
        }
    }
}

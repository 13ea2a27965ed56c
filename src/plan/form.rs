//! The contract of the sources as data: what schemas, new projects and explanations derive from.

use super::member::Key;

/// What a key may hold.
#[derive(Clone, Debug)]
pub enum Form {
    /// A single value.
    Leaf(LeafForm),
    /// An array of single values.
    Items(LeafForm),
    /// A table.
    Table(Table),
    /// An array of tables.
    Rows(Table),
}

/// The keys of a table.
#[derive(Clone, Debug)]
pub struct Table {
    /// The keys in the order of the contract.
    pub keys: Vec<(&'static Key, Form)>,
}

/// What a single value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafForm {
    /// A text without line breaks.
    Line,
    /// Paragraphs parted by empty lines.
    Prose,
    /// A path below `sources/`.
    FilePath,
    /// A number, exactly as written.
    Number,
    /// An integer from 0.
    Count,
    /// A fiscal year by its first calendar year.
    FiscalYear,
    /// 13 digits as a text.
    CorporateNumber,
    /// true or false.
    Bool,
    /// A day.
    Date,
    /// A day and the time of day.
    DateTime,
    /// A day, or words where it is not fixed.
    Day,
    /// One of these words.
    Choice(&'static [&'static str]),
}

impl LeafForm {
    /// What may be written, for people.
    pub fn name(self) -> &'static str {
        match self {
            LeafForm::Line => "1行の文字列",
            LeafForm::Prose => "文章（段落の間は空行）",
            LeafForm::FilePath => "sources フォルダーから見たファイルの位置",
            LeafForm::Number => "半角の数（引用符なし）",
            LeafForm::Count => "半角の整数（引用符なし）",
            LeafForm::FiscalYear => "年度（西暦）",
            LeafForm::CorporateNumber => "13桁の数字の文字列",
            LeafForm::Bool => "true（はい）か false（いいえ）",
            LeafForm::Date => "日付（引用符なし）",
            LeafForm::DateTime => "日付と時刻（引用符なし）",
            LeafForm::Day => "日付（引用符なし）、又は時期を表す文字列",
            LeafForm::Choice(_) => "決まった言葉",
        }
    }

    /// A value as it is written.
    pub fn example(self) -> String {
        match self {
            LeafForm::Line => "\"…\"".to_owned(),
            LeafForm::Prose => "\"\"\"\n…\n\"\"\"".to_owned(),
            LeafForm::FilePath => "\"attachments/…/….jpg\"".to_owned(),
            LeafForm::Number => "1_480".to_owned(),
            LeafForm::Count => "320".to_owned(),
            LeafForm::FiscalYear => "2026".to_owned(),
            LeafForm::CorporateNumber => "\"8999900000001\"".to_owned(),
            LeafForm::Bool => "true".to_owned(),
            LeafForm::Date => "2026-06-19".to_owned(),
            LeafForm::DateTime => "2026-06-01T12:00:00".to_owned(),
            LeafForm::Day => "\"令和8年6月中\"".to_owned(),
            LeafForm::Choice(words) => format!("\"{}\"", words.first().copied().unwrap_or_default()),
        }
    }
}

//! The values that leaves hold: texts, exact numbers, years, dates, and words from fixed lists.

use super::form::LeafForm;
use super::member::{LeafValue, Scalar};
use super::read::{Reader, TomlValue, shown};
use crate::diagnostic::Code;
use crate::document::Class;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use std::ops::RangeInclusive;
use std::sync::Arc;
use toml::de::DeValue;
use toml::value::Datetime;
use unicode_normalization::UnicodeNormalization;

/// A text without line breaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(pub Arc<str>);

/// Paragraphs parted by empty lines; a single line break is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose(pub Arc<str>);

/// A path below `sources/`, parted by `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilePath(pub Arc<str>);

/// A number exactly as written, in the unit that stands beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(pub Decimal);

/// A head count, an order: an integer from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub u32);

/// A fiscal year (年度), named by its first calendar year: 2026 is 令和8年度.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FiscalYear(pub i16);

/// 13 digits, of which the first checks the others (法人番号の指定等に関する省令第2条).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CorporateNumber(pub Arc<str>);

/// A day, or words where the day is not fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Day {
    /// 2026-07-15.
    Fixed(Date),
    /// 「令和8年6月中」.
    Words(Arc<str>),
}

fn text_of<'v>(value: &'v TomlValue<'_>, reader: &mut Reader<'_>) -> Option<&'v str> {
    let Some(text) = value.get_ref().as_str() else {
        return reader.wrong_type(value, "文字列", "\"…\"");
    };
    if text.trim().is_empty() {
        let hint = "値を書くか、未定であれば { pending = \"理由\" } と書いてください。";
        reader.refuse(Code::BadValue, value, "値が空です。".to_owned(), hint);
        return None;
    }
    reader.fits(value, text).then_some(text)
}

/// No line is longer, in characters; a rare one that takes two units of UTF-16 counts twice: as headings and alternative
/// texts, PDF files take some 16,000 units together.
const LONGEST_LINE: usize = 5_000;

fn line_of<'v>(value: &'v TomlValue<'_>, reader: &mut Reader<'_>) -> Option<&'v str> {
    let text = text_of(value, reader)?;
    if text.contains(['\n', '\r']) {
        let message = "この項目は1行で書きます。改行が含まれています。".to_owned();
        reader.refuse(Code::BadValue, value, message, "改行を消してください。");
        return None;
    }
    if text.encode_utf16().count() > LONGEST_LINE {
        let message = format!("1行で書く項目が長すぎます（上限{LONGEST_LINE}字）。");
        let hint = "貼り付けの誤りがないかを確かめ、短くしてください。";
        reader.refuse(Code::BadValue, value, message, hint);
        return None;
    }
    Some(text)
}

impl LeafValue for Line {
    const FORM: LeafForm = LeafForm::Line;

    fn read(value: &TomlValue<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        line_of(value, reader).map(|text| Line(text.into()))
    }

    fn scalar(&self) -> Scalar<'_> {
        Scalar::Line(&self.0)
    }
}

impl LeafValue for Prose {
    const FORM: LeafForm = LeafForm::Prose;

    fn read(value: &TomlValue<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        text_of(value, reader).map(|text| Prose(text.trim_end().replace("\r\n", "\n").into()))
    }

    fn scalar(&self) -> Scalar<'_> {
        Scalar::Prose(&self.0)
    }
}

impl LeafValue for FilePath {
    const FORM: LeafForm = LeafForm::FilePath;

    fn read(value: &TomlValue<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        line_of(value, reader).map(|text| FilePath(text.into()))
    }

    fn scalar(&self) -> Scalar<'_> {
        Scalar::Line(&self.0)
    }
}

impl LeafValue for bool {
    const FORM: LeafForm = LeafForm::Bool;

    fn read(value: &TomlValue<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        match value.get_ref().as_bool() {
            Some(value) => Some(value),
            None => reader.wrong_type(value, "true（はい）か false（いいえ）", "true"),
        }
    }

    fn scalar(&self) -> Scalar<'_> {
        Scalar::Bool(*self)
    }
}

/// The decimal that a literal writes, digit by digit; `None` where it is none or too long to be held exactly.
fn decimal_of(value: &DeValue<'_>) -> Option<Decimal> {
    match value {
        DeValue::Integer(integer) if integer.radix() == 10 => Decimal::from_str_exact(integer.as_str()).ok(),
        DeValue::Float(float) => Decimal::from_str_exact(float.as_str()).ok(),
        DeValue::Integer(_)
        | DeValue::String(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => None,
    }
}

/// The number that a text was meant to be: full-width digits, commas and quotes are how people write them.
fn meant(value: &TomlValue<'_>) -> Option<String> {
    let text: String = value.get_ref().as_str()?.chars().take(40).nfkc().collect();
    let digits: String = text
        .trim()
        .chars()
        .filter(|it| !matches!(it, ',' | '、' | '_' | ' '))
        .collect();
    let point = |it: char| it == '.';
    let plain = digits
        .split(point)
        .all(|part| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit()));
    (plain && digits.matches(point).count() <= 1).then_some(digits)
}

/// Numbers from here on are slips, whatever their unit; below it sums over any plan stay exact.
const LIMIT: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);
/// Digits after the point beyond this are slips too.
const MOST_DECIMALS: u32 = 6;

impl LeafValue for Number {
    const FORM: LeafForm = LeafForm::Number;

    fn read(value: &TomlValue<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        if !matches!(value.get_ref(), DeValue::Integer(_) | DeValue::Float(_)) {
            let example = meant(value).unwrap_or_else(|| "1_480 又は 48.2".to_owned());
            return reader.wrong_type(value, "半角の数（引用符なし）", &example);
        }
        match decimal_of(value.get_ref()).filter(|number| number.abs() < LIMIT && number.scale() <= MOST_DECIMALS) {
            // -0 is 0.
            Some(number) => Some(Number(if number.is_zero() { number.abs() } else { number })),
            None => {
                let message = "数として正確に読めません。".to_owned();
                let hint =
                    "十進の数字だけで書いてください（指数、16進、桁の多すぎる数は使えません）。例：4_820_000_000";
                reader.refuse(Code::BadValue, value, message, hint);
                None
            }
        }
    }

    fn scalar(&self) -> Scalar<'_> {
        Scalar::Number(self.0)
    }
}

/// An integer between two bounds.
fn integer_of(
    value: &TomlValue<'_>,
    reader: &mut Reader<'_>,
    bounds: std::ops::RangeInclusive<i64>,
    example: &str,
) -> Option<i64> {
    if !matches!(value.get_ref(), DeValue::Integer(_)) {
        let example = meant(value).unwrap_or_else(|| example.to_owned());
        return reader.wrong_type(value, "半角の整数（引用符なし）", &example);
    }
    let DeValue::Integer(integer) = value.get_ref() else {
        return None;
    };
    // What is written in another base is never meant by people.
    let read = Some(integer)
        .filter(|it| it.radix() == 10)
        .and_then(|it| it.as_str().parse::<i64>().ok());
    let within = read.filter(|number| bounds.contains(number));
    if within.is_none() {
        let message = format!("{}から{}までの十進の整数を書きます。", bounds.start(), bounds.end());
        reader.refuse(Code::BadValue, value, message, &format!("例：{example}"));
    }
    within
}

impl LeafValue for Count {
    const FORM: LeafForm = LeafForm::Count;

    fn read(value: &TomlValue<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let count = integer_of(value, reader, 0..=99_999_999, "320")?;
        u32::try_from(count).ok().map(Count)
    }

    fn scalar(&self) -> Scalar<'_> {
        Scalar::Integer(self.0.into())
    }
}

impl LeafValue for FiscalYear {
    const FORM: LeafForm = LeafForm::FiscalYear;

    fn read(value: &TomlValue<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let year = integer_of(value, reader, 1990..=2100, "2026（令和8年度）")?;
        i16::try_from(year).ok().map(FiscalYear)
    }

    fn scalar(&self) -> Scalar<'_> {
        Scalar::Integer(self.0.into())
    }
}

impl CorporateNumber {
    /// Whether the first digit is the check digit of the other twelve.
    pub fn is_valid(text: &str) -> bool {
        let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
        let Some(digits) = digits.filter(|digits| digits.len() == 13) else {
            return false;
        };
        let weighted = digits[1..].iter().rev().zip([1, 2].into_iter().cycle());
        let sum: u32 = weighted.map(|(digit, weight)| digit * weight).sum();
        digits[0] == 9 - sum % 9
    }
}

impl LeafValue for CorporateNumber {
    const FORM: LeafForm = LeafForm::CorporateNumber;

    fn read(value: &TomlValue<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let Some(text) = value.get_ref().as_str() else {
            return reader.wrong_type(value, "13桁の数字の文字列", "\"8999900000001\"");
        };
        if !CorporateNumber::is_valid(text) {
            let message = format!(
                "法人番号「{}」が正しくありません（13桁の半角数字で、先頭は検査用数字です）。",
                shown(text)
            );
            let hint = "国税庁の法人番号公表サイトの表示と照らし合わせてください。";
            reader.refuse(Code::BadCorporateNumber, value, message, hint);
            return None;
        }
        Some(CorporateNumber(text.into()))
    }

    fn scalar(&self) -> Scalar<'_> {
        Scalar::Line(&self.0)
    }
}

fn civil_date(datetime: &Datetime) -> Option<Date> {
    let date = datetime.date?;
    let year = i16::try_from(date.year).ok()?;
    Date::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

/// The years of which dates of a plan may be: workbooks know none before, and nobody plans for those behind.
const YEARS: RangeInclusive<i16> = 1900..=2199;

/// A day, if anybody can have meant it.
fn within_reason(date: Date, value: &TomlValue<'_>, reader: &mut Reader<'_>) -> Option<Date> {
    if YEARS.contains(&date.year()) {
        return Some(date);
    }
    let message = format!("「{date}」は、計画の日付としてありえません。");
    reader.refuse(
        Code::BadDate,
        value,
        message,
        "西暦の4桁の年で、2026-06-19 のように書いてください。",
    );
    None
}

/// A day with the time of day; `None` where either is not written.
fn civil_datetime(datetime: &Datetime) -> Option<DateTime> {
    let time = datetime.time?;
    let (hour, minute) = (i8::try_from(time.hour).ok()?, i8::try_from(time.minute).ok()?);
    let second = i8::try_from(time.second.unwrap_or(0)).ok()?;
    Some(civil_date(datetime)?.at(hour, minute, second.min(59), 0))
}

impl LeafValue for Date {
    const FORM: LeafForm = LeafForm::Date;

    fn read(value: &TomlValue<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let written = value.get_ref().as_datetime().filter(|it| it.time.is_none());
        match written.and_then(civil_date) {
            Some(date) => within_reason(date, value, reader),
            None => reader.wrong_type(value, "日付（引用符なし）", "2026-06-19"),
        }
    }

    fn scalar(&self) -> Scalar<'_> {
        Scalar::Date(*self)
    }
}

impl LeafValue for DateTime {
    const FORM: LeafForm = LeafForm::DateTime;

    fn read(value: &TomlValue<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let written = value.get_ref().as_datetime().filter(|it| it.offset.is_none());
        match written.and_then(civil_datetime) {
            Some(datetime) => within_reason(datetime.date(), value, reader).map(|_| datetime),
            None => reader.wrong_type(value, "日付と時刻（引用符なし）", "2026-06-01T12:00:00"),
        }
    }

    fn scalar(&self) -> Scalar<'_> {
        Scalar::DateTime(*self)
    }
}

impl LeafValue for Day {
    const FORM: LeafForm = LeafForm::Day;

    fn read(value: &TomlValue<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        if value.get_ref().is_str() {
            return line_of(value, reader).map(|text| Day::Words(text.into()));
        }
        Date::read(value, reader).map(Day::Fixed)
    }

    fn scalar(&self) -> Scalar<'_> {
        match self {
            Day::Fixed(date) => Scalar::Date(*date),
            Day::Words(text) => Scalar::Line(text),
        }
    }
}

/// Writes down fixed lists of words: the variant, then the word as the sources write it.
macro_rules! choices {
    ($($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal,)* })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $word] $variant,)* }

        impl $name {
            /// Every word of the list.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// As the sources write it.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// What a word of the list means; `None` of any other.
            pub fn of_word(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|it| it.word() == word)
            }

            fn shared(self) -> &'static Arc<str> {
                static WORDS: std::sync::LazyLock<Vec<Arc<str>>> =
                    std::sync::LazyLock::new(|| $name::ALL.iter().map(|it| it.word().into()).collect());
                &WORDS[self as usize]
            }
        }

        impl LeafValue for $name {
            const FORM: LeafForm = LeafForm::Choice(&[$($word,)*]);

            fn read(value: &TomlValue<'_>, reader: &mut Reader<'_>) -> Option<Self> {
                let words: Vec<&str> = Self::ALL.iter().map(|it| it.word()).collect();
                let Some(text) = value.get_ref().as_str() else {
                    return reader.wrong_type(value, "文字列", &format!("\"{}\"", words[0]));
                };
                let found = Self::ALL.iter().copied().find(|it| it.word() == text);
                if found.is_none() {
                    let message = format!("「{}」は、ここに書ける言葉ではありません。", shown(text));
                    let hint = format!("{}のどれかを書いてください。", words.join("、"));
                    reader.refuse(Code::BadValue, value, message, &hint);
                }
                found
            }

            fn scalar(&self) -> Scalar<'_> {
                Scalar::Line(self.shared())
            }
        }
    )*};
}

choices! {
    /// Which plan it is.
    Kind { Cluster = "cluster", }
    /// How far the plan has come.
    Stage { Outline = "素案", Proposal = "案", Adopted = "成案", }
    /// What became of an application.
    Status { Applied = "applied", Selected = "selected", NotSelected = "not-selected", Withdrawn = "withdrawn", }
    /// Units of money.
    MoneyUnit { Yen = "円", Thousand = "千円", Million = "百万円", HundredMillion = "億円", }
    /// Units of targets.
    KpiUnit { Yen = "円", Thousand = "千円", Million = "百万円", HundredMillion = "億円", Percent = "％", Persons = "人", }
    /// What the figures of a company cover.
    Scope { Prefecture = "県内事業所", Whole = "全社", }
    /// Who set a target.
    Provenance { Company = "企業回答", Prefecture = "県推計", }
    /// 総合勘案.
    Mark { Excellent = "◎", Good = "○", Fair = "△", Poor = "×", }
    /// How sentences end.
    Wording { Polite = "です・ます", Plain = "である", }
    /// How a product wins its market.
    Route { Export = "輸出", DomesticShare = "国内シェア", }
    /// The nation's 17 strategic fields, spelt as in the call.
    StrategicField {
        Semiconductors = "AI・半導体", Shipbuilding = "造船", Quantum = "量子", Biology = "合成生物学・バイオ",
        Aerospace = "航空・宇宙", Cyber = "デジタル・サイバーセキュリティ", Contents = "コンテンツ", FoodTech = "フードテック",
        Energy = "資源・エネルギー安全保障・GX", Resilience = "防災・国土強靱化", Medicine = "創薬・先端医療",
        Fusion = "フュージョンエネルギー", Materials = "マテリアル(重要鉱物・部材)", Ports = "港湾ロジスティクス",
        Defence = "防衛産業", Communications = "情報通信", Ocean = "海洋",
    }
    /// The classification of industries.
    Classification { Jsic = "JSIC", }
    /// What is asked of the nation.
    NationalMeasureKind { Screening = "審査上の考慮", Grant = "交付金", Deregulation = "規制改革", Finance = "財政措置", Other = "その他", }
    /// Papers of an application.
    AttachmentKind { FinancialStatement = "financial-statement", CompanyProfile = "company-profile", Form1 = "form1", Form2 = "form2", Other = "other", }
    /// To whom the project narrows a key: the nation and the prefecture, or the prefecture's own staff.
    Narrowed { Nation = "N", Internal = "I", }
    /// Whether requirements are final.
    ProfileStatus { Provisional = "暫定", Confirmed = "確定", }
    /// What a requirement is asked of.
    RequirementScope { Plan = "plan", Field = "field", Company = "company", }
    /// To whom a package, or a part of it, goes: the nation, the prefecture's own record, everybody.
    Recipient { Nation = "nation", Prefecture = "prefecture", Public = "public", }
    /// What an enclosure is.
    EnclosureContent {
        Letter = "letter", List = "list", Plan = "plan", PublicPlan = "public-plan", Annex = "annex",
        Undisclosed = "undisclosed", Requirements = "requirements", Evidence = "evidence",
        Companies = "companies", Papers = "papers", Merged = "merged",
    }
    /// In which formats an enclosure is written.
    EnclosureFormat { Docx = "docx", Pdf = "pdf", Xlsx = "xlsx", Csv = "csv", }
    /// Sections of form 1 that may be published, never the investment.
    PublicSection { Sales = "sales", Philosophy = "philosophy", Situation = "situation", Strategy = "strategy", RegionalImpact = "regional_impact", Vision = "vision", Photos = "photos", }
}

impl Narrowed {
    /// The class.
    pub fn class(self) -> Class {
        match self {
            Narrowed::Nation => Class::Nation,
            Narrowed::Internal => Class::Internal,
        }
    }
}

impl MoneyUnit {
    /// How many yen one of it is.
    pub fn yen(self) -> Decimal {
        match self {
            MoneyUnit::Yen => Decimal::ONE,
            MoneyUnit::Thousand => Decimal::ONE_THOUSAND,
            MoneyUnit::Million => Decimal::from_parts(1_000_000, 0, 0, false, 0),
            MoneyUnit::HundredMillion => Decimal::from_parts(100_000_000, 0, 0, false, 0),
        }
    }
}

impl KpiUnit {
    /// The unit of money, where it is one.
    pub fn money(self) -> Option<MoneyUnit> {
        match self {
            KpiUnit::Yen => Some(MoneyUnit::Yen),
            KpiUnit::Thousand => Some(MoneyUnit::Thousand),
            KpiUnit::Million => Some(MoneyUnit::Million),
            KpiUnit::HundredMillion => Some(MoneyUnit::HundredMillion),
            KpiUnit::Percent | KpiUnit::Persons => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        assert!(CorporateNumber::is_valid("8999900000001"));
        assert!(!CorporateNumber::is_valid("7999900000001"));
        assert!(!CorporateNumber::is_valid("899990000000"));
        assert!(!CorporateNumber::is_valid("８９９９９０００００００１"));
    }

    /// What a number reads as; else the code and the hint.
    fn number(written: &str) -> String {
        read_as::<Number>(written, |number| number.0.to_string())
    }

    fn count(written: &str) -> String {
        read_as::<Count>(written, |count| count.0.to_string())
    }

    fn read_as<T: LeafValue>(written: &str, show: impl Fn(&T) -> String) -> String {
        let text = format!("value = {written}\n");
        let mut sources = crate::source::SourceMap::default();
        let file = sources.add("a.toml", &text);
        let mut diagnostics = Vec::new();
        let value = crate::plan::read::single::<T>(file, &text, &mut diagnostics);
        match (value, diagnostics.first()) {
            (Some(value), None) => show(&value),
            (_, Some(it)) => format!("{} {}", it.code.name(), it.hint.as_deref().unwrap_or_default()),
            (None, None) => "silence".to_owned(),
        }
    }

    #[test]
    fn numbers_are_read_as_written_or_refused() {
        let rows = [
            ("1480", "1480"),
            ("1_480", "1480"),
            ("48.20", "48.20"),
            ("+5", "5"),
            ("-5", "-5"),
            ("-0", "0"),
            ("-0.0", "0.0"),
            ("0.1", "0.1"),
            ("999_999_999_999", "999999999999"),
            ("0.123456", "0.123456"),
            ("\"1,000\"", "wrong-type 例：1000"),
            ("\"１，０００\"", "wrong-type 例：1000"),
            ("\"４８．２\"", "wrong-type 例：48.2"),
            ("\"約1000\"", "wrong-type 例：1_480 又は 48.2"),
            ("true", "wrong-type 例：1_480 又は 48.2"),
            ("2026-01-01", "wrong-type 例：1_480 又は 48.2"),
            ("[1, 0]", "wrong-type 例：1_480 又は 48.2"),
        ];
        for (written, expected) in rows {
            assert_eq!(number(written), expected, "{written}");
        }
        let exact = [
            "1e3",
            "4.8e2",
            "0x10",
            "0o7",
            "0b1",
            "inf",
            "-inf",
            "nan",
            "0.1234567",
            "1_000_000_000_000_000",
        ];
        for written in exact {
            assert!(
                number(written).starts_with("bad-value 十進の数字だけ"),
                "{written}: {}",
                number(written)
            );
        }
        for written in [
            "１２３",
            "1,000",
            "1__0",
            "_1",
            "1.",
            ".5",
            "007",
            "1 000",
            "４８.2",
            "1万",
        ] {
            assert!(
                number(written).starts_with("toml-syntax"),
                "{written}: {}",
                number(written)
            );
        }
    }

    #[test]
    fn counts_are_read_as_written_or_refused() {
        let rows = [
            ("320", "320"),
            ("+320", "320"),
            ("3_200", "3200"),
            ("-0", "0"),
            ("320.0", "wrong-type 例：320"),
            ("3e2", "wrong-type 例：320"),
            ("\"３２０\"", "wrong-type 例：320"),
            ("\"320人\"", "wrong-type 例：320"),
            ("0x140", "bad-value 例：320"),
            ("-1", "bad-value 例：320"),
            ("99999999999999999999", "bad-value 例：320"),
        ];
        for (written, expected) in rows {
            assert_eq!(count(written), expected, "{written}");
        }
    }
}

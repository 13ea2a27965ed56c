//! Numbers of texts that equal a value which the edition withholds.

use super::names::Named;
use super::passage::{Number, Passage, Texts};
use super::sentence::Sentence;
use super::topic::Topic;
use super::{Finding, name, overlap};
use crate::diagnostic::Code;
use crate::figures::{Figures, Unit};
use crate::plan::{KeyPath, KpiUnit, Plan};
use crate::words::{Flowing, Kind, Quantity, letters, quantities, quantities_in, significant};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A number of so many significant digits is no chance.
const LONG: usize = 4;
/// A number of fewer says something only with its year.
const LEAST: usize = 2;
/// Where withheld values are more than one of so many of all numbers of their length, to meet one of them says nothing:
/// anywhere in the plan, in a sentence that speaks of the field.
const CROWD: usize = 10;
const CROWD_OF_FIELD: usize = 4;
/// Where a sentence speaks of a whole field, a number with one of these is not a company's.
const NOT_ONE: [&str; 8] = ["合計", "総額", "全体", "平均", "当たり", "以上", "未満", "上限"];

/// A number without a unit is read from so many written digits on, or with decimals.
const LEAST_WITHOUT_UNIT: usize = 3;
/// No more letters stand between such a number and its noun.
const MOST_BETWEEN: usize = 12;
/// The units in which a number counts that has none, by what its sentence speaks of.
const MONEY: &[&str] = &["円", "千円", "万円", "百万円", "億円"];
const UNITS: [(Topic, &[&str]); 6] = [
    (Topic::Sales, MONEY),
    (Topic::ExternalSales, MONEY),
    (Topic::Purchases, MONEY),
    (Topic::InternalTransactions, MONEY),
    (Topic::Employment, &["人"]),
    (Topic::Wages, &["%"]),
];

/// A value that the edition withholds.
struct Withheld {
    company: usize,
    topic: Topic,
    key: KeyPath,
    label: String,
    year: Option<i16>,
}

/// A kind of values of a length: how many significant digits, how many of them before the point.
type Length = (Kind, usize, i64);

/// All values that the edition withholds, and those that it shows.
#[derive(Default)]
pub struct Values {
    withheld: Vec<Withheld>,
    of: BTreeMap<(Kind, Decimal), Vec<usize>>,
    shown: BTreeSet<(Kind, Decimal)>,
    /// What everybody knows of a company, by its index.
    shown_of: BTreeMap<usize, BTreeSet<(Kind, Decimal)>>,
    /// How many different values there are of a length: of all, and of the companies of a field on a topic.
    crowds: BTreeMap<Length, usize>,
    crowds_of: BTreeMap<(Arc<str>, Topic, Length), usize>,
}

/// How sure it is that a number is a withheld value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Certainty {
    Likely,
    Sure,
}

impl Values {
    /// Those of a plan, of which an edition shows some numbers and figures; a company that reads it knows its own.
    pub fn of(plan: &Plan, texts: &Texts<'_>, figures: &Figures, reader: Option<usize>) -> Values {
        let mut values = Values::default();
        for number in &texts.numbers {
            let Some(of) = amount(number) else { continue };
            let is_shown = number.shown || reader.is_some() && number.company == reader;
            match (is_shown, number.company) {
                (true, company) => values.show(of, company),
                (false, Some(company)) => {
                    let withheld = Withheld {
                        company,
                        topic: Topic::of(&number.key),
                        key: number.key.clone(),
                        label: number.label.clone(),
                        year: number.year,
                    };
                    values.withhold(plan, of, withheld);
                }
                (false, None) => {}
            }
        }
        values.agreed(texts);
        values.investments(plan, reader);
        values.figures(figures);
        values
    }

    /// What companies agreed to publish of themselves is no secret of theirs, but for their investments.
    fn agreed(&mut self, texts: &Texts<'_>) {
        for passage in texts.passages.iter().filter(|it| it.agreed) {
            let found = quantities(passage.text());
            for quantity in found.iter().filter(|it| !matches!(it.kind, Kind::Area | Kind::Pieces)) {
                self.show((quantity.kind, quantity.value), passage.company);
            }
        }
    }

    fn show(&mut self, of: (Kind, Decimal), company: Option<usize>) {
        self.shown.insert(of);
        if let Some(company) = company {
            self.shown_of.entry(company).or_default().insert(of);
        }
    }

    fn withhold(&mut self, plan: &Plan, of: (Kind, Decimal), withheld: Withheld) {
        let same = self.of.entry(of).or_default();
        let length = length(of);
        let field = plan.companies[withheld.company]
            .field
            .get()
            .map(|field| field.0.clone());
        if same.is_empty() {
            *self.crowds.entry(length).or_default() += 1;
        }
        let is_alike = |index: &usize| {
            let other = &self.withheld[*index];
            let their = plan.companies[other.company].field.get().map(|field| &field.0);
            other.topic == withheld.topic && their == field.as_ref()
        };
        if let Some(field) = &field
            && !same.iter().any(is_alike)
        {
            *self
                .crowds_of
                .entry((field.clone(), withheld.topic, length))
                .or_default() += 1;
        }
        same.push(self.withheld.len());
        self.withheld.push(withheld);
    }

    /// The amounts, areas and counts that companies write of where they say what they invest.
    fn investments(&mut self, plan: &Plan, reader: Option<usize>) {
        let others = plan
            .companies
            .iter()
            .enumerate()
            .filter(|(index, _)| Some(*index) != reader);
        for (company, entry) in others {
            let Some(text) = entry.profile.investment.get() else {
                continue;
            };
            let found = quantities(&Flowing::of(&text.0).text);
            for quantity in found
                .iter()
                .filter(|it| matches!(it.kind, Kind::Money | Kind::Area | Kind::Pieces))
            {
                let withheld = Withheld {
                    company,
                    topic: Topic::Investment,
                    key: KeyPath::of_file(format!("companies/{}", entry.id))
                        .key("profile")
                        .key("investment"),
                    label: "投資の具体像".to_owned(),
                    year: None,
                };
                self.withhold(plan, (quantity.kind, quantity.value), withheld);
            }
        }
    }

    fn figures(&mut self, figures: &Figures) {
        for figure in figures.all().iter().filter(|it| !it.withheld) {
            let kind = match figure.unit {
                Unit::Yen => Kind::Money,
                Unit::Persons => Kind::Persons,
                Unit::Percent | Unit::Points => Kind::Rate,
                Unit::Ratio | Unit::Free => continue,
            };
            let printed = figure.value.as_ref().map(|value| value.plain(1).to_string());
            if let Some(value) = printed.and_then(|it| Decimal::from_str_exact(&it).ok()) {
                self.shown.insert((kind, value.normalize()));
            }
        }
    }

    /// The numbers of a sentence that are, or may be, withheld values; each once.
    pub fn findings(&self, plan: &Plan, passage: &Passage<'_>, sentence: &Sentence<'_>) -> Vec<Finding> {
        let guessed = self.without_unit(passage, sentence);
        let quantities = sentence.quantities.iter().chain(&guessed);
        let found = quantities.filter_map(|quantity| {
            let (certainty, withheld) = self.best(plan, passage, sentence, quantity)?;
            let company = name(&plan.companies[withheld.company]);
            let of = format!("{company}の公表しない値（{}、{}）", withheld.label, withheld.key);
            let (code, message) = match certainty {
                Certainty::Sure if withheld.topic == Topic::Investment => {
                    (Code::InvestmentDisclosed, format!("公表する文のこの数は、{of}と同じです。"))
                }
                Certainty::Sure => (Code::WithheldInText, format!("公表する文のこの数は、{of}と同じです。")),
                Certainty::Likely => {
                    let message = format!("公表する文のこの数は、{of}のことかもしれません。");
                    (Code::PerhapsWithheldInText, message)
                }
            };
            Some(Finding {
                code,
                part: quantity.start..quantity.end,
                cleared: sentence.range.clone(),
                message,
                advice: match withheld.topic {
                    Topic::Investment => "個別の投資案件は公表しません（公募の留意事項）。数を除いて書き換えてください。",
                    _ => "数を除いて書き換えるか、この企業に公表の同意を得てください。すでに公表されている値であれば、その値に already_public = \"有価証券報告書\" のように資料の名前を書いてください。",
                },
            })
        });
        found.collect()
    }

    /// Numbers of a sentence that has no unit for them, in every unit that its words allow: 売上高は3,300. They say something
    /// only where it names the company, and where they are the whole value.
    fn without_unit(&self, passage: &Passage<'_>, sentence: &Sentence<'_>) -> Vec<Quantity> {
        let mut found: Vec<Quantity> = Vec::new();
        if sentence.companies.is_empty() || !sentence.text.contains(char::is_numeric) {
            return found;
        }
        let text = passage.text();
        let counts_other = |end: usize| text[end..].starts_with(['つ', 'か', 'の']);
        let spoken = UNITS.iter().filter(|(topic, _)| sentence.has(topic.nouns()));
        let pairs = spoken.flat_map(|(topic, units)| units.iter().map(move |unit| (topic.nouns(), *unit)));
        for (nouns, unit) in pairs {
            let read = quantities_in(sentence.text, Some(unit)).into_iter();
            let read = read.map(|it| it.moved(sentence.range.start)).filter(|it| {
                let known = sentence.quantities.iter().chain(&found);
                let is_known = known
                    .map(|it| it.start..it.end)
                    .any(|other| overlap(&other, &(it.start..it.end)));
                let is_value = self.of.contains_key(&(it.kind, it.value));
                let written = &text[it.start..it.end];
                let is_long = it.digits >= LEAST_WITHOUT_UNIT || written.contains(['.', '．', '・']);
                let before = &text[sentence.range.start..it.start];
                is_value
                    && is_long
                    && it.significant() >= LEAST
                    && !is_known
                    && !counts_other(it.end)
                    && stands_beside(nouns, before)
            });
            let read: Vec<Quantity> = read.collect();
            found.extend(read);
        }
        found
    }

    /// The withheld value that a number most surely is.
    fn best(
        &self,
        plan: &Plan,
        passage: &Passage<'_>,
        sentence: &Sentence<'_>,
        quantity: &Quantity,
    ) -> Option<(Certainty, &Withheld)> {
        let (low, high) = quantity.bounds();
        let near = self.of.range((quantity.kind, low)..=(quantity.kind, high));
        let mut best: Option<(Certainty, &Withheld)> = None;
        for ((_, value), indexes) in near {
            let exact = *value == quantity.value;
            for withheld in indexes.iter().map(|index| &self.withheld[*index]) {
                let found = self.certainty(plan, (passage, sentence), (quantity, exact), withheld);
                if let Some(certainty) = found.filter(|it| best.is_none_or(|(best, _)| *it > best)) {
                    best = Some((certainty, withheld));
                }
            }
        }
        best
    }

    fn certainty(
        &self,
        plan: &Plan,
        (passage, sentence): (&Passage<'_>, &Sentence<'_>),
        (quantity, exact): (&Quantity, bool),
        withheld: &Withheld,
    ) -> Option<Certainty> {
        let (low, high) = quantity.bounds();
        let range = (quantity.kind, low)..=(quantity.kind, high);
        let of = (quantity.kind, quantity.value);
        let digits = quantity.significant();
        let known = self.shown_of.get(&withheld.company);
        if withheld.topic != Topic::Investment && known.is_some_and(|known| known.range(range.clone()).next().is_some())
        {
            return None;
        }
        let speaks = withheld.topic != Topic::Other && sentence.has(withheld.topic.nouns());
        let is_year = withheld.year.filter(|_| !sentence.years.is_empty());
        let is_year = is_year.map(|year| sentence.years.contains(&year));
        // Two machines of many are no news.
        let says_something = digits >= LEAST || exact && withheld.topic != Topic::Investment;
        if speaks && says_something && sentence.companies.contains(&withheld.company) {
            let sure = is_year != Some(false) && (digits >= LEAST || is_year == Some(true));
            return Some(if sure { Certainty::Sure } else { Certainty::Likely });
        }
        let is_shown = || self.shown.range(range.clone()).next().is_some();
        // A rate is anybody's share of anything.
        let is_rate = quantity.kind == Kind::Rate;
        let alone =
            exact && digits >= LONG && (speaks || !is_rate) && !crowded(self.crowds.get(&length(of)), digits, CROWD);
        if alone && !is_shown() {
            return Some(Certainty::Sure);
        }
        let field = plan.companies[withheld.company]
            .field
            .get()
            .map(|field| field.0.clone())?;
        let of_field = sentence.fields.contains(&Named::Field(field.clone())) && passage.company.is_none();
        let crowd = self.crowds_of.get(&(field, withheld.topic, length(of)));
        let likely = of_field
            && speaks
            && !sentence.names_company
            && digits >= LEAST
            && (exact || quantity.rough && digits > LEAST)
            && is_year != Some(false)
            && (is_year == Some(true) || digits > LEAST || withheld.topic == Topic::Investment)
            && !crowded(crowd, digits, CROWD_OF_FIELD)
            && !NOT_ONE.iter().any(|word| sentence.text.contains(word));
        (likely && !is_shown()).then_some(Certainty::Likely)
    }
}

/// Whether one of some nouns stands right before a number, other numbers and nouns with their particles between them.
fn stands_beside(nouns: &[&str], before: &str) -> bool {
    let before = letters(before);
    let behind = nouns
        .iter()
        .filter_map(|noun| Some(&before[before.rfind(noun)? + noun.len()..]));
    let between = behind.map(|it| it.chars().filter(|it| !it.is_numeric()).count()).min();
    between.is_some_and(|between| between <= MOST_BETWEEN)
}

/// What a number of a source counts, in yen, persons or percent.
fn amount(number: &Number) -> Option<(Kind, Decimal)> {
    let (kind, one) = match number.unit {
        KpiUnit::Percent => (Kind::Rate, Decimal::ONE),
        KpiUnit::Persons => (Kind::Persons, Decimal::ONE),
        KpiUnit::Yen | KpiUnit::Thousand | KpiUnit::Million | KpiUnit::HundredMillion => {
            (Kind::Money, number.unit.money()?.yen())
        }
    };
    let value = number.value.checked_mul(one)?.normalize();
    (!value.is_zero()).then_some((kind, value))
}

fn length((kind, value): (Kind, Decimal)) -> Length {
    let digits = value.mantissa().unsigned_abs().to_string().len();
    let digits = i64::try_from(digits).unwrap_or_default();
    (kind, significant(value), digits - i64::from(value.scale()))
}

/// Whether values fill more than one of `part` of all numbers of so many significant digits.
fn crowded(values: Option<&usize>, digits: usize, part: usize) -> bool {
    let all = (1..digits).fold(9_usize, |all, _| all.saturating_mul(10));
    values.is_some_and(|values| values.saturating_mul(part) > all.max(part))
}

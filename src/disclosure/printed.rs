//! What a public edition printed, as the next one must know it: `versions/<label>.printed.json`, all of it public.

use crate::figures::{Fraction, Indicator};
use crate::plan::FiscalYear;
use crate::world::{PRINTED, ReadError, VERSIONS, World};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// More digits after the point no printed value has.
const DECIMALS: u32 = 12;

/// What one public edition printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// The form of this file.
    pub format: u32,
    /// What the edition is called.
    pub label: String,
    /// Its totals.
    pub totals: Vec<PrintedTotal>,
    /// Values of single companies that it printed.
    pub values: Vec<PrintedValue>,
}

/// A printed total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedTotal {
    /// What it is called: 半導体の売上額（基準値）.
    pub label: String,
    /// The key of the indicator.
    pub indicator: String,
    /// The year of a target; absent of the baseline.
    pub year: Option<i16>,
    /// As printed, in yen, persons or percent.
    pub value: String,
    /// The step to which it is rounded.
    pub step: String,
    /// The corporate numbers of the companies in it.
    pub companies: Vec<String>,
}

/// A printed value of one company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedValue {
    /// The corporate number.
    pub company: String,
    /// The key of the indicator that it equals.
    pub indicator: String,
    /// The year of a target; absent of the baseline.
    pub year: Option<i16>,
    /// As printed, in yen, persons or percent.
    pub value: String,
    /// The step of its last digit.
    pub step: String,
}

impl Printed {
    /// The file of an edition of this label.
    pub fn path(label: &str) -> String {
        format!("{VERSIONS}/{}{PRINTED}", crate::archive::plain_words(label))
    }

    /// As its file holds it.
    pub fn text(&self) -> Vec<u8> {
        (serde_json::to_string_pretty(self).unwrap_or_default() + "\n").into_bytes()
    }
}

/// The records that a project keeps, as an edition of a label reads them.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// Those of other editions, by the names of their files.
    pub others: Vec<Printed>,
    /// Those of editions of the same label, from the first: none is ever replaced by one that tells something else.
    pub own: Vec<Printed>,
}

/// More records of one label nobody keeps.
const MOST_OF_A_LABEL: usize = 99;

/// The records of a project as an edition of a label reads them; `former` is what editions of that kind were called once.
///
/// # Errors
/// The path of a file that cannot be read as such a record.
pub fn records(world: &dyn World, label: &str, former: Option<&str>) -> Result<Records, String> {
    let names = world.list(VERSIONS).map_err(|_| VERSIONS.to_owned())?;
    let paths = names.iter().map(|name| format!("{VERSIONS}/{name}"));
    let mut paths: Vec<String> = paths.filter(|path| path.ends_with(PRINTED)).collect();
    let mut records = Records::default();
    let former = former.into_iter().map(str::to_owned);
    for own in former.chain((1..=MOST_OF_A_LABEL).map(|count| numbered(label, count))) {
        let path = Printed::path(&own);
        if let Some(index) = paths.iter().position(|it| *it == path) {
            paths.remove(index);
            let printed = Printed {
                label: own,
                ..read(world, path)?
            };
            records.own.push(printed);
        }
    }
    for path in paths {
        records.others.push(read(world, path)?);
    }
    Ok(records)
}

fn read(world: &dyn World, path: String) -> Result<Printed, String> {
    let bytes = world.read(&path).map_err(|_: ReadError| path.clone())?;
    let printed: Printed = serde_json::from_slice(&bytes).map_err(|_| path.clone())?;
    match printed.format == 1 && printed.is_readable() {
        true => Ok(printed),
        false => Err(path),
    }
}

/// 公表版, then 公表版（2） and so on.
fn numbered(label: &str, count: usize) -> String {
    match count {
        1 => label.to_owned(),
        _ => format!("{label}（{count}）"),
    }
}

impl Records {
    /// The label under which an edition keeps its record: that of one which tells the same already, else the first that is
    /// free.
    pub fn label_for(&self, printed: &Printed, label: &str) -> String {
        let same = self.own.iter().find(|own| own.tells_the_same(printed));
        let is_free = |label: &String| self.own.iter().all(|own| own.label != *label);
        let free = || (1..).map(|count| numbered(label, count)).find(is_free);
        same.map(|own| own.label.clone())
            .or_else(free)
            .unwrap_or_else(|| label.to_owned())
    }
}

impl Printed {
    /// Whether two editions printed the same, whatever they are called.
    pub fn tells_the_same(&self, other: &Printed) -> bool {
        (&self.totals, &self.values) == (&other.totals, &other.values)
    }
}

impl Printed {
    /// The step in which the edition displayed an indicator: the finest of its totals, for others were made coarser.
    pub fn displayed(&self, indicator: Indicator) -> Option<Fraction> {
        let alike = |total: &&PrintedTotal| {
            self::indicator(&total.indicator)
                .is_some_and(|it| it.is_money() == indicator.is_money() && (it.is_money() || it == indicator))
        };
        let steps = self
            .totals
            .iter()
            .filter(alike)
            .filter_map(|total| Some(total.rounded()?.1));
        steps.min()
    }

    fn is_readable(&self) -> bool {
        let total = |it: &PrintedTotal| indicator(&it.indicator).is_some() && rounded(&it.value, &it.step).is_some();
        let value = |it: &PrintedValue| indicator(&it.indicator).is_some() && rounded(&it.value, &it.step).is_some();
        self.totals.iter().all(total) && self.values.iter().all(value)
    }
}

impl PrintedTotal {
    /// Whether it is of an indicator at a time.
    pub fn is_of(&self, indicator: Indicator, year: Option<FiscalYear>) -> bool {
        self.indicator == indicator.key() && self.year == year.map(|year| year.0)
    }

    /// Its value and step.
    pub fn rounded(&self) -> Option<(Fraction, Fraction)> {
        rounded(&self.value, &self.step)
    }
}

impl PrintedValue {
    /// Whether it is of an indicator at a time.
    pub fn is_of(&self, indicator: Indicator, year: Option<FiscalYear>) -> bool {
        self.indicator == indicator.key() && self.year == year.map(|year| year.0)
    }

    /// Its value and step.
    pub fn rounded(&self) -> Option<(Fraction, Fraction)> {
        rounded(&self.value, &self.step)
    }

    /// Whether a value is printed just so.
    pub fn prints(&self, value: &Fraction) -> bool {
        rounded(&self.value, &self.step).is_some_and(|(printed, step)| value.to_step(&step) == printed)
    }
}

/// A number as these files write it.
pub fn written(value: &Fraction) -> String {
    value.plain(DECIMALS).to_string()
}

fn rounded(value: &str, step: &str) -> Option<(Fraction, Fraction)> {
    let number = |text: &str| Decimal::from_str(text).ok().map(Fraction::from);
    let step = number(step).filter(|step| !step.is_zero() && !step.is_negative())?;
    Some((number(value)?, step))
}

fn indicator(key: &str) -> Option<Indicator> {
    Indicator::ALL.into_iter().find(|indicator| indicator.key() == key)
}

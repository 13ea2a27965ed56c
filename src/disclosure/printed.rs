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

/// The records of the public editions before the one of a label, by the names of their files.
///
/// # Errors
/// The path of a file that cannot be read as such a record.
pub fn earlier(world: &dyn World, label: &str) -> Result<Vec<Printed>, String> {
    let names = world.list(VERSIONS).map_err(|_| VERSIONS.to_owned())?;
    let own = Printed::path(label);
    let paths = names.iter().map(|name| format!("{VERSIONS}/{name}"));
    let read = |path: String| -> Result<Printed, String> {
        let bytes = world.read(&path).map_err(|_: ReadError| path.clone())?;
        let printed: Printed = serde_json::from_slice(&bytes).map_err(|_| path.clone())?;
        match printed.format == 1 && printed.is_readable() {
            true => Ok(printed),
            false => Err(path),
        }
    };
    paths
        .filter(|path| path.ends_with(PRINTED) && *path != own)
        .map(read)
        .collect()
}

impl Printed {
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

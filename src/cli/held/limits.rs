//! How much time and memory work on a record from elsewhere may take.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

const MEGABYTE: u64 = 1024 * 1024;
/// What is written that is no limit.
const MISTAKE: &str = "時間と記憶領域の上限を、600s,8GB のように半角で書いてください（s は秒。MB も使えます）。";

/// The most that a process may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    seconds: u32,
    megabytes: u32,
}

impl Default for Limits {
    /// More than twice the time that a plan of forty companies takes, and a little more than its memory.
    fn default() -> Self {
        Limits {
            seconds: 20,
            megabytes: 500,
        }
    }
}

impl Limits {
    /// Of the processor.
    pub fn time(self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }

    /// In bytes; no file that is written may be larger either.
    pub fn memory(self) -> u64 {
        u64::from(self.megabytes) * MEGABYTE
    }
}

impl FromStr for Limits {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (time, memory) = text.split_once(',').ok_or(MISTAKE)?;
        let number = |text: &str| text.parse::<u32>().ok().filter(|it| *it > 0).ok_or(MISTAKE);
        let seconds = number(time.strip_suffix('s').ok_or(MISTAKE)?)?;
        let megabytes = match (memory.strip_suffix("GB"), memory.strip_suffix("MB")) {
            (Some(count), _) => number(count)?.checked_mul(1024).ok_or(MISTAKE)?,
            (None, Some(count)) => number(count)?,
            (None, None) => return Err(MISTAKE),
        };
        Ok(Limits { seconds, megabytes })
    }
}

/// What there is only so much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Time.
    Time,
    /// Memory.
    Memory,
    /// The size of a file that is written.
    Output,
}

impl Limits {
    /// That a limit was met, and what to do.
    pub fn told(self, met: Resource) -> String {
        let more = match self == Limits::default() {
            true => "--limits 600s,8GB を付けて",
            false => "--limits の値を大きくして",
        };
        let Limits { seconds, .. } = self;
        let size = Size(self.megabytes);
        let met = match met {
            Resource::Time => format!("時間が上限の {seconds} 秒"),
            Resource::Memory => format!("使う記憶領域が上限の {size} "),
            Resource::Output => format!("書き出すファイルが上限の {size} "),
        };
        format!(
            "大きな記録です。出どころが確かなら {more}、もう一度実行してください（{met}を超えたため、途中で止めました）。"
        )
    }
}

struct Size(u32);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            whole if whole % 1024 == 0 => write!(f, "{} GB", whole / 1024),
            other => write!(f, "{other} MB"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_a_time_and_a_size() {
        let of = |seconds, megabytes| Ok(Limits { seconds, megabytes });
        assert_eq!("600s,8GB".parse(), of(600, 8192));
        assert_eq!("20s,500MB".parse(), Ok(Limits::default()));
        for wrong in [
            "",
            "600s",
            "8GB",
            "0s,8GB",
            "600s,0GB",
            "600,8GB",
            "600s,8",
            "-1s,1GB",
            "1s,9999999GB",
        ] {
            assert_eq!(wrong.parse::<Limits>(), Err(MISTAKE), "{wrong}");
        }
    }
}

//! Which program makes a record, and whether it is the one that made another.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A planc, by its release and by what it was built from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// The number of the release.
    #[serde(rename = "planc")]
    pub release: String,
    /// The commit of its sources, with a mark where they were changed since; 不明 where it was built without git. Records
    /// of 0.1.0 do not tell.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub commit: Option<String>,
    /// The SHA-256 of a list of checksums of its sources, in hexadecimal: programs of one digest write the same bytes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sources: Option<String>,
}

impl Program {
    /// The program that runs.
    pub fn this() -> Program {
        Program {
            release: env!("CARGO_PKG_VERSION").to_owned(),
            commit: Some(env!("PLANC_COMMIT").to_owned()),
            sources: Some(env!("PLANC_SOURCES").to_owned()),
        }
    }

    /// Whether both were built from the same sources, whatever commit holds them.
    pub fn is(&self, other: &Program) -> bool {
        self.release == other.release && self.sources.is_some() && self.sources == other.sources
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What a record says of itself may be anything.
        let told = |it: &Option<String>| it.as_deref().unwrap_or("記録なし").escape_debug().to_string();
        write!(
            f,
            "{}\n  コミット：{}\n  ソースの検査値（SHA-256）：{}",
            self.release.escape_debug(),
            told(&self.commit),
            told(&self.sources)
        )
    }
}

//! What each code means, why it matters and what to do: data beside this file, one file a code.

use super::Code;
use serde::Deserialize;
use std::fmt::Write as _;

/// What the staff can read about a code, with examples that a test runs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Explanation {
    /// What is wrong, in a sentence.
    pub summary: String,
    /// Which rule of the call or requirement of the nation stands behind it.
    pub why: String,
    /// What to do.
    pub remedy: String,
    /// The file of the sample in which the examples stand; empty where they are words.
    pub file: String,
    /// What is wrong.
    pub bad: String,
    /// The same put right.
    pub good: String,
    /// The words of the changed file at which the bad example is told of; its first character where absent.
    pub at: Option<String>,
    /// What the examples replace in the sample; the good one itself where absent.
    pub replaces: Option<String>,
    /// Words of the sample before which that ends.
    pub until: Option<String>,
    /// Where the code is tested if no text can bring it about.
    pub tested: Option<String>,
}

impl Code {
    /// What the code means.
    pub fn explanation(self) -> Explanation {
        // A test reads all of them.
        toml::from_str(self.explanation_source()).unwrap_or_default()
    }

    /// The code of a name; otherwise the one that was probably meant.
    ///
    /// # Errors
    /// Where no code has that name.
    pub fn find(name: &str) -> Result<Code, Option<Code>> {
        let folded = name.trim().to_lowercase().replace('_', "-");
        if let Some(code) = Code::ALL.iter().find(|code| code.name() == folded) {
            return Ok(*code);
        }
        let distance = |code: &&Code| strsim::damerau_levenshtein(&folded, code.name());
        Err(Code::ALL.iter().min_by_key(distance).copied())
    }
}

/// All that is known of a code, for people.
pub fn text(code: Code) -> String {
    let it = code.explanation();
    let mut text = format!("{}（{}）\n{}\n", code.name(), code.gravity_name(), it.summary);
    let place = if it.file.is_empty() {
        String::new()
    } else {
        format!("（{}）", it.file)
    };
    let parts = [
        ("なぜ問題か".to_owned(), &it.why),
        ("どうすればよいか".to_owned(), &it.remedy),
        (format!("悪い例{place}"), &it.bad),
        (format!("よい例{place}"), &it.good),
    ];
    for (title, body) in parts {
        let _ = write!(text, "\n{title}\n");
        for line in body.trim_end().lines() {
            let _ = writeln!(text, "{}", format!("  {line}").trim_end());
        }
    }
    text
}

/// Every code with its summary, one a line.
pub fn list() -> String {
    let longest = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or(0);
    let rows = sorted().into_iter().map(|code| {
        let summary = code.explanation().summary;
        format!("{:longest$}  {summary}\n", code.name())
    });
    rows.collect()
}

/// Every code with severity and summary, as a table of Markdown.
pub fn table() -> String {
    let mut table = "| コード | 重さ | 意味 |\n| --- | --- | --- |\n".to_owned();
    for code in sorted() {
        let summary = code.explanation().summary;
        let _ = writeln!(table, "| `{}` | {} | {summary} |", code.name(), code.gravity_name());
    }
    table
}

fn sorted() -> Vec<Code> {
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.name());
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained() {
        for code in Code::ALL {
            let read: Result<Explanation, _> = toml::from_str(code.explanation_source());
            let it = read.unwrap_or_else(|error| panic!("{}: {error}", code.name()));
            let texts = [&it.summary, &it.why, &it.remedy, &it.bad, &it.good];
            assert!(texts.iter().all(|text| !text.trim().is_empty()), "{}", code.name());
            assert!(it.tested.is_some() || !it.file.is_empty(), "{}", code.name());
        }
    }

    #[test]
    fn the_nearest_code_is_found() {
        assert_eq!(Code::find("bad-date"), Ok(Code::BadDate));
        assert_eq!(Code::find("Bad_Date"), Ok(Code::BadDate));
        assert_eq!(Code::find("missing-kpis"), Err(Some(Code::MissingKpi)));
    }
}

//! How readers are to handle an edition, as every page of it says.

use super::{Purpose, told};
use crate::diagnostic::Edition;
use crate::document::Text;
use crate::plan::{About, Stage};
use std::sync::Arc;

/// Where an edition is only rehearsed.
const REHEARSAL: &str = "公表前";
/// On the public edition that the nation is to publish: what it says ends by itself on the day of publication.
const UNTIL_PUBLICATION: &str = "国の公表まで取扱注意";
/// What the mark of a briefing says, whatever else it does, until the plan is adopted.
const UNDER_CONSIDERATION: &str = "検討中";
/// Of a briefing in any case: the companies that it names may not have been announced yet. Also of what holds nothing but
/// what is not published.
pub const WITH_CARE: &str = "取扱注意";

/// The mark of an edition. Drafts bear that of `plan.toml` until the plan is adopted.
pub fn of(about: &About, edition: Edition, purpose: Purpose) -> Option<Text> {
    let adopted = about.stage.value() == Some(Stage::Adopted);
    let written = told(&about.handling, edition, |handling| handling.0.to_string());
    let written = written.filter(|_| !adopted);
    match (edition, purpose) {
        (_, Purpose::Rehearsal) => Some(words(REHEARSAL)),
        (_, Purpose::Submission) => Some(words(UNTIL_PUBLICATION)),
        (Edition::Draft | Edition::Company, Purpose::Release) => written,
        (Edition::Briefing, Purpose::Release) if adopted => Some(words(WITH_CARE)),
        (Edition::Briefing, Purpose::Release) => Some(under_consideration(written)),
        (Edition::Final | Edition::Public, Purpose::Release) => None,
    }
}

fn under_consideration(written: Option<Text>) -> Text {
    let written = written.unwrap_or_else(|| words(WITH_CARE));
    if written.text.contains(UNDER_CONSIDERATION) {
        return written;
    }
    let both = format!("{}・{UNDER_CONSIDERATION}", written.text);
    Text::made_of(&both, &Arc::default(), [&written])
}

fn words(words: &str) -> Text {
    Text::template(words, &Arc::default())
}

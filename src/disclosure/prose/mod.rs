//! The audit of prose: no text that everybody reads gives away investments, or values that the edition withholds.
//!
//! What is read is every text of class P of the sources, whatever its key, and every word that a template of the project's
//! own prints. It is searched for pieces of the investments (様式1の投資の具体像), for numbers that equal a withheld value
//! in whatever unit and spelling, and for words that announce an investment. Equal pieces are errors, likely ones warnings;
//! a person answers for either in `[[cleared]]` of `plan.toml`.
//!
//! A short number (under four significant digits) is found everywhere by chance: it counts only in a sentence that speaks
//! of the company, or of its field, and of what the value is.

mod announced;
mod applicant;
mod investment;
mod names;
mod passage;
mod printed;
mod sentence;
mod topic;
mod values;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Added, Document};
use crate::figures::Figures;
use crate::parallel;
use crate::plan::{Clearable, Company, Entry, Plan};
use crate::words::letters;
pub use topic::Topic;

use applicant::Applicants;
use investment::Investments;
use names::Names;
use passage::{Passage, Texts};
use sentence::{Sentence, sentences_of};
use std::ops::Range;
use values::Values;

/// Audits the texts of an edition that shows only class P: `plan` is the whole plan, `public` the same as that edition
/// shows it, `figures` what it prints of the totals, `document` what its templates make of it, where they were expanded.
pub fn audit_prose(plan: &Plan, public: &Plan, figures: &Figures, document: Option<&Document>) -> Vec<Clearable> {
    audit((plan, None), public, figures, document)
}

/// The same of the sheet that the one company of `shown` confirms: it may read its own values, no other's.
pub fn audit_sheet(plan: &Plan, shown: &Plan, figures: &Figures, document: Option<&Document>) -> Vec<Clearable> {
    let is_own = |it: &Entry<Company>| shown.company(&it.id).is_some();
    let reader = plan.companies.iter().position(is_own);
    audit((plan, reader), shown, figures, document)
}

fn audit(
    (plan, reader): (&Plan, Option<usize>),
    shown: &Plan,
    figures: &Figures,
    document: Option<&Document>,
) -> Vec<Clearable> {
    let (audit, mut passages) = Audit::of((plan, reader), shown, figures);
    passages.extend(
        document
            .into_iter()
            .flat_map(|document| printed::passages(plan, document)),
    );
    audit.passages(&passages)
}

/// The same of what the templates alone make of the edition: of a document, and of words of a file of theirs that are
/// printed around it.
pub fn audit_templates(
    (plan, public, figures): (&Plan, &Plan, &Figures),
    document: &Document,
    (path, words): (&str, &[&str]),
) -> Vec<Clearable> {
    let mut passages = printed::passages(plan, document);
    passages.extend(printed::of_words(plan, path, words));
    match passages.is_empty() {
        true => Vec::new(),
        false => Audit::of((plan, None), public, figures).0.passages(&passages),
    }
}

/// The same of what the pages of that edition show beyond its document.
pub fn audit_added(plan: &Plan, public: &Plan, figures: &Figures, added: &[Added]) -> Vec<Clearable> {
    if added.is_empty() {
        return Vec::new();
    }
    let (audit, _) = Audit::of((plan, None), public, figures);
    let passages: Vec<Passage<'_>> = added.iter().map(Passage::of_pages).collect();
    audit.passages(&passages)
}

/// What the texts announce that companies agreed to publish: the part of the audit that needs nothing else.
pub fn announced(plan: &Plan) -> Vec<Clearable> {
    let audit = Audit {
        plan,
        reader: None,
        names: Names::default(),
        applicants: Applicants::default(),
        investments: Investments::default(),
        values: Values::default(),
    };
    let passages = passage::agreed(plan);
    let suspect = passages.iter().filter(|it| announced::may_announce(it.text()));
    suspect.flat_map(|passage| audit.passage(passage)).collect()
}

struct Audit<'a> {
    plan: &'a Plan,
    /// The company that reads the edition, by its index in the plan; `None` of an edition for everybody.
    reader: Option<usize>,
    names: Names,
    applicants: Applicants,
    investments: Investments,
    values: Values,
}

/// Something that a text gives away.
struct Finding {
    code: Code,
    /// What of the passage gives it away.
    part: Range<usize>,
    /// The sentence, or the sentences, that a person may clear.
    cleared: Range<usize>,
    message: String,
    advice: &'static str,
}

impl<'a> Audit<'a> {
    /// Prepares the audit of an edition, with the texts that it shows of the sources.
    fn of((plan, reader): (&'a Plan, Option<usize>), shown: &Plan, figures: &Figures) -> (Audit<'a>, Vec<Passage<'a>>) {
        let texts = Texts::of(plan, shown, reader);
        let audit = Audit {
            plan,
            reader,
            names: Names::of(plan),
            applicants: Applicants::of(plan, shown),
            investments: Investments::of(plan, shown, reader),
            values: Values::of(plan, &texts, figures, reader),
        };
        (audit, texts.passages)
    }
}

impl Audit<'_> {
    fn passages(&self, passages: &[Passage<'_>]) -> Vec<Clearable> {
        let found = parallel::map(passages, |_, passage| self.passage(passage));
        found.into_iter().flatten().collect()
    }

    fn passage(&self, passage: &Passage<'_>) -> Vec<Clearable> {
        let sentences = sentences_of(passage, &self.names);
        let mut found = self.pieces(passage, &sentences);
        for sentence in &sentences {
            let is_told = |found: &[Finding]| found.iter().any(|it| overlap(&it.cleared, &sentence.range));
            if is_told(&found) {
                continue;
            }
            let before = found.len();
            if self.tells(passage, sentence) {
                found.extend(self.values.findings(self.plan, passage, sentence));
            }
            if found.len() == before && self.reader.is_none() {
                found.extend(announced::finding(self.plan, passage, sentence));
            }
            if found.len() == before {
                found.extend(self.applicants.finding(self.plan, sentence));
            }
        }
        let own = found.into_iter().filter(|it| passage.is_own(&it.part));
        own.map(|finding| self.clearable(passage, finding)).collect()
    }

    /// Whether the numbers of a sentence may tell the reader something: what a company wrote of itself it knows.
    fn tells(&self, passage: &Passage<'_>, sentence: &Sentence<'_>) -> bool {
        let is_own = self.reader.is_some() && passage.company == self.reader;
        !is_own || sentence.companies.iter().any(|it| Some(*it) != self.reader)
    }

    /// Pieces of investments; companies that invest together may say it in the same words.
    fn pieces(&self, passage: &Passage<'_>, sentences: &[Sentence<'_>]) -> Vec<Finding> {
        let own = self
            .reader
            .and_then(|it| self.plan.companies[it].profile.investment.get());
        let own = own.map(|text| letters(&text.0)).unwrap_or_default();
        let pieces = self.investments.find(passage.text()).into_iter();
        let pieces = pieces.filter(|it| own.is_empty() || !own.contains(&letters(&passage.text()[it.range.clone()])));
        let finding = |piece: investment::Piece| {
            let touched = || sentences.iter().filter(|it| overlap(&it.range, &piece.range));
            let start = touched().next().map_or(piece.range.start, |it| it.range.start);
            let end = touched().next_back().map_or(piece.range.end, |it| it.range.end);
            let company = &self.plan.companies[piece.company];
            Finding {
                code: Code::InvestmentDisclosed,
                message: format!(
                    "公表する文に、{}の「投資の具体像」（companies/{}#profile.investment）と同じ文言が{}字続いています。",
                    name(company),
                    company.id,
                    piece.letters
                ),
                part: piece.range.clone(),
                cleared: start..end,
                advice: "個別の投資案件は公表しません（公募の留意事項）。投資の内容が分からない文に書き換えてください。",
            }
        };
        pieces.map(finding).collect()
    }

    /// Words for an edition that one company reads.
    fn worded(&self, words: String) -> String {
        match self.reader {
            None => words,
            Some(_) => words
                .replace("公表する文", "企業に渡す文")
                .replace("公表して差し支えない", "この企業に見せて差し支えない"),
        }
    }

    fn clearable(&self, passage: &Passage<'_>, finding: Finding) -> Clearable {
        let key = passage.key(&finding.part);
        let cleared = &passage.text()[finding.cleared.clone()];
        let quoted = cleared
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace(['\n', '\t'], " ");
        let hint = format!(
            "{}公表して差し支えないことを確かめた場合は、plan.toml に [[cleared]] の見出しと、key = \"{key}\"、text = \"{quoted}\"、reason = \"（確かめたこと）\" の3行を書いてください。",
            finding.advice
        );
        let place = passage.place(self.plan, &finding.part);
        let message = self.worded(finding.message);
        Clearable {
            diagnostic: Diagnostic::new(finding.code, place, message).hint(self.worded(hint)),
            key,
            texts: vec![cleared.to_owned(), passage.text().to_owned()],
        }
    }
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// What people call a company.
fn name(company: &Entry<Company>) -> &str {
    company.short_name.get().map_or(&company.id, |name| &name.0)
}

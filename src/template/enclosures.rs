//! Enclosures as data: `enclosures.toml` says what a package holds, for whom and in which order; conditions in the
//! expressions of the templates say of which company a paper is asked.

use super::requirements::{Condition, Shown, Subject, Written, conditions};
use super::view::values;
use crate::diagnostic::{Code, Diagnostic};
use crate::edition::{PlanView, Undisclosed};
use crate::plan::{
    AttachmentKind, Company, Enclosure, EnclosureContent, EnclosureFormat, EnclosureList, Entry, Leaf, Line, Paper,
    Plan, Recipient, Record, RequirementScope, locate, read_enclosures,
};
use crate::source::{FileId, Place, Span};
use minijinja::Environment;
use std::collections::BTreeSet;
use std::sync::Arc;

/// An `enclosures.toml`.
#[derive(Clone, Debug)]
pub struct Enclosures {
    file: FileId,
    text: Arc<str>,
    list: EnclosureList,
}

/// What of a plan is enclosed, in order.
#[derive(Clone, Debug)]
pub struct Enclosed {
    /// Its number.
    pub number: u32,
    /// Its name.
    pub name: Arc<str>,
    /// Where `enclosures.toml` names it.
    pub place: Place,
    /// To whom it goes.
    pub recipient: Recipient,
    /// What it is.
    pub content: EnclosureContent,
    /// In which formats, where planc writes it.
    pub formats: Vec<EnclosureFormat>,
    /// The papers of companies, in the order of the plan.
    pub companies: Vec<CompanyPapers>,
    /// How its files are named.
    pub naming: Naming,
}

/// How the files that the nation gets are named; those of others by their number and name alone, papers in folders.
#[derive(Clone, Debug, Default)]
pub struct Naming {
    /// What every name begins with, such as 43_熊本県; nothing where it is empty.
    pub prefix: Arc<str>,
    /// Whether all files lie side by side, papers of companies too.
    pub flat: bool,
}

/// The papers of a company.
#[derive(Clone, Debug)]
pub struct CompanyPapers {
    /// Its number in the plan, from 1.
    pub number: usize,
    /// Its short name.
    pub name: Arc<str>,
    /// Its papers, in the order of `enclosures.toml`.
    pub papers: Vec<PaperFile>,
}

/// A paper of a company.
#[derive(Clone, Debug)]
pub struct PaperFile {
    /// What it is called in a package; numbered where there are several.
    pub name: String,
    /// Where the source names its file.
    pub place: Place,
    /// The file, below `sources/`.
    pub path: Arc<str>,
}

impl Enclosed {
    /// Whether it is made of what the public edition shows, or of what it leaves out.
    pub fn needs_public(&self) -> bool {
        match self.content {
            EnclosureContent::PublicPlan | EnclosureContent::Annex | EnclosureContent::Undisclosed => true,
            EnclosureContent::Letter
            | EnclosureContent::List
            | EnclosureContent::Plan
            | EnclosureContent::Requirements
            | EnclosureContent::Evidence
            | EnclosureContent::Companies
            | EnclosureContent::Papers
            | EnclosureContent::Merged => false,
        }
    }

    /// Whether it is the cover letter.
    pub fn is_letter(&self) -> bool {
        self.content == EnclosureContent::Letter
    }
}

/// What a package tells of itself, in its letter and in its list.
#[derive(Clone, Debug, Default)]
pub struct Packing {
    /// What is enclosed.
    pub listings: Vec<Listing>,
    /// Its files.
    pub files: Vec<EnclosedFile>,
    /// What its plan for the public leaves out.
    pub undisclosed: Vec<Undisclosed>,
    /// Whether a list of checksums goes with it.
    pub is_verifiable: bool,
}

/// An enclosure as a letter names it.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Its name.
    pub name: Arc<str>,
    /// How many companies bring papers for it.
    pub companies: usize,
    /// It is the letter.
    pub is_letter: bool,
}

/// A file as the list of enclosures tells it.
#[derive(Clone, Debug)]
pub struct EnclosedFile {
    /// The number of its enclosure.
    pub number: u32,
    /// Its path in the package.
    pub path: Arc<str>,
    /// How many pages it has, if it has pages and they could be counted.
    pub pages: Option<u32>,
    /// Its size in bytes; none of the list's own files.
    pub size: Option<u64>,
    /// Its SHA-256; none of the list's own files.
    pub digest: Option<String>,
}

impl Packing {
    /// Why the list has no checksums of its own files, and where they are.
    pub fn own_note(&self) -> &'static str {
        own_note(self.is_verifiable)
    }
}

/// Why a list of enclosures has no checksums of its own files, and where they are.
pub fn own_note(is_verifiable: bool) -> &'static str {
    match is_verifiable {
        true => {
            "この一覧のファイル自身の大きさと検査値は、一覧に書くと変わってしまうため載せていません。検査値は SHA256SUMS.txt にあります。"
        }
        false => {
            "この一覧のファイル自身の大きさと検査値は、一覧に書くと変わってしまうため載せていません。検査値は県の記録にあります。"
        }
    }
}

impl Enclosures {
    /// Reads an `enclosures.toml`; what is wrong with it is in the diagnostics.
    pub fn read(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let list = read_enclosures(file, text, diagnostics);
        let enclosures = Enclosures {
            file,
            text: text.into(),
            list,
        };
        enclosures.check(diagnostics);
        enclosures
    }

    /// What the form of the file does not hold.
    fn check(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut numbers = BTreeSet::new();
        for enclosure in self.list.enclosures.iter() {
            let (Some(content), Some(recipient)) = (enclosure.content.value(), enclosure.recipient.value()) else {
                continue;
            };
            let mut tell = |place: Option<Place>, message: String, hint: &str| {
                let place = place.unwrap_or(self.start());
                diagnostics.push(Diagnostic::new(Code::TemplateError, place, message).hint(hint));
            };
            let public = recipient == Recipient::Public;
            if let Some(number) = enclosure.number.value()
                && (number.0 > MOST || !numbers.insert((public, number.0)))
            {
                let message = format!("番号 {} は、二度書かれているか、大きすぎます。", number.0);
                tell(
                    enclosure.number.place(),
                    message,
                    "1から99までの、ほかと重ならない番号にしてください。",
                );
            }
            if public && !PUBLISHED.contains(&content) {
                let message = format!("「{}」は、公表するものには入れられません。", content.word());
                tell(
                    enclosure.content.place(),
                    message,
                    "公表するものに書けるのは、plan（計画）と companies（重点支援企業一覧）です。",
                );
            }
            if content == EnclosureContent::Papers && enclosure.papers.iter().next().is_none() {
                let hint = "[[enclosures.papers]] に、書類の名称（name）と種類（kind）を書いてください。";
                tell(
                    enclosure.content.place(),
                    "企業の書類が一つも書かれていません。".to_owned(),
                    hint,
                );
            }
            for format in enclosure.formats.iter().filter(|it| !writes(content, it.value())) {
                let words: Vec<&str> = formats(content).iter().map(|it| it.word()).collect();
                let message = format!("「{}」は、この形式では作れません。", content.word());
                tell(
                    format.place(),
                    message,
                    &format!("書ける形式は、{}です。", words.join("、")),
                );
            }
        }
    }

    /// Whether a list of checksums goes to recipients: to the nation only where that is asked for.
    pub fn is_verifiable(&self, recipient: Recipient) -> bool {
        match recipient {
            Recipient::Nation => self.list.verify_files.value() == Some(true),
            Recipient::Prefecture | Recipient::Public => true,
        }
    }

    fn naming(&self, recipient: Recipient) -> Naming {
        match recipient {
            Recipient::Nation => Naming {
                prefix: self.list.prefix.get().map_or_else(Arc::default, |it| it.0.clone()),
                flat: self.list.flat.value() == Some(true),
            },
            Recipient::Prefecture | Recipient::Public => Naming::default(),
        }
    }

    fn start(&self) -> Place {
        Place {
            file: self.file,
            span: Span::default(),
        }
    }
}

/// No higher number has two digits.
const MOST: u32 = 99;
/// What holds nothing that the public edition does not show.
const PUBLISHED: [EnclosureContent; 2] = [EnclosureContent::Plan, EnclosureContent::Companies];

/// The formats in which planc writes an enclosure.
fn formats(content: EnclosureContent) -> &'static [EnclosureFormat] {
    use EnclosureFormat::{Csv, Docx, Pdf, Xlsx};
    match content {
        EnclosureContent::Letter
        | EnclosureContent::Plan
        | EnclosureContent::PublicPlan
        | EnclosureContent::Annex
        | EnclosureContent::Undisclosed => &[Docx, Pdf],
        EnclosureContent::List => &[Pdf, Xlsx],
        EnclosureContent::Merged => &[Pdf],
        EnclosureContent::Requirements => &[Docx, Pdf],
        EnclosureContent::Evidence => &[Xlsx],
        EnclosureContent::Companies => &[Xlsx, Csv],
        EnclosureContent::Papers => &[],
    }
}

fn writes(content: EnclosureContent, format: Option<EnclosureFormat>) -> bool {
    format.is_none_or(|format| formats(content).contains(&format))
}

/// What of a plan is enclosed for some recipients, by number. Papers that are missing, and conditions that cannot be
/// judged, are in the diagnostics.
///
/// `plan` is the whole plan: papers are the prefecture's own matter, and no view shows them. Conditions see `view`.
pub fn enclosed(
    enclosures: &Enclosures,
    plan: &Plan,
    view: &PlanView,
    recipients: &[Recipient],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Enclosed> {
    let (shown, origins) = values(view);
    let environment = conditions(&Arc::new(origins));
    let mut judge = Judge {
        enclosures,
        plan,
        shown: Shown::new(shown),
        environment: &environment,
        diagnostics,
    };
    let wanted = enclosures.list.enclosures.iter();
    let wanted = wanted.filter(|it| it.recipient.value().is_some_and(|it| recipients.contains(&it)));
    let mut found: Vec<Enclosed> = wanted.filter_map(|it| judge.enclosure(it)).collect();
    found.sort_by_key(|it| it.number);
    found
}

struct Judge<'a> {
    enclosures: &'a Enclosures,
    plan: &'a Plan,
    shown: Shown,
    environment: &'a Environment<'static>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Judge<'a> {
    fn enclosure(&mut self, enclosure: &'a Enclosure) -> Option<Enclosed> {
        if !self.applies(&enclosure.applies, Subject::Plan) {
            return None;
        }
        let (content, recipient) = (enclosure.content.value()?, enclosure.recipient.value()?);
        let chosen: Vec<EnclosureFormat> = enclosure.formats.values().copied().collect();
        Some(Enclosed {
            number: enclosure.number.value()?.0,
            name: enclosure.name.get()?.0.clone(),
            place: enclosure.name.place()?,
            recipient,
            content,
            naming: self.enclosures.naming(recipient),
            formats: if chosen.is_empty() {
                formats(content).to_vec()
            } else {
                chosen
            },
            companies: self.papers(enclosure),
        })
    }

    fn papers(&mut self, enclosure: &'a Enclosure) -> Vec<CompanyPapers> {
        let plan = self.plan;
        let companies = plan.selected().enumerate().map(|(index, company)| CompanyPapers {
            number: index + 1,
            name: company.short_name.get().map_or(&company.id, |it| &it.0).clone(),
            papers: enclosure
                .papers
                .iter()
                .flat_map(|paper| self.paper(paper, company))
                .collect(),
        });
        companies.filter(|it| !it.papers.is_empty()).collect()
    }

    /// The files of a company's paper.
    fn paper(&mut self, paper: &'a Paper, company: &'a Entry<Company>) -> Vec<PaperFile> {
        let (Some(name), Some(kind)) = (paper.name.get(), paper.kind.value()) else {
            return Vec::new();
        };
        if !self.applies(&paper.applies, Subject::Company(company)) {
            return Vec::new();
        }
        let attached: Vec<_> = company
            .attachments
            .iter()
            .filter(|it| it.kind.value() == Some(kind))
            .collect();
        if attached.is_empty() && paper.optional.value() != Some(true) {
            self.missing(&name.0, kind, company);
        }
        let several = attached.len() > 1;
        let file = |(index, (path, place)): (usize, (Arc<str>, Place))| PaperFile {
            name: match several {
                true => format!("{}（{}）", name.0, index + 1),
                false => name.0.to_string(),
            },
            place,
            path,
        };
        let files = attached
            .iter()
            .filter_map(|it| Some((it.file.get()?.0.clone(), it.file.place()?)));
        files.enumerate().map(file).collect()
    }

    fn missing(&mut self, name: &str, kind: AttachmentKind, company: &Entry<Company>) {
        let form = Company::form();
        let place = locate(&self.plan.sources, company.file, &form, &["attachments"]).place;
        let short_name = company.short_name.get().map_or(&company.id, |it| &it.0);
        let message = format!("重点支援企業「{short_name}」の「{name}」が添付されていません。");
        let hint = format!(
            "ファイルを sources/attachments/{}/ に置き、この資料の終わりに [[attachments]] を足して、kind = \"{}\" と file を書いてください。",
            company.id,
            kind.word()
        );
        self.diagnostics
            .push(Diagnostic::new(Code::MissingAttachment, place, message).hint(hint));
    }

    /// Whether a condition holds; one that cannot be judged was told of, and does.
    fn applies(&mut self, condition: &'a Leaf<Line>, subject: Subject<'_>) -> bool {
        let Some(written) = Written::new(condition, &self.enclosures.text) else {
            return true;
        };
        let scope = match subject {
            Subject::Company(_) => RequirementScope::Company,
            Subject::Plan | Subject::Field(_) => RequirementScope::Plan,
        };
        let judged = match Condition::new(written, scope, self.environment) {
            Ok(condition) => condition.holds(&self.shown.of(subject)).map_err(|wrong| vec![*wrong]),
            Err(wrong) => Err(wrong),
        };
        judged.unwrap_or_else(|wrong| {
            // The same of each company: it is said once.
            let new = wrong.into_iter().filter(|it| !self.diagnostics.contains(it));
            let new: Vec<Diagnostic> = new.collect();
            self.diagnostics.extend(new);
            true
        })
    }
}

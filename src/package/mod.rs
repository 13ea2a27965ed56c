//! What leaves the prefecture as one zip file, what stays as its own record, and whether either is still as it was.

mod check_words;
mod checksums;
mod contents;
mod enclosed;
mod mail;
mod names;
mod pages;
mod previous;
mod program;
mod promise;
mod rebuild;
mod record;
mod sent;
mod tables;
mod verify;
mod version;

pub use check_words::{Listed, NAME as CHECK_WORDS, bytes as check_words};
pub use checksums::checksums;
pub use previous::{NoPrevious, previous};
pub use program::Program;
pub use promise::check;
pub use rebuild::{RebuildError, Rebuilt, made_by, rebuild};
pub use verify::{Difference, DifferenceKind, FORM, Otherwise, Verified, ZipKind, verify};
pub use version::{NotOpened, is_packed, open_version};

use crate::archive::{Files, Packing, faulty_names, plain_words};
use crate::compile::{self, Checked, Pages, Step};
use crate::diagnostic::{Code, Diagnostic, Edition, any_error, sort};
use crate::edition::{Purpose, without_figures};
use crate::plan::{EnclosureContent, Leaf, Plan, Recipient, load, unreadable};
use crate::release::{Released, zip};
use crate::source::{Place, SourceMap, Span};
use crate::template::enclosures::{Enclosed, enclosed};
use crate::world::World;
use crate::write::WriteError;
use contents::{Contents, Packed, in_place, with_sums};
use names::{faulty_name, paths, unusual_name};
use record::Described;
use std::collections::BTreeMap;
use zip::result::ZipError;

/// What the prefecture's own record is called by, behind the name of the edition.
const INTERNAL: &str = "【部内限り】";

/// What is to be packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// For whom: [`Edition::Final`], [`Edition::Public`] or [`Edition::Briefing`].
    pub edition: Edition,
    /// The prefecture's own record, with what it was made from.
    pub archive: bool,
}

/// What came of packing.
pub struct Packaged {
    /// The files that diagnostics speak of.
    pub sources: SourceMap,
    /// Every problem, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// The zip file, where no error stands in the way.
    pub zip: Option<Zip>,
    /// With what is handed in, the text of the mail that brings it.
    pub mail: Option<Released>,
    /// With a public edition, or a plan for publication, what later ones must know it to have printed: a file of the
    /// project folder.
    pub printed: Option<Released>,
}

/// A zip file in its place.
pub struct Zip {
    /// Its path in the project folder, and its bytes.
    pub file: Released,
    /// How many files it holds.
    pub files: usize,
}

/// Why a package could not be made, though nothing is wrong with the sources.
#[derive(Debug)]
pub enum PackError {
    /// A document could not be written.
    Write(WriteError),
    /// The zip file could not.
    Zip(ZipError),
}

impl std::fmt::Display for PackError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PackError::Write(error) => error.fmt(f),
            PackError::Zip(error) => write!(f, "zip ファイルを作れませんでした（{error}）。"),
        }
    }
}

impl std::error::Error for PackError {}

impl From<WriteError> for PackError {
    fn from(error: WriteError) -> Self {
        PackError::Write(error)
    }
}

impl From<ZipError> for PackError {
    fn from(error: ZipError) -> Self {
        PackError::Zip(error)
    }
}

/// Builds an edition and packs it with its enclosures. Every problem is told of, those of the plan and those of the
/// enclosures; with an error among them nothing is packed.
///
/// # Errors
/// Where a writer refuses a document, or the zip file would be too large.
pub fn package(world: &dyn World, wanted: Wanted, progress: &dyn Fn(Step)) -> Result<Packaged, PackError> {
    package_as(&Program::this(), world, wanted, progress)
}

/// The same under the name of another program, whose record is made again.
fn package_as(
    program: &Program,
    world: &dyn World,
    wanted: Wanted,
    progress: &dyn Fn(Step),
) -> Result<Packaged, PackError> {
    let mut checked = compile::build(world, wanted.edition, progress);
    let (plan, _) = load(world);
    let (enclosed, is_verifiable) = enclosures(world, &plan, wanted, &mut checked);
    let public = enclosed.iter().find(|it| it.needs_public());
    let public = public.and_then(|_| for_publication(world, &mut checked, progress));
    progress(Step::Write);
    let (mut zip, mut printed) = (None, None);
    if let Some(pages) = checked.pages.take()
        && !any_error(&checked.diagnostics, wanted.edition)
    {
        let mut maker = Maker {
            program,
            world,
            wanted,
            plan: &plan,
            public: public.as_ref(),
            is_verifiable,
            sources: &mut checked.sources,
            diagnostics: &mut checked.diagnostics,
        };
        zip = match maker.zip(&pages, &enclosed) {
            Err(PackError::Write(error)) => {
                let told = compile::refused(error, &pages, &checked.sources)?;
                checked.diagnostics.extend(told);
                None
            }
            other => other?,
        };
        printed = printed_of(&pages, public.as_ref()).filter(|_| zip.is_some());
    }
    sort(&mut checked.diagnostics, &checked.sources);
    let is_sent = wanted.edition == Edition::Final && !wanted.archive;
    Ok(Packaged {
        sources: checked.sources,
        diagnostics: checked.diagnostics,
        mail: zip.as_ref().filter(|_| is_sent).map(|it| mail::mail(&plan, &it.file)),
        zip,
        printed,
    })
}

/// What a package lets everybody read: of the public edition itself, or of the plan for publication within a submission.
fn printed_of(pages: &Pages, public: Option<&Pages>) -> Option<Released> {
    pages.printed().or_else(|| public?.printed())
}

/// The plan as the nation is to publish it. What is wrong with that alone is told of as such.
fn for_publication(world: &dyn World, checked: &mut Checked, progress: &dyn Fn(Step)) -> Option<Pages> {
    take_over(compile::build(world, submission(), progress), checked)
}

/// The plan as the nation is to publish it.
fn submission() -> compile::Wanted {
    compile::Wanted {
        purpose: Purpose::Submission,
        ..compile::Wanted::from(Edition::Public)
    }
}

/// Tells of what is wrong with the plan for publication alone, and gives back its pages.
fn take_over(public: Checked, checked: &mut Checked) -> Option<Pages> {
    for problem in public.diagnostics {
        let file = public.sources.file(problem.place.file);
        let known = checked.sources.find(&file.path);
        let place = Place {
            file: known.unwrap_or_else(|| checked.sources.add(&file.path, &file.text)),
            ..problem.place
        };
        let problem = Diagnostic { place, ..problem };
        if !checked.diagnostics.contains(&problem) {
            let message = format!("国に渡す公表用の計画について：{}", problem.message);
            checked.diagnostics.push(Diagnostic { message, ..problem });
        }
    }
    public.pages
}

/// What is enclosed; what is missing of it is told of, whatever else is wrong.
/// Also whether a list of checksums goes with it.
fn enclosures(world: &dyn World, plan: &Plan, wanted: Wanted, checked: &mut Checked) -> (Vec<Enclosed>, bool) {
    let Some(enclosures) = compile::enclosures(world, &mut checked.sources, &mut checked.diagnostics) else {
        return (Vec::new(), true);
    };
    let recipients: &[Recipient] = match (wanted.edition, wanted.archive) {
        (Edition::Public | Edition::Briefing, _) => &[Recipient::Public],
        (Edition::Draft | Edition::Company | Edition::Final, false) => &[Recipient::Nation],
        (Edition::Draft | Edition::Company | Edition::Final, true) => &[Recipient::Nation, Recipient::Prefecture],
    };
    let view = without_figures(plan, wanted.edition);
    let mut found = enclosed(&enclosures, plan, &view, recipients, &mut checked.diagnostics);
    if wanted.edition == Edition::Briefing {
        // What is still under consideration says so on every page: a list in Excel has none.
        found.retain(|it| it.content == EnclosureContent::Plan);
    }
    let letter = &plan.about.submission.letter;
    if found.iter().any(Enclosed::is_letter) && letter.place.is_none() {
        checked.diagnostics.push(no_letter(plan));
    }
    // The folder of a company is told once, whatever lies in it.
    let mut unusual: BTreeMap<String, Diagnostic> = BTreeMap::new();
    let handed = found.iter().filter(|it| it.recipient != Recipient::Prefecture);
    for (path, place) in handed.flat_map(paths) {
        if let Some(told) = unusual_name(&path, place) {
            unusual.entry(told.message.clone()).or_insert(told);
        }
    }
    checked.diagnostics.extend(unusual.into_values());
    let is_verifiable = recipients.first().is_none_or(|it| enclosures.is_verifiable(*it));
    (found, is_verifiable)
}

fn no_letter(plan: &Plan) -> Diagnostic {
    let start = Place {
        file: plan.about.file,
        span: Span::default(),
    };
    let place = plan.about.submission.header.unwrap_or(start);
    let message = "送付状に書くこと（[submission.letter]）がありません。";
    let hint = "plan.toml に [submission.letter] の見出しと、number、sender_title、sender_name、honorific、subject を書いてください。";
    Diagnostic::new(Code::MissingKey, place, message).hint(hint)
}

struct Maker<'a> {
    program: &'a Program,
    world: &'a dyn World,
    wanted: Wanted,
    plan: &'a Plan,
    public: Option<&'a Pages>,
    is_verifiable: bool,
    sources: &'a mut SourceMap,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Maker<'_> {
    /// The zip file; none where a problem came up on the way.
    fn zip(&mut self, pages: &Pages, enclosed: &[Enclosed]) -> Result<Option<Zip>, PackError> {
        let (kept, handed): (Vec<Enclosed>, Vec<Enclosed>) = enclosed
            .iter()
            .cloned()
            .partition(|it| it.recipient == Recipient::Prefecture);
        let (handed, kept) = (self.contents(pages, &handed)?, self.contents(pages, &kept)?);
        let mut places: BTreeMap<String, Place> = BTreeMap::new();
        places.extend(handed.iter().chain(&kept).map(|it| (it.path.clone(), it.place)));
        let files = match self.wanted.archive {
            false => self.handed_in(handed),
            true => match record::made_from(self.world, printed_of(pages, self.public)) {
                Ok(made_from) => self.record(pages, (handed, kept), made_from)?,
                Err((path, error)) => {
                    let place = self.place(&path);
                    let fault = faulty_names([&*path]).pop();
                    self.diagnostics.push(match fault {
                        Some((_, fault)) => faulty_name(&path, place, &fault),
                        None => unreadable(place, &path, &error),
                    });
                    return Ok(None);
                }
            },
        };
        self.check_names(&files, &places);
        if any_error(self.diagnostics, self.wanted.edition) {
            return Ok(None);
        }
        let path = format!("{}/{}.zip", self.folder(), self.name(pages));
        Ok(Some(Zip {
            file: zip(path, &files, Packing::Stored, Some(pages.document.date))?,
            files: files.len(),
        }))
    }

    fn contents(&mut self, pages: &Pages, enclosed: &[Enclosed]) -> Result<Vec<Packed>, PackError> {
        let mut contents = Contents {
            world: self.world,
            plan: pages,
            public: self.public,
            is_verifiable: self.is_verifiable,
            sources: self.sources,
            diagnostics: self.diagnostics,
            files: Vec::new(),
        };
        contents.all(enclosed)?;
        Ok(contents.files)
    }

    fn record(
        &self,
        pages: &Pages,
        (handed, kept): (Vec<Packed>, Vec<Packed>),
        made_from: Files,
    ) -> Result<Vec<Released>, ZipError> {
        let department = match &self.plan.about.department {
            Leaf::Given { value, .. } => &*value.0,
            Leaf::Absent | Leaf::Faulty | Leaf::Withheld | Leaf::Pending(_) => "",
        };
        // The same as without the record: who has that can say years later whether a zip file is the one that was sent.
        let package = zip(
            format!("{}.zip", plain_words(pages.name())),
            &self.handed_in(handed.clone()),
            Packing::Stored,
            Some(pages.document.date),
        )?;
        let described = Described {
            folder: &self.name(pages),
            package: &package,
            title: pages.name(),
            department,
            date: pages.document.date,
            edition: self.wanted.edition,
            program: self.program,
        };
        Ok(record::bag(&described, with_sums(handed), in_place(kept), made_from))
    }

    /// What recipients get.
    fn handed_in(&self, files: Vec<Packed>) -> Vec<Released> {
        match self.is_verifiable {
            true => with_sums(files),
            false => in_place(files),
        }
    }

    /// Every path is one that all systems take; of a file of the sources, the source itself is to be renamed.
    fn check_names(&mut self, files: &[Released], places: &BTreeMap<String, Place>) {
        let faulty = faulty_names(files.iter().map(Released::path));
        for (path, fault) in faulty {
            let parts = path.match_indices('/').map(|(at, _)| &path[at + 1..]);
            let own = std::iter::once(path).chain(parts).find_map(|path| places.get(path));
            let place = match own {
                Some(place) => *place,
                None => self.place(path.split_once("/data/").map_or(path, |it| it.1)),
            };
            self.diagnostics.push(faulty_name(path, place, &fault));
        }
    }

    /// The beginning of a file, which need not be one that is read as text.
    fn place(&mut self, path: &str) -> Place {
        let file = self.sources.find(path).unwrap_or_else(|| self.sources.add(path, ""));
        Place {
            file,
            span: Span::default(),
        }
    }

    fn folder(&self) -> &'static str {
        match self.wanted.archive {
            true => "output/archive",
            false => "output/package",
        }
    }

    /// The name of the zip file without its ending.
    fn name(&self, pages: &Pages) -> String {
        let mark = if self.wanted.archive { INTERNAL } else { "" };
        format!("{}{mark}", plain_words(pages.name()))
    }
}

//! From two versions to the documents that show what changed between them.

use super::{Expanded, Goal, Step, Templates, Wanted, run_to};
use crate::diagnostic::{Diagnostic, Edition};
use crate::diff::comparison::{Names, Preset, Presets, comparison};
use crate::diff::{self, Unproved};
use crate::document::{Block, Class, Disclosable, Document, Inline, Page, Paragraph, Section, Text, Undisclosed};
use crate::edition::{PlanView, discloses};
use crate::layout::{Layout, LayoutError, TemplateFile, layout};
use crate::plan::{Plan, Stage};
use crate::project::TEMPLATES;
use crate::source::SourceMap;
use crate::transform::complete;
use crate::world::World;
use crate::write::{WriteError, Written, pdf, word};
use std::fmt;
use std::sync::Arc;

/// Over the page that names what readers may read in one of the versions alone.
const DISCLOSURE: &str = "公表の範囲の変更";

/// A version of a plan as an edition shows it: its completed tree, not yet set as pages.
pub struct Version {
    /// What it was read from: for what may not be shown.
    pub plan: Plan,
    /// The tree.
    pub document: Document,
    /// Its stage and version, such as 素案 第2版.
    pub stage: Text,
    /// The preset of its comparison tables where none is named.
    pub preset: &'static str,
    /// What readers may read in one of the versions alone, a line each: printed on a page of its own behind a comparison
    /// in which this is the later version.
    pub disclosure: Vec<String>,
    presets: Presets,
    /// The files that set its pages; none of the project's own where everybody may read it.
    typst: Vec<(String, String)>,
}

/// A version, with the files that its problems speak of and all of these; no version where an error stands in the way.
pub type Opened = (SourceMap, Vec<Diagnostic>, Option<Version>);

/// The version that a project folder holds, by itself.
pub fn version(world: &dyn World, edition: Edition, progress: &dyn Fn(Step)) -> Opened {
    let wanted = Wanted::from(edition);
    run_to(world, (&wanted, Goal::Pages, None), progress, &finish)
}

/// The same as a view shows it, which lacks what may not be shown beside the other version.
pub fn version_as(world: &dyn World, view: &PlanView, progress: &dyn Fn(Step)) -> Opened {
    let wanted = Wanted::from(view.edition());
    run_to(world, (&wanted, Goal::Pages, Some(view)), progress, &finish)
}

fn finish(
    plan: &Plan,
    (view, expanded): (Arc<PlanView>, Expanded),
    templates: &Templates,
    _: &mut Vec<Diagnostic>,
    progress: &dyn Fn(Step),
) -> Option<Version> {
    progress(Step::Transform);
    let mut document = expanded.document;
    complete(&mut document);
    Some(Version {
        plan: plan.clone(),
        document,
        stage: view.name().clone(),
        preset: match plan.about.stage.value() {
            Some(Stage::Adopted) => Presets::ADOPTED,
            Some(_) | None => Presets::DRAFT,
        },
        disclosure: Vec::new(),
        presets: templates.comparison.clone(),
        // A file that sets pages can add words to them, which nobody would audit in a comparison.
        typst: match discloses(view.edition()) {
            Class::Public => Vec::new(),
            Class::Nation | Class::Internal => templates.typst.clone(),
        },
    })
}

/// Why it cannot be shown what changed between two versions.
#[derive(Debug)]
pub enum ComparisonError {
    /// The redline would say something else than the versions.
    Unproved(Unproved),
    /// There is no preset of this name; these there are.
    UnknownPreset(String, Vec<String>),
    /// A version holds what its readers may not see.
    Undisclosed(Undisclosed),
    /// The pages cannot be set.
    Layout(LayoutError),
    /// The file cannot be written.
    Write(WriteError),
}

impl fmt::Display for ComparisonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ComparisonError::Unproved(error) => {
                write!(f, "見え消しが前後の版と一致しないため、作りませんでした（{error}）。")
            }
            ComparisonError::UnknownPreset(name, known) => {
                let known = known.join("、");
                write!(
                    f,
                    "新旧対照表の型「{name}」はありません。{known}のいずれかを指定してください。"
                )
            }
            ComparisonError::Undisclosed(error) => write!(f, "{error}。"),
            ComparisonError::Layout(error) => write!(f, "ページを組めませんでした。{error}"),
            ComparisonError::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ComparisonError {}

/// A document that shows what changed, set as pages.
pub struct Comparison {
    /// The tree.
    pub document: Document,
    /// Its pages.
    pub layout: Layout,
}

/// The redline (見え消し) of two versions of one edition.
///
/// # Errors
/// Where accepting or rejecting every change would not give the versions, or the pages cannot be set.
pub fn redline(before: &Version, after: &Version) -> Result<Comparison, ComparisonError> {
    let mut document = proved(before, after)?;
    let (title, stage) = (&after.document.title, &before.stage);
    document.title = of_comparison(&format!("{}　見え消し", title.text), title);
    document.head.left = of_comparison(&format!("{}との見え消し", stage.text), stage);
    set(document, after, "見え消し")
}

/// The comparison table (新旧対照表) of two versions of one edition, by a preset of the version after.
///
/// # Errors
/// Where there is no such preset, the redline that it is read from cannot be proved, or the pages cannot be set.
pub fn table(before: &Version, after: &Version, preset: Option<&str>) -> Result<Comparison, ComparisonError> {
    let preset = after.preset(preset)?;
    let names = Names {
        before: &before.stage,
        after: &after.stage,
    };
    let document = comparison(&proved(before, after)?, &before.document, names, preset);
    set(document, after, "新旧対照表")
}

impl Version {
    /// The preset of a name, else the one that its stage calls for.
    ///
    /// # Errors
    /// Where there is no such preset.
    pub fn preset(&self, name: Option<&str>) -> Result<&Preset, ComparisonError> {
        let name = name.unwrap_or(self.preset);
        self.presets.get(name).ok_or_else(|| {
            let known = self.presets.names().map(str::to_owned).collect();
            ComparisonError::UnknownPreset(name.to_owned(), known)
        })
    }
}

/// Words about a comparison, made of those of a version.
fn of_comparison(words: &str, version: &Text) -> Text {
    Text::made_of(words, &Arc::default(), [version])
}

fn proved(before: &Version, after: &Version) -> Result<Document, ComparisonError> {
    diff::redline(&before.document, &after.document).map_err(ComparisonError::Unproved)
}

/// Sets the pages. Templates that do not know comparisons give way to those that planc comes with.
fn set(mut document: Document, after: &Version, kind: &str) -> Result<Comparison, ComparisonError> {
    let name = &after.document.file_name;
    document.file_name = of_comparison(&format!("{}（{kind}）", name.text), name);
    document.sections.extend(disclosure(after));
    let shown = document.disclosable().map_err(ComparisonError::Undisclosed)?;
    let own = after.typst.iter().map(|(path, text)| (&**path, &**text));
    let own: Vec<TemplateFile<'_>> = own.collect();
    let ours = TEMPLATES.iter().copied().filter(|(name, _)| name.ends_with(".typ"));
    let ours: Vec<TemplateFile<'_>> = ours.collect();
    let set = match own.is_empty() {
        true => layout(shown, &ours),
        false => layout(shown, &own).or_else(|_| layout(shown, &ours)),
    };
    let layout = set.map_err(ComparisonError::Layout)?;
    Ok(Comparison { document, layout })
}

/// The page that names the keys which readers may read in one of the versions alone.
fn disclosure(after: &Version) -> Option<Section> {
    let planc: Arc<str> = Arc::default();
    let paragraph = |line: &str| Block::Paragraph(Paragraph::body(vec![Inline::text(Text::template(line, &planc))]));
    let lines = std::iter::once(DISCLOSURE).chain(after.disclosure.iter().map(String::as_str));
    (!after.disclosure.is_empty()).then(|| Section {
        page: Page::Portrait,
        blocks: lines.map(paragraph).collect(),
    })
}

impl Comparison {
    fn shown(&self) -> Result<Disclosable<'_>, ComparisonError> {
        self.document.disclosable().map_err(ComparisonError::Undisclosed)
    }

    /// Its bytes as Word.
    ///
    /// # Errors
    /// Where the writer refuses the document.
    pub fn docx(&self) -> Result<Written, ComparisonError> {
        let bytes = word::write(self.shown()?, &self.layout.printed());
        bytes.map_err(|error| ComparisonError::Write(error.into()))
    }

    /// Its bytes as PDF.
    ///
    /// # Errors
    /// Where the writer refuses the document.
    pub fn pdf(&self) -> Result<Written, ComparisonError> {
        let bytes = pdf::write(self.shown()?, &self.layout);
        bytes.map_err(|error| ComparisonError::Write(error.into()))
    }
}

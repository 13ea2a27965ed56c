//! From two versions to the documents that show what changed between them.

use super::{Expanded, Goal, Step, Templates, Wanted, run_to};
use crate::diagnostic::{Diagnostic, Edition};
use crate::diff::comparison::{Names, Presets, comparison};
use crate::diff::{self, Unproved};
use crate::document::Document;
use crate::edition::PlanView;
use crate::layout::{Layout, LayoutError, TemplateFile, layout};
use crate::plan::{Plan, Stage};
use crate::project::TEMPLATES;
use crate::source::SourceMap;
use crate::transform::complete;
use crate::world::World;
use crate::write::{WriteError, pdf, word};
use std::fmt;
use std::sync::Arc;

/// A version of a plan as an edition shows it: its completed tree, not yet set as pages.
pub struct Version {
    /// The tree.
    pub document: Document,
    /// The name of its files without the ending.
    pub name: String,
    /// Its stage and version, such as 素案 第2版.
    pub stage: String,
    /// The preset of its comparison tables where none is named.
    pub preset: &'static str,
    presets: Presets,
    typst: Vec<(String, String)>,
}

/// The version that a project folder holds, with all its problems; none where an error stands in the way.
pub fn version(
    world: &dyn World,
    edition: Edition,
    progress: &dyn Fn(Step),
) -> (SourceMap, Vec<Diagnostic>, Option<Version>) {
    run_to(world, (&Wanted::from(edition), Goal::Pages), progress, &finish)
}

fn finish(
    (plan, name): (&Plan, String),
    (view, expanded): (Arc<PlanView>, Expanded),
    templates: &Templates,
    _: &mut Vec<Diagnostic>,
    progress: &dyn Fn(Step),
) -> Option<Version> {
    progress(Step::Transform);
    let mut document = expanded.document;
    complete(&mut document);
    Some(Version {
        document,
        name,
        stage: view.name().to_owned(),
        preset: match plan.about.stage.value() {
            Some(Stage::Adopted) => Presets::ADOPTED,
            Some(_) | None => Presets::DRAFT,
        },
        presets: templates.comparison.clone(),
        typst: templates.typst.clone(),
    })
}

/// Why it cannot be shown what changed between two versions.
#[derive(Debug)]
pub enum ComparisonError {
    /// The redline would say something else than the versions.
    Unproved(Unproved),
    /// There is no preset of this name; these there are.
    UnknownPreset(String, Vec<String>),
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
    /// The name of its files without the ending.
    pub name: String,
}

/// The redline (見え消し) of two versions of one edition.
///
/// # Errors
/// Where accepting or rejecting every change would not give the versions, or the pages cannot be set.
pub fn redline(before: &Version, after: &Version) -> Result<Comparison, ComparisonError> {
    let mut document = proved(before, after)?;
    document.title = format!("{}　見え消し", after.document.title);
    document.head.left = format!("{}との見え消し", before.stage);
    set(document, after, "見え消し")
}

/// The comparison table (新旧対照表) of two versions of one edition, by a preset of the version after.
///
/// # Errors
/// Where there is no such preset, the redline that it is read from cannot be proved, or the pages cannot be set.
pub fn table(before: &Version, after: &Version, preset: Option<&str>) -> Result<Comparison, ComparisonError> {
    let name = preset.unwrap_or(after.preset);
    let preset = after.presets.get(name).ok_or_else(|| {
        let known = after.presets.names().map(str::to_owned).collect();
        ComparisonError::UnknownPreset(name.to_owned(), known)
    })?;
    let names = Names {
        before: &before.stage,
        after: &after.stage,
    };
    let document = comparison(&proved(before, after)?, &before.document, names, preset);
    set(document, after, "新旧対照表")
}

fn proved(before: &Version, after: &Version) -> Result<Document, ComparisonError> {
    diff::redline(&before.document, &after.document).map_err(ComparisonError::Unproved)
}

/// Sets the pages. Templates that do not know comparisons give way to those that planc comes with.
fn set(document: Document, after: &Version, kind: &str) -> Result<Comparison, ComparisonError> {
    let own = after.typst.iter().map(|(path, text)| (&**path, &**text));
    let own: Vec<TemplateFile<'_>> = own.collect();
    let ours = TEMPLATES.iter().copied().filter(|(name, _)| name.ends_with(".typ"));
    let ours: Vec<TemplateFile<'_>> = ours.collect();
    let layout = layout(&document, &own).or_else(|_| layout(&document, &ours));
    Ok(Comparison {
        document,
        layout: layout.map_err(ComparisonError::Layout)?,
        name: format!("{}（{kind}）", after.name),
    })
}

impl Comparison {
    /// Its bytes as Word.
    ///
    /// # Errors
    /// Where the writer refuses the document.
    pub fn docx(&self) -> Result<Vec<u8>, ComparisonError> {
        let bytes = word::write(&self.document, &self.layout.printed());
        bytes.map_err(|error| ComparisonError::Write(error.into()))
    }

    /// Its bytes as PDF.
    ///
    /// # Errors
    /// Where the writer refuses the document.
    pub fn pdf(&self) -> Result<Vec<u8>, ComparisonError> {
        let bytes = pdf::write(&self.document, &self.layout);
        bytes.map_err(|error| ComparisonError::Write(error.into()))
    }
}

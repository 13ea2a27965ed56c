//! From two versions to the documents that show what changed between them.

use super::{Format, Goal, Step, Templates, Wanted, run_to};
use crate::diagnostic::{Diagnostic, Edition};
use crate::diff::comparison::{Names, Presets};
use crate::diff::{self, Unproved};
use crate::document::Document;
use crate::edition::PlanView;
use crate::layout::{Layout, LayoutError, TemplateFile, layout};
use crate::plan::Stage;
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
    name: String,
    (view, mut document): (Arc<PlanView>, Document),
    templates: &Templates,
    _: &mut Vec<Diagnostic>,
    progress: &dyn Fn(Step),
) -> Option<Version> {
    progress(Step::Transform);
    complete(&mut document);
    Some(Version {
        document,
        name,
        stage: view.name().to_owned(),
        preset: match view.plan().about.stage.value() {
            Some(Stage::Adopted) => Presets::ADOPTED,
            Some(_) | None => Presets::DRAFT,
        },
        presets: templates.comparison.clone(),
        typst: templates.typst.clone(),
    })
}

/// Why two versions cannot be shown side by side. None of it is the user's fault.
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

/// A document that shows what changed.
pub struct Comparison {
    /// The tree.
    pub document: Document,
    /// The name of its files without the ending.
    pub name: String,
    typst: Vec<(String, String)>,
}

/// The redline (見え消し) of two versions of one edition.
///
/// # Errors
/// Where accepting or rejecting every change would not give the versions.
pub fn redline(before: &Version, after: &Version) -> Result<Comparison, ComparisonError> {
    let mut document = diff::redline(&before.document, &after.document).map_err(ComparisonError::Unproved)?;
    document.title = format!("{}　見え消し", after.document.title);
    document.head.left = format!("{}との見え消し（下線：追加、取消線：削除）", before.stage);
    Ok(Comparison {
        document,
        name: format!("{}（見え消し）", after.name),
        typst: after.typst.clone(),
    })
}

/// The comparison table (新旧対照表) of two versions of one edition, by a preset of the version after.
///
/// # Errors
/// Where there is no such preset, or the redline that it is read from cannot be proved.
pub fn table(before: &Version, after: &Version, preset: Option<&str>) -> Result<Comparison, ComparisonError> {
    let name = preset.unwrap_or(after.preset);
    let preset = after.presets.get(name).ok_or_else(|| {
        let known = after.presets.names().map(str::to_owned).collect();
        ComparisonError::UnknownPreset(name.to_owned(), known)
    })?;
    let redline = diff::redline(&before.document, &after.document).map_err(ComparisonError::Unproved)?;
    let names = Names {
        before: &before.stage,
        after: &after.stage,
    };
    Ok(Comparison {
        document: diff::comparison::comparison(&redline, &before.document, names, preset),
        name: format!("{}（新旧対照表）", after.name),
        typst: after.typst.clone(),
    })
}

impl Comparison {
    /// Sets its pages. Templates that do not know comparisons give way to those that planc comes with.
    fn pages(&self) -> Result<Layout, ComparisonError> {
        let own: Vec<TemplateFile<'_>> = self.typst.iter().map(|(path, text)| (&**path, &**text)).collect();
        let ours: Vec<TemplateFile<'_>> = TEMPLATES
            .iter()
            .copied()
            .filter(|(name, _)| name.ends_with(".typ"))
            .collect();
        let set = layout(&self.document, &own).or_else(|_| layout(&self.document, &ours));
        set.map_err(ComparisonError::Layout)
    }

    /// Its bytes as Word or PDF.
    ///
    /// # Errors
    /// Where its pages cannot be set or written.
    pub fn write(&self, formats: &[Format]) -> Result<Vec<Vec<u8>>, ComparisonError> {
        let layout = self.pages()?;
        let one = |format: &Format| -> Result<Vec<u8>, WriteError> {
            Ok(match format {
                Format::Docx => word::write(&self.document, &layout.printed())?,
                Format::Pdf | Format::Xlsx => pdf::write(&self.document, &layout)?,
            })
        };
        let files: Result<Vec<Vec<u8>>, WriteError> = formats.iter().map(one).collect();
        files.map_err(ComparisonError::Write)
    }
}

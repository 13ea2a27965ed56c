//! Two versions of a plan: what changed between them, and the files that show it.

use super::comparison::{self, ComparisonError, Version};
use super::earlier::Earlier;
use super::templates::COMPARISON;
use super::{Format, Pages, build, leaked};
use crate::diagnostic::{Diagnostic, Edition, Severity, any_error, sort};
use crate::diff::plan::{self, Comparison, Delta, ShownVersion};
use crate::disclosure::{Told, audit_prose, audit_templates};
use crate::document::Class;
use crate::edition::discloses;
use crate::evidence::{FirstPrinted, changes, first_printed};
use crate::leak::Secrets;
use crate::parallel;
use crate::plan::{Clearable, Plan, left};
use crate::project::TEMPLATE_FOLDER;
use crate::release::{Refused, Released, release};
use crate::source::SourceMap;
use crate::world::World;
use crate::write::{self, Written, excel};

/// What an answer on the terminal is called.
const ANSWER: &str = "比較の結果";
/// Two versions and what changed between them.
pub struct Compared<'w> {
    /// What changed.
    pub comparison: Comparison,
    worlds: [&'w dyn World; 2],
    versions: [ShownVersion; 2],
    /// What readers could learn of withheld values from what both versions print, and from their texts.
    disclosed: Vec<Faulty>,
}

/// A version that cannot be used, or of which something is told.
#[derive(Clone)]
pub struct Faulty {
    /// Which of the two.
    pub index: usize,
    /// The edition as which it has errors.
    pub edition: Edition,
    /// The files that the diagnostics speak of.
    pub sources: SourceMap,
    /// What is told of it: its errors, or what somebody should look at.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compares two versions as an edition shows them. What is only missing from that edition stops no comparison: a draft
/// is compared as the public would see it long before it can be published.
///
/// # Errors
/// Where a version has errors in its sources; of two such versions both are given.
pub fn compare(worlds: [&dyn World; 2], edition: Edition) -> Result<Compared<'_>, Vec<Faulty>> {
    let read = parallel::map(&worlds, |index, world| {
        let (mut version, mut diagnostics) = plan::read(*world);
        match Earlier::all(*world, &mut version.plan, edition) {
            Ok(earlier) => version.earlier = earlier,
            Err(unreadable) => diagnostics.push(unreadable),
        }
        if any_error(&diagnostics, Edition::Draft) {
            diagnostics.retain(|it| it.code.severity(Edition::Draft) == Severity::Error);
            return Err(Faulty {
                index,
                edition: Edition::Draft,
                sources: version.plan.sources,
                diagnostics,
            });
        }
        Ok(version)
    });
    let (versions, told) = ShownVersion::side_by_side(both(read)?, edition);
    let [before, after] = &versions;
    Ok(Compared {
        comparison: plan::compare(before, after),
        worlds,
        disclosed: disclosed(&versions, told),
        versions,
    })
}

/// What readers of an edition that shows only class P could learn of withheld values, of either version: what follows from
/// the totals of both, and what their texts tell.
fn disclosed(versions: &[ShownVersion; 2], told: [Told; 2]) -> Vec<Faulty> {
    if discloses(versions[1].view.edition()) > Class::Public {
        return Vec::new();
    }
    let prose = parallel::map(versions, |_, it| {
        audit_prose(&it.plan, it.view.plan(), it.view.figures(), None)
    });
    let both = told.into_iter().zip(prose).map(|(told, prose)| Told {
        concerns: told.concerns.into_iter().chain(prose).collect(),
        ..told
    });
    told_of(versions, both.collect())
}

/// What is told of either version, but for what a person answers for, who may do so in the later one also for the earlier.
/// What is true of both is told of the later.
fn told_of(versions: &[ShownVersion; 2], told: Vec<Told>) -> Vec<Faulty> {
    let plans = [&versions[0].plan, &versions[1].plan];
    let later: Vec<Clearable> = told.last().map(|told| told.concerns.clone()).unwrap_or_default();
    let is_of_later = |it: &Clearable| {
        let same = |later: &Clearable| {
            let (own, other) = (&it.diagnostic, &later.diagnostic);
            (&it.key, &it.texts, own.code, &own.message) == (&later.key, &later.texts, other.code, &other.message)
        };
        later.iter().any(same)
    };
    let of = |(index, told): (usize, Told)| {
        let Told {
            derivable: mut diagnostics,
            mut concerns,
        } = told;
        concerns.retain(|it| index == 1 || !is_of_later(it));
        let concerns = left(&plans[index..], concerns);
        diagnostics.extend(concerns.into_iter().map(|it| it.diagnostic));
        if index == 0 {
            let before = |it: &mut Diagnostic| it.message = format!("修正前の版について：{}", it.message);
            diagnostics.iter_mut().for_each(before);
        }
        sort(&mut diagnostics, &plans[index].sources);
        (!diagnostics.is_empty()).then(|| Faulty {
            index,
            edition: versions[1].view.edition(),
            sources: plans[index].sources.clone(),
            diagnostics,
        })
    };
    told.into_iter().enumerate().filter_map(of).collect()
}

/// Two versions, or what is wrong with those that cannot be used.
fn both<T>(read: Vec<Result<T, Faulty>>) -> Result<[T; 2], Vec<Faulty>> {
    let (mut versions, mut faulty) = (Vec::new(), Vec::new());
    for version in read {
        match version {
            Ok(version) => versions.push(version),
            Err(fault) => faulty.push(fault),
        }
    }
    versions.try_into().map_err(|_| faulty)
}

/// How a document shows what changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Style {
    /// A comparison table (新旧対照表), by a preset where one is named.
    Comparison(Option<String>),
    /// A redline (見え消し).
    Redline,
}

/// Why a file that shows what changed was not made.
pub enum NotMade {
    /// A version cannot be set as this edition.
    Faulty(Vec<Faulty>),
    /// Readers of the edition would come to know what it withholds.
    Leaks(Vec<Faulty>),
    /// The two cannot be shown side by side.
    Comparison(ComparisonError),
    /// The workbook cannot be written.
    Write(write::WriteError),
}

/// A file or an answer that may leave, and what somebody should look at in either version before it does.
pub type Made = Result<(Released, Vec<Faulty>), NotMade>;

impl Compared<'_> {
    /// The list of changes (修正箇所一覧) as a workbook. Pages stand in it where a version can be set as this edition.
    ///
    /// # Errors
    /// Where the workbook holds what Excel cannot.
    pub fn list(&self) -> Made {
        let told = self.tells_nothing_withheld(Vec::new())?;
        let edition = self.edition();
        let pages = parallel::map(&self.worlds, |_, world| build(*world, edition, &|_| {}).pages);
        let printed = |pages: &Option<Pages>| pages.as_ref().map_or_else(FirstPrinted::default, first);
        let printed: Vec<FirstPrinted> = pages.iter().map(printed).collect();
        let book = changes::workbook(&self.comparison, &self.versions[1], [&printed[0], &printed[1]]);
        let bytes = excel::write(&book).map_err(|error| NotMade::Write(error.into()))?;
        let file = self.released(format!("{}.xlsx", self.name("修正箇所一覧")), bytes, None)?;
        Ok((file, told))
    }

    /// A document that shows both versions, as Word or else as PDF.
    ///
    /// # Errors
    /// Where a version has errors as this edition, or the document cannot be made.
    pub fn document(&self, style: &Style, format: Format) -> Made {
        self.tells_nothing_withheld(Vec::new())?;
        let edition = self.edition();
        let read = parallel::map(&self.worlds, |index, world| {
            let view = &self.versions[index].view;
            let (sources, mut diagnostics, version) = comparison::version_as(*world, view, &|_| {});
            diagnostics.retain(|it| it.code.severity(edition) == Severity::Error);
            version.ok_or(Faulty {
                index,
                edition,
                sources,
                diagnostics,
            })
        });
        let [before, mut after] = both(read).map_err(NotMade::Faulty)?;
        let told = self.tells_nothing_withheld(self.of_templates([&before, &after], style)?)?;
        after.disclosure = plan::disclosure(&self.comparison);
        let made = match style {
            Style::Comparison(preset) => comparison::table(&before, &after, preset.as_deref()),
            Style::Redline => comparison::redline(&before, &after),
        };
        let made = made.map_err(NotMade::Comparison)?;
        let bytes = match format {
            Format::Docx => made.docx(),
            Format::Pdf | Format::Xlsx => made.pdf(),
        };
        let bytes = bytes.map_err(NotMade::Comparison)?;
        let name = format!("{}.{}", made.document.file_name.text, format.extension());
        Ok((self.released(name, bytes, Some([&before, &after]))?, told))
    }

    /// What the templates tell that the project wrote itself, of either version, and the words around a comparison table.
    fn of_templates(&self, documents: [&Version; 2], style: &Style) -> Result<Vec<Faulty>, NotMade> {
        if discloses(self.edition()) > Class::Public {
            return Ok(Vec::new());
        }
        let preset = match style {
            Style::Comparison(preset) => Some(documents[1].preset(preset.as_deref()).map_err(NotMade::Comparison)?),
            Style::Redline => None,
        };
        let words: Vec<&str> = preset.map(|it| it.words().to_vec()).unwrap_or_default();
        let path = format!("{TEMPLATE_FOLDER}/{COMPARISON}");
        let told = [0, 1].map(|index| {
            let (plan, view) = (&documents[index].plan, &self.versions[index].view);
            let words: &[&str] = if index == 1 { &words } else { &[] };
            let shown = (plan, view.plan(), view.figures());
            Told {
                concerns: audit_templates(shown, &documents[index].document, (&path, words)),
                ..Told::default()
            }
        });
        let mut told = told_of(&self.versions, told.into());
        // Templates are files of these alone.
        told.iter_mut()
            .for_each(|it| it.sources = documents[it.index].plan.sources.clone());
        Ok(told)
    }

    /// The answer for people at a terminal: its words, of the form that is shown in colours or of the other.
    ///
    /// # Errors
    /// Where it holds what the readers of the edition may not see.
    pub fn text(&self, colour: bool) -> Made {
        let text = plan::text(&self.comparison, colour);
        self.answer(plan::STYLES.iter().fold(text, |text, style| text.replace(style, "")))
    }

    /// The answer for programs.
    ///
    /// # Errors
    /// Where it holds what the readers of the edition may not see.
    pub fn json(&self) -> Made {
        self.answer(plan::json(&self.comparison))
    }

    /// Whatever form the answer has, it shows the totals of both versions, and what they say in words; `more` is told of this
    /// form alone. Gives back what somebody should look at.
    fn tells_nothing_withheld(&self, more: Vec<Faulty>) -> Result<Vec<Faulty>, NotMade> {
        let told: Vec<Faulty> = self.disclosed.iter().cloned().chain(more).collect();
        match told.iter().any(|it| any_error(&it.diagnostics, it.edition)) {
            true => Err(NotMade::Leaks(told)),
            false => Ok(told),
        }
    }

    fn answer(&self, text: String) -> Made {
        let told = self.tells_nothing_withheld(Vec::new())?;
        let answer = self.released(ANSWER.to_owned(), Written::new(text.into_bytes()), None)?;
        Ok((answer, told))
    }

    fn edition(&self) -> Edition {
        self.versions[1].view.edition()
    }

    /// A file that may leave: it holds nothing that either version withholds, but what the other shows.
    fn released(&self, name: String, written: Written, documents: Option<[&Version; 2]>) -> Result<Released, NotMade> {
        let sides = [0, 1].map(|index| {
            let shown = &self.versions[index];
            let own = documents.map(|documents| documents[index]);
            let plan = own.map_or(&shown.plan, |own| &own.plan);
            (plan, &shown.view, own.map(|own| &own.document))
        });
        let deltas = self.comparison.changes.iter().filter_map(|it| it.delta.as_ref());
        let computed: String = deltas.map(Delta::words).collect();
        let [before, after] = &Secrets::of_both(sides, &computed);
        release(name, written, &[before, after])
            .map_err(|refused| NotMade::Leaks(self.leaks(sides.map(|it| it.0), &refused)))
    }

    /// What was found of either version, at its place in the sources of that.
    fn leaks(&self, plans: [&Plan; 2], refused: &Refused) -> Vec<Faulty> {
        let of = |version: usize| {
            let own = refused.iter().filter(|(index, _)| *index == version);
            let diagnostics: Vec<Diagnostic> = own.map(|(_, hit)| leaked(hit)).collect();
            (!diagnostics.is_empty()).then(|| Faulty {
                index: version,
                edition: self.edition(),
                sources: plans[version].sources.clone(),
                diagnostics,
            })
        };
        [0, 1].into_iter().filter_map(of).collect()
    }

    /// 熊本県地域産業クラスター計画（修正箇所一覧 素案 第1版から素案 第2版）.
    fn name(&self, what: &str) -> String {
        let (before, after) = (&self.comparison.before, &self.comparison.after);
        write::plain_file_name(&after.title, &format!("{what} {}から{}", before.version, after.version))
    }
}

fn first(pages: &Pages) -> FirstPrinted {
    first_printed(&pages.document, &pages.layout)
}

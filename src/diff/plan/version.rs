//! A version of a plan: its sources, its templates, and what an edition shows of it.

use super::at::Source;
use super::change::About;
use super::seen::{Seen, Table, seen};
use crate::diagnostic::{Diagnostic, Edition, sort};
use crate::disclosure::{Printed, Told};
use crate::edition::{PlanView, Withdrawn, views_side_by_side, withdrawn};
use crate::plan::{Entry, Plan, Record, Statistics, load};
use crate::project::TEMPLATE_FOLDER;
use crate::rules;
use crate::source::FileId;
use crate::world::World;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A version of a plan as it was read.
pub struct Version {
    /// Its sources.
    pub plan: Plan,
    /// What editions before it printed.
    pub earlier: Vec<Printed>,
    /// Its templates by path, whatever they hold.
    templates: BTreeMap<String, String>,
}

/// A version as an edition shows it.
pub struct ShownVersion {
    /// What it was read from: for places and ids, never to be shown.
    pub plan: Plan,
    /// What the edition shows.
    pub view: PlanView,
    /// What it showed by itself, but does not beside the other version.
    pub withdrawn: Withdrawn,
    /// Its templates by path.
    pub templates: BTreeMap<String, String>,
}

/// Reads a version, with everything that is wrong with its sources; papers are no part of what is compared.
pub fn read(world: &dyn World) -> (Version, Vec<Diagnostic>) {
    let (plan, mut diagnostics) = load(world);
    diagnostics.extend(rules::check(&plan));
    diagnostics.retain(|it| !it.code.is_of_papers());
    sort(&mut diagnostics, &plan.sources);
    let version = Version {
        templates: templates(world),
        earlier: Vec::new(),
        plan,
    };
    (version, diagnostics)
}

fn templates(world: &dyn World) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect(world, TEMPLATE_FOLDER, &mut found);
    found
}

/// The files of a folder; what cannot be read is perhaps a folder itself.
fn collect(world: &dyn World, folder: &str, found: &mut BTreeMap<String, String>) {
    for name in world.list(folder).unwrap_or_default() {
        let path = format!("{folder}/{name}");
        match world.read(&path) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
                found.insert(path, text.trim_start_matches('\u{feff}').to_owned());
            }
            Err(_) => collect(world, &path, found),
        }
    }
}

/// A file of the sources as an edition shows it.
pub struct Subject<'a> {
    /// What the file is about.
    pub source: Source,
    /// The file without folder and ending.
    pub path: String,
    /// The same for people.
    pub name: String,
    /// By which versions are compared: the corporate number, the id.
    pub identity: String,
    /// The file.
    pub file: FileId,
    /// What it says.
    pub table: Table<'a>,
}

/// Keys of the prefecture that drafts print all the same: at the head of every page.
const HEAD_OF_DRAFTS: [&str; 2] = ["stage", "handling"];

static NO_STATISTICS: LazyLock<Statistics> = LazyLock::new(Statistics::default);

impl ShownVersion {
    /// What an edition shows of two versions side by side: of the earlier what both may show. Of either it is told which
    /// withheld values readers could compute from both, or nearly know.
    pub fn side_by_side([before, after]: [Version; 2], edition: Edition) -> ([Self; 2], [Told; 2]) {
        let sides = [&before, &after].map(|it| (&it.plan, &*it.earlier));
        let ([old, new], told) = views_side_by_side(sides[0], sides[1], edition);
        let shown = |version: Version, view| ShownVersion {
            withdrawn: withdrawn(&version.plan, &view),
            view,
            plan: version.plan,
            templates: version.templates,
        };
        ([shown(before, old), shown(after, new)], told)
    }

    /// Which version it is.
    pub fn about(&self) -> About {
        let plan = self.view.plan();
        About {
            title: plan.title().to_owned(),
            version: self.view.name().text.to_string(),
            date: plan.about.date.value(),
        }
    }

    /// The plan itself.
    pub fn about_plan(&self) -> Subject<'_> {
        let mut subject = self.subject(Source::Plan, "plan", (&self.plan.about, &self.view.plan().about));
        if self.view.edition().is_draft() {
            let full = seen(&self.plan.about.record, &self.plan.about.record);
            let printed = full.into_iter().filter(|(key, _)| HEAD_OF_DRAFTS.contains(&key.name));
            for (key, value) in printed {
                replace(&mut subject.table, key.name, value);
            }
        }
        subject
    }

    /// The target fields, in their order.
    pub fn fields(&self) -> Vec<Subject<'_>> {
        let shown = self.view.plan().fields.iter();
        let full = shown.filter_map(|shown| Some((self.plan.field(&shown.id)?, shown)));
        full.map(|pair| self.subject(Source::Field, &format!("fields/{}", pair.1.id), pair))
            .collect()
    }

    /// The companies that the edition speaks of.
    pub fn companies(&self) -> Vec<Subject<'_>> {
        let shown = self.view.plan().companies.iter();
        let full = shown.filter_map(|shown| Some((self.plan.company(&shown.id)?, shown)));
        full.map(|pair| {
            // It tells which company it is, also where an edition does not show it.
            let number = pair.0.corporate_number.get();
            Subject {
                identity: number.map_or_else(String::new, |number| number.0.to_string()),
                ..self.subject(Source::Company, &format!("companies/{}", pair.1.id), pair)
            }
        })
        .collect()
    }

    /// The support.
    pub fn support(&self) -> Subject<'_> {
        self.subject(
            Source::Support,
            "support",
            (&self.plan.support, &self.view.plan().support),
        )
    }

    /// The statistics; where there are none, all keys are absent.
    pub fn statistics(&self) -> Subject<'_> {
        let shown = self.view.plan().statistics.as_ref();
        match self.plan.statistics.as_ref().zip(shown) {
            Some(pair) => self.subject(Source::Statistics, "statistics", pair),
            None => Subject {
                source: Source::Statistics,
                path: "statistics".to_owned(),
                name: Source::Statistics.word().to_owned(),
                identity: String::new(),
                file: self.plan.about.file,
                table: seen(&*NO_STATISTICS, &*NO_STATISTICS),
            },
        }
    }

    fn subject<'a, T: Record>(
        &'a self,
        source: Source,
        path: &str,
        (full, shown): (&'a Entry<T>, &'a Entry<T>),
    ) -> Subject<'a> {
        let name = match source {
            Source::Company | Source::Field => self.view.plan().subject(shown.file),
            Source::Plan | Source::Support | Source::Statistics => source.word(),
        };
        Subject {
            source,
            path: path.to_owned(),
            name: name.to_owned(),
            identity: full.id.to_string(),
            file: full.file,
            table: seen(&full.record, &shown.record),
        }
    }

    /// All files of the sources.
    pub fn subjects(&self) -> Vec<Subject<'_>> {
        let mut all = vec![self.about_plan()];
        all.extend(self.fields());
        all.extend(self.companies());
        all.extend([self.support(), self.statistics()]);
        all
    }
}

fn replace<'a>(table: &mut Table<'a>, name: &str, value: Seen<'a>) {
    if let Some((_, held)) = table.iter_mut().find(|(key, _)| key.name == name) {
        *held = value;
    }
}

//! From sources to files: the whole way of the data, in order. Read this file first.

pub mod comparison;
mod earlier;
mod promise;
mod screening;
mod templates;
mod versions;

pub use promise::{is_surely_written, refused};
pub use screening::{Screened, screen, write_screening};
pub use versions::{Compared, Faulty, Made, NotMade, Style as ComparisonStyle, compare};

use crate::diagnostic::{Code, Diagnostic, Edition, Severity, any_error, sort};
use crate::disclosure::{Audit, Printed, announced, audit_added, audit_prose, audit_sheet};
use crate::document::{Added, Class, Document, Origin, PictureFile, RunningHead, Text, Undisclosed, added};
use crate::edition::{PlanView, Purpose, WITH_CARE, company_view, discloses, readiness, told, without_figures};
use crate::layout::{Layout, TemplateFile, layout};
use crate::leak::{self, Hit, Secrets};
use crate::plan::{Node, Plan, Stage, Wording, clear, load, nearest_of, unanswered};
use crate::project::TEMPLATE_FOLDER as FOLDER;
use crate::release::{Own, Refused, Released, release};
use crate::source::{Place, SourceMap, Span};
use crate::template::enclosures::{Enclosures, Packing};
use crate::template::requirements::{Matrix, judge};
use crate::template::{Given, NodeIds, Origins, components, expand, explain, print, values};
use crate::transform::{Foreign, Names, append, complete, complete_beside, extract};
use crate::world::World;
use crate::write::{Unprintable, Written, excel, pdf, unprintable, word};
use crate::{evidence, parallel, rules, write};
use earlier::Earlier;
use jiff::civil::Date;
use promise::must_be_written;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;
use templates::{TemplateReader, Templates, read_templates};

/// The formats that a plan is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Word.
    Docx,
    /// PDF.
    Pdf,
    /// The workbook of evidence.
    Xlsx,
}

impl Format {
    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Pdf => "pdf",
            Format::Xlsx => "xlsx",
        }
    }

    /// The name of its file, of a plan's name.
    pub fn file_name(self, plan: &str) -> String {
        match self {
            Format::Docx | Format::Pdf => format!("{plan}.{}", self.extension()),
            Format::Xlsx => format!("{plan}（算定根拠）.{}", self.extension()),
        }
    }
}

/// What came of looking at a plan: all problems, and its pages where no error stands in the way.
pub struct Checked {
    /// The files that diagnostics speak of.
    pub sources: SourceMap,
    /// Every problem, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// The plan set as pages.
    pub pages: Option<Pages>,
}

/// A document and its pages, ready to be written.
pub struct Pages {
    /// The tree.
    pub document: Document,
    /// Its pages.
    pub layout: Layout,
    /// What it was made from.
    view: Arc<PlanView>,
    /// The numbers of its nodes, and the labels of templates.
    ids: NodeIds,
    /// How references name its nodes.
    names: Names,
    matrix: Matrix,
    /// What its files may not hold.
    secrets: Arc<Secrets>,
    audit: Option<Arc<Audit>>,
}

impl Pages {
    /// Of an edition that shows only class P, the file that tells later ones what it printed: its path in the project
    /// folder, and its bytes.
    pub fn printed(&self) -> Option<Released> {
        let printed = &self.audit.as_ref()?.printed;
        Some(Released::own(
            Own::Sources,
            Printed::path(&printed.label),
            printed.text(),
        ))
    }

    /// What the document shows of the plan.
    pub fn view(&self) -> &PlanView {
        &self.view
    }

    /// The name of its files without the ending.
    pub fn name(&self) -> &str {
        &self.document.file_name.text
    }
}

/// A step of the way, for who shows progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Sources are read.
    Load,
    /// Sources are checked.
    Rules,
    /// Templates are read.
    Templates,
    /// What the edition shows is chosen and computed.
    View,
    /// Templates are expanded.
    Expand,
    /// The tree is completed: numbers, contents, references.
    Transform,
    /// Pages are set.
    Layout,
    /// Files are written.
    Write,
}

/// What is to be made of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// For whom.
    pub edition: Edition,
    /// What for.
    pub purpose: Purpose,
    /// In [`Edition::Company`], the id of the company.
    pub company: Option<String>,
}

impl From<Edition> for Wanted {
    fn from(edition: Edition) -> Self {
        Wanted {
            edition,
            purpose: Purpose::Release,
            company: None,
        }
    }
}

impl Wanted {
    /// The confirmation sheet of a company.
    pub fn sheet_of(company: &str) -> Self {
        Wanted {
            company: Some(company.to_owned()),
            ..Wanted::from(Edition::Company)
        }
    }

    /// Where its files go.
    pub fn folder(&self) -> String {
        match &self.company {
            Some(company) => format!("output/company/{company}"),
            None => format!("output/{}", self.edition.name()),
        }
    }

    /// The folder of its sections, below the templates of its kind of plan; empty for the plan itself.
    fn outline(&self) -> &'static str {
        match self.edition {
            Edition::Company => "company/",
            Edition::Draft | Edition::Briefing | Edition::Final | Edition::Public => "",
        }
    }
}

/// Whether a company has a sheet to confirm.
///
/// # Errors
/// Says, where no selected company has that id, what to do.
pub fn confirms(world: &dyn World, company: &str) -> Result<(), String> {
    let (plan, _) = load(world);
    let selected = || plan.companies.iter().filter(|it| it.is_selected());
    match plan.company(company) {
        Some(found) if found.is_selected() => Ok(()),
        Some(_) => Err(format!(
            "「{company}」は重点支援企業に選定されていないため、確認用の個票はありません。"
        )),
        None => {
            let hint = nearest_of(company, selected(), |it| &it.id);
            let hint = hint.map_or_else(String::new, |it| format!("「{}」ではありませんか。", it.id));
            Err(format!(
                "「{company}」という企業はありません。{hint}\nsources/companies のファイルの名前から「.toml」を除いたものを書いてください。"
            ))
        }
    }
}

/// Loads a plan and checks it against the rules and, as a draft, the requirements: what there is to know without
/// expanding templates.
pub fn read(world: &dyn World) -> (Plan, Vec<Diagnostic>) {
    let (mut plan, mut diagnostics) = load(world);
    diagnostics.extend(rules::check(&plan));
    let requirements = TemplateReader::new(world, &mut plan.sources, &mut diagnostics).requirements();
    if let Some(requirements) = requirements {
        let view = without_figures(&plan, Edition::Draft);
        let (context, origins) = values(&view);
        let shown = (&context, &Arc::new(origins));
        judge(&requirements, &plan.sources, &view, shown, &mut diagnostics);
    }
    drop_echoes(&mut diagnostics, Edition::Draft);
    sort(&mut diagnostics, &plan.sources);
    (plan, diagnostics)
}

/// One mistake is said once: where an error is told of, no requirement is missed at the same place besides.
fn drop_echoes(diagnostics: &mut Vec<Diagnostic>, edition: Edition) {
    let at = |it: &Diagnostic| (it.place.file, it.place.span.start);
    let is_echo = |it: &Diagnostic| it.code == Code::MissingRequirement;
    let is_error = |it: &Diagnostic| it.code.severity(edition) == Severity::Error && !is_echo(it);
    let told: BTreeSet<_> = diagnostics.iter().filter(|it| is_error(it)).map(at).collect();
    diagnostics.retain(|it| !is_echo(it) || !told.contains(&at(it)));
}

/// Loads and checks a plan: every problem, as fast as it can be said.
///
/// Templates are expanded, pages set and files written in memory only where a template is not the one that planc comes with,
/// or a text is very long: of the rest the tests hold that they are written whatever a source may say, so that it would
/// find nothing more, and it takes longest.
pub fn check(world: &dyn World, wanted: impl Into<Wanted>, progress: &dyn Fn(Step)) -> Checked {
    let wanted = wanted.into();
    promise::written(run(world, &wanted, Goal::Problems, progress), &wanted)
}

/// Loads, checks, expands and sets a plan: everything but writing it.
pub fn build(world: &dyn World, wanted: impl Into<Wanted>, progress: &dyn Fn(Step)) -> Checked {
    run(world, &wanted.into(), Goal::Pages, progress)
}

/// What is wanted of a plan.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goal {
    Problems,
    Pages,
}

fn run(world: &dyn World, wanted: &Wanted, goal: Goal, progress: &dyn Fn(Step)) -> Checked {
    let (sources, diagnostics, pages) = run_to(world, (wanted, goal, None), progress, &set);
    Checked {
        sources,
        diagnostics,
        pages,
    }
}

/// What becomes of the tree that an edition shows, given the plan.
type Finish<'f, T> =
    &'f dyn Fn(&Plan, (Arc<PlanView>, Expanded), &Templates, &mut Vec<Diagnostic>, &dyn Fn(Step)) -> Option<T>;

/// All problems, and what becomes of the tree where no error stands in the way. Beside another version the edition shows
/// what is `given`; else what it may show of the plan.
fn run_to<T>(
    world: &dyn World,
    (wanted, goal, given): (&Wanted, Goal, Option<&PlanView>),
    progress: &dyn Fn(Step),
    finish: Finish<'_, T>,
) -> (SourceMap, Vec<Diagnostic>, Option<T>) {
    let edition = wanted.edition;
    progress(Step::Load);
    let (mut plan, mut diagnostics) = load(world);
    progress(Step::Templates);
    let templates = read_templates(world, wanted.outline(), &mut plan.sources, &mut diagnostics);
    // The rules run beside the expansion, which counts only where they find no error.
    let readable = !any_error(&diagnostics, edition);
    let earlier = Earlier::read(world, &mut plan, wanted, &mut diagnostics);
    let (broken, shown) = thread::scope(|scope| {
        let rules = scope.spawn(|| rules::check(&plan));
        let shown = templates.as_ref().map(|templates| {
            let expand = readable && (goal == Goal::Pages || must_be_written(&plan, templates));
            (
                templates,
                shown(&plan, (wanted, &earlier, given), templates, expand, progress),
            )
        });
        progress(Step::Rules);
        (joined(rules), shown)
    });
    diagnostics.extend(broken);
    if given.is_some() {
        // Papers are no part of what two versions show.
        diagnostics.retain(|it| !it.code.is_of_papers());
    }
    let mut done = None;
    if let Some((templates, mut shown)) = shown {
        diagnostics.append(&mut shown.missing);
        if readable {
            disclosures(&plan, &shown, &mut diagnostics);
            let audit = shown.audit.as_deref();
            diagnostics.extend(audit.and_then(|audit| earlier.replaced(&plan, wanted, audit)));
        }
        readiness(&plan, &shown.view, wanted.purpose, &mut diagnostics);
        drop_echoes(&mut diagnostics, edition);
        let sound = !any_error(&diagnostics, edition);
        if let Some(expanded) = shown.expanded.filter(|_| sound) {
            diagnostics.extend(expanded.problems.iter().cloned());
            if let Err(above) = expanded.document.disclosable() {
                diagnostics.extend(undisclosed(&plan, templates.place, &above));
            }
            if !any_error(&diagnostics, edition) {
                done = finish(&plan, (shown.view, expanded), templates, &mut diagnostics, progress);
            }
        }
    }
    let sources = std::mem::take(&mut plan.sources);
    parallel::discard(plan);
    sort(&mut diagnostics, &sources);
    (sources, diagnostics, done)
}

/// What readers could learn from what everybody reads, but for what a person answers for. Of a draft, which nobody outside
/// reads, it is told early what companies announce in their texts for the public; of the sheet that a company confirms, what
/// it would learn of others.
fn disclosures(plan: &Plan, shown: &Shown, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(audit) = shown.audit.as_deref() {
        diagnostics.extend(audit.derivable.iter().cloned());
        let mut concerns = audit.concerns.clone();
        let document = shown.expanded.as_ref().map(|expanded| &expanded.document);
        concerns.extend(audit_prose(plan, shown.view.plan(), shown.view.figures(), document));
        clear(plan, concerns, &|file| !sets_pages(file), diagnostics);
        return;
    }
    let view = &shown.view;
    let found = match view.edition() {
        Edition::Draft => announced(plan),
        Edition::Company => {
            let document = shown.expanded.as_ref().map(|expanded| &expanded.document);
            audit_sheet(plan, view.plan(), view.figures(), document)
        }
        Edition::Briefing | Edition::Final | Edition::Public => return,
    };
    // Other editions find more that a person may answer for.
    unanswered(plan, found, diagnostics);
}

/// Whether a template is a file of typst, of which only the pages tell what it says.
fn sets_pages(file: &str) -> bool {
    file.ends_with(".typ")
}

/// The same of what the pages show that stands in no text of the document, since a typst file of the project's own adds it.
fn disclosures_of_pages(plan: &Plan, view: &PlanView, added: &[Added], diagnostics: &mut Vec<Diagnostic>) {
    if discloses(view.edition()) == Class::Public {
        let concerns = audit_added(plan, view.plan(), view.figures(), added);
        clear(plan, concerns, &sets_pages, diagnostics);
    }
}

/// What a thread gave back; its panic goes on here.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Completes a tree and sets it.
fn set(
    plan: &Plan,
    (view, expanded): (Arc<PlanView>, Expanded),
    templates: &Templates,
    diagnostics: &mut Vec<Diagnostic>,
    progress: &dyn Fn(Step),
) -> Option<Pages> {
    progress(Step::Transform);
    let mut document = expanded.document;
    let names = complete(&mut document);
    progress(Step::Layout);
    // What may not be shown is gathered beside.
    let (secrets, layout) = thread::scope(|scope| {
        let secrets = scope.spawn(|| Secrets::of(plan, &view, &document));
        let layout = laid_out(plan, &document, templates, diagnostics);
        (joined(secrets), layout)
    });
    let layout = layout?;
    let own = templates.own_typst();
    let added = match own.is_empty() {
        true => Vec::new(),
        false => added(&document, &layout.paragraphs(), &own),
    };
    disclosures_of_pages(plan, &view, &added, diagnostics);
    if any_error(diagnostics, view.edition()) {
        return None;
    }
    Some(Pages {
        document,
        layout,
        view,
        secrets: Arc::new(secrets.with_added(&added)),
        ids: expanded.ids,
        names,
        matrix: expanded.matrix,
        audit: expanded.audit,
    })
}

/// What a format refuses, at the source or template that brings it about.
fn refusal(of: Unprintable, plan: &Plan, templates: &Templates) -> Diagnostic {
    let (code, place) = match of.origin {
        Some(Origin::Source(place)) => (Code::BadValue, place),
        Some(Origin::Computed(places) | Origin::Figure { places, .. }) => {
            (Code::BadValue, places.first().copied().unwrap_or(templates.place))
        }
        Some(Origin::Template(path)) => {
            let line = plan.sources.find(&path).map(|file| Place {
                file,
                span: Span::default(),
            });
            (Code::TemplateError, line.unwrap_or(templates.place))
        }
        None => (Code::TemplateError, templates.place),
    };
    Diagnostic::new(code, place, of.message).hint(of.hint)
}

fn laid_out(
    plan: &Plan,
    document: &Document,
    templates: &Templates,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Layout> {
    let refused = unprintable(document);
    let document = match document.disclosable() {
        Ok(document) => document,
        Err(above) => {
            diagnostics.extend(undisclosed(plan, templates.place, &above));
            return None;
        }
    };
    if !refused.is_empty() {
        diagnostics.extend(refused.into_iter().map(|it| refusal(it, plan, templates)));
        return None;
    }
    let typst: Vec<TemplateFile<'_>> = templates.typst.iter().map(|(path, text)| (&**path, &**text)).collect();
    match layout(document, &typst) {
        Ok(layout) => Some(layout),
        Err(error) => {
            diagnostics.extend(promise::not_set(&error, &plan.sources, templates.place));
            None
        }
    }
}

/// That a document holds texts which its readers may not see, each at its place in the sources; of planc's own words and
/// of what a template put together, at the templates. The texts are not repeated.
fn undisclosed(plan: &Plan, templates: Place, above: &Undisclosed) -> Vec<Diagnostic> {
    let hint = "この版のひな形から、その項目を印刷する部分を除いてください。版によって変えるには、{% if edition != \"public\" %} と {% endif %} で囲みます。";
    let one = |(origin, class): &(Origin, Class)| {
        let place = origin.places().first().copied();
        let label = place.and_then(|place| label_at(plan, place));
        let label = label.map_or_else(String::new, |label| format!("「{label}」の値、"));
        let readers = match class {
            Class::Public => "公表",
            Class::Nation => "国と県だけに見せるもの",
            Class::Internal => "県の内部だけで見るもの",
        };
        let message = format!("この版では示せない値（{label}{readers}）を、文書に印刷しようとしました。");
        Diagnostic::new(Code::Leak, place.unwrap_or(templates), message).hint(hint)
    };
    above.texts.iter().map(one).collect()
}

/// What the key of the value at a place is called: 企業, then 目標値・売上額・目標値・値.
fn label_at(plan: &Plan, place: Place) -> Option<String> {
    let mut found = None;
    plan.each_leaf(&mut |file, _, labels, node| {
        let here = match node {
            Node::Value { place, .. } => *place,
            Node::Pending { pending, .. } => pending.place,
            Node::Absent | Node::Withheld | Node::Table(_) | Node::List(_) => return,
        };
        if here == place && found.is_none() {
            found = Some(format!("{}・{}", plan.subject(file), labels.join("・")));
        }
    });
    found
}

/// What an edition shows of a plan.
struct Shown {
    view: Arc<PlanView>,
    /// What its readers could compute, where it shows only class P.
    audit: Option<Arc<Audit>>,
    /// The requirements that it does not meet.
    missing: Vec<Diagnostic>,
    /// The templates over it, where that is wanted.
    expanded: Option<Expanded>,
}

/// The templates over what an edition shows.
struct Expanded {
    audit: Option<Arc<Audit>>,
    document: Document,
    problems: Vec<Diagnostic>,
    ids: NodeIds,
    matrix: Matrix,
}

/// Judges what an edition shows by the requirements and, where that is asked, expands the templates over it.
fn shown(
    plan: &Plan,
    (wanted, earlier, given): (&Wanted, &Earlier, Option<&PlanView>),
    templates: &Templates,
    expand: bool,
    progress: &dyn Fn(Step),
) -> Shown {
    progress(Step::View);
    let (view, audit) = match given {
        Some(view) => (view.clone(), None),
        None => view_of(plan, wanted, earlier, expand),
    };
    let (view, audit) = (Arc::new(view), audit.map(Arc::new));
    let (context, origins) = values(&view);
    let context = (context, Arc::new(origins));
    let (matrix, missing) = judged(plan, &view, (&context.0, &context.1), templates);
    progress(Step::Expand);
    let expanded = if expand {
        let expanded = expanded(plan, wanted, (&view, matrix), context, templates);
        Some(Expanded {
            audit: audit.clone(),
            ..expanded
        })
    } else {
        parallel::discard((context, matrix));
        None
    };
    Shown {
        view,
        audit,
        missing,
        expanded,
    }
}

/// What shows only class P is audited, whether or not its figures are printed now.
fn view_of(plan: &Plan, wanted: &Wanted, earlier: &Earlier, figures: bool) -> (PlanView, Option<Audit>) {
    if let Some(own) = wanted.company.as_ref().and_then(|company| company_view(plan, company)) {
        return (own, None);
    }
    match figures || discloses(wanted.edition) == Class::Public {
        true => earlier.audited_view(plan, wanted),
        false => (without_figures(plan, wanted.edition), None),
    }
}

/// The matrix that an edition prints, and what is missing. The requirements are the nation's: an edition for the public,
/// which prints no matrix, is judged by what the nation sees; a company's sheet is not.
fn judged(
    plan: &Plan,
    view: &PlanView,
    values_shown: (&minijinja::Value, &Arc<Origins>),
    templates: &Templates,
) -> (Matrix, Vec<Diagnostic>) {
    let mut missing = Vec::new();
    let full = match view.edition() {
        Edition::Draft | Edition::Final => {
            let matrix = judge(&templates.requirements, &plan.sources, view, values_shown, &mut missing);
            return (matrix, missing);
        }
        Edition::Company => return (Matrix::default(), missing),
        Edition::Briefing => Edition::Draft,
        Edition::Public => Edition::Final,
    };
    let full = without_figures(plan, full);
    let (context, origins) = values(&full);
    let shown = (&context, &Arc::new(origins));
    judge(&templates.requirements, &plan.sources, &full, shown, &mut missing);
    (Matrix::default(), missing)
}

/// The templates over what an edition shows.
fn expanded(
    plan: &Plan,
    wanted: &Wanted,
    (view, matrix): (&Arc<PlanView>, Matrix),
    (context, origins): (minijinja::Value, Arc<Origins>),
    templates: &Templates,
) -> Expanded {
    let ids = NodeIds::default();
    let parts = components(view, &ids, matrix.clone());
    let mut expansion = expand(&templates.sections, context, &origins, parts, ids.clone());
    explain(&mut expansion.sections, wording(view));
    let about = &view.plan().about;
    let pictures = view.plan().pictures.values();
    let document = Document {
        title: view.title(),
        author: about.department.text(|line| line.0.to_string()).unwrap_or_default(),
        file_name: file_name(view, wanted),
        date: about.date.value().unwrap_or_else(|| clock(plan)),
        head: head(view),
        watermark: watermark(plan, view, wanted),
        discloses: discloses(view.edition()),
        style: templates.style.clone(),
        sections: expansion.sections,
        pictures: pictures
            .map(|it| PictureFile {
                format: it.format,
                bytes: it.bytes.clone(),
            })
            .collect(),
    };
    Expanded {
        audit: None,
        document,
        problems: expansion.diagnostics,
        ids,
        matrix,
    }
}

fn wording(view: &PlanView) -> Wording {
    view.plan().about.display.wording.value().unwrap_or(Wording::Polite)
}

/// A document that stands beside a plan.
#[derive(Default)]
pub struct SideDocument<'a> {
    /// The folder of its sections among the templates.
    pub outline: &'a str,
    /// Its title.
    pub title: &'a str,
    /// It holds what is not published, and says on every page to be handled with care.
    pub undisclosed: bool,
    /// What it tells of the package.
    pub packing: Packing,
    /// The same plan for the public: what this one does not print follows the document's own sections.
    pub beyond: Option<&'a Pages>,
}

/// Makes a document that stands beside a plan: the letter that goes with it, the list of what is enclosed. It has an
/// outline of its own among the templates, sees what the plan shows, and may refer to the plan's tables and headings.
/// Problems are added to the diagnostics.
pub fn beside(
    (world, sources, diagnostics): (&dyn World, &mut SourceMap, &mut Vec<Diagnostic>),
    plan: &Pages,
    wanted: SideDocument<'_>,
) -> Option<Pages> {
    let SideDocument {
        outline,
        title,
        packing,
        ..
    } = wanted;
    let templates = read_templates(world, outline, sources, diagnostics)?;
    let (context, origins) = values(&plan.view);
    let secrets = secrets_beside(plan, &packing);
    let given = Given {
        matrix: plan.matrix.clone(),
        packing,
    };
    let parts = components(&plan.view, &plan.ids, given);
    let mut expansion = expand(
        &templates.sections,
        context,
        &Arc::new(origins),
        parts,
        plan.ids.clone(),
    );
    explain(&mut expansion.sections, wording(&plan.view));
    let edition = plan.view.edition();
    let broken = any_error(&expansion.diagnostics, edition);
    diagnostics.extend(expansion.diagnostics);
    if broken {
        return None;
    }
    let whole = &plan.document.title;
    let path = Arc::from(format!("{FOLDER}/{outline}"));
    let mut document = Document {
        title: Text::made_of(&format!("{}　{title}", whole.text), &path, [whole]),
        file_name: Text::template(title, &path),
        head: head_beside(plan, title, wanted.undisclosed),
        style: templates.style.clone(),
        sections: expansion.sections,
        pictures: Vec::new(),
        ..plan.document.clone()
    };
    let other = Foreign {
        names: plan.names.clone(),
        pages: plan.layout.page_numbers(),
        path,
    };
    complete_beside(&mut document, &other);
    if let Some(public) = wanted.beyond {
        append(&mut document, extract(&plan.document, &public.document), &other);
        document.pictures.clone_from(&plan.document.pictures);
    }
    let layout = laid_out(plan.view.plan(), &document, &templates, diagnostics)?;
    Some(Pages {
        document,
        layout,
        view: plan.view.clone(),
        ids: plan.ids.clone(),
        names: Names::new(),
        matrix: Matrix::default(),
        secrets,
        audit: None,
    })
}

/// What a document beside a plan may not hold; sizes and numbers of pages of the files that it tells of are counted.
fn secrets_beside(plan: &Pages, packing: &Packing) -> Arc<Secrets> {
    if packing.files.is_empty() {
        return plan.secrets.clone();
    }
    let sizes = packing.files.iter().filter_map(|it| it.size);
    let pages = packing.files.iter().filter_map(|it| it.pages.map(u64::from));
    Arc::new(plan.secrets.counting(sizes.chain(pages)))
}

fn head_beside(plan: &Pages, title: &str, undisclosed: bool) -> RunningHead {
    let head = plan.document.head.clone();
    match undisclosed {
        false => RunningHead {
            centre: Text::default(),
            ..head
        },
        true => RunningHead {
            centre: Text::template(&format!("【{WITH_CARE}】"), &Arc::default()),
            right: Text::template(
                &format!("{title}（{}）", print::date(plan.document.date)),
                &Arc::default(),
            ),
            ..head
        },
    }
}

/// What is enclosed in a package, as the templates say; tells where they do not.
pub fn enclosures(world: &dyn World, sources: &mut SourceMap, diagnostics: &mut Vec<Diagnostic>) -> Option<Enclosures> {
    TemplateReader::new(world, sources, diagnostics).enclosures()
}

/// The clock of the build: the date of the plan; while that is pending, the first day of its period.
fn clock(plan: &Plan) -> Date {
    let start = plan.about.plan_period.start.value().map_or(2000, |year| year.0);
    let first_day = Date::new(start, 4, 1).unwrap_or_default();
    plan.about.date.value().unwrap_or(first_day)
}

/// The stage of a draft that is not adopted; 公表前 on what is only rehearsed.
fn watermark(plan: &Plan, view: &PlanView, wanted: &Wanted) -> Option<Text> {
    if wanted.purpose == Purpose::Rehearsal {
        return view.mark().cloned();
    }
    let stage = &plan.about.stage;
    let shown = wanted.edition.is_draft() && stage.value() != Some(Stage::Adopted);
    told(stage, wanted.edition, |stage| stage.word().to_owned()).filter(|_| shown)
}

fn head(view: &PlanView) -> RunningHead {
    let words = |words: &str| Text::template(words, &Arc::default());
    let date = view.plan().about.date.text(|date| print::date(*date));
    let date = date.unwrap_or_else(|| words(print::PENDING));
    let name = view.name();
    let right = format!("{}（{}）", name.text, date.text);
    let mark = view
        .mark()
        .map(|mark| Text::made_of(&format!("【{}】", mark.text), &Arc::default(), [mark]));
    RunningHead {
        left: view.title(),
        centre: mark.unwrap_or_default(),
        right: Text::made_of(&right, &Arc::default(), [name, &date]),
    }
}

/// The name of the files of an edition without the ending.
pub fn name_of(plan: &Plan, edition: Edition) -> String {
    let name = file_name(&without_figures(plan, edition), &edition.into());
    name.text.to_string()
}

/// 熊本県地域産業クラスター計画（素案 第1版）, with nothing that Windows forbids in names.
fn file_name(view: &PlanView, wanted: &Wanted) -> Text {
    let (title, name) = (view.title(), view.name());
    let own = view.plan().companies.first().filter(|_| wanted.company.is_some());
    let company = own.map(|company| {
        let name = company.short_name.text(|name| name.0.to_string());
        name.unwrap_or_else(|| Text::template(&company.id, &Arc::default()))
    });
    let mark = view.mark().filter(|_| wanted.purpose == Purpose::Rehearsal);
    let version = match (&company, mark) {
        (Some(company), _) => format!("{} {} {}", name.text, wanted.edition.word(), company.text),
        (None, Some(mark)) => format!("{} {}", name.text, mark.text),
        (None, None) => name.text.to_string(),
    };
    let whole = write::plain_file_name(&title.text, &version);
    Text::made_of(&whole, &Arc::default(), [&title, name].into_iter().chain(&company))
}

/// Writes pages in formats: of each the file, which may leave.
///
/// # Errors
/// Where a writer refuses the document, and where a file holds what its readers may not see.
pub fn write(pages: &Pages, formats: &[Format]) -> Result<Vec<Released>, write::WriteError> {
    let plan = pages.view.plan();
    let whole = Place {
        file: plan.about.file,
        span: Span::default(),
    };
    let document = pages.document.disclosable();
    let document = document.map_err(|above| write::WriteError::Leaks(undisclosed(plan, whole, &above)))?;
    let one = |format: Format| -> Result<_, write::WriteError> {
        let bytes = match format {
            Format::Docx => word::write(document, &pages.layout.printed())?,
            Format::Pdf => pdf::write(document, &pages.layout)?,
            Format::Xlsx => {
                let book = evidence::workbook(&pages.view, &pages.document, &pages.layout);
                excel::write(&book).map_err(|error| undisclosed_in_book(error, whole))?
            }
        };
        Ok(released(pages, format.file_name(pages.name()), bytes))
    };
    // All at once: none takes anything from another.
    let written: Result<Vec<_>, _> = thread::scope(|scope| {
        let threads: Vec<_> = formats.iter().map(|&format| scope.spawn(move || one(format))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or(Err(write::WriteError::Panicked)))
            .collect()
    });
    let (mut files, mut leaks) = (Vec::new(), Vec::new());
    for one in written? {
        match one {
            Ok(file) => files.push(file),
            Err(found) => leaks.extend(found),
        }
    }
    if leaks.is_empty() {
        Ok(files)
    } else {
        Err(write::WriteError::Leaks(leaks))
    }
}

/// Lets a file leave for the readers of pages.
///
/// # Errors
/// What it holds that these readers may not see.
pub fn released(pages: &Pages, path: String, written: Written) -> Result<Released, Vec<Diagnostic>> {
    let refused = |found: Refused| found.iter().map(|(_, hit)| leaked(hit)).collect();
    release(path, written, &[&pages.secrets]).map_err(refused)
}

/// That a workbook holds what its readers may not see is a leak like any other; of other reasons no place is known.
fn undisclosed_in_book(error: excel::ExcelError, plan: Place) -> write::WriteError {
    let excel::ExcelError::Undisclosed(_) = &error else {
        return error.into();
    };
    let message = format!("算定根拠の Excel ファイルを作れませんでした（{error}）。");
    let hint = "その項目を印刷しているひな形を確かめてください。";
    write::WriteError::Leaks(vec![Diagnostic::new(Code::Leak, plan, message).hint(hint)])
}

/// What of the plan files hold that may not be in these pages, whoever made them.
pub fn leaks(pages: &Pages, files: &[(String, Vec<u8>)]) -> Vec<Diagnostic> {
    let files = files.iter().map(|(path, bytes)| (&**path, &**bytes));
    leak::search(files, &pages.secrets).iter().map(leaked).collect()
}

/// That a file holds a withheld value, which is not itself repeated.
fn leaked(hit: &Hit) -> Diagnostic {
    let inside = if hit.inside.is_empty() {
        String::new()
    } else {
        format!("（{}）", hit.inside)
    };
    let message = format!(
        "「{}」{inside}に、この版では示せない値（{}）が含まれています。",
        hit.file, hit.secret.key
    );
    let hint = "テンプレートに直接書いた文や数に、その値がないかを確かめて消してください。偶然同じ値であれば、この版で示す項目に書き、そこから引いてください。";
    Diagnostic::new(Code::Leak, hit.secret.place, message).hint(hint)
}

//! The components of a cluster plan: what is more than prose. Each is a row of one table, which is also their list in
//! the documentation.

mod build;
mod charts;
mod companies;
mod confirmation;
mod cover;
mod enclosures;
mod inline;
mod market;
mod pending;
mod requirements;
mod schedule;
mod sheet;
mod support;
mod targets;
mod undisclosed;

use super::NodeIds;
use super::component::{Arguments, Component, Parameter, Run};
use super::enclosures::Packing;
use super::print;
use super::problem::Problem;
use super::requirements::Matrix;
use super::value::Blocks;
use super::view::Subject;
use crate::document::{Block, Class, NodeId};
use crate::edition::{PlanView, discloses};
use crate::figures::Indicator;
use crate::plan::{Company, Entry, Field, Plan, Wording};
use build::Build;
use minijinja::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What components work on.
pub struct Context {
    view: Arc<PlanView>,
    ids: NodeIds,
    matrix: Matrix,
    packing: Packing,
    wording: Wording,
    money: print::MoneyFormat,
    /// The companies by id: there may be many.
    companies: BTreeMap<Arc<str>, usize>,
}

/// What components print that no view holds.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// How the plan answers the requirements.
    pub matrix: Matrix,
    /// What a package tells of itself.
    pub packing: Packing,
}

impl From<Matrix> for Given {
    fn from(matrix: Matrix) -> Self {
        Given {
            matrix,
            packing: Packing::default(),
        }
    }
}

/// A call of a component.
struct Call<'a> {
    arguments: &'a Arguments<'a>,
    context: &'a Context,
    build: Build,
}

type Body = fn(&Call<'_>) -> Result<Vec<Block>, Problem>;

const ID: Parameter = Parameter {
    name: "id",
    required: false,
    about: "ref() と page() で引く名前",
};
const STAGE: Parameter = Parameter {
    name: "stage",
    required: false,
    about: "枠の中の言葉（省くと、版の名前と取扱い）",
};
const FIELD: Parameter = Parameter {
    name: "field",
    required: true,
    about: "対象分野",
};
const OF: Parameter = Parameter {
    name: "of",
    required: false,
    about: "対象分野又は企業（省くと計画全体）",
};
const COMPANY: Parameter = Parameter {
    name: "company",
    required: true,
    about: "企業",
};
const INDICATOR: Parameter = Parameter {
    name: "indicator",
    required: true,
    about: "指標（internal_transactions、sales、wage_increase、employment）",
};

/// Name, parameters, what it prints, how.
const COMPONENTS: &[(&str, &[Parameter], &str, Body)] = &[
    ("cover", &[STAGE], "表紙", cover::cover),
    ("overview_table", &[ID], "計画の概要の表", market::overview_table),
    (
        "strategic_field_table",
        &[ID],
        "対象分野と国の17の戦略分野との対応表",
        market::strategic_field_table,
    ),
    (
        "product_table",
        &[FIELD, ID],
        "対象分野の製品・サービスと目標の表",
        market::product_table,
    ),
    (
        "kpi_table",
        &[OF, ID],
        "目標値の表（計画全体、対象分野又は企業）",
        targets::kpi_table,
    ),
    (
        "field_table",
        &[INDICATOR, ID],
        "一つの指標を分野ごとに並べた表",
        targets::field_table,
    ),
    (
        "target_table",
        &[INDICATOR, ID],
        "一つの指標を企業ごとに並べた表",
        targets::target_table,
    ),
    (
        "basis_table",
        &[INDICATOR, ID],
        "一つの指標の企業ごとの算定根拠の表",
        targets::basis_table,
    ),
    ("definition_table", &[ID], "指標の定義の表", targets::definition_table),
    (
        "provenance_table",
        &[ID],
        "目標値を誰が定めたかの表",
        targets::provenance_table,
    ),
    (
        "kpi_chart",
        &[INDICATOR, ID],
        "一つの指標の推移の棒グラフ（分野別）",
        charts::kpi_chart,
    ),
    ("company_table", &[ID], "重点支援企業の一覧表", companies::company_table),
    (
        "eligibility_table",
        &[ID],
        "公募の応募条件の表",
        companies::eligibility_table,
    ),
    (
        "degree_table",
        &[ID],
        "コネクター度・ハブ度の表",
        companies::degree_table,
    ),
    (
        "share_table",
        &[ID],
        "国の資料の定義によるコネクター度・ハブ度の表",
        companies::share_table,
    ),
    ("sheet_table", &[ID], "個票の一覧とページの表", companies::sheet_table),
    (
        "degree_chart",
        &[ID],
        "コネクター度とハブ度の散布図",
        charts::degree_chart,
    ),
    (
        "external_sales_chart",
        &[ID],
        "売上高に占める域外売上高の割合の図（分野別）",
        charts::external_sales_chart,
    ),
    (
        "reason_table",
        &[FIELD, ID],
        "対象分野の重点支援企業の選定理由の表",
        companies::reason_table,
    ),
    (
        "company_sheet",
        &[COMPANY],
        "企業の個票（様式1の形）",
        sheet::company_sheet,
    ),
    (
        "published_sheet",
        &[],
        "企業の確認用：公表版に載せる個票",
        sheet::published_sheet,
    ),
    (
        "confirmation_table",
        &[COMPANY, ID],
        "企業の確認用：項目ごとに修正の有無と公表の可否を記入する表",
        confirmation::confirmation_table,
    ),
    (
        "answer_table",
        &[ID],
        "企業の確認用：回答者を記入する表",
        confirmation::answer_table,
    ),
    ("phase_table", &[ID], "県の施策の実施期間の表", support::phase_table),
    ("post_table", &[ID], "企業ごとの伴走支援の担当の表", support::post_table),
    (
        "national_measure_table",
        &[ID],
        "国への提案の表",
        support::national_measure_table,
    ),
    ("request_table", &[ID], "企業から国への要望の表", support::request_table),
    (
        "municipality_table",
        &[ID],
        "市町村の役割の表",
        support::municipality_table,
    ),
    ("schedule_table", &[ID], "スケジュールの表", schedule::schedule_table),
    ("contact_table", &[ID], "問い合わせ先の表", schedule::contact_table),
    (
        "requirement_table",
        &[ID],
        "要件適合表（requirements.toml の要件と、計画がそれに応えている箇所）",
        requirements::requirement_table,
    ),
    (
        "letter_head",
        &[],
        "送付状の頭書き（番号、日付、宛名、差出人、公印、件名）",
        enclosures::letter_head,
    ),
    (
        "enclosure_list",
        &[],
        "送付状の記：提出するものの一覧",
        enclosures::enclosure_list,
    ),
    (
        "enclosure_table",
        &[ID],
        "提出物一覧の表（ファイル、ページ、大きさ、検査値）",
        enclosures::enclosure_table,
    ),
    (
        "undisclosed_table",
        &[ID],
        "非公表項目一覧の表（公表用に載せない項目と理由）",
        undisclosed::undisclosed_table,
    ),
    ("pending_table", &[ID], "未確定事項の一覧表", pending::pending_table),
];

/// The components of the plan as rows for the table of all components.
pub fn components(view: &Arc<PlanView>, ids: &NodeIds, given: impl Into<Given>) -> Vec<Component> {
    let Given { matrix, packing } = given.into();
    let display = &view.plan().about.display;
    let context = Arc::new(Context {
        view: view.clone(),
        ids: ids.clone(),
        matrix,
        packing,
        wording: display.wording.value().unwrap_or(Wording::Polite),
        money: print::MoneyFormat::of(view.plan()),
        companies: ids_of(&view.plan().companies).collect(),
    });
    let blocks = COMPONENTS.iter().map(|&(name, parameters, about, body)| {
        let run = run(&context, move |call| Ok(Blocks(body(call)?).into()));
        Component {
            name,
            parameters,
            about,
            run,
        }
    });
    let inlines = inline::COMPONENTS.iter().map(|&(name, parameters, about, body)| {
        let run = run(&context, body);
        Component {
            name,
            parameters,
            about,
            run,
        }
    });
    blocks.chain(inlines).collect()
}

fn ids_of(companies: &[Entry<Company>]) -> impl Iterator<Item = (Arc<str>, usize)> {
    // Of two with one id the first counts, hence comes last.
    let numbered = companies.iter().enumerate().rev();
    numbered.map(|(index, company)| (company.id.clone(), index))
}

/// Hands a call of a template over to the body of a component.
fn run(context: &Arc<Context>, body: impl Fn(&Call<'_>) -> Result<Value, Problem> + Send + Sync + 'static) -> Run {
    let context = context.clone();
    Arc::new(move |arguments| {
        let build = Build {
            path: arguments.path(),
            wording: context.wording,
            money: context.money,
        };
        body(&Call {
            arguments,
            context: &context,
            build,
        })
    })
}

/// What a table of targets is about.
enum Group<'a> {
    Plan,
    Field(&'a Entry<Field>),
    Company(&'a Entry<Company>),
}

impl<'a> Call<'a> {
    fn plan(&self) -> &'a Plan {
        self.context.view.plan()
    }

    /// Refuses a component whose values this edition's readers may not see.
    fn for_nation(&self) -> Result<(), Problem> {
        if discloses(self.context.view.edition()) >= Class::Nation {
            return Ok(());
        }
        Err(Problem::new("この部品が印刷する値は、この版には載せられません。")
            .hint("部品を {% if readers == \"nation\" %} と {% endif %} で囲んでください。"))
    }

    /// The node of this call's table or figure.
    fn node(&self) -> Result<NodeId, Problem> {
        self.arguments.node("id", &self.context.ids)
    }

    fn group(&self) -> Result<Group<'a>, Problem> {
        match self.arguments.value("of") {
            None => Ok(Group::Plan),
            Some(_) => self.subject("of"),
        }
    }

    /// The field or company of an argument.
    fn subject(&self, name: &str) -> Result<Group<'a>, Problem> {
        let subject = self.arguments.object::<Subject>(name)?;
        let field = self
            .plan()
            .field(&subject.id)
            .filter(|_| subject.is_field)
            .map(Group::Field);
        let company = self.context.companies.get(&subject.id).filter(|_| !subject.is_field);
        let company = company.map(|index| Group::Company(&self.plan().companies[*index]));
        field
            .or(company)
            .ok_or_else(|| Problem::new("この企業又は分野は計画にありません。"))
    }

    fn field(&self) -> Result<&'a Entry<Field>, Problem> {
        match self.subject("field")? {
            Group::Field(field) => Ok(field),
            Group::Plan | Group::Company(_) => Err(Problem::new("ここには対象分野（fields の一つ）を渡します。")),
        }
    }

    fn company(&self) -> Result<&'a Entry<Company>, Problem> {
        match self.subject("company")? {
            Group::Company(company) => Ok(company),
            Group::Plan | Group::Field(_) => Err(Problem::new("ここには企業（companies の一つ）を渡します。")),
        }
    }

    fn indicator(&self) -> Result<Indicator, Problem> {
        let name = self.arguments.word("indicator")?;
        let found = Indicator::ALL.into_iter().find(|indicator| indicator.key() == name);
        let keys: Vec<&str> = Indicator::ALL.iter().map(|indicator| indicator.key()).collect();
        found.ok_or_else(|| {
            Problem::new(format!("「{name}」という指標はありません。"))
                .hint(format!("{}のどれかです。", keys.join("、")))
        })
    }
}

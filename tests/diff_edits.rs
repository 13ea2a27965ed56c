//! Edits of generated plans, each with what a comparison must say of it.

use crate::generated::corporate_number;
use crate::project::{put, quoted, text};
use planc::world::Memory;
use proptest::prelude::*;

/// An edit.
#[derive(Clone, Copy, Debug)]
pub enum Edit {
    CompanyAdded,
    CompanyRemoved,
    CompanyRenamed,
    /// Its file has another name.
    CompanyReordered,
    FieldAdded,
    FieldsReordered,
    Target,
    TargetPending,
    Unit,
    /// The same amounts in another unit.
    UnitAlone,
    BaselineYear,
    TargetYear,
    KpiRemoved,
    Rewrapped,
    Split,
    Joined,
    Moved,
    Added,
    Removed,
    Words,
    RowAdded,
    RowsReordered,
    MeasureAdded,
    MeasureRenamed,
    ScheduleChanged,
    Template,
}

/// Any of them.
pub fn edit() -> impl Strategy<Value = Edit> {
    prop::sample::select(vec![
        Edit::CompanyAdded,
        Edit::CompanyRemoved,
        Edit::CompanyRenamed,
        Edit::CompanyReordered,
        Edit::FieldAdded,
        Edit::FieldsReordered,
        Edit::Target,
        Edit::TargetPending,
        Edit::Unit,
        Edit::UnitAlone,
        Edit::BaselineYear,
        Edit::TargetYear,
        Edit::KpiRemoved,
        Edit::Rewrapped,
        Edit::Split,
        Edit::Joined,
        Edit::Moved,
        Edit::Added,
        Edit::Removed,
        Edit::Words,
        Edit::RowAdded,
        Edit::RowsReordered,
        Edit::MeasureAdded,
        Edit::MeasureRenamed,
        Edit::ScheduleChanged,
        Edit::Template,
    ])
}

const ONE: &str = "県内の企業からの部品の仕入れを毎年増やします。";
const TWO: &str = "若い技術者を地元の高校から採用し、賃金を引き上げます。";
const THREE: &str = "地下水の使用量を減らし、水源の保全に取り組みます。";

impl Edit {
    /// Makes the edit in the version after, and in both what it needs; gives the lines that must be said.
    pub fn make(self, place: usize, before: &mut Memory, after: &mut Memory) -> Vec<String> {
        let id = format!("company-{place:03}");
        let subject = format!("companies/{id}");
        let path = format!("sources/{subject}.toml");
        match self {
            Edit::CompanyAdded => {
                let company = text(before, &path).to_owned();
                let own = corporate_number(place);
                let company = company.replace(&own, &corporate_number(500 + place));
                let name = value(&company, "name");
                put(after, &format!("sources/companies/new-{place}.toml"), company);
                vec![format!("company-added companies/new-{place}: ∅ -> {name}")]
            }
            Edit::CompanyRemoved => {
                let name = value(text(before, &path), "name");
                after.files.remove(&path);
                vec![format!("company-removed {subject}: {name} -> ∅")]
            }
            Edit::CompanyRenamed => {
                let company = text(before, &path).to_owned();
                let (name, short) = (value(&company, "name"), value(&company, "short_name"));
                let company = set(&company, "name", &format!("株式会社新{name}"));
                put(after, &path, set(&company, "short_name", &format!("新{short}")));
                vec![format!(
                    "company-renamed {subject}/name: {name} -> 株式会社新{name} + short_name"
                )]
            }
            Edit::CompanyReordered => {
                let company = after.files.remove(&path).unwrap();
                put(after, &format!("sources/companies/z{}.toml", 9 - place), company);
                Vec::new()
            }
            Edit::FieldAdded => {
                let field = text(before, "sources/fields/field-00.toml").to_owned();
                let field = set(&field, "name", "新たな分野").replace("order = 1", &format!("order = {}", 20 + place));
                put(after, &format!("sources/fields/new-{place}.toml"), field);
                vec![format!("field-added fields/new-{place}: ∅ -> 新たな分野")]
            }
            Edit::FieldsReordered => {
                let first = text(after, "sources/fields/field-00.toml").to_owned();
                let reordered = first.contains("order = 9");
                put(
                    after,
                    "sources/fields/field-00.toml",
                    first.replace("order = 1\n", "order = 9\n"),
                );
                match reordered {
                    true => Vec::new(),
                    false => vec!["moved fields/field-00/order".to_owned()],
                }
            }
            Edit::Template => template(place, after),
            Edit::RowAdded | Edit::RowsReordered => rows(self, place, before, after),
            Edit::MeasureAdded | Edit::MeasureRenamed | Edit::ScheduleChanged => lists(self, place, before, after),
            Edit::Rewrapped | Edit::Split | Edit::Joined | Edit::Moved | Edit::Added | Edit::Removed | Edit::Words => {
                prose(self, &path, before, after)
                    .into_iter()
                    .map(|said| said.replace("SUBJECT", &subject))
                    .collect()
            }
            Edit::Target
            | Edit::TargetPending
            | Edit::Unit
            | Edit::UnitAlone
            | Edit::BaselineYear
            | Edit::TargetYear
            | Edit::KpiRemoved => {
                let said = kpi(self, &path, before, after);
                vec![said.replace("SUBJECT", &format!("{subject}/kpi.sales"))]
            }
        }
    }
}

/// The text of a key that stands at the beginning of a line.
fn value(toml: &str, key: &str) -> String {
    let line = toml.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
    line.unwrap().trim_end_matches('"').to_owned()
}

fn set(toml: &str, key: &str, text: &str) -> String {
    let is_key = |line: &str| line.starts_with(&format!("{key} = "));
    let lines = toml.lines().map(|line| match is_key(line) {
        true => format!("{key} = {}", quoted(text)),
        false => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn template(place: usize, after: &mut Memory) -> Vec<String> {
    let names = ["01-purpose.md", "02-fields.md", "03-situation.md", "04-vision.md"];
    let path = format!("plan-templates/cluster/{}", names[place]);
    let template = text(after, &path).to_owned() + "\n注を加えます。\n";
    put(after, &path, template);
    vec![format!("template-changed {path}: ∅ -> ∅")]
}

/// Products of a field.
fn rows(edit: Edit, place: usize, before: &mut Memory, after: &mut Memory) -> Vec<String> {
    let path = format!("sources/fields/field-{place:02}.toml");
    if place > 1 {
        return Vec::new();
    }
    let field = text(after, &path).to_owned();
    let (head, rest) = field.split_once("[[market.products]]").unwrap();
    let (_, tail) = rest.split_once("[localization]").unwrap();
    let row = |name: &str, target: &str| {
        format!(
            "[[market.products]]\nname = \"{name}\"\nroute = \"輸出\"\ncurrent = \"1億円\"\ntarget = \"{target}\"\nyear = 2030\n"
        )
    };
    let (one, two) = (row("洗浄装置", "3億円"), row("発酵素材", "世界の市場の1割"));
    let new = row("光電融合の部品", "国内首位");
    let field = |head: &str, rows: &[&str]| format!("{head}{}[localization]{tail}", rows.concat());
    let earlier = text(before, &path)
        .split_once("[[market.products]]")
        .unwrap()
        .0
        .to_owned();
    put(before, &path, field(&earlier, &[&one, &two]));
    let (rows, said) = match edit {
        Edit::RowAdded => (
            vec![&*one, &*new, &*two],
            format!("value-changed fields/field-{place:02}/market.products[1]: ∅ -> 光電融合の部品"),
        ),
        _ => (
            vec![&*two, &*one],
            format!("moved fields/field-{place:02}/market.products"),
        ),
    };
    put(after, &path, field(head, &rows));
    vec![said]
}

/// Measures and printed dates, each of another row.
fn lists(edit: Edit, place: usize, before: &mut Memory, after: &mut Memory) -> Vec<String> {
    let support = "sources/support.toml";
    match edit {
        Edit::MeasureAdded => {
            let title = format!("新たな支援の{place}番");
            let row = format!("\n[[prefecture_measures]]\nname = \"{title}\"\nbody = \"支援します。\"\n");
            let added = text(after, support).to_owned() + &row;
            let index = added.matches("[[prefecture_measures]]").count() - 1;
            put(after, support, added);
            vec![format!(
                "measure-added support/prefecture_measures[{index}]: ∅ -> {title}"
            )]
        }
        Edit::MeasureRenamed => {
            let names = [
                "賃上げ環境整備支援事業",
                "海外販路開拓支援事業",
                "産業人材育成・定着支援事業",
                "地下水保全・脱炭素設備導入支援事業",
            ];
            let name = names[place];
            let index = text(before, support)
                .split("[[prefecture_measures]]")
                .position(|it| it.contains(&format!("name = \"{name}\"")))
                .unwrap()
                - 1;
            let renamed =
                text(after, support).replace(&format!("name = \"{name}\""), &format!("name = \"改・{name}\""));
            put(after, support, renamed);
            vec![format!(
                "measure-renamed support/prefecture_measures[{index}].name: {name} -> 改・{name}"
            )]
        }
        _ => {
            let plan = "sources/plan.toml";
            let events = ["最終評価", "目標値の回答", "素案作成", "伴走支援期間\""];
            let rows: Vec<&str> = text(before, plan).split("[[schedule]]").collect();
            let index = rows.iter().skip(1).position(|row| row.contains(events[place])).unwrap();
            let event = value(rows[index + 1], "event");
            let changed =
                text(after, plan).replace(&format!("event = \"{event}\""), &format!("event = \"{event}（改）\""));
            put(after, plan, changed);
            vec![format!(
                "schedule-changed plan/schedule[{index}].event: {event} -> {event}（改）"
            )]
        }
    }
}

/// Paragraphs of the strategy of a company.
fn prose(edit: Edit, path: &str, before: &mut Memory, after: &mut Memory) -> Vec<String> {
    let all = [ONE, TWO, THREE].join("\n\n");
    let (old, new, said) = match edit {
        Edit::Rewrapped => (all.clone(), all.replace('、', "、\n"), None),
        Edit::Split => (
            format!("{ONE}\n\n{TWO}{THREE}"),
            all,
            Some("text-changed SUBJECT/profile.strategy: paragraphs split"),
        ),
        Edit::Joined => (
            all,
            format!("{ONE}{TWO}\n\n{THREE}"),
            Some("text-changed SUBJECT/profile.strategy: paragraphs joined"),
        ),
        Edit::Moved => (
            all,
            [THREE, ONE, TWO].join("\n\n"),
            Some("moved SUBJECT/profile.strategy"),
        ),
        Edit::Added => (
            [ONE, THREE].join("\n\n"),
            all,
            Some("text-changed SUBJECT/profile.strategy: paragraphs added"),
        ),
        Edit::Removed => (
            all,
            [ONE, TWO].join("\n\n"),
            Some("text-changed SUBJECT/profile.strategy: paragraphs removed"),
        ),
        _ => (
            all.clone(),
            all.replace("高校", "高等専門学校"),
            Some("text-changed SUBJECT/profile.strategy: paragraphs changed"),
        ),
    };
    for (world, text_of) in [(before, old), (after, new)] {
        let company = multiline(text(world, path), &text_of);
        put(world, path, company);
    }
    said.into_iter().map(str::to_owned).collect()
}

fn multiline(toml: &str, strategy: &str) -> String {
    set(toml, "strategy", strategy)
}

/// The sales targets of a company.
fn kpi(edit: Edit, path: &str, before: &mut Memory, after: &mut Memory) -> String {
    let block = |unit: &str, years: [u32; 3], values: [&str; 3]| {
        format!(
            "[kpi.sales]\nunit = \"{unit}\"\nscope = \"県内事業所\"\nprovenance = \"企業回答\"\nconfirmed = 2026-06-16\n\
             baseline = {{ fiscal_year = {}, value = {} }}\n\
             targets = [{{ fiscal_year = {}, value = {} }}, {{ fiscal_year = {}, value = {} }}]\n",
            years[0], values[0], years[1], values[1], years[2], values[2]
        )
    };
    let years = [2024, 2028, 2030];
    let old = block("百万円", years, ["1_200", "1_500", "1_800.5"]);
    let (new, said) = match edit {
        Edit::Target => (
            block("百万円", years, ["1_200", "1_500", "1_900"]),
            "kpi-changed SUBJECT.targets.2030: 1800500000 -> 1900000000",
        ),
        Edit::TargetPending => (
            block("百万円", years, ["1_200", "{ pending = \"照会中\" }", "1_800.5"]),
            "kpi-changed SUBJECT.targets.2028: 1500000000 -> pending",
        ),
        Edit::Unit => (
            block("億円", years, ["1_200", "1_500", "1_800.5"]),
            "kpi-changed SUBJECT.unit: 百万円 -> 億円",
        ),
        Edit::UnitAlone => (
            block("億円", years, ["12", "15.00", "18.005"]),
            "value-changed SUBJECT.unit: 百万円 -> 億円",
        ),
        Edit::BaselineYear => (
            block("百万円", [2025, 2028, 2030], ["1_200", "1_500", "1_800.5"]),
            "kpi-changed SUBJECT.baseline.fiscal_year: 2024 -> 2025",
        ),
        Edit::TargetYear => (
            block("百万円", [2024, 2029, 2030], ["1_200", "1_500", "1_800.5"]),
            "kpi-changed SUBJECT.targets.2029.fiscal_year: 2028 -> 2029",
        ),
        _ => (
            String::new(),
            "kpi-removed SUBJECT: 1,200百万円、1,500百万円、1,800.5百万円 -> ∅",
        ),
    };
    for (world, block) in [(before, old), (after, new)] {
        let company = text(world, path);
        let (head, rest) = company.split_once("[kpi.sales]").unwrap();
        let (_, tail) = rest.split_once("[kpi.wage_increase]").unwrap();
        let company = format!("{head}{block}[kpi.wage_increase]{tail}");
        put(world, path, company);
    }
    said.to_owned()
}

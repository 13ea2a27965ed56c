//! A new project folder: sources to fill in, written from the contract, and the templates.

use crate::plan::About;
use crate::plan::form::{Form, LeafForm, Table};
use crate::plan::{Company, Field, Key, Need, Plan, Record, Support};
use crate::schema::{KINDS, text};
use std::fmt::Write;

/// Where the templates of a cluster plan lie.
pub const TEMPLATE_FOLDER: &str = "plan-templates/cluster";

/// The files of a new project, by path.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = [
        (
            "sources/plan.toml",
            source("schemas/plan.schema.json", "計画全体", &About::form()),
        ),
        (
            "sources/support.toml",
            source("schemas/support.schema.json", "伴走支援と支援施策", &Support::form()),
        ),
        (
            "sources/fields/field-1.toml",
            source("../schemas/field.schema.json", "対象分野", &Field::form()),
        ),
        (
            "sources/companies/company-1.toml",
            source("../schemas/company.schema.json", "重点支援企業", &Company::form()),
        ),
        ("output/.gitignore", "*\n!.gitignore\n".to_owned()),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), text.into_bytes()))
    .collect();
    files.extend(
        KINDS
            .iter()
            .map(|kind| (format!("sources/schemas/{}", kind.schema), text(kind).into_bytes())),
    );
    let templates = TEMPLATES
        .iter()
        .map(|(name, text)| (format!("{TEMPLATE_FOLDER}/{name}"), text.as_bytes().to_vec()));
    files.extend(templates);
    files
}

/// Whether a template is one that planc brings, unchanged.
pub fn is_ours(plan: &Plan, path: &str) -> bool {
    let file = plan.sources.find(path).map(|file| plan.sources.file(file));
    let name = path.rsplit_once("cluster/").map_or(path, |(_, name)| name);
    file.is_some_and(|file| TEMPLATES.contains(&(name, &*file.text)))
}

macro_rules! templates {
    ($($name:literal)*) => {
        /// The templates of a cluster plan, as they lie in the repository.
        pub const TEMPLATES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../plan-templates/cluster/", $name))),)*];
    };
}

templates! {
    "00-cover.md" "01-purpose.md" "02-fields.md" "03-situation.md" "04-vision.md" "05-targets.md" "06-companies.md"
    "07-localization.md" "08-support.md" "09-implementation.md" "10-schedule.md" "91-sheets.md" "92-basis.md"
    "company/01-request.md" "company/02-submitted.md" "company/03-published.md" "company/04-confirmation.md"
    "93-requirements.md" "94-pending.md" "bars.typ" "charts.typ" "comparison.toml" "headings.typ" "marks.typ" "plan.typ"
    "enclosures.toml" "letter/01-letter.md" "enclosures/01-list.md" "matrix/01-matrix.md" "annex/01-front.md"
    "undisclosed/01-list.md"
    "requirements.toml" "scatter.typ" "style.toml" "style.typ" "tables.typ" "text.typ"
}

/// What cannot be pending, by its dotted key: taken from the call, or to be replaced by who fills the file in.
const GIVEN: &[(&str, &str)] = &[
    ("plan_period.start", "2026"),
    ("plan_period.end", "2030"),
    ("call.opens", "2026-05-15"),
    ("call.closes", "2026-06-01T12:00:00"),
    ("eligibility.minimum_sales.value", "10"),
    ("eligibility.minimum_sales.unit", "\"億円\""),
    ("eligibility.maximum_employees", "2000"),
    ("eligibility.business_year_starts_on_or_after", "2024-04-01"),
    ("kpi.baseline", "[2024, 2025]"),
    ("kpi.years.interim", "[2028]"),
    ("kpi.years.final", "2030"),
    ("order", "1"),
    ("field", "\"field-1\""),
    ("status", "\"selected\""),
    ("inside_prefecture", "true"),
    ("strategic_fields", "[]"),
    ("consents.accompanying_support", "true"),
    ("consents.network", "true"),
    ("kpi.internal_transactions.unit", "\"百万円\""),
    ("kpi.internal_transactions.scope", "\"県内事業所\""),
    ("kpi.sales.unit", "\"百万円\""),
    ("kpi.sales.scope", "\"県内事業所\""),
    ("kpi.wage_increase.unit", "\"％\""),
    ("kpi.employment.unit", "\"人\""),
    ("kpi.employment.scope", "\"県内事業所\""),
];

/// Optional keys that a new project brings all the same: the targets of a selected company, its market.
const WANTED: &[&str] = &[
    "kpi",
    "kpi.internal_transactions",
    "kpi.sales",
    "kpi.wage_increase",
    "kpi.employment",
    "industry.code",
    "selection_reason",
    "supporting_post",
    "export",
    "confirmed",
    "handling",
    "display",
];

fn source(schema: &str, title: &str, table: &Table) -> String {
    let mut text = format!(
        "#:schema {schema}\n# {title}です。{{ pending = \"…\" }} の所を、決まりしだい値に書き換えてください。\n"
    );
    write_table(&mut text, "", table);
    text
}

/// The single values first, then the tables: so TOML wants it.
fn write_table(to: &mut String, path: &str, table: &Table) {
    let single = |form: &Form| matches!(form, Form::Leaf(_) | Form::Items(_));
    for (key, form) in table.keys.iter().filter(|(_, form)| single(form)) {
        write_single(to, path, key, form);
    }
    for (key, form) in table.keys.iter().filter(|(_, form)| !single(form)) {
        let below = dotted(path, key.name);
        match form {
            Form::Table(table) if is_written(key, &below) => {
                let _ = write!(to, "\n# {}\n[{below}]\n", key.label);
                write_table(to, &below, table);
            }
            Form::Rows(table) if is_written(key, &below) => write_rows(to, &below, key, table),
            Form::Rows(_) | Form::Table(_) => {
                let _ = write!(to, "\n# {}（任意）：[{below}] に書きます。\n", key.label);
            }
            Form::Leaf(_) | Form::Items(_) => {}
        }
    }
}

fn write_rows(to: &mut String, path: &str, key: &Key, table: &Table) {
    if path.ends_with(".targets") {
        to.push_str("# 目標値（計画の年度ごとに一つずつ）\n");
        for year in ["2028", "2030"] {
            let _ = write!(
                to,
                "[[{path}]]\nfiscal_year = {year}\nvalue = {{ pending = \"企業に照会\" }}\n"
            );
        }
        return;
    }
    let _ = write!(to, "\n# {}（いくつでも書けます）\n[[{path}]]\n", key.label);
    write_table(to, path, table);
}

fn write_single(to: &mut String, path: &str, key: &Key, form: &Form) {
    let place = dotted(path, key.name);
    let (name, example) = match form {
        Form::Leaf(leaf) => (leaf.name(), leaf.example()),
        Form::Items(leaf) => ("値の並び", format!("[{}]", leaf.example())),
        Form::Table(_) | Form::Rows(_) => return,
    };
    let words = match form {
        Form::Leaf(LeafForm::Choice(words)) | Form::Items(LeafForm::Choice(words)) => format!("：{}", words.join("、")),
        _ => String::new(),
    };
    let need = if key.need.is_always() { "" } else { "（任意）" };
    let _ = writeln!(to, "# {}{need}：{name}{words}", key.label);
    let given = GIVEN
        .iter()
        .find(|(key, _)| *key == place)
        .map(|(_, value)| (*value).to_owned());
    let value = match (given, key.need) {
        (Some(value), _) => value,
        (None, Need::Fixed) => fixed(path, key, example),
        (None, Need::Required) => format!("{{ pending = \"{}を記入\" }}", key.label),
        (None, Need::Selected | Need::Optional) if is_written(key, &place) => {
            format!("{{ pending = \"{}を記入\" }}", key.label)
        }
        (None, Need::Selected | Need::Optional) => {
            let _ = writeln!(to, "# {} = {}", key.name, example.replace('\n', "\n# "));
            return;
        }
    };
    let _ = writeln!(to, "{} = {value}", key.name);
}

fn fixed(path: &str, key: &Key, example: String) -> String {
    if path.ends_with("baseline") && key.name == "fiscal_year" {
        "2024".to_owned()
    } else {
        example
    }
}

fn is_written(key: &Key, place: &str) -> bool {
    key.need.is_always() || WANTED.contains(&place) || WANTED.contains(&key.name)
}

fn dotted(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile;
    use crate::diagnostic::{Code, Edition};
    use crate::world::Memory;

    #[test]
    fn a_new_project_lacks_only_what_is_pending() {
        let world = Memory {
            files: files().into_iter().collect(),
        };
        let checked = compile::build(&world, Edition::Draft, &|_| {});
        let others: Vec<_> = checked
            .diagnostics
            .iter()
            .filter(|it| it.code != Code::PendingValue)
            .collect();
        assert!(others.is_empty(), "{others:#?}");
        assert!(checked.diagnostics.len() > 50);
        assert!(checked.pages.is_some());
    }
}

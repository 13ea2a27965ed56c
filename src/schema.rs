//! JSON Schemas of the source files, for completion and checks in editors: derived from the contract, all inlined.

use crate::document::Class;
use crate::plan::form::{Form, LeafForm, Table};
use crate::plan::{About, Company, Field, Key, Need, Record, Statistics, Support};
use serde_json::{Map, Value, json};

/// A kind of source file.
pub struct SourceKind {
    /// The name of its schema's file, and of its schema in `#:schema` lines.
    pub schema: &'static str,
    /// As the staff call it.
    pub title: &'static str,
    /// What the contract lets it hold.
    pub table: fn() -> Table,
}

/// Every kind of source file.
pub const KINDS: &[SourceKind] = &[
    SourceKind {
        schema: "plan.schema.json",
        title: "計画（plan.toml）",
        table: About::form,
    },
    SourceKind {
        schema: "field.schema.json",
        title: "対象分野（fields/○○.toml）",
        table: Field::form,
    },
    SourceKind {
        schema: "company.schema.json",
        title: "企業（companies/○○.toml）",
        table: Company::form,
    },
    SourceKind {
        schema: "support.schema.json",
        title: "支援施策（support.toml）",
        table: Support::form,
    },
    SourceKind {
        schema: "statistics.schema.json",
        title: "県の統計（statistics.toml）",
        table: Statistics::form,
    },
];

/// The schema of a kind of file, as text that ends in a line break.
pub fn text(kind: &SourceKind) -> String {
    let mut schema = table(&(kind.table)());
    if let Value::Object(map) = &mut schema {
        map.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        map.insert("title".to_owned(), json!(kind.title));
    }
    format!("{schema:#}\n")
}

fn table(table: &Table) -> Value {
    let properties: Map<String, Value> = table
        .keys
        .iter()
        .map(|(key, form)| (key.name.to_owned(), property(key, form)))
        .collect();
    let required: Vec<&str> = table
        .keys
        .iter()
        .filter(|(key, _)| key.need.is_always())
        .map(|(key, _)| key.name)
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn property(key: &Key, form: &Form) -> Value {
    let mut schema = match form {
        Form::Leaf(leaf) if key.need == Need::Fixed => value(*leaf),
        Form::Leaf(leaf) => json!({ "anyOf": [value(*leaf), pending()] }),
        Form::Items(leaf) => json!({ "type": "array", "items": value(*leaf) }),
        Form::Table(rows) => table(rows),
        Form::Rows(rows) => json!({ "type": "array", "items": table(rows) }),
    };
    if let Value::Object(map) = &mut schema {
        map.insert("title".to_owned(), json!(key.label));
        map.insert("description".to_owned(), json!(description(key, form)));
    }
    schema
}

/// What an editor shows beside a key.
fn description(key: &Key, form: &Form) -> String {
    let need = match key.need {
        Need::Fixed => "必須（調整中にはできません）",
        Need::Required => "必須",
        Need::Selected => "重点支援企業では必須",
        Need::Optional => "任意",
    };
    let class = match key.class {
        Class::Public => "公表してよい項目",
        Class::Nation => "国と県だけが見る項目",
        Class::Internal => "県の内部だけで使う項目",
    };
    let what = match form {
        Form::Leaf(leaf) => leaf.name(),
        Form::Items(_) => "値の並び",
        Form::Table(_) => "項目の集まり",
        Form::Rows(_) => "項目の集まりの並び",
    };
    format!("{}。{what}。{need}。{class}です。", key.label)
}

fn pending() -> Value {
    json!({
        "type": "object",
        "title": "調整中",
        "description": "未定の値です。理由と時期を書きます。例：{ pending = \"企業回答待ち（7月3日）\" }",
        "properties": { "pending": { "type": "string", "minLength": 1 } },
        "required": ["pending"],
        "additionalProperties": false,
    })
}

/// Dates of TOML reach a schema as texts.
fn value(leaf: LeafForm) -> Value {
    match leaf {
        LeafForm::Line => json!({ "type": "string", "minLength": 1, "pattern": "^[^\\n]*$" }),
        LeafForm::Prose | LeafForm::FilePath => json!({ "type": "string", "minLength": 1 }),
        LeafForm::Number => json!({ "type": "number" }),
        LeafForm::Count => json!({ "type": "integer", "minimum": 0, "maximum": 99_999_999 }),
        LeafForm::FiscalYear => json!({ "type": "integer", "minimum": 1990, "maximum": 2100 }),
        LeafForm::CorporateNumber => json!({ "type": "string", "pattern": "^[0-9]{13}$" }),
        LeafForm::Bool => json!({ "type": "boolean" }),
        LeafForm::Date | LeafForm::DateTime | LeafForm::Day => json!({ "type": "string" }),
        LeafForm::Choice(words) => json!({ "type": "string", "enum": words }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{Disk, World};

    #[test]
    fn the_sample_has_the_schemas_of_the_contract() {
        let disk = Disk::new(std::path::Path::new(env!("CARGO_MANIFEST_DIR")));
        for kind in KINDS {
            let written = disk.read(&format!("sources/schemas/{}", kind.schema)).unwrap();
            assert!(
                written == text(kind).into_bytes(),
                "{}: run `planc schema`",
                kind.schema
            );
        }
    }
}

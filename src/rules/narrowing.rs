//! What `[[classes]]` of `plan.toml` may say: keys of the contract, shown to fewer readers than it lets them.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Class;
use crate::plan::form::{Form, Table};
use crate::plan::{About, Company, Field, Key, Narrowing, Need, Plan, Record, Statistics, Support, nearest_of};

/// What every edition needs to say what it is, and of whom.
const NEEDED: &[(&str, &[&str])] = &[
    (
        "plan",
        &[
            "title",
            "version",
            "date",
            "prefecture",
            "department",
            "issuer",
            "plan_period",
            "kpi",
            "call",
            "eligibility",
        ],
    ),
    ("fields", &["name", "short_name", "market"]),
    ("companies", &["name", "short_name", "kpi", "business", "municipality"]),
];

/// Every key that a project narrows is one of the contract, and is narrowed indeed.
pub(super) fn classes(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for row in plan.about.classes.iter() {
        let (Some(narrowing), Some(key), Some(class)) = (row.narrowing(), row.key.place(), row.class.place()) else {
            continue;
        };
        match found(&narrowing) {
            Err((message, hint)) => to.push(Diagnostic::new(Code::BadValue, key, message).hint(hint)),
            Ok(Some(widest)) if widest >= narrowing.class => {
                let message =
                    "公開の範囲は、狭めることだけができます。この項目は、もともとこの範囲より広くは示されません。";
                let hint = "この [[classes]] を除いてください。N は国と県、I は県の職員だけを表します。";
                to.push(Diagnostic::new(Code::BadValue, class, message.to_owned()).hint(hint));
            }
            Ok(Some(_)) => {}
            Ok(None) => {
                let message = "この項目は計画に欠かせないため、公開の範囲を狭められません。";
                to.push(
                    Diagnostic::new(Code::BadValue, key, message.to_owned())
                        .hint("この [[classes]] を除いてください。"),
                );
            }
        }
    }
}

/// The widest class of a key or of what lies below it; `None` where the plan cannot do without it.
fn found(narrowing: &Narrowing) -> Result<Option<Class>, (String, String)> {
    let table = match narrowing.kind.as_str() {
        "plan" => About::form(),
        "fields" => Field::form(),
        "companies" => Company::form(),
        "support" => Support::form(),
        "statistics" => Statistics::form(),
        _ => {
            let message = "項目の名前は、plan、fields、companies、support、statistics のどれかで始めます。".to_owned();
            return Err((message, "例：companies.website".to_owned()));
        }
    };
    let mut widest = None;
    let mut fixed = false;
    let (key, form) = lookup(&table, &narrowing.path)?;
    let begins = |needed: &&str| narrowing.path.len() == 1 && narrowing.path[0] == **needed;
    let needed = NEEDED.iter().find(|(kind, _)| *kind == narrowing.kind);
    if needed.is_some_and(|(_, keys)| keys.iter().any(begins)) {
        return Ok(None);
    }
    each_leaf(key, &form, &mut |key| {
        widest = Some(widest.map_or(key.class, |widest: Class| widest.min(key.class)));
        fixed |= key.need == Need::Fixed;
    });
    Ok(widest.filter(|_| !fixed))
}

type Found = (&'static Key, Form);

fn lookup(table: &Table, path: &[String]) -> Result<Found, (String, String)> {
    let Some((first, rest)) = path.split_first() else {
        return Err((
            "項目の名前が途中で終わっています。".to_owned(),
            "例：companies.website".to_owned(),
        ));
    };
    let Some((key, form)) = table.keys.iter().find(|(key, _)| key.name == first) else {
        let hint = nearest_of(first, table.keys.iter(), |(key, _)| key.name);
        let hint = hint.map_or(
            "項目の名前を確かめてください。".to_owned(),
            |(key, _)| format!("「{}」ではありませんか。", key.name),
        );
        return Err((format!("「{first}」という項目はありません。"), hint));
    };
    match form {
        _ if rest.is_empty() => Ok((key, form.clone())),
        Form::Table(table) | Form::Rows(table) => lookup(table, rest),
        Form::Leaf(_) | Form::Items(_) => Err((
            format!("「{first}」の下に項目はありません。"),
            format!("「.{first}」までを書いてください。"),
        )),
    }
}

fn each_leaf(key: &'static Key, form: &Form, visit: &mut dyn FnMut(&'static Key)) {
    match form {
        Form::Leaf(_) | Form::Items(_) => visit(key),
        Form::Table(table) | Form::Rows(table) => table.keys.iter().for_each(|(key, form)| each_leaf(key, form, visit)),
    }
}

//! What the dotted names of requirements lead to: in the contract, and in a plan.

use super::Presence;
use crate::document::Class;
use crate::plan::form::{Form, Table};
use crate::plan::{About, Company, Entry, Field, Node, Plan, Record, RequirementScope, Statistics, Support, nearest};
use crate::source::FileId;
use crate::template::Problem;

/// What a requirement is asked of.
#[derive(Clone, Copy)]
pub enum Subject<'a> {
    /// The plan as a whole.
    Plan,
    /// A target field.
    Field(&'a Entry<Field>),
    /// A selected company.
    Company(&'a Entry<Company>),
}

impl<'a> Subject<'a> {
    /// Everything that a scope means, in the order of the plan.
    pub fn all(plan: &'a Plan, scope: RequirementScope) -> Vec<Subject<'a>> {
        match scope {
            RequirementScope::Plan => vec![Subject::Plan],
            RequirementScope::Field => plan.fields.iter().map(Subject::Field).collect(),
            RequirementScope::Company => plan.selected().map(Subject::Company).collect(),
        }
    }
}

/// What templates see of fields and companies beside the keys of the sources.
const ADDED: &[&str] = &["id", "companies"];

/// The name under which a scope binds its subject.
pub fn bound(scope: RequirementScope) -> Option<&'static str> {
    match scope {
        RequirementScope::Plan => None,
        RequirementScope::Field => Some("field"),
        RequirementScope::Company => Some("company"),
    }
}

/// The contract of what a name begins with.
pub fn form(root: &str, scope: RequirementScope) -> Option<Table> {
    match root {
        "plan" => Some(About::form()),
        "support" => Some(Support::form()),
        "statistics" => Some(Statistics::form()),
        "field" if scope == RequirementScope::Field => Some(Field::form()),
        "company" if scope == RequirementScope::Company => Some(Company::form()),
        _ => None,
    }
}

/// A name that leads nowhere, and how much of it does not.
pub struct Unknown {
    /// The byte of the name at which it goes wrong.
    pub at: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// The class of what a dotted name leads to in the contract; a table is as open as its most open key.
pub fn class_of(name: &str, scope: RequirementScope) -> Result<Class, Unknown> {
    let mut parts = name.split('.');
    let root = parts.next().unwrap_or_default();
    if matches!(root, "fields" | "companies") {
        return Ok(Class::Public);
    }
    let Some(mut table) = form(root, scope) else {
        return Err(unknown_root(root, scope));
    };
    let (mut at, mut class) = (root.len(), Class::Public);
    for (depth, part) in parts.enumerate() {
        let start = at + 1;
        at = start + part.len();
        if depth == 0 && bound(scope) == Some(root) && ADDED.contains(&part) {
            return Ok(Class::Public);
        }
        let Some((key, form)) = table.keys.iter().find(|(key, _)| key.name == part) else {
            return Err(unknown_key(part, start, &table));
        };
        class = key.class;
        match form {
            Form::Table(inner) => {
                class = Class::Public;
                table = inner.clone();
            }
            Form::Leaf(_) | Form::Items(_) | Form::Rows(_) => break,
        }
    }
    match class {
        Class::Internal => Err(internal(name)),
        Class::Public | Class::Nation => Ok(class),
    }
}

fn unknown_root(root: &str, scope: RequirementScope) -> Unknown {
    let bound = bound(scope).map_or(String::new(), |name| format!("{name}、"));
    let problem = Problem::new(format!("「{root}」という値はありません。")).hint(format!(
        "{bound}plan、fields、companies、support、statistics のどれかから書き始めます（scope = \"{}\" の場合）。",
        scope.word()
    ));
    Unknown { at: 0, problem }
}

fn unknown_key(part: &str, at: usize, table: &Table) -> Unknown {
    let keys = || table.keys.iter().map(|(key, _)| *key);
    let hint = match nearest(part, keys()) {
        Some(key) => format!("「{}」（{}）の書き誤りではありませんか。", key.name, key.label),
        None => {
            let names: Vec<&str> = keys().map(|key| key.name).collect();
            format!("ここに書けるのは、{}です。", names.join("、"))
        }
    };
    let problem = Problem::new(format!("「{part}」という項目はありません。")).hint(hint);
    Unknown { at, problem }
}

fn internal(name: &str) -> Unknown {
    let problem = Problem::new(format!(
        "「{name}」は、県の内部だけの項目です。どの版にも示されません。"
    ))
    .hint("計画に印刷される項目を書いてください。");
    Unknown { at: 0, problem }
}

/// The file in which the key of a dotted name stands or would stand.
pub fn file(plan: &Plan, subject: Subject<'_>, name: &str) -> FileId {
    let root = name.split('.').next().unwrap_or_default();
    match (root, subject) {
        ("field", Subject::Field(field)) => field.file,
        ("company", Subject::Company(company)) => company.file,
        ("support", _) => plan.support.file,
        ("statistics", _) => plan.statistics.as_ref().map_or(plan.about.file, |it| it.file),
        (_, Subject::Plan | Subject::Field(_) | Subject::Company(_)) => plan.about.file,
    }
}

/// What the sources say, by what a requirement may be asked of: read once, since many requirements ask.
pub struct Trees<'a> {
    whole: Tree<'a>,
    fields: Vec<Tree<'a>>,
    companies: Vec<Tree<'a>>,
    /// By the names that every requirement may use.
    roots: [(&'static str, Node<'a>); 3],
}

/// A subject and what the sources say of it.
pub struct Tree<'a> {
    /// The subject.
    pub subject: Subject<'a>,
    node: Node<'a>,
}

impl<'a> Trees<'a> {
    /// The trees of a plan.
    pub fn of(plan: &'a Plan) -> Self {
        let statistics = plan.statistics.as_ref().map(|it| Node::Table(it.nodes()));
        let tree = |subject: Subject<'a>| Tree {
            node: match subject {
                Subject::Plan => Node::Absent,
                Subject::Field(field) => Node::Table(field.nodes()),
                Subject::Company(company) => Node::Table(company.nodes()),
            },
            subject,
        };
        let all = |scope| Subject::all(plan, scope).into_iter().map(tree).collect();
        Trees {
            whole: tree(Subject::Plan),
            fields: all(RequirementScope::Field),
            companies: all(RequirementScope::Company),
            roots: [
                ("plan", Node::Table(plan.about.nodes())),
                ("support", Node::Table(plan.support.nodes())),
                ("statistics", statistics.unwrap_or(Node::Absent)),
            ],
        }
    }

    /// Everything that a scope means, in the order of the plan.
    pub fn all(&self, scope: RequirementScope) -> &[Tree<'a>] {
        match scope {
            RequirementScope::Plan => std::slice::from_ref(&self.whole),
            RequirementScope::Field => &self.fields,
            RequirementScope::Company => &self.companies,
        }
    }

    /// Whether something stands under one of some dotted names.
    pub fn presence<'n>(&self, tree: &Tree<'_>, names: impl Iterator<Item = &'n str>) -> Presence {
        let found = names.map(|name| self.node(tree, name).map_or(Presence::Absent, sum));
        found.min().unwrap_or(Presence::Absent)
    }

    /// Whether what some dotted names lead to may still be awaited: lists of all fields and companies always may.
    pub fn may_be_awaited<'n>(&self, tree: &Tree<'_>, names: impl Iterator<Item = &'n str>) -> bool {
        let awaited = |name: &str| {
            let listed = name.split('.').any(|part| matches!(part, "fields" | "companies"));
            listed || self.node(tree, name).is_some_and(|node| sum(node) == Presence::Pending)
        };
        let mut names = names;
        names.any(awaited)
    }

    fn node<'t>(&'t self, tree: &'t Tree<'_>, name: &str) -> Option<&'t Node<'t>> {
        let mut parts = name.split('.');
        let root = parts.next().unwrap_or_default();
        let mut node: &Node<'_> = match (root, tree.subject) {
            ("field", Subject::Field(_)) | ("company", Subject::Company(_)) => &tree.node,
            (_, Subject::Plan | Subject::Field(_) | Subject::Company(_)) => {
                &self.roots.iter().find(|(name, _)| *name == root)?.1
            }
        };
        for part in parts {
            let Node::Table(nodes) = node else { break };
            node = &nodes.iter().find(|(key, _)| key.name == part)?.1;
        }
        Some(node)
    }
}

/// What is awaited counts more than what is there.
fn sum(node: &Node<'_>) -> Presence {
    let (mut given, mut pending, mut withheld) = (false, false, false);
    node.leaves("", &mut |_, leaf| match leaf {
        Node::Value { .. } => given = true,
        Node::Pending { .. } => pending = true,
        Node::Withheld => withheld = true,
        Node::Absent | Node::Table(_) | Node::List(_) => {}
    });
    match (pending, given, withheld) {
        (true, _, _) => Presence::Pending,
        (false, true, _) => Presence::Given,
        (false, false, true) => Presence::Withheld,
        (false, false, false) => Presence::Absent,
    }
}

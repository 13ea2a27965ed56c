//! What is still awaited: every pending value of the sources, with the words by which the staff find it.

use super::{Node, Pending, Plan};
use crate::document::Class;
use crate::source::FileId;

/// A pending value.
#[derive(Clone, Debug)]
pub struct Awaited {
    /// The file it is written in.
    pub file: FileId,
    /// Its dotted keys with indexes of arrays: `kpi.sales.targets[0].value`.
    pub key: String,
    /// The names of its keys for the staff: 目標値・売上額・目標値・値.
    pub label: String,
    /// Why it is pending, and where.
    pub pending: Pending,
    /// Who may read the value once it is there, and, unless an edition tells it to more, that it is awaited and why.
    pub class: Class,
}

impl Plan {
    /// Every pending value of the sources once, file by file, in the order of the contract.
    pub fn awaited(&self) -> Vec<Awaited> {
        let mut found = Vec::new();
        self.each_leaf(&mut |file, key, labels, node| {
            if let Node::Pending { pending, class } = node {
                found.push(Awaited {
                    file,
                    key: key.to_owned(),
                    label: labels.join("・"),
                    pending: (*pending).clone(),
                    class: *class,
                });
            }
        });
        found
    }

    /// Shows every leaf of the sources to `visit`: its file, its dotted keys, their names for the staff, and itself.
    pub fn each_leaf(&self, visit: &mut Visit<'_>) {
        for (file, node) in self.nodes() {
            let mut visit = |key: &str, labels: &[&'static str], node: &Node<'_>| {
                visit(file, key.trim_start_matches('.'), labels, node);
            };
            walk(&node, "", &mut Vec::new(), &mut visit);
        }
    }

    /// Whether editions speak of a file: of every one but those of applicants that are not selected.
    pub fn speaks_of(&self, file: FileId) -> bool {
        let company = self.companies.iter().find(|company| company.file == file);
        company.is_none_or(|company| company.is_selected())
    }

    /// What a file is about, in few words: a company, a target field, or the plan as a whole.
    pub fn subject(&self, file: FileId) -> &str {
        let company = self.companies.iter().find(|it| it.file == file);
        let company = company.map(|it| (&it.short_name, &it.id));
        let field = self.fields.iter().find(|it| it.file == file);
        let found = company.or(field.map(|it| (&it.short_name, &it.id)));
        found.map_or("計画全体", |(name, id)| name.get().map_or(&**id, |name| &name.0))
    }
}

/// Who sees leaves: file, dotted keys, names of the keys, the leaf.
pub type Visit<'a> = dyn FnMut(FileId, &str, &[&'static str], &Node<'_>) + 'a;

type VisitInFile<'a> = dyn FnMut(&str, &[&'static str], &Node<'_>) + 'a;

fn walk(node: &Node<'_>, key: &str, labels: &mut Vec<&'static str>, visit: &mut VisitInFile<'_>) {
    match node {
        Node::Table(nodes) => {
            for (inner, node) in nodes {
                labels.push(inner.label);
                walk(node, &format!("{key}.{}", inner.name), labels, visit);
                labels.pop();
            }
        }
        Node::List(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                walk(node, &format!("{key}[{index}]"), labels, visit);
            }
        }
        Node::Pending { .. } | Node::Absent | Node::Withheld | Node::Value { .. } => visit(key, labels, node),
    }
}

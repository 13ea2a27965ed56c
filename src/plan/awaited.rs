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
    /// Who may read the value once it is there.
    pub class: Class,
}

impl Plan {
    /// Every pending value of the sources once, file by file, in the order of the contract.
    pub fn awaited(&self) -> Vec<Awaited> {
        let mut found = Vec::new();
        for (file, node) in self.nodes() {
            collect(&node, "", &mut Vec::new(), &mut |key, labels, pending, class| {
                found.push(Awaited {
                    file,
                    key: key.trim_start_matches('.').to_owned(),
                    label: labels.join("・"),
                    pending: pending.clone(),
                    class,
                });
            });
        }
        found
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

type Found<'a> = dyn FnMut(&str, &[&'static str], &Pending, Class) + 'a;

fn collect(node: &Node<'_>, key: &str, labels: &mut Vec<&'static str>, found: &mut Found<'_>) {
    match node {
        Node::Pending { pending, class } => found(key, labels, pending, *class),
        Node::Table(nodes) => {
            for (inner, node) in nodes {
                labels.push(inner.label);
                collect(node, &format!("{key}.{}", inner.name), labels, found);
                labels.pop();
            }
        }
        Node::List(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                collect(node, &format!("{key}[{index}]"), labels, found);
            }
        }
        Node::Absent | Node::Withheld | Node::Value { .. } => {}
    }
}

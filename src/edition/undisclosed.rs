//! What an edition shows beyond the one for the public, item by item: told without the values.

use super::PlanView;
use crate::document::Class;
use crate::figures::{Trend, Trends};
use crate::plan::{Company, Entry, Node};
use crate::source::FileId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Some items of one subject that are left out for the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undisclosed {
    /// Whose they are.
    pub subject: Subject,
    /// What the staff call them: 様式1・投資の具体像.
    pub items: Vec<String>,
    /// Why.
    pub reason: Reason,
}

/// Whose items are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The plan as a whole.
    Plan,
    /// A target field, by its id.
    Field(Arc<str>),
    /// Every selected company alike.
    EveryCompany,
    /// One company, by its id.
    Company(Arc<str>),
}

/// Why an item is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The call says that single investments are never published.
    Investment,
    /// The company has not agreed to publish it.
    Consent,
    /// It is of the company's business, and the contract of the sources lets the nation alone read it.
    Business,
    /// The contract lets the nation alone read it.
    Nation,
    /// The project shows it to fewer readers than the contract.
    Narrowed,
    /// A total that would give away the value of a company.
    SmallGroup,
}

/// Its label and why it is left out.
type Item = (String, Reason);

/// Every key that one view shows and the view for the public does not, put together as the staff speak of them.
/// Both are views of the same sources.
pub fn undisclosed(full: &PlanView, public: &PlanView) -> Vec<Undisclosed> {
    let missing = Missing::of(full, public);
    let plan = full.plan();
    let mut found = Vec::new();
    let fields: BTreeSet<FileId> = plan.fields.iter().map(|it| it.file).collect();
    let companies: BTreeSet<FileId> = plan.companies.iter().map(|it| it.file).collect();
    let of_plan = missing
        .files
        .iter()
        .filter(|(file, _)| !fields.contains(file) && !companies.contains(file));
    let mut items: Vec<Item> = of_plan.flat_map(|(_, items)| items.iter().cloned()).collect();
    items.extend(hidden_totals(&full.figures().plan, &public.figures().plan));
    group(&Subject::Plan, items, &mut found);
    for field in &plan.fields {
        let mut items = missing.of_file(field.file);
        if let Some((all, shown)) = full
            .figures()
            .fields
            .get(&field.id)
            .zip(public.figures().fields.get(&field.id))
        {
            items.extend(hidden_totals(all, shown));
        }
        group(&Subject::Field(field.id.clone()), items, &mut found);
    }
    let selected: Vec<&Entry<Company>> = plan.selected().collect();
    let common = common(&selected, &missing);
    group(&Subject::EveryCompany, common.clone(), &mut found);
    for company in selected {
        let mut items = missing.of_file(company.file);
        items.retain(|item| !common.contains(item));
        group(&Subject::Company(company.id.clone()), items, &mut found);
    }
    found
}

/// The items that no company publishes, all for the same reason, in the order of the contract.
fn common(companies: &[&Entry<Company>], missing: &Missing) -> Vec<Item> {
    let mut counts: BTreeMap<&Item, usize> = BTreeMap::new();
    for company in companies {
        let items = missing.files.get(&company.file);
        items
            .into_iter()
            .flatten()
            .for_each(|item| *counts.entry(item).or_default() += 1);
    }
    let first = companies.first().map_or_else(Vec::new, |it| missing.of_file(it.file));
    let everywhere = |item: &Item| counts.get(item) == Some(&companies.len());
    first.into_iter().filter(everywhere).collect()
}

/// One entry for each reason.
fn group(subject: &Subject, items: Vec<Item>, to: &mut Vec<Undisclosed>) {
    let start = to.len();
    for (label, reason) in items {
        match to[start..].iter_mut().find(|it| it.reason == reason) {
            Some(entry) => entry.items.push(label),
            None => to.push(Undisclosed {
                subject: subject.clone(),
                items: vec![label],
                reason,
            }),
        }
    }
}

/// The totals that the public does not read.
fn hidden_totals(all: &Trends, shown: &Trends) -> Option<Item> {
    let printed = |trends: &Trends| {
        trends
            .values()
            .flat_map(Trend::figures)
            .filter(|it| !it.withheld)
            .count()
    };
    (printed(shown) < printed(all)).then(|| ("目標値の計".to_owned(), Reason::SmallGroup))
}

/// The items of each file that the public does not read.
struct Missing {
    files: BTreeMap<FileId, Vec<Item>>,
}

impl Missing {
    fn of(full: &PlanView, public: &PlanView) -> Self {
        let (mut shown, mut parted) = (BTreeSet::new(), BTreeSet::new());
        public.plan().each_leaf(&mut |file, key, _, node| {
            if is_there(node) {
                parted.insert(top(key).to_owned());
                shown.insert((file, key.to_owned()));
            }
        });
        let mut files: BTreeMap<FileId, Vec<Item>> = BTreeMap::new();
        full.plan().each_leaf(&mut |file, key, labels, node| {
            if !is_there(node) || shown.contains(&(file, key.to_owned())) {
                return;
            }
            // What is published in part is told part by part.
            let depth = if parted.contains(top(key)) { 2 } else { 1 };
            let item = (labels[..depth.min(labels.len())].join("・"), reason(key, node));
            let items = files.entry(file).or_default();
            if !items.contains(&item) {
                items.push(item);
            }
        });
        Missing { files }
    }

    fn of_file(&self, file: FileId) -> Vec<Item> {
        self.files.get(&file).cloned().unwrap_or_default()
    }
}

fn is_there(node: &Node<'_>) -> bool {
    matches!(node, Node::Value { .. } | Node::Pending { .. })
}

/// The first key of a path: `requests` of `requests[0].body`.
fn top(key: &str) -> &str {
    key.split(['.', '[']).next().unwrap_or(key)
}

fn reason(key: &str, node: &Node<'_>) -> Reason {
    let class = match node {
        Node::Value { class, .. } | Node::Pending { class, .. } => *class,
        Node::Absent | Node::Withheld | Node::Table(_) | Node::List(_) => Class::Nation,
    };
    match top(key) {
        _ if class == Class::Public => Reason::Narrowed,
        "profile" if key.starts_with("profile.investment") => Reason::Investment,
        "profile" => Reason::Consent,
        "kpi" | "transactions" | "requests" | "headquarters" => Reason::Business,
        _ => Reason::Nation,
    }
}

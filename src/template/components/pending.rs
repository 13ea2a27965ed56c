//! The list of what is still awaited (未確定事項一覧).

use super::super::problem::Problem;
use super::Call;
use super::build::{centred, header, prose, row, short};
use crate::document::{Align, Block, Class, Inline, Origin, Text, Width};
use crate::plan::{Node, Pending};
use crate::source::FileId;

/// Every pending value that the edition would show, with its reason and place.
pub fn pending_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let build = &call.build;
    let found = pending(call);
    let rows = found.iter().enumerate().map(|(number, item)| {
        let text = |text: &str| {
            let origin = Origin::Source(item.pending.place);
            vec![Inline::text(Text {
                text: text.into(),
                origin,
                class: Class::Nation,
            })]
        };
        row(vec![
            build.words(&(number + 1).to_string()),
            text(&item.subject),
            text(&item.label),
            text(&item.pending.reason),
            text(&item.place),
        ])
    });
    let columns = [
        ("番号", centred()),
        ("対象", header(Width::Share(1.0))),
        ("項目", super::build::column(Align::Left, Width::Share(1.2))),
        ("理由・時期", prose(1.3)),
        ("ファイルと行", short()),
    ];
    if found.is_empty() {
        return Ok(vec![Block::Paragraph(crate::document::Paragraph::body(
            build.words(build.say("未確定の事項はありません。", "未確定の事項はない。")),
        ))]);
    }
    let table = build.table(call.node()?, build.caption("未確定事項一覧"), &columns, rows.collect());
    Ok(vec![Block::Table(table)])
}

struct Found {
    subject: String,
    label: String,
    pending: Pending,
    place: String,
}

fn pending(call: &Call<'_>) -> Vec<Found> {
    let plan = call.plan();
    let mut found = Vec::new();
    for (file, node) in plan.nodes() {
        collect(&node, &mut Vec::new(), &mut |labels, pending| {
            let source = plan.sources.file(file);
            let (line, _) = source.position(pending.place.span.start);
            let name = source.path.strip_prefix("sources/").unwrap_or(&source.path);
            found.push(Found {
                subject: subject(call, file),
                label: labels.join("・"),
                pending: pending.clone(),
                place: format!("{name} {line}行"),
            });
        });
    }
    found
}

fn collect<'a>(node: &Node<'a>, labels: &mut Vec<&'static str>, found: &mut dyn FnMut(&[&'static str], &Pending)) {
    match node {
        Node::Pending { pending, .. } => found(labels, pending),
        Node::Table(nodes) => {
            for (key, node) in nodes {
                labels.push(key.label);
                collect(node, labels, found);
                labels.pop();
            }
        }
        Node::List(nodes) => nodes.iter().for_each(|node| collect(node, labels, found)),
        Node::Absent | Node::Withheld | Node::Value { .. } => {}
    }
}

fn subject(call: &Call<'_>, file: FileId) -> String {
    let plan = call.plan();
    let company = plan
        .companies
        .iter()
        .find(|company| company.file == file)
        .map(|company| &company.short_name);
    let field = plan
        .fields
        .iter()
        .find(|field| field.file == file)
        .map(|field| &field.short_name);
    let name = company.or(field).and_then(|name| name.get());
    name.map_or_else(|| "計画全体".to_owned(), |name| name.0.to_string())
}

//! The list of what is still awaited (未確定事項一覧).

use super::super::problem::Problem;
use super::Call;
use super::build::{centred, header, prose, row, short};
use crate::document::{Align, Block, Inline, Origin, Text, Width};
use crate::source::{Place, SourceMap};

/// Every pending value that the edition tells of, with its reason and place.
pub fn pending_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    if !call.context.view.edition().tells_reasons() {
        return Err(Problem::new("未確定事項一覧は、庁内で検討する素案だけに載せられます。")
            .hint("部品を {% if edition == \"draft\" %} と {% endif %} で囲んでください。"));
    }
    let build = &call.build;
    let plan = call.plan();
    let found = call.context.view.awaited();
    let rows = found.iter().enumerate().map(|(number, item)| {
        let text = |text: &str| {
            let origin = Origin::Source(item.pending.place);
            vec![Inline::text(Text {
                text: text.into(),
                origin,
                class: item.class,
            })]
        };
        row(vec![
            build.counted(number + 1),
            text(plan.subject(item.file)),
            text(&item.label),
            text(&item.pending.reason),
            text(&place(&plan.sources, item.pending.place)),
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

/// A file and a line, as readers of the list look them up.
fn place(sources: &SourceMap, place: Place) -> String {
    let file = sources.file(place.file);
    let (line, _) = file.position(place.span.start);
    let name = file.path.strip_prefix("sources/").unwrap_or(&file.path);
    format!("{name} {line}行")
}

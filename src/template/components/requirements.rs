//! The requirements and where the plan answers them (要件適合表).

use super::super::problem::Problem;
use super::super::requirements::{Finding, Judged, Judgement, Presence};
use super::Call;
use super::build::{Words, centred, column, header, prose, short};
use crate::document::{Align, Block, Cell, Inline, NodeId, Row, Text, Width};
use crate::plan::{Evidence, Leaf, Line, Part, ProfileStatus, RequirementScope};
use std::sync::Arc;

const COLUMNS: usize = 5;

/// What the marks in the column 判定 mean.
const LEGEND: &str = "○ 適合、− 該当なし、△ 調整中、× 未記載";

/// Every requirement as it was written, under its source; what was judged; where the plan answers.
pub fn requirement_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let (build, matrix) = (&call.build, &call.context.matrix);
    let (mut rows, mut source) = (Vec::new(), None);
    for (index, judged) in matrix.rows.iter().enumerate() {
        let written = words(&judged.requirement.source);
        if source != Some(written) {
            source = Some(written);
            rows.push(source_row(call, written));
        }
        rows.extend(requirement_rows(call, index + 1, judged));
    }
    let columns = [
        ("番号", centred()),
        ("要件（原文）", header(Width::Share(1.5))),
        ("対象", column(Align::Left, Width::Share(0.7))),
        ("判定", short()),
        ("根拠と記載箇所", prose(1.8)),
    ];
    let provisional = matrix.profile.status.value() != Some(ProfileStatus::Confirmed);
    let title = if provisional {
        "要件適合表（暫定）"
    } else {
        "要件適合表"
    };
    let mut table = build.table(call.node()?, build.caption(title), &columns, rows);
    let mut notes = vec![build.made_of(&format!("判定は、{LEGEND}。"), [])];
    let note = words(&matrix.profile.note);
    if provisional && !note.is_empty() {
        notes.push(Text::template(&format!("暫定：{note}"), &matrix.path));
    }
    table.notes = build.notes(&notes, None);
    Ok(vec![Block::Table(table)])
}

/// A row that names who asks for what stands under it.
fn source_row(call: &Call<'_>, source: &str) -> Row {
    let name = Inline::Strong {
        content: quoted(call, source),
    };
    let cell = Cell {
        column_span: COLUMNS,
        align: Some(Align::Left),
        ..Cell::new(vec![name])
    };
    Row { cells: vec![cell] }
}

/// The rows of a requirement: one for all that were judged alike.
fn requirement_rows(call: &Call<'_>, number: usize, judged: &Judged) -> Vec<Row> {
    let groups = groups(judged);
    let lead = |content| Cell {
        row_span: groups.len().max(1),
        ..Cell::new(content)
    };
    let text = quoted(call, words(&judged.requirement.text));
    let mut lead = vec![lead(call.build.counted(number)), lead(text)];
    let mut rows = Vec::new();
    for group in &groups {
        let mut cells = std::mem::take(&mut lead);
        cells.push(Cell::new(subjects(call, judged, group)));
        cells.push(Cell::new(call.build.words(mark(group[0].judgement))));
        cells.push(evidence(call, judged, group));
        rows.push(Row { cells });
    }
    if rows.is_empty() {
        lead.extend(
            [
                call.build.none(),
                call.build.words(mark(Judgement::NotApplicable)),
                call.build.none(),
            ]
            .map(Cell::new),
        );
        rows.push(Row { cells: lead });
    }
    rows
}

/// The findings to be printed in one row: fields each in their own, companies by what was found of them.
fn groups(judged: &Judged) -> Vec<Vec<&Finding>> {
    let alone = judged.requirement.scope.value() != Some(RequirementScope::Company);
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in &judged.findings {
        let alike = |group: &&mut Vec<&Finding>| {
            !alone && group[0].judgement == finding.judgement && group[0].evidence == finding.evidence
        };
        match groups.iter_mut().find(alike) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups.sort_by_key(|group| group[0].judgement);
    groups
}

fn mark(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Met => "○ 適合",
        Judgement::NotApplicable => "− 該当なし",
        Judgement::Pending => "△ 調整中",
        Judgement::Missing => "× 未記載",
        Judgement::Withheld => "（示さない）",
    }
}

/// Whom a row is about: 計画全体, a field, 13社全て, or the companies by name.
fn subjects(call: &Call<'_>, judged: &Judged, group: &[&Finding]) -> Words {
    let build = &call.build;
    let ids: Vec<&Arc<str>> = group.iter().filter_map(|finding| finding.subject.as_ref()).collect();
    match judged.requirement.scope.value() {
        Some(RequirementScope::Field) => {
            let fields = ids.iter().filter_map(|id| call.plan().field(id));
            fields.flat_map(|field| build.line(&field.short_name)).collect()
        }
        Some(RequirementScope::Company) if ids.len() == judged.findings.len() => {
            build.counted(format!("重点支援企業{}社全て", ids.len()))
        }
        Some(RequirementScope::Company) if group[0].judgement == Judgement::Met => {
            build.counted(format!("重点支援企業{}社", ids.len()))
        }
        Some(RequirementScope::Company) => names(call, &ids),
        Some(RequirementScope::Plan) | None => build.words("計画全体"),
    }
}

fn names(call: &Call<'_>, ids: &[&Arc<str>]) -> Words {
    let mut names = Vec::new();
    for company in ids.iter().filter_map(|id| call.plan().company(id)) {
        if !names.is_empty() {
            names.extend(call.build.words("、"));
        }
        names.extend(call.build.line(&company.short_name));
    }
    names
}

/// A line for all evidence that stands at the same sections, then what is awaited, then what is missing.
fn evidence(call: &Call<'_>, judged: &Judged, group: &[&Finding]) -> Cell {
    let shown = matches!(
        group[0].judgement,
        Judgement::Met | Judgement::Pending | Judgement::Missing
    );
    let mut paragraphs: Vec<Words> = Vec::new();
    if shown {
        let pieces = |presence: Presence| {
            let pieces = judged.requirement.evidence.iter().zip(&group[0].evidence);
            let pieces = pieces.filter(move |(_, found)| **found == presence);
            pieces.map(|(piece, _)| piece).collect::<Vec<_>>()
        };
        paragraphs.extend(lines(call, "", &pieces(Presence::Given), group));
        paragraphs.extend(lines(call, "調整中：", &pieces(Presence::Pending), group));
        let absent = pieces(Presence::Absent);
        if group[0].judgement == Judgement::Missing && !absent.is_empty() {
            paragraphs.push(quoted(call, &format!("未記載：{}", labels(&absent))));
        }
    }
    if paragraphs.is_empty() {
        paragraphs.push(call.build.none());
    }
    Cell {
        paragraphs,
        ..Cell::new(Vec::new())
    }
}

fn lines(call: &Call<'_>, lead: &str, pieces: &[&Part<Evidence>], group: &[&Finding]) -> Vec<Words> {
    let mut places: Vec<(Vec<NodeId>, Vec<&Part<Evidence>>)> = Vec::new();
    for piece in pieces {
        let nodes = nodes(call, piece, group);
        match places.iter_mut().find(|(it, _)| *it == nodes) {
            Some((_, pieces)) => pieces.push(piece),
            None => places.push((nodes, vec![piece])),
        }
    }
    let line = |(nodes, pieces): &(Vec<NodeId>, Vec<&Part<Evidence>>)| {
        let mut words = quoted(call, &format!("{lead}{}", labels(pieces)));
        for (index, target) in nodes.iter().enumerate() {
            words.extend(call.build.words(if index == 0 { "：" } else { "、" }));
            words.push(Inline::Reference {
                target: *target,
                text: String::new(),
            });
            words.extend(call.build.words("（"));
            words.push(Inline::PageReference { target: *target });
            words.extend(call.build.words("ページ）"));
        }
        words
    };
    places.iter().map(line).collect()
}

/// The nodes of the sections of evidence. `{id}` stands for the field or company, where a row is about one.
fn nodes(call: &Call<'_>, piece: &Evidence, group: &[&Finding]) -> Vec<NodeId> {
    let sections = piece.sections.iter().filter_map(|section| {
        let (Line(label), place) = (section.get()?, section.place()?);
        let id = match group {
            [one] => one.subject.as_deref(),
            _ => None,
        };
        if label.contains("{id}") && id.is_none() {
            return None;
        }
        let label = label.replace("{id}", id.unwrap_or_default());
        Some(call.context.ids.mention_at(&label, place))
    });
    sections.collect()
}

fn labels(pieces: &[&Part<Evidence>]) -> String {
    let labels: Vec<&str> = pieces.iter().map(|piece| words(&piece.label)).collect();
    labels.join("、")
}

fn words(leaf: &Leaf<Line>) -> &str {
    leaf.get().map_or("", |line| &line.0)
}

/// Words of `requirements.toml`.
fn quoted(call: &Call<'_>, text: &str) -> Words {
    vec![Inline::text(Text::template(text, &call.context.matrix.path))]
}

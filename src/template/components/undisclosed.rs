//! The list of what the public edition leaves out (非公表項目一覧): items and reasons, no values.

use super::super::problem::Problem;
use super::Call;
use super::build::{Words, centred, header, prose, row};
use crate::document::{Block, Paragraph, Width};
use crate::edition::{Reason, Subject, Undisclosed};

/// Whose items they are, which, and why they are not published.
pub fn undisclosed_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let build = &call.build;
    let found = &call.context.packing.undisclosed;
    if found.is_empty() {
        let none = build.say("公表しない項目はありません。", "公表しない項目はない。");
        return Ok(vec![Block::Paragraph(Paragraph::body(build.words(none)))]);
    }
    let rows = found.iter().enumerate().map(|(number, it)| {
        row(vec![
            build.counted(number + 1),
            subject(call, it),
            build.counted(it.items.join("、")),
            build.words(reason(it.reason)),
        ])
    });
    let columns = [
        ("番号", centred()),
        ("対象", header(Width::Share(0.8))),
        ("公表しない項目", prose(1.6)),
        ("理由", prose(1.2)),
    ];
    let table = build.table(call.node()?, build.caption("非公表項目一覧"), &columns, rows.collect());
    Ok(vec![Block::Table(table)])
}

fn subject(call: &Call<'_>, of: &Undisclosed) -> Words {
    let (plan, build) = (call.plan(), &call.build);
    match &of.subject {
        Subject::Plan => build.words("計画全体"),
        Subject::Field(id) => plan
            .field(id)
            .map_or_else(Words::new, |field| build.line(&field.short_name)),
        Subject::EveryCompany => build.counted(format!("重点支援企業の全て（{}社）", plan.selected().count())),
        Subject::Company(id) => {
            let company = call
                .context
                .companies
                .get(id)
                .and_then(|index| plan.companies.get(*index));
            company.map_or_else(Words::new, |company| build.line(&company.short_name))
        }
    }
}

fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Investment => "公募要領で、企業における個別の投資案件は公表しないとしているため",
        Reason::Consent => "企業の公表の同意を得ていないため",
        Reason::Business => "企業の経営と取引に関する情報であり、公表すると企業の利益を害するおそれがあるため",
        Reason::Nation => "国との協議と支援の実施に用いる情報であるため",
        Reason::Narrowed => "県が公表しないと定めたため",
        Reason::SmallGroup => "公表すると、個別の企業の値が分かるおそれがあるため",
    }
}

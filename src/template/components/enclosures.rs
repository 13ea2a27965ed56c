//! What a package tells of itself: the head of its cover letter (送付状), its enclosures (記, 提出物一覧).

use super::super::enclosures::Listing;
use super::super::print;
use super::super::problem::Problem;
use super::Call;
use super::build::{Words, centred, column, header, row, short_figures};
use crate::document::{Align, Block, Inline, List, Paragraph, Role, Width};

/// Number and date at the right, addressee at the left, sender at the right, the subject in the middle.
pub fn letter_head(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let (build, about) = (&call.build, &call.plan().about);
    let (submission, letter) = (&about.submission, &about.submission.letter);
    let spaced = |one: Words, other: Words| [one, build.words("　"), other].concat();
    let mut lines = vec![
        (Role::Right, build.line(&letter.number)),
        (Role::Right, build.leaf(&about.date, |date| print::date(*date))),
        (
            Role::Left,
            [
                build.words("　"),
                spaced(build.line(&submission.recipient), build.line(&letter.honorific)),
            ]
            .concat(),
        ),
        (
            Role::Right,
            spaced(build.line(&letter.sender_title), build.line(&letter.sender_name)),
        ),
    ];
    if letter.seal.is_written() {
        lines.push((
            Role::Right,
            [build.words("（"), build.line(&letter.seal), build.words("）")].concat(),
        ));
    }
    lines.push((Role::Centre, build.line(&letter.subject)));
    Ok(lines
        .into_iter()
        .map(|(role, content)| paragraph(role, content))
        .collect())
}

fn paragraph(role: Role, content: Words) -> Block {
    Block::Paragraph(Paragraph { role, content })
}

/// The enclosures by name, without the letter itself.
pub fn enclosure_list(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let item = |listing: &Listing| {
        let mut words = listing.name.to_string();
        if listing.companies > 0 {
            words.push_str(&format!("（重点支援企業{}社分）", listing.companies));
        }
        vec![Block::Paragraph(Paragraph::body(call.build.counted(&words)))]
    };
    let listed = call.context.packing.listings.iter().filter(|it| !it.is_letter);
    Ok(vec![Block::List(List {
        start: Some(1),
        items: listed.map(item).collect(),
    })])
}

/// Every file with its pages, its size and its checksum.
pub fn enclosure_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let build = &call.build;
    let rows = call.context.packing.files.iter().map(|file| {
        let count = |count: Option<u64>| count.map_or_else(|| build.none(), |it| build.counted(print::grouped(it)));
        row(vec![
            build.counted(format!("{:02}", file.number)),
            build.counted(&file.path),
            count(file.pages.map(u64::from)),
            count(file.size),
            file.digest.as_ref().map_or_else(|| build.none(), |it| digest(call, it)),
        ])
    });
    let columns = [
        ("番号", centred()),
        ("ファイル", header(Width::Share(1.6))),
        ("ページ", short_figures()),
        ("大きさ（バイト）", short_figures()),
        ("検査値（SHA-256）", column(Align::Left, Width::Content)),
    ];
    let mut table = build.table(call.node()?, build.caption("提出物一覧"), &columns, rows.collect());
    table.notes = build.notes(&[build.text(call.context.packing.own_note())], None);
    Ok(vec![Block::Table(table)])
}

/// A digest on two lines: as wide as half of it.
fn digest(call: &Call<'_>, digest: &str) -> Words {
    let (one, other) = digest.split_at_checked(digest.len() / 2).unwrap_or((digest, ""));
    let mut words = call.build.counted(one);
    words.push(Inline::Break);
    words.extend(call.build.counted(other));
    words
}

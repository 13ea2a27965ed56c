//! The cover.

use super::super::print;
use super::super::problem::Problem;
use super::Call;
use crate::document::{Block, Cover, Inline, Text};
use crate::plan::{FiscalYear, Leaf};

/// Everything that the cover says comes from `plan.toml`, but the words in the frame where a template gives its own.
pub fn cover(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let (about, build) = (&call.plan().about, &call.build);
    let period = &about.plan_period;
    let year = |year: &FiscalYear| print::fiscal_year(*year);
    let mut span = build.leaf(&period.start, year);
    span.extend(build.words("～"));
    span.extend(build.leaf(&period.end, year));
    let western = |leaf: &Leaf<FiscalYear>| leaf.text(|year| year.0.to_string());
    if let (Some(start), Some(end)) = (western(&period.start), western(&period.end)) {
        let words = format!("（{}～{}年度）", start.text, end.text);
        span.push(Inline::text(build.made_of(&words, [&start, &end])));
    }
    let cover = Cover {
        series: build.words("地域産業成長プラン"),
        title: title_lines(build.line(&about.title)),
        period: span,
        stage: match call.arguments.value("stage") {
            Some(_) => call.arguments.inlines("stage")?,
            None => stage(call),
        },
        date: build.leaf(&about.date, |date| print::date(*date)),
        issuer: build.line(&about.prefecture),
        department: build.line(&about.department),
    };
    Ok(vec![Block::Cover(cover)])
}

/// 素案 第1版, and how to handle it: the cover has no running head that would say so.
fn stage(call: &Call<'_>) -> Vec<Inline> {
    let view = &call.context.view;
    let name = Inline::text(view.name().clone());
    let mark = view.mark().map(|mark| {
        let words = format!("　【{}】", mark.text);
        Inline::text(Text::made_of(&words, &call.build.path, [mark]))
    });
    std::iter::once(name).chain(mark).collect()
}

/// A title too long for one line of the cover breaks before 「クラスター計画」, where it ends so.
fn title_lines(title: Vec<Inline>) -> Vec<Inline> {
    const END: &str = "クラスター計画";
    let [Inline::Text { text }] = title.as_slice() else {
        return title;
    };
    let Some(start) = text.text.strip_suffix(END).filter(|start| start.chars().count() > 4) else {
        return title;
    };
    let part = |words: &str| {
        Inline::text(crate::document::Text {
            text: words.into(),
            ..text.clone()
        })
    };
    vec![part(start), Inline::Break, part(END)]
}

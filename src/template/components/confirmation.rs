//! What a company fills in to confirm its sheet (確認書): corrections and consent to publication, item by item.

use super::super::problem::Problem;
use super::Call;
use super::build::{Words, centred, column, header, row};
use crate::document::{Align, Block, Cell, Width};
use crate::plan::{Company, Entry};

/// What is to become of an item in the public edition.
enum Publication {
    /// It is one of those that the call announces as public.
    Always,
    /// As the company answers; what it said before, in a document that tells that.
    Asked(Option<Answer>),
    /// It stays with the nation and the prefecture.
    Never,
}

/// What a company has said of an item.
#[derive(Clone, Copy)]
enum Answer {
    Agreed,
    Refused,
    /// It was not asked yet, or has not answered.
    Awaited,
}

/// One row an item of the sheet: 修正なし・あり, and 可・否 where the company decides.
pub fn confirmation_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let company = call.company()?;
    let build = &call.build;
    let rows = items(call, company).into_iter().map(|(name, publication)| {
        row(vec![
            build.words(name),
            build.words("□なし　□あり"),
            answer(call, &publication),
        ])
    });
    let columns = [
        ("項目", header(Width::Share(1.0))),
        ("修正", centred()),
        ("公表の可否", column(Align::Left, Width::Share(1.0))),
    ];
    let mut table = build.table(call.node()?, build.caption("確認事項"), &columns, rows.collect());
    let notes = [
        build.text("修正がある場合は、該当するページに修正の内容を書き込み、あわせて御返送ください。"),
        build.text("「公表しない」の項目は、国と県だけが用い、公表しません。"),
    ];
    table.notes = build.notes(&notes, None);
    Ok(vec![Block::Table(table)])
}

fn answer(call: &Call<'_>, publication: &Publication) -> Words {
    call.build.words(match publication {
        Publication::Always => "公表する項目",
        Publication::Never => "公表しない",
        Publication::Asked(None) => "□可　□否",
        Publication::Asked(Some(Answer::Agreed)) => "□可　□否（これまでの御回答：可）",
        Publication::Asked(Some(Answer::Refused)) => "□可　□否（これまでの御回答：否）",
        Publication::Asked(Some(Answer::Awaited)) => "□可　□否（これまでの御回答：未回答）",
    })
}

fn items(call: &Call<'_>, company: &Entry<Company>) -> Vec<(&'static str, Publication)> {
    let (before, view) = (&company.profile, &call.context.view);
    let answer = |agreed: bool| match (view.has_answered(), agreed) {
        (false, _) => Answer::Awaited,
        (true, true) => Answer::Agreed,
        (true, false) => Answer::Refused,
    };
    let agreed =
        |shown: fn(&Company) -> bool| Publication::Asked(view.published().map(|company| answer(shown(company))));
    let mut items = vec![
        ("企業名・読み・法人番号", Publication::Always),
        ("対象分野・業種・事業概要", Publication::Always),
        ("本社の市町村・県内の事業所", Publication::Always),
        ("常時使用する従業員", Publication::Always),
        ("ウェブサイト", Publication::Always),
        ("本社所在地（市町村より詳しい住所）", Publication::Never),
        ("現在の売上高", agreed(|it| it.profile.sales.value.is_written())),
        ("企業理念", agreed(|it| it.profile.philosophy.is_written())),
        ("現状認識", agreed(|it| it.profile.situation.is_written())),
        ("基本戦略", agreed(|it| it.profile.strategy.is_written())),
        ("投資の具体像", Publication::Never),
        (
            "地域へのインパクト",
            agreed(|it| it.profile.regional_impact.is_written()),
        ),
        ("目指すべき姿", agreed(|it| it.profile.vision.is_written())),
        ("取引高（様式2）、コネクター度・ハブ度", Publication::Never),
        ("目標値と算定根拠", Publication::Never),
    ];
    if !before.photos.is_empty() {
        items.insert(13, ("写真", agreed(|it| !it.profile.photos.is_empty())));
    }
    items
}

/// Who answers, and when: to be filled in.
pub fn answer_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let names = ["回答日", "企業名", "部署・役職", "氏名", "電話番号", "電子メール"];
    let empty = || Cell::new(call.build.words("　"));
    let facts = names.into_iter().map(|name| (name, empty())).collect();
    let mut table = call.build.facts(call.node()?, facts);
    table.caption = Some(call.build.caption("御回答者"));
    Ok(vec![Block::Table(table)])
}

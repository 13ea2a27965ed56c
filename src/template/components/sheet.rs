//! A company's sheet in the manner of form 1 (様式1).

use super::super::print;
use super::super::problem::Problem;
use super::build::{Words, figures, header, row};
use super::companies::{industry, sheet_label};
use super::{Call, targets};
use crate::diagnostic::Edition;
use crate::document::{
    Beside, Block, Cell, Heading, Inline, NodeId, Numbering, Paragraph, Picture, Role, Table, Text, Width,
};
use crate::figures::{Figure, Form2};
use crate::plan::{Company, Entry, Leaf, PRINTED_HEIGHT, PRINTED_WIDTH, Part, Photo, Prose};
use std::sync::Arc;

/// Banner, facts and photo, the sections of form 1, targets, the figures of form 2: as far as this edition shows them.
pub fn company_sheet(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let company = call.company()?;
    let id = call.context.ids.define(&sheet_label(company));
    let id = id.ok_or_else(|| Problem::new("同じ企業の個票が二度置かれています。").hint("一度だけ置いてください。"))?;
    let mut blocks = profile(call, company, id);
    if call.for_nation().is_ok() {
        blocks.extend(confidential(call, company)?);
    }
    Ok(blocks)
}

/// The sheet of the company that a confirmation is for, as it will be published.
pub fn published_sheet(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let company = call.context.view.published();
    let company = company.ok_or_else(|| Problem::new("この部品は、企業の確認用の個票だけで使えます。"))?;
    Ok(profile(call, company, call.context.ids.fresh()))
}

/// What form 1 says of a company.
fn profile(call: &Call<'_>, company: &Entry<Company>, id: NodeId) -> Vec<Block> {
    let mut blocks = vec![banner(call, company, id), head(call, company)];
    for (title, text) in sections(company).into_iter().filter(|(_, text)| !text.is_withheld()) {
        blocks.push(part(call, title));
        blocks.extend(paragraphs(call, text));
    }
    blocks
}

/// Targets and form 2.
fn confidential(call: &Call<'_>, company: &Entry<Company>) -> Result<Vec<Block>, Problem> {
    let mut blocks = Vec::new();
    blocks.extend(targets::company_kpis(call, company)?);
    blocks.push(Block::Table(transactions(call, company)));
    if company.transactions.strengths.is_written() {
        blocks.push(part(call, "域外販売・域内仕入の観点から卓越している点"));
        blocks.extend(paragraphs(call, &company.transactions.strengths));
    }
    Ok(blocks)
}

fn paragraphs(call: &Call<'_>, text: &Leaf<Prose>) -> Vec<Block> {
    let paragraphs = call.build.prose(text).into_iter();
    paragraphs
        .map(|content| {
            Block::Paragraph(Paragraph {
                role: Role::Sheet,
                content,
            })
        })
        .collect()
}

fn banner(call: &Call<'_>, company: &Entry<Company>, id: NodeId) -> Block {
    Block::Heading(Heading {
        id,
        level: 2,
        numbering: Numbering::Sheet,
        number: String::new(),
        content: call.build.line(&company.name),
        // Of one company alone, the sheet follows the words that lead to it.
        page_break: call.context.view.edition() != Edition::Company,
    })
}

fn part(call: &Call<'_>, title: &'static str) -> Block {
    Block::Heading(Heading {
        id: call.context.ids.fresh(),
        level: 3,
        numbering: Numbering::Part,
        number: String::new(),
        content: call.build.words(title),
        page_break: false,
    })
}

/// The sections of form 1 in its order; the investment is never published.
fn sections(company: &Company) -> [(&'static str, &Leaf<Prose>); 6] {
    let profile = &company.profile;
    [
        ("企業理念", &profile.philosophy),
        ("現状認識", &profile.situation),
        ("基本戦略", &profile.strategy),
        ("投資の具体像【非公表】", &profile.investment),
        ("地域へのインパクト", &profile.regional_impact),
        ("目指すべき姿", &profile.vision),
    ]
}

/// The facts, with the photos beside them where there are any.
fn head(call: &Call<'_>, company: &Entry<Company>) -> Block {
    let facts = Block::Table(facts(call, company));
    let photos: Vec<Block> = company
        .profile
        .photos
        .iter()
        .filter_map(|photo| picture(call, photo))
        .collect();
    if photos.is_empty() {
        return facts;
    }
    Block::Beside(Beside {
        left: vec![facts],
        right: photos,
        right_width: PRINTED_WIDTH,
    })
}

fn picture(call: &Call<'_>, photo: &Part<Photo>) -> Option<Block> {
    let path = photo.file.get()?;
    let pictures = &call.plan().pictures;
    let file = pictures.keys().position(|key| *key == path.0)?;
    let picture = pictures.get(&path.0)?;
    let ratio = f64::from(picture.height) / f64::from(picture.width);
    let width = PRINTED_WIDTH.min(PRINTED_HEIGHT / ratio);
    Some(Block::Picture(Picture {
        file,
        width,
        height: width * ratio,
        alternative: alternative(call, photo),
        caption: call.build.line(&photo.caption),
    }))
}

fn alternative(call: &Call<'_>, photo: &Photo) -> Text {
    let words = call.build.line(&photo.alternative);
    match words.into_iter().next() {
        Some(Inline::Text { text } | Inline::Pending { text }) => text,
        _ => call.build.text("写真"),
    }
}

fn facts(call: &Call<'_>, company: &Entry<Company>) -> Table {
    let build = &call.build;
    let mut employees = build.leaf(&company.employees, |count| format!("{}名", print::grouped(count.0)));
    employees.extend(build.words("（"));
    employees.extend(build.leaf(&company.employees_as_of, |date| print::month(*date)));
    employees.extend(build.words("時点）"));
    let field = company.field.get().and_then(|id| call.plan().field(&id.0));
    let field = field.map_or_else(|| build.none(), |field| build.line(&field.name));
    let headquarters = match company.headquarters.is_withheld() {
        true => build.line(&company.municipality),
        false => build.line(&company.headquarters),
    };
    let mut facts = vec![
        ("企業名（読み）", Cell::new(build.line(&company.name_kana))),
        ("対象分野", Cell::new(field)),
        ("本社所在地", Cell::new(headquarters)),
        ("事業概要", build.prose_cell(&company.business)),
        ("業種", Cell::new(industry(call, company))),
        ("常時使用する従業員", Cell::new(employees)),
    ];
    if !company.profile.sales.value.is_withheld() {
        facts.push(("現在の売上高", Cell::new(sales(call, company))));
    }
    let number = build.leaf(&company.corporate_number, |number| number.0.to_string());
    facts.push(("法人番号", Cell::new(number)));
    if !company.sites.is_empty() {
        facts.push(("県内の事業所", Cell::new(sites(call, company))));
    }
    if company.website.is_written() {
        facts.push(("ウェブサイト", Cell::new(website(call, company))));
    }
    if !company.transactions.sales.is_withheld() {
        facts.extend(degrees(call, company));
    }
    if !company.supporting_post.is_withheld() {
        facts.push(("伴走支援の担当", Cell::new(build.line(&company.supporting_post))));
    }
    let mut table = build.facts(call.context.ids.fresh(), facts);
    if let Some(first) = table.columns.first_mut() {
        first.width = Width::Content;
    }
    table
}

/// 48.2億円（令和7年3月期、単体）.
fn sales(call: &Call<'_>, company: &Company) -> Words {
    let (build, sales) = (&call.build, &company.profile.sales);
    let mut words = build.leaf(&sales.value, |number| print::grouped(number.0));
    words.extend(build.leaf(&sales.unit, |unit| unit.word().to_owned()));
    words.extend(build.words("（"));
    words.extend(build.leaf(&sales.period_end, |date| format!("{}期", print::month(*date))));
    words.extend(build.words("、"));
    words.extend(build.line(&sales.basis));
    words.extend(build.words("）"));
    words
}

fn sites(call: &Call<'_>, company: &Company) -> Words {
    let mut words = Vec::new();
    for site in company.sites.iter() {
        if !words.is_empty() {
            words.extend(call.build.words("、"));
        }
        words.extend(call.build.line(&site.municipality));
    }
    words
}

/// A link where the address is one of the web, else the words as they are.
fn website(call: &Call<'_>, company: &Company) -> Words {
    let content = call.build.line(&company.website);
    match content.as_slice() {
        [Inline::Text { text }] if text.text.starts_with("https://") || text.text.starts_with("http://") => {
            vec![Inline::Link {
                url: text.clone(),
                content: content.clone(),
            }]
        }
        _ => content,
    }
}

fn degrees(call: &Call<'_>, company: &Entry<Company>) -> Vec<(&'static str, Cell)> {
    let Some(degrees) = call.context.view.figures().degrees.get(&company.id) else {
        return Vec::new();
    };
    let whole = if degrees.by_sales {
        "売上高"
    } else {
        "域内外の企業への販売額"
    };
    let mut connector = call.build.figure(&degrees.connector);
    connector.extend(call.build.words("（域外売上高÷"));
    connector.extend(call.build.words(whole));
    connector.extend(call.build.words("）"));
    let mut hub = call.build.figure(&degrees.hub);
    hub.extend(call.build.words("（域内仕入高÷仕入高）"));
    vec![("コネクター度", Cell::new(connector)), ("ハブ度", Cell::new(hub))]
}

/// The figures of form 2, in the unit of all printed amounts.
fn transactions(call: &Call<'_>, company: &Entry<Company>) -> Table {
    let (build, form) = (&call.build, &company.transactions);
    let amounts = call.context.view.figures().form2.get(&company.id);
    let yen = |pick: fn(&Form2) -> Option<&Arc<Figure>>| match amounts.and_then(pick) {
        Some(amount) => build.figure(amount),
        None => build.none(),
    };
    let year = build.leaf(&form.business_year.end, |date| format!("{}期", print::month(*date)));
    let mut columns = vec![
        ("事業年度", header(Width::Share(1.0))),
        ("売上高", figures()),
        ("うち域外売上高", figures()),
    ];
    let mut cells = vec![year, yen(|it| Some(&it.sales)), yen(|it| Some(&it.external_sales))];
    if form.business_sales.is_written() {
        columns.push(("企業への販売額", figures()));
        cells.push(yen(|it| it.business_sales.as_ref()));
    }
    columns.extend([("仕入高", figures()), ("うち域内仕入高", figures())]);
    cells.extend([yen(|it| Some(&it.purchases)), yen(|it| Some(&it.internal_purchases))]);
    let mut caption = build.caption_of(build.about("取引高", &company.short_name));
    caption.unit = Some(build.text(build.money.unit.word()));
    let mut table = build.table(call.context.ids.fresh(), caption, &columns, vec![row(cells)]);
    table.notes = build.notes(&[], Some(build.text("応募様式2。金額は税抜き。")));
    table
}

//! Tables of the selected companies: who they are, their degrees, why they were selected.

use super::super::print;
use super::super::problem::Problem;
use super::Call;
use super::build::{Words, centred, figures, header, prose, row, short, short_figures};
use crate::document::{Align, Block, Cell, Inline, Paragraph, Role, Row, Text, Width};
use crate::figures::{Degrees, Figure, NationalShares, degree_notes};
use crate::plan::{Company, Entry, Industry, Part, Statistic, industry_name};

/// The selected companies, by field.
pub fn company_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let build = &call.build;
    let rows = by_field(call, 5, &|number, company| {
        let mut row = row(vec![
            build.counted(number),
            build.line(&company.name),
            build.line(&company.municipality),
        ]);
        row.cells.push(build.prose_cell(&company.business));
        row.cells.push(Cell::new(
            build.leaf(&company.employees, |count| print::grouped(count.0)),
        ));
        row
    });
    let columns = [
        ("番号", centred()),
        ("企業名", header(Width::Share(1.0))),
        ("本社", short()),
        ("事業概要", prose(3.4)),
        ("従業員\n（人）", short_figures()),
    ];
    let table = build.table(call.node()?, build.caption("重点支援企業一覧"), &columns, rows);
    Ok(vec![Block::Table(table)])
}

/// The rows of the selected companies, with their running numbers, under a row that names their field.
fn by_field(call: &Call<'_>, columns: usize, make: &dyn Fn(usize, &Entry<Company>) -> Row) -> Vec<Row> {
    let mut rows = Vec::new();
    for field in &call.plan().fields {
        let members = call
            .plan()
            .selected()
            .enumerate()
            .filter(|(_, company)| company.is_of(&field.id));
        let members: Vec<Row> = members.map(|(index, company)| make(index + 1, company)).collect();
        if members.is_empty() {
            continue;
        }
        let name = Inline::Strong {
            content: call.build.line(&field.name),
        };
        let group = Cell {
            column_span: columns,
            align: Some(Align::Left),
            ..Cell::new(vec![name])
        };
        rows.push(Row { cells: vec![group] });
        rows.extend(members);
    }
    rows
}

/// The conditions of the call (応募条件).
pub fn eligibility_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let (build, about) = (&call.build, &call.plan().about);
    let rows = condition_rows(call);
    let columns = [
        ("区分", header(Width::Share(0.8))),
        ("項目", header(Width::Content)),
        ("内容", prose(2.2)),
    ];
    let mut table = build.table(call.node()?, build.caption("重点支援企業の応募条件"), &columns, rows);
    let (opens, closes) = (&about.call.opens, &about.call.closes);
    let opens = opens.text(|date| print::date(*date)).unwrap_or_default();
    let closes = closes.text(|at| print::date_time(*at)).unwrap_or_default();
    let period = match opens.text.is_empty() || closes.text.is_empty() {
        true => String::new(),
        false => format!("{}～{}", opens.text, closes.text),
    };
    let source = format!("重点支援企業の公募（募集期間：{period}）。");
    let year = &about.eligibility.business_year_starts_on_or_after;
    let year = year.text(|date| print::date(*date)).unwrap_or_default();
    let note = format!(
        "取引高（様式2）は、{}以後に開始した事業年度のものを{}。",
        year.text,
        build.say("用います", "用いる")
    );
    let (note, source) = (build.made_of(&note, [&year]), build.made_of(&source, [&opens, &closes]));
    table.notes = build.notes(&[note], Some(source));
    Ok(vec![Block::Table(table)])
}

/// 「半導体産業…」、「…」に合致していること.
fn fit(call: &Call<'_>) -> Words {
    let build = &call.build;
    let mut names = Vec::new();
    for field in &call.plan().fields {
        if !names.is_empty() {
            names.extend(build.words("、"));
        }
        names.extend(build.words("「"));
        names.extend(build.line(&field.name));
        names.extend(build.words("」"));
    }
    names.extend(build.words("に合致していること"));
    names
}

/// 直近の決算で売上高が10億円以上、従業員規模が2,000名以下.
fn size(call: &Call<'_>) -> Words {
    let (build, conditions) = (&call.build, &call.plan().about.eligibility);
    let mut size = build.words("直近の決算で売上高が");
    size.extend(build.leaf(&conditions.minimum_sales.value, |number| print::grouped(number.0)));
    size.extend(build.leaf(&conditions.minimum_sales.unit, |unit| unit.word().to_owned()));
    size.extend(build.words("以上、従業員規模が"));
    size.extend(build.leaf(&conditions.maximum_employees, |count| print::grouped(count.0)));
    size.extend(build.words("名以下"));
    size
}

fn condition_rows(call: &Call<'_>) -> Vec<Row> {
    let words = |words: &'static str| Cell::new(call.build.words(words));
    let group = |name: &'static str, rows| Cell {
        row_span: rows,
        ..words(name)
    };
    let (connector, hub) = (
        "域外販売の観点から卓越していること",
        "域内仕入の観点から卓越していること",
    );
    let network = "県が開催する重点支援企業を対象とした経営者ネットワークへの参加";
    let rows = [
        vec![
            group("定性的基準（総合勘案）", 3),
            words("コネクター度"),
            words(connector),
        ],
        vec![words("ハブ度"), words(hub)],
        vec![words("対象分野への合致"), Cell::new(fit(call))],
        vec![words("定量的基準"), words("売上高・従業員"), Cell::new(size(call))],
        vec![
            group("その他", 2),
            words("伴走支援"),
            words("県における伴走支援体制の承諾"),
        ],
        vec![words("ネットワーク"), words(network)],
    ];
    rows.into_iter().map(|cells| Row { cells }).collect()
}

/// Both degrees of every selected company, as the prefecture computes them from form 2.
pub fn degree_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let build = &call.build;
    let all = &call.context.view.figures().degrees;
    let rows = by_field(call, 4, &|number, company| {
        let degree = |pick: fn(&Degrees) -> &Figure| match all.get(&company.id) {
            Some(degrees) => build.figure(pick(degrees)),
            None => build.none(),
        };
        row(vec![
            build.counted(number),
            build.line(&company.name),
            degree(|degrees| &degrees.connector),
            degree(|degrees| &degrees.hub),
        ])
    });
    let columns = [
        ("番号", centred()),
        ("企業名", header(Width::Share(2.0))),
        ("コネクター度", figures()),
        ("ハブ度", figures()),
    ];
    let title = "重点支援企業のコネクター度・ハブ度（県算定）";
    let mut table = build.table(call.node()?, build.caption(title), &columns, rows);
    let by_sales: Vec<bool> = all.values().map(|degrees| degrees.by_sales).collect();
    let notes = degree_notes(&by_sales, build.wording());
    let notes: Vec<Text> = notes.iter().map(|note| build.made_of(note, [])).collect();
    table.notes = build.notes(&notes, Some(build.text("応募様式2を基に作成。")));
    Ok(vec![Block::Table(table)])
}

/// Both degrees by the definition of the nation's paper: a company's share in the prefecture's totals.
pub fn share_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let build = &call.build;
    let all = &call.context.view.figures().national_shares;
    let rows = by_field(call, 4, &|number, company| {
        let share = |pick: fn(&NationalShares) -> &Figure| match all.get(&company.id) {
            Some(shares) => build.figure_as(pick(shares), print::fine_percent),
            None => build.none(),
        };
        row(vec![
            build.counted(number),
            build.line(&company.name),
            share(|shares| &shares.connector),
            share(|shares| &shares.hub),
        ])
    });
    let columns = [
        ("番号", centred()),
        ("企業名", header(Width::Share(2.0))),
        ("県の域外販売額に\n占める割合", figures()),
        ("県の域内仕入額に\n占める割合", figures()),
    ];
    let title = "県全体に占める割合（国の資料の定義によるコネクター度・ハブ度）";
    let mut table = build.table(call.node()?, build.caption(title), &columns, rows);
    table.notes = share_notes(call);
    Ok(vec![Block::Table(table)])
}

/// The prefecture's totals with year and source, each as its own note.
fn share_notes(call: &Call<'_>) -> Vec<Paragraph> {
    let Some(totals) = &call.plan().statistics else {
        return Vec::new();
    };
    let rows = [
        ("県の域外販売額", &totals.external_sales),
        ("県の域内仕入額", &totals.internal_purchases),
    ];
    let note = |(name, total): (&'static str, &Part<Statistic>)| {
        let build = &call.build;
        let mut content = build.words("（出典）");
        content.extend(build.words(name));
        content.extend(build.words("："));
        content.extend(build.leaf(&total.value, |number| print::grouped(number.0)));
        content.extend(build.leaf(&total.unit, |unit| unit.word().to_owned()));
        content.extend(build.words("（"));
        content.extend(build.leaf(&total.fiscal_year, |year| print::fiscal_year(*year)));
        content.extend(build.words("）、"));
        content.extend(build.line(&total.source));
        Paragraph {
            role: Role::Note,
            content,
        }
    };
    rows.into_iter()
        .filter(|(_, total)| total.place.is_some())
        .map(note)
        .collect()
}

/// Why each company of a field was selected.
pub fn reason_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let (build, field) = (&call.build, call.field()?);
    let members = call
        .plan()
        .selected()
        .enumerate()
        .filter(|(_, company)| company.is_of(&field.id));
    let rows = members.map(|(number, company)| {
        let mut row = row(vec![build.counted(number + 1), build.line(&company.name)]);
        row.cells.push(build.prose_cell(&company.selection_reason));
        row
    });
    let columns = [
        ("番号", centred()),
        ("企業名", header(Width::Share(1.1))),
        ("選定理由", prose(2.2)),
    ];
    let caption = build.caption_of(build.about("選定理由", &field.short_name));
    let table = build.table(call.node()?, caption, &columns, rows.collect());
    Ok(vec![Block::Table(table)])
}

/// Where each company's sheet stands.
pub fn sheet_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let build = &call.build;
    let rows = by_field(call, 4, &|number, company| {
        let target = call.context.ids.mention(&sheet_label(company));
        row(vec![
            build.counted(number),
            build.line(&company.name),
            build.line(&company.municipality),
            vec![Inline::PageReference { target }],
        ])
    });
    let columns = [
        ("番号", centred()),
        ("企業名", header(Width::Share(2.0))),
        ("本社", prose(1.0)),
        ("ページ", short_figures()),
    ];
    let table = build.table(call.node()?, build.caption("個票の一覧"), &columns, rows);
    Ok(vec![Block::Table(table)])
}

/// The label of a company's sheet, for references to it.
pub(super) fn sheet_label(company: &Entry<Company>) -> String {
    format!("sheet-{}", company.id)
}

/// The industry as form 1 prints it: 26　生産用機械器具製造業, or another with its reason.
pub(super) fn industry(call: &Call<'_>, company: &Entry<Company>) -> Words {
    let Industry {
        code, other, reason, ..
    } = &company.industry.record;
    if code.is_written() {
        return call.build.leaf(code, |code| match industry_name(&code.0) {
            Some(name) => format!("{}　{name}", code.0),
            None => code.0.to_string(),
        });
    }
    let mut words = call.build.line(other);
    if reason.is_written() {
        words.extend(call.build.words("（"));
        words.extend(call.build.line(reason));
        words.extend(call.build.words("）"));
    }
    words
}

//! Tables of the selected companies: who they are, their degrees, why they were selected.

use super::super::print;
use super::super::problem::Problem;
use super::Call;
use super::build::{Words, centred, figures, header, prose, row, short};
use crate::document::{Block, Cell, Class, Row, Width};
use crate::plan::{Company, Entry, Industry, industry_name};

/// The selected companies, by field.
pub fn company_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let build = &call.build;
    let rows = call.plan().selected().enumerate().map(|(number, company)| {
        let mut row = row(vec![
            build.words(&(number + 1).to_string()),
            build.line(&company.name),
            field_name(call, company),
            build.line(&company.municipality),
        ]);
        row.cells.push(build.prose_cell(&company.business));
        row.cells.push(Cell::new(
            build.leaf(&company.employees, |count| print::grouped(count.0.into())),
        ));
        row
    });
    let columns = [
        ("番号", centred()),
        ("企業名", header(Width::Share(1.2))),
        ("分野", short()),
        ("本社", short()),
        ("事業概要", prose(1.8)),
        ("従業員\n（人）", figures()),
    ];
    let table = build.table(
        call.node()?,
        build.caption("重点支援企業一覧"),
        &columns,
        rows.collect(),
    );
    Ok(vec![Block::Table(table)])
}

fn field_name(call: &Call<'_>, company: &Company) -> Words {
    let field = company.field.get().and_then(|id| call.plan().field(&id.0));
    field.map_or_else(|| call.build.none(), |field| call.build.line(&field.short_name))
}

/// The conditions of the call (応募条件).
pub fn eligibility_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let (build, about) = (&call.build, &call.plan().about);
    let conditions = &about.eligibility;
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
    let mut size = build.words("直近の決算で売上高が");
    size.extend(build.leaf(&conditions.minimum_sales.value, |number| print::grouped(number.0)));
    size.extend(build.leaf(&conditions.minimum_sales.unit, |unit| unit.word().to_owned()));
    size.extend(build.words("以上、従業員規模が"));
    size.extend(build.leaf(&conditions.maximum_employees, |count| print::grouped(count.0.into())));
    size.extend(build.words("名以下"));
    let group = |word: &str, rows| Cell {
        row_span: rows,
        ..Cell::new(build.words(word))
    };
    let rows = vec![
        Row {
            cells: vec![
                group("定性的基準（総合勘案）", 3),
                cell(call, "コネクター度"),
                cell(call, "域外販売の観点から卓越していること"),
            ],
        },
        row(vec![
            build.words("ハブ度"),
            build.words("域内仕入の観点から卓越していること"),
        ]),
        row(vec![build.words("対象分野への合致"), names]),
        Row {
            cells: vec![group("定量的基準", 1), cell(call, "売上高・従業員"), Cell::new(size)],
        },
        Row {
            cells: vec![
                group("その他", 2),
                cell(call, "伴走支援"),
                cell(call, "県における伴走支援体制の承諾"),
            ],
        },
        row(vec![
            build.words("ネットワーク"),
            build.words("県が開催する重点支援企業を対象とした経営者ネットワークへの参加"),
        ]),
    ];
    let columns = [
        ("区分", header(Width::Share(0.8))),
        ("項目", header(Width::Content)),
        ("内容", prose(2.2)),
    ];
    let mut table = build.table(call.node()?, build.caption("重点支援企業の応募条件"), &columns, rows);
    let mut period = String::from("重点支援企業の公募（募集期間：");
    if let (Some(opens), Some(closes)) = (about.call.opens.value(), about.call.closes.value()) {
        period.push_str(&format!("{}～{}", print::date(opens), print::date_time(closes)));
    }
    table.notes = build.notes(&[], Some(&format!("{period}）。")));
    Ok(vec![Block::Table(table)])
}

fn cell(call: &Call<'_>, words: &str) -> Cell {
    Cell::new(call.build.words(words))
}

/// Both degrees of every selected company, as the prefecture computes them from form 2.
pub fn degree_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let build = &call.build;
    let all = &call.context.view.figures().degrees;
    let mut by_sales = Vec::new();
    let mut rows = Vec::new();
    for (number, company) in call.plan().selected().enumerate() {
        let Some(degrees) = all.get(&company.id) else { continue };
        by_sales.push(degrees.by_sales);
        rows.push(row(vec![
            build.words(&(number + 1).to_string()),
            build.line(&company.name),
            field_name(call, company),
            build.figure(&degrees.connector, Class::Nation, print::percent),
            build.figure(&degrees.hub, Class::Nation, print::percent),
        ]));
    }
    let columns = [
        ("番号", centred()),
        ("企業名", header(Width::Share(1.0))),
        ("分野", short()),
        ("コネクター度", figures()),
        ("ハブ度", figures()),
    ];
    let title = "重点支援企業のコネクター度・ハブ度（県算定）";
    let mut table = build.table(call.node()?, build.caption(title), &columns, rows);
    table.notes = build.notes(&degree_notes(&by_sales), Some("応募様式2を基に作成。"));
    Ok(vec![Block::Table(table)])
}

/// What the degrees divide by what: the denominators of form 2 and of the nation's paper differ.
fn degree_notes(by_sales: &[bool]) -> Vec<String> {
    let stated = by_sales.iter().any(|by_sales| !by_sales);
    let replaced = by_sales.iter().any(|by_sales| *by_sales);
    let connector = match (stated, replaced) {
        (true, false) => "コネクター度は、域外売上高÷域内外の企業への販売額です。".to_owned(),
        (false, _) => "コネクター度は、域外売上高÷売上高です。様式2は域内外の企業への販売額を求めていないため、売上高を分母としました。".to_owned(),
        (true, true) => "コネクター度は、域外売上高÷域内外の企業への販売額です。様式2は域内外の企業への販売額を求めていないため、その記載がない企業については、売上高を分母としました。".to_owned(),
    };
    vec![
        connector,
        "ハブ度は、域内仕入高÷仕入高です。様式2の定義の文言には解釈の余地があるため、各企業の仕入高に占める割合として県が算定しました。".to_owned(),
        "国の資料にある「企業が所在する都道府県の域外販売額・域内仕入額に占める割合」とは、別の値です。".to_owned(),
    ]
}

/// Why each company of a field was selected.
pub fn reason_table(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let (build, field) = (&call.build, call.field()?);
    let members = call
        .plan()
        .selected()
        .enumerate()
        .filter(|(_, company)| company.is_of(&field.id));
    let rows = members.map(|(number, company)| {
        let mut row = row(vec![build.words(&(number + 1).to_string()), build.line(&company.name)]);
        row.cells.push(build.prose_cell(&company.selection_reason));
        row
    });
    let columns = [
        ("番号", centred()),
        ("企業名", header(Width::Share(0.8))),
        ("選定理由", prose(2.2)),
    ];
    let name = field.short_name.get().map_or("", |name| &*name.0);
    let title = format!("選定理由（{name}）");
    let table = build.table(call.node()?, build.caption(&title), &columns, rows.collect());
    Ok(vec![Block::Table(table)])
}

/// The industry as form 1 prints it: 26　生産用機械器具製造業, or another with its reason.
pub(super) fn industry(call: &Call<'_>, company: &Entry<Company>) -> Words {
    let Industry { code, other, .. } = &company.industry.record;
    if code.is_written() {
        return call.build.leaf(code, |code| match industry_name(&code.0) {
            Some(name) => format!("{}　{name}", code.0),
            None => code.0.to_string(),
        });
    }
    call.build.line(other)
}

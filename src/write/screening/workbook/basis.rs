//! The sheet of what the formulas start from: the limits of the call, the prefecture's totals.

use super::super::words::{NONE, PENDING};
use super::About;
use crate::figures::{Fraction, Measure};
use crate::plan::{Leaf, MoneyUnit, Number, Part, Statistic};
use crate::screen::Screening;
use crate::template::print;
use crate::workbook::{
    At, Cell, Column, DefinedName, Look, NumberFormat, Print, Sheet, SheetId, Workbook, height, lines, serial,
};

/// The width of the column that says where a value is from.
const SOURCE: f64 = 70.0;

/// The named cells.
pub struct Basis {
    pub minimum_sales: DefinedName,
    pub maximum_employees: DefinedName,
    pub year_start: DefinedName,
    pub closes: DefinedName,
    /// The prefecture's totals, where there are statistics.
    totals: Option<(DefinedName, DefinedName)>,
}

/// A row: the name of its cell, the unit, the value, where it is from.
struct Row {
    name: &'static str,
    unit: &'static str,
    value: Cell,
    source: String,
}

impl Basis {
    /// The prefecture's total that a share is of.
    pub fn total(&self, measure: Measure) -> Option<&DefinedName> {
        let (external, internal) = self.totals.as_ref()?;
        match measure {
            Measure::ConnectorShare => Some(external),
            Measure::HubShare => Some(internal),
            Measure::ConnectorRatio | Measure::HubRatio => None,
        }
    }

    /// Adds the sheet.
    pub fn add(workbook: &mut Workbook, screening: &Screening, about: &About) -> Basis {
        let id = workbook.add_sheet("前提");
        let sheet = workbook.sheet_mut(id);
        head(sheet, about);
        let mut rows = Rows { workbook, id, row: 3 };
        let eligibility = &screening.eligibility;
        let (least, earliest) = (
            &eligibility.minimum_sales,
            eligibility.business_year_starts_on_or_after.value(),
        );
        let call = |name, unit, value: Option<Fraction>, format| Row {
            name,
            unit,
            value: number(value, format),
            source: "公募の応募条件".to_owned(),
        };
        let moment = |at: Option<jiff::civil::DateTime>| at.and_then(serial);
        let yen = NumberFormat::Grouped(0);
        let (minimum, most) = (money(&least.value, &least.unit), eligibility.maximum_employees.value());
        Basis {
            minimum_sales: rows.add(call("売上高の下限", "円", minimum, yen)),
            maximum_employees: rows.add(call("従業員数の上限", "人", most.map(|it| it.0.into()), yen)),
            year_start: rows.add(call(
                "事業年度開始日の下限",
                "日付",
                moment(earliest.map(|it| it.at(0, 0, 0, 0))),
                NumberFormat::Date,
            )),
            closes: rows.add(call(
                "公募の締切",
                "日時",
                moment(screening.closes),
                NumberFormat::Pattern("yyyy/m/d h:mm"),
            )),
            totals: screening.statistics.as_ref().map(|totals| {
                let external = rows.add(total("県の域外販売額", &totals.external_sales));
                (external, rows.add(total("県の域内仕入額", &totals.internal_purchases)))
            }),
        }
    }
}

fn head(sheet: &mut Sheet, about: &About) {
    sheet.columns = [26.0, 22.0, 8.0, SOURCE].map(|width| Column { width }).to_vec();
    sheet.put(At::new(0, 0), Cell::text("前提（数式が使う値）").look(Look::Title));
    sheet.put_note(
        1,
        4,
        Cell::words("この表の値を変えると、ほかのシートの差、判定及び国資料の定義による値が計算し直されます。"),
    );
    for (column, words) in (0..).zip(["項目", "値", "単位", "出典"]) {
        sheet.put(At::new(2, column), Cell::text(words).look(Look::Head));
    }
    sheet.frozen = (3, 0);
    sheet.print = Print {
        head_left: about.internal(&about.title),
        head_right: about.internal(&about.handling),
        ..Print::default()
    };
}

struct Rows<'a> {
    workbook: &'a mut Workbook,
    id: SheetId,
    row: u32,
}

impl Rows<'_> {
    fn add(&mut self, row: Row) -> DefinedName {
        let at = |column| At::new(self.row, column);
        let sheet = self.workbook.sheet_mut(self.id);
        sheet.put(at(0), Cell::text(row.name));
        sheet.put(at(1), row.value.look(Look::Input));
        sheet.put(at(2), Cell::text(row.unit));
        sheet.put(at(3), Cell::text(&row.source));
        sheet.heights.insert(self.row, height(lines(&row.source, SOURCE)));
        let name = self.workbook.define(row.name, self.id, at(1));
        self.row += 1;
        name
    }
}

fn total(name: &'static str, statistic: &Part<Statistic>) -> Row {
    let value = money(&statistic.value, &statistic.unit);
    let absent = statistic.header.is_none();
    let source = statistic.source.get().map_or("", |line| &*line.0);
    let year = statistic
        .fiscal_year
        .value()
        .map(print::fiscal_year)
        .unwrap_or_default();
    Row {
        name,
        unit: "円",
        value: if absent {
            Cell::text(NONE)
        } else {
            number(value, NumberFormat::Grouped(0))
        },
        source: if absent {
            String::new()
        } else {
            format!("{year}　{source}")
        },
    }
}

fn number(value: Option<Fraction>, format: NumberFormat) -> Cell {
    value.map_or_else(|| Cell::text(PENDING), |value| Cell::number(value, format))
}

fn money(value: &Leaf<Number>, unit: &Leaf<MoneyUnit>) -> Option<Fraction> {
    Some(Fraction::from(value.value()?.0).times(&unit.value()?.yen().into()))
}

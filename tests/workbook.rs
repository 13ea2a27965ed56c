//! Laws of Excel files: texts stay texts, formulas carry their results, the same workbook gives the same bytes.

use jiff::civil::date;
use planc::document::{Class, Text};
use planc::figures::Fraction;
use planc::workbook::{
    Align, Area, At, Axis, Cell, Chart, Column, Expr, Function, Highlight, Look, Marker, NumberFormat, Series, Value,
    Workbook, serial,
};
use planc::write::excel;
use proptest::prelude::*;
use roxmltree::Document;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// Words of the prefecture's own.
fn words(words: &str) -> Text {
    Text {
        class: Class::Internal,
        ..Text::template(words, &"test".into())
    }
}

/// The parts of an Excel file by their names.
pub fn parts(xlsx: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(xlsx)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        parts.insert(file.name().unwrap().into_owned(), text);
    }
    parts
}

/// What a cell of a file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// A formula and its result as written.
    Formula(String, String),
}

/// The cells of a sheet, counted from 1, by their places.
pub fn cells(parts: &BTreeMap<String, String>, sheet: usize) -> BTreeMap<String, Held> {
    let strings: Vec<String> = parts.get("xl/sharedStrings.xml").map_or_else(Vec::new, |text| {
        let document = Document::parse(text).unwrap();
        let items = document.descendants().filter(|it| it.has_tag_name((MAIN, "si")));
        items
            .map(|item| {
                item.descendants()
                    .filter_map(|it| if it.is_text() { it.text() } else { None })
                    .collect()
            })
            .collect()
    });
    let document = Document::parse(&parts[&format!("xl/worksheets/sheet{sheet}.xml")]).unwrap();
    let mut found = BTreeMap::new();
    for cell in document.descendants().filter(|it| it.has_tag_name((MAIN, "c"))) {
        let child = |name: &str| {
            let child = cell.children().find(|it| it.has_tag_name((MAIN, name)));
            child.map(|it| it.text().unwrap_or_default().to_owned())
        };
        let held = match (child("f"), child("v"), cell.attribute("t")) {
            (Some(formula), Some(result), _) => Held::Formula(formula, result),
            (None, Some(index), Some("s")) => Held::Text(strings[index.parse::<usize>().unwrap()].clone()),
            (None, Some(number), None) => Held::Number(number.parse().unwrap()),
            _ => continue,
        };
        found.insert(cell.attribute("r").unwrap().to_owned(), held);
    }
    found
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook with one of everything.
fn one_of_everything() -> Workbook {
    let mut workbook = Workbook::new(words("見本"), date(2026, 6, 19));
    let (inputs, table) = (workbook.add_sheet("前提"), workbook.add_sheet("表'[1]"));
    let limit = workbook.define("売上高の下限", inputs, At::new(0, 1));
    let sheet = workbook.sheet_mut(inputs);
    sheet.put(At::new(0, 0), Cell::text("売上高の下限").look(Look::Head));
    sheet.put(
        At::new(0, 1),
        Cell::number(10.into(), NumberFormat::Grouped(0)).look(Look::Input),
    );
    let sheet = workbook.sheet_mut(table);
    sheet.columns = vec![Column { width: 12.0 }; 4];
    sheet.put(At::new(0, 0), Cell::text("題").look(Look::Title).spanning(1, 4));
    for (row, (name, number)) in (2..).zip([("甲", 3), ("=1+1", 4)]) {
        let (here, ratio) = (At::new(row, 1), Fraction::from(number).over(&10.into()).unwrap());
        sheet.put(At::new(row, 0), Cell::text(name));
        sheet.put(here, Cell::number(number.into(), NumberFormat::Grouped(0)));
        let formula = Expr::cell(here).over(Expr::Name(limit.clone())).or_word("−");
        sheet.put(
            At::new(row, 2),
            Cell::formula(formula, Value::Number(ratio), NumberFormat::Percent(1)).align(Align::Right),
        );
    }
    let numbers = Area::column(1, 2, 3);
    let total = Cell::formula(
        Expr::sum(Expr::fixed(numbers)),
        Value::Number(7.into()),
        NumberFormat::Grouped(0),
    );
    sheet.put(At::new(4, 1), total.look(Look::Total));
    let elsewhere = Expr::on(inputs, Area::one(At::new(0, 1)));
    let many = Function::If.of([
        elsewhere.minus(Expr::whole(1).plus(Expr::whole(2))),
        Expr::text("多\"い"),
        Expr::text(""),
    ]);
    sheet.put(
        At::new(5, 1),
        Cell::formula(many, Value::word("多\"い"), NumberFormat::General),
    );
    sheet.put_note(6, 4, Cell::text(&"注".repeat(100)));
    sheet.filter = Some(Area::new(At::new(1, 0), At::new(3, 3)));
    sheet.frozen = (2, 1);
    sheet.print.repeated_rows = Some((1, 1));
    sheet.print.head_right = words("取扱注意 & 検討中");
    sheet.highlights = vec![
        Highlight::Bars(Area::column(2, 2, 3)),
        Highlight::Word(numbers, "×"),
        Highlight::Negative(numbers),
    ];
    let axis = |title: &str| Axis {
        title: title.to_owned(),
        pattern: "0%",
        end: Some(1.0),
    };
    let chart = Chart {
        title: "図".to_owned(),
        alternative: "点の図".to_owned(),
        class: Class::Internal,
        x: axis("横"),
        y: axis("縦"),
        series: vec![Series {
            name: At::new(0, 0),
            x: numbers,
            y: Area::column(2, 2, 3),
            labels: vec!["甲".to_owned(), "=1+1".to_owned()],
            names: 0,
            marker: Marker(0),
        }],
        size: (480, 360),
    };
    sheet.charts.push((At::new(8, 0), chart));
    workbook
}

#[test]
fn formulas_are_spelt_as_excel_reads_them_and_carry_their_results() {
    let parts = parts(excel::write(&one_of_everything()).unwrap().bytes());
    let cells = cells(&parts, 2);
    let formula = |formula: &str, result: &str| Held::Formula(formula.to_owned(), result.to_owned());
    assert_eq!(cells["C3"], formula("IFERROR(B3/売上高の下限,\"−\")", "0.3"));
    assert_eq!(cells["B5"], formula("SUM($B$3:$B$4)", "7"));
    assert_eq!(
        cells["B6"],
        formula("IF('前提'!$B$1-(1+2),\"多\"\"い\",\"\")", "多\"い")
    );
    assert_eq!(cells["A4"], Held::Text("=1+1".to_owned()));
    assert!(parts["xl/workbook.xml"].contains("<definedName name=\"売上高の下限\">'前提'!$B$1</definedName>"));
    assert!(parts["xl/workbook.xml"].contains("name=\"表’［1］\""));
}

#[test]
fn the_same_workbook_gives_the_same_bytes_and_names_nobody() {
    let (one, other) = (
        excel::write(&one_of_everything()).unwrap(),
        excel::write(&one_of_everything()).unwrap(),
    );
    assert!(one == other);
    let mut zip = zip::ZipArchive::new(Cursor::new(one.bytes())).unwrap();
    for index in 0..zip.len() {
        let file = zip.by_index(index).unwrap();
        let time = file.last_modified();
        assert!(time.is_none_or(|it| it.year() == 1980), "{:?}: {time:?}", file.name());
    }
    let core = &parts(one.bytes())["docProps/core.xml"];
    assert!(
        core.contains("2026-06-19T00:00:00Z")
            && core.contains(concat!(
                "<dc:creator>planc ",
                env!("CARGO_PKG_VERSION"),
                "</dc:creator>"
            )),
        "{core}"
    );
}

#[test]
fn a_number_of_more_digits_than_excel_keeps_is_the_nearest_it_has() {
    let mut workbook = Workbook::new(words("見本"), date(2026, 6, 19));
    let sheet = workbook.add_sheet("表");
    let number = "10000000000000000000.25".parse::<rust_decimal::Decimal>().unwrap();
    workbook
        .sheet_mut(sheet)
        .put(At::new(1, 2), Cell::number(number.into(), NumberFormat::General));
    let text = &parts(excel::write(&workbook).unwrap().bytes())["xl/worksheets/sheet1.xml"];
    assert!(text.contains("<v>10000000000000000000</v>"), "{text}");
}

#[test]
fn moments_are_counted_as_excel_does() {
    let days = |moment| serial(moment).map(|it| it.approximate());
    assert_eq!(days(date(2026, 6, 1).at(12, 0, 0, 0)), Some(46_174.5));
    assert_eq!(days(date(1900, 3, 1).at(0, 0, 0, 0)), Some(61.0));
    assert_eq!(days(date(1900, 2, 28).at(0, 0, 0, 0)), None);
}

proptest! {
    #[test]
    fn any_text_stays_the_text_it_is(text in prop_oneof![
        "[=+@-][0-9A-Z!$'\"(){}<>&;,.-]{0,20}",
        "\\PC{1,60}",
        "_x[0-9A-F]{4}_.{0,5}",
        "https://[a-z]{1,9}\\.jp/.{0,9}",
        "[0-9]{1,15}|TRUE|1e5|#N/A|2026/6/19",
    ], name in "\\PC{0,40}") {
        let text: String = text.chars().filter(|it| !it.is_control()).collect();
        prop_assume!(!text.is_empty());
        let mut workbook = Workbook::new(words(&name), date(2026, 6, 19));
        let sheets = [0; 2].map(|_| workbook.add_sheet_named(&name, Class::Internal));
        workbook.sheet_mut(sheets[1]).put(At::new(0, 0), Cell::text(&text));
        let parts = parts(excel::write(&workbook).unwrap().bytes());
        let found = cells(&parts, 2);
        let escaped = Held::Text(unescaped(&found["A1"]));
        prop_assert_eq!(escaped, Held::Text(text));
    }
}

/// As Excel reads `_x005F_`: an underscore that begins no escape.
fn unescaped(held: &Held) -> String {
    match held {
        Held::Text(text) => text.replace("_x005F_", "_"),
        other => panic!("{other:?}"),
    }
}

//! The workbook of evidence (算定根拠): every figure that the plan prints, with its formula over the values of the sources.

pub mod changes;
mod first;
mod formula;
mod printed;

pub use first::{FirstPrinted, Where, first_printed};

use crate::document::{Class, Document, Text};
use crate::edition::{PlanView, discloses};
use crate::figures::{Ends, Figure, Formula, Fraction, Input, Unit};
use crate::layout::Layout;
use crate::plan::{Node, Scalar};
use crate::source::{FileId, Place, SourceMap};
use crate::template::print::{self, MoneyFormat};
use crate::workbook::{
    Align, At, Cell, Expr, Function, HEAD_OF_LIST as HEAD, Heading, Look, NumberFormat, PAGE, Paper, Print, SheetId,
    Value, Workbook,
};
use formula::{Places, formula, result};
use printed::{Found, Uses, found};
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::sync::Arc;

/// More decimals than this are not shown; they are there.
const MOST_DECIMALS: u32 = 6;

/// Makes the workbook of what a document prints of a plan.
pub fn workbook(view: &PlanView, document: &Document, layout: &Layout) -> Workbook {
    let found = found(document, layout);
    let title = &document.title;
    let title = Text::made_of(&format!("{}　算定根拠", title.text), &Arc::default(), [title]);
    let mut book = Workbook::new(title, document.date);
    book.discloses = discloses(view.edition());
    let sheets = Sheets {
        figures: book.add_sheet("数値"),
        inputs: book.add_sheet("資料の値"),
        words: book.add_sheet("その他の記載"),
    };
    let listed = Listed::of(view, &found);
    let mut making = Making {
        book,
        sheets,
        sources: &view.plan().sources,
        handling: &document.head.centre,
        places: Places::new(),
        published: published(view),
    };
    let (numbers, words) = leaves(view, &found, &listed);
    making.inputs(&listed.inputs, &numbers, &found, &|file| {
        view.plan().subject(file).to_owned()
    });
    making.figures(&listed.derived, &found);
    making.words(&words, &|file| view.plan().subject(file).to_owned());
    making.book
}

/// The figures that the workbook holds: those printed, and those below them.
struct Listed {
    derived: Vec<Arc<Figure>>,
    inputs: Vec<Arc<Figure>>,
}

impl Listed {
    fn of(view: &PlanView, found: &Found) -> Listed {
        let mut listed = Listed {
            derived: Vec::new(),
            inputs: Vec::new(),
        };
        let mut seen = BTreeSet::new();
        for figure in view.figures().all() {
            if found.figures.contains_key(&figure.name) {
                listed.add(&figure, &mut seen);
            }
        }
        // The public reads of a figure what is printed, and nothing below that.
        if discloses(view.edition()) == Class::Public {
            let printed = |figure: &Arc<Figure>| found.figures.contains_key(&figure.name);
            listed.derived.retain(printed);
            listed.inputs.retain(printed);
        }
        listed
    }

    /// Adds a figure and those below it; parts of a sum stand one below the other, so that ranges hold them.
    fn add(&mut self, figure: &Arc<Figure>, seen: &mut BTreeSet<Arc<str>>) {
        if !seen.insert(figure.name.clone()) {
            return;
        }
        if figure.is_derived() {
            self.derived.push(figure.clone());
        } else {
            self.inputs.push(figure.clone());
        }
        for part in figure.formula.parts() {
            self.add(part, seen);
        }
    }
}

/// A value of a source that a table prints without a figure behind it.
struct Leaf<'a> {
    file: FileId,
    key: String,
    label: String,
    number: Option<Decimal>,
    place: Place,
    class: Class,
    uses: &'a Uses,
}

/// What tables print of the sources beside the figures: numbers as they are, and words with numbers in them.
fn leaves<'a>(view: &PlanView, found: &'a Found, listed: &Listed) -> (Vec<Leaf<'a>>, Vec<Leaf<'a>>) {
    let inputs: BTreeSet<Place> = listed
        .inputs
        .iter()
        .filter_map(|input| input.places.first().copied())
        .collect();
    let printed = |place: &Place| {
        let found = found.sources.get(&(place.file.index(), place.span.start));
        found.filter(|_| !inputs.contains(place)).map(|(_, uses)| uses)
    };
    let mut leaves = Vec::new();
    view.plan().each_leaf(&mut |file, key, labels, node| {
        let Node::Value { scalar, place, class } = node else {
            return;
        };
        let leaf = printed(place).map(|uses| Leaf {
            file,
            key: key.to_owned(),
            label: labels.join("・"),
            number: number(scalar, uses),
            place: *place,
            class: *class,
            uses,
        });
        leaves.extend(leaf);
    });
    // The list of pending values prints reasons and places.
    leaves.extend(view.awaited().iter().filter_map(|awaited| {
        Some(Leaf {
            file: awaited.file,
            key: awaited.key.clone(),
            label: awaited.label.clone(),
            number: None,
            place: awaited.pending.place,
            class: awaited.class,
            uses: printed(&awaited.pending.place)?,
        })
    }));
    leaves.into_iter().partition(|leaf| leaf.number.is_some())
}

/// The number of a leaf that prints just it: 令和8年度 is none, though 2026 is what the source says.
fn number(scalar: &Scalar<'_>, uses: &Uses) -> Option<Decimal> {
    let number = match scalar {
        Scalar::Number(number) => *number,
        Scalar::Integer(integer) => Decimal::from(*integer),
        Scalar::Line(_) | Scalar::Prose(_) | Scalar::Bool(_) | Scalar::Date(_) | Scalar::DateTime(_) => return None,
    };
    let digits = number.normalize().to_string();
    let prints = |form: &Arc<str>| form.replace(',', "").contains(&digits);
    uses.forms.iter().all(prints).then_some(number)
}

/// How the public reads money; `None` for those who read exact values.
fn published(view: &PlanView) -> Option<MoneyFormat> {
    (discloses(view.edition()) == Class::Public).then(|| MoneyFormat::of(view.plan()))
}

struct Sheets {
    figures: SheetId,
    inputs: SheetId,
    words: SheetId,
}

/// A workbook in the making.
struct Making<'a> {
    book: Workbook,
    sheets: Sheets,
    sources: &'a SourceMap,
    /// How it is to be handled, at the head of every page.
    handling: &'a Text,
    places: Places,
    /// For the public, how money is printed: it reads no digit that is not printed.
    published: Option<MoneyFormat>,
}

const FIGURES: [Heading; 9] = [
    ("番号", 6.0),
    ("数値", 48.0),
    ("値", 20.0),
    ("単位", 9.0),
    ("印刷した形", 22.0),
    (PAGE, 12.0),
    ("表・図", 18.0),
    ("算式", 60.0),
    ("planc での名前", 52.0),
];

const INPUTS: [Heading; 13] = [
    ("番号", 6.0),
    ("対象", 24.0),
    ("項目", 36.0),
    ("資料の数", 18.0),
    ("単位", 9.0),
    ("換算", 13.0),
    ("値", 20.0),
    ("単位", 9.0),
    ("印刷した形", 16.0),
    (PAGE, 12.0),
    ("表・図", 18.0),
    ("資料のファイルと行", 38.0),
    ("資料の項目（キー）", 38.0),
];

const WORDS: [Heading; 7] = [
    ("番号", 6.0),
    ("対象", 24.0),
    ("項目", 36.0),
    ("印刷した形", 70.0),
    (PAGE, 12.0),
    ("表・図", 18.0),
    ("資料のファイルと行", 38.0),
];

/// The headings of the workbooks' columns: words of planc's own.
pub fn headings() -> impl Iterator<Item = &'static str> {
    let all = FIGURES.iter().chain(&INPUTS).chain(&WORDS).chain(changes::headings());
    all.map(|(words, _)| *words)
}

impl Making<'_> {
    /// The sheet of the values that formulas start from.
    fn inputs(
        &mut self,
        inputs: &[Arc<Figure>],
        leaves: &[Leaf<'_>],
        found: &Found,
        subject: &dyn Fn(FileId) -> String,
    ) {
        let note =
            "計画が印刷する数値の基になった、資料の値です。黄色の欄の数を変えると、「数値」のシートが再計算されます。";
        let mut rows = Vec::new();
        for figure in inputs {
            let Formula::Given(input) = &figure.formula else {
                continue;
            };
            let row = HEAD + 1 + u32::try_from(rows.len()).unwrap_or_default();
            let place = self.define(&figure.name, self.sheets.inputs, At::new(row, 6));
            self.places.insert(figure.name.clone(), place);
            rows.push(self.input_row(row, figure, input, &uses_of(figure, found), subject));
        }
        rows.extend(leaves.iter().map(|leaf| self.leaf_row(leaf, subject)));
        self.fill(self.sheets.inputs, "資料の値", note, &INPUTS, rows);
    }

    fn input_row(
        &self,
        row: u32,
        figure: &Figure,
        input: &Input,
        uses: &Uses,
        subject: &dyn Fn(FileId) -> String,
    ) -> Vec<Cell> {
        let place = figure.places.first();
        let written = input.written.map(Fraction::from);
        let number = written.as_ref().map_or_else(
            || Cell::text(formula::PENDING),
            |number| Cell::number(number.clone(), decimals(number)),
        );
        let converted = Expr::cell(At::new(row, 3)).times(Expr::cell(At::new(row, 5)));
        let value = match &figure.value {
            Some(value) => Cell::formula(converted, result(figure), decimals(value)),
            None => Cell::text(formula::PENDING),
        };
        vec![
            Cell::text(&place.map_or_else(String::new, |place| subject(place.file))),
            Cell::text(&figure.label),
            number.look(Look::Input),
            Cell::text(&input.unit),
            Cell::number(Fraction::from(input.scale), decimals(&input.scale.into())),
            value,
            Cell::text(figure.unit.word()),
        ]
        .into_iter()
        .chain(printed(uses))
        .chain([
            Cell::text(&place.map_or_else(String::new, |place| self.file_and_line(*place))),
            Cell::text(&input.key),
        ])
        .map(|cell| cell.of(figure.class))
        .collect()
    }

    fn leaf_row(&self, leaf: &Leaf<'_>, subject: &dyn Fn(FileId) -> String) -> Vec<Cell> {
        let number = leaf.number.map(Fraction::from).unwrap_or_else(|| 0.into());
        let value = || Cell::number(number.clone(), decimals(&number));
        vec![
            Cell::text(&subject(leaf.file)),
            Cell::text(&leaf.label),
            value().look(Look::Input),
            Cell::empty(),
            Cell::empty(),
            value(),
            Cell::empty(),
        ]
        .into_iter()
        .chain(printed(leaf.uses))
        .chain([Cell::text(&self.file_and_line(leaf.place)), Cell::text(&leaf.key)])
        .map(|cell| cell.of(leaf.class))
        .collect()
    }

    /// The sheet of the derived figures.
    fn figures(&mut self, figures: &[Arc<Figure>], found: &Found) {
        let note = match self.published {
            None => {
                "計画が印刷する数値です。値は、「資料の値」のシートから数式で計算しています。算式の「基準値」は直近決算期の値です。"
            }
            Some(_) => {
                "公表した計画が印刷する数値です。値は、印刷した桁までのものです。企業ごとの内訳は公表していません。算式の「基準値」は直近決算期の値です。"
            }
        };
        for (row, figure) in (HEAD + 1..).zip(figures) {
            let place = self.define(&figure.name, self.sheets.figures, At::new(row, 2));
            // Of what the public reads as words only, no formula can be made.
            if self.published.is_none_or(|money| is_printed(figure, money, found)) {
                self.places.insert(figure.name.clone(), place);
            }
        }
        let rows = figures.iter().map(|figure| self.figure_row(figure, found)).collect();
        self.fill(self.sheets.figures, "数値と算式", note, &FIGURES, rows);
    }

    fn figure_row(&self, figure: &Figure, found: &Found) -> Vec<Cell> {
        let value = match (formula(figure, &self.places), result(figure)) {
            _ if self.published.is_some() => self.published_value(figure, found),
            (Some(formula), result) => Cell::formula(formula, result, format(figure)).align(Align::Right),
            (None, Value::Number(number)) => Cell::number(number, format(figure)),
            (None, Value::Text(word)) => Cell::text(&word).align(Align::Right),
        };
        let unit = if figure.unit == Unit::Ratio {
            "割合"
        } else {
            figure.unit.word()
        };
        [Cell::text(&figure.label), value, Cell::text(unit)]
            .into_iter()
            .chain(printed(&uses_of(figure, found)))
            .chain([Cell::text(&figure.formula.words()), Cell::text(&figure.name)])
            .map(|cell| cell.of(figure.class))
            .collect()
    }

    /// A figure as the public reads it: with the digits that are printed and no others, neither behind a format nor in the
    /// result of a formula. A formula stands there only where what it starts from stands in the workbook too, and gives
    /// what is printed.
    fn published_value(&self, figure: &Figure, found: &Found) -> Cell {
        let money = self.published.filter(|money| is_printed(figure, *money, found));
        let Some((money, printed)) = money.and_then(|money| Some((money, print::rounded(figure, money)?))) else {
            // Printed in sentences only, in a unit of their own.
            let forms: Vec<&str> = found
                .figures
                .get(&figure.name)
                .into_iter()
                .flat_map(|uses| &uses.forms)
                .map(|it| &**it)
                .collect();
            return Cell::text(&forms.join("、")).align(Align::Right);
        };
        let (format, decimals) = match figure.unit {
            Unit::Ratio => (NumberFormat::Percent(1), Some(print::RATIO_DECIMALS)),
            Unit::Points | Unit::Percent => (decimals(&printed), Some(1)),
            Unit::Persons => (decimals(&printed), Some(0)),
            Unit::Yen | Unit::Free => (decimals(&printed), None),
        };
        let computed = decimals.and_then(|decimals| Some((computed(figure, money)?.round(decimals).exact(), decimals)));
        let formula = computed.filter(|(computed, _)| *computed == printed);
        let formula = formula.and_then(|(_, decimals)| formula_of(figure, &self.places, decimals));
        match formula {
            Some(formula) => Cell::formula(formula, Value::Number(printed), format).align(Align::Right),
            None => Cell::number(printed, format),
        }
    }

    /// The sheet of what tables print with numbers in it that no formula gives.
    fn words(&mut self, leaves: &[Leaf<'_>], subject: &dyn Fn(FileId) -> String) {
        let note = "表に印刷した日付、年度、説明文など、数字を含む記載です。資料に書かれたとおりに印刷しています。";
        let row = |leaf: &Leaf<'_>| {
            [Cell::text(&subject(leaf.file)), Cell::text(&leaf.label)]
                .into_iter()
                .chain(printed(leaf.uses))
                .chain([Cell::text(&self.file_and_line(leaf.place))])
                .map(|cell| cell.of(leaf.class))
                .collect()
        };
        let rows = leaves.iter().map(row).collect();
        self.fill(self.sheets.words, "その他の記載", note, &WORDS, rows);
    }

    fn define(&mut self, name: &str, sheet: SheetId, at: At) -> formula::Place {
        formula::Place {
            sheet,
            row: at.row,
            column: at.column,
            name: self.book.define(name, sheet, at),
        }
    }

    /// Title, note, headings and numbered rows.
    fn fill(
        &mut self,
        id: SheetId,
        title: &'static str,
        note: &'static str,
        headings: &[Heading],
        rows: Vec<Vec<Cell>>,
    ) {
        let print = Print {
            paper: Paper::A3,
            head_left: self.book.title.clone(),
            head_right: self.handling.clone(),
            ..Print::default()
        };
        self.book
            .sheet_mut(id)
            .put_list(title, Cell::words(note), headings, rows, print);
    }

    /// sources/companies/aso-seimitsu.toml 92行.
    fn file_and_line(&self, place: Place) -> String {
        let file = self.sources.file(place.file);
        format!("{} {}行", file.path, file.position(place.span.start).0)
    }
}

/// Whether the document prints a figure as tables do.
fn is_printed(figure: &Figure, money: MoneyFormat, found: &Found) -> bool {
    let uses = found.figures.get(&figure.name);
    let mut forms = uses.into_iter().flat_map(|uses| &uses.forms);
    print::figure(figure, money).is_some_and(|printed| forms.any(|form| **form == *printed))
}

/// What a figure is by the printed values of those that it is computed from.
fn computed(figure: &Figure, money: MoneyFormat) -> Option<Fraction> {
    let ends = |ends: &Ends| {
        Some((
            print::rounded(&ends.before, money)?,
            print::rounded(&ends.after, money)?,
        ))
    };
    match &figure.formula {
        Formula::Growth(both) => {
            let (before, after) = ends(both)?;
            after.minus(&before).over(&before)
        }
        Formula::Difference(both) => ends(both).map(|(before, after)| after.minus(&before)),
        Formula::YearlyRate {
            ends: both,
            years: Some(years),
        } => {
            let (before, after) = ends(both)?;
            after.yearly_rate(&before, *years)
        }
        _ => None,
    }
}

/// The formula of a figure, rounded as it is printed.
fn formula_of(figure: &Figure, places: &Places, decimals: u32) -> Option<Expr> {
    let exact = formula(figure, places)?;
    Some(
        Function::Round
            .of([exact, Expr::whole(decimals)])
            .or_word(formula::UNDEFINED),
    )
}

/// How a figure is printed: itself, and the value of the source where it is one.
fn uses_of(figure: &Figure, found: &Found) -> Uses {
    let mut uses = found.figures.get(&figure.name).cloned().unwrap_or_default();
    let place = figure.places.first().filter(|_| !figure.is_derived());
    if let Some((_, own)) = place.and_then(|place| found.sources.get(&(place.file.index(), place.span.start))) {
        uses.forms.extend(own.forms.iter().cloned());
        uses.captions.extend(own.captions.iter().cloned());
        uses.pages.extend(&own.pages);
    }
    uses
}

/// As printed, on which pages, in which tables and charts.
fn printed(uses: &Uses) -> [Cell; 3] {
    let forms: Vec<&str> = uses.forms.iter().map(|form| &**form).collect();
    let pages: Vec<String> = uses.pages.iter().map(usize::to_string).collect();
    [
        Cell::text(&forms.join("、")),
        Cell::text(&pages.join("、")),
        Cell::text(&uses.captions.join("、")),
    ]
}

/// All digits, as far as anybody reads them.
fn decimals(number: &Fraction) -> NumberFormat {
    NumberFormat::Grouped(u8::try_from(number.plain(MOST_DECIMALS).decimals()).unwrap_or_default())
}

fn format(figure: &Figure) -> NumberFormat {
    match (&figure.value, figure.unit) {
        (_, Unit::Ratio) => NumberFormat::Percent(3),
        (Some(value), Unit::Yen | Unit::Persons | Unit::Percent | Unit::Points | Unit::Free) => decimals(value),
        (None, Unit::Yen | Unit::Persons | Unit::Percent | Unit::Points | Unit::Free) => NumberFormat::General,
    }
}

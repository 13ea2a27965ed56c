//! The workbook of evidence (算定根拠): every figure that the plan prints, with its formula over the values of the sources.

pub mod changes;
mod first;
mod formula;
mod printed;

pub use first::{FirstPrinted, Where, first_printed};

use crate::document::{Class, Document};
use crate::edition::{PlanView, discloses};
use crate::figures::{Figure, Formula, Fraction, Input, Unit};
use crate::layout::Layout;
use crate::plan::{Node, Scalar};
use crate::source::{FileId, Place, SourceMap};
use crate::workbook::{
    Align, At, Cell, Expr, HEAD_OF_LIST as HEAD, Heading, Look, NumberFormat, PAGE, Paper, Print, SheetId, Value,
    Workbook,
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
    let mut book = Workbook::new(&format!("{}　算定根拠", document.title), document.date);
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
    };
    let (numbers, words) = leaves(view, &found, &listed);
    let figures = listed.inputs.iter().chain(&listed.derived).map(|figure| figure.class);
    let leaves = numbers.iter().chain(&words).map(|leaf| leaf.class);
    figures.chain(leaves).for_each(|class| making.book.hold(class));
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
            // Of what is awaited a draft tells name, reason and place to whoever reads it.
            class: Class::Public,
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
    handling: &'a str,
    places: Places,
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
        .collect()
    }

    /// The sheet of the derived figures.
    fn figures(&mut self, figures: &[Arc<Figure>], found: &Found) {
        let note = "計画が印刷する数値です。値は、「資料の値」のシートから数式で計算しています。算式の「基準値」は直近決算期の値です。";
        for (row, figure) in (HEAD + 1..).zip(figures) {
            let place = self.define(&figure.name, self.sheets.figures, At::new(row, 2));
            self.places.insert(figure.name.clone(), place);
        }
        let rows = figures.iter().map(|figure| self.figure_row(figure, found)).collect();
        self.fill(self.sheets.figures, "数値と算式", note, &FIGURES, rows);
    }

    fn figure_row(&self, figure: &Figure, found: &Found) -> Vec<Cell> {
        let value = match (formula(figure, &self.places), result(figure)) {
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
            .collect()
    }

    /// The sheet of what tables print with numbers in it that no formula gives.
    fn words(&mut self, leaves: &[Leaf<'_>], subject: &dyn Fn(FileId) -> String) {
        let note = "表に印刷した日付、年度、説明文など、数字を含む記載です。資料に書かれたとおりに印刷しています。";
        let row = |leaf: &Leaf<'_>| {
            [Cell::text(&subject(leaf.file)), Cell::text(&leaf.label)]
                .into_iter()
                .chain(printed(leaf.uses))
                .chain([Cell::text(&self.file_and_line(leaf.place))])
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
    fn fill(&mut self, id: SheetId, title: &str, note: &str, headings: &[Heading], rows: Vec<Vec<Cell>>) {
        let print = Print {
            paper: Paper::A3,
            head_left: self.book.title.clone(),
            head_right: self.handling.to_owned(),
            ..Print::default()
        };
        self.book.sheet_mut(id).put_list(title, note, headings, rows, print);
    }

    /// sources/companies/aso-seimitsu.toml 92行.
    fn file_and_line(&self, place: Place) -> String {
        let file = self.sources.file(place.file);
        format!("{} {}行", file.path, file.position(place.span.start).0)
    }
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

//! What an edition may not disclose, with the keys it stands under.

use super::amount::{self, Form};
use super::authored::{self, Authored};
use super::finder::Finder;
use super::normal::{Token, is_telling, numbers};
use super::shown::Shown;
use super::sought::Sought;
use crate::document::{Added, Document};
use crate::edition::PlanView;
use crate::figures::{Figures, compute};
use crate::plan::{Company, Entry, KpiUnit, Node, Plan, Scalar};
use crate::source::{FileId, Place, Span};
use crate::template::print;
use crate::words::Quantity;
use crate::words::{GAP, letters};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Shorter texts, in normalized characters, stand anywhere by chance.
pub const SHORTEST: usize = 8;
/// Beside a unit a number of so many digits is known.
const LEAST_DIGITS: usize = 3;
/// The key of a head count, whose unit stands nowhere.
const PERSONS: &str = "employees";

/// A withheld value, by where it is written and what it is called. The value itself is not repeated here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secret {
    /// Where it is written; of a figure its first input.
    pub place: Place,
    /// Its dotted keys, or the name of the figure.
    pub key: String,
}

/// All withheld values, ready to be searched for.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    all: Vec<Secret>,
    pub(super) texts: Finder,
    /// The same as they stand in what is no text: in the encodings that programs write.
    pub(super) bytes: Finder,
    numbers: BTreeMap<String, usize>,
    quantities: Sought,
    /// What words of the project's own templates print of withheld values, though it is short.
    authored: Authored,
    /// What planc counted, as it prints it: where such a number stands alone, it is that count.
    counted: BTreeSet<String>,
}

impl Secrets {
    /// What a plan holds and the view of an edition lacks. What equals something that the edition shows is none.
    pub fn of(plan: &Plan, view: &PlanView, document: &Document) -> Secrets {
        let shown = Shown::of(plan, view, Some(document));
        Secrets::gathered((plan, view, Some(document)), &shown)
    }

    /// The same of two versions of a plan that are shown side by side, of each with the document where there is one:
    /// what either of them shows is no secret of the other, nor is what was computed from both.
    pub fn of_both(versions: [(&Plan, &PlanView, Option<&Document>); 2], computed: &str) -> [Secrets; 2] {
        let [one, other] = versions.map(|(plan, view, document)| {
            let mut shown = Shown::of(plan, view, document);
            shown.reasons_of_changes(plan, view);
            shown.computed(computed);
            shown
        });
        let shown = [one.beside(&other), other.beside(&one)];
        let [before, after] = versions;
        [
            Secrets::gathered(before, &shown[0]),
            Secrets::gathered(after, &shown[1]),
        ]
    }

    fn gathered((plan, view, document): (&Plan, &PlanView, Option<&Document>), shown: &Shown) -> Secrets {
        let mut gathering = Gathering::default();
        for (_, node) in plan.nodes() {
            each_leaf(&node, "", None, &mut |key, node, unit| {
                gathering.leaf(key, node, unit, shown);
            });
        }
        gathering.names(plan, view);
        gathering.figures(&compute(plan), view.figures());
        let mut secrets = gathering.finish(shown);
        if let Some(document) = document {
            secrets.authored = Authored::of(plan, document, &secrets.quantities);
            secrets.counted = authored::counts(document);
        }
        secrets
    }

    /// The same for a document that also prints these numbers, which planc counted: sizes and pages of files.
    pub fn counting(&self, counted: impl IntoIterator<Item = u64>) -> Secrets {
        let mut secrets = self.clone();
        let printed = counted.into_iter().flat_map(|it| [it.to_string(), print::grouped(it)]);
        secrets.counted.extend(printed);
        secrets
    }

    /// The same for a document whose pages also show words that it does not hold: a short number in them is meant.
    pub fn with_added(&self, added: &[Added]) -> Secrets {
        let mut secrets = self.clone();
        for it in added
            .iter()
            .flat_map(|it| it.parts.iter().map(|part| &it.text[part.clone()]))
        {
            secrets.authored.words(it, &self.quantities);
        }
        secrets
    }

    pub(super) fn get(&self, index: usize) -> Option<&Secret> {
        self.all.get(index)
    }

    /// The secret that a number is. What looks like a year is none, nor what planc counted.
    pub(super) fn number(&self, token: &Token) -> Option<usize> {
        let is_count = || token.alone.as_ref().is_some_and(|it| self.counted.contains(it));
        let found = self.numbers.get(&token.digits).or_else(|| self.authored.cell(token));
        found.filter(|_| !token.is_year && !is_count()).copied()
    }

    /// The secret that a number with its unit is.
    pub(super) fn quantity(&self, quantity: &Quantity) -> Option<usize> {
        let long = quantity.digits >= LEAST_DIGITS;
        let found = self.quantities.find(quantity).filter(|_| long);
        found.or_else(|| self.authored.quantity(quantity))
    }
}

/// Who sees leaves: dotted keys, the leaf, the unit that stands beside it or above.
type Visit<'v> = &'v mut dyn FnMut(&str, &Node<'_>, Option<KpiUnit>);

pub(super) fn each_leaf(node: &Node<'_>, key: &str, unit: Option<KpiUnit>, visit: Visit<'_>) {
    match node {
        Node::Table(nodes) => {
            let own = nodes.iter().find(|(key, _)| key.name == "unit");
            let unit = own.map_or(unit, |(_, node)| unit_of(node));
            for (inner, node) in nodes {
                let point = if key.is_empty() { "" } else { "." };
                each_leaf(node, &format!("{key}{point}{}", inner.name), unit, visit);
            }
        }
        Node::List(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                each_leaf(node, &format!("{key}[{index}]"), unit, visit);
            }
        }
        Node::Absent | Node::Withheld | Node::Pending { .. } | Node::Value { .. } => visit(key, node, unit),
    }
}

fn unit_of(unit: &Node<'_>) -> Option<KpiUnit> {
    match unit {
        Node::Value {
            scalar: Scalar::Line(word),
            ..
        } => KpiUnit::of_word(word),
        _ => None,
    }
}

/// The unit of an integer: years and orders have none.
pub(super) fn unit_of_integer(key: &str) -> Option<KpiUnit> {
    key.ends_with(PERSONS).then_some(KpiUnit::Persons)
}

/// The forms of a date and time of day: nobody else has the same by chance, as they may have a date.
pub(super) fn moment(at: jiff::civil::DateTime) -> String {
    format!("{}\n{at}", print::date_time(at))
}

#[derive(Default)]
struct Gathering {
    all: Vec<Secret>,
    /// Normalized, as written, and whose.
    texts: Vec<(String, String, usize)>,
    forms: Vec<(Form, usize)>,
}

impl Gathering {
    fn leaf(&mut self, key: &str, node: &Node<'_>, unit: Option<KpiUnit>, shown: &Shown) {
        match node {
            // By an `id` versions are compared; it says nothing.
            Node::Value { .. } if key.ends_with(".id") => {}
            Node::Value { scalar, place, .. } if !shown.places.contains(place) => {
                let secret = self.secret(*place, key);
                let unit = unit_of_integer(key).or(unit);
                self.scalar(*scalar, unit, secret);
            }
            Node::Pending { pending, .. } if !shown.reasons.contains(&pending.place) => {
                let secret = self.secret(pending.place, key);
                self.text(&pending.reason, secret);
            }
            Node::Value { .. }
            | Node::Pending { .. }
            | Node::Absent
            | Node::Withheld
            | Node::Table(_)
            | Node::List(_) => {}
        }
    }

    fn secret(&mut self, place: Place, key: &str) -> usize {
        self.all.push(Secret {
            place,
            key: key.to_owned(),
        });
        self.all.len() - 1
    }

    fn scalar(&mut self, scalar: Scalar<'_>, unit: Option<KpiUnit>, secret: usize) {
        match scalar {
            Scalar::Line(text) => {
                self.text(text, secret);
                // A name without what stands in brackets behind it.
                if let Some((name, _)) = text.split_once(['（', '(']) {
                    self.text(name, secret);
                }
            }
            Scalar::Prose(text) => self.text(text, secret),
            Scalar::Number(number) => self.forms(amount::of_source(number, unit), secret),
            Scalar::Integer(integer) => {
                let unit = unit.filter(|unit| *unit == KpiUnit::Persons);
                self.forms(amount::of_source(integer.into(), unit), secret);
            }
            Scalar::DateTime(at) => self.text(&moment(at), secret),
            Scalar::Bool(_) | Scalar::Date(_) => {}
        }
    }

    fn forms(&mut self, forms: Vec<Form>, secret: usize) {
        self.forms.extend(forms.into_iter().map(|form| (form, secret)));
    }

    /// Each sentence, for a file may break a text anywhere between; a line of short ones as a whole.
    fn text(&mut self, text: &str, secret: usize) {
        for line in text.lines() {
            let before = self.texts.len();
            line.split_inclusive(['。', '！', '？'])
                .for_each(|it| self.piece(it, secret));
            if self.texts.len() == before {
                self.piece(line, secret);
            }
        }
    }

    fn piece(&mut self, piece: &str, secret: usize) {
        let (normal, piece) = (letters(piece), piece.trim());
        // One English word may be a word of the file's format: application, document. A key names what is published.
        let is_word = |it: u8| it.is_ascii_alphabetic() || it == b'_';
        if normal.chars().count() < SHORTEST || piece.bytes().all(is_word) {
            return;
        }
        if piece.bytes().all(|it| it.is_ascii_digit()) {
            let form = |token: Token| Form {
                digits: token.digits,
                exact: true,
                quantity: None,
            };
            self.forms(numbers(piece).into_iter().map(form).collect(), secret);
        }
        self.texts.push((normal, piece.to_owned(), secret));
    }

    /// The names of the files of those of whom the edition does not speak.
    fn names(&mut self, plan: &Plan, view: &PlanView) {
        let fields = plan.fields.iter().map(|it| (&it.id, it.file));
        let hidden = |(id, _): &(&Arc<str>, FileId)| view.plan().field(id).is_none();
        let fields = fields.filter(hidden);
        let absent = |it: &&Entry<Company>| view.plan().company(&it.id).is_none();
        let companies = plan.companies.iter().filter(absent).map(|it| (&it.id, it.file));
        for (id, file) in fields.chain(companies) {
            let span = Span::default();
            let secret = self.secret(Place { file, span }, "ファイルの名前");
            self.text(id, secret);
        }
    }

    /// The figures that the edition lacks: those of single companies in a public edition, the totals of small groups.
    fn figures(&mut self, all: &Figures, shown: &Figures) {
        let shown: BTreeSet<Arc<str>> = shown
            .all()
            .into_iter()
            // Of what is printed only roughly the exact value is a secret.
            .filter(|it| !it.withheld && !it.is_approximate())
            .map(|it| it.name.clone())
            .collect();
        for figure in all.all().into_iter().filter(|it| !shown.contains(&it.name)) {
            if let Some(place) = figure.places.first() {
                let secret = self.secret(*place, &figure.name);
                self.forms(amount::of_figure(&figure), secret);
            }
        }
    }

    fn finish(self, shown: &Shown) -> Secrets {
        let patterns = self.texts.iter().enumerate();
        let patterns = patterns.map(|(index, (normal, _, _))| (normal.clone().into_bytes(), index));
        let finder = Finder::new(patterns.collect());
        let mut known = BTreeSet::new();
        for letters in [&shown.letters, &shown.letters.replace(GAP, "")] {
            finder.find(letters.as_bytes(), &mut |index| {
                known.insert(index);
            });
        }
        let texts = self
            .texts
            .into_iter()
            .enumerate()
            .filter(|(index, _)| !known.contains(index));
        let (mut texts_sought, mut bytes_sought) = (Vec::new(), Vec::new());
        for (_, (normal, written, secret)) in texts {
            texts_sought.push((normal.into_bytes(), secret));
            bytes_sought.extend(encoded(&written).map(|bytes| (bytes, secret)));
        }
        let (mut numbers, mut quantities) = (BTreeMap::new(), Sought::default());
        for (form, secret) in self.forms {
            // A value of a source names it rather than a figure made of it.
            if let Some(quantity) = form.quantity.filter(|it| !shown.quantities.contains(it)) {
                quantities.add(quantity, form.exact, secret);
            }
            if is_telling(&form.digits) && !shown.numbers.contains(&form.digits) {
                numbers.entry(form.digits).or_insert(secret);
            }
        }
        Secrets {
            all: self.all,
            texts: Finder::new(texts_sought),
            bytes: Finder::new(bytes_sought),
            numbers,
            quantities,
            ..Secrets::default()
        }
    }
}

/// UTF-8, and UTF-16 from either end.
fn encoded(text: &str) -> [Vec<u8>; 3] {
    [
        text.as_bytes().to_vec(),
        text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ]
}

//! Walks the TOML of one file against the contract and goes on after every mistake.

use super::form::{Form, Table};
use super::member::{Key, Member, Need, Pending, Record};
use super::repair::{Mistake, Repaired, hopeless, repair};
use super::syntax::explain;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Class;
use crate::source::{FileId, Place};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of TOML; its keys and values know their spans.
pub type TomlTable<'a> = DeTable<'a>;
/// A value of TOML and its span.
pub type TomlValue<'a> = Spanned<DeValue<'a>>;

/// Reads one file; collects what is wrong with it.
pub struct Reader<'a> {
    file: FileId,
    /// The text that is read: the file's, or what remains of it without its mistakes of syntax.
    text: &'a str,
    /// What was left out of it, if it was.
    repaired: Option<&'a Repaired>,
    /// Header of the table that is being read; the file's first byte for the outermost.
    header: Range<usize>,
    /// The keys of the table that is being read may stand below another name, which was told of.
    forgiving: bool,
    /// The same of the table that is read next.
    half_named: bool,
    /// Keys of the table that is being read that were meant, each with the key that is written instead.
    misspelt: Vec<(&'static str, String)>,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// How many problems may still be said of this file.
    room: usize,
}

/// So many problems are said of one file: beyond, it is no source but something else, and nobody would read on.
const MOST_PROBLEMS: usize = 500;
/// Beyond this many bytes only the first mistake of syntax is looked for: a file of brackets has one at each byte.
pub(super) const LONG: usize = 256 * 1024;
/// No text is longer, in characters: no page and no eye would bear it.
const LONGEST_TEXT: usize = 20_000;
/// No array has more items.
const MOST_ITEMS: usize = 1_000;

/// Reads the text of a file as a record of the contract.
pub fn read<T: Record>(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> T {
    walk(file, text, diagnostics, T::form, |table, reader| {
        reader.record(&table, 0..0)
    })
}

/// Reads the first value of a text as a single value.
#[cfg(test)]
pub(super) fn single<T: super::member::LeafValue>(
    file: FileId,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    let form = || Table { keys: Vec::new() };
    walk(file, text, diagnostics, form, |table, reader| {
        let value = table.values().next()?;
        T::read(value, reader)
    })
}

/// Parses a text, says its mistakes of syntax, and reads the rest.
fn walk<R>(
    file: FileId,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
    form: impl FnOnce() -> Table,
    read: impl FnOnce(TomlTable<'_>, &mut Reader<'_>) -> R,
) -> R {
    let mut reader = Reader {
        file,
        text,
        repaired: None,
        header: 0..0,
        forgiving: false,
        half_named: false,
        misspelt: Vec::new(),
        diagnostics,
        room: MOST_PROBLEMS,
    };
    let error = match DeTable::parse(text) {
        Ok(table) => return read(table.into_inner(), &mut reader),
        Err(error) => error,
    };
    let repaired = if text.len() <= LONG {
        repair(text, &form())
    } else {
        hopeless(&error)
    };
    repaired.mistakes.iter().for_each(|it| reader.syntax(it));
    let (table, _) = DeTable::parse_recoverable(&repaired.text);
    let mut reader = Reader {
        text: &repaired.text,
        repaired: Some(&repaired),
        ..reader
    };
    read(table.into_inner(), &mut reader)
}

impl Reader<'_> {
    /// The place of a span in this file.
    pub fn place(&self, span: Range<usize>) -> Place {
        let span = self.repaired.map_or(span.clone(), |it| it.original(span));
        Place {
            file: self.file,
            span: span.into(),
        }
    }

    /// Whether a single value was not read as it was meant; that was said.
    pub(super) fn is_broken(&self, value: &TomlValue<'_>) -> bool {
        self.repaired.is_some_and(|it| it.is_broken(&value.span()))
    }

    /// The place of a table, if it is written itself: `[kpi.sales]` alone writes no header of `kpi`.
    pub(super) fn header(&self, span: Range<usize>) -> Option<Place> {
        written_header(self.text, &span).then(|| self.place(span))
    }

    /// Says that something is wrong.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        let Some(room) = self.room.checked_sub(1) else { return };
        self.room = room;
        let last = (room == 0).then(|| too_many(diagnostic.place));
        self.diagnostics.push(last.unwrap_or(diagnostic));
    }

    /// Whether nothing more is said of this file.
    fn is_full(&self) -> bool {
        self.room == 0
    }

    /// Says that a text is longer than any page bears.
    pub(super) fn fits(&mut self, value: &TomlValue<'_>, text: &str) -> bool {
        let fits = text.len() <= LONGEST_TEXT || text.chars().count() <= LONGEST_TEXT;
        if !fits {
            let message = format!("文が長すぎます（上限{LONGEST_TEXT}字）。");
            let hint = "貼り付けの誤りがないかを確かめ、文を短くしてください。";
            self.refuse(Code::BadValue, value, message, hint);
        }
        fits
    }

    /// Says that a value is wrong.
    pub fn refuse(&mut self, code: Code, value: &TomlValue<'_>, message: String, hint: &str) {
        let place = self.place(value.span());
        self.report(Diagnostic::new(code, place, message).hint(hint));
    }

    /// Says that a value has another type than its key takes.
    pub fn wrong_type<T>(&mut self, value: &TomlValue<'_>, expected: &str, example: &str) -> Option<T> {
        let message = format!(
            "ここには{expected}を書きますが、{}が書かれています。",
            type_name(value.get_ref())
        );
        self.refuse(Code::WrongType, value, message, &format!("例：{example}"));
        None
    }

    /// Reads the value of a key, or of one that was surely meant to be it.
    pub(super) fn member<M: Member>(&mut self, key: Option<&'static Key>, table: &TomlTable<'_>) -> M {
        let Some(key) = key else { return M::default() };
        let value = table.get(key.name);
        let meant = self.misspelt.iter().find(|it| it.0 == key.name);
        let other = meant.and_then(|it| table.get(it.1.as_str()));
        if let Some(value) = value {
            // Only tables below it bear its name: its own keys stand below the misspelt one.
            let half = other.is_some() && value.get_ref().is_table() && self.header(value.span()).is_none();
            let outer = std::mem::replace(&mut self.half_named, half);
            let member = M::read(key, Some(value), self);
            self.half_named = outer;
            return member;
        }
        let Some(other) = other else {
            return M::read(key, None, self);
        };
        if fits(&M::form(), other.get_ref()) {
            M::read(key, Some(other), self)
        } else {
            M::faulty(self.place(other.span()))
        }
    }

    /// Says that a required key is not written; the place of its table where it may have stood in what was left out.
    pub(super) fn missing(&mut self, key: &Key, form: &Form) -> Option<Place> {
        let is_table = matches!(form, Form::Table(_) | Form::Rows(_));
        let lost = || {
            self.repaired
                .is_some_and(|it| it.may_have_had(&self.header, key.name, is_table))
        };
        if self.forgiving || lost() {
            return Some(self.place(self.header.clone()));
        }
        if key.need.is_always() {
            self.say_missing(key, form);
        }
        None
    }

    fn say_missing(&mut self, key: &Key, form: &Form) {
        let place = self.place(self.header.clone());
        let message = format!("必要な項目「{}」（{}）がありません。", key.label, key.name);
        let mut hint = match form {
            Form::Leaf(leaf) => format!("{} = {} のように書き足してください。", key.name, leaf.example()),
            Form::Items(leaf) => format!("{} = [{}] のように書き足してください。", key.name, leaf.example()),
            Form::Table(_) => format!("[{}] の表を書き足してください。", key.name),
            Form::Rows(_) => format!("[[{}]] の表を書き足してください。", key.name),
        };
        if key.need == Need::Required && matches!(form, Form::Leaf(_)) {
            hint.push_str(&format!(
                "未定であれば {} = {{ pending = \"理由\" }} と書けます。",
                key.name
            ));
        }
        self.report(Diagnostic::new(Code::MissingKey, place, message).hint(hint));
    }

    /// Says that a key cannot be left pending, if it is.
    pub(super) fn is_wrongly_pending(&mut self, key: &Key, value: &TomlValue<'_>) -> bool {
        let pending = pending_reason(value).is_some();
        if pending {
            let place = self.place(value.span());
            self.never_pending(key, place);
        }
        pending
    }

    fn never_pending(&mut self, key: &Key, place: Place) {
        let message = format!("「{}」（{}）は、調整中（pending）にできません。", key.label, key.name);
        let hint = "計画の骨組みになる項目です。値を書いてください。表の中の値であれば、一つずつ調整中にできるものがあります。";
        self.report(Diagnostic::new(Code::BadValue, place, message).hint(hint));
    }

    /// The value awaited where `{ pending = "…" }` is written, or the complaint that it gives no reason.
    pub(super) fn pending(&mut self, value: &TomlValue<'_>, class: Class) -> Option<Result<Pending, ()>> {
        let reason = pending_reason(value)?;
        let Some(text) = reason.get_ref().as_str().filter(|text| !text.trim().is_empty()) else {
            let message = "調整中（pending）の理由が文字列で書かれていません。".to_owned();
            let hint = "例：{ pending = \"企業回答待ち（7月3日）\" }";
            self.refuse(Code::BadValue, reason, message, hint);
            return Some(Err(()));
        };
        Some(Ok(Pending {
            reason: text.into(),
            place: self.place(value.span()),
            class,
        }))
    }

    /// Reads a value that should be a table.
    pub(super) fn table<T: Record>(&mut self, key: &Key, value: &TomlValue<'_>) -> Option<T> {
        let DeValue::Table(table) = value.get_ref() else {
            let example = format!("[{}]", key.name);
            return self.wrong_type(value, "表（テーブル）", &example);
        };
        if self.is_wrongly_pending(key, value) {
            return None;
        }
        let written = self.header(value.span()).map(|_| value.span());
        Some(self.record(table, written.unwrap_or_else(|| self.header.clone())))
    }

    /// Reads the keys of a table.
    fn record<T: Record>(&mut self, table: &TomlTable<'_>, header: Range<usize>) -> T {
        let header = std::mem::replace(&mut self.header, header);
        let misspelt = std::mem::take(&mut self.misspelt);
        let half_named = std::mem::take(&mut self.half_named);
        let forgiving = std::mem::replace(&mut self.forgiving, half_named);
        self.unknown_keys::<T>(table);
        let record = T::read(table, self);
        self.header = header;
        self.misspelt = misspelt;
        self.forgiving = forgiving;
        record
    }

    /// The rows of a value that should be an array of tables.
    pub(super) fn rows<'v, 'i>(&mut self, key: &Key, value: &'v TomlValue<'i>) -> Option<Vec<&'v TomlValue<'i>>> {
        self.array(key, value, "表の並び", &format!("[[{}]]", key.name))
    }

    /// The items of a value that should be an array.
    pub(super) fn items<'v, 'i>(&mut self, key: &Key, value: &'v TomlValue<'i>) -> Option<Vec<&'v TomlValue<'i>>> {
        self.array(key, value, "値の並び", &format!("{} = [\"…\", \"…\"]", key.name))
    }

    fn array<'v, 'i>(
        &mut self,
        key: &Key,
        value: &'v TomlValue<'i>,
        expected: &str,
        example: &str,
    ) -> Option<Vec<&'v TomlValue<'i>>> {
        let DeValue::Array(array) = value.get_ref() else {
            if self.is_wrongly_pending(key, value) {
                return None;
            }
            return self.wrong_type(value, expected, example);
        };
        Some(self.few(value, array.iter().collect()))
    }

    /// The items as far as anybody would write them by hand.
    fn few<'v, 'i>(&mut self, value: &TomlValue<'_>, mut items: Vec<&'v TomlValue<'i>>) -> Vec<&'v TomlValue<'i>> {
        if items.len() > MOST_ITEMS {
            let message = format!("並びが長すぎます（{}個。上限{MOST_ITEMS}個）。", items.len());
            self.refuse(
                Code::BadValue,
                value,
                message,
                "貼り付けの誤りがないかを確かめてください。",
            );
            items.truncate(MOST_ITEMS);
        }
        items
    }

    fn unknown_keys<T: Record>(&mut self, table: &TomlTable<'_>) {
        for (key, _) in table {
            if self.is_full() {
                return;
            }
            if T::KEYS.iter().any(|known| known.name == key.get_ref()) {
                continue;
            }
            let place = self.place(key.span());
            let message = format!("「{}」という項目はありません。", shown(key.get_ref()));
            let meant = nearest(key.get_ref(), T::KEYS.iter());
            if let Some(known) = meant {
                self.misspelt.push((known.name, key.get_ref().to_string()));
            }
            let hint = match meant {
                Some(known) => format!("「{}」（{}）の書き誤りではありませんか。", known.name, known.label),
                None => format!("ここに書けるのは、{}です。", names(T::KEYS)),
            };
            self.report(Diagnostic::new(Code::UnknownKey, place, message).hint(hint));
        }
    }

    fn syntax(&mut self, mistake: &Mistake) {
        // Places of mistakes are those of the file, not of what remains of it.
        let place = Place {
            file: self.file,
            span: mistake.span.clone().into(),
        };
        let it = explain(&mistake.message);
        self.report(Diagnostic::new(it.code, place, it.message).hint(it.hint));
    }
}

/// Why a value is still awaited, if that is what is written.
fn pending_reason<'v, 'i>(value: &'v TomlValue<'i>) -> Option<&'v TomlValue<'i>> {
    let table = value.get_ref().as_table()?;
    let (_, reason) = table.iter().find(|(key, _)| key.get_ref() == "pending")?;
    (table.len() == 1).then_some(reason)
}

/// Whether a value may be what a key holds, as far as tables, arrays and single values differ.
fn fits(form: &Form, value: &DeValue<'_>) -> bool {
    match form {
        Form::Leaf(_) => !value.is_array(),
        Form::Table(_) => value.is_table(),
        Form::Items(_) | Form::Rows(_) => value.is_array(),
    }
}

/// Whether the table of a span is written itself.
pub(super) fn written_header(text: &str, span: &Range<usize>) -> bool {
    matches!(text.as_bytes().get(span.start), Some(b'[' | b'{'))
}

/// That the rest of a file's problems is not said.
fn too_many(place: Place) -> Diagnostic {
    let message = format!(
        "このファイルには問題が多すぎるため、{}件までを示しました。",
        MOST_PROBLEMS - 1
    );
    let hint = "資料のファイルかどうかを確かめてください。示した問題を直すと、残りが示されます。";
    Diagnostic::new(Code::TooManyProblems, place, message).hint(hint)
}

/// What somebody wrote, as far as a message bears it.
pub(super) fn shown(written: &str) -> String {
    match written.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &written[..end]),
        None => written.to_owned(),
    }
}

fn names(keys: &[Key]) -> String {
    let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
    names.join("、")
}

/// The known key that was probably meant: full-width letters count as half-width ones, `-` and case as nothing.
pub fn nearest(written: &str, keys: impl Iterator<Item = &'static Key>) -> Option<&'static Key> {
    nearest_of(&fold(written), keys, |key| key.name)
}

/// The thing of the name that was probably meant.
pub fn nearest_of<T>(written: &str, all: impl Iterator<Item = T>, name: impl Fn(&T) -> &str) -> Option<T> {
    if written.len() > 100 {
        return None;
    }
    let distance = |it: &T| strsim::damerau_levenshtein(written, name(it));
    let best = all.min_by_key(distance)?;
    let limit = (name(&best).chars().count() / 3).max(1);
    (distance(&best) <= limit).then_some(best)
}

fn fold(written: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    written.nfkc().collect::<String>().to_lowercase().replace('-', "_")
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "文字列",
        DeValue::Integer(_) => "整数",
        DeValue::Float(_) => "小数",
        DeValue::Boolean(_) => "true・false",
        DeValue::Datetime(_) => "日付・時刻",
        DeValue::Array(_) => "並び（配列）",
        DeValue::Table(_) => "表（テーブル）",
    }
}

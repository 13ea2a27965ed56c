//! Walks the TOML of one file against the contract and goes on after every mistake.

use super::form::Form;
use super::member::{Key, Member, Need, Pending, Record};
use crate::diagnostic::{Code, Diagnostic};
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
    text: &'a str,
    /// After a mistake of syntax the rest of the file may have lost keys that are there: do not ask for them.
    forgiving: bool,
    /// Header of the table that is being read; the file's first byte for the outermost.
    header: Range<usize>,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// How many problems may still be said of this file.
    room: usize,
}

/// So many problems are said of one file: beyond, it is no source but something else, and nobody would read on.
const MOST_PROBLEMS: usize = 500;
/// Beyond this many bytes only the first mistake of syntax is looked for: a file of brackets has one at each byte.
const LONG: usize = 256 * 1024;
/// No text is longer, in characters: no page and no eye would bear it.
const LONGEST_TEXT: usize = 20_000;
/// No array has more items.
const MOST_ITEMS: usize = 1_000;

/// Reads the text of a file as a record of the contract.
pub fn read<T: Record>(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> T {
    let (table, errors) = parse(text);
    let mut reader = Reader {
        file,
        text,
        forgiving: !errors.is_empty(),
        header: 0..0,
        diagnostics,
        room: MOST_PROBLEMS,
    };
    for error in errors.iter().take(MOST_PROBLEMS + 1) {
        reader.syntax(error);
    }
    reader.unknown_keys::<T>(&table);
    T::read(&table, &mut reader)
}

/// Reads the first value of a text as a single value.
#[cfg(test)]
pub(super) fn single<T: super::member::LeafValue>(
    file: FileId,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    let (table, errors) = parse(text);
    let mut reader = Reader {
        file,
        text,
        forgiving: false,
        header: 0..0,
        diagnostics,
        room: MOST_PROBLEMS,
    };
    errors.iter().for_each(|error| reader.syntax(error));
    let value = table.values().next()?;
    T::read(value, &mut reader)
}

/// The table of a text and every mistake of syntax; of a long text only the first.
fn parse(text: &str) -> (TomlTable<'_>, Vec<toml::de::Error>) {
    if text.len() <= LONG {
        let (table, errors) = DeTable::parse_recoverable(text);
        return (table.into_inner(), errors);
    }
    match DeTable::parse(text) {
        Ok(table) => (table.into_inner(), Vec::new()),
        Err(error) => (DeTable::default(), vec![error]),
    }
}

impl Reader<'_> {
    /// The place of a span in this file.
    pub fn place(&self, span: Range<usize>) -> Place {
        Place {
            file: self.file,
            span: span.into(),
        }
    }

    /// The place of a table, if it is written itself: `[kpi.sales]` alone writes no header of `kpi`.
    pub(super) fn header(&self, span: Range<usize>) -> Option<Place> {
        let first = self.text.as_bytes().get(span.start)?;
        matches!(first, b'[' | b'{').then(|| self.place(span))
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

    /// Reads the value of a key.
    pub(super) fn member<M: Member>(&mut self, key: Option<&'static Key>, table: &TomlTable<'_>) -> M {
        let Some(key) = key else { return M::default() };
        M::read(key, table.get(key.name), self)
    }

    /// Says that a required key is not written.
    pub(super) fn missing(&mut self, key: &Key, form: &Form) {
        if key.need == Need::Optional || self.forgiving {
            return;
        }
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

    /// Says that a key cannot be left pending.
    pub(super) fn never_pending(&mut self, key: &Key, place: Place) {
        let message = format!("「{}」（{}）は、調整中（pending）にできません。", key.label, key.name);
        let hint = "計画の骨組みになる項目です。値を書いてください。";
        self.report(Diagnostic::new(Code::BadValue, place, message).hint(hint));
    }

    /// `{ pending = "…" }`, if that is what the value is.
    pub(super) fn pending(&mut self, value: &TomlValue<'_>) -> Option<Pending> {
        let table = value.get_ref().as_table()?;
        let (_, reason) = table.iter().find(|(key, _)| key.get_ref() == "pending")?;
        if table.len() > 1 {
            return None;
        }
        let place = self.place(value.span());
        let Some(text) = reason.get_ref().as_str().filter(|text| !text.trim().is_empty()) else {
            let message = "調整中（pending）の理由が文字列で書かれていません。".to_owned();
            self.refuse(
                Code::BadValue,
                reason,
                message,
                "例：{ pending = \"企業回答待ち（7月3日）\" }",
            );
            return Some(Pending {
                reason: "".into(),
                place,
            });
        };
        Some(Pending {
            reason: text.into(),
            place,
        })
    }

    /// Reads a value that should be a table.
    pub(super) fn table<T: Record>(&mut self, key: &Key, value: &TomlValue<'_>) -> Option<T> {
        let DeValue::Table(table) = value.get_ref() else {
            let example = format!("[{}]", key.name);
            return self.wrong_type(value, "表（テーブル）", &example);
        };
        if self.pending(value).is_some() {
            let place = self.place(value.span());
            self.never_pending(key, place);
            return None;
        }
        let written = self.header(value.span()).map(|_| value.span());
        let header = written.unwrap_or_else(|| self.header.clone());
        let outer = std::mem::replace(&mut self.header, header);
        self.unknown_keys::<T>(table);
        let record = T::read(table, self);
        self.header = outer;
        Some(record)
    }

    /// The rows of a value that should be an array of tables.
    pub(super) fn rows<'v, 'i>(&mut self, key: &Key, value: &'v TomlValue<'i>) -> Vec<&'v TomlValue<'i>> {
        let DeValue::Array(array) = value.get_ref() else {
            let example = format!("[[{}]]", key.name);
            self.wrong_type::<()>(value, "表の並び", &example);
            return Vec::new();
        };
        self.few(value, array.iter().collect())
    }

    /// The items of a value that should be an array.
    pub(super) fn items<'v, 'i>(&mut self, key: &Key, value: &'v TomlValue<'i>) -> Vec<&'v TomlValue<'i>> {
        let DeValue::Array(array) = value.get_ref() else {
            let example = format!("{} = [\"…\", \"…\"]", key.name);
            self.wrong_type::<()>(value, "値の並び", &example);
            return Vec::new();
        };
        self.few(value, array.iter().collect())
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
            let hint = match nearest(key.get_ref(), T::KEYS) {
                Some(known) => format!("「{}」（{}）の書き誤りではありませんか。", known.name, known.label),
                None => format!("ここに書けるのは、{}です。", names(T::KEYS)),
            };
            self.report(Diagnostic::new(Code::UnknownKey, place, message).hint(hint));
        }
    }

    fn syntax(&mut self, error: &toml::de::Error) {
        let place = self.place(error.span().unwrap_or(0..0));
        let (code, message, hint) = explain_syntax(error.message());
        self.report(Diagnostic::new(code, place, message).hint(hint));
    }
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
fn nearest(written: &str, keys: &'static [Key]) -> Option<&'static Key> {
    if written.len() > 100 {
        return None;
    }
    let folded = fold(written);
    let distance = |key: &&Key| strsim::damerau_levenshtein(&folded, key.name);
    let best = keys.iter().min_by_key(distance)?;
    let limit = (best.name.chars().count() / 3).max(1);
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

/// What the parser says in English, as code, message and hint for the staff.
fn explain_syntax(message: &str) -> (Code, String, &'static str) {
    let rows: [(&str, Code, &str, &str); 7] = [
        (
            "date",
            Code::BadDate,
            "暦にない日付、又は日付として読めない値です。",
            "年-月-日の順に、2026-06-19のように書いてください。",
        ),
        (
            "time",
            Code::BadDate,
            "時刻として読めない値です。",
            "2026-06-01T12:00:00のように書いてください。",
        ),
        (
            "duplicate key",
            Code::TomlSyntax,
            "同じ項目が二度書かれています。",
            "どちらか一方を消してください。",
        ),
        (
            "string values must be quoted",
            Code::TomlSyntax,
            "文字列が引用符で囲まれていません。",
            "\"…\" のように、半角の引用符で囲んでください。",
        ),
        (
            "string",
            Code::TomlSyntax,
            "文字列の書き方が正しくありません。",
            "閉じる引用符（\" 又は \"\"\"）があるか、\\ を \\\\ と書いたかを確かめてください。",
        ),
        (
            "newline",
            Code::TomlSyntax,
            "行の途中に余分な文字があります。",
            "1行に書く項目は一つです。",
        ),
        (
            "key with no value",
            Code::TomlSyntax,
            "項目の値がありません。",
            "名前 = 値 の形で書いてください。",
        ),
    ];
    let row = rows.iter().find(|row| message.contains(row.0));
    match row {
        Some((_, code, text, hint)) => (*code, (*text).to_owned(), *hint),
        None => (
            Code::TomlSyntax,
            format!("ファイルの書き方（TOML）が正しくありません（{message}）。"),
            "この行とその前の行の、引用符、括弧、= を確かめてください。",
        ),
    }
}

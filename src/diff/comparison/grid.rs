//! What a table of a redline says on either side of a comparison table: the rows that changed, each value with the head
//! of its column.

use super::entry::{Entry, Fate, Line, Reader, is_changed};
use crate::document::revision::of_rows;
use crate::document::text::plain;
use crate::document::{Cell, Inline, Revision, Row, Table};

/// A table's caption, rows and notes.
pub fn entries(reader: Reader<'_>, table: &Table) -> Vec<Entry> {
    let heads = heads(reader, table);
    let placed = placed(&table.body, table.columns.len());
    let rows = placed.iter().zip(of_rows(&table.body));
    let mut entries: Vec<Entry> = rows.map(|(row, fate)| self::row(reader, row, fate, &heads)).collect();
    entries.extend(table.notes.iter().map(|note| reader.line(&note.content)));
    let changed = entries.iter().any(|entry| entry.fate != Fate::Same);
    let head = table
        .head
        .iter()
        .flat_map(|row| &row.cells)
        .flat_map(|cell| &cell.paragraphs);
    let head_changed = head.into_iter().any(|it| is_changed(it));
    if let Some(caption) = &table.caption {
        let mut caption = reader.caption(caption);
        // What changed below it is told under the caption.
        if caption.fate == Fate::Same && (changed || head_changed) {
            caption.fate = Fate::Changed;
        }
        entries.insert(0, caption);
    }
    if head_changed {
        let at = usize::from(table.caption.is_some());
        entries.insert(at, head_line(reader, table));
    }
    entries
}

/// The heads of all columns, where they changed.
fn head_line(reader: Reader<'_>, table: &Table) -> Entry {
    let cells = table.head.iter().flat_map(|row| &row.cells);
    let side = |side| {
        let mut line = Line::new();
        for content in cells.clone().flat_map(|cell| &cell.paragraphs) {
            if !line.is_empty() {
                line.extend(reader.words("、"));
            }
            line.extend(one_line(reader.side(content, side), reader));
        }
        vec![line]
    };
    Entry {
        fate: Fate::Changed,
        after: side(Revision::Inserted),
        before: side(Revision::Deleted),
    }
}

/// The head of each column in both versions.
fn heads(reader: Reader<'_>, table: &Table) -> Vec<[String; 2]> {
    let mut heads = vec![[String::new(), String::new()]; table.columns.len()];
    for row in placed(&table.head, table.columns.len()) {
        for (column, cell) in row {
            let words = [Revision::Inserted, Revision::Deleted].map(|side| cell_text(reader, cell, side));
            for head in heads.iter_mut().skip(column).take(cell.column_span) {
                for (head, words) in head.iter_mut().zip(&words) {
                    *head = glued([head.as_str(), words.as_str()]);
                }
            }
        }
    }
    heads
}

fn cell_text(reader: Reader<'_>, cell: &Cell, side: Revision) -> String {
    let lines = cell
        .paragraphs
        .iter()
        .map(|it| glued(plain(&reader.side(it, side)).split('\n')));
    glued(lines.collect::<Vec<_>>().iter().map(String::as_str))
}

/// Lines as one, with a blank between, but where a narrow column broke a phrase: 令和｜9年度, 域外販売額に｜占める割合.
fn glued<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut all = String::new();
    for line in lines {
        let number = line.starts_with(|it: char| it.is_ascii_digit()) && !all.ends_with(|it: char| it.is_ascii());
        let phrase = all.ends_with(|it: char| matches!(it, 'ぁ'..='ん'));
        let gap = if number || phrase || all.is_empty() || line.is_empty() {
            ""
        } else {
            " "
        };
        all.push_str(&format!("{gap}{line}"));
    }
    all
}

/// What stands over a cell on one side: over several columns the first and the last of their heads.
fn head_of(heads: &[[String; 2]], column: usize, span: usize, side: Revision) -> String {
    let side = usize::from(side == Revision::Deleted);
    let over = heads.iter().skip(column).take(span.max(1)).map(|it| it[side].as_str());
    let over: Vec<&str> = over.filter(|head| !head.is_empty()).collect();
    match over.as_slice() {
        [first, .., last] if first != last => format!("{first}～{last}"),
        [first, ..] => (*first).to_owned(),
        [] => String::new(),
    }
}

/// Each cell with the column that it begins in, given what spans reach down from above.
fn placed(rows: &[Row], columns: usize) -> Vec<Vec<(usize, &Cell)>> {
    let mut covered = vec![0_usize; columns];
    let mut placed = Vec::new();
    for row in rows {
        let (mut column, mut cells) = (0, Vec::new());
        for cell in &row.cells {
            while covered.get(column).is_some_and(|rows| *rows > 0) {
                column += 1;
            }
            cells.push((column, cell));
            let span = covered.iter_mut().skip(column).take(cell.column_span);
            span.for_each(|rows| *rows = cell.row_span);
            column += cell.column_span;
        }
        covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        placed.push(cells);
    }
    placed
}

fn row(reader: Reader<'_>, cells: &[(usize, &Cell)], revision: Option<Revision>, heads: &[[String; 2]]) -> Entry {
    let changed = |cell: &Cell| cell.paragraphs.iter().any(|it| is_changed(it));
    let any = cells.iter().any(|(_, cell)| changed(cell));
    let fate = match revision {
        Some(revision) => Fate::Whole(revision),
        None if any => Fate::Changed,
        None => Fate::Same,
    };
    // The name of the row stands first; of its values, those that changed.
    let named = |cell: &Cell| {
        cell_text(reader, cell, Revision::Inserted)
            .chars()
            .any(char::is_alphabetic)
    };
    let name = cells
        .iter()
        .position(|(_, cell)| revision.is_some() || named(cell))
        .unwrap_or(0);
    let told = |index: usize, cell: &Cell| index == name || revision.is_some() || changed(cell);
    let side = |side: Revision| {
        let mut line = Line::new();
        for (index, (column, cell)) in cells.iter().enumerate() {
            let content = cell_line(reader, cell, side);
            if !told(index, cell) || plain(&content).is_empty() {
                continue;
            }
            let head = head_of(heads, *column, cell.column_span, side);
            line.extend(reader.words(if line.is_empty() { "" } else { "　" }));
            if index != name && !head.is_empty() {
                line.extend(reader.words(&format!("{head}：")));
            }
            line.extend(content);
        }
        line.retain(|inline| !plain(std::slice::from_ref(inline)).is_empty());
        if line.is_empty() { Vec::new() } else { vec![line] }
    };
    Entry {
        fate,
        after: if fate == Fate::Whole(Revision::Deleted) {
            Vec::new()
        } else {
            side(Revision::Inserted)
        },
        before: if fate == Fate::Whole(Revision::Inserted) {
            Vec::new()
        } else {
            side(Revision::Deleted)
        },
    }
}

/// The paragraphs of a cell in one line.
fn cell_line(reader: Reader<'_>, cell: &Cell, side: Revision) -> Line {
    let mut line = Line::new();
    for content in &cell.paragraphs {
        let content = one_line(reader.side(content, side), reader);
        if !line.is_empty() && !content.is_empty() {
            line.extend(reader.words(" "));
        }
        line.extend(content);
    }
    line
}

fn one_line(line: Line, reader: Reader<'_>) -> Line {
    let flat = |inline: Inline| match inline {
        Inline::Break => reader.words(" "),
        Inline::Underline { content } => vec![Inline::Underline {
            content: one_line(content, reader),
        }],
        Inline::Strong { content } => vec![Inline::Strong {
            content: one_line(content, reader),
        }],
        kept => vec![kept],
    };
    line.into_iter().flat_map(flat).collect()
}

//! Tables.

use super::body::{Body, Room};
use super::revision::{ended, ends_in_cell, marked_row};
use super::{WordError, measure};
use crate::document::revision::{of_paragraph, of_rows};
use crate::document::{Align, Cell, Column, Revision, Row, Style, Table, TableKind};
use docx_rs::{
    AlignmentType, BorderType, Paragraph, Shading, Table as DocxTable, TableBorder, TableBorderPosition, TableBorders,
    TableCell, TableCellBorder, TableCellBorderPosition, TableCellBorders, TableCellMargins, TableLayoutType, TableRow,
    VAlignType, VMergeType, WidthType,
};

/// Between the two columns of facts and photo, in millimetres.
pub const BESIDE_GAP: f64 = 3.5;

/// Strong rules in eighths of a point.
const STRONG: usize = 8;
/// Thin rules in eighths of a point.
const THIN: usize = 4;
/// Room above and below, and at the sides of the text of a cell, in twentieths of a point.
const PADDING: (usize, usize) = (50, 110);

/// A row as it is printed: with the cells that spans cover.
struct Line<'a> {
    slots: Vec<Slot<'a>>,
    head: bool,
    last_head: bool,
    /// Stays on the page of the next row.
    keep: bool,
    /// May break over pages.
    breaks: bool,
    /// It came or went whole.
    revision: Option<Revision>,
}

/// A cell, or the part of one that a span from above covers.
struct Slot<'a> {
    cell: &'a Cell,
    column: usize,
    covered: bool,
}

impl Body<'_> {
    /// Adds a table with its caption and notes.
    pub fn table(&mut self, table: &Table, room: Room) -> Result<(), WordError> {
        if let Some(caption) = &table.caption {
            self.caption(table.id, caption, room)?;
        }
        self.grid(table)?;
        match table.notes.is_empty() {
            true => self.add(Paragraph::new().style("TableEnd")),
            false => self.notes(&table.notes)?,
        }
        Ok(())
    }

    /// Word takes a table without rows for damage: it is left out.
    fn grid(&mut self, table: &Table) -> Result<(), WordError> {
        if table.columns.is_empty() || (table.head.is_empty() && table.body.is_empty()) {
            return Ok(());
        }
        if table.caption.is_none() {
            self.waiting_mark = Some(self.mark(table.id)?.to_owned());
        }
        let ordinal = self.plan.open_table();
        self.plan.tables[ordinal].head_rows = table.head.len();
        let mut rows = Vec::new();
        for line in lines(table) {
            rows.push(self.row(table, &line)?);
        }
        self.add_table(framed(table, rows, &self.document.style));
        Ok(())
    }

    fn row(&mut self, table: &Table, line: &Line<'_>) -> Result<TableRow, WordError> {
        let mut cells = Vec::new();
        for slot in &line.slots {
            cells.push(self.cell(table, line, slot)?);
        }
        let row = marked_row(TableRow::new(cells), line.revision.or(self.revision));
        Ok(if line.breaks { row } else { row.cant_split() })
    }

    fn cell(&mut self, table: &Table, line: &Line<'_>, slot: &Slot<'_>) -> Result<TableCell, WordError> {
        let mut cell = empty_cell(table, line, slot, &self.document.style);
        let empty = || ended(paragraph(table, line, slot), line.revision);
        if slot.covered || slot.cell.paragraphs.is_empty() {
            return Ok(cell.add_paragraph(empty()));
        }
        for (content, end) in slot.cell.paragraphs.iter().zip(ends(slot.cell, line)) {
            let name = self.waiting_mark.take();
            let paragraph = paragraph(table, line, slot);
            let paragraph = self.bookmarked(paragraph, name, |it, to| it.inlines(to, content))?;
            cell = cell.add_paragraph(ended(paragraph, end));
        }
        Ok(cell)
    }
}

/// Which ends of a cell's paragraphs came or went. Only with its row does the last one.
fn ends(cell: &Cell, line: &Line<'_>) -> Vec<Option<Revision>> {
    let paragraphs: Vec<Option<Revision>> = cell.paragraphs.iter().map(|it| of_paragraph(it)).collect();
    match line.revision {
        Some(_) => paragraphs,
        None => ends_in_cell(&paragraphs),
    }
}

/// All rows of a table; what a span from above covers is filled in.
fn lines(table: &Table) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut above: Vec<Option<(&Cell, usize)>> = vec![None; table.columns.len()];
    let heads = table.head.iter().zip(of_rows(&table.head));
    let heads = heads.map(|(row, revision)| (row, true, revision));
    let body = table.body.iter().zip(of_rows(&table.body));
    for (row, head, revision) in heads.chain(body.map(|(row, revision)| (row, false, revision))) {
        let index = lines.len().checked_sub(table.head.len());
        lines.push(Line {
            breaks: index.is_some_and(|index| table.flow.breaking.contains(&index)),
            slots: slots(row, &mut above),
            head,
            last_head: lines.len() + 1 == table.head.len(),
            keep: head,
            revision,
        });
    }
    keep_together(&mut lines, table);
    lines
}

/// A row's cells with their columns. `above` holds the cells that reach into the next row, and how far.
fn slots<'a>(row: &'a Row, above: &mut [Option<(&'a Cell, usize)>]) -> Vec<Slot<'a>> {
    let mut slots = Vec::new();
    let mut cells = row.cells.iter();
    let mut column = 0;
    while column < above.len() {
        let (cell, left, covered) = match above[column] {
            Some((cell, left)) => (cell, left, true),
            None => match cells.next() {
                Some(cell) => (cell, cell.row_span, false),
                None => break,
            },
        };
        above[column] = (left > 1).then_some((cell, left - 1));
        slots.push(Slot { cell, column, covered });
        column += cell.column_span.max(1);
    }
    slots
}

/// A short table is one piece; a long one does not leave a row or its notes alone at its end.
fn keep_together(lines: &mut [Line<'_>], table: &Table) {
    let count = lines.len();
    for (index, line) in lines.iter_mut().enumerate() {
        let last = index + 1 == count;
        let ends = last && !table.notes.is_empty();
        line.keep |= table.flow.together && !last;
        line.keep |= (ends || index + 2 == count) && !line.breaks;
    }
}

fn heads_row(table: &Table, slot: &Slot<'_>) -> bool {
    match table.style {
        TableKind::Data | TableKind::Comparison => false,
        TableKind::Facts => slot.column == 0,
    }
}

fn paragraph(table: &Table, line: &Line<'_>, slot: &Slot<'_>) -> Paragraph {
    let column = table.columns.get(slot.column).map(|column| column.align);
    let align = match line.head {
        true => slot.cell.align.unwrap_or(Align::Centre),
        false => slot.cell.align.or(column).unwrap_or(Align::Left),
    };
    let style = match (line.head, align) {
        (true, _) => "TableHead",
        (false, Align::Right) => "TableFigure",
        (false, Align::Left | Align::Centre) => "TableText",
    };
    let paragraph = Paragraph::new().style(style);
    let paragraph = match (line.head, align) {
        (true, Align::Left) => paragraph.align(AlignmentType::Left),
        (true, Align::Right) => paragraph.align(AlignmentType::Right),
        (false, Align::Centre) => paragraph.align(AlignmentType::Center),
        (true, Align::Centre) | (false, Align::Left | Align::Right) => paragraph,
    };
    if line.keep {
        paragraph.keep_next(true)
    } else {
        paragraph
    }
}

fn empty_cell(table: &Table, line: &Line<'_>, slot: &Slot<'_>, style: &Style) -> TableCell {
    let edges = edges(&table.columns);
    let span = slot.cell.column_span.max(1);
    let end = (slot.column + span).min(table.columns.len());
    let mut cell = TableCell::new()
        .width(edges[end] - edges[slot.column], WidthType::Dxa)
        .vertical_align(if table.flow.top && !line.head {
            VAlignType::Top
        } else {
            VAlignType::Center
        });
    if end - slot.column > 1 {
        cell = cell.grid_span(end - slot.column);
    }
    if slot.covered {
        cell = cell.vertical_merge(VMergeType::Continue);
    } else if slot.cell.row_span > 1 {
        cell = cell.vertical_merge(VMergeType::Restart);
    }
    if line.head || heads_row(table, slot) {
        cell = cell.shading(Shading::new().fill(measure::colour(&style.colours.tint)));
    }
    if line.last_head {
        cell = cell.set_borders(TableCellBorders::with_empty().set(under_head(table, style)));
    }
    cell
}

fn under_head(table: &Table, style: &Style) -> TableCellBorder {
    let (size, colour) = outer_rule(table, style);
    TableCellBorder::new(TableCellBorderPosition::Bottom)
        .border_type(BorderType::Single)
        .size(size)
        .color(colour)
}

fn outer_rule(table: &Table, style: &Style) -> (usize, String) {
    match table.style {
        TableKind::Data => (STRONG, measure::colour(&style.colours.accent)),
        TableKind::Facts | TableKind::Comparison => (THIN, measure::colour(&style.colours.rule)),
    }
}

fn framed(table: &Table, rows: Vec<TableRow>, style: &Style) -> DocxTable {
    let (size, colour) = outer_rule(table, style);
    let thin = measure::colour(&style.colours.rule);
    let rule = |position, size, colour: &str| {
        TableBorder::new(position)
            .border_type(BorderType::Single)
            .size(size)
            .color(colour)
    };
    let borders = TableBorders::with_empty()
        .set(rule(TableBorderPosition::Top, size, &colour))
        .set(rule(TableBorderPosition::Bottom, size, &colour))
        .set(rule(TableBorderPosition::InsideH, THIN, &thin));
    let upright = [
        TableBorderPosition::Left,
        TableBorderPosition::Right,
        TableBorderPosition::InsideV,
    ];
    let borders = match table.style {
        TableKind::Comparison => upright
            .into_iter()
            .fold(borders, |it, position| it.set(rule(position, THIN, &thin))),
        TableKind::Data | TableKind::Facts => borders,
    };
    let widths: Vec<usize> = widths(&table.columns);
    DocxTable::without_borders(rows)
        .style("PlanTable")
        .set_borders(borders)
        .margins(TableCellMargins::new().margin(PADDING.0, PADDING.1, PADDING.0, PADDING.1))
        .layout(TableLayoutType::Fixed)
        .width(widths.iter().sum(), WidthType::Dxa)
        .set_grid(widths)
}

/// Two columns without rules.
pub fn layout(cells: Vec<TableCell>, widths: [f64; 2], revision: Option<Revision>) -> DocxTable {
    let widths = widths.map(|it| measure::twips(it) as usize);
    let cells = cells.into_iter().zip(widths);
    let cells = cells.map(|(cell, width)| cell.width(width, WidthType::Dxa));
    let row = marked_row(TableRow::new(cells.collect()).cant_split(), revision);
    DocxTable::without_borders(vec![row])
        .set_borders(TableBorders::with_empty())
        .margins(TableCellMargins::new().margin(0, 0, 0, 0))
        .layout(TableLayoutType::Fixed)
        .width(widths.iter().sum(), WidthType::Dxa)
        .set_grid(widths.to_vec())
}

/// Where the columns begin and the last ends, rounded together so that they add up.
fn edges(columns: &[Column]) -> Vec<usize> {
    let mut edges = vec![0];
    let mut sum = 0.0;
    for column in columns {
        sum += column.millimetres;
        edges.push(measure::twips(sum).max(0) as usize);
    }
    edges
}

fn widths(columns: &[Column]) -> Vec<usize> {
    let edges = edges(columns);
    edges.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

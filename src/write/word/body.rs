//! The body: sections and blocks, as docx-rs writes them, and what the finishing pass must add to them.

use super::finish::{Finishing, Running};
use super::marks::Marks;
use super::numbering::Numbering;
use super::revision::{ended as with_end, is_ended};
use super::{WordError, measure};
use crate::document::revision::of_paragraph;
use crate::document::{Beside, Block, Document, Inline, Page, Paragraph as Prose, Revision, Role, Section};
use crate::layout::Printed;
use docx_rs::{
    DocGrid, DocGridType, Docx, LineSpacing, PageMargin, PageOrientationType, PageSize, Paragraph, SectionProperty,
    SpecialIndentType, Table, TableCell,
};

/// The body as docx-rs writes it, and all that it cannot carry.
pub struct Draft {
    /// The main part before the finishing pass.
    pub xml: Vec<u8>,
    /// What the finishing pass adds, by ordinal.
    pub plan: Finishing,
    /// The numberings that headings and lists use.
    pub numbering: Numbering,
}

/// What a section or a cell is made of.
pub enum Piece {
    /// A paragraph.
    Paragraph(Box<Paragraph>),
    /// A table.
    Table(Box<Table>),
}

/// The place where blocks are set.
#[derive(Clone, Copy)]
pub struct Room {
    /// Its width in millimetres.
    pub width: f64,
    /// How many lists are around it.
    pub depth: usize,
}

/// Room above the notes under a table or a figure, in twentieths of a point.
const ABOVE_NOTES: u32 = 50;
/// Room below them.
const BELOW_NOTES: u32 = 160;

/// The body while it grows. Pieces must be made in reading order, for the plan counts them.
pub struct Body<'a> {
    /// The tree.
    pub document: &'a Document,
    /// Its pages.
    pub printed: &'a Printed,
    /// Its bookmarks.
    pub marks: Marks,
    /// The numberings in use.
    pub numbering: Numbering,
    /// For the finishing pass.
    pub plan: Finishing,
    /// How far 表 and 図 are counted.
    pub sequences: [Option<u32>; 2],
    /// A bookmark that waits for the first cell of a table without a caption.
    pub waiting_mark: Option<String>,
    /// The next block is the first of its section.
    pub opening: bool,
    /// The block came or went whole.
    pub revision: Option<Revision>,
    pieces: Vec<Piece>,
    next_bookmark: usize,
}

/// Builds the body of a document.
pub fn draft(document: &Document, printed: &Printed) -> Result<Draft, WordError> {
    let mut body = Body {
        document,
        printed,
        marks: Marks::of(document),
        numbering: Numbering::default(),
        plan: Finishing::default(),
        sequences: [Some(0), Some(0)],
        waiting_mark: None,
        opening: true,
        revision: None,
        pieces: Vec::new(),
        next_bookmark: 0,
    };
    let docx = body.sections()?;
    // Word wants a name; the department may still be pending.
    let names = [&document.author.text, &document.title.text];
    let author = names.into_iter().find(|name| !name.is_empty());
    body.plan.revisions.author = author.map_or_else(String::new, |name| name.to_string());
    body.plan.revisions.date = format!("{}T00:00:00Z", document.date);
    body.plan.revisions.first_id = body.next_bookmark;
    Ok(Draft {
        xml: docx.build().document,
        plan: body.plan,
        numbering: body.numbering,
    })
}

impl Body<'_> {
    fn sections(&mut self) -> Result<Docx, WordError> {
        let mut docx = Docx::new();
        let Some((last, others)) = self.document.sections.split_last() else {
            return Ok(docx.add_paragraph(tail()));
        };
        for section in others {
            let pieces = self.section(section)?;
            let pieces = ended(pieces, section.page, self.properties(section.page));
            docx = pieces.into_iter().fold(docx, add_to_body);
        }
        let pieces = self.section(last)?;
        // The last paragraph of all can neither come nor go.
        let open = matches!(pieces.last(), Some(Piece::Paragraph(last)) if is_ended(last));
        docx = pieces.into_iter().fold(docx, add_to_body);
        docx = if open { docx.add_paragraph(tail()) } else { docx };
        docx.document.section_property = self.properties(last.page);
        Ok(docx)
    }

    fn section(&mut self, section: &Section) -> Result<Vec<Piece>, WordError> {
        let room = Room {
            width: measure::text_width(section.page, &self.document.style),
            depth: 0,
        };
        self.plan.sections.push(match section.page {
            Page::Cover => Running::Cover,
            Page::Portrait => Running::Portrait,
            Page::Landscape => Running::Landscape,
        });
        self.opening = true;
        self.gather(|body| body.blocks(&section.blocks, room))
    }

    /// The pieces that a step adds.
    fn gather(&mut self, step: impl FnOnce(&mut Self) -> Result<(), WordError>) -> Result<Vec<Piece>, WordError> {
        let outside = std::mem::take(&mut self.pieces);
        let done = step(self);
        let inside = std::mem::replace(&mut self.pieces, outside);
        done.map(|()| inside)
    }

    /// Adds a paragraph.
    pub fn add(&mut self, paragraph: Paragraph) {
        let paragraph = with_end(paragraph, self.revision);
        self.pieces.push(Piece::Paragraph(Box::new(paragraph)));
    }

    /// What a step adds came or went, where a revision is named.
    pub fn within<T>(&mut self, revision: Option<Revision>, step: impl FnOnce(&mut Self) -> T) -> T {
        let outside = self.revision;
        self.revision = revision.or(outside);
        let done = step(self);
        self.revision = outside;
        done
    }

    /// Adds a table.
    pub fn add_table(&mut self, table: Table) {
        self.pieces.push(Piece::Table(Box::new(table)));
    }

    /// Adds blocks.
    pub fn blocks(&mut self, blocks: &[Block], room: Room) -> Result<(), WordError> {
        blocks.iter().try_for_each(|block| self.block(block, room))
    }

    fn block(&mut self, block: &Block, room: Room) -> Result<(), WordError> {
        let opening = std::mem::take(&mut self.opening);
        match block {
            Block::Cover(it) => self.cover(it, room),
            Block::Contents(it) => self.contents(it, room),
            Block::Heading(it) => self.heading(it, opening),
            Block::Paragraph(it) => self.prose(it, room),
            Block::List(it) => self.list(it, room),
            Block::Table(it) => self.table(it, room),
            Block::Figure(it) => self.figure(it, room),
            Block::Picture(it) => self.picture(it, room),
            Block::Beside(it) => self.beside(it, room),
            Block::Revised(it) => {
                self.opening = opening;
                self.within(Some(it.revision), |body| body.block(&it.block, room))
            }
        }
    }

    fn prose(&mut self, prose: &Prose, room: Room) -> Result<(), WordError> {
        let style = match prose.role {
            Role::Body if room.depth > 0 => "ListParagraph",
            Role::Body => "BodyText",
            Role::Sheet => "SheetText",
            Role::Quote => "Quote",
            Role::Left => "LetterLeft",
            Role::Centre => "LetterCentre",
            Role::Right => "LetterRight",
            Role::Note => return self.note(prose, Paragraph::new()),
        };
        let paragraph = Paragraph::new().style(style);
        let paragraph = super::list::indented(paragraph, room.depth);
        self.add_filled(paragraph, &prose.content)
    }

    /// Adds a paragraph with content.
    pub fn add_filled(&mut self, paragraph: Paragraph, content: &[Inline]) -> Result<(), WordError> {
        let paragraph = self.inlines(paragraph, content)?;
        self.add(paragraph);
        Ok(())
    }

    /// The notes under a table or a figure: one piece, with room below.
    pub fn notes(&mut self, notes: &[Prose]) -> Result<(), WordError> {
        for (index, note) in notes.iter().enumerate() {
            let (first, last) = (index == 0, index + 1 == notes.len());
            let above = if first { ABOVE_NOTES } else { 0 };
            let below = if last { BELOW_NOTES } else { 0 };
            let room = LineSpacing::new().before(above).after(below);
            let paragraph = Paragraph::new().line_spacing(room);
            let paragraph = if last { paragraph } else { paragraph.keep_next(true) };
            self.within(of_paragraph(&note.content), |body| body.note(note, paragraph))?;
        }
        Ok(())
    }

    /// A note hangs by the width of its mark.
    fn note(&mut self, note: &Prose, paragraph: Paragraph) -> Result<(), WordError> {
        let text = crate::document::text::plain(&note.content);
        let width = measure::ems(mark_of_note(&text)) * self.document.style.sizes.note;
        let width = measure::points_in_twips(width);
        let hanging = SpecialIndentType::Hanging(width);
        let paragraph = paragraph.style("PlanNote");
        let paragraph = paragraph.indent(Some(width), Some(hanging), None, None);
        self.add_filled(paragraph, &note.content)
    }

    fn beside(&mut self, beside: &Beside, room: Room) -> Result<(), WordError> {
        let left = room.width - beside.right_width;
        let gap = super::table::BESIDE_GAP;
        let ordinal = self.plan.open_table();
        let wide = Room {
            width: left - gap,
            depth: 0,
        };
        let narrow = Room {
            width: beside.right_width,
            depth: 0,
        };
        let cells = vec![
            self.layout_cell(&beside.left, wide)?,
            self.layout_cell(&beside.right, narrow)?,
        ];
        self.plan.tables[ordinal].plain = true;
        let widths = [left, beside.right_width];
        self.add_table(super::table::layout(cells, widths, self.revision));
        self.add(tail());
        Ok(())
    }

    fn layout_cell(&mut self, blocks: &[Block], room: Room) -> Result<TableCell, WordError> {
        let pieces = self.gather(|body| body.blocks(blocks, room))?;
        let ends_open = !matches!(pieces.last(), Some(Piece::Paragraph(_)));
        let cell = pieces.into_iter().fold(TableCell::new(), add_to_cell);
        let end = with_end(tail(), self.revision);
        Ok(if ends_open { cell.add_paragraph(end) } else { cell })
    }

    /// A paragraph between the ends of a bookmark.
    pub fn bookmarked(
        &mut self,
        paragraph: Paragraph,
        name: Option<String>,
        fill: impl FnOnce(&mut Self, Paragraph) -> Result<Paragraph, WordError>,
    ) -> Result<Paragraph, WordError> {
        let Some(name) = name else {
            return fill(self, paragraph);
        };
        let id = self.next_bookmark;
        self.next_bookmark += 1;
        let paragraph = fill(self, paragraph.add_bookmark_start(id, name))?;
        Ok(paragraph.add_bookmark_end(id))
    }

    fn properties(&self, page: Page) -> SectionProperty {
        let style = &self.document.style;
        let (width, height) = measure::paper(page);
        let margins = measure::margins(page, style);
        let size = PageSize::new().size(measure::twips(width) as u32, measure::twips(height) as u32);
        let margin = PageMargin::new()
            .top(measure::twips(margins.top))
            .bottom(measure::twips(margins.bottom))
            .left(measure::twips(margins.left))
            .right(measure::twips(margins.right))
            .header(measure::twips(margins.top * 0.5))
            .footer(measure::twips(margins.bottom * 0.45));
        let pitch = measure::points_in_twips(style.sizes.line_pitch);
        let grid = DocGrid::new().grid_type(DocGridType::Lines).line_pitch(pitch as usize);
        SectionProperty::new()
            .page_size(match page {
                Page::Cover | Page::Portrait => size,
                Page::Landscape => size.orient(PageOrientationType::Landscape),
            })
            .page_margin(margin)
            .doc_grid(grid)
    }
}

/// What a note begins with: （出典）, or （注）1 and the space after it.
fn mark_of_note(text: &str) -> &str {
    const LONGEST: usize = 6;
    let closed = text.char_indices().take(LONGEST).find(|(_, it)| *it == '）');
    let Some((at, bracket)) = closed.filter(|_| text.starts_with('（')) else {
        return "";
    };
    let (mark, rest) = text.split_at(at + bracket.len_utf8());
    let number = rest.trim_start_matches(|it: char| it.is_numeric());
    let after = number.strip_prefix(['　', ' ']).unwrap_or(number);
    &text[..mark.len() + rest.len() - after.len()]
}

/// A paragraph that takes almost no room, where Word demands one.
pub fn tail() -> Paragraph {
    Paragraph::new().style("Tail")
}

/// The pieces of a section, whose last paragraph carries its properties.
fn ended(mut pieces: Vec<Piece>, page: Page, properties: SectionProperty) -> Vec<Piece> {
    // The last paragraphs of a cover lie in a frame, where a section cannot end.
    let free = page != Page::Cover;
    let last = match pieces.pop() {
        Some(Piece::Paragraph(last)) if free && !is_ended(&last) => *last,
        other => {
            pieces.extend(other);
            tail()
        }
    };
    let last = last.section_property(properties);
    pieces.push(Piece::Paragraph(Box::new(last)));
    pieces
}

fn add_to_body(docx: Docx, piece: Piece) -> Docx {
    match piece {
        Piece::Paragraph(it) => docx.add_paragraph(*it),
        Piece::Table(it) => docx.add_table(*it),
    }
}

fn add_to_cell(cell: TableCell, piece: Piece) -> TableCell {
    match piece {
        Piece::Paragraph(it) => cell.add_paragraph(*it),
        Piece::Table(it) => cell.add_table(*it),
    }
}

//! Every piece of text of a document, for who asks about origins and classes rather than about what kind of block it is.

use super::{Block, Caption, Cell, Cover, Document, Figure, Inline, Paragraph, Picture, Table, Text};

/// Who sees the texts.
type Visit<'a, 'v> = &'v mut dyn FnMut(&'a Text);

impl Document {
    /// Shows every text to `visit`: first what stands around the pages and in the properties, then the body in reading
    /// order; of links the address too, of charts all that is drawn, of charts and pictures the alternative text.
    ///
    /// Numbers of headings, captions and references are no texts: planc counts them.
    pub fn each_text<'a>(&'a self, visit: Visit<'a, '_>) {
        let head = &self.head;
        let around = [
            &self.title,
            &self.author,
            &self.file_name,
            &head.left,
            &head.centre,
            &head.right,
        ];
        around.into_iter().chain(&self.watermark).for_each(&mut *visit);
        self.sections.iter().for_each(|section| blocks(&section.blocks, visit));
    }
}

impl Block {
    /// Whether it holds a text of some kind.
    pub fn any_text(&self, wanted: &mut dyn FnMut(&Text) -> bool) -> bool {
        let mut found = false;
        blocks(std::slice::from_ref(self), &mut |text| found = found || wanted(text));
        found
    }
}

impl Inline {
    /// Shows every text of these pieces.
    pub fn each_text<'a>(pieces: &'a [Inline], visit: Visit<'a, '_>) {
        inlines(pieces, visit);
    }
}

fn inlines<'a>(content: &'a [Inline], visit: Visit<'a, '_>) {
    for inline in content {
        match inline {
            Inline::Text { text } | Inline::Pending { text } => visit(text),
            Inline::Strong { content }
            | Inline::Emphasis { content }
            | Inline::Underline { content }
            | Inline::Revised { content, .. } => inlines(content, visit),
            Inline::Link { url, content } => {
                visit(url);
                inlines(content, visit);
            }
            Inline::Break | Inline::Reference { .. } | Inline::PageReference { .. } | Inline::End { .. } => {}
        }
    }
}

fn blocks<'a>(all: &'a [Block], visit: Visit<'a, '_>) {
    for block in all {
        match block {
            Block::Cover(it) => cover(it, visit),
            Block::Contents(contents) => {
                visit(&contents.title);
                contents.entries.iter().for_each(|entry| inlines(&entry.content, visit));
            }
            Block::Heading(heading) => inlines(&heading.content, visit),
            Block::Paragraph(paragraph) => inlines(&paragraph.content, visit),
            Block::List(list) => list.items.iter().for_each(|item| blocks(item, visit)),
            Block::Table(it) => table(it, visit),
            Block::Figure(it) => figure(it, visit),
            Block::Picture(it) => picture(it, visit),
            Block::Beside(beside) => {
                blocks(&beside.left, visit);
                blocks(&beside.right, visit);
            }
            Block::Revised(revised) => blocks(std::slice::from_ref(&*revised.block), visit),
        }
    }
}

fn cover<'a>(cover: &'a Cover, visit: Visit<'a, '_>) {
    inlines(&cover.series, visit);
    inlines(&cover.title, visit);
    inlines(&cover.period, visit);
    inlines(&cover.stage, visit);
    inlines(&cover.date, visit);
    inlines(&cover.issuer, visit);
    inlines(&cover.department, visit);
}

fn table<'a>(table: &'a Table, visit: Visit<'a, '_>) {
    table.caption.iter().for_each(|it| caption(it, visit));
    for row in table.head.iter().chain(&table.body) {
        row.cells.iter().for_each(|it| cell(it, visit));
    }
    notes(&table.notes, visit);
}

fn cell<'a>(cell: &'a Cell, visit: Visit<'a, '_>) {
    cell.paragraphs.iter().for_each(|it| inlines(it, visit));
}

fn caption<'a>(caption: &'a Caption, visit: Visit<'a, '_>) {
    inlines(&caption.title, visit);
    let units = caption.unit.iter().chain(caption.former_unit());
    units.for_each(visit);
}

fn figure<'a>(figure: &'a Figure, visit: Visit<'a, '_>) {
    caption(&figure.caption, visit);
    figure.chart.texts().into_iter().for_each(&mut *visit);
    visit(&figure.alternative);
    notes(&figure.notes, visit);
}

fn picture<'a>(picture: &'a Picture, visit: Visit<'a, '_>) {
    visit(&picture.alternative);
    inlines(&picture.caption, visit);
}

fn notes<'a>(notes: &'a [Paragraph], visit: Visit<'a, '_>) {
    notes.iter().for_each(|note| inlines(&note.content, visit));
}

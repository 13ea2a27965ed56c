//! Random edits of document trees: words, paragraphs, cells, rows, columns, notes, captions, headings, chapters.

use planc::document::{Block, Cell, Document, Inline, NodeId, Paragraph, Row, Table, Text};

/// A document without its contents, references and page references, which random edits would leave without targets.
pub fn still(mut document: Document) -> Document {
    for section in &mut document.sections {
        section.blocks.retain(|block| !matches!(block, Block::Contents(_)));
        each_line(&mut section.blocks, &mut |line| *line = without_targets(line));
    }
    document.sections.retain(|section| !section.blocks.is_empty());
    document
}

fn without_targets(line: &[Inline]) -> Vec<Inline> {
    let one = |inline: &Inline| match inline {
        Inline::Reference { text, .. } => Some(words(text)),
        Inline::PageReference { .. } => None,
        Inline::Strong { content } => Some(Inline::Strong {
            content: without_targets(content),
        }),
        Inline::Emphasis { content } => Some(Inline::Emphasis {
            content: without_targets(content),
        }),
        kept => Some(kept.clone()),
    };
    line.iter().filter_map(one).collect()
}

fn words(words: &str) -> Inline {
    Inline::text(Text::template(words, &"edits".into()))
}

/// The document after so many random edits.
pub fn edited(document: &Document, seed: u64, edits: usize) -> Document {
    let mut document = document.clone();
    let mut editor = Editor {
        chance: seed | 1,
        next: document.nodes().iter().map(|it| it.0).max().unwrap_or(0) + 1,
    };
    for _ in 0..edits {
        let at = editor.below(document.sections.len());
        editor.blocks(&mut document.sections[at].blocks);
    }
    document
}

struct Editor {
    chance: u64,
    next: u32,
}

impl Editor {
    fn below(&mut self, limit: usize) -> usize {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        (self.chance % limit.max(1) as u64) as usize
    }

    fn node(&mut self) -> NodeId {
        self.next += 1;
        NodeId(self.next)
    }

    fn sentence(&mut self) -> String {
        const PARTS: [&str; 8] = [
            "県内企業の取引を",
            "令和12年度までに",
            "1,234百万円へ増やし、",
            "雇用を生み、",
            "地下水の保全に",
            "取り組みます。",
            "△3.5％となります。",
            " <&\"> ",
        ];
        let count = 1 + self.below(5);
        (0..count).map(|_| PARTS[self.below(PARTS.len())]).collect()
    }

    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        if blocks.is_empty() {
            blocks.push(Block::Paragraph(Paragraph::body(vec![words(&self.sentence())])));
            return;
        }
        let (at, other) = (self.below(blocks.len()), self.below(blocks.len()));
        match self.below(10) {
            0 if blocks.len() > 1 => drop(blocks.remove(at)),
            1 => blocks.swap(at, other),
            2 => {
                let paragraph = Paragraph::body(vec![words(&self.sentence())]);
                blocks.insert(at, Block::Paragraph(paragraph));
            }
            3 => {
                let copy = self.copied(&blocks[at]);
                blocks.insert(other, copy);
            }
            _ => self.block(&mut blocks[at]),
        }
    }

    /// A copy whose nodes are its own.
    fn copied(&mut self, block: &Block) -> Block {
        let mut copy = block.clone();
        self.renew(&mut copy);
        copy
    }

    fn renew(&mut self, block: &mut Block) {
        match block {
            Block::Heading(it) => it.id = self.node(),
            Block::Table(it) => it.id = self.node(),
            Block::Figure(it) => it.id = self.node(),
            Block::List(it) => it.items.iter_mut().flatten().for_each(|block| self.renew(block)),
            Block::Beside(it) => it
                .left
                .iter_mut()
                .chain(&mut it.right)
                .for_each(|block| self.renew(block)),
            _ => {}
        }
    }

    fn block(&mut self, block: &mut Block) {
        match block {
            Block::Cover(it) => self.line(&mut it.stage),
            Block::Heading(it) => self.line(&mut it.content),
            Block::Paragraph(it) => self.line(&mut it.content),
            Block::List(it) => {
                let at = self.below(it.items.len());
                match self.below(3) {
                    0 if it.items.len() > 1 => drop(it.items.remove(at)),
                    1 => {
                        let paragraph = Paragraph::body(vec![words(&self.sentence())]);
                        it.items.insert(at, vec![Block::Paragraph(paragraph)]);
                    }
                    _ => self.blocks(&mut it.items[at]),
                }
            }
            Block::Table(it) => self.table(it),
            Block::Figure(it) => match self.below(2) {
                0 => it.alternative.text = self.sentence().into(),
                _ => self.line(&mut it.caption.title),
            },
            Block::Picture(it) => self.line(&mut it.caption),
            Block::Beside(it) => match self.below(2) {
                0 => self.blocks(&mut it.left),
                _ => self.blocks(&mut it.right),
            },
            Block::Contents(_) | Block::Revised(_) => {}
        }
    }

    fn table(&mut self, table: &mut Table) {
        let plain = |row: &Row| row.cells.iter().all(|it| it.row_span == 1 && it.column_span == 1);
        let plain = table.head.iter().chain(&table.body).all(plain);
        let at = self.below(table.body.len());
        match self.below(9) {
            0 if plain && table.body.len() > 1 => drop(table.body.remove(at)),
            1 if plain && !table.body.is_empty() => {
                let mut row = table.body[at].clone();
                let cell = self.below(row.cells.len());
                row.cells[cell] = Cell::new(vec![words(&self.sentence())]);
                table.body.insert(at, row);
            }
            2 if plain && table.columns.len() > 1 => {
                let column = self.below(table.columns.len());
                table.columns.remove(column);
                let rows = table.head.iter_mut().chain(&mut table.body);
                rows.for_each(|row| drop(row.cells.remove(column)));
            }
            3 => match table.notes.pop() {
                Some(_) => {}
                None => table.notes.push(Paragraph::body(vec![words(&self.sentence())])),
            },
            4 => {
                if let Some(caption) = &mut table.caption {
                    caption.number += 1;
                    caption.unit = match self.below(2) {
                        0 => None,
                        _ => Some(Text::template("億円", &"edits".into())),
                    };
                }
            }
            _ => {
                let cells = table
                    .head
                    .iter_mut()
                    .chain(&mut table.body)
                    .flat_map(|row| &mut row.cells);
                let mut cells: Vec<&mut Cell> = cells.collect();
                if !cells.is_empty() {
                    let cell = self.below(cells.len());
                    self.cell(cells[cell]);
                }
            }
        }
    }

    fn cell(&mut self, cell: &mut Cell) {
        let at = self.below(cell.paragraphs.len());
        match self.below(4) {
            0 if cell.paragraphs.len() > 1 => drop(cell.paragraphs.remove(at)),
            1 => cell.paragraphs.insert(at, vec![words(&self.sentence())]),
            2 => cell.paragraphs.push(vec![words(&self.sentence())]),
            _ => match cell.paragraphs.get_mut(at) {
                Some(line) => self.line(line),
                None => cell.paragraphs.push(Vec::new()),
            },
        }
    }

    fn line(&mut self, line: &mut Vec<Inline>) {
        let at = self.below(line.len() + 1);
        match self.below(5) {
            0 => line.clear(),
            1 if at < line.len() => drop(line.remove(at)),
            2 => line.insert(at, Inline::Break),
            3 => line.insert(at, words(&self.sentence())),
            _ => {
                let new = self.sentence();
                if let Some(Inline::Text { text }) = line.get_mut(at) {
                    let cut = text.text.chars().count() / 2;
                    let kept: String = text.text.chars().take(cut).collect();
                    text.text = format!("{kept}{new}").into();
                } else {
                    line.push(words(&new));
                }
            }
        }
    }
}

fn each_line(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        match block {
            Block::Heading(it) => visit(&mut it.content),
            Block::Paragraph(it) => visit(&mut it.content),
            Block::List(it) => it.items.iter_mut().for_each(|item| each_line(item, visit)),
            Block::Table(it) => {
                let cells = it.head.iter_mut().chain(&mut it.body).flat_map(|row| &mut row.cells);
                cells.flat_map(|cell| &mut cell.paragraphs).for_each(&mut *visit);
                it.notes.iter_mut().for_each(|note| visit(&mut note.content));
            }
            Block::Figure(it) => it.notes.iter_mut().for_each(|note| visit(&mut note.content)),
            Block::Beside(it) => {
                each_line(&mut it.left, visit);
                each_line(&mut it.right, visit);
            }
            Block::Cover(_) | Block::Contents(_) | Block::Picture(_) | Block::Revised(_) => {}
        }
    }
}

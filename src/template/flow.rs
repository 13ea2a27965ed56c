//! One flow of blocks, cut into sections where the pages change.

use super::NodeIds;
use super::markdown::{Item, What};
use super::problem::Problem;
use super::value::{Blocks, Directive};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Caption, Heading, NodeId, Numbering, Page, Paragraph, Role, Section};
use crate::source::Place;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The flow on its way.
pub(super) struct Flow {
    sections: Vec<Section>,
    page: Page,
    blocks: Vec<Block>,
    annex: bool,
    waiting: Option<(Waiting, Place)>,
    /// The components' blocks that stand already and may be placed again, by address; the objects are kept alive.
    placed: BTreeSet<usize>,
    kept: Vec<Arc<Blocks>>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What waits for the next block.
enum Waiting {
    Caption(Caption, NodeId),
    Label(NodeId),
}

impl Waiting {
    fn problem(&self) -> Problem {
        match self {
            Waiting::Caption(_, _) => {
                Problem::new("caption の下に表がありません。").hint("表のすぐ上の段落に置いてください。")
            }
            Waiting::Label(_) => {
                Problem::new("label の下に見出しがありません。").hint("見出しのすぐ上の段落に置いてください。")
            }
        }
    }
}

impl Flow {
    pub fn new() -> Self {
        Flow {
            sections: Vec::new(),
            page: Page::Portrait,
            blocks: Vec::new(),
            annex: false,
            waiting: None,
            placed: BTreeSet::new(),
            kept: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Takes the flow of one template in.
    pub fn extend(&mut self, items: Vec<Item>) {
        items.into_iter().for_each(|item| self.item(item));
        self.nothing_waits();
    }

    /// The sections; those without blocks are left out.
    pub fn finish(&mut self) -> Vec<Section> {
        self.cut(self.page);
        std::mem::take(&mut self.sections)
    }

    fn item(&mut self, item: Item) {
        match item.what {
            What::Written(block) => {
                let block = self.written(*block);
                self.nothing_waits();
                self.push(block);
            }
            What::Placed(blocks) => {
                self.nothing_waits();
                self.place(blocks, item.place);
            }
            What::Directive(directive) => {
                self.nothing_waits();
                self.directive(directive, item.place);
            }
        }
    }

    fn directive(&mut self, directive: Directive, place: Place) {
        match directive {
            Directive::Page(page) => self.cut(page),
            Directive::Annex => self.annex = true,
            Directive::Caption(caption, id) => self.waiting = Some((Waiting::Caption(caption, id), place)),
            Directive::Label(id) => self.waiting = Some((Waiting::Label(id), place)),
        }
    }

    fn nothing_waits(&mut self) {
        if let Some((waiting, place)) = self.waiting.take() {
            self.diagnostics.push(waiting.problem().at(place));
        }
    }

    /// A block of Markdown with what waited for it.
    fn written(&mut self, block: Block) -> Block {
        match (block, self.waiting.take()) {
            (Block::Heading(heading), Some((Waiting::Label(id), _))) => self.heading(Heading { id, ..heading }),
            (Block::Table(mut table), Some((Waiting::Caption(caption, id), _))) => {
                (table.id, table.caption) = (id, Some(caption));
                Block::Table(table)
            }
            (block, waiting) => {
                self.waiting = waiting;
                match block {
                    Block::Heading(heading) => self.heading(heading),
                    other => other,
                }
            }
        }
    }

    fn heading(&self, heading: Heading) -> Block {
        let numbering = if self.annex { Numbering::Annex } else { Numbering::Body };
        Block::Heading(Heading { numbering, ..heading })
    }

    fn place(&mut self, blocks: Arc<Blocks>, place: Place) {
        let shared = match Arc::try_unwrap(blocks) {
            Ok(Blocks(own)) => return own.into_iter().for_each(|block| self.push(block)),
            Err(shared) => shared,
        };
        if !self.placed.insert(Arc::as_ptr(&shared) as usize) {
            let problem = Problem::new("同じ部品の結果が二か所に置かれています。");
            self.diagnostics.push(
                problem
                    .hint("部品を呼ぶ {{ … }} を、置く所ごとに書いてください。")
                    .at(place),
            );
            return;
        }
        shared.0.iter().for_each(|block| self.push(block.clone()));
        self.kept.push(shared);
    }

    /// Notes go with the table or figure above; a cover has a page of its own.
    fn push(&mut self, block: Block) {
        match (block, self.blocks.last_mut()) {
            (Block::Paragraph(note), Some(Block::Table(table))) if is_note(&note) => table.notes.push(note),
            (Block::Paragraph(note), Some(Block::Figure(figure))) if is_note(&note) => figure.notes.push(note),
            (block @ Block::Cover(_), _) => {
                let after = if self.page == Page::Cover {
                    Page::Portrait
                } else {
                    self.page
                };
                self.cut(Page::Cover);
                self.blocks.push(block);
                self.cut(after);
            }
            (block, _) => self.blocks.push(block),
        }
    }

    fn cut(&mut self, page: Page) {
        let blocks = std::mem::take(&mut self.blocks);
        if !blocks.is_empty() {
            self.sections.push(Section {
                page: self.page,
                blocks,
            });
        }
        self.page = page;
    }
}

fn is_note(paragraph: &Paragraph) -> bool {
    paragraph.role == Role::Note
}

/// References to labels that stand nowhere.
pub(super) fn unknown_labels(
    ids: &NodeIds,
    references: &[(NodeId, Place)],
    fallback: Option<Place>,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (name, id, mentions) in ids.missing() {
        let problem = Problem::new(format!("参照名「{name}」の付いた表や見出しがありません。"))
            .hint("caption(…, id=\"…\") か label(\"…\") の名前と綴りをそろえてください。");
        let mut places: Vec<Place> = references
            .iter()
            .filter(|(it, _)| *it == id)
            .map(|(_, place)| *place)
            .chain(mentions)
            .collect();
        places.dedup();
        if places.is_empty() {
            places.extend(fallback);
        }
        diagnostics.extend(places.into_iter().map(|place| problem.clone().at(place)));
    }
    diagnostics
}

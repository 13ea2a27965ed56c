//! The author's Markdown as blocks, with the values back in their places.
//!
//! Whatever has no counterpart in the tree is an error: nothing that an author writes is lost in silence.

use super::NodeIds;
use super::inline::{Part, Where};
use super::position::Markdown;
use super::problem::Problem;
use super::slot::{Slot, Slots};
use super::value::{Blocks, Directive};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Heading, Inline, List, NodeId, Numbering, Origin, Paragraph, Role};
use crate::source::Place;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{ListType, Node, NodeHeading, NodeList, NodeValue};
use comrak::{Arena, Options};
use std::sync::Arc;

/// A piece of the flow, with the place that wrote it.
pub(super) struct Item {
    pub place: Place,
    pub what: What,
}

/// What a piece of the flow is.
pub(super) enum What {
    /// A block of the author's Markdown.
    Written(Box<Block>),
    /// Blocks of a component.
    Placed(Arc<Blocks>),
    /// A change of pages, or a mark for the next block.
    Directive(Directive),
}

/// Reads the Markdown of one template.
pub(super) struct Reader<'a> {
    pub markdown: &'a Markdown<'a>,
    pub slots: &'a Slots,
    pub ids: &'a NodeIds,
    /// The path of the template: the origin of its words.
    pub path: Arc<str>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The nodes that are referred to, and where.
    pub references: Vec<(NodeId, Place)>,
    /// Lines before the text that is parsed, where that is an indented part of the whole.
    lines_before: Option<usize>,
    /// How many indented parts that part lies in.
    indented: usize,
}

/// Nothing stands within more than so many others: no page shows it, and each takes of the stack.
const MOST_NESTED: usize = 40;
/// The deepest heading.
const DEEPEST: u8 = 5;

impl<'a> Reader<'a> {
    pub fn new(markdown: &'a Markdown<'a>, slots: &'a Slots, ids: &'a NodeIds, path: &Arc<str>) -> Self {
        Reader {
            markdown,
            slots,
            ids,
            path: path.clone(),
            diagnostics: Vec::new(),
            references: Vec::new(),
            lines_before: None,
            indented: 0,
        }
    }

    /// The whole flow of the template.
    pub fn read(&mut self) -> Vec<Item> {
        self.refuse_definitions();
        self.parse(&self.markdown.text)
    }

    fn parse(&mut self, text: &str) -> Vec<Item> {
        let arena = Arena::new();
        let root = comrak::parse_document(&arena, text, &options());
        let Some(node) = nested_deeper(root, MOST_NESTED.saturating_sub(self.indented)) else {
            return self.items(root);
        };
        let problem = Problem::new("引用、箇条書き、強調などの入れ子が深すぎます。");
        let at = self.start(node);
        self.report(at, problem.hint("行の初めの > と空白、* の数を確かめてください。"));
        Vec::new()
    }

    /// `[a]: b` prints nothing in Markdown; an author who writes it means text.
    fn refuse_definitions(&mut self) {
        let lines = self
            .markdown
            .text
            .lines()
            .enumerate()
            .filter(|(_, line)| is_definition(line));
        let starts: Vec<usize> = lines.map(|(index, _)| self.markdown.line_start(index + 1)).collect();
        for at in starts {
            let problem = Problem::new("行の初めの [ ]: は印刷されません。");
            self.report(
                at,
                problem.hint("リンクは [文字](https://…)、ふつうの文は [ の前に \\ を付けて書いてください。"),
            );
        }
    }

    /// The byte of the Markdown at which a node begins.
    pub fn start(&self, node: Node<'_>) -> usize {
        let position = node.data().sourcepos.start;
        match self.lines_before {
            Some(lines) => self.markdown.line_start(lines + position.line),
            None => {
                let line = self.markdown.line_start(position.line);
                let indent = line - self.markdown.text[..line].rfind('\n').map_or(0, |at| at + 1);
                line + position.column.saturating_sub(1 + indent)
            }
        }
    }

    pub fn report(&mut self, at: usize, problem: Problem) {
        let diagnostic = problem.at(self.markdown.place(at));
        self.diagnostics.push(diagnostic);
    }

    fn items(&mut self, parent: Node<'_>) -> Vec<Item> {
        parent.children().flat_map(|node| self.item(node)).collect()
    }

    fn item(&mut self, node: Node<'_>) -> Vec<Item> {
        let value = node.data().value.clone();
        match value {
            NodeValue::Paragraph => self.paragraph(node),
            NodeValue::Heading(heading) => self.heading(node, heading),
            NodeValue::List(list) => self.list(node, &list),
            NodeValue::BlockQuote => self.quote(node),
            NodeValue::Table(table) => {
                let table = self.table(node, &table);
                vec![self.written(node, Block::Table(table))]
            }
            NodeValue::CodeBlock(code) if !code.fenced => self.indented(node, &code.literal),
            other => self.unsupported(node, &other),
        }
    }

    pub fn unsupported<T>(&mut self, node: Node<'_>, value: &NodeValue) -> Vec<T> {
        let (name, hint) = foreign(value);
        let at = self.start(node);
        self.report(at, Problem::new(format!("{name}は使えません。")).hint(hint));
        Vec::new()
    }

    pub fn written(&self, node: Node<'_>, block: Block) -> Item {
        Item {
            place: self.markdown.place(self.start(node)),
            what: What::Written(Box::new(block)),
        }
    }

    /// Four spaces are no code: an author indents what stands in a loop.
    fn indented(&mut self, node: Node<'_>, text: &str) -> Vec<Item> {
        let before = self.lines_before.unwrap_or(0) + node.data().sourcepos.start.line - 1;
        let outer = self.lines_before.replace(before);
        self.indented += 1;
        let items = self.parse(text);
        self.indented -= 1;
        self.lines_before = outer;
        items
    }

    fn paragraph(&mut self, node: Node<'_>) -> Vec<Item> {
        let parts = self.parts(node, Where::Paragraph);
        if let Some(items) = self.each_alone(&parts) {
            return items;
        }
        let place = self.markdown.place(self.start(node));
        let contents = self.paragraphs(parts, Where::Paragraph);
        let contents = contents.into_iter().filter(|content| !content.is_empty());
        let item = |content| Item {
            place,
            what: What::Written(Box::new(Block::Paragraph(paragraph(content)))),
        };
        contents.map(item).collect()
    }

    /// The blocks and directives of a paragraph that holds nothing else, each on its line.
    fn each_alone(&mut self, parts: &[Part]) -> Option<Vec<Item>> {
        let lines = parts.split(|part| matches!(part, Part::Soft));
        lines.map(|line| self.alone_on_line(line)).collect()
    }

    fn alone_on_line(&self, line: &[Part]) -> Option<Item> {
        let (number, at) = super::inline::alone(line)?;
        let what = match self.slots.get(number)? {
            Slot::Blocks(blocks) => What::Placed(blocks),
            Slot::Directive(directive) => What::Directive(directive),
            Slot::Line(_) | Slot::Prose(_) => return None,
        };
        Some(Item {
            place: self.markdown.place(at),
            what,
        })
    }

    fn heading(&mut self, node: Node<'_>, heading: NodeHeading) -> Vec<Item> {
        let parts = self.parts(node, Where::Heading);
        let content = self.settle(parts, Where::Heading);
        let at = self.start(node);
        if content.is_empty() {
            self.report(at, Problem::new("見出しに文字がありません。"));
            return Vec::new();
        }
        if heading.level > DEEPEST {
            self.report(
                at,
                Problem::new("見出しは # から ##### までの五段です。").hint("# を五つまでにしてください。"),
            );
        }
        let level = heading.level.min(DEEPEST);
        // The flow knows the numbering, and the node where a label names it.
        let (id, numbering) = (self.ids.fresh(), Numbering::Body);
        let heading = Heading {
            id,
            level,
            numbering,
            number: String::new(),
            content,
            page_break: level == 1,
        };
        vec![self.written(node, Block::Heading(heading))]
    }

    fn list(&mut self, node: Node<'_>, list: &NodeList) -> Vec<Item> {
        let items: Vec<Vec<Block>> = node.children().map(|item| self.list_item(item)).collect();
        let start = match list.list_type {
            ListType::Bullet => None,
            ListType::Ordered => Some(u32::try_from(list.start).unwrap_or(u32::MAX)),
        };
        vec![self.written(node, Block::List(List { start, items }))]
    }

    fn list_item(&mut self, node: Node<'_>) -> Vec<Block> {
        let mut blocks = self.nested(node, "箇条書き", |block| {
            matches!(block, Block::Paragraph(_) | Block::List(_))
        });
        if !matches!(blocks.first(), Some(Block::Paragraph(_))) {
            blocks.insert(0, Block::Paragraph(Paragraph::body(Vec::new())));
        }
        blocks
    }

    fn quote(&mut self, node: Node<'_>) -> Vec<Item> {
        let blocks = self.nested(node, "引用", |block| matches!(block, Block::Paragraph(_)));
        let quoted = |block| match block {
            Block::Paragraph(paragraph) => Block::Paragraph(Paragraph {
                role: Role::Quote,
                ..paragraph
            }),
            other => other,
        };
        blocks
            .into_iter()
            .map(|block| self.written(node, quoted(block)))
            .collect()
    }

    /// The blocks within another, of the kinds that may stand there.
    fn nested(&mut self, node: Node<'_>, within: &str, accept: fn(&Block) -> bool) -> Vec<Block> {
        let mut blocks = Vec::new();
        for item in self.items(node) {
            let found = match item.what {
                What::Written(block) => vec![*block],
                What::Placed(placed) => placed.0.clone(),
                What::Directive(_) => Vec::new(),
            };
            if found.is_empty() || !found.iter().all(accept) {
                let problem = Problem::new(format!("{within}の中には置けません。"));
                let problem = problem.hint(format!("{within}の外に、前後に空行を入れて置いてください。"));
                self.diagnostics.push(problem.at(item.place));
                continue;
            }
            blocks.extend(found);
        }
        blocks
    }
}

/// The first node that lies within more than so many others.
fn nested_deeper<'a>(root: Node<'a>, most: usize) -> Option<Node<'a>> {
    let mut depth = 0;
    root.traverse().find_map(|edge| match edge {
        NodeEdge::Start(node) => {
            depth += 1;
            (depth > most + 1).then_some(node)
        }
        NodeEdge::End(_) => {
            depth -= 1;
            None
        }
    })
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.cjk_friendly_emphasis = true;
    // Read so that they can be refused; otherwise a definition would be taken for one of a link, and vanish.
    options.extension.footnotes = true;
    options.parse.leave_footnote_definitions = true;
    options.parse.ignore_setext = true;
    options.parse.escaped_char_spans = true;
    options
}

fn is_definition(line: &str) -> bool {
    let label = line
        .trim_start()
        .strip_prefix('[')
        .filter(|rest| !rest.starts_with('^'));
    label
        .and_then(|rest| rest.split_once(']'))
        .is_some_and(|(_, rest)| rest.starts_with(':'))
}

/// （注） and （出典） stand under tables; only the template's own words make a note.
fn paragraph(content: Vec<Inline>) -> Paragraph {
    let is_note = match content.first() {
        Some(Inline::Text { text }) => {
            matches!(text.origin, Origin::Template(_))
                && ["（注", "（出典"].iter().any(|mark| text.text.starts_with(mark))
        }
        Some(
            Inline::Strong { .. }
            | Inline::Emphasis { .. }
            | Inline::Pending { .. }
            | Inline::Break
            | Inline::Link { .. }
            | Inline::Reference { .. }
            | Inline::PageReference { .. }
            | Inline::Underline { .. }
            | Inline::Revised { .. }
            | Inline::End { .. },
        )
        | None => false,
    };
    Paragraph {
        role: if is_note { Role::Note } else { Role::Body },
        content,
    }
}

/// The name of what the tree has no counterpart for, and what to write instead.
fn foreign(value: &NodeValue) -> (&'static str, &'static str) {
    match value {
        NodeValue::CodeBlock(_) | NodeValue::Code(_) => {
            ("コード（`）", "ふつうの文にしてください。文字の ` は \\` と書きます。")
        }
        NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => (
            "HTML",
            "Markdown で書いてください。文字の < は \\<、覚え書きは {# … #} と書きます。",
        ),
        NodeValue::ThematicBreak => ("区切り線", "見出しか {{ portrait() }} で区切ってください。"),
        NodeValue::FootnoteDefinition(_) | NodeValue::FootnoteReference(_) => {
            ("脚注", "「（注）」で始まる段落にしてください。")
        }
        NodeValue::Image(_) => (
            "画像の ![ ]( )",
            "写真は会社のファイルに書き、写真の部品で印刷してください。",
        ),
        NodeValue::Document
        | NodeValue::FrontMatter(_)
        | NodeValue::BlockQuote
        | NodeValue::List(_)
        | NodeValue::Item(_)
        | NodeValue::DescriptionList
        | NodeValue::DescriptionItem(_)
        | NodeValue::DescriptionTerm
        | NodeValue::DescriptionDetails
        | NodeValue::Paragraph
        | NodeValue::Heading(_)
        | NodeValue::Table(_)
        | NodeValue::TableRow(_)
        | NodeValue::TableCell
        | NodeValue::Text(_)
        | NodeValue::TaskItem(_)
        | NodeValue::SoftBreak
        | NodeValue::LineBreak
        | NodeValue::Raw(_)
        | NodeValue::Emph
        | NodeValue::Strong
        | NodeValue::Strikethrough
        | NodeValue::Highlight
        | NodeValue::Insert
        | NodeValue::Superscript
        | NodeValue::Link(_)
        | NodeValue::Math(_)
        | NodeValue::MultilineBlockQuote(_)
        | NodeValue::Escaped
        | NodeValue::WikiLink(_)
        | NodeValue::Underline
        | NodeValue::Subscript
        | NodeValue::SpoileredText
        | NodeValue::EscapedTag(_)
        | NodeValue::Alert(_)
        | NodeValue::Callout(_)
        | NodeValue::CalloutTitle
        | NodeValue::Subtext
        | NodeValue::BlockDirective(_)
        | NodeValue::CommentInline(_)
        | NodeValue::MultilineComment(_) => (
            "この書き方",
            "見出し、段落、箇条書き、表、引用、強調、リンクで書いてください。",
        ),
    }
}

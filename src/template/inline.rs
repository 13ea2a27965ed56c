//! The author's Markdown within a line, with the values back in their places.

use super::basics::check_address;
use super::markdown::Reader;
use super::problem::Problem;
use super::prose::gap;
use super::slot::{CLOSE, OPEN, Slot};
use crate::document::text::plain;
use crate::document::{Block, Inline, NodeId, Origin, Text};
use comrak::nodes::{Node, NodeLink, NodeValue};

/// A piece of a line.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// The author's words.
    Words(String),
    /// The number of a slot, and the byte of its token.
    Slot(usize, usize),
    /// A line break of the author's that may become a space.
    Soft,
    /// Anything else, ready.
    Ready(Inline),
}

/// What a line belongs to: it decides which values may stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    Paragraph,
    Cell,
    Heading,
    Link,
    Emphasis,
}

impl Where {
    fn name(self) -> &'static str {
        match self {
            Where::Paragraph => "段落",
            Where::Cell => "表の欄",
            Where::Heading => "見出し",
            Where::Link => "リンク",
            Where::Emphasis => "強調",
        }
    }

    fn takes_prose(self) -> bool {
        match self {
            Where::Paragraph | Where::Cell => true,
            Where::Heading | Where::Link | Where::Emphasis => false,
        }
    }
}

/// Marks that Markdown left as they are, though the author meant something by them.
const LEFT_OVER: &[(&str, &str)] = &[
    (
        "**",
        "強調の ** が組になっていません。内側に空白を入れず、**文字** と書いてください。文字の * は \\* と書きます。",
    ),
    ("~~", "取り消し線は使えません。文字の ~ は \\~ と書きます。"),
    ("[^", "脚注は使えません。「（注）」で始まる段落にしてください。"),
];

/// Marks that mean nothing at the beginning of a line unless something was mistaken.
const MISTAKEN: &[(&str, &str)] = &[
    (
        "|",
        "表として読めません。見出しの行の下に |---|---| の行を置き、列の数をそろえ、表の前に空行を入れてください。",
    ),
    (
        "#",
        "見出しとして読めません。# の後に半角の空白を入れてください。文字の # は \\# と書きます。",
    ),
];

impl Reader<'_> {
    /// The pieces of a node's line.
    pub fn parts(&mut self, node: Node<'_>, place: Where) -> Vec<Part> {
        let mut parts = Vec::new();
        for child in node.children() {
            let at = self.start(child);
            let value = child.data().value.clone();
            match value {
                NodeValue::Text(words) => {
                    self.check_words(&words, at, place == Where::Paragraph && begins_line(&parts));
                    push_words(&mut parts, &words, at);
                }
                NodeValue::Escaped => parts.extend(escaped(child)),
                NodeValue::SoftBreak => parts.push(Part::Soft),
                NodeValue::LineBreak => parts.push(Part::Ready(Inline::Break)),
                NodeValue::Strong => parts.extend(self.stressed(child, |content| Inline::Strong { content })),
                NodeValue::Emph => parts.extend(self.stressed(child, |content| Inline::Emphasis { content })),
                NodeValue::Link(link) => parts.extend(self.link(child, &link)),
                other => parts.extend(self.unsupported(child, &other)),
            }
        }
        parts
    }

    fn content(&mut self, node: Node<'_>, place: Where) -> Vec<Inline> {
        let parts = self.parts(node, place);
        self.settle(parts, place)
    }

    /// Emphasis of a value that is empty is nothing.
    fn stressed(&mut self, node: Node<'_>, stress: fn(Vec<Inline>) -> Inline) -> Option<Part> {
        let content = self.content(node, Where::Emphasis);
        (!content.is_empty()).then(|| Part::Ready(stress(content)))
    }

    fn check_words(&mut self, words: &str, at: usize, begins_line: bool) {
        let left_over = LEFT_OVER.iter().filter(|(mark, _)| words.contains(mark));
        let mistaken = MISTAKEN
            .iter()
            .filter(|(mark, _)| begins_line && words.starts_with(mark));
        for (mark, message) in left_over.chain(mistaken) {
            let at = at + words.find(mark).unwrap_or(0);
            self.report(at, Problem::new(*message));
        }
    }

    fn link(&mut self, node: Node<'_>, link: &NodeLink) -> Option<Part> {
        let content = self.content(node, Where::Link);
        if let Err(problem) = check_link(link, &content) {
            let at = self.start(node);
            self.report(at, problem);
            return None;
        }
        let url = Text::template(&link.url, &self.path);
        Some(Part::Ready(Inline::Link { url, content }))
    }

    /// The paragraphs that a line becomes: several only where a prose stands alone.
    pub fn paragraphs(&mut self, parts: Vec<Part>, place: Where) -> Vec<Vec<Inline>> {
        let slot = alone(&parts).and_then(|(number, at)| Some((self.slots.get(number)?, at)));
        match slot {
            Some((Slot::Prose(paragraphs), _)) => paragraphs.into_iter().map(|it| vec![Inline::text(it)]).collect(),
            Some((Slot::Blocks(blocks), at)) => {
                let contents: Option<Vec<Vec<Inline>>> = blocks.0.iter().map(plain_paragraph).collect();
                contents.unwrap_or_else(|| self.misplaced(at, place))
            }
            Some((Slot::Line(_) | Slot::Directive(_), _)) | None => vec![self.settle(parts, place)],
        }
    }

    fn misplaced<T>(&mut self, at: usize, place: Where) -> Vec<T> {
        let problem = Problem::new(format!("部品を{}の中に置くことはできません。", place.name()));
        self.report(
            at,
            problem.hint("{{ … }} だけを一つの段落にし、前後に空行を入れてください。"),
        );
        Vec::new()
    }

    /// One line of its pieces.
    pub fn settle(&mut self, parts: Vec<Part>, place: Where) -> Vec<Inline> {
        let mut line = Line::default();
        for part in parts {
            match part {
                Part::Words(words) => line.push(Inline::text(Text::template(&words, &self.path)), &self.path),
                Part::Ready(inline) => line.push(inline, &self.path),
                Part::Soft => line.soft = true,
                Part::Slot(number, at) => {
                    let path = self.path.clone();
                    self.value(number, at, place)
                        .into_iter()
                        .for_each(|it| line.push(it, &path));
                }
            }
        }
        line.finish()
    }

    fn value(&mut self, number: usize, at: usize, place: Where) -> Vec<Inline> {
        match self.slots.get(number) {
            Some(Slot::Line(inlines)) => {
                let target = self.markdown.place(at);
                self.references
                    .extend(targets(&inlines).into_iter().map(|it| (it, target)));
                inlines
            }
            Some(Slot::Prose(paragraphs)) => self.prose(paragraphs, at, place),
            Some(Slot::Blocks(_) | Slot::Directive(_)) => self.misplaced(at, place),
            None => Vec::new(),
        }
    }

    fn prose(&mut self, paragraphs: Vec<Text>, at: usize, place: Where) -> Vec<Inline> {
        if !place.takes_prose() {
            let problem = Problem::new(format!("文章（prose）を{}の中に置くことはできません。", place.name()));
            self.report(at, problem.hint("{{ … }} だけを一つの段落にしてください。"));
            return Vec::new();
        }
        if paragraphs.len() > 1 {
            let problem = Problem::new("段落が二つ以上ある文章は、文の途中には置けません。");
            self.report(
                at,
                problem.hint("{{ … }} だけを一つの段落にするか、元の文章を一つの段落にしてください。"),
            );
            return Vec::new();
        }
        paragraphs.into_iter().map(Inline::text).collect()
    }
}

fn check_link(link: &NodeLink, content: &[Inline]) -> Result<(), Problem> {
    if link.url.contains(OPEN) {
        let problem = Problem::new("リンク先に値は書けません。");
        return Err(problem.hint("{{ link(\"文字\", 値) }} を使ってください。"));
    }
    if !link.title.is_empty() || content.is_empty() {
        let problem = Problem::new("リンクに文字がないか、題が付いています。");
        return Err(problem.hint("[文字](https://…) と書いてください。"));
    }
    check_address(&link.url)
}

/// A line on its way.
#[derive(Default)]
struct Line {
    inlines: Vec<Inline>,
    /// Words of a template at the end of the line, to which more may come.
    words: Option<(Text, String)>,
    /// The last character.
    last: Option<char>,
    /// A line break of the author's stands at the end.
    soft: bool,
}

impl Line {
    fn push(&mut self, inline: Inline, path: &std::sync::Arc<str>) {
        let right = plain(std::slice::from_ref(&inline));
        if std::mem::take(&mut self.soft) {
            let gap = gap(self.last, right.chars().next());
            self.append(Inline::text(Text::template(gap, path)));
        }
        self.append(inline);
        self.last = right.chars().next_back().or(self.last);
    }

    /// Words beside words become one text.
    fn append(&mut self, inline: Inline) {
        match (inline, &mut self.words) {
            (Inline::Text { text }, _) if text.text.is_empty() => {}
            (Inline::Text { text }, Some((words, more))) if is_continued(words, &text) => more.push_str(&text.text),
            (Inline::Text { text }, _) if matches!(text.origin, Origin::Template(_)) => {
                self.end_words();
                self.words = Some((text.clone(), text.text.to_string()));
            }
            (inline, _) => {
                self.end_words();
                self.inlines.push(inline);
            }
        }
    }

    fn end_words(&mut self) {
        let words = self.words.take().map(|(first, all)| Text {
            text: all.into(),
            ..first
        });
        self.inlines.extend(words.map(Inline::text));
    }

    fn finish(mut self) -> Vec<Inline> {
        self.end_words();
        self.inlines
    }
}

/// Whether both are words of one template.
fn is_continued(first: &Text, next: &Text) -> bool {
    matches!((&first.origin, &next.origin), (Origin::Template(a), Origin::Template(b)) if a == b)
}

/// The slot that stands alone, spaces aside.
pub(super) fn alone(parts: &[Part]) -> Option<(usize, usize)> {
    let mut visible = parts
        .iter()
        .filter(|part| !matches!(part, Part::Words(words) if words.trim().is_empty()));
    match (visible.next(), visible.next()) {
        (Some(Part::Slot(number, at)), None) => Some((*number, *at)),
        (_, _) => None,
    }
}

fn begins_line(parts: &[Part]) -> bool {
    matches!(parts.last(), None | Some(Part::Soft | Part::Ready(Inline::Break)))
}

/// Parts the author's words from the tokens among them.
fn push_words(parts: &mut Vec<Part>, words: &str, at: usize) {
    let mut rest = words;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let token = at + words.len() - after.len() - OPEN.len_utf8();
        let (number, after) = after.split_once(CLOSE).unwrap_or((after, ""));
        parts.extend((!before.is_empty()).then(|| Part::Words(before.to_owned())));
        parts.extend(number.parse().ok().map(|number| Part::Slot(number, token)));
        rest = after;
    }
    parts.extend((!rest.is_empty()).then(|| Part::Words(rest.to_owned())));
}

/// A character with a backslash before it.
fn escaped(node: Node<'_>) -> Option<Part> {
    let child = node.first_child()?;
    let data = child.data();
    data.value.text().map(|words| Part::Words(words.to_string()))
}

/// The content of a block that a cell can take in.
fn plain_paragraph(block: &Block) -> Option<Vec<Inline>> {
    match block {
        Block::Paragraph(paragraph) => Some(paragraph.content.clone()),
        Block::Cover(_)
        | Block::Contents(_)
        | Block::Heading(_)
        | Block::List(_)
        | Block::Table(_)
        | Block::Figure(_)
        | Block::Picture(_)
        | Block::Beside(_)
        | Block::Revised(_) => None,
    }
}

fn targets(inlines: &[Inline]) -> Vec<NodeId> {
    let of = |inline: &Inline| match inline {
        Inline::Reference { target, .. } | Inline::PageReference { target } => vec![*target],
        Inline::Strong { content }
        | Inline::Emphasis { content }
        | Inline::Link { content, .. }
        | Inline::Underline { content }
        | Inline::Revised { content, .. } => targets(content),
        Inline::Text { .. } | Inline::Pending { .. } | Inline::Break | Inline::End { .. } => Vec::new(),
    };
    inlines.iter().flat_map(of).collect()
}

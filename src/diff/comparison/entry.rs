//! What a block of a redline says on either side of a comparison table.

use super::grid;
use super::preset::{Mark, Preset};
use crate::diff::redline::dead;
use crate::document::revision::of_paragraph;
use crate::document::text::{plain, unit_note};
use crate::document::{Block, Caption, Cover, Heading, Inline, List, Paragraph, Revision, Text};

/// The file of the presets: where planc's own words of a comparison come from.
const PRESETS: &str = "comparison.toml";

/// A line of a cell.
pub type Line = Vec<Inline>;

/// A stretch of the plan: what either version says there.
pub struct Entry {
    /// What has become of it.
    pub fate: Fate,
    /// The version after, marked.
    pub after: Vec<Line>,
    /// The version before, marked.
    pub before: Vec<Line>,
}

/// What has become of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is the same.
    Same,
    /// It says something else.
    Changed,
    /// It came or went whole.
    Whole(Revision),
}

/// Reads entries from the blocks of a redline.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// How changes are marked.
    pub preset: &'a Preset,
}

impl Reader<'_> {
    /// Words of planc itself.
    pub fn words(self, words: &str) -> Line {
        vec![Inline::text(Text::template(words, &PRESETS.into()))]
    }

    /// Words about a text of a version.
    pub fn made_of(self, words: &str, text: &Text) -> Text {
        Text::made_of(words, &PRESETS.into(), [text])
    }

    /// What a block says, piece by piece.
    pub fn entries(self, block: &Block) -> Vec<Entry> {
        match block {
            Block::Contents(_) => Vec::new(),
            Block::Cover(cover) => self.cover(cover),
            Block::Heading(heading) => vec![self.heading(heading)],
            Block::Paragraph(paragraph) => vec![self.prose(paragraph)],
            Block::List(list) => self.list(list),
            Block::Table(table) => grid::entries(self, table),
            Block::Figure(figure) => {
                let mut entries = vec![self.caption(&figure.caption)];
                entries.extend(self.notes(&figure.notes));
                entries
            }
            Block::Picture(picture) => vec![self.line(&picture.caption)],
            Block::Beside(beside) => {
                let blocks = beside.left.iter().chain(&beside.right);
                blocks.flat_map(|block| self.entries(block)).collect()
            }
            Block::Revised(revised) => {
                let entries = self.entries(&revised.block).into_iter();
                entries.map(|entry| whole(entry, revised.revision)).collect()
            }
        }
    }

    /// A line that stands in both versions, with what changed in it.
    pub fn line(self, content: &[Inline]) -> Entry {
        let fate = match of_paragraph(content) {
            Some(revision) => Fate::Whole(revision),
            None if is_changed(content) => Fate::Changed,
            None => Fate::Same,
        };
        let lines = |side| {
            let line = self.side(content, side);
            if plain(&line).is_empty() {
                Vec::new()
            } else {
                vec![line]
            }
        };
        Entry {
            fate,
            after: lines(Revision::Inserted),
            before: lines(Revision::Deleted),
        }
    }

    /// What a line says in one version: what is only there is marked, what is only in the other left out.
    pub fn side(self, content: &[Inline], side: Revision) -> Line {
        let kept = |inline: &Inline| match inline {
            Inline::Revised { revision, content } => (*revision == side).then(|| self.marked(dead(content))),
            Inline::End { .. } => None,
            kept => dead(std::slice::from_ref(kept)).pop(),
        };
        content.iter().filter_map(kept).collect()
    }

    /// Words as changed.
    pub fn marked(self, content: Line) -> Inline {
        match self.preset.mark {
            Mark::Underline => Inline::Underline { content },
            Mark::Bold => Inline::Strong { content },
        }
    }

    /// A paragraph: sentences that have not changed are left out.
    fn prose(self, paragraph: &Paragraph) -> Entry {
        if !is_changed(&paragraph.content) {
            return self.line(&paragraph.content);
        }
        let mut short = Vec::new();
        for sentence in sentences(&paragraph.content) {
            let unchanged = self.words(&self.preset.unchanged);
            if is_changed(&sentence) {
                short.extend(sentence);
            } else if !short.ends_with(&unchanged) {
                short.extend(unchanged);
            }
        }
        self.line(&short)
    }

    fn notes(self, notes: &[Paragraph]) -> impl Iterator<Item = Entry> {
        notes.iter().map(move |note| self.line(&note.content))
    }

    fn list(self, list: &List) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (index, item) in list.items.iter().enumerate() {
            let mark = list
                .start
                .map_or_else(|| "・".to_owned(), |start| format!("{}　", start as usize + index));
            let mut of_item: Vec<Entry> = item.iter().flat_map(|block| self.entries(block)).collect();
            if let Some(first) = of_item.first_mut() {
                let mut lines = first.after.iter_mut().take(1).chain(first.before.iter_mut().take(1));
                lines
                    .by_ref()
                    .for_each(|line| drop(line.splice(0..0, self.words(&mark))));
            }
            entries.extend(of_item);
        }
        entries
    }

    fn cover(self, cover: &Cover) -> Vec<Entry> {
        let lines = [&cover.series, &cover.title, &cover.period, &cover.stage];
        let foot = [&cover.date, &cover.issuer, &cover.department];
        let entries = lines.into_iter().chain(foot).filter(|line| !line.is_empty());
        entries.map(|line| self.line(line)).collect()
    }

    /// A heading within a part that came or went whole.
    fn heading(self, heading: &Heading) -> Entry {
        let mut content = self.words(&format!("{}　", heading.number));
        content.extend(heading.content.iter().cloned());
        let mut entry = self.line(if heading.number.is_empty() {
            &heading.content
        } else {
            &content
        });
        let strong = |line: &mut Line| {
            *line = vec![Inline::Strong {
                content: std::mem::take(line),
            }]
        };
        entry.after.iter_mut().chain(&mut entry.before).for_each(strong);
        entry
    }

    /// A caption; another number alone is no change, for it follows from others.
    pub fn caption(self, caption: &Caption) -> Entry {
        let mut entry = self.line(&caption.title);
        let former = caption.before.as_ref();
        let numbers = (caption.number, former.map_or(caption.number, |it| it.number));
        let units = (
            caption.unit.as_ref(),
            former.map_or(caption.unit.as_ref(), |it| it.unit.as_ref()),
        );
        let unit_changed = caption.has_new_unit() || caption.former_unit().is_some();
        let complete = |lines: &mut Vec<Line>, number: u32, unit: Option<&Text>| {
            let mut line = self.words(&format!("{}{number}　", caption.kind.word()));
            line.extend(lines.drain(..).flatten());
            let unit = unit.map(|unit| self.words(&unit_note(unit))).unwrap_or_default();
            line.extend(if unit_changed && !unit.is_empty() {
                vec![self.marked(unit)]
            } else {
                unit
            });
            lines.push(line);
        };
        complete(&mut entry.after, numbers.0, units.0);
        complete(&mut entry.before, numbers.1, units.1);
        if entry.fate == Fate::Same && unit_changed {
            entry.fate = Fate::Changed;
        }
        entry
    }
}

/// An entry of a block that came or went whole.
fn whole(entry: Entry, revision: Revision) -> Entry {
    let (after, before) = match revision {
        Revision::Inserted => (entry.after, Vec::new()),
        Revision::Deleted => (Vec::new(), entry.before),
    };
    Entry {
        fate: Fate::Whole(revision),
        after,
        before,
    }
}

/// Whether anything of a line came or went.
pub fn is_changed(content: &[Inline]) -> bool {
    content
        .iter()
        .any(|it| matches!(it, Inline::Revised { .. } | Inline::End { .. }))
}

/// A paragraph in sentences. What changed belongs to the sentence in which it begins.
fn sentences(content: &[Inline]) -> Vec<Line> {
    let mut sentences = vec![Line::new()];
    for inline in content {
        for piece in pieces(inline) {
            let ends = plain(std::slice::from_ref(&piece)).ends_with('。');
            if let Some(sentence) = sentences.last_mut() {
                sentence.push(piece);
            }
            if ends {
                sentences.push(Line::new());
            }
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// A text cut behind each 。.
fn pieces(inline: &Inline) -> Vec<Inline> {
    let Inline::Text { text } = inline else {
        return vec![inline.clone()];
    };
    let piece = |piece: &str| Inline::Text {
        text: Text {
            text: piece.into(),
            ..text.clone()
        },
    };
    text.text.split_inclusive('。').map(piece).collect()
}

//! The rows of a comparison table: one for each part of the plan in which something changed.

use super::Sides;
use super::entry::{Entry, Fate, Line, Reader, is_changed};
use crate::document::{Block, Caption, Document, Figure, Heading, Inline, Revision};

/// A heading above the present place, as either version has it.
struct Title {
    level: u8,
    after: Option<Line>,
    before: Option<Line>,
}

/// A part of the plan: what stands under a heading and above the next.
#[derive(Default)]
struct Part {
    path: Sides,
    /// The level of its heading where it came or went whole.
    whole: Option<(u8, Revision)>,
    changed: bool,
    entries: Vec<Entry>,
}

/// The rows of a redline's comparison table.
pub fn rows(reader: Reader<'_>, redline: &Document, before: &Document) -> Vec<Sides> {
    let mut parts = Parts {
        reader,
        numbers: numbers(before),
        titles: Vec::new(),
        list: vec![Part {
            path: (strong(reader.words("表紙")), strong(reader.words("表紙"))),
            ..Part::default()
        }],
    };
    let blocks: Vec<&Block> = redline.sections.iter().flat_map(|section| &section.blocks).collect();
    for (index, block) in blocks.iter().enumerate() {
        parts.block(
            block,
            blocks.get(index + 1).copied(),
            index.checked_sub(1).and_then(|it| blocks.get(it).copied()),
        );
    }
    let changed = parts.list.iter().filter(|part| part.is_changed());
    changed.map(|part| part.sides(reader)).collect()
}

/// A line of a path; none where it is empty.
fn strong(content: Line) -> Vec<Line> {
    if content.is_empty() {
        Vec::new()
    } else {
        vec![vec![Inline::Strong { content }]]
    }
}

/// The numbers of the headings of the body, in order.
fn numbers(document: &Document) -> std::vec::IntoIter<String> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let numbers = blocks.filter_map(|block| match block {
        Block::Heading(heading) => Some(heading.number.clone()),
        _ => None,
    });
    numbers.collect::<Vec<_>>().into_iter()
}

struct Parts<'a> {
    reader: Reader<'a>,
    /// The numbers of the headings before that are still to come: headings that did not come now keep their order.
    numbers: std::vec::IntoIter<String>,
    titles: Vec<Title>,
    list: Vec<Part>,
}

impl Parts<'_> {
    fn block(&mut self, block: &Block, next: Option<&Block>, last: Option<&Block>) {
        match block {
            Block::Heading(heading) => self.open(heading, None),
            Block::Revised(revised) => match &*revised.block {
                Block::Heading(heading) => self.open_or_tell(heading, revised.revision, block),
                Block::Figure(figure) => self.figure(figure, revised.revision, next, last),
                _ => self.tell(self.reader.entries(block)),
            },
            _ => self.tell(self.reader.entries(block)),
        }
    }

    fn tell(&mut self, entries: Vec<Entry>) {
        if let Some(part) = self.list.last_mut() {
            part.entries.extend(entries);
        }
    }

    /// A heading below one that came or went is told of in its row.
    fn open_or_tell(&mut self, heading: &Heading, revision: Revision, block: &Block) {
        let above = self.list.last().and_then(|part| part.whole);
        if above.is_some_and(|(level, whole)| whole == revision && level < heading.level) {
            if revision == Revision::Deleted {
                self.numbers.next();
            }
            self.tell(self.reader.entries(block));
        } else {
            self.open(heading, Some(revision));
        }
    }

    fn open(&mut self, heading: &Heading, revision: Option<Revision>) {
        let line = |number: &str, side| {
            let mut line = self.reader.words(number);
            line.extend(match number.is_empty() {
                true => Default::default(),
                false => self.reader.words("　"),
            });
            line.extend(self.reader.side(&heading.content, side));
            line
        };
        let stays = |side| revision.is_none_or(|revision| revision == side);
        let after = stays(Revision::Inserted).then(|| line(&heading.number, Revision::Inserted));
        let former = stays(Revision::Deleted).then(|| self.numbers.next()).flatten();
        let before = former.map(|number| line(&number, Revision::Deleted));
        self.titles.retain(|title| title.level < heading.level);
        self.titles.push(Title {
            level: heading.level,
            after,
            before,
        });
        let path = |of: &dyn Fn(&Title) -> Option<Line>| {
            let titles: Vec<Line> = self.titles.iter().filter_map(of).collect();
            titles.join(&self.reader.words("　")[..])
        };
        let path = (path(&|it| it.after.clone()), path(&|it| it.before.clone()));
        self.list.push(Part {
            path: (strong(path.0), strong(path.1)),
            whole: revision.map(|revision| (heading.level, revision)),
            changed: revision.is_some() || is_changed(&heading.content),
            entries: Vec::new(),
        });
    }

    /// A chart that gave way to another of the same title is told of once.
    fn figure(&mut self, figure: &Figure, revision: Revision, next: Option<&Block>, last: Option<&Block>) {
        let with = |other: Option<&Block>| match other {
            Some(Block::Revised(other)) if other.revision != revision => match &*other.block {
                Block::Figure(other) => Some(other.caption.clone()),
                _ => None,
            },
            _ => None,
        };
        match (revision, with(next), with(last)) {
            (Revision::Deleted, Some(_), _) => {}
            (Revision::Inserted, _, Some(former)) => {
                let entry = self.replaced(&figure.caption, &former);
                self.tell(vec![entry]);
            }
            (Revision::Inserted | Revision::Deleted, ..) => {
                let line = self.figure_line(&figure.caption, "図", revision);
                let (after, before) = match revision {
                    Revision::Inserted => (vec![line], Vec::new()),
                    Revision::Deleted => (Vec::new(), vec![line]),
                };
                self.tell(vec![Entry {
                    fate: Fate::Whole(revision),
                    after,
                    before,
                }]);
            }
        }
    }

    fn replaced(&self, caption: &Caption, former: &Caption) -> Entry {
        Entry {
            fate: Fate::Changed,
            after: vec![self.figure_line(caption, "図の差替え", Revision::Inserted)],
            before: vec![self.figure_line(former, "差替え前の図", Revision::Deleted)],
        }
    }

    fn figure_line(&self, caption: &Caption, words: &str, side: Revision) -> Line {
        let entry = self.reader.caption(caption);
        let lines = if side == Revision::Inserted {
            entry.after
        } else {
            entry.before
        };
        let mut line: Line = lines.into_iter().flatten().collect();
        line.push(self.reader.marked(self.reader.words(&format!("（{words}）"))));
        line
    }
}

impl Part {
    fn is_changed(&self) -> bool {
        self.changed || self.entries.iter().any(|entry| entry.fate != Fate::Same)
    }

    /// Whether something stands in the place of this entry, or this entry in the place of something.
    fn is_replacement(&self, index: usize) -> bool {
        let Some(Entry {
            fate: fate @ Fate::Whole(_),
            ..
        }) = self.entries.get(index)
        else {
            return false;
        };
        let run = |entries: &mut dyn Iterator<Item = &Entry>| entries.map(|it| it.fate).find(|it| it != fate);
        let near = [
            run(&mut self.entries[..index].iter().rev()),
            run(&mut self.entries[index..].iter()),
        ];
        near.iter().any(|it| matches!(it, Some(Fate::Whole(_))))
    }

    /// Both cells: the headings, then what changed; what did not is left out.
    fn sides(&self, reader: Reader<'_>) -> Sides {
        let preset = reader.preset;
        let (mut after, mut before) = self.path.clone();
        if let Some((_, revision)) = self.whole {
            let (side, words) = match revision {
                Revision::Inserted => (&mut before, &preset.new),
                Revision::Deleted => (&mut after, &preset.gone),
            };
            side.push(reader.words(words));
        }
        let mut last = self.whole.map(|(_, revision)| Fate::Whole(revision));
        for (index, entry) in self.entries.iter().enumerate() {
            let repeats = last == Some(entry.fate) || self.is_replacement(index);
            match entry.fate {
                Fate::Same if repeats => {}
                Fate::Same => {
                    after.push(reader.words(&preset.unchanged));
                    before.push(reader.words(&preset.unchanged));
                }
                Fate::Whole(Revision::Inserted) if !repeats => before.push(reader.words(&preset.new)),
                Fate::Whole(Revision::Deleted) if !repeats => after.push(reader.words(&preset.gone)),
                Fate::Changed | Fate::Whole(_) => {}
            }
            if entry.fate != Fate::Same {
                after.extend(entry.after.iter().cloned());
                before.extend(entry.before.iter().cloned());
            }
            last = Some(entry.fate);
        }
        (after, before)
    }
}

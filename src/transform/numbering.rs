//! Numbers of headings (第1 → 1 → (1) → ア → (ア)) and of captions.

use super::each_block_of;
use crate::document::{Block, CaptionKind, Document, Heading, NodeId, Numbering};
use std::collections::BTreeMap;

/// How references name each node: 第5の1, 別紙2, 表5, 図3.
pub type Names = BTreeMap<NodeId, String>;

const LEVELS: usize = 5;

/// Numbers headings, tables and figures in reading order.
pub(super) fn number(document: &mut Document) -> Names {
    let mut counter = Counter::default();
    each_block_of(document, &mut |block| counter.block(block));
    counter.names
}

#[derive(Default)]
struct Counter {
    /// How many headings of each level there are below the last one above it; the first level by its numbering.
    body: usize,
    annexes: usize,
    below: [usize; LEVELS],
    sheets: usize,
    tables: u32,
    figures: u32,
    /// Numbers of the headings above, for references.
    path: Vec<String>,
    names: Names,
}

impl Counter {
    fn block(&mut self, block: &mut Block) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Table(table) => {
                if let Some(caption) = &mut table.caption {
                    self.tables += 1;
                    caption.number = self.tables;
                    self.names
                        .insert(table.id, format!("{}{}", CaptionKind::Table.word(), self.tables));
                }
            }
            Block::Figure(figure) => {
                self.figures += 1;
                figure.caption.number = self.figures;
                self.names
                    .insert(figure.id, format!("{}{}", CaptionKind::Figure.word(), self.figures));
            }
            Block::Cover(_)
            | Block::Contents(_)
            | Block::Paragraph(_)
            | Block::List(_)
            | Block::Picture(_)
            | Block::Beside(_)
            | Block::Revised(_) => {}
        }
    }

    fn heading(&mut self, heading: &mut Heading) {
        let level = usize::from(heading.level.max(1)).min(LEVELS);
        heading.number = match heading.numbering {
            Numbering::Body => self.outline(level, false),
            Numbering::Annex => self.outline(level, true),
            Numbering::Sheet => {
                self.sheets += 1;
                format!("重点支援企業 {}", self.sheets)
            }
            Numbering::Part | Numbering::None => String::new(),
        };
        let name = match heading.numbering {
            Numbering::Body | Numbering::Annex => self.name(level, &heading.number),
            Numbering::Sheet => heading.number.clone(),
            Numbering::Part | Numbering::None => crate::document::text::plain(&heading.content),
        };
        self.names.insert(heading.id, name);
    }

    fn outline(&mut self, level: usize, annex: bool) -> String {
        if level == 1 {
            let count = if annex { &mut self.annexes } else { &mut self.body };
            *count += 1;
            let count = *count;
            self.below = [0; LEVELS];
            self.sheets = 0;
            return if annex {
                format!("別紙{count}")
            } else {
                format!("第{count}")
            };
        }
        self.below[level - 1] += 1;
        self.below[level..].fill(0);
        let count = self.below[level - 1];
        match level {
            2 => count.to_string(),
            3 => format!("({count})"),
            4 => kana(count),
            _ => format!("({})", kana(count)),
        }
    }

    /// 第5の1(2)ア: only the second level takes の.
    fn name(&mut self, level: usize, number: &str) -> String {
        self.path.truncate(level - 1);
        self.path.resize(level - 1, String::new());
        self.path.push(number.to_owned());
        let mut name = self.path[0].clone();
        for (index, part) in self.path.iter().enumerate().skip(1) {
            if index == 1 && !part.is_empty() && !name.is_empty() {
                name.push('の');
            }
            name.push_str(part);
        }
        name
    }
}

/// ア, イ … ン, then from the beginning again.
fn kana(count: usize) -> String {
    const KANA: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
    let kana: Vec<char> = KANA.chars().collect();
    kana.get((count - 1) % kana.len())
        .map(char::to_string)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(levels: &[(u8, Numbering)]) -> Vec<(String, String)> {
        let mut counter = Counter::default();
        let heading = |(index, &(level, numbering)): (u32, &(u8, Numbering))| Heading {
            id: NodeId(index),
            level,
            numbering,
            number: String::new(),
            content: Vec::new(),
            page_break: false,
        };
        let mut headings: Vec<Heading> = (0..).zip(levels).map(heading).collect();
        headings.iter_mut().for_each(|heading| counter.heading(heading));
        headings
            .into_iter()
            .map(|it| (it.number, counter.names[&it.id].clone()))
            .collect()
    }

    #[test]
    fn numbers_restart_below_a_higher_heading() {
        use Numbering::{Annex, Body, Sheet};
        let levels = [
            (1, Body),
            (2, Body),
            (3, Body),
            (4, Body),
            (4, Body),
            (5, Body),
            (2, Body),
            (3, Body),
            (1, Body),
            (2, Body),
            (1, Annex),
            (2, Sheet),
            (2, Annex),
        ];
        let expected = [
            ("第1", "第1"),
            ("1", "第1の1"),
            ("(1)", "第1の1(1)"),
            ("ア", "第1の1(1)ア"),
            ("イ", "第1の1(1)イ"),
            ("(ア)", "第1の1(1)イ(ア)"),
            ("2", "第1の2"),
            ("(1)", "第1の2(1)"),
            ("第2", "第2"),
            ("1", "第2の1"),
            ("別紙1", "別紙1"),
            ("重点支援企業 1", "重点支援企業 1"),
            ("1", "別紙1の1"),
        ];
        let expected: Vec<(String, String)> = expected.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
        assert_eq!(names(&levels), expected);
    }
}

//! Counts headings as Word does, and opens a numbering with exceptions where the tree counts otherwise.

use super::{Instance, Outline, open, printed};

/// Levels that headings have.
const LEVELS: usize = 5;

/// How far a row of headings is counted.
#[derive(Clone, Debug)]
pub struct Row {
    outline: Outline,
    /// The numbering in use; none after a number that was written out, for Word may have counted it.
    current: Option<u32>,
    counts: [u32; LEVELS],
    /// Where the levels begin in the numbering in use.
    starts: [u32; LEVELS],
    /// Levels that begin elsewhere in the numbering in use and have not been used since it was opened.
    fresh: [bool; LEVELS],
}

impl Row {
    /// A row that nobody has counted.
    pub fn new(outline: Outline) -> Self {
        Row {
            outline,
            current: Some(outline.id()),
            counts: [0; LEVELS],
            starts: [1; LEVELS],
            fresh: [false; LEVELS],
        }
    }

    /// The numbering that prints this number at this level.
    pub fn take(&mut self, level: u8, number: &str, instances: &mut Vec<Instance>) -> u32 {
        let Some(value) = printed::value(self.outline, level, number) else {
            self.current = None;
            let literal = Some((level, number.to_owned()));
            return open(instances, self.outline, Vec::new(), literal);
        };
        let level = usize::from(level);
        let current = self.current.filter(|_| self.next(level) == Some(value));
        let id = current.unwrap_or_else(|| self.restart(level, value, instances));
        self.count(level, value);
        id
    }

    /// The number that Word gives next; none where programs differ: a level that began elsewhere begins again.
    fn next(&self, level: usize) -> Option<u32> {
        if self.fresh[level] {
            return Some(self.starts[level]);
        }
        match (self.counts[level], self.starts[level]) {
            (0, 1) => Some(1),
            (0, _) => None,
            (count, _) => Some(count + 1),
        }
    }

    /// Opens a numbering that begins at this number and goes on counting the levels above.
    fn restart(&mut self, level: usize, value: u32, instances: &mut Vec<Instance>) -> u32 {
        self.starts = [1; LEVELS];
        self.fresh = [false; LEVELS];
        for above in 0..level {
            self.starts[above] = self.counts[above] + 1;
            self.fresh[above] = true;
        }
        self.starts[level] = value;
        let starts = (0..=level).map(|it| (it as u8, self.starts[it])).collect();
        let id = open(instances, self.outline, starts, None);
        self.current = Some(id);
        id
    }

    fn count(&mut self, level: usize, value: u32) {
        self.counts[level] = value;
        self.fresh[level] = false;
        for below in level + 1..LEVELS {
            self.counts[below] = 0;
            self.fresh[below] = false;
        }
    }
}

//! Tables of text, aligned by the width of their characters on a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A table of text.
pub struct Table {
    /// Whether each column stands at the right.
    right: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows; of each column, whether it stands at the right.
    pub fn new(right: &[bool]) -> Table {
        Table {
            right: right.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// The rows as lines, two spaces between columns, none at the end.
    pub fn lines(&self) -> Vec<String> {
        let width = |column: usize| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|it| it.width_cjk())
                .max()
        };
        let widths: Vec<usize> = (0..self.right.len()).map(|column| width(column).unwrap_or(0)).collect();
        self.rows.iter().map(|row| self.line(row, &widths)).collect()
    }

    fn line(&self, row: &[String], widths: &[usize]) -> String {
        let cells = row.iter().zip(widths).zip(&self.right);
        let cells: Vec<String> = cells
            .map(|((cell, width), right)| {
                let space = " ".repeat(width - cell.width_cjk());
                if *right { space + cell } else { format!("{cell}{space}") }
            })
            .collect();
        cells.join("  ").trim_end().to_owned()
    }
}

/// The words, cut with … where they are wider than that.
pub fn cut(words: &str, widest: usize) -> String {
    if words.width_cjk() <= widest {
        return words.to_owned();
    }
    let mut used = 2;
    let kept = words.chars().take_while(|character| {
        used += character.width_cjk().unwrap_or(0);
        used <= widest
    });
    kept.chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_by_width() {
        let mut table = Table::new(&[false, true]);
        table.push(vec!["企業".to_owned(), "1".to_owned()]);
        table.push(vec!["ABC".to_owned(), "100".to_owned()]);
        assert_eq!(table.lines(), ["企業    1", "ABC   100"]);
        assert_eq!(cut("株式会社阿蘇", 8), "株式会…");
    }
}

//! From a byte of the Markdown back to the template that wrote it.

use super::Template;
use super::fill::Filled;
use crate::source::{Place, Span};
use minijinja::{OutputSpan, OutputSpanKind};

/// The Markdown of one template, tidied, with the way back.
pub(super) struct Markdown<'a> {
    /// What the parser reads.
    pub text: String,
    lines: Vec<Line>,
    spans: Vec<OutputSpan>,
    templates: &'a [Template],
    template: &'a Template,
}

/// A line: where it begins in the Markdown, how deep, and where its first word stands in minijinja's output.
#[derive(Clone, Copy)]
struct Line {
    tidied: usize,
    indent: usize,
    output: usize,
}

impl<'a> Markdown<'a> {
    /// Puts the rows of each table together.
    ///
    /// A table may be made in a loop; so an empty line between two rows is dropped, unless a new table begins there,
    /// and all rows lie as deep as the first.
    pub fn new(filled: Filled, templates: &'a [Template], template: &'a Template) -> Self {
        let mut markdown = Markdown {
            text: String::new(),
            lines: Vec::new(),
            spans: filled.spans,
            templates,
            template,
        };
        let lines = lines_of(&filled.text);
        let (mut indent, mut dropping): (Option<&str>, bool) = (None, false);
        for (index, &(start, line)) in lines.iter().enumerate() {
            // What the first empty line showed holds for those behind it.
            dropping = indent.is_some() && is_empty(line) && (dropping || goes_on(&lines[index..]));
            if dropping {
                continue;
            }
            let own = &line[..line.len() - line.trim_start().len()];
            indent = is_row(line).then(|| indent.unwrap_or(own));
            markdown.push(start, indent.unwrap_or(own), (own, &line[own.len()..]));
        }
        markdown
    }

    fn push(&mut self, start: usize, indent: &str, (own, rest): (&str, &str)) {
        self.lines.push(Line {
            tidied: self.text.len(),
            indent: indent.len(),
            output: start + own.len(),
        });
        self.text.push_str(indent);
        self.text.push_str(rest);
    }

    /// The first byte of a line, counted from 1, that is not blank.
    pub fn line_start(&self, number: usize) -> usize {
        let line = number.checked_sub(1).and_then(|index| self.lines.get(index));
        let start = line.map_or(self.text.len(), |line| line.tidied);
        let blank = self.text[start..].find(|it: char| !matches!(it, ' ' | '\t'));
        start + blank.unwrap_or(0)
    }

    /// The rest of the line from this byte.
    pub fn rest_of_line(&self, from: usize) -> &str {
        self.text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or("")
    }

    /// The place in a template of this byte: a whole tag, or the author's words to the end of the line.
    pub fn place(&self, at: usize) -> Place {
        let output = self.output(at);
        let index = self.spans.partition_point(|span| span.output_range().end <= output);
        let Some(span) = self.spans.get(index).or(self.spans.last()) else {
            return self.template.place(Span::default());
        };
        let template = self
            .templates
            .iter()
            .find(|it| &*it.path == span.name())
            .unwrap_or(self.template);
        let source = span.source_range();
        template.place(match span.kind() {
            OutputSpanKind::Raw => {
                let start = source.start + output.saturating_sub(span.output_range().start);
                template.to_end_of_line(start.min(source.end))
            }
            // An expression, or what a later minijinja may add.
            _ => source.into(),
        })
    }

    fn output(&self, at: usize) -> usize {
        let index = self.lines.partition_point(|line| line.tidied <= at);
        let line = index.checked_sub(1).and_then(|index| self.lines.get(index));
        line.map_or(0, |line| line.output + at.saturating_sub(line.tidied + line.indent))
    }
}

fn lines_of(text: &str) -> Vec<(usize, &str)> {
    let mut start = 0;
    let line = |line: &'_ str| {
        start += line.len();
        start - line.len()
    };
    let starts: Vec<usize> = text.split_inclusive('\n').map(line).collect();
    starts.into_iter().zip(text.split_inclusive('\n')).collect()
}

/// Whether rows go on after empty lines: a row that heads no table of its own.
fn goes_on(lines: &[(usize, &str)]) -> bool {
    let mut rest = lines.iter().map(|(_, line)| *line).skip_while(|line| is_empty(line));
    let next = rest.next().is_some_and(is_row);
    next && !rest.next().is_some_and(is_delimiter)
}

fn is_empty(line: &str) -> bool {
    line.trim().is_empty()
}

fn is_row(line: &str) -> bool {
    line.trim_start().starts_with('|')
}

fn is_delimiter(line: &str) -> bool {
    is_row(line) && line.contains('-') && line.trim().chars().all(|it| "|:- ".contains(it))
}

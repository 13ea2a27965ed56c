//! Diagnostics as text: for people with the line and carets under the place, for programs as JSON lines.

use super::{Diagnostic, Edition, Severity};
use crate::source::{SourceFile, SourceMap};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde_json::json;
use std::fmt::Write as _;
use std::ops::Range;

/// No longer line is shown, in bytes: nobody would see the carets.
const LONGEST_LINE: usize = 600;

/// A diagnostic for people, with a line break at the end.
pub fn human(diagnostic: &Diagnostic, edition: Edition, sources: &SourceMap, colour: bool) -> String {
    let level = match diagnostic.code.severity(edition) {
        Severity::Error => Level::ERROR.with_name("エラー"),
        Severity::Warning => Level::WARNING.with_name("注意"),
    };
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(120);
    let file = sources.file(diagnostic.place.file);
    let excerpt = excerpt(file, diagnostic);
    let (_, column) = file.position(diagnostic.place.span.start);
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.name());
    let mut group = if excerpt.text.is_empty() {
        title.element(Origin::path(&*file.path).line(excerpt.line).char_column(column))
    } else {
        let snippet = Snippet::source(excerpt.text).path(&*file.path).line_start(excerpt.line);
        title.element(snippet.annotation(AnnotationKind::Primary.span(excerpt.span)))
    };
    if let Some(hint) = &diagnostic.hint {
        // Of all texts the renderer prints this one as it is.
        let hint = hint.replace(|it: char| it.is_control() && it != '\n', "\u{FFFD}");
        group = group.element(Level::HELP.with_name("対応").message(hint));
    }
    // The renderer shows the other controls; these would still command a terminal.
    let text = renderer
        .render(&[group])
        .replace(|it| matches!(it, '\u{80}'..='\u{9F}'), "\u{FFFD}");
    text + "\n"
}

struct Excerpt<'a> {
    text: &'a str,
    line: usize,
    span: Range<usize>,
}

/// The line at which a place begins, and the part of the place that lies in it.
fn excerpt<'a>(file: &'a SourceFile, diagnostic: &Diagnostic) -> Excerpt<'a> {
    let span = file.clamp(diagnostic.place.span);
    let (line, _) = file.position(span.start);
    let start = file.text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = file.text[start..]
        .find('\n')
        .map_or(file.text.len(), |length| start + length);
    if end - start > LONGEST_LINE || diagnostic.code.keeps_secret() {
        return Excerpt {
            text: "",
            line,
            span: 0..0,
        };
    }
    let until = span.end.clamp(span.start, end.max(span.start));
    Excerpt {
        text: &file.text[start..end],
        line,
        span: span.start - start..until - start,
    }
}

/// A diagnostic for programs: one JSON object on one line, with a line break at the end.
pub fn json(diagnostic: &Diagnostic, edition: Edition, sources: &SourceMap) -> String {
    let file = sources.file(diagnostic.place.file);
    let (line, column) = file.position(diagnostic.place.span.start);
    let object = json!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.code.severity(edition).name(),
        "message": diagnostic.message,
        "path": &*file.path,
        "line": line,
        "column": column,
        "hint": diagnostic.hint,
    });
    format!("{object}\n")
}

/// From so many problems on, errors are easily overlooked among warnings.
const MANY: usize = 8;
/// So many places are listed again.
const MOST_PLACES: usize = 30;

/// The places of the errors once more, one a line, where they stand among many warnings; otherwise nothing.
pub fn error_places(diagnostics: &[Diagnostic], edition: Edition, sources: &SourceMap) -> String {
    let is_error = |it: &&Diagnostic| it.code.severity(edition) == Severity::Error;
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(is_error).collect();
    if errors.is_empty() || diagnostics.len() < MANY || errors.len() == diagnostics.len() {
        return String::new();
    }
    let mut text = "エラーの場所\n".to_owned();
    for it in errors.iter().take(MOST_PLACES) {
        let file = sources.file(it.place.file);
        let (line, column) = file.position(it.place.span.start);
        let _ = writeln!(text, "  {}:{line}:{column} {}", file.path, it.message);
    }
    if errors.len() > MOST_PLACES {
        let _ = writeln!(text, "  ほか{}件", errors.len() - MOST_PLACES);
    }
    text + "\n"
}

/// A text that can neither steer a terminal nor break a line.
pub fn plain(text: &str) -> String {
    let steers = |it: char| {
        it.is_control() || matches!(it, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.replace(steers, "\u{FFFD}")
}

/// How many errors and warnings there are, in one sentence.
pub fn summary(diagnostics: &[Diagnostic], edition: Edition) -> String {
    let count = |severity| {
        diagnostics
            .iter()
            .filter(|it| it.code.severity(edition) == severity)
            .count()
    };
    let mut text = String::new();
    let _ = write!(
        text,
        "エラー {}件、注意 {}件",
        count(Severity::Error),
        count(Severity::Warning)
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{Place, Span};

    #[test]
    fn nothing_that_a_file_says_commands_a_terminal() {
        let mut sources = SourceMap::default();
        let written = "x = \"\u{1B}[2J\u{9B}2J\u{85}\u{7F}\u{8}\u{0}\"";
        let place = Place {
            file: sources.add("\u{9B}.toml", written),
            span: Span { start: 4, end: 6 },
        };
        let diagnostic = Diagnostic::new(Code::BadValue, place, written).hint(written);
        let text = human(&diagnostic, Edition::Draft, &sources, false);
        assert!(!text.contains(|it: char| it.is_control() && it != '\n'), "{text:?}");
    }
}

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
    // Nothing is left for the renderer to show in its own ways: it knows some of the characters that steer only.
    let (path, message) = (plain(&file.path), visible(&diagnostic.message));
    let title = level.primary_title(message).id(diagnostic.code.name());
    let mut group = if excerpt.text.is_empty() {
        title.element(Origin::path(path).line(excerpt.line).char_column(column))
    } else {
        let snippet = Snippet::source(excerpt.text).path(path).line_start(excerpt.line);
        title.element(snippet.annotation(AnnotationKind::Primary.span(excerpt.span)))
    };
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.with_name("対応").message(visible(hint)));
    }
    renderer.render(&[group]) + "\n"
}

struct Excerpt {
    text: String,
    line: usize,
    span: Range<usize>,
}

/// The line at which a place begins, and the part of the place that lies in it.
fn excerpt(file: &SourceFile, diagnostic: &Diagnostic) -> Excerpt {
    let span = file.clamp(diagnostic.place.span);
    let (line, _) = file.position(span.start);
    let start = file.text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = file.text[start..]
        .find('\n')
        .map_or(file.text.len(), |length| start + length);
    if end - start > LONGEST_LINE || diagnostic.code.keeps_secret() {
        return Excerpt {
            text: String::new(),
            line,
            span: 0..0,
        };
    }
    let until = span.end.clamp(span.start, end.max(span.start));
    let before = shown(&file.text[start..span.start]);
    let inside = shown(&file.text[span.start..until]);
    let rest = shown(&file.text[until..end]);
    Excerpt {
        span: before.len()..before.len() + inside.len(),
        text: before + &inside + &rest,
        line,
    }
}

/// A part of a line of a source: its tabs are the renderer's to set.
fn shown(part: &str) -> String {
    part.split('\t').map(plain).collect::<Vec<_>>().join("\t")
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
        let _ = writeln!(text, "  {}:{line}:{column} {}", plain(&file.path), visible(&it.message));
    }
    if errors.len() > MOST_PLACES {
        let _ = writeln!(text, "  ほか{}件", errors.len() - MOST_PLACES);
    }
    text + "\n"
}

/// A text that can neither steer a terminal, nor hide, nor break a line: characters that would are shown as �.
pub fn plain(text: &str) -> String {
    text.replace(steers, SUBSTITUTE)
}

/// The same of a text of several lines.
pub fn visible(text: &str) -> String {
    text.replace(|it| it != '\n' && steers(it), SUBSTITUTE)
}

/// Shown in the place of a character that steers a terminal.
const SUBSTITUTE: &str = "\u{FFFD}";

/// Whether a character commands a terminal, changes the direction of what follows, or takes no room. Selectors of
/// variants (異体字セレクター) stay: names are written with them.
pub fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E007F}')
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
        let written = "x = \"\u{1B}[2J\u{9B}2J\u{85}\u{7F}\u{8}\u{0}\u{202E}\u{200B}\u{FEFF}\t熊\u{E0100}\"";
        let place = Place {
            file: sources.add("\u{9B}\u{202E}.toml", written),
            span: Span { start: 5, end: 9 },
        };
        let diagnostic = Diagnostic::new(Code::BadValue, place, written).hint(written);
        let text = human(&diagnostic, Edition::Draft, &sources, false);
        assert!(!text.contains(|it| it != '\n' && steers(it)), "{text:?}");
        assert!(
            text.contains("\u{FFFD}.toml:1:6") && text.contains("熊\u{E0100}"),
            "{text}"
        );
        // Four characters are marked, in one column each.
        assert!(text.contains(" ^^^^\n"), "{text}");
        let styled = human(&diagnostic, Edition::Draft, &sources, true);
        assert!(
            !styled.replace('\u{1B}', "").contains(|it| it != '\n' && steers(it)),
            "{styled:?}"
        );
        assert!(!styled.contains("\u{1B}[2J"), "{styled:?}");
    }
}

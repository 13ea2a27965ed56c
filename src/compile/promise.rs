//! Checks keep what they promise: where the fast way could miss what a build refuses, `check` goes all the way, in memory.

use super::templates::{Templates, are_ours};
use super::{Checked, Format, Pages, Wanted, write};
use crate::diagnostic::{Code, Diagnostic, Edition, any_error, sort};
use crate::layout::{LayoutError, Message};
use crate::plan::{Node, Plan, Scalar};
use crate::project::TEMPLATE_FOLDER as FOLDER;
use crate::source::{Place, SourceMap, Span};
use crate::world::World;
use crate::write::WriteError;
use crate::write::excel::LONGEST_CELL;

/// Lines and paragraphs that are longer, in characters, may meet a limit of a format, whatever the templates.
const LONG_LINE: usize = 300;
const LONG_PROSE: usize = 10_000;

/// Whether a plan must be set and written to know that it can be: its templates are not those that planc comes with, or
/// it has texts as long as the formats' limits.
pub(super) fn must_be_written(plan: &Plan, templates: &Templates) -> bool {
    !templates.ours || longest(plan, LONG_LINE, LONG_PROSE).is_some()
}

/// The same for everything that a package holds: whether all of it is known to be written without writing it.
pub fn is_surely_written(world: &dyn World, plan: &Plan) -> bool {
    are_ours(world) && longest(plan, LONG_LINE, LONG_PROSE).is_none()
}

/// The first text of a plan that has more characters than its kind may have here.
fn longest(plan: &Plan, line: usize, prose: usize) -> Option<Place> {
    // Bytes are counted first: hardly a text has so many.
    let exceeds = |text: &str, most: usize| text.len() > most && text.chars().count() > most;
    let mut found = None;
    for (_, node) in plan.nodes() {
        node.each_leaf(&mut |leaf| {
            let Node::Value { place, scalar, .. } = leaf else {
                return;
            };
            let is_long = match scalar {
                Scalar::Line(text) => exceeds(text, line),
                Scalar::Prose(text) => exceeds(text, prose),
                Scalar::Number(_) | Scalar::Integer(_) | Scalar::Bool(_) | Scalar::Date(_) | Scalar::DateTime(_) => {
                    false
                }
            };
            if is_long {
                found.get_or_insert(*place);
            }
        });
    }
    found
}

/// Writes what was set in every format that may be asked for, to nowhere: what the writers refuse, and what they write that
/// may not leave, is told of.
pub(super) fn written(mut checked: Checked, wanted: &Wanted) -> Checked {
    let sound = !any_error(&checked.diagnostics, wanted.edition);
    if let Some(pages) = checked.pages.as_ref().filter(|_| sound)
        && let Err(error) = write(pages, formats(wanted))
    {
        let refused = refused(error, pages, &checked.sources);
        checked.diagnostics.extend(refused.unwrap_or_default());
        sort(&mut checked.diagnostics, &checked.sources);
    }
    checked
}

/// What a build of an edition may be asked for.
fn formats(wanted: &Wanted) -> &'static [Format] {
    match wanted.edition {
        Edition::Company => &[Format::Docx, Format::Pdf],
        Edition::Draft | Edition::Briefing | Edition::Final | Edition::Public => {
            &[Format::Docx, Format::Pdf, Format::Xlsx]
        }
    }
}

/// Why pages could not be written, at its place.
///
/// # Errors
/// A writer that broke down is no fault of the sources.
pub fn refused(error: WriteError, pages: &Pages, sources: &SourceMap) -> Result<Vec<Diagnostic>, WriteError> {
    let start = |file| Place {
        file,
        span: Span::default(),
    };
    let templates = sources.find(&format!("{FOLDER}/plan.typ"));
    let templates = start(templates.unwrap_or(pages.view.plan().about.file));
    let told = match error {
        WriteError::Leaks(found) => return Ok(found),
        WriteError::Panicked => return Err(error),
        WriteError::Excel(_) => {
            let long = longest(pages.view.plan(), LONGEST_CELL, LONGEST_CELL);
            long.map(|place| {
                let message = "Excel の一つのセルに入らない長さの文です（上限32,767字）。";
                let hint = "32,767字より短くしてください。長いと Excel ファイルを作れません。";
                Diagnostic::new(Code::BadValue, place, message).hint(hint)
            })
        }
        WriteError::Word(_) | WriteError::Pdf(_) => None,
    };
    Ok(vec![told.unwrap_or_else(|| {
        Diagnostic::new(Code::TemplateError, templates, error.to_string()).hint(CHANGED)
    })])
}

const CHANGED: &str =
    "plan-templates のファイルを変えた場合は、元に戻して確かめ、変更を少しずつ加えて、原因となる箇所を探してください。";

/// Why pages could not be set, each reason at its line of a template where typst names one.
pub(super) fn not_set(error: &LayoutError, sources: &SourceMap, templates: Place) -> Vec<Diagnostic> {
    let place = |(file, line): &(String, usize)| {
        let id = sources.find(&format!("{FOLDER}/{file}"))?;
        let text = &sources.file(id).text;
        let start = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
        let span = Span { start, end };
        Some(Place { file: id, span })
    };
    let one = |it: &Message| {
        let place = it.place.as_ref().and_then(place).unwrap_or(templates);
        let message = format!("ページを組めませんでした。typst の説明：{}", it.text);
        Diagnostic::new(Code::TemplateError, place, message).hint(CHANGED)
    };
    error.messages.iter().map(one).collect()
}

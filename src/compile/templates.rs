//! Reads the templates of a project: sections, style, requirements, enclosures, what typst needs.

use crate::diagnostic::{Code, Diagnostic};
use crate::diff::comparison::Presets;
use crate::document::Style;
use crate::project::{TEMPLATE_FOLDER as FOLDER, TEMPLATES};
use crate::source::{Place, SourceMap, Span};
use crate::template::Template;
use crate::template::enclosures::Enclosures;
use crate::template::requirements::Requirements;
use crate::world::World;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// What is asked of a plan. A project without it is refused: else what is missing would pass unseen.
const REQUIREMENTS: &str = "requirements.toml";
/// What is enclosed in a package.
const ENCLOSURES: &str = "enclosures.toml";
/// How comparison tables look.
pub(super) const COMPARISON: &str = "comparison.toml";

/// What the templates folder holds.
pub(super) struct Templates {
    pub(super) sections: Vec<Template>,
    pub(super) style: Style,
    pub(super) requirements: Requirements,
    pub(super) comparison: Presets,
    /// The typst files, by path.
    pub(super) typst: Vec<(String, String)>,
    /// Where the main typst file begins.
    pub(super) place: Place,
    /// They are those that planc comes with.
    pub(super) ours: bool,
}

impl Templates {
    /// The typst files that are the project's own, by path.
    pub(super) fn own_typst(&self) -> Vec<(Arc<str>, &str)> {
        let own = self
            .typst
            .iter()
            .filter(|(name, text)| !TEMPLATES.contains(&(name, text)));
        own.map(|(name, text)| (Arc::from(format!("{FOLDER}/{name}")), &**text))
            .collect()
    }
}

pub(super) fn read_templates(
    world: &dyn World,
    outline: &str,
    sources: &mut SourceMap,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Templates> {
    let mut reader = TemplateReader::new(world, sources, diagnostics);
    let ending = |folder: &str, ending: &str| {
        let names = world.list(format!("{FOLDER}/{folder}").trim_end_matches('/'));
        let names = names
            .unwrap_or_default()
            .into_iter()
            .filter(|name| name.ends_with(ending));
        names.map(|name| format!("{folder}{name}")).collect::<Vec<_>>()
    };
    let sections = ending(outline, ".md");
    let sections: Vec<Template> = sections.iter().filter_map(|name| reader.section(name)).collect();
    let style = reader.style();
    let requirements = reader.requirements();
    let comparison = reader.comparison(ending("", COMPARISON).iter().any(|name| name == COMPARISON));
    let typst: Vec<(String, String)> = ending("", ".typ")
        .iter()
        .filter_map(|name| Some((name.clone(), reader.file(name)?.1)))
        .collect();
    // Only a package needs it; yet what is wrong with it is told of early.
    let has_enclosures = world.size(&format!("{FOLDER}/{ENCLOSURES}")).is_ok();
    let enclosures = has_enclosures.then(|| reader.enclosures()).flatten();
    let single = [
        style.is_some(),
        requirements.is_some(),
        comparison.is_some(),
        enclosures.is_some(),
    ];
    let single = single.into_iter().filter(|it| *it).count();
    let read = sections.len() + single + typst.len();
    let own = TEMPLATES.iter().filter(|(name, _)| is_of(name, outline));
    let ours = reader.ours == read && read == own.count();
    let place = reader.place_of("plan.typ");
    Some(Templates {
        ours,
        sections,
        style: style?,
        requirements: requirements?,
        comparison: comparison?,
        typst,
        place: place?,
    })
}

/// Whether all templates of a project, those of every outline, are those that planc comes with.
pub(super) fn are_ours(world: &dyn World) -> bool {
    let is_ours = |(name, text): &(&str, &str)| {
        let bytes = world.read(&format!("{FOLDER}/{name}")).ok();
        let read = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        read.is_some_and(|read| read.trim_start_matches('\u{feff}').replace("\r\n", "\n") == **text)
    };
    let folders: BTreeSet<&str> = TEMPLATES
        .iter()
        .map(|(name, _)| name.rsplit_once('/').map_or("", |(folder, _)| folder))
        .collect();
    let more = folders.iter().any(|folder| {
        let names = world.list(format!("{FOLDER}/{folder}").trim_end_matches('/'));
        let is_read = |name: &&String| name.ends_with(".md") || name.ends_with(".typ");
        let own = |name: &String| format!("{folder}/{name}").trim_start_matches('/').to_owned();
        let is_known = |name: &String| TEMPLATES.iter().any(|(known, _)| *known == own(name));
        names
            .unwrap_or_default()
            .iter()
            .filter(is_read)
            .any(|name| !is_known(name))
    });
    !more && TEMPLATES.iter().all(is_ours)
}

/// Whether a template is read for an outline: its sections, and what all outlines share.
fn is_of(name: &str, outline: &str) -> bool {
    match name.ends_with(".md") {
        true => name.strip_prefix(outline).is_some_and(|rest| !rest.contains('/')),
        false => true,
    }
}

pub(super) struct TemplateReader<'a> {
    world: &'a dyn World,
    sources: &'a mut SourceMap,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// How many of the files read are those that planc comes with.
    ours: usize,
}

impl<'a> TemplateReader<'a> {
    pub(super) fn new(world: &'a dyn World, sources: &'a mut SourceMap, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        TemplateReader {
            world,
            sources,
            diagnostics,
            ours: 0,
        }
    }

    fn file(&mut self, name: &str) -> Option<(Place, String)> {
        let path = format!("{FOLDER}/{name}");
        let bytes = self.world.read(&path).ok();
        let text = bytes.map(|bytes| String::from_utf8(bytes).ok());
        let (code, message) = match text {
            Some(Some(text)) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
                self.ours += usize::from(TEMPLATES.contains(&(name, &*text)));
                return Some((self.place(&path, &text), text));
            }
            Some(None) => (Code::NotUtf8, format!("{path} の文字コードが UTF-8 ではありません。")),
            None => (Code::MissingFile, format!("ファイル {path} がありません。")),
        };
        let place = self.place(&path, "");
        let hint = "計画のフォルダーで実行しているか、plan-templates フォルダーがそろっているかを確かめてください。";
        self.diagnostics.push(Diagnostic::new(code, place, message).hint(hint));
        None
    }

    fn place(&mut self, path: &str, text: &str) -> Place {
        let file = self.sources.find(path).unwrap_or_else(|| self.sources.add(path, text));
        Place {
            file,
            span: Span::default(),
        }
    }

    fn section(&mut self, name: &str) -> Option<Template> {
        let (place, text) = self.file(name)?;
        Some(Template {
            file: place.file,
            path: format!("{FOLDER}/{name}").into(),
            text: text.into(),
        })
    }

    fn style(&mut self) -> Option<Style> {
        let (place, text) = self.file("style.toml")?;
        let style: Style = match toml::from_str(&text) {
            Ok(style) => style,
            Err(error) => {
                let message = "見た目の設定を読めません。".to_owned();
                let hint = "この行の項目の名前、値の種類、引用符及び = を確かめてください。";
                return self.faulty_style(place, error.span(), message, hint);
            }
        };
        if let Some(colour) = style.colours.faulty() {
            let start = text.find(&format!("\"{colour}\""));
            let span = start.map(|start| start..start + colour.len() + 2);
            let message = format!("「{colour}」は色として読めません。");
            return self.faulty_style(
                place,
                span,
                message,
                "\"#1b365d\" のように、# と6桁の数字・英字で書いてください。",
            );
        }
        Some(style)
    }

    /// How comparison tables look; a project from before there were any does without the file.
    fn comparison(&mut self, there: bool) -> Option<Presets> {
        let embedded = TEMPLATES.iter().find(|(name, _)| *name == COMPARISON);
        let (place, text) = if there {
            let (place, text) = self.file(COMPARISON)?;
            (Some(place), text)
        } else {
            (None, embedded.map(|(_, text)| (*text).to_owned())?)
        };
        match (toml::from_str(&text), place) {
            (Ok(presets), _) => Some(presets),
            (Err(error), Some(place)) => {
                let message = "新旧対照表の型を読めません。".to_owned();
                let hint = "この行の項目の名前、値の種類、引用符及び = を確かめてください。";
                self.faulty_style(place, error.span(), message, hint)
            }
            (Err(_), None) => None,
        }
    }

    fn faulty_style<T>(&mut self, file: Place, span: Option<Range<usize>>, message: String, hint: &str) -> Option<T> {
        let span = span.map_or(file.span, Span::from);
        self.diagnostics
            .push(Diagnostic::new(Code::TemplateError, Place { span, ..file }, message).hint(hint));
        None
    }

    pub(super) fn requirements(&mut self) -> Option<Requirements> {
        let (place, text) = self.file(REQUIREMENTS)?;
        let path = format!("{FOLDER}/{REQUIREMENTS}");
        Some(Requirements::read(place.file, &path, &text, self.diagnostics))
    }

    pub(super) fn enclosures(&mut self) -> Option<Enclosures> {
        let (place, text) = self.file(ENCLOSURES)?;
        Some(Enclosures::read(place.file, &text, self.diagnostics))
    }

    /// Where a file begins that was read; says that it is missing where it was not.
    fn place_of(&mut self, name: &str) -> Option<Place> {
        let file = self.sources.find(&format!("{FOLDER}/{name}"));
        let read = file.map(|file| Place {
            file,
            span: Span::default(),
        });
        read.or_else(|| self.file(name).map(|(place, _)| place))
    }
}

//! The part that defines the styles.

mod character;
mod paragraph;

use super::measure::{colour, half_points};
use super::xml::{DECLARATION, WORD, escape};
use crate::document::Style;

/// Size of the stage on the cover, in points.
pub const STAGE_SIZE: f64 = 11.0;
/// Room between the edge of a banner and its text, in twentieths of a point.
pub const BANNER_PADDING: i32 = 240;

/// A style: a row of the tables in this folder.
struct Entry {
    id: String,
    name: String,
    kind: &'static str,
    based_on: Option<&'static str>,
    next: Option<&'static str>,
    listed: bool,
    /// What stands in `w:pPr`, in the order of the schema.
    paragraph: String,
    /// What stands in `w:rPr`, in the order of the schema.
    run: String,
}

/// The part `word/styles.xml`.
pub fn part(style: &Style) -> String {
    let entries = paragraph::entries(style).into_iter().chain(character::entries(style));
    let entries: String = entries.map(|entry| entry_xml(&entry)).collect();
    format!(
        "{DECLARATION}<w:styles xmlns:w=\"{WORD}\">{}{entries}{}</w:styles>",
        defaults(style),
        TABLES
    )
}

/// The names of the styles, which Word shows in its list.
pub fn names(style: &Style) -> impl Iterator<Item = String> {
    let entries = paragraph::entries(style).into_iter().chain(character::entries(style));
    entries
        .map(|entry| entry.name)
        .chain(["Normal Table", "Plan Table", "No List"].map(str::to_owned))
}

/// Word's own table style, ours, and no list.
const TABLES: &str = r#"<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:customStyle="1" w:styleId="PlanTable"><w:name w:val="Plan Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/></w:style><w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>"#;

fn defaults(style: &Style) -> String {
    format!(
        r#"<w:docDefaults><w:rPrDefault><w:rPr>{}<w:color w:val="{}"/>{}<w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"#,
        text_fonts(style),
        colour(&style.colours.ink),
        size(style.sizes.body),
    )
}

fn entry_xml(entry: &Entry) -> String {
    let (attributes, priority) = match entry.id.as_str() {
        "Normal" | "DefaultParagraphFont" => (r#" w:default="1""#, 0),
        _ if built_in(&entry.name) => ("", 9),
        _ => (r#" w:customStyle="1""#, 20),
    };
    let reference = |tag: &str, to: Option<&str>| match to {
        Some(to) => format!(r#"<w:{tag} w:val="{to}"/>"#),
        None => String::new(),
    };
    format!(
        r#"<w:style w:type="{}"{attributes} w:styleId="{}"><w:name w:val="{}"/>{}{}<w:uiPriority w:val="{priority}"/>{}{}{}</w:style>"#,
        entry.kind,
        entry.id,
        escape(&entry.name),
        reference("basedOn", entry.based_on),
        reference("next", entry.next),
        if entry.listed { "<w:qFormat/>" } else { "" },
        wrapped("w:pPr", &entry.paragraph),
        wrapped("w:rPr", &entry.run),
    )
}

fn built_in(name: &str) -> bool {
    const NAMES: [&str; 12] = [
        "Body Text",
        "List Paragraph",
        "Quote",
        "caption",
        "header",
        "footer",
        "TOC Heading",
        "Strong",
        "Emphasis",
        "Hyperlink",
        "Normal",
        "Default Paragraph Font",
    ];
    NAMES.contains(&name) || name.starts_with("heading ") || name.starts_with("toc ")
}

fn wrapped(name: &str, content: &str) -> String {
    match content {
        "" => String::new(),
        _ => format!("<{name}>{content}</{name}>"),
    }
}

/// Faces of running text. The hint makes characters of both worlds, such as … or ①, Japanese.
fn text_fonts(style: &Style) -> String {
    let fonts = &style.fonts;
    fonts_xml(&fonts.word_text_latin, &fonts.word_text)
}

/// Faces of headings and tables.
fn heading_fonts(style: &Style) -> String {
    let fonts = &style.fonts;
    fonts_xml(&fonts.word_heading_latin, &fonts.word_heading)
}

fn fonts_xml(latin: &str, japanese: &str) -> String {
    let (latin, japanese) = (escape(latin), escape(japanese));
    format!(
        r#"<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:eastAsia="{japanese}" w:hAnsi="{latin}" w:cs="{latin}"/>"#
    )
}

fn size(points: f64) -> String {
    let half = half_points(points);
    format!(r#"<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>"#)
}

/// The indent of a heading by level from 0: bars take room at the left, low levels lie a character deeper.
pub fn heading_indent(index: usize) -> String {
    let left = match index {
        0 | 2 => 0,
        1 => 200,
        3 => 210,
        _ => 420,
    };
    format!(r#"<w:ind w:left="{left}" w:firstLine="0"/>"#)
}

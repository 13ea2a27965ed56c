//! The part that defines the numberings.

use super::{Instance, Numbering, Outline};
use crate::document::Style;
use crate::write::word::list::STEP;
use crate::write::word::measure::{colour, half_points};
use crate::write::word::styles::{BANNER_PADDING, heading_indent};
use crate::write::word::xml::{DECLARATION, WORD, escape};

/// A level of a numbering.
struct Level {
    format: &'static str,
    text: String,
    style: Option<String>,
    /// What stands in `w:pPr`.
    paragraph: String,
    /// What stands in `w:rPr`.
    run: String,
    /// After the number: nothing where a full-width space stands in the text, else a space or a tab.
    after: &'static str,
}

/// The part `word/numbering.xml`.
pub fn part(numbering: &Numbering, style: &Style) -> String {
    let mut xml = format!("{DECLARATION}<w:numbering xmlns:w=\"{WORD}\">");
    for outline in Outline::ALL {
        xml += &definition(outline, style);
    }
    for outline in Outline::ALL {
        let id = outline.id();
        xml += &format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{id}"/></w:num>"#);
    }
    for instance in &numbering.instances {
        xml += &exception(instance, style);
    }
    xml + "</w:numbering>"
}

fn definition(outline: Outline, style: &Style) -> String {
    let id = outline.id();
    let levels: String = levels(outline, style)
        .iter()
        .enumerate()
        .map(|(index, level)| level_xml(index, level))
        .collect();
    format!(
        r#"<w:abstractNum w:abstractNumId="{id}"><w:nsid w:val="504C4E{id:02X}"/><w:multiLevelType w:val="multilevel"/><w:tmpl w:val="504C4F{id:02X}"/>{levels}</w:abstractNum>"#
    )
}

fn exception(instance: &Instance, style: &Style) -> String {
    let starts = instance.starts.iter().map(|(level, start)| {
        format!(r#"<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>"#)
    });
    let literal = instance.literal.iter().map(|(level, number)| {
        let level = usize::from(*level);
        let written = written_out(instance.outline, level, number, style);
        format!(r#"<w:lvlOverride w:ilvl="{level}">{written}</w:lvlOverride>"#)
    });
    let overrides: String = starts.chain(literal).collect();
    let (id, outline) = (instance.id, instance.outline.id());
    format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{outline}"/>{overrides}</w:num>"#)
}

/// A level that prints a number as it stands and counts nothing.
fn written_out(outline: Outline, level: usize, number: &str, style: &Style) -> String {
    let usual = levels(outline, style).into_iter().nth(level);
    let (paragraph, run) = usual.map(|it| (it.paragraph, it.run)).unwrap_or_default();
    let level_of = Level {
        format: "none",
        text: format!("{number}　"),
        style: None,
        paragraph,
        run,
        after: "nothing",
    };
    level_xml(level, &level_of)
}

fn level_xml(index: usize, level: &Level) -> String {
    let style = match &level.style {
        Some(style) => format!(r#"<w:pStyle w:val="{style}"/>"#),
        None => String::new(),
    };
    format!(
        r#"<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{}"/>{style}<w:suff w:val="{}"/><w:lvlText w:val="{}"/><w:lvlJc w:val="left"/>{}{}</w:lvl>"#,
        level.format,
        level.after,
        escape(&level.text),
        wrapped("w:pPr", &level.paragraph),
        wrapped("w:rPr", &level.run),
    )
}

fn wrapped(name: &str, content: &str) -> String {
    match content {
        "" => String::new(),
        _ => format!("<{name}>{content}</{name}>"),
    }
}

fn levels(outline: Outline, style: &Style) -> Vec<Level> {
    match outline {
        Outline::Body => (0..5).map(|it| heading_level(it, "第%1　", true)).collect(),
        Outline::Annex => (0..5).map(|it| heading_level(it, "別紙%1　", false)).collect(),
        Outline::Sheet => vec![banner(style)],
        Outline::Part => vec![mark("■", "SheetPart", style)],
        Outline::Items => (0..9).map(item).collect(),
        Outline::Bullets => (0..9).map(bullet).collect(),
    }
}

/// A level of headings: 第1, 1, (1), ア, (ア), with one full-width space after it.
fn heading_level(index: usize, first: &str, linked: bool) -> Level {
    let (format, text) = match index {
        0 => ("decimal", first.to_owned()),
        1 => ("decimal", "%2　".to_owned()),
        2 => ("decimal", "(%3)　".to_owned()),
        3 => ("aiueoFullWidth", "%4　".to_owned()),
        _ => ("aiueoFullWidth", "(%5)　".to_owned()),
    };
    Level {
        format,
        text,
        style: linked.then(|| format!("Heading{}", index + 1)),
        paragraph: heading_indent(index),
        run: String::new(),
        after: "nothing",
    }
}

fn banner(style: &Style) -> Level {
    let size = half_points(style.sizes.table);
    let white = colour("#ffffff");
    Level {
        format: "decimal",
        text: "重点支援企業 %1　".to_owned(),
        style: Some("SheetBanner".to_owned()),
        paragraph: format!(r#"<w:ind w:left="{BANNER_PADDING}" w:right="{BANNER_PADDING}" w:firstLine="0"/>"#),
        run: format!(
            r#"<w:b w:val="0"/><w:bCs w:val="0"/><w:color w:val="{white}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>"#
        ),
        after: "nothing",
    }
}

/// A mark before a heading. Word takes the face of a mark from the Latin letters, so they name the Japanese face here.
fn mark(text: &str, paragraph: &str, style: &Style) -> Level {
    let font = escape(&style.fonts.word_heading);
    Level {
        format: "bullet",
        text: text.to_owned(),
        style: Some(paragraph.to_owned()),
        paragraph: r#"<w:ind w:left="0" w:firstLine="0"/>"#.to_owned(),
        run: format!(r#"<w:rFonts w:hint="eastAsia" w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}"/>"#),
        after: "space",
    }
}

fn item(index: usize) -> Level {
    of_list("decimal", format!("%{}.", index + 1), index)
}

fn bullet(index: usize) -> Level {
    of_list("bullet", "・".to_owned(), index)
}

fn of_list(format: &'static str, text: String, index: usize) -> Level {
    let left = STEP * (index as i32 + 1);
    Level {
        format,
        text,
        style: None,
        paragraph: format!(
            r#"<w:tabs><w:tab w:val="num" w:pos="{left}"/></w:tabs><w:ind w:left="{left}" w:hanging="{STEP}"/>"#
        ),
        run: String::new(),
        after: "tab",
    }
}

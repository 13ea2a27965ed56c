//! Styles of paragraphs.

use super::{BANNER_PADDING, Entry, STAGE_SIZE, heading_fonts, heading_indent, size};
use crate::document::{Page, Style};
use crate::write::word::measure::{colour, points_in_twips, text_width, twips};
use crate::write::word::numbering::Outline;

/// All styles of paragraphs.
pub fn entries(style: &Style) -> Vec<Entry> {
    let mut entries = vec![entry("Normal", "Normal", String::new(), String::new())];
    entries.extend((0..5).map(|index| heading(style, index)));
    entries.extend(prose(style));
    entries.extend(letter(style));
    entries.extend(sheet(style));
    entries.extend(tables(style));
    entries.extend(contents(style));
    entries.extend(running(style));
    entries.extend(cover(style));
    entries
}

fn entry(id: &str, name: &str, paragraph: String, run: String) -> Entry {
    Entry {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: "paragraph",
        based_on: (id != "Normal").then_some("Normal"),
        next: None,
        listed: true,
        paragraph,
        run,
    }
}

const OFF_GRID: &str = r#"<w:snapToGrid w:val="0"/>"#;
const KEEP: &str = "<w:keepNext/><w:keepLines/>";
const BOLD: &str = "<w:b/><w:bCs/>";

/// Room before and after, and the least height of a line, in points.
fn spacing(before: f64, after: f64, line: f64) -> String {
    format!(
        r#"<w:spacing w:before="{}" w:after="{}" w:line="{}" w:lineRule="atLeast"/>"#,
        points_in_twips(before),
        points_in_twips(after),
        points_in_twips(line),
    )
}

fn coloured(hash: &str) -> String {
    format!(r#"<w:color w:val="{}"/>"#, colour(hash))
}

fn border(side: &str, eighths: u32, space: u32, hash: &str) -> String {
    let colour = colour(hash);
    format!(r#"<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>"#)
}

fn numbered(outline: Outline, index: usize) -> String {
    let level = match index {
        0 => String::new(),
        1.. => format!(r#"<w:ilvl w:val="{index}"/>"#),
    };
    let id = outline.id();
    format!(r#"<w:numPr>{level}<w:numId w:val="{id}"/></w:numPr>"#)
}

/// The size of a level of headings, in points.
fn heading_size(style: &Style, index: usize) -> f64 {
    let sizes = &style.sizes.headings;
    let points = sizes.get(index).or(sizes.last()).copied();
    points.unwrap_or(style.sizes.body)
}

fn heading(style: &Style, index: usize) -> Entry {
    let accent = &style.colours.accent;
    let points = heading_size(style, index);
    let (borders, room, ink) = match index {
        0 => (border("bottom", 10, 6, accent), (0.0, 13.0), accent),
        1 => (border("left", 26, 7, accent), (14.5, 8.0), &style.colours.ink),
        _ => (String::new(), (7.0, 4.0), &style.colours.ink),
    };
    let borders = match borders.is_empty() {
        true => borders,
        false => format!("<w:pBdr>{borders}</w:pBdr>"),
    };
    let paragraph = format!(
        r#"{KEEP}{}{borders}{OFF_GRID}{}{}<w:outlineLvl w:val="{index}"/>"#,
        numbered(Outline::Body, index),
        spacing(room.0, room.1, points * 1.25),
        heading_indent(index),
    );
    let run = format!("{}{BOLD}{}{}", heading_fonts(style), coloured(ink), size(points));
    let level = index + 1;
    let mut entry = entry(&format!("Heading{level}"), &format!("heading {level}"), paragraph, run);
    entry.next = Some("BodyText");
    entry
}

fn prose(style: &Style) -> Vec<Entry> {
    let sizes = &style.sizes;
    let body = points_in_twips(sizes.body);
    let first = |width: i32| format!(r#"<w:ind w:firstLineChars="100" w:firstLine="{width}"/>"#);
    let both = r#"<w:jc w:val="both"/>"#;
    let quote = format!(r#"<w:ind w:left="{0}" w:right="{0}"/>"#, body * 2);
    let note = format!("{OFF_GRID}{}{both}", spacing(0.0, 0.0, sizes.note * 1.4));
    let note_run = format!("{}{}", coloured(&style.colours.note), size(sizes.note));
    let tail = format!(r#"{OFF_GRID}<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>"#);
    vec![
        entry("BodyText", "Body Text", first(body) + both, String::new()),
        entry("ListParagraph", "List Paragraph", both.to_owned(), String::new()),
        entry("Quote", "Quote", quote + both, String::new()),
        entry("PlanNote", "Plan Note", note, note_run),
        hidden(entry("Tail", "Tail", tail, size(1.0))),
    ]
}

/// Lines of a letter, with room around those in the middle.
fn letter(style: &Style) -> Vec<Entry> {
    let body = style.sizes.body;
    let line = |side: &str, room: f64| format!(r#"{}<w:jc w:val="{side}"/>"#, spacing(room, room, body * 1.5));
    vec![
        entry("LetterLeft", "Letter Left", line("left", body * 0.3), String::new()),
        entry(
            "LetterCentre",
            "Letter Centre",
            line("center", body * 1.5),
            String::new(),
        ),
        entry("LetterRight", "Letter Right", line("right", body * 0.3), String::new()),
    ]
}

fn hidden(entry: Entry) -> Entry {
    Entry { listed: false, ..entry }
}

fn sheet(style: &Style) -> Vec<Entry> {
    let sizes = &style.sizes;
    let accent = &style.colours.accent;
    let sides: String = ["top", "left", "bottom", "right"]
        .map(|side| border(side, 4, if matches!(side, "top" | "bottom") { 8 } else { 11 }, accent))
        .concat();
    let banner = format!(
        r#"{KEEP}{}<w:pBdr>{sides}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{}"/>{OFF_GRID}{}<w:ind w:left="{BANNER_PADDING}" w:right="{BANNER_PADDING}" w:firstLine="0"/><w:outlineLvl w:val="1"/>"#,
        numbered(Outline::Sheet, 0),
        colour(accent),
        spacing(0.0, 9.0, 17.0),
    );
    let name = format!(
        "{}{BOLD}{}{}",
        heading_fonts(style),
        coloured("#ffffff"),
        size(heading_size(style, 1) * 1.25)
    );
    let part = format!(
        r#"{KEEP}{}{OFF_GRID}{}<w:outlineLvl w:val="2"/>"#,
        numbered(Outline::Part, 0),
        spacing(7.5, 0.0, 14.0),
    );
    let part_run = format!(
        "{}{BOLD}{}{}",
        heading_fonts(style),
        coloured(accent),
        size(heading_size(style, 2).max(10.0))
    );
    let text = format!(
        r#"{OFF_GRID}{}<w:ind w:firstLineChars="100" w:firstLine="{}"/><w:jc w:val="both"/>"#,
        spacing(0.0, 0.0, sizes.sheet * 1.62),
        points_in_twips(sizes.sheet),
    );
    let mut entries = vec![
        entry("SheetBanner", "Sheet Banner", banner, name),
        entry("SheetPart", "Sheet Part", part, part_run),
        entry("SheetText", "Sheet Text", text, size(sizes.sheet)),
    ];
    entries[1].next = Some("SheetText");
    entries
}

fn tables(style: &Style) -> Vec<Entry> {
    let sizes = &style.sizes;
    let gothic = heading_fonts(style);
    let line = spacing(0.0, 0.0, sizes.table * 1.45);
    let run = format!("{gothic}{}", size(sizes.table));
    let head = format!("{gothic}{BOLD}{}", size(sizes.table));
    let align = |to: &str| format!(r#"{OFF_GRID}{line}<w:jc w:val="{to}"/>"#);
    let caption = format!("{KEEP}{OFF_GRID}{}", spacing(13.0, 4.0, sizes.caption * 1.45));
    let below = format!(
        r#"{OFF_GRID}{}<w:jc w:val="center"/>"#,
        spacing(3.0, 8.0, sizes.note * 1.5)
    );
    let figure = format!(r#"{OFF_GRID}<w:spacing w:before="40" w:after="40"/><w:jc w:val="center"/>"#);
    let end = format!(r#"{OFF_GRID}<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>"#);
    let under_picture = coloured(&style.colours.note);
    let note = format!("{gothic}{under_picture}{}", size(sizes.note - 1.0));
    vec![
        entry("TableText", "Table Text", align("left"), run.clone()),
        entry("TableFigure", "Table Figure", align("right"), run.clone()),
        entry("TableHead", "Table Head", align("center"), head),
        entry(
            "Caption",
            "caption",
            caption,
            format!("{gothic}{}", size(sizes.caption)),
        ),
        entry("PictureCaption", "Picture Caption", below, note),
        hidden(entry("Figure", "Figure", figure, String::new())),
        hidden(entry("TableEnd", "Table End", end, size(4.0))),
    ]
}

fn contents(style: &Style) -> Vec<Entry> {
    let gothic = heading_fonts(style);
    let accent = coloured(&style.colours.accent);
    let right = twips(text_width(Page::Portrait, style));
    let tabs = format!(r#"<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{right}"/></w:tabs>"#);
    let rule = border("bottom", 10, 6, &style.colours.accent);
    let points = heading_size(style, 0);
    let title = format!(
        "{KEEP}<w:pBdr>{rule}</w:pBdr>{OFF_GRID}{}",
        spacing(0.0, 14.0, points * 1.25)
    );
    let level = |index: i32, before: f64, run: String| {
        let indent = format!(r#"<w:ind w:left="{}"/>"#, index * 290);
        let paragraph = format!("{tabs}{OFF_GRID}{}{indent}", spacing(before, 0.0, 15.5));
        let number = index + 1;
        let (id, name) = (format!("TOC{number}"), format!("toc {number}"));
        entry(&id, &name, paragraph, run)
    };
    let lower = format!("{gothic}{}", size(10.0));
    vec![
        entry(
            "TOCHeading",
            "TOC Heading",
            title,
            format!("{gothic}{BOLD}{accent}{}", size(points)),
        ),
        level(0, 6.0, format!("{gothic}{BOLD}{accent}")),
        level(1, 0.0, lower.clone()),
        level(2, 0.0, lower),
    ]
}

fn running(style: &Style) -> Vec<Entry> {
    let run = format!(
        "{}{}{}",
        heading_fonts(style),
        coloured(&style.colours.note),
        size(style.sizes.head)
    );
    let rule = border("bottom", 4, 4, &style.colours.rule);
    let header = format!("<w:pBdr>{rule}</w:pBdr>{OFF_GRID}");
    let footer = format!(r#"{OFF_GRID}<w:jc w:val="center"/>"#);
    vec![
        hidden(entry("Header", "header", header, run.clone())),
        hidden(entry("Footer", "footer", footer, run)),
    ]
}

/// The letters of a run so many points apart.
fn apart(run: String, points: f64) -> String {
    let spacing = format!(r#"<w:spacing w:val="{}"/><w:sz "#, points_in_twips(points));
    run.replacen("<w:sz ", &spacing, 1)
}

fn cover(style: &Style) -> Vec<Entry> {
    let colours = &style.colours;
    let gothic = heading_fonts(style);
    let bar = border("left", 40, 16, &colours.accent);
    let block = |before: f64, after: f64, line: f64| {
        format!(
            r#"<w:pBdr>{bar}</w:pBdr>{OFF_GRID}{}<w:ind w:left="400"/>"#,
            spacing(before, after, line)
        )
    };
    let frame = ["top", "left", "bottom", "right"]
        .map(|side| {
            border(
                side,
                6,
                if matches!(side, "top" | "bottom") { 6 } else { 12 },
                &colours.accent,
            )
        })
        .concat();
    let stage = format!(
        r#"<w:pBdr>{frame}</w:pBdr>{OFF_GRID}{}<w:jc w:val="center"/>"#,
        spacing(46.0, 0.0, STAGE_SIZE * 1.3)
    );
    let foot = |after: f64, line: f64| format!(r#"{OFF_GRID}{}<w:jc w:val="right"/>"#, spacing(0.0, after, line));
    let run = |bold: &str, hash: &str, points: f64| format!("{gothic}{bold}{}{}", coloured(hash), size(points));
    let title = style.sizes.title;
    let entries = [
        (
            "CoverSeries",
            "Cover Series",
            block(108.0, 0.0, 18.0),
            apart(run("", &colours.note, 12.0), 1.2),
        ),
        (
            "CoverTitle",
            "Cover Title",
            block(8.0, 10.0, title * 1.45),
            run(BOLD, &colours.accent, title),
        ),
        (
            "CoverPeriod",
            "Cover Period",
            block(0.0, 0.0, 18.0),
            run("", &colours.ink, 12.0),
        ),
        ("CoverStage", "Cover Stage", stage, run("", &colours.accent, STAGE_SIZE)),
        ("CoverDate", "Cover Date", foot(4.0, 18.0), run("", &colours.ink, 12.0)),
        (
            "CoverIssuer",
            "Cover Issuer",
            foot(4.0, 24.0),
            apart(run(BOLD, &colours.ink, 16.0), 4.8),
        ),
        (
            "CoverDepartment",
            "Cover Department",
            foot(0.0, 14.0),
            run("", &colours.note, 9.5),
        ),
    ];
    let entries = entries.into_iter();
    let entries = entries.map(|(id, name, paragraph, run)| entry(id, name, paragraph, run));
    entries.map(hidden).collect()
}

//! Running heads and feet, with the watermark behind the text.

use super::finish::Running;
use super::measure::{colour, text_width, twips};
use super::xml::{DECLARATION, RELATIONSHIPS, WORD, escape};
use crate::document::{Document, Page, Text};

/// The part of a running head.
pub fn header(running: Running, document: &Document) -> String {
    let content = match running {
        Running::Cover => watermark(running, document),
        Running::Portrait => head(document) + &watermark(running, document),
        Running::Landscape => head(document) + &watermark(running, document),
    };
    let style = match running {
        Running::Cover => "Tail",
        Running::Portrait | Running::Landscape => "Header",
    };
    let tabs = match running {
        Running::Cover => String::new(),
        Running::Portrait => tabs(document, Page::Portrait),
        Running::Landscape => tabs(document, Page::Landscape),
    };
    part("hdr", &paragraph(style, &tabs, &content))
}

/// The part of a running foot: the number of the page; a cover has none.
pub fn footer(running: Running) -> String {
    match running {
        Running::Cover => part("ftr", &paragraph("Tail", "", "")),
        Running::Portrait | Running::Landscape => part("ftr", &paragraph("Footer", "", PAGE)),
    }
}

const PAGE: &str = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#;

fn part(root: &str, content: &str) -> String {
    format!(
        r#"{DECLARATION}<w:{root} xmlns:w="{WORD}" xmlns:r="{RELATIONSHIPS}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">{content}</w:{root}>"#
    )
}

fn paragraph(style: &str, tabs: &str, content: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{tabs}</w:pPr>{content}</w:p>"#)
}

fn tabs(document: &Document, page: Page) -> String {
    let right = twips(text_width(page, &document.style));
    let centre = right / 2;
    format!(r#"<w:tabs><w:tab w:val="center" w:pos="{centre}"/><w:tab w:val="right" w:pos="{right}"/></w:tabs>"#)
}

fn head(document: &Document) -> String {
    let head = &document.head;
    let tab = "<w:r><w:tab/></w:r>";
    let left = run("", &head.left.text);
    let centre = run("<w:rPr><w:b/><w:bCs/></w:rPr>", &head.centre.text);
    let right = run("", &head.right.text);
    format!("{left}{tab}{centre}{tab}{right}")
}

fn run(properties: &str, text: &str) -> String {
    match text {
        "" => String::new(),
        _ => format!(
            r#"<w:r>{properties}<w:t xml:space="preserve">{}</w:t></w:r>"#,
            escape(text)
        ),
    }
}

/// How long a watermark may become, in points: the diagonal of a page is some 1,000.
const LONGEST: f64 = 600.0;

/// A word across the page, as Word itself makes watermarks: WordArt behind the text.
fn watermark(running: Running, document: &Document) -> String {
    let Some(Text { text, .. }) = &document.watermark else {
        return String::new();
    };
    let number = running.number();
    let letters = text.chars().count().max(1) as f64;
    let size = document.style.sizes.watermark.min(LONGEST / letters);
    let width = size * letters;
    let fill = colour(&document.style.colours.watermark);
    let font = escape(&document.style.fonts.word_heading);
    let text = escape(text);
    format!(
        r##"<w:r><w:rPr><w:noProof/></w:rPr><w:pict>{SHAPE_TYPE}<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{spid}" type="#_x0000_t136" alt="透かし：{text}" style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{size}pt;rotation:322;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#{fill}" stroked="f"><v:textpath style="font-family:&quot;{font}&quot;;font-size:1pt;font-weight:bold" string="{text}"/></v:shape></w:pict></w:r>"##,
        spid = 2048 + number,
    )
}

/// Plain WordArt, as Word defines it.
const SHAPE_TYPE: &str = r##"<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>"##;

//! Sizes, fonts and colours, read from `style.toml` of the templates by both writers.

use serde::{Deserialize, Serialize};

/// How a document looks.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// The faces.
    pub fonts: Fonts,
    /// Sizes of type, in points.
    pub sizes: Sizes,
    /// Colours, as `#rrggbb`.
    pub colours: Palette,
    /// Margins of upright pages.
    pub portrait: Margins,
    /// Margins of pages on their side.
    pub landscape: Margins,
}

/// Names of faces: `latin` takes letters and digits of half width.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fonts {
    /// Running text in the PDF.
    pub text: String,
    /// Letters and digits of running text in the PDF.
    pub text_latin: String,
    /// What `text` lacks.
    pub text_rest: String,
    /// Headings and tables in the PDF.
    pub heading: String,
    /// Letters and digits of headings and tables in the PDF.
    pub heading_latin: String,
    /// What `heading` lacks.
    pub heading_rest: String,
    /// Running text as Windows names the face.
    pub word_text: String,
    /// Letters and digits of running text as Windows names the face.
    pub word_text_latin: String,
    /// Headings and tables as Windows names the face.
    pub word_heading: String,
    /// Letters and digits of headings and tables as Windows names the face.
    pub word_heading_latin: String,
}

/// Sizes of type in points.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    /// Running text.
    pub body: f64,
    /// Running text of a company's sheet.
    pub sheet: f64,
    /// Tables.
    pub table: f64,
    /// Captions.
    pub caption: f64,
    /// Notes under tables.
    pub note: f64,
    /// Running head and page number.
    pub head: f64,
    /// Headings by level.
    pub headings: Vec<f64>,
    /// The title on the cover.
    pub title: f64,
    /// The watermark.
    pub watermark: f64,
    /// Distance of two lines of running text, in points.
    pub line_pitch: f64,
}

/// Colours as `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Palette {
    /// Text.
    pub ink: String,
    /// Headings and strong rules.
    pub accent: String,
    /// Behind heading cells.
    pub tint: String,
    /// Thin rules.
    pub rule: String,
    /// Notes, running heads.
    pub note: String,
    /// The watermark.
    pub watermark: String,
    /// Series of charts, in order.
    pub series: Vec<String>,
}

/// Margins in millimetres.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Margins {
    /// Top.
    pub top: f64,
    /// Bottom.
    pub bottom: f64,
    /// Left.
    pub left: f64,
    /// Right.
    pub right: f64,
}

impl Palette {
    /// A colour that is not written `#rrggbb`.
    pub fn faulty(&self) -> Option<&str> {
        let named = [
            &self.ink,
            &self.accent,
            &self.tint,
            &self.rule,
            &self.note,
            &self.watermark,
        ];
        let all = named.into_iter().chain(&self.series);
        all.map(String::as_str).find(|colour| !is_colour(colour))
    }
}

fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
    digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

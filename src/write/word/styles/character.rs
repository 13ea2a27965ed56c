//! Styles of characters.

use super::{Entry, heading_fonts, size};
use crate::document::Style;
use crate::write::word::measure::colour;

/// All styles of characters.
pub fn entries(style: &Style) -> Vec<Entry> {
    let gothic = heading_fonts(style);
    let colours = &style.colours;
    let coloured = |hash: &str| format!(r#"<w:color w:val="{}"/>"#, colour(hash));
    let bold = "<w:b/><w:bCs/>";
    let shade = format!(
        r#"<w:shd w:val="clear" w:color="auto" w:fill="{}"/>"#,
        colour(&colours.tint)
    );
    let unit = format!("{}{}", coloured(&colours.note), size(style.sizes.note));
    vec![
        entry("DefaultParagraphFont", "Default Paragraph Font", String::new()),
        entry("Strong", "Strong", format!("{gothic}{bold}")),
        entry("Emphasis", "Emphasis", gothic.clone()),
        entry("Hyperlink", "Hyperlink", coloured(&colours.accent)),
        entry("Pending", "Pending", format!("{gothic}{bold}{shade}")),
        entry(
            "CaptionNumber",
            "Caption Number",
            format!("{bold}{}", coloured(&colours.accent)),
        ),
        entry("CaptionUnit", "Caption Unit", unit),
    ]
}

fn entry(id: &str, name: &str, run: String) -> Entry {
    let own = id == "DefaultParagraphFont";
    Entry {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: "character",
        based_on: (!own).then_some("DefaultParagraphFont"),
        next: None,
        listed: !own,
        paragraph: String::new(),
        run,
    }
}

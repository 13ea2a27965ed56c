//! The part that holds the settings: Japanese typesetting, and Word's present way of layout.

use super::xml::{DECLARATION, WORD};

/// The part `word/settings.xml`.
pub fn part() -> String {
    format!(r#"{DECLARATION}<w:settings xmlns:w="{WORD}">{SETTINGS}</w:settings>"#)
}

/// Compatibility mode 15 is what Word calls no compatibility mode. Fields are not updated on opening, for their
/// results are already there. Manual line breaks do not stretch a justified line.
const SETTINGS: &str = r#"<w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="840"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:balanceSingleByteDoubleByteWidth/><w:doNotExpandShiftReturn/><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/><w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/><w:compatSetting w:name="enableOpenTypeFeatures" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/><w:compatSetting w:name="doNotFlipMirrorIndents" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/><w:compatSetting w:name="differentiateMultirowTableHeaders" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="ja-JP"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>"#;

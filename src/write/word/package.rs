//! Packs the parts of a Word file: relationships, types of content, and a zip file that is always the same.

use super::body::Draft;
use super::finish::{Finishing, Running};
use super::xml::{DECLARATION, escape};
use super::{WordError, numbering, properties, running, settings, styles};
use crate::document::Document;
use crate::write::parts::{self, Parts};
use crate::write::seal;

const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// All parts of the document in a zip file.
pub fn pack(document: &Document, draft: &Draft, body: Vec<u8>) -> Result<Vec<u8>, WordError> {
    let plan = &draft.plan;
    let mut parts = Parts::new();
    let mut add = |name: &str, xml: String| parts.insert(name.to_owned(), xml.into_bytes());
    add("[Content_Types].xml", content_types(plan));
    add("_rels/.rels", package_relationships());
    add("docProps/app.xml", properties::app());
    add("docProps/core.xml", properties::core(document));
    add("word/_rels/document.xml.rels", relationships(plan));
    add("word/numbering.xml", numbering::part(&draft.numbering, &document.style));
    add("word/settings.xml", settings::part());
    add("word/styles.xml", styles::part(&document.style));
    for running in plan.runnings() {
        let number = running.number();
        add(&format!("word/header{number}.xml"), running::header(running, document));
        add(&format!("word/footer{number}.xml"), running::footer(running));
    }
    for (index, media) in plan.media.iter().enumerate() {
        parts.insert(format!("word/{}", plan.media_name(index)), media.bytes.to_vec());
    }
    parts.insert("word/document.xml".to_owned(), body);
    let seal = seal::part(&parts);
    parts.insert(seal::PART.to_owned(), seal.into_bytes());
    Ok(parts::pack(parts)?)
}

fn content_types(plan: &Finishing) -> String {
    let mut xml = format!(r#"{DECLARATION}<Types xmlns="{TYPES}">"#);
    let defaults = [
        ("jpg", "image/jpeg"),
        ("png", "image/png"),
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ];
    for (extension, kind) in defaults {
        xml += &format!(r#"<Default Extension="{extension}" ContentType="{kind}"/>"#);
    }
    let mut part = |name: &str, kind: &str| {
        xml += &format!(r#"<Override PartName="/{name}" ContentType="{kind}"/>"#);
    };
    part(
        "docProps/app.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    );
    part(
        "docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
    );
    part(
        seal::PART,
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    );
    part("word/document.xml", &format!("{MAIN}.document.main+xml"));
    part("word/numbering.xml", &format!("{MAIN}.numbering+xml"));
    part("word/settings.xml", &format!("{MAIN}.settings+xml"));
    part("word/styles.xml", &format!("{MAIN}.styles+xml"));
    for number in plan.runnings().map(Running::number) {
        part(&format!("word/header{number}.xml"), &format!("{MAIN}.header+xml"));
        part(&format!("word/footer{number}.xml"), &format!("{MAIN}.footer+xml"));
    }
    xml + "</Types>"
}

fn package_relationships() -> String {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let rows = [
        relationship("rId1", &format!("{OFFICE}/officeDocument"), "word/document.xml"),
        relationship("rId2", core, "docProps/core.xml"),
        relationship("rId3", &format!("{OFFICE}/extended-properties"), "docProps/app.xml"),
        relationship("rId4", &format!("{OFFICE}/custom-properties"), seal::PART),
    ];
    format!(
        r#"{DECLARATION}<Relationships xmlns="{PACKAGE}">{}</Relationships>"#,
        rows.concat()
    )
}

fn relationships(plan: &Finishing) -> String {
    let mut rows = vec![
        relationship("rIdNumbering", &format!("{OFFICE}/numbering"), "numbering.xml"),
        relationship("rIdSettings", &format!("{OFFICE}/settings"), "settings.xml"),
        relationship("rIdStyles", &format!("{OFFICE}/styles"), "styles.xml"),
    ];
    for running in plan.runnings() {
        let number = running.number();
        let (header, footer) = (running.header_id(), running.footer_id());
        rows.push(relationship(
            &header,
            &format!("{OFFICE}/header"),
            &format!("header{number}.xml"),
        ));
        rows.push(relationship(
            &footer,
            &format!("{OFFICE}/footer"),
            &format!("footer{number}.xml"),
        ));
    }
    for index in 0..plan.media.len() {
        let id = Finishing::media_id(index);
        rows.push(relationship(&id, &format!("{OFFICE}/image"), &plan.media_name(index)));
    }
    for (index, url) in plan.links.iter().enumerate() {
        rows.push(external(&Finishing::link_id(index), url));
    }
    format!(
        r#"{DECLARATION}<Relationships xmlns="{PACKAGE}">{}</Relationships>"#,
        rows.concat()
    )
}

fn relationship(id: &str, kind: &str, target: &str) -> String {
    format!(r#"<Relationship Id="{id}" Type="{kind}" Target="{target}"/>"#)
}

fn external(id: &str, url: &str) -> String {
    let url = ascii(url);
    let url = escape(&url);
    format!(r#"<Relationship Id="{id}" Type="{OFFICE}/hyperlink" Target="{url}" TargetMode="External"/>"#)
}

/// An address in the characters that Word takes: others are percent-encoded.
fn ascii(url: &str) -> String {
    let mut ascii = String::new();
    for byte in url.bytes() {
        match byte {
            b'!' | b'#'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~' => {
                ascii.push(char::from(byte));
            }
            _ => ascii += &format!("%{byte:02X}"),
        }
    }
    ascii
}

//! What Office files fetch from elsewhere when somebody opens them: fields, links to other files, templates.

use super::{Doubt, Fault};
use quick_xml::events::BytesStart;

/// Fields that start another program, and those that fetch another file.
const STARTING: [&str; 2] = ["DDE", "DDEAUTO"];
const FETCHING: [&str; 6] = ["INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "RD"];
/// Kinds of relations that bring in what the other file says, and with it what runs there.
const BRINGING: [&str; 6] = [
    "attachedTemplate",
    "oleObject",
    "frame",
    "subDocument",
    "aFChunk",
    "control",
];

/// Something that is wrong with a link.
#[derive(Debug)]
pub enum Told {
    /// The paper may not be submitted.
    Fault(Fault),
    /// Somebody should look.
    Doubt(Doubt),
}

fn program(what: &str) -> Told {
    Told::Fault(Fault::Program(format!("開くと{what}")))
}

/// The value of an attribute by its local name.
pub fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let mut attributes = attributes.with_checks(false).filter_map(Result::ok);
    let local = |key: &str| key.rsplit_once(':').map_or(key == name, |(_, local)| local == name);
    let found = attributes.find(|it| local(it.key.0))?;
    Some(
        found
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .ok()?
            .into_owned(),
    )
}

/// Where an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// To a file of the computer on which the paper was made.
    Own,
    /// To a file that its office shares.
    Shared,
    /// Anywhere.
    Remote,
}

fn place(address: &str) -> Place {
    let address = address.trim().replace('\\', "/").to_ascii_lowercase();
    let address = address.strip_prefix("file:").unwrap_or(&address);
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    // A letter alone is a drive.
    let is_scheme = scheme.is_some_and(|it| it.len() > 1 && it.bytes().all(|it| it.is_ascii_alphanumeric()));
    // `///C:/` is a file of one's own.
    let is_own = !address.starts_with("//") || address.starts_with("///") && !address.starts_with("////");
    match (is_scheme, is_own) {
        (true, _) => Place::Remote,
        (false, true) => Place::Own,
        (false, false) => Place::Shared,
    }
}

/// What is told of the instruction of a field.
pub fn field(instruction: &str) -> Option<Told> {
    let words = instruction
        .split(|it: char| it.is_whitespace() || it == '"')
        .filter(|it| !it.is_empty());
    let words: Vec<&str> = words.collect();
    let name = words.first()?.to_ascii_uppercase();
    if STARTING.contains(&&*name) {
        return Some(program("別のプログラムを動かす命令（DDE）が含まれています"));
    }
    if !FETCHING.contains(&&*name) {
        return None;
    }
    let remote = words.iter().skip(1).any(|it| place(it) == Place::Remote);
    Some(match remote && name != "INCLUDEPICTURE" {
        true => program("外部のファイルを読み込む命令が含まれています"),
        false => Told::Doubt(Doubt::Linked),
    })
}

/// What is told of a relation of a part to something outside of the file.
pub fn relation(start: &BytesStart<'_>) -> Option<Told> {
    let mode = attribute(start, "TargetMode")?;
    let kind = attribute(start, "Type")?;
    let kind = kind.rsplit('/').next().unwrap_or_default();
    if !mode.eq_ignore_ascii_case("External") || kind == "hyperlink" {
        return None;
    }
    match place(&attribute(start, "Target").unwrap_or_default()) {
        Place::Remote if BRINGING.contains(&kind) => Some(program("外部のファイルを読み込む設定が含まれています")),
        // Every Word file names the template that it was made from.
        Place::Own if kind == "attachedTemplate" => None,
        Place::Own | Place::Shared | Place::Remote => Some(Told::Doubt(Doubt::Linked)),
    }
}

/// What is told of an element, whatever part it stands in.
pub fn element(start: &BytesStart<'_>) -> Option<Told> {
    match start.local_name().as_ref() {
        "fldSimple" => field(&attribute(start, "instr")?),
        "ddeLink" => Some(program("別のプログラムを動かす命令（DDE）が含まれています")),
        "Relationship" => relation(start),
        _ => {
            let action = attribute(start, "action")?;
            let runs = ["ppaction://program", "ppaction://macro", "ppaction://ole"];
            let runs = runs.iter().any(|it| action.to_ascii_lowercase().starts_with(it));
            runs.then(|| program("別のプログラムを動かす操作が含まれています"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_known_where_an_address_leads() {
        for (address, expected) in [
            ("http://a/b", Place::Remote),
            ("HTTPS://a", Place::Remote),
            ("ftp://a", Place::Remote),
            (r"\\server\a.dotx", Place::Shared),
            (r"\\\\server\\a.dotx", Place::Shared),
            ("file://server/a", Place::Shared),
            ("file:////server/a", Place::Shared),
            (r"C:\a.dotx", Place::Own),
            (r"C:\\a\\b", Place::Own),
            ("file:///C:/a.dotx", Place::Own),
            ("../a.xlsx", Place::Own),
        ] {
            assert_eq!(place(address), expected, "{address}");
        }
    }
}

//! Reads Word files without the code that writes them: checks their structure, extracts their text and numbers.

use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a Word file by name.
pub struct Docx(BTreeMap<String, Vec<u8>>);

impl Docx {
    /// Unpacks a file.
    pub fn open(bytes: &[u8]) -> Self {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
        let mut parts = BTreeMap::new();
        for index in 0..zip.len() {
            let mut entry = zip.by_index(index).expect("an entry");
            let mut content = Vec::new();
            entry.read_to_end(&mut content).expect("its bytes");
            let name = entry.name().expect("a name").into_owned();
            assert!(parts.insert(name, content).is_none(), "an entry twice");
        }
        Docx(parts)
    }

    /// The bytes of a part.
    pub fn bytes(&self, name: &str) -> &[u8] {
        self.0.get(name).unwrap_or_else(|| panic!("no part {name}"))
    }

    /// The text of a part.
    pub fn text(&self, name: &str) -> &str {
        std::str::from_utf8(self.bytes(name)).expect("UTF-8")
    }

    /// The texts of the running heads.
    pub fn heads(&self) -> Vec<String> {
        let is_head = |name: &&String| name.starts_with("word/header");
        let text = |name: &String| {
            let xml = self.xml(name);
            let texts = xml.descendants().filter(|it| it.has_tag_name((W, "t")));
            texts.filter_map(|it| it.text()).collect::<String>()
        };
        let heads: Vec<String> = self.0.keys().filter(is_head).map(text).collect();
        heads.into_iter().filter(|text| !text.is_empty()).collect()
    }

    fn xml(&self, name: &str) -> Document<'_> {
        Document::parse(self.text(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The parts that hold text: the body, heads and feet.
    fn stories(&self) -> Vec<&str> {
        let names = self.0.keys().map(String::as_str);
        let story = |name: &&str| {
            let file = name.strip_prefix("word/").unwrap_or_default();
            let known = ["document", "header", "footer"];
            file.ends_with(".xml") && known.iter().any(|it| file.starts_with(it))
        };
        names.filter(story).collect()
    }
}

/// The bytes of every part, unpacked.
pub fn parts(bytes: &[u8]) -> Vec<Vec<u8>> {
    Docx::open(bytes).0.into_values().collect()
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().namespace() == Some(W) && node.tag_name().name() == name
}

fn all<'a, 'x>(root: Node<'a, 'x>, name: &'a str) -> impl Iterator<Item = Node<'a, 'x>> {
    root.descendants().filter(move |node| is(*node, name))
}

fn child<'a, 'x>(node: Node<'a, 'x>, name: &str) -> Option<Node<'a, 'x>> {
    node.children().find(|it| is(*it, name))
}

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attribute((W, name))
}

fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    attribute(child(node, name)?, "val")
}

/// Everything that Word demands and this reader knows how to check; empty when all is well.
pub fn problems(bytes: &[u8]) -> Vec<String> {
    let docx = Docx::open(bytes);
    let mut found = Vec::new();
    relationships(&docx, &mut found);
    content_types(&docx, &mut found);
    unique_ids(&docx, &mut found);
    styles_and_numberings(&docx, &mut found);
    for name in docx.stories() {
        let xml = docx.xml(name);
        tables(name, &xml, &mut found);
        fields(name, &xml, &mut found);
        anchors(name, &xml, &mut found);
        characters(name, &xml, &mut found);
        revisions(name, &xml, &mut found);
    }
    for name in docx.0.keys().filter(|name| name.ends_with(".xml")) {
        order(name, &docx.xml(name), &mut found);
    }
    sections(&docx, &mut found);
    found
}

fn relationships(docx: &Docx, found: &mut Vec<String>) {
    for (name, _) in docx.0.iter().filter(|(name, _)| name.ends_with(".rels")) {
        let folder = name.split("_rels/").next().unwrap_or_default();
        let xml = docx.xml(name);
        let mut ids = BTreeSet::new();
        let rows = xml.descendants().filter(|it| {
            it.has_tag_name((
                "http://schemas.openxmlformats.org/package/2006/relationships",
                "Relationship",
            ))
        });
        for row in rows {
            let id = row.attribute("Id").unwrap_or_default();
            let target = row.attribute("Target").unwrap_or_default();
            if !ids.insert(id) {
                found.push(format!("{name}: relationship {id} twice"));
            }
            let outside = row.attribute("TargetMode") == Some("External");
            if !outside && !docx.0.contains_key(&format!("{folder}{target}")) {
                found.push(format!("{name}: {target} is missing"));
            }
        }
        let part = name.replace("_rels/", "");
        let part = part.trim_end_matches(".rels");
        if part.is_empty() {
            continue;
        }
        let used = docx.xml(part);
        let uses = used.descendants().flat_map(|node| node.attributes());
        for it in uses.filter(|it| it.namespace() == Some(R)) {
            if !ids.contains(it.value()) {
                found.push(format!("{part}: {} leads nowhere", it.value()));
            }
        }
    }
}

fn content_types(docx: &Docx, found: &mut Vec<String>) {
    let types = docx.xml("[Content_Types].xml");
    let list = |tag: &'static str, key: &'static str| -> BTreeSet<String> {
        let rows = types.descendants().filter(|it| it.tag_name().name() == tag);
        rows.filter_map(|it| it.attribute(key)).map(str::to_owned).collect()
    };
    let extensions = list("Default", "Extension");
    let parts = list("Override", "PartName");
    for name in docx.0.keys().filter(|name| *name != "[Content_Types].xml") {
        let extension = name.rsplit('.').next().unwrap_or_default();
        let plain = extension == "xml";
        let known = parts.contains(&format!("/{name}")) || (!plain && extensions.contains(extension));
        if !known {
            found.push(format!("{name} has no content type"));
        }
    }
    for part in parts {
        if !docx.0.contains_key(part.trim_start_matches('/')) {
            found.push(format!("content type of {part}, which is missing"));
        }
    }
}

fn unique_ids(docx: &Docx, found: &mut Vec<String>) {
    let mut bookmarks = BTreeSet::new();
    let mut names = BTreeSet::new();
    let mut ends = BTreeSet::new();
    let mut drawings = BTreeSet::new();
    let mut revisions = BTreeSet::new();
    for story in docx.stories() {
        let xml = docx.xml(story);
        for node in xml.descendants() {
            let id = attribute(node, "id").unwrap_or_default().to_owned();
            let fresh = match node.tag_name().name() {
                "bookmarkStart" => {
                    let name = attribute(node, "name").unwrap_or_default().to_owned();
                    let fresh = names.insert(name);
                    bookmarks.insert(id.clone()) && fresh
                }
                "bookmarkEnd" => ends.insert(id.clone()),
                "docPr" => drawings.insert(node.attribute("id").unwrap_or_default().to_owned()),
                "ins" | "del" => revisions.insert(id.clone()),
                _ => true,
            };
            if !fresh {
                found.push(format!("{story}: {} {id} twice", node.tag_name().name()));
            }
        }
    }
    if bookmarks != ends {
        found.push("bookmarks begin and do not end, or the other way round".to_owned());
    }
}

fn styles_and_numberings(docx: &Docx, found: &mut Vec<String>) {
    let styles = docx.xml("word/styles.xml");
    let numbering = docx.xml("word/numbering.xml");
    let mut known = BTreeSet::new();
    for style in all(styles.root(), "style") {
        let id = attribute(style, "styleId").unwrap_or_default();
        if !known.insert(id) {
            found.push(format!("style {id} twice"));
        }
    }
    let ids = |name: &'static str, key: &'static str| -> Vec<&str> {
        all(numbering.root(), name)
            .filter_map(|it| attribute(it, key))
            .collect()
    };
    let abstracts = ids("abstractNum", "abstractNumId");
    let numbers = ids("num", "numId");
    if numbers.iter().collect::<BTreeSet<_>>().len() != numbers.len() {
        found.push("a numbering twice".to_owned());
    }
    for number in all(numbering.root(), "num") {
        let of = value(number, "abstractNumId").unwrap_or_default();
        if !abstracts.contains(&of) {
            found.push(format!("abstract numbering {of} is missing"));
        }
    }
    let late = all(numbering.root(), "num")
        .next()
        .is_some_and(|first| first.next_siblings().any(|it| is(it, "abstractNum")));
    if late {
        found.push("an abstract numbering after a numbering".to_owned());
    }
    for name in docx
        .stories()
        .into_iter()
        .chain(["word/styles.xml", "word/numbering.xml"])
    {
        let xml = docx.xml(name);
        for node in xml.descendants().filter(|it| it.is_element()) {
            let used = attribute(node, "val").unwrap_or_default();
            let missing = match node.tag_name().name() {
                "pStyle" | "rStyle" | "tblStyle" | "basedOn" | "next" => !known.contains(used),
                "numId" => used != "0" && !numbers.contains(&used),
                _ => false,
            };
            if missing {
                found.push(format!("{name}: {} {used} is missing", node.tag_name().name()));
            }
        }
    }
}

fn tables(name: &str, xml: &Document<'_>, found: &mut Vec<String>) {
    for table in all(xml.root(), "tbl") {
        let columns = child(table, "tblGrid").map_or(0, |grid| grid.children().filter(|it| is(*it, "gridCol")).count());
        if columns == 0 {
            found.push(format!("{name}: a table without columns"));
        }
        for row in table.children().filter(|it| is(*it, "tr")) {
            let cells = row.children().filter(|it| is(*it, "tc"));
            let span = |cell| {
                child(cell, "tcPr")
                    .and_then(|it| value(it, "gridSpan"))
                    .and_then(|it| it.parse().ok())
                    .unwrap_or(1)
            };
            let width: usize = cells.map(span).sum();
            if width != columns {
                found.push(format!("{name}: a row of {width} in a table of {columns} columns"));
            }
        }
    }
    for cell in all(xml.root(), "tc") {
        let last = cell.children().rfind(Node::is_element);
        if !last.is_some_and(|it| is(it, "p")) {
            found.push(format!("{name}: a cell that does not end with a paragraph"));
        }
    }
}

fn fields(name: &str, xml: &Document<'_>, found: &mut Vec<String>) {
    let mut open: Vec<bool> = Vec::new();
    for node in xml.descendants() {
        if is(node, "r") && all(node, "fldChar").count() + all(node, "instrText").count() > 1 {
            found.push(format!("{name}: field characters share a run"));
        }
        if !is(node, "fldChar") {
            continue;
        }
        let right = match attribute(node, "fldCharType") {
            Some("begin") => {
                open.push(false);
                true
            }
            Some("separate") => open.last_mut().is_some_and(|it| !std::mem::replace(it, true)),
            Some("end") => open.pop() == Some(true),
            _ => false,
        };
        if !right {
            found.push(format!("{name}: field characters out of balance"));
        }
    }
    if !open.is_empty() {
        found.push(format!("{name}: a field does not end"));
    }
}

fn anchors(name: &str, xml: &Document<'_>, found: &mut Vec<String>) {
    let marks: BTreeSet<&str> = all(xml.root(), "bookmarkStart")
        .filter_map(|it| attribute(it, "name"))
        .collect();
    let links = all(xml.root(), "hyperlink").filter_map(|it| attribute(it, "anchor"));
    let pages =
        all(xml.root(), "instrText").filter_map(|it| it.text()?.trim().strip_prefix("PAGEREF ")?.split(' ').next());
    for anchor in links.chain(pages) {
        if !marks.contains(anchor) {
            found.push(format!("{name}: {anchor} leads nowhere"));
        }
    }
}

fn characters(name: &str, xml: &Document<'_>, found: &mut Vec<String>) {
    for text in all(xml.root(), "t").filter_map(|it| it.text()) {
        let illegal = |it: char| it.is_control() || matches!(it, '\u{FFFE}' | '\u{FFFF}');
        if text.chars().any(illegal) {
            found.push(format!("{name}: a character that XML does not allow"));
        }
    }
}

const BORDERS: &str = "top left start bottom right end between bar insideH insideV tl2br tr2bl";

/// From ECMA-376 part 1, transitional.
const ORDER: &[(&str, &str)] = &[
    (
        "pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    ),
    (
        "rPr",
        "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange",
    ),
    (
        "sectPr",
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange",
    ),
    (
        "tblPr",
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    ),
    (
        "tcPr",
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark cellIns cellDel cellMerge",
    ),
    ("tblBorders", BORDERS),
    ("tcBorders", BORDERS),
    ("pBdr", BORDERS),
    (
        "lvl",
        "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    ),
    (
        "style",
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal rsid pPr rPr tblPr trPr tcPr tblStylePr",
    ),
    ("numPr", "ilvl numId"),
    (
        "settings",
        "view zoom removePersonalInformation bordersDoNotSurroundHeader bordersDoNotSurroundFooter trackRevisions documentProtection defaultTabStop evenAndOddHeaders characterSpacingControl footnotePr endnotePr updateFields compat docVars rsids themeFontLang clrSchemeMapping decimalSymbol listSeparator",
    ),
];

fn order(name: &str, xml: &Document<'_>, found: &mut Vec<String>) {
    for node in xml.descendants().filter(|it| it.tag_name().namespace() == Some(W)) {
        let parent = node.tag_name().name();
        if matches!(parent, "pPr" | "rPr" | "tblPr" | "tcPr" | "trPr") && !node.has_children() {
            found.push(format!("{name}: an empty {parent}"));
        }
        let Some((_, names)) = ORDER.iter().find(|(it, _)| *it == parent) else {
            continue;
        };
        let place = |it: Node<'_, '_>| names.split(' ').position(|name| name == it.tag_name().name());
        let places: Vec<_> = node.children().filter(Node::is_element).map(place).collect();
        if places.contains(&None) || !places.is_sorted() {
            found.push(format!("{name}: children of {parent} out of order"));
        }
    }
}

fn sections(docx: &Docx, found: &mut Vec<String>) {
    let xml = docx.xml("word/document.xml");
    for (index, section) in all(xml.root(), "sectPr").enumerate() {
        for part in ["headerReference", "footerReference", "docGrid", "pgMar", "pgSz"] {
            let may_lack = index == 0 && part.ends_with("Reference");
            if child(section, part).is_none() && !may_lack {
                found.push(format!("section {index} has no {part}"));
            }
        }
    }
}

/// Deleted text has elements of its own; changes say who made them, and nothing is said to have moved.
fn revisions(name: &str, xml: &Document<'_>, found: &mut Vec<String>) {
    for node in xml.descendants() {
        let deleted = node.ancestors().any(|it| is(it, "del"));
        let wrong = match node.tag_name().name() {
            "t" | "instrText" => deleted,
            "delText" | "delInstrText" => !deleted,
            "moveFrom" | "moveTo" => true,
            "ins" | "del" => ["id", "author", "date"]
                .iter()
                .any(|it| attribute(node, it).is_none_or(str::is_empty)),
            _ => false,
        };
        if wrong {
            found.push(format!("{name}: {} at {:?}", node.tag_name().name(), node.range()));
        }
    }
}

/// Every line of the body in reading order: paragraphs, cells, and what drawings say in words. Running heads, numbers
/// that Word counts for headings and lists, numbers of pages and empty lines are left out.
pub fn lines(bytes: &[u8]) -> Vec<String> {
    let docx = Docx::open(bytes);
    let xml = docx.xml("word/document.xml");
    let mut lines = Vec::new();
    let mut fields: Vec<Field> = Vec::new();
    for paragraph in all(xml.root(), "p") {
        let mut text = String::new();
        for node in paragraph.descendants() {
            read(node, &mut fields, &mut text);
        }
        let parts = text.split('\n').map(str::trim);
        lines.extend(parts.filter(|it| !it.is_empty()).map(str::to_owned));
    }
    lines
}

/// What an office program leaves once every tracked change is accepted, or rejected: lines as [`lines`] gives them, with
/// a line for each row and each cell. The contents, which are those of the version after, are left out.
pub fn resolved(bytes: &[u8], accept: bool) -> Vec<String> {
    let docx = Docx::open(bytes);
    let xml = docx.xml("word/document.xml");
    let mut reader = Resolved {
        gone: if accept { "del" } else { "ins" },
        fields: Vec::new(),
        lines: Vec::new(),
    };
    let body = all(xml.root(), "body").next().expect("a body");
    reader.container(body);
    reader.lines
}

/// How many changes are tracked.
pub fn changes(bytes: &[u8]) -> usize {
    let docx = Docx::open(bytes);
    let xml = docx.xml("word/document.xml");
    all(xml.root(), "ins").chain(all(xml.root(), "del")).count()
}

struct Resolved {
    /// What goes: `del` where changes are accepted, `ins` where they are rejected.
    gone: &'static str,
    fields: Vec<Field>,
    lines: Vec<String>,
}

impl Resolved {
    /// The paragraphs and tables of the body or of a cell. Where the end of a paragraph goes, its text joins the next.
    fn container(&mut self, outer: Node<'_, '_>) {
        let mut text = String::new();
        for node in outer.children() {
            if is(node, "tbl") {
                self.flush(&mut text);
                self.table(node);
            } else if is(node, "p") {
                let properties = child(node, "pPr");
                let contents = properties
                    .and_then(|it| value(it, "pStyle"))
                    .is_some_and(|it| it.starts_with("TOC"));
                let mut own = String::new();
                self.read(node, &mut own);
                text += if contents { "" } else { &own };
                let mark = properties.and_then(|it| child(it, "rPr"));
                if mark.and_then(|it| child(it, self.gone)).is_none() {
                    self.flush(&mut text);
                }
            }
        }
        self.flush(&mut text);
    }

    fn flush(&mut self, text: &mut String) {
        let parts = text.split('\n').map(str::trim).filter(|it| !it.is_empty());
        self.lines.extend(parts.map(str::to_owned));
        text.clear();
    }

    fn table(&mut self, table: Node<'_, '_>) {
        for row in table.children().filter(|it| is(*it, "tr")) {
            let properties = child(row, "trPr");
            if properties.and_then(|it| child(it, self.gone)).is_some() {
                continue;
            }
            self.lines.push("row".to_owned());
            for cell in row.children().filter(|it| is(*it, "tc")) {
                self.lines.push("cell".to_owned());
                self.container(cell);
            }
        }
    }

    fn read(&mut self, paragraph: Node<'_, '_>, text: &mut String) {
        for node in paragraph.descendants() {
            let gone = node.ancestors().any(|it| is(it, self.gone));
            if !gone && !node.ancestors().any(|it| is(it, "pPr")) {
                read(node, &mut self.fields, text);
            }
        }
    }
}

/// A field that is being read: its instruction, and whether its result has begun.
#[derive(Default)]
struct Field {
    instruction: String,
    result: bool,
}

fn read(node: Node<'_, '_>, fields: &mut Vec<Field>, text: &mut String) {
    let is_page = |it: &Field| it.instruction.trim_start().starts_with("PAGE");
    let hidden = fields.iter().any(|it| !it.result || is_page(it));
    let content = node.text().unwrap_or_default();
    match node.tag_name().name() {
        "t" | "delText" if !hidden => text.push_str(content),
        "br" => text.push('\n'),
        "instrText" | "delInstrText" => {
            if let Some(field) = fields.last_mut() {
                field.instruction.push_str(content);
            }
        }
        "docPr" => {
            text.push('\n');
            text.push_str(node.attribute("descr").unwrap_or_default());
            text.push('\n');
        }
        "fldChar" => match attribute(node, "fldCharType") {
            Some("begin") => fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) = fields.last_mut() {
                    field.result = true;
                }
            }
            _ => {
                fields.pop();
            }
        },
        _ => {}
    }
}

/// The number that Word counts for each paragraph of the body that has a bookmark of a heading, by that bookmark.
pub fn heading_numbers(bytes: &[u8]) -> Vec<(String, String)> {
    let docx = Docx::open(bytes);
    let body = docx.xml("word/document.xml");
    let styles = docx.xml("word/styles.xml");
    let numbering = docx.xml("word/numbering.xml");
    let mut counter = Counter {
        numbering: numbering.root(),
        counts: BTreeMap::new(),
        used: BTreeSet::new(),
    };
    let mut numbers = Vec::new();
    for paragraph in all(body.root(), "p") {
        let properties = child(paragraph, "pPr");
        let style = properties.and_then(|it| value(it, "pStyle"));
        let style = all(styles.root(), "style").find(|it| attribute(*it, "styleId") == style);
        let of_style = style.and_then(|it| child(it, "pPr"));
        let numbered = [properties, of_style]
            .into_iter()
            .flatten()
            .find_map(|it| child(it, "numPr"));
        let number = numbered.map(|it| counter.next(it)).unwrap_or_default();
        let marks = all(paragraph, "bookmarkStart").filter_map(|it| attribute(it, "name"));
        for mark in marks.filter(|it| it.starts_with("_Toc")) {
            numbers.push((mark.to_owned(), number.clone()));
        }
    }
    numbers
}

/// Counts as Word does: all numberings of one abstract numbering share their counts; a level that begins elsewhere
/// does so when its numbering is first used, and again after a level above.
struct Counter<'a, 'x> {
    numbering: Node<'a, 'x>,
    counts: BTreeMap<(String, usize), u32>,
    used: BTreeSet<(String, usize)>,
}

impl<'a, 'x: 'a> Counter<'a, 'x> {
    fn next(&mut self, numbered: Node<'_, '_>) -> String {
        let id = value(numbered, "numId").unwrap_or("0");
        let level: usize = value(numbered, "ilvl").and_then(|it| it.parse().ok()).unwrap_or(0);
        let root = self.numbering;
        let Some(num) = all(root, "num").find(|it| attribute(*it, "numId") == Some(id)) else {
            return String::new();
        };
        let outline = value(num, "abstractNumId").unwrap_or_default();
        let of = all(root, "abstractNum").find(|it| attribute(*it, "abstractNumId") == Some(outline));
        let of = of.expect("an abstract numbering");
        let at = |it: &Node<'_, '_>| attribute(*it, "ilvl") == Some(level.to_string().as_str());
        let exception = num.children().filter(|it| is(*it, "lvlOverride")).find(at);
        let start = exception
            .and_then(|it| value(it, "startOverride"))
            .and_then(|it| it.parse().ok());
        let definition = exception.and_then(|it| child(it, "lvl"));
        let definition = definition.or_else(|| of.children().filter(|it| is(*it, "lvl")).find(at));
        let definition = definition.expect("a level");
        let first_use = self.used.insert((id.to_owned(), level));
        let key = (outline.to_owned(), level);
        let count = match (self.counts.get(&key), start) {
            (_, Some(start)) if first_use => start,
            (Some(count), _) => count + 1,
            (None, start) => start.unwrap_or(1),
        };
        self.counts.insert(key, count);
        self.counts.retain(|(it, deep), _| it != outline || *deep <= level);
        let text = value(definition, "lvlText").unwrap_or_default();
        let format = value(definition, "numFmt").unwrap_or_default();
        let mark = format!("%{}", level + 1);
        text.replace(&mark, &printed(count, format)).trim().to_owned()
    }
}

fn printed(count: u32, format: &str) -> String {
    let kana = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
    match format {
        "decimal" => count.to_string(),
        "aiueoFullWidth" => kana.chars().nth(count as usize - 1).expect("a kana").to_string(),
        "none" | "bullet" => String::new(),
        other => panic!("numbers of format {other}"),
    }
}

//! Reads the text of a PDF as a screen reader would: through the structure tree, by poppler and qpdf.

use serde_json::Value;
use std::process::{Command, Stdio};

/// The text line by line: paragraphs, headings, captions, cells, alternative texts of figures.
///
/// Labels of list items and the words inside figures are left out, like everything that is no content.
pub fn lines(pdf: &[u8]) -> Vec<String> {
    let file = std::env::temp_dir().join(format!("planc-{}.pdf", std::process::id()));
    std::fs::write(&file, pdf).expect("a file for the readers");
    let tree = output(Command::new("pdfinfo").arg("-struct-text").arg(&file));
    let json = output(Command::new("qpdf").args(["--json", "--json-key=qpdf"]).arg(&file));
    let objects: Value = serde_json::from_str(&json).expect("JSON from qpdf");
    let mut alternatives = alternatives(&objects).into_iter();
    let mut reader = Reader::default();
    tree.lines().for_each(|line| reader.read(line, &mut alternatives));
    assert_eq!(alternatives.next(), None, "a figure that poppler does not show");
    reader.lines
}

fn output(command: &mut Command) -> String {
    let output = command
        .stderr(Stdio::null())
        .output()
        .expect("poppler-utils and qpdf are installed");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Reads what `pdfinfo -struct-text` prints: one element or piece of text a line, two spaces in for each level.
#[derive(Default)]
struct Reader {
    lines: Vec<String>,
    open: Vec<Element>,
    elements: usize,
    last_block: usize,
}

struct Element {
    depth: usize,
    name: String,
    number: usize,
}

impl Reader {
    fn read(&mut self, line: &str, alternatives: &mut impl Iterator<Item = String>) {
        let rest = line.trim_start_matches(' ');
        let depth = line.len() - rest.len();
        if rest.starts_with('/') || rest.starts_with("Object ") {
            return;
        }
        self.open.retain(|element| element.depth < depth);
        match rest.strip_prefix('"') {
            Some(text) => self.text(text.strip_suffix('"').expect("a closing quote")),
            None => self.element(rest, depth, alternatives),
        }
    }

    fn element(&mut self, line: &str, depth: usize, alternatives: &mut impl Iterator<Item = String>) {
        let name = line.split([' ', ':']).next().unwrap_or_default().to_owned();
        if name == "Figure" {
            self.lines
                .push(alternatives.next().expect("an alternative text for each figure"));
        }
        self.elements += 1;
        let number = self.elements;
        self.open.push(Element { depth, name, number });
    }

    fn text(&mut self, text: &str) {
        if self
            .open
            .iter()
            .any(|element| matches!(element.name.as_str(), "Figure" | "Lbl"))
        {
            return;
        }
        let block = self.open.iter().rev().find(|element| !is_inline(&element.name));
        let block = block.map_or(0, |element| element.number);
        match self.lines.last_mut() {
            Some(last) if block == self.last_block => last.push_str(text),
            Some(_) | None => self.lines.push(text.to_owned()),
        }
        self.last_block = block;
    }
}

fn is_inline(name: &str) -> bool {
    matches!(name, "Span" | "Link" | "Reference" | "Quote" | "Code")
}

/// The alternative texts of figures in the order of the structure tree, from `qpdf --json`.
fn alternatives(json: &Value) -> Vec<String> {
    let objects = &json["qpdf"][1];
    let root = resolve(objects, &objects["trailer"]["value"]["/Root"]);
    let tree = resolve(objects, &root["/StructTreeRoot"]);
    let mut found = Vec::new();
    collect(objects, &tree["/K"], &mut found);
    found
}

fn collect(objects: &Value, node: &Value, found: &mut Vec<String>) {
    let node = resolve(objects, node);
    if let Value::Array(children) = node {
        children.iter().for_each(|child| collect(objects, child, found));
        return;
    }
    if node["/S"] == "/Figure" {
        let text = node["/Alt"].as_str().unwrap_or("u:");
        found.push(text.strip_prefix("u:").unwrap_or(text).to_owned());
    }
    if node.get("/K").is_some() {
        collect(objects, &node["/K"], found);
    }
}

fn resolve<'a>(objects: &'a Value, value: &'a Value) -> &'a Value {
    match value.as_str() {
        Some(reference) if reference.ends_with(" R") => &objects[format!("obj:{reference}")]["value"],
        Some(_) | None => value,
    }
}

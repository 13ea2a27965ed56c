//! Word, Excel and PowerPoint: zip files of XML.

use super::link::{self, Told};
use super::{Doubt, Fault, Kind, OLE, Paper, Texts, is_program, old_office, runs};
use crate::archive::{Archive, Reason};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;

/// Files in files in files: no honest paper is deeper.
const DEEPEST: usize = 4;
/// No more is unpacked of one paper, in bytes.
const MOST_UNPACKED: u64 = 200 * 1024 * 1024;

/// Reads an Office file; of a zip file that is none the kind stays unknown.
pub fn read(bytes: &[u8], said: Kind) -> Result<Paper, Vec<Fault>> {
    let mut office = Office {
        texts: Texts::default(),
        faults: Vec::new(),
        doubts: BTreeSet::new(),
        shows: false,
        unpacked: 0,
    };
    let kind = office.zip(bytes, 0);
    let Some(kind) = kind.filter(|_| office.faults.is_empty()) else {
        return Err(office.faults);
    };
    if kind == Kind::Other && said != Kind::Other {
        return Err(vec![Fault::Mismatch(said, kind)]);
    }
    if kind != Kind::Other && office.texts.texts.is_empty() && !office.shows {
        return Err(vec![Fault::Empty]);
    }
    Ok(Paper {
        kind,
        pages: None,
        texts: office.texts.texts,
        doubts: office.doubts,
    })
}

struct Office {
    texts: Texts,
    faults: Vec<Fault>,
    doubts: BTreeSet<Doubt>,
    /// Something is there that is not text: a picture, a drawing, another file.
    shows: bool,
    unpacked: u64,
}

impl Office {
    /// The kind of a zip file; `None` where it cannot be read, which was told.
    fn zip(&mut self, bytes: &[u8], depth: usize) -> Option<Kind> {
        let archive = match Archive::open(bytes) {
            Ok(archive) => archive,
            Err(fault) => {
                self.faults.push(match fault.reason {
                    Reason::Encrypted => Fault::Locked,
                    _ => Fault::Unreadable(fault.to_string()),
                });
                return None;
            }
        };
        let has = |name: &str| archive.entries().iter().any(|it| it.path.eq_ignore_ascii_case(name));
        let kind = match () {
            () if !has("[Content_Types].xml") => Kind::Other,
            () if has("word/document.xml") => Kind::Word,
            () if has("xl/workbook.xml") => Kind::Excel,
            () if has("ppt/presentation.xml") => Kind::PowerPoint,
            () => Kind::Other,
        };
        for entry in archive.entries() {
            self.unpacked = self.unpacked.saturating_add(entry.size);
            if self.unpacked > MOST_UNPACKED {
                self.fault(Fault::Unreadable("展開すると大きすぎます".to_owned()));
                return None;
            }
            match archive.read(entry) {
                Ok(part) => self.part(&entry.path, &part, depth),
                Err(fault) => self.fault(Fault::Unreadable(fault.to_string())),
            }
        }
        Some(kind)
    }

    fn fault(&mut self, fault: Fault) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn part(&mut self, path: &str, bytes: &[u8], depth: usize) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let lower = name.to_ascii_lowercase();
        if lower.starts_with("vbaproject") || lower.starts_with("vbadata") {
            return self.fault(Fault::Program("マクロが含まれています".to_owned()));
        }
        if runs(name) || is_program(bytes) || path.to_ascii_lowercase().contains("/activex/") {
            return self.fault(Fault::Program(format!("プログラム「{name}」が含まれています")));
        }
        let folder = path.to_ascii_lowercase();
        if ["/macrosheets/", "/dialogsheets/"].iter().any(|it| folder.contains(it)) {
            return self.fault(Fault::Program("マクロのシートが含まれています".to_owned()));
        }
        if lower == "[content_types].xml" && bytes.windows(12).any(|it| it.eq_ignore_ascii_case(b"macroEnabled")) {
            return self.fault(Fault::Program("マクロを含められる形式です".to_owned()));
        }
        if bytes.starts_with(OLE) {
            self.shows = true;
            old_office(bytes).unwrap_or_else(|faults| faults.into_iter().for_each(|fault| self.fault(fault)));
        } else if bytes.starts_with(b"PK\x03\x04") {
            self.shows = true;
            if depth < DEEPEST {
                self.zip(bytes, depth + 1);
            } else {
                self.fault(Fault::Unreadable("ファイルの中のファイルが深すぎます".to_owned()));
            }
        } else if lower.ends_with(".xml") && lower != "[content_types].xml" && !path.starts_with("docProps/") {
            self.xml(path, bytes);
        } else if lower.ends_with(".rels") {
            self.relations(bytes);
        } else if path.contains("/media/") {
            self.shows = true;
        }
    }

    fn tell(&mut self, told: Option<Told>) {
        match told {
            Some(Told::Fault(fault)) => self.fault(fault),
            Some(Told::Doubt(doubt)) => {
                self.doubts.insert(doubt);
            }
            None => {}
        }
    }

    /// What a part is related to.
    fn relations(&mut self, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let mut reader = Reader::from_str(&text);
        loop {
            match reader.read_event() {
                Ok(Event::Start(start) | Event::Empty(start)) => self.tell(link::element(&start)),
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
    }

    /// The texts of a part; runs of one paragraph, of one shared text or of one cell are one text.
    fn xml(&mut self, path: &str, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let mut reader = Reader::from_str(&text);
        let (mut open, mut said, mut count) = (0_usize, String::new(), 0_usize);
        let mut fields = Fields::default();
        loop {
            match reader.read_event() {
                Ok(Event::Empty(start)) => {
                    self.tell(link::element(&start));
                    self.tell(fields.mark(&start));
                }
                Ok(Event::Start(start)) => {
                    self.tell(link::element(&start));
                    self.tell(fields.mark(&start));
                    let name = start.local_name();
                    open += usize::from(matches!(name.as_ref(), "t" | "v" | "delText" | "instrText"));
                }
                Ok(Event::End(end)) => match end.local_name().as_ref() {
                    "t" | "v" | "delText" | "instrText" => {
                        open = open.saturating_sub(1);
                        fields.in_instruction = false;
                    }
                    "p" | "si" | "is" | "c" => {
                        count += 1;
                        self.texts.push(|| format!("{path}の{count}番目の段落"), &said);
                        said.clear();
                    }
                    _ => {}
                },
                Ok(Event::Text(text)) if open > 0 => {
                    said.push_str(&text.xml10_content());
                    fields.push(&text.xml10_content());
                }
                Ok(Event::CData(text)) if open > 0 => said.push_str(&text.xml10_content()),
                Ok(Event::GeneralRef(reference)) if open > 0 => {
                    let name = format!("&{};", reference.xml10_content());
                    said.push_str(&unescape(&name).unwrap_or_default());
                }
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(_) => {
                    self.fault(Fault::Unreadable(format!("「{path}」が壊れています")));
                    break;
                }
            }
        }
        self.texts.push(|| path.to_owned(), &said);
    }
}

/// The instructions of the fields that are open, which runs may part anywhere.
#[derive(Default)]
struct Fields {
    open: Vec<String>,
    in_instruction: bool,
}

impl Fields {
    /// A mark of a field; what is told of one whose instruction is whole.
    fn mark(&mut self, start: &BytesStart<'_>) -> Option<Told> {
        match start.local_name().as_ref() {
            "instrText" => self.in_instruction = true,
            "fldChar" => match link::attribute(start, "fldCharType")?.as_str() {
                "begin" => self.open.push(String::new()),
                "separate" => return link::field(&std::mem::take(self.open.last_mut()?)),
                "end" => return link::field(&self.open.pop()?),
                _ => {}
            },
            _ => {}
        }
        None
    }

    fn push(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|_| self.in_instruction) {
            field.push_str(text);
        }
    }
}

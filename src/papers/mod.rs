//! Opens papers of others: what kind they are, what they say and where, and why nobody should send them on.
//!
//! Every file is taken for one that somebody forged: sizes and depths are bounded, and a reader that breaks down takes
//! only its own thread along.

pub mod content;
pub mod font;
pub mod lines;
mod link;
pub mod meanings;
mod office;
mod pdf;
mod picture;
mod tokens;

use std::collections::BTreeSet;
use std::thread;

/// A paper that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// What it is.
    pub kind: Kind,
    /// How many pages it has, where it says so itself.
    pub pages: Option<u32>,
    /// What it says, in order.
    pub texts: Vec<PlacedText>,
    /// What somebody should look at before it is submitted.
    pub doubts: BTreeSet<Doubt>,
}

/// What makes a paper doubtful that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// What its letters are nothing in it says: whom it names was not looked at.
    Unread,
    /// It shows what stands in another file, or asks for one when it is opened.
    Linked,
}

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedText {
    /// For people: 「3ページ」, or the part of an Office file and the paragraph in it.
    pub place: String,
    /// The words.
    pub text: String,
}

/// What a paper is, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A PDF file.
    Pdf,
    /// Word.
    Word,
    /// Excel.
    Excel,
    /// PowerPoint.
    PowerPoint,
    /// An Office file as it was until 2007: its text is not read here.
    OldOffice,
    /// PNG or JPEG.
    Picture,
    /// Something else, by its name.
    Other,
}

impl Kind {
    /// As the staff call it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Pdf => "PDF",
            Kind::Word => "Word",
            Kind::Excel => "Excel",
            Kind::PowerPoint => "PowerPoint",
            Kind::OldOffice => "以前の形式の Word・Excel・PowerPoint",
            Kind::Picture => "画像",
            Kind::Other => "そのほかのファイル",
        }
    }
}

/// What is wrong with a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has no content.
    Empty,
    /// It is cut off or broken; how, in words for the staff.
    Unreadable(String),
    /// It opens with a password only.
    Locked,
    /// It is a program or brings one along; which, in words for the staff.
    Program(String),
    /// Its name says that it is of the first kind, its bytes that it is of the second.
    Mismatch(Kind, Kind),
}

/// The stack of the thread that reads, in bytes.
const STACK: usize = 16 * 1024 * 1024;
/// No more is read of the words of a paper, in bytes.
const MOST_TEXT: usize = 16 * 1024 * 1024;

/// A paper is unread where more than one of so many of its letters is: marks of a font of symbols are fewer.
const UNREAD: usize = 5;

/// Endings of files that run when they are opened.
const PROGRAMS: &[&str] = &[
    "exe",
    "dll",
    "com",
    "scr",
    "pif",
    "cpl",
    "msi",
    "msp",
    "bat",
    "cmd",
    "ps1",
    "psm1",
    "vbs",
    "vbe",
    "js",
    "jse",
    "wsf",
    "wsh",
    "hta",
    "lnk",
    "reg",
    "jar",
    "sh",
    "py",
    "app",
    "chm",
    "url",
    "iso",
    "img",
    "vhd",
    "scf",
    "inf",
    "docm",
    "dotm",
    "xlsm",
    "xltm",
    "xlam",
    "xlsb",
    "xll",
    "pptm",
    "potm",
    "ppsm",
    "ppam",
    "ppa",
    "xla",
    "application",
    "gadget",
    "msc",
    "settingcontent-ms",
];

/// Whether a file of this name runs when it is opened, or may bring macros.
pub fn runs(name: &str) -> bool {
    // Windows passes over dots and spaces at the end.
    ending(name.trim_end_matches(['.', ' '])).is_some_and(|it| PROGRAMS.contains(&&*it))
}

fn ending(name: &str) -> Option<String> {
    Some(name.rsplit_once('.')?.1.to_ascii_lowercase())
}

/// The kind that a name says.
fn named(name: &str) -> Kind {
    match ending(name).as_deref() {
        Some("pdf") => Kind::Pdf,
        Some("docx" | "dotx") => Kind::Word,
        Some("xlsx" | "xltx") => Kind::Excel,
        Some("pptx" | "potx" | "ppsx") => Kind::PowerPoint,
        Some("doc" | "dot" | "xls" | "xlt" | "ppt" | "pps") => Kind::OldOffice,
        Some("png" | "jpg" | "jpeg") => Kind::Picture,
        _ => Kind::Other,
    }
}

const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// So far into a file the mark of a PDF may stand.
const PDF_MARK_WITHIN: usize = 1024;

/// Opens a paper by the last part of its name and its bytes.
///
/// # Errors
/// All that is wrong with it.
pub fn open(name: &str, bytes: &[u8]) -> Result<Paper, Vec<Fault>> {
    if bytes.is_empty() {
        return Err(vec![Fault::Empty]);
    }
    if runs(name) || is_program(bytes) {
        let reason = "プログラム（又はマクロを含められる形式）のファイルです";
        return Err(vec![Fault::Program(reason.to_owned())]);
    }
    // A reader that breaks down over a broken file takes no more than its own thread along.
    let read = || read(name, bytes);
    let opened = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read);
        thread.ok().and_then(|thread| thread.join().ok())
    });
    let paper = opened.unwrap_or_else(|| Err(vec![Fault::Unreadable("中身が壊れています".to_owned())]))?;
    let said = named(name);
    if said != paper.kind {
        return Err(vec![Fault::Mismatch(said, paper.kind)]);
    }
    Ok(paper)
}

fn read(name: &str, bytes: &[u8]) -> Result<Paper, Vec<Fault>> {
    let start = &bytes[..bytes.len().min(PDF_MARK_WITHIN)];
    let paper = |kind| Paper {
        kind,
        pages: None,
        texts: Vec::new(),
        doubts: BTreeSet::new(),
    };
    if !picture::is_whole(bytes) {
        return Err(vec![Fault::Unreadable("画像が途中で切れています".to_owned())]);
    }
    if start.windows(5).any(|it| it == b"%PDF-") {
        pdf::read(bytes)
    } else if bytes.starts_with(OLE) {
        old_office(bytes).map(|()| paper(Kind::OldOffice))
    } else if bytes.starts_with(b"PK") {
        office::read(bytes, named(name))
    } else if picture::is_picture(bytes) {
        Ok(paper(Kind::Picture))
    } else {
        Ok(paper(Kind::Other))
    }
}

/// Programs of Windows, Linux and macOS, shortcuts and scripts, by how they begin.
fn is_program(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 6] = [
        b"MZ",
        b"\x7FELF",
        b"\xCF\xFA\xED\xFE",
        b"\xCA\xFE\xBA\xBE",
        b"L\0\0\0\x01\x14\x02\0",
        b"#!",
    ];
    starts.iter().any(|it| bytes.starts_with(it))
}

/// Whether bytes hold a name as folders of OLE files write it.
fn names(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|it| it == wide)
}

/// What a file of OLE may not hold: an encrypted document, macros, packed programs.
fn old_office(bytes: &[u8]) -> Result<(), Vec<Fault>> {
    if names(bytes, "EncryptedPackage") {
        return Err(vec![Fault::Locked]);
    }
    if names(bytes, "_VBA_PROJECT") {
        return Err(vec![Fault::Program("マクロが含まれています".to_owned())]);
    }
    if has_macro_sheet(bytes) {
        return Err(vec![Fault::Program("マクロのシートが含まれています".to_owned())]);
    }
    if names(bytes, "Ole10Native") {
        let reason = "別のファイルが埋め込まれています（パッケージ）";
        return Err(vec![Fault::Program(reason.to_owned())]);
    }
    Ok(())
}

/// Whether an Excel file as it was until 2007 lists a sheet of macros: a record of a sheet's place, visibility, kind and
/// name (BoundSheet8), whose length is that of its name.
fn has_macro_sheet(bytes: &[u8]) -> bool {
    bytes.windows(12).any(|it| {
        let [0x85, 0, low, high, _, _, _, _, 0..=2, 1, letters, width @ 0..=1] = *it else {
            return false;
        };
        letters > 0 && u16::from_le_bytes([low, high]) == 8 + u16::from(letters) * (1 + u16::from(width))
    })
}

/// Texts that were read so far, bounded.
#[derive(Debug, Default)]
struct Texts {
    texts: Vec<PlacedText>,
    length: usize,
    /// How many letters were read, and how many of them nothing says the meaning of.
    letters: usize,
    unread: usize,
}

impl Texts {
    /// Whether nothing says the meaning of so many letters that who reads only the others may miss a name.
    fn is_unread(&self) -> bool {
        self.unread * UNREAD > self.letters
    }

    /// Adds what a page of a PDF shows.
    fn page(&mut self, place: &str, shown: &content::Shown) {
        self.letters += shown.codes;
        self.unread += shown.unread;
        for lines in [&shown.body, &shown.around] {
            self.push(|| place.to_owned(), &lines.text());
        }
    }

    fn push(&mut self, place: impl FnOnce() -> String, text: &str) {
        if text.trim().is_empty() || self.length + text.len() > MOST_TEXT {
            return;
        }
        self.length += text.len();
        self.texts.push(PlacedText {
            place: place(),
            text: text.to_owned(),
        });
    }
}

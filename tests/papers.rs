//! Papers are opened when they are declared: each kind of bad one is told of at its place, and good ones are not.

use crate::project::{ROOT, july, sample};
use planc::archive::{Packing, pack};
use planc::compile::check;
use planc::diagnostic::Edition;
use planc::world::Memory;
use std::path::Path;

const COMPANY: &str = "sources/companies/aso-seimitsu.toml";

fn pdf() -> Vec<u8> {
    std::fs::read(Path::new(ROOT).join("tests/cases/package/two-pages.pdf")).unwrap()
}

fn pdf_with(from: &str, to: &str) -> Vec<u8> {
    String::from_utf8(pdf()).unwrap().replacen(from, to, 1).into_bytes()
}

fn office(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts = parts.iter().map(|(name, text)| (*name, text.as_bytes()));
    pack(parts, Packing::Deflated, None).unwrap()
}

/// A Word file that says a text, with another part besides.
fn word(text: &str, beside: &[(&str, &str)]) -> Vec<u8> {
    let body = format!("<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>");
    let whole = [("[Content_Types].xml", "<Types/>"), ("word/document.xml", &*body)];
    office(&[&whole, beside].concat())
}

/// The codes that a paper of a company brings about in its file.
fn told_in(mut world: Memory, company: &str, (path, bytes): (&str, Vec<u8>), edition: Edition) -> Vec<String> {
    let codes = |world: &Memory| {
        let checked = check(world, edition, &|_| {});
        let codes = checked.diagnostics.iter().map(|it| it.code.name().to_owned());
        codes.filter(|it| it.contains("paper")).collect::<Vec<_>>()
    };
    let text = String::from_utf8(world.files[company].clone()).unwrap();
    let text = format!("{text}\n[[attachments]]\nkind = \"other\"\nfile = \"{path}\"\n");
    world.files.insert(company.to_owned(), text.into_bytes());
    world.files.entry(format!("sources/{path}")).or_insert(bytes);
    codes(&world)
}

#[test]
fn a_sample_without_papers_is_told_nothing_of_them() {
    for (world, edition) in [(sample(), Edition::Draft), (july(), Edition::Final)] {
        let checked = check(&world, edition, &|_| {});
        assert!(!checked.diagnostics.iter().any(|it| it.code.name().contains("paper")));
    }
}

fn told(name: &str, bytes: Vec<u8>) -> Vec<String> {
    let path = format!("attachments/aso-seimitsu/{name}");
    told_in(sample(), COMPANY, (&path, bytes), Edition::Draft)
}

#[test]
fn good_papers_are_not_told_of() {
    for (name, bytes) in [
        ("a.pdf", pdf()),
        ("a.PDF", [pdf(), b"%a comment\n".to_vec()].concat()),
        ("a.docx", word("御社の計画", &[])),
        (
            "a.xlsx",
            office(&[
                ("[Content_Types].xml", "<Types/>"),
                ("xl/workbook.xml", "<w><t>1</t></w>"),
            ]),
        ),
        ("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old".to_vec()),
    ] {
        assert_eq!(told(name, bytes), [""; 0], "{name}");
    }
}

#[test]
fn bad_papers_are_told_of() {
    let whole = word("本文", &[]);
    let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let with = |name: &str| [ole.clone(), wide(name)].concat();
    let script = "<< /Type /Catalog /OpenAction << /S /JavaScript /JS (x) >> ";
    let locked = pdf_with(
        "/Root 1 0 R",
        "/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (x) /P -4 >>",
    );
    for (name, bytes, code) in [
        ("empty.pdf", Vec::new(), "unreadable-paper"),
        ("cut.pdf", pdf()[..300].to_vec(), "unreadable-paper"),
        ("cut.docx", whole[..whole.len() / 2].to_vec(), "unreadable-paper"),
        ("nothing.docx", word("", &[]), "unreadable-paper"),
        ("locked.pdf", locked, "locked-paper"),
        ("locked.docx", with("EncryptedPackage"), "locked-paper"),
        (
            "script.pdf",
            pdf_with("<< /Type /Catalog ", script),
            "paper-with-program",
        ),
        ("a.exe", b"MZ\x90".to_vec(), "paper-with-program"),
        ("renamed.pdf", b"MZ\x90".to_vec(), "paper-with-program"),
        ("a.docm", whole.clone(), "paper-with-program"),
        ("a.bat", b"dir".to_vec(), "paper-with-program"),
        (
            "macro.docx",
            word("本文", &[("word/vbaProject.bin", "x")]),
            "paper-with-program",
        ),
        (
            "packed.docx",
            word("本文", &[("word/embeddings/a.exe", "x")]),
            "paper-with-program",
        ),
        ("macro.xls", with("_VBA_PROJECT"), "paper-with-program"),
        ("text.pdf", b"hello".to_vec(), "paper-kind-mismatch"),
        ("word.pdf", whole.clone(), "paper-kind-mismatch"),
        ("a.csv", b"1,2".to_vec(), "doubtful-paper"),
    ] {
        assert_eq!(told(name, bytes), [code], "{name}");
    }
}

#[test]
fn sources_are_no_papers() {
    for path in ["companies/kuma-bio.toml", "plan.toml"] {
        let found = told_in(sample(), COMPANY, (path, Vec::new()), Edition::Final);
        assert_eq!(found, ["paper-kind-mismatch"], "{path}");
    }
}

#[test]
fn a_paper_of_another_company_is_told_of() {
    let world = sample();
    let value = |company: &str, key: &str| {
        let text = std::str::from_utf8(&world.files[company]).unwrap();
        let table: toml::Table = text.parse().unwrap();
        table[key].as_str().unwrap().to_owned()
    };
    let other = "sources/companies/kuma-bio.toml";
    let number = value(other, "corporate_number");
    let wide: String = number
        .chars()
        .map(|it| char::from_u32(it as u32 + 0xFEE0).unwrap())
        .collect();
    let own = value(COMPANY, "name");
    for text in [
        number.clone(),
        wide,
        format!("{}-{}", &number[..1], &number[1..]),
        value(other, "name"),
    ] {
        assert_eq!(told("a.docx", word(&text, &[])), ["another-companys-paper"], "{text}");
        assert_eq!(told("a.docx", word(&format!("{own}　{text}"), &[])), [""; 0], "{text}");
    }
}

#[test]
fn papers_of_who_is_not_selected_stop_nobody() {
    let world = july();
    let rejected = |path: &&String| {
        let text = String::from_utf8_lossy(&world.files[*path]).into_owned();
        path.starts_with("sources/companies/") && !text.contains("\nstatus = \"selected\"")
    };
    let company = world.files.keys().find(rejected).cloned();
    let Some(company) = company else { return };
    let found = told_in(world, &company, ("attachments/empty.pdf", Vec::new()), Edition::Draft);
    assert_eq!(found, ["doubtful-paper"]);
}

#[test]
fn broken_papers_break_nothing() {
    let mut chance: u64 = 7;
    let mut next = |below: usize| {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) as usize % below
    };
    for (name, whole) in [("a.pdf", pdf()), ("a.docx", word("本文", &[]))] {
        for _ in 0..400 {
            let mut bytes = whole.clone();
            for _ in 0..3 {
                let at = next(bytes.len());
                bytes[at] = next(256) as u8;
            }
            bytes.truncate(next(bytes.len() * 3).max(1));
            // It must only come back.
            let _ = planc::papers::open(name, &bytes);
        }
    }
}

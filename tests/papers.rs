//! Papers are opened when they are declared: each kind of bad one is told of at its place, and good ones are not.

use crate::project::{ROOT, july, put, sample, text};
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

/// The codes that each paper of a company brings about, all told at once.
fn told_in(mut world: Memory, company: &str, papers: &[(&str, Vec<u8>)], edition: Edition) -> Vec<Vec<String>> {
    let mut text = text(&world, company).to_owned();
    for (path, bytes) in papers {
        text += &format!("\n[[attachments]]\nkind = \"other\"\nfile = \"{path}\"\n");
        let file = format!("sources/{path}");
        world.files.entry(file).or_insert_with(|| bytes.clone());
    }
    put(&mut world, company, text);
    let checked = check(&world, edition, &|_| {});
    let of_papers = checked.diagnostics.iter().filter(|it| it.code.is_of_papers());
    let found: Vec<(&str, &str)> = of_papers
        .map(|it| (checked.sources.text(it.place).trim_matches('"'), it.code.name()))
        .collect();
    let codes = |path: &str| {
        found
            .iter()
            .filter(|it| it.0 == path)
            .map(|it| it.1.to_owned())
            .collect()
    };
    let told: Vec<Vec<String>> = papers.iter().map(|(path, _)| codes(path)).collect();
    assert_eq!(told.iter().flatten().count(), found.len(), "{found:?}");
    told
}

/// Compares what is told of papers of one company with what is expected of each.
fn assert_told(papers: Vec<(String, Vec<u8>, &[&str])>) {
    let named: Vec<(String, Vec<u8>)> = papers
        .iter()
        .map(|(name, bytes, _)| (format!("attachments/aso-seimitsu/{name}"), bytes.clone()))
        .collect();
    let given: Vec<(&str, Vec<u8>)> = named.iter().map(|(path, bytes)| (&**path, bytes.clone())).collect();
    let told = told_in(sample(), COMPANY, &given, Edition::Draft);
    for ((name, _, expected), told) in papers.iter().zip(told) {
        assert_eq!(told, *expected, "{name}");
    }
}

#[test]
fn a_sample_without_papers_is_told_nothing_of_them() {
    for (world, edition) in [(sample(), Edition::Draft), (july(), Edition::Final)] {
        let checked = check(&world, edition, &|_| {});
        assert!(!checked.diagnostics.iter().any(|it| it.code.is_of_papers()));
    }
}

#[test]
fn good_papers_are_not_told_of() {
    let papers = [
        ("a.pdf", pdf()),
        ("b.PDF", [pdf(), b"%a comment\n".to_vec()].concat()),
        ("a.docx", word("御社の計画", &[])),
        (
            "a.xlsx",
            office(&[
                ("[Content_Types].xml", "<Types/>"),
                ("xl/workbook.xml", "<w><t>1</t></w>"),
            ]),
        ),
        ("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old".to_vec()),
    ];
    let good = |(name, bytes): (&str, Vec<u8>)| (name.to_owned(), bytes, &[][..]);
    assert_told(papers.into_iter().map(good).collect());
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
    let papers = [
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
    ];
    let codes = papers.each_ref().map(|it| [it.2]);
    let papers = papers.iter().zip(&codes);
    let bad = papers.map(|((name, bytes, _), code)| ((*name).to_owned(), bytes.clone(), &code[..]));
    assert_told(bad.collect());
}

#[test]
fn sources_are_no_papers() {
    for path in ["companies/kuma-bio.toml", "plan.toml"] {
        let found = told_in(sample(), COMPANY, &[(path, Vec::new())], Edition::Final);
        assert_eq!(found, [["paper-kind-mismatch"]], "{path}");
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
    let mut papers: Vec<(String, Vec<u8>, &[&str])> = Vec::new();
    for (index, text) in [
        number.clone(),
        wide,
        format!("{}-{}", &number[..1], &number[1..]),
        value(other, "name"),
    ]
    .into_iter()
    .enumerate()
    {
        let both = word(&format!("{own}　{text}"), &[]);
        papers.push((format!("{index}.docx"), word(&text, &[]), &["another-companys-paper"]));
        papers.push((format!("{index}-own.docx"), both, &[]));
    }
    assert_told(papers);
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
    let found = told_in(
        world,
        &company,
        &[("attachments/empty.pdf", Vec::new())],
        Edition::Draft,
    );
    assert_eq!(found, [["doubtful-paper"]]);
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

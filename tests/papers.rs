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

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A chunk of a PNG, a segment of a JPEG.
fn chunk(kind: &str, data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length, kind.as_bytes(), data, &[0; 4]].concat()
}

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker][..], &length, data].concat()
}

fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    [PNG, &chunks.concat()].concat()
}

#[test]
fn pictures_are_whole_or_told_of() {
    let head = chunk("IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    let (points, end) = (chunk("IDAT", b"x"), chunk("IEND", b""));
    let frame = segment(0xC0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
    let jpeg = |end: &[u8]| {
        [
            b"\xFF\xD8",
            &*segment(0xE0, b"JFIF"),
            &*frame,
            &*segment(0xDA, b"x"),
            b"points",
            end,
        ]
        .concat()
    };
    let gif = b"GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01\0\0;".to_vec();
    let tiff = [b"II*\0\x08\0\0\0\x01\0".as_slice(), &[0; 16]].concat();
    let papers: Vec<(String, Vec<u8>, &[&str])> = [
        ("a.png", png(&[head.clone(), points.clone(), end.clone()]), &[][..]),
        ("a.jpg", jpeg(b"\xFF\xD9"), &[]),
        ("zeros.jpeg", jpeg(b"\xFF\xD9\0\0\0"), &[]),
        ("mark.png", PNG.to_vec(), &["unreadable-paper"]),
        (
            "cut.png",
            png(&[head.clone(), points[..6].to_vec()]),
            &["unreadable-paper"],
        ),
        ("pointless.png", png(&[head, end]), &["unreadable-paper"]),
        ("mark.jpg", b"\xFF\xD8\xFF".to_vec(), &["unreadable-paper"]),
        ("cut.jpg", jpeg(b""), &["unreadable-paper"]),
        ("mark.gif", b"GIF89a".to_vec(), &["unreadable-paper"]),
        ("cut.gif", gif[..20].to_vec(), &["unreadable-paper"]),
        ("mark.tif", b"II*\0".to_vec(), &["unreadable-paper"]),
        ("cut.tif", tiff[..14].to_vec(), &["unreadable-paper"]),
        // Whole, but of a kind that nobody reads here.
        ("a.gif", gif, &["doubtful-paper"]),
        ("a.tif", tiff, &["doubtful-paper"]),
    ]
    .into_iter()
    .map(|(name, bytes, told)| (name.to_owned(), bytes, told))
    .collect();
    assert_told(papers);
}

/// A field whose instruction two runs part.
fn with_field(one: &str, other: &str) -> Vec<u8> {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let part = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let body = [mark("begin"), part(one), part(other), mark("separate"), mark("end")].concat();
    let body = format!("<w:document><w:body><w:p><w:r><w:t>本文</w:t></w:r>{body}</w:p></w:body></w:document>");
    office(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &body)])
}

/// A Word file of which a part is related to something.
fn related(kind: &str, target: &str) -> Vec<u8> {
    let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation =
        format!("<Relationship Id=\"r\" Type=\"{types}/{kind}\" Target=\"{target}\" TargetMode=\"External\"/>");
    let relations = format!("<Relationships>{relation}</Relationships>");
    word("本文", &[("word/_rels/settings.xml.rels", &relations)])
}

fn workbook(path: &str, part: &str) -> Vec<u8> {
    let whole = [
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", "<w><t>1</t></w>"),
    ];
    office(&[&whole[..], &[(path, part)]].concat())
}

#[test]
fn what_office_files_fetch_from_elsewhere_is_told_of() {
    let sheet = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 \x85\0\x0E\0\0\0\0\0\x01\x01\x06\0Macro1".to_vec();
    let simple = "<w:fldSimple w:instr=\" DDE cmd x \"/>";
    let link = "<externalLink><ddeLink ddeService=\"cmd\"/></externalLink>";
    let path = "<Relationships><Relationship Type=\"x/externalLinkPath\" Target=\"a.xlsx\" TargetMode=\"External\"/></Relationships>";
    let (program, doubt) = (&["paper-with-program"][..], &["doubtful-paper"][..]);
    let papers: Vec<(String, Vec<u8>, &[&str])> = [
        ("dde.docx", with_field(" DDE", "AUTO cmd x "), program),
        ("simple.docx", word("本文", &[("word/header1.xml", simple)]), program),
        (
            "text.docx",
            with_field(" INCLUDETEXT ", "&quot;http://example.com/a&quot;"),
            program,
        ),
        ("own-text.docx", with_field(" INCLUDETEXT ", r"C:\\a.docx"), doubt),
        (
            "picture.docx",
            with_field(" INCLUDEPICTURE ", "&quot;http://example.com/a.png&quot;"),
            doubt,
        ),
        (
            "template.docx",
            related("attachedTemplate", "https://example.com/a.dotm"),
            program,
        ),
        (
            "office-template.docx",
            related("attachedTemplate", r"\\server\a.dotx"),
            doubt,
        ),
        ("object.docx", related("oleObject", "http://example.com/a.xls"), program),
        (
            "linked-picture.docx",
            related("image", "http://example.com/a.png"),
            doubt,
        ),
        ("macro.xlsx", workbook("xl/macrosheets/sheet1.xml", "<x/>"), program),
        ("macro.xls", sheet, program),
        (
            "dde.xlsx",
            workbook("xl/externalLinks/externalLink1.xml", link),
            program,
        ),
        (
            "linked.xlsx",
            workbook("xl/externalLinks/_rels/externalLink1.xml.rels", path),
            doubt,
        ),
        // Page numbers, addresses that somebody may click, the template that a file was made from.
        ("pages.docx", with_field(" PAGE ", r"\* MERGEFORMAT"), &[]),
        ("address.docx", related("hyperlink", "https://example.com/"), &[]),
        (
            "own-template.docx",
            related("attachedTemplate", "file:///C:/Users/a/Normal.dotm"),
            &[],
        ),
    ]
    .into_iter()
    .map(|(name, bytes, told)| (name.to_owned(), bytes, told))
    .collect();
    assert_told(papers);
}

/// A PDF of these objects, from number 1, which is its catalog; of some of them nothing stands where it is said to.
fn pdf_of(objects: &[&str], lost: &[usize]) -> Vec<u8> {
    let (mut file, mut places) = (b"%PDF-1.4\n".to_vec(), Vec::new());
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        let written = format!("{number} 0 obj\n{object}\nendobj\n");
        let blank = "x".repeat(written.len());
        file.extend(if lost.contains(&number) { blank } else { written }.into_bytes());
    }
    let start = file.len();
    let places: String = places.iter().map(|it| format!("{it:010} 00000 n \n")).collect();
    let size = objects.len() + 1;
    let end = format!(
        "xref\n0 {size}\n0000000000 65535 f \n{places}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.extend(end.into_bytes());
    file
}

/// A file without what stands from a word up to another.
fn without(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(file.to_vec()).unwrap();
    let start = text.find(from).unwrap();
    let end = start + text[start..].find(to).unwrap();
    [&file[..start], &file[end..]].concat()
}

#[test]
fn a_pdf_that_is_not_all_there_or_cannot_be_read_is_told_of() {
    let page =
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>";
    let (root, pages) = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    );
    let text = "<< /Length 38 >>\nstream\nBT /F 9 Tf <0001000200030004> Tj    ET \nendstream";
    let font = |encoding: &str| {
        format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /{encoding} /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 >>] >>"
        )
    };
    let simple = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
    let of = |font: &str, lost: &[usize]| pdf_of(&[root, pages, page, text, font], lost);
    let mapped = pdf_of(
        &[
            root,
            pages,
            page,
            text,
            &font("Identity-H").replace(">>] >>", ">>] /ToUnicode 6 0 R >>"),
            "<< /Length 70 >>\nstream\n1 beginbfrange <0001> <0004> <3042> endbfrange                         \nendstream",
        ],
        &[],
    );
    let free = page.replace("/F 5 0 R", "/F 5 0 R /G 99 0 R");
    let papers: Vec<(String, Vec<u8>, &[&str])> = [
        ("simple.pdf", of(simple, &[]), &[][..]),
        ("mapped.pdf", mapped, &[]),
        ("known.pdf", of(&font("UniJIS-UTF16-H"), &[]), &[]),
        ("free.pdf", pdf_of(&[root, pages, &free, text, simple], &[]), &[]),
        ("glyphs.pdf", of(&font("Identity-H"), &[]), &["doubtful-paper"]),
        ("no-page.pdf", of(simple, &[3]), &["unreadable-paper"]),
        ("no-content.pdf", of(simple, &[4]), &["unreadable-paper"]),
        ("no-font.pdf", of(simple, &[5]), &["unreadable-paper"]),
        (
            "no-middle.pdf",
            without(&of(simple, &[]), "4 0 obj", "xref"),
            &["unreadable-paper"],
        ),
        (
            "cut-stream.pdf",
            without(&of(simple, &[]), "<0001", " ET"),
            &["unreadable-paper"],
        ),
        ("behind.pdf", [b"\n\n".to_vec(), of(simple, &[])].concat(), &[]),
    ]
    .into_iter()
    .map(|(name, bytes, told)| (name.to_owned(), bytes, told))
    .collect();
    assert_told(papers);
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

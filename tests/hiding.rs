//! Secrets of any kind, disguised and hidden anywhere in any format: the leak check finds each.

use crate::generated::Chance;
use crate::leak::{chunk, draft, file, parts_of, with_part_of};
use crate::project::tries;
use planc::compile;
use std::io::{Cursor, Write};
use unicode_normalization::UnicodeNormalization;

/// What the draft does not show: of the applicant that was not selected.
const SECRETS: [&str; 3] = [
    "五ヶ瀬川工業株式会社（見本）",
    "熊本県上益城郡山都町馬見原9999番地",
    "1999900000008",
];

/// A way to write a text so that people still read it.
fn disguised(secret: &str, chance: &mut Chance) -> String {
    let is_number = secret.bytes().all(|it| it.is_ascii_digit());
    match chance.below(6) {
        0 => secret.chars().map(full_width).collect(),
        1 => secret.nfd().collect(),
        2 if !is_number => spread(secret, "\u{200B}"),
        3 if !is_number => spread(secret, "\u{AD}"),
        4 if is_number => grouped(
            secret,
            [",", "\u{2009}", "\u{A0}", "_", "’", "'"][chance.below(6) as usize],
        ),
        5 if !is_number => spread(secret, " "),
        _ => secret.to_owned(),
    }
}

fn full_width(it: char) -> char {
    match it {
        '0'..='9' => char::from_u32(u32::from(it) + 0xFEE0).unwrap(),
        other => other,
    }
}

fn spread(text: &str, by: &str) -> String {
    text.chars().map(|it| format!("{it}{by}")).collect()
}

fn grouped(digits: &str, by: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(by);
        }
        text.push(digit);
    }
    text
}

fn escaped(text: &str, chance: &mut Chance) -> String {
    let one = |it: char, chance: &mut Chance| match chance.below(4) {
        0 => format!("&#{};", u32::from(it)),
        1 => format!("&#x{:X};", u32::from(it)),
        _ => it.to_string(),
    };
    text.chars().map(|it| one(it, chance)).collect()
}

/// The address of a page with every byte spelt out.
fn address(text: &str) -> String {
    let bytes: String = text.bytes().map(|it| format!("%{it:02X}")).collect();
    format!("https://example.org/{bytes}")
}

fn put_before(part: &str, end: &str, added: &str) -> Box<dyn Fn(Vec<u8>) -> Vec<u8>> {
    let (end, added, part) = (end.to_owned(), added.to_owned(), part.to_owned());
    Box::new(move |bytes| {
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains(&end), "{end} in {part}");
        text.replacen(&end, &format!("{added}{end}"), 1).into_bytes()
    })
}

/// The places of an Office file: its ending, the part, and how that changes.
fn in_office(secret: &str, chance: &mut Chance) -> (String, Vec<u8>) {
    let is_text = secret.chars().any(|it| it.is_alphabetic());
    let plain = disguised(secret, chance);
    let words = escaped(&plain, chance);
    let (half, rest) = {
        let at = plain.char_indices().nth(plain.chars().count() / 2).unwrap().0;
        (escaped(&plain[..at], chance), escaped(&plain[at..], chance))
    };
    let body = |xml: String| ("docx", "word/document.xml", "</w:body>", xml);
    let sheet = |xml: String| {
        (
            "xlsx",
            "xl/worksheets/sheet2.xml",
            "</sheetData>",
            format!("<row r=\"99999\">{xml}</row>"),
        )
    };
    let (ending, part, end, added) = match chance.below(16) {
        0 => body(format!(
            "<w:p><w:r><w:t>{half}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{rest}</w:t></w:r></w:p>"
        )),
        1 if is_text => body(format!(
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{half}</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>{rest}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        )),
        2 => body(format!(
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{words}</w:t></w:r></w:p>"
        )),
        3 => body(format!(
            "<w:p><w:r><w:drawing><wp:docPr id=\"9\" name=\"a\" descr=\"{words}\"/></w:drawing></w:r></w:p>"
        )),
        4 => body(format!(
            "<w:p><w:r><w:instrText>HYPERLINK \"{words}\"</w:instrText></w:r></w:p>"
        )),
        5 => body(format!("<!-- {plain} -->")),
        6 => (
            "docx",
            "docProps/core.xml",
            "</cp:coreProperties>",
            format!("<cp:keywords>{words}</cp:keywords>"),
        ),
        7 => body(format!(
            "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGEREF x </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>{words}</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
        )),
        8 => (
            "docx",
            "word/_rels/document.xml.rels",
            "</Relationships>",
            format!("<Relationship Id=\"x\" Target=\"{}\"/>", address(secret)),
        ),
        9 => sheet(format!(
            "<c r=\"C99999\" t=\"inlineStr\"><is><r><t>{half}</t></r><r><t>{rest}</t></r></is></c>"
        )),
        10 => sheet(format!("<c r=\"A99999\" t=\"str\"><f>\"{words}\"</f><v>1</v></c>")),
        11 => (
            "xlsx",
            "xl/sharedStrings.xml",
            "</sst>",
            format!("<si><r><t>{half}</t></r><r><t>{rest}</t></r></si>"),
        ),
        12 => (
            "xlsx",
            "xl/workbook.xml",
            "</definedNames>",
            format!("<definedName name=\"x\" hidden=\"1\">\"{words}\"</definedName>"),
        ),
        13 => (
            "xlsx",
            "docProps/custom.xml",
            "</Properties>",
            format!("<property name=\"x\"><vt:lpwstr>{words}</vt:lpwstr></property>"),
        ),
        14 => (
            "xlsx",
            "xl/worksheets/sheet1.xml",
            "</worksheet>",
            format!("<headerFooter><oddHeader>{words}</oddHeader></headerFooter>"),
        ),
        _ => {
            let (ending, part) = [
                ("docx", "word/comments.xml"),
                ("docx", "customXml/item1.xml"),
                ("xlsx", "xl/comments1.xml"),
                ("xlsx", "xl/worksheets/sheet9.xml"),
            ][chance.below(4) as usize];
            let xml = format!("<x><p><t>{half}</t><t>{rest}</t></p></x>");
            let bytes = with_part_of(file(ending), part, move |_| xml.clone().into_bytes());
            return (format!("計画.{ending}"), bytes);
        }
    };
    let bytes = with_part_of(file(ending), part, put_before(part, end, &added));
    (format!("計画.{ending}"), bytes)
}

fn text_string(text: &str) -> lopdf::Object {
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    lopdf::Object::string_literal([0xFE, 0xFF].into_iter().chain(units).collect::<Vec<u8>>())
}

fn in_pdf(secret: &str, chance: &mut Chance) -> (String, Vec<u8>) {
    let words = disguised(secret, chance);
    let mut pdf = lopdf::Document::load_mem(file("pdf")).unwrap();
    let stream = |kind: &str, bytes: &[u8]| {
        let mut stream = lopdf::Stream::new(lopdf::dictionary! { "Type" => kind }, bytes.to_vec());
        stream.compress().unwrap();
        stream
    };
    match chance.below(6) {
        0 => pdf.add_object(lopdf::dictionary! { "Title" => text_string(&words) }),
        1 => pdf.add_object(lopdf::dictionary! { "S" => "Span", "Alt" => text_string(&words) }),
        2 => {
            pdf.add_object(lopdf::dictionary! { "S" => "URI", "URI" => lopdf::Object::string_literal(address(secret)) })
        }
        3 => pdf.add_object(stream(
            "Metadata",
            format!("<x><dc:title>{}</dc:title></x>", escaped(&words, chance)).as_bytes(),
        )),
        4 => pdf.add_object(stream("EmbeddedFile", secret.as_bytes())),
        _ => {
            let page = pdf.page_iter().nth(2).unwrap();
            let units: String = words.encode_utf16().map(|it| format!("{it:04X}")).collect();
            let content = format!("/Span <</ActualText <FEFF{units}>>> BDC EMC");
            let id = pdf.add_object(stream("X", content.as_bytes()));
            let page = pdf.get_object_mut(page).unwrap().as_dict_mut().unwrap();
            let old = page.get(b"Contents").unwrap().clone();
            let mut all = match old {
                lopdf::Object::Array(all) => all,
                one => vec![one],
            };
            all.push(lopdf::Object::Reference(id));
            page.set("Contents", all);
            id
        }
    };
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    ("計画.pdf".to_owned(), bytes)
}

fn in_picture(secret: &str, chance: &mut Chance) -> (String, Vec<u8>) {
    let parts = parts_of(file("docx"));
    let find = |ending: &str| parts.iter().find(|(name, _)| name.ends_with(ending)).unwrap().1.clone();
    let segment = |marker: u8, data: &[u8]| {
        let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker][..], &length, data].concat()
    };
    let utf16: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let packed = |head: &[u8]| {
        let mut packed = flate2::write::ZlibEncoder::new(head.to_vec(), flate2::Compression::best());
        packed.write_all(secret.as_bytes()).unwrap();
        packed.finish().unwrap()
    };
    let (jpeg, png) = (find(".jpg"), find(".png"));
    let scan = jpeg.windows(2).position(|it| it == [0xFF, 0xDA]).unwrap();
    let with_chunk = |data: Vec<u8>| [&png[..33], &data, &png[33..]].concat();
    let (ending, bytes) = match chance.below(7) {
        0 => (
            "jpg",
            [&jpeg[..2], &segment(0xFE, secret.as_bytes()), &jpeg[2..]].concat(),
        ),
        1 => (
            "jpg",
            [
                &jpeg[..2],
                &segment(0xE1, &[b"Exif\0\0\0", &utf16[..]].concat()),
                &jpeg[2..],
            ]
            .concat(),
        ),
        2 => {
            // Between the scans of a progressive one.
            let end = jpeg.len() - 2;
            let more = [segment(0xEE, secret.as_bytes()), jpeg[scan..end].to_vec()].concat();
            ("jpg", [&jpeg[..end], &more, &jpeg[end..]].concat())
        }
        3 => ("jpg", [&jpeg[..], secret.as_bytes()].concat()),
        4 => (
            "png",
            with_chunk(chunk(b"tEXt", &[b"Comment\0", secret.as_bytes()].concat())),
        ),
        5 => ("png", with_chunk(chunk(b"iCCP", &packed(b"ICC profile\0\0")))),
        _ => ("png", with_chunk(chunk(b"zTXt", &packed(b"Comment\0\0")))),
    };
    let name = format!("word/media/planted.{ending}");
    let docx = with_part_of(file("docx"), &name, move |_| bytes.clone());
    ("計画.docx".to_owned(), docx)
}

/// A file of its own: a name, a text, an answer, an archive in an archive.
fn in_file(secret: &str, chance: &mut Chance) -> (String, Vec<u8>) {
    let words = disguised(secret, chance);
    let json: String = secret.encode_utf16().map(|it| format!("\\u{it:04x}")).collect();
    match chance.below(4) {
        0 => (format!("{words}.txt"), b"x".to_vec()),
        1 => (
            "一覧.csv".to_owned(),
            format!("\u{FEFF}\"a\",\"{words}\"\r\n").into_bytes(),
        ),
        2 => (
            "answer.json".to_owned(),
            format!("{{\"after\": \"{json}\"}}").into_bytes(),
        ),
        _ => {
            let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
            zip.start_file("a.txt", zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(words.as_bytes()).unwrap();
            ("提出.zip".to_owned(), zip.finish().unwrap().into_inner())
        }
    }
}

#[test]
fn a_secret_is_found_however_it_is_hidden() {
    let mut chance = Chance(0x51ED_2701);
    // A fiftieth of what is tried by hand: `HIDDEN=3000`.
    for number in 0..tries("HIDDEN", 60) {
        let secret = SECRETS[chance.below(3) as usize];
        let before = chance.0;
        let (name, bytes) = match chance.below(8) {
            0..=3 => in_office(secret, &mut chance),
            4 | 5 => in_pdf(secret, &mut chance),
            6 => in_picture(secret, &mut chance),
            _ => in_file(secret, &mut chance),
        };
        let found = compile::leaks(&draft().0, &[(name.clone(), bytes)]);
        assert!(
            !found.is_empty(),
            "{number}: {secret} in {name}, from chance {before:#x}"
        );
    }
}

//! Law 5: what an edition may not disclose is in no byte of its files, as a reader sees that shares nothing with the leak
//! check; and the leak check finds what is planted.

use crate::generated::{self, Size};
use crate::pdf_reader;
use crate::project::{self, Folder, files, july, published, put, replace, sample, source_paths, text, values};
use planc::compile::{self, Checked, Format, Pages, Wanted};
use planc::diagnostic::{Code, Diagnostic, Edition};
use planc::document::{Block, Chart};
use planc::edition::view;
use planc::figures::{Figure, Indicator};
use planc::parallel;
use planc::plan::{Plan, load};
use planc::world::Memory;
use planc::write::WriteError;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};
use unicode_normalization::UnicodeNormalization;

const ALL: [Format; 3] = [Format::Docx, Format::Pdf, Format::Xlsx];

type Files = Vec<(String, Vec<u8>)>;

fn built(world: &Memory, wanted: impl Into<Wanted>) -> Pages {
    let checked = compile::build(world, wanted, &|_| {});
    comemo::evict(0);
    let Checked {
        sources,
        diagnostics,
        pages,
    } = checked;
    pages.unwrap_or_else(|| panic!("{:#?}", project::said(&diagnostics, &sources)))
}

fn written(pages: &Pages, formats: &[Format]) -> Files {
    let written = compile::write(pages, formats);
    files(written.unwrap_or_else(|error| panic!("{error}: {}", keys(error_of(&error)).join(", "))))
}

fn error_of(error: &WriteError) -> &[Diagnostic] {
    match error {
        WriteError::Leaks(found) => found,
        _ => &[],
    }
}

fn keys(found: &[Diagnostic]) -> Vec<String> {
    found.iter().map(|it| it.message.clone()).collect()
}

// ---- an independent reader ----

/// Everything that files say: texts, attributes, strings, names and raw parts, without spaces and separators.
pub fn everything(files: &Files) -> String {
    let mut all = String::new();
    for (name, bytes) in files {
        all.push_str(name);
        if bytes.starts_with(b"%PDF") {
            all.push_str(&pdf_reader::pages(bytes).concat());
            all.push_str(&pdf_reader::lines(bytes).concat());
            all.extend(pdf_reader::hidden_texts(bytes));
        } else {
            let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
            for index in 0..zip.len() {
                let mut entry = zip.by_index(index).unwrap();
                all.push_str(&entry.name().unwrap());
                let mut bytes = Vec::new();
                entry.read_to_end(&mut bytes).unwrap();
                let part = String::from_utf8_lossy(&bytes).into_owned();
                if let Ok(xml) = roxmltree::Document::parse(&part) {
                    let texts = xml.descendants().filter(roxmltree::Node::is_text);
                    all.extend(texts.filter_map(|it| it.text()));
                    let attributes = xml.descendants().flat_map(|it| it.attributes());
                    all.extend(attributes.map(|it| it.value()));
                }
                all.push_str(&part);
            }
        }
    }
    plain(&all)
}

pub fn plain(text: &str) -> String {
    text.nfkc()
        .filter(|it| !it.is_whitespace() && !matches!(it, ',' | '\u{200B}' | '\u{AD}'))
        .collect()
}

// ---- who may read what, by the marks of the contract ----

/// Of a company, what everybody may read, and what nobody but the prefecture.
const PUBLIC_OF_COMPANY: [&str; 14] = [
    "name",
    "short_name",
    "name_kana",
    "corporate_number",
    "municipality",
    "inside_prefecture",
    "attracted",
    "field",
    "industry",
    "business",
    "employees",
    "employees_as_of",
    "website",
    "sites",
];
const INTERNAL_OF_COMPANY: [&str; 5] = ["received", "status", "consents", "assessment", "attachments"];
/// Of the plan, what only the prefecture reads.
const INTERNAL_OF_PLAN: [&str; 5] = ["milestones", "approval", "publication", "display", "classes"];

/// Whether an edition may show a key of a file, as everybody reads the contract.
pub fn may_show(world: &Memory, path: &str, key: &str, wanted: &Wanted) -> bool {
    let begins = |with: &&str| {
        key.strip_prefix(*with)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let public = matches!(wanted.edition, Edition::Briefing | Edition::Public);
    if let Some(file) = path.strip_prefix("sources/companies/") {
        let id = file.trim_end_matches(".toml");
        let selected = text(world, path).contains("status = \"selected\"");
        let speaks = wanted.company.as_ref().is_none_or(|company| company == id);
        let internal = INTERNAL_OF_COMPANY.iter().any(&begins);
        let for_all = PUBLIC_OF_COMPANY.iter().any(&begins) || is_agreed(text(world, path), key);
        return selected && speaks && !internal && (!public || for_all);
    }
    match path {
        "sources/plan.toml" => {
            let letter = public && begins(&"submission.letter");
            !letter && !INTERNAL_OF_PLAN.iter().any(&begins)
        }
        "sources/support.toml" => !(public && begins(&"national_measures")),
        _ => true,
    }
}

/// What a company agreed to publish: the sections that it names, in its words for the public where there are some.
fn is_agreed(file: &str, key: &str) -> bool {
    let file: toml::Table = file.parse().unwrap();
    let Some(public) = file.get("public") else { return false };
    let sections = public
        .get("sections")
        .and_then(|it| it.as_array())
        .cloned()
        .unwrap_or_default();
    let agreed = |section: &str| sections.iter().any(|it| it.as_str() == Some(section));
    let own = |section: &str| public.get("text").and_then(|it| it.get(section)).is_some();
    let section = |rest: &str| rest.split(['.', '[']).next().unwrap().to_owned();
    let confirmed = public.get("confirmed").is_some_and(|it| it.is_datetime());
    let shown = |key: &str| {
        if let Some(rest) = key.strip_prefix("profile.") {
            let section = section(rest);
            return agreed(&section) && !own(&section);
        }
        key.starts_with("public.text.")
    };
    confirmed && shown(key)
}

// ---- secrets in every key ----

/// A planted secret.
pub struct Planted {
    /// The file.
    pub path: String,
    /// Its dotted key.
    pub key: String,
    /// What must not be found where it may not be shown.
    pub forms: Vec<String>,
}

/// Twelve syllables that stand nowhere else.
pub fn syllables(number: usize) -> String {
    const ROW: [char; 16] = [
        'ゐ', 'ゑ', 'ヰ', 'ヱ', 'ぬ', 'ね', 'ヌ', 'ネ', 'ほ', 'へ', 'ホ', 'ヘ', 'ゆ', 'よ', 'ユ', 'ヨ',
    ];
    let mut state = (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (0..12)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            ROW[(state >> 32) as usize % ROW.len()]
        })
        .collect()
}

/// Keys in which only certain words may stand, or whose words are looked up elsewhere.
fn is_closed(key: &str) -> bool {
    let last = key.rsplit('.').next().unwrap().split('[').next().unwrap();
    let closed = [
        "kind",
        "stage",
        "status",
        "field",
        "unit",
        "scope",
        "provenance",
        "basis_of",
        "classification",
        "revision",
        "code",
        "route",
        "file",
        "corporate_number",
        "sections",
        "strategic_fields",
        "applies_to",
        "class",
        "key",
        "wording",
        "money_unit",
        "ministry",
        "name_kana",
        "email",
        "website",
        "prefecture",
        "date",
        "pending",
        "seal",
        "honorific",
    ];
    closed.contains(&last)
        || key.starts_with("assessment.") && last != "comment"
        || key == "profile.sales.basis"
        || key.starts_with("national_measures") && last == "measure"
        || key == "title"
        || key.starts_with("submission.letter.sender")
}

/// A world with a secret behind every text of one's own and in every amount of the companies.
pub fn with_secrets(mut world: Memory) -> (Memory, Vec<Planted>) {
    let mut planted = Vec::new();
    for path in source_paths(&world) {
        let mut file = text(&world, &path).to_owned();
        let read: toml::Table = file.parse().unwrap();
        for value in values(&file.clone()).iter().rev() {
            let number = planted.len();
            let written = &file[value.span.clone()];
            if let Some(old) = value.text.as_ref().filter(|_| !is_closed(&value.key)) {
                let secret = syllables(number);
                let after = project::quoted(&format!("{}{secret}", old.trim_end()));
                file.replace_range(value.span.clone(), &after);
                planted.push(Planted {
                    path: path.clone(),
                    key: value.key.clone(),
                    forms: vec![secret],
                });
            } else if let Some((after, forms)) = amount(&path, &value.key, written, number, &read) {
                file.replace_range(value.span.clone(), &after);
                planted.push(Planted {
                    path: path.clone(),
                    key: value.key.clone(),
                    forms,
                });
            }
        }
        put(&mut world, &path, file);
    }
    (world, planted)
}

/// An amount of a company near the one that is there, and how it may be printed.
fn amount(path: &str, key: &str, written: &str, number: usize, file: &toml::Table) -> Option<(String, Vec<String>)> {
    let digits = written.replace('_', "");
    let is_company = path.starts_with("sources/companies/");
    if !is_company || digits.parse::<f64>().map_or(true, |it| it == 0.0) {
        return None;
    }
    let tail = 1_001 + (number * 7_919) % 8_998;
    if key.starts_with("transactions.") && !key.contains("business_year") {
        let yen = digits.parse::<u64>().ok()? + tail as u64;
        let in_millions = format!("{}.{:06}", yen / 1_000_000, yen % 1_000_000);
        let in_thousands = format!("{}.{:03}", yen / 1_000, yen % 1_000);
        return Some((yen.to_string(), vec![yen.to_string(), in_millions, in_thousands]));
    }
    let indicator = key.strip_prefix("kpi.")?.split('.').next()?;
    let kpi = &file["kpi"][indicator];
    let amount = key.ends_with(".value") && !key.contains("factors") && kpi.get("factors").is_none();
    if !amount || kpi.get("unit")?.as_str()? != "百万円" || digits.contains('.') {
        return None;
    }
    let millions = format!("{digits}.{tail}");
    let yen = format!("{digits}{tail}00");
    Some((millions.clone(), vec![millions, yen]))
}

fn assert_hidden(world: &Memory, planted: &[Planted], wanted: &Wanted) -> usize {
    let pages = built(world, wanted.clone());
    let formats = if wanted.company.is_some() { &ALL[..2] } else { &ALL[..] };
    let all = everything(&written(&pages, formats));
    let mut shown = 0;
    for it in planted {
        let found = it.forms.iter().any(|form| all.contains(&plain(form)));
        shown += usize::from(found);
        assert!(
            !found || may_show(world, &it.path, &it.key, wanted),
            "{wanted:?} shows {} {}",
            it.path,
            it.key
        );
    }
    shown
}

#[test]
fn law_5_no_edition_shows_what_its_readers_may_not_see() {
    let (world, planted) = with_secrets(published());
    assert!(planted.len() > 400, "{}", planted.len());
    let hidden = |edition: Edition| assert_hidden(&world, &planted, &edition.into());
    let editions = [Edition::Draft, Edition::Briefing, Edition::Final, Edition::Public];
    let [draft, briefing, r#final, public] = editions.map(hidden);
    // The same keys, but for what each edition is called.
    assert!(briefing.abs_diff(public) <= 2, "{briefing} {public}");
    // The reader reads.
    assert!(
        draft.min(r#final) > 300 && r#final > public + 100 && public > 100,
        "{draft} {} {public}",
        r#final
    );
    let (plan, _) = load(&world);
    let companies: Vec<&Arc<str>> = plan.selected().map(|company| &company.id).collect();
    let shown = parallel::map(&companies, |_, id| {
        assert_hidden(&world, &planted, &Wanted::sheet_of(id))
    });
    assert!(shown.iter().all(|shown| *shown > 15), "{shown:?}");
}

// ---- planted leaks ----

/// The sample's draft and its files.
pub fn draft() -> &'static (Pages, Files) {
    static DRAFT: LazyLock<(Pages, Files)> = LazyLock::new(|| {
        let pages = built(&sample(), Edition::Draft);
        let files = written(&pages, &ALL);
        (pages, files)
    });
    &DRAFT
}

/// Of the applicant that was not selected; in another width, parted, in another unit.
const NUMBER: &str = "1999900000008";
const NAME: &str = "五ヶ瀬川工業株式会社（見本）";
const ADDRESS: &str = "熊本県上益城郡山都町馬見原9999番地";

#[track_caller]
fn assert_found(files: &Files, inside: &str, key: &str) {
    let leaks = compile::leaks(&draft().0, files);
    let told = keys(&leaks);
    let speaks = |it: &Diagnostic| it.code == Code::Leak && it.message.contains(inside) && it.message.contains(key);
    assert!(leaks.iter().any(speaks), "{inside} {key}: {told:#?}");
    for secret in [NUMBER, NAME, ADDRESS] {
        assert!(!told.concat().contains(secret));
    }
}

pub fn file(ending: &str) -> &'static [u8] {
    let (_, bytes) = draft().1.iter().find(|(name, _)| name.ends_with(ending)).unwrap();
    bytes
}

/// A file of the draft with a part changed, or added where it is not there.
fn with_part(ending: &str, part: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) -> Files {
    vec![(format!("計画.{ending}"), with_part_of(file(ending), part, change))]
}

/// The parts of an Office file.
pub fn parts_of(file: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut from = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..from.len() {
        let mut entry = from.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        parts.insert(entry.name().unwrap().into_owned(), bytes);
    }
    parts
}

pub fn with_part_of(file: &[u8], part: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut parts = parts_of(file);
    let before = parts.remove(part).unwrap_or_default();
    parts.insert(part.to_owned(), change(before));
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn replaced_once<'t>(from: &'t str, to: &'t str) -> impl Fn(Vec<u8>) -> Vec<u8> + 't {
    move |bytes| String::from_utf8(bytes).unwrap().replacen(from, to, 1).into_bytes()
}

fn replaced(from: &'static str, to: String) -> impl Fn(Vec<u8>) -> Vec<u8> {
    move |bytes| {
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains(from), "{from}");
        text.replacen(from, &to, 1).into_bytes()
    }
}

#[test]
fn nothing_is_found_where_nothing_is_planted() {
    assert!(compile::leaks(&draft().0, &draft().1).is_empty());
}

#[test]
fn a_leak_planted_in_word_is_found_wherever_it_is() {
    let document = "word/document.xml";
    let body = |xml: String| with_part("docx", document, replaced("</w:body>", xml + "</w:body>"));
    let split = "<w:p><w:r><w:t>五ケ瀬川</w:t></w:r></w:p><w:p><w:r><w:t>五ヶ瀬川工</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>業株式\u{AD}会社</w:t></w:r></w:p>";
    assert_found(&body(split.to_owned()), document, "（name）");
    let wide = "<w:p><w:r><w:t>ＪＣＮ　１９９９９&#x30;００００００８</w:t></w:r></w:p>";
    assert_found(&body(wide.to_owned()), document, "corporate_number");
    let bookmark = format!(
        "<w:p><w:bookmarkStart w:id=\"99990\" w:name=\"{}\"/></w:p>",
        "五ヶ瀬川工業株式会社"
    );
    assert_found(&body(bookmark), document, "（name）");
    let field = format!("<w:p><w:r><w:instrText>HYPERLINK \"{NUMBER}\"</w:instrText></w:r></w:p>");
    assert_found(&body(field), document, "corporate_number");
    let alternative = with_part("docx", document, replaced("descr=\"", format!("descr=\"{ADDRESS}")));
    assert_found(&alternative, document, "headquarters");
    let comment = format!("<!-- {NAME} -->");
    assert_found(&body(comment), document, "（name）");
    let property = with_part(
        "docx",
        "docProps/core.xml",
        replaced(
            "</cp:coreProperties>",
            format!("<cp:keywords>{NAME}</cp:keywords></cp:coreProperties>"),
        ),
    );
    assert_found(&property, "docProps/core.xml", "（name）");
    let entry = with_part("docx", &format!("word/media/{NAME}.bin"), |_| vec![0xFF, 0xFE, 0]);
    assert_found(&entry, "ファイルの名前", "（name）");
    let binary = with_part("docx", "word/vba.bin", |_| {
        [&[0xFF, 0, 1][..], ADDRESS.as_bytes()].concat()
    });
    assert_found(&binary, "word/vba.bin", "headquarters");
    let sixteen: Vec<u8> = ADDRESS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let binary = with_part("docx", "word/vba.bin", move |_| {
        [&[0xFF, 0, 0xD8][..], &sixteen].concat()
    });
    assert_found(&binary, "word/vba.bin", "headquarters");
}

#[test]
fn a_leak_planted_in_a_workbook_or_a_name_is_found() {
    let shared = with_part(
        "xlsx",
        "xl/sharedStrings.xml",
        replaced(
            "</si>",
            format!("</si><si><r><t>{}</t></r><r><t>株式会社</t></r></si>", "五ヶ瀬川工業"),
        ),
    );
    assert_found(&shared, "xl/sharedStrings.xml", "（name）");
    let sheet = "xl/worksheets/sheet1.xml";
    // 310_000_000 yen have too few digits to be known by; the corporate number has not.
    let cell = with_part(
        "xlsx",
        sheet,
        replaced(
            "</sheetData>",
            format!("<row><c r=\"A9\"><v>{NUMBER}</v></c></row></sheetData>"),
        ),
    );
    assert_found(&cell, sheet, "corporate_number");
    let formula = with_part(
        "xlsx",
        sheet,
        replaced(
            "</sheetData>",
            format!("<row><c r=\"A9\"><f>{NUMBER}+1</f></c></row></sheetData>"),
        ),
    );
    assert_found(&formula, sheet, "corporate_number");
    let index = with_part(
        "xlsx",
        sheet,
        replaced(
            "</sheetData>",
            format!("<row><c r=\"A9\" t=\"s\"><v>{NUMBER}</v></c></row></sheetData>"),
        ),
    );
    assert!(compile::leaks(&draft().0, &index).is_empty());
    assert_found(
        &vec![(format!("計画（{NAME}）.docx"), file("docx").to_vec())],
        "ファイルの名前",
        "（name）",
    );
    // In a package of packages.
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("計画.xlsx", zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.write_all(&cell[0].1).unwrap();
    assert_found(
        &vec![("提出.zip".to_owned(), zip.finish().unwrap().into_inner())],
        sheet,
        "corporate_number",
    );
}

#[test]
fn a_leak_planted_in_the_metadata_of_a_picture_is_found() {
    let mut exif = b"\xFF\xE1".to_vec();
    let words: Vec<u8> = NAME.encode_utf16().flat_map(u16::to_le_bytes).collect();
    exif.extend(u16::try_from(words.len() + 9).unwrap().to_be_bytes());
    exif.extend(b"Exif\0\0\0");
    exif.extend(&words);
    let part = |ending: &str| {
        let zip = zip::ZipArchive::new(Cursor::new(file("docx"))).unwrap();
        let name = zip
            .file_names()
            .map(|it| it.unwrap().into_owned())
            .find(|name| name.ends_with(ending));
        name.unwrap()
    };
    let jpeg = part(".jpg");
    let planted = with_part("docx", &jpeg, |bytes| [&bytes[..2], &exif, &bytes[2..]].concat());
    assert_found(&planted, &jpeg, "（name）");
    let behind = with_part("docx", &jpeg, |bytes| [&bytes[..], ADDRESS.as_bytes()].concat());
    assert_found(&behind, &jpeg, "headquarters");
    let png = part(".png");
    let mut packed = flate2::write::ZlibEncoder::new(b"Comment\0\x01\0\0\0".to_vec(), flate2::Compression::best());
    packed.write_all(ADDRESS.as_bytes()).unwrap();
    for data in [
        chunk(b"iTXt", &packed.finish().unwrap()),
        chunk(b"tEXt", ADDRESS.as_bytes()),
    ] {
        // Behind the signature and the header.
        let planted = with_part("docx", &png, |bytes| [&bytes[..33], &data, &bytes[33..]].concat());
        assert_found(&planted, &png, "headquarters");
    }
}

/// A chunk of a PNG file; nobody asks for its checksum.
pub fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length[..], kind, data, &[0; 4]].concat()
}

#[test]
fn pictures_lose_what_cameras_write_beside_them() {
    const BESIDE: &str = "GPS of the plant 9F3KQ";
    let path = "sources/attachments/aso-seimitsu/factory.jpg";
    let segment = |marker: u8, head: &[u8]| {
        let data = [head, BESIDE.as_bytes()].concat();
        let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker][..], &length, &data].concat()
    };
    let segments = [
        segment(0xE1, b"Exif\0\0"),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0"),
        segment(0xED, b"Photoshop 3.0\0"),
        segment(0xFE, b""),
    ];
    let mut world = sample();
    let jpeg = world.files[path].clone();
    let photo = [&jpeg[..2], &segments.concat(), &jpeg[2..], BESIDE.as_bytes()].concat();
    put(&mut world, path, photo);
    let docx = zip::ZipArchive::new(Cursor::new(file("docx"))).unwrap();
    let png = docx.file_names().map(|it| it.unwrap().into_owned());
    let png = png.filter(|name| name.ends_with(".png")).last().unwrap();
    let other = source_photos(&world).into_iter().find(|it| it != path).unwrap();
    let mut from = docx;
    let mut picture = Vec::new();
    from.by_name(&png).unwrap().read_to_end(&mut picture).unwrap();
    let texts = [
        chunk(b"tEXt", format!("Comment\0{BESIDE}").as_bytes()),
        chunk(b"iTXt", format!("XML:com.adobe.xmp\0\0\0\0\0{BESIDE}").as_bytes()),
        chunk(b"eXIf", BESIDE.as_bytes()),
    ];
    put(
        &mut world,
        &other,
        [&picture[..33], &texts.concat(), &picture[33..]].concat(),
    );
    let all = everything(&written(&built(&world, Edition::Draft), &ALL[..2]));
    assert!(!all.contains(&plain(BESIDE)));
}

/// The files of the photos.
fn source_photos(world: &Memory) -> Vec<String> {
    let (plan, _) = load(world);
    let photos = plan.selected().flat_map(|company| company.profile.photos.iter());
    let paths = photos.filter_map(|photo| Some(format!("sources/{}", photo.file.get()?.0)));
    paths.collect()
}

#[test]
fn a_leak_planted_in_a_pdf_is_found() {
    let utf16 = |text: &str| {
        let units = text.encode_utf16().flat_map(u16::to_be_bytes);
        lopdf::Object::string_literal([0xFE, 0xFF].into_iter().chain(units).collect::<Vec<u8>>())
    };
    let with = |change: &dyn Fn(&mut lopdf::Document)| {
        let mut pdf = lopdf::Document::load_mem(file("pdf")).unwrap();
        change(&mut pdf);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        vec![("計画.pdf".to_owned(), bytes)]
    };
    // An outline, an alternative text, a property: strings of objects.
    for key in ["Title", "Alt", "Keywords"] {
        let planted = with(&|pdf| {
            let said = lopdf::dictionary! { key => utf16(NAME) };
            pdf.add_object(said);
        });
        assert_found(&planted, "しおり", "（name）");
    }
    let stream = |kind: &str, bytes: &[u8]| {
        let dictionary = lopdf::dictionary! { "Type" => kind };
        let mut stream = lopdf::Stream::new(dictionary, bytes.to_vec());
        stream.compress().unwrap();
        with(&|pdf| {
            pdf.add_object(stream.clone());
        })
    };
    let xmp = format!("<x><rdf:li>五ヶ瀬川工業&#x682A;式会社（見本）</rdf:li><n>{NUMBER}</n></x>");
    assert_found(&stream("Metadata", xmp.as_bytes()), "", "（name）");
    assert_found(&stream("Metadata", xmp.as_bytes()), "", "corporate_number");
    assert_found(&stream("EmbeddedFile", ADDRESS.as_bytes()), "", "headquarters");
}

#[test]
fn a_leak_planted_in_the_label_of_a_chart_is_found_in_the_pdf() {
    let world = sample();
    let mut pages = built(&world, Edition::Draft);
    let mut charts = Vec::new();
    for section in &mut pages.document.sections {
        for block in &mut section.blocks {
            if let Block::Figure(figure) = block
                && let Chart::Bars(chart) = &mut figure.chart
            {
                charts.push(chart);
            }
        }
    }
    charts[0].series[0].name.text = NAME.into();
    let bar = charts[0]
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.bars)
        .flatten()
        .next()
        .unwrap();
    bar.label.text = "1,999,900,000,008".into();
    let typst = world.files.iter().filter(|(path, _)| path.ends_with(".typ"));
    let typst: Vec<(&str, &str)> = typst
        .map(|(path, bytes)| (path.rsplit('/').next().unwrap(), std::str::from_utf8(bytes).unwrap()))
        .collect();
    pages.layout =
        planc::layout::layout(pages.document.disclosable().unwrap(), &typst).unwrap_or_else(|error| panic!("{error}"));
    let error = compile::write(&pages, &[Format::Pdf]).err();
    let told = error
        .as_ref()
        .map(|it| keys(error_of(it)).join("\n"))
        .unwrap_or_default();
    assert!(told.contains("（name）") && told.contains("corporate_number"), "{told}");
}

#[test]
fn a_leak_in_a_template_stops_the_build_and_leaves_nothing_behind() {
    let mut world = sample();
    let path = "plan-templates/cluster/01-purpose.md";
    let planted = format!(
        "{}\n\nなお、{NAME}（ＪＣＮ{NUMBER}）は、選定しなかった。\n",
        text(&world, path)
    );
    put(&mut world, path, planted);
    let folder = Folder::of(&world);
    let run = crate::command_line::planc(&folder, &["build"]);
    assert_eq!(run.status, 1, "{}", run.error);
    assert!(folder.files("output").is_empty());
    let said = format!("{}{}", run.out, run.error);
    assert!(
        said.contains("（name）") && said.contains("sources/companies/gokase-kogyo.toml:5"),
        "{said}"
    );
    for secret in [NUMBER, NAME, "五ヶ瀬川"] {
        assert!(!said.contains(secret), "{said}");
    }
    let json = crate::command_line::planc(&folder, &["--message-format", "json", "build"]);
    assert!(json.out.contains("\"code\":\"leak\"") && !json.out.contains(NUMBER));
}

// ---- what is no leak ----

#[test]
fn what_the_edition_shows_anyhow_is_no_leak() {
    let mut world = sample();
    let rejected = "sources/companies/gokase-kogyo.toml";
    // The same words and numbers as a selected company's, which the draft prints.
    let other = text(&world, "sources/companies/aso-seimitsu.toml");
    let strategy = other
        .lines()
        .find(|line| line.starts_with("strategy = "))
        .unwrap()
        .to_owned();
    let own = text(&world, rejected)
        .lines()
        .find(|line| line.starts_with("strategy = "))
        .unwrap()
        .to_owned();
    replace(&mut world, rejected, &own, &strategy);
    written(&built(&world, Edition::Draft), &ALL);
}

#[test]
fn generated_plans_hold_no_leak() {
    for seed in [3, 77] {
        let mut world = generated::plan(Size {
            fields: 2,
            companies: 8,
            seed,
        });
        for company in ["company-001", "company-006"] {
            let path = format!("sources/companies/{company}.toml");
            replace(&mut world, &path, "status = \"selected\"", "status = \"not-selected\"");
        }
        written(&built(&world, Edition::Draft), &ALL);
        written(&built(&world, Wanted::sheet_of("company-002")), &ALL[..2]);
    }
}

/// Builds a complete plan of so many companies, and half as many that were not selected, in every edition; how long the
/// search of the files takes.
fn assert_no_false_leak(companies: usize, seed: u64) -> Duration {
    let size = Size {
        fields: 3,
        companies,
        seed,
    };
    let world = generated::complete(size, companies / 2);
    let search = |edition: Edition| {
        let pages = built(&world, edition);
        let files = written(&pages, &ALL);
        let started = Instant::now();
        assert!(compile::leaks(&pages, &files).is_empty());
        started.elapsed()
    };
    [Edition::Draft, Edition::Final, Edition::Public]
        .into_iter()
        .map(search)
        .sum()
}

#[test]
fn no_edition_of_a_large_plan_holds_a_false_leak() {
    assert_no_false_leak(56, 5);
    assert_no_false_leak(120, 12);
}

/// `PLANC_COMPANIES=200,1000` says how large the plans are.
#[test]
#[ignore = "minutes"]
fn no_edition_of_a_plan_of_any_size_holds_a_false_leak() {
    let sizes = std::env::var("PLANC_COMPANIES").unwrap_or_else(|_| "13,56,120,200".to_owned());
    for companies in sizes.split(',') {
        let companies = companies.parse().unwrap();
        for seed in [1, 2, 3] {
            let searched = assert_no_false_leak(companies, seed);
            println!("{companies} companies, seed {seed}: searched in {searched:?}");
        }
    }
}

/// A plan whose evidence has more rows than a number that a company withholds, and that number.
fn with_a_counted_number() -> (Memory, u32) {
    const NUMBER: u32 = 1_037;
    let size = Size {
        fields: 1,
        companies: 64,
        seed: 9,
    };
    let mut world = generated::complete(size, 1);
    let path = "sources/companies/company-0064.toml";
    let sales = text(&world, path)
        .lines()
        .find(|line| line.starts_with("internal_purchases = "))
        .unwrap()
        .to_owned();
    let other = text(&world, path)
        .lines()
        .find(|line| line.starts_with("purchases = "))
        .unwrap()
        .to_owned();
    replace(
        &mut world,
        path,
        &format!("\n{sales}"),
        &format!("\ninternal_purchases = {NUMBER}"),
    );
    replace(&mut world, path, &format!("\n{other}"), "\npurchases = 9_876_543");
    (world, NUMBER)
}

#[test]
fn what_is_counted_is_no_leak_and_the_same_number_elsewhere_is() {
    let (mut world, number) = with_a_counted_number();
    let pages = built(&world, Edition::Draft);
    let files = written(&pages, &ALL);
    let (_, workbook) = files.iter().find(|(name, _)| name.ends_with("xlsx")).unwrap();
    let sheets = parts_of(workbook);
    let row = format!("<v>{number}</v>");
    let counted = |part: &str| String::from_utf8_lossy(&sheets[part]).contains(&row);
    assert!(counted("xl/worksheets/sheet2.xml"), "no row has the number");
    let planted = |from: &str, to: String| {
        let part = "xl/worksheets/sheet3.xml";
        let change = replaced_once(from, &to);
        let files = vec![("算定根拠.xlsx".to_owned(), with_part_of(workbook, part, change))];
        compile::leaks(&pages, &files).len()
    };
    assert_eq!(
        planted("</sheetData>", format!("<row><c r=\"C9\">{row}</c></row></sheetData>")),
        1
    );
    assert_eq!(
        planted(
            "</sheetData>",
            format!("<row><c r=\"A9\"><f>1+{number}</f><v>6</v></c></row></sheetData>")
        ),
        1
    );
    let mut seen = Vec::new();
    for words in ["1,037円", "計1037", "１０３７", "1037行", "表1037", "令和1037ページ"] {
        let text = vec![("a.txt".to_owned(), format!("仕入高は{words}").into_bytes())];
        seen.push(compile::leaks(&pages, &text).len());
    }
    assert_eq!(seen, [1, 1, 1, 0, 0, 0]);
    let path = "plan-templates/cluster/01-purpose.md";
    let template = format!("{}\n\n県内仕入高は1,037千円です。\n", text(&world, path));
    put(&mut world, path, template);
    assert!(matches!(
        compile::write(&built(&world, Edition::Draft), &ALL[..1]),
        Err(WriteError::Leaks(_))
    ));
}

#[test]
fn numbers_of_three_digits_are_found_beside_their_unit() {
    let pages = built(&published(), Edition::Public);
    let leaks = |words: &str| compile::leaks(&pages, &[("a.txt".to_owned(), words.as_bytes().to_vec())]).len();
    // Of 阿蘇精密, 水俣シトラス: nothing that the public edition prints equals these.
    for words in [
        "2,300百万円",
        "２，３００百万円",
        "2 300百万円",
        "2_300_000千円",
        "13.6億円",
        "１３．６億円",
        "13億6000万円",
        "13億6,000万円",
        "1,360百万円",
    ] {
        assert_eq!(leaks(&format!("およそ{words}とする。")), 1, "{words}");
    }
    // Another unit, another number, a bound.
    for words in [
        "2,300社",
        "2,300人",
        "2,305億円",
        "13.6％",
        "1,000百万円",
        "300人",
        "136",
    ] {
        assert_eq!(leaks(&format!("およそ{words}とする。")), 0, "{words}");
    }
}

#[test]
fn short_numbers_are_found_in_what_authors_write() {
    let written_with = |words: &str| {
        let mut world = published();
        let path = "plan-templates/cluster/01-purpose.md";
        let planted = format!("{}\n\n{words}\n", text(&world, path));
        put(&mut world, path, planted);
        let pages = built(&world, Edition::Public);
        [Format::Docx, Format::Pdf].map(|format| match compile::write(&pages, &[format]) {
            Ok(_) => 0,
            Err(error) => error_of(&error).len(),
        })
    };
    // 3.8 is a total that the edition prints; 4.2 is one company's alone.
    for words in [
        "令和12年度に4.2％の賃上げを行う会社もあります。",
        "仕入高は二十三億円です。",
        "目標は２３億です。",
        // The number and its unit are set in two fonts; a line ends between them.
        "仕入高は**23**億円です。",
        "仕入高は、あああああああああああああああああああああああああああああああああああ23億円です。",
        "| 指標 | 目標（百万円） |\n| --- | ---: |\n| 取引額 | 2,300 |",
    ] {
        assert!(written_with(words).iter().all(|it| *it > 0), "{words}");
    }
    for words in [
        "300人以下の会社の割合を10％、500億円、2030年、12社、23台、3.8倍とします。",
        "| 会社の数 | 額 |\n| ---: | --- |\n| 23 | 億円で表します |",
    ] {
        assert_eq!(written_with(words), [0, 0], "{words}");
    }
}

#[test]
fn short_numbers_are_found_in_what_typst_files_add() {
    let sheet_with = |words: &str| {
        let mut world = published();
        let path = "plan-templates/cluster/headings.typ";
        let chapter = "#let chapter(body) = ";
        replace(
            &mut world,
            path,
            chapter,
            &format!("#let chapter(body) = block[{words}] + "),
        );
        let pages = built(&world, Wanted::sheet_of("minamata-citrus"));
        compile::write(&pages, &[Format::Pdf])
            .err()
            .map_or(0, |error| error_of(&error).len())
    };
    // 23億円 is another company's.
    assert!(sheet_with("域内取引額の目標は#strong[23]億円です。") > 0);
    assert_eq!(sheet_with("域内取引額の目標は500億円です。"), 0);
}

#[test]
fn every_edition_of_the_sample_of_july_holds_no_leak() {
    written(&built(&july(), Edition::Final), &ALL);
    written(&built(&published(), Edition::Public), &ALL);
}

// ---- small groups ----

/// The published sample with its companies dealt out to fields by a row of chances.
fn dealt(sizes: &[usize]) -> Memory {
    let mut world = published();
    let (plan, _) = load(&world);
    let mut companies: Vec<String> = plan.selected().map(|company| company.id.to_string()).collect();
    let model = text(&world, "sources/fields/semiconductor.toml").to_owned();
    let fields = plan
        .fields
        .iter()
        .map(|field| format!("sources/fields/{}.toml", field.id));
    fields.collect::<Vec<_>>().iter().for_each(|path| {
        world.files.remove(path);
    });
    let support = text(&world, "sources/support.toml").lines();
    let support: Vec<&str> = support.filter(|line| !line.starts_with("applies_to")).collect();
    let support = support.join("\n");
    put(&mut world, "sources/support.toml", support);
    for (index, size) in sizes.iter().enumerate() {
        let field = model.replace("order = 1", &format!("order = {}", index + 1)).replacen(
            "name = \"",
            &format!("name = \"第{index}"),
            1,
        );
        put(&mut world, &format!("sources/fields/f{index}.toml"), field);
        for _ in 0..*size {
            let Some(id) = companies.pop() else { continue };
            let path = format!("sources/companies/{id}.toml");
            let line = text(&world, &path)
                .lines()
                .find(|line| line.starts_with("field = "))
                .unwrap()
                .to_owned();
            replace(&mut world, &path, &line, &format!("field = \"f{index}\""));
        }
    }
    for id in &companies {
        let path = format!("sources/companies/{id}.toml");
        replace(&mut world, &path, "status = \"selected\"", "status = \"not-selected\"");
    }
    let others = plan.companies.iter().filter(|company| !company.is_selected());
    let others = others.map(|company| company.id.to_string()).chain(companies);
    for id in others {
        let path = format!("sources/companies/{id}.toml");
        let line = text(&world, &path)
            .lines()
            .find(|line| line.starts_with("field = "))
            .unwrap()
            .to_owned();
        replace(&mut world, &path, &line, "field = \"f0\"");
    }
    world
}

/// Of each group of which a total is printed, its companies.
fn printed_groups(plan: &Plan, figures: &planc::figures::Figures, indicator: Indicator) -> Vec<BTreeSet<Arc<str>>> {
    let shows = |figure: &Arc<Figure>| figure.value.is_some() || !figure.withheld;
    let fields = figures.fields.iter().map(|(id, trends)| (Some(id), trends));
    let groups = fields.chain([(None, &figures.plan)]);
    let members = |field: Option<&Arc<str>>| -> BTreeSet<Arc<str>> {
        let own = plan
            .selected()
            .filter(|company| field.is_none_or(|field| company.is_of(field)));
        own.map(|company| company.id.clone()).collect()
    };
    groups
        .filter(|(_, trends)| trends[&indicator].figures().any(shows))
        .map(|(field, _)| members(field))
        .filter(|members| !members.is_empty())
        .collect()
}

#[test]
fn no_total_of_one_or_two_companies_is_printed_nor_can_be_told_by_difference() {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut below = |limit: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % limit).unwrap()
    };
    for _ in 0..40 {
        let sizes: Vec<usize> = (0..=below(6)).map(|_| 1 + below(6)).collect();
        let (plan, _) = load(&dealt(&sizes));
        let figures = view(&plan, Edition::Public).figures().clone();
        assert!(figures.companies.is_empty() && figures.degrees.is_empty() && figures.form2.is_empty());
        for indicator in Indicator::ALL {
            let groups = printed_groups(&plan, &figures, indicator);
            for group in &groups {
                assert!(group.len() >= 3, "{sizes:?} {group:?}");
            }
            // Fields part the plan: all that can be told beside is the plan without some of its fields.
            let largest = groups
                .iter()
                .max_by_key(|group| group.len())
                .cloned()
                .unwrap_or_default();
            let others: Vec<_> = groups.iter().filter(|group| **group != largest).collect();
            let told: BTreeSet<_> = others.into_iter().flatten().cloned().collect();
            let rest = largest.difference(&told).count();
            assert!(rest == 0 || rest >= 3, "{sizes:?}: {rest}");
        }
    }
}

#[test]
fn no_page_prints_the_total_of_a_small_group() {
    for sizes in [[2, 5, 6], [1, 1, 8]] {
        let world = dealt(&sizes);
        let (plan, _) = load(&world);
        let all = view(&plan, Edition::Final).figures().clone();
        let public = view(&plan, Edition::Public).figures().clone();
        let pages = built(&world, Edition::Public);
        let all_words = everything(&written(&pages, &ALL));
        let hidden = public
            .all()
            .into_iter()
            .filter(|figure| figure.withheld && figure.name.starts_with("fields."));
        let mut count = 0;
        for figure in hidden {
            let Some(value) = all.find(&figure.name).and_then(|it| it.value.clone()) else {
                continue;
            };
            let digits = value.plain(6).to_string();
            // In yen, as the workbook has it, a total is long enough to be known by.
            if digits.len() >= 9 {
                assert!(!all_words.contains(&digits), "{}", figure.name);
                count += 1;
            }
        }
        assert!(count > 3, "{count}");
    }
}

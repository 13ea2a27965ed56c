//! Broken and hostile files on a real disk: each gives a diagnostic or works, soon and within little memory.

use crate::project::{Folder, put, sample, text};
use std::process::Command;
use std::time::{Duration, Instant};

/// Ten times what a person should wait: machines of CI are slow and busy.
const LIMIT: Duration = Duration::from_secs(20);
const COMPANY: &str = "sources/companies/aso-seimitsu.toml";

/// What `planc check --message-format json` says of a folder, as `path:line:column code`.
fn checked(folder: &Folder) -> Vec<String> {
    let started = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_planc"))
        .arg("-C")
        .arg(folder.path())
        .args(["--message-format", "json", "check"])
        .output()
        .expect("planc");
    let took = started.elapsed();
    assert!(took < LIMIT, "{took:?}");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!errors.contains("panicked"), "{errors}");
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{:?} {errors}",
        output.status
    );
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(said.len() < 10_000_000, "{} bytes said", said.len());
    said.lines().map(place).collect()
}

/// `path:line:column code` of a line of JSON.
pub fn place(line: &str) -> String {
    let object: serde_json::Value = serde_json::from_str(line).expect("JSON");
    let (path, code) = (object["path"].as_str().unwrap(), object["code"].as_str().unwrap());
    format!("{path}:{}:{} {code}", object["line"], object["column"])
}

/// What is said of a company's file with these bytes in it, as ` line:column code`.
fn own(bytes: impl Into<Vec<u8>>) -> Vec<String> {
    let mut world = sample();
    put(&mut world, COMPANY, bytes);
    let said = checked(&Folder::of(&world));
    let own = said.iter().filter_map(|it| it.strip_prefix(COMPANY));
    own.map(|it| it.replacen(':', " ", 1)).collect()
}

/// The first of it.
fn first(bytes: impl Into<Vec<u8>>) -> String {
    let said = own(bytes).into_iter().next();
    said.unwrap_or_default().trim_start().to_owned()
}

fn company() -> String {
    text(&sample(), COMPANY).to_owned()
}

#[test]
fn files_that_are_no_sources_are_told_of() {
    let half = company().split("が課題です").next().unwrap().to_owned();
    let cases: [(&str, Vec<u8>, &str); 12] = [
        ("brackets", vec![b'['; 10_000_000], " 1:1 bad-value"),
        ("a megabyte of brackets", vec![b'['; 1_000_000], " 1:3 toml-syntax"),
        (
            "lines of brackets",
            "[\n".repeat(500_000).into_bytes(),
            " 1:2 toml-syntax",
        ),
        (
            "few lines of brackets",
            "[\n".repeat(50_000).into_bytes(),
            " 1:2 toml-syntax",
        ),
        (
            "inline tables",
            format!("x = {}", "{a=".repeat(3_333_333)).into_bytes(),
            " 1:1 bad-value",
        ),
        (
            "fewer inline tables",
            format!("x = {}", "{a=".repeat(50_000)).into_bytes(),
            " 1:5 toml-syntax",
        ),
        (
            "keys",
            (0..100_000)
                .map(|it| format!("k{it} = 1\n"))
                .collect::<String>()
                .into_bytes(),
            " 1:1 unknown-key",
        ),
        (
            "one key",
            "name = \"a\"\n".repeat(20_000).into_bytes(),
            " 2:1 toml-syntax",
        ),
        ("NUL", vec![0; 100_000], " 1:1 toml-syntax"),
        ("half a file", half.into_bytes(), " toml-syntax"),
        ("not UTF-8", b"name = \"\x8c\x46\"".to_vec(), " 1:9 not-utf8"),
        ("nothing", Vec::new(), " 1:1 missing-key"),
    ];
    let mut failed = Vec::new();
    for (name, bytes, expected) in cases {
        let found = own(bytes);
        if !found.iter().any(|it| it.ends_with(expected)) {
            failed.push(format!("{name}: {found:?}"));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn files_full_of_mistakes_of_syntax_are_read_soon() {
    let lines = [
        "[external_sales]\n",
        "[[external_sales]]\n[external_sales]\n",
        "a = [\n",
        "a = {\n",
        "\"\"\"\n",
        "a = \"\"\"\n",
        "a = \"\\q\"\n",
        "文章です。\n",
        "[a\n",
        "a.b\n",
        "a = 1 2\n",
        "値 = 値\n",
    ];
    for line in lines {
        let found = own(line.repeat(250_000 / line.len()));
        assert!(
            found
                .iter()
                .any(|it| it.ends_with("toml-syntax") || it.ends_with("unknown-key")),
            "{line:?}: {found:?}"
        );
        assert!(found.len() <= 500, "{line:?}");
    }
}

#[test]
fn a_file_of_a_hundred_thousand_keys_says_that_there_are_too_many_problems() {
    let mut world = sample();
    let keys: String = (0..100_000).map(|it| format!("k{it} = 1\n")).collect();
    put(&mut world, COMPANY, keys);
    let said = checked(&Folder::of(&world));
    let own: Vec<&String> = said.iter().filter(|it| it.starts_with(COMPANY)).collect();
    assert!(own.len() <= 500, "{}", own.len());
    assert!(own.iter().any(|it| it.ends_with("too-many-problems")));
    assert!(own.iter().any(|it| it.ends_with("unknown-key")));
}

#[test]
fn texts_and_arrays_beyond_reason_are_refused_where_they_stand() {
    let text = company();
    let long = text.replace("従業員は60人増やして", &"あ".repeat(300_000));
    assert_eq!(first(long).split(' ').nth(1), Some("bad-value"));
    let sections = format!("sections = [{}]", "\"vision\", ".repeat(100_000));
    let many = text.replace(
        "sections = [\"philosophy\", \"strategy\", \"vision\", \"sales\", \"photos\"]",
        &sections,
    );
    assert_eq!(first(many).split(' ').nth(1), Some("bad-value"));
    let rows = text.replace(
        "[consents]",
        &format!("{}[consents]", "[[sites]]\nmunicipality = \"a\"\n".repeat(40_000)),
    );
    assert_eq!(first(rows).split(' ').nth(1), Some("bad-value"));
}

#[test]
fn marks_of_order_and_line_ends_of_windows_are_read() {
    let windows = format!("\u{feff}{}", company().replace('\n', "\r\n"));
    assert_eq!(first(windows), "");
}

#[test]
fn pictures_that_claim_what_they_are_not_are_told_of() {
    let png = sample().files["sources/attachments/kuma-bio/lab.png"].clone();
    let mut forged = png.clone();
    forged[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let mut large = png.clone();
    large[16..24].copy_from_slice(&[0, 0, 0x2E, 0xE0, 0, 0, 0x2E, 0xE0]);
    let cut = png[..png.len() / 2].to_vec();
    let header = png[..33].to_vec();
    let jpeg = sample().files["sources/attachments/aso-seimitsu/factory.jpg"].clone();
    for bytes in [
        forged,
        large,
        cut,
        header,
        jpeg[..jpeg.len() / 2].to_vec(),
        b"\x89PNG\r\n\x1a\n".to_vec(),
        Vec::new(),
    ] {
        let mut world = sample();
        put(&mut world, "sources/attachments/kuma-bio/lab.png", bytes.clone());
        let said = checked(&Folder::of(&world));
        let told = said
            .iter()
            .any(|it| it.starts_with("sources/companies/kuma-bio.toml") && it.ends_with("bad-value"));
        assert!(told, "{} bytes: {said:#?}", bytes.len());
    }
}

#[test]
fn attachments_outside_and_folders_in_their_place_are_told_of() {
    let kinds = [
        ("\"../../secret.txt\"", "unsafe-path"),
        ("\"/etc/hostname\"", "unsafe-path"),
        ("'C:\\secret.txt'", "unsafe-path"),
        ("\"attachments/aso-seimitsu\"", "bad-value"),
        ("\"attachments/aso-seimitsu/none.pdf\"", "missing-attachment"),
        ("\"attachments/aso-seimitsu/factory.jpg/none\"", "missing-attachment"),
    ];
    for (file, code) in kinds {
        let attachment = format!("{}\n[[attachments]]\nkind = \"other\"\nfile = {file}\n", company());
        let found = first(attachment.clone());
        assert_eq!(found.split(' ').nth(1), Some(code), "{file}");
        let line = attachment.lines().count();
        assert_eq!(found.split(' ').next(), Some(&*format!("{line}:8")), "{file}");
    }
}

#[test]
fn a_folder_or_nothing_readable_in_place_of_a_source_is_told_of() {
    let folder = Folder::of(&sample());
    let company = folder.path().join(COMPANY);
    std::fs::remove_file(&company).unwrap();
    std::fs::create_dir(&company).unwrap();
    assert!(checked(&folder).contains(&format!("{COMPANY}:1:1 bad-value")));
    std::fs::remove_dir_all(folder.path().join("sources/companies")).unwrap();
    std::fs::write(folder.path().join("sources/companies"), "x").unwrap();
    assert!(checked(&folder).contains(&"sources/companies:1:1 bad-value".to_owned()));
}

#[test]
fn a_name_in_the_normal_form_of_macs_is_the_same_company() {
    let mut world = sample();
    let text = company();
    world.files.remove(COMPANY);
    // か and a voicing mark of its own, as macOS writes が.
    put(&mut world, "sources/companies/aso-か\u{3099}.toml", text);
    let support = crate::project::text(&world, "sources/support.toml").replace("aso-seimitsu", "aso-が");
    put(&mut world, "sources/support.toml", support);
    let errors = checked(&Folder::of(&world))
        .into_iter()
        .filter(|it| it.ends_with("bad-value"));
    assert_eq!(errors.collect::<Vec<_>>(), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn links_that_loop_dangle_or_lead_outside_are_told_of() {
    use std::os::unix::fs::symlink;
    let folder = Folder::of(&sample());
    let below = |path: &str| folder.path().join(path);
    symlink("loop.toml", below("sources/companies/loop.toml")).unwrap();
    symlink("nowhere", below("sources/companies/nowhere.toml")).unwrap();
    symlink("/etc/hostname", below("sources/companies/outside.toml")).unwrap();
    let said = checked(&folder);
    for (name, code) in [
        ("loop", "bad-value"),
        ("nowhere", "missing-attachment"),
        ("outside", "unsafe-path"),
    ] {
        let expected = format!("sources/companies/{name}.toml:1:1 {code}");
        assert!(said.contains(&expected), "{expected} in {said:#?}");
    }
    let photo = below("sources/attachments/aso-seimitsu/factory.jpg");
    std::fs::remove_file(&photo).unwrap();
    let secret = Folder::empty();
    secret.write("secret.jpg", b"secret");
    symlink(secret.path().join("secret.jpg"), &photo).unwrap();
    let told = checked(&folder);
    assert!(
        told.iter()
            .any(|it| it.starts_with(COMPANY) && it.ends_with("unsafe-path")),
        "{told:#?}"
    );
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_told_of() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::of(&sample());
    let path = folder.path().join(COMPANY);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Who may do anything reads it all the same.
    if std::fs::read(&path).is_err() {
        assert!(checked(&folder).contains(&format!("{COMPANY}:1:1 bad-value")));
    }
}

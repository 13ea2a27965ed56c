//! The command line as a contract: exit statuses, words, JSON, and what is written where.

use crate::project::{Folder, replace, sample, source_paths, text};
use serde_json::Value;
use std::process::Command;

/// What a run of planc ended with.
pub struct Run {
    /// The exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub error: String,
}

/// Runs planc in a folder.
pub fn planc(folder: &Folder, words: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planc"));
    Run::of(command.args(words).current_dir(folder.path()))
}

impl Run {
    /// Runs a command to its end.
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Run {
            status: output.status.code().expect("no signal"),
            out: String::from_utf8(output.stdout).unwrap(),
            error: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

const FOREIGN: [&str; 12] = [
    "Usage",
    "Options",
    "Commands",
    "Arguments",
    "error:",
    "help",
    "Print",
    "default",
    "possible",
    "tip:",
    "unexpected",
    "version",
];

/// English words that are neither names of options nor of commands.
fn assert_japanese(text: &str) {
    let bare = text.replace("--help", "").replace("--version", "");
    for word in FOREIGN {
        assert!(!bare.contains(word), "{word} in\n{text}");
    }
}

#[test]
fn help_is_japanese_and_names_what_exists() {
    let folder = Folder::empty();
    for words in [
        &["--help"][..],
        &["-h"],
        &["build", "--help"],
        &["check", "-h"],
        &["status", "--help"],
        &["package", "--help"],
        &["verify", "--help"],
        &["sign", "--help"],
        &["keys", "--help"],
        &["keys", "new", "--help"],
        &["keys", "show", "--help"],
    ] {
        let run = planc(&folder, words);
        assert_eq!((run.status, run.error.as_str()), (0, ""), "{words:?}");
        assert!(run.out.contains("使い方"), "{}", run.out);
        assert_japanese(&run.out);
        assert!(!run.out.contains('\u{1b}'));
    }
    let run = planc(&folder, &["--help"]);
    for word in ["build", "check", "-C", "--color", "--message-format"] {
        assert!(run.out.contains(word), "{word}");
    }
    let build = planc(&folder, &["build", "--help"]).out;
    for word in ["--edition", "--format", "--replace"] {
        assert!(build.contains(word), "{word}");
    }
    let release = concat!("planc ", env!("CARGO_PKG_VERSION"));
    let version = planc(&folder, &["-V"]);
    assert_eq!((version.status, version.out.trim()), (0, release));
    // What it was built from; `.ci/run` counts the digest of the sources anew.
    let version = planc(&folder, &["--version"]).out;
    let lines: Vec<&str> = version.lines().collect();
    let [first, commit, sources] = lines[..] else {
        panic!("{version}")
    };
    assert_eq!(first, release);
    let commit = commit.strip_prefix("  コミット：").unwrap();
    let plain = commit.strip_suffix("＋変更").unwrap_or(commit);
    let is_hex = |text: &str, length| text.len() == length && text.bytes().all(|it| it.is_ascii_hexdigit());
    assert!(
        plain == "不明" || is_hex(plain, 40) || option_env!("PLANC_COMMIT") == Some(commit),
        "{commit}"
    );
    let sources = sources.strip_prefix("  ソースの検査値（SHA-256）：").unwrap();
    assert!(is_hex(sources, 64), "{sources}");
}

#[test]
fn a_wrong_command_line_ends_with_2_and_says_in_japanese_what_to_do() {
    let folder = Folder::of(&sample());
    let wrong: [&[&str]; 25] = [
        &["package", "--edition", "draft"],
        &["verify"],
        &["verify", "a.zip", "b.zip"],
        &["keys"],
        &["sign", "--key", "key.pem"],
        &["sign", "a.zip"],
        &["sign", "a.zip", "--timestamp-request", "--key", "key.pem"],
        &["package", "--sign"],
        &["package", "--key", "key.pem"],
        &[],
        &["bild"],
        &["build", "--editon", "draft"],
        &["build", "--edition", "finale"],
        &["build", "--edition"],
        &["build", "--format", "docx,xls"],
        &["build", "--format", "pptx"],
        &["build", "--format", ""],
        &["build", "sources"],
        &["check", "--replace"],
        &["--color", "blue", "check"],
        &["check", "--message-format", "xml"],
        &["check", "-C"],
        &["check", "--color", "never", "--color", "always"],
        &["-Z"],
        &["hilfe"],
    ];
    for words in wrong {
        let run = planc(&folder, words);
        assert_eq!(run.status, 2, "{words:?}: {}{}", run.out, run.error);
        assert_eq!(run.out, "", "{words:?}");
        assert!(run.error.contains("planc --help"), "{words:?}: {}", run.error);
        assert_japanese(&run.error);
    }
    assert!(folder.files("output").is_empty());
}

#[test]
fn a_comparison_is_never_written_over_a_plan() {
    let folder = Folder::of(&sample());
    let before = folder.files("");
    for (format, file) in [
        ("text", "sources/plan.toml"),
        ("json", "sources/new.json"),
        ("pdf", "plan-templates/a.pdf"),
        ("text", "notes.toml"),
        ("docx", "comparison.pdf"),
    ] {
        let run = planc(&folder, &["diff", ".", ".", "--format", format, "-o", file]);
        assert_eq!(run.status, 2, "{file}: {}{}", run.out, run.error);
        assert_japanese(&run.error);
    }
    assert!(folder.files("") == before);
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_told_of() {
    let folder = Folder::of(&sample());
    for words in [["figures"], ["check"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let status = std::process::Command::new(env!("CARGO_BIN_EXE_planc"))
            .args(words)
            .current_dir(folder.path())
            .stdout(full)
            .stderr(std::process::Stdio::null())
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(3), "{words:?}");
    }
}

#[test]
fn check_writes_nothing_and_ends_with_0_where_there_are_warnings_only() {
    let folder = Folder::of(&sample());
    let before = folder.files("");
    let run = planc(&folder, &["check"]);
    assert_eq!((run.status, run.error.as_str()), (0, ""));
    assert!(run.out.ends_with("エラー 0件、注意 14件。\n"), "{}", run.out);
    assert!(!run.out.contains('\u{1b}'), "colours without a terminal");
    assert!(folder.files("") == before);
    assert!(planc(&folder, &["check", "--color", "always"]).out.contains('\u{1b}'));
    assert!(!planc(&folder, &["check", "--color", "never"]).out.contains('\u{1b}'));
}

#[test]
fn errors_among_many_warnings_are_listed_once_more_for_people() {
    let mut world = sample();
    let company = "sources/companies/aso-seimitsu.toml";
    replace(&mut world, company, "employees = 320", "employees = \"320\"");
    replace(&mut world, company, "network = true", "network = false");
    let folder = Folder::of(&world);
    let run = planc(&folder, &["check"]);
    let (_, end) = run.out.split_once("\nエラーの場所\n").expect("the list");
    let lines: Vec<&str> = end.lines().collect();
    assert!(lines[0].starts_with(&format!("  {company}:15:13 ")), "{end}");
    assert!(lines[1].starts_with(&format!("  {company}:33:11 ")), "{end}");
    assert!(lines[3].starts_with("エラー 2件、注意 "), "{end}");
    let json = planc(&folder, &["--message-format", "json", "check"]).out;
    assert!(!json.contains("エラーの場所"));
    let run = planc(&Folder::of(&sample()), &["check"]);
    assert!(!run.out.contains("エラーの場所"));
}

#[test]
fn a_check_finds_in_changed_templates_what_only_pages_show() {
    let changes = [
        ("plan.typ", "#panic(\"broken\")\n"),
        ("01-purpose.md", "\n絵文字😀は印刷できない。\n"),
        ("style.toml", "\n# 変えただけ\n"),
    ];
    for (name, added) in changes {
        let folder = Folder::of(&sample());
        let path = format!("plan-templates/cluster/{name}");
        let changed = String::from_utf8(sample().files[&path].clone()).unwrap() + added;
        folder.write(&path, changed.as_bytes());
        let (checked, built) = (planc(&folder, &["check"]), planc(&folder, &["build"]));
        assert_eq!(checked.status, built.status, "{name}: {}", built.out);
        assert_eq!(
            checked.status,
            i32::from(name != "style.toml"),
            "{name}: {}",
            checked.out
        );
        assert_eq!(
            checked.out.contains("template-error"),
            built.out.contains("template-error"),
            "{name}"
        );
    }
}

#[test]
fn the_folder_may_be_named_before_and_after_the_command() {
    let (folder, elsewhere) = (Folder::of(&sample()), Folder::empty());
    let path = folder.path().to_str().unwrap();
    let here = planc(&folder, &["check"]).out;
    assert_eq!(planc(&elsewhere, &["-C", path, "check"]).out, here);
    assert_eq!(planc(&elsewhere, &["check", "-C", path]).out, here);
    assert!(elsewhere.files("").is_empty());
}

/// The diagnostics of a run as JSON, with their contract checked.
fn json_lines(run: &Run) -> Vec<Value> {
    let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
    let lines: Vec<Value> = run.out.lines().map(read).collect();
    for line in &lines {
        let keys: Vec<&String> = line.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["code", "column", "hint", "line", "message", "path", "severity"]);
        assert!(matches!(line["severity"].as_str(), Some("error" | "warning")));
        assert!(line["line"].as_u64() >= Some(1) && line["column"].as_u64() >= Some(1));
        assert!(line["hint"].is_null() || line["hint"].is_string());
    }
    let key = |line: &Value| {
        let text = |key: &str| line[key].as_str().unwrap().to_owned();
        (
            text("path"),
            line["line"].as_u64(),
            line["column"].as_u64(),
            text("code"),
        )
    };
    assert!(lines.is_sorted_by_key(key), "out of order");
    lines
}

#[test]
fn json_is_one_object_a_line_in_order_with_exactly_the_fields_of_the_contract() {
    let mut world = sample();
    replace(
        &mut world,
        "sources/plan.toml",
        "stage = \"素案\"",
        "stage = \"草案\"\nstag = 1",
    );
    replace(
        &mut world,
        "sources/companies/kuma-bio.toml",
        "field = \"food",
        "field = \"fod",
    );
    let folder = Folder::of(&world);
    for words in [&["check"][..], &["build"]] {
        let words = [words, &["--message-format", "json"]].concat();
        let run = planc(&folder, &words);
        assert_eq!((run.status, run.error.as_str()), (1, ""));
        let codes: Vec<String> = json_lines(&run).iter().map(|it| it["code"].to_string()).collect();
        for code in [
            "\"unknown-field\"",
            "\"bad-value\"",
            "\"unknown-key\"",
            "\"pending-value\"",
        ] {
            assert!(codes.iter().any(|it| it == code), "{code} in {codes:?}");
        }
    }
    assert!(folder.files("output").is_empty());
}

#[test]
fn one_format_alone_is_written_when_asked_for() {
    for format in ["docx", "pdf"] {
        let folder = Folder::of(&sample());
        let run = planc(&folder, &["build", "--format", format]);
        assert_eq!((run.status, run.error.as_str()), (0, ""));
        let names: Vec<String> = folder.files("output").into_keys().collect();
        assert_eq!(
            names,
            [format!(
                "output/draft/熊本県地域産業クラスター計画（素案 第1版）.{format}"
            )]
        );
        assert!(run.out.contains(&names[0]), "{}", run.out);
    }
}

#[test]
fn an_empty_folder_is_refused_with_every_file_that_is_missing() {
    let folder = Folder::empty();
    for command in ["check", "build"] {
        let run = planc(&folder, &[command, "--message-format", "json"]);
        assert_eq!((run.status, run.error.as_str()), (1, ""));
        let missing = json_lines(&run);
        let paths: Vec<&str> = missing
            .iter()
            .filter(|it| it["code"] == "missing-file")
            .map(|it| it["path"].as_str().unwrap())
            .collect();
        for path in [
            "sources/plan.toml",
            "sources/support.toml",
            "plan-templates/cluster/plan.typ",
        ] {
            assert!(paths.contains(&path), "{path} in {paths:?}");
        }
    }
    assert!(folder.files("").is_empty());
}

#[test]
fn a_folder_that_is_not_there_is_a_wrong_command_line() {
    let folder = Folder::empty();
    let run = planc(&folder, &["check", "-C", "nowhere"]);
    assert_eq!(run.status, 2, "{}", run.out);
    assert!(run.error.contains("nowhere"), "{}", run.error);
    assert_japanese(&run.error);
}

#[test]
fn a_missing_plan_is_said_at_its_path() {
    let mut world = sample();
    world.files.remove("sources/plan.toml");
    let run = planc(&Folder::of(&world), &["build", "--message-format", "json"]);
    assert_eq!(run.status, 1);
    let lines = json_lines(&run);
    let of_plan: Vec<&Value> = lines.iter().filter(|it| it["path"] == "sources/plan.toml").collect();
    assert_eq!(of_plan.len(), 1, "{of_plan:?}");
    assert_eq!(
        (&of_plan[0]["code"], &of_plan[0]["line"]),
        (&"missing-file".into(), &1.into())
    );
}

#[test]
fn a_file_in_shift_jis_is_refused_where_it_stops_being_utf_8() {
    let mut world = sample();
    let path = "sources/statistics.toml";
    let mut bytes = "# 統計\nx = \"".as_bytes().to_vec();
    bytes.extend([0x8c, 0xa7, 0x93, 0xe0]);
    world.files.insert(path.to_owned(), bytes);
    let run = planc(&Folder::of(&world), &["check", "--message-format", "json"]);
    assert_eq!(run.status, 1);
    let lines = json_lines(&run);
    let found: Vec<&Value> = lines.iter().filter(|it| it["path"] == path).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (&found[0]["code"], &found[0]["line"], &found[0]["column"]),
        (&"not-utf8".into(), &2.into(), &6.into())
    );
}

#[test]
fn byte_order_marks_and_line_ends_of_windows_change_nothing() {
    let plain = Folder::of(&sample());
    let mut world = sample();
    for path in source_paths(&world) {
        let changed = format!("\u{feff}{}", text(&world, &path).replace('\n', "\r\n"));
        world.files.insert(path, changed.into_bytes());
    }
    let templates: Vec<String> = world
        .files
        .keys()
        .filter(|path| path.starts_with("plan-templates"))
        .cloned()
        .collect();
    for path in templates {
        let changed = format!("\u{feff}{}", text(&world, &path).replace('\n', "\r\n"));
        world.files.insert(path, changed.into_bytes());
    }
    let windows = Folder::of(&world);
    let check = ["check", "--message-format", "json"];
    assert_eq!(planc(&windows, &check).out, planc(&plain, &check).out);
    assert_eq!(planc(&windows, &["build"]).status, 0);
    assert_eq!(planc(&plain, &["build"]).status, 0);
    assert!(windows.files("output") == plain.files("output"));
}

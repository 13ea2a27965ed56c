//! What `check` promises: where it tells of no error, the edition is built and packed.

use crate::command_line::planc;
use crate::package::ready;
use crate::project::{Folder, place, published, put, quoted, replace, sample, text, tries, values};
use crate::verify::unpacked;
use planc::compile::{self, Format, Wanted};
use planc::diagnostic::{Code, Edition, any_error};
use planc::package::{self, package};
use planc::world::Memory;
use std::sync::LazyLock;

const PURPOSE: &str = "plan-templates/cluster/01-purpose.md";
const COMPANY: &str = "sources/companies/aso-seimitsu.toml";

fn appended(mut world: Memory, path: &str, more: &str) -> Memory {
    let whole = format!("{}\n\n{more}\n", text(&world, path));
    put(&mut world, path, whole);
    world
}

/// What a check tells, as `path:line:column code`, errors alone.
fn told(world: &Memory, edition: Edition) -> Vec<String> {
    let checked = package::check(world, edition, &|_| {});
    comemo::evict(0);
    let errors = checked.diagnostics.iter();
    let errors = errors.filter(|it| it.code.severity(edition) == planc::diagnostic::Severity::Error);
    errors.map(|it| place(it, &checked.sources)).collect()
}

/// Both versions of the sample on the day that they leave, with all papers.
fn leaving() -> &'static Memory {
    static LEAVING: LazyLock<Memory> = LazyLock::new(|| {
        let mut world = ready();
        let own = published();
        put(
            &mut world,
            "sources/plan.toml",
            text(&own, "sources/plan.toml").to_owned(),
        );
        world
    });
    &LEAVING
}

#[test]
fn a_leak_by_a_template_is_told_of_by_check_as_by_build() {
    let number = "法人番号1999900000008、売上高6億2千万円";
    let world = appended(published(), PURPOSE, number);
    let checked = compile::check(&world, Edition::Public, &|_| {});
    let leaks = checked.diagnostics.iter().filter(|it| it.code == Code::Leak);
    assert!(leaks.count() >= 2);
    let folder = Folder::of(&world);
    for command in ["check", "build"] {
        let run = planc(&folder, &["--message-format", "json", command, "--edition", "public"]);
        assert_eq!(run.status, 1, "{command}: {}", run.error);
        assert!(run.out.contains("\"leak\""), "{}", run.out);
    }
    assert!(folder.files("output").is_empty());
}

#[test]
fn what_a_writer_refuses_is_told_of_at_its_place() {
    let long = "長".repeat(20_000);
    let template = |more: &str| appended(sample(), PURPOSE, more);
    let mut book = sample();
    let business = text(&book, COMPANY).lines().find(|it| it.starts_with("business = "));
    let business = business.unwrap().to_owned();
    replace(
        &mut book,
        COMPANY,
        &business,
        &format!("business = \"\"\"\n{}\n\"\"\"", "長".repeat(40_000)),
    );
    let mut typst = sample();
    let plan = format!("{}\n#panic(\"x\")\n", text(&typst, "plan-templates/cluster/text.typ"));
    put(&mut typst, "plan-templates/cluster/text.typ", plan);
    for (world, at, code) in [
        (template("#### 飛んだ見出し"), "plan-templates/", "template-error"),
        (template(&format!("## {long}")), "plan-templates/", "template-error"),
        (
            template(&format!("[甲](https://a.example.jp/{})", "a".repeat(40_000))),
            "plan-templates/",
            "template-error",
        ),
        (template("## 絵文字😀"), "plan-templates/", ""),
        (typst, "plan-templates/cluster/text.typ:", "template-error"),
        (book, COMPANY, "bad-value"),
    ] {
        let found = told(&world, Edition::Draft);
        let is_told = |it: &String| it.starts_with(at) && it.ends_with(code);
        assert!(found.iter().any(is_told), "{at} {code}: {found:#?}");
        let folder = Folder::of(&world);
        let run = planc(&folder, &["--message-format", "json", "build"]);
        assert_eq!((run.status, run.error.as_str()), (1, ""), "{at} {code}");
        let lines = run.out.lines().map(serde_json::from_str::<serde_json::Value>);
        assert!(lines.into_iter().all(|it| it.unwrap()["path"].is_string()));
        assert!(folder.files("output").is_empty());
    }
}

#[test]
fn what_only_a_package_needs_is_told_of_by_check() {
    assert_eq!(told(leaving(), Edition::Public), [""; 0]);
    assert_eq!(told(leaving(), Edition::Final), [""; 0]);
    let mut bare = leaving().clone();
    bare.files.retain(|path, _| !path.ends_with("form2.xlsx"));
    put(&mut bare, "sources/attachments/con.txt", "x");
    let found = told(&bare, Edition::Final);
    assert!(found.iter().any(|it| it.ends_with("missing-attachment")), "{found:#?}");
    assert!(
        found
            .iter()
            .any(|it| it.contains("con.txt") && it.ends_with("bad-file-name")),
        "{found:#?}"
    );
    let letter = appended(
        leaving().clone(),
        "plan-templates/cluster/letter/01-letter.md",
        "#### 飛んだ見出し",
    );
    let found = told(&letter, Edition::Final);
    assert!(found.iter().any(|it| it.contains("template-error")), "{found:#?}");
}

#[test]
fn a_company_that_was_never_asked_is_told_so() {
    let answers = |world: &Memory| {
        let checked = compile::build(world, Wanted::sheet_of("aso-seimitsu"), &|_| {});
        let pages = checked.pages.unwrap();
        let written = compile::write(&pages, &[Format::Docx]).unwrap();
        let parts = unpacked(written[0].bytes());
        let word = parts.into_iter().find(|it| it.0 == "word/document.xml").unwrap().1;
        let word = String::from_utf8(word).unwrap();
        let count = |answer: &str| word.matches(&format!("これまでの御回答：{answer}")).count();
        [count("可"), count("否"), count("未回答")]
    };
    let [agreed, refused, awaited] = answers(&sample());
    assert!(agreed > 0 && refused > 0 && awaited == 0);
    let mut never = sample();
    let whole = text(&never, COMPANY).to_owned();
    let (start, end) = (whole.find("[public]").unwrap(), whole.find("[transactions]").unwrap());
    put(&mut never, COMPANY, format!("{}{}", &whole[..start], &whole[end..]));
    assert_eq!(answers(&never), [0, 0, agreed + refused]);
}

/// A row of chances.
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// What people and programs write, each once.
fn words(chance: &mut Chance) -> String {
    let long = *chance.one(&[200, 299, 1_000, 4_900, 12_000, 33_000]);
    let words: &[&str] = &[
        "=1+1",
        "＋甲",
        "甲/乙",
        "CON",
        "a:b",
        "甲 .",
        "#### 見出し",
        "https://a.example.jp",
        "(見本)",
        "&amp;<w:t>",
        "葛󠄀城",
        "６億２千万円",
        "甲\n乙",
    ];
    match chance.below(4) {
        0 => "長い".repeat(long / 2),
        _ => (*chance.one(words)).to_owned(),
    }
}

fn mutate(world: &mut Memory, chance: &mut Chance) {
    let paths = |world: &Memory, is: &dyn Fn(&str) -> bool| -> Vec<String> {
        world.files.keys().filter(|it| is(it)).cloned().collect()
    };
    match chance.below(6) {
        0 | 1 => {
            let path = chance
                .one(&paths(world, &|it| it.starts_with("sources/") && it.ends_with(".toml")))
                .clone();
            let before = text(world, &path).to_owned();
            let strings: Vec<_> = values(&before).into_iter().filter(|it| it.text.is_some()).collect();
            let span = chance.one(&strings).span.clone();
            let after = format!(
                "{}{}{}",
                &before[..span.start],
                quoted(&words(chance)),
                &before[span.end..]
            );
            put(world, &path, after);
        }
        2 => {
            let path = chance.one(&paths(world, &|it| it.ends_with(".md"))).clone();
            let long = format!("[甲](https://a.example.jp/{})", "a".repeat(40_000));
            let more: [&str; 9] = [
                "## 見出し",
                "#### 飛んだ見出し",
                &long,
                "**売上高6億2千万円**",
                "| a | b |\n|---|---|\n| 1 | 2 |",
                "{{ pending_table() }}",
                "- 一\n  - 二\n    - 三\n      - 四",
                "令和8年度の売上は48.2億円である。",
                "{{ companies[0].corporate_number }}",
            ];
            *world = appended(world.clone(), &path, chance.one::<&str>(&more));
        }
        3 => {
            let path = chance.one(&paths(world, &|it| it.contains("/attachments/"))).clone();
            let bytes = world.files.get_mut(&path).unwrap();
            let at = chance.below(bytes.len());
            match chance.below(3) {
                0 => bytes.truncate(at),
                1 => bytes[at] ^= 0x55,
                _ => bytes.extend(b"\ntrailing"),
            }
        }
        4 => {
            let names = ["con.md", "a:b.txt", "甲 .pdf", "写し.pdf"];
            put(world, &format!("sources/attachments/{}", chance.one(&names)), "x");
        }
        _ => {
            let path = "plan-templates/cluster/enclosures.toml";
            let before = text(world, path).to_owned();
            let lines: Vec<&str> = before.lines().filter(|it| it.contains(" = ")).collect();
            let line = (*chance.one(&lines)).to_owned();
            put(world, path, before.replacen(&format!("{line}\n"), "", 1));
        }
    }
}

/// Whether an edition of which nothing is told is built and packed; nothing, where something is told.
fn is_kept(world: &Memory, edition: Edition) -> Result<bool, String> {
    if !told(world, edition).is_empty() {
        return Ok(false);
    }
    let built = compile::build(world, edition, &|_| {});
    let errors: Vec<String> = built
        .diagnostics
        .iter()
        .map(|it| place(it, &built.sources) + &it.message)
        .collect();
    if any_error(&built.diagnostics, edition) {
        return Err(errors.join("\n"));
    }
    let formats = [Format::Docx, Format::Pdf, Format::Xlsx];
    compile::write(&built.pages.unwrap(), &formats).map_err(|error| format!("{error:?}"))?;
    let is_packed = matches!(edition, Edition::Final | Edition::Public);
    for archive in [false, true].into_iter().filter(|_| is_packed) {
        let packed =
            package(world, package::Wanted { edition, archive }, &|_| {}).map_err(|error| error.to_string())?;
        if packed.zip.is_none() {
            let told = packed
                .diagnostics
                .iter()
                .map(|it| place(it, &packed.sources) + &it.message + "\n");
            return Err(told.collect());
        }
    }
    comemo::evict(0);
    Ok(true)
}

/// `PROMISES` plans, `PROMISE` the seed of the first.
#[test]
fn where_check_tells_of_no_error_editions_are_built_and_packed() {
    let (count, first) = (tries("PROMISES", 6_u64), tries("PROMISE", 1));
    for seed in first..first + count {
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut world = leaving().clone();
        for _ in 0..=chance.below(2) {
            mutate(&mut world, &mut chance);
        }
        let edition = *chance.one(&[Edition::Draft, Edition::Briefing, Edition::Final, Edition::Public]);
        match is_kept(&world, edition) {
            Ok(kept) => println!("{seed} {edition:?} {kept}"),
            Err(told) => panic!("seed {seed}, {edition:?}: {told}"),
        }
    }
}

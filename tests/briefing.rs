//! The briefing (説明用): made of a draft while values are awaited, and nothing in it that not everybody may read.

use crate::command_line::planc;
use crate::leak::{everything, plain, syllables};
use crate::project::{Folder, files, july, place, put, replace, sample, source_paths, text, values};
use planc::compile::{self, Checked, Format, Pages};
use planc::diagnostic::{Edition, any_error};
use planc::document::text::lines;
use planc::world::Memory;

const PLAN: &str = "sources/plan.toml";

fn checked(world: &Memory) -> Checked {
    let checked = compile::build(world, Edition::Briefing, &|_| {});
    comemo::evict(0);
    checked
}

fn built(world: &Memory) -> Pages {
    let checked = checked(world);
    let told: Vec<String> = checked
        .diagnostics
        .iter()
        .map(|it| place(it, &checked.sources))
        .collect();
    checked.pages.unwrap_or_else(|| panic!("{told:#?}"))
}

#[test]
fn it_is_made_of_a_draft_and_says_so_on_every_page() {
    let checked = checked(&sample());
    assert!(!any_error(&checked.diagnostics, Edition::Briefing));
    let pages = checked.pages.unwrap();
    assert_eq!(pages.name(), "熊本県地域産業クラスター計画（説明用 素案 第1版）");
    let document = &pages.document;
    assert_eq!(&*document.head.centre.text, "【取扱注意・検討中】");
    assert_eq!(&*document.head.right.text, "説明用 素案 第1版（令和8年6月19日）");
    assert_eq!(document.watermark.as_ref().map(|it| &*it.text), Some("素案"));
    let text = lines(document).join("\n");
    assert!(text.contains("説明用 素案 第1版　【取扱注意・検討中】"), "on the cover");
    // What is awaited is said to be; why, and by whom, is not.
    assert!(text.contains("【調整中】"), "{text}");
    for absent in [
        "企業回答待ち",
        "担当係を調整中",
        "未確定事項一覧",
        "選定理由",
        "算定根拠",
        "投資の具体像",
    ] {
        assert!(!text.contains(absent), "{absent}");
    }
}

/// Every reason why a value is awaited, and some more in keys that only the prefecture or the nation reads.
#[test]
fn no_reason_of_an_awaited_value_is_in_its_files() {
    let mut world = sample();
    let company = "sources/companies/aso-seimitsu.toml";
    let comment = text(&world, company)
        .lines()
        .find(|it| it.starts_with("comment = "))
        .map(str::to_owned);
    let comment = comment.expect("an assessment");
    replace(
        &mut world,
        company,
        &comment,
        "comment = { pending = \"所見の確認中\" }",
    );
    let mut reasons = Vec::new();
    for path in source_paths(&world) {
        let mut file = text(&world, &path).to_owned();
        for value in values(&file.clone())
            .iter()
            .rev()
            .filter(|it| it.key.ends_with(".pending"))
        {
            let reason = syllables(reasons.len());
            file.replace_range(value.span.clone(), &format!("\"{reason}\""));
            reasons.push(plain(&reason));
        }
        put(&mut world, &path, file);
    }
    assert!(reasons.len() >= 10, "{}", reasons.len());
    let written = files(compile::write(&built(&world), &[Format::Docx, Format::Pdf, Format::Xlsx]).expect("files"));
    let all = everything(&written);
    let told: Vec<&String> = reasons.iter().filter(|reason| all.contains(*reason)).collect();
    assert_eq!(told, Vec::<&String>::new());
    // The draft, whose list of pending values tells them, is read by the same reader.
    let draft = compile::build(&world, Edition::Draft, &|_| {}).pages.expect("a draft");
    let all = everything(&files(
        compile::write(&draft, &[Format::Docx, Format::Pdf]).expect("files"),
    ));
    assert!(reasons.iter().filter(|reason| all.contains(*reason)).count() >= 10);
}

#[test]
fn its_mark_says_that_it_is_under_consideration_until_the_plan_is_adopted() {
    let mark = |from: &str, to: &str| {
        let mut world = sample();
        replace(&mut world, PLAN, from, to);
        built(&world).document.head.centre.text.to_string()
    };
    let handling = "handling = \"取扱注意・検討中\"\n";
    assert_eq!(mark(handling, ""), "【取扱注意・検討中】");
    assert_eq!(mark(handling, "handling = \"部内限り\"\n"), "【部内限り・検討中】");
    assert_eq!(mark("stage = \"素案\"", "stage = \"成案\""), "【取扱注意】");
}

#[test]
fn it_waits_neither_for_the_decision_nor_for_the_nation() {
    // Nothing of what the public edition waits for.
    let world = july();
    assert!(compile::build(&world, Edition::Public, &|_| {}).pages.is_none());
    assert!(!lines(&built(&world).document).join("\n").contains("【調整中】"));
}

fn with_template(name: &str, from: &str, to: &str) -> Memory {
    let mut world = sample();
    replace(&mut world, &format!("plan-templates/cluster/{name}"), from, to);
    world
}

#[test]
fn a_template_of_before_holds_back_what_it_holds_back_from_the_public() {
    let old = with_template("93-requirements.md", "readers == \"nation\"", "edition != \"public\"");
    assert_eq!(lines(&built(&old).document), lines(&built(&sample()).document));
}

#[test]
fn a_template_that_would_print_more_is_told_how_to_ask_for_the_draft() {
    let checked = checked(&with_template(
        "94-pending.md",
        "edition == \"draft\"",
        "edition != \"final\"",
    ));
    assert!(checked.pages.is_none());
    let told = checked
        .diagnostics
        .iter()
        .filter(|it| it.code.name() == "template-error");
    let hints: String = told.filter_map(|it| it.hint.clone()).collect();
    assert!(hints.contains("edition == \"draft\""), "{hints}");
}

#[test]
fn the_command_writes_word_and_pdf_and_the_evidence_where_it_is_asked_for() {
    let folder = Folder::of(&sample());
    let run = planc(&folder, &["build", "--edition", "briefing"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.error);
    let name = "output/briefing/熊本県地域産業クラスター計画（説明用 素案 第1版）";
    let written = |folder: &Folder| folder.files("output").into_keys().collect::<Vec<_>>();
    assert_eq!(written(&folder), [format!("{name}.docx"), format!("{name}.pdf")]);
    let run = planc(&folder, &["build", "--edition", "briefing", "--format", "xlsx"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.error);
    assert!(written(&folder).contains(&format!("{name}（算定根拠）.xlsx")));
    assert_eq!(planc(&folder, &["check", "--edition", "briefing"]).status, 0);
    // Who gets it has it in hand: the package keeps a record of what it printed. The prefecture's own record is of what is
    // handed in or published.
    let run = planc(&folder, &["package", "--edition", "briefing"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.error);
    let kept = folder.files("versions").into_keys().collect::<Vec<_>>();
    assert_eq!(kept, ["versions/説明用 素案 第1版.printed.json"]);
    assert_eq!(
        planc(&folder, &["package", "--edition", "briefing", "--archive"]).status,
        2
    );
}

#[test]
fn a_comparison_of_briefings_tells_no_reason() {
    let (before, mut changed) = (Folder::of(&sample()), sample());
    let about = format!(
        "{}\n[[changes]]\nkey = \"plan/implementation\"\nreason = \"推進会議の意見\"\n",
        text(&changed, PLAN).replacen("年1回、県のホームページ", "年2回、県のホームページ", 1)
    );
    put(&mut changed, PLAN, about);
    let after = Folder::of(&changed);
    let compare = |edition: &str| {
        let path = before.path().to_str().expect("a path").to_owned();
        planc(&after, &["diff", &path, ".", "--edition", edition]).out
    };
    let (draft, briefing) = (compare("draft"), compare("briefing"));
    assert!(draft.contains("推進会議の意見") && draft.contains("年"), "{draft}");
    assert!(
        !briefing.contains("推進会議の意見") && briefing.contains("説明用 素案 第1版"),
        "{briefing}"
    );
}

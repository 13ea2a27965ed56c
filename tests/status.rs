//! `planc status`: cases of `cases/status/*.md`, its counts, its JSON, and what it says in odd folders.
//!
//! A case is prose, then `today: <date>`, perhaps `by: company|division|file` and `lines: all`, then changes of the sample
//! as in `check_cases.rs`. At the end, `=== expected` lists the lines of standard output: those that the sample itself has
//! not on that day, or all. `REWRITE_CASES=1` writes them into the files: read the difference.

use crate::check_cases::patched;
use crate::command_line::{Run, planc};
use crate::generated;
use crate::project::{Folder, check_sources, put, replace, run_cases, sample, source_paths, text};
use planc::diagnostic::Code;
use planc::plan::{Node, load};
use planc::status;
use planc::world::Memory;
use serde_json::Value;
use std::collections::BTreeSet;

const DAY: &str = "2026-07-04";

/// The status of a world as text.
fn said(world: &Memory, today: &str, by: &str) -> String {
    let grouping = match by {
        "company" => status::Grouping::Company,
        "division" => status::Grouping::Division,
        "file" => status::Grouping::File,
        other => panic!("{other}"),
    };
    status::text(&of(world, today), grouping)
}

fn of(world: &Memory, today: &str) -> status::Status {
    let (plan, _) = load(world);
    let (_, diagnostics) = check_sources(world);
    status::status(&plan, &diagnostics, status::day_of(today).unwrap(), false)
}

#[test]
fn cases() {
    run_cases("status", |given| {
        let option = |name: &str| given.lines().find_map(|line| line.strip_prefix(name));
        let today = option("today: ").unwrap_or_else(|| panic!("no day in {given}"));
        let by = option("by: ").unwrap_or("company");
        let all = said(&patched(given), today, by);
        let known = said(&sample(), today, by);
        let known: BTreeSet<&str> = known.lines().filter(|_| option("lines: ").is_none()).collect();
        all.lines()
            .filter(|line| !known.contains(line))
            .flat_map(|it| [it, "\n"])
            .collect()
    });
}

/// Path and line of every pending value of a plan.
fn pending_places(world: &Memory) -> Vec<(String, u64)> {
    let (plan, _) = load(world);
    let mut places = Vec::new();
    for (file, node) in plan.nodes() {
        node.leaves("", &mut |_, leaf| {
            if let Node::Pending { pending, .. } = leaf {
                let (line, _) = plan.sources.file(file).position(pending.place.span.start);
                places.push((plan.sources.file(file).path.to_string(), line as u64));
            }
        });
    }
    places.sort();
    places
}

fn places(items: &Value) -> Vec<(String, u64)> {
    let place = |it: &Value| (it["path"].as_str().unwrap().to_owned(), it["line"].as_u64().unwrap());
    let mut places: Vec<_> = items.as_array().unwrap().iter().map(place).collect();
    places.sort();
    places
}

fn json(world: &Memory, today: &str) -> Value {
    serde_json::from_str(&status::json(&of(world, today))).unwrap()
}

#[test]
fn every_pending_value_stands_exactly_once_in_every_grouping() {
    let generated = generated::plan(generated::Size {
        fields: 3,
        companies: 20,
        seed: 7,
    });
    let new = Memory {
        files: planc::project::files().into_iter().collect(),
    };
    for world in [sample(), generated, new] {
        let expected = pending_places(&world);
        assert!(expected.len() > 5);
        assert_eq!(places(&json(&world, DAY)["pending"]), expected);
        for by in ["company", "division", "file"] {
            let text = said(&world, DAY, by);
            let items = text.lines().filter(|line| line.starts_with("          sources/"));
            let (_, diagnostics) = check_sources(&world);
            let told = diagnostics
                .iter()
                .filter(|it| it.code != Code::PendingValue && status::Kind::of(it.code).is_some());
            assert_eq!(items.count(), expected.len() + told.count(), "{by}");
        }
    }
}

/// The number that stands between a word and 件.
fn number(line: &str, word: &str) -> usize {
    let rest = line.split_once(word).map_or("0件", |(_, rest)| rest);
    rest.split('件').next().unwrap().trim().parse().unwrap()
}

#[test]
fn the_counts_are_those_of_the_items_listed() {
    let mut world = sample();
    let path = "sources/companies/gokase-kogyo.toml";
    replace(
        &mut world,
        path,
        "received = 2026-05-26T13:10:00",
        "received = { pending = \"確認中（7月1日）\" }",
    );
    for by in ["company", "division", "file"] {
        let text = said(&world, DAY, by);
        let list = text.split("■ 調整中・不足・未確認").nth(1).unwrap();
        let list = list.split("\n■ ").next().unwrap();
        let total = text.lines().find(|line| line.starts_with("合計")).unwrap();
        let groups: Vec<&str> = list
            .lines()
            .filter(|line| line.ends_with(['件', '）']) && !line.starts_with(' '))
            .collect();
        for kind in ["調整中", "不足", "未確認"] {
            let items = list
                .lines()
                .filter(|line| line.starts_with(&format!("  {kind} ")))
                .count();
            let in_groups: usize = groups
                .iter()
                .filter(|line| line.contains('　'))
                .map(|line| number(line, &format!("{kind} ")))
                .sum();
            assert_eq!(
                (number(total, &format!("{kind} ")), in_groups),
                (items, items),
                "{by} {kind}"
            );
        }
        let overdue = list
            .lines()
            .filter(|line| line.contains("日超過") && !line.starts_with("  参考"))
            .count();
        assert_eq!(number(total, "うち期限超過 "), overdue, "{by}");
        assert_eq!(list.matches("\n  参考 ").count(), 1);
        assert!(
            text.ends_with("調整中が1件あります（「参考」と示し、件数に含めません）。\n"),
            "{text}"
        );
    }
}

#[test]
fn where_nothing_is_open_one_line_says_so() {
    let mut world = sample();
    for path in source_paths(&world) {
        let settled: Vec<String> = text(&world, &path).lines().map(settled).collect();
        put(&mut world, &path, settled.join("\n"));
    }
    for (company, kpi) in [
        ("kichiji-foods", "wage_increase"),
        ("minamata-citrus", "internal_transactions"),
        ("uki-controls", "sales"),
        ("yatsushiro-mobility", "wage_increase"),
    ] {
        let path = format!("sources/companies/{company}.toml");
        let header = format!("[kpi.{kpi}]\n");
        replace(&mut world, &path, &header, &format!("{header}confirmed = 2026-06-24\n"));
    }
    let text = said(&world, DAY, "company");
    assert!(
        text.ends_with("\n\n調整中、不足、未確認の事項はありません。\n"),
        "{text}"
    );
    assert!(!text.contains("■ 調整中") && !text.contains("合計"), "{text}");
}

/// A line without pending values.
fn settled(line: &str) -> String {
    let Some(start) = line.find("{ pending") else {
        return line.to_owned();
    };
    let end = start + line[start..].find('}').unwrap() + 1;
    let date = ["date =", "decided", "nation"].iter().any(|key| line.starts_with(key));
    let value = match line.starts_with("targets") {
        true => "3.2",
        false if date => "2026-07-20",
        false => "\"記入済み\"",
    };
    format!("{}{value}{}", &line[..start], &line[end..])
}

#[test]
fn json_is_one_object_that_begins_with_its_format() {
    let folder = Folder::of(&sample());
    let run = planc(&folder, &["status", "--today", DAY, "--message-format", "json"]);
    assert_eq!((run.status, run.error.as_str(), run.out.lines().count()), (0, "", 1));
    assert!(run.out.starts_with("{\"format\":1,"), "{}", run.out);
    let answer: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(answer["today"], DAY);
    for list in ["pending", "missing", "unconfirmed", "overdue"] {
        for item in answer[list].as_array().unwrap() {
            for key in ["path", "line", "subject", "label", "reason", "date", "days"] {
                assert!(item.get(key).is_some(), "{key} of {item}");
            }
        }
    }
    let overdue = answer["overdue"].as_array().unwrap();
    assert!(overdue.len() == 4 && overdue.iter().all(|it| it["days"].as_i64() < Some(0)));
    let days = answer["days"].as_array().unwrap();
    let dated: Vec<&str> = days.iter().filter_map(|it| it["date"].as_str()).collect();
    assert!(dated.is_sorted() && dated.len() > 10 && dated.len() < days.len());
}

fn usual(run: &Run) -> (i32, &str) {
    (run.status, run.error.as_str())
}

#[test]
fn pending_and_missing_values_are_no_failure_and_nothing_is_written() {
    let folder = Folder::of(&sample());
    let before = folder.files("");
    let run = planc(&folder, &["status", "--today", DAY]);
    assert_eq!(usual(&run), (0, ""));
    assert_eq!(run.out, said(&sample(), DAY, "company"));
    assert!(!run.out.contains('\u{1b}'));
    // Without --today it is some day, and no output says that it was asked for.
    let today = planc(&folder, &["status", "--by", "division"]);
    assert_eq!(usual(&today), (0, ""));
    assert!(!today.out.contains("--today"), "{}", today.out);
    assert!(folder.files("") == before);

    let new = Folder::empty();
    assert_eq!(planc(&new, &["new", "plan"]).status, 0);
    let run = planc(&new, &["-C", "plan", "status", "--today", DAY]);
    assert_eq!(usual(&run), (0, ""));
}

#[test]
fn errors_that_it_does_not_list_go_to_standard_error_and_what_could_be_read_is_shown() {
    let mut world = sample();
    put(&mut world, "sources/companies/kuma-bio.toml", "name = ");
    let folder = Folder::of(&world);
    let run = planc(&folder, &["status", "--today", DAY]);
    assert_eq!(run.status, 1);
    assert!(
        run.error.contains("toml-syntax") && run.error.contains("エラーが"),
        "{}",
        run.error
    );
    assert!(run.out.contains("企業回答待ち（7月3日）"), "{}", run.out);
    let run = planc(&folder, &["status", "--today", DAY, "--message-format", "json"]);
    assert_eq!(run.status, 1);
    for line in run.error.lines() {
        let diagnostic: Value = serde_json::from_str(line).unwrap();
        assert_eq!(diagnostic["severity"], "error");
    }

    let empty = Folder::empty();
    let run = planc(&empty, &["status"]);
    assert_eq!(run.status, 1);
    assert!(run.error.contains("sources/plan.toml"), "{}", run.error);
    assert!(!run.out.contains("はありません。"), "{}", run.out);
}

#[test]
fn a_day_that_is_none_is_a_wrong_command_line() {
    let folder = Folder::of(&sample());
    for day in ["2026-02-30", "7月3日", "2026/07/03", "", "tomorrow"] {
        let run = planc(&folder, &["status", "--today", day]);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{day}");
        assert!(
            run.error.contains("2026-07-03") && run.error.contains("planc --help"),
            "{}",
            run.error
        );
    }
    for words in [
        &["status", "--today"][..],
        &["status", "--by", "person"],
        &["status", "now"],
    ] {
        assert_eq!(planc(&folder, words).status, 2, "{words:?}");
    }
}

//! The audit of prose: no text that everybody reads gives away investments or withheld values.

use crate::generated::{Size, complete};
use crate::project::{ROOT, place, published, put, replace, sample, text};
use planc::compile::{self, Checked, Wanted};
use planc::diagnostic::{Code, Edition, Severity};
use planc::world::Memory;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the audit of prose tells.
const CODES: [Code; 4] = [
    Code::InvestmentDisclosed,
    Code::WithheldInText,
    Code::PerhapsWithheldInText,
    Code::PublicMentionsInvestment,
];
const TEMPLATE: &str = "plan-templates/cluster/03-situation.md";

fn public(world: &Memory) -> Checked {
    compile::check(world, Edition::Public, &|_| {})
}

/// What is told by the codes of this audit: place and code, then message and hint.
fn told(checked: &Checked) -> Vec<String> {
    let of = checked.diagnostics.iter().filter(|it| CODES.contains(&it.code));
    of.map(|it| {
        let hint = it.hint.as_deref().unwrap_or_default();
        format!("{} {} {hint}", place(it, &checked.sources), it.message)
    })
    .collect()
}

/// A sentence of the table.
struct Case {
    text: String,
    expected: Option<String>,
    sentence: String,
}

fn cases() -> Vec<Case> {
    let path = Path::new(ROOT).join("tests/cases/prose/sentences.txt");
    let table = std::fs::read_to_string(path).unwrap();
    let rows = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|row| {
        let [text, expected, sentence] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row:?}");
        };
        Case {
            text: text.to_owned(),
            expected: (expected != "-").then(|| expected.to_owned()),
            sentence: sentence.to_owned(),
        }
    })
    .collect()
}

/// Puts sentences into a text, each a paragraph of its own.
fn insert(world: &mut Memory, name: &str, sentences: &[&str]) -> &'static str {
    let paragraphs = sentences.join("\n\n");
    let product = |key: &str| {
        let row = |sentence: &&str| {
            let (name, target) = if key == "name" {
                (*sentence, "上位")
            } else {
                ("真空部品", *sentence)
            };
            format!(
                "\n[[market.products]]\nname = \"{name}\"\nroute = \"輸出\"\ncurrent = \"なし\"\ntarget = \"{target}\"\nyear = 2030\n"
            )
        };
        sentences.iter().map(row).collect::<String>()
    };
    let (path, from, to) = match name {
        "field" => (
            "sources/fields/semiconductor.toml",
            "challenges = \"\"\"\n",
            format!("challenges = \"\"\"\n{paragraphs}\n\n"),
        ),
        "food" => (
            "sources/fields/food-life-science.toml",
            "challenges = \"\"\"\n",
            format!("challenges = \"\"\"\n{paragraphs}\n\n"),
        ),
        "line" | "name" => {
            let path = "sources/fields/semiconductor.toml";
            (
                path,
                "\n[localization]\n",
                format!("{}\n[localization]\n", product(name)),
            )
        }
        "business" => (
            "sources/companies/aso-seimitsu.toml",
            "business = \"半導体製造装置用の真空チャンバー部品とウエハー搬送部品の精密加工、洗浄及び組立\"\n",
            format!("business = \"\"\"\n{paragraphs}\n\"\"\"\n"),
        ),
        "public" => (
            "sources/companies/aso-seimitsu.toml",
            "strategy = \"大型の真空部品へ品目を広げ、県内の協力会社と工程を分担して、品質認定に要する期間の短縮に取り組みます。海外の装置メーカーとの直接の取引を増やします。\"\n",
            format!("strategy = \"\"\"\n{paragraphs}\n\"\"\"\n"),
        ),
        "plan" => (
            "sources/plan.toml",
            "purpose = \"\"\"\n",
            format!("purpose = \"\"\"\n{paragraphs}\n\n"),
        ),
        "support" => (
            "sources/support.toml",
            "system = \"\"\"\n",
            format!("system = \"\"\"\n{paragraphs}\n\n"),
        ),
        "template" => (TEMPLATE, "# 現状と課題\n", format!("# 現状と課題\n\n{paragraphs}\n")),
        _ => panic!("{name}"),
    };
    replace(world, path, from, &to);
    path
}

/// The sample with all sentences of the table; what is told of each.
fn judged() -> Vec<(Case, BTreeSet<String>)> {
    let all = cases();
    let mut found: Vec<BTreeSet<String>> = all.iter().map(|_| BTreeSet::new()).collect();
    let names: BTreeSet<&str> = all.iter().map(|it| &*it.text).collect();
    // Templates are expanded only where the sources have no errors.
    for group in [
        names.iter().filter(|it| **it != "template").collect::<Vec<_>>(),
        vec![&"template"],
    ] {
        let mut world = published();
        let mut paths = BTreeMap::new();
        for name in group {
            let sentences: Vec<&str> = all
                .iter()
                .filter(|it| it.text == **name)
                .map(|it| &*it.sentence)
                .collect();
            paths.insert(*name, insert(&mut world, name, &sentences));
        }
        let checked = public(&world);
        let told = told(&checked);
        for (case, found) in all.iter().zip(&mut found) {
            let Some(path) = paths.get(&*case.text) else { continue };
            let lines = text(&world, path).lines().enumerate();
            let own: Vec<usize> = lines
                .filter(|(_, line)| line.contains(&case.sentence))
                .map(|(index, _)| index + 1)
                .collect();
            for line in own {
                let start = format!("{path}:{line}:");
                let codes = told.iter().filter(|it| it.starts_with(&start));
                found.extend(codes.map(|it| it.split(' ').nth(1).unwrap().to_owned()));
            }
        }
    }
    all.into_iter().zip(found).collect()
}

#[test]
fn planted_sentences_are_found_and_clean_ones_are_not() {
    let (mut planted, mut clean, mut missed, mut false_alarms) = (0, 0, Vec::new(), Vec::new());
    for (case, found) in judged() {
        let line = format!("{} {} {found:?}", case.text, case.sentence);
        match &case.expected {
            Some(code) => {
                planted += 1;
                if !found.contains(code) {
                    missed.push(format!("{code}: {line}"));
                }
            }
            None => {
                clean += 1;
                if !found.is_empty() {
                    false_alarms.push(line);
                }
            }
        }
    }
    assert!(planted >= 60 && clean >= 40, "{planted} {clean}");
    let (recall, noise) = ((planted - missed.len()) * 100, false_alarms.len() * 100);
    assert!(
        recall >= 95 * planted && noise <= 5 * clean,
        "missed: {missed:#?}\nfalse: {false_alarms:#?}"
    );
}

#[test]
fn the_sample_itself_is_told_of_little() {
    for world in [sample(), published()] {
        let checked = public(&world);
        let of = || checked.diagnostics.iter().filter(|it| CODES.contains(&it.code));
        let errors = of()
            .filter(|it| it.code.severity(Edition::Public) == Severity::Error)
            .count();
        assert!(errors == 0 && of().count() <= 5, "{:#?}", told(&checked));
    }
}

/// The codes that are told where one sentence of the table's texts says something.
fn codes_of(world: &Memory) -> BTreeSet<&'static str> {
    let checked = public(world);
    let of = checked.diagnostics.iter().filter(|it| CODES.contains(&it.code));
    of.map(|it| it.code.name()).collect()
}

/// The sample in which one text says something.
fn saying(name: &str, sentence: &str) -> Memory {
    let mut world = published();
    insert(&mut world, name, &[sentence]);
    world
}

const COPIED: &str = "大津町の本社工場の隣接地に延べ約4,200平方メートルの第三工場を建て、大型5軸加工機6台、3次元測定機2台及び純水による精密洗浄ラインを導入します。投資額は約28億円で、令和9年度に着工し、令和10年度の下期に稼働する予定です。";

#[test]
fn investments_and_targets_stop_the_public_edition() {
    for (name, sentence) in [
        ("field", COPIED),
        ("business", "約28億円で第三工場を新設します。"),
        ("field", "阿蘇精密は、令和12年度に域内取引額23億円を目指します。"),
        ("template", COPIED),
    ] {
        let checked = compile::build(&saying(name, sentence), Edition::Public, &|_| {});
        assert!(checked.pages.is_none(), "{sentence}: {:#?}", told(&checked));
    }
    let warned = compile::check(
        &saying("public", "大型5軸加工機6台を導入します。"),
        Edition::Public,
        &|_| {},
    );
    assert!(told(&warned).iter().any(|it| it.contains("public-mentions-investment")));
    // The draft goes to those who know it anyway.
    let draft = compile::check(&saying("field", COPIED), Edition::Draft, &|_| {});
    assert!(told(&draft).is_empty(), "{:#?}", told(&draft));
}

#[test]
fn a_message_names_whose_value_it_is_and_where_and_does_not_repeat_it() {
    let sentence = "県内では、阿蘇精密が、令和12年度に域内取引額２３億円を目指します。";
    let checked = public(&saying("field", sentence));
    let of: Vec<_> = checked
        .diagnostics
        .iter()
        .filter(|it| it.code == Code::WithheldInText)
        .collect();
    let [told] = of[..] else { panic!("{of:#?}") };
    assert!(
        told.message.contains("阿蘇精密")
            && told
                .message
                .contains("companies/aso-seimitsu#kpi.internal_transactions.targets[2030].value")
    );
    assert!(
        !told.message.contains("23") && !told.message.contains("２３"),
        "{}",
        told.message
    );
    assert_eq!(checked.sources.text(told.place), "２３億円");
    let hint = told.hint.as_deref().unwrap();
    assert!(
        hint.contains("key = \"fields/semiconductor#challenges\"") && hint.contains(sentence),
        "{hint}"
    );
}

/// Adds an answer to the plan.
fn clear(world: &mut Memory, key: &str, text_: &str) {
    let row = format!("\n[[cleared]]\nkey = '{key}'\ntext = \"{text_}\"\nreason = \"企業の了解済み\"\n");
    let plan = text(world, "sources/plan.toml").to_owned() + &row;
    put(world, "sources/plan.toml", plan);
}

#[test]
fn an_answer_clears_exactly_its_text_errors_too() {
    let sentence = "約28億円で第三工場を新設します。";
    let key = "companies/aso-seimitsu#business";
    let nothing = |world: &Memory| {
        let checked = public(world);
        checked.diagnostics.iter().any(|it| it.code == Code::ClearedNothing)
    };
    let planted = saying("business", sentence);
    assert_eq!(codes_of(&planted), BTreeSet::from(["investment-disclosed"]));
    let mut cleared = planted.clone();
    // Widths, spaces and marks make no other text.
    clear(&mut cleared, key, "約２８億円で 第三工場を新設します");
    assert!(codes_of(&cleared).is_empty() && !nothing(&cleared));
    for (key, text) in [
        (key, "約29億円で第三工場を新設します。"),
        ("companies/aso-seimitsu#website", sentence),
    ] {
        let mut other = planted.clone();
        clear(&mut other, key, text);
        assert_eq!(codes_of(&other).len(), 1, "{key} {text}");
        assert!(nothing(&other), "{key} {text}");
    }
    // The text changed after it was cleared.
    let mut changed = cleared.clone();
    replace(
        &mut changed,
        "sources/companies/aso-seimitsu.toml",
        sentence,
        "約28億円で第四工場を新設します。",
    );
    assert!(!codes_of(&changed).is_empty() && nothing(&changed));
}

#[test]
fn a_whole_text_can_be_cleared_and_rows_are_named_by_what_they_are() {
    let sentence = "水俣シトラスの売上高 22.5億円";
    let mut world = saying("line", sentence);
    assert_eq!(codes_of(&world), BTreeSet::from(["withheld-in-text"]));
    clear(
        &mut world,
        "fields/semiconductor#market.products[真空部品].target",
        sentence,
    );
    assert!(codes_of(&world).is_empty(), "{:#?}", told(&public(&world)));
    let mut world = saying("template", COPIED);
    clear(&mut world, TEMPLATE, COPIED);
    assert!(codes_of(&world).is_empty(), "{:#?}", told(&public(&world)));
}

#[test]
fn names_that_everybody_reads_are_no_piece_of_an_investment() {
    let mut world = published();
    let investment = "装置部品の表面処理・精密洗浄と高純度薬液及びその再生品の設備を整えます。";
    let path = "sources/companies/aso-seimitsu.toml";
    replace(
        &mut world,
        path,
        "investment = \"\"\"\n",
        &format!("investment = \"\"\"\n{investment}\n\n"),
    );
    insert(
        &mut world,
        "field",
        &["装置部品の表面処理・精密洗浄と高純度薬液及びその再生品が中心です。"],
    );
    assert!(codes_of(&world).is_empty(), "{:#?}", told(&public(&world)));
    insert(&mut world, "food", &["県内では、その再生品の設備を整えます。"]);
    assert!(codes_of(&world).is_empty(), "fourteen letters");
    insert(&mut world, "plan", &["県内では、及びその再生品の設備を整えます。"]);
    assert_eq!(codes_of(&world), BTreeSet::from(["investment-disclosed"]));
}

#[test]
fn templates_are_told_of_at_their_words() {
    for words in [
        "| 企業 | 売上高（億円） |\n| --- | ---: |\n| 水俣シトラス | 22.5 |",
        "{{ companies[1].short_name }}の域内取引額は、令和12年度に23億円です。",
        "- 阿蘇精密：賃上げ率 **3.8％**",
        "## 阿蘇精密の域内取引額は23億円",
    ] {
        let checked = public(&saying("template", words));
        let found = told(&checked);
        assert!(
            found
                .iter()
                .any(|it| it.starts_with(TEMPLATE) && it.contains("withheld-in-text")),
            "{words}: {found:#?}"
        );
        let line = text(&saying("template", words), TEMPLATE)
            .lines()
            .position(|it| it.contains("3億円") || it.contains("22.5") || it.contains("3.8"))
            .unwrap()
            + 1;
        assert!(
            found.iter().any(|it| it.starts_with(&format!("{TEMPLATE}:{line}:"))),
            "{words}: {found:#?}"
        );
    }
}

/// The published sample whose own typst file ends every page of a kind with words.
fn typesetting(words: &str) -> Memory {
    let mut world = published();
    let path = "plan-templates/cluster/headings.typ";
    replace(
        &mut world,
        path,
        "#let contents(it) = {",
        &format!("#let contents(it) = {{\n  block[{words}]"),
    );
    world
}

#[test]
fn words_of_typst_files_are_audited_where_the_pages_show_them() {
    let told_of = |world: &Memory| {
        let built = compile::build(world, Edition::Public, &|_| {});
        (told(&built), built.pages.is_some())
    };
    for (words, code) in [
        ("阿蘇精密の域内取引額は、令和12年度に23億円です。", "withheld-in-text"),
        (
            "阿蘇精密の域内取引額は、令和12年度に#text(weight: \"bold\")[23]億円です。",
            "withheld-in-text",
        ),
        (COPIED, "investment-disclosed"),
    ] {
        let (found, made) = told_of(&typesetting(words));
        assert!(!made && found.len() == 1, "{words}: {found:#?}");
        let at = "plan-templates/cluster/headings.typ:";
        assert!(found[0].starts_with(at) && found[0].contains(code), "{found:#?}");
    }
    // Other words, other looks.
    let (found, made) = told_of(&typesetting("目次のページです。重点支援企業は13社です。"));
    assert!(made && found.is_empty(), "{found:#?}");
    // A person answers for them as for those of any template, and is told where nothing is left to answer for.
    let words = "阿蘇精密の域内取引額は、令和12年度に23億円です。";
    let row = format!(
        "\n[[cleared]]\nkey = \"plan-templates/cluster/headings.typ\"\ntext = \"{words}\"\nreason = \"公表済み\"\n"
    );
    for (words, codes) in [(words, 0), ("目次", 1)] {
        let mut world = typesetting(words);
        let plan = format!("{}{row}", text(&world, "sources/plan.toml"));
        put(&mut world, "sources/plan.toml", plan);
        let built = compile::build(&world, Edition::Public, &|_| {});
        let unused = built.diagnostics.iter().filter(|it| it.code == Code::ClearedNothing);
        assert_eq!((unused.count(), built.pages.is_some()), (codes, true), "{words}");
    }
}

/// Strings that are none of a person's words.
const CHOICES: &[&str] = &[
    "kind",
    "stage",
    "unit",
    "scope",
    "provenance",
    "route",
    "classification",
    "status",
    "connector",
    "hub",
    "field_fit",
    "wording",
    "money_unit",
    "file",
    "field",
    "id",
    "basis",
];

/// The sample with words behind every text that a person wrote, or behind those of some keys: their files and keys.
fn marked(words: &dyn Fn(usize) -> String, only: Option<&BTreeSet<usize>>) -> (Memory, Vec<(String, usize)>) {
    let mut world = published();
    let mut marked = Vec::new();
    let mut count = 0;
    for path in crate::project::source_paths(&world) {
        let mut after = text(&world, &path).to_owned();
        for value in crate::project::values(&after.clone()).into_iter().rev() {
            let Some(own) = &value.text else { continue };
            let last = value.key.rsplit('.').next().unwrap();
            let japanese = own.chars().any(|it| matches!(it, 'ぁ'..='ん' | '一'..='龠'));
            let free = !(CHOICES.contains(&last)
                || last.contains('[')
                || value.key.contains("national_measures") && last == "measure");
            if !japanese || !free {
                continue;
            }
            count += 1;
            if only.is_none_or(|only| only.contains(&count)) {
                marked.push((path.clone(), count));
                let quoted = crate::project::quoted(&format!("{}{}", own.trim_end(), words(count)));
                after.replace_range(value.span.clone(), &quoted);
            }
        }
        put(&mut world, &path, after);
    }
    (world, marked)
}

#[test]
fn every_text_that_is_printed_is_searched_whatever_its_key() {
    let (world, all) = marked(&|count| format!("（印{count}。）"), None);
    let checked = compile::build(&world, Edition::Public, &|_| {});
    let errors: Vec<_> = checked
        .diagnostics
        .iter()
        .filter(|it| it.code.severity(Edition::Public) == Severity::Error)
        .collect();
    let pages = checked.pages.unwrap_or_else(|| panic!("{errors:#?}"));
    let mut printed = String::new();
    pages.document.each_text(&mut |text| printed.push_str(&text.text));
    let seen: BTreeSet<usize> = all
        .iter()
        .map(|it| it.1)
        .filter(|count| printed.contains(&format!("（印{count}。）")))
        .collect();
    assert!(seen.len() > 150, "{}", seen.len());
    let piece = "大津町の本社工場の隣接地に延べ約4,200平方メートル";
    let (world, planted) = marked(&|count| format!("印{count}{piece}"), Some(&seen));
    let checked = public(&world);
    let found: BTreeSet<(String, usize)> = checked
        .diagnostics
        .iter()
        .filter(|it| it.code == Code::InvestmentDisclosed)
        .map(|it| {
            let file = checked.sources.file(it.place.file);
            assert!(
                checked.sources.text(it.place).starts_with("大津町の本社"),
                "{}",
                it.message
            );
            let before = &file.text[..it.place.span.start];
            let mark = before.rsplit('印').next().unwrap();
            (file.path.to_string(), mark.parse().unwrap())
        })
        .collect();
    let missed: Vec<_> = planted.iter().filter(|it| !found.contains(it)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn generated_plans_are_told_of_little() {
    for (companies, seed) in [(56, 3), (200, 8)] {
        let size = Size {
            fields: 4,
            companies,
            seed,
        };
        let checked = public(&complete(size, companies / 4));
        let errors: Vec<String> = told(&checked);
        assert!(errors.len() <= 3, "{errors:#?}");
    }
}

#[test]
fn a_link_is_read_with_the_words_beside_it() {
    for (words, is_told) in [
        (
            "[阿蘇精密](https://example.jp/?sales=2300百万円&of=域内取引額)の資料",
            true,
        ),
        (
            "阿蘇精密の[域内取引額](https://example.jp/?v=23%E5%84%84%E5%86%86)を示します。",
            true,
        ),
        ("[阿蘇精密](https://example.jp/2300)の資料", false),
        ("[県の資料](https://example.jp/?sales=2300)を示します。", false),
    ] {
        let found = told(&public(&saying("template", words)));
        assert_eq!(!found.is_empty(), is_told, "{words}: {found:#?}");
    }
}

#[test]
fn a_unit_may_stand_anywhere_around_a_table_or_list() {
    let table = |head: &str, rows: &str| format!("| 企業 | {head} |\n| --- | ---: |\n{rows}");
    let row = "| 水俣シトラス | 2,250 |";
    let unit_row = format!("| （単位） | （百万円） |\n{row}");
    for words in [
        table("売上高 （百万円）", row),
        table("売上高", &unit_row),
        format!("単位は百万円です。\n\n{}", table("売上高", row)),
        format!("{}\n\n（単位：百万円）", table("売上高", row)),
        table("売上高", "| 水俣シトラス（百万円） | 2,250 |"),
        "| 企業 | 単位 | 売上高 |\n| --- | --- | ---: |\n| 水俣シトラス | 百万円 | 2,250 |".to_owned(),
        "単位は百万円です。\n\n- 水俣シトラスの売上高 2,250".to_owned(),
        "水俣シトラスの売上高は2,\n250百万円です。".to_owned(),
        "水俣シトラスの売上高は2,\\\n250百万円です。".to_owned(),
        "水俣シトラスの売上高は**22.5**億円です。".to_owned(),
    ] {
        let found = told(&public(&saying("template", &words)));
        assert!(
            found.iter().any(|it| it.contains("withheld-in-text")),
            "{words}: {found:#?}"
        );
    }
    for words in [
        table("訪問（回）", row),
        "単位は百万円です。\n\n- 県の予算 2,250".to_owned(),
        "単位は百万円です。\n\n- 水俣シトラスの売上高 2030年度".to_owned(),
    ] {
        let found = told(&public(&saying("template", &words)));
        assert!(found.is_empty(), "{words}: {found:#?}");
    }
}

#[test]
fn names_of_applicants_that_were_not_selected_are_told_where_they_stand_alone() {
    for (sentence, is_told) in [
        ("五ヶ瀬川工業は、部品の熱処理を担います。", true),
        ("県は、五ヶ瀬川工業などの企業を支えます。", true),
        ("肥後電装が治具を作ります。", true),
        ("五ヶ瀬川工業用水の水質を守ります。", false),
        ("新五ヶ瀬川工業団地に企業を集めます。", false),
        ("五ヶ瀬川の工業用水を使います。", false),
    ] {
        let world = saying("plan", sentence);
        let found = told(&public(&world));
        assert_eq!(!found.is_empty(), is_told, "{sentence}: {found:#?}");
        let mut cleared = world;
        if is_told {
            clear(&mut cleared, "plan#purpose", sentence);
            assert!(codes_of(&cleared).is_empty(), "{sentence}");
        }
    }
}

/// What is told of the sheet that 阿蘇精密 confirms.
fn of_sheet(world: &Memory) -> Vec<String> {
    told(&compile::check(world, Wanted::sheet_of("aso-seimitsu"), &|_| {}))
}

#[test]
fn a_sheet_to_confirm_tells_of_no_other_company() {
    assert!(of_sheet(&published()).is_empty() && of_sheet(&sample()).is_empty());
    for (sentence, code) in [
        ("水俣シトラスの売上高は22.5億円を見込みます。", Some("withheld-in-text")),
        (
            "工程水の8割を循環して使います。あさぎり町の本社工場に20,000リットルの発酵槽2基が入ります。",
            Some("investment-disclosed"),
        ),
        ("阿蘇精密は、令和12年度に域内取引額23億円を目指します。", None),
        (COPIED, None),
    ] {
        let found = of_sheet(&saying("public", sentence));
        let is_right = match code {
            Some(code) => found.iter().any(|it| it.contains(code)),
            None => found.is_empty(),
        };
        assert!(is_right, "{sentence}: {found:#?}");
    }
}

#[test]
fn a_caption_of_a_photo_excuses_no_number() {
    let mut world = saying(
        "field",
        "アリアケプロセスは、令和12年度に売上高27,000百万円を見込みます。",
    );
    let before = codes_of(&world);
    let path = "sources/companies/ariake-process.toml";
    let plain = text(&world, path).to_owned();
    assert!(plain.contains("basis = \"単体\""), "{plain}");
    put(
        &mut world,
        path,
        plain.replacen("basis = \"単体\"", "basis = \"単体（目標の27,000百万円を除く）\"", 1),
    );
    assert!(before.is_subset(&codes_of(&world)), "{before:?} {:?}", codes_of(&world));
}

/// A value in yen in every spelling: the number in a unit, and where the unit stands.
fn spellings(million: u32) -> Vec<String> {
    let wide = |text: &str| -> String {
        let wide = |it: char| match it {
            '0'..='9' => char::from_u32(u32::from(it) + 0xFEE0).unwrap(),
            other => other,
        };
        text.chars().map(wide).collect()
    };
    let kanji = |text: &str, digits: &str| -> String {
        let of = |it: char| {
            it.to_digit(10)
                .map_or(it, |it| digits.chars().nth(it as usize).unwrap())
        };
        text.chars().map(of).collect()
    };
    let bare = million.to_string();
    let grouped = format!("{},{:03}", million / 1000, million % 1000);
    let places: String = bare
        .chars()
        .zip(["千", "百", "十", ""])
        .filter(|(it, _)| *it != '0')
        .map(|(it, place)| format!("{it}{place}"))
        .collect();
    let written = [
        bare.clone(),
        grouped.clone(),
        wide(&grouped),
        wide(&bare),
        grouped.replace(',', "、"),
        grouped.replace(',', ", "),
        grouped.replace(',', "\u{2009}"),
        grouped.replace(',', ",\u{200B}"),
        kanji(&bare, "〇一二三四五六七八九"),
        kanji(&places, "〇一二三四五六七八九"),
        kanji(&places, "零壱弐参四五六七八九").replace('十', "拾"),
        places,
    ];
    let units: [&dyn Fn(&str) -> String; 9] = [
        &|it| format!("{it}百万円"),
        &|it| format!("{it} 百 万 円").replace("百 万", "百万"),
        &|it| format!("{it}百萬圓"),
        &|it| format!("{it}（百万円）"),
        &|it| format!("{it}（単位：百万円）"),
        &|it| format!("（単位：百万円）{it}"),
        &|it| format!("百万円単位で{it}"),
        &|it| format!("「{it}」百万円"),
        &|it| format!("¥{it} million"),
    ];
    let mut all: Vec<String> = units
        .iter()
        .flat_map(|unit| written.iter().map(|it| unit(it)))
        .collect();
    let billion = format!("{}.{:03}", million / 1000, million % 1000);
    all.extend([format!("JPY {billion} bn"), format!("{billion}十億円"), grouped]);
    all
}

#[test]
fn a_withheld_value_is_found_in_every_spelling_and_another_is_not() {
    // 水俣シトラス sells for 2,250 million yen in 2030.
    let planted = spellings(2250);
    let sentence = |it: &String| format!("水俣シトラスは、令和12年度に売上高{it}を見込みます。");
    let texts: Vec<String> = planted.iter().map(sentence).collect();
    let mut world = published();
    let path = insert(&mut world, "food", &texts.iter().map(|it| &**it).collect::<Vec<_>>());
    let found = told(&public(&world));
    let mut missed = Vec::new();
    for (index, line) in text(&world, path).lines().enumerate() {
        let start = format!("{path}:{}:", index + 1);
        let is_told = found
            .iter()
            .any(|it| it.starts_with(&start) && it.contains("withheld-in-text"));
        if texts.iter().any(|it| it == line) && !is_told {
            missed.push(line.to_owned());
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
    let others: Vec<String> = spellings(3719).iter().map(sentence).collect();
    let mut world = published();
    insert(&mut world, "food", &others.iter().map(|it| &**it).collect::<Vec<_>>());
    assert!(codes_of(&world).is_empty(), "{:#?}", told(&public(&world)));
}

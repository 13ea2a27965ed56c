//! Two versions side by side: what the later one withdrew is read nowhere, and every way out of a comparison is searched.

use crate::command_line::{Run, planc};
use crate::project::{Folder, published, put, replace, text};
use crate::{docx, pdf_reader};
use planc::world::Memory;

const COMPANY: &str = "sources/companies/aso-seimitsu.toml";
/// In the words for the public of the earlier version alone.
const WITHDRAWN: &str = "大型の真空部品へ品目を広げ";

/// The earlier version is the sample as it is published; in the later one a company takes back what it let the public read.
fn withdrawn() -> [Memory; 2] {
    let before = published();
    let mut after = before.clone();
    let own = text(&after, COMPANY);
    let start = own.find("[public.text]").unwrap();
    let end = own.find("[transactions]").unwrap();
    let own = format!("{}{}", &own[..start], &own[end..]);
    let own = own.replace(
        r#"sections = ["philosophy", "strategy", "vision", "sales", "photos"]"#,
        r#"sections = ["philosophy", "photos"]"#,
    );
    put(&mut after, COMPANY, own);
    [before, after]
}

/// Compares two versions in every format and style: how each run ended, and what people read of it.
fn compared([before, after]: &[Memory; 2], edition: &str) -> Vec<(Run, String)> {
    let folders = [before, after].map(Folder::of);
    let paths = folders.each_ref().map(|it| it.path().to_str().unwrap().to_owned());
    let run = |more: &[&str]| {
        let words = ["diff", &paths[0], &paths[1], "--edition", edition, "--replace"];
        planc(&folders[1], &[&words[..], more].concat())
    };
    let mut all = Vec::new();
    for format in ["text", "json"] {
        let run = run(&["--format", format]);
        let read = run.out.clone();
        all.push((run, read));
    }
    for (format, style) in [
        ("xlsx", "comparison"),
        ("docx", "comparison"),
        ("docx", "redline"),
        ("pdf", "comparison"),
        ("pdf", "redline"),
    ] {
        let file = folders[1].path().join(format!("{style}.{format}"));
        let run = run(&["--format", format, "--style", style, "-o", file.to_str().unwrap()]);
        let read = std::fs::read(&file).map_or_else(|_| String::new(), |bytes| read(&bytes, format));
        all.push((run, read));
    }
    all
}

fn read(bytes: &[u8], format: &str) -> String {
    match format {
        "pdf" => pdf_reader::lines(bytes).concat(),
        "docx" => docx::lines(bytes).concat(),
        _ => crate::workbook::parts(bytes).into_values().collect(),
    }
}

fn plain(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace()).collect()
}

#[test]
fn what_the_later_version_withdraws_is_read_nowhere() {
    let versions = withdrawn();
    let strategy = text(&versions[0], COMPANY);
    let original = strategy.split("strategy = \"\"\"\n").nth(1).unwrap_or_default();
    let original: String = original.lines().next().unwrap_or_default().chars().take(20).collect();
    for (run, read) in compared(&versions, "public") {
        assert_eq!(run.status, 0, "{}{}", run.out, run.error);
        let read = plain(&read);
        assert!(!read.contains(WITHDRAWN), "{read}");
        assert!(original.is_empty() || !read.contains(&original), "{read}");
        assert!(
            read.contains("非公表に変更") || read.contains("\"withdrawn\""),
            "{read}"
        );
    }
}

#[test]
fn what_is_published_from_now_on_is_told_without_the_other_side() {
    let [after, before] = withdrawn();
    for (run, read) in compared(&[before, after], "public") {
        assert_eq!(run.status, 0, "{}{}", run.out, run.error);
        assert!(read.contains("公表の開始") || read.contains("\"disclosed\""), "{read}");
    }
}

#[test]
fn a_company_that_left_is_counted_and_not_named() {
    let before = published();
    let mut after = before.clone();
    replace(&mut after, COMPANY, "status = \"selected\"", "status = \"withdrawn\"");
    replace(
        &mut after,
        "sources/support.toml",
        r#"applies_to = ["aso-seimitsu", "kikuchi-material"]"#,
        r#"applies_to = ["kikuchi-material"]"#,
    );
    let folders = [&before, &after].map(Folder::of);
    for format in ["text", "json"] {
        let (one, other) = (folders[0].path().to_str().unwrap(), folders[1].path().to_str().unwrap());
        let run = planc(
            &folders[1],
            &["diff", one, other, "--edition", "public", "--format", format],
        );
        assert_eq!(run.status, 0, "{}{}", run.out, run.error);
        assert!(
            !run.out.contains("阿蘇精密") && !run.out.contains("aso-seimitsu"),
            "{}",
            run.out
        );
        assert!(
            run.out.contains("企業 −1") || run.out.contains("\"companies_removed\": 1"),
            "{}",
            run.out
        );
    }
}

#[test]
fn totals_that_moved_are_told_where_what_moved_them_is_withheld() {
    let before = published();
    let mut after = before.clone();
    replace(&mut after, COMPANY, "value = 6_500", "value = 7_900");
    let folders = [&before, &after].map(Folder::of);
    let (one, other) = (folders[0].path().to_str().unwrap(), folders[1].path().to_str().unwrap());
    let run = planc(&folders[1], &["diff", one, other, "--edition", "public"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.error);
    assert!(
        run.out.contains("印刷する合計") && !run.out.contains("変更はありません"),
        "{}",
        run.out
    );
    assert!(!run.out.contains("阿蘇精密"), "{}", run.out);
}

#[test]
fn a_template_that_prints_a_withheld_number_leaves_by_no_comparison() {
    let before = published();
    let mut after = before.clone();
    let path = "plan-templates/cluster/01-purpose.md";
    let number = "8999900000078";
    let other = crate::project::source_paths(&after)
        .into_iter()
        .find(|it| it.starts_with("sources/companies/") && text(&after, it).contains("status = \"not-selected\""))
        .unwrap();
    let own = text(&after, &other)
        .lines()
        .find(|it| it.starts_with("corporate_number"))
        .unwrap();
    let own = own.split('"').nth(1).unwrap_or(number).to_owned();
    let planted = format!("{}\n\n参考：{own}\n", text(&after, path));
    put(&mut after, path, planted);
    for (run, read) in compared(&[before, after], "public").into_iter().skip(3) {
        assert_eq!(run.status, 1, "{}{}", run.out, run.error);
        assert!(run.error.contains("leak") && read.is_empty(), "{}", run.error);
    }
}

/// All companies of a field but one agree to publish their sales: the later total is printed coarsely, the earlier was not.
#[test]
fn what_both_totals_give_away_leaves_in_no_form() {
    let folder = Folder::empty();
    let (before, mut after) = (published(), published());
    for id in [
        "aso-seimitsu",
        "ariake-process",
        "kikuchi-material",
        "mashiki-testing",
        "shirakawa-electronics",
        "uki-controls",
    ] {
        let path = format!("sources/companies/{id}.toml");
        let source = text(&after, &path);
        let agreed = match (source.contains("\nsections = ["), source.contains("\"sales\"")) {
            (_, true) => continue,
            (true, false) => source.replacen("\nsections = [", "\nsections = [\"sales\", ", 1),
            (false, false) => format!("{source}\n[public]\nconfirmed = 2026-06-17\nsections = [\"sales\"]\n"),
        };
        put(&mut after, &path, agreed);
    }
    for (name, world) in [("before", &before), ("after", &after)] {
        for (path, bytes) in &world.files {
            folder.write(&format!("{name}/{path}"), bytes);
        }
    }
    for format in ["text", "json", "xlsx", "docx"] {
        let words = ["diff", "before", "after", "--edition", "public", "--format", format];
        let run = planc(&folder, &words);
        assert_eq!((run.status, run.out.as_str()), (1, ""), "{format}: {}", run.error);
        assert!(run.error.contains("derivable"), "{format}: {}", run.error);
    }
}

/// A pair of versions in a folder, `before` and `after`.
fn pair(before: &Memory, after: &Memory) -> Folder {
    let folder = Folder::empty();
    for (name, world) in [("before", before), ("after", after)] {
        for (path, bytes) in &world.files {
            folder.write(&format!("{name}/{path}"), bytes);
        }
    }
    folder
}

const FORMATS: [&str; 5] = ["text", "json", "xlsx", "docx", "pdf"];

/// Compares in every format; none leaves, and each says why.
fn refused(folder: &Folder, code: &str) {
    for format in FORMATS {
        let words = ["diff", "before", "after", "--edition", "public", "--format", format];
        let run = planc(folder, &words);
        assert_eq!((run.status, run.out.as_str()), (1, ""), "{format}: {}", run.error);
        assert!(run.error.contains(code), "{format}: {}", run.error);
    }
}

/// What a company builds, told in its words for the public.
const ANNOUNCED: &str = "約28億円で第三工場を新設します。";

fn announcing(mut world: Memory) -> Memory {
    let own = text(&world, COMPANY);
    let own = own.replacen("business = \"", &format!("business = \"{ANNOUNCED}"), 1);
    put(&mut world, COMPANY, own);
    world
}

#[test]
fn what_a_text_of_either_version_tells_of_an_investment_leaves_in_no_form() {
    refused(&pair(&announcing(published()), &published()), "修正前の版について");
    refused(&pair(&published(), &announcing(published())), "investment-disclosed");
    // Who writes the later version answers for both.
    let mut cleared = announcing(published());
    let rows = format!(
        "\n[[cleared]]\nkey = \"companies/aso-seimitsu#business\"\ntext = \"{ANNOUNCED}\"\nreason = \"公表済み\"\n"
    );
    let plan = text(&cleared, "sources/plan.toml").to_owned() + &rows;
    put(&mut cleared, "sources/plan.toml", plan);
    let folder = pair(&announcing(published()), &cleared);
    let run = planc(&folder, &["diff", "before", "after", "--edition", "public"]);
    assert_eq!(run.status, 0, "{}", run.error);
}

#[test]
fn the_words_around_a_comparison_table_are_audited_too() {
    let path = "plan-templates/cluster/comparison.toml";
    let mut after = published();
    let told = "阿蘇精密の令和12年度の売上額は6,500百万円です。";
    let own = text(&after, path).replacen("note = \"下線部分は修正箇所\"", &format!("note = \"{told}\""), 1);
    put(&mut after, path, own);
    replace(&mut after, COMPANY, "value = 6_500", "value = 6_501");
    let own = text(&after, path).replace("6,500", "6,501");
    put(&mut after, path, own);
    let folder = pair(&published(), &after);
    for (style, status) in [("comparison", 1), ("redline", 0)] {
        let words = [
            "diff",
            "before",
            "after",
            "--edition",
            "public",
            "--format",
            "docx",
            "--style",
            style,
        ];
        let run = planc(&folder, &words);
        assert_eq!(run.status, status, "{style}: {}", run.error);
        assert_eq!(run.error.contains("comparison.toml"), status == 1, "{}", run.error);
    }
}

#[test]
fn what_readers_nearly_know_is_told_beside_the_answer() {
    let folder = pair(&published(), &published());
    for format in ["text", "json", "docx"] {
        let words = ["diff", "before", "after", "--edition", "public", "--format", format];
        let run = planc(&folder, &words);
        assert_eq!(run.status, 0, "{}", run.error);
        assert_eq!(run.error.matches("nearly-derivable").count(), 1, "{}", run.error);
    }
    let words = [
        "diff",
        "before",
        "after",
        "--edition",
        "public",
        "--message-format",
        "json",
    ];
    let run = planc(&folder, &words);
    assert!(run.error.contains("\"code\":\"nearly-derivable\""), "{}", run.error);
    let run = planc(&folder, &["diff", "before", "after"]);
    assert_eq!((run.status, run.error.as_str()), (0, ""));
}

/// Two editions before either version differ by one company.
#[test]
fn what_earlier_editions_printed_is_known_to_the_readers_of_a_comparison() {
    let mut lacking = published();
    let path = "sources/companies/uki-controls.toml";
    replace(&mut lacking, path, "status = \"selected\"", "status = \"applied\"");
    let records =
        [(&lacking, "1"), (&published(), "2")].map(|(world, label)| crate::pairs::printed(world, label).text());
    for side in 0..2 {
        let mut worlds = [published(), published()];
        for (index, record) in records.iter().enumerate() {
            put(
                &mut worlds[side],
                &format!("versions/{index}.printed.json"),
                record.clone(),
            );
        }
        refused(&pair(&worlds[0], &worlds[1]), "derivable");
    }
    let mut broken = published();
    put(&mut broken, "versions/1.printed.json", "{}");
    let run = planc(
        &pair(&published(), &broken),
        &["diff", "before", "after", "--edition", "public"],
    );
    assert_eq!(run.status, 3, "{}", run.error);
}

/// A company whose file, targets or number went is the difference of the totals, and prints in neither.
#[test]
fn a_company_that_went_with_its_values_is_no_difference_of_totals() {
    let number = |world: &Memory| {
        let own = text(world, COMPANY)
            .lines()
            .find(|it| it.starts_with("corporate_number"));
        own.unwrap().to_owned()
    };
    let mut gone = published();
    gone.files.remove(COMPANY);
    let mut emptied = published();
    let own = text(&emptied, COMPANY).replace("status = \"selected\"", "status = \"withdrawn\"");
    put(&mut emptied, COMPANY, own[..own.find("[kpi.").unwrap()].to_owned());
    let mut renumbered = published();
    let own = number(&renumbered);
    let other = format!("corporate_number = \"{}\"", crate::generated::corporate_number(77));
    replace(&mut renumbered, COMPANY, &own, &other);
    replace(
        &mut renumbered,
        COMPANY,
        "status = \"selected\"",
        "status = \"withdrawn\"",
    );
    for after in [&mut gone, &mut emptied, &mut renumbered] {
        replace(
            after,
            "sources/support.toml",
            r#"applies_to = ["aso-seimitsu", "kikuchi-material"]"#,
            r#"applies_to = ["kikuchi-material"]"#,
        );
        let before = published();
        let compared = planc::compile::compare([&before, after], planc::diagnostic::Edition::Public);
        let compared = compared.unwrap_or_else(|faulty| panic!("{:#?}", faulty[0].diagnostics));
        let totals = &compared.comparison.totals;
        let of_2030 = |it: &&planc::diff::plan::TotalChange| it.name.ends_with("internal_transactions.2030");
        let of_field = totals
            .iter()
            .filter(of_2030)
            .find(|it| it.name.contains("semiconductor"))
            .unwrap();
        assert!(
            of_field.before.starts_with('約') || of_field.before == "X",
            "{of_field:?}"
        );
    }
}

/// A file that sets pages can add words to each, which stand in no document.
#[test]
fn no_comparison_for_everybody_is_set_by_the_projects_own_typst_files() {
    let mut with_words = published();
    let (from, to) = (
        "#let chapter(body) = ",
        "#let chapter(body) = block[目標は23億円です。] + ",
    );
    replace(&mut with_words, "plan-templates/cluster/headings.typ", from, to);
    let versions = [published(), with_words];
    let set = |edition| {
        let all = compared(&versions, edition);
        all.iter()
            .filter(|(_, read)| plain(read).contains("目標は23億円です"))
            .count()
    };
    // The nation's readers see the pages that the project sets.
    assert_eq!((set("public"), set("draft")), (0, 2));
}

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

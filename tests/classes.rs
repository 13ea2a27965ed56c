//! The first net: every string of a document has a class, and none above that of the edition reaches a file or a terminal.

use crate::command_line::planc;
use crate::project::{Folder, files, july, published, put, replace, sample, text};
use crate::workbook::{Held, cells, parts};
use planc::compile::{self, Format, Wanted};
use planc::diagnostic::{Code, Edition};
use planc::document::text::lines;
use planc::document::{Block, Chart, Class, Document, Text};
use planc::world::Memory;
use std::collections::BTreeSet;

fn pages(world: &Memory, wanted: impl Into<Wanted>) -> compile::Pages {
    let checked = compile::build(world, wanted, &|_| {});
    let told = crate::project::said(&checked.diagnostics, &checked.sources);
    checked.pages.unwrap_or_else(|| panic!("{told:#?}"))
}

type Visit<'v> = &'v mut dyn FnMut(&'static str, &mut Text);

/// Every string of a document that is no running text, with its kind.
fn each_label(document: &mut Document, visit: Visit<'_>) {
    visit("title", &mut document.title);
    visit("author", &mut document.author);
    visit("file name", &mut document.file_name);
    visit("head, left", &mut document.head.left);
    visit("head, centre", &mut document.head.centre);
    visit("head, right", &mut document.head.right);
    document.watermark.iter_mut().for_each(|it| visit("watermark", it));
    for section in &mut document.sections {
        blocks(&mut section.blocks, visit);
    }
}

fn blocks(all: &mut [Block], visit: Visit<'_>) {
    for block in all {
        match block {
            Block::Contents(contents) => visit("contents", &mut contents.title),
            Block::Figure(figure) => {
                visit("alternative of a chart", &mut figure.alternative);
                figure.caption.unit.iter_mut().for_each(|it| visit("unit", it));
                chart(&mut figure.chart, visit);
            }
            Block::Picture(picture) => visit("alternative of a picture", &mut picture.alternative),
            Block::Beside(beside) => {
                blocks(&mut beside.left, visit);
                blocks(&mut beside.right, visit);
            }
            _ => {}
        }
    }
}

fn chart(chart: &mut Chart, visit: Visit<'_>) {
    match chart {
        Chart::Bars(chart) => {
            chart.series.iter_mut().for_each(|it| visit("series", &mut it.name));
            chart.ticks.iter_mut().for_each(|(_, it)| visit("tick", it));
            for group in &mut chart.groups {
                group.label.iter_mut().for_each(|it| visit("group", it));
                let bars = group.bars.iter_mut().flatten();
                bars.for_each(|it| visit("bar", &mut it.label));
            }
        }
        Chart::Scatter(chart) => {
            visit("axis across", &mut chart.x_title);
            visit("axis upwards", &mut chart.y_title);
            chart.points.iter_mut().for_each(|it| visit("point", &mut it.label));
        }
    }
}

#[test]
fn a_label_above_the_class_of_its_document_is_refused() {
    let document = pages(&sample(), Edition::Draft).document;
    document.disclosable().unwrap();
    let mut kinds = BTreeSet::new();
    each_label(&mut document.clone(), &mut |kind, _| {
        kinds.insert(kind);
    });
    assert_eq!(kinds.len(), 18, "{kinds:?}");
    for kind in kinds {
        let mut changed = document.clone();
        let mut raised = false;
        each_label(&mut changed, &mut |other, text| {
            if other == kind && !raised {
                text.class = Class::Internal;
                raised = true;
            }
        });
        let error = changed.disclosable().err().unwrap_or_else(|| panic!("{kind}"));
        assert_eq!(error.texts.len(), 1, "{kind}");
    }
}

#[test]
fn what_is_made_of_texts_is_as_strict_as_the_strictest() {
    let path = "a.md".into();
    let words = Text::template("甲", &path);
    let secret = Text {
        class: Class::Nation,
        ..words.clone()
    };
    assert_eq!(Text::made_of("甲乙", &path, [&words, &secret]).class, Class::Nation);
    assert_eq!(
        Text::made_of("甲乙", &path, [&words, &words]),
        Text::template("甲乙", &path)
    );
    let document = pages(&sample(), Edition::Draft).document;
    let charts = document.sections.iter().flat_map(|it| &it.blocks);
    let charts = charts.filter_map(|block| match block {
        Block::Figure(figure) => Some(figure),
        _ => None,
    });
    for figure in charts {
        let strictest = figure.chart.texts().into_iter().map(|it| it.class).max();
        // Of a point the degrees themselves are read there, which are drawn only.
        assert!(
            Some(figure.alternative.class) >= strictest,
            "{}",
            figure.alternative.text
        );
    }
}

/// Why the prefecture hesitates: class I.
const DOUBT: &str = "財務の健全性に疑義があり精査中";

/// A plan in which the prefecture has not made up its mind about a company, and every template prints what is awaited.
fn doubting(mut world: Memory, template: &str) -> Memory {
    let path = "sources/companies/aso-seimitsu.toml";
    let before = text(&world, path).to_owned();
    let comment = before.lines().find(|line| line.starts_with("comment = ")).unwrap();
    replace(
        &mut world,
        path,
        comment,
        &format!("comment = {{ pending = \"{DOUBT}\" }}"),
    );
    let more = format!("{}\n\n{{{{ pending_table() }}}}\n", text(&world, template));
    put(&mut world, template, more);
    world
}

#[test]
fn the_prefectures_doubts_reach_drafts_alone() {
    let own = "plan-templates/cluster/company/04-confirmation.md";
    let sheet = compile::build(&doubting(sample(), own), Wanted::sheet_of("aso-seimitsu"), &|_| {});
    let last = "plan-templates/cluster/10-schedule.md";
    let draft = compile::build(&doubting(sample(), last), Edition::Draft, &|_| {});
    let public = compile::build(&doubting(published(), last), Edition::Public, &|_| {});
    let r#final = compile::build(&doubting(july(), last), Edition::Final, &|_| {});
    for (checked, told) in [(sheet, false), (draft, true), (public, false), (r#final, false)] {
        // An edition may refuse the list altogether; what it makes says nothing.
        let Some(pages) = checked.pages else { continue };
        assert_eq!(lines(&pages.document).join("\n").contains(DOUBT), told);
        assert!(compile::write(&pages, &[Format::Docx, Format::Pdf, Format::Xlsx]).is_ok());
    }
}

#[test]
fn a_text_above_the_class_is_a_leak_at_its_place() {
    let mut world = published();
    let path = "plan-templates/cluster/01-purpose.md";
    let planted = format!("{}\n\n{{{{ \"甲\" ~ \"乙\" }}}}\n", text(&world, path));
    put(&mut world, path, planted);
    let mut pages = pages(&world, Edition::Public);
    pages.document.head.right.class = Class::Nation;
    let error = compile::write(&pages, &[Format::Docx]).err();
    let Some(planc::write::WriteError::Leaks(found)) = error else {
        panic!("{error:?}")
    };
    assert!(
        found
            .iter()
            .all(|it| it.code == Code::Leak && it.message.contains("この版では示せない値"))
    );
}

/// A plan in which two companies are a field of their own.
fn with_a_small_field(mut world: Memory) -> Memory {
    let field = text(&world, "sources/fields/semiconductor.toml")
        .replace("order = 1", "order = 3")
        .replacen("name = \"", "name = \"新", 1);
    put(&mut world, "sources/fields/third.toml", field);
    for id in ["aso-seimitsu", "uki-controls"] {
        let path = format!("sources/companies/{id}.toml");
        replace(&mut world, &path, "field = \"semiconductor\"", "field = \"third\"");
    }
    world
}

#[test]
fn x_is_explained_where_it_is_printed_and_stands_in_no_sentence() {
    let public = pages(&with_a_small_field(published()), Edition::Public);
    let mut tables = 0;
    for block in public.document.sections.iter().flat_map(|it| &it.blocks) {
        let notes = |notes: &[planc::document::Paragraph]| {
            let notes = notes.iter().map(|it| planc::document::text::plain(&it.content));
            notes.collect::<Vec<String>>()
        };
        match block {
            Block::Table(table) => {
                let cells = table
                    .body
                    .iter()
                    .flat_map(|row| &row.cells)
                    .flat_map(|it| &it.paragraphs);
                let prints = cells.map(|it| planc::document::text::plain(it)).any(|it| it == "X");
                let notes = notes(&table.notes);
                let explained = notes.iter().filter(|it| it.contains("「X」は、")).count();
                assert_eq!(explained, usize::from(prints), "{notes:?}");
                let numbered = notes.iter().filter(|it| it.starts_with("（注")).count();
                assert!(numbered < 2 || notes[0].starts_with("（注1）"), "{notes:?}");
                tables += explained;
            }
            Block::Figure(figure) => {
                assert!(!figure.alternative.text.contains('X'), "{}", figure.alternative.text);
                let notes = notes(&figure.notes).join("\n");
                assert!(notes.contains("図に示していません"), "{notes}");
            }
            Block::Paragraph(it) => {
                let words = planc::document::text::plain(&it.content);
                assert!(!words.contains('X'), "{words}");
            }
            _ => {}
        }
    }
    assert!(tables >= 3, "{tables}");
    // Where nothing is withheld, nothing is explained.
    let whole = lines(&pages(&published(), Edition::Public).document).join("\n");
    assert!(!whole.contains("「X」は、") && whole.contains("直近の決算期の"));
}

#[test]
fn a_plan_of_two_companies_says_no_x_in_its_sentences() {
    let mut world = published();
    for path in crate::project::source_paths(&world) {
        let keep = ["kikuchi-material", "amakusa-foods"].iter().any(|it| path.contains(it));
        if path.starts_with("sources/companies/") && !keep {
            let before = text(&world, &path).to_owned();
            let after = before.replace("status = \"selected\"", "status = \"withdrawn\"");
            put(&mut world, &path, after);
        }
    }
    let wish = "\"aso-seimitsu\", \"kikuchi-material\"";
    replace(&mut world, "sources/support.toml", wish, "\"kikuchi-material\"");
    let checked = compile::build(&world, Edition::Public, &|_| {});
    let Some(pages) = checked.pages else {
        let told = crate::project::said(&checked.diagnostics, &checked.sources);
        panic!("{told:#?}")
    };
    let lines = lines(&pages.document);
    let sentences = lines
        .iter()
        .filter(|line| line.contains('X') && *line != "X" && !line.contains("「X」は、"));
    assert_eq!(sentences.count(), 0);
    assert!(
        lines
            .iter()
            .any(|line| line.contains("社の目標値は、次の表のとおりです。"))
    );
}

#[test]
fn templates_ask_whether_a_figure_is_withheld() {
    let path = "plan-templates/cluster/01-purpose.md";
    let asked = "\n\n{% if figure(\"fields.third.sales.2030\") is withheld %}伏せた値{% else %}示した値{% endif %}\n";
    for (edition, said) in [(Edition::Public, "伏せた値"), (Edition::Final, "示した値")] {
        let mut world = with_a_small_field(published());
        let more = text(&world, path).to_owned() + asked;
        put(&mut world, path, more);
        let document = pages(&world, edition).document;
        assert!(lines(&document).iter().any(|line| line == said), "{said}");
    }
    let mut world = sample();
    let more = text(&world, path).to_owned() + "\n\n{% if plan.title is withheld %}甲{% endif %}\n";
    put(&mut world, path, more);
    let told = compile::build(&world, Edition::Draft, &|_| {}).diagnostics;
    assert!(told.iter().any(|it| it.message.contains("is withheld")), "{told:?}");
}

/// The values, and results of formulas, of all cells of a workbook.
fn numbers(xlsx: &[u8]) -> Vec<f64> {
    let book = parts(xlsx);
    let sheets = (1..=3).flat_map(|sheet| cells(&book, sheet).into_values());
    sheets
        .filter_map(|held| match held {
            Held::Number(number) => Some(number),
            Held::Formula(_, result) => result.parse().ok(),
            Held::Text(_) => None,
        })
        .collect()
}

/// Digits of a number in its shortest spelling, trailing zeros aside.
fn digits(number: f64) -> usize {
    let spelt = number.abs().to_string();
    spelt
        .trim_end_matches(".0")
        .trim_start_matches(['0', '.'])
        .replace('.', "")
        .trim_end_matches('0')
        .len()
}

#[test]
fn a_public_file_carries_no_digit_that_is_not_printed() {
    let world = published();
    let public = pages(&world, Edition::Public);
    let exact = {
        let (plan, _) = planc::plan::load(&world);
        planc::edition::view(&plan, Edition::Final).figures().clone()
    };
    let unrounded: Vec<f64> = exact
        .all()
        .iter()
        .filter(|it| it.is_derived())
        .filter_map(|it| it.value.as_ref().map(planc::figures::Fraction::approximate))
        .flat_map(|it| [it, it * 100.0])
        .filter(|it| digits(*it) > 6)
        .collect();
    assert!(unrounded.len() > 20);
    let near = |number: f64| unrounded.iter().any(|it| ((it - number) / it).abs() < 1e-9);
    for (name, bytes) in files(compile::write(&public, &[Format::Xlsx]).unwrap()) {
        let found: Vec<f64> = numbers(&bytes).into_iter().filter(|it| near(*it)).collect();
        assert_eq!(found, Vec::<f64>::new(), "{name}");
    }
    // Charts are drawn from the labels, in every edition.
    for wanted in [Edition::Draft, Edition::Public] {
        let world = if wanted == Edition::Draft {
            sample()
        } else {
            published()
        };
        let document = pages(&world, wanted).document;
        for block in document.sections.iter().flat_map(|it| &it.blocks) {
            match block {
                Block::Figure(it) => drawn(&it.chart),
                _ => continue,
            }
        }
    }
}

fn drawn(chart: &Chart) {
    match chart {
        Chart::Bars(chart) => {
            for bar in chart.groups.iter().flat_map(|it| &it.bars).flatten() {
                let printed: f64 = bar
                    .label
                    .text
                    .replace(',', "")
                    .replace('△', "-")
                    .replace('約', "")
                    .parse()
                    .unwrap();
                assert!((bar.value - printed).abs() < 1e-9, "{} {}", bar.value, bar.label.text);
            }
        }
        Chart::Scatter(chart) => {
            for (x, y) in chart.points.iter().map(|it| (it.x, it.y)) {
                assert!(x.to_string().len() <= 5 && y.to_string().len() <= 5, "{x} {y}");
            }
        }
    }
}

#[test]
fn the_public_gets_evidence_only_where_it_is_asked_for() {
    let folder = Folder::of(&published());
    let run = planc(&folder, &["build", "--edition", "public"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.error);
    let names = |folder: &Folder| folder.files("output/public").into_keys().collect::<Vec<_>>();
    assert!(
        names(&folder).iter().all(|it| !it.ends_with(".xlsx")),
        "{:?}",
        names(&folder)
    );
    let run = planc(&folder, &["build", "--edition", "public", "--format", "xlsx"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.error);
    let files = folder.files("output/public");
    let (_, book) = files.iter().find(|(name, _)| name.ends_with(".xlsx")).unwrap();
    let words = parts(book).into_values().collect::<String>();
    assert!(words.contains("内訳は公表していません"));
}

/// Characters that command a terminal, turn what follows round, or hide.
const STEERING: [&str; 6] = ["\u{1B}[2J", "\u{9B}31m", "\u{202E}", "\u{200B}", "\u{2066}", "\u{7F}"];

fn steers(text: &str) -> bool {
    let mut shown = text.chars().filter(|it| *it != '\n');
    shown.any(planc::diagnostic::render::steers)
}

#[test]
fn nothing_from_outside_commands_the_terminal() {
    let folder = Folder::of(&sample());
    for (index, steering) in STEERING.iter().enumerate() {
        let name = format!("甲{steering}乙.txt");
        let zip = crate::verify::packed(&vec![(name, b"1".to_vec())]);
        let file = format!("{index}.zip");
        folder.write(&file, &zip);
        for words in [vec!["verify", &file], vec!["verify", &file, "--message-format", "json"]] {
            let run = planc(&folder, &words);
            assert_ne!(run.status, 0);
            assert!(!steers(&run.out) && !steers(&run.error), "{:?}{:?}", run.out, run.error);
        }
    }
    let mut world = sample();
    let path = "sources/companies/aso-seimitsu.toml";
    let before = text(&world, path)
        .lines()
        .find(|it| it.starts_with("short_name"))
        .unwrap()
        .to_owned();
    let hostile = "short_name = \"阿蘇\\u001b[2J\\u009b31m\\u202e\\u200b精密\"";
    replace(&mut world, path, &before, hostile);
    let folder = Folder::of(&world);
    for words in [
        vec!["check"],
        vec!["status"],
        vec!["screen"],
        vec!["figures"],
        vec!["build"],
        vec!["check", "--color", "always"],
    ] {
        let run = planc(&folder, &words);
        // In colours the renderer's own sequences stay.
        let own = |text: &str| match words.contains(&"always") {
            true => text.replace('\u{1B}', ""),
            false => text.to_owned(),
        };
        assert!(!run.out.contains("\u{1B}[2J") && !run.error.contains("\u{1B}[2J"));
        assert!(
            !steers(&own(&run.out)) && !steers(&own(&run.error)),
            "{words:?} {:?}",
            run.out
        );
    }
}

//! Editions: what each needs, what each shows, what is printed of small groups (before-publication among its refusals).

use crate::project::{Folder, july, place, published, put, replace, sample, text};
use planc::compile::{self, Checked, Wanted};
use planc::diagnostic::{Edition, any_error};
use planc::document::text::lines;
use planc::edition::Purpose;
use planc::world::Memory;

fn built(world: &Memory, wanted: impl Into<Wanted>) -> Checked {
    compile::build(world, wanted, &|_| {})
}

/// All words of a built edition.
fn printed(checked: &Checked) -> String {
    let told: Vec<String> = checked
        .diagnostics
        .iter()
        .map(|it| place(it, &checked.sources))
        .collect();
    let pages = checked.pages.as_ref().unwrap_or_else(|| panic!("{told:#?}"));
    lines(&pages.document).join("\n")
}

fn errors(checked: &Checked, edition: Edition) -> Vec<String> {
    let of = |it: &&planc::diagnostic::Diagnostic| it.code.severity(edition) == planc::diagnostic::Severity::Error;
    checked
        .diagnostics
        .iter()
        .filter(of)
        .map(|it| place(it, &checked.sources))
        .collect()
}

fn rehearsal() -> Wanted {
    Wanted {
        purpose: Purpose::Rehearsal,
        ..Wanted::from(Edition::Public)
    }
}

#[test]
fn the_sample_of_june_is_no_final_edition_that_of_july_is() {
    let june = built(&sample(), Edition::Final);
    assert!(june.pages.is_none() && any_error(&june.diagnostics, Edition::Final));
    let text = printed(&built(&july(), Edition::Final));
    assert!(!text.contains("【調整中】") && !text.contains("未確定事項一覧"));
    assert!(text.contains("投資の具体像") && text.contains("要件適合表"));
}

#[test]
fn the_public_edition_waits_for_the_nation_and_a_rehearsal_says_so_on_every_page() {
    assert_eq!(
        errors(&built(&july(), Edition::Public), Edition::Public),
        [
            "sources/plan.toml:54:8 pending-value",
            "sources/plan.toml:105:10 before-publication"
        ]
        .map(str::to_owned)
    );
    let rehearsed = built(&july(), rehearsal());
    let document = &rehearsed.pages.as_ref().unwrap().document;
    assert_eq!(document.watermark.as_ref().map(|it| &*it.text), Some("公表前"));
    assert_eq!(&*document.head.centre.text, "【公表前】");
    let public = built(&published(), Edition::Public);
    let document = &public.pages.as_ref().unwrap().document;
    assert_eq!(
        (
            document.watermark.as_ref().map(|it| &*it.text),
            &*document.head.centre.text
        ),
        (None, "")
    );
}

#[test]
fn what_was_not_agreed_is_not_in_the_public_edition() {
    let world = published();
    let public = printed(&built(&world, Edition::Public));
    for absent in [
        "投資の具体像",
        "選定理由",
        "算定根拠",
        "コネクター度（県算定）",
        "次の要望がありました",
        "大字杉水",
    ] {
        assert!(!public.contains(absent), "{absent}");
    }
    // Agreed: the philosophy, in the form's words; the strategy, in words of its own.
    let company = text(&world, "sources/companies/aso-seimitsu.toml");
    assert!(company.contains("[public.text]") && public.contains("企業理念"));
}

#[test]
fn a_company_that_has_not_confirmed_its_sheet_shows_the_public_keys_alone() {
    let mut world = published();
    let path = "sources/companies/aso-seimitsu.toml";
    let agreed = text(&world, path)
        .split("[public]")
        .nth(1)
        .unwrap()
        .lines()
        .nth(1)
        .unwrap()
        .to_owned();
    assert!(agreed.starts_with("confirmed = "));
    replace(
        &mut world,
        path,
        &format!("[public]\n{agreed}"),
        "[public]\nconfirmed = { pending = \"照会中\" }",
    );
    let (before, after) = (
        printed(&built(&published(), Edition::Public)),
        printed(&built(&world, Edition::Public)),
    );
    assert!(before.matches("企業理念").count() == after.matches("企業理念").count() + 1);
}

#[test]
fn a_field_of_two_companies_prints_no_total_nor_does_the_one_that_would_tell_it() {
    let mut world = published();
    // Two of the companies become a field of their own.
    let field = text(&world, "sources/fields/semiconductor.toml")
        .replace("order = 1", "order = 3")
        .replacen("name = \"", "name = \"新", 1);
    put(&mut world, "sources/fields/third.toml", field);
    for id in ["aso-seimitsu", "uki-controls"] {
        replace(
            &mut world,
            &format!("sources/companies/{id}.toml"),
            "field = \"semiconductor\"",
            "field = \"third\"",
        );
    }
    let checked = built(&world, Edition::Public);
    let text = printed(&checked);
    let rows = text.lines().filter(|line| line.contains("X")).count();
    assert!(rows > 0, "{text}");
    assert!(!text.contains("調整中"), "what is not shown is not awaited");
    let (plan, _) = planc::plan::load(&world);
    let figures = planc::edition::view(&plan, Edition::Public).figures().clone();
    let hidden = |id: &str| {
        figures.fields[id]
            .values()
            .all(|trend| trend.figures().all(|it| it.withheld && it.value.is_none()))
    };
    let shown = figures.fields.keys().filter(|id| !hidden(id)).count();
    assert!(hidden("third") && shown == 1, "{:?}", figures.fields.keys());
    assert!(
        figures
            .plan
            .values()
            .flat_map(|trend| trend.figures())
            .all(|it| it.value.is_some())
    );
    assert!(figures.companies.is_empty() && figures.degrees.is_empty());
}

#[test]
fn a_companys_sheet_speaks_of_no_other_company() {
    let world = sample();
    let (plan, _) = planc::plan::load(&world);
    let own = printed(&built(&world, Wanted::sheet_of("aso-seimitsu")));
    assert!(own.contains("投資の具体像【非公表】") && own.contains("確認書"));
    for company in plan.companies.iter().filter(|company| &*company.id != "aso-seimitsu") {
        for name in [&company.name, &company.short_name] {
            let name = &name.get().unwrap().0;
            assert!(!own.contains(&**name), "{name}");
        }
    }
    let folder = Folder::of(&world);
    let run = |id: &str| crate::command_line::planc(&folder, &["build", "--company", id]);
    assert_eq!(run("higo-densoh").status, 2);
    assert_eq!(run("aso-seimitu").status, 2);
    assert!(run("aso-seimitu").error.contains("aso-seimitsu"));
    assert!(folder.files("output").is_empty());
    assert_eq!(run("aso-seimitsu").status, 0);
    assert_eq!(folder.files("output/company/aso-seimitsu").len(), 2);
}

#[test]
fn a_project_may_show_less_never_more() {
    let mut world = published();
    let narrowed = "\n[[classes]]\nkey = \"companies.website\"\nclass = \"N\"\n";
    let plan = text(&world, "sources/plan.toml").to_owned() + narrowed;
    put(&mut world, "sources/plan.toml", plan);
    let (before, after) = (
        printed(&built(&published(), Edition::Public)),
        printed(&built(&world, Edition::Public)),
    );
    assert!(before.contains("https://") && !after.contains("https://"));
    assert!(printed(&built(&world, Edition::Final)).contains("https://"));
}

//! The screening of applicants: ranks, conditions and words against an independent reckoning, contracts, files.

use crate::command_line::planc;
use crate::project::{Folder, ROOT, put, quoted, replace, sample, text};
use crate::workbook::{Held, cells, parts};
use planc::compile;
use planc::figures::Measure;
use planc::plan::load;
use planc::screen::{Screening, screen};
use planc::world::Memory;
use planc::write::screening;
use proptest::prelude::*;
use serde_json::Value;
use std::path::Path;

/// An applicant as a test makes it; amounts in thousands of yen, `None` pending.
#[derive(Clone, Debug)]
struct Made {
    field: usize,
    status: &'static str,
    sales: u64,
    external: Option<u64>,
    business: Option<Option<u64>>,
    purchases: u64,
    internal: Option<u64>,
    employees: u32,
    consent: bool,
    minutes_late: i32,
}

fn made() -> impl Strategy<Value = Made> {
    let status = prop_oneof![
        Just("applied"),
        Just("selected"),
        Just("not-selected"),
        Just("withdrawn")
    ];
    let amount = || prop_oneof![4 => 0_u64..40, 1 => 0_u64..9_000_000_000];
    let maybe = move || prop_oneof![5 => amount().prop_map(Some), 1 => Just(None)];
    let business = prop_oneof![3 => Just(None), 1 => maybe().prop_map(Some)];
    (
        (0..2_usize, status, amount(), maybe(), business),
        (amount(), maybe(), 1_990_u32..2_010, any::<bool>(), -2..3_i32),
    )
        .prop_map(|((field, status, sales, external, business), rest)| {
            let (purchases, internal, employees, consent, minutes_late) = rest;
            Made {
                field,
                status,
                sales,
                external,
                business,
                purchases,
                internal,
                employees,
                consent,
                minutes_late,
            }
        })
}

fn number(value: Option<u64>) -> String {
    value.map_or_else(|| "{ pending = \"照会中\" }".to_owned(), |value| value.to_string())
}

impl Made {
    fn toml(&self, name: &str) -> String {
        let minute = 30 + self.minutes_late;
        let business = self
            .business
            .map_or_else(String::new, |it| format!("business_sales = {}\n", number(it)));
        let received = if minute < 30 {
            format!("11:{:02}:00", minute + 30)
        } else {
            format!("12:{:02}:00", minute - 30)
        };
        format!(
            "name = {name}\nshort_name = {name}\nname_kana = \"ア\"\ncorporate_number = \"8999900000001\"\n\
             municipality = \"大津町\"\nheadquarters = \"熊本県\"\ninside_prefecture = true\nfield = \"{}\"\n\
             industry = {{ code = \"26\" }}\nbusiness = \"加工\"\nemployees = {}\nemployees_as_of = 2026-04-01\n\
             received = 2026-06-01T{received}\nstatus = \"{}\"\n[consents]\naccompanying_support = {}\nnetwork = true\n\
             [profile]\nsales = {{ value = {}, unit = \"千円\", period_end = 2025-03-31, basis = \"単体\" }}\n\
             [transactions]\nbusiness_year = {{ start = 2024-04-01, end = 2025-03-31 }}\nunit = \"千円\"\nsales = {}\n\
             external_sales = {}\n{business}purchases = {}\ninternal_purchases = {}\n",
            ["semiconductor", "food-life-science"][self.field],
            self.employees,
            self.status,
            self.consent,
            self.sales,
            self.sales,
            number(self.external),
            self.purchases,
            number(self.internal),
            name = quoted(name),
        )
    }

    /// Part and whole of a measure, where both are known and the whole is not nothing.
    fn fraction(&self, measure: Measure) -> Option<(u128, u128)> {
        // 41,235 and 28,900 億円, in thousands of yen.
        let (part, whole) = match measure {
            Measure::ConnectorRatio => (self.external?, self.business.unwrap_or(Some(self.sales))?),
            Measure::HubRatio => (self.internal?, self.purchases),
            Measure::ConnectorShare => (self.external?, 41_235 * 100_000),
            Measure::HubShare => (self.internal?, 28_900 * 100_000),
        };
        (whole > 0).then_some((part.into(), whole.into()))
    }

    fn rank(&self, measure: Measure, all: &[Made]) -> Option<usize> {
        let (part, whole) = self.fraction(measure).filter(|_| self.status != "withdrawn")?;
        let rivals = all
            .iter()
            .filter(|it| it.field == self.field && it.status != "withdrawn");
        let above = rivals.filter_map(|it| it.fraction(measure));
        Some(1 + above.filter(|(other, of)| other * whole > part * of).count())
    }

    fn eligible(&self) -> bool {
        self.sales >= 1_000_000 && self.employees <= 2_000 && self.consent && self.minutes_late <= 0
    }
}

/// The sample with other applicants.
fn world(companies: &[(String, String)]) -> Memory {
    let mut world = sample();
    world.files.retain(|path, _| !path.starts_with("sources/companies/"));
    for (id, toml) in companies {
        put(&mut world, &format!("sources/companies/{id}.toml"), toml.as_str());
    }
    world
}

fn of(made: &[Made]) -> Memory {
    let named = made
        .iter()
        .enumerate()
        .map(|(index, it)| (format!("c{index:02}"), it.toml(&format!("社{index}"))));
    world(&named.collect::<Vec<_>>())
}

fn screened(world: &Memory) -> Screening {
    screen(&load(world).0)
}

fn workbook(world: &Memory) -> Vec<u8> {
    let screened = compile::screen(world, &|_| {});
    assert!(screened.obstacles.is_empty(), "{:?}", screened.obstacles);
    let written = compile::write_screening(&screened);
    written.unwrap_or_else(|error| panic!("{error}")).bytes().to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn ranks_and_conditions_are_what_anybody_would_reckon(made in prop::collection::vec(made(), 0..9)) {
        let screening = screened(&of(&made));
        prop_assert_eq!(screening.applicants().count(), made.len());
        for applicant in screening.applicants() {
            let index: usize = applicant.id[1..].parse().unwrap();
            let own = &made[index];
            prop_assert_eq!(applicant.eligible, Some(own.eligible()), "{}", applicant.id);
            for measure in Measure::ALL {
                let rank = applicant.ranks.get(&measure).copied();
                prop_assert_eq!(rank, own.rank(measure, &made), "{} {:?}", applicant.id, measure);
                let value = applicant.value(measure).map(|it| it.approximate());
                let expected = own.fraction(measure).map(|(part, whole)| part as f64 / whole as f64);
                prop_assert_eq!(value, expected);
            }
        }
        for group in &screening.groups {
            let withdrawn: Vec<bool> = group.applicants.iter().map(|it| it.is_withdrawn()).collect();
            prop_assert!(withdrawn.is_sorted());
        }
    }

    #[test]
    fn any_applicants_give_the_same_workbook_twice(made in prop::collection::vec(made(), 0..5)) {
        let world = of(&made);
        prop_assert!(workbook(&world) == workbook(&world));
    }
}

#[test]
fn the_text_of_the_sample() {
    let found = screening::text(&screened(&sample()));
    let path = Path::new(ROOT).join("tests/cases/screen/sample.txt");
    if std::env::var_os("REWRITE_CASES").is_some() {
        std::fs::write(&path, found).unwrap();
    } else {
        assert_eq!(found, std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n"));
    }
}

#[test]
fn json_as_the_contract_says() {
    let mut world = sample();
    replace(
        &mut world,
        "sources/companies/kuma-bio.toml",
        "internal_purchases = 610_000_000",
        "internal_purchases = { pending = \"照会中\" }",
    );
    let json = screening::json(&screened(&world));
    assert!(
        json.replace([' ', '\n'], "")
            .starts_with("{\"format\":1,\"companies\":[")
    );
    let json: Value = serde_json::from_str(&json).unwrap();
    let company = |id: &str| {
        json["companies"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["id"] == id)
            .unwrap()
            .clone()
    };
    let aso = company("aso-seimitsu");
    assert_eq!(aso["name"], "株式会社阿蘇精密（見本）");
    assert_eq!(
        (&aso["field"], &aso["status"]),
        (&"semiconductor".into(), &"selected".into())
    );
    assert_eq!(
        (&aso["eligible"], &aso["unmet"]),
        (&true.into(), &serde_json::json!([]))
    );
    assert_eq!(
        aso["connector_degree"],
        serde_json::json!({"company_ratio": "0.831915", "national_share": "0.000948"})
    );
    assert_eq!(aso["connector_rank"]["company_ratio"], 4);
    let higo = company("higo-densoh");
    assert_eq!(
        (&higo["eligible"], &higo["unmet"]),
        (&false.into(), &serde_json::json!(["maximum_employees"]))
    );
    assert_eq!(higo["conditions"][1]["margin"], "-350");
    let kuma = company("kuma-bio");
    assert_eq!(
        kuma["hub_degree"],
        serde_json::json!({"company_ratio": null, "national_share": null})
    );
    assert_eq!(
        kuma["hub_rank"],
        serde_json::json!({"company_ratio": null, "national_share": null})
    );
    assert!(company("mashiki-lifescience")["connector_rank"]["company_ratio"].is_null());
}

#[test]
fn without_statistics_there_are_no_shares() {
    let mut world = sample();
    world.files.remove("sources/statistics.toml");
    let screening = screened(&world);
    assert!(screening.applicants().all(|it| it.value(Measure::HubShare).is_none()));
    let xlsx = parts(&workbook(&world));
    assert_eq!(cells(&xlsx, 1)["AA5"], Held::Text("−".to_owned()));
    assert!(!xlsx["xl/workbook.xml"].contains("県の域外販売額"));
}

#[test]
fn no_applicant_and_one_applicant() {
    let xlsx = parts(&workbook(&world(&[])));
    assert_eq!(cells(&xlsx, 1)["A5"], Held::Text("応募企業はありません。".to_owned()));
    assert!(screening::text(&screened(&world(&[]))).starts_with("応募企業 0社"));
    let one = text(&sample(), "sources/companies/aso-seimitsu.toml").to_owned();
    let xlsx = parts(&workbook(&world(&[("aso-seimitsu".to_owned(), one)])));
    let Held::Formula(_, rank) = &cells(&xlsx, 1)["X5"] else {
        panic!("no rank")
    };
    assert_eq!(rank, "1");
}

#[test]
fn hostile_names_print_as_they_are() {
    let own = Made {
        field: 0,
        status: "applied",
        sales: 1_000_000,
        external: Some(1),
        business: None,
        purchases: 2,
        internal: Some(1),
        employees: 1,
        consent: true,
        minutes_late: 0,
    };
    let names = [
        "=1+1",
        "+81",
        "-2",
        "@SUM(A1)",
        "=Sheet1!$A$1",
        "1-2",
        "2026/6/19",
        "TRUE",
        "'",
        "_x0041_",
        "</t>&amp;",
        "#N/A",
        "1e5",
        "=(",
        "=[x]",
    ];
    let companies: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(index, name)| (format!("c{index:02}"), own.toml(name)))
        .collect();
    let mut world = world(&companies);
    for (path, name) in [("semiconductor", "=1/[x]:*?"), ("food-life-science", "=1／［x］：＊？")] {
        let path = format!("sources/fields/{path}.toml");
        let line = text(&world, &path)
            .lines()
            .find(|line| line.starts_with("short_name"))
            .unwrap()
            .to_owned();
        replace(&mut world, &path, &line, &format!("short_name = {}", quoted(name)));
    }
    let parts = parts(&workbook(&world));
    let cells = cells(&parts, 1);
    for (row, name) in (5..).zip(names) {
        let Held::Text(held) = &cells[&format!("B{row}")] else {
            panic!("{name}")
        };
        assert_eq!(held.replace("_x005F_", "_"), name);
    }
    let sheets: Vec<&str> = parts["xl/workbook.xml"]
        .split("<sheet name=\"")
        .skip(1)
        .map(|it| it.split('"').next().unwrap())
        .collect();
    assert_eq!(
        sheets,
        ["全応募企業", "=1／［x］：＊？", "=1／［x］：＊？（2）", "前提"]
    );
    let json: Value = serde_json::from_str(&screening::json(&screened(&world))).unwrap();
    assert_eq!(json["companies"][0]["name"], "=1+1");
}

#[test]
fn a_workbook_is_written_while_the_rest_of_the_plan_has_gaps_but_not_over_what_it_shows() {
    let mut world = sample();
    replace(&mut world, "sources/plan.toml", "prefecture = \"熊本県\"\n", "");
    let folder = Folder::of(&world);
    let run = planc(&folder, &["screen", "--format", "xlsx"]);
    assert_eq!(run.status, 1, "{}", run.error);
    assert!(run.error.contains("missing-key"), "{}", run.error);
    let before = folder.files("output");
    assert_eq!(before.len(), 1);
    assert!(
        before
            .keys()
            .all(|path| path.starts_with("output/screening/") && path.ends_with("（選考資料）.xlsx"))
    );
    // A value that the workbook shows.
    let path = "sources/companies/aso-seimitsu.toml";
    replace(&mut world, path, "employees = 320\n", "employees = \"320人\"\n");
    folder.write(path, &world.files[path]);
    let refused = planc(&folder, &["screen", "--format", "xlsx"]);
    assert_eq!(refused.status, 1);
    assert!(
        refused.error.contains("aso-seimitsu.toml：常時使用する従業員"),
        "{}",
        refused.error
    );
    assert!(folder.files("output") == before);
    // Text and JSON go on.
    let text = planc(&folder, &["screen"]);
    assert_eq!(text.status, 1);
    assert!(
        text.out.contains("阿蘇精密") && text.out.contains("調整中"),
        "{}",
        text.out
    );
    let json = planc(&folder, &["screen", "--format", "json", "--message-format", "json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert!(json["companies"][1]["eligible"].is_null());
}

#[test]
fn an_edited_workbook_is_not_overwritten_unasked() {
    let folder = Folder::of(&sample());
    let run = |words: &[&str]| planc(&folder, &[&["screen", "--format", "xlsx"], words].concat());
    assert_eq!(run(&[]).status, 0);
    let before = folder.files("output");
    assert_eq!(run(&[]).status, 0);
    assert!(folder.files("output") == before);
    let path = before.keys().next().unwrap();
    folder.write(path, b"edited");
    let refused = run(&["--message-format", "json"]);
    assert_eq!(refused.status, 1);
    assert!(refused.error.contains("edited-output"), "{}", refused.error);
    assert_eq!(folder.files("output")[path], b"edited");
    assert_eq!(run(&["--replace"]).status, 0);
    assert!(folder.files("output") == before);
}

//! The disclosure audit: what is printed together gives away no withheld value; an independent solver finds none.

use crate::generated::{Chance, corporate_number};
use crate::project::{july, place, published, put, replace, sample, text, tries};
use planc::compile::{self, Checked};
use planc::diagnostic::{Code, Edition};
use planc::disclosure::{Bounds, Printed, Sum, nested, overlapping};
use planc::edition::{Purpose, audited_view};
use planc::figures::{Figure, Figures, Fraction, Indicator};
use planc::plan::{FiscalYear, Plan, load};
use planc::world::{Memory, World};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn public(world: &Memory) -> Checked {
    compile::check(world, Edition::Public, &|_| {})
}

/// What is told by some codes: place and code, then the message.
fn told(checked: &Checked, codes: &[Code]) -> Vec<String> {
    let of = checked.diagnostics.iter().filter(|it| codes.contains(&it.code));
    of.map(|it| format!("{} {}", place(it, &checked.sources), it.message))
        .collect()
}

const ALL: &[Code] = &[
    Code::Derivable,
    Code::NearlyDerivable,
    Code::CoarsenedTotal,
    Code::ClearedNothing,
    Code::EarlierEditionMissing,
];

/// The figures that a public edition prints after others.
fn figures(world: &Memory, earlier: &[Printed]) -> Figures {
    let (plan, _) = load(world);
    audited_view(&plan, (Edition::Public, Purpose::Release), earlier)
        .0
        .figures()
        .clone()
}

#[test]
fn five_of_six_published_sales_do_not_tell_the_sixth() {
    // Of six companies of the field, five publish sales that equal their baseline: the sixth agreed to nothing.
    let world = published();
    let figures = figures(&world, &[]);
    let field = &figures.fields["food-life-science"][&Indicator::Sales];
    assert!(field.baseline.is_approximate());
    assert_eq!(
        field.baseline.value,
        Some(Fraction::from(39_700).times(&1_000_000.into()))
    );
    assert!(
        field
            .targets
            .iter()
            .all(|target| !target.figure.is_approximate() && target.change.is_approximate())
    );
    assert!(
        !figures.plan[&Indicator::Sales].baseline.is_approximate(),
        "the fewest companies"
    );
    let told = told(&public(&world), ALL);
    assert!(
        told.iter()
            .any(|it| it.contains("companies/minamata-citrus.toml") && it.contains("nearly-derivable")),
        "{told:#?}"
    );
    assert!(
        told.iter().all(|it| !it.contains("1,360") && !it.contains("13.6")),
        "{told:#?}"
    );
}

#[test]
fn a_person_answers_for_a_warning_and_an_answer_for_nothing_is_told() {
    let mut world = published();
    let before = told(&public(&world), ALL).len();
    let rows = "\n[[cleared]]\nkey = \"companies/minamata-citrus#kpi.sales.baseline.value\"\nreason = \"企業の了解済み\"\n\
                [[cleared]]\nkey = \"companies/minamata-citrus#kpi.sales.targets[2030].value\"\nreason = \"なし\"\n";
    let plan = text(&world, "sources/plan.toml").to_owned() + rows;
    put(&mut world, "sources/plan.toml", plan);
    let told = told(&public(&world), ALL);
    assert_eq!(told.len(), before, "{told:#?}");
    assert!(told.iter().all(|it| !it.contains("minamata-citrus.toml")));
    assert_eq!(told.iter().filter(|it| it.contains("cleared-nothing")).count(), 1);
}

#[test]
fn what_is_public_elsewhere_is_no_secret() {
    let mut world = published();
    replace(
        &mut world,
        "sources/companies/minamata-citrus.toml",
        "baseline = { fiscal_year = 2025, value = 1_360 }",
        "baseline = { fiscal_year = 2025, value = 1_360, already_public = \"有価証券報告書\" }",
    );
    let field = figures(&world, &[]).fields["food-life-science"][&Indicator::Sales].clone();
    assert!(!field.baseline.is_approximate());
}

/// The record of what a world prints as a public edition of a label.
fn printed(world: &Memory, label: &str) -> Printed {
    let (plan, _) = load(world);
    let audit = audited_view(&plan, (Edition::Public, Purpose::Release), &[]).1.unwrap();
    Printed {
        label: label.to_owned(),
        ..audit.printed
    }
}

/// The sample without one of its companies.
fn without(id: &str) -> Memory {
    let mut world = published();
    let path = format!("sources/companies/{id}.toml");
    replace(&mut world, &path, "status = \"selected\"", "status = \"applied\"");
    world
}

#[test]
fn two_editions_do_not_tell_the_company_by_which_they_differ() {
    let first = printed(&without("uki-controls"), "公表版 第1版");
    let world = published();
    let alone = figures(&world, &[]);
    let after = figures(&world, std::slice::from_ref(&first));
    for indicator in [Indicator::InternalTransactions, Indicator::Sales, Indicator::Employment] {
        let targets = &after.fields["semiconductor"][&indicator].targets;
        assert!(
            targets.iter().all(|target| target.figure.is_approximate()),
            "{indicator:?}"
        );
        assert!(
            after.plan[&indicator]
                .targets
                .iter()
                .all(|target| target.figure.is_approximate())
        );
        let targets = &alone.plan[&indicator].targets;
        assert!(targets.iter().all(|target| !target.figure.is_approximate()));
    }
    // The files: the next edition reads the record of the one before, and says what it did.
    let mut world = world;
    put(&mut world, "versions/公表版 第1版.printed.json", first.text());
    let found = told(&public(&world), ALL);
    let of_uki = |it: &&String| it.contains("uki-controls.toml") && it.contains("公表版 第1版");
    assert!(found.iter().any(|it| of_uki(&it)), "{found:#?}");
    // A record that does not hold any longer binds nobody.
    let mut changed = first;
    for total in &mut changed.totals {
        total.value = "1".to_owned();
    }
    let after = figures(&world, &[changed]);
    assert_eq!(values(&after), values(&alone));
}

#[test]
fn a_correction_of_a_unit_hides_nobody() {
    let first = printed(&without("uki-controls"), "公表版 第1版");
    let mut world = published();
    let aso = "sources/companies/aso-seimitsu.toml";
    replace(&mut world, aso, "value = 6_500", "value = 6_501");
    put(&mut world, "versions/公表版 第1版.printed.json", first.text());
    let found = told(&public(&world), &[Code::NearlyDerivable]);
    let of_uki = |it: &&String| it.contains("uki-controls.toml") && it.contains("2030年度");
    assert!(found.iter().any(|it| of_uki(&it)), "{found:#?}");
}

#[test]
fn a_company_of_which_no_source_is_left_is_told_of() {
    let first = printed(&published(), "公表版");
    let mut world = published();
    put(&mut world, "versions/公表版 第0版.printed.json", first.text());
    let count = |world: &Memory| told(&public(world), &[Code::EarlierEditionMissing]).len();
    assert_eq!(count(&world), 0);
    let gone = "sources/companies/uki-controls.toml";
    let source = text(&world, gone);
    let number = source.lines().find(|it| it.starts_with("corporate_number")).unwrap();
    let corrected = source.replace(number, "corporate_number = \"1999900000105\"");
    put(&mut world, gone, corrected);
    assert_eq!(count(&world), 1);
}

/// Five of six companies of a field tell their sales of 2030 in words of their own.
#[test]
fn what_companies_tell_in_their_own_words_is_known() {
    let companies = [
        ("amakusa-foods", "11,800百万円"),
        ("hitoyoshi-jozo", "3,500百万円"),
        ("kichiji-foods", "8,400百万円"),
        ("kuma-bio", "6,200百万円"),
        ("tamana-dairy", "22,000百万円"),
    ];
    let mut world = published();
    let is_rough = |world: &Memory| {
        let targets = &figures(world, &[]).fields["food-life-science"][&Indicator::Sales].targets;
        targets.last().unwrap().figure.is_approximate()
    };
    assert!(!is_rough(&world));
    for (id, sales) in companies {
        let path = format!("sources/companies/{id}.toml");
        let source = text(&world, &path);
        let source = match source.contains("[public.text]") {
            true => source.to_owned(),
            false => source.replacen("[transactions]", "[public.text]\n\n[transactions]", 1),
        };
        let told = format!("[public.text]\nvision = \"令和12年度に売上高{sales}を達成します。\"\n");
        put(&mut world, &path, source.replacen("[public.text]\n", &told, 1));
    }
    assert!(is_rough(&world));
}

#[test]
fn what_an_earlier_edition_has_told_cannot_be_mended() {
    // Two editions before differ by one company, to the yen.
    let first = printed(&without("uki-controls"), "公表版 第1版");
    let second = printed(&published(), "公表版 第2版");
    let mut world = published();
    put(&mut world, "versions/1.printed.json", first.text());
    put(&mut world, "versions/2.printed.json", second.text());
    let found = told(&public(&world), &[Code::Derivable]);
    assert!(
        !found.is_empty() && found.iter().all(|it| it.contains("uki-controls.toml")),
        "{found:#?}"
    );
    put(&mut world, "versions/2.printed.json", "{}");
    assert_eq!(told(&public(&world), &[Code::BadValue]).len(), 1);
}

#[test]
fn a_second_edition_asks_for_the_first() {
    let mut world = published();
    let count = |world: &Memory| told(&public(world), &[Code::EarlierEditionMissing]).len();
    assert_eq!(count(&world), 0);
    replace(
        &mut world,
        "sources/plan.toml",
        "version = \"公表版\"",
        "version = \"公表版 第2版\"",
    );
    assert_eq!(count(&world), 1);
    let first = printed(&published(), "公表版");
    put(&mut world, "versions/公表版.printed.json", first.text());
    assert_eq!(count(&world), 0);
}

#[test]
fn public_figures_hold_no_more_than_is_printed() {
    let mut world = july();
    replace(
        &mut world,
        "sources/plan.toml",
        "money_unit = \"百万円\"",
        "money_unit = \"億円\"",
    );
    let figures = figures(&world, &[]);
    let hundred_million = Fraction::from(100_000_000);
    for trend in figures.plan.iter().chain(figures.fields.values().flatten()) {
        for figure in trend.1.figures() {
            let value = figure.value.as_ref().unwrap();
            let step = match trend.0 {
                Indicator::WageIncrease => Fraction::from(1).over(&10.into()).unwrap(),
                Indicator::Employment => 1.into(),
                Indicator::InternalTransactions | Indicator::Sales => hundred_million.clone(),
            };
            assert!(value.is_multiple_of(&step), "{}", figure.name);
        }
    }
}

fn values(figures: &Figures) -> Vec<(String, Option<Fraction>)> {
    let all = figures.all();
    all.iter().map(|it| (it.name.to_string(), it.value.clone())).collect()
}

#[test]
fn the_sample_is_audited_alike_every_time() {
    let once = figures(&published(), &[]);
    assert_eq!(values(&once), values(&figures(&published(), &[])));
    // Nothing but the one field's sales, and what balances it, is coarser than displayed.
    let coarse = once
        .all()
        .into_iter()
        .filter(|it| it.is_approximate() && it.value.is_some());
    let coarse: Vec<String> = coarse
        .filter(|it| it.name.ends_with(".baseline"))
        .map(|it| it.name.to_string())
        .collect();
    assert_eq!(
        coarse,
        [
            "fields.food-life-science.sales.baseline",
            "fields.semiconductor.sales.baseline"
        ]
    );
}

/// Plans of small numbers, which an independent solver can enumerate.
pub mod random {
    use super::*;

    /// A company of a random plan: its field, whether it publishes its sales, its sales and head counts at three times.
    #[derive(Clone, Debug)]
    pub struct Member {
        pub field: usize,
        pub publishes: bool,
        pub sales: [u64; 3],
        pub persons: [u64; 3],
    }

    pub fn members(seed: u64, most_fields: u64, most_companies: u64, most: u64) -> Vec<Member> {
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        (0..64).for_each(|_| {
            chance.below(2);
        });
        let mut members = Vec::new();
        for field in 0..=chance.below(most_fields) {
            for _ in 0..=chance.below(most_companies) {
                let mut three = || [chance.below(most + 1), chance.below(most + 1), chance.below(most + 1)];
                let (sales, persons) = (three(), three());
                members.push(Member {
                    field: usize::try_from(field).unwrap(),
                    publishes: chance.below(2) == 0,
                    sales,
                    persons,
                });
            }
        }
        members
    }

    /// The plan of some members. Sales are written in the unit in which they are displayed.
    pub fn world(members: &[Member], unit: &str) -> Memory {
        let mut world = sample();
        let own = |path: &String| path.starts_with("sources/companies/") || path.starts_with("sources/fields/");
        world.files.retain(|path, _| !own(path));
        replace(
            &mut world,
            "sources/plan.toml",
            "money_unit = \"百万円\"",
            &format!("money_unit = \"{unit}\""),
        );
        let fields: BTreeSet<usize> = members.iter().map(|member| member.field).collect();
        for field in fields {
            let text = format!(
                "name = \"分野{field}\"\nshort_name = \"分野{field}\"\norder = {}\n",
                field + 1
            );
            put(&mut world, &format!("sources/fields/f{field}.toml"), text);
        }
        for (index, member) in members.iter().enumerate() {
            let kpi = |key: &str, unit: &str, values: [u64; 3]| {
                format!(
                    "[kpi.{key}]\nunit = \"{unit}\"\nbaseline = {{ fiscal_year = 2024, value = {} }}\n\
                     targets = [{{ fiscal_year = 2028, value = {} }}, {{ fiscal_year = 2030, value = {} }}]\n",
                    values[0], values[1], values[2]
                )
            };
            let public = if member.publishes {
                "[public]\nconfirmed = 2026-07-01\nsections = [\"sales\"]\n"
            } else {
                ""
            };
            let text = format!(
                "name = \"企業{index}\"\nshort_name = \"企業{index}\"\ncorporate_number = \"{}\"\nfield = \"f{}\"\n\
                 status = \"selected\"\nemployees = {}\n[profile]\nsales = {{ value = {}, unit = \"{unit}\" }}\n{public}{}{}{}",
                corporate_number(index),
                member.field,
                if member.publishes { member.persons[0] } else { 1_999 },
                member.sales[0],
                kpi("sales", unit, member.sales),
                kpi("internal_transactions", unit, member.sales),
                kpi("employment", "人", member.persons),
            );
            put(&mut world, &format!("sources/companies/c{index:02}.toml"), text);
        }
        world
    }

    /// A printed total as the solver reads it from the view: the members, the printed value and its step in grid units.
    #[derive(Clone, Debug)]
    pub struct Total {
        pub members: Vec<usize>,
        pub value: i64,
        pub step: i64,
    }

    impl Total {
        /// Whether a sum would be printed just so: half a step is rounded up.
        pub fn prints(&self, sum: i64) -> bool {
            (2 * sum + self.step).div_euclid(2 * self.step) * self.step == self.value
        }
    }

    pub fn total(figure: &Figure, members: Vec<usize>, grid: u32) -> Option<Total> {
        let units = |value: &Fraction| {
            value
                .over(&grid.into())
                .unwrap_or_else(|| 0.into())
                .round(0)
                .to_string()
        };
        let value = figure.value.as_ref()?;
        Some(Total {
            members,
            value: units(value).parse().unwrap(),
            step: units(&figure.precision.as_ref().unwrap().step).parse().unwrap(),
        })
    }

    /// The totals of an indicator at a time that a view prints.
    pub fn totals(figures: &Figures, members: &[Member], of: (Indicator, usize), grid: u32) -> Vec<Total> {
        let (indicator, moment) = of;
        let fields: BTreeSet<usize> = members.iter().map(|member| member.field).collect();
        let mut totals = Vec::new();
        for field in fields {
            let own = (0..members.len())
                .filter(|index| members[*index].field == field)
                .collect();
            let trend = &figures.fields[&*format!("f{field}")][&indicator];
            totals.extend(total(trend.figures().nth(moment).unwrap(), own, grid));
        }
        let trend = &figures.plan[&indicator];
        totals.extend(total(
            trend.figures().nth(moment).unwrap(),
            (0..members.len()).collect(),
            grid,
        ));
        totals
    }

    pub fn value(member: &Member, (indicator, moment): (Indicator, usize)) -> i64 {
        let values = match indicator {
            Indicator::Employment => member.persons,
            _ => member.sales,
        };
        i64::try_from(values[moment]).unwrap()
    }

    /// Whether everybody knows a value: the company publishes what equals it.
    pub fn is_known(member: &Member, (indicator, moment): (Indicator, usize)) -> bool {
        member.publishes && moment == 0 && indicator != Indicator::InternalTransactions
    }
}

use random::{Member, Total};

/// For every sum of a field, whether it is printed as the field's total says and the others can make up the plan's with it;
/// by the sums that can be reached. No rule of the audit is shared.
fn allowed(totals: &[Total], fields: &[Vec<usize>], fixed: &BTreeMap<usize, i64>, of: usize, most: i64) -> Vec<bool> {
    let size = usize::try_from(most + 1).unwrap();
    let possible = |field: &[usize]| -> Vec<bool> {
        let known: i64 = field.iter().filter_map(|index| fixed.get(index)).sum();
        let free = field.iter().any(|index| !fixed.contains_key(index));
        let own = totals.iter().find(|total| total.members == field);
        let fits = |sum: i64| (if free { sum >= known } else { sum == known }) && own.is_none_or(|own| own.prints(sum));
        (0..=most).map(fits).collect()
    };
    let mut others = vec![false; size];
    others[0] = true;
    for (_, field) in fields.iter().enumerate().filter(|(index, _)| *index != of) {
        let more = possible(field);
        let mut next = vec![false; size];
        for (sum, _) in others.iter().enumerate().filter(|(_, reached)| **reached) {
            for (add, _) in more[..size - sum].iter().enumerate().filter(|(_, fits)| **fits) {
                next[sum + add] = true;
            }
        }
        others = next;
    }
    let count: usize = fields.iter().map(Vec::len).sum();
    let whole = totals.iter().find(|total| total.members.len() == count);
    let fits = |sum: usize, other: usize| whole.is_none_or(|whole| whole.prints(i64::try_from(sum + other).unwrap()));
    let other_sums: Vec<usize> = (0..size).filter(|sum| others[*sum]).collect();
    let own = possible(&fields[of]);
    (0..size)
        .map(|sum| own[sum] && other_sums.iter().any(|other| fits(sum, *other)))
        .collect()
}

/// The withheld values that somebody can tell, by trying every number.
fn determined(totals: &[Total], members: &[Member], of: (Indicator, usize)) -> Vec<usize> {
    let fields: BTreeSet<usize> = members.iter().map(|member| member.field).collect();
    let field = |field: &usize| {
        (0..members.len())
            .filter(|index| members[*index].field == *field)
            .collect()
    };
    let fields: Vec<Vec<usize>> = fields.iter().map(field).collect();
    let most: i64 = totals
        .iter()
        .map(|total| total.value + total.step)
        .max()
        .unwrap_or(60)
        .max(60);
    let known = (0..members.len()).filter(|index| random::is_known(&members[*index], of));
    let known: BTreeMap<usize, i64> = known.map(|index| (index, random::value(&members[index], of))).collect();
    let mut found = BTreeSet::new();
    for reader in std::iter::once(None).chain((0..members.len()).map(Some)) {
        let mut fixed = known.clone();
        fixed.extend(reader.map(|reader| (reader, random::value(&members[reader], of))));
        for (own, field) in fields.iter().enumerate() {
            let unknown: Vec<usize> = field
                .iter()
                .copied()
                .filter(|index| !fixed.contains_key(index))
                .collect();
            let sum: i64 = field.iter().filter_map(|index| fixed.get(index)).sum();
            let allowed = allowed(totals, &fields, &fixed, own, most);
            let is_allowed = |sum: i64| allowed.get(usize::try_from(sum).unwrap()).copied().unwrap_or_default();
            let fits = |value: &i64| match unknown.len() {
                1 => is_allowed(sum + value),
                _ => (sum + value..=most).any(is_allowed),
            };
            let possible: Vec<i64> = (0..=most).filter(fits).take(2).collect();
            assert!(
                unknown.is_empty() || !possible.is_empty(),
                "the truth is possible: {totals:?} {members:?}"
            );
            if possible.len() < 2 {
                found.extend(unknown);
            }
        }
    }
    found.into_iter().collect()
}

/// As many plans by seed as there is time for usually; a twentieth of what is tried by hand: `PLANS=2000`.
fn seeds() -> std::ops::Range<u64> {
    0..tries("PLANS", 100)
}

/// Whether an audit says of a value that it is determined whatever is done.
fn is_told(plan: &Plan, earlier: &[Printed], index: usize, (indicator, moment): (Indicator, usize)) -> bool {
    let moment = [None, Some(FiscalYear(2028)), Some(FiscalYear(2030))][moment];
    let kpi = indicator.of(&plan.companies[index].kpi);
    let own = match moment {
        None => kpi.baseline.value.place(),
        Some(year) => {
            let mut rows = kpi.targets.iter();
            rows.find(|row| row.fiscal_year.value() == Some(year))
                .and_then(|row| row.value.place())
        }
    };
    let audit = audited_view(plan, (Edition::Public, Purpose::Release), earlier)
        .1
        .unwrap();
    audit.derivable.iter().any(|it| Some(it.place) == own)
}

#[test]
fn an_independent_solver_finds_no_value_that_the_audit_let_through() {
    let (mut coarse, mut plain) = (0, 0);
    for seed in seeds() {
        let members = random::members(seed, 4, 6, 12);
        // Of one yen each sales are small numbers, of a million they are rounded where the plan says so.
        let (unit, grid) = [("百万円", 1_000_000), ("千円", 1_000)][usize::try_from(seed % 2).unwrap()];
        let (plan, _) = load(&random::world(&members, unit));
        let view = audited_view(&plan, (Edition::Public, Purpose::Release), &[]).0;
        for indicator in [Indicator::Sales, Indicator::InternalTransactions, Indicator::Employment] {
            let grid = if indicator == Indicator::Employment { 1 } else { grid };
            for moment in 0..3 {
                let totals = random::totals(view.figures(), &members, (indicator, moment), grid);
                let is_coarse = totals.iter().any(|total| total.step > 1);
                (coarse, plain) = (coarse + usize::from(is_coarse), plain + usize::from(!is_coarse));
                for index in determined(&totals, &members, (indicator, moment)) {
                    assert!(
                        is_told(&plan, &[], index, (indicator, moment)),
                        "seed {seed}: {indicator:?} {moment} of company {index} follows from {totals:?}; {members:?}"
                    );
                }
            }
        }
    }
    assert!(coarse > 0 && plain > 0, "{coarse} {plain}");
}

/// Every combination of small values that gives all printed totals, of both editions.
fn solutions(totals: &[Total], fixed: &BTreeMap<usize, i64>, count: usize, most: i64) -> Vec<BTreeSet<i64>> {
    let mut seen = vec![BTreeSet::new(); count];
    let mut values = vec![0; count];
    loop {
        let agrees = fixed.iter().all(|(index, value)| values[*index] == *value);
        let sum = |total: &Total| total.members.iter().map(|index| values[*index]).sum();
        if agrees && totals.iter().all(|total| total.prints(sum(total))) {
            seen.iter_mut().zip(&values).for_each(|(seen, value)| {
                seen.insert(*value);
            });
        }
        let Some(next) = values.iter().position(|value| *value < most) else {
            return seen;
        };
        values[..next].fill(0);
        values[next] += 1;
    }
}

#[test]
fn nor_one_that_two_editions_tell_together() {
    let mut differs = 0;
    for seed in seeds().take(60) {
        let members = random::members(seed, 2, 3, 4);
        if members.len() < 4 || members.len() > 6 {
            continue;
        }
        let all = random::world(&members, "百万円");
        let mut before = all.clone();
        let last = format!("sources/companies/c{:02}.toml", members.len() - 1);
        replace(&mut before, &last, "status = \"selected\"", "status = \"applied\"");
        let first = printed(&before, "公表版 第1版");
        let (plan, _) = load(&all);
        let view = audited_view(&plan, (Edition::Public, Purpose::Release), std::slice::from_ref(&first)).0;
        let of = (Indicator::InternalTransactions, 2);
        let mut totals = random::totals(view.figures(), &members, of, 1_000_000);
        let own = first.totals.iter().filter(|it| it.is_of(of.0, Some(FiscalYear(2030))));
        let index = |number: &String| {
            (0..members.len())
                .find(|index| corporate_number(*index) == *number)
                .unwrap()
        };
        let units = |text: &str| text.parse::<i64>().unwrap() / 1_000_000;
        totals.extend(own.map(|total| Total {
            members: total.companies.iter().map(index).collect(),
            value: units(&total.value),
            step: units(&total.step).max(1),
        }));
        differs += usize::from(totals.len() > 2);
        for reader in std::iter::once(None).chain((0..members.len()).map(Some)) {
            let fixed: BTreeMap<usize, i64> = reader
                .map(|it| (it, random::value(&members[it], of)))
                .into_iter()
                .collect();
            let seen = solutions(&totals, &fixed, members.len(), 9);
            for (index, values) in seen.iter().enumerate().filter(|(index, _)| !fixed.contains_key(index)) {
                // Values above those that are tried are possible too.
                let bounded = totals
                    .iter()
                    .any(|total| total.members.contains(&index) && total.value + total.step <= 9);
                if values.len() < 2 && bounded {
                    let told = is_told(&plan, std::slice::from_ref(&first), index, of);
                    assert!(told, "seed {seed}: {index} follows from {totals:?}; {members:?}");
                }
            }
        }
    }
    assert!(differs > 0);
}

fn whole(number: u32) -> Fraction {
    Fraction::from(number)
}

/// Two levels of sums over parts, around true values.
fn tree() -> impl Strategy<Value = (Vec<Bounds>, Vec<Sum>)> {
    let part = (0..6_u32, 0..4_u32, 0..5_u32, any::<bool>());
    let parts = proptest::collection::vec(part, 2..8);
    (parts, 1..6_usize, 0..4_u32, 0..3_u32, any::<bool>()).prop_map(|(parts, cut, slack, wide, whole_plan)| {
        let truth: Vec<u32> = parts.iter().map(|(low, more, ..)| low + more).collect();
        let bounds = parts.iter().map(|(low, more, room, bounded)| Bounds {
            low: whole(*low),
            high: bounded.then(|| whole(low + more + room)),
        });
        let sum = |members: Vec<usize>, slack: u32| {
            let total: u32 = members.iter().map(|index| truth[*index]).sum();
            Sum {
                parts: members,
                bounds: Bounds {
                    low: whole(total.saturating_sub(slack)),
                    high: Some(whole(total + slack / 2)),
                },
            }
        };
        let cut = cut.min(parts.len() - 1);
        let mut sums = vec![sum((0..cut).collect(), slack), sum((cut..parts.len()).collect(), wide)];
        if whole_plan {
            sums.push(sum((0..parts.len()).collect(), 1));
        }
        (bounds.collect(), sums)
    })
}

proptest! {
    #[test]
    fn the_closed_form_and_the_programme_agree((parts, sums) in tree()) {
        let mut work = 100_000;
        prop_assert_eq!(nested(&parts, &sums), overlapping(&parts, &sums, &mut work).ok());
    }
}

#[test]
fn a_large_plan_is_audited_within_its_work() {
    // By count, not by time: each company is looked at a bounded number of times.
    let members: Vec<Member> = (0..300)
        .map(|index| Member {
            field: index % 5,
            publishes: index % 5 == 0,
            sales: [1_000 + index as u64, 2_000, 3_000],
            persons: [100, 200, 300],
        })
        .collect();
    let world = random::world(&members, "百万円");
    let (plan, _) = load(&world);
    let audit = audited_view(&plan, (Edition::Public, Purpose::Release), &[]).1.unwrap();
    assert!(audit.derivable.is_empty() && audit.coarsening.is_empty());
    assert_eq!(audit.printed.totals.len(), 9 * 6);
}

#[test]
fn the_record_of_an_edition_is_written_read_and_archived() {
    let world = published();
    // A final edition is no public one, but the plan for publication that travels with it is.
    let handed_in = crate::package::packed(&crate::package::ready(), crate::package::ARCHIVE).printed;
    let path = handed_in.as_ref().unwrap().path();
    assert!(
        path.starts_with("versions/") && path.ends_with(".printed.json"),
        "{path}"
    );
    let printed = printed(&world, "公表版");
    assert_eq!(Printed::path("公表版"), "versions/公表版.printed.json");
    let mut next = world;
    put(&mut next, &Printed::path("公表版 第0版"), printed.text());
    let read = planc::disclosure::records(&next, "公表版", None).unwrap().others;
    assert_eq!(read, [printed]);
    assert!(next.read("versions/公表版 第0版.printed.json").is_ok());
    let text = String::from_utf8(read[0].text()).unwrap();
    assert!(!text.contains("minamata") && !text.contains("1360"));
}

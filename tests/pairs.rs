//! Two versions side by side, and editions after earlier ones: an independent solver finds no withheld value of either that
//! follows from both, whatever became of a company between them.

use crate::audit::random::{self, Member, Total};
use crate::generated::corporate_number;
use crate::project::{july, put, replace, text, tries};
use planc::compile;
use planc::diagnostic::{Code, Edition};
use planc::diff::plan::{ShownVersion, read};
use planc::disclosure::Printed;
use planc::edition::{Purpose, audited_view};
use planc::figures::Indicator;
use planc::plan::{FiscalYear, Plan, load};
use planc::source::Place;
use planc::world::Memory;
use std::collections::{BTreeMap, BTreeSet};

/// The indicator and the time that the solver looks at: nobody publishes it.
const OF: (Indicator, usize) = (Indicator::InternalTransactions, 2);

fn file(index: usize) -> String {
    format!("sources/companies/c{index:02}.toml")
}

/// What becomes of a company between two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Withdrawn,
    FileDeleted,
    WithdrawnAndEmptied,
    Changed,
    Renumbered,
    Joined,
}

const FATES: [Fate; 6] = [
    Fate::Withdrawn,
    Fate::FileDeleted,
    Fate::WithdrawnAndEmptied,
    Fate::Changed,
    Fate::Renumbered,
    Fate::Joined,
];

/// A pair of versions of small numbers.
struct Pair {
    worlds: [Memory; 2],
    members: Vec<Member>,
    fates: BTreeMap<usize, Fate>,
}

impl Pair {
    /// Up to two of the companies fare differently.
    fn new(seed: u64) -> Option<Pair> {
        let members = random::members(seed, 2, 3, 7);
        if members.len() < 4 || members.len() > 6 {
            return None;
        }
        // Displayed in 億円, what is rounded loses a digit of these small numbers.
        let unit = ["百万円", "億円"][usize::try_from(seed % 2).unwrap()];
        let all = random::world(&members, unit);
        let mut pair = Pair {
            worlds: [all.clone(), all],
            fates: BTreeMap::new(),
            members,
        };
        let at = |shift: u64| usize::try_from((seed >> shift) % 97).unwrap();
        pair.fare(members_last(&pair.members) - at(3) % 2, FATES[at(1) % FATES.len()]);
        if at(2) % 3 > 0 {
            pair.fare(at(4) % 2, FATES[at(5) % FATES.len()]);
        }
        Some(pair)
    }

    fn fare(&mut self, index: usize, fate: Fate) {
        self.fates.insert(index, fate);
        let path = file(index);
        let [before, after] = &mut self.worlds;
        let withdrawn = ("status = \"selected\"", "status = \"withdrawn\"");
        match fate {
            Fate::Withdrawn => replace(after, &path, withdrawn.0, withdrawn.1),
            Fate::FileDeleted => {
                after.files.remove(&path);
            }
            Fate::WithdrawnAndEmptied => {
                replace(after, &path, withdrawn.0, withdrawn.1);
                let own = text(after, &path);
                let start = own.find("[kpi.").unwrap();
                let own = own[..start].to_owned();
                put(after, &path, own);
            }
            Fate::Changed => {
                let mut changed = self.members.clone();
                changed[index].sales[OF.1] += 3;
                let unit = ["百万円", "億円"]
                    .into_iter()
                    .find(|unit| text(before, "sources/plan.toml").contains(&format!("money_unit = \"{unit}\"")));
                let own = random::world(&changed, unit.unwrap()).files.remove(&path).unwrap();
                put(after, &path, own);
            }
            Fate::Renumbered => {
                let (from, to) = (corporate_number(index), corporate_number(40 + index));
                replace(after, &path, &from, &to);
            }
            Fate::Joined => replace(before, &path, "status = \"selected\"", "status = \"applied\""),
        }
    }

    fn is_in(&self, side: usize, index: usize) -> bool {
        match self.fates.get(&index) {
            Some(Fate::Withdrawn | Fate::FileDeleted | Fate::WithdrawnAndEmptied) => side == 0,
            Some(Fate::Joined) => side == 1,
            Some(Fate::Changed | Fate::Renumbered) | None => true,
        }
    }

    /// The number of a company's value among the unknowns: a changed one has two.
    fn unknown(&self, side: usize, index: usize) -> usize {
        match self.fates.get(&index) {
            Some(Fate::Changed) if side == 1 => {
                let changed = self.fates.iter().filter(|(_, fate)| **fate == Fate::Changed);
                let at = changed.map(|(index, _)| *index).position(|it| it == index).unwrap();
                self.members.len() + at
            }
            _ => index,
        }
    }

    /// Whose each unknown is, and what it is.
    fn unknowns(&self) -> Vec<(usize, i64)> {
        let changed = self.fates.iter().filter(|(_, fate)| **fate == Fate::Changed);
        let now = changed.map(|(index, _)| (*index, random::value(&self.members[*index], OF) + 3));
        let then = self.members.iter().enumerate();
        let then = then.map(|(index, member)| (index, random::value(member, OF)));
        then.chain(now).collect()
    }

    /// What a version prints, over the unknowns.
    fn totals(&self, side: usize, figures: &planc::figures::Figures) -> Vec<Total> {
        let there: Vec<usize> = (0..self.members.len())
            .filter(|index| self.is_in(side, *index))
            .collect();
        let members: Vec<Member> = there.iter().map(|index| self.members[*index].clone()).collect();
        let in_millions = text(&self.worlds[0], "sources/plan.toml").contains("money_unit = \"百万円\"");
        let grid = if in_millions { 1_000_000 } else { 100_000_000 };
        let totals = random::totals(figures, &members, OF, grid).into_iter();
        let own = |total: Total| Total {
            members: total.members.iter().map(|it| self.unknown(side, there[*it])).collect(),
            ..total
        };
        totals.map(own).collect()
    }
}

fn members_last(members: &[Member]) -> usize {
    members.len() - 1
}

/// Every value that each unknown can have, no more than two of each: tried one after the other, as long as no total is
/// exceeded.
struct Search<'a> {
    totals: &'a [Total],
    fixed: BTreeMap<usize, i64>,
    most: i64,
    values: Vec<i64>,
    seen: Vec<BTreeSet<i64>>,
}

impl Search<'_> {
    fn is_over(&self, total: &Total) -> bool {
        let known = total.members.iter().filter(|it| **it < self.values.len());
        known.map(|it| self.values[*it]).sum::<i64>() >= total.value + total.step
    }

    fn run(&mut self, count: usize) {
        if self.totals.iter().any(|total| self.is_over(total)) || self.seen.iter().all(|seen| seen.len() > 1) {
            return;
        }
        let next = self.values.len();
        if next == count {
            let sum = |total: &Total| total.members.iter().map(|it| self.values[*it]).sum();
            if self.totals.iter().all(|total| total.prints(sum(total))) {
                for (seen, value) in self.seen.iter_mut().zip(&self.values) {
                    if seen.len() < 2 {
                        seen.insert(*value);
                    }
                }
            }
            return;
        }
        let tried = match self.fixed.get(&next) {
            Some(value) => *value..=*value,
            None => 0..=self.most,
        };
        for value in tried {
            self.values.push(value);
            self.run(count);
            self.values.pop();
        }
    }
}

/// The unknowns that somebody can tell.
fn determined(totals: &[Total], unknowns: &[(usize, i64)]) -> BTreeSet<usize> {
    let companies: BTreeSet<usize> = unknowns.iter().map(|(company, _)| *company).collect();
    let mut found = BTreeSet::new();
    for reader in std::iter::once(None).chain(companies.into_iter().map(Some)) {
        let own = unknowns
            .iter()
            .enumerate()
            .filter(|(_, (company, _))| Some(*company) == reader);
        let fixed: BTreeMap<usize, i64> = own.map(|(index, (_, value))| (index, *value)).collect();
        let is_bounded = |index: &usize| totals.iter().any(|total| total.members.contains(index));
        let mut search = Search {
            totals,
            most: unknowns.iter().map(|(_, value)| value + 2).max().unwrap_or_default(),
            values: Vec::new(),
            seen: vec![BTreeSet::new(); unknowns.len()],
            fixed,
        };
        search.run(unknowns.len());
        let single = |index: &usize| search.seen[*index].len() == 1 && !search.fixed.contains_key(index);
        found.extend((0..unknowns.len()).filter(single).filter(is_bounded));
    }
    found
}

/// Where a version writes the value of a company.
fn place(plan: &Plan, index: usize) -> Option<Place> {
    let company = plan.company(&format!("c{index:02}"))?;
    let kpi = OF.0.of(&company.kpi);
    let mut rows = kpi.targets.iter();
    rows.find(|row| row.fiscal_year.value() == Some(FiscalYear(2030)))
        .and_then(|row| row.value.place())
}

#[test]
fn no_value_of_either_version_follows_from_both() {
    let (mut tried, mut followed) = (0, 0);
    for seed in 0..tries("PAIRS", 240) {
        let Some(pair) = Pair::new(seed) else { continue };
        let versions = pair.worlds.each_ref().map(|world| read(world).0);
        let ([before, after], told) = ShownVersion::side_by_side(versions, Edition::Public);
        let mut totals = pair.totals(0, before.view.figures());
        totals.extend(pair.totals(1, after.view.figures()));
        let unknowns = pair.unknowns();
        tried += 1;
        for unknown in determined(&totals, &unknowns) {
            followed += 1;
            let index = unknowns[unknown].0;
            let changed = pair.fates.get(&index) == Some(&Fate::Changed);
            let old = changed && unknown < pair.members.len();
            let own = place(&after.plan, index).filter(|_| !old);
            let (side, place) = match own {
                Some(place) => (1, place),
                None => (0, place(&before.plan, index).unwrap()),
            };
            let is_told = told[side].derivable.iter().any(|it| it.place == place);
            assert!(
                is_told,
                "seed {seed}: unknown {unknown} of company {index} follows from {totals:?}; {:?} {:?}; told {:#?}",
                pair.members, pair.fates, told
            );
        }
    }
    assert!(tried > 20 && followed > 0, "{tried} {followed}");
}

/// The record of what a world prints as a public edition of a label.
pub fn printed(world: &Memory, label: &str) -> Printed {
    let (plan, _) = load(world);
    let audit = audited_view(&plan, (Edition::Public, Purpose::Release), &[]).1.unwrap();
    Printed {
        label: label.to_owned(),
        ..audit.printed
    }
}

/// Of a company of which nothing is left, totals are coarser, or it is an error until a person answers for it.
#[test]
fn nor_does_one_that_is_written_nowhere_any_more() {
    let (mut tried, mut followed) = (0, 0);
    for seed in 0..tries("PAIRS", 240) {
        let Some(pair) = Pair::new(seed) else { continue };
        // What changed besides is known to nobody but the prefecture.
        if pair
            .fates
            .values()
            .any(|it| matches!(it, Fate::Changed | Fate::Renumbered))
        {
            continue;
        }
        let first = printed(&pair.worlds[0], "公表版 第1版");
        let (plan, _) = load(&pair.worlds[1]);
        let (view, audit) = audited_view(&plan, (Edition::Public, Purpose::Release), std::slice::from_ref(&first));
        let audit = audit.unwrap();
        let mut totals = pair.totals(1, view.figures());
        let (then, _) = load(&pair.worlds[0]);
        let then = audited_view(&then, (Edition::Public, Purpose::Release), &[]).0;
        totals.extend(pair.totals(0, then.figures()));
        tried += 1;
        for index in determined(&totals, &pair.unknowns()) {
            followed += 1;
            let own = place(&plan, index);
            let derivable = audit.derivable.iter().any(|it| Some(it.place) == own);
            let concerns = audit.concerns.iter().map(|it| &it.diagnostic);
            let number = corporate_number(index);
            let mut concerns = concerns.filter(|it| it.code == Code::Derivable);
            let of_lost =
                concerns.any(|it| it.message.contains(&number) || it.message.contains(&format!("企業{index}の")));
            assert!(
                derivable || of_lost,
                "seed {seed}: company {index} follows from {totals:?}; {:?} {:?}",
                pair.members,
                pair.fates
            );
        }
    }
    assert!(tried > 20 && followed > 0, "{tried} {followed}");
}

/// What packing keeps of an edition: the path and the text of its record.
fn kept(world: &Memory, purpose: Purpose) -> (String, String) {
    let wanted = compile::Wanted {
        purpose,
        ..compile::Wanted::from(Edition::Public)
    };
    let checked = compile::build(world, wanted, &|_| {});
    let record = checked
        .pages
        .unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
        .printed()
        .unwrap();
    (record.path().to_owned(), record.text().to_owned())
}

#[test]
fn a_record_that_tells_something_else_is_never_overwritten() {
    let changed = |mut world: Memory| {
        replace(
            &mut world,
            "sources/companies/aso-seimitsu.toml",
            "value = 6_500",
            "value = 7_900",
        );
        world
    };
    for (purpose, name) in [
        (Purpose::Submission, "公表用（提出版）"),
        (Purpose::Rehearsal, "公表版"),
    ] {
        let mut world = july();
        let (path, first) = kept(&world, purpose);
        assert_eq!(path, format!("versions/{name}.printed.json"));
        put(&mut world, &path, first.clone());
        assert_eq!(kept(&world, purpose), (path, first));
        let mut world = changed(world);
        let (path, second) = kept(&world, purpose);
        assert_eq!(path, format!("versions/{name}（2）.printed.json"));
        put(&mut world, &path, second.clone());
        assert_eq!(kept(&world, purpose), (path, second));
    }
    // A record by the name that such ones had once is the submission's own.
    let mut world = july();
    let (_, record) = kept(&world, Purpose::Submission);
    let former = record.replace("公表用（提出版）", "公表用");
    put(&mut world, "versions/公表用.printed.json", former.clone());
    assert_eq!(
        kept(&world, Purpose::Submission),
        ("versions/公表用.printed.json".to_owned(), former)
    );
}

#[test]
fn an_edition_of_the_same_name_that_told_something_else_is_one_before() {
    let world = july();
    let mut lacking = world.clone();
    let path = "sources/companies/uki-controls.toml";
    replace(&mut lacking, path, "status = \"selected\"", "status = \"applied\"");
    let mut world = world;
    put(
        &mut world,
        "versions/公表版.printed.json",
        printed(&lacking, "公表版").text(),
    );
    let checked = compile::check(&world, Edition::Public, &|_| {});
    let of = |code: Code| checked.diagnostics.iter().filter(move |it| it.code == code);
    assert_eq!(of(Code::EarlierEditionMissing).count(), 1);
    assert!(
        of(Code::CoarsenedTotal).any(|it| it.message.contains("公表版の「")),
        "{:#?}",
        checked.diagnostics
    );
}

/// Whoever deletes the targets of a company that withdrew hides nothing from the readers of the edition before.
#[test]
fn a_company_whose_values_were_deleted_is_still_looked_after() {
    let path = "sources/companies/uki-controls.toml";
    let mut withdrawn = july();
    replace(&mut withdrawn, path, "status = \"selected\"", "status = \"withdrawn\"");
    let mut emptied = withdrawn.clone();
    let own = text(&emptied, path);
    let own = own[..own.find("[kpi.").unwrap()].to_owned();
    put(&mut emptied, path, own);
    let mut deleted = july();
    deleted.files.remove(path);
    let first = printed(&july(), "公表版 第1版");
    let coarse = |world: &Memory| -> Vec<String> {
        let (plan, _) = load(world);
        let view = audited_view(&plan, (Edition::Public, Purpose::Release), std::slice::from_ref(&first)).0;
        let figures = view.figures().all().into_iter();
        let of_targets = figures.filter(|it| it.name.contains("2030") && !it.name.contains("wage"));
        of_targets
            .filter(|it| it.is_approximate())
            .map(|it| it.name.to_string())
            .collect()
    };
    let known = coarse(&withdrawn);
    assert!(!known.is_empty());
    assert_eq!(coarse(&emptied), known);
    assert_eq!(coarse(&deleted), known);
    // What two editions before have told already is an error, until a person answers for it.
    let second = printed(&withdrawn, "公表版 第2版");
    for (world, name) in [(&emptied, "uki-controls"), (&deleted, "")] {
        let mut world = world.clone();
        put(&mut world, "versions/1.printed.json", first.text());
        put(&mut world, "versions/2.printed.json", second.text());
        let checked = compile::check(&world, Edition::Public, &|_| {});
        let of = |code: Code| checked.diagnostics.iter().filter(move |it| it.code == code);
        let lost: Vec<String> = of(Code::Derivable).filter_map(|it| it.hint.clone()).collect();
        assert!(
            !lost.is_empty() && lost.iter().all(|it| it.contains("[[cleared]]") && it.contains(name)),
            "{lost:#?}"
        );
        assert_eq!(of(Code::EarlierEditionMissing).count(), 1);
        let key = |hint: &String| {
            hint.split("key = \"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned()
        };
        let rows = lost
            .iter()
            .map(|hint| format!("\n[[cleared]]\nkey = \"{}\"\nreason = \"廃業\"\n", key(hint)));
        let plan = text(&world, "sources/plan.toml").to_owned() + &rows.collect::<String>();
        put(&mut world, "sources/plan.toml", plan);
        let checked = compile::check(&world, Edition::Public, &|_| {});
        assert!(
            checked.diagnostics.iter().all(|it| it.code != Code::Derivable),
            "{:#?}",
            checked.diagnostics
        );
    }
}

/// More decimals, or a smaller unit, than the edition before make nothing less known.
#[test]
fn a_finer_print_after_a_coarser_one_is_judged_by_the_coarser() {
    let path = "sources/companies/uki-controls.toml";
    let first = printed(&july(), "公表版 第1版");
    let mut second = july();
    replace(&mut second, path, "status = \"selected\"", "status = \"withdrawn\"");
    let second = printed(&second, "公表版 第2版");
    let records = [first, second];
    for (from, to) in [
        ("decimals = 0", "decimals = 2"),
        ("money_unit = \"百万円\"", "money_unit = \"千円\""),
    ] {
        let mut world = july();
        replace(&mut world, "sources/plan.toml", from, to);
        let (plan, diagnostics) = load(&world);
        assert!(
            diagnostics.iter().all(|it| it.code != Code::UnknownKey),
            "{diagnostics:#?}"
        );
        let audit = audited_view(&plan, (Edition::Public, Purpose::Release), &records)
            .1
            .unwrap();
        let of_uki = audit
            .derivable
            .iter()
            .filter(|it| *plan.sources.file(it.place.file).path == *path);
        assert!(of_uki.count() > 5, "{to}: {:#?}", audit.derivable);
    }
}

/// Divisions and the assembly have the briefings that they got: they are packed with a record, as the public's are.
#[test]
fn a_packed_briefing_keeps_what_it_printed_and_later_editions_read_it() {
    let wanted = planc::package::Wanted {
        edition: Edition::Briefing,
        archive: false,
    };
    let path = "sources/companies/uki-controls.toml";
    let mut lacking = july();
    replace(&mut lacking, path, "status = \"selected\"", "status = \"applied\"");
    let packed = crate::package::packed(&lacking, wanted);
    let zip = packed.zip.unwrap_or_else(|| panic!("{:#?}", packed.diagnostics));
    assert!(
        zip.file.path().starts_with("output/package/") && zip.files == 4,
        "{} {}",
        zip.file.path(),
        zip.files
    );
    let record = packed.printed.unwrap();
    assert!(record.path().starts_with("versions/説明用 ") && record.path().ends_with(".printed.json"));
    let mut world = july();
    put(&mut world, record.path(), record.text());
    for edition in [Edition::Public, Edition::Briefing] {
        let checked = compile::check(&world, edition, &|_| {});
        let coarse = checked.diagnostics.iter().filter(|it| it.code == Code::CoarsenedTotal);
        let of_uki = coarse.filter(|it| *checked.sources.file(it.place.file).path == *path);
        assert!(of_uki.count() > 0, "{:#?}", checked.diagnostics);
    }
}

/// By count, not by time: changes in every field do not exhaust the work that an audit is given.
#[test]
fn a_large_pair_is_audited_within_its_work() {
    let members: Vec<Member> = (0..200)
        .map(|index| Member {
            field: index % 5,
            publishes: index % 5 == 0,
            sales: [1_000 + index as u64, 2_000 + index as u64, 3_000 + index as u64],
            persons: [100, 200, 300],
        })
        .collect();
    let before = random::world(&members, "百万円");
    let mut changed = members.clone();
    changed.iter_mut().step_by(9).for_each(|it| it.sales[2] += 70);
    let mut after = random::world(&changed, "百万円");
    for index in [31, 62, 94] {
        replace(
            &mut after,
            &file(index),
            "status = \"selected\"",
            "status = \"withdrawn\"",
        );
    }
    for index in [100, 101, 102] {
        after.files.remove(&file(index));
    }
    let versions = [&before, &after].map(|world| read(world).0);
    let (_, told) = ShownVersion::side_by_side(versions, Edition::Public);
    assert!(told.iter().all(|it| it.derivable.is_empty()), "{:#?}", told);
    let concerns = told.iter().flat_map(|it| &it.concerns);
    let stopped = concerns.filter(|it| it.diagnostic.message.contains("計算に時間がかかる"));
    assert_eq!(stopped.count(), 0);
}

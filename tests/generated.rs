//! Writes plans of any size, plausible and awkward: long names, values that pend, zero, huge, tiny and falling numbers.

use crate::project::{published, put, quoted, sample};
use planc::world::Memory;
use std::fmt::Write;

/// What a generated plan is made of.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Target fields.
    pub fields: usize,
    /// Applicants, spread over the fields.
    pub companies: usize,
    /// Begins the row of chances.
    pub seed: u64,
}

/// A plan of this size, with the templates, the support and the frame of the sample.
pub fn plan(size: Size) -> Memory {
    let mut world = sample();
    let own = |path: &String| path.starts_with("sources/companies/") || path.starts_with("sources/fields/");
    world.files.retain(|path, _| !own(path));
    let support = include_str!("../sources/support.toml");
    let support = support
        .lines()
        .map(|line| if line.starts_with("applies_to") { "" } else { line });
    put(
        &mut world,
        "sources/support.toml",
        support.collect::<Vec<_>>().join("\n"),
    );
    let mut chance = Chance(size.seed | 1);
    for index in 0..size.fields {
        put(
            &mut world,
            &format!("sources/fields/field-{index:02}.toml"),
            field(index, &mut chance),
        );
    }
    for index in 0..size.companies {
        let path = format!("sources/companies/company-{index:03}.toml");
        put(&mut world, &path, company(index, index % size.fields, &mut chance));
    }
    world
}

/// A plan of which every edition can be built: nothing is awaited, a fifth of the companies publishes what it may, and
/// beside those of the size so many others applied that were not selected or withdrew. The numbers of all have three to ten
/// digits.
pub fn complete(size: Size, others: usize) -> Memory {
    let mut world = published();
    let own = |path: &String| path.starts_with("sources/companies/") || path.starts_with("sources/fields/");
    world.files.retain(|path, _| !own(path));
    let support = crate::project::text(&world, "sources/support.toml");
    let support = support.lines().filter(|line| !line.starts_with("applies_to"));
    let support = support.collect::<Vec<_>>().join("\n");
    put(&mut world, "sources/support.toml", support);
    let mut chance = Chance(size.seed | 1);
    for index in 0..size.fields {
        let path = format!("sources/fields/field-{index:02}.toml");
        put(&mut world, &path, field(index, &mut chance));
    }
    for index in 0..size.companies + others {
        let status = match index.checked_sub(size.companies) {
            None => "selected",
            Some(other) if other % 4 == 3 => "withdrawn",
            Some(_) => "not-selected",
        };
        let path = format!("sources/companies/company-{index:04}.toml");
        let text = applicant(index, (index % size.fields, status), &mut chance);
        put(&mut world, &path, text);
    }
    world
}

/// A row of chances that begins with a number other than 0.
pub struct Chance(pub u64);

impl Chance {
    /// A number below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    /// A number of so many digits.
    fn digits(&mut self, many: u32) -> u64 {
        let least = 10_u64.pow(many - 1);
        least + self.below(9 * least)
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn name(&mut self) -> String {
        let words = [
            "阿蘇",
            "球磨",
            "八代",
            "精密",
            "電子",
            "食品",
            "醸造",
            "テクノロジーズ",
            "ホールディングス",
            "マテリアル",
            "Bio",
            "研究所",
        ];
        let count = if self.one_in(8) { 14 } else { 1 + self.below(3) };
        (0..count)
            .map(|_| words[usize::try_from(self.below(12)).unwrap()])
            .collect()
    }

    fn prose(&mut self) -> String {
        let sentence = "県内の企業からの仕入れを増やし、県外への販売を伸ばします。";
        let paragraphs = (0..=self.below(3)).map(|_| sentence.repeat(1 + usize::try_from(self.below(6)).unwrap()));
        quoted(&paragraphs.collect::<Vec<_>>().join("\n\n"))
    }

    /// An amount, also an awkward one.
    fn amount(&mut self) -> String {
        match self.below(12) {
            0 => "0".to_owned(),
            1 => "0.000001".to_owned(),
            2 => "99_999_999.999999".to_owned(),
            3 => "{ pending = \"企業回答待ち\" }".to_owned(),
            4 => "1".to_owned(),
            _ => self.below(90_000).to_string(),
        }
    }
}

fn field(index: usize, chance: &mut Chance) -> String {
    let mut text = format!(
        "name = \"{}産業{index}\"\nshort_name = \"分野{index}\"\norder = {}\nstrategic_fields = []\n",
        chance.name(),
        index + 1
    );
    for key in ["situation", "challenges", "goal"] {
        let _ = writeln!(text, "{key} = {}", chance.prose());
    }
    let _ = writeln!(text, "[market]\nexport = {}", chance.prose());
    for product in 0..=chance.below(4) {
        let _ = writeln!(
            text,
            "[[market.products]]\nname = \"{}{product}\"\nroute = \"輸出\"\ncurrent = \"1億円\"\ntarget = \"{}\"\nyear = 2030",
            chance.name(),
            chance.name()
        );
    }
    let _ = writeln!(
        text,
        "[localization]\nroadmap = {}\nreinvestment = {}\nregional_benefit = {}",
        chance.prose(),
        chance.prose(),
        chance.prose()
    );
    text
}

/// A corporate number of the sample's kind, with its check digit.
pub fn corporate_number(index: usize) -> String {
    let digits = format!("9999{:08}", index + 1);
    let weighted = digits.bytes().rev().zip([1, 2].into_iter().cycle());
    let sum: u32 = weighted.map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{}{digits}", 9 - sum % 9)
}

fn company(index: usize, field: usize, chance: &mut Chance) -> String {
    let name = chance.name();
    let sales = 1_000_000_000 + chance.below(90_000_000_000);
    let part = |of: u64, chance: &mut Chance| chance.below(of + 1);
    let (external, purchases) = (
        part(sales, chance),
        if chance.one_in(6) { 0 } else { chance.below(sales) },
    );
    let internal = part(purchases, chance);
    let post = if chance.one_in(4) {
        "{ pending = \"調整中\" }"
    } else {
        "\"産業支援課\""
    };
    let mut text = format!(
        "name = \"株式会社{name}{index}\"\nshort_name = \"{name}{index}\"\nname_kana = \"カブシキガイシャ\"\n\
         corporate_number = \"{}\"\nmunicipality = \"大津町\"\nheadquarters = \"熊本県菊池郡大津町9999番地{index}\"\n\
         inside_prefecture = true\nattracted = {}\nfield = \"field-{field:02}\"\n\
         industry = {{ classification = \"JSIC\", revision = \"2023-07\", code = \"26\" }}\nbusiness = {}\n\
         employees = {}\nemployees_as_of = 2026-04-01\nreceived = 2026-05-27T16:40:00\nstatus = \"selected\"\n\
         selection_reason = {}\nsupporting_post = {post}\n\
         [consents]\naccompanying_support = true\nnetwork = true\n\
         [profile]\nsales = {{ value = {sales}, unit = \"円\", period_end = 2025-03-31, basis = \"単体\" }}\n",
        corporate_number(index),
        chance.one_in(9),
        chance.prose(),
        chance.below(2001),
        chance.prose()
    );
    for key in [
        "philosophy",
        "situation",
        "strategy",
        "investment",
        "regional_impact",
        "vision",
    ] {
        let _ = writeln!(text, "{key} = {}", chance.prose());
    }
    let _ = writeln!(
        text,
        "[transactions]\nbusiness_year = {{ start = 2024-04-01, end = 2025-03-31 }}\nunit = \"円\"\nsales = {sales}\n\
         external_sales = {external}\npurchases = {purchases}\ninternal_purchases = {internal}"
    );
    for (key, unit) in [
        ("internal_transactions", "百万円"),
        ("sales", "億円"),
        ("wage_increase", "％"),
        ("employment", "人"),
    ] {
        kpi(key, unit, chance, &mut text);
    }
    text
}

/// An application in which nothing is awaited.
fn applicant(index: usize, (field, status): (usize, &str), chance: &mut Chance) -> String {
    let name = chance.name();
    let is_selected = status == "selected";
    let many = if is_selected {
        10
    } else {
        3 + u32::try_from(chance.below(8)).unwrap()
    };
    let sales = chance.digits(many);
    let (external, purchases) = (chance.below(sales), 1 + chance.below(sales));
    let internal = chance.below(purchases);
    let employees = 1 + chance.below(1_999);
    let mut text = format!(
        "name = \"株式会社{name}{index}\"\nshort_name = \"{name}{index}\"\nname_kana = \"カブシキガイシャ\"\n\
         corporate_number = \"{}\"\nmunicipality = \"大津町\"\nheadquarters = \"熊本県菊池郡大津町{index}番地\"\n\
         inside_prefecture = true\nattracted = {}\nfield = \"field-{field:02}\"\n\
         industry = {{ classification = \"JSIC\", revision = \"2023-07\", code = \"26\" }}\nbusiness = {}\n\
         employees = {employees}\nemployees_as_of = 2026-04-01\nreceived = 2026-05-27T16:{:02}:00\nstatus = \"{status}\"\n",
        corporate_number(index),
        chance.one_in(9),
        chance.prose(),
        chance.below(60)
    );
    if is_selected {
        let reason = chance.prose();
        let _ = writeln!(text, "selection_reason = {reason}\nsupporting_post = \"産業支援課\"");
    }
    let _ = writeln!(
        text,
        "[consents]\naccompanying_support = true\nnetwork = true\n[profile]\n\
         sales = {{ value = {sales}, unit = \"円\", period_end = 2025-03-31, basis = \"単体\" }}"
    );
    for key in [
        "philosophy",
        "situation",
        "strategy",
        "investment",
        "regional_impact",
        "vision",
    ] {
        let _ = writeln!(text, "{key} = {}", chance.prose());
    }
    if chance.one_in(5) {
        let _ = writeln!(
            text,
            "[public]\nconfirmed = 2026-06-17\nsections = [\"sales\", \"vision\"]"
        );
    }
    let _ = writeln!(
        text,
        "[transactions]\nbusiness_year = {{ start = 2024-04-01, end = 2025-03-31 }}\nunit = \"円\"\nsales = {sales}\n\
         external_sales = {external}\npurchases = {purchases}\ninternal_purchases = {internal}"
    );
    for (key, unit) in [
        ("internal_transactions", "百万円"),
        ("sales", "百万円"),
        ("wage_increase", "％"),
        ("employment", "人"),
    ] {
        let base = match key {
            "employment" => employees,
            _ => {
                let many = 3 + u32::try_from(chance.below(3)).unwrap();
                chance.digits(many)
            }
        };
        let mut value = |step: u64| match key {
            "wage_increase" => format!("{}.{}", 1 + chance.below(6), chance.below(10)),
            _ => (base + step * (1 + chance.below(1 + base / 4))).to_string(),
        };
        let _ = writeln!(
            text,
            "[kpi.{key}]\nunit = \"{unit}\"\nscope = \"県内事業所\"\nprovenance = \"企業回答\"\nconfirmed = 2026-06-16\n\
             baseline = {{ fiscal_year = 2024, value = {} }}\n\
             targets = [{{ fiscal_year = 2028, value = {} }}, {{ fiscal_year = 2030, value = {} }}]\n\
             basis = \"個々の取引先との見込みを積み上げて算定しました。\"",
            value(0),
            value(1),
            value(2)
        );
    }
    text
}

fn kpi(key: &str, unit: &str, chance: &mut Chance, text: &mut String) {
    let value = |chance: &mut Chance| match key {
        "employment" => chance.below(3000).to_string(),
        "wage_increase" if chance.one_in(5) => "-1.5".to_owned(),
        "wage_increase" => format!("{}.{}", chance.below(9), chance.below(10)),
        _ => chance.amount(),
    };
    let _ = writeln!(
        text,
        "[kpi.{key}]\nunit = \"{unit}\"\nscope = \"県内事業所\"\nprovenance = \"{}\"\nbaseline = {{ fiscal_year = 2024, value = {} }}\n\
         targets = [{{ fiscal_year = 2028, value = {} }}, {{ fiscal_year = 2030, value = {} }}]",
        if chance.one_in(3) { "県推計" } else { "企業回答" },
        value(chance),
        value(chance),
        value(chance)
    );
    if !chance.one_in(3) {
        let _ = writeln!(text, "confirmed = 2026-06-16\nbasis = {}", chance.prose());
    }
}

//! Companies and fields by all the names that a text may call them.

use crate::plan::{Company, Entry, Plan};
use crate::words::{Letters, letters};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Words of a company's name that say nothing of which it is.
const LEGAL_FORMS: [&str; 14] = [
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "協同組合",
    "一般社団法人",
    "一般財団法人",
    "農事組合法人",
    "(株)",
    "(有)",
    "(同)",
    "㈱",
    "㈲",
];
/// No shorter name is known by, in letters.
const SHORTEST: usize = 2;
/// No longer one is written out, in letters.
pub const LONGEST: usize = 100;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A company, by its index in the plan.
    Company(usize),
    /// A field, by its id.
    Field(Arc<str>),
}

/// All names.
#[derive(Default)]
pub struct Names {
    /// `None` where there are none.
    automaton: Option<AhoCorasick>,
    /// What each pattern of it stands for.
    named: Vec<BTreeSet<Named>>,
}

impl Names {
    /// Those of a plan's companies, selected or not, and fields.
    pub fn of(plan: &Plan) -> Names {
        let mut of: BTreeMap<String, BTreeSet<Named>> = BTreeMap::new();
        for (index, company) in plan.companies.iter().enumerate() {
            for name in names_of(company) {
                of.entry(name).or_default().insert(Named::Company(index));
            }
        }
        for field in &plan.fields {
            let names = [&field.name, &field.short_name].into_iter().filter_map(|it| it.get());
            for name in names.map(|name| letters(&name.0)).filter(|it| is_name(it)) {
                of.entry(name).or_default().insert(Named::Field(field.id.clone()));
            }
        }
        let (patterns, named): (Vec<String>, Vec<BTreeSet<Named>>) = of.into_iter().unzip();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            // Whatever the names, it takes little memory.
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&patterns);
        Names {
            automaton: automaton.ok().filter(|_| !patterns.is_empty()),
            named,
        }
    }

    /// Whom a text names, each with the byte at which it first does.
    pub fn find(&self, text: &str) -> BTreeMap<Named, usize> {
        let mut found = BTreeMap::new();
        let Some(automaton) = &self.automaton else {
            return found;
        };
        let own = Letters::of(text);
        let joined: String = own.letters.iter().collect();
        for hit in automaton.find_iter(&joined) {
            let start = own.start(joined[..hit.start()].chars().count());
            for named in &self.named[hit.pattern().as_usize()] {
                found.entry(named.clone()).or_insert(start);
            }
        }
        found
    }
}

/// Whether it is neither so short that it is a word of any text nor so long that nobody writes it out.
fn is_name(name: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&name.chars().count())
}

/// 株式会社阿蘇精密（見本）, 阿蘇精密（見本）, 株式会社阿蘇精密, 阿蘇精密, its short name and its reading, all in letters.
pub fn names_of(company: &Entry<Company>) -> BTreeSet<String> {
    let full = company.name.get().map(|name| &*name.0);
    let short = company.short_name.get().map(|name| &*name.0);
    let reading = company.name_kana.get().map(|name| &*name.0);
    let mut names = BTreeSet::new();
    for name in full.into_iter().chain(short) {
        let outside = name.split(['（', '(']).next().unwrap_or(name);
        for name in [name, outside] {
            let bare = LEGAL_FORMS
                .iter()
                .fold(name.to_owned(), |name, form| name.replace(form, ""));
            names.extend([letters(name), letters(&bare)]);
        }
    }
    let reading = reading
        .map(letters)
        .map(|it| it.replace("カブシキガイシャ", "").replace("ユウゲンガイシャ", ""));
    // A short reading is a word of any text.
    names.extend(reading.filter(|it| it.chars().count() > 2 * SHORTEST));
    names.retain(|name| is_name(name));
    names
}

//! Law 3: any text that a source may hold prints unchanged in both outputs, or is refused with its place.
//!
//! Texts are planted in every key of the sample that takes words of one's own. Which do is asked of planc: it refuses
//! any other word where only certain ones may stand. Behind each text stands a marker of its key.

use crate::project::{self, Built, build, check_sources, quoted, sample, source_paths, text, values};
use crate::sample::{assert_same, expected_in_pdf, pdf_lines};
use crate::{docx, project::said};
use planc::document::text::lines;
use planc::world::Memory;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What must come out as it went in, or be refused where it stands.
pub const HOSTILE: &[&str] = &[
    "#panic()",
    "*x*",
    "_y_",
    "**z**",
    "{{ 7*7 }}",
    "{% raw %}",
    "{# c",
    "| a | b |",
    "|---|---|",
    "</w:t>",
    "&amp;",
    "&#x41;",
    "\\",
    "\\n",
    "$x$",
    "@a",
    "<b>",
    "<!-- c -->",
    "]]>",
    "`code`",
    "```",
    ":::",
    "# h",
    "1. x",
    "- x",
    "> x",
    "---",
    "===",
    "[a](https://a.example)",
    "![a](b.png)",
    "[^1]",
    "https://a.example/?b=c&d=%20",
    "\"'“”‘’",
    "%s %n {0}",
    "=1+1",
    "a  b",
    "末尾の空白   ",
    "　全角の空白　",
    "全角ＡＢＣ１２３（）％",
    "半角ｱｲｳ",
    "①㈱㍻",
    "~～〜",
    "―—−-",
    "𠮷野家",
    "葛󠄀城市",
    "か\u{3099}",
    "e\u{301}",
    "😀",
    "👨\u{200D}👩\u{200D}👧",
    "\u{FE0F}",
    "\u{E0100}",
    "\u{202E}逆",
    "\u{200B}",
    "\u{AD}",
    "\u{E000}",
    "\u{E000}7\u{E001}",
    "\u{3FFF0}",
    "\u{3FFF0}0\u{3FFF1}",
    "\u{FFFD}",
    "\u{FFFE}",
    "\u{FEFF}",
    "\u{0}",
    "\u{1}",
    "\u{8}",
    "\t",
    "\u{C}",
    "\u{1B}[31m",
    "\u{7F}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{A0}",
];

/// A key of a file that takes words of one's own.
pub struct Slot {
    path: String,
    key: String,
    /// Its number in the marker.
    pub number: usize,
    /// Takes paragraphs.
    prose: bool,
}

impl Slot {
    /// What stands behind its text, to find it by.
    pub fn marker(&self) -> String {
        format!("〔目印{:04}〕", self.number)
    }
}

impl std::fmt::Display for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.key)
    }
}

/// Every key that holds a text.
fn all_slots() -> Vec<Slot> {
    let world = sample();
    let mut slots = Vec::new();
    for path in source_paths(&world) {
        for value in values(text(&world, &path)) {
            // What pends has a reason in words; it is printed in the list of what is open.
            if value.text.is_some() {
                let (path, key, number) = (path.clone(), value.key, slots.len());
                slots.push(Slot {
                    path,
                    key,
                    number,
                    prose: false,
                });
            }
        }
    }
    slots
}

/// The sample with other texts in some keys.
pub fn planted<'a>(slots: impl IntoIterator<Item = (&'a Slot, String)>) -> Memory {
    let mut world = sample();
    let mut by_file: BTreeMap<&str, BTreeMap<&str, String>> = BTreeMap::new();
    for (slot, value) in slots {
        by_file.entry(&slot.path).or_default().insert(&slot.key, value);
    }
    for (path, by_key) in by_file {
        let mut changed = text(&world, path).to_owned();
        for value in values(&changed.clone()).iter().rev() {
            if let Some(new) = by_key.get(value.key.as_str()) {
                changed.replace_range(value.span.clone(), &quoted(new));
            }
        }
        project::put(&mut world, path, changed);
    }
    world
}

/// The slots of which planc says an error at the very place of their value.
pub fn refused(slots: &[&Slot], world: &Memory) -> BTreeSet<usize> {
    let (sources, diagnostics) = check_sources(world);
    let errors = diagnostics.iter().filter(|it| project::is_error(it));
    let places: BTreeSet<(String, usize)> = errors
        .map(|it| (sources.file(it.place.file).path.to_string(), it.place.span.start))
        .collect();
    let mut starts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for path in source_paths(world) {
        for value in values(text(world, &path)) {
            starts.insert((path.clone(), value.key), value.span.start);
        }
    }
    let start = |slot: &Slot| {
        let start = starts[&(slot.path.clone(), slot.key.clone())];
        // The place of a value that pends is that of its table.
        if slot.key.ends_with(".pending") {
            text(world, &slot.path)[..start].rfind('{').unwrap_or(start)
        } else {
            start
        }
    };
    let is_refused = |slot: &&&Slot| places.contains(&(slot.path.clone(), start(slot)));
    slots.iter().filter(is_refused).map(|slot| slot.number).collect()
}

/// The keys that take words of one's own, found by trying one.
pub fn slots() -> &'static [Slot] {
    static SLOTS: LazyLock<Vec<Slot>> = LazyLock::new(|| {
        let mut slots = all_slots();
        let all: Vec<&Slot> = slots.iter().collect();
        let closed = refused(&all, &planted(all.iter().map(|slot| (*slot, "任意の語句".to_owned()))));
        let one_line = refused(&all, &planted(all.iter().map(|slot| (*slot, "二\n行".to_owned()))));
        for slot in &mut slots {
            slot.prose = !one_line.contains(&slot.number);
        }
        slots.retain(|slot| !closed.contains(&slot.number));
        slots
    });
    &SLOTS
}

/// The slots that are printed at all, found by planting markers alone.
fn printed() -> &'static [&'static Slot] {
    static PRINTED: LazyLock<Vec<&'static Slot>> = LazyLock::new(|| {
        let built = build(&planted(slots().iter().map(|slot| (slot, slot.marker()))));
        let all = lines(&built.document).concat();
        slots().iter().filter(|slot| all.contains(&slot.marker())).collect()
    });
    &PRINTED
}

/// Which texts which key refuses, at its place.
fn refusals() -> &'static BTreeMap<&'static str, BTreeSet<usize>> {
    static REFUSALS: LazyLock<BTreeMap<&'static str, BTreeSet<usize>>> = LazyLock::new(|| {
        let all: Vec<&Slot> = slots().iter().collect();
        let one = |hostile: &&'static str| {
            let world = planted(all.iter().map(|slot| (*slot, format!("{hostile}{}", slot.marker()))));
            (*hostile, refused(&all, &world))
        };
        HOSTILE.iter().map(one).collect()
    });
    &REFUSALS
}

#[test]
fn many_keys_take_words_of_ones_own_and_most_are_printed() {
    let (slots, printed) = (slots(), printed());
    assert!(slots.len() > 400, "{}", slots.len());
    assert!(printed.len() > 300, "{}", printed.len());
    let keys: BTreeSet<String> = printed.iter().map(|slot| schema_key(slot)).collect();
    for key in [
        "companies name",
        "companies profile.investment",
        "fields market.products[].current",
        "plan purpose",
    ] {
        assert!(keys.contains(key), "{key} in {keys:#?}");
    }
}

/// The key without indexes and names of files.
fn schema_key(slot: &Slot) -> String {
    let file = slot
        .path
        .trim_start_matches("sources/")
        .split(['/', '.'])
        .next()
        .unwrap_or_default();
    let mut key = String::new();
    let mut inside = false;
    for character in slot.key.chars() {
        inside = character == '[' || inside && character != ']';
        if !inside || character == '[' {
            key.push(character);
        }
    }
    format!("{file} {key}")
}

#[test]
fn law_3_a_text_is_refused_by_all_keys_or_by_none() {
    for (hostile, refused) in refusals() {
        let free: Vec<String> = slots()
            .iter()
            .filter(|slot| !refused.contains(&slot.number))
            .map(Slot::to_string)
            .collect();
        assert!(
            refused.is_empty() || free.is_empty(),
            "{hostile:?} is not refused by {free:?}"
        );
    }
    let refused = |text: &str| !refusals()[text].is_empty();
    for text in ["\u{0}", "\u{202E}逆", "\u{E000}", "\u{3FFF0}", "\u{FE0F}", "\u{FFFE}"] {
        assert!(refused(text), "{text:?} is taken");
    }
    for text in ["#panic()", "{{ 7*7 }}", "</w:t>", "𠮷野家", "\\", "---", "```"] {
        assert!(!refused(text), "{text:?} is refused");
    }
}

fn is_taken(hostile: &str, slot: &Slot) -> bool {
    !refusals()[hostile].contains(&slot.number)
}

/// Builds and compares both files with the tree, and the tree with what was planted.
fn assert_unchanged(planting: &[(&Slot, String)]) -> Built {
    let world = planted(planting.iter().map(|(slot, value)| (*slot, value.clone())));
    let built = build(&world);
    let tree = lines(&built.document);
    let printed: BTreeSet<usize> = printed().iter().map(|slot| slot.number).collect();
    let mut lost = Vec::new();
    for (slot, value) in planting.iter().filter(|(slot, _)| printed.contains(&slot.number)) {
        for paragraph in value.split('\n').map(str::trim).filter(|it| !it.is_empty()) {
            if !tree.iter().any(|line| line.contains(paragraph)) {
                let marked = tree.iter().find(|line| line.contains(&slot.marker()));
                lost.push(format!("{slot}: {paragraph:?}, but {marked:?}"));
            }
        }
    }
    assert!(lost.is_empty(), "{} lost:\n{}", lost.len(), lost.join("\n"));
    assert_same(&docx::lines(&built.docx), &tree);
    assert_eq!(docx::problems(&built.docx), Vec::<String>::new());
    assert_same(&pdf_lines(&built.pdf), &expected_in_pdf(&built));
    built
}

#[test]
fn law_3_all_texts_at_once_in_every_key_come_out_unchanged() {
    let value = |slot: &Slot| {
        let taken: Vec<&str> = HOSTILE
            .iter()
            .copied()
            .filter(|hostile| is_taken(hostile, slot))
            .collect();
        let between = if slot.prose { "\n\n" } else { "、" };
        format!("{}{}", taken.join(between), slot.marker())
    };
    let planting: Vec<(&Slot, String)> = slots().iter().map(|slot| (slot, value(slot))).collect();
    assert_unchanged(&planting);
}

#[test]
fn law_3_texts_that_begin_and_end_a_value_come_out_unchanged() {
    for round in 0..3 {
        let value = |(index, slot): (usize, &'static Slot)| {
            let taken: Vec<&str> = HOSTILE
                .iter()
                .copied()
                .filter(|hostile| is_taken(hostile, slot))
                .collect();
            let hostile = taken[(index * 3 + round) % taken.len()];
            match round {
                0 => (slot, format!("{hostile}{}", slot.marker())),
                1 => (slot, format!("{}{hostile}", slot.marker())),
                _ => (slot, format!("{hostile}{}{hostile}", slot.marker())),
            }
        };
        let planting: Vec<(&Slot, String)> = slots().iter().enumerate().map(value).collect();
        assert_unchanged(&planting);
    }
}

/// Puts a word of thousands of one character into every eighth kind of key that is printed, from a given one on: such
/// words are what typesetting takes longest for.
fn assert_takes_long_words(of: &str, first: usize) {
    let mut seen = BTreeSet::new();
    let kinds = printed().iter().filter(|slot| seen.insert(schema_key(slot)));
    let word = |slot: &&'static Slot| (*slot, format!("{}{}", of.repeat(4_900), slot.marker()));
    let planting: Vec<(&Slot, String)> = kinds.skip(first).step_by(8).map(word).collect();
    assert!(planting.len() > 10);
    assert_unchanged(&planting);
}

#[test]
fn law_3_a_word_of_thousands_of_characters_comes_out_unchanged() {
    assert_takes_long_words("長", 0);
}

#[test]
fn law_3_an_ascii_word_of_thousands_of_letters_comes_out_unchanged() {
    assert_takes_long_words("x", 4);
}

#[test]
fn law_3_what_is_refused_is_said_at_its_line() {
    let slot = slots().iter().find(|slot| slot.key == "goal").expect("a goal");
    let world = planted([(slot, "前\u{0}後".to_owned())]);
    let (sources, diagnostics) = check_sources(&world);
    let place = text(&world, &slot.path)
        .lines()
        .position(|line| line.starts_with("goal"))
        .map(|it| it + 1);
    let expected = format!("{}:{}:8 unprintable-character", slot.path, place.expect("its line"));
    let said = said(&diagnostics, &sources);
    assert!(
        said.iter().any(|it| it.starts_with(&expected)),
        "{expected} in {said:#?}"
    );
}

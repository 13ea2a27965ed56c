//! Law 3 on texts made at random, in the real templates: what is not refused comes out of the expansion unchanged.

use super::fuzz;
use super::templates::{expanded, templates};
use crate::hostile::{HOSTILE, Slot, planted, refused, slots};
use crate::project::{built_sample, is_error, quoted};
use planc::diagnostic::Edition;
use planc::document::text::lines;
use planc::edition::view;
use planc::plan::load;
use planc::rules;
use planc::world::Memory;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::sync::Arc;

/// A text of hostile pieces, any characters and plain words.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => select(HOSTILE).prop_map(str::to_owned),
        2 => "[ -~]{1,12}",
        2 => select(&["県内", "、", "。", "です。", "\n\n", "\n", " ", "1,234", "令和8年度", "「", "）"][..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "\\PC{1,6}",
    ];
    prop::collection::vec(piece, 1..10).prop_map(|pieces| pieces.concat())
}

#[test]
fn values_in_the_templates() {
    let planting = prop::collection::vec((any::<Index>(), text()), 1..24);
    fuzz(
        "values_in_the_templates",
        12,
        planting,
        |it| shown(it).into_bytes(),
        assert_unchanged,
    );
}

type Planting = Vec<(Index, String)>;

/// Each key takes the last text meant for it.
fn by_slot(planting: &Planting) -> Vec<(&'static Slot, String)> {
    let mut chosen: Vec<(&Slot, String)> = Vec::new();
    for (index, text) in planting {
        let slot = index.get(slots());
        chosen.retain(|(other, _)| other.number != slot.number);
        chosen.push((slot, format!("{text}{}", slot.marker())));
    }
    chosen
}

fn shown(planting: &Planting) -> String {
    let chosen = by_slot(planting).into_iter();
    chosen
        .map(|(slot, text)| format!("{slot} = {}\n", quoted(&text)))
        .collect()
}

fn world(chosen: &[(&Slot, String)]) -> Memory {
    planted(chosen.iter().map(|(slot, text)| (*slot, text.clone())))
}

fn assert_unchanged(planting: &Planting) {
    let mut chosen = by_slot(planting);
    let all: Vec<&Slot> = chosen.iter().map(|(slot, _)| *slot).collect();
    let refused = refused(&all, &world(&chosen));
    chosen.retain(|(slot, _)| !refused.contains(&slot.number));
    let world = world(&chosen);
    let (mut plan, mut diagnostics) = load(&world);
    diagnostics.extend(rules::check(&plan));
    let errors: Vec<_> = diagnostics.iter().filter(|it| is_error(it)).collect();
    assert!(errors.is_empty(), "not at the place of a value: {errors:#?}");
    let templates = templates(&world, &mut plan.sources);
    let expansion = expanded(&templates, &Arc::new(view(&plan, Edition::Draft)));
    assert!(expansion.diagnostics.is_empty(), "{:#?}", expansion.diagnostics);
    let mut document = built_sample().document.clone();
    document.sections = expansion.sections;
    let tree = lines(&document);
    for (slot, text) in &chosen {
        let printed = tree.iter().any(|line| line.contains(&slot.marker()));
        for paragraph in text.split('\n').map(str::trim).filter(|it| printed && !it.is_empty()) {
            assert!(
                tree.iter().any(|line| line.contains(paragraph)),
                "{slot} lost {paragraph:?}"
            );
        }
    }
}

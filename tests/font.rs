//! Characters that the faces lack.

use crate::rich;
use planc::font::{faces, unprintable};

fn refused(text: &str) -> Vec<(usize, String)> {
    unprintable(text)
        .into_iter()
        .map(|it| (it.offset, it.cluster))
        .collect()
}

#[test]
fn nine_faces_are_built_in() {
    assert_eq!(faces().len(), 9);
}

#[test]
fn common_and_rare_characters_print() {
    assert_eq!(refused(rich::HOSTILE), []);
    assert_eq!(
        refused("漢字かなカナ１２３ ①㈱髙﨑 ~^\u{a0}😀".trim_end_matches('😀')),
        []
    );
}

#[test]
fn a_form_that_the_face_lacks_is_refused_with_its_selector() {
    assert_eq!(refused("葛\u{E0100}"), []);
    assert_eq!(refused("前葛\u{E01EF}後"), [(3, "葛\u{E01EF}".to_owned())]);
}

#[test]
fn what_cannot_be_seen_is_refused() {
    let invisible = [
        "\u{7}",
        "\t",
        "\u{200B}",
        "\u{202E}",
        "\u{2066}",
        "\u{E000}",
        "\u{FFFE}",
        "\u{10FFFF}",
        "\u{FEFF}",
        "\u{AD}",
    ];
    for text in invisible {
        assert_eq!(refused(&format!("あ{text}い")).len(), 1, "{text:?}");
    }
}

#[test]
fn a_mark_needs_the_face_of_its_base() {
    assert_eq!(refused("か\u{3099}"), []);
    assert_eq!(refused("亜\u{20DD}").len(), 1);
}

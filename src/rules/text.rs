//! Rules of every text, looked at once: characters that can be printed, dates, wording; and what is still pending.

use super::{dates, wording};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Class;
use crate::font;
use crate::parallel;
use crate::plan::{Node, Plan, Scalar};
use crate::source::{FileId, Place};
use std::collections::BTreeSet;

/// A text of the sources.
pub(super) struct Text<'a> {
    /// What is written.
    pub content: &'a str,
    /// Where the value stands.
    pub place: Place,
    /// Paragraphs, not a line.
    pub prose: bool,
    /// Who may read it.
    pub class: Class,
}

/// What is asked of every text.
const RULES: &[fn(&Plan, &Text<'_>, &mut Vec<Diagnostic>)] = &[
    printable,
    dates::weekdays,
    wording::endings,
    wording::machine_dependent,
    wording::full_width,
];

/// What there is to say of every single value: of texts, reasons of what is pending included, and that it is pending.
pub(super) fn leaves(plan: &Plan) -> Vec<Diagnostic> {
    let applicants: BTreeSet<FileId> = plan
        .companies
        .iter()
        .filter(|company| !company.is_selected())
        .map(|it| it.file)
        .collect();
    let of_file = |_, (file, node): &(FileId, Node<'_>)| {
        let (mut diagnostics, shown) = (Vec::new(), !applicants.contains(file));
        node.each_leaf(&mut |leaf| {
            if let Some(text) = text_of(leaf) {
                RULES.iter().for_each(|rule| rule(plan, &text, &mut diagnostics));
            }
            if shown {
                diagnostics.extend(pending(leaf));
            }
        });
        diagnostics
    };
    parallel::map(&plan.nodes(), of_file).into_iter().flatten().collect()
}

fn text_of<'a>(leaf: &Node<'a>) -> Option<Text<'a>> {
    let (content, place, prose, class) = match leaf {
        Node::Value { scalar, place, class } => match *scalar {
            Scalar::Line(text) => (text, *place, false, *class),
            Scalar::Prose(text) => (text, *place, true, *class),
            Scalar::Number(_) | Scalar::Integer(_) | Scalar::Bool(_) | Scalar::Date(_) | Scalar::DateTime(_) => {
                return None;
            }
        },
        Node::Pending { pending, class } => (&pending.reason, pending.place, false, *class),
        Node::Absent | Node::Withheld | Node::Table(_) | Node::List(_) => return None,
    };
    Some(Text {
        content,
        place,
        prose,
        class,
    })
}

/// No character prints as an empty box, and none is refused by Word or PDF.
fn printable(_: &Plan, text: &Text<'_>, to: &mut Vec<Diagnostic>) {
    let found: Vec<String> = font::unprintable(text.content)
        .into_iter()
        .filter(|found| !(text.prose && found.cluster == "\n"))
        .map(|found| describe(&found.cluster))
        .collect();
    let Some(first) = found.first() else { return };
    let more = if found.len() > 1 {
        format!("ほか{}字", found.len() - 1)
    } else {
        String::new()
    };
    let message = format!("印刷できない文字（{first}{more}）が含まれています。");
    let hint = "別の文字に置き換えてください。人名・社名の外字は、近い字体に直せるかを本人に確かめてください。";
    to.push(Diagnostic::new(Code::UnprintableCharacter, text.place, message).hint(hint));
}

fn describe(cluster: &str) -> String {
    let codes: Vec<String> = cluster.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
    let shown = if cluster.chars().any(char::is_control) {
        ""
    } else {
        cluster
    };
    format!("{shown} {}", codes.join(" "))
}

/// What is still awaited of all that an edition speaks of, the prefecture's own dates included: an edition needs them.
fn pending(leaf: &Node<'_>) -> Option<Diagnostic> {
    let Node::Pending { pending, .. } = leaf else {
        return None;
    };
    let message = format!("調整中の値があります（{}）。", pending.reason);
    let hint = "決まりしだい、{ pending = … } を値に置き換えてください。";
    Some(Diagnostic::new(Code::PendingValue, pending.place, message).hint(hint))
}

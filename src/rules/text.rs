//! Rules of every value: characters that can be printed, and what is still pending.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Class;
use crate::font;
use crate::plan::{Node, Plan, Scalar};

/// No character prints as an empty box, and none is refused by Word or PDF.
pub(super) fn printable(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for (_, node) in plan.nodes() {
        node.leaves("", &mut |_, leaf| {
            let (text, place, prose) = match leaf {
                Node::Value {
                    scalar: Scalar::Line(text),
                    place,
                    ..
                } => (&***text, *place, false),
                Node::Value {
                    scalar: Scalar::Prose(text),
                    place,
                    ..
                } => (&***text, *place, true),
                Node::Pending { pending, .. } => (&*pending.reason, pending.place, false),
                _ => return,
            };
            let found: Vec<String> = font::unprintable(text)
                .into_iter()
                .filter(|found| !(prose && found.cluster == "\n"))
                .map(|found| describe(&found.cluster))
                .collect();
            if let Some(first) = found.first() {
                let more = if found.len() > 1 {
                    format!("ほか{}字", found.len() - 1)
                } else {
                    String::new()
                };
                let message = format!("印刷できない文字（{first}{more}）が含まれています。");
                let hint =
                    "別の文字に置き換えてください。人名・社名の外字は、近い字体に直せるかを本人に確かめてください。";
                to.push(Diagnostic::new(Code::UnprintableCharacter, place, message).hint(hint));
            }
        });
    }
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

/// What an edition shows and is still awaited.
pub(super) fn pending(plan: &Plan, to: &mut Vec<Diagnostic>) {
    let shown: Vec<_> = plan
        .companies
        .iter()
        .filter(|company| !company.is_selected())
        .map(|it| it.file)
        .collect();
    for (file, node) in plan.nodes() {
        if shown.contains(&file) {
            continue;
        }
        node.leaves("", &mut |_, leaf| {
            if let Node::Pending { pending, class } = leaf
                && *class < Class::Internal
            {
                let message = format!("調整中の値があります（{}）。", pending.reason);
                let hint = "決まりしだい、{ pending = … } を値に置き換えてください。";
                to.push(Diagnostic::new(Code::PendingValue, pending.place, message).hint(hint));
            }
        });
    }
}

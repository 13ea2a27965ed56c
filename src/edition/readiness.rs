//! Whether an edition may be made yet: its name and date, the decision, the nation's publication, what is still awaited.

use super::{PlanView, Purpose};
use crate::diagnostic::{Code, Diagnostic, Edition};
use crate::plan::{Leaf, Part, Plan};
use crate::source::{Place, Span};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What stands in the way of an edition, beside the mistakes in the sources: added to the diagnostics. What is awaited,
/// but not of this edition, is taken from them; a draft awaits everything. A briefing waits for nobody: it is made of a
/// draft, before the decision and before the nation has published.
///
/// The public edition does not wait for the nation where it is only rehearsed, or goes to the nation for publication.
pub fn readiness(plan: &Plan, view: &PlanView, purpose: Purpose, diagnostics: &mut Vec<Diagnostic>) {
    let company = view.plan().companies.first().map(|company| company.file);
    match view.edition() {
        Edition::Draft => return,
        Edition::Company => {
            let own = |it: &Diagnostic| Some(it.place.file) == company;
            diagnostics
                .retain(|it| own(it) || it.code.severity(Edition::Company) == crate::diagnostic::Severity::Error);
            return;
        }
        Edition::Briefing => {}
        Edition::Final => {
            diagnostics.extend(unnamed(plan, &plan.about.editions.r#final, "final", "提出版"));
            diagnostics.extend(undecided(plan));
        }
        Edition::Public => {
            if purpose != Purpose::Submission {
                diagnostics.extend(unnamed(plan, &plan.about.editions.public, "public", "公表版"));
            }
            if purpose == Purpose::Release {
                diagnostics.extend(unpublished(plan));
            }
        }
    }
    let awaited = awaited(plan, view, purpose);
    diagnostics.retain(|it| it.code != Code::PendingValue || awaited.contains(&it.place));
}

/// The places of the pending values that an edition needs: those it shows, those its totals are made from, the decision.
fn awaited(plan: &Plan, view: &PlanView, purpose: Purpose) -> BTreeSet<Place> {
    let shown = view.plan().awaited().into_iter().map(|it| it.pending.place);
    let of_company = |file| plan.companies.iter().any(|it| it.file == file && it.is_selected());
    let behind = plan.awaited().into_iter().filter(|it| match view.edition() {
        Edition::Final => it.file == plan.about.file && it.key.starts_with("approval."),
        Edition::Briefing | Edition::Public => it.key.starts_with("kpi.") && of_company(it.file),
        Edition::Draft | Edition::Company => false,
    });
    let mut places: BTreeSet<Place> = shown.chain(behind.map(|it| it.pending.place)).collect();
    if purpose == Purpose::Rehearsal {
        let names = &plan.about.editions.public;
        let own = [names.date.place(), names.version.place()];
        own.into_iter().flatten().for_each(|place| {
            places.remove(&place);
        });
    }
    places
}

fn header<T>(plan: &Plan, part: &Part<T>) -> Place {
    let start = Place {
        file: plan.about.file,
        span: Span::default(),
    };
    part.header.unwrap_or(start)
}

/// An edition needs a name and a date; where its table is written, the reader asks for them.
fn unnamed<T>(plan: &Plan, names: &Part<T>, key: &str, word: &str) -> Option<Diagnostic> {
    if names.place.is_some() {
        return None;
    }
    let message = format!("{word}の版と日付（[editions.{key}] の version と date）がありません。");
    let hint = format!(
        "plan.toml に、[editions.{key}] の見出しと、version = \"{word}\"、date = 2026-07-15 の形の2行を書いてください。"
    );
    Some(Diagnostic::new(Code::MissingKey, header(plan, names), message).hint(hint))
}

/// What goes to the nation has been decided.
fn undecided(plan: &Plan) -> Vec<Diagnostic> {
    let approval = &plan.about.approval;
    let keys = [
        (approval.decided.is_written(), "decided", "決裁日", "2026-07-14"),
        (
            approval.document_number.is_written(),
            "document_number",
            "文書番号",
            "\"産支第123号\"",
        ),
    ];
    let missing = keys.into_iter().filter(|(written, ..)| !written);
    missing
        .map(|(_, key, label, example)| {
            let message = format!("決裁の{label}（approval.{key}）がありません。提出版は、決裁を経た計画です。");
            let hint = format!("plan.toml の [approval] に {key} = {example} の形で書いてください。");
            Diagnostic::new(Code::MissingKey, header(plan, approval), message).hint(hint)
        })
        .collect()
}

/// Nothing is published before the nation has.
fn unpublished(plan: &Plan) -> Option<Diagnostic> {
    let about = &plan.about;
    let nation = &about.publication.nation;
    let day = |leaf: &Leaf<Date>| leaf.value();
    let message = match (day(nation), day(&about.editions.public.date)) {
        (Some(nation), Some(ours)) if ours < nation => "公表版の日付が、国の公表日より前です。",
        (Some(_), _) => return None,
        (None, _) => "国の公表日が決まっていません。",
    };
    let hint = "国が公表した後に、plan.toml の publication.nation に国の公表日を書いてから作成してください。\
                体裁を確かめるだけなら、--rehearsal を付けると、全てのページに「公表前」と印刷します。";
    let place = nation.place().unwrap_or_else(|| header(plan, &about.publication));
    Some(Diagnostic::new(Code::BeforePublication, place, message.to_owned()).hint(hint))
}

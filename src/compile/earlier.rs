//! What earlier public editions printed, which their readers still have.

use super::Wanted;
use crate::diagnostic::{Code, Diagnostic};
use crate::disclosure::{self, Audit, Printed};
use crate::document::Class;
use crate::edition::{Purpose, discloses, label};
use crate::plan::Plan;
use crate::source::{Place, SourceMap, Span};
use crate::world::World;
use std::collections::BTreeSet;

/// The printed figures of earlier public editions.
#[derive(Default)]
pub struct Earlier {
    /// One of each edition.
    pub printed: Vec<Printed>,
    /// The record of an edition of the same name, as it was packed before.
    own: Option<Vec<u8>>,
}

impl Earlier {
    /// Reads them for an edition that shows only class P; tells of those that cannot be read, and where there is none
    /// though an edition went before.
    pub fn read(world: &dyn World, plan: &mut Plan, wanted: &Wanted, diagnostics: &mut Vec<Diagnostic>) -> Earlier {
        if discloses(wanted.edition) > Class::Public {
            return Earlier::default();
        }
        let label = label(plan, wanted.edition, wanted.purpose);
        match disclosure::earlier(world, &label) {
            Ok(printed) => {
                let missing = printed.is_empty().then(|| missing(plan)).flatten();
                diagnostics.extend(missing);
                diagnostics.extend(gone(plan, &printed));
                let own = world.read(&Printed::path(&label)).ok();
                Earlier { printed, own }
            }
            Err(path) => {
                diagnostics.push(unreadable(&mut plan.sources, &path));
                Earlier::default()
            }
        }
    }
}

/// Where an edition of the same name printed something else, that one may be in readers' hands already.
pub fn replaced(earlier: &Earlier, plan: &Plan, purpose: Purpose, audit: &Audit) -> Option<Diagnostic> {
    let own = earlier.own.as_ref()?;
    if *own == audit.printed.text() {
        return None;
    }
    let message = "同じ名前の公表版を、違う数値で前に作っています。前のものとの差から公表しない値が計算できるかは、確かめていません。";
    let editions = &plan.about.editions;
    let (place, hint) = match purpose {
        Purpose::Release | Purpose::Rehearsal => (
            editions.public.version.place()?,
            "前のものを公表していれば、plan.toml の [editions.public] の version を変えてください（例：公表版 第2版）。公表していなければ、このままでかまいません。",
        ),
        Purpose::Submission => (
            editions.r#final.version.place()?,
            "前のものを国に渡していなければ、このままでかまいません。渡していれば、国が前のものを公表しないことを確かめてください。",
        ),
    };
    Some(Diagnostic::new(Code::EarlierEditionMissing, place, message).hint(hint))
}

fn unreadable(sources: &mut SourceMap, path: &str) -> Diagnostic {
    let file = sources.find(path).unwrap_or_else(|| sources.add(path, ""));
    let place = Place {
        file,
        span: Span::default(),
    };
    let message = "前の公表版が印刷した数値の記録を読めません。";
    let hint = "編集せずに、作られたときのファイルに戻してください。ない場合は、planc package --edition public --previous に前の公表版の記録の zip を指定すると、作り直せます。";
    Diagnostic::new(Code::BadValue, place, message).hint(hint)
}

/// The companies in totals of earlier editions of which no source is left: nothing can be said of what the difference of
/// the totals tells of them, or of those that were taken for them.
fn gone(plan: &Plan, printed: &[Printed]) -> Vec<Diagnostic> {
    let there: BTreeSet<&str> = plan
        .companies
        .iter()
        .filter_map(|it| Some(&*it.corporate_number.get()?.0))
        .collect();
    let place = Place {
        file: plan.about.file,
        span: Span::default(),
    };
    let place = plan.about.editions.public.version.place().unwrap_or(place);
    let of_edition = |printed: &Printed| {
        let numbers = printed.totals.iter().flat_map(|total| &total.companies);
        let gone: BTreeSet<&str> = numbers
            .map(String::as_str)
            .filter(|number| !there.contains(number))
            .collect();
        let tell = |number: &&str| {
            let message = format!(
                "前の公表版（{}）の合計に入っていた企業（法人番号 {number}）の資料がありません。前の版との差から、この企業の公表しない値が計算できるかを確かめられません。",
                printed.label
            );
            let hint = "消した企業のファイルを戻し、status = \"withdrawn\" などとしてください（戻しても公表版には載りません）。法人番号を直した場合は、前の版の合計と今の版の合計との差が、どの企業の値にもならないことを確かめてください。";
            Diagnostic::new(Code::EarlierEditionMissing, place, message).hint(hint)
        };
        gone.iter().map(tell).collect::<Vec<_>>()
    };
    printed.iter().flat_map(of_edition).collect()
}

/// Whether the version of the public edition says that another went before.
fn missing(plan: &Plan) -> Option<Diagnostic> {
    let version = &plan.about.editions.public.version;
    if !follows_another(&version.get()?.0) {
        return None;
    }
    let message = "前の公表版が印刷した数値の記録（versions フォルダーの○○.printed.json）がないため、前の版との差から公表しない値が計算できるかを確かめられません。";
    let hint = "前の公表版の記録の zip がある場合は、planc package --edition public --previous ファイル.zip と指定してください。";
    Some(Diagnostic::new(Code::EarlierEditionMissing, version.place()?, message).hint(hint))
}

/// 公表版 第2版, 改訂版, 令和9年変更.
fn follows_another(version: &str) -> bool {
    let revised = ["改訂", "改定", "変更", "更新", "改版", "再公表"];
    if revised.iter().any(|word| version.contains(word)) {
        return true;
    }
    let numbers = version
        .split('第')
        .skip(1)
        .filter_map(|rest| rest.split(['版', '回', '号']).next());
    numbers.into_iter().any(|number| {
        let first = ["1", "１", "一", "初", "壱"];
        !number.is_empty() && !first.contains(&number.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_version_says_so() {
        for version in ["公表版 第2版", "第２版", "第十版", "改訂版", "公表版（令和9年変更）"] {
            assert!(follows_another(version), "{version}");
        }
        for version in ["公表版", "公表版 第1版", "初版", "第一版", "令和8年版"] {
            assert!(!follows_another(version), "{version}");
        }
    }
}

//! What earlier public editions printed, which their readers still have.

use super::Wanted;
use crate::diagnostic::{Code, Diagnostic, Edition};
use crate::disclosure::{self, Audit, Printed, Records};
use crate::document::Class;
use crate::edition::{PlanView, Purpose, audited_view, discloses, former_label, label};
use crate::figures::Indicator;
use crate::plan::{Company, Entry, FiscalYear, Plan};
use crate::source::{Place, SourceMap, Span};
use crate::world::World;
use std::collections::{BTreeMap, BTreeSet};

/// The printed figures of earlier editions that show only class P.
#[derive(Default)]
pub struct Earlier {
    /// The records of them.
    pub records: Records,
    /// What this edition's own is called, where none tells something else.
    label: String,
}

impl Earlier {
    /// Reads them for an edition that shows only class P; tells of those that cannot be read, and where there is none
    /// though an edition went before.
    pub fn read(world: &dyn World, plan: &mut Plan, wanted: &Wanted, diagnostics: &mut Vec<Diagnostic>) -> Earlier {
        if discloses(wanted.edition) > Class::Public {
            return Earlier::default();
        }
        let label = label(plan, wanted.edition, wanted.purpose);
        match disclosure::records(world, &label, former_label(wanted.purpose)) {
            Ok(records) => {
                let missing = records.others.is_empty().then(|| missing(plan)).flatten();
                diagnostics.extend(missing.filter(|_| records.own.len() < 2));
                let earlier = Earlier { records, label };
                diagnostics.extend(gone(plan, &earlier.all_but(None)));
                earlier
            }
            Err(path) => {
                diagnostics.push(unreadable(&mut plan.sources, &path));
                Earlier {
                    label,
                    ..Earlier::default()
                }
            }
        }
    }

    /// All that was printed by editions of a project, for a comparison, whose readers have them.
    ///
    /// # Errors
    /// That one cannot be read.
    pub fn all(world: &dyn World, plan: &mut Plan, edition: Edition) -> Result<Vec<Printed>, Diagnostic> {
        if discloses(edition) > Class::Public {
            return Ok(Vec::new());
        }
        let label = label(plan, edition, Purpose::Release);
        let records = disclosure::records(world, &label, None);
        let records = records.map_err(|path| unreadable(&mut plan.sources, &path))?;
        Ok(records.others.into_iter().chain(records.own).collect())
    }

    /// What the edition shows, audited together with the earlier ones. A record of the same name that tells the same is
    /// its own, packed before; one that tells something else is of another edition, whose readers have it.
    pub fn audited_view(&self, plan: &Plan, wanted: &Wanted) -> (PlanView, Option<Audit>) {
        let of = (wanted.edition, wanted.purpose);
        let own = &self.records.own;
        for at in (0..own.len()).rev() {
            let (view, audit) = audited_view(plan, of, &self.all_but(Some(at)));
            if let Some(mut audit) = audit.filter(|it| it.printed.tells_the_same(&own[at])) {
                audit.printed.label.clone_from(&own[at].label);
                return (view, Some(audit));
            }
        }
        let (view, audit) = audited_view(plan, of, &self.all_but(None));
        let audit = audit.map(|mut audit| {
            audit.printed.label = self.records.label_for(&audit.printed, &self.label);
            audit
        });
        (view, audit)
    }

    fn all_but(&self, at: Option<usize>) -> Vec<Printed> {
        let own = self.records.own.iter().enumerate();
        let own = own.filter(|(index, _)| Some(*index) != at).map(|(_, own)| own);
        self.records.others.iter().chain(own).cloned().collect()
    }

    /// That an edition of the same name printed something else.
    pub fn replaced(&self, plan: &Plan, wanted: &Wanted, audit: &Audit) -> Option<Diagnostic> {
        let own = &self.records.own;
        let label = &audit.printed.label;
        let is_known = own.iter().any(|own| own.label == *label);
        let before = own.last().filter(|_| !is_known)?;
        Some(replaces(before, label, plan, wanted))
    }
}

/// Where an edition of the same name printed something else, that one may be in readers' hands already.
fn replaces(before: &Printed, own: &str, plan: &Plan, wanted: &Wanted) -> Diagnostic {
    let message = format!(
        "同じ名前の版（{}）を、違う数値で前に作っています。前のものも読み手の手元にあるものとして、差から公表しない値が計算できないかを確かめました。今のものの記録は「{own}」の名で残します。",
        before.label
    );
    let about = &plan.about;
    let (leaf, key) = match (wanted.purpose, wanted.edition) {
        (Purpose::Submission, _) => (&about.editions.r#final.version, "[editions.final] の version"),
        (_, Edition::Public) => (&about.editions.public.version, "[editions.public] の version"),
        (_, Edition::Draft | Edition::Company | Edition::Briefing | Edition::Final) => (&about.version, "version"),
    };
    let hint = format!(
        "前のものを渡していれば、plan.toml の {key} を変えてください（例：第2版）。誰にも渡していなければ、{} を消してください。",
        Printed::path(&before.label)
    );
    Diagnostic::new(Code::EarlierEditionMissing, leaf.place().unwrap_or(top(plan)), message).hint(hint)
}

/// The beginning of `plan.toml`.
fn top(plan: &Plan) -> Place {
    Place {
        file: plan.about.file,
        span: Span::default(),
    }
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

/// The companies in totals of earlier editions of which no source is left, or no value: what the difference of the totals
/// tells of them can only be estimated.
fn gone(plan: &Plan, printed: &[Printed]) -> Vec<Diagnostic> {
    let there = plan.companies.iter();
    let there = there.filter_map(|it| Some((&*it.corporate_number.get()?.0, it)));
    let there: BTreeMap<&str, &Entry<Company>> = there.collect();
    let mut without_source: BTreeMap<&str, &str> = BTreeMap::new();
    let mut without_value: BTreeMap<&str, (&str, BTreeSet<String>)> = BTreeMap::new();
    for (edition, total) in printed
        .iter()
        .flat_map(|it| it.totals.iter().map(move |total| (it, total)))
    {
        for number in &total.companies {
            let Some(company) = there.get(&**number) else {
                without_source.entry(number).or_insert(&edition.label);
                continue;
            };
            let indicator = Indicator::ALL.into_iter().find(|it| it.key() == total.indicator);
            // Of a selected company it is told as a missing target.
            let missing = indicator.filter(|it| !company.is_selected() && !is_written(company, *it, total.year));
            if let Some(indicator) = missing {
                let (_, values) = without_value
                    .entry(number)
                    .or_insert_with(|| (&edition.label, BTreeSet::new()));
                values.insert(value(indicator, total.year));
            }
        }
    }
    let lost = without_source
        .into_iter()
        .map(|(number, label)| no_source(plan, number, label));
    let valueless = without_value.into_iter();
    let valueless = valueless.map(|(number, (label, values))| no_value(plan, there[number], label, &values));
    lost.chain(valueless).collect()
}

fn is_written(company: &Company, indicator: Indicator, year: Option<i16>) -> bool {
    let kpi = indicator.of(&company.kpi);
    match year.map(FiscalYear) {
        None => kpi.baseline.value.get().is_some(),
        Some(year) => {
            let mut rows = kpi.targets.iter();
            rows.any(|row| row.fiscal_year.value() == Some(year) && row.value.get().is_some())
        }
    }
}

/// 売上額（2030年度）.
fn value(indicator: Indicator, year: Option<i16>) -> String {
    let moment = year.map_or_else(|| "基準値".to_owned(), |year| format!("{year}年度"));
    format!("{}（{moment}）", indicator.label())
}

fn no_source(plan: &Plan, number: &str, label: &str) -> Diagnostic {
    let place = plan.about.editions.public.version.place().unwrap_or(top(plan));
    let message = format!(
        "前の版（{label}）の合計に入っていた企業（法人番号 {number}）の資料がありません。この企業の値は、前の版の合計との差から推し量って確かめました。"
    );
    let hint = "消した企業のファイルを戻し、status = \"withdrawn\" などとしてください（戻しても公表版には載りません）。法人番号を直した場合は、前の版の合計と今の版の合計との差が、どの企業の値にもならないことを確かめてください。";
    Diagnostic::new(Code::EarlierEditionMissing, place, message).hint(hint)
}

fn no_value(plan: &Plan, company: &Entry<Company>, label: &str, values: &BTreeSet<String>) -> Diagnostic {
    let first = values.first().map_or("", String::as_str);
    let others = match values.len() {
        0 | 1 => String::new(),
        count => format!("など{count}件"),
    };
    let message = format!(
        "前の版（{label}）の合計に入っていた「{}」の値（{first}{others}）が資料にありません。この企業の値は、前の版の合計との差から推し量って確かめました。",
        plan.subject(company.file)
    );
    let hint = "消した目標値を [kpi] に戻してください（重点支援企業でない企業の値は、公表版に載りません）。";
    let place = Place {
        file: company.file,
        span: Span::default(),
    };
    Diagnostic::new(Code::EarlierEditionMissing, place, message).hint(hint)
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

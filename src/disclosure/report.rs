//! What an audit tells the staff: which value, from what it follows, and what to do. No value is repeated.

use super::block::{Finding, Inference, Statement, Value, WrittenIn};
use super::coarsen::{Choice, Coarsened, irreducible};
use super::model::Shown;
use crate::diagnostic::{Code, Diagnostic};
use crate::figures::{Coarseness, Coarsening, Fraction};
use crate::plan::Clearable;
use std::collections::BTreeSet;

/// No more companies are named; the others are counted.
const MOST_NAMES: usize = 3;
/// Of no more findings of a block it is sought what they follow from; the others are told with all there is.
const MOST_EXPLAINED: usize = 20;
/// Enough to find what one value follows from.
const WORK: usize = 2_000;

/// What is told of values: of those that are written in one version.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Values that can be computed whatever is made coarser.
    pub derivable: Vec<Diagnostic>,
    /// What a person is to judge.
    pub concerns: Vec<Clearable>,
}

impl Told {
    /// Adds what is told elsewhere.
    pub fn extend(&mut self, more: Told) {
        self.derivable.extend(more.derivable);
        self.concerns.extend(more.concerns);
    }
}

/// What came of a block.
#[derive(Debug, Default)]
pub struct Report {
    /// How coarsely its totals are to be printed.
    pub coarsening: Coarsening,
    /// What is told of the values of the plan.
    pub told: Told,
    /// The same of values as they were in the version before.
    pub of_before: Told,
}

impl Report {
    fn of(&mut self, value: &Value) -> &mut Told {
        match value.owner.written_in {
            WrittenIn::Plan | WrittenIn::Nowhere => &mut self.told,
            WrittenIn::Before => &mut self.of_before,
        }
    }
}

/// Puts into words what was found of a block.
pub fn report(
    shown: &Shown<'_>,
    choice: &Choice<'_>,
    coarsened: Coarsened,
    (statements, near): (&[Statement], Option<Vec<Finding>>),
    (percent, share): (u32, &Fraction),
) -> Report {
    let words = Words { shown, choice };
    let mut report = Report::default();
    let mut told = BTreeSet::new();
    for (index, finding) in coarsened.left.iter().enumerate() {
        told.insert(finding.value);
        let from = words.explained(statements, finding, index, None);
        let value = &choice.block.values[finding.value];
        match value.owner.written_in {
            WrittenIn::Plan | WrittenIn::Before => report.of(value).derivable.push(words.derivable(finding, &from)),
            // Of a company that is gone nothing can be mended in the sources: a person may answer for it.
            WrittenIn::Nowhere => report.told.concerns.push(words.lost(finding, &from)),
        }
    }
    let near = near.unwrap_or_default();
    for (index, finding) in near.iter().filter(|finding| !told.contains(&finding.value)).enumerate() {
        let from = words.explained(statements, finding, index, Some(share));
        let concern = words.near(finding, &from, percent);
        report.of(&choice.block.values[finding.value]).concerns.push(concern);
    }
    told.extend(near.iter().map(|finding| finding.value));
    let original = choice.statements(&Coarsening::new());
    for (index, finding) in coarsened.spared.iter().enumerate() {
        if !told.contains(&finding.value) {
            let from = words.explained(&original, finding, index, None);
            let concern = words.spared(finding, &from, &coarsened);
            report.of(&choice.block.values[finding.value]).concerns.push(concern);
        }
    }
    report.coarsening = coarsened.chosen;
    report
}

struct Words<'a> {
    shown: &'a Shown<'a>,
    choice: &'a Choice<'a>,
}

impl Words<'_> {
    /// From what a finding follows: its statements, in words.
    fn explained(&self, statements: &[Statement], finding: &Finding, index: usize, share: Option<&Fraction>) -> String {
        let mut work = WORK;
        let holds = |inference: &Inference<'_>, work: &mut usize| match share {
            Some(share) => inference.is_near(finding, share, work),
            None => inference.determines(finding, work),
        };
        let kept = match index < MOST_EXPLAINED {
            true => irreducible(&self.choice.frame, statements, &mut work, &holds).ok(),
            false => None,
        };
        let with_it = |it: &&Statement| it.values.contains(&finding.value);
        let kept = kept.unwrap_or_else(|| statements.iter().filter(with_it).collect());
        let labels: Vec<&str> = kept.iter().map(|statement| &*statement.label).collect();
        let values: BTreeSet<usize> = kept
            .iter()
            .flat_map(|statement| statement.values.iter().copied())
            .collect();
        let known = values
            .into_iter()
            .filter(|value| self.choice.block.values[*value].known);
        let names: Vec<String> = known.map(|value| self.company(value)).collect();
        let published = match names.len() {
            0 => String::new(),
            count if count <= MOST_NAMES => format!("と、公表されている{}の値", names.join("、")),
            count => format!("と、公表されている{}など{count}社の値", names[..MOST_NAMES].join("、")),
        };
        let reader = finding.reader.map_or_else(String::new, |reader| {
            format!("を使い、自社の値を知る{}が", self.company(reader))
        });
        let labels = match labels.as_slice() {
            [] => "応募条件".to_owned(),
            _ => labels.join("、"),
        };
        let end = if reader.is_empty() { "から" } else { "" };
        format!("{labels}{published}{reader}{end}")
    }

    fn company(&self, value: usize) -> String {
        self.choice.block.values[value].owner.name.to_string()
    }

    /// 阿蘇精密の売上額（2030年度）.
    fn value(&self, value: usize) -> String {
        let block = self.choice.block;
        let moment = block
            .year
            .map_or_else(|| "基準値".to_owned(), |year| format!("{}年度", year.0));
        format!("{}の{}（{moment}）", self.company(value), block.indicator.label())
    }

    fn derivable(&self, finding: &Finding, from: &str) -> Diagnostic {
        let value = self.value(finding.value);
        let message = format!("公表しない値である{value}を、{from}計算できます。合計の桁を粗くしても防げません。");
        let hint = "この企業に公表の同意を得るか、ほかの企業の [public] の sections から sales を外してください。前の公表版との差で分かる場合は、その差に当たる企業に同意を得てください。すでに公表されている値であれば、その値に already_public = \"有価証券報告書\" のように資料の名前を書いてください。";
        let place = self.choice.block.values[finding.value].place;
        Diagnostic::new(Code::Derivable, place, message).hint(hint)
    }

    /// The same of a company whose value is written nowhere: it is known from the difference of totals alone.
    fn lost(&self, finding: &Finding, from: &str) -> Clearable {
        let value = self.value(finding.value);
        let message = format!(
            "公表しない値である{value}を、{from}計算できます。この値は資料にないため、前の公表版の合計との差から確かめました。合計の桁を粗くしても防げません。"
        );
        let hint = "企業のファイルと目標値を消した場合は、元に戻してください（status = \"withdrawn\" とすれば公表版には載りません）。値がすでに公表されているなど、差し支えないことを確かめた場合は、";
        self.clearable(Code::Derivable, finding, message, hint)
    }

    fn near(&self, finding: &Finding, from: &str, percent: u32) -> Clearable {
        let value = self.value(finding.value);
        let message = format!("公表しない値である{value}を、{from}{percent}％以内の幅で推し量れます。");
        self.clearable(
            Code::NearlyDerivable,
            finding,
            message,
            "差し支えないかを、この企業に確かめてください。",
        )
    }

    fn spared(&self, finding: &Finding, from: &str, coarsened: &Coarsened) -> Clearable {
        let value = self.value(finding.value);
        let mut ways: Vec<String> = Vec::new();
        for (total, coarseness) in &coarsened.chosen {
            let label = self.shown.figure(total).map_or("", |figure| &figure.label);
            let way = match coarseness {
                Coarseness::AsDisplayed => continue,
                Coarseness::Whole => "小数点以下を省いて",
                Coarseness::Rounded(_) => "「約」を付けて丸めて",
                Coarseness::Hidden => "Xとして",
            };
            ways.push(format!("「{label}」を{way}"));
        }
        let stopped = match coarsened.stopped {
            true => "計算に時間がかかるため、関係する合計を全て粗くしました。",
            false => "",
        };
        let message = format!(
            "公表しない値である{value}を、{from}計算できないように、{}印刷します。{stopped}",
            ways.join("、")
        );
        let hint =
            "丸めずに印刷するには、この企業に公表の同意を得てください。丸めてよければ、確かめたことを記してください。";
        self.clearable(Code::CoarsenedTotal, finding, message, hint)
    }

    fn clearable(&self, code: Code, finding: &Finding, message: String, hint: &str) -> Clearable {
        let value = &self.choice.block.values[finding.value];
        let hint = format!(
            "{hint}plan.toml に [[cleared]] の見出しと、key = \"{}\"、reason = \"（確かめたこと）\" の2行を書くと、次から知らせません。",
            value.key
        );
        Clearable {
            diagnostic: Diagnostic::new(code, value.place, message).hint(hint),
            key: value.key.clone(),
            texts: Vec::new(),
        }
    }
}

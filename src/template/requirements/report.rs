//! Says which requirements nothing answers, at the table in which the answer should stand.

use super::keys::{Subject, file, form};
use super::{Finding, Judgement, Matrix, Presence};
use crate::diagnostic::{Code, Diagnostic};
use crate::plan::form::Table;
use crate::plan::{Evidence, Leaf, Line, Located, Part, Plan, Requirement, locate};
use crate::source::{Place, SourceMap};

/// What is missing: one diagnostic for each table in which something should be written.
pub fn missing(matrix: &Matrix, sources: &SourceMap, plan: &Plan) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for judged in &matrix.rows {
        let scope = judged.requirement.scope.value();
        let subjects = scope.map_or(Vec::new(), |scope| Subject::all(plan, scope));
        for (subject, finding) in subjects.into_iter().zip(&judged.findings) {
            if finding.judgement == Judgement::Missing {
                let missed = Missed {
                    requirement: &judged.requirement,
                    subject,
                    plan,
                    sources,
                };
                told.extend(missed.told(finding));
            }
        }
    }
    told
}

struct Missed<'a> {
    requirement: &'a Requirement,
    subject: Subject<'a>,
    plan: &'a Plan,
    sources: &'a SourceMap,
}

impl<'a> Missed<'a> {
    fn told(&self, finding: &Finding) -> Vec<Diagnostic> {
        let pieces = self.requirement.evidence.iter().zip(&finding.evidence);
        let absent: Vec<&Part<Evidence>> = pieces
            .filter(|(_, presence)| **presence == Presence::Absent)
            .map(|(piece, _)| piece)
            .collect();
        if absent.is_empty() {
            return self.unmet().into_iter().collect();
        }
        let mut places: Vec<(Place, Vec<&Part<Evidence>>)> = Vec::new();
        for piece in absent {
            let Some(place) = self.gap(piece) else { continue };
            match places.iter_mut().find(|(it, _)| *it == place) {
                Some((_, pieces)) => pieces.push(piece),
                None => places.push((place, vec![piece])),
            }
        }
        let told = places.into_iter().map(|(place, pieces)| self.absent(place, &pieces));
        told.collect()
    }

    /// Where evidence should stand; none if something stands there that could not be read, as was said already.
    fn gap(&self, piece: &'a Evidence) -> Option<Place> {
        let mut keys = piece.keys.values().map(|key| self.located(key));
        let first = keys.next()?;
        (first.missing && keys.all(|key| key.missing)).then_some(first.place)
    }

    fn located(&self, key: &Line) -> Located {
        let mut parts = key.0.split('.');
        let root = parts.next().unwrap_or_default();
        let scope = self.requirement.scope.value();
        let form = scope.and_then(|scope| form(root, scope));
        let form = form.unwrap_or_else(|| Table { keys: Vec::new() });
        let parts: Vec<&str> = parts.collect();
        locate(self.sources, file(self.plan, self.subject, &key.0), &form, &parts)
    }

    fn absent(&self, place: Place, pieces: &[&Part<Evidence>]) -> Diagnostic {
        let labels: Vec<&str> = pieces.iter().filter_map(|piece| words(&piece.label)).collect();
        let keys = pieces.iter().map(|piece| {
            let keys = piece
                .keys
                .values()
                .map(|key| key.0.split_once('.').map_or(&*key.0, |it| it.1));
            keys.collect::<Vec<_>>().join(" 又は ")
        });
        let keys: Vec<String> = keys.collect();
        let message = format!(
            "{}に、要件「{}」に応える「{}」が書かれていません。",
            self.name(),
            words(&self.requirement.text).unwrap_or_default(),
            labels.join("」「")
        );
        let hint = format!(
            "{} を書き足してください。未定の値は {{ pending = \"理由\" }} と書けます。",
            keys.join("、")
        );
        Diagnostic::new(Code::MissingRequirement, place, message).hint(hint)
    }

    /// That everything is written, yet not as the requirement wants it.
    fn unmet(&self) -> Option<Diagnostic> {
        let key = self
            .requirement
            .evidence
            .iter()
            .flat_map(|piece| piece.keys.values())
            .next()?;
        let message = format!(
            "{}が、要件「{}」を満たしていません。",
            self.name(),
            words(&self.requirement.text).unwrap_or_default()
        );
        let hint = format!(
            "適合する条件は「{}」です（plan-templates の requirements.toml）。値を確かめてください。",
            words(&self.requirement.met).unwrap_or_default()
        );
        let place = self.located(key).place;
        Some(Diagnostic::new(Code::MissingRequirement, place, message).hint(hint))
    }

    fn name(&self) -> String {
        match self.subject {
            Subject::Plan => "計画".to_owned(),
            Subject::Field(field) => {
                let name = words(&field.short_name).unwrap_or(&field.id);
                format!("対象分野「{name}」")
            }
            Subject::Company(company) => {
                let name = words(&company.short_name).unwrap_or(&company.id);
                format!("重点支援企業「{name}」")
            }
        }
    }
}

fn words(leaf: &Leaf<Line>) -> Option<&str> {
    leaf.get().map(|line| &*line.0)
}

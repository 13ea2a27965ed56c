//! Judges what an edition shows by the requirements.

use super::super::budget::Budget;
use super::condition::{Condition, Written};
use super::keys::{Subject, Tree, Trees, class_of};
use super::{Finding, Judged, Judgement, Matrix, Presence, Requirements, report};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Class;
use crate::edition::{PlanView, discloses};
use crate::parallel;
use crate::plan::{Leaf, Line, Part, Requirement, RequirementScope};
use crate::source::SourceMap;
use crate::template::Origins;
use crate::template::environment::environment;
use crate::template::slot::{Slots, Words};
use crate::template::view::{self, values_without_pending};
use minijinja::{Environment, Value, context};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// Judges a plan as an edition shows it; adds what is missing, and what is wrong with the conditions, to the diagnostics.
///
/// `sources` are those of the plan, with their texts: they tell where what is missing should stand. What the edition
/// shows comes with where its texts came from, as templates see them.
pub fn judge(
    requirements: &Requirements,
    sources: &SourceMap,
    view: &PlanView,
    (written, origins): (&Value, &Arc<Origins>),
    diagnostics: &mut Vec<Diagnostic>,
) -> Matrix {
    let environment = conditions(origins);
    let judge = Judge {
        requirements,
        view,
        at_best: Shown::new(written.clone()),
        by_now: OnceLock::new(),
        trees: Trees::of(view.plan()),
        environment: &environment,
    };
    let mut matrix = Matrix {
        path: requirements.path.clone(),
        profile: requirements.list.profile.record.clone(),
        rows: Vec::new(),
    };
    duplicates(requirements, diagnostics);
    for requirement in requirements.list.requirements.iter() {
        match judge.requirement(requirement) {
            Ok(judged) => matrix.rows.extend(judged),
            Err(wrong) => diagnostics.extend(wrong),
        }
    }
    diagnostics.extend(report::missing(&matrix, sources, view.plan()));
    matrix
}

/// Where conditions are compiled: all filters of the templates, no components.
pub(in crate::template) fn conditions(origins: &Arc<Origins>) -> Environment<'static> {
    let words = Arc::new(Words {
        origins: origins.clone(),
        literals: BTreeSet::new(),
        budget: Budget::default(),
    });
    environment(&words, &Slots::default(), Vec::new())
}

/// No two requirements bear one id.
fn duplicates(requirements: &Requirements, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for requirement in requirements.list.requirements.iter() {
        if let (Some(id), Some(place)) = (requirement.id.get(), requirement.id.place())
            && !seen.insert(&*id.0)
        {
            let message = format!("識別名「{}」の要件が二つあります。", id.0);
            diagnostics.push(Diagnostic::new(Code::TemplateError, place, message).hint("別の名前にしてください。"));
        }
    }
}

/// What conditions see.
pub(in crate::template) struct Shown {
    root: Value,
    /// The fields and companies by whether they are fields, then by id.
    subjects: BTreeMap<(bool, Arc<str>), Value>,
}

impl Shown {
    pub(in crate::template) fn new(root: Value) -> Self {
        let lists = ["fields", "companies"].into_iter();
        let items = lists.flat_map(|list| root.get_attr(list).and_then(|it| it.try_iter()).into_iter().flatten());
        let subjects = items.filter_map(|item| {
            let subject = item.downcast_object::<view::Subject>()?;
            Some(((subject.is_field, subject.id.clone()), item))
        });
        let subjects = subjects.collect();
        Shown { root, subjects }
    }

    pub(in crate::template) fn of(&self, subject: Subject<'_>) -> Value {
        let find = |is_field, id: &Arc<str>| self.subjects.get(&(is_field, id.clone())).cloned();
        match subject {
            Subject::Plan => self.root.clone(),
            Subject::Field(field) => context! { field => find(true, &field.id), ..self.root.clone() },
            Subject::Company(company) => context! { company => find(false, &company.id), ..self.root.clone() },
        }
    }
}

struct Judge<'a> {
    requirements: &'a Requirements,
    view: &'a PlanView,
    /// What the edition shows, pending values as marks.
    at_best: Shown,
    /// The same as if they were not written: made only where something asked for is awaited.
    by_now: OnceLock<Shown>,
    trees: Trees<'a>,
    environment: &'a Environment<'static>,
}

/// A condition seen with pending values as marks, and as if they were not written.
#[derive(Clone, Copy)]
struct Truth {
    at_best: bool,
    by_now: bool,
}

impl<'a> Judge<'a> {
    /// Judges everything that a requirement is asked of; nothing where its form is not understood.
    fn requirement(&self, requirement: &'a Part<Requirement>) -> Result<Option<Judged>, Vec<Diagnostic>> {
        let (Some(scope), Some(met)) = (requirement.scope.value(), self.written(&requirement.met)) else {
            return Ok(None);
        };
        let condition = |written| Condition::new(written, scope, self.environment);
        let applies = self.written(&requirement.applies).map(condition).transpose();
        let (applies, met, evidence) = match (applies, condition(met), self.evidence(requirement, scope)) {
            (Ok(applies), Ok(met), Ok(evidence)) => (applies, met, evidence),
            (applies, met, evidence) => {
                let wrong = [applies.err(), met.err(), evidence.err()];
                return Err(wrong.into_iter().flatten().flatten().collect());
            }
        };
        let asked = applies.as_ref().map_or(met.class, |it| it.class.max(met.class));
        let withheld = asked.max(evidence) > discloses(self.view.edition());
        let findings = parallel::map(self.trees.all(scope), |_, tree| {
            self.finding(requirement, tree, withheld, (applies.as_ref(), &met))
        });
        let findings: Result<Vec<Finding>, _> = findings.into_iter().collect();
        Ok(Some(Judged {
            requirement: requirement.clone(),
            findings: findings.map_err(|wrong| vec![*wrong])?,
        }))
    }

    fn written(&self, leaf: &'a Leaf<Line>) -> Option<Written<'a>> {
        Written::new(leaf, &self.requirements.text)
    }

    /// The strictest class of the keys of the evidence, all of which are keys of the contract.
    fn evidence(&self, requirement: &'a Requirement, scope: RequirementScope) -> Result<Class, Vec<Diagnostic>> {
        let (mut class, mut wrong) = (Class::Public, Vec::new());
        let keys = requirement.evidence.iter().flat_map(|evidence| evidence.keys.iter());
        for key in keys.filter_map(|key| self.written(key)) {
            match class_of(key.text, scope) {
                Ok(found) => class = class.max(found),
                Err(unknown) => wrong.push(key.unknown(key.text, unknown)),
            }
        }
        if wrong.is_empty() { Ok(class) } else { Err(wrong) }
    }

    fn finding(
        &self,
        requirement: &Requirement,
        tree: &Tree<'_>,
        withheld: bool,
        (applies, met): (Option<&Condition<'_>>, &Condition<'_>),
    ) -> Result<Finding, Box<Diagnostic>> {
        let evidence: Vec<Presence> = requirement
            .evidence
            .iter()
            .map(|it| self.trees.presence(tree, it.keys.values().map(|key| &*key.0)))
            .collect();
        let judgement = if withheld {
            Judgement::Withheld
        } else {
            let always = Truth {
                at_best: true,
                by_now: true,
            };
            let applies = applies.map_or(Ok(always), |applies| self.truth(applies, tree))?;
            // What does not apply need not be computable.
            match applies.at_best || applies.by_now {
                true => outcome(applies, self.truth(met, tree)?, &evidence),
                false => Judgement::NotApplicable,
            }
        };
        Ok(Finding {
            subject: match tree.subject {
                Subject::Plan => None,
                Subject::Field(field) => Some(field.id.clone()),
                Subject::Company(company) => Some(company.id.clone()),
            },
            judgement,
            evidence,
        })
    }

    fn by_now(&self) -> &Shown {
        let make = || Shown::new(values_without_pending(self.view, &self.at_best.root));
        self.by_now.get_or_init(make)
    }

    fn truth(&self, condition: &Condition<'_>, tree: &Tree<'_>) -> Result<Truth, Box<Diagnostic>> {
        let at_best = condition.holds(&self.at_best.of(tree.subject))?;
        let names = condition.names.iter().map(|name| &**name);
        let by_now = match self.trees.may_be_awaited(tree, names) {
            true => condition.holds(&self.by_now().of(tree.subject))?,
            false => at_best,
        };
        Ok(Truth { at_best, by_now })
    }
}

/// What comes of a requirement that applies, or may apply once more is known.
fn outcome(applies: Truth, met: Truth, evidence: &[Presence]) -> Judgement {
    let decided = applies.at_best == applies.by_now;
    let absent = evidence.contains(&Presence::Absent);
    let awaited = evidence.contains(&Presence::Pending) || met.at_best != met.by_now;
    match (met.at_best, absent) {
        (false, true) if decided => Judgement::Missing,
        _ if awaited || !decided => Judgement::Pending,
        (true, _) => Judgement::Met,
        (false, _) => Judgement::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_awaited_is_neither_met_nor_missing() {
        use Judgement::{Met, Missing, Pending};
        use Presence::{Absent, Given, Pending as Awaited};
        let truth = |at_best, by_now| Truth { at_best, by_now };
        let (yes, no, open) = (truth(true, true), truth(false, false), truth(true, false));
        let rows: [(Truth, Truth, &[Presence], Judgement); 8] = [
            (yes, yes, &[Given], Met),
            (yes, no, &[Absent, Awaited], Missing),
            (yes, no, &[Given], Missing),
            (yes, no, &[Awaited], Pending),
            (yes, open, &[Awaited], Pending),
            (yes, yes, &[Given, Awaited], Pending),
            (open, no, &[Absent], Pending),
            (open, yes, &[Given], Pending),
        ];
        for (applies, met, evidence, expected) in rows {
            assert_eq!(outcome(applies, met, evidence), expected, "{evidence:?}");
        }
    }
}

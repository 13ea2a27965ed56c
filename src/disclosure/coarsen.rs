//! Chooses which totals are printed more coarsely, so that no withheld value is determined: as few as possible, and the
//! same ones every time.

use super::block::{Block, Finding, Frame, Inference, Statement};
use super::programme::Stopped;
use crate::figures::{Coarseness, Coarsening, Total};
use std::collections::BTreeSet;

/// The stages of coarsening, from the gentlest; each goes on from the one before. What is decided: fewer decimals, then
/// rounding, then a field's interim year, then its other years; the totals of the plan are rounded, never withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Decimals,
    Rounding,
    InterimYears,
    Fields,
    PlanInTens,
    PlanInHundreds,
}

impl Stage {
    const ALL: [Stage; 6] = [
        Stage::Decimals,
        Stage::Rounding,
        Stage::InterimYears,
        Stage::Fields,
        Stage::PlanInTens,
        Stage::PlanInHundreds,
    ];

    /// How coarse a total is printed where this stage chooses it.
    fn coarseness(self, total: &Total, interim: bool) -> Coarseness {
        let is_field = total.field.is_some();
        match self {
            Stage::Decimals => Coarseness::Whole,
            Stage::InterimYears if is_field && interim => Coarseness::Hidden,
            Stage::Rounding | Stage::InterimYears => Coarseness::Rounded(1),
            Stage::Fields | Stage::PlanInTens | Stage::PlanInHundreds if is_field => Coarseness::Hidden,
            Stage::Fields => Coarseness::Rounded(1),
            Stage::PlanInTens => Coarseness::Rounded(2),
            Stage::PlanInHundreds => Coarseness::Rounded(3),
        }
    }
}

/// What is printed of a block, at any coarseness.
pub trait Printed {
    /// What a total says where it is printed so coarsely; `None` where it is not printed. A coarseness at which nothing
    /// but zero would be left of a total is not offered: it is then printed as the plan displays it.
    fn statement(&self, total: &Total, coarseness: Coarseness) -> Option<Statement>;

    /// How many companies a total sums.
    fn companies(&self, total: &Total) -> usize;
}

/// What came of a block.
#[derive(Debug, Default)]
pub struct Coarsened {
    /// The totals that are printed more coarsely.
    pub chosen: Coarsening,
    /// What would have been determined without that.
    pub spared: Vec<Finding>,
    /// What still is, whatever is done.
    pub left: Vec<Finding>,
    /// Whether the work did not suffice to choose the least coarsening: all of the block is coarse.
    pub stopped: bool,
}

/// A block with all that is printed of it.
pub struct Choice<'a> {
    /// The values.
    pub block: &'a Block,
    /// This edition's totals, at any coarseness.
    pub printed: &'a dyn Printed,
    /// This edition's totals in the order of the plan, those that are not withheld already.
    pub totals: Vec<Total>,
    /// What earlier editions say.
    pub earlier: &'a [Statement],
    /// The frame of all of it.
    pub frame: Frame<'a>,
    /// Whether the block is of an interim year.
    pub interim: bool,
}

impl Choice<'_> {
    /// What is printed where some totals are coarse.
    pub fn statements(&self, coarsening: &Coarsening) -> Vec<Statement> {
        let own = self.totals.iter().filter_map(|total| {
            let coarseness = coarsening.get(total).copied().unwrap_or_default();
            self.printed.statement(total, coarseness)
        });
        own.chain(self.earlier.iter().cloned()).collect()
    }

    /// What somebody can determine where some totals are coarse.
    fn determined(&self, coarsening: &Coarsening, work: &mut usize) -> Result<Vec<Finding>, Stopped> {
        let statements = self.statements(coarsening);
        let inference = self.frame.inference(&statements);
        let mut found = inference.findings(&0.into(), work)?;
        found.retain(|finding| finding.determined);
        Ok(found)
    }

    /// Makes totals coarser until nothing is determined.
    pub fn coarsen(&self, work: &mut usize) -> Coarsened {
        let spared = match self.determined(&Coarsening::new(), work) {
            Ok(spared) if spared.is_empty() => return Coarsened::default(),
            Ok(spared) => spared,
            Err(Stopped) => return self.all_coarse(Vec::new(), work),
        };
        match self.least(&spared, &BTreeSet::new(), work) {
            Ok(Some(chosen)) => Coarsened {
                chosen,
                spared,
                ..Coarsened::default()
            },
            Ok(None) => self.save_the_rest(spared, work),
            Err(Stopped) => self.all_coarse(spared, work),
        }
    }

    /// Where some values are determined whatever is done: those are told of, and the others are spared.
    fn save_the_rest(&self, spared: Vec<Finding>, work: &mut usize) -> Coarsened {
        let coarsest = |total: &Total| {
            let stage = Stage::PlanInHundreds;
            (total.clone(), stage.coarseness(total, self.interim))
        };
        let coarsest: Coarsening = self.totals.iter().map(coarsest).collect();
        let Ok(lost) = self.determined(&coarsest, work) else {
            return self.all_coarse(spared, work);
        };
        let lost: BTreeSet<usize> = lost.iter().map(|finding| finding.value).collect();
        let (left, others): (Vec<Finding>, Vec<Finding>) = spared
            .iter()
            .cloned()
            .partition(|finding| lost.contains(&finding.value));
        let chosen = match others.is_empty() {
            true => Ok(Some(Coarsening::new())),
            false => self.least(&others, &lost, work),
        };
        match chosen {
            Ok(Some(chosen)) => Coarsened {
                chosen,
                spared: others,
                left,
                stopped: false,
            },
            Ok(None) => Coarsened {
                left: spared,
                ..Coarsened::default()
            },
            Err(Stopped) => self.all_coarse(spared, work),
        }
    }

    /// The least coarsening after which nothing is determined, stage by stage.
    ///
    /// Only totals that take part in giving some value away are considered; a value that is found on the way brings its
    /// own. Values that are `lost` do not count.
    fn least(
        &self,
        known: &[Finding],
        lost: &BTreeSet<usize>,
        work: &mut usize,
    ) -> Result<Option<Coarsening>, Stopped> {
        let mut known = known.to_vec();
        let mut candidates = BTreeSet::new();
        for finding in &known {
            candidates.extend(self.witnesses(finding, &Coarsening::new(), work)?);
        }
        for stage in Stage::ALL {
            'again: loop {
                let changes = |total: &&Total| self.changes(total, stage);
                let totals = self.totals.iter().filter(|it| candidates.contains(*it));
                let totals: Vec<&Total> = totals.filter(changes).collect();
                for subset in subsets(&totals, &|total| self.printed.companies(total)) {
                    let coarse = |total: &&Total| ((*total).clone(), stage.coarseness(total, self.interim));
                    let chosen: Coarsening = subset.iter().map(coarse).collect();
                    let mut fresh: Vec<Finding> = self.first_determined(&known, &chosen, work)?.into_iter().collect();
                    if fresh.is_empty() {
                        fresh = self.determined(&chosen, work)?;
                        fresh.retain(|finding| !lost.contains(&finding.value));
                    }
                    if fresh.is_empty() {
                        return Ok(Some(chosen));
                    }
                    let before = candidates.len();
                    for finding in &fresh {
                        candidates.extend(self.witnesses(finding, &chosen, work)?);
                    }
                    for finding in fresh {
                        if !known.contains(&finding) {
                            known.push(finding);
                        }
                    }
                    if candidates.len() > before {
                        continue 'again;
                    }
                }
                break;
            }
        }
        Ok(None)
    }

    /// Whether a total is printed otherwise at a stage.
    fn changes(&self, total: &Total, stage: Stage) -> bool {
        let bounds = |coarseness| self.printed.statement(total, coarseness).map(|it| it.bounds);
        bounds(stage.coarseness(total, self.interim)) != bounds(Coarseness::AsDisplayed)
    }

    /// The first of these values that is still determined.
    fn first_determined(
        &self,
        findings: &[Finding],
        coarsening: &Coarsening,
        work: &mut usize,
    ) -> Result<Option<Finding>, Stopped> {
        *work = work.checked_sub(1).ok_or(Stopped)?;
        let statements = self.statements(coarsening);
        let inference = self.frame.inference(&statements);
        for finding in findings {
            if inference.determines(finding, work)? {
                return Ok(Some(finding.clone()));
            }
        }
        Ok(None)
    }

    /// The totals of this edition that take part in giving a value away: with any of several ways, those of all that the
    /// first leaves.
    fn witnesses(&self, finding: &Finding, coarsening: &Coarsening, work: &mut usize) -> Result<Vec<Total>, Stopped> {
        let statements = self.statements(coarsening);
        let kept = irreducible(&self.frame, &statements, work, &|inference, work| {
            inference.determines(finding, work)
        })?;
        Ok(kept
            .into_iter()
            .filter_map(|statement| statement.total.clone())
            .collect())
    }

    /// Everything as coarse as it may be, where the least coarsening would take too long to find.
    fn all_coarse(&self, spared: Vec<Finding>, work: &mut usize) -> Coarsened {
        let coarse = |total: &Total| (total.clone(), Stage::Fields.coarseness(total, self.interim));
        let chosen: Coarsening = self.totals.iter().map(coarse).collect();
        *work = (*work).max(LAST_WORK);
        let all = || {
            let withheld = self.block.values.iter().enumerate().filter(|(_, value)| !value.known);
            let each = |(value, _)| Finding {
                value,
                reader: None,
                determined: true,
            };
            withheld.map(each).collect()
        };
        // What cannot be solved even so counts as determined: nothing passes unsolved.
        let left = self.determined(&chosen, work).unwrap_or_else(|Stopped| all());
        Coarsened {
            chosen,
            spared,
            left,
            stopped: true,
        }
    }
}

/// Enough to look once more at a block whose fields print nothing.
const LAST_WORK: usize = 20_000;

/// What statements remain necessary when as many as possible are dropped and something still holds.
pub fn irreducible<'a>(
    frame: &Frame<'_>,
    statements: &'a [Statement],
    work: &mut usize,
    holds: &dyn Fn(&Inference<'_>, &mut usize) -> Result<bool, Stopped>,
) -> Result<Vec<&'a Statement>, Stopped> {
    let mut kept: Vec<&Statement> = statements.iter().collect();
    // This edition's totals are dropped first, for what is known without them they cannot withhold; then the totals of the
    // plan, for a field's own total explains more simply.
    let mut at = kept.len();
    kept.sort_by_key(|statement| (statement.total.is_some(), statement.values.len()));
    while at > 0 {
        at -= 1;
        let dropped = kept.remove(at);
        *work = work.checked_sub(1).ok_or(Stopped)?;
        if !holds(&frame.inference(kept.iter().copied()), work)? {
            kept.insert(at, dropped);
        }
    }
    Ok(kept)
}

/// The subsets of some totals, not empty: the fewest totals first, then the fewest companies, then the order of the plan.
fn subsets<'a>(totals: &[&'a Total], companies: &dyn Fn(&Total) -> usize) -> impl Iterator<Item = Vec<&'a Total>> {
    let totals = totals.to_vec();
    let sizes: Vec<usize> = totals.iter().map(|total| companies(total)).collect();
    (1..=totals.len()).flat_map(move |count| {
        let mut all = Vec::new();
        choose(totals.len(), count, &mut Vec::new(), &mut all);
        all.sort_by_cached_key(|chosen: &Vec<usize>| {
            let size: usize = chosen.iter().map(|index| sizes[*index]).sum();
            (size, chosen.clone())
        });
        let of = |chosen: Vec<usize>| chosen.into_iter().map(|index| totals[index]).collect();
        all.into_iter().map(of).collect::<Vec<_>>()
    })
}

/// The ways of choosing so many of the first `of` numbers, in order; no more than anybody would try.
fn choose(of: usize, count: usize, begun: &mut Vec<usize>, all: &mut Vec<Vec<usize>>) {
    if begun.len() == count {
        all.push(begun.clone());
        return;
    }
    let from = begun.last().map_or(0, |last| last + 1);
    for next in from..of {
        if all.len() >= MOST_CHOICES {
            return;
        }
        begun.push(next);
        choose(of, count, begun, all);
        begun.pop();
    }
}

/// More combinations of one size are not tried; the next size holds coarser ones.
const MOST_CHOICES: usize = 20_000;

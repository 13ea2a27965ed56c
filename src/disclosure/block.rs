//! What is withheld of one indicator at one time, and what printed totals say of it.

use super::bounds::{Bounds, Sum, tightest};
use super::programme::Stopped;
use crate::figures::{Fraction, Indicator, Total};
use crate::plan::{FiscalYear, KeyPath};
use crate::source::Place;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where a value of a company is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WrittenIn {
    /// In the plan whose edition is audited.
    Plan,
    /// In the earlier version beside it, as the company's value was then.
    Before,
    /// Nowhere any more: it is estimated from what earlier editions printed.
    Nowhere,
}

/// Whose a value is, and where it is written.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The company, among those that the audit knows. A company whose value changed has one of each version.
    pub company: usize,
    /// What people call it.
    pub name: Arc<str>,
    /// Where the value is written.
    pub written_in: WrittenIn,
}

/// A value of a company. Within sums it counts `weight` times: a rate by its head count, an amount once.
#[derive(Clone, Debug)]
pub struct Value {
    /// Whose it is.
    pub owner: Owner,
    /// Its key: `companies/aso-seimitsu#kpi.sales.baseline.value`.
    pub key: KeyPath,
    /// Where it is written.
    pub place: Place,
    /// What it is, in yen, persons or percent.
    pub value: Fraction,
    /// How often it counts.
    pub weight: Fraction,
    /// Between what everybody knows it to lie, however little is printed; of a value that is public, the value itself.
    pub bounds: Bounds,
    /// Whether everybody knows it.
    pub known: bool,
    /// The step of the last digit in which it is written; `None` of an estimate.
    pub step: Option<Fraction>,
    /// Its lower bound as it counts in sums.
    floor: Fraction,
    /// How far it lies above that.
    slack: Fraction,
}

impl Value {
    /// A value of a company, under its key, at its place, between its bounds.
    pub fn new(
        owner: Owner,
        (key, place): (KeyPath, Place),
        (value, weight): (Fraction, Fraction),
        (bounds, known): (Bounds, bool),
    ) -> Value {
        Value {
            floor: bounds.low.times(&weight),
            slack: value.minus(&bounds.low).times(&weight),
            owner,
            key,
            place,
            value,
            weight,
            bounds,
            known,
            step: None,
        }
    }

    /// The same, as everybody knows it within the bounds.
    #[must_use]
    pub fn known_within(self, bounds: Bounds) -> Value {
        let step = self.step;
        let known = Value::new(
            self.owner,
            (self.key, self.place),
            (self.value, self.weight),
            (bounds, true),
        );
        Value { step, ..known }
    }

    /// The value as it counts in sums.
    pub fn weighted(&self) -> Fraction {
        self.value.times(&self.weight)
    }
}

/// What a printed total says of the values in it.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it is called in messages.
    pub label: String,
    /// Which one of its block: the totals of this edition, then those of earlier ones.
    pub id: usize,
    /// The values that it sums, ascending.
    pub values: Arc<[usize]>,
    /// Between what the weighted sum lies.
    pub bounds: Bounds,
    /// The total of this edition that it is; `None` of an earlier edition's, which nothing can make coarser.
    pub total: Option<Total>,
}

/// All values of an indicator at a time, with everything that is printed of them.
#[derive(Clone, Debug)]
pub struct Block {
    /// The indicator.
    pub indicator: Indicator,
    /// The year of the target; `None` of the baseline.
    pub year: Option<FiscalYear>,
    /// The values.
    pub values: Vec<Value>,
    /// The width of an interval from which a value is determined, at the coarsest precision in which it was printed or
    /// written: a finer print tells readers nothing finer of a value that is written in whole millions.
    pub resolution: Fraction,
    /// The coarsest step of what is printed and written on which all values lie: different ones differ by it at least.
    pub grid: Option<Fraction>,
}

/// A withheld value that readers know too well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The value.
    pub value: usize,
    /// The value of the company that reads; `None` where everybody can do it.
    pub reader: Option<usize>,
    /// Whether it is determined; else it is held within the band.
    pub determined: bool,
}

/// Values that are in just the same statements and have as much room: readers cannot tell them apart.
struct Atom {
    values: Vec<usize>,
    statements: Vec<usize>,
    /// The room of each above its lower bound.
    room: Option<Fraction>,
    /// The greatest of the weights.
    heaviest: Fraction,
    /// The greatest weighted value, whatever its sign.
    greatest: Fraction,
}

/// The atoms of a block, and of which of them each statement is the sum: the same whatever the statements say.
pub struct Frame<'a> {
    block: &'a Block,
    atoms: Vec<Atom>,
    /// By statement: its atoms, and the sum of its values' lower bounds.
    sums: BTreeMap<usize, (Vec<usize>, Fraction)>,
}

/// What follows from some statements, in front of a reader.
pub struct Inference<'a> {
    block: &'a Block,
    atoms: &'a [Atom],
    sums: Vec<Sum>,
}

impl Block {
    /// The values that are withheld.
    fn withheld(&self) -> impl Iterator<Item = (usize, &Value)> {
        self.values.iter().enumerate().filter(|(_, value)| !value.known)
    }

    /// What an interval of weighted values tells of a value: the interval of the value itself.
    fn unweighted(&self, value: usize, bounds: &Bounds) -> Option<Bounds> {
        let weight = &self.values[value].weight;
        Some(Bounds {
            low: divided(&bounds.low, weight)?,
            high: match &bounds.high {
                Some(high) => Some(divided(high, weight)?),
                None => None,
            },
        })
    }

    /// Whether an interval determines a value: it holds no two values that print differently, wherever they are rounded.
    fn determines(&self, bounds: &Bounds) -> bool {
        let width = bounds.high.as_ref().map(|high| high.minus(&bounds.low));
        width.is_some_and(|width| match self.grid {
            Some(_) => width < self.resolution,
            None => width <= self.resolution,
        })
    }

    /// Whether the upper bound of an interval exceeds a value by less than a share of it (p % rule).
    fn is_near(&self, value: usize, bounds: &Bounds, share: &Fraction) -> bool {
        let value = &self.values[value].value;
        let room = if value.is_negative() {
            value.negated()
        } else {
            value.clone()
        }
        .times(share);
        bounds.high.as_ref().is_some_and(|high| high.minus(value) < room)
    }
}

fn divided(value: &Fraction, weight: &Fraction) -> Option<Fraction> {
    match value.is_negative() {
        true => Some(value.negated().over(weight)?.negated()),
        false => value.over(weight),
    }
}

impl<'a> Frame<'a> {
    /// The frame of all statements that there may be of a block.
    pub fn new(block: &'a Block, statements: &[Statement]) -> Frame<'a> {
        let mut of_value: Vec<Vec<usize>> = vec![Vec::new(); block.values.len()];
        for statement in statements {
            statement
                .values
                .iter()
                .for_each(|value| of_value[*value].push(statement.id));
        }
        type Kind = (Vec<usize>, Option<Fraction>);
        let mut kinds: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for (index, value) in block.withheld() {
            let room = |high: &Fraction| high.minus(&value.bounds.low).times(&value.weight);
            let room = value.bounds.high.as_ref().map(room);
            let kind = (std::mem::take(&mut of_value[index]), room);
            kinds.entry(kind).or_default().push(index);
        }
        let atom = |((statements, room), mut values): (Kind, Vec<usize>)| {
            values.sort_by(|one, other| (&block.values[*one].slack, one).cmp(&(&block.values[*other].slack, other)));
            let all = || values.iter().map(|value| &block.values[*value]);
            let size = |value: Fraction| if value.is_negative() { value.negated() } else { value };
            Atom {
                heaviest: all()
                    .map(|value| value.weight.clone())
                    .max()
                    .unwrap_or_else(|| 0.into()),
                greatest: all()
                    .map(|value| size(value.weighted()))
                    .max()
                    .unwrap_or_else(|| 0.into()),
                values,
                statements,
                room,
            }
        };
        let atoms: Vec<Atom> = kinds.into_iter().map(atom).collect();
        let sum = |statement: &Statement| {
            let floors = statement.values.iter().map(|value| &block.values[*value].floor);
            let parts = atoms.iter().enumerate();
            let parts = parts.filter(|(_, atom)| atom.statements.contains(&statement.id));
            (statement.id, (parts.map(|(part, _)| part).collect(), floors.sum()))
        };
        Frame {
            sums: statements.iter().map(sum).collect(),
            block,
            atoms,
        }
    }

    /// What follows from some of the statements.
    pub fn inference<'s>(&'a self, statements: impl IntoIterator<Item = &'s Statement>) -> Inference<'a> {
        let mut sums: BTreeMap<&[usize], Bounds> = BTreeMap::new();
        for statement in statements {
            let Some((parts, floor)) = self.sums.get(&statement.id).filter(|(parts, _)| !parts.is_empty()) else {
                continue;
            };
            // Everything is counted from the lower bounds.
            let bounds = Bounds {
                low: statement.bounds.low.minus(floor),
                high: statement.bounds.high.as_ref().map(|high| high.minus(floor)),
            };
            let entry = sums.entry(parts).or_insert_with(|| bounds.clone());
            *entry = entry.and(&bounds);
        }
        let sum = |(parts, bounds): (&[usize], Bounds)| Sum {
            parts: parts.to_vec(),
            bounds,
        };
        Inference {
            block: self.block,
            atoms: &self.atoms,
            sums: sums.into_iter().map(sum).collect(),
        }
    }
}

impl Inference<'_> {
    /// Every withheld value that somebody knows too well: each once, as the first of its readers knows it, determined
    /// before near. With `share` 0 only the determined ones are sought.
    ///
    /// Within an atom bounds are the same for all but the reader, and a reader's knowledge bounds the others the tighter
    /// the more extreme its own value is: the two ends of each atom stand for all readers in it (two of each, for one may
    /// be the value that is sought).
    pub fn findings(&self, share: &Fraction, work: &mut usize) -> Result<Vec<Finding>, Stopped> {
        let mut found: BTreeMap<usize, Finding> = BTreeMap::new();
        let mut ends: Vec<Option<usize>> = vec![None];
        for atom in self.atoms.iter().filter(|atom| !atom.statements.is_empty()) {
            let count = atom.values.len();
            let extreme = |(at, _): &(usize, &usize)| *at < 2 || *at + 2 >= count;
            ends.extend(
                atom.values
                    .iter()
                    .enumerate()
                    .filter(extreme)
                    .map(|(_, value)| Some(*value)),
            );
        }
        for reader in ends {
            let wanted: Vec<usize> = (0..self.atoms.len())
                .filter(|atom| self.is_of_interest(&self.atoms[*atom], reader, share))
                .collect();
            let sums = self.sums_of_atoms(reader, &wanted, work)?;
            for (atom, bounds) in wanted.iter().zip(&sums) {
                self.look(&self.atoms[*atom], reader, (bounds, share), &mut found);
            }
        }
        Ok(found.into_values().collect())
    }

    /// Whether a value of an atom may be found: since the truth is possible, the atom's sum may be as great as it is, and any
    /// of its values may be all of it. Hence nothing is found of one beside which there is much.
    fn is_of_interest(&self, atom: &Atom, reader: Option<usize>, share: &Fraction) -> bool {
        let others = atom.values.iter().filter(|value| !self.is_own(reader, **value));
        let others: Vec<usize> = others.copied().collect();
        let slacks = others.iter().map(|value| &self.block.values[*value].slack);
        let sum: Fraction = slacks.sum();
        let high = atom
            .room
            .clone()
            .map_or_else(|| sum.clone(), |room| room.min(sum.clone()));
        let band = atom
            .greatest
            .times(share)
            .max(self.block.resolution.times(&atom.heaviest));
        others
            .last()
            .is_some_and(|greatest| high.minus(&self.block.values[*greatest].slack) <= band)
    }

    /// What a reader knows of a value.
    pub fn known_to(&self, reader: Option<usize>, value: usize, work: &mut usize) -> Result<Option<Bounds>, Stopped> {
        let Some(atom) = self.atoms.iter().position(|atom| atom.values.contains(&value)) else {
            return Ok(None);
        };
        let sums = self.sums_of_atoms(reader, &[atom], work)?;
        let each = sums
            .first()
            .and_then(|bounds| self.of_each(&self.atoms[atom], reader, bounds));
        Ok(each.and_then(|each| self.of_value(&each, value)))
    }

    /// Whether a reader can tell a value at the precision of the plan.
    pub fn determines(&self, finding: &Finding, work: &mut usize) -> Result<bool, Stopped> {
        let bounds = self.known_to(finding.reader, finding.value, work)?;
        Ok(bounds.is_some_and(|bounds| self.block.determines(&bounds)))
    }

    /// The same of the band around a value.
    pub fn is_near(&self, finding: &Finding, share: &Fraction, work: &mut usize) -> Result<bool, Stopped> {
        let bounds = self.known_to(finding.reader, finding.value, work)?;
        Ok(bounds.is_some_and(|bounds| self.block.is_near(finding.value, &bounds, share)))
    }

    /// The tightest bounds of the sums of the atoms that are wanted, in front of a reader.
    fn sums_of_atoms(&self, reader: Option<usize>, wanted: &[usize], work: &mut usize) -> Result<Vec<Bounds>, Stopped> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let part = |atom: &Atom| {
            let (count, known) = self.own_of(reader, atom);
            let others = atom.values.len() - count;
            Bounds {
                high: self.room_of(atom, others).map(|room| room.plus(&known)),
                low: known,
            }
        };
        let parts: Vec<Bounds> = self.atoms.iter().map(part).collect();
        tightest(&parts, &self.sums, wanted, work)
    }

    /// How many values of an atom are the reader's own, and their sum above the lower bounds.
    fn own_of(&self, reader: Option<usize>, atom: &Atom) -> (usize, Fraction) {
        let own = atom.values.iter().filter(|value| self.is_own(reader, **value));
        let slacks: Vec<&Fraction> = own.map(|value| &self.block.values[*value].slack).collect();
        (slacks.len(), slacks.into_iter().sum())
    }

    /// Whether a value is the reader's own: of a company that changed it, as it was and as it is.
    fn is_own(&self, reader: Option<usize>, value: usize) -> bool {
        let company = |value: usize| self.block.values[value].owner.company;
        reader.is_some_and(|reader| company(reader) == company(value))
    }

    /// How much room so many values of an atom have.
    fn room_of(&self, atom: &Atom, count: usize) -> Option<Fraction> {
        let count = Fraction::from(u32::try_from(count).unwrap_or(u32::MAX));
        match &atom.room {
            Some(room) => Some(room.times(&count)),
            None => count.is_zero().then(|| 0.into()),
        }
    }

    /// What the bounds of an atom's sum say of each of its values but the reader's own, above its lower bound.
    fn of_each(&self, atom: &Atom, reader: Option<usize>, sum: &Bounds) -> Option<Bounds> {
        let (count, known) = self.own_of(reader, atom);
        let others = atom.values.len().checked_sub(1 + count)?;
        let low = match self.room_of(atom, others) {
            Some(room) => sum.low.minus(&known).minus(&room).max(0.into()),
            None => 0.into(),
        };
        let high = sum.high.as_ref().map(|high| high.minus(&known));
        let high = match (high, &atom.room) {
            (Some(high), Some(room)) => Some(high.min(room.clone())),
            (high, room) => high.or(room.clone()),
        };
        Some(Bounds { low, high })
    }

    /// The same of one value as it is.
    fn of_value(&self, each: &Bounds, value: usize) -> Option<Bounds> {
        let withheld = &self.block.values[value];
        let weighted = Bounds {
            low: each.low.plus(&withheld.floor),
            high: each.high.as_ref().map(|high| high.plus(&withheld.floor)),
        };
        self.block.unweighted(value, &weighted)
    }

    /// Looks at the values of an atom, the greatest first, and no further than one can be found.
    fn look(
        &self,
        atom: &Atom,
        reader: Option<usize>,
        (sum, share): (&Bounds, &Fraction),
        found: &mut BTreeMap<usize, Finding>,
    ) {
        let Some(each) = self.of_each(atom, reader, sum) else {
            return;
        };
        let Some(high) = &each.high else { return };
        let is_wide = high.minus(&each.low) > self.block.resolution.times(&atom.heaviest);
        let band = atom.greatest.times(share);
        for &value in atom.values.iter().rev().filter(|value| !self.is_own(reader, **value)) {
            if is_wide && high.minus(&self.block.values[value].slack) >= band {
                break;
            }
            let Some(bounds) = self.of_value(&each, value) else {
                continue;
            };
            let determined = self.block.determines(&bounds);
            if !determined && !self.block.is_near(value, &bounds, share) {
                continue;
            }
            let finding = Finding {
                value,
                reader,
                determined,
            };
            let known = found.entry(value).or_insert_with(|| finding.clone());
            if determined && !known.determined {
                *known = finding;
            }
        }
    }
}

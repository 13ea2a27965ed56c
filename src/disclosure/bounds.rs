//! The tightest bounds of parts whose sums are known within bounds: in closed form where the sums are nested, as a linear
//! programme where they overlap.

use super::programme::{Programme, Stopped};
use crate::figures::Fraction;

/// Between what a number lies; `None` where nothing bounds it from above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Not less than this.
    pub low: Fraction,
    /// Not more than this.
    pub high: Option<Fraction>,
}

impl Bounds {
    /// A number that is known.
    pub fn exactly(value: Fraction) -> Bounds {
        Bounds {
            low: value.clone(),
            high: Some(value),
        }
    }

    /// How far a number lies outside; `None` of one within.
    pub fn beyond(&self, number: &Fraction) -> Option<Fraction> {
        match &self.high {
            _ if *number < self.low => Some(self.low.minus(number)),
            Some(high) if number > high => Some(number.minus(high)),
            Some(_) | None => None,
        }
    }

    /// What lies in both.
    pub fn and(&self, other: &Bounds) -> Bounds {
        let high = match (&self.high, &other.high) {
            (Some(one), Some(other)) => Some(one.min(other).clone()),
            (one, other) => one.as_ref().or(other.as_ref()).cloned(),
        };
        Bounds {
            low: (&self.low).max(&other.low).clone(),
            high,
        }
    }
}

/// What is known of the sum of some parts.
#[derive(Clone, Debug)]
pub struct Sum {
    /// The parts, ascending.
    pub parts: Vec<usize>,
    /// Between what their sum lies.
    pub bounds: Bounds,
}

/// The tightest bounds of the parts that are wanted, in their order.
///
/// # Errors
/// Where the programme would take more work than is left.
pub fn tightest(parts: &[Bounds], sums: &[Sum], wanted: &[usize], work: &mut usize) -> Result<Vec<Bounds>, Stopped> {
    if let Some(bounds) = nested(parts, sums) {
        return Ok(wanted.iter().map(|part| bounds[*part].clone()).collect());
    }
    let mut programme = Programme::new(parts, sums, work)?;
    wanted.iter().map(|part| programme.bounds(*part, work)).collect()
}

/// The bounds of each part by linear programmes, whatever the sums.
///
/// # Errors
/// Where they would take more work than is left.
pub fn overlapping(parts: &[Bounds], sums: &[Sum], work: &mut usize) -> Result<Vec<Bounds>, Stopped> {
    let mut programme = Programme::new(parts, sums, work)?;
    (0..parts.len()).map(|part| programme.bounds(part, work)).collect()
}

/// What is summed: a part, or an inner sum.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Part(usize),
    Sum(usize),
}

/// The bounds of each part where of any two sums one holds the other or they have nothing in common; else `None`.
///
/// Such sums form a tree, on which one pass upwards and one downwards are exact: an inner sum meets the rest in its own
/// bounds alone.
pub fn nested(parts: &[Bounds], sums: &[Sum]) -> Option<Vec<Bounds>> {
    let mut order: Vec<usize> = (0..sums.len()).collect();
    order.sort_by_key(|sum| (sums[*sum].parts.len(), *sum));
    let mut top: Vec<Node> = (0..parts.len()).map(Node::Part).collect();
    let mut children: Vec<Vec<Node>> = vec![Vec::new(); sums.len()];
    let mut upward: Vec<Bounds> = sums.iter().map(|sum| sum.bounds.clone()).collect();
    for &sum in &order {
        let mut inner: Vec<Node> = sums[sum].parts.iter().map(|part| top[*part]).collect();
        inner.sort();
        inner.dedup();
        let size = |node: &Node| match node {
            Node::Part(_) => 1,
            Node::Sum(inner) => sums[*inner].parts.len(),
        };
        if inner.iter().map(size).sum::<usize>() != sums[sum].parts.len() {
            return None;
        }
        sums[sum].parts.iter().for_each(|part| top[*part] = Node::Sum(sum));
        let of_all = Total::of(inner.iter().map(|node| of(*node, parts, &upward)));
        upward[sum] = upward[sum].and(&of_all.bounds());
        children[sum] = inner;
    }
    let (mut downward, mut found) = (upward.clone(), parts.to_vec());
    for &sum in order.iter().rev() {
        let all = Total::of(children[sum].iter().map(|node| of(*node, parts, &upward)));
        for &node in &children[sum] {
            let own = of(node, parts, &upward);
            let tight = own.and(&all.rest(&downward[sum], own));
            match node {
                Node::Part(part) => found[part] = tight,
                Node::Sum(inner) => downward[inner] = tight,
            }
        }
    }
    Some(found)
}

fn of<'a>(node: Node, parts: &'a [Bounds], sums: &'a [Bounds]) -> &'a Bounds {
    match node {
        Node::Part(part) => &parts[part],
        Node::Sum(sum) => &sums[sum],
    }
}

/// The sums of lower and of upper bounds.
struct Total {
    low: Fraction,
    high: Fraction,
    /// How many have no upper bound.
    unbounded: usize,
}

impl Total {
    fn of<'a>(all: impl Iterator<Item = &'a Bounds>) -> Total {
        let mut total = Total {
            low: 0.into(),
            high: 0.into(),
            unbounded: 0,
        };
        for bounds in all {
            total.low = total.low.plus(&bounds.low);
            match &bounds.high {
                Some(high) => total.high = total.high.plus(high),
                None => total.unbounded += 1,
            }
        }
        total
    }

    fn bounds(&self) -> Bounds {
        Bounds {
            low: self.low.clone(),
            high: (self.unbounded == 0).then(|| self.high.clone()),
        }
    }

    /// What a sum leaves for one of its parts.
    fn rest(&self, sum: &Bounds, own: &Bounds) -> Bounds {
        let others = self.low.minus(&own.low);
        let others_are_bounded = self.unbounded == usize::from(own.high.is_none());
        let most = own
            .high
            .as_ref()
            .map_or_else(|| self.high.clone(), |own| self.high.minus(own));
        Bounds {
            low: match others_are_bounded {
                true => sum.low.minus(&most),
                false => own.low.clone(),
            },
            high: sum.high.as_ref().map(|high| high.minus(&others)),
        }
    }
}

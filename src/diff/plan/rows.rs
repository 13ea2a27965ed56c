//! Which rows of two versions are the same: by id, else by title, else by how much of them is alike.

use super::seen::{Row, Table, each_leaf, leaf_of};
use super::show;
use crate::diff::overlap::Bag;

/// Keys that title a row, the first that it has.
const TITLES: [&str; 8] = [
    "title",
    "name",
    "event",
    "measure",
    "label",
    "file",
    "municipality",
    "body",
];
/// Rows that share at least this much of their words are one that was changed.
const ALIKE: f64 = 0.5;

/// The rows of two versions.
pub struct Matched<'s, 'a> {
    /// The rows after, each with what it was before.
    pub after: Vec<(Option<&'s Row<'a>>, &'s Row<'a>)>,
    /// The rows that went.
    pub removed: Vec<&'s Row<'a>>,
    /// Rows that stand in another order among those that stayed.
    pub moved: Vec<&'s Row<'a>>,
}

/// The key that titles the rows.
pub fn title_key(table: &Table<'_>) -> Option<&'static str> {
    TITLES
        .into_iter()
        .find(|name| table.iter().any(|(key, _)| key.name == *name))
}

/// The title of a row; a year of a target is its title.
pub fn title(table: &Table<'_>) -> Option<String> {
    if let Some(year) = fiscal_year(table) {
        return Some(year);
    }
    let leaf = leaf_of(table, title_key(table)?)?;
    leaf.text().map(str::to_owned)
}

/// The year of a value of a year.
pub fn fiscal_year(table: &Table<'_>) -> Option<String> {
    is_year_value(table).then(|| leaf_of(table, "fiscal_year").and_then(show::machine))?
}

/// Whether a table is a value of a fiscal year: a baseline or a target. A statistic names its source beside.
pub fn is_year_value(table: &Table<'_>) -> bool {
    let has = |key| leaf_of(table, key).is_some();
    has("fiscal_year") && has("value") && !has("source")
}

/// Finds which rows are the same.
pub fn matched<'s, 'a>(before: &'s [Row<'a>], after: &'s [Row<'a>]) -> Matched<'s, 'a> {
    let mut pairing = Pairing {
        before: before.iter().map(Profile::of).collect(),
        after: after.iter().map(Profile::of).collect(),
        partner: vec![None; after.len()],
    };
    pairing.pair(|one, other| one.row.id.is_some() && one.row.id == other.row.id);
    pairing.pair(|one, other| one.words == other.words);
    pairing.pair(|one, other| one.may_be(other) && one.title.is_some() && one.title == other.title);
    pairing.pair_alike();
    let partner = &pairing.partner;
    let rows = partner.iter().zip(after);
    Matched {
        after: rows
            .map(|(partner, row)| (partner.map(|at| &before[at]), row))
            .collect(),
        removed: (0..before.len())
            .filter(|at| !partner.contains(&Some(*at)))
            .map(|at| &before[at])
            .collect(),
        moved: out_of_order(partner).into_iter().map(|at| &after[at]).collect(),
    }
}

/// A row and what it is known by.
struct Profile<'s, 'a> {
    row: &'s Row<'a>,
    title: Option<String>,
    /// All that it says.
    words: Vec<String>,
    bag: Bag,
    is_year: bool,
}

impl<'s, 'a> Profile<'s, 'a> {
    fn of(row: &'s Row<'a>) -> Self {
        let mut words = Vec::new();
        each_leaf(&row.table, &mut |_, leaf| {
            words.push(show::machine(leaf).unwrap_or_default());
        });
        Profile {
            row,
            title: title(&row.table),
            bag: Bag::of(&words.join("\n")),
            words,
            is_year: is_year_value(&row.table),
        }
    }

    /// Whether nothing but the title could tell two rows apart: two ids do.
    fn may_be(&self, other: &Profile<'_, '_>) -> bool {
        self.row.id.is_none() || other.row.id.is_none()
    }

    /// How much of two rows is alike, from 0 to 1.
    fn alike(&self, other: &Profile<'_, '_>) -> f64 {
        if self.is_year {
            // One value of another year.
            let value = |it: &Profile<'_, '_>| leaf_of(&it.row.table, "value").and_then(show::machine);
            return if value(self) == value(other) { 1.0 } else { 0.0 };
        }
        self.bag.akin(&other.bag, ALIKE)
    }
}

struct Pairing<'s, 'a> {
    before: Vec<Profile<'s, 'a>>,
    after: Vec<Profile<'s, 'a>>,
    /// Of each row after, the row before.
    partner: Vec<Option<usize>>,
}

impl Pairing<'_, '_> {
    fn is_free(&self, before: usize) -> bool {
        !self.partner.contains(&Some(before))
    }

    /// Pairs rows that are surely the same, the first with the first.
    fn pair(&mut self, same: impl Fn(&Profile<'_, '_>, &Profile<'_, '_>) -> bool) {
        for at in 0..self.after.len() {
            if self.partner[at].is_none() {
                let mut free = (0..self.before.len()).filter(|it| self.is_free(*it));
                self.partner[at] = free.find(|it| same(&self.before[*it], &self.after[at]));
            }
        }
    }

    /// Pairs what is left, the most alike first.
    fn pair_alike(&mut self) {
        let mut pairs = Vec::new();
        for at in (0..self.after.len()).filter(|at| self.partner[*at].is_none()) {
            for it in (0..self.before.len()).filter(|it| self.is_free(*it)) {
                let (one, other) = (&self.before[it], &self.after[at]);
                let alike = one.alike(other);
                if one.may_be(other) && alike > 0.0 {
                    pairs.push((alike, it, at));
                }
            }
        }
        pairs.sort_by(|one, other| other.0.total_cmp(&one.0));
        for (_, it, at) in pairs {
            if self.partner[at].is_none() && self.is_free(it) {
                self.partner[at] = Some(it);
            }
        }
    }
}

/// The fewest members of a row of numbers without which the others ascend.
pub fn out_of_order(numbers: &[Option<usize>]) -> Vec<usize> {
    // Of each member the longest ascending row that ends with it, and the member before it there.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let earlier = (0..at).filter(|it| numbers[*it].is_some() && numbers[*it] < *number);
        let longest = earlier.max_by_key(|it| (best[*it].0, std::cmp::Reverse(*it)));
        let length = longest.map_or(0, |it| best[it].0) + usize::from(number.is_some());
        best.push((length, longest));
    }
    let known = (0..numbers.len()).filter(|at| numbers[*at].is_some());
    let mut kept = known.clone().max_by_key(|at| (best[*at].0, std::cmp::Reverse(*at)));
    let mut moved: Vec<usize> = known.collect();
    while let Some(at) = kept {
        moved.retain(|it| *it != at);
        kept = best[at].1;
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::out_of_order;

    #[test]
    fn what_moved_are_the_fewest_that_stand_elsewhere() {
        let moved = |numbers: &[i32]| {
            let numbers: Vec<Option<usize>> = numbers.iter().map(|it| usize::try_from(*it).ok()).collect();
            out_of_order(&numbers)
        };
        assert!(moved(&[]).is_empty());
        assert!(moved(&[0, 1, -1, 2]).is_empty());
        assert_eq!(moved(&[2, 0, 1]), [0]);
        assert_eq!(moved(&[1, 2, 3, 0]), [3]);
        assert_eq!(moved(&[1, 0]), [1]);
    }
}

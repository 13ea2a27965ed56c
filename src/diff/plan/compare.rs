//! Compares two plans key by key: generically over all tables of the contract, so that none is forgotten.

use super::amount::{Difference, delta, difference};
use super::at::{At, Source};
use super::change::{self, Action, Change, Content, Kind, Moved, Side};
use super::disclosed;
use super::rows::{Matched, is_year_value, matched, title, title_key};
use super::seen::{Items, Leaf, Row, Rows, Seen, State, Table, each_leaf, is_shown, leaf_of};
use super::show::{machine, quantity, side};
use super::{names::Names, prose};
use crate::plan::Key;
use crate::plan::form::LeafForm;

/// A comparison in the making.
pub struct Comparing<'n> {
    /// What changed.
    pub changes: Vec<Change>,
    /// What moved.
    pub moved: Vec<Moved>,
    /// How sources name companies and fields, before and after.
    pub names: &'n Names,
    /// Whether readers may know why a value is pending.
    pub tells_reasons: bool,
    /// Whether readers may know where files lie.
    pub tells_paths: bool,
    /// Numbers that are the same while their units differ.
    in_other_units: usize,
}

impl<'n> Comparing<'n> {
    /// A comparison in which nothing changed yet.
    pub fn new(names: &'n Names, (tells_reasons, tells_paths): (bool, bool)) -> Self {
        Comparing {
            changes: Vec::new(),
            moved: Vec::new(),
            names,
            tells_reasons,
            tells_paths,
            in_other_units: 0,
        }
    }

    /// Compares two tables with the same keys.
    pub fn table(&mut self, at: &At, before: &Table<'_>, after: &Table<'_>) {
        let at = at.inside(before, after);
        let (start, known) = (self.changes.len(), self.in_other_units);
        let role = Role::of(&at, after);
        for ((key, old), (_, new)) in before.iter().zip(after) {
            self.member(&at, &role, key, (old, new));
        }
        // With the unit alone the amounts are others: that is one change of the targets.
        let follows = self.in_other_units > known;
        if follows && at.is_indicator() {
            let unit = format!("{}.unit", at.key);
            let changes = self.changes[start..].iter_mut();
            changes
                .filter(|it| it.key == unit)
                .for_each(|it| it.kind = Kind::KpiChanged);
        }
    }

    fn member(&mut self, at: &At, role: &Role, key: &'static Key, (before, after): (&Seen<'_>, &Seen<'_>)) {
        // In which order fields stand is compared where they are matched.
        if at.source == Source::Field && key.name == "order" {
            return;
        }
        let below = match role.is_year_value && key.name == "value" {
            true => at.clone(),
            false => at.below(key),
        };
        match (before, after) {
            (Seen::Leaf(before), Seen::Leaf(after)) => self.leaf(&below, &role.of_key(key), (before, after)),
            (Seen::Items(before), Seen::Items(after)) => self.items(&below, before, after),
            (Seen::Table(before), Seen::Table(after)) => self.inner(&below, before, after),
            (Seen::Rows(before), Seen::Rows(after)) => self.rows(&below, before, after),
            // Both sides have the form of the contract.
            (Seen::Leaf(_) | Seen::Items(_) | Seen::Table(_) | Seen::Rows(_), _) => {}
        }
    }

    /// Compares tables, of which an indicator comes and goes whole.
    fn inner(&mut self, at: &At, before: &Table<'_>, after: &Table<'_>) {
        let shown = (is_shown(before), is_shown(after));
        let (kind, action, table) = match shown {
            (false, true) if at.is_indicator() => (Kind::KpiAdded, Action::Added, after),
            (true, false) if at.is_indicator() => (Kind::KpiRemoved, Action::Removed, before),
            _ => return self.table(at, before, after),
        };
        let contents = self.contents(at, table, &|_| true);
        let years = |it: &&Content| it.key == "value";
        let values: Vec<&str> = contents.iter().filter(years).map(|it| &*it.shown).collect();
        let side = Side {
            state: change::State::Given,
            shown: values.join("、"),
            ..Side::default()
        };
        self.push(kind, action, at, Sides::one(action, side));
        self.tell(contents);
    }

    /// What else the last change says.
    fn tell(&mut self, contents: Vec<Content>) {
        if let Some(change) = self.changes.last_mut() {
            change.contents = contents;
        }
    }

    /// The values of a table that a reader sees.
    fn contents(&self, at: &At, table: &Table<'_>, wanted: &dyn Fn(&Key) -> bool) -> Vec<Content> {
        let at = at.inside(table, table);
        let mut contents = Vec::new();
        each_leaf(table, &mut |key, leaf| {
            if leaf.is_shown() && wanted(key) {
                let side = self.side(leaf, &at.units.after);
                contents.push(Content {
                    key: key.name,
                    label: key.label,
                    value: side.value,
                    shown: side.shown,
                });
            }
        });
        contents
    }

    fn push(&mut self, kind: Kind, action: Action, at: &At, sides: Sides) {
        self.changes.push(Change {
            key: at.key.clone(),
            label: at.label(),
            before: sides.before,
            after: sides.after,
            ..Change::new(kind, action, (&at.subject, &at.name))
        });
    }

    fn moved(&mut self, at: &At, what: String) {
        self.moved.push(Moved {
            subject: at.subject.clone(),
            name: at.name.clone(),
            key: at.key.clone(),
            label: at.label(),
            what,
        });
    }

    fn side(&self, leaf: &Leaf<'_>, unit: &str) -> Side {
        match leaf.form == LeafForm::FilePath && !self.tells_paths && leaf.is_shown() {
            true => disclosed::photo(),
            false => side(leaf, unit, self.tells_reasons),
        }
    }

    fn leaf(&mut self, at: &At, role: &LeafRole, (before, after): (&Leaf<'_>, &Leaf<'_>)) {
        if before.form == LeafForm::Prose && self.prose(at, role, (before, after)) {
            return;
        }
        let units = &at.units;
        let quantities = quantity(before, &units.before).zip(quantity(after, &units.after));
        if let Some((old, new)) = &quantities {
            let difference = difference(old, new, units);
            self.in_other_units += usize::from(difference == Difference::OfUnit);
            if difference != Difference::OfNumber {
                return;
            }
        } else if self.same(at, before, after) {
            return;
        }
        let Some(action) = action(before, after) else {
            return;
        };
        let sides = self.sides(at, before, after);
        self.push(role.kind(at, before.form, action), action, at, sides);
        if let (Some((old, new)), Some(change)) = (quantities, self.changes.last_mut()) {
            change.delta = delta(&old, &new);
        }
    }

    /// Whether two leaves that are no figures say the same.
    fn same(&self, at: &At, before: &Leaf<'_>, after: &Leaf<'_>) -> bool {
        match (&before.state, &after.state) {
            (State::Given(..), State::Given(..)) => self.identity(at, before) == machine(after),
            (State::Pending(one), State::Pending(other)) => !self.tells_reasons || one.reason == other.reason,
            (State::Absent | State::Withheld, State::Absent | State::Withheld) => true,
            _ => false,
        }
    }

    /// A value before; where it names a company or a field, as the version after names that.
    fn identity(&self, at: &At, leaf: &Leaf<'_>) -> Option<String> {
        let value = machine(leaf)?;
        match at.names_sources() {
            true => Some(self.names.now(&value).to_owned()),
            false => Some(value),
        }
    }

    /// Both sides, but nothing of before where the readers of after may not see the key at all.
    fn sides(&self, at: &At, before: &Leaf<'_>, after: &Leaf<'_>) -> Sides {
        let before = match after.state {
            State::Withheld => Side::default(),
            State::Absent | State::Pending(_) | State::Given(..) => self.side(before, &at.units.before),
        };
        let sides = Sides {
            before,
            after: self.side(after, &at.units.after),
        };
        match at.names_sources() {
            true => sides.map(|side| self.names.in_words(side)),
            false => sides,
        }
    }

    /// Compares paragraphs where both sides have some; whether that settled it.
    fn prose(&mut self, at: &At, role: &LeafRole, (before, after): (&Leaf<'_>, &Leaf<'_>)) -> bool {
        let (Some(old), Some(new)) = (before.text(), after.text()) else {
            return false;
        };
        let compared = prose::compare(old, new);
        for paragraph in &compared.moved {
            self.moved(at, paragraph.clone());
        }
        if !compared.changes.is_empty() {
            let sides = self.sides(at, before, after);
            let kind = role.kind(at, before.form, Action::Changed);
            self.push(kind, Action::Changed, at, sides);
            if let Some(change) = self.changes.last_mut() {
                change.paragraphs = compared.changes;
            }
        }
        true
    }

    /// Compares arrays of single values, whatever their order.
    fn items(&mut self, at: &At, before: &Items<'_>, after: &Items<'_>) {
        if after.withheld {
            if !before.items.is_empty() {
                self.push(Kind::ValueChanged, Action::Removed, at, Sides::default());
            }
            return;
        }
        let (before, after) = (&before.items, &after.items);
        let mut old: Vec<String> = before.iter().filter_map(|it| self.identity(at, it)).collect();
        let mut new: Vec<String> = after.iter().filter_map(machine).collect();
        if old == new {
            return;
        }
        old.sort();
        new.sort();
        if old == new {
            return self.moved(at, "並び順".to_owned());
        }
        let sides = Sides {
            before: self.joined(at, before),
            after: self.joined(at, after),
        };
        self.push(Kind::ValueChanged, Action::Changed, at, sides);
    }

    fn joined(&self, at: &At, items: &[Leaf<'_>]) -> Side {
        let side = |leaf| match at.names_sources() {
            true => self.names.in_words(self.side(leaf, "")),
            false => self.side(leaf, ""),
        };
        let sides: Vec<Side> = items.iter().map(side).collect();
        let join = |part: &dyn Fn(&Side) -> String| sides.iter().map(part).collect::<Vec<_>>().join("、");
        Side {
            state: sides.first().map(|it| it.state.clone()).unwrap_or_default(),
            value: Some(join(&|it| it.value.clone().unwrap_or_default())),
            shown: join(&|it| it.shown.clone()),
            place: sides.first().and_then(|it| it.place),
        }
    }

    fn rows(&mut self, at: &At, before: &Rows<'_>, after: &Rows<'_>) {
        if before.withheld || after.withheld {
            return self.withheld_rows(at, before, after);
        }
        let Matched { after, removed, moved } = matched(&before.rows, &after.rows);
        for (old, new) in after {
            match old {
                Some(old) => self.table(&at.row(new), &old.table, &new.table),
                None => self.whole_row(at, new, Action::Added),
            }
        }
        for row in removed {
            self.whole_row(at, row, Action::Removed);
        }
        if !moved.is_empty() {
            let titles = moved.iter().filter_map(|row| title(&row.table));
            self.moved(at, titles.collect::<Vec<_>>().join("、"));
        }
    }

    /// Rows that became visible or invisible as a whole: what is not shown now is not shown here.
    fn withheld_rows(&mut self, at: &At, before: &Rows<'_>, after: &Rows<'_>) {
        if after.rows.is_empty() && !before.rows.is_empty() {
            self.push(Kind::ValueChanged, Action::Removed, at, Sides::default());
        }
        if before.withheld && !after.withheld {
            for row in &after.rows {
                self.whole_row(at, row, Action::Added);
            }
        }
    }

    /// A row that came or went, by its title, or its value in a year.
    fn whole_row(&mut self, at: &At, row: &Row<'_>, action: Action) {
        let below = at.row(row);
        let sides = Sides::one(action, self.row_side(&below, row));
        self.push(row_kind(at, &below, &row.table, action), action, &below, sides);
        if !is_year_value(&row.table) {
            let title = title_key(&row.table);
            self.tell(self.contents(&below, &row.table, &|key| Some(key.name) != title));
        }
    }

    fn row_side(&self, at: &At, row: &Row<'_>) -> Side {
        if is_year_value(&row.table) {
            let units = match () {
                () if at.units.after.is_empty() => &at.units.before,
                () => &at.units.after,
            };
            let value = leaf_of(&row.table, "value");
            return value.map(|leaf| self.side(leaf, units)).unwrap_or_default();
        }
        let leaf = title_key(&row.table).and_then(|name| leaf_of(&row.table, name));
        leaf.map(|leaf| self.side(leaf, "")).unwrap_or_default()
    }
}

/// Both sides of a change.
#[derive(Default)]
struct Sides {
    before: Side,
    after: Side,
}

impl Sides {
    /// What came, or what went.
    fn one(action: Action, side: Side) -> Sides {
        match action {
            Action::Added => Sides {
                after: side,
                ..Sides::default()
            },
            Action::Removed | Action::Changed => Sides {
                before: side,
                ..Sides::default()
            },
        }
    }

    fn map(self, change: impl Fn(Side) -> Side) -> Sides {
        Sides {
            before: change(self.before),
            after: change(self.after),
        }
    }
}

/// What happened to a leaf; `None` where nobody sees that anything did.
fn action(before: &Leaf<'_>, after: &Leaf<'_>) -> Option<Action> {
    match (before.is_shown(), after.is_shown()) {
        (false, false) => None,
        (false, true) => Some(Action::Added),
        (true, false) => Some(Action::Removed),
        (true, true) => Some(Action::Changed),
    }
}

fn row_kind(list: &At, row: &At, table: &Table<'_>, action: Action) -> Kind {
    let added = action == Action::Added;
    if is_year_value(table) {
        return if added { Kind::KpiAdded } else { Kind::KpiRemoved };
    }
    if list.holds_measures() {
        return if added {
            Kind::MeasureAdded
        } else {
            Kind::MeasureRemoved
        };
    }
    if row.is_schedule() {
        return Kind::ScheduleChanged;
    }
    let is_prose = |seen: &Seen<'_>| matches!(seen, Seen::Leaf(leaf) if leaf.form == LeafForm::Prose);
    match table.iter().any(|(_, seen)| is_prose(seen)) {
        true => Kind::TextChanged,
        false => Kind::ValueChanged,
    }
}

/// What a table is for, as far as it decides what a change of its values is.
struct Role {
    is_year_value: bool,
    /// The key that names a measure.
    title: Option<&'static str>,
}

impl Role {
    fn of(at: &At, table: &Table<'_>) -> Role {
        Role {
            is_year_value: is_year_value(table),
            title: title_key(table).filter(|_| at.is_measure()),
        }
    }

    fn of_key(&self, key: &Key) -> LeafRole {
        LeafRole {
            is_year_value: self.is_year_value && matches!(key.name, "fiscal_year" | "value"),
            titles_measure: self.title == Some(key.name),
        }
    }
}

/// The same of a single value.
struct LeafRole {
    is_year_value: bool,
    titles_measure: bool,
}

impl LeafRole {
    fn kind(&self, at: &At, form: LeafForm, action: Action) -> Kind {
        if self.is_year_value {
            return match action {
                Action::Added => Kind::KpiAdded,
                Action::Removed => Kind::KpiRemoved,
                Action::Changed => Kind::KpiChanged,
            };
        }
        if self.titles_measure {
            return Kind::MeasureRenamed;
        }
        if at.is_schedule() {
            return Kind::ScheduleChanged;
        }
        match form {
            LeafForm::Line | LeafForm::Prose => Kind::TextChanged,
            LeafForm::FilePath
            | LeafForm::Number
            | LeafForm::Count
            | LeafForm::FiscalYear
            | LeafForm::CorporateNumber
            | LeafForm::Bool
            | LeafForm::Date
            | LeafForm::DateTime
            | LeafForm::Day
            | LeafForm::Choice(_) => Kind::ValueChanged,
        }
    }
}

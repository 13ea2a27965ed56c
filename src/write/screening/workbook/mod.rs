//! A screening as a workbook for the selection meeting: every degree, rank and total a formula that Excel computes again.

mod basis;
mod charts;
mod columns;
mod row;
mod table;

use crate::document::{Class, Text};
use crate::screen::{Group, Screening};
use crate::workbook::{SheetId, Workbook};
use basis::Basis;
use jiff::civil::Date;
use std::sync::Arc;
use table::Member;

/// What a workbook says of the plan that it belongs to.
#[derive(Clone, Debug)]
pub struct About {
    /// Its title.
    pub title: String,
    /// Its clock.
    pub date: Date,
    /// How it is to be handled, at the head of every page.
    pub handling: String,
}

impl About {
    /// Words of the workbook, which is the prefecture's own.
    fn internal(&self, words: &str) -> Text {
        Text {
            class: Class::Internal,
            ..Text::template(words, &Arc::default())
        }
    }
}

/// The workbook: one sheet for all applicants, one for each field, one for what the formulas start from.
pub fn workbook(screening: &Screening, about: &About) -> Workbook {
    let mut workbook = Workbook::new(about.internal(&about.title), about.date);
    let all = workbook.add_sheet("全応募企業");
    let sheets: Vec<(SheetId, &Group)> = screening
        .groups
        .iter()
        .map(|group| (workbook.add_sheet_named(&group.name, Class::Internal), group))
        .collect();
    let basis = Basis::add(&mut workbook, screening, about);
    // Two fields may have one name, two sheets may not: the table of all companies tells fields apart by their sheets.
    let named: Vec<(String, &Group)> = sheets
        .iter()
        .map(|(sheet, group)| (workbook.sheet(*sheet).name().to_owned(), *group))
        .collect();
    let shared = table::Shared {
        basis: &basis,
        about,
        notes: &screening.notes,
    };
    table::fill(workbook.sheet_mut(all), "全応募企業", &members(&named), &shared);
    for ((sheet, _), named) in sheets.iter().zip(&named) {
        let title = format!("対象分野：{}", named.0);
        table::fill(
            workbook.sheet_mut(*sheet),
            &title,
            &members(std::slice::from_ref(named)),
            &shared,
        );
    }
    workbook
}

fn members<'a>(groups: &'a [(String, &'a Group)]) -> Vec<Member<'a>> {
    let of = |(field, group): &'a (String, &'a Group)| {
        group.applicants.iter().map(move |applicant| Member {
            field,
            group,
            applicant,
        })
    };
    groups.iter().flat_map(of).collect()
}

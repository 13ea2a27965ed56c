//! Connector degree across, hub degree upwards: one chart for each definition, for they never share one.

use super::columns as column;
use super::table::Member;
use crate::document::Class;
use crate::figures::Definition;
use crate::workbook::{Area, At, Axis, Chart, Marker, Series, Sheet};

/// Width and height in pixels.
const SIZE: (u32, u32) = (900, 470);
/// Where the charts begin: the second stands right of the first.
const COLUMNS: [u16; 2] = [1, 11];

/// Puts both charts on a sheet, each where it has points.
pub fn put(sheet: &mut Sheet, row: u32, first: u32, members: &[Member<'_>]) {
    let charts = Definition::ALL.map(|definition| chart(definition, first, members));
    for (column, chart) in COLUMNS.into_iter().zip(charts.into_iter().flatten()) {
        sheet.charts.push((At::new(row, column), chart));
    }
}

fn chart(definition: Definition, first: u32, members: &[Member<'_>]) -> Option<Chart> {
    let series = series(definition, first, members);
    if series.is_empty() {
        return None;
    }
    let [across, upwards] = definition.measures();
    let (pattern, end) = match definition {
        Definition::CompanyRatio => ("0%", Some(1.0)),
        Definition::NationalShare => ("0.00%", None),
    };
    let label = definition.label();
    let axis = |degree: &str| Axis {
        title: format!("{degree}（{label}）"),
        pattern,
        end,
    };
    let title = format!("コネクター度とハブ度（{label}）");
    Some(Chart {
        alternative: format!("応募企業の{title}の散布図。値は表のとおりです。"),
        title,
        x: axis(across.degree()),
        y: axis(upwards.degree()),
        series,
        class: Class::Internal,
        size: SIZE,
    })
}

/// One series a field: those with all values stand first among its rows.
fn series(definition: Definition, first: u32, members: &[Member<'_>]) -> Vec<Series> {
    let [across, upwards] = definition.measures();
    let (mut series, mut row) = (Vec::new(), first);
    for fields in members.chunk_by(|one, other| one.field == other.field) {
        let rows = u32::try_from(fields.len()).unwrap_or_default();
        let complete = fields.first().map_or(0, |it| it.group.complete(definition));
        if let Some(last) = u32::try_from(complete).ok().and_then(|it| it.checked_sub(1)) {
            let area = |column: u16| Area::column(column, row, row + last);
            series.push(Series {
                name: At::new(row, column::FIELD),
                x: area(column::measure(across)),
                y: area(column::measure(upwards)),
                labels: fields[..complete]
                    .iter()
                    .map(|it| it.applicant.short_name.clone())
                    .collect(),
                names: column::NAME,
                marker: Marker(series.len()),
            });
        }
        row += rows;
    }
    series
}

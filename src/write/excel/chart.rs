//! Charts as Excel draws them.

use super::look::{ACCENT, FACE, INK, RULE};
use crate::workbook::{Area, Axis, Chart, Marker, Series};
use rust_xlsxwriter::{
    Chart as Drawing, ChartAxis, ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat, ChartLegendPosition,
    ChartLine, ChartMarker, ChartMarkerType, ChartRange, ChartSolidFill, ChartTitle,
};

/// The colours of points, then their forms: no two of one kind are alike in both before twenty kinds.
const COLOURS: [u32; 4] = [ACCENT, 0x00d9_8a29, 0x004b_9a9a, 0x008a_94a0];
const FORMS: [ChartMarkerType; 5] = [
    ChartMarkerType::Circle,
    ChartMarkerType::Diamond,
    ChartMarkerType::Triangle,
    ChartMarkerType::Square,
    ChartMarkerType::X,
];

pub fn draw(sheet: &str, chart: &Chart) -> Drawing {
    let mut drawing = Drawing::new_scatter();
    titled(drawing.title(), &chart.title);
    axis(drawing.x_axis(), &chart.x);
    axis(drawing.y_axis(), &chart.y);
    for series in &chart.series {
        points(&mut drawing, sheet, series);
    }
    if chart.series.len() > 1 {
        drawing
            .legend()
            .set_position(ChartLegendPosition::Bottom)
            .set_font(&font(9));
    } else {
        drawing.legend().set_hidden();
    }
    drawing.set_width(chart.size.0).set_height(chart.size.1);
    drawing.set_alt_text(&chart.alternative);
    drawing
}

fn font(size: u8) -> ChartFont {
    let mut font = ChartFont::new();
    // A colour of its own: without one the library writes an element where the schema has none.
    font.set_name(FACE).set_size(size).set_color(INK);
    font
}

fn titled(title: &mut ChartTitle, words: &str) {
    title.set_name(words).set_font(font(11).set_bold());
}

fn axis(to: &mut ChartAxis, axis: &Axis) {
    to.set_name(&axis.title)
        .set_name_font(&font(9))
        .set_font(&font(9))
        .set_num_format(axis.pattern)
        .set_min(0)
        .set_major_gridlines(true)
        .set_major_gridlines_line(ChartLine::new().set_color(RULE).set_width(0.5));
    if let Some(end) = axis.end {
        to.set_max(end);
    }
}

fn points(drawing: &mut Drawing, sheet: &str, series: &Series) {
    let range = |area: Area| {
        let Area { from, to } = area;
        ChartRange::new_from_range(sheet, from.row, from.column, to.row, to.column)
    };
    let mut usual = ChartDataLabel::new();
    usual
        .show_y_value()
        .set_position(ChartDataLabelPosition::Right)
        .set_font(&font(8));
    // Excel reads what begins with = as a place: such a name is taken from its own cell.
    let name = |(row, label): (u32, &String)| {
        let mut named = ChartDataLabel::new();
        if label.starts_with('=') {
            named.set_value(&range(Area::column(series.names, row, row)));
        } else {
            named.set_value(label);
        }
        named.set_font(&font(8)).to_custom()
    };
    let names: Vec<ChartDataLabel> = (series.x.from.row..).zip(&series.labels).map(name).collect();
    drawing
        .add_series()
        .set_name(&range(Area::one(series.name)))
        .set_categories(&range(series.x))
        .set_values(&range(series.y))
        .set_marker(&marker(series.marker))
        .set_data_label(&usual)
        .set_custom_data_labels(&names);
}

fn marker(Marker(index): Marker) -> ChartMarker {
    let colour = COLOURS[index % COLOURS.len()];
    let mut marker = ChartMarker::new();
    marker
        .set_type(FORMS[index % FORMS.len()])
        .set_size(8)
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour)));
    marker
}

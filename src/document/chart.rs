//! Charts, as data: typst draws them for both writers.

use super::Text;
use serde::Serialize;

/// A chart. Its numbers are for drawing only, and have no more digits than the labels, which say what is printed.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Chart {
    /// Bars by year.
    Bars(BarChart),
    /// Points on two axes.
    Scatter(ScatterChart),
}

impl Chart {
    /// Every text in it.
    pub fn texts(&self) -> Vec<&Text> {
        match self {
            Chart::Bars(chart) => {
                let bars = chart.groups.iter().flat_map(|group| &group.bars).flatten();
                let names = chart.series.iter().map(|series| &series.name);
                let groups = chart.groups.iter().flat_map(|group| &group.label);
                let ticks = chart.ticks.iter().map(|(_, label)| label);
                let labels = bars.map(|bar| &bar.label);
                names.chain(groups).chain(ticks).chain(labels).collect()
            }
            Chart::Scatter(chart) => {
                let names = chart.series.iter().map(|series| &series.name);
                let titles = [&chart.x_title, &chart.y_title];
                let labels = chart.points.iter().map(|point| &point.label);
                names.chain(titles).chain(labels).collect()
            }
        }
    }
}

/// Groups of bars, one bar a series.
#[derive(Clone, Debug, Serialize)]
pub struct BarChart {
    /// The series, in the order of the bars.
    pub series: Vec<Series>,
    /// The groups, left to right.
    pub groups: Vec<BarGroup>,
    /// The values at the grid lines, from the lowest, with their labels.
    pub ticks: Vec<(f64, Text)>,
}

/// A series: the name in the legend. The colour follows from its position.
#[derive(Clone, Debug, Serialize)]
pub struct Series {
    /// In the legend.
    pub name: Text,
}

/// A group of bars over one label.
#[derive(Clone, Debug, Serialize)]
pub struct BarGroup {
    /// Under the group, one entry a line.
    pub label: Vec<Text>,
    /// One for each series; none where the value is pending. One without height bears the mark of a value that is withheld
    /// or not defined.
    pub bars: Vec<Option<Bar>>,
}

/// A bar.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    /// The height: the value as the label rounds it.
    pub value: f64,
    /// Printed above.
    pub label: Text,
}

/// Points with short names on two axes from 0 to 1.
#[derive(Clone, Debug, Serialize)]
pub struct ScatterChart {
    /// The series, by colour and shape.
    pub series: Vec<Series>,
    /// Under the horizontal axis.
    pub x_title: Text,
    /// Over the vertical axis.
    pub y_title: Text,
    /// The points.
    pub points: Vec<Point>,
}

/// A point.
#[derive(Clone, Debug, Serialize)]
pub struct Point {
    /// Which series.
    pub series: usize,
    /// From 0 to 1, as rounded for print.
    pub x: f64,
    /// From 0 to 1, as rounded for print.
    pub y: f64,
    /// Printed beside it.
    pub label: Text,
}

//! Charts of targets and degrees.

use super::super::print;
use super::super::problem::Problem;
use super::Call;
use super::build::Build;
use super::targets::unit_word;
use crate::document::{Bar, BarChart, BarGroup, Block, Chart, Figure, Point, ScatterChart, Series, Text};
use crate::figures::{Figure as Value, Fraction, Indicator, Trend};
use crate::plan::MoneyUnit;
use rust_decimal::Decimal;

/// As many series as there are colours that can be told apart: the fields and the plan as a whole; of more fields the
/// chart shows the plan alone.
const MOST_SERIES: usize = 4;
/// As many names as fit between the points; beyond it points bear the numbers of the table.
const MOST_NAMES: usize = 24;

/// An indicator by year: a bar for each field and one for the plan.
pub fn kpi_chart(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    let indicator = call.indicator()?;
    let series = series(call, indicator)?;
    // Nothing is drawn of groups whose totals are not shown.
    if series.is_empty() {
        return Ok(Vec::new());
    }
    let scale = Scale::of(call, indicator, &series);
    let years = call.plan().target_years();
    let labels = std::iter::once(vec!["基準値".to_owned(), "（直近決算期）".to_owned()]).chain(
        years.iter().enumerate().map(|(index, &year)| {
            let kind = if index + 1 == years.len() {
                "（目標）"
            } else {
                "（中間目標）"
            };
            vec![print::fiscal_year(year), kind.to_owned()]
        }),
    );
    let groups = labels.enumerate().map(|(index, label)| BarGroup {
        label,
        bars: series
            .iter()
            .map(|(_, trend)| {
                trend
                    .figures()
                    .nth(index)
                    .and_then(|figure| scale.bar(&call.build, figure))
            })
            .collect(),
    });
    let groups: Vec<BarGroup> = groups.collect();
    let by_field = if series.len() > 1 {
        "（分野別・計画全体）"
    } else {
        "（計画全体）"
    };
    let title = format!("{}の推移{by_field}", indicator.label());
    let chart = BarChart {
        ticks: scale.ticks(&groups),
        series: series.iter().map(|(name, _)| Series { name: name.clone() }).collect(),
        groups,
    };
    let figure = Figure {
        id: call.node()?,
        caption: call.build.figure_caption(&title, Some(&scale.unit)),
        alternative: describe_bars(&title, &chart, &scale.unit),
        chart: Chart::Bars(chart),
        notes: Vec::new(),
    };
    Ok(vec![Block::Figure(figure)])
}

fn series<'a>(call: &Call<'a>, indicator: Indicator) -> Result<Vec<(Text, &'a Trend)>, Problem> {
    let all = call.context.view.figures();
    let fields = &call.plan().fields;
    let total = all.plan.get(&indicator);
    let total = total.ok_or_else(|| Problem::new("目標値がありません。"))?;
    let whole = (Text::template("計画全体", &call.build.path), total);
    let shown = |(_, trend): &(Text, &Trend)| !trend.baseline.withheld;
    if fields.len() >= MOST_SERIES || fields.len() < 2 {
        return Ok(Some(whole).filter(shown).into_iter().collect());
    }
    let of_field = |field: &crate::plan::Entry<crate::plan::Field>| {
        let name = call.build.line_text(&field.short_name);
        Some((name, all.fields.get(&field.id)?.get(&indicator)?))
    };
    Ok(fields
        .iter()
        .filter_map(of_field)
        .chain([whole])
        .filter(shown)
        .collect())
}

/// The unit in which bars are drawn and labelled: large amounts in 億円, which take fewer digits.
struct Scale {
    unit: String,
    yen: Option<MoneyUnit>,
    decimals: u32,
}

impl Scale {
    fn of(call: &Call<'_>, indicator: Indicator, series: &[(Text, &Trend)]) -> Scale {
        let decimals = u32::from(indicator == Indicator::WageIncrease);
        if !indicator.is_money() {
            return Scale {
                unit: unit_word(call, indicator),
                yen: None,
                decimals,
            };
        }
        let values = series
            .iter()
            .flat_map(|(_, trend)| trend.figures())
            .filter_map(|figure| figure.value.as_ref());
        let least = values
            .map(Fraction::approximate)
            .filter(|value| *value > 0.0)
            .fold(f64::INFINITY, f64::min);
        let unit = if least >= 3e9 {
            MoneyUnit::HundredMillion
        } else {
            call.build.money.unit
        };
        Scale {
            unit: unit.word().to_owned(),
            yen: Some(unit),
            decimals,
        }
    }

    fn bar(&self, build: &Build, figure: &Value) -> Option<Bar> {
        let value = figure.value.as_ref()?;
        let value = self.yen.map_or_else(|| value.clone(), |unit| value.in_money(unit));
        Some(Bar {
            value: value.approximate(),
            label: build.figure_text(figure, print::about(figure, print::grouped(value.round(self.decimals)))),
        })
    }

    /// Four or five round steps from zero that reach over the highest bar, below zero where a bar does.
    fn ticks(&self, groups: &[BarGroup]) -> Vec<(f64, String)> {
        let values = || {
            groups
                .iter()
                .flat_map(|group| &group.bars)
                .flatten()
                .map(|bar| bar.value)
        };
        let (highest, lowest) = (values().fold(0.0, f64::max), values().fold(0.0, f64::min));
        let step = round_step((highest - lowest) / 4.0);
        let (from, to) = ((lowest / step).floor(), (highest * 1.02 / step).ceil().max(1.0));
        let mut ticks = Vec::new();
        let mut index = from;
        while index <= to {
            let value = index * step;
            let decimals = if step < 1.0 { 1 } else { 0 };
            let label = Decimal::try_from(value).unwrap_or_default().round_dp(decimals);
            ticks.push((value, print::grouped(label.normalize())));
            index += 1.0;
        }
        ticks
    }
}

/// The next of 1, 2, 2.5, 5, 10 times a power of ten.
fn round_step(raw: f64) -> f64 {
    if raw <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(raw.log10().floor());
    let factors = if power >= 10.0 {
        [1.0, 2.0, 2.5, 5.0, 10.0]
    } else {
        [1.0, 2.0, 5.0, 5.0, 10.0]
    };
    let factor = factors.into_iter().find(|factor| raw / power <= *factor);
    (factor.unwrap_or(10.0) * power).max(0.1)
}

fn describe_bars(title: &str, chart: &BarChart, unit: &str) -> String {
    let label = |bar: &Option<Bar>| {
        bar.as_ref()
            .map_or_else(|| "調整中".to_owned(), |bar| format!("{}{unit}", bar.label.text))
    };
    let one = |(index, series): (usize, &Series)| {
        let values = chart.groups.iter().map(|group| {
            let value = group.bars.get(index).map(label).unwrap_or_default();
            format!("{}{value}", group.label.concat())
        });
        format!("{}は、{}。", series.name.text, values.collect::<Vec<_>>().join("、"))
    };
    let all: String = chart.series.iter().enumerate().map(one).collect();
    format!("{title}の棒グラフ。{all}")
}

/// What the companies of each field sell outside the prefecture, as a share of their sales.
pub fn external_sales_chart(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let all = call.context.view.figures();
    let field = |field: &crate::plan::Entry<crate::plan::Field>| {
        let name = call.build.line_text(&field.short_name).text.to_string();
        Some((name, all.external_shares.get(&field.id)?))
    };
    let fields = call.plan().fields.iter().filter_map(field);
    let groups = fields
        .chain(all.external_share.iter().map(|share| ("計画全体".to_owned(), share)))
        .map(|(name, share)| BarGroup {
            label: vec![name],
            bars: vec![share.value.as_ref().map(|value| Bar {
                value: value.percent().approximate(),
                label: call.build.figure_text(share, print::grouped(value.percent().round(1))),
            })],
        });
    let title = "売上高に占める域外売上高の割合（分野別）";
    let chart = BarChart {
        ticks: (0..=5_u8)
            .map(|step| (f64::from(step) * 20.0, (step * 20).to_string()))
            .collect(),
        series: vec![Series {
            name: Text::template("域外売上高の割合", &call.build.path),
        }],
        groups: groups.collect(),
    };
    let figure = Figure {
        id: call.node()?,
        caption: call.build.figure_caption(title, Some("％")),
        alternative: describe_bars(title, &chart, "％"),
        chart: Chart::Bars(chart),
        notes: call.build.notes(&[], Some("応募様式2を基に作成。")),
    };
    Ok(vec![Block::Figure(figure)])
}

/// Companies by connector and hub degree. No thresholds: the call states none.
pub fn degree_chart(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let numbered = call.plan().selected().count() > MOST_NAMES;
    let points = degree_points(call, numbered);
    let describe = |(point, x, y): &(Point, Fraction, Fraction)| {
        format!(
            "{}はコネクター度{}、ハブ度{}",
            point.label.text,
            print::percent(x),
            print::percent(y)
        )
    };
    let described: Vec<String> = points.iter().map(describe).collect();
    let title = "コネクター度とハブ度の分布";
    let is = call.build.say("です", "である");
    let note = format!("図中の番号は、コネクター度・ハブ度の表の番号{is}。");
    let chart = ScatterChart {
        series: call
            .plan()
            .fields
            .iter()
            .map(|field| Series {
                name: call.build.line_text(&field.short_name),
            })
            .collect(),
        x_title: "コネクター度（県算定）".to_owned(),
        y_title: "ハブ度（県算定）".to_owned(),
        points: points.into_iter().map(|(point, _, _)| point).collect(),
    };
    let figure = Figure {
        id: call.node()?,
        caption: call.build.figure_caption(title, None),
        alternative: format!("{title}の散布図。{}。", described.join("、")),
        chart: Chart::Scatter(chart),
        notes: if numbered {
            call.build.notes(&[note], None)
        } else {
            Vec::new()
        },
    };
    Ok(vec![Block::Figure(figure)])
}

/// The companies whose degrees are both known, with the exact degrees.
fn degree_points(call: &Call<'_>, numbered: bool) -> Vec<(Point, Fraction, Fraction)> {
    let all = &call.context.view.figures().degrees;
    let point = |(number, company): (usize, &crate::plan::Entry<crate::plan::Company>)| {
        let degrees = all.get(&company.id)?;
        let (x, y) = (degrees.connector.value.clone()?, degrees.hub.value.clone()?);
        let series = call
            .plan()
            .fields
            .iter()
            .position(|field| company.is_of(&field.id))
            .unwrap_or_default();
        let label = if numbered {
            Text::template(&(number + 1).to_string(), &call.build.path)
        } else {
            call.build.line_text(&company.short_name)
        };
        Some((
            Point {
                series,
                x: x.approximate(),
                y: y.approximate(),
                label,
            },
            x,
            y,
        ))
    };
    call.plan().selected().enumerate().filter_map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        for (raw, step) in [
            (97.2, 100.0),
            (120.0, 200.0),
            (0.9, 1.0),
            (1.1, 2.0),
            (230.0, 250.0),
            (0.0, 1.0),
        ] {
            assert!((round_step(raw) - step).abs() < 1e-9, "{raw}");
        }
    }
}

//! Charts of targets and degrees.

use super::super::print;
use super::super::problem::Problem;
use super::Call;
use super::build::Build;
use super::targets::unit_word;
use crate::document::{Bar, BarChart, BarGroup, Block, Chart, Figure, Paragraph, Point, ScatterChart, Series, Text};
use crate::figures::{Figure as Value, Fraction, Indicator, Rounded, Trend};
use crate::plan::{FiscalYear, MoneyUnit};
use rust_decimal::Decimal;

/// As many series as there are colours that can be told apart: the fields and the plan as a whole; of more fields the
/// chart shows the plan alone.
const MOST_SERIES: usize = 4;
/// As many names as fit between the points; beyond it points bear the numbers of the table.
const MOST_NAMES: usize = 24;
/// As many characters as somebody listens to; formats take twice as many.
const LONGEST_DESCRIPTION: usize = 5_000;

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
    let build = &call.build;
    let target = |(index, &year): (usize, &FiscalYear)| {
        let kind = if index + 1 == years.len() {
            "（目標）"
        } else {
            "（中間目標）"
        };
        vec![build.made_of(&print::fiscal_year(year), []), build.text(kind)]
    };
    let baseline = vec![build.text("基準値"), build.text("（直近決算期）")];
    let labels = std::iter::once(baseline).chain(years.iter().enumerate().map(target));
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
    let title = build.made_of(&format!("{}の推移{by_field}", indicator.label()), []);
    let chart = BarChart {
        ticks: scale.ticks(build, &groups),
        series: series.iter().map(|(name, _)| Series { name: name.clone() }).collect(),
        groups,
    };
    let figure = Figure {
        id: call.node()?,
        alternative: describe_bars(build, &title, &chart, scale.unit),
        caption: build.figure_caption(title, Some(scale.unit)),
        chart: Chart::Bars(chart),
        notes: left_out(call, indicator),
    };
    Ok(vec![Block::Figure(figure)])
}

fn series<'a>(call: &Call<'a>, indicator: Indicator) -> Result<Vec<(Text, &'a Trend)>, Problem> {
    let all = call.context.view.figures();
    let fields = &call.plan().fields;
    let total = all.plan.get(&indicator);
    let total = total.ok_or_else(|| Problem::new("目標値がありません。"))?;
    let whole = (call.build.text("計画全体"), total);
    let shown = |(_, trend): &(Text, &Trend)| is_shown(trend);
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

/// Whether anything of it is shown.
fn is_shown(trend: &Trend) -> bool {
    trend.figures().any(|figure| !figure.withheld)
}

/// That the fields of which nothing is shown are left out, where others are drawn.
fn left_out(call: &Call<'_>, indicator: Indicator) -> Vec<Paragraph> {
    let (build, fields) = (&call.build, &call.plan().fields);
    let trends = &call.context.view.figures().fields;
    let hidden = fields.iter().filter(|field| {
        let trend = trends.get(&field.id).and_then(|trends| trends.get(&indicator));
        trend.is_some_and(|trend| !is_shown(trend))
    });
    let names: Vec<Text> = hidden.map(|field| build.line_text(&field.short_name)).collect();
    if names.is_empty() || fields.len() >= MOST_SERIES {
        return Vec::new();
    }
    let words: Vec<&str> = names.iter().map(|name| &*name.text).collect();
    let note = format!(
        "{}の値は、個々の企業の値が分かることを避けるため、図に{}。",
        words.join("、"),
        build.say("示していません", "示していない")
    );
    build.notes(&[build.made_of(&note, &names)], None)
}

/// The unit in which bars are drawn and labelled: large amounts in 億円, which take fewer digits.
struct Scale {
    unit: &'static str,
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
            unit: unit.word(),
            yen: Some(unit),
            decimals,
        }
    }

    fn bar(&self, build: &Build, figure: &Value) -> Option<Bar> {
        let Some(value) = figure.value.as_ref() else {
            return no_bar(build, figure);
        };
        let value = self.yen.map_or_else(|| value.clone(), |unit| value.in_money(unit));
        Some(bar(build, figure, &value.round(self.decimals)))
    }

    /// Four or five round steps from zero that reach over the highest bar, below zero where a bar does.
    fn ticks(&self, build: &Build, groups: &[BarGroup]) -> Vec<(f64, Text)> {
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
            ticks.push((value, build.made_of(&print::grouped(label.normalize()), [])));
            index += 1.0;
        }
        ticks
    }
}

/// A bar as high as its label says: no digit that is not printed can be measured from it.
fn bar(build: &Build, figure: &Value, printed: &Rounded) -> Bar {
    Bar {
        value: printed.approximate(),
        label: build.figure_text(figure, print::about(figure, print::grouped(printed))),
    }
}

/// In the place of a bar: none is drawn where the value is pending; X or − stands where it is withheld or not defined.
fn no_bar(build: &Build, figure: &Value) -> Option<Bar> {
    let mark = if figure.withheld { print::HIDDEN } else { print::NONE };
    let label = build.figure_text(figure, mark.to_owned());
    (figure.withheld || !figure.pending).then_some(Bar { value: 0.0, label })
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

fn describe_bars(build: &Build, title: &Text, chart: &BarChart, unit: &str) -> Text {
    let label = |bar: &Option<Bar>| match bar.as_ref().map(|bar| &*bar.label.text) {
        None => "調整中".to_owned(),
        Some(print::HIDDEN) => "公表しない値".to_owned(),
        Some(print::NONE) => "該当なし".to_owned(),
        Some(words) => format!("{words}{unit}"),
    };
    let one = |(index, series): (usize, &Series)| {
        let values = chart.groups.iter().map(|group| {
            let value = group.bars.get(index).map(label).unwrap_or_default();
            let name: String = group.label.iter().map(|line| &*line.text).collect();
            format!("{name}{value}")
        });
        format!("{}は、{}。", series.name.text, values.collect::<Vec<_>>().join("、"))
    };
    let all: String = chart.series.iter().enumerate().map(one).collect();
    let names = chart.series.iter().map(|series| &series.name);
    let bars = chart.groups.iter().flat_map(|group| group.bars.iter().flatten());
    let labels = chart.groups.iter().flat_map(|group| &group.label);
    let parts = names.chain(bars.map(|bar| &bar.label)).chain(labels).chain([title]);
    build.made_of(&format!("{}の棒グラフ。{all}", title.text), parts)
}

/// What the companies of each field sell outside the prefecture, as a share of their sales.
pub fn external_sales_chart(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let (build, all) = (&call.build, call.context.view.figures());
    let field = |field: &crate::plan::Entry<crate::plan::Field>| {
        let name = build.line_text(&field.short_name);
        Some((name, all.external_shares.get(&field.id)?))
    };
    let fields = call.plan().fields.iter().filter_map(field);
    let groups = fields
        .chain(all.external_share.iter().map(|share| (build.text("計画全体"), share)))
        .map(|(name, share)| BarGroup {
            label: vec![name],
            bars: vec![match &share.value {
                Some(value) => Some(bar(build, share, &value.percent().round(1))),
                None => no_bar(build, share),
            }],
        });
    let title = build.text("売上高に占める域外売上高の割合（分野別）");
    let chart = BarChart {
        ticks: (0..=5_u8)
            .map(|step| (f64::from(step) * 20.0, build.made_of(&(step * 20).to_string(), [])))
            .collect(),
        series: vec![Series {
            name: build.text("域外売上高の割合"),
        }],
        groups: groups.collect(),
    };
    let figure = Figure {
        id: call.node()?,
        alternative: describe_bars(build, &title, &chart, "％"),
        caption: build.figure_caption(title, Some("％")),
        chart: Chart::Bars(chart),
        notes: build.notes(&[], Some(build.text("応募様式2を基に作成。"))),
    };
    Ok(vec![Block::Figure(figure)])
}

/// Companies by connector and hub degree. No thresholds: the call states none.
pub fn degree_chart(call: &Call<'_>) -> Result<Vec<Block>, Problem> {
    call.for_nation()?;
    let numbered = call.plan().selected().count() > MOST_NAMES;
    let points = degree_points(call, numbered);
    let build = &call.build;
    let title = "コネクター度とハブ度の分布";
    let is = build.say("です", "である");
    let described: Vec<&str> = points.iter().map(|(_, described)| &*described.text).collect();
    let mut described = format!("{title}の散布図。{}。", described.join("、"));
    if described.chars().count() > LONGEST_DESCRIPTION {
        described = format!("{title}の散布図。値は、コネクター度・ハブ度の表のとおり{is}。");
    }
    let described = build.made_of(&described, points.iter().map(|(_, described)| described));
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
        x_title: build.text("コネクター度（県算定）"),
        y_title: build.text("ハブ度（県算定）"),
        points: points.into_iter().map(|(point, _)| point).collect(),
    };
    let figure = Figure {
        id: call.node()?,
        caption: build.figure_caption(build.text(title), None),
        alternative: described,
        chart: Chart::Scatter(chart),
        notes: if numbered {
            build.notes(&[build.made_of(&note, [])], None)
        } else {
            Vec::new()
        },
    };
    Ok(vec![Block::Figure(figure)])
}

/// The companies whose degrees are both known, each with the same in words.
fn degree_points(call: &Call<'_>, numbered: bool) -> Vec<(Point, Text)> {
    let build = &call.build;
    let all = &call.context.view.figures().degrees;
    let point = |(number, company): (usize, &crate::plan::Entry<crate::plan::Company>)| {
        let degrees = all.get(&company.id)?;
        let (connector, hub) = (&degrees.connector, &degrees.hub);
        let (x, y) = (connector.value.as_ref()?, hub.value.as_ref()?);
        let series = call
            .plan()
            .fields
            .iter()
            .position(|field| company.is_of(&field.id))
            .unwrap_or_default();
        let label = if numbered {
            build.made_of(&(number + 1).to_string(), [])
        } else {
            build.line_text(&company.short_name)
        };
        let words = [connector, hub]
            .map(|degree| build.figure_text(degree, print::figure(degree, build.money).unwrap_or_default()));
        let described = format!("{}はコネクター度{}、ハブ度{}", label.text, words[0].text, words[1].text);
        let described = build.made_of(&described, words.iter().chain([&label]));
        // As finely as the degrees are printed: 39.9％ is 0.399.
        let [x, y] = [x, y].map(|degree| degree.round(3).approximate());
        Some((Point { series, x, y, label }, described))
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

//! Names of points in scatter charts: placed so that none lies on another, on a marker or outside the frame.
//!
//! Computed here and not in the template, where every function call costs microseconds. Lengths are points, x to the
//! right, y downwards, from the upper left corner of the chart's frame.

mod candidates;
mod shapes;

use crate::document::{Block, Chart, Document, ScatterChart};
use crate::font;
use candidates::{Candidate, candidates};
use serde::Serialize;
use shapes::{Area, Point};
use std::collections::BTreeMap;

const NAME_SIZE: f64 = 7.5;
const FRAME_WIDTH: f64 = 370.0;
const LOW_FRAME: f64 = 190.0;
const HIGH_FRAME: f64 = 240.0;
/// More points than this need a high frame.
const FEW_POINTS: usize = 8;

/// A chart's frame, and what stands in it: one entry for each point.
#[derive(Clone, Debug, Serialize)]
pub struct Arranged {
    size: f64,
    width: f64,
    height: f64,
    names: Vec<Name>,
}

/// A point with its name.
#[derive(Clone, Debug, Serialize)]
struct Name {
    x: f64,
    y: f64,
    left: f64,
    top: f64,
    /// Where the line from the point to a name farther away ends.
    line: Option<Point>,
}

/// The arrangement of every scatter chart of a document, by the node of its figure.
pub fn arrange(document: &Document) -> BTreeMap<u32, Arranged> {
    let mut arranged = BTreeMap::new();
    let sections = document.sections.iter();
    sections.for_each(|section| arrange_blocks(&section.blocks, &mut arranged));
    arranged
}

fn arrange_blocks(blocks: &[Block], arranged: &mut BTreeMap<u32, Arranged>) {
    for block in blocks {
        match block {
            Block::Figure(figure) => match &figure.chart {
                Chart::Scatter(chart) => drop(arranged.insert(figure.id.0, arrange_chart(chart))),
                Chart::Bars(_) => {}
            },
            Block::List(list) => list.items.iter().for_each(|item| arrange_blocks(item, arranged)),
            Block::Beside(beside) => {
                arrange_blocks(&beside.left, arranged);
                arrange_blocks(&beside.right, arranged);
            }
            Block::Revised(revised) => arrange_blocks(std::slice::from_ref(&*revised.block), arranged),
            Block::Cover(_)
            | Block::Contents(_)
            | Block::Heading(_)
            | Block::Paragraph(_)
            | Block::Table(_)
            | Block::Picture(_) => {}
        }
    }
}

fn arrange_chart(chart: &ScatterChart) -> Arranged {
    let few = chart.points.len() <= FEW_POINTS;
    let height = if few { LOW_FRAME } else { HIGH_FRAME };
    let position = |x: f64, y: f64| Point {
        x: x.clamp(0.0, 1.0) * FRAME_WIDTH,
        y: (1.0 - y.clamp(0.0, 1.0)) * height,
    };
    let points: Vec<Point> = chart.points.iter().map(|it| position(it.x, it.y)).collect();
    let widths: Vec<f64> = chart
        .points
        .iter()
        .map(|it| font::heading_width(&it.label.text) * NAME_SIZE)
        .collect();
    let frame = Area {
        left: 0.0,
        top: 0.0,
        right: FRAME_WIDTH,
        bottom: height,
    };
    let places = place(&points, &widths, frame);
    Arranged {
        size: NAME_SIZE,
        width: FRAME_WIDTH,
        height,
        names: points
            .iter()
            .zip(places)
            .map(|(&point, place)| Name::new(point, &place))
            .collect(),
    }
}

impl Name {
    fn new(point: Point, place: &Candidate) -> Self {
        Name {
            x: point.x,
            y: point.y,
            left: place.area.left,
            top: place.area.top,
            line: place.line,
        }
    }
}

/// Chooses a place for each name: first one after the other, then again and again given all others, until none moves.
fn place(points: &[Point], widths: &[f64], frame: Area) -> Vec<Candidate> {
    const ROUNDS: usize = 40;
    let offers: Vec<Vec<Candidate>> = (0..points.len())
        .map(|index| candidates(index, points, widths[index], NAME_SIZE, frame))
        .collect();
    let mut chosen: Vec<Option<usize>> = vec![None; points.len()];
    for _ in 0..ROUNDS {
        let before = chosen.clone();
        for index in 0..points.len() {
            chosen[index] = Some(best(index, &offers, &chosen, points));
        }
        if chosen == before {
            break;
        }
    }
    offers
        .iter()
        .zip(chosen)
        .map(|(offers, index)| offers[index.unwrap_or(0)].clone())
        .collect()
}

fn best(index: usize, offers: &[Vec<Candidate>], chosen: &[Option<usize>], points: &[Point]) -> usize {
    let others: Vec<(usize, &Candidate)> = chosen
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != index)
        .filter_map(|(other, choice)| Some((other, &offers[other][(*choice)?])))
        .collect();
    let cost = |candidate: &Candidate| {
        let disturbs = |(other, it): &(usize, &Candidate)| candidate.disturbs(points[index], it, points[*other]);
        candidate.cost + others.iter().map(disturbs).sum::<f64>()
    };
    let costs = offers[index].iter().map(cost).enumerate();
    costs.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlaps(places: &[Candidate]) -> usize {
        let pairs = places
            .iter()
            .enumerate()
            .flat_map(|(at, a)| places[at + 1..].iter().map(move |b| (a, b)));
        pairs.filter(|(a, b)| a.area.overlaps(b.area)).count()
    }

    #[test]
    fn no_name_lies_on_another_in_a_crowd() {
        let points: Vec<Point> = (0..20u32)
            .map(|n| Point {
                x: 220.0 + f64::from(n * 7 % 20) * 6.5,
                y: 36.0 + f64::from(n * 3 % 20) * 3.6,
            })
            .collect();
        let frame = Area {
            left: 0.0,
            top: 0.0,
            right: FRAME_WIDTH,
            bottom: HIGH_FRAME,
        };
        let places = place(&points, &[75.0; 20], frame);
        assert_eq!(overlaps(&places), 0);
        assert!(places.iter().all(|place| frame.contains(place.area)));
    }

    #[test]
    fn a_lone_point_has_its_name_beside_it() {
        let frame = Area {
            left: 0.0,
            top: 0.0,
            right: FRAME_WIDTH,
            bottom: LOW_FRAME,
        };
        let places = place(&[Point { x: 100.0, y: 100.0 }], &[40.0], frame);
        assert!(places[0].line.is_none() && places[0].area.left > 100.0);
    }
}

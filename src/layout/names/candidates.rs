//! The places that a name may take, and what each costs.

use super::shapes::{Area, Point, meet};
use std::f64::consts::TAU;

/// Half the width of a marker, with a little air.
const MARKER: f64 = 4.2;
/// From the middle of a marker to a name beside it.
const AWAY: f64 = 6.2;
/// Between names, and between a name and the frame.
const AIR: f64 = 0.8;
/// Distances of names that need a line to their point.
const RINGS: [f64; 9] = [15.0, 20.0, 26.0, 33.0, 41.0, 51.0, 63.0, 78.0, 96.0];
const TURNS: u32 = 32;

/// What to avoid, dearest first.
const NAME_ON_NAME: f64 = 1_000.0;
const NAME_ON_MARKER: f64 = 400.0;
const OUTSIDE: f64 = 10_000.0;
const LINE_UNDER_NAME: f64 = 60.0;
const LINE_UNDER_MARKER: f64 = 50.0;
const LINE_OVER_LINE: f64 = 30.0;
const LINE_AT_ALL: f64 = 4.0;
const LINE_LENGTH: f64 = 0.15;

/// A place for a name.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub area: Area,
    /// Where the line to it ends.
    pub line: Option<Point>,
    /// What is bad about it, whatever places the other names take.
    pub cost: f64,
}

/// All places for the name of one of the points.
pub(super) fn candidates(index: usize, points: &[Point], width: f64, height: f64, frame: Area) -> Vec<Candidate> {
    let point = points[index];
    let others: Vec<Point> = (0..points.len())
        .filter(|&other| other != index)
        .map(|other| points[other])
        .collect();
    let near = near(point, width, height).into_iter().enumerate();
    let near = near.map(|(rank, area)| Candidate {
        area,
        line: None,
        cost: 0.3 * rank as f64,
    });
    let far = RINGS.iter().flat_map(|&ring| ring_around(point, ring, width, height));
    let far = far.map(|area| Candidate {
        area,
        line: Some(area.nearest(point)),
        cost: LINE_AT_ALL,
    });
    near.chain(far).map(|it| it.judged(point, &others, frame)).collect()
}

/// Beside, above and below the point, then in the corners.
fn near(point: Point, width: f64, height: f64) -> [Area; 8] {
    let (left, right) = (point.x - AWAY - width, point.x + AWAY);
    let (above, below) = (point.y - AWAY - height, point.y + AWAY);
    let (middle_x, middle_y) = (point.x - width / 2.0, point.y - height / 2.0);
    let slant = MARKER / 2.0;
    [
        (right, middle_y),
        (left, middle_y),
        (middle_x, above + 1.0),
        (middle_x, below - 1.0),
        (right - slant, above + slant),
        (left + slant, above + slant),
        (right - slant, below - slant),
        (left + slant, below - slant),
    ]
    .map(|(x, y)| area(x, y, width, height))
}

fn ring_around(point: Point, distance: f64, width: f64, height: f64) -> impl Iterator<Item = Area> {
    (0..TURNS).map(move |turn| {
        let (sin, cos) = (TAU * f64::from(turn) / f64::from(TURNS)).sin_cos();
        let reach = Point {
            x: point.x + distance * cos,
            y: point.y - distance * sin,
        };
        // A name to the side begins or ends at the line, a name above or below lies over its end.
        let left = reach.x - width * (0.5 - 0.5 * (cos * 1.4).clamp(-1.0, 1.0));
        area(left, reach.y - height / 2.0, width, height)
    })
}

fn area(left: f64, top: f64, width: f64, height: f64) -> Area {
    Area {
        left,
        top,
        right: left + width,
        bottom: top + height,
    }
}

impl Candidate {
    fn judged(mut self, point: Point, others: &[Point], frame: Area) -> Self {
        let roomy = self.roomy();
        self.cost += if frame.contains(roomy) { 0.0 } else { OUTSIDE };
        self.cost += others.iter().map(|&other| self.meets_marker(point, other)).sum::<f64>();
        if let Some(end) = self.line {
            self.cost += LINE_LENGTH * (end.x - point.x).hypot(end.y - point.y);
        }
        if self.line.is_some() && self.area.overlaps(Area::around(point, MARKER)) {
            self.cost += NAME_ON_MARKER;
        }
        self
    }

    fn roomy(&self) -> Area {
        Area {
            left: self.area.left - 2.0 * AIR,
            top: self.area.top - AIR,
            right: self.area.right + 2.0 * AIR,
            bottom: self.area.bottom + AIR,
        }
    }

    fn meets_marker(&self, point: Point, other: Point) -> f64 {
        let marker = Area::around(other, MARKER);
        let on = if self.area.overlaps(marker) {
            NAME_ON_MARKER
        } else {
            0.0
        };
        let under = self.line.is_some_and(|end| marker.is_crossed((point, end)));
        on + if under { LINE_UNDER_MARKER } else { 0.0 }
    }

    /// How much this place and that of another name are in each other's way.
    pub fn disturbs(&self, point: Point, other: &Candidate, other_point: Point) -> f64 {
        let mine = self.line.map(|end| (point, end));
        let theirs = other.line.map(|end| (other_point, end));
        let crossed = |area: Area, line: Option<(Point, Point)>| line.is_some_and(|line| area.is_crossed(line));
        let names = if self.roomy().overlaps(other.area) {
            NAME_ON_NAME
        } else {
            0.0
        };
        let unders = usize::from(crossed(other.area, mine)) + usize::from(crossed(self.area, theirs));
        let lines = mine.zip(theirs).is_some_and(|(a, b)| meet(a, b));
        names + LINE_UNDER_NAME * unders as f64 + if lines { LINE_OVER_LINE } else { 0.0 }
    }
}

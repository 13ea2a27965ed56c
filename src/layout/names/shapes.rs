//! Points, rectangles and lines in a chart's frame.

use serde::Serialize;

/// A place in the frame.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Point {
    pub x: f64,
    pub y: f64,
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    /// A square around a point.
    pub fn around(point: Point, half: f64) -> Self {
        Area {
            left: point.x - half,
            top: point.y - half,
            right: point.x + half,
            bottom: point.y + half,
        }
    }

    pub fn overlaps(self, other: Area) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    pub fn contains(self, other: Area) -> bool {
        self.left <= other.left && self.top <= other.top && other.right <= self.right && other.bottom <= self.bottom
    }

    /// The point of this area that lies nearest to another point.
    pub fn nearest(self, point: Point) -> Point {
        Point {
            x: point.x.clamp(self.left, self.right),
            y: point.y.clamp(self.top, self.bottom),
        }
    }

    /// Whether a line runs through this area.
    pub fn is_crossed(self, line: (Point, Point)) -> bool {
        let (from, to) = line;
        let across = between(from.x, to.x, self.left, self.right);
        let down = between(from.y, to.y, self.top, self.bottom);
        across.0.max(down.0) < across.1.min(down.1)
    }
}

/// The stretch of a way, of length 1, along which a coordinate lies between two bounds; empty if never.
fn between(from: f64, to: f64, low: f64, high: f64) -> (f64, f64) {
    if from == to {
        return if low < from && from < high {
            (0.0, 1.0)
        } else {
            (1.0, 0.0)
        };
    }
    let ends = ((low - from) / (to - from), (high - from) / (to - from));
    (ends.0.min(ends.1).max(0.0), ends.0.max(ends.1).min(1.0))
}

/// Whether two lines cross.
pub(super) fn meet(a: (Point, Point), b: (Point, Point)) -> bool {
    let apart = |line: (Point, Point), other: (Point, Point)| side(line, other.0) * side(line, other.1) < 0.0;
    apart(a, b) && apart(b, a)
}

/// On which side of a line a point lies.
fn side(line: (Point, Point), point: Point) -> f64 {
    let (from, to) = line;
    (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x)
}

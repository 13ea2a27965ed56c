//! Walks over what typst has set.

use super::LayoutError;
use crate::document::NodeId;
use crate::papers::lines::{Lines, Stretch};
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Transform};
use typst::text::TextItem;
use typst_layout::Page;

/// Refuses pages with a character that no face printed: the net below `font::unprintable`.
pub(super) fn all_printed(pages: &[Page]) -> Result<(), LayoutError> {
    let mut missing = Vec::new();
    pages.iter().for_each(|page| collect_missing(&page.frame, &mut missing));
    match missing.as_slice() {
        [] => Ok(()),
        [_, ..] => Err(LayoutError::plain(format!("no face prints: {}", missing.join(" ")))),
    }
}

fn collect_missing(frame: &Frame, missing: &mut Vec<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect_missing(&group.frame, missing),
            FrameItem::Text(text) => missing.extend(missing_in(text)),
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

fn missing_in(item: &TextItem) -> impl Iterator<Item = String> {
    let missing = item.glyphs.iter().filter(|glyph| glyph.id == 0);
    missing.map(|glyph| item.text[glyph.range()].to_owned())
}

/// The frames that the template labelled as charts, by the figure they belong to.
pub(super) fn charts(pages: &[Page]) -> Vec<(NodeId, &Frame)> {
    let mut charts = Vec::new();
    pages.iter().for_each(|page| collect_charts(&page.frame, &mut charts));
    charts
}

fn collect_charts<'a>(frame: &'a Frame, charts: &mut Vec<(NodeId, &'a Frame)>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => match chart_of(group) {
                Some(node) => charts.push((node, &group.frame)),
                None => collect_charts(&group.frame, charts),
            },
            FrameItem::Text(_)
            | FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => {}
        }
    }
}

fn chart_of(group: &GroupItem) -> Option<NodeId> {
    let label = group.label?.resolve();
    let number = label.as_str().strip_prefix("chart-")?;
    number.parse().ok().map(NodeId)
}

/// What a page shows, line by line.
pub(super) fn lines(page: &Page) -> Lines {
    let mut lines = Lines::default();
    collect_lines(&page.frame, Transform::identity(), &mut lines);
    lines
}

fn collect_lines(frame: &Frame, at: Transform, to: &mut Lines) {
    for (place, item) in frame.items() {
        let at = at.pre_concat(Transform::translate(place.x, place.y));
        match item {
            FrameItem::Group(group) => collect_lines(&group.frame, at.pre_concat(group.transform), to),
            FrameItem::Text(text) => {
                if let Some(stretch) = stretch(text, at) {
                    to.show(&text.text, stretch);
                }
            }
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

fn stretch(text: &TextItem, at: Transform) -> Option<Stretch> {
    let point = |x: Abs, y: Abs| {
        let point = Point::new(x, y).transform(at);
        (point.x.to_pt(), point.y.to_pt())
    };
    let start = point(Abs::zero(), Abs::zero());
    let direction = |(x, y): (f64, f64)| {
        let (x, y) = (x - start.0, y - start.1);
        let length = x.hypot(y);
        (length > 0.0).then(|| ((x / length, y / length), length))
    };
    let (along, _) = direction(point(text.size, Abs::zero()))?;
    let (down, size) = direction(point(Abs::zero(), text.size))?;
    Some(Stretch {
        start,
        end: point(text.width(), Abs::zero()),
        along,
        down,
        size,
    })
}

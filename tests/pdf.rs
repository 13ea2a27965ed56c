//! Pages and PDF: laid out whole, the same twice, and readable by others.

use crate::rich;
use planc::layout::{Layout, layout};
use planc::write::pdf;
use std::time::Instant;

pub const TEMPLATE: [(&str, &str); 8] = [
    ("plan.typ", include_str!("../plan-templates/cluster/plan.typ")),
    ("style.typ", include_str!("../plan-templates/cluster/style.typ")),
    ("text.typ", include_str!("../plan-templates/cluster/text.typ")),
    ("headings.typ", include_str!("../plan-templates/cluster/headings.typ")),
    ("tables.typ", include_str!("../plan-templates/cluster/tables.typ")),
    ("charts.typ", include_str!("../plan-templates/cluster/charts.typ")),
    ("marks.typ", include_str!("../plan-templates/cluster/marks.typ")),
    ("bars.typ", include_str!("../plan-templates/cluster/bars.typ")),
];

#[test]
fn dump() {
    let mut template = TEMPLATE.to_vec();
    template.push(("scatter.typ", include_str!("../plan-templates/cluster/scatter.typ")));
    let document = rich::document();
    let start = Instant::now();
    let layout: Layout = layout(&document, &template).unwrap_or_else(|error| panic!("{error}"));
    eprintln!("layout {:?} {} pages", start.elapsed(), layout.pages.pages().len());
    let start = Instant::now();
    let pdf = pdf::write(&document, &layout).unwrap_or_else(|error| panic!("{error}"));
    eprintln!("pdf {:?}", start.elapsed());
    std::fs::write("/tmp/rich.pdf", &pdf).unwrap();
    let start = Instant::now();
    let printed = layout.printed();
    eprintln!("printed {:?}", start.elapsed());
    for (node, drawing) in &printed.drawings {
        eprintln!(
            "{node:?} {} bytes {} x {}",
            drawing.png.len(),
            drawing.width,
            drawing.height
        );
        std::fs::write(format!("/tmp/chart-{}.png", node.0), &drawing.png).unwrap();
    }
}

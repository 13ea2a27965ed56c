//! The typst template of cluster plans.

/// Its files.
pub const TEMPLATE: [(&str, &str); 9] = [
    ("plan.typ", include_str!("../plan-templates/cluster/plan.typ")),
    ("style.typ", include_str!("../plan-templates/cluster/style.typ")),
    ("text.typ", include_str!("../plan-templates/cluster/text.typ")),
    ("headings.typ", include_str!("../plan-templates/cluster/headings.typ")),
    ("tables.typ", include_str!("../plan-templates/cluster/tables.typ")),
    ("charts.typ", include_str!("../plan-templates/cluster/charts.typ")),
    ("marks.typ", include_str!("../plan-templates/cluster/marks.typ")),
    ("bars.typ", include_str!("../plan-templates/cluster/bars.typ")),
    ("scatter.typ", include_str!("../plan-templates/cluster/scatter.typ")),
];

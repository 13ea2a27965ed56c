//! Sets a document as pages.

mod drawing;
mod error;
mod frames;
mod names;
mod printed;
mod world;

pub use error::{LayoutError, Message};
pub use printed::{Drawing, Printed};
pub use world::PlanWorld;

use crate::document::{Disclosable, NodeId};
use crate::papers::lines::Line;
use std::collections::BTreeMap;
use typst::foundations::{Label, Output};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

/// A file of the typst template: its path as other files import it, and its text.
///
/// One of them is [`MAIN`]. They read the document as JSON from `document.json`, its pictures from `pictures/0` and so on,
/// the places of names in scatter charts from `names.json`.
pub type TemplateFile<'a> = (&'a str, &'a str);

/// The file of the template that sets the document.
pub const MAIN: &str = "plan.typ";

/// A document set as pages.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The pages, as typst set them.
    pub pages: PagedDocument,
    nodes: Vec<NodeId>,
}

/// Sets a document by the files of a typst template.
///
/// The user's text reaches typst as data only. An error means that the template, or the tree, is at fault, never the
/// user; warnings count as errors, since they tell of a missing face or of page numbers that never settled.
pub fn layout(document: Disclosable<'_>, template: &[TemplateFile]) -> Result<Layout, LayoutError> {
    let world = PlanWorld::new(document.document(), template)?;
    let result = typst::compile::<PagedDocument>(&world);
    let pages = result.output.map_err(|errors| LayoutError::new(&world, &errors))?;
    if !result.warnings.is_empty() {
        return Err(LayoutError::new(&world, &result.warnings));
    }
    frames::all_printed(pages.pages())?;
    let nodes = document.nodes();
    Ok(Layout { pages, nodes })
}

impl Layout {
    /// How many pages there are.
    pub fn page_count(&self) -> usize {
        self.pages.pages().len()
    }

    /// What writers of flowing formats take from the pages.
    pub fn printed(&self) -> Printed {
        Printed {
            pages: self.page_numbers(),
            page_count: self.page_count(),
            drawings: self.drawings(),
        }
    }

    /// The page on which each heading, table and figure begins, from 1.
    pub fn page_numbers(&self) -> BTreeMap<NodeId, usize> {
        let numbers = self.nodes.iter().map(|&node| Some((node, self.page_of(node)?)));
        numbers.flatten().collect()
    }

    fn page_of(&self, node: NodeId) -> Option<usize> {
        let introspector = Output::introspector(&self.pages);
        let label = Label::new(PicoStr::intern(&format!("node-{}", node.0)))?;
        let location = introspector.query_label(label).ok()?.location()?;
        introspector.page(location).map(usize::from)
    }

    /// The pages on which each marked text stands, in the order of the document ([`crate::document::Text::mark`]).
    pub fn marks(&self) -> BTreeMap<String, Vec<usize>> {
        let introspector = Output::introspector(&self.pages);
        let mut marks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for element in introspector.query_labelled() {
            let page = element.location().and_then(|location| introspector.page(location));
            if let (Some(label), Some(page)) = (element.label(), page) {
                marks
                    .entry(label.resolve().as_str().to_owned())
                    .or_default()
                    .push(page.get());
            }
        }
        marks
    }

    /// The paragraphs that each page shows, as far as their lines follow each other.
    pub fn paragraphs(&self) -> Vec<Vec<String>> {
        let pages = self.pages.pages().iter();
        pages
            .map(|page| frames::lines(page).paragraphs().map(whole).collect())
            .collect()
    }

    fn drawings(&self) -> BTreeMap<NodeId, Drawing> {
        let charts = frames::charts(self.pages.pages()).into_iter();
        charts.map(|(node, frame)| (node, drawing::draw(frame))).collect()
    }
}

fn whole(lines: &[Line]) -> String {
    lines.iter().map(|it| &*it.text).collect()
}

//! How much the filters of planc may compose: minijinja counts the steps of a template and the bytes that its own
//! operators make, but not what stands in our values.

use super::problem::Problem;
use crate::document::Inline;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// So much the filters of one template may compose in one run, in bytes: a plan of 1,500 companies composes far less.
const MOST: usize = 16 * 1024 * 1024;
/// What a piece of text takes beside its letters, in bytes.
const PIECE: usize = 256;

/// What the filters of a template have composed in this run.
#[derive(Clone, Debug, Default)]
pub(super) struct Budget(Arc<AtomicUsize>);

impl Budget {
    /// A new run begins.
    pub fn renew(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Counts what a filter is about to keep.
    ///
    /// # Errors
    /// Where a template has composed too much.
    pub fn spend(&self, bytes: usize) -> Result<(), Problem> {
        let before = self.0.fetch_add(bytes, Ordering::Relaxed);
        match before.saturating_add(bytes) > MOST {
            true => Err(Problem::new(
                "フィルター（join、replace など）で作る文が長くなりすぎるため、途中で止めました。",
            )
            .hint("つなげる一覧の長さ、繰り返しの数、置き換える文の長さを確かめてください。")
            .ending()),
            false => Ok(()),
        }
    }
}

/// What pieces take, in bytes.
pub(super) fn size(pieces: &[Inline]) -> usize {
    let mut bytes = PIECE * pieces.len();
    Inline::each_text(pieces, &mut |text| bytes += PIECE + text.text.len());
    bytes
}

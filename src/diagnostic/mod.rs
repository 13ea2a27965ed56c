//! What planc says about the sources and templates: data, made where a problem is seen, rendered elsewhere.

mod code;
pub mod explain;
pub mod render;

pub use code::{Code, Edition, Severity};

use crate::source::{Place, SourceMap};

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem.
    pub code: Code,
    /// What is wrong, in one or two sentences for the staff.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A problem without a hint.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            message: message.into(),
            place,
            hint: None,
        }
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Sorts by path, line, column and code, and drops what is said twice.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &SourceMap) {
    diagnostics.sort_by_cached_key(|it| {
        let file = sources.file(it.place.file);
        let position = file.position(it.place.span.start);
        (file.path.clone(), position, it.code.name(), it.message.clone())
    });
    diagnostics.dedup();
}

/// Whether one of them stops the build of an edition.
pub fn any_error(diagnostics: &[Diagnostic], edition: Edition) -> bool {
    diagnostics
        .iter()
        .any(|it| it.code.severity(edition) == Severity::Error)
}

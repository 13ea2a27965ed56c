//! What typst may see: the template, the tree as JSON, the pictures, the faces. No disk, no network, no clock.

use super::{LayoutError, MAIN, TemplateFile, names};
use crate::document::Document;
use crate::font;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

/// The world of one document.
///
/// File ids are interned for ever by typst, hence the paths are the same in every build; what typst computed for one
/// build it uses again in the next where the bytes are the same.
pub struct PlanWorld {
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl PlanWorld {
    /// A world of these files only.
    ///
    /// # Errors
    /// Where a path is none that typst takes.
    pub fn new(document: &Document, template: &[TemplateFile]) -> Result<Self, LayoutError> {
        let mut sources = HashMap::new();
        for (path, text) in template {
            let id = file_id(path)?;
            sources.insert(id, Source::new(id, (*text).to_owned()));
        }
        Ok(PlanWorld {
            main: file_id(MAIN)?,
            sources,
            files: data(document)?,
        })
    }
}

/// The tree, what is arranged beforehand, and the pictures by their number: typst tells PNG from JPEG by the bytes.
fn data(document: &Document) -> Result<HashMap<FileId, Bytes>, LayoutError> {
    let mut files = HashMap::new();
    files.insert(file_id("document.json")?, json(document)?);
    files.insert(file_id("names.json")?, json(&names::arrange(document))?);
    for (index, picture) in document.pictures.iter().enumerate() {
        let bytes = Bytes::new(picture.bytes.clone());
        files.insert(file_id(&format!("pictures/{index}"))?, bytes);
    }
    Ok(files)
}

fn json(value: &impl Serialize) -> Result<Bytes, LayoutError> {
    let bytes = serde_json::to_vec(value).map_err(|error| LayoutError::plain(error.to_string()))?;
    Ok(Bytes::new(bytes))
}

fn file_id(path: &str) -> Result<FileId, LayoutError> {
    let path = VirtualPath::new(path).map_err(|error| LayoutError::plain(format!("{path}: {error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

impl World for PlanWorld {
    fn library(&self) -> &LazyHash<Library> {
        static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
        LIBRARY.get_or_init(|| {
            let features = [Feature::A11yExtras].into_iter().collect();
            LazyHash::new(Library::builder().with_features(features).build())
        })
    }

    fn book(&self) -> &LazyHash<FontBook> {
        static BOOK: OnceLock<LazyHash<FontBook>> = OnceLock::new();
        BOOK.get_or_init(|| LazyHash::new(FontBook::from_fonts(font::faces())))
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        font::faces().get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

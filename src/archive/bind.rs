//! Several PDF files bound as one, with a bookmark for each.
//!
//! Pages, links within a file and its bookmarks stay what they were; forms that can be filled in become what they look
//! like. What only a file as a whole can say of itself is gone: the marks of an archivable and accessible file, signatures.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary, text_string};
use std::collections::{BTreeMap, BTreeSet};

/// So deep objects may stand in each other, and trees have levels.
const DEEPEST: usize = 100;
/// More bookmarks than this no file has.
const MOST: usize = 100_000;
/// What pages take from the nodes above them.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];

/// A PDF file to be bound.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Its bookmark.
    pub title: &'a str,
    /// The file.
    pub bytes: &'a [u8],
}

/// Binds PDF files as one, in order. The same files give the same bytes.
///
/// # Errors
/// The number of the file, from 0, that cannot be read.
pub fn bind(title: &str, parts: &[Part<'_>]) -> Result<Vec<u8>, usize> {
    let mut bound = Bound::new();
    for (index, part) in parts.iter().enumerate() {
        bound.add(part).ok_or(index)?;
    }
    Ok(bound.finish(title))
}

struct Bound {
    whole: Document,
    /// The root of the pages, and that of the bookmarks.
    roots: (ObjectId, ObjectId),
    pages: Vec<ObjectId>,
    bookmarks: Vec<ObjectId>,
    /// The layers of all files, and those that are hidden at first.
    layers: (Vec<Object>, Vec<Object>),
}

impl Bound {
    fn new() -> Self {
        let mut whole = Document::with_version("1.7");
        let roots = (whole.new_object_id(), whole.new_object_id());
        Bound {
            whole,
            roots,
            pages: Vec::new(),
            bookmarks: Vec::new(),
            layers: (Vec::new(), Vec::new()),
        }
    }

    fn add(&mut self, part: &Part<'_>) -> Option<()> {
        let mut file = Document::load_mem(part.bytes).ok()?;
        self.make_room(&mut file);
        let pages: Vec<ObjectId> = file.page_iter().collect();
        let first = *pages.first()?;
        for page in &pages {
            let inherited = INHERITED.map(|key| (key, inherited(&file, *page, key)));
            let page = file.get_dictionary_mut(*page).ok()?;
            for (key, value) in inherited {
                value.into_iter().for_each(|it| page.set(key, it));
            }
            page.set("Parent", self.roots.0);
        }
        let catalog = file.catalog().ok()?.clone();
        self.bookmark(part.title, first, &mut file, &catalog);
        self.take_layers(&file, &catalog);
        self.pages.extend(pages);
        self.whole.max_id = file.max_id;
        self.whole.objects.extend(file.objects);
        Some(())
    }

    /// Gives the objects of a file numbers that are free, and destinations that have names the places themselves: other
    /// files use the same names.
    fn make_room(&self, file: &mut Document) {
        let free = self.whole.max_id + 1;
        let ids: BTreeMap<ObjectId, ObjectId> = (free..)
            .zip(file.objects.keys())
            .map(|(new, old)| (*old, (new, 0)))
            .collect();
        let places = destinations(file);
        let mut objects = std::mem::take(&mut file.objects);
        objects.values_mut().for_each(|it| resolve(it, &places, 0));
        objects.values_mut().for_each(|it| renumber(it, &ids, 0));
        file.trailer.iter_mut().for_each(|(_, it)| renumber(it, &ids, 0));
        file.max_id = self.whole.max_id + u32::try_from(objects.len()).unwrap_or_default();
        file.objects = objects.into_iter().map(|(id, it)| (ids[&id], it)).collect();
    }

    /// A bookmark for a file, with the file's own below it.
    fn bookmark(&mut self, title: &str, page: ObjectId, file: &mut Document, catalog: &Dictionary) {
        let id = file.new_object_id();
        let mut bookmark = dictionary! {
            "Title" => text_string(title),
            "Parent" => self.roots.1,
            "Dest" => vec![page.into(), "Fit".into()],
        };
        let own = below(file, catalog);
        for child in &own {
            if let Ok(child) = file.get_dictionary_mut(*child) {
                child.set("Parent", id);
            }
        }
        if let (Some(first), Some(last)) = (own.first(), own.last()) {
            bookmark.set("First", *first);
            bookmark.set("Last", *last);
            // Closed: a negative count.
            bookmark.set("Count", -i64::try_from(own.len()).unwrap_or_default());
        }
        file.objects.insert(id, bookmark.into());
        self.bookmarks.push(id);
    }

    /// Layers that a file hides stay hidden.
    fn take_layers(&mut self, file: &Document, catalog: &Dictionary) {
        let Some(properties) = dictionary_at(file, catalog, b"OCProperties") else {
            return;
        };
        self.layers.0.extend(array_at(file, properties, b"OCGs"));
        if let Some(view) = dictionary_at(file, properties, b"D") {
            self.layers.1.extend(array_at(file, view, b"OFF"));
        }
    }

    fn finish(mut self, title: &str) -> Vec<u8> {
        let (pages, outlines) = self.roots;
        for (index, id) in self.bookmarks.iter().enumerate() {
            let beside = [("Prev", index.checked_sub(1)), ("Next", Some(index + 1))];
            if let Ok(bookmark) = self.whole.get_dictionary_mut(*id) {
                for (key, index) in beside {
                    let other = index.and_then(|it| self.bookmarks.get(it));
                    other.into_iter().for_each(|it| bookmark.set(key, *it));
                }
            }
        }
        let mut root = dictionary! { "Type" => "Outlines", "Count" => count(&self.bookmarks) };
        if let (Some(first), Some(last)) = (self.bookmarks.first(), self.bookmarks.last()) {
            root.set("First", *first);
            root.set("Last", *last);
        }
        self.whole.objects.insert(outlines, root.into());
        let kids: Vec<Object> = self.pages.iter().map(|it| (*it).into()).collect();
        let tree = dictionary! { "Type" => "Pages", "Count" => count(&self.pages), "Kids" => kids };
        self.whole.objects.insert(pages, tree.into());
        let mut catalog = dictionary! {
            "Type" => "Catalog",
            "Pages" => pages,
            "Outlines" => outlines,
            "PageMode" => "UseOutlines",
            "Lang" => text_string("ja-JP"),
            "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        };
        let (layers, hidden) = self.layers;
        if !layers.is_empty() {
            let view = dictionary! { "OFF" => hidden };
            catalog.set("OCProperties", dictionary! { "OCGs" => layers, "D" => view });
        }
        let catalog = self.whole.add_object(catalog);
        let about = dictionary! { "Title" => text_string(title), "Producer" => text_string("planc") };
        let about = self.whole.add_object(about);
        self.whole.trailer.set("Root", catalog);
        self.whole.trailer.set("Info", about);
        self.whole.prune_objects();
        let mut bytes = Vec::new();
        // A vector takes whatever is written to it.
        let _ = self.whole.save_to(&mut bytes);
        bytes
    }
}

fn count<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap_or_default()
}

/// The bookmarks of a file that stand at the top.
fn below(file: &Document, catalog: &Dictionary) -> Vec<ObjectId> {
    let first = dictionary_at(file, catalog, b"Outlines").and_then(|it| it.get(b"First").ok()?.as_reference().ok());
    let next = |id: &ObjectId| file.get_dictionary(*id).ok()?.get(b"Next").ok()?.as_reference().ok();
    let mut seen = BTreeSet::new();
    let all = std::iter::successors(first, next).take(MOST);
    all.take_while(|id| file.get_dictionary(*id).is_ok() && seen.insert(*id))
        .collect()
}

/// What a page takes from the nodes above it, where it does not say it itself.
fn inherited(file: &Document, page: ObjectId, key: &[u8]) -> Option<Object> {
    let above = |id: &ObjectId| file.get_dictionary(*id).ok()?.get(b"Parent").ok()?.as_reference().ok();
    let nodes = std::iter::successors(Some(page), above).take(DEEPEST);
    let mut own = nodes.map_while(|id| file.get_dictionary(id).ok());
    own.find_map(|node| node.get(key).ok()).cloned()
}

fn dictionary_at<'d>(file: &'d Document, of: &'d Dictionary, key: &[u8]) -> Option<&'d Dictionary> {
    of.get_deref(key, file).ok()?.as_dict().ok()
}

fn array_at(file: &Document, of: &Dictionary, key: &[u8]) -> Vec<Object> {
    let array = of.get_deref(key, file).and_then(Object::as_array);
    array.cloned().unwrap_or_default()
}

/// The named destinations of a file: of PDF 1.1 in a dictionary, later in a tree.
fn destinations(file: &Document) -> BTreeMap<Vec<u8>, Object> {
    let mut found = BTreeMap::new();
    let Ok(catalog) = file.catalog() else {
        return found;
    };
    if let Some(old) = dictionary_at(file, catalog, b"Dests") {
        for (name, place) in old.iter() {
            found.extend(place_of(file, place).map(|it| (name.clone(), it)));
        }
    }
    let names = dictionary_at(file, catalog, b"Names");
    if let Some(tree) = names.and_then(|names| dictionary_at(file, names, b"Dests")) {
        gather(file, tree, &mut found, 0);
    }
    found
}

fn gather(file: &Document, node: &Dictionary, found: &mut BTreeMap<Vec<u8>, Object>, depth: usize) {
    if depth > DEEPEST || found.len() > MOST {
        return;
    }
    for pair in array_at(file, node, b"Names").chunks_exact(2) {
        if let [name, place] = pair
            && let Ok(name) = name.as_str()
        {
            found.extend(place_of(file, place).map(|it| (name.to_vec(), it)));
        }
    }
    for kid in array_at(file, node, b"Kids") {
        if let Ok((_, Object::Dictionary(kid))) = file.dereference(&kid) {
            gather(file, kid, found, depth + 1);
        }
    }
}

/// A destination is an array, or a dictionary that holds one.
fn place_of(file: &Document, object: &Object) -> Option<Object> {
    match file.dereference(object).ok()?.1 {
        array @ Object::Array(_) => Some(array.clone()),
        Object::Dictionary(of) => of.get_deref(b"D", file).ok().cloned(),
        _ => None,
    }
}

/// Puts places where names of places stand; a name without a place leads nowhere, as before.
fn resolve(object: &mut Object, places: &BTreeMap<Vec<u8>, Object>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    let of = match object {
        Object::Array(items) => return items.iter_mut().for_each(|it| resolve(it, places, depth + 1)),
        Object::Dictionary(of) => of,
        Object::Stream(stream) => &mut stream.dict,
        _ => return,
    };
    let goes = of.get(b"S").and_then(Object::as_name).is_ok_and(|it| it == b"GoTo");
    for (key, value) in of.iter_mut() {
        let is_place = &**key == b"Dest" || (goes && &**key == b"D");
        let name = match value {
            Object::Name(name) | Object::String(name, _) if is_place => Some(&*name),
            _ => None,
        };
        match name.and_then(|name| places.get(name)) {
            Some(place) => *value = place.clone(),
            None => resolve(value, places, depth + 1),
        }
    }
}

fn renumber(object: &mut Object, ids: &BTreeMap<ObjectId, ObjectId>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match object {
        // What refers to nothing is nothing.
        Object::Reference(id) => match ids.get(id) {
            Some(new) => *id = *new,
            None => *object = Object::Null,
        },
        Object::Array(items) => items.iter_mut().for_each(|it| renumber(it, ids, depth + 1)),
        Object::Dictionary(of) => of.iter_mut().for_each(|(_, it)| renumber(it, ids, depth + 1)),
        Object::Stream(stream) => stream.dict.iter_mut().for_each(|(_, it)| renumber(it, ids, depth + 1)),
        _ => {}
    }
}

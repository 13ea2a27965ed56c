//! How files are named that planc itself puts into a folder while it writes.

/// Held by the run that writes.
pub const LOCK: &str = ".planc-lock";
/// The set whose new files are to be put in their places.
pub const JOURNAL: &str = ".planc-journal";
/// The set whose files beside their places are to be removed: none of them is in its place yet, or all are.
pub const STAGED: &str = ".planc-staged";

/// How the names of new files end while they lie beside their places.
pub const NEW: &str = ".planc-new";
/// How the names of copies of old files end.
pub const OLD: &str = ".planc-old";

/// Whether a file of this name is planc's own note or on its way to its place: it is never read, nor packed.
pub fn is_own(name: &str) -> bool {
    let beside = name.starts_with('.') && (name.ends_with(NEW) || name.ends_with(OLD));
    beside || [LOCK, JOURNAL, STAGED].contains(&name)
}

//! `planc schema`: JSON Schemas for completion in editors.

use super::arguments::{Arguments, Schema};
use super::{Exit, output, report};
use crate::release::{Own, Released};
use crate::schema::{KINDS, text};
use crate::world::Disk;

/// Where the sample's `#:schema` lines look for them.
const FOLDER: &str = "sources/schemas";

pub fn run(arguments: &Arguments, options: &Schema) -> Exit {
    let (disk, folder) = match &options.folder {
        Some(folder) => (Disk::elsewhere(folder), String::new()),
        None => (Disk::new(&arguments.project), format!("{FOLDER}/")),
    };
    let files = KINDS
        .iter()
        .map(|kind| Released::own(Own::Sources, format!("{folder}{}", kind.schema), text(kind)));
    if let Err(reason) = output::write(&disk, &files.collect::<Vec<_>>()) {
        report::fail(&reason);
        return Exit::Machine;
    }
    let shown = options
        .folder
        .as_deref()
        .map_or_else(|| FOLDER.to_owned(), |folder| folder.display().to_string());
    report::say(
        arguments,
        &format!("{shown} に、項目の定義を{}個書き出しました。", KINDS.len()),
    );
    Exit::Done
}

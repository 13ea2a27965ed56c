//! Word and Excel files in `output/` that somebody edited are never overwritten unasked.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Place, SourceMap, Span};
use crate::world::{Disk, ReadError, World};
use crate::write::is_as_written;

/// The diagnostic of a Word or Excel file that is there and not as planc wrote it.
pub fn edited(disk: &Disk, path: &str, sources: &mut SourceMap) -> Option<Diagnostic> {
    let changed = match disk.read(path) {
        Err(ReadError::Missing) => false,
        Err(_) => true,
        Ok(bytes) => !is_as_written(&bytes),
    };
    if !changed {
        return None;
    }
    let file = sources.add(path, "");
    let place = Place {
        file,
        span: Span::default(),
    };
    let program = if path.ends_with(".xlsx") { "Excel" } else { "Word" };
    let message = format!("この {program} ファイルは、planc が書き出した後に編集されています。上書きしませんでした。");
    let hint = "編集した内容を資料（sources）に写すか、ファイルを別の場所に移してください。編集を捨ててよければ、--replace を付けて実行してください。";
    Some(Diagnostic::new(Code::EditedOutput, place, message).hint(hint))
}

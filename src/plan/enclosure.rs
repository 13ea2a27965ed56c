//! The contract of `enclosures.toml`: what is enclosed in a package, for whom and in which order.

use super::member::{Items, Leaf, Rows, record};
use super::requirement::read_template;
use super::value::{AttachmentKind, Count, EnclosureContent, EnclosureFormat, Line, Recipient};
use crate::diagnostic::Diagnostic;
use crate::source::FileId;

record! {
    /// `enclosures.toml`.
    EnclosureList {
        prefix: Leaf<Line> = Public Optional "国に渡すファイルの名前の初めに付ける言葉",
        flat: Leaf<bool> = Public Optional "国に渡すファイルを一つのフォルダーに並べるか",
        verify_files: Leaf<bool> = Public Optional "国に渡す zip に検査値の一覧を入れるか",
        enclosures: Rows<Enclosure> = Public Fixed "提出するもの",
    }

    /// Something enclosed.
    Enclosure {
        number: Leaf<Count> = Public Fixed "番号",
        name: Leaf<Line> = Public Fixed "名称",
        recipient: Leaf<Recipient> = Public Fixed "渡す相手",
        content: Leaf<EnclosureContent> = Public Fixed "中身",
        formats: Items<EnclosureFormat> = Public Optional "形式",
        applies: Leaf<Line> = Public Optional "該当する条件",
        papers: Rows<Paper> = Public Optional "企業の書類",
    }

    /// A paper that each selected company brings.
    Paper {
        name: Leaf<Line> = Public Fixed "書類の名称",
        kind: Leaf<AttachmentKind> = Public Fixed "書類の種類",
        applies: Leaf<Line> = Public Optional "該当する条件",
        optional: Leaf<bool> = Public Optional "なくてもよいか",
    }
}

/// Reads the text of an `enclosures.toml`. Whatever is wrong with its form is a mistake in a template.
pub fn read_enclosures(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> EnclosureList {
    read_template(file, text, "提出するもの", diagnostics)
}

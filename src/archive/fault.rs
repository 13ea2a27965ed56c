//! Why a zip file, or an entry of it, is not read.

use std::fmt;

/// A zip file, or an entry of it, that is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The entry, where it is one that is at fault.
    pub entry: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// What is wrong with a zip file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// No zip file, or one that is cut off.
    NotZip,
    /// A form of zip that planc does not write: several disks, zip64.
    Form,
    /// Bytes that belong to no entry of the list.
    Hidden,
    /// The list and the entry contradict each other.
    Contradiction,
    /// More entries than anybody packs.
    TooMany,
    /// An entry, or all of them, larger than anybody packs.
    TooLarge,
    /// An entry that grows like a bomb.
    Bomb,
    /// Encrypted.
    Encrypted,
    /// Packed in another way than stored or deflated.
    Method,
    /// A name that is no UTF-8.
    NotUtf8,
    /// A path that leads out of the folder, or none at all.
    Path,
    /// No file: a link or a device.
    Link,
    /// Two entries of one name, be it in other letters.
    Duplicate,
    /// What is packed is not what was packed: size or checksum differ.
    Damaged,
}

impl Reason {
    fn words(self) -> &'static str {
        match self {
            Reason::NotZip => "zip ファイルとして読めません（途中で切れているか、別の種類のファイルです）",
            Reason::Form => "planc が扱わない形式の zip です（分割、4 GB 超など）",
            Reason::Hidden => "一覧にないデータが zip の中にあります",
            Reason::Contradiction => "zip の一覧と中身の記録が食い違っています",
            Reason::TooMany => "ファイルの数が多すぎます",
            Reason::TooLarge => "展開した大きさが上限を超えます",
            Reason::Bomb => "展開すると異常に大きくなります",
            Reason::Encrypted => "暗号化されています",
            Reason::Method => "planc が扱わない圧縮方法です",
            Reason::NotUtf8 => "名前の文字コードが UTF-8 ではありません",
            Reason::Path => "フォルダーの外を指す名前、又は使えない名前です",
            Reason::Link => "ファイルではなく、リンクなどです",
            Reason::Duplicate => "同じ名前が二つあります（大文字・小文字や濁点の付け方だけの違いを含みます）",
            Reason::Damaged => "壊れています（大きさ又は検査値が合いません）",
        }
    }
}

impl Fault {
    /// Of the zip file as a whole.
    pub fn of_file(reason: Reason) -> Self {
        Fault { entry: None, reason }
    }

    /// Of an entry.
    pub fn of(entry: &str, reason: Reason) -> Self {
        Fault {
            entry: Some(entry.to_owned()),
            reason,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.entry {
            // Names of a hostile file may hold what moves the cursor of a terminal.
            Some(entry) => write!(f, "「{}」：{}", entry.escape_debug(), self.reason.words()),
            None => f.write_str(self.reason.words()),
        }
    }
}

impl std::error::Error for Fault {}

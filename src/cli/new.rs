//! `planc new`: a project folder to fill in.

use super::arguments::{Arguments, New};
use super::{Exit, report};
use crate::project::files;
use crate::world::Disk;

pub fn run(arguments: &Arguments, options: &New) -> Exit {
    let shown = options.folder.display();
    let disk = Disk::new(&arguments.project.join(&options.folder));
    if !disk.is_empty() {
        report::fail(&format!(
            "フォルダー「{shown}」は空ではありません。新しいフォルダーの名前を書いてください。"
        ));
        return Exit::Usage;
    }
    if let Err(failed) = disk.replace(&files()) {
        report::fail(&format!("{} に書き込めませんでした（{}）。", failed.path, failed.error));
        return Exit::Machine;
    }
    report::say(
        arguments,
        &format!("フォルダー「{shown}」に、新しい計画を用意しました。"),
    );
    report::say(
        arguments,
        "sources の中のファイルを書き換え、planc check で残りを確かめてください。",
    );
    Exit::Done
}

//! `planc new`: a project folder to fill in.

use super::arguments::{Arguments, New};
use super::{Exit, output, report};
use crate::project::files;
use crate::release::{Own, Released};
use crate::world::Disk;
use std::fmt::Display;

pub fn run(arguments: &Arguments, options: &New) -> Exit {
    let shown = options.folder.display();
    let disk = Disk::new(&arguments.project.join(&options.folder));
    match output::recover(&disk) {
        Ok(true) => return done(arguments, &shown),
        Ok(false) => {}
        Err(exit) => return exit,
    }
    if !disk.is_empty() {
        report::fail(&format!(
            "フォルダー「{shown}」は空ではありません。新しいフォルダーの名前を書いてください。"
        ));
        return Exit::Usage;
    }
    let own = |(path, bytes)| Released::own(Own::Sources, path, bytes);
    let files: Vec<Released> = files().into_iter().map(own).collect();
    if let Err(reason) = output::write(&disk, &files) {
        report::fail(&reason);
        return Exit::Machine;
    }
    done(arguments, &shown)
}

fn done(arguments: &Arguments, shown: &impl Display) -> Exit {
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

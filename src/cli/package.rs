//! `planc package`: what is handed in or published as one zip file, and the prefecture's own record of it.

use super::arguments::{Arguments, Package};
use super::{Exit, output, report};
use crate::compile::Step;
use crate::diagnostic::render;
use crate::package::{Packaged, Wanted, package};
use crate::world::Disk;

pub fn run(arguments: &Arguments, options: &Package) -> Exit {
    let wanted = Wanted {
        edition: options.edition.edition(),
        archive: options.archive,
    };
    let disk = Disk::new(&arguments.project);
    if let Err(exit) = output::recover(&disk) {
        return exit;
    }
    let packaged = package(&disk, wanted, &report::progress);
    report::progress(Step::Write);
    let packaged = packaged
        .map_err(|error| error.to_string())
        .and_then(|packaged| write(&disk, packaged));
    report::end_progress();
    match packaged {
        Ok(packaged) => close(arguments, &packaged, wanted),
        Err(reason) => {
            report::fail(&reason);
            Exit::Machine
        }
    }
}

/// Writes the zip file, if there is one; its bytes are then on the disk alone.
fn write(disk: &Disk, mut packaged: Packaged) -> Result<Packaged, String> {
    if let Some(zip) = &mut packaged.zip {
        let files = [(zip.path.clone(), std::mem::take(&mut zip.bytes))];
        output::write(disk, &files)?;
    }
    Ok(packaged)
}

/// Says how it ended.
fn close(arguments: &Arguments, packaged: &Packaged, wanted: Wanted) -> Exit {
    let edition = wanted.edition;
    report::hindrances_of(arguments, &packaged.diagnostics, edition, &packaged.sources);
    let summary = render::summary(&packaged.diagnostics, edition);
    match &packaged.zip {
        Some(zip) => {
            let what = if wanted.archive { "記録" } else { edition.word() };
            let told = format!(
                "{summary}。{what}の zip（{}ファイル）を書き出しました。\n  {}",
                zip.files, zip.path
            );
            report::say(arguments, &told);
            if wanted.archive {
                report::say(
                    arguments,
                    "この zip には県の内部だけの資料が入っています。県の外に渡さないでください。",
                );
            }
            Exit::Done
        }
        None => {
            report::fail(&format!("{summary}。エラーがあるため、何も書き出しませんでした。"));
            Exit::Refused
        }
    }
}

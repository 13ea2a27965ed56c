//! `planc package`: what is handed in or published as one zip file, and the prefecture's own record of it.

use super::arguments::{Arguments, Package};
use super::{Exit, output, proofs, report, sign};
use crate::archive::digest;
use crate::compile::Step;
use crate::diagnostic::{Edition, render};
use crate::package::{NoPrevious, Packaged, Wanted, package, previous};
use crate::release::Released;
use crate::signature::Key;
use crate::world::{Disk, Once, read_file};
use std::path::Path;

pub fn run(arguments: &Arguments, options: &Package) -> Exit {
    let wanted = Wanted {
        edition: options.edition.edition(),
        archive: options.archive,
    };
    if wanted.archive && wanted.edition == Edition::Briefing {
        report::fail("--archive は、--edition final 又は --edition public とともに使います。");
        return Exit::Usage;
    }
    let disk = Disk::new(&arguments.project);
    if let Err(exit) = output::recover(&disk) {
        return exit;
    }
    if let Some(previous) = &options.previous
        && let Err((exit, reason)) = take_over(&disk, previous, wanted)
    {
        report::fail(&reason);
        return exit;
    }
    let key = match options
        .key
        .as_deref()
        .map(|key| sign::open(arguments, key, options.passphrase_file.as_deref()))
    {
        Some(Err((exit, reason))) => {
            report::fail(&reason);
            return exit;
        }
        Some(Ok(key)) => Some(key),
        None => None,
    };
    let once = Once::open(&disk);
    let packaged = package(&once, wanted, &report::progress);
    // What is written now may be a file of the project too.
    let changed = once.changed();
    report::progress(Step::Write);
    let packaged = packaged
        .map_err(|error| error.to_string())
        .and_then(|packaged| write(&disk, packaged, key.as_ref()));
    report::end_progress();
    report::changed_meanwhile(&changed);
    match packaged {
        Ok((packaged, signed)) => {
            let exit = close(arguments, &packaged, &signed, wanted);
            packaged.zip.iter().for_each(|zip| stale(&disk, &zip.file));
            exit
        }
        Err(reason) => {
            report::fail(&reason);
            Exit::Machine
        }
    }
}

/// No larger record is read, in bytes.
const LARGEST_RECORD: u64 = 1024 * 1024 * 1024;

/// Writes down what an earlier public edition printed, for this one and all that follow.
fn take_over(disk: &Disk, zip: &Path, wanted: Wanted) -> Result<(), (Exit, String)> {
    if wanted.edition != Edition::Public {
        let reason = "--previous は、--edition public とともに使います。";
        return Err((Exit::Usage, reason.to_owned()));
    }
    let shown = zip.display();
    let bytes = read_file(zip, LARGEST_RECORD).map_err(|_| (Exit::Machine, format!("{shown} を読めません。")))?;
    let files = previous(&bytes, disk).map_err(|reason| match reason {
        NoPrevious::Zip(fault) => (Exit::Machine, format!("{shown} を読めません。{fault}")),
        NoPrevious::NoRecord => (
            Exit::Refused,
            format!("{shown} は、公表版の記録ではありません。planc package --edition public --archive で作った zip を指定してください。"),
        ),
        NoPrevious::Record(path) => (
            Exit::Refused,
            format!("{path} を、前の版が印刷した数値の記録として読めません。編集せずに、作られたときのファイルに戻してください。"),
        ),
        NoPrevious::Faulty => (Exit::Refused, format!("{shown} の中の資料にエラーがあり、印刷した数値が分かりません。")),
    })?;
    output::write(disk, &files).map_err(|reason| (Exit::Machine, reason))
}

/// Writes the zip file, if there is one, and its signatures; gives back the paths of those.
fn write(disk: &Disk, mut packaged: Packaged, key: Option<&Key>) -> Result<(Packaged, Vec<String>), String> {
    let mut signed = Vec::new();
    if let Some(zip) = &packaged.zip {
        let path = zip.file.path();
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let signatures = key.map(|key| sign::signatures(key, name, zip.file.bytes()));
        let signatures = signatures
            .transpose()
            .map_err(|(_, reason)| format!("{path} {reason}"))?;
        let signatures = signatures.into_iter().flatten().map(|it| it.within(folder));
        let signatures: Vec<Released> = signatures.collect();
        signed = signatures.iter().map(|it| it.path().to_owned()).collect();
        let files = std::iter::once(zip.file.clone()).chain(packaged.mail.clone());
        let files = files.chain(packaged.printed.take()).chain(signatures);
        output::write(disk, &files.collect::<Vec<_>>())?;
    }
    Ok((packaged, signed))
}

/// Says which signatures and timestamps beside are of a zip file that was packed there before.
fn stale(disk: &Disk, zip: &Released) {
    let files = proofs::stale(&disk.path(zip.path()), zip.bytes());
    if !files.is_empty() {
        let lines: String = files.iter().map(|file| format!("\n  {file}")).collect();
        report::fail(&format!(
            "zip の隣にある次のファイルは、前の zip のものです。署名や時刻の証明が要るときは、planc sign で作り直してください。{lines}"
        ));
    }
}

/// Says how it ended.
fn close(arguments: &Arguments, packaged: &Packaged, signed: &[String], wanted: Wanted) -> Exit {
    let edition = wanted.edition;
    report::hindrances_of(arguments, &packaged.diagnostics, edition, &packaged.sources);
    let summary = render::summary(&packaged.diagnostics, edition);
    match &packaged.zip {
        Some(zip) => {
            let what = if wanted.archive { "記録" } else { edition.word() };
            let told = format!(
                "{summary}。{what}の zip（{}ファイル）を書き出しました。\n  {}\n  zip の SHA-256：{}",
                zip.files,
                zip.file.path(),
                digest(zip.file.bytes())
            );
            report::say(arguments, &told);
            if let Some(mail) = &packaged.mail {
                report::say(
                    arguments,
                    &format!("送るときのメールの文案も書き出しました。\n  {}", mail.path()),
                );
            }
            if !signed.is_empty() {
                let lines: String = signed.iter().map(|path| format!("\n  {path}")).collect();
                report::say(arguments, &format!("署名のファイルを書き出しました。{lines}"));
            }
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

//! Writing files, and saying in Japanese how that ended.

use super::{Exit, report};
use crate::release::Released;
use crate::store::{Reason, Recovery, Unwritten, WriteError};
use crate::world::Disk;
use std::io;

/// Before anything else, a set of files that an earlier run left unfinished is finished or undone, and that is said.
/// Tells whether it was finished.
pub fn recover(disk: &Disk) -> Result<bool, Exit> {
    match disk.recover() {
        Ok(recovery) => {
            recovery.iter().for_each(say);
            Ok(matches!(recovery, Some(Recovery::Finished(_))))
        }
        Err(error) => {
            report::fail(&not_written(&error));
            Err(Exit::Machine)
        }
    }
}

/// Writes all files or none; why not is said in the error.
pub fn write(disk: &Disk, files: &[Released]) -> Result<(), String> {
    let recovery = disk.replace(files).map_err(|error| not_written(&error))?;
    recovery.iter().for_each(say);
    Ok(())
}

fn say(recovery: &Recovery) {
    let what = match recovery {
        Recovery::Finished(paths) => format!("続きから終えました。次のファイルは新しいものです。{}", list(paths)),
        Recovery::Undone(paths) => format!("次のファイルを、書き出す前のものに戻しました。{}", list(paths)),
        Recovery::Mixed(paths) => format!(
            "元に戻しましたが、次のファイルは新しいもののままで、ほかとそろっていません。もう一度書き出してください。{}",
            list(paths)
        ),
        Recovery::Cleared => "残っていた作業用のファイルを消しました。".to_owned(),
        Recovery::Unknown => {
            "途中の記録も読めないため、output の中に新旧のファイルが混じっているおそれがあります。もう一度書き出してください。"
                .to_owned()
        }
    };
    report::fail(&format!("前回の書き出しが途中で止まっていました。{what}"));
}

fn list(paths: &[String]) -> String {
    paths.iter().map(|path| format!("\n  {path}")).collect()
}

/// That files could not be written, and what to do.
fn not_written(error: &WriteError) -> String {
    const ACT: &str = "Word や Excel で開いていれば閉じ、書き込む権限と空き容量を確かめて";
    match error {
        WriteError::Busy => {
            "別の planc が同じフォルダーに書き出しています。何も変えていません。終わるのを待って、もう一度実行してください。".to_owned()
        }
        WriteError::Unchanged(files) => format!(
            "次の場所に書き込めませんでした。どのファイルも前のままです。{}\n{ACT}、もう一度実行してください。",
            reasons(files)
        ),
        WriteError::Unfinished(files) => format!(
            "次の場所に書き込めませんでした。書き出しは途中ですが、どのファイルも、前のものか新しいもののどちらかです。{}\n{ACT}、もう一度実行してください。続きから終えるか、元に戻します。",
            reasons(files)
        ),
    }
}

fn reasons(files: &[Unwritten]) -> String {
    let line = |file: &Unwritten| format!("\n  {}（{}）", file.path, reason(&file.reason));
    files.iter().map(line).collect()
}

fn reason(reason: &Reason) -> String {
    let words = match reason {
        Reason::Outside => "計画のフォルダーの外です",
        Reason::NoFile => "同じ名前のフォルダーがあります",
        Reason::Changed => "書き出す間に、ほかから変更されました",
        Reason::Machine(error) => return machine(error),
    };
    words.to_owned()
}

fn machine(error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "空き容量が足りません",
        io::ErrorKind::FileTooLarge => "ここに保存できる大きさを超えています",
        io::ErrorKind::PermissionDenied => "ほかで開かれているか、書き込む権限がありません",
        io::ErrorKind::ReadOnlyFilesystem => "書き込みのできない場所です",
        io::ErrorKind::NotADirectory => "フォルダーのあるべき所に、同じ名前のファイルがあります",
        _ => return error.to_string(),
    };
    words.to_owned()
}

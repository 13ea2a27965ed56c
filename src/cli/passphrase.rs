//! Passphrases of keys: asked for on the terminal without showing them, or read from a file.

use super::Exit;
use super::arguments::Arguments;
use crate::world::{ReadError, project_around, read_file};
use std::path::Path;
use zeroize::Zeroizing;

/// No longer file of a passphrase is read, in bytes.
const LARGEST: u64 = 4096;
/// A new passphrase has at least so many characters.
const LEAST: usize = 12;

/// Why there is no passphrase, and how the command ends.
pub type NoPassphrase = (Exit, String);

/// The passphrase of a key that is there.
pub fn of_key(arguments: &Arguments, file: Option<&Path>) -> Result<Zeroizing<String>, NoPassphrase> {
    match file {
        Some(file) => from_file(arguments, file),
        None => ask("鍵のパスフレーズ："),
    }
}

/// The passphrase of a new key.
pub fn of_new_key(arguments: &Arguments, file: Option<&Path>) -> Result<Zeroizing<String>, NoPassphrase> {
    let passphrase = match file {
        Some(file) => from_file(arguments, file)?,
        None => ask("新しい鍵のパスフレーズ（12文字以上）：")?,
    };
    if passphrase.chars().count() < LEAST {
        let reason = format!("パスフレーズが短いため、鍵を作りませんでした。{LEAST}文字以上にしてください。");
        return Err((Exit::Usage, reason));
    }
    if file.is_none() && ask("もう一度：")? != passphrase {
        let reason = "二度のパスフレーズが違うため、鍵を作りませんでした。もう一度実行してください。";
        return Err((Exit::Usage, reason.to_owned()));
    }
    Ok(passphrase)
}

fn ask(prompt: &str) -> Result<Zeroizing<String>, NoPassphrase> {
    rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(|_| {
        let reason =
            "パスフレーズを尋ねる画面がありません。--passphrase-file でパスフレーズのファイルを指定してください。";
        (Exit::Usage, reason.to_owned())
    })
}

/// The first line of a file, as Notepad writes it too.
fn from_file(arguments: &Arguments, file: &Path) -> Result<Zeroizing<String>, NoPassphrase> {
    let (place, shown) = (arguments.project.join(file), file.display());
    outside_projects(&place, "パスフレーズのファイル")?;
    let bytes = read_file(&place, LARGEST).map(Zeroizing::new).map_err(|error| {
        let reason = match error {
            ReadError::Missing => format!("パスフレーズのファイル {shown} がありません。"),
            _ => format!("パスフレーズのファイル {shown} を読めません。"),
        };
        (Exit::Machine, reason)
    })?;
    let text = std::str::from_utf8(&bytes).map_err(|_| {
        let reason = format!("パスフレーズのファイル {shown} の文字コードが UTF-8 ではありません。");
        (Exit::Usage, reason)
    })?;
    let line = text.trim_start_matches('\u{FEFF}').lines().next().unwrap_or_default();
    match line.is_empty() {
        true => Err((Exit::Usage, format!("パスフレーズのファイル {shown} の1行目が空です。"))),
        false => Ok(Zeroizing::new(line.to_owned())),
    }
}

/// Secrets do not lie in a project folder, from where they would be archived and handed on with it.
pub fn outside_projects(place: &Path, what: &str) -> Result<(), NoPassphrase> {
    match project_around(place) {
        None => Ok(()),
        Some(project) => Err((
            Exit::Usage,
            format!(
                "{what}は、計画のフォルダー（{}）の中には置けません。記録の zip や共有のフォルダーに入らないよう、計画のフォルダーの外の、担当者だけが読める場所に置いてください。",
                project.display()
            ),
        )),
    }
}

//! `planc sign`: signatures, and requests for timestamps, beside a zip file that is not changed by them.

use super::arguments::{Arguments, Sign};
use super::{Exit, output, passphrase, report};
use crate::package::{checksums, verify};
use crate::release::{Own, Released};
use crate::signature::{self, Key, NoKey, PUBLIC, REQUEST, list_name, timestamp};
use crate::world::{Disk, ReadError, now, read_file};
use std::path::{Component, Path};

/// Why nothing was signed, and how the command ends.
pub type NotSigned = (Exit, String);

pub fn run(arguments: &Arguments, options: &Sign) -> Exit {
    let done = match &options.key {
        Some(key) => open(arguments, key, options.passphrase_file.as_deref()).and_then(|key| {
            each(arguments, options, "署名", |name, bytes| {
                sound(bytes).and_then(|()| signatures(&key, name, bytes))
            })
        }),
        None => each(arguments, options, "時刻の証明の依頼", request),
    };
    done.map_or_else(
        |(exit, reason)| {
            report::fail(&reason);
            exit
        },
        |()| Exit::Done,
    )
}

/// Opens the key that a user names.
pub fn open(arguments: &Arguments, key: &Path, passphrase_file: Option<&Path>) -> Result<Key, NotSigned> {
    let (place, shown) = (arguments.project.join(key), key.display());
    let bytes = read_file(&place, signature::LARGEST).map_err(|error| {
        let reason = match error {
            ReadError::Missing => format!("鍵 {shown} がありません。名前と場所を確かめてください。"),
            _ => format!("鍵 {shown} を読めません。"),
        };
        (Exit::Machine, reason)
    })?;
    passphrase::outside_projects(&place, "鍵")?;
    let passphrase = passphrase::of_key(arguments, passphrase_file)?;
    let key = Key::open(&bytes, &passphrase).map_err(|reason| {
        let words = match reason {
            NoKey::Other => "は、署名の鍵ではありません。planc keys new で作った鍵か、証明書（.p12、.pfx）を指定してください",
            NoKey::Open => "は、パスフレーズで守られていません。planc keys new で作った鍵を使ってください",
            NoKey::Passphrase => "は、このパスフレーズでは開けません",
            NoKey::Unsupported => "は、planc が扱わない種類の鍵、又は暗号です。使えるのは、Ed25519 の鍵と、RSA（2048ビット以上）又は ECDSA（P-256）の証明書です",
            NoKey::NoCertificate => "には、鍵とその証明書の組がありません",
            NoKey::Damaged => "は、壊れているため読めません",
        };
        (Exit::Usage, format!("鍵 {shown} {words}。"))
    })?;
    match key.is_good_at(now()) {
        true => Ok(key),
        false => Err((
            Exit::Usage,
            format!("鍵 {shown} の証明書は、期限の外か、署名用ではないため、署名しませんでした。"),
        )),
    }
}

/// Makes what lies beside each file, and writes it there.
fn each(
    arguments: &Arguments,
    options: &Sign,
    what: &str,
    make: impl Fn(&str, &[u8]) -> Result<Vec<Released>, NotSigned>,
) -> Result<(), NotSigned> {
    for file in &options.files {
        let (place, shown) = (arguments.project.join(file), file.display());
        let bytes = read_file(&place, super::verify::LARGEST)
            .map_err(|error| (Exit::Machine, super::verify::unreadable(file, &error)))?;
        let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let made = make(&name, &bytes).map_err(|(exit, reason)| (exit, format!("{shown} {reason}")))?;
        let (disk, folder) = beside(arguments, file);
        let files: Vec<Released> = made.into_iter().map(|it| it.within(&folder)).collect();
        output::write(&disk, &files).map_err(|reason| (Exit::Machine, reason))?;
        let names = files
            .iter()
            .map(|it| format!("\n  {}", file.with_file_name(name_of(it)).display()));
        let names: String = names.collect();
        report::say(
            arguments,
            &format!("{what}のファイルを、{shown} の隣に書き出しました。{names}"),
        );
    }
    Ok(())
}

fn name_of(file: &Released) -> &str {
    file.path().rsplit('/').next().unwrap_or_default()
}

/// The folder in which a file lies: one of planc's own in the project, or any.
fn beside(arguments: &Arguments, file: &Path) -> (Disk, String) {
    let folder = file.parent().unwrap_or(Path::new(""));
    let parts = folder.components().map(|it| match it {
        Component::Normal(part) => part.to_str(),
        _ => None,
    });
    match parts.collect::<Option<Vec<&str>>>() {
        Some(parts) if parts.first() == Some(&"output") => (Disk::new(&arguments.project), parts.join("/")),
        _ => (Disk::elsewhere(&arguments.project.join(folder)), String::new()),
    }
}

/// Nobody signs what is not as it was packed.
fn sound(zip: &[u8]) -> Result<(), NotSigned> {
    let differences = verify(zip).map(|it| it.differences.len());
    match differences {
        Ok(0) => Ok(()),
        Ok(_) => {
            let reason = "は、planc が作成したときのままではないため、署名しませんでした。planc verify で違いを確かめてください。";
            Err((Exit::Refused, reason.to_owned()))
        }
        Err(fault) => Err((
            Exit::Refused,
            format!("は、planc が作った zip として読めないため、署名しませんでした。{fault}"),
        )),
    }
}

/// The signatures of a zip file: over itself and over the list of checksums in it.
pub fn signatures(key: &Key, name: &str, zip: &[u8]) -> Result<Vec<Released>, NotSigned> {
    let at = now();
    let sign = |name: &str, bytes: &[u8]| -> Result<Released, NotSigned> {
        let signature = key.sign(bytes, at).map_err(|_| {
            let reason = "に署名できませんでした。鍵が壊れているおそれがあります。";
            (Exit::Machine, reason.to_owned())
        })?;
        Ok(Released::own(
            Own::Signature,
            format!("{name}.{}", key.ending()),
            signature,
        ))
    };
    let mut files = vec![sign(name, zip)?];
    if let Ok(Some((list, bytes))) = checksums(zip) {
        files.push(sign(&list_name(name, list), &bytes)?);
    }
    let public = key.public();
    files.extend(public.map(|it| Released::own(Own::Signature, format!("{name}.{PUBLIC}"), it)));
    Ok(files)
}

/// The request for a timestamp over a file.
fn request(name: &str, bytes: &[u8]) -> Result<Vec<Released>, NotSigned> {
    let request = timestamp::request(bytes).map_err(|_| {
        let reason = "の依頼を作れませんでした。このパソコンから乱数を得られません。";
        (Exit::Machine, reason.to_owned())
    })?;
    Ok(vec![Released::own(
        Own::Signature,
        format!("{name}.{REQUEST}"),
        request,
    )])
}

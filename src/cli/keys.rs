//! `planc keys`: a key of the prefecture for signing, and the fingerprints of public keys.

use super::arguments::{Arguments, Keys, KeysCommand, NewKey, ShowKey};
use super::{Exit, passphrase, report};
use crate::release::{Own, Released};
use crate::signature::{self, NoAnchor, PUBLIC, fingerprint, generate, public_keys};
use crate::store::{Readers, create};
use crate::world::{ReadError, read_file};
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

pub fn run(arguments: &Arguments, options: &Keys) -> Exit {
    let done = match &options.what {
        KeysCommand::New(options) => new(arguments, options),
        KeysCommand::Show(options) => show(arguments, options),
    };
    done.map_or_else(
        |(exit, reason)| {
            report::fail(&reason);
            exit
        },
        |()| Exit::Done,
    )
}

/// The file of the public key of a key.
fn public_of(key: &Path) -> PathBuf {
    let mut name = OsString::from(key);
    name.push(".");
    name.push(PUBLIC);
    PathBuf::from(name)
}

fn new(arguments: &Arguments, options: &NewKey) -> Result<(), (Exit, String)> {
    let place = arguments.project.join(&options.file);
    passphrase::outside_projects(&place, "鍵")?;
    let public_place = public_of(&place);
    for (place, shown) in [
        (&place, options.file.clone()),
        (&public_place, public_of(&options.file)),
    ] {
        if place.symlink_metadata().is_ok() {
            return Err((Exit::Usage, exists(&shown)));
        }
    }
    let passphrase = passphrase::of_new_key(arguments, options.passphrase_file.as_deref())?;
    let (private, public) = generate(&passphrase).map_err(|_| {
        (
            Exit::Machine,
            "このパソコンから乱数を得られないため、鍵を作れませんでした。".to_owned(),
        )
    })?;
    let own = |text: &str| Released::own(Own::Key, "", text);
    let (private, public) = (own(&private), own(&public));
    let files = [
        (&*place, &private, Readers::Owner),
        (&*public_place, &public, Readers::All),
    ];
    create(&files).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => (Exit::Usage, exists(&options.file)),
        _ => {
            let shown = options.file.display();
            let reason = format!(
                "{shown} を作れませんでした（{error}）。フォルダーがあるか、書き込む権限があるかを確かめてください。"
            );
            (Exit::Machine, reason)
        }
    })?;
    let shown = options.file.display();
    let told = fingerprints(public.bytes()).map_err(|_| (Exit::Machine, format!("{shown} を作れませんでした。")))?;
    report::say(
        arguments,
        &format!(
            "署名の鍵と公開鍵を作りました。\n  {shown}（鍵。人に渡さず、バックアップを取ってください。パスフレーズを忘れると使えません）\n  {}（公開鍵。受け取る人に渡します）\n  公開鍵の指紋（SHA-256）：{told}",
            public_of(&options.file).display()
        ),
    );
    Ok(())
}

fn exists(file: &Path) -> String {
    format!(
        "{} がすでにあるため、鍵を作りませんでした。置き換えると、前の鍵の署名を確かめられなくなります。別の名前にしてください。",
        file.display()
    )
}

fn show(arguments: &Arguments, options: &ShowKey) -> Result<(), (Exit, String)> {
    let shown = options.file.display();
    let bytes = read_file(&arguments.project.join(&options.file), signature::LARGEST).map_err(|error| {
        let reason = match error {
            ReadError::Missing => format!("{shown} がありません。"),
            _ => format!("{shown} を読めません。"),
        };
        (Exit::Machine, reason)
    })?;
    let told = fingerprints(&bytes).map_err(|reason| (Exit::Usage, no_anchor(&options.file, reason)))?;
    report::answer(&Own::Answer.answer(format!("{told}\n")));
    Ok(())
}

/// The fingerprint of each public key in a file, a line each.
fn fingerprints(bytes: &[u8]) -> Result<String, NoAnchor> {
    let keys = public_keys(bytes)?;
    Ok(keys.iter().map(|it| fingerprint(it)).collect::<Vec<_>>().join("\n"))
}

/// That a file shows no public key.
pub fn no_anchor(file: &Path, reason: NoAnchor) -> String {
    let shown = file.display();
    match reason {
        NoAnchor::Nothing => format!(
            "{shown} は、公開鍵でも証明書でもありません。.pub のファイルか、証明書（PEM、DER）を指定してください。"
        ),
        NoAnchor::Private => format!("{shown} は、秘密の鍵です。その公開鍵（.pub）を指定してください。"),
    }
}

//! What lies beside a zip file, and what it proves, for `verify`.

use super::arguments::{Arguments, Verify};
use super::{Exit, keys};
use crate::archive::Fault;
use crate::package::checksums;
use crate::signature::{self, Proofs, Signature, Signed, Stamp, Trusted, Verdict, list_name};
use crate::world::{ReadError, now, read_file};
use jiff::Timestamp;
use jiff::tz::Offset;
use serde::Serialize;
use std::convert::Infallible;
use std::path::Path;

/// Why nothing could be verified, and how the command ends.
pub type NotRead = (Exit, String);

/// Reads whom the user trusts.
pub fn trusted(arguments: &Arguments, options: &Verify) -> Result<Trusted, NotRead> {
    let mut trusted = Trusted::default();
    for file in &options.trusted {
        let shown = file.display();
        let bytes = read_file(&arguments.project.join(file), signature::LARGEST).map_err(|error| {
            let reason = match error {
                ReadError::Missing => {
                    format!("--trusted のファイル {shown} がありません。名前と場所を確かめてください。")
                }
                _ => format!("--trusted のファイル {shown} を読めません。"),
            };
            (Exit::Machine, reason)
        })?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        trusted
            .add(&name, &bytes)
            .map_err(|reason| (Exit::Usage, keys::no_anchor(file, reason)))?;
    }
    Ok(trusted)
}

/// Verifies what lies beside a zip file that could be read.
pub fn verify(arguments: &Arguments, options: &Verify, zip: &[u8], trusted: &Trusted) -> Result<Proofs, NotRead> {
    let place = arguments.project.join(&options.zip);
    let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let found = checksums(zip).map_err(|fault: Fault| (Exit::Refused, fault.to_string()))?;
    let listed = found.as_ref().map(|(list, bytes)| (list_name(&name, list), bytes));
    let listed = listed.as_ref().map(|(name, bytes)| Signed { name, bytes });
    let zip = Signed {
        name: &name,
        bytes: zip,
    };
    signature::verify(zip, listed, trusted, now(), |name| {
        match read_file(&place.with_file_name(name), signature::LARGEST) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(ReadError::Missing) => Ok(None),
            Err(ReadError::TooLarge) => Err((
                Exit::Refused,
                format!("{name} は、署名としては大きすぎるため読めません。"),
            )),
            Err(_) => Err((
                Exit::Machine,
                format!("{name} を読めません。読む権限があるかを確かめてください。"),
            )),
        }
    })
}

/// The signatures and timestamps beside a zip file that are not of it: they are of what was packed there before.
pub fn stale(place: &Path, zip: &[u8]) -> Vec<String> {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let zip = Signed {
        name: &name,
        bytes: zip,
    };
    let beside = |name: &str| Ok::<_, Infallible>(read_file(&place.with_file_name(name), signature::LARGEST).ok());
    let Ok(proofs) = signature::verify(zip, None, &Trusted::default(), now(), beside);
    let signatures = proofs.signatures.into_iter().map(|it| (it.file, it.verdict));
    let stamps = proofs.stamps.into_iter().map(|it| (it.file, it.verdict));
    let wrong = signatures.chain(stamps).filter(|(_, it)| *it == Verdict::Wrong);
    wrong.map(|(file, _)| file).collect()
}

/// Lines that tell of them.
pub fn text(proofs: &Proofs, is_asked: bool) -> String {
    let signatures = proofs
        .signatures
        .iter()
        .map(|it| format!("  署名（{}）：{}\n", signed(it), signature_words(it)));
    let stamps = proofs
        .stamps
        .iter()
        .map(|it| format!("  時刻（{}）：{}\n", it.file, stamp_words(it)));
    let mut lines: String = signatures.chain(stamps).collect();
    if is_asked && !proofs.is_trusted() {
        let none = match proofs.signatures.is_empty() {
            true => "zip の隣に署名のファイルがありません。",
            false => "信頼すると指定された鍵や認証局（--trusted）の署名は、ありません。",
        };
        lines += &format!("  署名：{none}\n");
    }
    lines
}

/// The file of a signature, and what it is over.
fn signed(it: &Signature) -> String {
    let of = match it.is_of_zip {
        true => "zip 全体",
        false => "検査値の一覧",
    };
    format!("{}、{of}", it.file)
}

fn signature_words(it: &Signature) -> String {
    let by = it.trusted_by.as_deref().unwrap_or_default();
    let key = it.fingerprint.as_deref().unwrap_or_default();
    let until = it.until.map(moment).unwrap_or_default();
    let words = match it.verdict {
        Verdict::Trusted => match &it.name {
            Some(name) => format!("「{name}」の署名です（信頼する {by} による。失効していないかは確かめていません）。"),
            None => format!("信頼する {by} の鍵の署名です。"),
        },
        Verdict::Unknown => format!("署名は正しいが、誰の鍵か分かりません（鍵の指紋 SHA-256：{key}）。"),
        Verdict::Wrong if it.is_of_zip => "合いません。署名の後に zip が変えられたか、別のファイルの署名です。".to_owned(),
        Verdict::Wrong => "合いません。署名の後に一覧が変えられたか、別のファイルの署名です。".to_owned(),
        Verdict::Expired => format!("証明書の期限（{until}）が切れた後の署名です。"),
        Verdict::NotYetValid => "証明書が有効になる前の署名です。".to_owned(),
        Verdict::NoKey => "確かめるための公開鍵か証明書がありません。送った人から、zip とは別の方法で受け取り、--trusted で指定してください。".to_owned(),
        Verdict::Refused | Verdict::Unsupported => "planc が扱わない方式、又は署名用ではない証明書のため、確かめられません。".to_owned(),
    };
    let said = it
        .at
        .map(|at| format!("署名した人が示す時刻は{}です。", moment(at)))
        .unwrap_or_default();
    let since = match it.has_expired_since && !it.verdict.is_fault() {
        true => format!(
            "証明書の期限は{until}に切れました。それより前の署名かどうかは、信頼できる時刻の証明がないため分かりません。"
        ),
        false => String::new(),
    };
    format!("{words}{said}{since}")
}

fn stamp_words(it: &Stamp) -> String {
    let at = it.at.map(moment).unwrap_or_default();
    let by = it.trusted_by.as_deref().unwrap_or_default();
    let key = it.fingerprint.as_deref().unwrap_or_default();
    let name = it.name.as_deref().unwrap_or_default();
    let words = match it.verdict {
        Verdict::Trusted => format!("{at}までに存在しました（「{name}」の証明。信頼する {by} による）。"),
        Verdict::Unknown => format!(
            "{at}までに存在しました、という証明です。ただし、誰が証明したか分かりません（鍵の指紋 SHA-256：{key}）。"
        ),
        Verdict::Wrong | Verdict::NotYetValid => {
            "時刻の証明が合いません。別のファイルの証明か、証明の後に変えられています。".to_owned()
        }
        Verdict::Expired => format!("時刻認証局の証明書の期限が切れた後の証明です（{at}）。"),
        Verdict::Refused => {
            "時刻認証局が、証明を断っています。依頼（.tsq）を作り直し、もう一度求めてください。".to_owned()
        }
        Verdict::NoKey => "確かめるための、時刻認証局の証明書がありません。--trusted で指定してください。".to_owned(),
        Verdict::Unsupported => "planc が扱わない方式のため、確かめられません。".to_owned(),
    };
    let since = match it.has_expired_since && !it.verdict.is_fault() {
        true => format!(
            "認証局の証明書の期限は{}に切れました。",
            it.until.map(moment).unwrap_or_default()
        ),
        false => String::new(),
    };
    words + &since
}

/// A time in Japan, as people say it.
fn moment(time: Timestamp) -> String {
    let at = Offset::constant(9).to_datetime(time);
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    format!(
        "{}年{}月{}日 {hour:02}:{minute:02}:{second:02}（日本時間）",
        at.year(),
        at.month(),
        at.day()
    )
}

/// A signature in the answer that other programs read; times are those of UTC (RFC 3339).
#[derive(Serialize)]
pub struct ToldSignature<'a> {
    file: &'a str,
    /// Over the zip file itself, or over the list in it.
    of: &'static str,
    verdict: &'static str,
    trusted_by: Option<&'a str>,
    name: Option<&'a str>,
    fingerprint: Option<&'a str>,
    /// As the signer says.
    signed_at: Option<String>,
    /// Of the certificate.
    valid_until: Option<String>,
    expired_since: bool,
}

/// A timestamp likewise.
#[derive(Serialize)]
pub struct ToldStamp<'a> {
    file: &'a str,
    verdict: &'static str,
    trusted_by: Option<&'a str>,
    name: Option<&'a str>,
    fingerprint: Option<&'a str>,
    existed_at: Option<String>,
    /// Of the certificate.
    valid_until: Option<String>,
    expired_since: bool,
}

impl<'a> From<&'a Signature> for ToldSignature<'a> {
    fn from(it: &'a Signature) -> Self {
        ToldSignature {
            file: &it.file,
            of: if it.is_of_zip { "zip" } else { "list" },
            verdict: it.verdict.name(),
            trusted_by: it.trusted_by.as_deref(),
            name: it.name.as_deref(),
            fingerprint: it.fingerprint.as_deref(),
            signed_at: it.at.map(|it| it.to_string()),
            valid_until: it.until.map(|it| it.to_string()),
            expired_since: it.has_expired_since,
        }
    }
}

impl<'a> From<&'a Stamp> for ToldStamp<'a> {
    fn from(it: &'a Stamp) -> Self {
        ToldStamp {
            file: &it.file,
            verdict: it.verdict.name(),
            trusted_by: it.trusted_by.as_deref(),
            name: it.name.as_deref(),
            fingerprint: it.fingerprint.as_deref(),
            existed_at: it.at.map(|it| it.to_string()),
            valid_until: it.until.map(|it| it.to_string()),
            expired_since: it.has_expired_since,
        }
    }
}

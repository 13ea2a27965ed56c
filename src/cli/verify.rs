//! `planc verify`: whether a package or an archive is as it was packed.

use super::arguments::{Arguments, MessageFormat, Verify};
use super::proofs::{self, ToldSignature, ToldStamp};
use super::{Exit, report};
use crate::archive::{Fault, OddField, Oddity};
use crate::package::{
    Difference, DifferenceKind, FORM, Program, RebuildError, Rebuilt, Verified, ZipKind, made_by, rebuild, verify,
};
use crate::release::Own;
use crate::signature::Proofs;
use crate::world::{ReadError, read_file};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// No larger zip file is read, in bytes.
pub const LARGEST: u64 = 2 * 1024 * 1024 * 1024;

pub fn run(arguments: &Arguments, options: &Verify) -> Exit {
    let trusted = match proofs::trusted(arguments, options) {
        Ok(trusted) => trusted,
        Err((exit, reason)) => {
            report::fail(&reason);
            return exit;
        }
    };
    let zip = match read_file(&arguments.project.join(&options.zip), LARGEST) {
        Ok(zip) => zip,
        Err(error) => {
            report::fail(&unreadable(&options.zip, &error));
            return Exit::Machine;
        }
    };
    match verify(&zip) {
        Ok(verified) => {
            let proofs = match proofs::verify(arguments, options, &zip, &trusted) {
                Ok(proofs) => proofs,
                Err((exit, reason)) => {
                    report::fail(&reason);
                    return exit;
                }
            };
            let exit = tell(arguments, options, &verified, &proofs);
            if options.rebuild && exit == Exit::Done {
                again(arguments, options, &zip)
            } else {
                exit
            }
        }
        Err(fault) => refuse(arguments, options, &fault),
    }
}

fn refuse(arguments: &Arguments, options: &Verify, fault: &Fault) -> Exit {
    let is_asked = !options.trusted.is_empty();
    match arguments.message_format {
        MessageFormat::Json => {
            report::answer_json(&Own::Answer.answer(json(None, None, is_asked, Some(&fault.to_string()))))
        }
        MessageFormat::Human => report::fail(&format!(
            "{} は、安全に読める zip ではないため、調べるのをやめました。\n  {fault}\n作成した人に、もう一度送ってもらってください。",
            options.zip.display()
        )),
    }
    Exit::Refused
}

/// Builds the archive again from its own sources.
fn again(arguments: &Arguments, options: &Verify, zip: &[u8]) -> Exit {
    let other = made_by(zip).ok().flatten().filter(|it| !it.is(&Program::this()));
    if let Some(other) = &other {
        report::say(arguments, &by_another(other));
    }
    let rebuilt = rebuild(zip, options.trust_templates, &report::progress);
    report::end_progress();
    match rebuilt {
        Ok(Rebuilt::Same) => {
            report::say(arguments, "中の資料から作り直したものと、1バイトまで同じです。");
            Exit::Done
        }
        Ok(Rebuilt::Differs(differences)) => {
            let lines: String = differences.iter().map(|it| format!("\n  {it}")).collect();
            report::fail(&format!(
                "中の資料から作り直すと、次のファイルが違います（{}件）。{lines}",
                differences.len()
            ));
            Exit::Refused
        }
        Ok(Rebuilt::PackedAgain) => {
            report::fail(
                "中のファイルは全て、作り直したものと同じです。ただし、zip そのものは、ほかの道具で詰め直されています。",
            );
            Exit::Refused
        }
        Ok(Rebuilt::Refused(sources, diagnostics, edition)) => {
            report::hindrances_of(arguments, &diagnostics, edition, &sources);
            report::fail("中の資料にエラーがあるため、作り直せません。この zip は planc が作ったままではありません。");
            Exit::Refused
        }
        Ok(Rebuilt::OwnTemplates(paths)) => {
            let lines: String = paths.iter().map(|path| format!("\n  {path}")).collect();
            report::fail(&format!(
                "この zip は、planc のものではない組版用のひな形を使っています。ひな形はプログラムとして動くため、作り直しませんでした。作った人が確かなら、--trust-templates を付けて実行してください。{lines}"
            ));
            Exit::Machine
        }
        Ok(Rebuilt::ByAnother(differences)) => made_otherwise(arguments, &differences),
        Ok(Rebuilt::NoArchive) => {
            report::fail(
                "--rebuild は、planc package --archive で作った記録の zip に使います。この zip には資料が入っていません。",
            );
            Exit::Usage
        }
        Err(RebuildError::Zip(fault)) => {
            report::fail(&fault.to_string());
            Exit::Refused
        }
        Err(RebuildError::Pack(error)) => {
            report::fail(&error.to_string());
            Exit::Machine
        }
    }
}

/// What to know before a record is built by another program than the one that made it.
fn by_another(other: &Program) -> String {
    format!(
        "この記録を作った planc は、今の planc と別のプログラムです。\n・記録を作った planc：{other}\n・今の planc：{}\n資料は記録の中のものをそのまま使い、組版用のひな形（.typ）は、--trust-templates を付けないときは今の planc のものを使って、作り直します。違いには、プログラムの違いによるものが含まれます。",
        Program::this()
    )
}

/// What another program makes of a record, and what may be due to that.
fn made_otherwise(arguments: &Arguments, differences: &[Difference]) -> Exit {
    if differences.is_empty() {
        report::say(
            arguments,
            "別の planc で作り直しても、記録の中のファイルは全て、1バイトまで同じです。",
        );
        return Exit::Done;
    }
    let lines: String = differences.iter().map(|it| format!("\n  {it}")).collect();
    report::fail(&format!(
        "今の planc で作り直すと、次のファイルが違います（{}件）。{lines}\nプログラムが違うと、体裁（改行やページの位置）、様式の文言、数字の丸め方とページ番号が違うことがあり、それを写す一覧や検査値も違います。記録が書き換えられたためかどうかは、これだけでは分かりません。記録を作った planc を README の「記録を作った版の planc」のとおりに用意し、もう一度 --rebuild を実行してください。",
        differences.len()
    ));
    Exit::Refused
}

fn tell(arguments: &Arguments, options: &Verify, verified: &Verified, proofs: &Proofs) -> Exit {
    let is_asked = !options.trusted.is_empty();
    match arguments.message_format {
        MessageFormat::Json => {
            report::answer_json(&Own::Answer.answer(json(Some(verified), Some(proofs), is_asked, None)))
        }
        MessageFormat::Human => {
            let lines = text(&options.zip, verified, proofs) + &proofs::text(proofs, is_asked);
            report::answer(&Own::Answer.answer(lines));
        }
    }
    if verified.differences.is_empty() && !proofs.is_faulty() && (proofs.is_trusted() || !is_asked) {
        Exit::Done
    } else {
        Exit::Refused
    }
}

fn text(path: &Path, verified: &Verified, proofs: &Proofs) -> String {
    let kind = match verified.kind {
        ZipKind::Package => "提出物",
        ZipKind::Archive => "記録",
    };
    let (path, files) = (path.display(), verified.files);
    let digest = format!("  zip の SHA-256：{}\n", verified.digest);
    if !verified.differences.is_empty() {
        let lines: String = verified.differences.iter().map(|it| format!("  {it}\n")).collect();
        let count = verified.differences.len();
        let is_encoding = |it: &Difference| it.kind == DifferenceKind::Odd(OddField::Encoding);
        let told = match verified.differences.iter().all(is_encoding) {
            true => {
                "は、Windows のエクスプローラーなどで詰め直されています。中身は同じですが、日本語の Windows のほかでは名前が文字化けします"
            }
            false => "は、作成したときのままではありません",
        };
        return format!("{path}（{kind}）{told}（{count}件）。\n{lines}{digest}");
    }
    let who = match proofs.is_trusted() {
        true => "",
        false => "（誰が作ったかは分かりません）",
    };
    let sound = format!("{path}（{kind}、{files}ファイル）の中身は食い違いません{who}。\n");
    let form = match verified.form {
        FORM => format!("形式{FORM}"),
        old => format!("旧形式（形式{old}）"),
    };
    let packed = match packed_again(&verified.packed_again) {
        Some(how) => {
            format!(
                "  zip は、ほかのプログラムで詰め直されています（{how}）。取り出されるファイルは同じです（{form}）。\n"
            )
        }
        None => format!("  zip は、planc が作ったままの形です（{form}）。\n"),
    };
    let checked = match (verified.kind, verified.has_checksums) {
        (ZipKind::Archive, _) | (ZipKind::Package, true) => "",
        (ZipKind::Package, false) => {
            "  検査値の一覧は入っていません。提出物一覧（Excel）に書かれた名前、大きさ、検査値と照らし合わせました。一覧そのものを照らし合わせるものはないため、送った人に zip の SHA-256 を確かめてください。\n"
        }
    };
    sound + &packed + checked + &digest
}

/// What is not as planc packs it, each once.
fn packed_again(oddities: &[Oddity]) -> Option<String> {
    let fields: BTreeSet<OddField> = oddities.iter().map(|it| it.field).collect();
    let words: Vec<String> = fields.iter().map(OddField::to_string).collect();
    (!words.is_empty()).then(|| words.join("、"))
}

/// The answer that other programs read.
#[derive(Serialize)]
struct Answer<'a> {
    format: u32,
    sound: bool,
    kind: Option<&'static str>,
    /// Why the zip file was not read.
    refused: Option<&'a str>,
    differences: Vec<Told<'a>>,
    /// What another program wrote otherwise when it packed the same files again.
    packed_again: Vec<Told<'a>>,
    /// The form of its lists.
    zip_form: Option<u32>,
    /// Whether lists of checksums are in it.
    checksums: Option<bool>,
    /// Of the zip file itself.
    sha256: Option<&'a str>,
    /// What lies beside.
    signatures: Vec<ToldSignature<'a>>,
    timestamps: Vec<ToldStamp<'a>>,
    /// Whether somebody signed whom `--trusted` names; nothing where it names nobody.
    trusted: Option<bool>,
}

#[derive(Serialize)]
struct Told<'a> {
    path: &'a str,
    kind: &'static str,
}

fn json(verified: Option<&Verified>, proofs: Option<&Proofs>, is_asked: bool, refused: Option<&str>) -> String {
    let differences = verified.map_or(&[][..], |it| &it.differences);
    let told = differences.iter().map(|it| Told {
        path: &it.path,
        kind: it.kind.name(),
    });
    let oddities = verified.map_or(&[][..], |it| &it.packed_again).iter();
    let oddities = oddities.map(|it| Told {
        path: it.entry.as_deref().unwrap_or_default(),
        kind: it.field.name(),
    });
    let answer = Answer {
        format: 1,
        sound: refused.is_none() && differences.is_empty(),
        kind: verified.map(|it| match it.kind {
            ZipKind::Package => "package",
            ZipKind::Archive => "archive",
        }),
        refused,
        differences: told.collect(),
        packed_again: oddities.collect(),
        zip_form: verified.map(|it| it.form),
        checksums: verified.map(|it| it.has_checksums),
        sha256: verified.map(|it| &*it.digest),
        signatures: proofs.iter().flat_map(|it| &it.signatures).map(Into::into).collect(),
        timestamps: proofs.iter().flat_map(|it| &it.stamps).map(Into::into).collect(),
        trusted: is_asked.then(|| proofs.is_some_and(Proofs::is_trusted)),
    };
    serde_json::to_string(&answer).unwrap_or_default() + "\n"
}

pub fn unreadable(path: &Path, error: &ReadError) -> String {
    let path = path.display();
    match error {
        ReadError::Missing => format!("{path} がありません。zip ファイルの名前と場所を確かめてください。"),
        ReadError::TooLarge => format!("{path} は、2 GB を超えるため読めません。"),
        ReadError::Outside | ReadError::Changed => format!("{path} を読めません。"),
        ReadError::Failed(error) => {
            format!("{path} を読めません（{error}）。ファイルかどうか、読む権限があるかを確かめてください。")
        }
    }
}

//! What is written in the mail with which a package is sent: how the receiver sees that it is the one that was sent.

use crate::archive::digest;
use crate::plan::Plan;
use crate::release::{Own, Released};
use crate::template::print::grouped;

/// The text of the mail, beside the zip file under its name; as Notepad of any Windows reads it.
pub fn mail(plan: &Plan, zip: &Released) -> Released {
    let name = zip.path().rsplit('/').next().unwrap_or(zip.path());
    let (size, digest) = (grouped(zip.bytes().len() as u64), digest(zip.bytes()));
    let letter = &plan.about.submission.letter;
    let line = |words: Option<&str>| words.map(|it| format!("{it}\n")).unwrap_or_default();
    let subject = letter.subject.get().map_or("", |it| &it.0);
    let number = letter.number.get().map_or("", |it| &it.0);
    let contact = &plan.about.contact;
    let (department, telephone) = (contact.department.get(), contact.telephone.get());
    let contact = [department, telephone, contact.email.get()].map(|it| line(it.map(|it| &*it.0)));
    let title = plan.about.title.get().map_or("", |it| &it.0);
    let text = format!(
        "件名：{subject}

このことについて、{number}により、「{title}」を次のとおり提出します。

添付ファイル：{name}
大きさ：{size}バイト
SHA-256：{digest}

届いた zip が送ったものと同じであることは、次のようにして確かめられます。
zip を保存したフォルダーのアドレスバーに cmd と入力して Enter キーを押し、次の1行を写して実行します。

certutil -hashfile \"{name}\" SHA256

表示された値が上の SHA-256 と同じであれば、送ったものと同じです。

（担当）
{}",
        contact.concat()
    );
    let path = format!("{}_メール.txt", zip.path().trim_end_matches(".zip"));
    let bytes = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    Released::own(Own::Checksums, path, bytes)
}

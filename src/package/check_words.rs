//! 確認方法.txt: how the receiver checks with Windows' own tools that nothing was changed on the way.

use crate::archive::{SUMS, digest, render_sums};
use crate::template::print::grouped;

/// The name of the file.
pub const NAME: &str = "確認方法.txt";

const WORDS: &str = r#"この zip の中のファイルが、作成したときのままであることを確かめる方法

「SHA256SUMS.txt」に、各ファイルの検査値（SHA-256）とファイルの名前が書かれています。
ファイルの中身が1文字でも変わると、検査値は全く別の値になります。

■ すべてのファイルを一度に確かめる（Windows PowerShell）

1. zip を右クリックして「すべて展開」を選びます。
2. 展開したフォルダーを開き、何もないところを Shift キーを押しながら右クリックして「PowerShell ウィンドウをここで開く」又は「ターミナルで開く」を選びます。
3. 次の1行を写して貼り付け、Enter キーを押します。

Get-Content -Encoding UTF8 SHA256SUMS.txt | ForEach-Object { $h, $n = $_ -split '  ', 2; if ((Test-Path -LiteralPath $n) -and ((Get-FileHash -LiteralPath $n -Algorithm SHA256).Hash -eq $h)) { "OK  $n" } else { "NG  $n" } }

すべての行が「OK」であれば、どのファイルも作成したときのままです。「NG」のファイルは、なくなったか、中身が変わっています。

■ 一つのファイルを確かめる（コマンド プロンプト）

展開したフォルダーのアドレスバーに cmd と入力して Enter キーを押し、次のように入力します。ファイルの名前は、確かめるものに替えてください。

certutil -hashfile "{example}" SHA256

表示された値が、SHA256SUMS.txt のそのファイルの行の値と同じであれば、作成したときのままです。

■ Linux など

sha256sum -c SHA256SUMS.txt

■ 後から加えられたファイル

SHA256SUMS.txt に名前のないファイルは、後から加えられたものです（SHA256SUMS.txt 自身を除きます）。
"#;

/// What is in the zip file, so that files that were taken away or exchanged show in this text too.
const CONTENTS: &str = "
■ この zip の中のファイル

";

/// The text of a package of some files, each with its bytes and its checksum; as Notepad of any Windows reads it.
pub fn bytes(files: &[Listed<'_>]) -> Vec<u8> {
    let line = |it: &Listed<'_>| format!("{}（{}バイト）\n", it.path, grouped(it.size));
    let contents: String = files.iter().map(line).collect();
    let sums = render_sums(files.iter().map(|it| (it.digest, it.path)));
    let whole = digest(sums.as_bytes());
    let count = files.len();
    text(
        files,
        &format!("{CONTENTS}{contents}\n{count}ファイルの検査値をまとめた値：{whole}\n"),
    )
}

/// The same as planc 0.1.0 wrote it, without what is in the zip file.
pub fn old_bytes(files: &[Listed<'_>]) -> Vec<u8> {
    text(files, "")
}

/// A file of a package as its lists have it.
pub struct Listed<'a> {
    /// Its path in the package.
    pub path: &'a str,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256.
    pub digest: &'a str,
}

/// The words, with the name of a file that there is as an example.
fn text(files: &[Listed<'_>], more: &str) -> Vec<u8> {
    let example = files.iter().map(|it| it.path).find(|path| path.ends_with(".pdf"));
    let words = WORDS.replace("{example}", &example.unwrap_or(SUMS).replace('/', "\\"));
    format!("\u{feff}{}", (words + more).replace('\n', "\r\n")).into_bytes()
}

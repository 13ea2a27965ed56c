//! What may be written on the command line of `sign` and `keys`.

use super::TEMPLATE;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Options of `sign`.
#[derive(Args)]
#[command(next_help_heading = "指定")]
pub struct Sign {
    /// 署名する zip ファイル（--timestamp-request では、署名のファイルも）
    #[arg(value_name = "ファイル", required = true)]
    pub files: Vec<PathBuf>,
    /// 署名の鍵：planc keys new で作った鍵、又は証明書（.p12、.pfx）
    #[arg(long, value_name = "鍵", required_unless_present = "timestamp_request")]
    pub key: Option<PathBuf>,
    /// パスフレーズを1行目に書いたファイル（省くと、画面で尋ねます）
    #[arg(long, value_name = "ファイル", requires = "key")]
    pub passphrase_file: Option<PathBuf>,
    /// 署名の代わりに、時刻の証明の依頼（.tsq）を隣に作ります。時刻認証局の答えは、同じ名前の .tsr として隣に置きます
    #[arg(long, conflicts_with = "key")]
    pub timestamp_request: bool,
}

/// Options of `keys`.
#[derive(Args)]
pub struct Keys {
    /// What to do.
    #[command(subcommand)]
    pub what: KeysCommand,
}

/// The commands of `keys`.
#[derive(Subcommand)]
pub enum KeysCommand {
    /// 署名の鍵と、その公開鍵（.pub）を作ります
    #[command(
        help_template = TEMPLATE,
        override_usage = "planc keys new [指定] <鍵のファイル>",
        after_help = "鍵は、計画のフォルダーの外の、担当者だけが読める場所に作ってください。公開鍵は、zip とは別の方法で受け取る人に渡します。"
    )]
    New(NewKey),
    /// 公開鍵や証明書の指紋（SHA-256）を示します。電話などで相手と読み合わせてください
    #[command(help_template = TEMPLATE, override_usage = "planc keys show <公開鍵か証明書のファイル>")]
    Show(ShowKey),
}

/// Options of `keys new`.
#[derive(Args)]
#[command(next_help_heading = "指定")]
pub struct NewKey {
    /// 作る鍵のファイル。公開鍵は、この名前の後に .pub を付けます
    #[arg(value_name = "鍵のファイル")]
    pub file: PathBuf,
    /// パスフレーズを1行目に書いたファイル（省くと、画面で尋ねます）
    #[arg(long, value_name = "ファイル")]
    pub passphrase_file: Option<PathBuf>,
}

/// Options of `keys show`.
#[derive(Args)]
#[command(next_help_heading = "指定")]
pub struct ShowKey {
    /// 公開鍵（.pub）又は証明書のファイル
    #[arg(value_name = "ファイル")]
    pub file: PathBuf,
}

//! What may be written on the command line, and its help, in Japanese.

mod signing;

pub use signing::{Keys, KeysCommand, NewKey, ShowKey, Sign};

use super::held::Limits;
use super::{Exit, report};
use crate::compile::{Format, Wanted};
use crate::diagnostic::Edition;
use crate::edition::Purpose;
use crate::package::Program;
use crate::release::Own;
use crate::status::{Grouping, day_of};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::LazyLock;

const TEMPLATE: &str = "{about}\n\n使い方：{usage}\n\n{all-args}{after-help}";

/// The release, and what it was built from.
static PROGRAM: LazyLock<String> = LazyLock::new(|| Program::this().to_string());

/// The whole command line.
#[derive(Parser)]
#[command(
    name = "planc",
    about = "地域産業クラスター計画を、TOML の資料から Word と PDF に組み上げます。",
    help_template = TEMPLATE,
    override_usage = "planc [指定] <コマンド>",
    subcommand_help_heading = "コマンド",
    subcommand_value_name = "コマンド",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    next_help_heading = "共通の指定",
    version,
    long_version = PROGRAM.as_str()
)]
pub struct Arguments {
    /// 計画のフォルダー（省くと今のフォルダー）
    #[arg(short = 'C', value_name = "フォルダー", default_value = ".", global = true)]
    pub project: PathBuf,
    /// 色を付けるか：auto（画面なら付ける）、always、never
    #[arg(long, value_name = "色", default_value = "auto", global = true)]
    pub color: Colour,
    /// 問題の示し方：human（人が読む形）、json（1行に1件）
    #[arg(long, value_name = "形", default_value = "human", global = true)]
    pub message_format: MessageFormat,
    /// この説明を表示します
    #[arg(short = 'h', long, action = clap::ArgAction::Help, global = true)]
    help: Option<bool>,
    /// planc の版を表示します（--version では、元にしたソースも）
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// 計画を Word と PDF に書き出します
    #[command(help_template = TEMPLATE, override_usage = "planc build [指定]")]
    Build(Build),
    /// 資料とひな形の問題を、すべて一度に示します（何も書き出しません）
    #[command(help_template = TEMPLATE, override_usage = "planc check [指定]")]
    Check(Check),
    /// 二つの版を比べ、何が変わったかを、直し漏れの可能性とともに示します
    #[command(
        help_template = TEMPLATE,
        override_usage = "planc diff [指定] <修正前> <修正後>",
        after_help = "版は、計画のフォルダー、保存用の zip ファイル、又は git:リビジョン（例：git:HEAD~1。今の計画のフォルダーの、その時点の内容）です。"
    )]
    Diff(Diff),
    /// 問題のコードの意味と直し方を、例とともに示します
    #[command(help_template = TEMPLATE, override_usage = "planc explain [コード]")]
    Explain(Explain),
    /// 計算した数値を、算式と元の値の場所とともに示します
    #[command(help_template = TEMPLATE, override_usage = "planc figures [指定] [名前]")]
    Figures(Figures),
    /// 署名の鍵を作り、その指紋を示します
    #[command(
        help_template = TEMPLATE,
        override_usage = "planc keys <コマンド>",
        subcommand_help_heading = "コマンド",
        subcommand_value_name = "コマンド",
        disable_help_subcommand = true
    )]
    Keys(Keys),
    /// 新しい計画のフォルダーを作ります
    #[command(help_template = TEMPLATE, override_usage = "planc new <フォルダー>")]
    New(New),
    /// 国に提出するもの（提出版）又は公表するもの（公表版）を、一つの zip にまとめます
    #[command(
        help_template = TEMPLATE,
        override_usage = "planc package [指定]",
        after_help = "入れるもの、順番、名前は plan-templates/cluster/enclosures.toml で決めます。調整中の値、未確認の目標値、要件の不足、添付の不足が一つでも残っていると、それらを全て示し、何も書き出しません。"
    )]
    Package(Package),
    /// 応募企業を、応募条件、コネクター度・ハブ度、順位、評価、不足書類の一覧にします
    #[command(help_template = TEMPLATE, override_usage = "planc screen [指定]")]
    Screen(Screen),
    /// エディターで項目の候補と説明を出すための定義（JSON Schema）を書き出します
    #[command(help_template = TEMPLATE, override_usage = "planc schema [フォルダー]")]
    Schema(Schema),
    /// 提出物や記録の zip に、署名、又は時刻の証明の依頼を、別のファイルとして添えます
    #[command(
        help_template = TEMPLATE,
        override_usage = "planc sign [指定] --key <鍵> <zip ファイル>...",
        after_help = "署名は、zip の隣のファイル（.sig、証明書では .p7s）です。zip そのものと、その中の検査値の一覧に署名します。zip は変わりません。"
    )]
    Sign(Sign),
    /// 調整中・不足・未確認の事項と、各日程までの日数を示します
    #[command(
        help_template = TEMPLATE,
        override_usage = "planc status [指定]",
        after_help = "調整中や不足の事項があっても、終了の値は 0 です。読めない資料などのエラーがあると、読めた範囲を示して 1 で終わります。\n--message-format json を付けると、全体を一つの JSON で示します。"
    )]
    Status(Status),
    /// 提出物や記録の zip に、不足、追加、変更がないかを確かめます（何も書き出しません）
    #[command(
        help_template = TEMPLATE,
        override_usage = "planc verify [指定] <zip ファイル>",
        after_help = "違いがあると、そのファイルの名前を示して 1 で終わります。zip を展開せずに調べます。--rebuild は、決まった時間と記憶領域の中で作り直し、上限を超えると、そう示して 3 で終わります。\n隣に署名（.sig、.p7s）や時刻の証明（.tsr）があれば、それも確かめます。証明書が失効していないかは、確かめません。"
    )]
    Verify(Verify),
}

/// Options of `build`.
#[derive(Args)]
#[command(next_help_heading = "指定")]
pub struct Build {
    /// 版：draft（素案・案）、briefing（説明用。素案のうち公表できるもの）、final（国への提出版）、public（公表版）。省くと draft
    #[arg(long, value_name = "版", default_value = "draft")]
    pub edition: EditionName,
    /// 企業の確認用の個票を作ります（企業は sources/companies のファイルの名前で。例：aso-seimitsu）
    #[arg(long, value_name = "企業", conflicts_with_all = ["edition", "rehearsal"])]
    pub company: Option<String>,
    /// 国の公表の前に公表版の体裁を確かめます（全てのページに「公表前」と印刷）
    #[arg(long)]
    pub rehearsal: bool,
    /// 書き出す形式をカンマで区切って：docx,pdf,xlsx（xlsx は算定根拠。省くと全て、説明用と公表版では docx,pdf）
    #[arg(long, value_name = "形式", value_delimiter = ',')]
    pub format: Vec<FormatName>,
    /// output の Word ファイルが編集されていても、置き換えます
    #[arg(long)]
    pub replace: bool,
}

impl Build {
    /// What is to be made.
    pub fn wanted(&self) -> Wanted {
        match &self.company {
            Some(company) => Wanted::sheet_of(company),
            None => Wanted {
                purpose: match self.rehearsal {
                    true => Purpose::Rehearsal,
                    false => Purpose::Release,
                },
                ..Wanted::from(self.edition.edition())
            },
        }
    }
}

/// Options of `check`.
#[derive(Args)]
#[command(next_help_heading = "指定")]
pub struct Check {
    /// 版：draft（素案・案）、briefing（説明用。素案のうち公表できるもの）、final（国への提出版）、public（公表版）。省くと draft
    #[arg(long, value_name = "版", default_value = "draft")]
    pub edition: EditionName,
}

/// Options of `diff`.
#[derive(Args)]
#[command(next_help_heading = "指定")]
pub struct Diff {
    /// 修正前の版
    #[arg(value_name = "修正前")]
    pub before: OsString,
    /// 修正後の版
    #[arg(value_name = "修正後")]
    pub after: OsString,
    /// 版：draft（素案・案）、briefing（説明用。素案のうち公表できるもの）、final（国への提出版）、public（公表版）。両方をこの版として見ます。省くと draft
    #[arg(long, value_name = "版", default_value = "draft")]
    pub edition: EditionName,
    /// 形式：text（画面に表示）、json（ほかのプログラム用）、docx、pdf、xlsx（修正箇所一覧）。省くと text
    #[arg(long, value_name = "形式", default_value = "text")]
    pub format: DiffFormat,
    /// docx と pdf の形：comparison（新旧対照表）、redline（見え消し）。省くと comparison
    #[arg(long, value_name = "形", default_value = "comparison")]
    pub style: DiffStyle,
    /// 新旧対照表の型（ひな形の comparison.toml にある名前。省くと、計画の段階によって決まります）
    #[arg(long, value_name = "型")]
    pub preset: Option<String>,
    /// 書き出す先のファイル（省くと、text と json は画面に、ほかは output/diff に）
    #[arg(short = 'o', long = "output", value_name = "ファイル")]
    pub output: Option<PathBuf>,
    /// output のファイルが編集されていても、置き換えます
    #[arg(long)]
    pub replace: bool,
    /// 変更があれば 1 で終わります
    #[arg(long)]
    pub exit_code: bool,
    /// zip ファイルを読んで比べるときの上限を、時間と記憶領域で（例：600s,8GB。省くと 20s,500MB）。出どころの確かな大きな記録だけに付けます
    #[arg(long, value_name = "上限")]
    pub limits: Option<Limits>,
}

/// The forms of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people at a terminal.
    Text,
    /// For programs.
    Json,
    /// Word.
    Docx,
    /// PDF.
    Pdf,
    /// The list of changes.
    Xlsx,
}

/// How Word and PDF show what changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffStyle {
    /// 新旧対照表.
    Comparison,
    /// 見え消し.
    Redline,
}

/// Options of `explain`.
#[derive(Args)]
#[command(next_help_heading = "指定")]
pub struct Explain {
    /// 問題のコード（例：bad-date。省くと全てのコードの一覧）
    #[arg(value_name = "コード")]
    pub code: Option<String>,
}

/// Options of `figures`.
#[derive(Args)]
#[command(next_help_heading = "指定")]
pub struct Figures {
    /// 数値の名前、又はその始まり（例：plan.sales.2030、fields.food。省くと全て）
    #[arg(value_name = "名前")]
    pub name: Option<String>,
    /// 答えの形：text（人が読む形）、json
    #[arg(long, value_name = "形", default_value = "text")]
    pub format: AnswerFormat,
}

/// Options of `new`.
#[derive(Args)]
#[command(next_help_heading = "指定")]
pub struct New {
    /// 作るフォルダー
    #[arg(value_name = "フォルダー")]
    pub folder: PathBuf,
}

/// Options of `package`.
#[derive(Args)]
#[command(next_help_heading = "指定")]
pub struct Package {
    /// 版：final（提出版）、public（公表版）、briefing（説明用）。省くと final
    #[arg(long, value_name = "版", default_value = "final")]
    pub edition: PackageEdition,
    /// 県の記録として、資料、ひな形、planc の版も入れた zip を output/archive に作ります（部内限り）
    #[arg(long)]
    pub archive: bool,
    /// 前の公表版の記録の zip。前の版との差から公表しない値が計算できないかを確かめます（public だけ）
    #[arg(long, value_name = "ファイル.zip")]
    pub previous: Option<PathBuf>,
    /// --previous を付けたときの上限を、時間と記憶領域で（例：600s,8GB。省くと 20s,500MB）。出どころの確かな大きな記録だけに付けます
    #[arg(long, value_name = "上限", requires = "previous")]
    pub limits: Option<Limits>,
    /// zip に署名も添えます（planc sign と同じもの）
    #[arg(long, requires = "key")]
    pub sign: bool,
    /// 署名の鍵：planc keys new で作った鍵、又は証明書（.p12、.pfx）
    #[arg(long, value_name = "鍵", requires = "sign")]
    pub key: Option<PathBuf>,
    /// パスフレーズを1行目に書いたファイル（省くと、画面で尋ねます）
    #[arg(long, value_name = "ファイル", requires = "key")]
    pub passphrase_file: Option<PathBuf>,
}

/// The editions that are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PackageEdition {
    /// 提出版.
    Final,
    /// 公表版.
    Public,
    /// 説明用.
    Briefing,
}

impl PackageEdition {
    /// The edition.
    pub fn edition(self) -> Edition {
        match self {
            PackageEdition::Final => Edition::Final,
            PackageEdition::Public => Edition::Public,
            PackageEdition::Briefing => Edition::Briefing,
        }
    }
}

/// Options of `screen`.
#[derive(Args)]
pub struct Screen {
    /// 形式：text（画面に表示）、json（ほかのプログラム用）、xlsx（output/screening に Excel ファイル）。省くと text
    #[arg(
        long,
        value_name = "形式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "指定"
    )]
    pub format: ScreenFormat,
    /// output の Excel ファイルが編集されていても、置き換えます
    #[arg(long, help_heading = "指定")]
    pub replace: bool,
}

/// The forms of a screening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ScreenFormat {
    /// For people at a terminal.
    Text,
    /// For programs.
    Json,
    /// For the meeting.
    Xlsx,
}

/// Options of `schema`.
#[derive(Args)]
#[command(next_help_heading = "指定")]
pub struct Schema {
    /// 書き出す先（省くと sources/schemas）
    #[arg(value_name = "フォルダー")]
    pub folder: Option<PathBuf>,
}

/// Options of `status`.
#[derive(Args)]
#[command(next_help_heading = "指定")]
pub struct Status {
    /// 今日とみなす日（例：2026-07-03。省くと日本の今日）
    #[arg(long, value_name = "日付", value_parser = today)]
    pub today: Option<Date>,
    /// 事項をまとめる単位：company（企業・分野）、division（担当）、file（ファイル）
    #[arg(long, value_name = "単位", default_value = "company")]
    pub by: GroupingName,
}

/// Options of `verify`.
#[derive(Args)]
#[command(next_help_heading = "指定")]
pub struct Verify {
    /// 確かめる zip ファイル
    #[arg(value_name = "zip ファイル")]
    pub zip: PathBuf,
    /// 記録の zip を、その中の資料から作り直し、1バイトまで同じかを確かめます（別の planc が作った記録では、違いの種類を示します）
    #[arg(long)]
    pub rebuild: bool,
    /// 記録の zip の中の独自の組版用ひな形（.typ）を信用して、作り直しに使います（出どころが確かなときだけ）
    #[arg(long, requires = "rebuild")]
    pub trust_templates: bool,
    /// 作り直しの上限を、時間と記憶領域で（例：600s,8GB。省くと 20s,500MB）。出どころの確かな大きな記録だけに付けます
    #[arg(long, value_name = "上限", requires = "rebuild")]
    pub limits: Option<Limits>,
    /// 信頼する公開鍵、証明書、又は認証局の証明書（PEM か DER。何度でも書けます）。その署名がなければ 1 で終わります
    #[arg(long, value_name = "ファイル")]
    pub trusted: Vec<PathBuf>,
}

fn today(text: &str) -> Result<Date, String> {
    day_of(text).ok_or_else(|| "暦にある日付を、2026-07-03 のように半角で書いてください。".to_owned())
}

/// When messages have colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
}

/// How a command answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// The editions that can be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EditionName {
    /// 素案・案.
    Draft,
    /// 説明用.
    Briefing,
    /// 提出版.
    Final,
    /// 公表版.
    Public,
}

impl EditionName {
    /// The edition.
    pub fn edition(self) -> Edition {
        match self {
            EditionName::Draft => Edition::Draft,
            EditionName::Briefing => Edition::Briefing,
            EditionName::Final => Edition::Final,
            EditionName::Public => Edition::Public,
        }
    }
}

/// The formats that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// Word.
    Docx,
    /// PDF.
    Pdf,
    /// The workbook of evidence.
    Xlsx,
}

impl FormatName {
    /// The format.
    pub fn format(self) -> Format {
        match self {
            FormatName::Docx => Format::Docx,
            FormatName::Pdf => Format::Pdf,
            FormatName::Xlsx => Format::Xlsx,
        }
    }
}

/// What open items are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GroupingName {
    /// Companies and fields.
    Company,
    /// Who is in charge.
    Division,
    /// Files.
    File,
}

impl GroupingName {
    /// The grouping.
    pub fn grouping(self) -> Grouping {
        match self {
            GroupingName::Company => Grouping::Company,
            GroupingName::Division => Grouping::Division,
            GroupingName::File => Grouping::File,
        }
    }
}

/// Reads the command line; help goes to standard output, mistakes to standard error.
pub fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Arguments, Exit> {
    let matches = worded(Arguments::command()).try_get_matches_from(words);
    match matches.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => Ok(arguments),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            report::answer(&Own::Answer.answer(error.render().to_string()));
            Err(Exit::Done)
        }
        Err(error) => {
            report::fail(&explain(&error));
            Err(Exit::Usage)
        }
    }
}

/// The words of each option name its values and what leaving it out means: clap adds nothing of its own.
fn worded(command: clap::Command) -> clap::Command {
    let quiet = |option: clap::Arg| option.hide_possible_values(true).hide_default_value(true);
    command.mut_args(quiet).mut_subcommands(worded)
}

/// A mistake of the command line in Japanese, with what to do.
fn explain(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let (argument, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let valid = context(ContextKind::ValidValue);
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => format!(
            "「{}」というコマンドはありません。",
            context(ContextKind::InvalidSubcommand)
        ),
        ErrorKind::UnknownArgument => format!("「{argument}」という指定はありません。"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} に値がありません。"),
        ErrorKind::InvalidValue => format!("{argument} に「{value}」は使えません。使えるのは {valid} です。"),
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map_or_else(String::new, ToString::to_string);
            format!("{argument} に「{value}」は使えません。{reason}")
        }
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg);
            if other.is_empty() || other == argument {
                format!("{argument} が二度書かれています。")
            } else {
                format!("{argument} と {other} は一緒に使えません。どちらか一方を書いてください。")
            }
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            "コマンドを書いてください（例：planc build）。".to_owned()
        }
        _ => format!("コマンドの書き方が正しくありません。{argument}"),
    };
    format!("{what}\n使い方は planc --help で確かめられます。")
}

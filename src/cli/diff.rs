//! `planc diff`: what changed between two versions of a plan.

use super::arguments::{Arguments, Diff, DiffFormat, DiffStyle};
use super::edited::edited;
use super::{Exit, output, report};
use crate::compile::comparison::ComparisonError;
use crate::compile::{self, Compared, ComparisonStyle, Faulty, Format, Made, NotMade};
use crate::diagnostic::Diagnostic;
use crate::diff::plan;
use crate::package::{NotOpened, open_version};
use crate::release::Released;
use crate::source::SourceMap;
use crate::world::{Disk, GitError, ReadError, World};
use std::ffi::OsString;
use std::path::Path;

/// Where files go in the project.
const FOLDER: &str = "output/diff";
/// So many problems of a version that cannot be used are shown.
const MOST_PROBLEMS: usize = 3;

pub fn run(arguments: &Arguments, options: &Diff) -> Exit {
    if let Some(reason) = options.output.as_deref().and_then(|file| unfit(file, options.format)) {
        report::fail(&reason);
        return Exit::Usage;
    }
    let names = [&options.before, &options.after];
    let (Some(before), Some(after)) = (open(arguments, names[0]), open(arguments, names[1])) else {
        return Exit::Machine;
    };
    match compile::compare([&*before, &*after], options.edition.edition()) {
        Ok(compared) => answer(arguments, options, &compared),
        Err(faulty) => {
            faulty.iter().for_each(|it| refuse(arguments, names[it.index], it));
            Exit::Machine
        }
    }
}

/// Why an answer is not written to a file: a plan's own files are not for it, nor a name that says it is something else.
fn unfit(file: &Path, format: DiffFormat) -> Option<String> {
    let ending = file
        .extension()
        .map(|it| it.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let (own, wanted): (&[&str], &str) = match format {
        DiffFormat::Docx => (&["docx"], ".docx"),
        DiffFormat::Pdf => (&["pdf"], ".pdf"),
        DiffFormat::Xlsx => (&["xlsx"], ".xlsx"),
        DiffFormat::Json => (&["json", "txt", ""], ".json"),
        DiffFormat::Text => (&["txt", "md", ""], ".txt"),
    };
    let is_ours = |it: &std::ffi::OsStr| it == "sources" || it == "plan-templates";
    let inside = file.iter().any(is_ours);
    (inside || !own.contains(&&*ending)).then(|| {
        let place = file.display();
        match inside {
            true => {
                format!("「{place}」は計画の資料又はひな形の場所です。-o には、ほかの場所のファイルを書いてください。")
            }
            false => {
                format!("この形式の結果は「{place}」に書き出せません。-o には、{wanted} で終わる名前を書いてください。")
            }
        }
    })
}

fn open(arguments: &Arguments, name: &OsString) -> Option<Box<dyn World>> {
    match open_version(&arguments.project, Path::new(name)) {
        Ok(world) => Some(world),
        Err(reason) => {
            report::fail(&not_opened(&name.to_string_lossy(), &reason));
            None
        }
    }
}

/// Why a version cannot be opened, and what to do.
fn not_opened(name: &str, reason: &NotOpened) -> String {
    let what = match reason {
        NotOpened::Missing => "がありません。計画のフォルダー、保存用の zip ファイル、又は git:リビジョン を書いてください。".to_owned(),
        NotOpened::NoPlan => "に計画の資料（sources フォルダー）がありません。計画のフォルダー、又は資料の入った保存用の zip ファイルを書いてください。".to_owned(),
        NotOpened::Unreadable(ReadError::TooLarge) => "は大きすぎて読めません。展開したフォルダーを書いてください。".to_owned(),
        NotOpened::Unreadable(_) => "を読めません。ファイルの場所と、開く権限があるかを確かめてください。".to_owned(),
        NotOpened::Archive(fault) => format!("を保存用の zip ファイルとして読めません。{fault}。planc が書き出したままのファイルを書いてください。"),
        NotOpened::Changed(count, first) => format!("は、作成したときのままの記録ではないため、比べません（{count}件。{first}）。planc verify で全ての違いを確かめ、元の記録を書いてください。"),
        NotOpened::Git(error) => not_of_git(error),
    };
    format!("「{name}」{what}")
}

fn not_of_git(error: &GitError) -> String {
    match error {
        GitError::NoProgram => "を読むには git が要ります。git を入れるか、比べたい版のフォルダーを書いてください。".to_owned(),
        GitError::NoRepository => "を読めません。計画のフォルダーが git で管理されていません。比べたい版のフォルダーを書いてください。".to_owned(),
        GitError::UnknownRevision => "という版は git の記録にありません。git log で、版の名前を確かめてください。".to_owned(),
        GitError::NoProject => "の時点では、このフォルダーに計画の資料（sources フォルダー）がありません。-C の後のフォルダーと、版の名前を確かめてください。".to_owned(),
        GitError::TooLarge => "のファイルは大きすぎて読めません。その版を取り出したフォルダーを書いてください。".to_owned(),
        GitError::Failed(error) => format!("を git から読めませんでした（{error}）。その版を取り出したフォルダーを書いてください。"),
    }
}

/// That a version has errors, with the first of them.
fn refuse(arguments: &Arguments, name: &OsString, faulty: &Faulty) {
    let first: Vec<&Diagnostic> = faulty.diagnostics.iter().take(MOST_PROBLEMS).collect();
    report::hindrances_of(arguments, first, faulty.edition, &faulty.sources);
    report::fail(&format!(
        "「{}」の資料にエラーがあるため、比べられません。その版のフォルダーで planc check を実行し、エラーを直してください（--edition を付けた場合は、同じ --edition を付けて確かめます）。",
        name.to_string_lossy()
    ));
}

fn answer(arguments: &Arguments, options: &Diff, compared: &Compared<'_>) -> Exit {
    let comparison = &compared.comparison;
    let done = match options.format {
        DiffFormat::Text => {
            let colour = options.output.is_none() && report::colours_answers(arguments);
            said(arguments, options, compared.text(colour), &|text| {
                report::answer_in_colours(text, &plan::text(comparison, colour), &plan::STYLES);
            })
        }
        DiffFormat::Json => said(arguments, options, compared.json(), &report::answer_json),
        DiffFormat::Xlsx => made(arguments, options, compared.list()),
        DiffFormat::Docx => made(arguments, options, compared.document(&style(options), Format::Docx)),
        DiffFormat::Pdf => made(arguments, options, compared.document(&style(options), Format::Pdf)),
    };
    match done {
        Exit::Done if options.exit_code && !comparison.is_identical() => Exit::Refused,
        done => done,
    }
}

/// A text on the terminal, where `answer` prints it, or in the file that is asked for.
fn said(arguments: &Arguments, options: &Diff, text: Made, answer: &dyn Fn(&Released)) -> Exit {
    match (text, &options.output) {
        (Ok((text, concerns)), Some(file)) => {
            told(arguments, &concerns);
            write(arguments, options, &Target::named(file), text)
        }
        (Ok((text, concerns)), None) => {
            told(arguments, &concerns);
            answer(&text);
            Exit::Done
        }
        (Err(reason), _) => not_made(arguments, options, &reason),
    }
}

fn style(options: &Diff) -> ComparisonStyle {
    match options.style {
        DiffStyle::Comparison => ComparisonStyle::Comparison(options.preset.clone()),
        DiffStyle::Redline => ComparisonStyle::Redline,
    }
}

/// A file that was made, in the place that is asked for or in `output/diff`.
fn made(arguments: &Arguments, options: &Diff, made: Made) -> Exit {
    match made {
        Ok((file, concerns)) => {
            told(arguments, &concerns);
            let target = options.output.as_deref().map_or_else(
                || Target::of(&arguments.project, &format!("{FOLDER}/{}", file.path())),
                Target::named,
            );
            write(arguments, options, &target, file)
        }
        Err(reason) => not_made(arguments, options, &reason),
    }
}

/// What is told of either version, beside the answer.
fn told(arguments: &Arguments, of: &[Faulty]) {
    for it in of {
        report::hindrances_of(arguments, &it.diagnostics, it.edition, &it.sources);
    }
}

fn not_made(arguments: &Arguments, options: &Diff, reason: &NotMade) -> Exit {
    match reason {
        NotMade::Faulty(faulty) => {
            let names = [&options.before, &options.after];
            faulty.iter().for_each(|it| refuse(arguments, names[it.index], it));
            Exit::Machine
        }
        NotMade::Leaks(found) => {
            told(arguments, found);
            report::fail("この版の読み手に示せない値が含まれるため、比較の結果を書き出しませんでした。");
            Exit::Refused
        }
        NotMade::Comparison(error @ ComparisonError::UnknownPreset(..)) => {
            report::fail(&error.to_string());
            Exit::Usage
        }
        NotMade::Comparison(error) => {
            report::fail(&error.to_string());
            Exit::Machine
        }
        NotMade::Write(error) => {
            report::fail(&error.to_string());
            Exit::Machine
        }
    }
}

/// Where a file goes.
struct Target {
    disk: Disk,
    /// Its path in the folder.
    path: String,
    /// The same for people.
    shown: String,
}

impl Target {
    fn of(folder: &Path, path: &str) -> Target {
        Target {
            disk: Disk::new(folder),
            path: path.to_owned(),
            shown: path.to_owned(),
        }
    }

    fn named(file: &Path) -> Target {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
        Target {
            disk: Disk::elsewhere(folder.unwrap_or(Path::new("."))),
            path: name,
            shown: file.display().to_string(),
        }
    }
}

fn write(arguments: &Arguments, options: &Diff, target: &Target, file: Released) -> Exit {
    let mut sources = SourceMap::default();
    let sealed = matches!(options.format, DiffFormat::Xlsx | DiffFormat::Docx) && !options.replace;
    if let Some(edited) = edited(&target.disk, &target.path, &mut sources).filter(|_| sealed) {
        report::hindrances(arguments, &[&edited], &sources);
        return Exit::Refused;
    }
    match output::write(&target.disk, &[file.named(&target.path)]) {
        Ok(()) => {
            report::say(arguments, &format!("比較の結果を書き出しました。\n  {}", target.shown));
            Exit::Done
        }
        Err(reason) => {
            report::fail(&reason);
            Exit::Machine
        }
    }
}

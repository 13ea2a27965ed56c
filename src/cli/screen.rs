//! `planc screen`: all applicants, for the people who select.

use super::arguments::{Arguments, Screen, ScreenFormat};
use super::edited::edited;
use super::{Exit, output, report};
use crate::compile::{self, Screened, Step};
use crate::diagnostic::{Code, Diagnostic, Edition, any_error};
use crate::release::Own;
use crate::screen::Obstacle;
use crate::world::Disk;
use crate::write::screening;

pub fn run(arguments: &Arguments, options: &Screen) -> Exit {
    let disk = Disk::new(&arguments.project);
    if options.format == ScreenFormat::Xlsx
        && let Err(exit) = output::recover(&disk)
    {
        return exit;
    }
    let mut screened = compile::screen(&disk, &report::progress);
    report::end_progress();
    let path = format!("output/screening/{}", screened.file_name());
    if options.format == ScreenFormat::Xlsx && !options.replace {
        let edited = edited(&disk, &path, &mut screened.sources);
        screened.diagnostics.extend(edited);
    }
    let diagnostics: Vec<&Diagnostic> = screened.diagnostics.iter().collect();
    report::hindrances(arguments, &diagnostics, &screened.sources);
    let done = match options.format {
        ScreenFormat::Text => answered(|| report::answer(&Own::Screening.answer(screening::text(&screened.screening)))),
        ScreenFormat::Json => {
            answered(|| report::answer_json(&Own::Screening.answer(screening::json(&screened.screening))))
        }
        ScreenFormat::Xlsx => write(arguments, &disk, &screened, path),
    };
    match done {
        Exit::Done if any_error(&screened.diagnostics, Edition::Draft) => Exit::Refused,
        exit => exit,
    }
}

fn answered(say: impl FnOnce()) -> Exit {
    say();
    Exit::Done
}

/// Writes the workbook, unless something that it shows cannot be read: the rest of the plan may still have errors.
fn write(arguments: &Arguments, disk: &Disk, screened: &Screened, path: String) -> Exit {
    if !screened.obstacles.is_empty() {
        report::fail(&refusal(screened));
        return Exit::Refused;
    }
    if screened.diagnostics.iter().any(|it| it.code == Code::EditedOutput) {
        return Exit::Refused;
    }
    report::progress(Step::Write);
    let written = compile::write_screening(screened).map_err(|error| error.to_string());
    let written = written.and_then(|file| output::write(disk, &[file.named(&path)]));
    report::end_progress();
    match written {
        Ok(()) => {
            let count = screened.screening.applicants().count();
            report::say(
                arguments,
                &format!("応募企業{count}社の選考資料を書き出しました。\n  {path}"),
            );
            Exit::Done
        }
        Err(reason) => {
            report::fail(&reason);
            Exit::Machine
        }
    }
}

fn refusal(screened: &Screened) -> String {
    let line = |it: &Obstacle| format!("  {}：{}", screened.sources.file(it.file).path, it.label);
    let lines: Vec<String> = screened.obstacles.iter().map(line).collect();
    format!(
        "選考に使う次の値を読めないため、何も書き出しませんでした。値を書くか、未定であれば {{ pending = \"理由\" }} と書いてください。\n{}",
        lines.join("\n")
    )
}

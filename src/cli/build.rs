//! `planc build`: the plan as Word and PDF.

use super::arguments::{Arguments, Build, FormatName};
use super::edited::edited;
use super::{Exit, output, report};
use crate::compile::{self, Checked, Format, Pages, Step};
use crate::diagnostic::{Edition, any_error, render};
use crate::document::Class;
use crate::edition::discloses;
use crate::release::Released;
use crate::world::{Disk, Once};
use crate::write::WriteError;

pub fn run(arguments: &Arguments, options: &Build) -> Exit {
    let wanted = options.wanted();
    let edition = wanted.edition;
    if options.rehearsal && edition != Edition::Public {
        report::fail("--rehearsal は、--edition public と合わせて使います。");
        return Exit::Usage;
    }
    let disk = Disk::new(&arguments.project);
    if let Some(company) = &wanted.company
        && let Err(reason) = compile::confirms(&disk, company)
    {
        report::fail(&reason);
        return Exit::Usage;
    }
    if let Err(exit) = output::recover(&disk) {
        return exit;
    }
    let formats = formats(options);
    if formats.is_empty() {
        report::fail("企業の確認用の個票は、docx と pdf で書き出します。--format には、そのどちらかを書いてください。");
        return Exit::Usage;
    }
    let folder = wanted.folder();
    let once = Once::open(&disk);
    let mut checked = compile::build(&once, wanted, &report::progress);
    if let Some(pages) = &checked.pages
        && formats.contains(&Format::Docx)
        && !options.replace
    {
        let path = path(&folder, pages, Format::Docx);
        let edited = edited(&disk, &path, &mut checked.sources);
        checked.diagnostics.extend(edited);
    }
    report::progress(Step::Write);
    let sound = !any_error(&checked.diagnostics, edition);
    let pages = checked.pages.as_ref().filter(|_| sound);
    let written = match pages.map(|pages| compile::write(pages, &formats)) {
        Some(Err(error)) => told(error, &mut checked),
        Some(Ok(files)) => Some(put(&disk, &folder, files)),
        None => None,
    };
    report::end_progress();
    report::changed_meanwhile(&once.changed());
    report::diagnostics(arguments, &checked, edition);
    close(arguments, &checked, edition, written)
}

/// Adds why the pages could not be written to what is told; gives back what is no fault of the sources.
fn told(error: WriteError, checked: &mut Checked) -> Option<Result<Vec<String>, String>> {
    let pages = checked.pages.as_ref()?;
    match compile::refused(error, pages, &checked.sources) {
        Ok(found) => {
            checked.diagnostics.extend(found);
            None
        }
        Err(error) => Some(Err(error.to_string())),
    }
}

/// Says how it ended.
fn close(
    arguments: &Arguments,
    checked: &Checked,
    edition: Edition,
    written: Option<Result<Vec<String>, String>>,
) -> Exit {
    let summary = render::summary(&checked.diagnostics, edition);
    match written {
        None => {
            report::say(
                arguments,
                &format!("{summary}。エラーがあるため、何も書き出しませんでした。"),
            );
            Exit::Refused
        }
        Some(Err(reason)) => {
            report::fail(&reason);
            Exit::Machine
        }
        Some(Ok(paths)) => {
            let what = if edition == Edition::Company {
                "企業の確認用の個票"
            } else {
                "計画"
            };
            let pages = checked.pages.as_ref().map_or(0, |pages| pages.layout.page_count());
            report::say(
                arguments,
                &format!("{summary}。{pages}ページの{what}を書き出しました。"),
            );
            paths
                .iter()
                .for_each(|path| report::say(arguments, &format!("  {path}")));
            Exit::Done
        }
    }
}

fn formats(options: &Build) -> Vec<Format> {
    let wanted = options.wanted();
    let mut formats: Vec<Format> = match options.format.is_empty() {
        false => options.format.iter().copied().map(FormatName::format).collect(),
        // The public gets no workbook of evidence unless somebody asks for one.
        true if discloses(wanted.edition) == Class::Public => vec![Format::Docx, Format::Pdf],
        true => vec![Format::Docx, Format::Pdf, Format::Xlsx],
    };
    // A company confirms its sheet: the evidence workbook is the prefecture's.
    formats.retain(|format| wanted.company.is_none() || *format != Format::Xlsx);
    formats.sort();
    formats.dedup();
    formats
}

fn path(folder: &str, pages: &Pages, format: Format) -> String {
    format!("{folder}/{}", format.file_name(pages.name()))
}

/// Puts the files in their folder, all or none.
fn put(disk: &Disk, folder: &str, files: Vec<Released>) -> Result<Vec<String>, String> {
    let files: Vec<Released> = files.into_iter().map(|file| file.below(folder)).collect();
    output::write(disk, &files)?;
    Ok(files.iter().map(|file| file.path().to_owned()).collect())
}

//! Folders and records of earlier versions of planc: they are checked, built, compared and verified as they are.
//!
//! `data/0.1.0/archive.zip` is the record that 0.1.0 packed of the sample as of 15 July.

use crate::command_line::planc;
use crate::project::{Folder, ROOT, sample};
use planc::archive::{Archive, project};
use planc::compile::{self, Format};
use planc::diagnostic::{Code, Edition, Severity, any_error};
use planc::world::Memory;
use std::path::Path;

const RECORDS: [&str; 1] = ["0.1.0"];

fn record(version: &str) -> Vec<u8> {
    std::fs::read(Path::new(ROOT).join(format!("tests/data/{version}/archive.zip"))).unwrap()
}

/// The project folder as it was when the record was packed.
fn folder(version: &str) -> Memory {
    let zip = record(version);
    project(&Archive::open(&zip).unwrap()).unwrap().unwrap()
}

#[test]
fn an_old_folder_is_checked_and_built_in_every_edition() {
    for version in RECORDS {
        let world = folder(version);
        for edition in [Edition::Draft, Edition::Briefing, Edition::Final] {
            let checked = compile::check(&world, edition, &|_| {});
            assert!(!any_error(&checked.diagnostics, edition), "{:#?}", checked.diagnostics);
            let built = compile::build(&world, edition, &|_| {});
            let pages = built.pages.unwrap_or_else(|| panic!("{:#?}", built.diagnostics));
            assert!(compile::write(&pages, &[Format::Docx, Format::Pdf]).is_ok());
        }
        // The nation had not published when the record was packed.
        let public = compile::check(&world, Edition::Public, &|_| {}).diagnostics;
        let errors = public
            .iter()
            .filter(|it| it.code.severity(Edition::Public) == Severity::Error);
        let expected = [Code::PendingValue, Code::BeforePublication];
        errors.for_each(|it| assert!(expected.contains(&it.code), "{it:#?}"));
    }
}

#[test]
fn an_old_record_is_verified_and_compared() {
    let now = Folder::of(&sample());
    for version in RECORDS {
        now.write("record.zip", &record(version));
        let verified = planc(&now, &["verify", "record.zip"]);
        assert_eq!(verified.status, 0, "{}{}", verified.out, verified.error);
        for edition in ["draft", "final", "public", "briefing"] {
            for words in [["record.zip", "."], [".", "record.zip"]] {
                let run = planc(&now, &[&["diff"], &words[..], &["--edition", edition]].concat());
                assert_eq!(run.status, 0, "{edition} {words:?} {}{}", run.out, run.error);
            }
        }
        let redline = ["diff", "record.zip", ".", "--format", "docx", "--style", "redline"];
        let run = planc(&now, &redline);
        assert_eq!(run.status, 0, "{}{}", run.out, run.error);
    }
}

#[test]
fn an_old_record_is_built_again_and_told_what_another_program_makes_of_it() {
    let now = Folder::of(&sample());
    for version in RECORDS {
        now.write("record.zip", &record(version));
        let run = planc(&now, &["verify", "--rebuild", "record.zip"]);
        assert_eq!(run.status, 1, "{}{}", run.out, run.error);
        // Said before anything is compared.
        let words = [
            "別のプログラムです",
            &format!("記録を作った planc：{version}\n  コミット：記録なし"),
        ];
        words.iter().for_each(|it| assert!(run.out.contains(it), "{}", run.out));
        // Pages may be set otherwise, no number that they say may be another.
        for name in ["03_地域産業クラスター計画.docx：", "03_地域産業クラスター計画.pdf："] {
            let line = run.error.lines().find(|it| it.contains(name));
            let words = ["体裁だけが違います", "文言が違います"];
            assert!(
                line.is_none_or(|line| words.iter().any(|it| line.contains(it))),
                "{}",
                run.error
            );
        }
        // What it was made from is not made.
        assert!(!run.error.contains("data/sources/"), "{}", run.error);
    }
}

//! Law 7: a build that fails leaves `output/` as it was; an edited Word file is never overwritten unasked.

use crate::command_line::planc;
#[cfg(unix)]
use crate::kills::as_anybody;
use crate::project::{Folder, replace, sample};
use std::io::{Cursor, Read, Write};

fn built() -> Folder {
    let folder = Folder::of(&sample());
    assert_eq!(planc(&folder, &["build"]).status, 0);
    folder
}

/// The path of the Word file that was built.
fn word_file(folder: &Folder) -> String {
    let files = folder.files("output");
    files
        .into_keys()
        .find(|path| path.ends_with(".docx"))
        .expect("a Word file")
}

/// The file with other words in its body, packed again as any program would.
pub fn edited(docx: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut entry = from.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == "word/document.xml" {
            let text = String::from_utf8(bytes).unwrap();
            bytes = text.replacen("熊本県", "肥後県", 1).into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn law_7_a_build_with_errors_leaves_output_as_it_was() {
    let folder = built();
    let before = folder.files("output");
    let mut broken = sample();
    replace(&mut broken, "sources/plan.toml", "stage = \"素案\"", "stage = \"草案\"");
    folder.write("sources/plan.toml", &broken.files["sources/plan.toml"]);
    let run = planc(&folder, &["build"]);
    assert_eq!(run.status, 1);
    assert!(run.out.contains("何も書き出しませんでした"), "{}", run.out);
    assert!(folder.files("output") == before);
}

#[test]
fn law_7_an_edited_word_file_is_not_overwritten_unasked() {
    let folder = built();
    let path = word_file(&folder);
    let before = folder.files("output");
    // Untouched: overwritten without a word.
    let again = planc(&folder, &["build", "--message-format", "json"]);
    assert_eq!(again.status, 0);
    assert!(!again.out.contains("edited-output"));
    assert!(folder.files("output") == before);
    // Edited: nothing is written, not the PDF either.
    folder.write(&path, &edited(&before[&path]));
    let held = folder.files("output");
    let refused = planc(&folder, &["build", "--message-format", "json"]);
    assert_eq!(refused.status, 1);
    let line = refused
        .out
        .lines()
        .find(|line| line.contains("edited-output"))
        .expect("the diagnostic");
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(
        (&line["path"], &line["line"], &line["column"]),
        (&path.clone().into(), &1.into(), &1.into())
    );
    assert_eq!(line["severity"], "error");
    assert!(folder.files("output") == held);
    // The PDF alone may be written: nobody edits it.
    assert_eq!(planc(&folder, &["build", "--format", "pdf"]).status, 0);
    assert!(folder.files("output") == held);
    assert_eq!(planc(&folder, &["build", "--replace"]).status, 0);
    assert!(folder.files("output") == before);
    // Something that is no Word file at all counts as edited too.
    folder.write(&path, b"not a zip");
    assert_eq!(planc(&folder, &["build"]).status, 1);
}

#[test]
fn law_7_what_cannot_be_written_is_said_and_leaves_nothing_behind() {
    let folder = Folder::of(&sample());
    // A file where the folder should be: nobody, not even root, can write below it.
    folder.write("output/draft", b"in the way");
    let run = planc(&folder, &["build"]);
    assert_eq!(run.status, 3, "{}{}", run.out, run.error);
    assert!(run.error.contains("書き込めませんでした"), "{}", run.error);
    assert_eq!(folder.files("output").into_keys().collect::<Vec<_>>(), ["output/draft"]);
}

#[cfg(unix)]
#[test]
fn law_7_a_read_only_output_folder_is_said_and_leaves_nothing_behind() {
    use std::os::unix::fs::PermissionsExt;
    let folder = built();
    let before = folder.files("output");
    let output = folder.path().join("output/draft");
    let mode = |mode| std::fs::set_permissions(&output, std::fs::Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    let run = as_anybody(&folder, &["build"]);
    mode(0o755);
    assert_eq!(run.status, 3);
    assert!(run.error.contains("書き込めませんでした"), "{}", run.error);
    assert!(folder.files("output") == before);
}

#[test]
fn law_7_no_file_beside_its_place_is_left_when_a_later_one_cannot_take_its_place() {
    let folder = built();
    let path = word_file(&folder).replace(".docx", ".pdf");
    std::fs::remove_file(folder.path().join(&path)).unwrap();
    folder.write(&format!("{path}/inside"), b"a folder where the PDF should be");
    let run = planc(&folder, &["build"]);
    assert_eq!(run.status, 3, "{}{}", run.out, run.error);
    let names: Vec<String> = folder.files("output").into_keys().collect();
    assert!(names.iter().all(|name| !name.contains(".tmp")), "{names:?}");
}

//! What the build script tells the program of its sources: the same digest wherever they lie, and the commit as git has it.

#[path = "../build.rs"]
#[expect(dead_code, reason = "only cargo runs it as a whole")]
mod script;

use crate::diff::git;
use crate::leak::parts_of;
use crate::project::{Folder, built_sample};
use planc::archive::{digest, render_sums};
use planc::package::Program;
use script::{commit, sources};

const SOURCES: [(&str, &str); 5] = [
    ("Cargo.lock", "lock"),
    ("Cargo.toml", "package"),
    ("build.rs", "script"),
    ("plan-templates/cluster/a.md", "template"),
    ("src/lib.rs", "code"),
];

fn folder() -> Folder {
    let folder = Folder::empty();
    for (path, text) in SOURCES {
        folder.write(path, text.as_bytes());
    }
    folder.write("README.md", b"no source");
    folder.write("src/.lib.rs.swp", b"left behind by an editor");
    folder
}

#[test]
fn the_digest_is_that_of_a_list_of_checksums() {
    let sums = SOURCES.map(|(path, text)| (digest(text.as_bytes()), path));
    let list = render_sums(sums.iter().map(|(digest, path)| (&**digest, *path)));
    for folder in [folder(), folder()] {
        assert_eq!(sources(folder.path()).unwrap(), digest(list.as_bytes()));
        folder.write("src/more.rs", b"");
        assert_ne!(sources(folder.path()).unwrap(), digest(list.as_bytes()));
    }
}

#[test]
fn the_commit_is_marked_where_sources_were_changed() {
    let folder = folder();
    assert_eq!(commit(folder.path()), None);
    git(&folder, &["init", "-q"]);
    assert_eq!(commit(folder.path()), None);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "all"]);
    let clean = commit(folder.path()).unwrap();
    assert!(
        clean.len() == 40 && clean.bytes().all(|it| it.is_ascii_hexdigit()),
        "{clean}"
    );
    folder.write("README.md", b"changed");
    assert_eq!(commit(folder.path()), Some(clean.clone()));
    let marked = Some(format!("{clean}＋変更"));
    folder.write("src/new.rs", b"");
    assert_eq!(commit(folder.path()), marked);
    git(&folder, &["add", "src/new.rs"]);
    assert_eq!(commit(folder.path()), marked);
    // The repository of something else says nothing of a copy within it.
    folder.write("copy/src/lib.rs", b"code");
    assert_eq!(commit(&folder.path().join("copy")), None);
}

#[test]
fn documents_name_the_release_alone() {
    let this = Program::this();
    let built = built_sample();
    let app = String::from_utf8_lossy(&parts_of(&built.docx)["docProps/app.xml"]).into_owned();
    let name = format!("planc {}", this.release);
    assert!(app.contains(&format!("<Application>{name}</Application>")), "{app}");
    let pdf = lopdf::Document::load_mem(&built.pdf).unwrap();
    let information = pdf.trailer.get(b"Info").and_then(|it| pdf.dereference(it)).unwrap().1;
    let creator = information.as_dict().and_then(|it| it.get(b"Creator")).unwrap();
    assert_eq!(planc::papers::meanings::text_string(creator.as_str().unwrap()), name);
}

//! The prefecture's own record of a package: all of it, with what it was made from, as a bag (RFC 8493).

use super::program::Program;
use crate::archive::{Bag, BagInfo, Files, digest};
use crate::diagnostic::Edition;
use crate::release::{Own, Released};
use crate::world::{DEEPEST, FONTS, ReadError, VERSIONS, World, makes_the_plan};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where the record says what made it.
pub const ABOUT: &str = "planc.json";
/// The folders that a package is made from.
const FOLDERS: [&str; 2] = ["sources", "plan-templates"];

/// What made a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The form of this file.
    pub format: u32,
    /// The program.
    #[serde(flatten)]
    pub program: Program,
    /// The edition.
    pub edition: String,
    /// The zip file that is handed in or published; records of planc 0.1.0 do not tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<Package>,
}

/// The zip file that is handed in or published, of what the record holds of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its SHA-256.
    pub sha256: String,
}

impl About {
    /// Of an edition that a program makes.
    pub fn of(edition: Edition, program: Program, package: &Released) -> Self {
        About {
            format: 1,
            program,
            edition: edition.name().to_owned(),
            package: Some(Package {
                name: package.path().to_owned(),
                sha256: digest(package.bytes()),
            }),
        }
    }

    /// The edition, if it is one that is packed.
    pub fn edition(&self) -> Option<Edition> {
        let packed = [Edition::Final, Edition::Public];
        packed.into_iter().find(|it| it.name() == self.edition)
    }

    fn text(&self) -> Vec<u8> {
        (serde_json::to_string_pretty(self).unwrap_or_default() + "\n").into_bytes()
    }
}

/// What the description of a bag says.
pub struct Described<'a> {
    /// The folder of the bag, which is the name of its zip file without the ending.
    pub folder: &'a str,
    /// The title of the plan and the edition.
    pub title: &'a str,
    /// The department.
    pub department: &'a str,
    /// The date of the edition.
    pub date: Date,
    /// The edition.
    pub edition: Edition,
    /// The zip file that is handed in or published, under its name.
    pub package: &'a Released,
    /// The program that makes it.
    pub program: &'a Program,
}

/// The folder of what is kept back.
pub const KEPT: &str = "県保管";

/// The folder of what is handed in or published.
pub fn handed_in_folder(edition: Edition) -> &'static str {
    match edition {
        Edition::Public => "公表物",
        Edition::Draft | Edition::Company | Edition::Briefing | Edition::Final => "提出物",
    }
}

/// The files of a record: those handed in, those kept back, and those that everything was made from.
pub fn bag(
    described: &Described<'_>,
    handed_in: Vec<Released>,
    kept: Vec<Released>,
    made_from: Files,
) -> Vec<Released> {
    let below =
        |folder: &'static str| move |file: Released| (format!("{folder}/{}", file.path()), file.bytes().to_vec());
    let program = described.program.clone();
    let about = About::of(described.edition, program, described.package);
    let about = (ABOUT.to_owned(), about.text());
    let payload = handed_in.into_iter().map(below(handed_in_folder(described.edition)));
    let payload = payload
        .chain(kept.into_iter().map(below(KEPT)))
        .chain(made_from)
        .chain([about]);
    let info: BagInfo = vec![
        ("Source-Organization", described.department.to_owned()),
        ("External-Description", described.title.to_owned()),
        ("Bagging-Date", described.date.to_string()),
        ("Bag-Software-Agent", format!("planc {}", described.program.release)),
    ];
    let bag = Bag {
        folder: described.folder.to_owned(),
        info,
        payload: payload.collect(),
    };
    let own = |(path, bytes)| Released::own(Own::Record, path, bytes);
    bag.files().into_iter().map(own).collect()
}

/// Everything that a package is made from, sorted by path: the sources, the templates, what earlier public editions
/// printed; with it `own`, what the package itself prints of a public edition. What systems and editors leave behind is
/// none of it.
///
/// # Errors
/// The path of a file that cannot be read, and why.
pub fn made_from(world: &dyn World, own: Option<Released>) -> Result<Files, (String, ReadError)> {
    let mut paths = Vec::new();
    for folder in FOLDERS {
        collect(world, folder, DEEPEST, &mut paths)?;
    }
    collect(world, VERSIONS, 0, &mut paths)?;
    let is_own = |path: &String| own.as_ref().is_some_and(|own| own.path() == path);
    paths.retain(|path| makes_the_plan(path) && !is_own(path));
    let read = |path: String| match world.read(&path) {
        Ok(bytes) => Ok((path, bytes)),
        Err(error) => Err((path, error)),
    };
    let mut files: Files = paths.into_iter().map(read).collect::<Result<_, _>>()?;
    files.extend(own.map(|it| (it.path().to_owned(), it.bytes().to_vec())));
    files.sort();
    Ok(files)
}

fn collect(world: &dyn World, folder: &str, depth: usize, to: &mut Vec<String>) -> Result<(), (String, ReadError)> {
    let names = world.list(folder).map_err(|error| (folder.to_owned(), error))?;
    for name in names.iter().filter(|name| !is_left_behind(name)) {
        let path = format!("{folder}/{name}");
        match world.size(&path) {
            Ok(_) => to.push(path),
            Err(ReadError::Outside) => return Err((path, ReadError::Outside)),
            Err(_) if path == FONTS || depth == 0 => {}
            Err(_) => collect(world, &path, depth - 1, to)?,
        }
    }
    Ok(())
}

/// What systems and editors put beside files.
fn is_left_behind(name: &str) -> bool {
    let hidden = name.starts_with('.') || name.starts_with("~$") || name.ends_with('~');
    hidden
        || ["Thumbs.db", "desktop.ini"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(name))
}

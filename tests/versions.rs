//! Three versions of the sample, as a plan goes through an office: 素案 第1版, 素案 第2版, 提出版.
//!
//! A file of `cases/versions/` lists what changes from one version to the next: in `file`, what stands at `find`
//! becomes `replace`.

use crate::project::{ROOT, replace, sample};
use planc::world::Memory;
use std::path::Path;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    change: Vec<Change>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    file: String,
    find: String,
    replace: String,
}

/// The three versions, in order.
pub fn worlds() -> [Memory; 3] {
    let first = sample();
    let second = changed(&first, "1-draft-2.toml");
    let last = changed(&second, "2-final.toml");
    [first, second, last]
}

fn changed(before: &Memory, name: &str) -> Memory {
    let path = Path::new(ROOT).join("tests/cases/versions").join(name);
    let version: Version = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut world = before.clone();
    for change in version.change {
        replace(
            &mut world,
            &format!("sources/{}", change.file),
            &change.find,
            &change.replace,
        );
    }
    world
}

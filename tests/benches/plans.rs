//! Plans of any size, for the benches.

use planc::world::{Disk, Memory, World};
use std::path::Path;

/// The project of this repository, in memory.
pub fn project() -> Memory {
    let disk = Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")));
    let mut memory = Memory::default();
    for folder in ["sources", "plan-templates/cluster"] {
        copy(&disk, folder, &mut memory);
    }
    memory
}

fn copy(disk: &Disk, path: &str, memory: &mut Memory) {
    if let Ok(bytes) = disk.read(path) {
        memory.files.insert(path.to_owned(), bytes);
        return;
    }
    for name in disk.list(path).expect("a folder") {
        copy(disk, &format!("{path}/{name}"), memory);
    }
}

/// The sample's companies again and again, each time under other names and numbers; `selected` as in the sample, or none
/// of the others.
pub fn enlarge(sample: &Memory, many: usize, selected: bool) -> Memory {
    let mut large = sample.clone();
    let companies: Vec<(&String, &Vec<u8>)> = sample
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("sources/companies/"))
        .collect();
    for number in companies.len()..many {
        let (path, text) = companies[number % companies.len()];
        let text = std::str::from_utf8(text).expect("text");
        let line = |line: &str| match line.split_once(" = ") {
            Some(("corporate_number", _)) => format!("corporate_number = \"{}\"\n", corporate_number(number)),
            Some((key @ ("name" | "short_name"), value)) => {
                format!("{key} = {}{number}\"\n", value.trim_end_matches('"'))
            }
            Some(("status", _)) if !selected => "status = \"applied\"\n".to_owned(),
            Some(_) | None => format!("{line}\n"),
        };
        let text: String = text.lines().map(line).collect();
        let path = path.replace(".toml", &format!("-{number}.toml"));
        large.files.insert(path, text.into_bytes());
    }
    large
}

/// A number of a registry that does not exist, with its check digit.
fn corporate_number(number: usize) -> String {
    let rest = format!("9999{:08}", 10_000 + number);
    let digits = rest.bytes().rev().enumerate();
    let sum: usize = digits
        .map(|(place, digit)| usize::from(digit - b'0') * (1 + place % 2))
        .sum();
    format!("{}{rest}", 9 - sum % 9)
}

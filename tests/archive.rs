//! Zip files read as if by an enemy: what nobody packed in good faith is refused before anything is unpacked.

use planc::archive::{Archive, Packing, Reason, pack, project};
use planc::world::{Memory, World};
use proptest::prelude::*;
use std::io::{Cursor, Read, Write};

/// An entry as its records tell it, whether or not that is true.
#[derive(Clone)]
pub struct Raw {
    pub name: Vec<u8>,
    pub local_name: Option<Vec<u8>>,
    pub flags: u16,
    pub method: u16,
    pub checksum: u32,
    pub size: u32,
    pub mode: u32,
    pub data: Vec<u8>,
    /// Where the list says that the entry stands, if not where it does.
    pub at: Option<u32>,
}

/// A stored file.
pub fn file(name: &str, data: &[u8]) -> Raw {
    Raw {
        name: name.as_bytes().to_vec(),
        local_name: None,
        flags: 1 << 11,
        method: 0,
        checksum: crc32fast::hash(data),
        size: data.len() as u32,
        mode: 0o100_644,
        data: data.to_vec(),
        at: None,
    }
}

fn fields(to: &mut Vec<u8>, fields: &[(u32, usize)]) {
    for (value, bytes) in fields {
        to.extend(&value.to_le_bytes()[..*bytes]);
    }
}

/// A zip file of entries, written byte by byte; `hidden` stands before the list.
pub fn raw_zip(entries: &[Raw], hidden: &[u8]) -> Vec<u8> {
    let (mut zip, mut list) = (Vec::new(), Vec::new());
    for entry in entries {
        let at = entry.at.unwrap_or(zip.len() as u32);
        let name = entry.local_name.as_ref().unwrap_or(&entry.name);
        let about = [
            (20, 2),
            (entry.flags.into(), 2),
            (entry.method.into(), 2),
            (0x5ced_0000, 4),
            (entry.checksum, 4),
            (entry.data.len() as u32, 4),
            (entry.size, 4),
        ];
        fields(&mut zip, &[(0x0403_4b50, 4)]);
        fields(&mut zip, &about);
        fields(&mut zip, &[(name.len() as u32, 2), (0, 2)]);
        zip.extend(name);
        zip.extend(&entry.data);
        fields(&mut list, &[(0x0201_4b50, 4), (3 << 8, 2)]);
        fields(&mut list, &about);
        fields(
            &mut list,
            &[
                (entry.name.len() as u32, 2),
                (0, 4),
                (0, 4),
                (entry.mode << 16, 4),
                (at, 4),
            ],
        );
        list.extend(&entry.name);
    }
    zip.extend(hidden);
    let (start, count) = (zip.len() as u32, entries.len() as u32);
    zip.extend(&list);
    fields(&mut zip, &[(0x0605_4b50, 4), (0, 4), (count, 2), (count, 2)]);
    fields(&mut zip, &[(list.len() as u32, 4), (start, 4), (0, 2)]);
    zip
}

fn refusal(zip: &[u8]) -> Option<(Option<String>, Reason)> {
    let archive = match Archive::open(zip) {
        Err(fault) => return Some((fault.entry, fault.reason)),
        Ok(archive) => archive,
    };
    let mut read = archive.entries().iter().map(|entry| archive.read(entry));
    let fault = read.find_map(Result::err)?;
    Some((fault.entry, fault.reason))
}

#[test]
fn a_zip_of_good_faith_reads_back_whoever_packed_it() {
    let files = [("01_送付状.txt", &b"one"[..]), ("a/b", b""), ("a/c", &[7; 100_000])];
    for packing in [Packing::Stored, Packing::Deflated] {
        let zip = pack(files, packing, None).unwrap();
        let archive = Archive::open(&zip).unwrap();
        let read: Vec<_> = archive
            .entries()
            .iter()
            .map(|it| (&*it.path, archive.read(it).unwrap()))
            .collect();
        assert_eq!(read, files.map(|(path, bytes)| (path, bytes.to_vec())));
    }
    assert_eq!(
        refusal(&raw_zip(&[file("a", b"x"), file("b/", b""), file("b/c", b"y")], b"")),
        None
    );
    // Sizes behind the data, as programs write that do not look back.
    let mut stream = zip::ZipWriter::new_stream(Vec::new());
    stream
        .start_file("a", zip::write::SimpleFileOptions::default())
        .unwrap();
    stream.write_all(b"streamed").unwrap();
    assert_eq!(refusal(&stream.finish().unwrap().into_inner()), None);
}

#[test]
fn zips_are_written_with_utf_8_names_fixed_times_and_nothing_else() {
    let date = jiff::civil::date(2026, 7, 15);
    let zip = pack([("01_送付状.txt", &b"one"[..])], Packing::Stored, Some(date)).unwrap();
    assert_eq!(
        zip,
        pack([("01_送付状.txt", &b"one"[..])], Packing::Stored, Some(date)).unwrap()
    );
    let mut read = zip::ZipArchive::new(Cursor::new(&zip)).unwrap();
    let mut entry = read.by_index(0).unwrap();
    let time = entry.last_modified().unwrap();
    assert_eq!((time.year(), time.month(), time.day(), time.hour()), (2026, 7, 15, 0));
    assert!(entry.extra_data().as_deref().is_none_or(<[u8]>::is_empty));
    assert_eq!(entry.name().unwrap(), "01_送付状.txt");
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"one");
    // Bit 11 of the flags: the name is UTF-8.
    assert_eq!(zip[7] & 8, 8);
}

#[test]
fn what_nobody_packs_in_good_faith_is_refused() {
    let good = file("a", b"x");
    let named = |name: &str| file(name, b"x");
    let changed = |change: &dyn Fn(&mut Raw)| {
        let mut entry = good.clone();
        change(&mut entry);
        vec![entry]
    };
    let cases: Vec<(Vec<Raw>, Reason)> = vec![
        (vec![named("../a")], Reason::Path),
        (vec![named("a/../../b")], Reason::Path),
        (vec![named("/etc/passwd")], Reason::Path),
        (vec![named("C:\\a")], Reason::Path),
        (vec![named("a\\b")], Reason::Path),
        (vec![named("a\0b")], Reason::Path),
        (vec![named("")], Reason::Path),
        (vec![named("a//b")], Reason::Path),
        (vec![named("folder/")], Reason::Path),
        (vec![good.clone(), good.clone()], Reason::Duplicate),
        (vec![named("A"), good.clone()], Reason::Duplicate),
        (vec![named("が"), named("か\u{3099}")], Reason::Duplicate),
        (changed(&|it| it.mode = 0o120_777), Reason::Link),
        (changed(&|it| it.mode = 0o020_666), Reason::Link),
        (changed(&|it| it.flags |= 1), Reason::Encrypted),
        (changed(&|it| it.method = 12), Reason::Method),
        (changed(&|it| it.name = vec![0x93, 0xfa]), Reason::NotUtf8),
        (
            changed(&|it| it.local_name = Some(b"b".to_vec())),
            Reason::Contradiction,
        ),
        (changed(&|it| it.checksum ^= 1), Reason::Damaged),
        (changed(&|it| it.size = 2), Reason::Contradiction),
        (changed(&|it| it.size = 300 << 20), Reason::TooLarge),
        (changed(&|it| (it.method, it.size) = (8, 200 << 20)), Reason::Bomb),
        (changed(&|it| it.at = Some(1)), Reason::Contradiction),
        (changed(&|it| it.at = Some(u32::MAX)), Reason::Contradiction),
        (
            vec![
                good.clone(),
                Raw {
                    at: Some(0),
                    ..named("b")
                },
            ],
            Reason::Contradiction,
        ),
    ];
    for (index, (entries, reason)) in cases.iter().enumerate() {
        let found = refusal(&raw_zip(entries, b""));
        assert_eq!(found.map(|it| it.1), Some(*reason), "case {index}");
    }
    assert_eq!(
        refusal(&raw_zip(&[good.clone()], b"hidden")),
        Some((None, Reason::Hidden))
    );
    let mut before = b"#!/bin/sh\n".to_vec();
    before.extend(raw_zip(&[good.clone()], b""));
    assert_eq!(refusal(&before), Some((None, Reason::Hidden)));
    assert_eq!(refusal(b""), Some((None, Reason::NotZip)));
    assert_eq!(refusal(&[0; 100]), Some((None, Reason::NotZip)));
    let whole = raw_zip(&[good], b"");
    assert_eq!(refusal(&whole[..whole.len() - 1]), Some((None, Reason::NotZip)));
}

#[test]
fn a_bomb_is_refused_by_its_own_words_and_one_that_lies_is_not_unpacked() {
    let zeros = vec![0; 64 << 20];
    let bomb = pack([("a", &*zeros)], Packing::Deflated, None).unwrap();
    assert!(bomb.len() < 100_000);
    assert_eq!(refusal(&bomb), Some((Some("a".to_owned()), Reason::Bomb)));
    // The same declared as ten bytes, in both records.
    let mut forged = bomb.clone();
    let size = (zeros.len() as u32).to_le_bytes();
    let places: Vec<usize> = forged
        .windows(4)
        .enumerate()
        .filter(|(_, it)| *it == size)
        .map(|it| it.0)
        .collect();
    for at in places {
        forged[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    assert_eq!(refusal(&forged), Some((Some("a".to_owned()), Reason::Damaged)));
    // Many large entries together.
    let many: Vec<Raw> = (0..12)
        .map(|index| Raw {
            method: 8,
            size: 200 << 20,
            data: vec![0; 1 << 20],
            ..file(&format!("{index}"), b"")
        })
        .collect();
    assert_eq!(refusal(&raw_zip(&many, b"")).map(|it| it.1), Some(Reason::TooLarge));
}

#[test]
fn more_entries_than_anybody_packs_are_refused_before_they_are_looked_at() {
    let entries: Vec<Raw> = (0..20_001).map(|index| file(&format!("{index}"), b"")).collect();
    assert_eq!(refusal(&raw_zip(&entries, b"")), Some((None, Reason::TooMany)));
    assert_eq!(refusal(&raw_zip(&entries[1..], b"")), None);
    // A million are told of in records of another form (zip64).
    let mut million = raw_zip(&entries[..1], b"");
    let end = million.len() - 22;
    million[end + 8..end + 12].copy_from_slice(&[0xff; 4]);
    assert_eq!(refusal(&million), Some((None, Reason::Form)));
}

#[test]
fn a_project_folder_is_read_from_wherever_in_a_zip_it_lies() {
    let files = [
        ("sources/plan.toml", &b"plan"[..]),
        ("sources/fields/a.toml", b"field"),
        ("plan-templates/cluster/plan.typ", b"typst"),
        ("README.md", b"not of the plan"),
    ];
    for root in ["", "folder/", "計画/data/"] {
        let placed: Vec<(String, &[u8])> = files.map(|(path, bytes)| (format!("{root}{path}"), bytes)).to_vec();
        let zip = pack(
            placed.iter().map(|(path, bytes)| (&**path, *bytes)),
            Packing::Stored,
            None,
        )
        .unwrap();
        let world: Memory = project(&Archive::open(&zip).unwrap()).unwrap().expect("a plan");
        assert_eq!(world.files.len(), 3, "{root}");
        assert_eq!(world.read("sources/fields/a.toml").unwrap(), b"field");
    }
    let zip = pack([("a", &b"b"[..])], Packing::Stored, None).unwrap();
    assert!(project(&Archive::open(&zip).unwrap()).unwrap().is_none());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever is changed, reading neither panics nor gives more than was declared.
    #[test]
    fn any_bytes_are_read_or_refused(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), cut in any::<prop::sample::Index>(), deflated in any::<bool>()) {
        let packing = if deflated { Packing::Deflated } else { Packing::Stored };
        let mut zip = pack([("a/b.txt", &b"some words, some words"[..]), ("c", b"more")], packing, None).unwrap();
        for (at, byte) in changes {
            let at = at.index(zip.len());
            zip[at] = byte;
        }
        let end = if cut.index(4) == 0 { cut.index(zip.len()) } else { zip.len() };
        if let Ok(archive) = Archive::open(&zip[..end]) {
            for entry in archive.entries() {
                if let Ok(bytes) = archive.read(entry) {
                    prop_assert_eq!(bytes.len() as u64, entry.size);
                }
            }
        }
    }
}

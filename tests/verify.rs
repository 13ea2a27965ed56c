//! `verify`: any file changed, added or removed is told of by its name, and nothing else is.

use planc::archive::{Archive, Bag, Packing, SUMS, digest, pack, render_sums};
use planc::package::{CHECK_WORDS, DifferenceKind, Listed, Verified, ZipKind, check_words, verify};
use proptest::prelude::*;

/// The files of a zip file in their order.
pub type Files = Vec<(String, Vec<u8>)>;

/// The files of a zip file.
pub fn unpacked(zip: &[u8]) -> Files {
    let archive = Archive::open(zip).unwrap();
    let entries = archive.entries().iter();
    entries.map(|it| (it.path.clone(), archive.read(it).unwrap())).collect()
}

/// A zip file of these files.
pub fn packed(files: &Files) -> Vec<u8> {
    let files = files.iter().map(|(path, bytes)| (&**path, &**bytes));
    pack(files, Packing::Stored, None).unwrap()
}

fn some_files() -> Files {
    [
        ("01_送付状.pdf", &b"letter"[..]),
        ("06_応募申請書/01_甲/様式1.pdf", b"form"),
        ("07_空.txt", b""),
    ]
    .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
    .to_vec()
}

/// A package of some files.
pub fn package() -> Files {
    let mut files = some_files();
    let digests: Vec<String> = files.iter().map(|(_, bytes)| digest(bytes)).collect();
    let listed = files.iter().zip(&digests).map(|((path, bytes), digest)| Listed {
        path,
        size: bytes.len() as u64,
        digest,
    });
    let words = check_words(&listed.collect::<Vec<_>>());
    files.push((CHECK_WORDS.to_owned(), words));
    hashed(files)
}

/// A package with a list of the checksums of its files.
fn hashed(mut files: Files) -> Files {
    let sums: Vec<(String, String)> = files
        .iter()
        .map(|(path, bytes)| (digest(bytes), path.clone()))
        .collect();
    let sums = render_sums(sums.iter().map(|(digest, path)| (&**digest, &**path)));
    files.push((SUMS.to_owned(), sums.into_bytes()));
    files
}

fn bag() -> Files {
    let handed_in = package().into_iter();
    let handed_in = handed_in.map(|(path, bytes)| (format!("提出物/{path}"), bytes));
    let about = b"{\"format\":1,\"planc\":\"0.1.0\",\"edition\":\"final\"}";
    let bag = Bag {
        folder: "記録".to_owned(),
        info: vec![("Bagging-Date", "2026-07-15".to_owned())],
        payload: handed_in.chain([("planc.json".to_owned(), about.to_vec())]).collect(),
    };
    bag.files()
}

/// The paths that are told of, each with what is said of it.
pub fn told(zip: &[u8]) -> Vec<(String, DifferenceKind)> {
    let Verified { differences, .. } = verify(zip).unwrap();
    differences.into_iter().map(|it| (it.path, it.kind)).collect()
}

#[test]
fn a_file_beside_the_folder_of_a_bag_is_told_of_by_its_name() {
    for name in ["extra.txt", "another/bagit.txt", "~/あとがき.txt"] {
        let mut files = bag();
        files.push((name.to_owned(), b"x".to_vec()));
        assert!(told(&packed(&files)).contains(&(name.to_owned(), DifferenceKind::Added)));
    }
}

#[test]
fn what_was_packed_is_as_it_was_packed() {
    for (files, kind) in [(package(), ZipKind::Package), (bag(), ZipKind::Archive)] {
        let verified = verify(&packed(&files)).unwrap();
        assert_eq!((verified.kind, verified.files), (kind, files.len()));
        assert_eq!((verified.differences, verified.packed_again), (vec![], vec![]));
    }
}

/// Any single file changed, removed or added is told of by its name.
pub fn assert_told_by_name(files: &Files) {
    for index in 0..files.len() {
        let path = files[index].0.clone();
        let about = |found: &[(String, DifferenceKind)]| {
            // A list of checksums that was changed shows in the files that it names.
            let list = path.ends_with(SUMS) || path.contains("manifest-sha256");
            assert!(!found.is_empty(), "{path}");
            assert!(list || found.iter().any(|it| it.0 == path), "{path}: {found:?}");
        };
        let mut changed = files.clone();
        match changed[index].1.first_mut() {
            Some(byte) => *byte ^= 1,
            None => changed[index].1.push(b'x'),
        }
        about(&told(&packed(&changed)));
        let mut longer = files.clone();
        longer[index].1.push(b'\n');
        about(&told(&packed(&longer)));
        let mut without = files.clone();
        without.remove(index);
        let found = told(&packed(&without));
        assert!(
            found.iter().any(|it| *it == (path.clone(), DifferenceKind::Missing)),
            "{path}: {found:?}"
        );
        let mut with = files.clone();
        let added = format!("{path}.txt");
        with.insert(index, (added.clone(), b"new".to_vec()));
        assert!(told(&packed(&with)).contains(&(added, DifferenceKind::Added)));
        let mut renamed = files.clone();
        renamed[index].0 = format!("{path}.old");
        let found = told(&packed(&renamed));
        assert!(
            found.contains(&(path.clone(), DifferenceKind::Missing)),
            "{path}: {found:?}"
        );
    }
}

#[test]
fn a_single_file_changed_removed_or_added_is_told_of_by_its_name() {
    assert_told_by_name(&package());
    assert_told_by_name(&bag());
}

/// The zip file of fixed files, by its checksum: no later version of planc, nor of what it packs with, writes another.
#[test]
fn the_form_of_a_zip_file_never_changes() {
    let files = package();
    let files = files.iter().map(|(path, bytes)| (&**path, &**bytes));
    let date = "2026-07-15".parse().ok();
    let zip = pack(files, Packing::Stored, date).unwrap();
    assert_eq!(
        digest(&zip),
        "12661b5c5d83eef8733393f8cc2f0712811ea7031cf14172161f6551046a3acc"
    );
}

#[test]
fn lists_that_were_made_again_for_other_files_are_told_of() {
    let without = |at: usize| {
        let mut files = package();
        files.pop();
        files.remove(at);
        hashed(files)
    };
    for at in 0..3 {
        assert_eq!(
            told(&packed(&without(at))),
            [(CHECK_WORDS.to_owned(), DifferenceKind::List)]
        );
    }
    assert_eq!(
        told(&packed(&without(3))),
        [(CHECK_WORDS.to_owned(), DifferenceKind::Missing)]
    );
    let mut changed = package();
    changed.pop();
    changed[0].1 = b"LETTER".to_vec();
    assert_eq!(
        told(&packed(&hashed(changed))),
        [(CHECK_WORDS.to_owned(), DifferenceKind::List)]
    );
    let list_alone = vec![(SUMS.to_owned(), Vec::new())];
    assert!(told(&packed(&list_alone)).contains(&(SUMS.to_owned(), DifferenceKind::List)));
}

#[test]
fn names_that_planc_gives_no_file_are_told_of_however_they_are_listed() {
    for name in [
        "00_差替え.exe",
        "99_差替え.exe",
        "差替え.pdf",
        "CON.txt",
        "09_\u{202E}fdp.pdf",
        "09_\u{200B}.pdf",
        "09_か\u{3099}.pdf",
        "09_a./b.pdf",
    ] {
        let mut files = package();
        files.pop();
        files.push((name.to_owned(), b"MZ".to_vec()));
        let composed: String = unicode_normalization::UnicodeNormalization::nfc(name).collect();
        let found = told(&packed(&hashed(files)));
        let is_name = |it: &(String, DifferenceKind)| it.0 == composed && it.1 != DifferenceKind::Changed;
        assert!(found.iter().any(is_name), "{name}: {found:?}");
    }
}

#[test]
fn the_same_files_packed_again_are_told_as_that() {
    let files = package();
    let again = files.iter().map(|(path, bytes)| (&**path, &**bytes));
    let zip = pack(again, Packing::Deflated, None).unwrap();
    let verified = verify(&zip).unwrap();
    assert_eq!(verified.differences, []);
    assert!(!verified.packed_again.is_empty());
    assert!(verified.packed_again.iter().all(|it| it.field.is_harmless()));
}

#[test]
fn names_of_a_hostile_zip_do_not_move_the_cursor() {
    let mut files = package();
    files.push(("\u{1b}[2J".to_owned(), Vec::new()));
    let verified = verify(&packed(&files)).unwrap();
    assert_eq!(
        verified.differences[0].to_string(),
        "\\u{1b}[2J：後から加えられています"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever bytes of the zip file change, no file comes out changed without being told of.
    #[test]
    fn no_change_of_bytes_passes_with_other_files(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), bagged in any::<bool>()) {
        let files = if bagged { bag() } else { package() };
        let mut zip = packed(&files);
        for (at, byte) in changes {
            let at = at.index(zip.len());
            zip[at] = byte;
        }
        if let Ok(verified) = verify(&zip)
            && verified.differences.is_empty()
        {
            let mut left: Files = unpacked(&zip);
            left.sort();
            let mut before = files;
            before.sort();
            prop_assert_eq!(left, before);
        }
    }
}

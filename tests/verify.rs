//! `verify`: any file changed, added or removed is told of by its name, and nothing else is.

use planc::archive::{Archive, Bag, Packing, SUMS, digest, pack, render_sums};
use planc::package::{DifferenceKind, Verified, ZipKind, verify};
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
    pack(files, Packing::Deflated, None).unwrap()
}

fn some_files() -> Files {
    [
        ("01_送付状.pdf", &b"letter"[..]),
        ("06_応募申請書/01_甲/様式1.pdf", b"form"),
        ("empty.txt", b""),
    ]
    .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
    .to_vec()
}

fn package() -> Files {
    let mut files = some_files();
    let sums: Vec<(String, String)> = files
        .iter()
        .map(|(path, bytes)| (digest(bytes), path.clone()))
        .collect();
    let sums = render_sums(sums.iter().map(|(digest, path)| (&**digest, &**path)));
    files.push((SUMS.to_owned(), sums.into_bytes()));
    files
}

fn bag() -> Files {
    let bag = Bag {
        folder: "記録".to_owned(),
        info: vec![("Bagging-Date", "2026-07-15".to_owned())],
        payload: some_files(),
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
        assert_eq!(told(&packed(&files)), [(name.to_owned(), DifferenceKind::Added)]);
    }
}

#[test]
fn what_was_packed_is_as_it_was_packed() {
    for (files, kind) in [(package(), ZipKind::Package), (bag(), ZipKind::Archive)] {
        let verified = verify(&packed(&files)).unwrap();
        assert_eq!((verified.kind, verified.files), (kind, files.len()));
        assert_eq!(verified.differences, []);
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
        assert_eq!(told(&packed(&with)), [(added, DifferenceKind::Added)]);
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

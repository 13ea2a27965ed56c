//! Signatures and timestamps beside a zip file: what each proves, and that nothing hostile beside it proves anything.

use crate::command_line::{Run, planc};
use crate::project::{Folder, ROOT, sample};
use crate::verify::{package, packed};
use planc::package::checksums;
use planc::signature::{
    Broken, Key, NoAnchor, NoKey, Proofs, Signed, Trusted, Verdict, fingerprint, generate, list_name, public_keys,
    verify,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

const PASSPHRASE: &str = "見本のパスフレーズ 12";

/// Files that OpenSSL made, by `tests/outside/signatures`.
fn data(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(ROOT).join("tests/data/signatures").join(name)).unwrap()
}

/// The passphrase of the keys among them.
fn passphrase() -> String {
    String::from_utf8(data("pass")).unwrap().trim_end().to_owned()
}

fn trusted(names: &[&str]) -> Trusted {
    let mut trusted = Trusted::default();
    names.iter().for_each(|it| trusted.add(it, &data(it)).unwrap());
    trusted
}

type Beside = BTreeMap<String, Vec<u8>>;

/// What lies beside `x.zip` proves.
fn proofs(zip: &[u8], beside: &Beside, trusted: &Trusted) -> Proofs {
    proofs_at(zip, beside, trusted, "2026-12-01T00:00:00Z")
}

fn proofs_at(zip: &[u8], beside: &Beside, trusted: &Trusted, now: &str) -> Proofs {
    let found = checksums(zip).ok().flatten();
    let listed = found.as_ref().map(|(list, bytes)| (list_name("x.zip", list), bytes));
    let listed = listed.as_ref().map(|(name, bytes)| Signed { name, bytes });
    let zip = Signed {
        name: "x.zip",
        bytes: zip,
    };
    let beside = |name: &str| Ok::<_, Broken>(beside.get(name).cloned());
    verify(zip, listed, trusted, now.parse().unwrap(), beside).unwrap()
}

fn verdicts(proofs: &Proofs) -> Vec<Verdict> {
    let signatures = proofs.signatures.iter().map(|it| it.verdict);
    signatures.chain(proofs.stamps.iter().map(|it| it.verdict)).collect()
}

/// A key of planc's own, and its public half.
fn new_key() -> (Key, Vec<u8>) {
    let (private, public) = generate(PASSPHRASE).unwrap();
    (Key::open(private.as_bytes(), PASSPHRASE).unwrap(), public.into_bytes())
}

/// What a key puts beside a zip file.
fn signed(key: &Key, zip: &[u8]) -> Beside {
    let at = "2026-11-27T00:00:00Z".parse().unwrap();
    let (name, sums) = checksums(zip).unwrap().unwrap();
    let file = |name: &str, bytes: &[u8]| (format!("{name}.{}", key.ending()), key.sign(bytes, at).unwrap());
    let mut beside = Beside::from([file("x.zip", zip), file(&list_name("x.zip", name), &sums)]);
    beside.extend(key.public().map(|it| ("x.zip.pub".to_owned(), it.into_bytes())));
    beside
}

/// The package that OpenSSL signed, with its signatures and its timestamp.
fn by_openssl() -> (Vec<u8>, Beside) {
    let beside = ["x.zip.p7s", "x.SHA256SUMS.txt.p7s", "x.zip.tsq", "x.zip.tsr"];
    let beside = beside.into_iter().map(|it| (it.to_owned(), data(it)));
    (data("package.zip"), beside.collect())
}

/// What was signed long ago is still what planc packs.
#[test]
fn the_package_that_was_signed_is_one_of_planc() {
    let zip = packed(&package());
    if std::env::var_os("REWRITE_CASES").is_some() {
        std::fs::write(Path::new(ROOT).join("tests/data/signatures/package.zip"), &zip).unwrap();
    }
    assert!(zip == data("package.zip"));
}

#[test]
fn a_signature_is_trusted_by_the_key_that_was_named_alone() {
    let zip = packed(&package());
    let ((key, public), (_, other)) = (new_key(), new_key());
    let mut beside = signed(&key, &zip);
    let names = |bytes: &[u8]| {
        let mut trusted = Trusted::default();
        trusted.add("ken.pub", bytes).unwrap();
        trusted
    };
    let none = Trusted::default();
    let found = proofs(&zip, &beside, &none);
    assert_eq!(verdicts(&found), [Verdict::Unknown; 2]);
    let print = fingerprint(&public_keys(&public).unwrap()[0]);
    assert_eq!(found.signatures[0].fingerprint, Some(print));
    let found = proofs(&zip, &beside, &names(&public));
    assert_eq!(verdicts(&found), [Verdict::Trusted; 2]);
    assert_eq!(found.signatures[0].trusted_by.as_deref(), Some("ken.pub"));
    assert_eq!(verdicts(&proofs(&zip, &beside, &names(&other))), [Verdict::Unknown; 2]);
    // Another key beside: the signature is not by that, and still by the one that is trusted.
    beside.insert("x.zip.pub".to_owned(), other);
    assert_eq!(verdicts(&proofs(&zip, &beside, &none)), [Verdict::Wrong; 2]);
    assert_eq!(verdicts(&proofs(&zip, &beside, &names(&public))), [Verdict::Trusted; 2]);
    beside.remove("x.zip.pub");
    assert_eq!(verdicts(&proofs(&zip, &beside, &none)), [Verdict::NoKey; 2]);
}

#[test]
fn a_signature_of_another_file_is_wrong() {
    let zip = packed(&package());
    let mut files = package();
    files.truncate(2);
    let (key, public) = new_key();
    let mut names = Trusted::default();
    names.add("ken.pub", &public).unwrap();
    let beside = signed(&key, &zip);
    // Both files signed, each signature in the place of the other.
    let mut swapped = beside.clone();
    swapped.insert("x.zip.sig".to_owned(), beside["x.SHA256SUMS.txt.sig"].clone());
    swapped.insert("x.SHA256SUMS.txt.sig".to_owned(), beside["x.zip.sig"].clone());
    assert_eq!(verdicts(&proofs(&zip, &swapped, &names)), [Verdict::Wrong; 2]);
    // A changed package with a list made anew.
    let mut files = package();
    files.swap(0, 1);
    let changed = packed(&files);
    assert_eq!(proofs(&changed, &beside, &names).signatures[0].verdict, Verdict::Wrong);
    // Where only the way of packing changed, the list is still what was signed.
    let verdicts = verdicts(&proofs(&changed, &beside, &names));
    assert_eq!(verdicts, [Verdict::Wrong, Verdict::Trusted]);
}

#[test]
fn what_openssl_signed_is_told_by_whom_the_reader_trusts() {
    let (zip, beside) = by_openssl();
    let unknown = proofs(&zip, &beside, &Trusted::default());
    assert_eq!(verdicts(&unknown), [Verdict::Unknown; 3]);
    assert!(
        unknown
            .signatures
            .iter()
            .all(|it| it.name.is_none() && it.trusted_by.is_none())
    );
    let found = proofs(&zip, &beside, &trusted(&["root.pem", "stamps.pem"]));
    assert_eq!(verdicts(&found), [Verdict::Trusted; 3]);
    let told: Vec<_> = found
        .signatures
        .iter()
        .map(|it| (it.name.as_deref(), it.trusted_by.as_deref()))
        .collect();
    assert_eq!(told, [(Some("rsa 知事、見本県"), Some("root.pem")); 2]);
    assert_eq!(found.stamps[0].name.as_deref(), Some("clock 知事、見本県"));
    assert!(found.stamps[0].is_of_zip && found.stamps[0].at.is_some());
    // The signer's authority vouches for no time, and that of the time for no signer.
    let found = proofs(&zip, &beside, &trusted(&["stamps.pem"]));
    assert_eq!(verdicts(&found), [Verdict::Unknown, Verdict::Unknown, Verdict::Trusted]);
}

#[test]
fn a_certificate_that_has_expired_since_is_told_of() {
    let (zip, beside) = by_openssl();
    let roots = trusted(&["root.pem"]);
    let at = |now: &str| {
        let found = proofs_at(&zip, &beside, &roots, now);
        found
            .signatures
            .iter()
            .map(|it| (it.verdict, it.has_expired_since))
            .collect::<Vec<_>>()
    };
    assert_eq!(at("2119-12-31T23:59:59Z"), [(Verdict::Trusted, false); 2]);
    assert_eq!(at("2120-01-02T00:00:00Z"), [(Verdict::Trusted, true); 2]);
}

#[test]
fn certificates_sign_what_planc_verifies() {
    let zip = packed(&package());
    for (file, root) in [("rsa.p12", "root.pem"), ("ec.pfx", "root.pem")] {
        let key = Key::open(&data(file), &passphrase()).unwrap();
        let beside = signed(&key, &zip);
        assert_eq!(
            verdicts(&proofs(&zip, &beside, &trusted(&[root]))),
            [Verdict::Trusted; 2],
            "{file}"
        );
        let mut other = zip.clone();
        *other.last_mut().unwrap() ^= 1;
        let found = proofs(&other, &beside, &trusted(&[root]));
        assert_eq!(found.signatures[0].verdict, Verdict::Wrong, "{file}");
        assert_eq!(
            Key::open(&data(file), "another").err(),
            Some(NoKey::Passphrase),
            "{file}"
        );
    }
    assert_eq!(Key::open(&data("root.pem"), "").err(), Some(NoKey::Other));
    let private = generate(PASSPHRASE).unwrap().0;
    assert_eq!(Key::open(private.as_bytes(), "another").err(), Some(NoKey::Passphrase));
    assert_eq!(public_keys(private.as_bytes()), Err(NoAnchor::Private));
    assert_eq!(public_keys(&data("package.zip")), Err(NoAnchor::Nothing));
}

fn run(folder: &Folder, words: &[&str]) -> Run {
    planc(folder, words)
}

#[test]
fn keys_lie_outside_of_projects_and_replace_nothing() {
    let folder = Folder::of(&sample());
    let outside = Folder::empty();
    outside.write("pass", PASSPHRASE.as_bytes());
    outside.write("short", b"elevenchars\n");
    let place = |name: &str| outside.path().join(name).to_str().unwrap().to_owned();
    let (key, pass) = (place("ken.pem"), place("pass"));
    let new = |at: &str, pass: &str| run(&folder, &["keys", "new", at, "--passphrase-file", pass]);
    for inside in ["ken.pem", "sources/ken.pem", "output/made/later/ken.pem"] {
        let refused = new(inside, &pass);
        assert_eq!(refused.status, 2, "{}", refused.error);
        assert!(refused.error.contains("計画のフォルダー"), "{}", refused.error);
        assert!(!folder.path().join(inside).exists());
    }
    assert_eq!(new(&key, &place("short")).status, 2);
    let made = new(&key, &pass);
    assert_eq!((made.status, &*made.error), (0, ""));
    let before = outside.files("");
    assert_eq!(new(&key, &pass).status, 2);
    std::fs::remove_file(&key).unwrap();
    assert_eq!(new(&key, &pass).status, 2, "the public key is still there");
    assert_eq!(before["/ken.pem.pub"], std::fs::read(place("ken.pem.pub")).unwrap());
    // A key that was put into the project would be archived with it.
    folder.write("sources/key.pem", &before["/ken.pem"]);
    folder.write("package.zip", &data("package.zip"));
    let refused = run(
        &folder,
        &[
            "sign",
            "package.zip",
            "--key",
            "sources/key.pem",
            "--passphrase-file",
            &pass,
        ],
    );
    assert_eq!(refused.status, 2, "{}", refused.error);
    assert!(!folder.path().join("package.zip.sig").exists());
}

#[test]
fn verify_says_who_signed_and_fails_where_that_was_asked_for() {
    let folder = Folder::empty();
    folder.write("package.zip", &data("package.zip"));
    let verify = |more: &[&str]| {
        let run = run(&folder, &[&["verify", "package.zip"][..], more].concat());
        (run.status, run.out, run.error)
    };
    let (status, out, _) = verify(&[]);
    assert_eq!(status, 0);
    assert!(
        out.contains("中身は食い違いません（誰が作ったかは分かりません）"),
        "{out}"
    );
    folder.write("root.pem", &data("root.pem"));
    let (status, out, _) = verify(&["--trusted", "root.pem"]);
    assert_eq!(status, 1);
    assert!(out.contains("署名のファイルがありません"), "{out}");
    for (from, to) in [
        ("x.zip.p7s", "package.zip.p7s"),
        ("x.SHA256SUMS.txt.p7s", "package.SHA256SUMS.txt.p7s"),
        ("x.zip.tsr", "package.zip.tsr"),
        ("stamps.pem", "stamps.pem"),
    ] {
        folder.write(to, &data(from));
    }
    let (status, out, _) = verify(&[]);
    assert_eq!(status, 0, "{out}");
    assert!(out.contains("署名は正しいが、誰の鍵か分かりません"), "{out}");
    let (status, out, _) = verify(&["--trusted", "root.pem", "--trusted", "stamps.pem"]);
    assert_eq!(status, 0, "{out}");
    assert!(
        out.contains("「rsa 知事、見本県」の署名です")
            && out.contains("までに存在しました（「clock 知事、見本県」の証明"),
        "{out}"
    );
    assert!(!out.contains("誰が作ったかは分かりません"), "{out}");
    assert_eq!(verify(&["--trusted", "stamps.pem"]).0, 1);
    let mut wrong = data("x.zip.p7s");
    *wrong.last_mut().unwrap() ^= 1;
    folder.write("package.zip.p7s", &wrong);
    let (status, out, _) = verify(&[]);
    assert_eq!(status, 1);
    assert!(out.contains("合いません"), "{out}");
    let json: serde_json::Value = serde_json::from_str(&verify(&["--message-format", "json"]).1).unwrap();
    assert_eq!(json["sound"], true);
    assert_eq!(
        (&json["signatures"][0]["verdict"], &json["trusted"]),
        (&"wrong".into(), &serde_json::Value::Null)
    );
    for missing in ["none.pem", "package.zip"] {
        assert!(verify(&["--trusted", missing]).0 > 1, "{missing}");
    }
}

/// Bytes of a file changed, cut out, doubled, or its end.
fn spoiled(mut bytes: Vec<u8>, changes: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    for (at, kind, byte) in changes {
        if bytes.is_empty() {
            break;
        }
        let at = at.index(bytes.len());
        match kind % 5 {
            0 => bytes[at] = *byte,
            1 => bytes[at] ^= 1 << (byte % 8),
            2 => drop(bytes.drain(at..(at + usize::from(*byte)).min(bytes.len()))),
            3 => bytes.insert(at, *byte),
            _ => bytes.truncate(at),
        }
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<u8>()), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::project::tries("SPOILED", 300), ..ProptestConfig::default() })]

    /// Whatever is done to a signature, a stamp or a certificate, nothing panics, and nobody else is believed.
    #[test]
    fn spoiled_proofs_prove_nothing_else(changes in changes()) {
        let (zip, beside) = by_openssl();
        let roots = trusted(&["root.pem", "stamps.pem"]);
        let sound = proofs(&zip, &beside, &roots);
        for name in ["x.zip.p7s", "x.zip.tsr", "x.zip.tsq"] {
            let mut beside = beside.clone();
            let spoiled = spoiled(beside[name].clone(), &changes);
            beside.insert(name.to_owned(), spoiled);
            let found = proofs(&zip, &beside, &roots);
            for it in found.signatures.iter().filter(|it| it.verdict == Verdict::Trusted) {
                prop_assert!(sound.signatures.iter().any(|that| (&that.name, that.at) == (&it.name, it.at)));
            }
            for it in found.stamps.iter().filter(|it| it.verdict == Verdict::Trusted) {
                prop_assert_eq!((it.at, &it.name), (sound.stamps[0].at, &sound.stamps[0].name));
            }
        }
        let _ = public_keys(&spoiled(data("root.pem"), &changes));
    }

    /// A spoiled file of a key gives none, or the same, or says why.
    #[test]
    fn spoiled_keys_do_not_panic(changes in changes()) {
        for name in ["rsa.p12", "ec.pfx"] {
            let _ = Key::open(&spoiled(data(name), &changes), &passphrase());
        }
    }

    /// Bytes that nobody encoded.
    #[test]
    fn bytes_are_no_proof(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let zip = data("package.zip");
        let names = ["x.zip.sig", "x.zip.p7s", "x.zip.tsr", "x.zip.tsq", "x.zip.pub"];
        let beside: Beside = names.into_iter().map(|it| (it.to_owned(), bytes.clone())).collect();
        let found = proofs(&zip, &beside, &trusted(&["root.pem"]));
        prop_assert!(found.is_faulty() && !found.is_trusted());
        prop_assert!(Key::open(&bytes, "").is_err());
    }
}

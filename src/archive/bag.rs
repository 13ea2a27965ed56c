//! Bags as RFC 8493 (BagIt 1.0) has them: a payload in `data/`, and lists of checksums over it and over themselves.

use super::sums::{digest, render_sums};
use super::write::Files;

/// The folder of the payload.
pub const PAYLOAD: &str = "data";
/// The list of the payload.
pub const MANIFEST: &str = "manifest-sha256.txt";
/// The list of what stands beside the payload.
pub const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";

const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// What `bag-info.txt` says: labels and values, none of which holds a line break.
pub type BagInfo = Vec<(&'static str, String)>;

/// A bag: the name of its folder, what is said of it, and its payload by paths below `data/`.
#[derive(Clone, Debug)]
pub struct Bag {
    /// The folder that holds everything.
    pub folder: String,
    /// What is said of it.
    pub info: BagInfo,
    /// The payload.
    pub payload: Files,
}

impl Bag {
    /// All files of the bag: first what describes it, then the payload in its order.
    pub fn files(self) -> Files {
        let payload: Files = self
            .payload
            .into_iter()
            .map(|(path, bytes)| (format!("{PAYLOAD}/{path}"), bytes))
            .collect();
        let octets: usize = payload.iter().map(|(_, bytes)| bytes.len()).sum();
        let oxum = format!("Payload-Oxum: {octets}.{}\n", payload.len());
        let info: String = self.info.iter().map(|(label, value)| line(label, value)).collect();
        let mut tags = vec![
            ("bagit.txt".to_owned(), DECLARATION.as_bytes().to_vec()),
            ("bag-info.txt".to_owned(), (info + &oxum).into_bytes()),
            (MANIFEST.to_owned(), manifest(&payload)),
        ];
        tags.push((TAG_MANIFEST.to_owned(), manifest(&tags)));
        let below = |(path, bytes): (String, Vec<u8>)| (format!("{}/{path}", self.folder), bytes);
        tags.into_iter().chain(payload).map(below).collect()
    }
}

fn line(label: &str, value: &str) -> String {
    let value: String = value.chars().filter(|it| !it.is_control()).collect();
    format!("{label}: {value}\n")
}

fn manifest(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let sums: Vec<(String, &str)> = files.iter().map(|(path, bytes)| (digest(bytes), &**path)).collect();
    render_sums(sums.iter().map(|(digest, path)| (&**digest, *path))).into_bytes()
}

//! Who packed a zip file, and when: signatures and timestamps beside it.
//!
//! They are always files of their own, so that the bytes of a package depend on no key and no clock: over the zip file
//! itself, and over the list of checksums in it, which still holds where a gateway packed the same files again.
//!
//! | file | what it is |
//! | --- | --- |
//! | `X.zip.sig`, `X.SHA256SUMS.txt.sig` | Ed25519 (RFC 8032), 64 bytes; `X.zip.pub` is the public key (RFC 8410) |
//! | `X.zip.p7s`, `X.SHA256SUMS.txt.p7s` | CMS (RFC 5652) by a certificate |
//! | `X.zip.tsq`, `X.zip.tsr` | request and answer of a time stamping authority (RFC 3161), also over signatures: `X.zip.p7s.tsr` |
//!
//! Files beside are those of strangers: every reader here is bounded in size, depth and work, and none panics.

mod algorithm;
mod asn1;
mod certificate;
mod cms;
mod key;
mod pkcs12;
mod time;
pub mod timestamp;
mod trust;
mod verify;

pub use algorithm::{Broken, fingerprint};
pub use key::{Key, NoKey, generate};
pub use trust::{NoAnchor, Trusted, public_keys};
pub use verify::{Proofs, Signature, Signed, Stamp, Verdict, verify};

/// How names of Ed25519 signatures end.
pub const RAW: &str = "sig";
/// How names of signatures in CMS end.
pub const CMS: &str = "p7s";
/// How the name of the public key beside ends.
pub const PUBLIC: &str = "pub";
/// How names of requests for timestamps end.
pub const REQUEST: &str = "tsq";
/// How names of answers to them end.
pub const ANSWER: &str = "tsr";
/// No larger file of a key, a certificate, a signature or a timestamp is read, in bytes.
pub const LARGEST: u64 = 256 * 1024;

/// The name of the list in a zip file as files beside it have it: `計画.SHA256SUMS.txt` of `計画.zip`.
pub fn list_name(zip: &str, list: &str) -> String {
    let stem = zip.strip_suffix(".zip").unwrap_or(zip);
    format!("{stem}.{list}")
}

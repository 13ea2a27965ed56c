//! The second clearance: what leaves unsearched, since the prefecture alone reads it.

use super::Released;

/// What only the prefecture itself reads. Each has its reason; there is no third way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// Diagnostics: they stand beside the sources, name keys and places, and are read by who writes those.
    Diagnostics,
    /// A sentence on how a command ended, and the answers of `verify`, `explain` and `schema`: planc's own words, names of
    /// files and checksums.
    Answer,
    /// `status`: what is still open, for who works on it.
    Status,
    /// `screen`: all applicants, for who selects among them.
    Screening,
    /// `figures`: the figures of the sources, for who checks them against the sources.
    Figures,
    /// The record of a package (`--archive`): the prefecture's own, with the sources in it.
    Record,
    /// What planc puts into the project folder beside the sources: a new project, schemas, what an edition printed.
    Sources,
    /// A paper of a company in the submission: the company's own words to the nation, opened by the rules for papers;
    /// planc prints nothing in it.
    Paper,
    /// The list of checksums of a package, how to check them, and the mail that tells them: of names and bytes that may
    /// leave already.
    Checksums,
    /// Signatures beside a zip file that left, and requests for timestamps: digests of its bytes, the name in a certificate
    /// and a public key.
    Signature,
    /// A new private key, encrypted, and its public half: of no plan at all.
    Key,
}

impl Own {
    /// The answer of a command that only the prefecture reads.
    pub fn answer(self, text: String) -> Released {
        Released::own(self, "", text)
    }
}

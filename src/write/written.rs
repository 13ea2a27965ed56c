//! What a writer made, before anybody may have it.

/// The bytes of a file as a writer made it. They may be looked at; nothing takes them that writes, packs or prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written(Vec<u8>);

impl Written {
    pub(crate) fn new(bytes: Vec<u8>) -> Written {
        Written(bytes)
    }

    /// The bytes, to be searched or checked.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

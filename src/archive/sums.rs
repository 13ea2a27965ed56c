//! Lists of checksums, in the form that `sha256sum -c` and BagIt read: a digest, two spaces and a path on each line.

use sha2::{Digest, Sha256};

/// The list of a package.
pub const SUMS: &str = "SHA256SUMS.txt";

/// The digits of a digest.
const DIGITS: usize = 64;

/// The SHA-256 of some bytes, in small hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The list of digests and paths.
pub fn render_sums<'a>(sums: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    sums.into_iter()
        .map(|(digest, path)| format!("{digest}  {path}\n"))
        .collect()
}

/// Reads a list as [`render_sums`] writes it; `None` where it was written, or changed, by somebody else.
pub fn parse_sums(bytes: &[u8]) -> Option<Vec<(&str, &str)>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut sums = Vec::new();
    for line in text.split_terminator('\n') {
        let (digest, path) = line.split_once("  ")?;
        let small = |it: u8| it.is_ascii_digit() || (b'a'..=b'f').contains(&it);
        if digest.len() != DIGITS || !digest.bytes().all(small) || path.is_empty() {
            return None;
        }
        sums.push((digest, path));
    }
    let whole = text.is_empty() || text.ends_with('\n');
    whole.then_some(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_back_as_they_were_written() {
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest(b"abc"), abc);
        let text = render_sums([(abc, "01_送付状.pdf"), (abc, "a  b/c")]);
        assert_eq!(
            parse_sums(text.as_bytes()),
            Some(vec![(abc, "01_送付状.pdf"), (abc, "a  b/c")])
        );
        for changed in [
            text.trim_end(),
            &text.to_uppercase(),
            &text.replace("  01", " 01"),
            "\n",
            " ",
        ] {
            assert_eq!(parse_sums(changed.as_bytes()), None, "{changed}");
        }
    }
}

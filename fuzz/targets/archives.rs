//! Any bytes as a zip file: its records, its entries unpacked, verified as a package, read as a project.
#![no_main]

use libfuzzer_sys::fuzz_target;
use planc::archive::{Archive, project};
use planc::package::verify;

/// No entry is worth more time, in bytes.
const LARGEST: u64 = 1 << 20;

fuzz_target!(|bytes: &[u8]| {
    let Ok(archive) = Archive::open(bytes) else {
        return;
    };
    if archive.entries().iter().map(|it| it.size).sum::<u64>() > LARGEST {
        return;
    }
    for entry in archive.entries() {
        if let Ok(content) = archive.read(entry) {
            assert_eq!(content.len() as u64, entry.size, "{entry:?}");
        }
    }
    let _ = project(&archive);
    if let Ok(verified) = verify(bytes) {
        assert_eq!(verified.files, archive.entries().len());
        let told: String = verified.differences.iter().map(ToString::to_string).collect();
        assert!(!told.contains(char::is_control), "{told:?}");
    }
});

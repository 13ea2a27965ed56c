//! How many pages a PDF file of somebody else has.

/// More pages than this no paper has; a file that says so is not believed.
const MOST_PAGES: u32 = 100_000;
/// The stack of the thread that reads, in bytes.
const STACK: usize = 16 * 1024 * 1024;

/// The pages of a PDF file; `None` where it is encrypted, broken, or no PDF file.
pub fn count(pdf: &[u8]) -> Option<u32> {
    if !pdf.starts_with(b"%PDF-") {
        return None;
    }
    // A reader that breaks down over a broken file takes no more than its own thread along.
    let read = || lopdf::Document::load_metadata_mem(pdf).ok();
    let found = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read);
        thread.ok().and_then(|thread| thread.join().ok().flatten())
    });
    let pages = found.filter(|it| !it.encrypted).map(|it| it.page_count);
    pages.filter(|count| (1..=MOST_PAGES).contains(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &[u8] = include_bytes!("../../tests/cases/package/two-pages.pdf");

    fn with(from: &str, to: &str) -> Vec<u8> {
        String::from_utf8_lossy(TWO).replace(from, to).into_bytes()
    }

    #[test]
    fn pages_are_counted_or_not_told() {
        assert_eq!(count(TWO), Some(2));
        assert_eq!(count(b""), None);
        assert_eq!(count(b"%PDF-1.7"), None);
        assert_eq!(count(b"PK\x03\x04"), None);
        assert_eq!(count(&TWO[..20]), None);
    }

    #[test]
    fn broken_files_stop_nobody() {
        // Pages that hold themselves, a root that is none, a count beyond belief.
        let broken = [
            with("[3 0 R 4 0 R]", "[2 0 R 2 0 R]"),
            with("/Pages 2 0 R", "/Pages 1 0 R"),
            with("/Root 1 0 R", "/Root 9 0 R"),
            with("/Count 2", "/Count 2000000000"),
            with("/Count 2", "/Count -2"),
            with("[3 0 R 4 0 R]", &"[".repeat(100_000)),
        ];
        for pdf in &broken {
            assert!(count(pdf).is_none_or(|pages| pages <= MOST_PAGES));
        }
        let mut chance: u64 = 1;
        for _ in 0..500 {
            let mut pdf = TWO.to_vec();
            for _ in 0..4 {
                chance = chance
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let at = (chance >> 33) as usize % pdf.len();
                pdf[at] = (chance >> 24) as u8;
            }
            count(&pdf);
        }
    }
}

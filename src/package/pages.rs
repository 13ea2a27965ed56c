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

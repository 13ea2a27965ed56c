//! Any bytes as a PDF or Office file: opened as a paper, and searched for what is withheld.
#![no_main]

use libfuzzer_sys::fuzz_target;
use planc::diagnostic::Edition;
use planc::edition::view;
use planc::leak::{Secrets, search};
use planc::papers::open;
use planc::plan::load;
use planc_fuzz::{leave_panics_to_their_threads, sample};
use std::sync::LazyLock;

static SECRETS: LazyLock<Secrets> = LazyLock::new(|| {
    let (plan, _) = load(&sample());
    let view = view(&plan, Edition::Public);
    let [secrets, _] = Secrets::of_both([(&plan, &view, None), (&plan, &view, None)], "");
    secrets
});

fuzz_target!(
    init: leave_panics_to_their_threads(),
    |bytes: &[u8]| {
        for name in ["a.pdf", "a.docx", "a.xlsx"] {
            let _ = open(name, bytes);
        }
        let _ = search([("a.pdf", bytes)], &SECRETS);
    }
);

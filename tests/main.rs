//! Every test that runs without programs from outside; those with them stand in `tests/outside/`.

#![allow(
    missing_docs,
    clippy::disallowed_methods,
    reason = "tests read and write files of their own"
)]
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

mod docx;
mod features;
mod pdf;
mod rich;
mod template;
mod template_law;
mod word;

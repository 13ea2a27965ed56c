//! Every test that runs without programs from outside; those with them stand in `tests/outside/`.

mod docx;
mod features;
mod pdf;
mod rich;
mod word;

//! Every test that runs without programs from outside; those with them stand in `tests/outside/`.

mod docx;
mod features;
mod font;
mod pages;
mod pdf;
mod rich;
mod timing;
mod typesetting;
mod word;

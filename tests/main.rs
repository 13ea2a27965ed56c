//! Every test that runs without programs from outside; those with them stand in `tests/outside/`.

mod font;
mod pdf;
mod rich;
mod template;
mod timing;

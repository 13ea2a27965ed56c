//! Every test that runs without programs from outside; those with them stand in `tests/outside/`.

mod pdf;
mod rich;

//! Sets a document as pages.

mod printed;

pub use printed::{Drawing, Printed};

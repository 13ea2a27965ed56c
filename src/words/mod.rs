//! Running Japanese text, read in one form whatever its width, case or spelling: letters, quantities, years, sentences.

mod letters;
mod quantity;
mod sentence;
mod year;

pub use letters::{GAP, Letters, letters};
pub use quantity::{Kind, Quantity, in_unit, is_unit, quantities, significant, unit_in};
pub use sentence::{Flowing, sentences};
pub use year::years;

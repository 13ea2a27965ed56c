//! Running Japanese text, read in one form whatever its width, case or spelling: letters, quantities, years, sentences.

mod address;
mod letters;
mod quantity;
mod sentence;
mod year;

pub use address::unescaped;
pub use letters::{GAP, Letters, letters};
pub use quantity::{Kind, Quantity, declared_unit, in_unit, is_unit, quantities, quantities_in, significant, unit_in};
pub use sentence::{Flowing, sentences};
pub use year::years;

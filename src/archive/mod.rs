//! Zip files that leave the prefecture and come back, and PDF files bound as one: written the same way each time, read as
//! if by an enemy.
//!
//! Reading never writes to the disk, and trusts nothing that a zip file says of itself: see [`Archive`].

mod bag;
mod bind;
mod canonical;
mod fault;
mod name;
mod project;
mod read;
mod record;
mod sums;
mod write;

pub use bag::{Bag, BagInfo, MANIFEST, PAYLOAD, TAG_MANIFEST};
pub use bind::{Part, bind};
pub use canonical::{OddField, Oddity, Packed, packed};
pub use fault::{Fault, Reason};
pub use name::{LONGEST_PATH, NameFault, faulty_names, folded, plain_words};
pub use project::{project, root};
pub use read::{Archive, Entry};
pub use sums::{SUMS, digest, parse_sums, render_sums};
pub use write::{Files, Packing, pack};

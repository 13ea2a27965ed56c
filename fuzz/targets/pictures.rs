//! Any bytes as a photo of a company: decoded and encoded anew, and searched for what stands beside the picture.
#![no_main]

use libfuzzer_sys::fuzz_target;
use planc::leak::{Secrets, search};
use planc::plan::load;
use planc::world::Memory;
use planc_fuzz::sample;
use std::sync::LazyLock;

const COMPANY: &str = "sources/companies/kuma-bio.toml";
const PHOTO: &str = "sources/attachments/kuma-bio/lab.png";
/// Larger pictures are refused or take long: nothing new is found by them.
const LARGEST: usize = 1 << 16;

static SAMPLE: LazyLock<Memory> = LazyLock::new(|| {
    let mut world = sample();
    // Other pictures would be hashed each time.
    world.files.retain(|path, _| path.ends_with(".toml") || path == PHOTO);
    assert!(world.files.contains_key(COMPANY) && world.files.contains_key(PHOTO));
    world
});

fuzz_target!(|bytes: &[u8]| {
    if bytes.len() > LARGEST {
        return;
    }
    let mut world = SAMPLE.clone();
    world.files.insert(PHOTO.to_owned(), bytes.to_vec());
    let (plan, _) = load(&world);
    for picture in plan.pictures.values() {
        assert!(picture.width > 0 && picture.height > 0);
    }
    let _ = search([("a.png", bytes)], &Secrets::default());
});

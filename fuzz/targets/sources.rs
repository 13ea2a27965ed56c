//! A source file of any content: read, checked, told of. The first byte chooses which file, the rest is its content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use planc::compile;
use planc::world::Memory;
use planc_fuzz::{assert_sound, sample};
use std::sync::LazyLock;

static SAMPLE: LazyLock<(Memory, Vec<String>)> = LazyLock::new(|| {
    let world = sample();
    let is_source = |path: &&String| path.starts_with("sources/") && path.ends_with(".toml");
    let paths = world.files.keys().filter(is_source).cloned().collect();
    (world, paths)
});

fuzz_target!(|input: &[u8]| {
    let (sample, paths) = &*SAMPLE;
    let Some((choice, content)) = input.split_first() else {
        return;
    };
    let path = &paths[usize::from(*choice) % paths.len()];
    let mut world = sample.clone();
    world.files.insert(path.clone(), content.to_vec());
    let (plan, diagnostics) = compile::read(&world);
    assert_sound(&diagnostics, &plan.sources);
});

//! Any bytes as a description.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    oasmith_hostile::description(bytes);
});

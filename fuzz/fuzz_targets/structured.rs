//! Any description that has the shape of one.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    oasmith_hostile::structured(bytes);
});

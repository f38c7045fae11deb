//! Any bytes as JSON of every model.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    oasmith_hostile::models(bytes);
});

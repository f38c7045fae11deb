//! Any texts as parameters of every style.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    oasmith_hostile::encode(bytes);
});

//! Any reply to every kind of operation.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    oasmith_hostile::reply(bytes);
});

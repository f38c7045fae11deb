//! Any JSON document as a schema: received, sent, and as a parameter.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    oasmith_hostile::schema(bytes);
});

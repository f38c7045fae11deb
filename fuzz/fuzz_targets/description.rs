//! Any text as a description.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| oasmith_fuzz::check(text.to_owned()));

//! A module per fixture: that this compiles, that clippy and rustdoc have nothing to say, is the test.

// What a generated crate says of itself where it has such names.
#![allow(uncommon_codepoints)]

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

#[cfg(test)]
mod checks;
#[cfg(test)]
mod external;
#[cfg(test)]
mod tests;

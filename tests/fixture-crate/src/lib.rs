//! A module per fixture: that this compiles, that clippy and rustdoc have nothing to say, is the test.

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

#[cfg(test)]
mod external;
#[cfg(test)]
mod tests;

//! JSON as each model: what can be read can be written, and read again as the same value.

use std::fmt::Debug;

use crate::api::runtime::json::{DecodeError, FromJson, Json, ToJson, from_slice, to_vec};

/// Reads bytes as one model; says whether they are such.
type Read = fn(&[u8]) -> bool;

include!(concat!(env!("OUT_DIR"), "/models.rs"));

/// Any bytes as each model of the client. Says whether one of them, apart from those that take any JSON, took it.
///
/// # Panics
/// If a value that was read cannot be written or read back, or if JSON is refused that `serde_json` reads.
pub fn models(bytes: &[u8]) -> bool {
    let ours = Json::parse(bytes);
    // The contrary does not hold: ours keeps numbers that fit into no type of Rust.
    if serde_json::from_slice::<serde_json::Value>(bytes).is_ok() {
        assert!(ours.is_ok(), "{ours:?}");
    }
    let mut taken = 0;
    for (_, read) in MODELS {
        taken += usize::from(read(bytes));
    }
    taken > 0
}

fn round_trip<T: FromJson + ToJson + PartialEq + Debug>(bytes: &[u8]) -> bool {
    let value = match from_slice::<T>(bytes) {
        Ok(value) => value,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return false;
        }
    };
    let again = sent_back(&value);
    // What an `f64` rounds to a whole number is written as one, which may be another member of a union, or too large for it.
    let has_fraction = bytes.iter().any(|byte| matches!(byte, b'.' | b'-'));
    match again {
        Ok(again) if has_fraction => assert_eq!(sent_back(&again).as_ref(), Ok(&again)),
        again => assert!(
            has_fraction || again.as_ref() == Ok(&value),
            "{value:?} {again:?}"
        ),
    }
    true
}

/// The value as a server gets it that reads what is written.
fn sent_back<T: FromJson + ToJson>(value: &T) -> Result<T, DecodeError> {
    let written = to_vec(value).expect("what was read can be written");
    from_slice(&written)
}

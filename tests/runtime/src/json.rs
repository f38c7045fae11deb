//! Tests of the codec: `runtime::json`, `base64` and `bridge`.

mod base64;
mod bridge;
mod decode;
mod encode;
mod models;
mod round_trip;
mod unions;

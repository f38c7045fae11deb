//! What every fuzz target does with its bytes. `fuzz/` runs these functions for hours, the tests here for seconds.
//!
//! Each function panics where a promise is broken, and only there.

/// The client that is attacked.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

mod answering;
mod encode;
mod generate;
mod models;
mod reply;
mod structured;

pub use encode::encode;
pub use generate::{description, schema};
pub use models::models;
pub use reply::reply;
pub use structured::structured;

#[cfg(test)]
mod short;

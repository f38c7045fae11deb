//! oasmith turns an OpenAPI description into a Rust client: typed models, typed operations, typed
//! errors, documentation, nothing to clean up by hand.
//!
//! It runs at build time, in three ways that all give the same code:
//!
//! - the `oasmith` command with an `oasmith.toml` (see [`config`]), which writes whole crates;
//! - a `build.rs` with [`Generator`], which writes one file for `include!`;
//! - [`pipeline::generate`], a function from text to text.
//!
//! ```no_run
//! // build.rs
//! fn main() -> Result<(), oasmith::Error> {
//!     oasmith::Generator::new("spec/shop.yaml").generate()?;
//!     Ok(())
//! }
//! ```
//!
//! # How it works
//!
//! One direction, no way back; problems are collected on the way and located in the user's files:
//!
//! ```text
//! text ─spec─▶ OpenAPI 3.0 ─lower─▶ ir::Api ─render─▶ raw files ─format─▶ files ─output─▶ disk
//! ```
//!
//! # What holds
//!
//! 1. [`pipeline::generate`] is pure: no clock, environment, network or map order gets in. The same
//!    input gives the same bytes on every machine.
//! 2. After [`lower`](mod@lower), nothing sees OpenAPI, and nothing fails on what a user wrote. A
//!    failure in [`format`](mod@format) is a defect of oasmith and says where.
//! 3. Every file is rendered and formatted before the first is written. Writing replaces a file
//!    atomically, leaves an unchanged one untouched, and removes only what oasmith itself wrote.
//! 4. Order comes from the description. Adding an operation adds lines; it renames and reorders
//!    nothing that was there. Only two words may change: which way a model travels, and which
//!    tags' features bring its module.
//! 5. A generated crate depends on what its description calls for.
//! 6. No input makes oasmith panic.

pub mod config;
pub mod diagnostic;
pub mod format;
mod generator;
pub mod inspect;
pub mod ir;
pub mod limits;
pub mod lower;
pub mod output;
pub mod pipeline;
pub mod render;
pub mod spec;

pub use generator::{Error, Generator};
pub use lower::TypeOptions;

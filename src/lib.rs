//! oasmith: OpenAPI descriptions to Rust client crates.

pub mod config;
pub mod diagnostic;
pub mod format;
pub mod ir;
pub mod lower;
pub mod output;
pub mod pipeline;
pub mod render;
pub mod spec;

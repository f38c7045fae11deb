//! The filters of the templates.

use std::fmt::Display;

use proc_macro2::Literal;

/// Any text as a Rust string literal.
#[askama::filter_fn]
pub fn literal(text: impl Display, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(Literal::string(&text.to_string()).to_string())
}

/// Any text without control characters as a TOML string, whose escapes are those of JSON.
#[askama::filter_fn]
pub fn toml(text: impl Display, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(serde_json::Value::from(text.to_string()).to_string())
}

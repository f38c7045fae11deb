//! The one filter of the templates.

use std::fmt::Display;

use proc_macro2::Literal;

/// Any text as a Rust string literal.
#[askama::filter_fn]
pub fn literal(text: impl Display, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(Literal::string(&text.to_string()).to_string())
}

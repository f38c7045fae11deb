//! Raw Rust text → formatted text, in rustfmt's default style.
//!
//! prettyplease alone gives readable code that `cargo fmt --check` refuses wherever a line breaks
//! (its lines are 89 wide, it never lets a last argument spill over, it does not sort imports). So
//! what oasmith emits is laid out here with rustfmt's rules, and prettyplease prints the rest.

mod aside;
mod attributes;
mod binary;
mod block;
mod chain;
mod closure;
mod data;
mod expr;
mod flat;
mod function;
mod item;
mod items;
mod list;
pub(crate) mod ready;
mod shape;
mod types;
mod uses;

use proc_macro2::TokenStream;
use shape::Shape;
use std::{fmt, iter};
use syn::parse::{ParseStream, Parser};

/// Text that oasmith rendered and that is not Rust: a defect of oasmith, whatever the description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// The file that was to be written.
    pub file: String,
    /// What the parser says.
    pub message: String,
    /// The lines around the place, numbered.
    pub excerpt: String,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the text rendered for `{}` is not Rust: {}\n{}",
            self.file, self.message, self.excerpt
        )
    }
}

impl std::error::Error for Defect {}

/// Formats `text`, the raw content of `file`, below the line `header`.
///
/// Items, methods and documented declarations are separated by a blank line; imports and plain
/// `mod` declarations are sorted. Comments other than documentation are lost.
///
/// # Errors
/// If `text` is not Rust, with the lines around the place.
pub fn rust(file: &str, text: &str, header: &str) -> Result<String, Defect> {
    let (code, aside) = aside::set_aside(text);
    match aside.put_back(&lay_out(file, &code, header)?) {
        Some(text) => Ok(text),
        // Somewhere the layout joined a mark and what follows it.
        None => lay_out(file, text, header),
    }
}

/// Formats the items of `tokens`, which are those of `text`, for documentation.
///
/// # Errors
/// If they are not Rust.
pub fn example(text: &str, tokens: TokenStream) -> Result<String, Defect> {
    let laid_out = (|input: ParseStream<'_>| all(input, "")).parse2(tokens);
    finished("an example", text, laid_out)
}

fn lay_out(file: &str, text: &str, header: &str) -> Result<String, Defect> {
    let laid_out = (|input: ParseStream<'_>| all(input, header)).parse_str(text);
    finished(file, text, laid_out)
}

/// What came of parsing and laying out `text`.
fn finished(file: &str, text: &str, laid_out: syn::Result<String>) -> Result<String, Defect> {
    let laid_out = laid_out.map_err(|error| Defect {
        file: file.to_owned(),
        message: error.to_string(),
        excerpt: excerpt(text, error.span().start().line),
    });
    // Nothing of this file is asked for its line any more; the text would be kept for that as long as the thread lives.
    proc_macro2::extra::invalidate_current_thread_spans();
    laid_out
}

/// Lays out item by item what is parsed.
fn all(input: ParseStream<'_>, header: &str) -> syn::Result<String> {
    let shape = Shape::indented(0);
    let inner = syn::Attribute::parse_inner(input)?;
    let docs = attributes::attributes(&inner, false, shape);
    let mut failure = None;
    let next = || match input.is_empty() {
        true => None,
        false => input.parse().map_err(|error| failure = Some(error)).ok(),
    };
    let items = items::items::<syn::Item>(iter::from_fn(next), shape);
    match failure {
        Some(error) => Err(error),
        None => {
            let parts = [header, docs.trim_end(), &items];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            Ok(parts.join("\n\n") + "\n")
        }
    }
}

/// The lines around `line`, which is counted from one.
fn excerpt(text: &str, line: usize) -> String {
    const AROUND: usize = 4;
    let first = line.saturating_sub(AROUND + 1);
    let lines = text.lines().enumerate().skip(first).take(2 * AROUND + 1);
    lines
        .map(|(index, text)| format!("{:>6} | {text}\n", index + 1))
        .collect()
}

#[cfg(test)]
mod tests;

//! Functions and `where` clauses.

use super::block;
use super::flat::flat;
use super::shape::{Shape, Tactic, join, last_width, width};
use super::types;
use syn::{Block, FnArg, Generics, Signature};

/// `where` and the predicates, one per line; nothing if there are none. A comma ends the last one
/// unless a semicolon does.
pub(super) fn predicates(generics: &Generics, shape: Shape, body: bool) -> String {
    let Some(clause) = &generics.where_clause else {
        return String::new();
    };
    let nested = shape.nested();
    let predicates: Vec<String> = clause.predicates.iter().map(flat).collect();
    let list = join(&predicates, Tactic::Vertical, nested, body);
    format!("{}where{}{list}", shape.newline(), nested.newline())
}

/// What separates a head from its `{`.
pub(super) fn brace_gap(head: &str, generics: &Generics, shape: Shape) -> String {
    // rustfmt does not count the indentation.
    if generics.where_clause.is_some() || width(head) + " {".len() > shape.max {
        shape.newline()
    } else {
        " ".to_owned()
    }
}

/// A function with its body, or its declaration.
pub(super) fn function(
    visibility: &str,
    signature: &Signature,
    body: Option<&Block>,
    shape: Shape,
) -> String {
    let head = head(visibility, signature);
    let output = output(&signature.output, None);
    let conditions = predicates(&signature.generics, shape, body.is_some());
    let behind = match body {
        Some(_) if conditions.is_empty() => " {".len(),
        Some(_) => 0,
        None => ";".len(),
    };
    let nested = shape.nested();
    let arguments: Vec<String> = signature
        .inputs
        .iter()
        .map(|argument| self::argument(argument, nested))
        .collect();
    let line = arguments.join(", ");
    // rustfmt counts bytes here, and columns where it decides whether the arguments share a line.
    let room = shape
        .width
        .saturating_sub(head.len() + "()".len() + output.len() + behind);
    let one_line = !line.contains('\n') && width(&line) <= room;
    let text = match arguments.is_empty() || one_line && line.len() <= room {
        true => format!("{head}({line}){output}"),
        false => {
            let list = match one_line {
                true => line,
                false => join(&arguments, Tactic::Vertical, nested, true),
            };
            let output = self::output(&signature.output, Some(shape));
            format!(
                "{head}({}{list}{}){output}",
                nested.newline(),
                shape.newline()
            )
        }
    };
    match body {
        Some(body) => {
            // rustfmt compares the last of several lines, with its indentation, to the width without.
            let fits = last_width(&text) + behind <= shape.width;
            let gap = if fits {
                brace_gap("", &signature.generics, shape)
            } else {
                shape.newline()
            };
            format!("{text}{conditions}{gap}{}", block::block(body, shape))
        }
        None => format!("{text}{conditions};"),
    }
}

/// The return type with its arrow, broken if there is a shape that it does not fit.
fn output(output: &syn::ReturnType, shape: Option<Shape>) -> String {
    let syn::ReturnType::Type(_, ty) = output else {
        return String::new();
    };
    let text = shape
        .and_then(|shape| shape.after("-> ".len()))
        .and_then(|shape| types::ty(ty, shape));
    format!(" -> {}", text.unwrap_or_else(|| flat(ty)))
}

/// Everything of a signature up to the parenthesis.
fn head(visibility: &str, signature: &Signature) -> String {
    let mut head = String::from(visibility);
    for (present, keyword) in [
        (signature.constness.is_some(), "const "),
        (signature.asyncness.is_some(), "async "),
    ] {
        if present {
            head.push_str(keyword);
        }
    }
    for prefix in [flat(&signature.safety), flat(&signature.abi)] {
        if !prefix.is_empty() {
            head.push_str(&prefix);
            head.push(' ');
        }
    }
    head + &format!("fn {}{}", signature.ident, flat(&signature.generics))
}

fn argument(argument: &FnArg, shape: Shape) -> String {
    match argument {
        FnArg::Typed(typed) => {
            let left = format!("{}: ", flat(&typed.pat));
            let room = shape.after(width(&left)).and_then(|shape| shape.before(1));
            let ty = room
                .and_then(|shape| types::ty(&typed.ty, shape))
                .unwrap_or_else(|| flat(&typed.ty));
            format!("{left}{ty}")
        }
        receiver => flat(receiver),
    }
}

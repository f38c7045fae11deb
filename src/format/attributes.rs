//! Attributes and documentation comments.

use super::flat::flat;
use super::list::{Brackets, Item, bracketed};
use super::shape::{ATTRIBUTE_WIDTH, Shape};
use syn::{AttrStyle, Attribute, Expr, Lit, Meta, Token, punctuated::Punctuated};

/// The attributes of one style, each with its line break and the indentation of the next line.
pub(super) fn attributes(attributes: &[Attribute], outer: bool, shape: Shape) -> String {
    let mut text = String::new();
    for attribute in attributes
        .iter()
        .filter(|a| matches!(a.style, AttrStyle::Outer) == outer)
    {
        match documentation(attribute) {
            Some(lines) => {
                for line in lines.split('\n') {
                    let gap = if line.starts_with('/') { " " } else { "" };
                    let mark = if outer { "///" } else { "//!" };
                    text.push_str(format!("{mark}{gap}{line}").trim_end());
                    text.push_str(&shape.newline());
                }
            }
            None => {
                let open = if outer { "#[" } else { "#![" };
                let room = shape
                    .line()
                    .after(open.len())
                    .and_then(|shape| shape.before(1));
                let content = room
                    .and_then(|shape| meta(&attribute.meta, shape))
                    .unwrap_or_else(|| flat(&attribute.meta));
                text.push_str(&format!("{open}{content}]{}", shape.newline()));
            }
        }
    }
    text
}

/// The text of a documentation comment.
fn documentation(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else {
        return None;
    };
    match &pair.value {
        Expr::Lit(literal) if pair.path.is_ident("doc") => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// What is between the brackets.
pub(super) fn meta(meta: &Meta, shape: Shape) -> Option<String> {
    let list = match meta {
        Meta::List(list) => list,
        // Its text cannot be broken, but what is around it can.
        Meta::NameValue(_) => return Some(flat(meta)),
        Meta::Path(_) => return shape.fit(flat(meta)),
    };
    let parsed = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    let Ok(arguments) = parsed else {
        return shape.fit(flat(meta));
    };
    let items: Vec<_> = arguments.iter().map(Item::Meta).collect();
    let brackets = Brackets {
        trailing: false,
        ..Brackets::new('(', ')').limit(ATTRIBUTE_WIDTH)
    };
    bracketed(&flat(&list.path), &items, brackets, shape)
}

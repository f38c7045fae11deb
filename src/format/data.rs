//! Structs and enums.

use super::attributes::attributes;
use super::expr::assigned;
use super::flat::flat;
use super::function::{brace_gap, predicates};
use super::item::visibility;
use super::list::{Brackets, Item, bracketed};
use super::shape::{CALL_WIDTH, Shape, Tactic, VARIANT_WIDTH, join, tactic, width};
use super::types;
use syn::{Field, Fields, Generics, ItemEnum};

/// A struct from its name on.
pub(super) fn structure(head: &str, generics: &Generics, fields: &Fields, shape: Shape) -> String {
    let head = format!("{head}{}", flat(generics));
    let conditions = predicates(generics, shape, matches!(fields, Fields::Named(_)));
    match fields {
        Fields::Unit => format!("{head}{conditions};"),
        Fields::Unnamed(fields) => {
            tuple(
                &head,
                fields.unnamed.iter(),
                shape.before(1).unwrap_or(shape),
            ) + &conditions
                + ";"
        }
        Fields::Named(fields) => {
            let parts: Vec<_> = fields
                .named
                .iter()
                .map(|field| named_field(field, shape.nested()))
                .collect();
            format!(
                "{head}{conditions}{}{}",
                brace_gap(&head, generics, shape),
                rows(&parts, shape)
            )
        }
    }
}

/// Lines in braces, each with a comma.
fn rows(parts: &[String], shape: Shape) -> String {
    if parts.is_empty() {
        return "{}".to_owned();
    }
    let nested = shape.nested();
    format!(
        "{{{}{}{}}}",
        nested.newline(),
        join(parts, Tactic::Vertical, nested, true),
        shape.newline()
    )
}

fn named_field(field: &Field, shape: Shape) -> String {
    let name = field
        .ident
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let left = format!("{}{name}:", visibility(&field.vis));
    let room = shape.before(1).unwrap_or(shape);
    let text = assigned(&left, room, |shape| types::ty(&field.ty, shape));
    attributes(&field.attrs, true, shape)
        + &text.unwrap_or_else(|| format!("{left} {}", flat(&field.ty)))
}

fn tuple<'a>(head: &str, fields: impl Iterator<Item = &'a Field>, shape: Shape) -> String {
    let items: Vec<_> = fields.map(Item::Field).collect();
    let brackets = Brackets::new('(', ')').limit(CALL_WIDTH);
    let text = bracketed(head, &items, brackets, shape);
    text.or_else(|| bracketed(head, &items, brackets, shape.unlimited()))
        .unwrap_or_default()
}

/// An enum but for its attributes.
pub(super) fn enumeration(item: &ItemEnum, shape: Shape) -> String {
    let head = format!(
        "{}enum {}{}",
        visibility(&item.vis),
        item.ident,
        flat(&item.generics)
    );
    let nested = shape.nested();
    let write = |limit| {
        item.variants
            .iter()
            .map(|variant| self::variant(variant, limit, nested))
            .collect::<Vec<_>>()
    };
    let mut parts = write(VARIANT_WIDTH);
    // One variant over several lines takes the short form from the others.
    if parts.iter().any(|part| part.contains('\n')) && !parts.iter().all(|part| part.contains('\n'))
    {
        parts = write(0);
    }
    format!(
        "{head}{}{}{}",
        predicates(&item.generics, shape, true),
        brace_gap(&head, &item.generics, shape),
        rows(&parts, shape)
    )
}

fn variant(variant: &syn::Variant, limit: usize, shape: Shape) -> String {
    let attributes = attributes(&variant.attrs, true, shape);
    let name = variant.ident.to_string();
    let text = match &variant.fields {
        Fields::Unit => match &variant.discriminant {
            Some((_, value)) => format!("{name} = {}", flat(value)),
            None => name,
        },
        Fields::Unnamed(fields) => tuple(
            &name,
            fields.unnamed.iter(),
            shape.before(1).unwrap_or(shape),
        ),
        Fields::Named(fields) => {
            let parts: Vec<_> = fields
                .named
                .iter()
                .map(|field| named_field(field, shape.nested()))
                .collect();
            let line = join(&parts, Tactic::Horizontal, shape, false);
            let fits = width(&name) + width(&line) + 6 <= shape.width;
            match tactic(&parts, limit) == Tactic::Horizontal && fits && limit > 0 {
                true => format!("{name} {{ {line} }}"),
                false => format!("{name} {}", rows(&parts, shape)),
            }
        }
    };
    attributes + &text
}

//! Types: on one line, or broken at the generic arguments.

use super::attributes::attributes;
use super::flat::flat;
use super::list::{Brackets, Item, bracketed};
use super::shape::{CALL_WIDTH, Shape, width};
use syn::{Field, GenericArgument, PathArguments, Type, TypeParamBound, Visibility};

/// A type.
pub(super) fn ty(ty: &Type, shape: Shape) -> Option<String> {
    let text = flat(ty);
    // rustfmt does not count `impl `.
    let counted = text.strip_prefix("impl ").unwrap_or(&text);
    if shape.fits(counted) && !has_wide_tuple(&text) {
        return Some(text);
    }
    match ty {
        Type::Path(path) if path.qself.is_none() => broken_path(&path.path, shape),
        Type::ImplTrait(bounds) => match bounds.bounds.iter().collect::<Vec<_>>().as_slice() {
            [TypeParamBound::Trait(only)] if only.lifetimes.is_none() => {
                Some(format!("impl {}", broken_path(&only.path, shape)?))
            }
            _ => None,
        },
        Type::Reference(reference) => {
            let mut prefix = String::from("&");
            if let Some(lifetime) = &reference.lifetime {
                prefix.push_str(&format!("{lifetime} "));
            }
            if reference.mutability.is_some() {
                prefix.push_str("mut ");
            }
            let inner = self::ty(&reference.elem, shape.after(prefix.len())?)?;
            Some(prefix + &inner)
        }
        Type::Slice(slice) => {
            let inner = self::ty(&slice.elem, shape.after(1)?.before(1)?)?;
            Some(format!("[{inner}]"))
        }
        Type::Tuple(tuple) => {
            let items: Vec<_> = tuple.elems.iter().map(Item::Type).collect();
            let brackets = Brackets::new('(', ')').limit(CALL_WIDTH);
            bracketed("", &items, brackets, shape)
        }
        _ => None,
    }
}

/// Whether there is a tuple in a type, as text, that rustfmt breaks however much room there is.
pub(super) fn has_wide_tuple(text: &str) -> bool {
    let mut open = Vec::new();
    text.char_indices().any(|(at, c)| match c {
        '(' => {
            open.push(at + 1);
            false
        }
        ')' => {
            let inside = open.pop().and_then(|start| text.get(start..at));
            inside.is_some_and(|inside| width(inside) > CALL_WIDTH)
        }
        _ => false,
    })
}

/// A path that does not fit, broken within the arguments of its last segment.
pub(super) fn broken_path(path: &syn::Path, shape: Shape) -> Option<String> {
    let mut head = path.clone();
    let last = head.segments.last_mut()?;
    let PathArguments::AngleBracketed(arguments) = std::mem::take(&mut last.arguments) else {
        return None;
    };
    let head = flat(&head);
    shape.after(width(&head))?;
    let texts: Vec<String> = arguments.args.iter().map(flat).collect();
    let items: Vec<_> = arguments
        .args
        .iter()
        .zip(&texts)
        .map(|(argument, text)| match argument {
            GenericArgument::Type(ty) => Item::Type(ty),
            _ => Item::Text(text),
        })
        .collect();
    bracketed(&head, &items, Brackets::new('<', '>'), shape)
}

/// A field of a tuple struct or variant.
pub(super) fn tuple_field(field: &Field, shape: Shape) -> Option<String> {
    let attributes = attributes(&field.attrs, true, shape);
    let visibility = match &field.vis {
        Visibility::Inherited => String::new(),
        visibility => flat(visibility) + " ",
    };
    let ty = ty(&field.ty, shape.after(visibility.len())?)?;
    Some(attributes + &visibility + &ty)
}

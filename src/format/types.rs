//! Types: on one line, or broken at the generic arguments.

use super::flat::flat;
use super::list::{Brackets, Item, bracketed};
use super::shape::Shape;
use syn::{GenericArgument, PathArguments, Type};

/// A type.
pub(super) fn ty(ty: &Type, shape: Shape) -> Option<String> {
    let text = flat(ty);
    if shape.fits(&text) {
        return Some(text);
    }
    match ty {
        Type::Path(path) if path.qself.is_none() => broken_path(&path.path, shape),
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
        Type::Tuple(tuple) => {
            let items: Vec<_> = tuple.elems.iter().map(Item::Type).collect();
            bracketed("", &items, Brackets::new('(', ')'), shape)
        }
        _ => None,
    }
}

/// A path that does not fit, broken within the arguments of its last segment.
fn broken_path(path: &syn::Path, shape: Shape) -> Option<String> {
    let mut head = path.clone();
    let last = head.segments.last_mut()?;
    let PathArguments::AngleBracketed(arguments) = std::mem::take(&mut last.arguments) else {
        return None;
    };
    let head = flat(&head);
    let texts: Vec<String> = arguments
        .args
        .iter()
        .map(|argument| flat(argument))
        .collect();
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

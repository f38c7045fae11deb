//! A single item, with what is inside of it.

use super::attributes::attributes;
use super::data;
use super::expr::{self, assigned};
use super::flat::flat;
use super::function::{self, brace_gap, predicates};
use super::items::{Kind, braced, items};
use super::shape::{Shape, last_width, width};
use super::types;
use super::uses;
use syn::{Expr, ImplItem, Item, ItemImpl, ItemMod, ItemTrait, TraitItem, Visibility};

/// One item with its attributes.
pub(super) fn item(item: &Item, shape: Shape) -> String {
    match item {
        Item::Use(item) => attributes(&item.attrs, true, shape) + &uses::declaration(item, shape),
        Item::Mod(item) if item.unsafety.is_none() => module(item, shape),
        Item::Struct(item) => {
            let head = format!("{}struct {}", visibility(&item.vis), item.ident);
            attributes(&item.attrs, true, shape)
                + &data::structure(&head, &item.generics, &item.fields, shape)
        }
        Item::Enum(item) => attributes(&item.attrs, true, shape) + &data::enumeration(item, shape),
        Item::Impl(item) if item.unsafety.is_none() => {
            attributes(&item.attrs, true, shape) + &implementation(item, shape)
        }
        Item::Trait(item) => attributes(&item.attrs, true, shape) + &trait_definition(item, shape),
        Item::Fn(item) => {
            attributes(&item.attrs, true, shape)
                + &function::function(&visibility(&item.vis), &item.sig, Some(&item.block), shape)
        }
        Item::Const(item) => {
            let head = format!("{}const {}", visibility(&item.vis), item.ident);
            attributes(&item.attrs, true, shape) + &constant(&head, &item.ty, &item.expr, shape)
        }
        Item::Static(item) if matches!(item.mutability, syn::StaticMutability::None) => {
            let head = format!("{}static {}", visibility(&item.vis), item.ident);
            attributes(&item.attrs, true, shape) + &constant(&head, &item.ty, &item.expr, shape)
        }
        Item::Type(item) => {
            let head = format!(
                "{}type {}{}",
                visibility(&item.vis),
                item.ident,
                flat(&item.generics)
            );
            attributes(&item.attrs, true, shape) + &alias(&head, &item.ty, shape)
        }
        Item::Macro(item) if item.ident.is_none() => {
            attributes(&item.attrs, true, shape)
                + &macro_item(&item.mac, item.semi_token.is_some(), shape)
        }
        other => foreign(other, shape),
    }
}

/// `pub …` with a space behind, or nothing.
pub(super) fn visibility(visibility: &Visibility) -> String {
    let text = flat(visibility);
    if text.is_empty() { text } else { text + " " }
}

fn module(item: &ItemMod, shape: Shape) -> String {
    let head = format!(
        "{}{}mod {}",
        attributes(&item.attrs, true, shape),
        visibility(&item.vis),
        item.ident
    );
    let Some((_, content)) = &item.content else {
        return head + ";";
    };
    let nested = shape.nested();
    let docs = attributes(&item.attrs, false, nested);
    if content.is_empty() && docs.is_empty() {
        return head + " {}";
    }
    let gap = if docs.is_empty() { "" } else { "\n" };
    let (docs, items) = (docs.trim_end(), items(content.iter(), nested));
    let middle = if docs.is_empty() {
        String::new()
    } else {
        format!("{docs}{gap}{}", nested.newline())
    };
    format!(
        "{head} {{{}{middle}{items}{}}}",
        nested.newline(),
        shape.newline()
    )
}

fn constant(head: &str, ty: &syn::Type, value: &Expr, shape: Shape) -> String {
    let room = shape
        .after(width(head) + ": ".len())
        .and_then(|shape| shape.before(" =".len()));
    let beside = room
        .and_then(|shape| types::ty(ty, shape))
        .map(|ty| format!("{head}: {ty} ="));
    let nested = shape.nested();
    let below = || {
        // rustfmt leaves no room for the sign here.
        let ty = types::ty(ty, nested)?;
        Some(format!("{head}:{}{ty} =", nested.newline()))
    };
    let left = beside
        .or_else(below)
        .unwrap_or_else(|| format!("{head}: {} =", flat(ty)));
    let literal = match value {
        Expr::Reference(reference) => &reference.expr,
        other => other,
    };
    let write = |shape: Shape| match literal {
        // It would be the same on the next line: no need to try.
        Expr::Struct(literal) if shape.fits(&format!("{left} &{} {{", flat(&literal.path))) => {
            let text = expr::expr(value, shape.after(last_width(&left) + 1)?)?;
            Some(format!("{left} {text}"))
        }
        _ => assigned(&left, shape, |shape| expr::expr(value, shape)),
    };
    let text = shape
        .before(1)
        .and_then(write)
        .or_else(|| write(shape.unlimited()));
    text.unwrap_or_else(|| format!("{left} {}", flat(value))) + ";"
}

fn alias(head: &str, ty: &syn::Type, shape: Shape) -> String {
    let left = format!("{head} =");
    let text = shape
        .before(1)
        .and_then(|shape| assigned(&left, shape, |shape| types::ty(ty, shape)));
    text.unwrap_or_else(|| format!("{left} {}", flat(ty))) + ";"
}

fn macro_item(mac: &syn::Macro, semicolon: bool, shape: Shape) -> String {
    let end = if semicolon { ";" } else { "" };
    let text = shape
        .before(end.len())
        .and_then(|shape| expr::macro_call(mac, shape));
    text.unwrap_or_else(|| flat(mac)) + end
}

fn implementation(item: &ItemImpl, shape: Shape) -> String {
    let head = impl_head(item, shape);
    let nested = shape.nested();
    let parts: Vec<_> = item
        .items
        .iter()
        .map(|part| impl_item(part, nested))
        .collect();
    if head.contains('\n') && parts.is_empty() {
        return format!("{head}{0}{{{0}}}", shape.newline());
    }
    let gap = if head.contains('\n') {
        shape.newline()
    } else {
        brace_gap(&head, &item.generics, shape)
    };
    format!(
        "{head}{}{gap}{}",
        predicates(&item.generics, shape, true),
        braced(&parts, shape)
    )
}

/// Everything before the `{`.
fn impl_head(item: &ItemImpl, shape: Shape) -> String {
    let (start, ty) = (format!("impl{}", flat(&item.generics)), flat(&item.self_ty));
    let nested = shape.nested();
    let own_line = |text: &str| nested.newline() + text;
    // rustfmt does not count the indentation of the whole line.
    let one_line = |text: &str| width(text) + " {".len() <= shape.max;
    let Some((path, _)) = &item.trait_ else {
        let line = format!("{start} {ty}");
        return if one_line(&line) || !nested.fits(&ty) {
            line
        } else {
            start + &own_line(&ty)
        };
    };
    let implemented = flat(path);
    let line = format!("{start} {implemented}");
    let whole = format!("{line} for {ty}");
    let broken = || match types::broken_path(path, nested) {
        Some(broken) => format!("{start}{} for {ty}", own_line(&broken)),
        None => whole.clone(),
    };
    if types::has_wide_tuple(&implemented) {
        broken()
    } else if one_line(&whole) {
        whole
    } else if shape.fits(&line) {
        line + &own_line(&format!("for {ty}"))
    } else if nested.fits(&implemented) {
        start + &own_line(&implemented) + &own_line(&format!("for {ty}"))
    } else {
        broken()
    }
}

fn impl_item(item: &ImplItem, shape: Shape) -> (Kind, String) {
    let text = match item {
        ImplItem::Fn(item) => {
            attributes(&item.attrs, true, shape)
                + &function::function(&visibility(&item.vis), &item.sig, Some(&item.block), shape)
        }
        ImplItem::Const(item) => {
            let head = format!("{}const {}", visibility(&item.vis), item.ident);
            attributes(&item.attrs, true, shape) + &constant(&head, &item.ty, &item.expr, shape)
        }
        ImplItem::Type(item) => {
            let head = format!(
                "{}type {}{}",
                visibility(&item.vis),
                item.ident,
                flat(&item.generics)
            );
            attributes(&item.attrs, true, shape) + &alias(&head, &item.ty, shape)
        }
        ImplItem::Macro(item) => {
            attributes(&item.attrs, true, shape)
                + &macro_item(&item.mac, item.semi_token.is_some(), shape)
        }
        other => flat(other),
    };
    (line_kind(&text, matches!(item, ImplItem::Fn(_))), text)
}

fn trait_definition(item: &ItemTrait, shape: Shape) -> String {
    let bounds = if item.supertraits.is_empty() {
        String::new()
    } else {
        format!(": {}", flat(&item.supertraits))
    };
    let head = format!(
        "{}trait {}{}{bounds}",
        visibility(&item.vis),
        item.ident,
        flat(&item.generics)
    );
    let nested = shape.nested();
    let parts: Vec<_> = item
        .items
        .iter()
        .map(|part| trait_item(part, nested))
        .collect();
    format!(
        "{head}{}{}{}",
        predicates(&item.generics, shape, true),
        brace_gap(&head, &item.generics, shape),
        braced(&parts, shape)
    )
}

fn trait_item(item: &TraitItem, shape: Shape) -> (Kind, String) {
    let text = match item {
        TraitItem::Fn(item) => {
            attributes(&item.attrs, true, shape)
                + &function::function("", &item.sig, item.default.as_ref(), shape)
        }
        TraitItem::Type(item) if item.default.is_none() && item.generics.params.is_empty() => {
            let bounds = if item.bounds.is_empty() {
                String::new()
            } else {
                format!(": {}", flat(&item.bounds))
            };
            attributes(&item.attrs, true, shape) + &format!("type {}{bounds};", item.ident)
        }
        other => flat(other),
    };
    (line_kind(&text, matches!(item, TraitItem::Fn(_))), text)
}

fn line_kind(text: &str, function: bool) -> Kind {
    if function || text.contains('\n') {
        Kind::Other
    } else {
        Kind::Line
    }
}

/// What oasmith does not emit of its own accord: as prettyplease prints it.
fn foreign(item: &Item, shape: Shape) -> String {
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item.clone()],
    };
    let text = prettyplease::unparse(&file);
    text.trim_end()
        .split('\n')
        .collect::<Vec<_>>()
        .join(&shape.newline())
}

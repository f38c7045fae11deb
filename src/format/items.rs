//! Items one below the other: which of them are sorted, and where a blank line stands.

use super::attributes::attributes;
use super::item::{self, visibility};
use super::shape::Shape;
use super::uses;
use std::borrow::Borrow;
use syn::{Item, ItemMod, ItemUse};

/// What decides whether a blank line follows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A `use` declaration and its block.
    Use((bool, usize)),
    /// A line that stands close to others of its sort.
    Line,
    Other,
}

/// Items one below the other. Each is laid out before the next is asked for: a parsed item takes a hundred times the memory
/// of its text.
pub(super) fn items<I: Borrow<Item>>(items: impl Iterator<Item = I>, shape: Shape) -> String {
    let mut parts: Vec<(Kind, String)> = Vec::new();
    let mut items = items.peekable();
    while let Some(first) = items.next() {
        let sorted = Sorted::of(first.borrow());
        let mut run = vec![first];
        while let Some(next) =
            items.next_if(|item| sorted.is_some() && Sorted::of(item.borrow()) == sorted)
        {
            run.push(next);
        }
        let run = run.iter().map(Borrow::borrow);
        match sorted {
            Some(Sorted::Use) => parts.extend(imports(run, shape)),
            Some(Sorted::Module) => parts.extend(modules(run, shape)),
            None => parts.extend(run.map(|item| (Kind::Other, item::item(item, shape)))),
        }
    }
    stack(&parts, shape)
}

/// Items that are sorted with their neighbours of the same sort.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sorted {
    Use,
    Module,
}

impl Sorted {
    fn of(item: &Item) -> Option<Self> {
        match item {
            Item::Use(_) => Some(Self::Use),
            item if is_plain_module(item) => Some(Self::Module),
            _ => None,
        }
    }
}

fn imports<'a>(run: impl Iterator<Item = &'a Item>, shape: Shape) -> Vec<(Kind, String)> {
    let mut run: Vec<_> = run
        .filter_map(|item| match item {
            Item::Use(item) => Some(item),
            _ => None,
        })
        .collect();
    run.sort_by_cached_key(|item| (uses::block(item), uses::path(&item.tree)));
    let part = |item: &ItemUse| {
        (
            Kind::Use(uses::block(item)),
            attributes(&item.attrs, true, shape) + &uses::declaration(item, shape),
        )
    };
    run.into_iter().map(part).collect()
}

fn modules<'a>(run: impl Iterator<Item = &'a Item>, shape: Shape) -> Vec<(Kind, String)> {
    let mut run: Vec<_> = run
        .filter_map(|item| match item {
            Item::Mod(item) => Some(item),
            _ => None,
        })
        .collect();
    run.sort_by_cached_key(|item| syn::ext::IdentExt::unraw(&item.ident).to_string());
    let part = |module: &ItemMod| {
        let condition = attributes(&module.attrs, true, shape);
        let visibility = visibility(&module.vis);
        (
            Kind::Line,
            format!("{condition}{visibility}mod {};", module.ident),
        )
    };
    run.into_iter().map(part).collect()
}

/// Whether an item is a `mod` declaration with no more than a condition: such lines are sorted.
fn is_plain_module(item: &Item) -> bool {
    let is_condition = |attribute: &syn::Attribute| attribute.path().is_ident("cfg");
    matches!(item, Item::Mod(module) if module.content.is_none() && module.attrs.iter().all(is_condition))
}

/// The parts with line breaks or blank lines between them.
fn stack(parts: &[(Kind, String)], shape: Shape) -> String {
    let mut text = String::new();
    let mut previous = None;
    for (kind, part) in parts {
        match previous {
            Some(previous) if previous == *kind && *kind != Kind::Other => {
                text.push_str(&shape.newline())
            }
            Some(_) => text.push_str(&format!("\n{}", shape.newline())),
            None => {}
        }
        text.push_str(part);
        previous = Some(*kind);
    }
    text
}

/// `{`, the parts, `}`.
pub(super) fn braced(parts: &[(Kind, String)], shape: Shape) -> String {
    let nested = shape.nested();
    if parts.is_empty() {
        return "{}".to_owned();
    }
    format!(
        "{{{}{}{}}}",
        nested.newline(),
        stack(parts, nested),
        shape.newline()
    )
}

//! Items, with a blank line between them.

use super::attributes::attributes;
use super::block;
use super::expr::{self, assigned};
use super::flat::flat;
use super::list::{Brackets, Item as Element, bracketed};
use super::shape::{CALL_WIDTH, Shape, Tactic, VARIANT_WIDTH, join, last_width, tactic, width};
use super::types;
use super::uses::{self, Name};
use syn::{
    Block, Field, Fields, FnArg, Generics, ImplItem, Item, ItemEnum, ItemImpl, ItemMod, ItemTrait,
    Signature, TraitItem, Visibility,
};

/// What decides whether a blank line follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A `use` declaration and its block.
    Use((bool, usize)),
    /// A line that stands close to others of its sort.
    Line,
    Other,
}

/// Items one below the other.
pub(super) fn items(items: &[Item], shape: Shape) -> String {
    let mut parts: Vec<(Kind, String)> = Vec::new();
    let mut rest = items;
    while let Some(first) = rest.first() {
        let same = |item: &Item| {
            is_use(item) == is_use(first) && is_plain_module(item) == is_plain_module(first)
        };
        let end = rest
            .iter()
            .position(|item| !same(item))
            .unwrap_or(rest.len());
        let (run, tail) = rest.split_at(end);
        rest = tail;
        if is_use(first) {
            let mut run: Vec<_> = run
                .iter()
                .filter_map(|item| {
                    if let Item::Use(item) = item {
                        Some(item)
                    } else {
                        None
                    }
                })
                .collect();
            run.sort_by_cached_key(|item| (uses::block(item), uses::path(&item.tree)));
            parts.extend(run.into_iter().map(|item| {
                (
                    Kind::Use(uses::block(item)),
                    attributes(&item.attrs, true, shape) + &uses::declaration(item, shape),
                )
            }));
        } else if is_plain_module(first) {
            let mut run: Vec<_> = run
                .iter()
                .filter_map(|item| {
                    if let Item::Mod(item) = item {
                        Some(item)
                    } else {
                        None
                    }
                })
                .collect();
            run.sort_by_cached_key(|item| Name::new(item.ident.to_string()));
            parts.extend(run.into_iter().map(|module| {
                (
                    Kind::Line,
                    format!("{}mod {};", visibility(&module.vis), module.ident),
                )
            }));
        } else {
            parts.extend(
                run.iter()
                    .map(|item| (Kind::Other, self::item(item, shape))),
            );
        }
    }
    stack(&parts, shape)
}

fn is_use(item: &Item) -> bool {
    matches!(item, Item::Use(_))
}

/// Whether an item is a `mod` declaration without documentation: such lines are sorted.
fn is_plain_module(item: &Item) -> bool {
    matches!(item, Item::Mod(module) if module.content.is_none() && module.attrs.is_empty())
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
fn braced(parts: &[(Kind, String)], shape: Shape) -> String {
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

/// One item with its attributes.
pub(super) fn item(item: &Item, shape: Shape) -> String {
    match item {
        Item::Use(item) => attributes(&item.attrs, true, shape) + &uses::declaration(item, shape),
        Item::Mod(item) if item.unsafety.is_none() => module(item, shape),
        Item::Struct(item) => {
            let head = format!("{}struct {}", visibility(&item.vis), item.ident);
            attributes(&item.attrs, true, shape)
                + &structure(&head, &item.generics, &item.fields, shape)
        }
        Item::Enum(item) => attributes(&item.attrs, true, shape) + &enumeration(item, shape),
        Item::Impl(item) if item.unsafety.is_none() => {
            attributes(&item.attrs, true, shape) + &implementation(item, shape)
        }
        Item::Trait(item) => attributes(&item.attrs, true, shape) + &trait_definition(item, shape),
        Item::Fn(item) => {
            attributes(&item.attrs, true, shape)
                + &function(&visibility(&item.vis), &item.sig, Some(&item.block), shape)
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

fn visibility(visibility: &Visibility) -> String {
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
    let (docs, items) = (docs.trim_end(), items(content, nested));
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

fn constant(head: &str, ty: &syn::Type, value: &syn::Expr, shape: Shape) -> String {
    let room = shape
        .after(width(head) + ": ".len())
        .and_then(|shape| shape.before(" =".len()));
    let ty = room
        .and_then(|shape| types::ty(ty, shape))
        .unwrap_or_else(|| flat(ty));
    let left = format!("{head}: {ty} =");
    let write = |shape: Shape| assigned(&left, shape, |shape| expr::expr(value, shape));
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

/// `where` and the predicates, one per line; nothing if there are none. A comma ends the last one
/// unless a semicolon does.
fn predicates(generics: &Generics, shape: Shape, body: bool) -> String {
    let Some(clause) = &generics.where_clause else {
        return String::new();
    };
    let nested = shape.nested();
    let predicates: Vec<String> = clause
        .predicates
        .iter()
        .map(|predicate| flat(predicate))
        .collect();
    let list = join(&predicates, Tactic::Vertical, nested, body);
    format!("{}where{}{list}", shape.newline(), nested.newline())
}

/// What separates a head from its `{`.
fn brace_gap(generics: &Generics, shape: Shape) -> String {
    if generics.where_clause.is_some() {
        shape.newline()
    } else {
        " ".to_owned()
    }
}

fn structure(head: &str, generics: &Generics, fields: &Fields, shape: Shape) -> String {
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
                brace_gap(generics, shape),
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
    let items: Vec<_> = fields.map(Element::Field).collect();
    let brackets = Brackets::new('(', ')').limit(CALL_WIDTH);
    let text = bracketed(head, &items, brackets, shape);
    text.or_else(|| bracketed(head, &items, brackets, shape.unlimited()))
        .unwrap_or_default()
}

fn enumeration(item: &ItemEnum, shape: Shape) -> String {
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
        brace_gap(&item.generics, shape),
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

fn implementation(item: &ItemImpl, shape: Shape) -> String {
    let ty = flat(&item.self_ty);
    let head = match &item.trait_ {
        Some((path, _)) => {
            let head = format!("impl{} {}", flat(&item.generics), flat(path));
            match width(&head) + width(&ty) + " for  {".len() <= shape.width {
                true => format!("{head} for {ty}"),
                false => format!("{head}{}for {ty}", shape.nested().newline()),
            }
        }
        None => format!("impl{} {ty}", flat(&item.generics)),
    };
    let nested = shape.nested();
    let parts: Vec<_> = item
        .items
        .iter()
        .map(|part| impl_item(part, nested))
        .collect();
    let gap = if head.contains('\n') && !parts.is_empty() {
        shape.newline()
    } else {
        brace_gap(&item.generics, shape)
    };
    format!(
        "{head}{}{gap}{}",
        predicates(&item.generics, shape, true),
        braced(&parts, shape)
    )
}

fn impl_item(item: &ImplItem, shape: Shape) -> (Kind, String) {
    let text = match item {
        ImplItem::Fn(item) => {
            attributes(&item.attrs, true, shape)
                + &function(&visibility(&item.vis), &item.sig, Some(&item.block), shape)
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
        brace_gap(&item.generics, shape),
        braced(&parts, shape)
    )
}

fn trait_item(item: &TraitItem, shape: Shape) -> (Kind, String) {
    let text = match item {
        TraitItem::Fn(item) => {
            attributes(&item.attrs, true, shape)
                + &function("", &item.sig, item.default.as_ref(), shape)
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

/// A function with its body, or its declaration.
fn function(visibility: &str, signature: &Signature, body: Option<&Block>, shape: Shape) -> String {
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
    let line = format!("{head}({}){output}", arguments.join(", "));
    let text = match !line.contains('\n') && width(&line) + behind <= shape.width
        || arguments.is_empty()
    {
        true => line,
        false => {
            let list = join(&arguments, Tactic::Vertical, nested, true);
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
                brace_gap(&signature.generics, shape)
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

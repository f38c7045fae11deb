//! Bracketed lists: call arguments, arrays, tuples, generic arguments, attribute arguments.
//!
//! One line if everything fits; else the last item may spill over (a closure, or a single item that
//! has brackets of its own); else one item per line.

use super::closure;
use super::expr;
use super::shape::{
    SHORT_ELEMENT_WIDTH, Shape, TAB, Tactic, first_width, join, last_width, tactic, width,
};
use super::types;
use syn::{Expr, Field, Type};

/// One item of a bracketed list.
#[derive(Clone, Copy)]
pub(super) enum Item<'a> {
    Expr(&'a Expr),
    Type(&'a Type),
    /// Anything that is never broken.
    Text(&'a str),
    /// A field of a tuple struct or variant.
    Field(&'a Field),
    /// An attribute's argument.
    Meta(&'a syn::Meta),
}

/// The delimiters and the limits of a list.
#[derive(Clone, Copy)]
pub(super) struct Brackets {
    pub open: char,
    pub close: char,
    /// Widest content on one line.
    pub limit: usize,
    /// Whether the last of several lines ends with a comma.
    pub trailing: bool,
}

impl Brackets {
    /// A list that is limited by the line alone.
    pub fn new(open: char, close: char) -> Self {
        Self {
            open,
            close,
            limit: usize::MAX,
            trailing: true,
        }
    }

    pub fn limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }
}

/// `prefix`, which has been laid out for `shape`, followed by the list.
pub(super) fn bracketed(
    prefix: &str,
    items: &[Item<'_>],
    brackets: Brackets,
    shape: Shape,
) -> Option<String> {
    let Brackets {
        open,
        close,
        limit,
        trailing,
    } = brackets;
    let Some((last, others)) = items.split_last() else {
        let fits = last_width(prefix) + 2 <= shape.width;
        return Some(format!(
            "{prefix}{open}{}{close}",
            if fits { String::new() } else { shape.newline() }
        ));
    };
    let used = match prefix.contains('\n') {
        true => last_width(prefix).saturating_sub(shape.indent + shape.offset),
        false => width(prefix),
    };
    let one_line_width = shape.width.saturating_sub(used + 2);
    let one_line = shape
        .after(last_width(prefix) + 1)
        .and_then(|s| s.before(1))
        .unwrap_or(Shape { width: 0, ..shape });
    let nested = shape.nested().before(1)?;
    let one_line_limit = one_line_width.min(limit);

    let mut texts: Vec<String> = others
        .iter()
        .map(|item| item.rewrite(nested))
        .collect::<Option<_>>()?;
    let spilled = spill(last, &texts, prefix, limit, one_line);
    let first_line = spilled
        .as_deref()
        .map(|text| text.split('\n').next().unwrap_or_default().to_owned());
    let fits_spilled = first_line.is_some_and(|line| {
        texts.push(line);
        let fits = tactic(&texts, one_line_limit) == Tactic::Horizontal;
        texts.pop();
        fits
    });
    let arrangement = match spilled {
        Some(text) if fits_spilled => {
            let alone = match others.is_empty() && text.matches('\n').count() == 1 {
                true => last.rewrite(nested).filter(|text| !text.contains('\n')),
                false => None,
            };
            texts.push(alone.unwrap_or(text));
            Tactic::Horizontal
        }
        _ => {
            let text = last.rewrite(nested)?;
            let single = others.is_empty()
                && one_line_width > 0
                && !text.contains('\n')
                && width(&text) <= one_line_width;
            texts.push(text);
            let simple = || {
                items.iter().all(Item::is_simple)
                    && texts.iter().all(|text| width(text) <= SHORT_ELEMENT_WIDTH)
            };
            match tactic(&texts, one_line_limit) {
                _ if single => Tactic::Horizontal,
                Tactic::Vertical if simple() => Tactic::Mixed,
                other => other,
            }
        }
    };
    let content = join(&texts, arrangement, nested, trailing);
    let room = shape.width.saturating_sub(last_width(prefix));
    Some(
        if arrangement == Tactic::Horizontal && first_width(&content) < room {
            format!("{prefix}{open}{content}{close}")
        } else {
            format!(
                "{prefix}{open}{}{content}{}{close}",
                nested.newline(),
                shape.newline()
            )
        },
    )
}

/// The last item laid out next to the others although it takes several lines, if it may.
fn spill(
    last: &Item<'_>,
    others: &[String],
    prefix: &str,
    limit: usize,
    one_line: Shape,
) -> Option<String> {
    let alone = others.is_empty();
    let glued = alone && last.is_bare_expr() && prefix.len() < TAB;
    if !glued && !last.may_spill(alone) {
        return None;
    }
    let mut shape = match alone && !last.is_nested_call() {
        true => one_line,
        false => {
            let offset = others.iter().map(|text| text.len() + 2).sum();
            Shape {
                width: one_line.width.min(limit),
                ..one_line
            }
            .after(offset)?
        }
    };
    shape.chain_on_one_line |= !glued && matches!(last, Item::Expr(expr) if is_method_call(expr));
    match last {
        Item::Expr(Expr::Closure(closure)) => closure::last_closure(closure, shape),
        _ => last.rewrite(shape),
    }
}

impl Item<'_> {
    fn rewrite(&self, shape: Shape) -> Option<String> {
        match self {
            Self::Expr(expr) => expr::expr(expr, shape),
            Self::Type(ty) => types::ty(ty, shape),
            Self::Text(text) => shape.fit((*text).to_owned()),
            Self::Field(field) => types::tuple_field(field, shape),
            Self::Meta(meta) => super::attributes::meta(meta, shape),
        }
    }

    fn is_bare_expr(&self) -> bool {
        matches!(self, Self::Expr(_))
    }

    fn is_simple(&self) -> bool {
        match self {
            Self::Expr(expr) => is_simple(expr),
            _ => false,
        }
    }

    fn is_nested_call(&self) -> bool {
        match self {
            Self::Expr(expr) => is_nested_call(expr),
            _ => false,
        }
    }

    fn may_spill(&self, alone: bool) -> bool {
        match self {
            Self::Expr(expr) => expr_may_spill(expr, alone),
            Self::Type(ty) => type_may_spill(ty, alone),
            Self::Text(_) | Self::Field(_) => false,
            Self::Meta(_) => alone,
        }
    }
}

fn is_simple(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Path(path) => path.path.segments.len() <= 1,
        Expr::Reference(inner) => is_simple(&inner.expr),
        Expr::Unary(inner) => is_simple(&inner.expr),
        Expr::Cast(inner) => is_simple(&inner.expr),
        Expr::Field(inner) => is_simple(&inner.base),
        Expr::Try(inner) => is_simple(&inner.expr),
        Expr::Index(inner) => is_simple(&inner.expr) && is_simple(&inner.index),
        Expr::Repeat(inner) => is_simple(&inner.expr) && is_simple(&inner.len),
        _ => false,
    }
}

fn is_nested_call(expr: &Expr) -> bool {
    match expr {
        Expr::Call(_) | Expr::Macro(_) => true,
        Expr::Reference(inner) => is_nested_call(&inner.expr),
        Expr::Try(inner) => is_nested_call(&inner.expr),
        Expr::Unary(inner) => is_nested_call(&inner.expr),
        Expr::Cast(inner) => is_nested_call(&inner.expr),
        _ => false,
    }
}

fn is_method_call(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(_) => true,
        Expr::Reference(inner) => is_method_call(&inner.expr),
        Expr::Try(inner) => is_method_call(&inner.expr),
        Expr::Unary(inner) => is_method_call(&inner.expr),
        Expr::Cast(inner) => is_method_call(&inner.expr),
        _ => false,
    }
}

fn expr_may_spill(expr: &Expr, alone: bool) -> bool {
    match expr {
        Expr::Block(_) | Expr::Async(_) | Expr::Closure(_) => true,
        Expr::Match(_) | Expr::Array(_) | Expr::Struct(_) | Expr::Macro(_) => alone,
        Expr::Call(_) | Expr::MethodCall(_) | Expr::Paren(_) | Expr::Tuple(_) => alone,
        Expr::Reference(inner) => expr_may_spill(&inner.expr, alone),
        Expr::Try(inner) => expr_may_spill(&inner.expr, alone),
        Expr::Unary(inner) => expr_may_spill(&inner.expr, alone),
        Expr::Cast(inner) => expr_may_spill(&inner.expr, alone),
        _ => false,
    }
}

fn type_may_spill(ty: &Type, alone: bool) -> bool {
    match ty {
        Type::Tuple(_) => alone,
        Type::Reference(inner) => type_may_spill(&inner.elem, alone),
        Type::Ptr(inner) => type_may_spill(&inner.elem, alone),
        _ => false,
    }
}

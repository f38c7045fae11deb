//! Expressions.
//!
//! Every function answers `None` if the expression cannot be made to fit; the caller then tries
//! another place for it.

use super::binary;
use super::block;
use super::chain::chain;
use super::flat::flat;
use super::list::{Brackets, Item, bracketed};
use super::shape::{
    ARRAY_WIDTH, CALL_WIDTH, LITERAL_WIDTH, Shape, Tactic, first_width, join, last_width, tactic,
    width,
};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprClosure, ExprStruct, Macro, MacroDelimiter, Token};

/// An expression as a part of another one or of a statement.
pub(super) fn expr(expr: &Expr, shape: Shape) -> Option<String> {
    match expr {
        attributed if !attributes(attributed).is_empty() => foreign(attributed, shape),
        // A text that is too long cannot be broken, but what is around it can.
        Expr::Lit(literal) if matches!(literal.lit, syn::Lit::Str(_)) => Some(flat(expr)),
        Expr::Lit(_) | Expr::Path(_) | Expr::Infer(_) => shape.fit(flat(expr)),
        Expr::MethodCall(_) | Expr::Field(_) | Expr::Await(_) | Expr::Try(_) => chain(expr, shape),
        Expr::Call(call) => {
            let callee = self::expr(&call.func, shape)?;
            let items: Vec<_> = call.args.iter().map(Item::Expr).collect();
            bracketed(
                &callee,
                &items,
                Brackets::new('(', ')').limit(CALL_WIDTH),
                shape,
            )
        }
        Expr::Array(array) => {
            let items: Vec<_> = array.elems.iter().map(Item::Expr).collect();
            bracketed(
                "",
                &items,
                Brackets::new('[', ']').limit(ARRAY_WIDTH),
                shape,
            )
        }
        Expr::Tuple(tuple) if tuple.elems.len() == 1 => {
            let inner = self::expr(tuple.elems.first()?, shape.after(1)?.before(2)?)?;
            Some(format!("({inner},)"))
        }
        Expr::Tuple(tuple) => {
            let items: Vec<_> = tuple.elems.iter().map(Item::Expr).collect();
            bracketed("", &items, Brackets::new('(', ')').limit(CALL_WIDTH), shape)
        }
        Expr::Macro(mac) => macro_call(&mac.mac, shape),
        Expr::Struct(literal) => struct_literal(literal, shape),
        Expr::Closure(closure) => super::closure::closure(closure, shape),
        Expr::Paren(inner) => Some(format!(
            "({})",
            self::expr(&inner.expr, shape.after(1)?.before(1)?)?
        )),
        Expr::Reference(inner) => prefixed(
            if inner.mutability.is_some() {
                "&mut "
            } else {
                "&"
            },
            Some(&inner.expr),
            shape,
        ),
        Expr::Unary(inner) => prefixed(&flat(&inner.op), Some(&inner.expr), shape),
        Expr::Return(inner) => prefixed("return ", inner.expr.as_deref(), shape),
        Expr::Break(inner) if inner.label.is_none() => {
            prefixed("break ", inner.expr.as_deref(), shape)
        }
        Expr::Continue(inner) if inner.label.is_none() => shape.fit("continue".to_owned()),
        Expr::Cast(inner) => {
            let ty = format!(" as {}", flat(&inner.ty));
            Some(self::expr(&inner.expr, shape.before(width(&ty))?)? + &ty)
        }
        Expr::Index(inner) => {
            let index = self::expr(&inner.index, shape.unlimited())?;
            shape.fit(format!(
                "{}[{index}]",
                self::expr(&inner.expr, shape.before(width(&index) + 2)?)?
            ))
        }
        Expr::Let(inner) => assigned(&format!("let {} =", flat(&inner.pat)), shape, |shape| {
            self::expr(&inner.expr, shape)
        }),
        Expr::Assign(assign) => {
            let left = self::expr(&assign.left, shape)?;
            assigned(&format!("{left} ="), shape, |shape| {
                self::expr(&assign.right, shape)
            })
        }
        Expr::Range(range) => {
            let side = |side: &Option<Box<Expr>>| match side {
                Some(expr) => self::expr(expr, shape),
                None => Some(String::new()),
            };
            shape.fit(format!(
                "{}{}{}",
                side(&range.start)?,
                flat(&range.limits),
                side(&range.end)?
            ))
        }
        Expr::Binary(binary) => binary::binary(binary, shape),
        Expr::Block(inner) if inner.label.is_none() && inner.attrs.is_empty() => {
            block::inline(&inner.block, shape)
        }
        Expr::Async(inner) => {
            let prefix = if inner.capture.is_some() {
                "async move "
            } else {
                "async "
            };
            Some(format!(
                "{prefix}{}",
                block::inline(&inner.block, shape.after(prefix.len())?)?
            ))
        }
        Expr::Match(inner) => block::match_expr(inner, shape),
        Expr::If(inner) => block::if_expr(inner, shape, true),
        Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_) => block::loop_expr(expr, shape),
        other => foreign(other, shape),
    }
}

/// An expression that has the line break rules of a statement: it is never squeezed on one line.
pub(super) fn statement(expr: &Expr, shape: Shape) -> Option<String> {
    match expr {
        Expr::If(inner) if inner.attrs.is_empty() => block::if_expr(inner, shape, false),
        Expr::Block(inner) if inner.label.is_none() && inner.attrs.is_empty() => {
            Some(block::block(&inner.block, shape))
        }
        other => self::expr(other, shape),
    }
}

fn prefixed(prefix: &str, inner: Option<&Expr>, shape: Shape) -> Option<String> {
    match inner {
        Some(inner) => Some(format!(
            "{prefix}{}",
            expr(inner, shape.after(width(prefix))?)?
        )),
        None => shape.fit(prefix.trim_end().to_owned()),
    }
}

/// `left` (which ends with `=`) and what is assigned, on the same line or on the next.
pub(super) fn assigned(
    left: &str,
    shape: Shape,
    right: impl Fn(Shape) -> Option<String>,
) -> Option<String> {
    let used =
        last_width(left).saturating_sub(if left.contains('\n') { shape.indent } else { 0 }) + 1;
    let here = shape.after(used).unwrap_or(Shape {
        width: 0,
        offset: shape.offset + used,
        ..shape
    });
    let same = right(here);
    if let Some(text) = same
        .as_ref()
        .filter(|text| !text.contains('\n') && width(text) <= here.width)
    {
        return Some(format!("{left} {text}"));
    }
    let below = shape.nested().before(here.overhead())?;
    let next = right(below);
    match (same, next) {
        (Some(same), Some(next)) if below.fits(&next) && prefers_next_line(&same, &next) => {
            Some(format!("{left}{}{next}", below.newline()))
        }
        (Some(same), _) => Some(format!("{left} {same}")),
        (None, Some(next)) => Some(format!("{left}{}{next}", below.newline())),
        (None, None) => None,
    }
}

/// Whether a right-hand side looks better on a line of its own.
pub(super) fn prefers_next_line(same: &str, next: &str) -> bool {
    let opens = |text: &str, bracket| {
        text.split('\n')
            .next()
            .is_some_and(|line| line.ends_with(bracket))
    };
    !next.contains('\n')
        || same.matches('\n').count() > next.matches('\n').count() + 1
        || ['(', '{', '[']
            .into_iter()
            .any(|bracket| opens(same, bracket) && !opens(next, bracket))
}

fn struct_literal(literal: &ExprStruct, shape: Shape) -> Option<String> {
    let path = flat(&literal.path);
    if literal.fields.is_empty() && literal.dot2_token.is_none() {
        return shape.fit(format!("{path} {{}}"));
    }
    let rest = literal.dot2_token.map(|_| literal.rest.as_deref());
    // Stops at the first field beyond `limit`: nested literals would be laid out once per level otherwise.
    let fields = |shape: Shape, limit: usize| -> Option<Vec<String>> {
        let mut texts: Vec<String> = Vec::with_capacity(literal.fields.len() + 1);
        let mut used = 0;
        for field in &literal.fields {
            let text = field_value(field, shape)?;
            used += width(&text) + ", ".len();
            if used > limit.saturating_add(", ".len()) {
                return None;
            }
            texts.push(text);
        }
        if let Some(rest) = rest {
            texts.push(prefixed("..", rest, shape)?);
        }
        Some(texts)
    };
    let room = shape
        .width
        .saturating_sub(width(&path) + 5)
        .min(LITERAL_WIDTH);
    if let Some(texts) = shape
        .after(width(&path) + 3)
        .and_then(|shape| shape.before(2))
        .and_then(|shape| fields(shape, room))
        && tactic(&texts, room) == Tactic::Horizontal
    {
        return Some(format!(
            "{path} {{ {} }}",
            join(&texts, Tactic::Horizontal, shape, false)
        ));
    }
    let nested = shape.nested();
    let content = join(
        &fields(nested.before(1)?, usize::MAX)?,
        Tactic::Vertical,
        nested,
        rest.is_none(),
    );
    let text = format!(
        "{path} {{{}{content}{}}}",
        nested.newline(),
        shape.newline()
    );
    (first_width(&text) <= shape.width).then_some(text)
}

fn field_value(field: &syn::FieldValue, shape: Shape) -> Option<String> {
    let attributes = super::attributes::attributes(&field.attrs, true, shape);
    let name = flat(&field.member);
    let literal = matches!(field.expr, Expr::Lit(_));
    let same = shape
        .after(width(&name) + 2)
        .and_then(|shape| expr(&field.expr, shape));
    match same {
        _ if field.colon_token.is_none() => Some(attributes + &name),
        Some(text) if !literal && text == name => Some(attributes + &name),
        Some(text) => Some(format!("{attributes}{name}: {text}")),
        None => {
            let nested = shape.nested();
            Some(format!(
                "{attributes}{name}:{}{}",
                nested.newline(),
                expr(&field.expr, nested)?
            ))
        }
    }
}

/// A macro call whose arguments are expressions; others are left as they are.
pub(super) fn macro_call(mac: &Macro, shape: Shape) -> Option<String> {
    let name = format!("{}!", flat(&mac.path));
    let flat = |open, close| format!("{name}{open}{}{close}", flat(&mac.tokens));
    let brackets = match mac.delimiter {
        MacroDelimiter::Paren(_) => Brackets::new('(', ')').limit(CALL_WIDTH),
        MacroDelimiter::Bracket(_) => Brackets::new('[', ']').limit(ARRAY_WIDTH),
        MacroDelimiter::Brace(_) => return Some(flat(" { ", " }")),
    };
    let parsed = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
    let Ok(arguments) = parsed else {
        return Some(match mac.delimiter {
            MacroDelimiter::Bracket(_) => flat("[", "]"),
            _ => flat("(", ")"),
        });
    };
    let items: Vec<_> = arguments.iter().map(Item::Expr).collect();
    let trailing =
        matches!(mac.delimiter, MacroDelimiter::Bracket(_)) || arguments.trailing_punct();
    bracketed(
        &name,
        &items,
        Brackets {
            trailing,
            ..brackets
        },
        shape,
    )
}

/// Whether a chain continues at the indentation of `expr`'s closing delimiter.
pub(super) fn is_block_like(expr: &Expr, text: &str) -> bool {
    match expr {
        Expr::Paren(inner) => is_block_like(&inner.expr, text),
        Expr::Unary(inner) => is_block_like(&inner.expr, text),
        Expr::Binary(inner) => is_block_like(&inner.right, text),
        Expr::Index(inner) => is_block_like(&inner.index, text),
        Expr::Closure(inner) => is_block_like(&inner.body, text),
        Expr::Macro(_)
        | Expr::Call(_)
        | Expr::Array(_)
        | Expr::Struct(_)
        | Expr::If(_)
        | Expr::Match(_) => text.contains('\n'),
        Expr::Block(_) | Expr::Async(_) | Expr::While(_) | Expr::ForLoop(_) | Expr::Loop(_) => {
            text.contains('\n')
        }
        _ => false,
    }
}

/// The attributes of the expressions that are laid out here.
fn attributes(expr: &Expr) -> &[syn::Attribute] {
    match expr {
        Expr::Array(syn::ExprArray { attrs, .. })
        | Expr::Assign(syn::ExprAssign { attrs, .. })
        | Expr::Async(syn::ExprAsync { attrs, .. })
        | Expr::Await(syn::ExprAwait { attrs, .. })
        | Expr::Binary(syn::ExprBinary { attrs, .. })
        | Expr::Block(syn::ExprBlock { attrs, .. })
        | Expr::Break(syn::ExprBreak { attrs, .. })
        | Expr::Call(syn::ExprCall { attrs, .. })
        | Expr::Cast(syn::ExprCast { attrs, .. })
        | Expr::Closure(ExprClosure { attrs, .. })
        | Expr::Continue(syn::ExprContinue { attrs, .. })
        | Expr::Field(syn::ExprField { attrs, .. })
        | Expr::ForLoop(syn::ExprForLoop { attrs, .. })
        | Expr::If(syn::ExprIf { attrs, .. })
        | Expr::Index(syn::ExprIndex { attrs, .. })
        | Expr::Let(syn::ExprLet { attrs, .. })
        | Expr::Lit(syn::ExprLit { attrs, .. })
        | Expr::Loop(syn::ExprLoop { attrs, .. })
        | Expr::Macro(syn::ExprMacro { attrs, .. })
        | Expr::Match(syn::ExprMatch { attrs, .. })
        | Expr::MethodCall(syn::ExprMethodCall { attrs, .. })
        | Expr::Paren(syn::ExprParen { attrs, .. })
        | Expr::Path(syn::ExprPath { attrs, .. })
        | Expr::Range(syn::ExprRange { attrs, .. })
        | Expr::Reference(syn::ExprReference { attrs, .. })
        | Expr::Return(syn::ExprReturn { attrs, .. })
        | Expr::Struct(ExprStruct { attrs, .. })
        | Expr::Try(syn::ExprTry { attrs, .. })
        | Expr::Tuple(syn::ExprTuple { attrs, .. })
        | Expr::Unary(syn::ExprUnary { attrs, .. })
        | Expr::While(syn::ExprWhile { attrs, .. }) => attrs,
        _ => &[],
    }
}

/// What oasmith does not emit of its own accord: as prettyplease prints it.
fn foreign(expr: &Expr, shape: Shape) -> Option<String> {
    let function: syn::ItemFn = syn::parse2(quote::quote! { fn f() { #expr } }).ok()?;
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![syn::Item::Fn(function)],
    };
    let text = prettyplease::unparse(&file);
    let lines = text.lines().skip(1).filter(|line| *line != "}");
    let lines: Vec<&str> = lines
        .map(|line| line.strip_prefix("    ").unwrap_or(line))
        .collect();
    Some(lines.join(&shape.newline()))
}

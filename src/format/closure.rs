//! Closures, with or without braces around the body.

use super::block;
use super::expr::expr;
use super::flat::flat;
use super::shape::{Shape, width};
use syn::{Expr, ExprClosure, ReturnType};

/// A closure.
pub(super) fn closure(closure: &ExprClosure, shape: Shape) -> Option<String> {
    let prefix = closure_prefix(closure)?;
    let body = shape.after(width(&prefix) + 1)?;
    let Expr::Block(inner) = &*closure.body else {
        return closure_expr(&closure.body, &prefix, body)
            .or_else(|| closure_block(&closure.body, &prefix, body));
    };
    if inner.block.stmts.is_empty() {
        return Some(format!("{prefix} {{}}"));
    }
    let unwrapped = match &closure.output {
        ReturnType::Default => {
            block::single_expr(&closure.body).and_then(|only| match forces_block(only) {
                true => closure_block(only, &prefix, shape),
                false => closure_expr(only, &prefix, body),
            })
        }
        ReturnType::Type(..) => None,
    };
    unwrapped.or_else(|| Some(format!("{prefix} {}", block::inline(&inner.block, body)?)))
}

/// A closure that spills over as the last argument of a call.
pub(super) fn last_closure(closure: &ExprClosure, shape: Shape) -> Option<String> {
    let body = block::single_expr(&closure.body).unwrap_or(&closure.body);
    if !forces_block(body) {
        return self::closure(closure, shape);
    }
    let prefix = closure_prefix(closure)?;
    let room = shape.after(width(&prefix) + 1)?;
    let text = closure_block(body, &prefix, room)?;
    match closure_expr(body, &prefix, room) {
        Some(short) if !short.contains('\n') && text.lines().count() <= 7 => Some(short),
        _ => Some(text),
    }
}

fn closure_prefix(closure: &ExprClosure) -> Option<String> {
    let mut head = closure.clone();
    let arguments: Vec<String> = std::mem::take(&mut head.inputs).iter().map(flat).collect();
    let asynchronous = if closure.asyncness.is_some() {
        "async "
    } else {
        ""
    };
    let capture = if closure.capture.is_some() {
        "move "
    } else {
        ""
    };
    let output = match &closure.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => format!(" -> {}", flat(ty)),
    };
    Some(format!(
        "{asynchronous}{capture}|{}|{output}",
        arguments.join(", ")
    ))
}

/// The body without braces: on one line, unless it has delimiters of its own.
fn closure_expr(body: &Expr, prefix: &str, shape: Shape) -> Option<String> {
    let text = expr(body, shape)?;
    (!text.contains('\n') || may_span_lines(body)).then(|| format!("{prefix} {text}"))
}

/// The body in braces that it did not have.
fn closure_block(body: &Expr, prefix: &str, shape: Shape) -> Option<String> {
    let nested = shape.nested();
    let text = expr(body, nested).or_else(|| expr(body, nested.unlimited()))?;
    Some(format!(
        "{prefix} {{{}{text}{}}}",
        nested.newline(),
        shape.newline()
    ))
}

fn may_span_lines(body: &Expr) -> bool {
    match body {
        Expr::Match(_) | Expr::Async(_) | Expr::Block(_) | Expr::Loop(_) | Expr::Struct(_) => true,
        Expr::Reference(inner) => may_span_lines(&inner.expr),
        Expr::Try(inner) => may_span_lines(&inner.expr),
        Expr::Unary(inner) => may_span_lines(&inner.expr),
        Expr::Cast(inner) => may_span_lines(&inner.expr),
        _ => false,
    }
}

fn forces_block(body: &Expr) -> bool {
    match body {
        Expr::If(_) | Expr::While(_) | Expr::ForLoop(_) | Expr::Loop(_) => true,
        Expr::Reference(inner) => forces_block(&inner.expr),
        Expr::Try(inner) => forces_block(&inner.expr),
        Expr::Unary(inner) => forces_block(&inner.expr),
        Expr::Cast(inner) => forces_block(&inner.expr),
        _ => false,
    }
}

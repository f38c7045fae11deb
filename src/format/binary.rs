//! Chains of binary operators: one line, or an operator at the beginning of each.

use quote::ToTokens;
use syn::Expr;

use super::expr::{assigned, expr};
use super::shape::{Shape, last_width};

/// An operator with all operands of its precedence.
pub(super) fn binary(binary: &syn::ExprBinary, shape: Shape) -> Option<String> {
    let mut operands = vec![&*binary.right];
    let mut operators = vec![operator(&binary.op)];
    let mut left = &*binary.left;
    while let Expr::Binary(inner) = left {
        let operator = operator(&inner.op);
        if Some(&operator) != operators.first() {
            break;
        }
        operators.push(operator);
        operands.push(&inner.right);
        left = &inner.left;
    }
    operands.push(left);
    operands.reverse();
    operators.reverse();
    if operators.first().is_some_and(|operator| {
        operator.len() > 1
            && operator.ends_with('=')
            && !matches!(&**operator, "==" | "!=" | "<=" | ">=")
    }) {
        let left = expr(&binary.left, shape)?;
        return assigned(
            &format!("{left} {}", operator(&binary.op)),
            shape,
            |shape| expr(&binary.right, shape),
        );
    }
    let (first, rest) = operands.split_first()?;
    if may_be_one_line(&operands) {
        let texts: Option<Vec<String>> = operands
            .iter()
            .map(|operand| expr(operand, shape))
            .collect();
        let mut texts = texts.into_iter().flatten();
        let mut text = texts.next().unwrap_or_default();
        for (operand, operator) in texts.zip(&operators) {
            text.push_str(&format!(" {operator} {operand}"));
        }
        if !text.is_empty() && !text.contains('\n') && shape.fits(&text) {
            return Some(text);
        }
    }
    let nested = shape.nested().before(shape.overhead())?;
    let mut text = expr(first, shape)?;
    for (operand, operator) in rest.iter().zip(&operators) {
        // What is not wider than the indentation does not stand alone on its line.
        let lines = text.contains('\n');
        let used = last_width(&text)
            + if lines {
                0
            } else {
                shape.indent + shape.offset
            };
        let behind = Shape {
            offset: used.saturating_sub(shape.indent),
            ..shape.line()
        };
        let behind = behind.before(used.saturating_sub(shape.indent) + shape.overhead());
        let snug = behind
            .filter(|_| used <= nested.indent)
            .and_then(|shape| shape.after(operator.len() + 2));
        match snug.and_then(|shape| expr(operand, shape)) {
            Some(operand) => text.push_str(&format!(" {operator} {operand}")),
            None => {
                let operand = expr(operand, nested.after(operator.len() + 1)?)?;
                text.push_str(&format!("{}{operator} {operand}", nested.newline()));
            }
        }
    }
    Some(text)
}

/// Conditions with `let` stand below each other, except for a flag and one `let`.
fn may_be_one_line(operands: &[&Expr]) -> bool {
    if !operands
        .iter()
        .any(|operand| matches!(operand, Expr::Let(_)))
    {
        return true;
    }
    match operands {
        [first, Expr::Let(_)] => is_flag(first),
        _ => false,
    }
}

fn is_flag(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.segments.len() == 1,
        Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Bool(_)),
        Expr::Unary(inner) => is_flag(&inner.expr),
        Expr::Reference(inner) => is_flag(&inner.expr),
        Expr::Paren(inner) => is_flag(&inner.expr),
        _ => false,
    }
}

fn operator(operator: &syn::BinOp) -> String {
    operator.to_token_stream().to_string()
}

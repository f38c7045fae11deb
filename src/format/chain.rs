//! Chains of method calls, fields, `.await` and `?`.

use super::expr;
use super::flat::flat;
use super::list::{Brackets, Item, bracketed};
use super::shape::{
    CALL_WIDTH, CHAIN_WIDTH, Shape, TAB, ends_with_closers, first_width, last_width, width,
};
use syn::{Expr, ExprMethodCall};

/// One link, with the number of `?` behind it.
struct Link<'a> {
    kind: Kind<'a>,
    tries: usize,
}

enum Kind<'a> {
    Root(&'a Expr),
    Call(&'a ExprMethodCall),
    Field(&'a syn::Member),
    Await,
}

/// A chain.
pub(super) fn chain(expr: &Expr, shape: Shape) -> Option<String> {
    let mut links = links(expr).into_iter();
    let root = links.next()?;
    let mut links: &[Link<'_>] = &links.collect::<Vec<_>>();
    let mut text = root.rewrite(shape)?;
    if links.is_empty() {
        return Some(text);
    }
    let mut open_ended = matches!(root.kind, Kind::Root(expr) if expr::is_block_like(expr, &text));
    // A root shorter than the indentation would float alone above the dots.
    while let Some((link, rest)) = links.split_first() {
        if text.len() > TAB.saturating_sub(shape.offset) || text.contains('\n') {
            break;
        }
        let Some(next) = link.rewrite(shape.after(text.len())?) else {
            break;
        };
        text.push_str(&next);
        open_ended = ends_with_closers(&text);
        links = rest;
    }
    let Some((last, middle)) = links.split_last() else {
        return shape.fit(text);
    };

    let nested = if open_ended {
        shape.line()
    } else {
        shape.nested()
    };
    let mut texts = vec![text];
    for link in middle {
        texts.push(link.rewrite(nested)?);
    }
    let (text, one_line) = last_link(last, &texts, expr_links(expr), shape, nested)?;
    texts.push(text);
    if !one_line && shape.chain_on_one_line {
        return None;
    }
    let separator = if one_line {
        String::new()
    } else {
        nested.newline()
    };
    shape.fit(texts.join(&separator))
}

/// The last link, and whether the whole chain goes on one line (but for what spills from the last).
fn last_link(
    last: &Link<'_>,
    texts: &[String],
    links: usize,
    shape: Shape,
    nested: Shape,
) -> Option<(String, bool)> {
    let root = texts.first()?;
    let extendable = ends_with_closers(root);
    let before = last.tries
        + if extendable {
            last_width(root)
        } else {
            texts.iter().map(|text| width(text)).sum()
        };
    let limit = if links == 1 {
        shape.width
    } else {
        shape.width.min(CHAIN_WIDTH)
    };
    let budget = limit.saturating_sub(before);
    let one_line = budget > 0 && !texts.iter().any(|text| text.contains('\n'));
    let own_line = nested.before(shape.overhead() + last.tries);
    let spill_shape = match (one_line, extendable) {
        (true, _) => shape.before(last.tries),
        (_, true) => nested.before(last.tries),
        _ => None,
    };
    let spilled = spill_shape
        .and_then(|shape| shape.after(before))
        .and_then(|shape| last.rewrite(shape));
    let Some(spilled) = spilled else {
        let shape = if one_line {
            shape.before(last.tries)
        } else {
            own_line
        };
        return Some((last.rewrite(shape?)?, false));
    };
    let lines = spilled.lines().count();
    let fits = first_width(&spilled) <= budget;
    if fits && lines >= 5 {
        return Some((spilled, one_line));
    }
    match last.rewrite(own_line?) {
        Some(text) if !fits || text.lines().count() < lines => Some((text, false)),
        _ => Some((spilled, fits && one_line)),
    }
}

/// How many links follow the root.
fn expr_links(expr: &Expr) -> usize {
    links(expr).len() - 1
}

fn links(mut expr: &Expr) -> Vec<Link<'_>> {
    let mut links = Vec::new();
    let mut tries = 0;
    loop {
        let (kind, receiver) = match expr {
            Expr::Try(inner) => {
                tries += 1;
                expr = &inner.expr;
                continue;
            }
            Expr::MethodCall(call) => (Kind::Call(call), Some(&*call.receiver)),
            Expr::Field(field) => (Kind::Field(&field.member), Some(&*field.base)),
            Expr::Await(inner) => (Kind::Await, Some(&*inner.base)),
            root => (Kind::Root(root), None),
        };
        links.push(Link {
            kind,
            tries: std::mem::take(&mut tries),
        });
        match receiver {
            Some(receiver) => expr = receiver,
            None => break,
        }
    }
    links.reverse();
    links
}

impl Link<'_> {
    /// The link with its `?`s.
    fn rewrite(&self, shape: Shape) -> Option<String> {
        let shape = shape.before(self.tries)?;
        let mut text = match self.kind {
            Kind::Root(root) => expr::expr(root, shape)?,
            Kind::Field(member) => format!(".{}", flat(member)),
            Kind::Await => ".await".to_owned(),
            Kind::Call(call) => {
                let turbofish = call.turbofish.as_ref().map(flat).unwrap_or_default();
                let prefix = format!(".{}{turbofish}", call.method);
                let items: Vec<_> = call.args.iter().map(Item::Expr).collect();
                bracketed(
                    &prefix,
                    &items,
                    Brackets::new('(', ')').limit(CALL_WIDTH),
                    shape,
                )?
            }
        };
        text.extend(std::iter::repeat_n('?', self.tries));
        Some(text)
    }
}

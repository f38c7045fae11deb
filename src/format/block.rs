//! Blocks, statements, `match`, `if` and loops.

use super::attributes::attributes;
use super::expr::{self, assigned, expr, prefers_next_line};
use super::flat::flat;
use super::item;
use super::list::{Brackets, Item, bracketed};
use super::shape::{
    ELSE_WIDTH, Shape, TAB, Tactic, ends_with_closers, first_width, join, last_width, width,
};
use super::types;
use syn::{Arm, Block, Expr, ExprIf, ExprMatch, Local, Pat, Stmt};

/// A block over several lines, or `{}`.
pub(super) fn block(block: &Block, shape: Shape) -> String {
    if block.stmts.is_empty() {
        return "{}".to_owned();
    }
    let nested = Shape::indented(shape.indent + TAB);
    let mut text = String::from("{");
    for (index, stmt) in block.stmts.iter().enumerate() {
        text.push_str(&nested.newline());
        text.push_str(&statement(stmt, nested, index + 1 == block.stmts.len()));
    }
    text.push_str(&shape.newline());
    text.push('}');
    text
}

/// A block within an expression: a single value stays on the line.
pub(super) fn inline(block: &Block, shape: Shape) -> Option<String> {
    if let [Stmt::Expr(only, None)] = block.stmts.as_slice() {
        let short = shape
            .after(2)
            .and_then(|shape| shape.before(2))
            .and_then(|shape| expr(only, shape));
        if let Some(text) = short.filter(|text| !text.contains('\n')) {
            return Some(format!("{{ {text} }}"));
        }
    }
    Some(self::block(block, shape))
}

/// The value of a block that consists of nothing else.
pub(super) fn single_expr(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Block(inner) if inner.label.is_none() && inner.attrs.is_empty() => {
            match inner.block.stmts.as_slice() {
                [Stmt::Expr(only, None)] => Some(single_expr(only).unwrap_or(only)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// One statement; what cannot be made to fit is written without regard to the line's length.
fn statement(stmt: &Stmt, shape: Shape, last: bool) -> String {
    match stmt {
        Stmt::Local(local) => {
            let attributes = attributes(&local.attrs, true, shape);
            let text = self::local(local, shape).or_else(|| self::local(local, shape.unlimited()));
            attributes + &text.unwrap_or_else(|| flat(local))
        }
        Stmt::Item(item) => item::item(item, shape),
        Stmt::Expr(value, semicolon) => {
            let end = if semicolon.is_some() {
                ";"
            } else {
                statement_end(value)
            };
            let write = |shape: Shape| match last && semicolon.is_none() {
                true => expr(value, shape),
                false => expr::statement(value, shape),
            };
            // rustfmt counts the semicolon behind `return` twice.
            let reserved = if matches!(value, Expr::Return(_)) {
                2
            } else {
                end.len()
            };
            let text = shape
                .before(reserved)
                .and_then(write)
                .or_else(|| write(shape.unlimited()));
            text.unwrap_or_else(|| flat(value)) + end
        }
        Stmt::Macro(mac) => {
            let end = if mac.semi_token.is_some() { ";" } else { "" };
            let write = |shape| expr::macro_call(&mac.mac, shape);
            let text = shape
                .before(end.len())
                .and_then(write)
                .or_else(|| write(shape.unlimited()));
            attributes(&mac.attrs, true, shape) + &text.unwrap_or_else(|| flat(mac)) + end
        }
    }
}

fn local(local: &Local, shape: Shape) -> Option<String> {
    let (pattern, ty) = match &local.pat {
        Pat::Type(typed) => {
            let pattern = flat(&typed.pat);
            let room = shape
                .after("let : ".len() + width(&pattern))?
                .before(" =".len())?;
            let ty = types::ty(&typed.ty, room)?;
            (pattern, format!(": {ty}"))
        }
        other => (flat(other), String::new()),
    };
    let left = format!("let {pattern}{ty}");
    let Some(init) = &local.init else {
        return shape.fit(format!("{left};"));
    };
    let text = assigned(&format!("{left} ="), shape.before(1)?, |shape| {
        expr(&init.expr, shape)
    })?;
    let Some((_, diverge)) = &init.diverge else {
        return Some(text + ";");
    };
    let Expr::Block(diverge) = &**diverge else {
        return None;
    };
    let short = inline(&diverge.block, shape)?;
    let line = format!("{text} else {short};");
    if !line.contains('\n') && width(&line) <= ELSE_WIDTH.min(shape.width) {
        return Some(line);
    }
    let same_line = !text.contains('\n') && width(&text) + " else {".len() < shape.width
        || text.contains('\n') && ends_with_closers(&text);
    let gap = if same_line {
        " ".to_owned()
    } else {
        shape.newline()
    };
    Some(format!("{text}{gap}else {};", block(&diverge.block, shape)))
}

/// `match … { … }`.
pub(super) fn match_expr(inner: &ExprMatch, shape: Shape) -> Option<String> {
    let room = Shape {
        width: shape.width + shape.overhead(),
        ..shape
    }
    .after("match ".len())?;
    let value = expr(&inner.expr, room)?;
    if inner.arms.is_empty() {
        return Some(format!("match {value} {{}}"));
    }
    let brace = brace_gap(&value, room, shape);
    let nested = Shape::indented(shape.indent + TAB);
    let mut text = format!("match {value}{brace}{{");
    for arm in &inner.arms {
        text.push_str(&nested.newline());
        text.push_str(&self::arm(arm, nested).or_else(|| self::arm(arm, nested.unlimited()))?);
    }
    text.push_str(&shape.newline());
    text.push('}');
    Some(text)
}

/// What separates a condition from its block: a line break, if the brace would be overlooked.
fn brace_gap(condition: &str, room: Shape, shape: Shape) -> String {
    let last = condition.rsplit('\n').next().unwrap_or_default();
    let overlooked = match condition.contains('\n') {
        true => {
            !ends_with_closers(condition) || last.len() - last.trim_start().len() > shape.indent
        }
        false => width(condition) + " {".len() > room.width,
    };
    if overlooked {
        shape.newline()
    } else {
        " ".to_owned()
    }
}

fn arm(arm: &Arm, shape: Shape) -> Option<String> {
    let (pattern, guard) = match &arm.pat {
        Pat::Guard(guarded) => (&*guarded.pat, Some(&*guarded.guard)),
        pattern => (pattern, None),
    };
    let mut left = patterns(pattern, shape.before(" => {".len())?)?;
    let guard = match guard {
        Some(condition) => self::guard(condition, &left, shape)?,
        None => String::new(),
    };
    left.push_str(&guard);
    Some(
        attributes(&arm.attrs, true, shape)
            + &arm_body(&arm.body, &left, guard.contains('\n'), shape)?,
    )
}

/// ` if …` behind a pattern, or on the next line.
fn guard(condition: &Expr, pattern: &str, shape: Shape) -> Option<String> {
    let lines = pattern.contains('\n');
    let used = last_width(pattern).saturating_sub(if lines { shape.indent } else { 0 });
    let room = shape
        .after(used + " if ".len())
        .and_then(|shape| shape.before(" => {".len()));
    let same = room
        .filter(|_| !lines || used <= TAB)
        .and_then(|shape| expr(condition, shape));
    if let Some(text) = same.filter(|text| !text.contains('\n') || used <= TAB) {
        return Some(format!(" if {text}"));
    }
    let nested = shape.nested();
    let text = expr(condition, nested.after("if ".len())?.before(" => {".len())?)?;
    Some(format!("{}if {text}", nested.newline()))
}

/// Alternatives on one line, or one per line.
fn patterns(pattern: &Pat, shape: Shape) -> Option<String> {
    let text = flat(pattern);
    match pattern {
        Pat::Or(or) if !shape.fits(&text) => {
            let cases: Vec<String> = or.cases.iter().map(flat).collect();
            Some(cases.join(&format!("{}| ", shape.newline())))
        }
        Pat::TupleStruct(tuple) if !shape.fits(&text) => {
            let nested = shape.nested();
            let below = nested.before(",".len())?;
            let texts = tuple.elems.iter().map(|element| patterns(element, below));
            let texts = texts.collect::<Option<Vec<String>>>()?;
            if texts.iter().any(|text| text.contains('\n')) {
                let list = join(&texts, Tactic::Vertical, nested, true);
                let (open, close) = (nested.newline(), shape.newline());
                return Some(format!("{}({open}{list}{close})", flat(&tuple.path)));
            }
            let items: Vec<_> = texts.iter().map(|text| Item::Text(text)).collect();
            bracketed(&flat(&tuple.path), &items, Brackets::new('(', ')'), shape)
        }
        _ => shape.fit(text),
    }
}

fn arm_body(body: &Expr, left: &str, guard_broke: bool, shape: Shape) -> Option<String> {
    let body = single_expr(body).unwrap_or(body);
    let block_body = matches!(body, Expr::Block(_));
    let comma = if block_body { "" } else { "," };
    let used = match left.contains('\n') {
        true => last_width(left).saturating_sub(shape.indent),
        false => width(left),
    };
    let same_shape = shape
        .after(used + " => ".len())
        .and_then(|shape| shape.before(comma.len()));
    let same = same_shape
        .filter(|_| !guard_broke)
        .and_then(|shape| expr::statement(body, shape));
    let on_line = |text: &str| format!("{left} => {text}{comma}");
    if let (Some(text), Some(room)) = (&same, same_shape)
        && (block_body || !text.contains('\n') && width(text) <= room.width)
    {
        return Some(on_line(text));
    }
    let below = if block_body { shape } else { shape.nested() };
    let next = expr::statement(body, below.line());
    let in_braces = |text: &str| match block_body {
        true => format!("{left} =>{}{text}", below.newline()),
        false => {
            let open = if guard_broke {
                shape.newline()
            } else {
                " ".to_owned()
            };
            format!(
                "{left} =>{open}{{{}{text}{}{}}}",
                below.newline(),
                statement_end(body),
                shape.newline()
            )
        }
    };
    let room = same_shape.map_or(0, |shape| shape.width);
    match (same, next) {
        (Some(same), Some(next)) if prefers_next_line(&same, &next) => Some(in_braces(&next)),
        (Some(same), _) if stays_on_line(body) && first_width(&same) <= room => {
            Some(on_line(&same))
        }
        (Some(same), Some(next)) if same.contains('\n') => Some(in_braces(&next)),
        (None, Some(next)) => Some(in_braces(&next)),
        (Some(same), _) => Some(on_line(&same)),
        (None, None) => None,
    }
}

/// The semicolon behind what leaves the block: it stands there even in the last place.
fn statement_end(body: &Expr) -> &'static str {
    match body {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => ";",
        _ => "",
    }
}

/// Whether an arm's body of several lines may start behind the arrow.
fn stays_on_line(body: &Expr) -> bool {
    match body {
        Expr::Loop(_)
        | Expr::Match(_)
        | Expr::Block(_)
        | Expr::Closure(_)
        | Expr::Array(_)
        | Expr::Call(_) => true,
        Expr::MethodCall(_) | Expr::Macro(_) | Expr::Struct(_) | Expr::Tuple(_) => true,
        Expr::Reference(inner) => stays_on_line(&inner.expr),
        Expr::Try(inner) => stays_on_line(&inner.expr),
        Expr::Unary(inner) => stays_on_line(&inner.expr),
        Expr::Index(inner) => stays_on_line(&inner.expr),
        Expr::Cast(inner) => stays_on_line(&inner.expr),
        _ => false,
    }
}

/// `if … { … } else { … }`; as a value, short ones stay on one line.
pub(super) fn if_expr(inner: &ExprIf, shape: Shape, value: bool) -> Option<String> {
    if value && let Some(text) = short_if(inner, shape) {
        return Some(text);
    }
    let room = Shape {
        width: shape.width + shape.overhead(),
        ..shape
    }
    .after("if ".len())?;
    let condition = expr(&inner.cond, room)?;
    let gap = brace_gap(&condition, room, shape);
    let mut text = format!(
        "if {condition}{gap}{}",
        self::block(&inner.then_branch, shape)
    );
    if let Some((_, otherwise)) = &inner.else_branch {
        text.push_str(" else ");
        match &**otherwise {
            Expr::If(next) => text.push_str(&if_expr(next, shape, false)?),
            Expr::Block(last) => text.push_str(&self::block(&last.block, shape)),
            _ => return None,
        }
    }
    Some(text)
}

fn short_if(inner: &ExprIf, shape: Shape) -> Option<String> {
    let (_, otherwise) = inner.else_branch.as_ref()?;
    let Expr::Block(otherwise) = &**otherwise else {
        return None;
    };
    let ([Stmt::Expr(yes, None)], [Stmt::Expr(no, None)]) = (
        inner.then_branch.stmts.as_slice(),
        otherwise.block.stmts.as_slice(),
    ) else {
        return None;
    };
    let text = format!(
        "if {} {{ {} }} else {{ {} }}",
        expr(&inner.cond, shape)?,
        expr(yes, shape)?,
        expr(no, shape)?
    );
    (!text.contains('\n') && width(&text) <= ELSE_WIDTH.min(shape.width)).then_some(text)
}

/// `for`, `while` and `loop`.
pub(super) fn loop_expr(inner: &Expr, shape: Shape) -> Option<String> {
    let (label, body) = match inner {
        Expr::ForLoop(inner) => (&inner.label, &inner.body),
        Expr::While(inner) => (&inner.label, &inner.body),
        Expr::Loop(inner) => (&inner.label, &inner.body),
        _ => return None,
    };
    let label = label
        .as_ref()
        .map(|label| format!("{}: ", label.name))
        .unwrap_or_default();
    let room = shape.after(width(&label))?;
    let head = match inner {
        Expr::ForLoop(inner) => assigned(&format!("for {} in", flat(&inner.pat)), room, |shape| {
            expr(&inner.expr, shape)
        })?,
        Expr::While(inner) => format!("while {}", expr(&inner.cond, room.after("while ".len())?)?),
        _ => "loop".to_owned(),
    };
    let gap = brace_gap(&head, room, shape);
    Some(format!("{label}{head}{gap}{}", self::block(body, shape)))
}

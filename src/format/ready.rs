//! Code whose template, or what fills it, writes it in its final lines, so that nothing is left to lay out.
//!
//! To parse and lay out takes most of the time of writing a crate, and most of what is emitted is simple. A piece between the
//! lines [`BEGIN`] and [`END`] is passed by ([`aside`](super::aside)); what is made ready here is what rustfmt leaves as it is,
//! in a file whose items stand at the margin.

mod function;

pub use function::{Chain, Function, Place, Statement};

use super::aside::step;
use super::shape::{ARRAY_WIDTH, CALL_WIDTH, CHAIN_WIDTH, SHORT_ELEMENT_WIDTH, Shape, TAB, width};
use super::types::has_wide_tuple;
use proc_macro2::Literal;

/// What stands before and behind what is ready, on lines of their own.
pub(super) const BEGIN: &str = "// ready\n";
pub(super) const END: &str = "// end\n";

/// What an alias begins with.
const ALIAS: &str = "alias = ";

/// `text`, written with the line breaks that rustfmt gives it where every line is short: an item that is short is ready,
/// and indented by its braces.
pub fn if_short(text: &str) -> String {
    let items = items(text).into_iter().map(|item| {
        let mut text = String::new();
        indent(item.iter().copied(), "", &mut text);
        match is_ready(&item) {
            true => marked(&text),
            false => text,
        }
    });
    stack(items)
}

/// What is ready, with the marks around it.
fn marked(text: &str) -> String {
    format!("{BEGIN}{text}{END}")
}

/// A piece without the marks around it; nothing if it is not ready.
pub(super) fn unmarked(piece: &str) -> Option<&str> {
    piece.strip_prefix(BEGIN)?.strip_suffix(END)
}

/// Adds lines that are indented towards each other; blank ones stay blank.
pub(super) fn push<'t>(lines: impl Iterator<Item = &'t str>, indentation: &str, text: &mut String) {
    for line in lines {
        text.push_str(if line.is_empty() { "" } else { indentation });
        text.push_str(line);
        text.push('\n');
    }
}

/// Pieces below each other; what is ready in a row becomes one.
pub fn stack(pieces: impl IntoIterator<Item = String>) -> String {
    let mut text = String::new();
    for piece in pieces {
        match (behind_ready(&text), piece.strip_prefix(BEGIN)) {
            (true, Some(piece)) => {
                text.truncate(text.len() - END.len());
                text.push('\n');
                text.push_str(piece);
            }
            _ => text.push_str(&piece),
        }
    }
    text
}

/// Whether the last line is the end of something ready.
fn behind_ready(text: &str) -> bool {
    let before = text.strip_suffix(END);
    before.is_some_and(|before| before.ends_with('\n'))
}

/// An `impl` at the margin with its methods and the runs of lines between them, which is ready if they are.
pub fn implementation(head: &str, parts: &[String]) -> String {
    let ready: Option<Vec<&str>> = parts.iter().map(|part| unmarked(part)).collect();
    match ready.filter(|_| width(head) + " {".len() <= Shape::indented(0).width) {
        None => format!("{head} {{\n{}}}\n", parts.concat()),
        Some(parts) => {
            let mut body = String::new();
            push(parts.join("\n").lines(), "    ", &mut body);
            marked(&format!("{head} {{\n{body}}}\n"))
        }
    }
}

/// Lines of an `impl` that stand close to each other.
pub fn lines(lines: &[String]) -> String {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    match lines.iter().all(|line| is_setter(line)) {
        true => marked(&text),
        false => text,
    }
}

/// `text` as if nothing of it were ready: for a file whose items do not stand at the margin.
pub fn none(text: &str) -> String {
    let is_mark = |line: &&str| [BEGIN, END].contains(line);
    let lines = text.split_inclusive('\n');
    lines.filter(|line| !is_mark(line)).collect()
}

/// Whether rustfmt leaves a use of the macro `setter` as it is: with a colon in it, it is no expression.
pub(super) fn is_setter(line: &str) -> bool {
    let line = line.trim();
    let inner = line
        .strip_prefix("setter!(")
        .and_then(|line| line.strip_suffix(");"));
    inner.is_some_and(|inner| !inner.contains(" = ") || width(inner) <= CALL_WIDTH)
}

/// Adds lines, indented by their braces.
pub(super) fn indent<'t>(
    lines: impl Iterator<Item = &'t str>,
    indentation: &str,
    text: &mut String,
) {
    for (depth, line) in with_depth(lines) {
        text.push_str(indentation);
        (0..depth).for_each(|_| text.push_str("    "));
        text.push_str(line);
        text.push('\n');
    }
}

/// The lines with their depths.
fn with_depth<'t>(lines: impl Iterator<Item = &'t str>) -> impl Iterator<Item = (usize, &'t str)> {
    let mut depth = 0;
    let mut is_open = false;
    lines.map(move |line| {
        let own = step(line, &mut depth);
        // What a condition goes on with stands below it, as do what it leads to, a name, a field's type and an attribute's
        // arguments.
        let goes_on = ["&& ", "=> ", "as "]
            .iter()
            .any(|sign| line.starts_with(sign));
        let is_below = goes_on || is_open;
        is_open = is_code(line) && line.ends_with([':', '(']);
        (own + usize::from(is_below), line)
    })
}

/// The items of a text, each as its lines without blank ones.
fn items(text: &str) -> Vec<Vec<&str>> {
    let mut items = Vec::new();
    let mut item = Vec::new();
    let mut depth = 0;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        step(line, &mut depth);
        item.push(line);
        if depth == 0 && is_code(line) && line.ends_with(['}', ';']) {
            items.push(std::mem::take(&mut item));
        }
    }
    items.extend((!item.is_empty()).then_some(item));
    items
}

fn is_code(line: &str) -> bool {
    !line.starts_with("///")
}

fn is_ready(item: &[&str]) -> bool {
    let mut code = item
        .iter()
        .filter(|line| is_code(line) && !line.starts_with("#["));
    let is_macro = code
        .next()
        .is_some_and(|line| line.contains("! {") || line.ends_with("!{"));
    let is_empty = |pair: &[&str]| match pair {
        [head, end] => head.ends_with('{') && end.starts_with('}'),
        _ => false,
    };
    let mut lines = with_depth(item.iter().copied());
    // Braces with nothing in them stand side by side.
    is_macro || lines.all(|(depth, line)| is_short(line, depth)) && !item.windows(2).any(is_empty)
}

/// Whether rustfmt leaves a line of an item at the margin as it is.
fn is_short(line: &str, depth: usize) -> bool {
    const HEADS: [&str; 7] = [
        "#[doc(",
        ALIAS,
        "fn ",
        "pub fn ",
        "impl",
        "pub enum ",
        "pub struct ",
    ];
    if !is_code(line) {
        return true;
    }
    let room = Shape::indented(depth * TAB).width;
    if HEADS.iter().any(|head| line.starts_with(head)) {
        let types = match line.split_once("fn ") {
            Some((_, signature)) => signature.split_once('(').map_or("", |(_, types)| types),
            None if line.starts_with("impl") => line,
            None => "",
        };
        return width(line) <= room && !has_wide_tuple(types);
    }
    // What a line gives: behind the pattern of an arm, the type of a constant or `return`.
    let value = [" => ", " = &"]
        .iter()
        .find_map(|sign| line.split_once(sign));
    let value = value.map_or(line, |(_, value)| value);
    let value = value
        .trim_start_matches("return ")
        .trim_end_matches([',', ';']);
    let is_chain = value.matches('.').nth(1).is_some();
    let between = |open, close| {
        let (_, rest) = value.split_once(open)?;
        rest.rsplit_once(close).map(|(inner, _)| width(inner))
    };
    let is_wide = width(line) > room
        || is_chain && width(value) > CHAIN_WIDTH
        || between('(', ')') > Some(CALL_WIDTH)
        || between('[', ']') > Some(ARRAY_WIDTH);
    // A value of several lines is laid out by its own rules; so is what stands in braces on one line.
    let is_value = line.starts_with("const ") && line.ends_with('{');
    let has_braces = line.trim_end_matches('{').contains('{');
    !is_wide && !is_value && !has_braces
}

/// The attribute for another name under which rustdoc finds an item, on as many lines as rustfmt gives it.
pub fn alias(name: &str) -> String {
    let alias = format!("{ALIAS}{}", Literal::string(name));
    let line = format!("#[doc({alias})]\n");
    match width(line.trim_end()) <= Shape::indented(0).width {
        true => line,
        false => format!("#[doc(\n{alias}\n)]\n"),
    }
}

/// A field of a struct at the margin: a type that does not fit behind the name stands below it.
pub fn field(name: &str, type_: &str) -> String {
    let line = format!("pub {name}: {type_},");
    match width(&line) <= Shape::indented(TAB).width {
        true => line,
        false => format!("pub {name}:\n{type_},"),
    }
}

/// What stands between the parentheses of a macro's item, below them if the line would be too long.
pub fn item(before: &str, inner: &str, after: &str) -> String {
    let line = format!("{before}{inner}{after}");
    match fits(&line, 2) {
        true => line,
        false => format!("{before}\n{inner},\n{after}"),
    }
}

/// Whether a line fits at this depth.
pub fn fits(line: &str, depth: usize) -> bool {
    width(line) <= Shape::indented(depth * TAB).width
}

/// A list as the value of a constant, on as many lines as rustfmt gives it; on one if several elements may share a line, which
/// is then not ready.
pub fn list(elements: &[String]) -> String {
    let line = elements.join(", ");
    let is_short = |element: &String| width(element) <= SHORT_ELEMENT_WIDTH;
    match width(&line) <= ARRAY_WIDTH || elements.iter().all(is_short) {
        true => format!("&[{line}]"),
        false => format!("&[\n{},\n]", elements.join(",\n")),
    }
}

#[cfg(test)]
mod tests;

//! Documentation of models, fields and operations from the annotations of the description.

use std::borrow::Cow;
use std::collections::HashMap;

use openapiv3::{OpenAPI, SchemaData};
use serde_json::{Number, Value};

use super::docs;
use super::keywords::{At, Keywords, Node};
use super::shape::scratch;
use crate::ir::{Check, Docs};

/// Describes the parts of one description. Many of its texts stand in several places, and that of a component is the text
/// of every field that refers to it: each is cleaned once.
#[derive(Default)]
pub struct Describer<'a> {
    document: Option<&'a OpenAPI>,
    cleaned: HashMap<&'a str, Vec<String>>,
}

impl<'a> Describer<'a> {
    /// For the parts of one document.
    pub fn new(document: &'a OpenAPI) -> Self {
        Self {
            document: Some(document),
            ..Self::default()
        }
    }

    /// Documentation of a schema: title, description, bounds, default, example. A title that only repeats
    /// the `name`, or is a name in code itself, is left out.
    pub fn schema(&mut self, at: &At<'a>, name: &str) -> Docs {
        match at.node {
            Node::Reference(_) => Docs::default(),
            Node::Inline(schema) => {
                let mut k = Keywords::new(&at.pointer, schema);
                self.drop_idle(at, &mut k);
                let title = k
                    .data
                    .title
                    .as_deref()
                    .filter(|title| !repeats(title, name) && !is_identifier(title));
                let mut docs = self.text(title, k.data.description.as_deref());
                docs.notes = notes(k.data, &k.checks);
                docs.deprecated = k.data.deprecated;
                docs
            }
        }
    }

    /// Drops bounds beside a reference or a union that say nothing of the types that it leads to.
    fn drop_idle(&self, at: &At<'a>, k: &mut Keywords<'a>) {
        if let Some(document) = self.document
            && !k.checks.is_empty()
            && [&k.all_of, &k.one_of, &k.any_of]
                .iter()
                .any(|of| !of.is_empty())
        {
            let shape = scratch(document, std::slice::from_ref(at));
            k.checks.retain(|check| shape.checks.contains(check));
        }
    }

    /// A short text and a long one; the short one is left out where the long one begins with it.
    pub fn text(&mut self, short: Option<&'a str>, long: Option<&'a str>) -> Docs {
        let short = short.map(str::trim).filter(|text| !text.is_empty());
        let long = long.map(str::trim).filter(|text| !text.is_empty());
        let mut result = Docs::default();
        match (short, long) {
            (Some(short), Some(long)) if !long.starts_with(short) => {
                result.paragraph(self.clean(short));
                result.paragraph(self.clean(long));
            }
            (short, long) => {
                if let Some(text) = long.or(short) {
                    result.paragraph(self.clean(text));
                }
            }
        }
        result
    }

    fn clean(&mut self, text: &'a str) -> Vec<String> {
        let cleaned = self.cleaned.entry(text);
        cleaned.or_insert_with(|| docs::clean(text)).clone()
    }
}

/// Documentation of a single schema, as [`Describer::schema`].
#[must_use]
pub fn schema(at: &At<'_>, name: &str) -> Docs {
    Describer::default().schema(at, name)
}

/// Documentation of a single place, as [`Describer::text`].
#[must_use]
pub fn text(short: Option<&str>, long: Option<&str>) -> Docs {
    Describer::default().text(short, long)
}

/// Whether a title says nothing that a name does not say.
fn repeats(title: &str, name: &str) -> bool {
    let mut said = letters(name).rev();
    letters(title).rev().all(|c| said.next() == Some(c))
}

/// Whether the description of a parameter says nothing that its name does not say: `User ID`, `user_id parameter`.
pub fn says_name(description: &str, name: &str) -> bool {
    let text = description.trim().trim_end_matches('.');
    repeats(text.strip_suffix("parameter").unwrap_or(text), name)
}

/// Whether a summary is no more than the identifier of what it is about: `listUsers`. A word (`Tokenize`) is a heading.
pub fn is_name(summary: &str, name: &str) -> bool {
    let mut pairs = summary.chars().zip(summary.chars().skip(1));
    let in_words = pairs.any(|(one, next)| one == '_' || one.is_lowercase() && next.is_uppercase());
    in_words && !summary.contains(char::is_whitespace) && letters(summary).eq(letters(name))
}

/// Whether a title is no text for a reader, but a name that other generators are to use: `address_param`.
fn is_identifier(title: &str) -> bool {
    let in_words = |c: char| c == '_' || c.is_alphanumeric();
    title.contains('_') && title.chars().all(in_words)
}

/// A name without case and separators.
pub fn letters(name: &str) -> impl DoubleEndedIterator<Item = char> {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase)
}

fn notes(data: &SchemaData, checks: &[Check]) -> Vec<String> {
    let mut lines = Vec::new();
    let bounds = bounds(checks);
    if !bounds.is_empty() {
        lines.push(format!("{}.", capitalized(&bounds.join(", "))));
    }
    if let Some(value) = data.default.as_ref().filter(|value| is_short(value)) {
        lines.push(format!("Default: {}.", code(&value.to_string())));
    }
    if let Some(value) = data.example.as_ref().filter(|value| is_short(value)) {
        lines.push(format!("Example: {}.", code(&value.to_string())));
    }
    lines
}

/// What a value must be, as short as it can be said.
fn bounds(checks: &[Check]) -> Vec<String> {
    let mut said = Vec::new();
    let mut checks = checks.iter().peekable();
    while let Some(check) = checks.next() {
        match (size(check), checks.peek().and_then(|next| size(next))) {
            // Nothing has less than none.
            (Some(("at least", 0, _)), _) => {}
            (Some((_, least, of)), Some((_, most, also))) if (least, of) == (most, also) => {
                said.push(format!("exactly {}", counted(least, of)));
                checks.next();
            }
            _ => said.push(bound(check)),
        }
    }
    said
}

fn bound(check: &Check) -> String {
    match check {
        Check::Minimum(value) => format!("at least {}", figure(value)),
        Check::Maximum(value) => format!("at most {}", figure(value)),
        Check::ExclusiveMinimum(value) => format!("more than {}", figure(value)),
        Check::ExclusiveMaximum(value) => format!("less than {}", figure(value)),
        Check::MultipleOf(value) => format!("a multiple of {value}"),
        Check::Pattern(pattern) => format!("pattern {}", code(pattern)),
        Check::UniqueItems => "no element twice".to_owned(),
        sized => size(sized).map_or_else(String::new, |(limit, count, of)| {
            format!("{limit} {}", counted(count, of))
        }),
    }
}

/// A number without an exponent where it is whole and of a size that integers have.
fn figure(number: &Number) -> String {
    const LARGEST: f64 = u64::MAX as f64;
    let whole = number.as_f64().filter(|_| number.is_f64());
    match whole.filter(|value| value.fract() == 0.0 && value.abs() <= LARGEST) {
        Some(value) => format!("{value:.0}"),
        None => number.to_string(),
    }
}

/// How many a value has, and what of: the words for one and for several.
fn size(check: &Check) -> Option<(&'static str, usize, [&'static str; 2])> {
    const CHARACTERS: [&str; 2] = ["character", "characters"];
    const ELEMENTS: [&str; 2] = ["element", "elements"];
    const ENTRIES: [&str; 2] = ["entry", "entries"];
    Some(match check {
        Check::MinLength(count) => ("at least", *count, CHARACTERS),
        Check::MaxLength(count) => ("at most", *count, CHARACTERS),
        Check::MinItems(count) => ("at least", *count, ELEMENTS),
        Check::MaxItems(count) => ("at most", *count, ELEMENTS),
        Check::MinProperties(count) => ("at least", *count, ENTRIES),
        Check::MaxProperties(count) => ("at most", *count, ENTRIES),
        _ => return None,
    })
}

fn capitalized(text: &str) -> String {
    let (first, rest) = text.split_at_checked(1).unwrap_or_default();
    first.to_uppercase() + rest
}

fn counted(count: usize, [one, many]: [&str; 2]) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn is_short(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => text.len() <= 80 && !text.contains('\n'),
        Value::Array(list) => {
            list.len() <= 4
                && list
                    .iter()
                    .all(|v| !v.is_array() && !v.is_object() && is_short(v))
        }
        Value::Object(_) => false,
    }
}

/// A code span that shows `text` as it is, whatever it contains.
#[must_use]
pub fn code(text: &str) -> String {
    let text = shown(text, '\u{fffd}');
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default() + 1);
    let is_padded = text.starts_with(' ') && text.ends_with(' ') && !text.trim().is_empty();
    let pad = match text.starts_with('`') || text.ends_with('`') || is_padded {
        true => " ",
        false => "",
    };
    [&fence, pad, &text, pad, &fence].concat()
}

/// `text` on one line, with `other` for each character that is not shown.
#[must_use]
pub fn shown(text: &str, other: char) -> Cow<'_, str> {
    let hidden = |c: char| !matches!(c, ' '..='~') && (c.is_control() || is_invisible(c));
    match text.contains(hidden) {
        true => Cow::Owned(text.replace(hidden, other.encode_utf8(&mut [0; 4]))),
        false => Cow::Borrowed(text),
    }
}

/// Characters that change how the text around them is shown.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{61c}' | '\u{feff}')
}

/// Documentation of an enum's value: the value itself, which the Rust name may not show.
#[must_use]
pub fn literal_docs(value: &Value) -> Docs {
    match value {
        Value::String(text) if text.is_empty() => Docs::line("The empty string."),
        Value::String(text) => Docs::line(code(text)),
        other => Docs::line(code(&other.to_string())),
    }
}

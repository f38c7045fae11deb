//! The words beside a `$ref`, which 3.1 allows: they say in one place what a component is for
//! ([Reference Object](https://spec.openapis.org/oas/v3.1.1.html#reference-object)).

use serde_json::{Value, json};

use super::section;
use crate::spec::normalise::context::Context;
use crate::spec::normalise::pointer;
use crate::spec::normalise::shape::{Kind, Shape, visit};
use crate::spec::position::Trail;

/// The extension that names the component of which something is a copy with other words.
const COMPONENT: &str = "x-oasmith-component";

/// How many values may be copied: a few large components could otherwise become billions.
const BUDGET: usize = 500_000;

/// The words beside a reference to an object of this kind.
pub fn keywords(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Parameter | Kind::RequestBody | Kind::Header => &["description"],
        Kind::Response => &["description", "x-oasmith-summary"],
        _ => &[],
    }
}

/// Puts a copy of the component in the place of each reference that has words of its own: the typed model has no room for
/// them beside a `$ref`.
pub fn apply(context: &Context, document: &mut Value) {
    let mut holders = Vec::new();
    visit(
        document,
        Shape::Object(Kind::OpenApi),
        Trail::Start(""),
        &mut |map, shape, trail| {
            let words = shape.kind().map_or(&[][..], keywords);
            let has_words = words.iter().any(|word| map.contains_key(*word));
            if let (true, true, Shape::Reference(_)) = (has_words, map.contains_key("$ref"), shape)
            {
                holders.push((trail.pointer(), shape, words));
            }
        },
    );
    // What is wrong with references was reported, and nothing is made of them.
    if context.has_failed() {
        return;
    }
    let mut budget = BUDGET;
    for (holder, shape, words) in holders {
        let copied = copied(document, &holder, shape, &mut budget);
        let Some(Value::Object(map)) = document.pointer_mut(&holder) else {
            continue;
        };
        let own: Vec<_> = words
            .iter()
            .filter_map(|word| Some(((*word).to_owned(), map.shift_remove(*word)?)))
            .collect();
        if let Some(Value::Object(mut copied)) = copied {
            copied.extend(own);
            *map = copied;
        }
    }
}

/// What a reference leads to at last, if there is room for a copy.
fn copied(document: &Value, holder: &str, shape: Shape, budget: &mut usize) -> Option<Value> {
    let mut current = document.pointer(holder)?;
    let mut name = String::new();
    while let Some(reference) = current.get("$ref").and_then(Value::as_str) {
        let tokens = pointer::tokens(reference)?;
        current = document.pointer(&pointer::join(&tokens))?;
        name = tokens.last().filter(|_| section(shape).is_some())?.clone();
    }
    *budget = budget.checked_sub(super::super::inline::size(current))?;
    let mut copied = current.clone();
    copied
        .as_object_mut()?
        .entry(COMPONENT)
        .or_insert(json!(name));
    Some(copied)
}

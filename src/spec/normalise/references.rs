//! References: afterwards each is `#/components/<section>/<name>`.
//!
//! A `$ref` may lead anywhere in a document; the typed model only resolves components. What an unusual
//! reference leads to is therefore made a component itself, and a reference takes its place. Objects
//! that 3.0 does not refer to (path items, callbacks, media types) are copied in by [`super::inline`].

pub mod anchors;
pub mod check;
pub mod names;
pub mod words;

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use self::anchors::Anchors;
use super::context::Context;
use super::pointer;
use super::sections::component_section;
use super::shape::{Kind, Shape, visit};
use crate::diagnostic::Code;
use crate::spec::origin::child;
use crate::spec::position::Trail;

/// A reference that was found.
struct Found {
    /// The pointer of the object that holds it.
    holder: String,
    /// The key that it stands under.
    key: String,
    /// What it says.
    text: String,
    /// Where it leads.
    target: Vec<String>,
    /// What is expected there.
    expected: Shape,
    /// Whether it named the parameter, header or body around the schema.
    mended: bool,
}

/// Rewrites all references; true if some have to be copied in.
pub fn settle(context: &mut Context, document: &mut Value) -> bool {
    let found = find(document);
    let moves = plan(document, &found);
    let mut inline = false;
    for reference in &found {
        if reference.mended {
            context.report_pointer(
                Code::RepairedReference,
                &child(&reference.holder, &reference.key),
                "a schema is expected here; the schema of what the reference names is used",
            );
        }
        let text = match moves.get(&reference.target) {
            Some((section, name)) => format!(
                "#{}",
                pointer::join(&["components", section, name.as_str()])
            ),
            None => format!("#{}", pointer::join(&reference.target)),
        };
        inline |= section(reference.expected).is_none();
        if text == reference.text && !is_dynamic(&reference.key) {
            continue;
        }
        if let Some(Value::Object(holder)) = document.pointer_mut(&reference.holder) {
            rewrite(holder, &reference.key, text);
        }
    }
    // The deepest first, so that the pointers of the others stay true.
    let mut order: Vec<_> = moves.iter().collect();
    order.sort_by_key(|(target, _)| std::cmp::Reverse(target.len()));
    let mut components: IndexMap<&Vec<String>, Value> = IndexMap::new();
    for (target, (section, name)) in order {
        let to = pointer::join(&["components", section, name.as_str()]);
        let from = pointer::join(target);
        if let Some(value) = document.pointer_mut(&from) {
            components.insert(
                target,
                std::mem::replace(value, json!({ "$ref": format!("#{to}") })),
            );
            context.origins().moved(&to, &from);
        }
    }
    // Those that lead to them came first in the document, so they keep that order.
    for (target, (section, name)) in &moves {
        let value = components.swap_remove(target);
        let section = document
            .as_object_mut()
            .and_then(|document| component_section(document, section));
        if let (Some(section), Some(value)) = (section, value) {
            section.insert(name.clone(), value);
        }
    }
    inline
}

fn is_dynamic(key: &str) -> bool {
    key == "$dynamicRef" || key == "$recursiveRef"
}

fn rewrite(holder: &mut Map<String, Value>, key: &str, text: String) {
    if is_dynamic(key) {
        holder.shift_remove(key);
        holder.shift_insert(0, "$ref".to_owned(), json!(text));
    } else {
        holder.insert(key.to_owned(), json!(text));
    }
}

/// All references that lead somewhere, in the order of the document.
fn find(document: &Value) -> Vec<Found> {
    let root = Shape::Object(Kind::OpenApi);
    let anchors = Anchors::new(document);
    let mut found: Vec<Found> = Vec::new();
    let mut queue = vec![(String::new(), root)];
    let mut seen = BTreeSet::from([String::new()]);
    // What lies outside the table's reach is visited once a reference leads there.
    while let Some((start, shape)) = queue.pop() {
        let Some(value) = document.pointer(&start) else {
            continue;
        };
        visit(
            value,
            shape,
            Trail::Start(&start),
            &mut |map, shape, trail| {
                for (key, text, expected) in texts(map, shape) {
                    let holder = trail.pointer();
                    let Some(mut target) = anchors.resolve(text, &holder, section(expected)) else {
                        continue;
                    };
                    let mended = enter_schema(document, &mut target, expected);
                    let known = shape_at(&target);
                    let expected = match (expected.kind(), known.and_then(Shape::kind)) {
                        // A schema in the place of a media type is moved into one later.
                        (Some(Kind::MediaType), Some(Kind::Schema)) => {
                            Shape::Reference(Kind::Schema)
                        }
                        _ => expected,
                    };
                    if known.is_some_and(|known| !fits(known, expected)) {
                        continue;
                    }
                    let place = pointer::join(&target);
                    if known.is_none() && seen.insert(place.clone()) {
                        queue.push((place, expected));
                    }
                    found.push(Found {
                        holder,
                        key: key.to_owned(),
                        text: text.to_owned(),
                        target,
                        expected,
                        mended,
                    });
                }
            },
        );
    }
    found
}

/// A reference to a parameter, header or body where a schema is expected means its schema.
fn enter_schema(document: &Value, target: &mut Vec<String>, expected: Shape) -> bool {
    if expected.kind() != Some(Kind::Schema) {
        return false;
    }
    let around = shape_at(target).and_then(Shape::kind);
    if !matches!(
        around,
        Some(Kind::Parameter | Kind::Header | Kind::RequestBody | Kind::Response)
    ) {
        return false;
    }
    let Some(mut schema) = document
        .pointer(&pointer::join(target))
        .and_then(schema_within)
    else {
        return false;
    };
    schema.splice(0..0, target.drain(..));
    *target = schema;
    // A schema that only names another one is no type of its own.
    let named = document.pointer(&pointer::join(target)).and_then(|schema| {
        let only = schema.as_object().filter(|schema| schema.len() == 1)?;
        let tokens = pointer::tokens(only.get("$ref")?.as_str()?)?;
        Some(pointer::locate(document, &[], &tokens)?.0)
    });
    if let Some(named) = named {
        *target = named;
    }
    true
}

/// The way from a parameter, header or body to its schema.
fn schema_within(holder: &Value) -> Option<Vec<String>> {
    let has_schema = |value: &Value| value.get("schema").is_some();
    let mut way = Vec::new();
    if !has_schema(holder) {
        let mut content = holder.get("content")?.as_object()?.iter();
        let (media_type, _) = content.find(|(_, value)| has_schema(value))?;
        way.extend(["content".to_owned(), media_type.clone()]);
    }
    way.push("schema".to_owned());
    Some(way)
}

/// The references that an object holds itself: key, text, and what each should lead to.
pub fn texts(map: &Map<String, Value>, shape: Shape) -> Vec<(&str, &str, Shape)> {
    let text = |key: &'static str| Some((key, map.get(key)?.as_str()?, shape));
    match shape {
        Shape::Map(Shape::Any | Shape::Text) => Vec::new(),
        Shape::Object(Kind::Mapping) => map
            .iter()
            .filter_map(|(key, text)| {
                Some((key.as_str(), text.as_str()?, Shape::Reference(Kind::Schema)))
            })
            .collect(),
        Shape::Reference(Kind::Schema) => ["$ref", "$dynamicRef", "$recursiveRef"]
            .into_iter()
            .find_map(text)
            .into_iter()
            .collect(),
        _ => text("$ref").into_iter().collect(),
    }
}

/// Which targets become components, and under which name.
fn plan(document: &Value, found: &[Found]) -> IndexMap<Vec<String>, (&'static str, String)> {
    let mut moves: IndexMap<Vec<String>, (&'static str, String)> = IndexMap::new();
    let mut taken: BTreeSet<(&str, String)> = BTreeSet::new();
    for reference in found {
        let Some(section) = section(reference.expected) else {
            continue;
        };
        let is_component = matches!(reference.target.as_slice(), [first, second, _] if first == "components" && second == section);
        if is_component || moves.contains_key(&reference.target) {
            continue;
        }
        let is_taken = |name: &str| {
            let known = document
                .get("components")
                .and_then(|components| components.get(section)?.get(name));
            known.is_some() || taken.contains(&(section, name.to_owned()))
        };
        let name = names::of(&reference.target, is_taken);
        taken.insert((section, name.clone()));
        moves.insert(reference.target.clone(), (section, name));
    }
    moves
}

/// The section of `components` that a reference of this shape leads to; none if it is copied in.
pub fn section(shape: Shape) -> Option<&'static str> {
    match shape {
        Shape::Reference(kind) => kind.section(),
        Shape::SchemaOrFlag => Kind::Schema.section(),
        _ => None,
    }
}

/// What the table says about a place.
pub fn shape_at(tokens: &[String]) -> Option<Shape> {
    tokens
        .iter()
        .try_fold(Shape::Object(Kind::OpenApi), |shape, token| shape.at(token))
}

/// Whether a place of one shape may stand in for another.
pub fn fits(known: Shape, expected: Shape) -> bool {
    match (known.kind(), expected.kind()) {
        (Some(known), Some(expected)) => known == expected,
        (None, None) => known == expected,
        _ => false,
    }
}

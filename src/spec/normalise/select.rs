//! Leaves out the operations that a filter does not keep, and what only they used.
//!
//! This runs when every reference names a component, and before anything is repaired: what is left
//! out is not complained of either.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::context::Context;
use super::operation::METHODS;
use super::references::texts;
use super::shape::{Kind, Shape, visit};
use super::walk::retain;
use crate::spec::filter::{Filter, Traits};
use crate::spec::origin::tokens;
use crate::spec::position::Trail;

/// The sections that a filter looks at.
const SECTIONS: [&str; 2] = ["paths", "webhooks"];

/// Applies a filter to the document.
pub fn select(context: &mut Context, document: &mut Value, filter: &Filter) {
    if !filter.prunes() {
        return;
    }
    let Value::Object(root) = document else {
        return;
    };
    let mut seen = Vec::new();
    for section in SECTIONS {
        let Some(Value::Object(paths)) = root.get_mut(section) else {
            continue;
        };
        paths.retain(|path, item| {
            let Value::Object(item) = item else {
                return true;
            };
            let before = seen.len();
            let mut kept = 0;
            retain_operations(path, item, &mut |operation| {
                let keeps = filter.keeps(&operation);
                kept += usize::from(keeps);
                seen.push((operation, keeps));
                keeps
            });
            kept > 0 || seen.len() == before
        });
    }
    let (operations, kept): (Vec<Traits>, Vec<bool>) = seen.into_iter().unzip();
    for (setting, kind, entry) in filter.idle(&operations) {
        let message = format!("the filter's {kind} `{entry}` matches no operation");
        context.misconfigured(setting, message);
    }
    let tags = operations
        .iter()
        .zip(kept)
        .filter(|(_, kept)| *kept)
        .flat_map(|(operation, _)| operation.tags.iter().map(String::as_str))
        .collect();
    prune_tags(context, root, &tags);
    prune_components(document);
}

/// Removes the operations of a path item that are not to be kept.
fn retain_operations(
    path: &str,
    item: &mut Map<String, Value>,
    keep: &mut dyn FnMut(Traits) -> bool,
) {
    let is_internal = flag(item, "x-internal");
    let mut keeps = |method: &str, operation: &Value| {
        let Value::Object(operation) = operation else {
            return true;
        };
        let tags = operation.get("tags").and_then(Value::as_array);
        let text = |value: &Value| value.as_str().map(str::to_owned);
        keep(Traits {
            tags: tags.into_iter().flatten().filter_map(text).collect(),
            path: path.to_owned(),
            method: method.to_owned(),
            operation_id: operation.get("operationId").and_then(text),
            internal: is_internal || flag(operation, "x-internal"),
            deprecated: flag(operation, "deprecated"),
        })
    };
    item.retain(|key, value| {
        let method = key.trim().to_ascii_lowercase();
        if METHODS.contains(&method.as_str()) || method == "query" {
            return keeps(&method, value);
        }
        if let ("additionalOperations", Value::Object(others)) = (key.as_str(), value) {
            others.retain(|method, operation| keeps(method, operation));
        }
        true
    });
}

fn flag(object: &Map<String, Value>, key: &str) -> bool {
    object.get(key) == Some(&Value::Bool(true))
}

/// Removes the declared tags without an operation; their names are free for others then.
fn prune_tags(context: &mut Context, root: &mut Map<String, Value>, used: &BTreeSet<&str>) {
    let Some(Value::Array(tags)) = root.get_mut("tags") else {
        return;
    };
    let keep: Vec<bool> = tags
        .iter()
        .map(|tag| match tag.get("name").and_then(Value::as_str) {
            Some(name) => used.contains(name),
            None => true,
        })
        .collect();
    context.within("tags", |context| retain(context, tags, &keep));
}

/// A component: its section and its name.
type Component = (String, String);

/// Removes the components that nothing refers to, directly or through others. Security schemes are
/// not referred to but named, and stay.
fn prune_components(document: &mut Value) {
    let Some(root) = document.as_object() else {
        return;
    };
    let components = root.get("components");
    let mut reached: BTreeSet<Component> = BTreeSet::new();
    let mut pending: Vec<Component> = Vec::new();
    for (key, value) in root {
        if key != "components"
            && let Some(shape) = Shape::Object(Kind::OpenApi).at(key)
        {
            pending.extend(used_by(value, shape));
        }
    }
    let subtypes = subtypes(components);
    while let Some(component) = pending.pop() {
        let (section, name) = &component;
        let value = components.and_then(|components| components.get(section)?.get(name));
        let Some(value) = value.filter(|_| !reached.contains(&component)) else {
            continue;
        };
        let shape = Shape::Object(Kind::Components).at(section);
        let shape = shape.and_then(|shape| shape.at(name));
        pending.extend(shape.into_iter().flat_map(|shape| used_by(value, shape)));
        pending.extend(subtypes.get(name).into_iter().flatten().cloned());
        reached.insert(component);
    }
    let Some(Value::Object(sections)) = document.get_mut("components") else {
        return;
    };
    for (section, entries) in sections {
        if let Value::Object(entries) = entries
            && section != "securitySchemes"
        {
            entries.retain(|name, _| reached.contains(&(section.clone(), name.clone())));
        }
    }
}

/// The components that a value refers to.
fn used_by(value: &Value, shape: Shape) -> Vec<Component> {
    let mut found = Vec::new();
    visit(value, shape, Trail::Start(""), &mut |map, shape, _| {
        found.extend(
            texts(map, shape)
                .into_iter()
                .filter_map(|(_, text, _)| component(text)),
        );
    });
    found
}

fn component(reference: &str) -> Option<Component> {
    let mut tokens = tokens(reference.strip_prefix('#')?);
    match (tokens.next()?.as_ref(), tokens.next()?, tokens.next()?) {
        ("components", section, name) => Some((section.into_owned(), name.into_owned())),
        _ => None,
    }
}

/// The schemas that extend one with a discriminator: a value of that one may be one of them.
fn subtypes(components: Option<&Value>) -> BTreeMap<String, Vec<Component>> {
    let schemas = components.and_then(|components| components.get("schemas")?.as_object());
    let mut extending: BTreeMap<String, Vec<Component>> = BTreeMap::new();
    for (name, schema) in schemas.into_iter().flatten() {
        let parts = schema.get("allOf").and_then(Value::as_array);
        for part in parts.into_iter().flatten() {
            let base = part.get("$ref").and_then(Value::as_str).and_then(component);
            if let Some((_, base)) = base {
                let child = ("schemas".to_owned(), name.clone());
                extending.entry(base).or_default().push(child);
            }
        }
    }
    // A discriminator counts for what extends an extension, too.
    let mut result = BTreeMap::new();
    let declares = |(_, schema): &(&String, &Value)| schema.get("discriminator").is_some();
    let mut pending: Vec<String> = schemas
        .into_iter()
        .flatten()
        .filter(declares)
        .map(|(name, _)| name.clone())
        .collect();
    while let Some(base) = pending.pop() {
        if let Some(children) = extending.remove(&base) {
            pending.extend(children.iter().map(|(_, name)| name.clone()));
            result.insert(base, children);
        }
    }
    result
}

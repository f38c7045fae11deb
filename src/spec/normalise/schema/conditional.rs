//! Conditions (`if`, `dependentSchemas`): what a value can have under one of them is optional.
//!
//! See [JSON Schema 2020-12, section 10.2.2](https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.2).

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use crate::diagnostic::Code;
use crate::spec::normalise::context::Context;

/// Where schemas of one kind of property stand, below the schema with the conditions.
type Places = Vec<(Vec<String>, Value)>;

/// Adds the properties that only conditions of a schema declare, and those of the parts of its `allOf`, where they would
/// be intersected with what other parts say of them.
pub fn properties(context: &mut Context, map: &mut Map<String, Value>) {
    if !has_conditions(map) {
        return;
    }
    let mut found = IndexMap::new();
    collect(map, false, &mut Vec::new(), &mut found);
    let mut declared = Vec::new();
    let is_all = declare(map, &mut declared);
    found.retain(|name, _| !declared.contains(name));
    remove(context, map);
    if found.is_empty() {
        return;
    }
    let properties = map.entry("properties").or_insert_with(|| json!({}));
    let Value::Object(properties) = properties else {
        return;
    };
    for (name, mut places) in found {
        if !is_all {
            // A schema behind a reference may declare the property: then, this one must not restrict it.
            places.retain_mut(|(_, schema)| widen(schema));
        }
        let schema = match places.as_slice() {
            [] => continue,
            [(place, schema)] => {
                let from: Vec<&str> = place.iter().map(String::as_str).collect();
                context.moved(&["properties", &name], &from);
                schema.clone()
            }
            several => {
                for (index, (place, _)) in several.iter().enumerate() {
                    let index = index.to_string();
                    let from: Vec<&str> = place.iter().map(String::as_str).collect();
                    context.moved(&["properties", &name, "anyOf", &index], &from);
                }
                let schemas: Vec<&Value> = several.iter().map(|(_, schema)| schema).collect();
                json!({ "anyOf": schemas })
            }
        };
        properties.insert(name, schema);
    }
}

fn has_conditions(map: &Map<String, Value>) -> bool {
    let is_condition =
        |key: &String| matches!(key.as_str(), "if" | "then" | "else" | "dependentSchemas");
    map.keys().any(is_condition) || parts(map).any(|(_, part)| has_conditions(part))
}

/// The parts of an `allOf` in place.
fn parts(map: &Map<String, Value>) -> impl Iterator<Item = (usize, &Map<String, Value>)> {
    let parts = map.get("allOf").and_then(Value::as_array);
    let parts = parts.into_iter().flatten().enumerate();
    parts.filter_map(|(index, part)| Some((index, part.as_object()?)))
}

/// The properties under conditions, each with its different schemas; `within` one, all that is declared.
fn collect(
    map: &Map<String, Value>,
    within: bool,
    path: &mut Vec<String>,
    found: &mut IndexMap<String, Places>,
) {
    let at = |key: &str| map.get(key).and_then(Value::as_object);
    let length = path.len();
    for (name, schema) in at("properties").into_iter().flatten().filter(|_| within) {
        let places = found.entry(name.clone()).or_default();
        // What a condition forbids is declared by another one.
        if *schema != false && !places.iter().any(|(_, known)| known == schema) {
            let own = ["properties".to_owned(), name.clone()];
            places.push(([path.as_slice(), &own].concat(), schema.clone()));
        }
    }
    let branches = ["then", "else"].into_iter();
    let branches = branches.filter_map(|key| Some((vec![key.to_owned()], at(key)?)));
    let dependent = at("dependentSchemas").into_iter().flatten();
    let dependent = dependent.filter_map(|(name, schema)| {
        let way = vec!["dependentSchemas".to_owned(), name.clone()];
        Some((way, schema.as_object()?))
    });
    for (way, branch) in branches.chain(dependent) {
        path.extend(way);
        collect(branch, true, path, found);
        path.truncate(length);
    }
    for (index, part) in parts(map) {
        path.extend(["allOf".to_owned(), index.to_string()]);
        collect(part, within, path, found);
        path.truncate(length);
    }
}

/// The names of the properties that a schema declares in any case; whether these are all.
fn declare(map: &Map<String, Value>, declared: &mut Vec<String>) -> bool {
    let own = map.get("properties").and_then(Value::as_object);
    declared.extend(own.into_iter().flatten().map(|(name, _)| name.clone()));
    let mut is_all = !map.contains_key("$ref");
    for (_, part) in parts(map) {
        is_all &= declare(part, declared);
    }
    is_all
}

/// Takes the values from a schema that lists some; false if that leaves nothing.
fn widen(schema: &mut Value) -> bool {
    if let Value::Object(map) = schema {
        map.shift_remove("enum");
        map.shift_remove("const");
        let kinds = [
            "type",
            "$ref",
            "properties",
            "items",
            "allOf",
            "oneOf",
            "anyOf",
        ];
        return kinds.iter().any(|key| map.contains_key(*key));
    }
    true
}

/// Removes the conditions, and reports each of them once.
fn remove(context: &mut Context, map: &mut Map<String, Value>) {
    let conditions = ["if", "then", "else"];
    let condition = conditions.into_iter().find(|key| map.contains_key(*key));
    if let Some(key) = condition {
        let message =
            "conditions are ignored; what only `then` or `else` declares is an optional property";
        context.report_at(key, Code::UnsupportedKeyword, message);
        map.retain(|key, _| !conditions.contains(&key.as_str()));
    }
    if map.shift_remove("dependentSchemas").is_some() {
        let message =
            "`dependentSchemas` is ignored; what only it declares is an optional property";
        context.report_at("dependentSchemas", Code::UnsupportedKeyword, message);
    }
    if let Some(Value::Array(parts)) = map.get_mut("allOf") {
        context.within("allOf", |context| {
            for (index, part) in parts.iter_mut().enumerate() {
                if let Value::Object(part) = part {
                    context.within(&index.to_string(), |context| remove(context, part));
                }
            }
        });
    }
}

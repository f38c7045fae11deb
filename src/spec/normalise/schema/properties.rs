//! `properties` and `required`.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::diagnostic::Code;
use crate::spec::normalise::context::Context;

/// Moves `required: true` from the properties to the list of the schema that has them.
pub fn repair(context: &mut Context, map: &mut Map<String, Value>) {
    own_flag(context, map);
    let mut required = Vec::new();
    if let Some(Value::Object(properties)) = map.get_mut("properties") {
        for (name, property) in properties {
            let Some(property) = property.as_object_mut() else {
                continue;
            };
            let Some(flag) = property.get("required").and_then(as_flag) else {
                continue;
            };
            property.shift_remove("required");
            context.within("properties", |context| {
                context.within(name, |context| {
                    let message = format!("`required: {flag}` belongs into the list of the enclosing schema and is read from there");
                    context.report_at("required", Code::MisplacedKeyword, message);
                });
            });
            if flag {
                required.push(json!(name));
            }
        }
    }
    match map.get_mut("required") {
        Some(Value::Array(list)) => list.append(&mut required),
        _ if required.is_empty() => {}
        _ => {
            map.insert("required".to_owned(), Value::Array(required));
        }
    }
    if let Some(Value::Array(list)) = map.get_mut("required") {
        let mut seen = HashSet::new();
        list.retain(|name| seen.insert(name.clone()));
    }
}

/// A boolean `required` that no enclosing schema has taken.
fn own_flag(context: &mut Context, map: &mut Map<String, Value>) {
    if map.get("required").and_then(as_flag).is_some() {
        context.report_at(
            "required",
            Code::MisplacedKeyword,
            "a schema's `required` is a list of names; this flag is ignored",
        );
        map.shift_remove("required");
    }
}

fn as_flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) if text == "true" => Some(true),
        Value::String(text) if text == "false" => Some(false),
        _ => None,
    }
}

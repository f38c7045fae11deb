//! Streams: what 3.2 says of each item, said as the `schema` of the reply, which is how oasmith reads it.
//!
//! See [Sequential Media Types](https://spec.openapis.org/oas/v3.2.0#sequential-media-types).

use serde_json::{Value, json};

use super::context::Context;
use crate::diagnostic::Code;
use crate::spec::media_type::{is_events, is_json_lines};
use crate::spec::origin::child;

/// Looks for `itemSchema` where a reply or a body has its content: below operations and in components.
pub fn convert(context: &mut Context, document: &mut Value) {
    let mut found = Vec::new();
    for section in ["paths", "webhooks", "components"] {
        if let Some(value) = document.get(section) {
            collect(value, &child("", section), &mut found);
        }
    }
    for (place, media_type) in found {
        item_schema(context, document, &place, &media_type);
    }
}

/// The pointers of the media types with an `itemSchema`, each with its name.
fn collect(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                // What these hold is data, or has no content.
                if matches!(
                    key.as_str(),
                    "schema" | "schemas" | "itemSchema" | "example" | "examples"
                ) {
                    continue;
                }
                let at = child(at, key);
                let media_types = member.as_object().filter(|_| key == "content");
                for (name, media_type) in media_types.into_iter().flatten() {
                    if media_type.get("itemSchema").is_some() {
                        found.push((child(&at, name), name.clone()));
                    }
                }
                collect(member, &at, found);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                collect(element, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn item_schema(context: &mut Context, document: &mut Value, place: &str, media_type: &str) {
    let from = child(place, "itemSchema");
    let Some(item) = document.pointer(&from) else {
        return;
    };
    let (schema, origin) = if is_events(media_type) {
        event_data(context, document, item, &from)
    } else if is_json_lines(media_type) {
        (item.clone(), from)
    } else {
        let message = format!("`{media_type}` is not read item by item; `itemSchema` is ignored");
        return context.report_pointer(Code::UnsupportedKeyword, &from, message);
    };
    let Some(Value::Object(map)) = document.pointer_mut(place) else {
        return;
    };
    map.shift_remove("itemSchema");
    let whole = map.insert("schema".to_owned(), schema);
    let at = child(place, "schema");
    if whole.is_some() {
        let message = "`schema` beside `itemSchema` describes the stream as a whole and is ignored";
        context.report_pointer(Code::UnsupportedKeyword, &at, message);
    }
    context.origins().moved(&at, &origin);
}

/// What the data of an event can be.
struct Data {
    schema: Value,
    pointer: String,
    is_json: bool,
}

/// The schema of the data of all events, and where it stands. `item` describes an event as an object of `data`, `event`,
/// `id` and `retry`; JSON in `data` is described by its `contentSchema`. An item without `data` is the data itself.
fn event_data(context: &mut Context, document: &Value, item: &Value, at: &str) -> (Value, String) {
    let mut all = data(document, item, at, &mut Vec::new());
    if all.iter().any(|data| !data.is_json) {
        if all.iter().any(|data| data.is_json) {
            let message = "some events hold JSON and others text; the data of all is read as text";
            context.report_pointer(Code::UnsupportedMediaType, at, message);
        }
        return (json!({ "type": "string" }), at.to_owned());
    }
    match all.len() {
        0 => (item.clone(), at.to_owned()),
        1 => {
            let only = all.remove(0);
            (only.schema, only.pointer)
        }
        _ => {
            let schemas: Vec<Value> = all.into_iter().map(|data| data.schema).collect();
            (json!({ "anyOf": schemas }), at.to_owned())
        }
    }
}

/// What the members of a union say about the data, else what the schema itself says, else what it refers to.
fn data(document: &Value, item: &Value, at: &str, open: &mut Vec<String>) -> Vec<Data> {
    let among = |keywords: &[&str], open: &mut Vec<String>| {
        let mut found: Vec<Data> = Vec::new();
        for keyword in keywords {
            let members = item.get(keyword).and_then(Value::as_array);
            for (index, member) in members.into_iter().flatten().enumerate() {
                let at = format!("{}/{index}", child(at, keyword));
                for data in data(document, member, &at, open) {
                    if !found.iter().any(|known| known.schema == data.schema) {
                        found.push(data);
                    }
                }
            }
        }
        found
    };
    let found = among(&["oneOf", "anyOf"], open);
    if !found.is_empty() {
        return found;
    }
    if let Some(own) = item.pointer("/properties/data") {
        let at = format!("{at}/properties/data");
        return vec![match own.get("contentSchema") {
            Some(schema) => Data {
                schema: schema.clone(),
                pointer: child(&at, "contentSchema"),
                is_json: true,
            },
            None => Data {
                schema: own.clone(),
                pointer: at,
                is_json: own.get("type") != Some(&json!("string")),
            },
        }];
    }
    let target = item.get("$ref").and_then(Value::as_str);
    if let Some(place) = target.and_then(|target| target.strip_prefix('#'))
        && !open.iter().any(|known| known == place)
        && let Some(schema) = document.pointer(place)
    {
        open.push(place.to_owned());
        let found = data(document, schema, place, open);
        open.pop();
        return found;
    }
    among(&["allOf"], open)
}

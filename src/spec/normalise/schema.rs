//! Schemas: the order in which the rules are applied.

pub mod all_of;
pub mod bounds;
pub mod conditional;
pub mod json_schema;
pub mod kubernetes;
pub mod properties;
pub mod tuple;
pub mod types;
pub mod union;
pub mod values;

use serde_json::{Map, Value, json};

use super::context::{Context, describe};
use crate::diagnostic::Code;

/// Rewrites a schema into the vocabulary of 3.0; always leaves an object.
pub fn prepare(context: &mut Context, value: &mut Value) {
    not_an_object(context, value);
    let Value::Object(map) = value else { return };
    if map
        .get("$ref")
        .is_some_and(|reference| !reference.is_string())
    {
        context.report_at(
            "$ref",
            Code::WrongType,
            "a `$ref` must be a string; this one is ignored",
        );
        map.shift_remove("$ref");
    }
    vendor_nullable(map);
    // First, because the keywords of a member that is left become the schema's own.
    union::null_members(context, map);
    kubernetes::convert(map);
    types::repair(context, map);
    json_schema::convert(context, map);
    conditional::properties(context, map);
    properties::repair(context, map);
    all_of::annotations(context, map);
    union::type_list(context, map);
    union::object_member(context, map);
    values::of_elements(context, map);
    tuple::convert(context, map);
    types::elements(context, map);
    reference_siblings(context, map);
}

/// Looks at a schema whose keywords all have the right type.
pub fn finish(context: &mut Context, map: &mut Map<String, Value>) {
    for composition in ["allOf", "oneOf", "anyOf"] {
        if map
            .get(composition)
            .and_then(Value::as_array)
            .is_some_and(Vec::is_empty)
        {
            context.report_at(
                composition,
                Code::WrongType,
                format!("this `{composition}` is empty and is ignored"),
            );
            map.shift_remove(composition);
        }
    }
    values::repair(context, map);
    types::imply(map);
    bounds::repair(map);
    types::misplaced(context, map);
}

/// `additionalProperties: "true"` and its like.
pub fn flag_from_text(context: &mut Context, value: &mut Value) {
    let flag = match value.as_str().map(str::trim) {
        Some("true") => true,
        Some("false") => false,
        _ => return,
    };
    context.report(
        Code::WrongType,
        format!("this is a string where a boolean belongs; it is read as `{flag}`"),
    );
    *value = Value::Bool(flag);
}

/// Booleans are schemas since 3.1; the name of a type, or nothing at all, is meant as one.
fn not_an_object(context: &mut Context, value: &mut Value) {
    let schema = match &*value {
        Value::Object(_) => return,
        Value::Bool(true) => json!({}),
        Value::Bool(false) => json!({ "not": {} }),
        Value::String(name) if types::is_name(name) => {
            context.report(
                Code::WrongType,
                format!("`{name}` is a string where a schema belongs; it is read as its type"),
            );
            json!({ "type": name })
        }
        other => {
            let message = format!(
                "this is {} where a schema belongs; it is read as one that allows everything",
                describe(other)
            );
            context.report(Code::WrongType, message);
            json!({})
        }
    };
    *value = schema;
}

/// The 2.0 way to say `nullable`; generators for Go and Python write it in 3.0 too.
fn vendor_nullable(map: &mut Map<String, Value>) {
    let says_so = [
        "x-nullable",
        "x-isnullable",
        "x-isNullable",
        "x-is-nullable",
    ]
    .iter()
    .any(|name| {
        map.get(*name)
            .is_some_and(|flag| flag == true || flag == "true")
    });
    if says_so && !map.contains_key("nullable") {
        map.insert("nullable".to_owned(), json!(true));
    }
}

/// `$ref` with siblings: an `allOf` of the reference, which is what 3.1 says and authors mean.
///
/// See [JSON Schema 2020-12, section 8.2.3.1](https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.3.1).
fn reference_siblings(context: &mut Context, map: &mut Map<String, Value>) {
    if !map.contains_key("$ref") {
        return;
    }
    // What this version drops without a word must not leave an `allOf` of one behind.
    json_schema::remove_identifiers(map);
    if map.len() == 1 {
        return;
    }
    let Some(reference) = map.shift_remove("$ref") else {
        return;
    };
    let position = match map.get_mut("allOf") {
        Some(Value::Array(list)) => {
            list.push(json!({ "$ref": reference }));
            list.len() - 1
        }
        _ => {
            map.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
            0
        }
    };
    context.moved(&["allOf", &position.to_string(), "$ref"], &["$ref"]);
}

//! OpenAPI schemas as JSON Schema 2020-12, so that one dialect is sampled and a third party can validate it.
//!
//! Works in place, so that references keep leading where they led. Nothing of oasmith's own reading is used here: this
//! is the other opinion.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Map, Value, json};

/// What a URI must not hold as it is; component names may.
const NO_URI: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

const TYPES: [&str; 7] = [
    "array", "boolean", "integer", "null", "number", "object", "string",
];
const MAPS: [&str; 5] = [
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
];
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
const SINGLE: [&str; 11] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
];
const NUMBERS: [&str; 9] = [
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
];

/// The keyword that allows null; `None` in 3.1, whose schemas are JSON Schema already.
type Nullable = Option<&'static str>;

/// Rewrites every schema of a description.
pub fn convert(document: &mut Value) {
    let nullable = match document.get("openapi").map(Value::to_string) {
        Some(version) if version.contains("3.0") => Some("nullable"),
        Some(_) => None,
        None => Some("x-nullable"),
    };
    visit(document, nullable);
}

/// Finds the schemas in what is not one.
fn visit(value: &mut Value, nullable: Nullable) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|element| visit(element, nullable)),
        Value::Object(members) => {
            for (key, member) in members {
                match key.as_str() {
                    "schema" => schema(member, nullable),
                    "schemas" | "definitions" => each(member, nullable),
                    "example" | "examples" => {}
                    _ => visit(member, nullable),
                }
            }
        }
        _ => {}
    }
}

fn each(schemas: &mut Value, nullable: Nullable) {
    if let Value::Object(schemas) = schemas {
        schemas
            .values_mut()
            .for_each(|value| schema(value, nullable));
    }
}

fn schema(value: &mut Value, nullable: Nullable) {
    let Value::Object(members) = value else {
        return;
    };
    let allows_null = nullable
        .and_then(|keyword| members.shift_remove(keyword))
        .is_some_and(|allowed| allowed == json!(true));
    if nullable.is_some() && members.get("$ref").is_some_and(Value::is_string) {
        // What stands beside a reference does not count before 3.1.
        members.retain(|key, _| key == "$ref");
    } else {
        for (key, member) in members.iter_mut() {
            match (key.as_str(), &mut *member) {
                (key, _) if MAPS.contains(&key) => each(member, nullable),
                (key, Value::Array(list)) if LISTS.contains(&key) => {
                    list.iter_mut().for_each(|member| schema(member, nullable));
                }
                (key, _) if SINGLE.contains(&key) => schema(member, nullable),
                _ => {}
            }
        }
        drop_malformed(members);
        numbers_as_text(members);
        bounds(members);
    }
    if let Some(Value::String(reference)) = value.get_mut("$ref") {
        *reference = utf8_percent_encode(reference, NO_URI).to_string();
    }
    if allows_null {
        allow_null(value);
    }
}

/// Drops keywords whose value is of no use: slips of the author, which a validator would refuse to compile.
fn drop_malformed(members: &mut Map<String, Value>) {
    members.retain(|key, value| match key.as_str() {
        "type" => match value {
            Value::String(name) => TYPES.contains(&name.as_str()),
            value => value.is_array(),
        },
        "required" | "enum" => value.is_array(),
        "pattern" | "format" => value.is_string(),
        key if NUMBERS.contains(&key) => value.is_number(),
        _ => true,
    });
    // The validator counts names that are listed twice as two.
    if let Some(Value::Array(names)) = members.get_mut("required") {
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(name.to_string()));
    }
}

/// An `enum` of numbers that are spelt as text lists numbers: nothing else would be of the type.
fn numbers_as_text(members: &mut Map<String, Value>) {
    let numeric = matches!(
        members.get("type").and_then(Value::as_str),
        Some("integer" | "number")
    );
    if let Some(Value::Array(values)) = members.get_mut("enum").filter(|_| numeric) {
        for value in values {
            if let Some(number) = value
                .as_str()
                .and_then(|text| text.parse::<serde_json::Number>().ok())
            {
                *value = Value::Number(number);
            }
        }
    }
}

/// `exclusiveMinimum: true` beside `minimum`, as draft 4 had it.
fn bounds(members: &mut Map<String, Value>) {
    for (flag, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        if let Some(Value::Bool(exclusive)) = members.get(flag) {
            let exclusive = *exclusive;
            members.shift_remove(flag);
            if let Some(value) = members.get(bound).cloned().filter(|_| exclusive) {
                members.shift_remove(bound);
                members.insert(flag.to_owned(), value);
            }
        }
    }
}

/// Takes `nullable` at its word wherever it stands, beside `allOf` or `enum` too.
fn allow_null(value: &mut Value) {
    let Value::Object(members) = value else {
        return;
    };
    let composed = ["$ref", "allOf", "anyOf", "oneOf", "const"]
        .iter()
        .any(|key| members.contains_key(*key));
    if members.is_empty() {
        return;
    }
    match members.get_mut("type") {
        Some(type_) if !composed => {
            if type_.is_string() {
                *type_ = json!([type_.take(), "null"]);
            }
            if let Some(Value::Array(values)) = members.get_mut("enum")
                && !values.contains(&Value::Null)
            {
                values.push(Value::Null);
            }
        }
        _ => *value = json!({"anyOf": [value.take(), {"type": "null"}]}),
    }
}

/// Reads `oneOf` as `anyOf`: members that overlap (an object with fewer fields than another one) are what descriptions
/// hold and servers send, and a discriminator decides where JSON Schema sees two matches.
pub fn relax(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(relax),
        Value::Object(members) => {
            members.values_mut().for_each(relax);
            // Of a parameter that a schema refers to, which makes it a schema for the validator.
            if members.get("required").is_some_and(Value::is_boolean) {
                members.shift_remove("required");
            }
            if let Some(one) = members.get("oneOf").filter(|one| one.is_array()).cloned() {
                members.shift_remove("oneOf");
                match members.get_mut("anyOf") {
                    None => _ = members.insert("anyOf".to_owned(), one),
                    Some(any) => {
                        let both = json!([{"anyOf": any.take()}, {"anyOf": one}]);
                        members.shift_remove("anyOf");
                        let all = members.entry("allOf").or_insert_with(|| json!([]));
                        if let (Value::Array(all), Value::Array(both)) = (all, both) {
                            all.extend(both);
                        }
                    }
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_of_3_0() {
        let mut document = json!({"openapi": "3.0.3", "components": {"schemas": {
            "A": {"type": "integer", "minimum": 1, "exclusiveMinimum": true, "nullable": true, "enum": [2]},
            "B": {"$ref": "#/components/schemas/A", "nullable": true, "description": "b"},
            "C": {"properties": {"nullable": {"type": "int"}}, "example": {"schema": {"nullable": true}}},
        }}});
        convert(&mut document);
        assert_eq!(
            document["components"]["schemas"],
            json!({
                "A": {"type": ["integer", "null"], "exclusiveMinimum": 1, "enum": [2, null]},
                "B": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]},
                "C": {"properties": {"nullable": {}}, "example": {"schema": {"nullable": true}}},
            })
        );
    }
}

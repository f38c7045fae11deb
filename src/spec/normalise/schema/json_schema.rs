//! Keywords of JSON Schema 2020-12 (3.1 and later) in terms of 3.0.
//!
//! See the [3.0 to 3.1 migration notes](https://www.openapis.org/blog/2021/02/16/migrating-from-openapi-3-0-to-3-1-0).

use serde_json::{Map, Value, json};

use crate::diagnostic::Code;
use crate::spec::normalise::context::{Context, Version};
use crate::spec::normalise::scalar;
use crate::spec::normalise::schema::values;

/// Rewrites what 3.0 says in other words.
pub fn convert(context: &mut Context, map: &mut Map<String, Value>) {
    const REWRITTEN: [&str; 10] = [
        "const",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "examples",
        "items",
        "contentEncoding",
        "contentMediaType",
        "patternProperties",
        "unevaluatedProperties",
        "propertyNames",
    ];
    // Most schemas have none of them, which is quickly seen.
    if !map.keys().any(|key| REWRITTEN.contains(&key.as_str())) {
        return;
    }
    constant(context, map);
    exclusive_bound(map, "minimum", "exclusiveMinimum", |exclusive, bound| {
        exclusive >= bound
    });
    exclusive_bound(map, "maximum", "exclusiveMaximum", |exclusive, bound| {
        exclusive <= bound
    });
    first_example(map);
    tuple(context, map);
    encoded_content(map);
    pattern_properties(context, map);
    unevaluated_properties(context, map);
    property_names(map);
}

/// Removes the keywords that only name a schema: references are resolved by now.
pub fn remove_identifiers(map: &mut Map<String, Value>) {
    const IDENTIFIERS: [&str; 9] = [
        "$schema",
        "$id",
        "$anchor",
        "$dynamicAnchor",
        "$recursiveAnchor",
        "$comment",
        "$vocabulary",
        "$defs",
        "definitions",
    ];
    map.retain(|key, _| !IDENTIFIERS.contains(&key.as_str()));
}

/// `const` is an `enum` of one; beside an `enum`, it is the one of its values that is allowed.
fn constant(context: &mut Context, map: &mut Map<String, Value>) {
    if let Some(value) = map.shift_remove("const") {
        if let Some(Value::Array(listed)) = map.get("enum") {
            let kept: Vec<bool> = listed.iter().map(|listed| *listed == value).collect();
            values::keep_beside(map, &kept);
        }
        map.insert("enum".to_owned(), json!([value]));
        context.moved(&["enum", "0"], &["const"]);
    }
}

/// A numeric `exclusiveMinimum` is a `minimum` with a flag; the stronger of the two bounds wins.
fn exclusive_bound(
    map: &mut Map<String, Value>,
    bound: &str,
    exclusive: &str,
    is_stronger: fn(f64, f64) -> bool,
) {
    let number = match map.get(exclusive) {
        Some(Value::Number(number)) => Some(number.clone()),
        Some(Value::String(text)) => scalar::parse(text),
        _ => None,
    };
    let Some(number) = number else { return };
    let inclusive = map.get(bound).and_then(Value::as_f64);
    if inclusive.is_some_and(|inclusive| {
        !number
            .as_f64()
            .is_some_and(|number| is_stronger(number, inclusive))
    }) {
        map.shift_remove(exclusive);
        return;
    }
    map.insert(bound.to_owned(), Value::Number(number));
    map.insert(exclusive.to_owned(), json!(true));
}

/// 3.0 has room for one example.
fn first_example(map: &mut Map<String, Value>) {
    let Some(examples) = map.shift_remove("examples") else {
        return;
    };
    let first =
        match examples {
            Value::Array(list) => list.into_iter().next(),
            Value::Object(named) => named
                .into_iter()
                .next()
                .map(|(_, mut example)| match example.get_mut("value") {
                    Some(value) => value.take(),
                    None => example,
                }),
            other => Some(other),
        };
    if let Some(example) = first.filter(|example| !example.is_null())
        && !map.contains_key("example")
    {
        map.insert("example".to_owned(), example);
    }
}

/// A list under `items` is how earlier drafts spelt `prefixItems`.
fn tuple(context: &mut Context, map: &mut Map<String, Value>) {
    let Some(Value::Array(list)) = map.get_mut("items") else {
        return;
    };
    let list = std::mem::take(list);
    if let [only] = list.as_slice() {
        context.report_at(
            "items",
            Code::WrongType,
            "`items` is a list of one schema; that schema is used",
        );
        map.insert("items".to_owned(), only.clone());
        context.moved(&["items"], &["items", "0"]);
        return;
    }
    // Before 3.1 there are no tuples: who lists schemas says what elements can be.
    let is_complete = context.version != Version::V3_1 && !list.is_empty();
    let message = match is_complete {
        true => "`items` is a list of schemas; an element can be any of them",
        false => "`items` is a list of schemas; it is read as `prefixItems`",
    };
    context.report_at("items", Code::WrongType, message);
    context.moved(&["prefixItems"], &["items"]);
    let complete = is_complete.then_some(Value::Bool(false));
    match map.shift_remove("additionalItems").or(complete) {
        Some(rest) => map.insert("items".to_owned(), rest),
        None => map.shift_remove("items"),
    };
    if !list.is_empty() {
        map.insert("prefixItems".to_owned(), Value::Array(list));
    }
}

/// Bytes within a string.
fn encoded_content(map: &mut Map<String, Value>) {
    if map.contains_key("format") {
        return;
    }
    let encoding = map
        .get("contentEncoding")
        .and_then(Value::as_str)
        .map(str::to_ascii_lowercase);
    let media_type = map.get("contentMediaType").and_then(Value::as_str);
    let format = match (encoding.as_deref(), media_type) {
        (Some("base64"), _) => "byte",
        (None, Some("application/octet-stream")) => "binary",
        _ => return,
    };
    map.shift_remove("contentEncoding");
    if format == "binary" {
        map.shift_remove("contentMediaType");
    }
    map.entry("type").or_insert(json!("string"));
    map.insert("format".to_owned(), json!(format));
}

/// The values of `patternProperties` join `additionalProperties`; the patterns themselves are lost.
fn pattern_properties(context: &mut Context, map: &mut Map<String, Value>) {
    if !map.get("patternProperties").is_some_and(Value::is_object) {
        return;
    }
    let Some(Value::Object(patterns)) = map.shift_remove("patternProperties") else {
        return;
    };
    let message = "the patterns of `patternProperties` are ignored; their schemas are used for all further properties";
    context.report_at("patternProperties", Code::UnsupportedKeyword, message);
    let additional = match map.shift_remove("additionalProperties") {
        Some(Value::Bool(false)) => None,
        Some(Value::Bool(true)) => Some(json!({})),
        // A struct must not fail for a property that nobody knew yet, whose name no pattern matches.
        None if map.contains_key("properties") && !patterns.keys().any(|p| matches_all(p)) => {
            Some(json!({}))
        }
        other => other,
    };
    let mut members = Vec::new();
    let schemas = patterns
        .into_iter()
        .map(|(pattern, schema)| (Some(pattern), schema));
    for (pattern, schema) in schemas.chain(additional.map(|schema| (None, schema))) {
        if members.contains(&schema) {
            continue;
        }
        let to = ["additionalProperties", "anyOf", &members.len().to_string()];
        match &pattern {
            Some(pattern) => context.moved(&to, &["patternProperties", pattern]),
            None => context.moved(&to, &["additionalProperties"]),
        }
        members.push(schema);
    }
    let schema = match members.len() {
        0 => return,
        1 => {
            context.moved(
                &["additionalProperties"],
                &["additionalProperties", "anyOf", "0"],
            );
            members.remove(0)
        }
        _ => json!({ "anyOf": members }),
    };
    map.insert("additionalProperties".to_owned(), schema);
}

fn matches_all(pattern: &str) -> bool {
    let pattern = pattern.trim_start_matches('^').trim_end_matches('$');
    matches!(pattern, "" | ".*" | ".+")
}

/// Beside no other schema, `unevaluatedProperties` is `additionalProperties`.
fn unevaluated_properties(context: &mut Context, map: &mut Map<String, Value>) {
    const APPLICATORS: [&str; 10] = [
        "$ref",
        "$dynamicRef",
        "allOf",
        "oneOf",
        "anyOf",
        "if",
        "then",
        "else",
        "dependentSchemas",
        "additionalProperties",
    ];
    if APPLICATORS.iter().any(|keyword| map.contains_key(*keyword)) {
        return;
    }
    if let Some(schema) = map.shift_remove("unevaluatedProperties") {
        map.insert("additionalProperties".to_owned(), schema);
        context.moved(&["additionalProperties"], &["unevaluatedProperties"]);
    }
}

/// Names are strings anyway: only more than that is worth a report.
fn property_names(map: &mut Map<String, Value>) {
    const PLAIN: [&str; 3] = ["type", "title", "description"];
    let is_plain = |names: &Value| match names {
        Value::Object(names) => {
            names.keys().all(|key| PLAIN.contains(&key.as_str()))
                && names.get("type").is_none_or(|name| name == "string")
        }
        other => *other == true,
    };
    if map.get("propertyNames").is_some_and(is_plain) {
        map.shift_remove("propertyNames");
    }
}

//! `prefixItems`: 3.0 has one schema for all elements of an array.

use serde_json::{Map, Value, json};

use crate::spec::normalise::context::Context;

/// Says `prefixItems` in terms of `items`. Each element is then one of the listed schemas or of what may follow them;
/// where there is always exactly one element for each schema, `x-oasmith-tuple` says so.
///
/// See [JSON Schema 2020-12, section 10.3.1](https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.1).
pub fn convert(context: &mut Context, map: &mut Map<String, Value>) {
    let Some(Value::Array(prefix)) = map.shift_remove("prefixItems") else {
        return;
    };
    if prefix.is_empty() {
        return;
    }
    let count = |keyword: &str| map.get(keyword).and_then(Value::as_f64);
    let length = prefix.len() as f64;
    let is_closed = map.get("items") == Some(&json!(false))
        || count("maxItems").is_some_and(|most| most <= length);
    let is_exact = is_closed && count("minItems").is_some_and(|least| least >= length);
    let mut members: Vec<(Value, Vec<String>)> = Vec::new();
    let is_one = prefix.iter().all(|schema| prefix.first() == Some(schema));
    let rest = map.shift_remove("items");
    for (index, schema) in prefix.into_iter().enumerate() {
        if (is_exact && !is_one) || !members.iter().any(|(known, _)| *known == schema) {
            members.push((schema, vec!["prefixItems".to_owned(), index.to_string()]));
        }
    }
    if !is_closed {
        let rest = rest.unwrap_or(json!({}));
        if !members.iter().any(|(known, _)| *known == rest) {
            members.push((rest, vec!["items".to_owned()]));
        }
    }
    let several = members.len() > 1;
    for (index, (_, from)) in members.iter().enumerate().rev() {
        let from: Vec<&str> = from.iter().map(String::as_str).collect();
        let index = index.to_string();
        if several {
            context.moved(&["items", "anyOf", &index], &from);
        } else {
            context.moved(&["items"], &from);
        }
    }
    let mut members: Vec<Value> = members.into_iter().map(|(schema, _)| schema).collect();
    let items = match members.len() {
        1 => members.remove(0),
        _ => json!({ "anyOf": members }),
    };
    map.entry("type").or_insert(json!("array"));
    map.insert("items".to_owned(), items);
    if is_exact && several {
        map.insert("x-oasmith-tuple".to_owned(), json!(true));
    }
}

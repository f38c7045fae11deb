//! `enum`: its values have the declared type, each once.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::diagnostic::Code;
use crate::spec::normalise::context::Context;
use crate::spec::normalise::scalar;

/// Repairs an enumeration and a string's default; the keywords around them have the right types
/// already.
pub fn repair(context: &mut Context, map: &mut Map<String, Value>) {
    let name = map.get("type").and_then(Value::as_str).map(str::to_owned);
    if name.as_deref() == Some("string")
        && let Some(default @ (Value::Number(_) | Value::Bool(_))) = map.get_mut("default")
    {
        context.within("default", |context| scalar::text(context, default));
    }
    let Some(Value::Array(values)) = map.get_mut("enum") else {
        return;
    };
    if values.is_empty() {
        context.report_at(
            "enum",
            Code::WrongType,
            "this `enum` is empty and is ignored",
        );
        map.shift_remove("enum");
        return;
    }
    if let Some(name) = &name {
        let mut odd = Vec::new();
        for (index, value) in values.iter_mut().enumerate() {
            odd.extend(context.within("enum", |context| {
                context.within(&index.to_string(), |context| convert(context, value, name))
            }));
        }
        if let Some((said, better)) = odd.first() {
            let message = format!(
                "`{said}` is no value of type `{name}`; it is read as `{better}`, and so are others of its kind"
            );
            context.report_at("enum", Code::WrongType, message);
        }
    }
    let kept = context.within("enum", |context| distinct(context, values));
    let has_null = values.contains(&Value::Null);
    keep_beside(map, &kept);
    if name.is_some() && has_null && map.get("nullable") != Some(&json!(true)) {
        context.report_at(
            "enum",
            Code::WrongType,
            "this `enum` contains null, so the schema is read as `nullable`",
        );
        map.insert("nullable".to_owned(), json!(true));
    }
    whole_numbers(map);
}

/// Listed numbers that are all whole are integers: in TypeScript, from which many descriptions are made, all are `number`.
fn whole_numbers(map: &mut Map<String, Value>) {
    let is_whole = |values: &Vec<Value>| {
        values.iter().all(|value| value.is_i64() || value.is_null())
            && values.iter().any(Value::is_i64)
    };
    let values = map.get("enum").and_then(Value::as_array);
    let is_number = map.get("type").is_some_and(|name| name == "number");
    if is_number && !map.contains_key("format") && values.is_some_and(is_whole) {
        map.insert("type".to_owned(), json!("integer"));
    }
}

/// The values that are listed for an array are those of its elements: what can be named are elements, not lists of them,
/// and many list nothing but elements where lists belong.
pub fn of_elements(context: &mut Context, map: &mut Map<String, Value>) {
    let is_array = map.get("type").is_some_and(|name| name == "array");
    if !is_array || map.contains_key("prefixItems") {
        return;
    }
    let Some(Value::Array(listed)) = map.get("enum") else {
        return;
    };
    let Some(values) = element_values(listed) else {
        return;
    };
    let are_lists = listed
        .iter()
        .all(|value| value.is_array() || value.is_null());
    let code = if are_lists {
        Code::UnsupportedKeyword
    } else {
        Code::WrongType
    };
    let message = "what this `enum` lists is read as the values of the array's elements";
    context.report_at("enum", code, message);
    if listed.contains(&Value::Null) {
        map.insert("nullable".to_owned(), json!(true));
    }
    map.shift_remove("enum");
    let items = map.entry("items").or_insert(Value::Bool(true));
    if *items == true {
        *items = json!({});
    }
    // Else they say which values they have.
    let open = |items: &&mut Map<String, Value>| {
        !items.contains_key("$ref") && !items.contains_key("enum") && !items.contains_key("const")
    };
    if let Some(items) = items.as_object_mut().filter(open) {
        items.insert("enum".to_owned(), Value::Array(values));
        context.moved(&["items", "enum"], &["enum"]);
    }
}

/// The scalars that are listed, by themselves or in lists.
fn element_values(listed: &[Value]) -> Option<Vec<Value>> {
    let mut values = Vec::new();
    for value in listed.iter().filter(|value| !value.is_null()) {
        match value {
            Value::Array(list) => values.extend_from_slice(list),
            element => values.push(element.clone()),
        }
    }
    let are_scalars = values.iter().all(|v| !v.is_array() && !v.is_object());
    (are_scalars && !values.is_empty()).then_some(values)
}

/// Makes a value one of the type `name`, where that is plain; returns what it was and what it became.
fn convert(context: &mut Context, value: &mut Value, name: &str) -> Option<(Value, Value)> {
    let better = match (&*value, name) {
        (Value::Number(_) | Value::Bool(_), "string") => json!(context.spelling(value)),
        (Value::Number(number), "integer") if number.is_f64() => {
            // `1.0` is an integer to JSON Schema; nothing to report.
            *value = Value::Number(scalar::whole(number)?);
            return None;
        }
        (Value::String(text), "integer") => {
            Value::Number(scalar::parse(text).filter(|number| !number.is_f64())?)
        }
        (Value::String(text), "number") => Value::Number(scalar::parse(text)?),
        (Value::String(text), "boolean") => Value::Bool(text.parse().ok()?),
        _ => return None,
    };
    Some((std::mem::replace(value, better.clone()), better))
}

/// Leaves each value once; returns which were kept.
fn distinct(context: &mut Context, values: &mut Vec<Value>) -> Vec<bool> {
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    values.retain(|value| {
        let first = seen.insert(value.clone());
        if !first {
            context.report_at(
                &kept.len().to_string(),
                Code::WrongType,
                format!("`{value}` is listed twice; once is enough"),
            );
        }
        kept.push(first);
        first
    });
    kept
}

/// Of what extensions list beside the values of an `enum`, leaves what belongs to those that were kept.
pub fn keep_beside(map: &mut Map<String, Value>, kept: &[bool]) {
    const BESIDE: [&str; 5] = [
        "x-enum-varnames",
        "x-enumNames",
        "x-enum-names",
        "x-enum-descriptions",
        "x-enumDescriptions",
    ];
    for key in BESIDE {
        if let Some(Value::Array(list)) = map.get_mut(key)
            && list.len() == kept.len()
        {
            let mut kept = kept.iter();
            list.retain(|_| kept.next() == Some(&true));
        }
    }
}

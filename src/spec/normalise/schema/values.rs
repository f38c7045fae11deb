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
    context.within("enum", |context| distinct(context, values));
    if name.is_some() && values.contains(&Value::Null) && map.get("nullable") != Some(&json!(true))
    {
        context.report_at(
            "enum",
            Code::WrongType,
            "this `enum` contains null, so the schema is read as `nullable`",
        );
        map.insert("nullable".to_owned(), json!(true));
    }
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

fn distinct(context: &mut Context, values: &mut Vec<Value>) {
    let mut seen = HashSet::new();
    let mut index = 0;
    values.retain(|value| {
        let first = seen.insert(value.clone());
        if !first {
            context.report_at(
                &index.to_string(),
                Code::WrongType,
                format!("`{value}` is listed twice; once is enough"),
            );
        }
        index += 1;
        first
    });
}

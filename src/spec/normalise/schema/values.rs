//! `enum`: its values have the declared type, each once.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::diagnostic::Code;
use crate::spec::normalise::context::Context;
use crate::spec::normalise::scalar;

/// Repairs an enumeration; the keywords around it have the right types already.
pub fn repair(context: &mut Context, map: &mut Map<String, Value>) {
    let name = map.get("type").and_then(Value::as_str).map(str::to_owned);
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
        context.within("enum", |context| {
            for (index, value) in values.iter_mut().enumerate() {
                context.within(&index.to_string(), |context| convert(context, value, name));
            }
        });
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

/// Makes a value one of the type `name`, where that is plain.
fn convert(context: &mut Context, value: &mut Value, name: &str) {
    let better = match (&*value, name) {
        (Value::Number(number), "string") => Some(json!(number.to_string())),
        (Value::Bool(flag), "string") => Some(json!(flag.to_string())),
        (Value::Number(number), "integer") if number.is_f64() => {
            // `1.0` is an integer to JSON Schema; nothing to report.
            if let Some(whole) = scalar::whole(number) {
                *value = Value::Number(whole);
            }
            return;
        }
        (Value::String(text), "integer") => scalar::parse(text)
            .filter(|number| !number.is_f64())
            .map(Value::Number),
        (Value::String(text), "number") => scalar::parse(text).map(Value::Number),
        (Value::String(text), "boolean") => text.parse::<bool>().ok().map(Value::Bool),
        _ => return,
    };
    let Some(better) = better else { return };
    context.report(
        Code::WrongType,
        format!("`{value}` is no value of type `{name}`; it is read as `{better}`"),
    );
    *value = better;
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

//! Scalars of the wrong type: converted where the meaning is plain, else removed.

use serde_json::{Number, Value};

use super::context::{Context, describe};
use crate::diagnostic::Code;

/// The largest magnitude up to which every integer has a `f64` of its own, 2⁵³.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Makes `value` a string; false if it cannot be one.
pub fn text(context: &mut Context, value: &mut Value) -> bool {
    let text = match value {
        Value::String(_) => return true,
        Value::Number(_) | Value::Bool(_) => context.spelling(value),
        Value::Object(map) if map.get("$ref").is_some_and(Value::is_string) => {
            let message =
                "a text cannot be a reference: the file is not read, and the text is left out";
            context.report(Code::UnsupportedKeyword, message);
            return false;
        }
        other => return ignored(context, other, "a string"),
    };
    converted(context, value, Value::String(text), "a string")
}

/// Makes `value` a boolean; false if it cannot be one.
pub fn flag(context: &mut Context, value: &mut Value) -> bool {
    let flag = match value {
        Value::Bool(_) => return true,
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => true,
            "false" | "no" | "0" | "" => false,
            _ => return ignored(context, value, "a boolean"),
        },
        Value::Number(number) if number.as_f64() == Some(1.0) => true,
        Value::Number(number) if number.as_f64() == Some(0.0) => false,
        other => return ignored(context, other, "a boolean"),
    };
    converted(context, value, Value::Bool(flag), "a boolean")
}

/// Makes `value` a number; false if it cannot be one.
pub fn number(context: &mut Context, value: &mut Value) -> bool {
    let number = match value {
        Value::Number(_) => return true,
        Value::String(text) => parse(text),
        _ => None,
    };
    match number {
        Some(number) => converted(context, value, Value::Number(number), "a number"),
        None => ignored(context, value, "a number"),
    }
}

/// Makes `value` a non-negative integer; false if it cannot be one.
pub fn count(context: &mut Context, value: &mut Value) -> bool {
    let number = match value {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => parse(text),
        _ => None,
    };
    match number.as_ref().and_then(whole).filter(Number::is_u64) {
        // `10.0` and `1e1` say ten as clearly as `10` does.
        Some(count) if value.is_number() => {
            *value = Value::Number(count);
            true
        }
        Some(count) => converted(
            context,
            value,
            Value::Number(count),
            "a non-negative integer",
        ),
        None => ignored(context, value, "a non-negative integer"),
    }
}

/// `number` as an integer, if it is one.
pub fn whole(number: &Number) -> Option<Number> {
    if !number.is_f64() {
        return Some(number.clone());
    }
    let float = number
        .as_f64()
        .filter(|float| float.fract() == 0.0 && float.abs() <= EXACT)?;
    // Exact: the magnitude was checked.
    Some(Number::from(float as i64))
}

/// The number that a text spells.
pub fn parse(text: &str) -> Option<Number> {
    let text = text.trim();
    let integer = text
        .parse::<i64>()
        .map(Number::from)
        .or_else(|_| text.parse::<u64>().map(Number::from));
    integer
        .ok()
        .or_else(|| Number::from_f64(text.parse().ok()?))
}

fn converted(context: &mut Context, value: &mut Value, better: Value, wanted: &str) -> bool {
    context.report(
        Code::WrongType,
        format!(
            "this is {} where {wanted} belongs; it is read as `{better}`",
            describe(value)
        ),
    );
    *value = better;
    true
}

fn ignored(context: &mut Context, value: &Value, wanted: &str) -> bool {
    context.report(
        Code::WrongType,
        format!(
            "this is {} where {wanted} belongs; it is ignored",
            shown(value)
        ),
    );
    false
}

/// A scalar itself, anything larger by what it is.
fn shown(value: &Value) -> String {
    match value {
        Value::Number(_) | Value::Bool(_) => format!("`{value}`"),
        Value::String(text) if text.len() <= 40 => format!("`{value}`"),
        other => describe(other).to_owned(),
    }
}

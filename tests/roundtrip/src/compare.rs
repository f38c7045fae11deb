//! When two JSON documents say the same.

use serde_json::{Number, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Whether two values are equal: numbers by value, objects in any order, date-times by instant and offset.
pub fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => equal_numbers(a, b),
        (Value::String(a), Value::String(b)) => a == b || same_instant(a, b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let same = |(name, a): (&String, &Value)| b.get(name).is_some_and(|b| equal(a, b));
            a.len() == b.len() && a.iter().all(same)
        }
        _ => a == b,
    }
}

/// Where two values first differ, as a JSON pointer, and how.
pub fn difference(sent: &Value, back: &Value) -> String {
    match (sent, back) {
        (Value::Object(sent), Value::Object(back)) => {
            for (name, value) in sent {
                match back.get(name) {
                    None => return format!("/{name} is lost"),
                    Some(other) if !equal(value, other) => {
                        return format!("/{name}{}", difference(value, other));
                    }
                    Some(_) => {}
                }
            }
            let new = back.keys().find(|name| !sent.contains_key(*name));
            new.map_or_else(String::new, |name| format!("/{name} is new"))
        }
        (Value::Array(sent), Value::Array(back)) if sent.len() == back.len() => {
            let mut pairs = sent.iter().zip(back).enumerate();
            let found = pairs.find(|(_, (a, b))| !equal(a, b));
            found.map_or_else(String::new, |(index, (a, b))| {
                format!("/{index}{}", difference(a, b))
            })
        }
        _ => format!(" was {sent}, is {back}"),
    }
}

fn equal_numbers(a: &Number, b: &Number) -> bool {
    match (a.as_i128(), b.as_i128()) {
        (Some(a), Some(b)) => a == b,
        _ => a.as_f64() == b.as_f64(),
    }
}

fn same_instant(a: &str, b: &str) -> bool {
    let parse = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok();
    let (Some(a), Some(b)) = (parse(a), parse(b)) else {
        return false;
    };
    a == b && a.offset() == b.offset()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_equal() {
        assert!(equal(
            &json!({"a": 1, "b": [2.0]}),
            &json!({"b": [2], "a": 1.0})
        ));
        assert!(equal(
            &json!("2024-01-01T00:00:00.50+01:00"),
            &json!("2024-01-01T00:00:00.5+01:00")
        ));
        assert!(!equal(
            &json!("2024-01-01T00:00:00Z"),
            &json!("2024-01-01T01:00:00+01:00")
        ));
        assert!(!equal(
            &json!(9_007_199_254_740_993_i64),
            &json!(9_007_199_254_740_992_i64)
        ));
        assert!(!equal(&json!({"a": null}), &json!({})));
    }
}

//! Numbers: bounds, multiples, and values that a careless type loses.

use serde_json::{Number, Value, json};

use super::shape::Shape;

/// Integers that match a schema, or may; a validator has the last word.
pub fn integers(shape: &Shape<'_>) -> Vec<Value> {
    let format = shape.all("format").find_map(Value::as_str);
    let mut found = vec![json!(7)];
    found.extend(
        bounds(shape)
            .into_iter()
            .filter(|value| !value.is_f64() || is_whole(value)),
    );
    found.extend(multiples(shape));
    found.extend([json!(0), json!(1), json!(-1)]);
    match format {
        Some("int8" | "uint8") => found.extend([json!(127), json!(-128), json!(255)]),
        Some("int16" | "uint16") => found.extend([json!(32767), json!(-32768), json!(65535)]),
        Some("int32") => found.extend([json!(i32::MAX), json!(i32::MIN)]),
        Some("uint32") => found.extend([json!(0), json!(u32::MAX)]),
        Some("uint64") => found.extend([json!(9_007_199_254_740_993_u64), json!(u64::MAX)]),
        _ => found.extend([
            json!(3_000_000_000_i64),
            json!(9_007_199_254_740_993_i64),
            json!(i64::MAX),
            json!(i64::MIN),
        ]),
    }
    let unsigned = format.is_some_and(|format| format.starts_with("uint"));
    found.retain(|value| !unsigned || value.as_f64().is_some_and(|number| number >= 0.0));
    within(shape, found)
}

/// Numbers that match a schema, or may.
pub fn numbers(shape: &Shape<'_>) -> Vec<Value> {
    let mut formats = shape.all("format").filter_map(Value::as_str);
    if formats.any(|format| format.trim_start_matches('u').starts_with("int")) {
        return integers(shape);
    }
    let mut found = vec![json!(19.99)];
    found.extend(bounds(shape));
    found.extend(multiples(shape));
    found.extend([
        json!(0),
        json!(-2.25),
        json!(3),
        json!(0.1),
        json!(1_234_567.89),
    ]);
    if shape.all("format").next().is_none() {
        found.push(json!(1e21));
    }
    within(shape, found)
}

/// Those within the bounds: what stands first goes into larger samples, which it must not spoil.
fn within(shape: &Shape<'_>, mut values: Vec<Value>) -> Vec<Value> {
    let low = shape.bound("minimum", f64::max).unwrap_or(f64::MIN);
    let high = shape.bound("maximum", f64::min).unwrap_or(f64::MAX);
    let above = shape
        .bound("exclusiveMinimum", f64::max)
        .unwrap_or(f64::NEG_INFINITY);
    let below = shape
        .bound("exclusiveMaximum", f64::min)
        .unwrap_or(f64::INFINITY);
    values.retain(|value| {
        value
            .as_f64()
            .is_some_and(|n| (low..=high).contains(&n) && above < n && n < below)
    });
    values
}

/// The bounds themselves, and values just within.
fn bounds(shape: &Shape<'_>) -> Vec<Value> {
    let mut found = Vec::new();
    for keyword in ["minimum", "maximum"] {
        found.extend(shape.all(keyword).cloned());
    }
    for (keyword, step) in [("exclusiveMinimum", 1.0), ("exclusiveMaximum", -1.0)] {
        let bounds: Vec<f64> = shape.all(keyword).filter_map(Value::as_f64).collect();
        for distance in [step, step / 4.0, step / 1000.0] {
            found.extend(bounds.iter().filter_map(|bound| number(bound + distance)));
        }
    }
    let low = shape.bound("minimum", f64::max);
    let high = shape.bound("maximum", f64::min);
    if let (Some(low), Some(high)) = (low, high) {
        found.extend(number(((low + high) / 2.0).floor()));
        found.extend(number((low + high) / 2.0));
    }
    found
}

fn multiples(shape: &Shape<'_>) -> Vec<Value> {
    let steps = shape.all("multipleOf").filter_map(Value::as_f64);
    steps
        .flat_map(|step| [number(step), number(step * 3.0), number(-step)])
        .flatten()
        .collect()
}

/// A number without a needless fraction: 5, not 5.0.
fn number(value: f64) -> Option<Value> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked to be whole and small"
    )]
    if value.fract() == 0.0 && value.abs() < 9e15 {
        return Some(json!(value as i64));
    }
    Number::from_f64(value).map(Value::Number)
}

fn is_whole(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

//! Strings, numbers and enums.

use std::collections::HashSet;

use serde_json::Value;

use super::describe::literal_docs;
use super::shape::Shape;
use crate::ir::{Enum, EnumBase, EnumVariant, Type};

/// `2⁶³` as the descriptions write it, a little rounded up.
const I64_LIMIT: f64 = 9.3e18;
const U64_LIMIT: f64 = 1.85e19;

/// Type of a `string` by its format
/// ([Data Types](https://spec.openapis.org/oas/v3.0.3#data-types)).
#[must_use]
pub fn string(format: Option<&str>) -> Type {
    match format {
        Some("byte") => Type::Base64,
        _ => Type::String,
    }
}

/// Whether the format of a `number` leaves integers only
/// ([Format Registry](https://spec.openapis.org/registry/format/)).
#[must_use]
pub fn is_whole(shape: &Shape<'_>) -> bool {
    let format = shape.format.as_deref();
    format.is_some_and(|format| {
        let bits = format.strip_prefix('u').unwrap_or(format);
        matches!(bits, "int8" | "int16" | "int32" | "int64")
    })
}

/// Type of an `integer` by format and bounds.
#[must_use]
pub fn integer(shape: &Shape<'_>) -> Type {
    let minimum = shape.minimum;
    let maximum = shape.maximum;
    let below = |limit: f64| maximum.is_none_or(|m| m <= limit);
    let unsigned = minimum.is_some_and(|m| m >= 0.0);
    let beyond = minimum.is_some_and(|m| m < -I64_LIMIT)
        || maximum.is_some_and(|m| m > U64_LIMIT || (m > I64_LIMIT && !unsigned));
    if beyond {
        return Type::Exact;
    }
    Type::Number(match shape.format.as_deref() {
        Some("int32") if unsigned && below(f64::from(u32::MAX)) => "u32",
        Some("int8" | "int16" | "int32") if below(f64::from(i32::MAX)) => "i32",
        Some("uint8" | "uint16" | "uint32") if below(f64::from(u32::MAX)) => "u32",
        Some("uint" | "uint64") => "u64",
        _ if unsigned => "u64",
        _ => "i64",
    })
}

/// What an enum becomes: a plain type where its values need no names.
pub enum Listed {
    /// A type of the language.
    Plain(Type),
    /// An enum of its own.
    Enum(Enum),
}

/// The type of a list of values; `null` among them is the business of the place that uses it. An `open` enum has a
/// variant for other values.
///
/// Instead of names, the variants have the words for them: those that are given, or the value's own where there are none.
#[must_use]
pub fn enumeration(values: &[Value], names: &[String], open: bool) -> Listed {
    let known: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
    let base = match known.as_slice() {
        [] => return Listed::Plain(Type::Any),
        list if list.iter().all(|v| v.is_boolean()) => return Listed::Plain(Type::Bool),
        list if list.iter().all(|v| v.is_string()) => EnumBase::String,
        list if list.iter().all(|v| v.is_i64()) => EnumBase::Integer,
        list if list.iter().all(|v| v.is_number()) => return Listed::Plain(Type::Number("f64")),
        list if list
            .iter()
            .all(|v| v.is_string() || v.is_boolean() || v.is_i64()) =>
        {
            EnumBase::Any
        }
        _ => return Listed::Plain(Type::Any),
    };
    let mut seen = HashSet::new();
    let mut variants: Vec<EnumVariant> = Vec::new();
    for (index, value) in known.iter().enumerate() {
        if !seen.insert(*value) {
            continue;
        }
        let given = names.get(index).filter(|name| !name.trim().is_empty());
        variants.push(EnumVariant {
            name: given.cloned().unwrap_or_else(|| text(value)),
            value: (*value).clone(),
            docs: literal_docs(value),
        });
    }
    let unknown = open.then(String::new);
    Listed::Enum(Enum {
        base,
        variants,
        unknown,
    })
}

/// A value as text: a string as it is.
#[must_use]
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Names that a description gives to enum values, in the extensions that generators share.
#[must_use]
pub fn variant_names(extension: Option<&Value>) -> Vec<String> {
    let names = extension.and_then(Value::as_array);
    names
        .into_iter()
        .flatten()
        .map(|name| name.as_str().unwrap_or_default().to_owned())
        .collect()
}

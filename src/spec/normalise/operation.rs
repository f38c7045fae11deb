//! Paths, path items, responses: the keys that say which request or reply is meant.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::context::Context;
use crate::diagnostic::Code;

/// The methods of a path item in 3.0.
pub const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The extension of a path item that holds operations of other methods.
const OPERATIONS: &str = "x-oasmith-operations";

/// Renames the keys of `map` as `better` says, in place. A key that was right from the start wins over
/// one that is renamed to it, and the first of two that are renamed.
fn rename(
    context: &mut Context,
    map: &mut Map<String, Value>,
    mut better: impl FnMut(&mut Context, &str) -> Option<String>,
) {
    let original = std::mem::take(map);
    let right: BTreeSet<String> = original.keys().cloned().collect();
    for (key, value) in original {
        let name = better(context, &key).filter(|name| *name != key);
        let Some(name) = name else {
            map.insert(key, value);
            continue;
        };
        if right.contains(&name) || map.contains_key(&name) {
            let message =
                format!("`{key}` stands for `{name}`, which is there already; it is ignored");
            context.report_at(&key, Code::MisplacedKeyword, message);
            continue;
        }
        context.moved(&[&name], &[&key]);
        map.insert(name, value);
    }
}

/// Paths begin with a slash.
pub fn prepare_paths(context: &mut Context, value: &mut Value) {
    let Value::Object(map) = value else { return };
    rename(context, map, |context, path| {
        let plain = path.trim();
        if plain.starts_with('/') && plain == path || path.starts_with("x-") || path == "$ref" {
            return None;
        }
        let better = if plain.starts_with('/') {
            plain.to_owned()
        } else {
            format!("/{plain}")
        };
        context.report_at(
            path,
            Code::WrongType,
            format!("`{path}` is no path; it is read as `{better}`"),
        );
        Some(better)
    });
}

/// Methods are lower case; those that 3.0 lacks are kept apart.
pub fn prepare_path_item(context: &mut Context, value: &mut Value) {
    let Value::Object(map) = value else { return };
    rename(context, map, |context, key| {
        let method = key.trim().to_ascii_lowercase();
        let is_method = METHODS.contains(&method.as_str()) || method == "query";
        (is_method && method != key).then(|| {
            context.report_at(
                key,
                Code::WrongType,
                format!("methods are lower case; `{key}` is read as `{method}`"),
            );
            method
        })
    });
    if let Some(operation) = map.shift_remove("query") {
        if let Value::Object(others) = map
            .entry("additionalOperations")
            .or_insert_with(|| json!({}))
        {
            others.insert("QUERY".to_owned(), operation);
        }
        if let Some(others) = map.shift_remove("additionalOperations") {
            map.insert(OPERATIONS.to_owned(), others);
            context.moved(&[OPERATIONS], &["additionalOperations"]);
        }
        context.moved(&[OPERATIONS, "QUERY"], &["query"]);
    }
}

/// The typed model has no room for extensions among the expressions.
pub fn prepare_callback(context: &mut Context, value: &mut Value) {
    let Value::Object(map) = value else { return };
    map.retain(|key, _| {
        let kept = !key.starts_with("x-");
        if !kept {
            context.report_at(
                key,
                Code::UnsupportedKeyword,
                format!("`{key}` in a callback has no counterpart and is ignored"),
            );
        }
        kept
    });
}

/// Status codes are three digits, or one and `XX`, or `default`.
pub fn prepare_responses(context: &mut Context, value: &mut Value) {
    let Value::Object(map) = value else { return };
    rename(context, map, |context, key| {
        let code = status(key)?;
        // `4xx` says the same as `4XX`.
        if code != key && !code.eq_ignore_ascii_case(key) {
            context.report_at(
                key,
                Code::WrongType,
                format!("`{key}` is no status code; it is read as `{code}`"),
            );
        }
        Some(code)
    });
    map.retain(|key, _| {
        let kept = status(key).is_some() || key.starts_with("x-") || key == "$ref";
        if !kept {
            context.report_at(
                key,
                Code::UnknownKeyword,
                format!("`{key}` is no status code; this response is ignored"),
            );
        }
        kept
    });
}

/// The status code that a key means.
fn status(key: &str) -> Option<String> {
    let word = key
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| !word.is_empty())?
        .to_ascii_uppercase();
    if word == "DEFAULT" {
        return Some("default".to_owned());
    }
    let is_code = matches!(
        word.as_bytes(),
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] | [b'1'..=b'9', b'X', b'X']
    );
    is_code.then_some(word)
}

//! `allOf` with parts that only describe the value.

use serde_json::{Map, Value};

use crate::spec::normalise::context::Context;
use crate::spec::normalise::walk;

/// What says nothing about which values there are.
const ANNOTATIONS: [&str; 8] = [
    "title",
    "description",
    "default",
    "example",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
];

/// Takes the annotations of parts that have nothing else: `allOf: [{$ref: …}, {description: …}]` is how the text of a
/// place is put beside a reference in 3.0. What the schema says itself stays.
pub fn annotations(context: &mut Context, map: &mut Map<String, Value>) {
    let Some(Value::Array(parts)) = map.get_mut("allOf") else {
        return;
    };
    let keep: Vec<bool> = parts.iter().map(|part| !is_annotation(part)).collect();
    if !keep.contains(&true) || !keep.contains(&false) {
        return;
    }
    let mut taken = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let is_kept = keep.get(index).copied().unwrap_or(true);
        let said = part.as_object().filter(|_| !is_kept);
        taken.extend(
            said.into_iter()
                .flatten()
                .map(|(key, value)| (index, key.clone(), value.clone())),
        );
    }
    context.within("allOf", |context| walk::retain(context, parts, &keep));
    for (index, key, value) in taken {
        if !map.contains_key(&key) {
            context.moved(&[&key], &["allOf", &index.to_string(), &key]);
            map.insert(key, value);
        }
    }
}

fn is_annotation(part: &Value) -> bool {
    let is_known = |key: &String| ANNOTATIONS.contains(&key.as_str()) || key.starts_with("x-");
    let keys = part.as_object().map(|part| part.keys());
    keys.is_some_and(|mut keys| keys.len() > 0 && keys.all(is_known))
}

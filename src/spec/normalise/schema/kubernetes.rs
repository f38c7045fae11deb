//! What Kubernetes says of values in ways of its own, for its types and for those of custom resources.
//!
//! See [extended schemas](https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/#JSONSchemaProps).

use serde_json::{Map, Value, json};

/// Says it in the words of the specification.
pub fn convert(map: &mut Map<String, Value>) {
    let says = |map: &Map<String, Value>, name: &str| map.get(name) == Some(&Value::Bool(true));
    let is_int_or_string = says(map, "x-kubernetes-int-or-string")
        || map
            .get("format")
            .is_some_and(|format| format == "int-or-string");
    // Custom resources say it as a union, too.
    if is_int_or_string && !map.contains_key("anyOf") && !map.contains_key("oneOf") {
        map.shift_remove("type");
        map.shift_remove("format");
        map.insert(
            "anyOf".to_owned(),
            json!([{ "type": "integer" }, { "type": "string" }]),
        );
    }
    if says(map, "x-kubernetes-preserve-unknown-fields")
        && map.contains_key("properties")
        && !map.contains_key("additionalProperties")
    {
        map.insert("additionalProperties".to_owned(), Value::Bool(true));
    }
}

//! Content: media types, examples, encodings.

use serde_json::{Map, Value, json};

use super::context::{Context, describe};
use super::parameter;
use crate::diagnostic::Code;

/// The media type of a body whose description does not say.
const JSON: &str = "application/json";

/// The content of a JSON body of a schema, and the way to that in its holder.
pub fn of_schema(schema: Value) -> (Value, [&'static str; 3]) {
    let content = json!({ JSON: { "schema": schema } });
    (content, ["content", JSON, "schema"])
}

/// A `schema` in a request body or response itself, as in 2.0, belongs into its content.
pub fn prepare_holder(context: &mut Context, value: &mut Value) {
    if value.is_string() {
        super::small::wrap_text(context, value, "description");
    }
    let Value::Object(map) = value else { return };
    let Some(schema) = map.shift_remove("schema") else {
        return;
    };
    if map.contains_key("content") {
        context.report_at(
            "schema",
            Code::MisplacedKeyword,
            "`schema` beside `content` is ignored",
        );
        return;
    }
    let message = format!("`schema` belongs into `content`; it is read as that of `{JSON}`");
    context.report_at("schema", Code::MisplacedKeyword, message);
    let (content, way) = of_schema(schema);
    map.insert("content".to_owned(), content);
    context.moved(&way, &["schema"]);
}

/// A media type object without its media type.
pub fn prepare_content(context: &mut Context, value: &mut Value) {
    if !value.get("schema").is_some_and(Value::is_object) {
        return;
    }
    context.report(
        Code::MissingKeyword,
        format!("this content names no media type; it is read as `{JSON}`"),
    );
    *value = json!({ JSON: value.take() });
    context.moved(&[JSON], &[]);
}

/// A schema in the place of the media type object that holds it.
pub fn prepare_media_type(context: &mut Context, value: &mut Value) {
    const OF_SCHEMAS: [&str; 7] = [
        "$ref",
        "type",
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
    ];
    let Value::Object(map) = value else { return };
    if !map.contains_key("schema") && OF_SCHEMAS.iter().any(|keyword| map.contains_key(*keyword)) {
        context.report(
            Code::MisplacedKeyword,
            "this is a schema where a media type belongs; it is read as its `schema`",
        );
        *value = json!({ "schema": value.take() });
        context.moved(&["schema"], &[]);
    }
    if let Value::Object(map) = value {
        name_examples(context, map);
    }
}

/// `examples` is a map; a list of examples gets names, a single value is the `example`.
pub fn name_examples(context: &mut Context, map: &mut Map<String, Value>) {
    let list = match map.get_mut("examples") {
        None | Some(Value::Object(_) | Value::Null) => return,
        Some(Value::Array(list)) => std::mem::take(list),
        Some(other) => {
            let message = format!("`examples` is {}; it is read as `example`", describe(other));
            let example = other.take();
            context.report_at("examples", Code::WrongType, message);
            map.shift_remove("examples");
            map.entry("example").or_insert(example);
            return;
        }
    };
    context.report_at(
        "examples",
        Code::WrongType,
        "`examples` is a list where a map belongs; its elements get names",
    );
    let mut examples = Map::new();
    for (index, example) in list.into_iter().enumerate() {
        let name = format!("example{}", index + 1);
        context.moved(&["examples", &name], &["examples", &index.to_string()]);
        let is_object = ["value", "externalValue", "$ref"]
            .iter()
            .any(|keyword| example.get(keyword).is_some());
        examples.insert(
            name,
            if is_object {
                example
            } else {
                json!({ "value": example })
            },
        );
    }
    map.insert("examples".to_owned(), Value::Object(examples));
}

/// An example that is the value itself; the two kinds of value of 3.2.
pub fn prepare_example(context: &mut Context, value: &mut Value) {
    const KEYWORDS: [&str; 6] = [
        "value",
        "externalValue",
        "dataValue",
        "serializedValue",
        "summary",
        "description",
    ];
    let is_example = match &*value {
        Value::Object(map) => {
            map.is_empty() || KEYWORDS.iter().any(|keyword| map.contains_key(*keyword))
        }
        _ => false,
    };
    if !is_example {
        context.report(Code::WrongType, "this is the example's value where an example object belongs; it is read as its `value`");
        *value = json!({ "value": value.take() });
        context.moved(&["value"], &[]);
    }
    let Value::Object(map) = value else { return };
    for keyword in ["dataValue", "serializedValue"] {
        if let Some(data) = map.shift_remove(keyword) {
            map.entry("value").or_insert(data);
        }
    }
}

/// A bare content type, or a list of them.
pub fn prepare_encoding(context: &mut Context, value: &mut Value) {
    super::small::wrap_text(context, value, "contentType");
    let Some(Value::Array(list)) = value.get("contentType") else {
        return;
    };
    let types: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
    let joined = types.join(", ");
    context.report_at(
        "contentType",
        Code::WrongType,
        format!("`contentType` is a list; it is read as `{joined}`"),
    );
    if let Some(map) = value.as_object_mut() {
        map.insert("contentType".to_owned(), json!(joined));
    }
}

/// The typed model takes a missing `explode` for false, which the specification does not.
///
/// See [Encoding Object](https://spec.openapis.org/oas/v3.0.4.html#encoding-object).
pub fn finish_encoding(context: &mut Context, map: &mut Map<String, Value>) {
    parameter::style(context, map, "query");
    if !map.contains_key("explode") {
        let is_form = map.get("style").is_none_or(|style| style == "form");
        map.insert("explode".to_owned(), json!(is_form));
    }
}

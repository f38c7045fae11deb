//! Parameters and headers: where they go, how they are written, what type they have.

use serde_json::{Map, Value, json};

use super::content;
use super::context::{Context, Version};
use super::header_name::{self, is_header_name};
use super::shape::Kind;
use crate::diagnostic::Code;

/// The styles of each location, its default first.
///
/// See [style values](https://spec.openapis.org/oas/v3.0.4.html#style-values).
const STYLES: &[(&str, &[&str])] = &[
    (
        "query",
        &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    ),
    ("path", &["simple", "matrix", "label"]),
    ("header", &["simple"]),
    ("cookie", &["form"]),
];

/// Rewrites a parameter of 2.0, or one that looks like it.
pub fn prepare(context: &mut Context, value: &mut Value) {
    let Value::Object(map) = value else { return };
    location(context, map);
    header_name::correct(context, map);
    query_string(context, map);
    collection_format(context, map);
    lift_schema(context, map, Kind::Parameter);
    content::name_examples(context, map);
}

/// The whole query string as one value (3.2): a form is what a spread object in the query gives.
///
/// See [Parameter Locations](https://spec.openapis.org/oas/v3.2.0#parameter-locations).
fn query_string(context: &mut Context, map: &mut Map<String, Value>) {
    const FORM: &str = "application/x-www-form-urlencoded";
    if map.get("in") != Some(&json!("querystring")) {
        return;
    }
    let form = map
        .get_mut("content")
        .and_then(|content| content.get_mut(FORM));
    let Some(schema) = form.and_then(|form| form.as_object_mut()?.shift_remove("schema")) else {
        return;
    };
    map.shift_remove("content");
    context.moved(&["schema"], &["content", FORM, "schema"]);
    map.insert("schema".to_owned(), schema);
    map.insert("in".to_owned(), json!("query"));
    map.insert("style".to_owned(), json!("form"));
    map.insert("explode".to_owned(), json!(true));
    // It is never sent: the names are those of the properties.
    map.entry("name").or_insert_with(|| json!("query"));
}

/// Rewrites a header of 2.0, or one that is written like a parameter.
pub fn prepare_header(context: &mut Context, value: &mut Value) {
    let Value::Object(map) = value else { return };
    for keyword in ["name", "in"] {
        if map.shift_remove(keyword).is_some() {
            let message =
                format!("a header has no `{keyword}`: its place says so already; it is ignored");
            context.report_at(keyword, Code::MisplacedKeyword, message);
        }
    }
    collection_format(context, map);
    lift_schema(context, map, Kind::Header);
    content::name_examples(context, map);
}

/// Looks at a parameter as a whole; false if it cannot be sent.
pub fn finish(context: &mut Context, map: &mut Map<String, Value>) -> bool {
    let location = map
        .get("in")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    if !STYLES.iter().any(|(known, _)| *known == location) {
        let message = format!("a parameter in `{location}` cannot be sent and is ignored");
        context.report_at("in", Code::UnsupportedParameter, message);
        return false;
    }
    let name = map.get("name").and_then(Value::as_str);
    let unsendable = match name {
        Some("") => Some("a parameter without a name cannot be sent and is ignored".to_owned()),
        Some(name) if location == "header" && !is_header_name(name) => Some(format!(
            "no header can be called `{name}`; the parameter is ignored"
        )),
        _ => None,
    };
    if let Some(message) = unsendable {
        context.report_at("name", Code::UnsupportedParameter, message);
        return false;
    }
    if location == "path" && map.get("required") != Some(&json!(true)) {
        context.report(
            Code::MissingKeyword,
            "a path parameter must say `required: true`; it is read as if it did",
        );
        map.insert("required".to_owned(), json!(true));
    }
    if location != "query" {
        for keyword in ["allowReserved", "allowEmptyValue"] {
            // `false` is the default and asks for nothing.
            if map.shift_remove(keyword).is_some_and(|flag| flag == true) {
                // 3.2 knows it there.
                let (code, message) = match (keyword, location.as_str()) {
                    ("allowReserved", "path" | "cookie") => (
                        Code::UnsupportedKeyword,
                        format!(
                            "`{keyword}` is ignored in a {location}: reserved characters are percent-encoded"
                        ),
                    ),
                    _ => (
                        Code::MisplacedKeyword,
                        format!(
                            "`{keyword}` has no meaning for a parameter in `{location}` and is ignored"
                        ),
                    ),
                };
                context.report_at(keyword, code, message);
            }
        }
    }
    style(context, map, &location);
    schema_or_content(context, map);
    text_of_any_type(map);
    if location == "path" {
        text_of_unknown_type(context, map);
    }
    true
}

/// Reads a value of any type as text, which is how it travels; so the elements of a list.
fn text_of_any_type(map: &mut Map<String, Value>) {
    // Of an object the names would be spread.
    if map.get("style").is_some_and(|style| style == "deepObject") {
        return;
    }
    let Some(Value::Object(schema)) = map.get_mut("schema") else {
        return;
    };
    let is_list = schema.get("type").is_some_and(|name| name == "array");
    let element = match is_list {
        true => schema
            .entry("items")
            .or_insert_with(|| json!({}))
            .as_object_mut(),
        false => Some(schema),
    };
    let says_more = |(key, value): (&String, &Value)| match key.as_str() {
        "title" | "description" | "deprecated" | "nullable" => false,
        "default" | "example" => !value.is_string(),
        _ => !key.starts_with("x-") || key.starts_with("x-oasmith"),
    };
    if let Some(schema) = element.filter(|schema| !schema.iter().any(says_more)) {
        schema.insert("type".to_owned(), json!("string"));
    }
}

/// Reads an object without properties as text. In a segment of a path its names and values would stand in a row, which no
/// server reads; frameworks write so about a type that they do not know, of which they have the text.
fn text_of_unknown_type(context: &mut Context, map: &mut Map<String, Value>) {
    // The other styles say which name a value has.
    let is_plain = map.get("style").is_none_or(|style| style == "simple");
    let Some(Value::Object(schema)) = map.get_mut("schema") else {
        return;
    };
    let says_more = |(key, value): (&String, &Value)| match key.as_str() {
        "type" => value != "object",
        "example" => !value.is_string(),
        _ => !matches!(key.as_str(), "title" | "description"),
    };
    if !is_plain || !schema.contains_key("type") || schema.iter().any(says_more) {
        return;
    }
    schema.insert("type".to_owned(), json!("string"));
    let message = "an object without properties cannot stand in a path; it is read as text";
    context.report_at("schema", Code::WrongType, message);
}

/// Looks at a header as a whole.
pub fn finish_header(context: &mut Context, map: &mut Map<String, Value>) {
    style(context, map, "header");
    schema_or_content(context, map);
    text_of_any_type(map);
}

/// Removes a style that its location does not have.
pub fn style(context: &mut Context, map: &mut Map<String, Value>, location: &str) {
    let Some(Value::String(said)) = map.get("style") else {
        return;
    };
    let Some((_, styles)) = STYLES.iter().find(|(known, _)| *known == location) else {
        return;
    };
    if styles.contains(&said.as_str()) {
        return;
    }
    let similar = styles
        .iter()
        .find(|style| style.eq_ignore_ascii_case(said.trim()));
    let better = similar.or(styles.first()).copied().unwrap_or_default();
    let message = format!("`{said}` is no style of a {location} parameter; `{better}` is used");
    context.report_at("style", Code::WrongType, message);
    map.insert("style".to_owned(), json!(better));
}

/// A parameter has either a schema or a content.
fn schema_or_content(context: &mut Context, map: &mut Map<String, Value>) {
    let has_content = map
        .get("content")
        .and_then(Value::as_object)
        .is_some_and(|content| !content.is_empty());
    if has_content && map.contains_key("schema") {
        context.report_at(
            "content",
            Code::MisplacedKeyword,
            "`content` beside `schema` is ignored",
        );
    }
    if !has_content || map.contains_key("schema") {
        map.shift_remove("content");
    }
    if !has_content && !map.contains_key("schema") {
        context.report(
            Code::MissingKeyword,
            "neither `schema` nor `content` says what this is; it is read as a string",
        );
        map.insert("schema".to_owned(), json!({ "type": "string" }));
    }
}

/// Locations are lower case.
fn location(context: &mut Context, map: &mut Map<String, Value>) {
    let Some(Value::String(said)) = map.get("in") else {
        return;
    };
    let plain = said.trim().to_ascii_lowercase();
    if plain != *said {
        context.report_at(
            "in",
            Code::WrongType,
            format!("`{said}` is no location; it is read as `{plain}`"),
        );
        map.insert("in".to_owned(), json!(plain));
    }
}

/// The style and `explode` that a `collectionFormat` of 2.0 stands for.
///
/// See [2.0, Parameter Object](https://spec.openapis.org/oas/v2.0.html#parameter-object).
pub fn collection_style(context: &mut Context, format: &str) -> (&'static str, bool) {
    match format {
        "multi" => ("form", true),
        "ssv" => ("spaceDelimited", false),
        "pipes" => ("pipeDelimited", false),
        "csv" => ("form", false),
        other => {
            let message = format!("values cannot be joined as `{other}`; commas are used");
            context.report_at("collectionFormat", Code::UnsupportedParameter, message);
            ("form", false)
        }
    }
}

fn collection_format(context: &mut Context, map: &mut Map<String, Value>) {
    let is_array = map.get("type").is_some_and(|name| name == "array");
    let format = match map.get("collectionFormat").and_then(Value::as_str) {
        Some(format) => format.to_owned(),
        // The default of 2.0 is not that of 3.0.
        None if context.version == Version::V2 && is_array => "csv".to_owned(),
        None => return,
    };
    if map.get("in").is_some_and(|location| location == "query") {
        let (style, explode) = collection_style(context, &format);
        map.entry("style").or_insert(json!(style));
        map.entry("explode").or_insert(json!(explode));
    } else if format != "csv" {
        let message = format!("values here are joined by commas; `{format}` is ignored");
        context.report_at("collectionFormat", Code::UnsupportedParameter, message);
    }
}

/// Moves the keywords of a schema that stand in the parameter itself, as in 2.0, into its schema.
pub fn lift_schema(context: &mut Context, map: &mut Map<String, Value>, kind: Kind) {
    if map.contains_key("schema") || map.contains_key("content") {
        return;
    }
    let is_schemas = |key: &str| Kind::Schema.keyword(key).is_some() && kind.keyword(key).is_none();
    let keywords: Vec<String> = map.keys().filter(|key| is_schemas(key)).cloned().collect();
    let Some(first) = keywords.first() else {
        return;
    };
    if context.version != Version::V2 {
        let message =
            format!("`{first}` belongs into a `schema`; this is read as if it were there");
        context.report_at(first, Code::MisplacedKeyword, message);
    }
    let mut schema = Map::new();
    for key in &keywords {
        if let Some(value) = map.shift_remove(key) {
            context.moved(&["schema", key], &[key]);
            schema.insert(key.clone(), value);
        }
    }
    // Of what an extension speaks is not known: of the parameter, or, like `x-enum-varnames`, of its values.
    let extensions = map.iter().filter(|(key, _)| key.starts_with("x-"));
    for (key, value) in extensions {
        context.moved(&["schema", key], &[key]);
        schema.insert(key.clone(), value.clone());
    }
    map.insert("schema".to_owned(), Value::Object(schema));
}
